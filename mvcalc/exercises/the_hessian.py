"""Exercises for the page on the Hessian: the matrix, what it says at a level point, curvature, and level points."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Choice, Exercise, Matrix, Number, Option, Points, Slip, family

X, Y = sp.symbols("x y", real=True)
PLANE = {"x": (-2, 2), "y": (-2, 2)}


@family("easy", a=(1, 2, 3, 4), n=(2, 3, 4), m=(1, 2, 3), b=(-3, -2, 2, 5), c=(2, 3, 4))
def hessian_of_a_polynomial(a: int, n: int, m: int, b: int, c: int) -> Exercise:
    """Write down the Hessian of a polynomial in two letters."""
    f = a * X**n * Y**m + b * X + Y**c
    xx, xy, yy = (sp.expand(sp.diff(f, *letters)) for letters in ((X, X), (X, Y), (Y, Y)))
    by_x, by_y = sp.diff(f, X), sp.diff(f, Y)
    return Exercise(
        question="Find the Hessian of {notation}`f(x, y) = <f>`.",
        answer=Matrix([[xx, xy], [xy, yy]], PLANE),
        given=["f(x, y) = <f>"],
        hints=[
            r"The gradient is $(<by_x>, <by_y>)$. Differentiate each of its entries by both letters.",
            "The two entries off the diagonal must come out equal: a check that costs nothing.",
        ],
        solution=r"""
From the first derivatives, {claim}`\frac{\partial f}{\partial x} = <by_x>` and
{claim}`\frac{\partial f}{\partial y} = <by_y>`, come the second:

:::{derive}
H_f = \begin{bmatrix} <xx> & <xy> \\ <xy> & <yy> \end{bmatrix}
:::
""",
        slips=[
            Slip(
                Matrix([[xx, 0], [0, yy]], PLANE),
                "The mixed derivatives are not zero: the letters are multiplied somewhere.",
            ),
            Slip(Matrix([[xx, -xy], [-xy, yy]], PLANE), "Look again at the sign of the mixed derivative."),
            Slip(
                Matrix([[by_x**2, by_x * by_y], [by_x * by_y, by_y**2]], PLANE),
                "Those are products of first derivatives.",
            ),
        ],
        facts={"f": f, "xx": xx, "xy": xy, "yy": yy, "by_x": by_x, "by_y": by_y},
    )


SHAPES = {
    "minimum": "A minimum needs two positive eigenvalues: a positive determinant, and a positive entry to begin with.",
    "maximum": "A maximum needs two negative eigenvalues: a positive determinant, and a negative entry to begin with.",
    "saddle": "At a saddle the eigenvalues have opposite signs, and then the determinant is negative.",
    "undecided": "The Hessian is silent only if its determinant is zero.",
}


@family("middling", a=(-4, -3, -1, 1, 2, 4), b=(-3, -2, -1, 1, 2, 3), c=(-4, -2, -1, 1, 3, 4), d=(-1, 1, 2))
def bowl_dome_or_saddle(a: int, b: int, c: int, d: int) -> Exercise:
    """Say from the Hessian what is at a stationary point."""
    f = a * X**2 + 2 * b * X * Y + c * Y**2 + d * X**3 * Y
    det = 4 * a * c - 4 * b * b
    kind = "undecided" if det == 0 else "saddle" if det < 0 else "minimum" if a > 0 else "maximum"
    shown = {
        "minimum": "a minimum",
        "maximum": "a maximum",
        "saddle": "a saddle",
        "undecided": "the Hessian does not tell",
    }
    options = [Option(shown[k], "" if k == kind else SHAPES[k], k) for k in SHAPES]
    return Exercise(
        question="The gradient of {notation}`f(x, y) = <f>` is zero at the origin. What is there, as far as the "
        "Hessian tells?",
        answer=Choice(options, list(SHAPES).index(kind), ordered=True),
        given=["f(x, y) = <f>"],
        hints=[
            "Terms of higher order than the second leave no trace in the Hessian at the origin.",
            "Find the determinant. If it is positive, look at the first entry.",
        ],
        solution=r"""
At the origin the Hessian is

:::{derive}
H_f(0, 0) = \begin{bmatrix} <xx> & <xy> \\ <xy> & <yy> \end{bmatrix}
:::

with determinant {claim}`<xx> \cdot <(yy)> - <(xy)>^2 = <det>`. So the answer is: <said>.
""",
        facts={"f": f, "xx": 2 * a, "xy": 2 * b, "yy": 2 * c, "det": det, "said": shown[kind]},
    )


READINGS = {
    "two positive": "The numbers would grow in every direction away from the middle.",
    "two negative": "The numbers would fall in every direction away from the middle.",
    "one of each sign": "The numbers would grow along one line through the middle and fall along another.",
    "one zero": "The level lines would be straight and parallel: along them nothing changes.",
}


@family(
    "easy",
    a=(-3, -2, -1, 1, 2, 3),
    c=(-2, -1, 0, 1, 2),
    turn=(0, 20, 40, 65, 105, 125),
    where=lambda a, c, turn: a != c,
)
def eigenvalues_from_level_lines(a: int, c: int, turn: int) -> Exercise:
    """Read the signs of the Hessian's eigenvalues off a map of level lines."""
    angle = np.deg2rad(turn)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))

    def f(x: Any, y: Any) -> Any:
        return a * (cos * x + sin * y) ** 2 + c * (cos * y - sin * x) ** 2

    kind = "one zero" if c == 0 else "one of each sign" if a * c < 0 else "two positive" if a > 0 else "two negative"
    options = [Option(each.capitalize(), "" if each == kind else READINGS[each], each) for each in READINGS]
    return Exercise(
        question="The map shows level lines with their heights around a point where the gradient is zero, in the "
        "middle. "
        "What are the signs of the two eigenvalues of the Hessian there?",
        answer=Choice(options, list(READINGS).index(kind), ordered=True),
        picture=figures.contours(
            f,
            ((-2, 2), (-1.6, 1.6)),
            levels=[-6, -4, -2, -0.5, 0.5, 2, 4, 6],
            height=3.4,
            alt=f"Level lines around the origin. The height is 0 in the middle, {a} at one unit along one axis of the "
            f"pattern, "
            f"and {c} at one unit along the other.",
        ),
        hints=[
            "Walk from the middle outwards, in several directions, and read the numbers that you cross.",
            "Up in every direction: two positive. Down in every direction: two negative.",
        ],
        solution=r"""
Walk outwards from the middle and read the numbers. The eigenvalues are the second derivatives along the two axes of the
pattern. Here they are $<larger>$ and $<smaller>$, with the product {claim}`<(larger)> \cdot <(smaller)> = <product>`:
<said>.
""",
        facts={"f": f, "larger": 2 * max(a, c), "smaller": 2 * min(a, c), "product": 4 * a * c, "said": kind},
    )


@family(
    "middling", a=(1, 2, 3, -1, -2), b=(-3, -2, 1, 2, 4), c=(1, 2, -1, -3), direction=((3, 4), (4, 3), (4, -3), (-3, 4))
)
def curvature_in_a_direction(a: int, b: int, c: int, direction: tuple[int, int]) -> Exercise:
    """Find the second derivative of a quadratic along a direction of length one."""
    f = a * X**2 + b * X * Y + c * Y**2
    u, v = direction
    total = 2 * a * u * u + 2 * b * u * v + 2 * c * v * v
    curvature = sp.Rational(total, 25)
    wrong = {
        sp.Integer(total): "The direction has to be of length one: divide by the square of its length.",
        sp.Rational(total, 5): "The direction occurs twice, so its length has to be divided out twice.",
        curvature / 2: "Twice that: the second derivative of a square is 2.",
        sp.Rational(2 * a * u * u + 2 * c * v * v, 25): "The mixed term counts as well.",
    }
    return Exercise(
        question=r"How strongly does {notation}`f(x, y) = <f>` curve in the direction of $(<u>, <v>)$? Give the "
        r"second derivative along "
        "the unit vector in that direction.",
        answer=Number(curvature),
        given=["f(x, y) = <f>"],
        hints=[
            "Cut the direction to length one: its length is 5.",
            r"Then the curvature is $\mathbf{r}^T H \mathbf{r}$.",
        ],
        solution=r"""
The Hessian is {claim}`H_f = \begin{bmatrix} <xx> & <b> \\ <b> & <yy> \end{bmatrix}`, everywhere the same. The
direction of length one is $(<u>, <v>)$ over 5, and

:::{derive}
\frac{1}{25}\begin{bmatrix} <u> & <v> \end{bmatrix} \begin{bmatrix} <xx> & <b> \\ <b> & <yy> \end{bmatrix}
\begin{bmatrix} <u> \\ <v> \end{bmatrix} = <curvature>
:::
""",
        slips=[Slip(Number(value), sentence) for value, sentence in wrong.items() if value != curvature],
        facts={"f": f, "u": u, "v": v, "xx": 2 * a, "yy": 2 * c, "curvature": curvature},
    )


@family("hard", p=(1, 2, 3, 4), q=(1, 2, 3, 5), r=(-3, -2, -1, 1, 2, 4), where=lambda p, q, r: p != abs(r))
def all_stationary_points(p: int, q: int, r: int) -> Exercise:
    """Find every stationary point of a cubic in two letters."""
    f = X**3 - 3 * p**2 * X + q * Y**2 - 2 * q * r * Y
    by_x, by_y = sp.diff(f, X), sp.diff(f, Y)
    return Exercise(
        question="Find all stationary points of {notation}`f(x, y) = <f>`. Type them one after the other.",
        answer=Points(((p, r), (-p, r))),
        given=["f(x, y) = <f>"],
        hints=["Both partial derivatives have to be zero at once.", "The one along $x$ is zero for two values of $x$."],
        solution=r"""
Both slopes have to vanish:

:::{derive}
\nabla f = \begin{bmatrix} <by_x> \\ <by_y> \end{bmatrix}
:::

The first is zero at $x = <p>$, where {claim}`3 \cdot <p>^2 - <square> = 0`, and at $x = -<p>$ likewise. The second is
zero at $y = <r>$. The determinant of the Hessian is
{claim}`\det H_f = <det>`, positive at $(<p>, <r>)$, a minimum, and negative at $(-<p>, <r>)$, a saddle.
""",
        slips=[
            Slip(
                Points(((p, r),)),
                "A square takes each positive value twice: there is another place where the slope along $x$ is zero.",
            ),
            Slip(Points(((r, p), (r, -p))), "The coordinates have changed places."),
            Slip(Points(((p, -r), (-p, -r))), "Check the sign of $y$ in the slope along $y$."),
        ],
        facts={"f": f, "by_x": by_x, "by_y": by_y, "square": 3 * p * p, "det": 12 * q * X},
    )
