"""Exercises for the page on the Jacobian: the row, slopes in any direction, level lines, a step downhill."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import Any

import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Choice, Exercise, Matrix, Number, Option, Slip, Vector, family

X, Y, Z = sp.symbols("x y z", real=True)


@family(
    "easy",
    a=(1, 2, 3, 4),
    b=(-3, -2, 2, 3),
    p=(-2, 1, 2, 3),
    q=(-1, 2, 3),
    r=(1, 2, -2),
    where=lambda a, b, p, q, r: len({2 * a * p * q, a * p * p + b * r, b * q}) == 3,
)
def jacobian_row(a: int, b: int, p: int, q: int, r: int) -> Exercise:
    """Find the Jacobian of a function of three inputs at a point."""
    f = a * X**2 * Y + b * Y * Z
    at = {X: p, Y: q, Z: r}
    entries = [sp.diff(f, letter) for letter in (X, Y, Z)]
    row = [entry.subs(at) for entry in entries]
    return Exercise(
        question=r"Find the Jacobian of {claim}`f(x, y, z) = <f>` at $(<p>, <q>, <r>)$. Write it as the matrix "
        r"that it is, "
        "row by row.",
        answer=Matrix((row,)),
        given=["f(x, y, z) = <f>"],
        hints=["One entry for each input, in their order.", "A scalar function has a row: one row, three columns."],
        solution=r"""
With the other two letters held each time,

:::{derive}
J_f = \begin{bmatrix} <by_x> & <by_y> & <by_z> \end{bmatrix}
:::

and at the point {claim}`J_f(<p>, <q>, <r>) = \begin{bmatrix} <at_x> & <at_y> & <at_z> \end{bmatrix}`.
""",
        slips=[
            Slip(Matrix([[value] for value in row]), "These are the right numbers as a column: that is the gradient."),
            Slip(Matrix((row[::-1],)), "The entries stand in the order of the inputs."),
            Slip(Matrix(((row[0], a * p * p, row[2]),)), "$y$ occurs in the second term, too."),
        ],
        facts={"f": f}
        | dict(zip(("by_x", "by_y", "by_z"), entries, strict=True))
        | dict(zip(("at_x", "at_y", "at_z"), row, strict=True)),
    )


def _four_slopes(g: int, h: int, u: int, v: int) -> bool:
    """Whether the slope is not zero, and is none of those that the usual slips lead to."""
    length = hypot(u, v)
    slopes = ((g * u + h * v) / length, g * u + h * v, hypot(g, h), (g * v + h * u) / length)
    return g * u + h * v != 0 and len({round(slope, 9) for slope in slopes}) == 4


@family(
    "middling",
    p=(1, 2, 3),
    q=(-2, -1, 1, 2),
    a=(1, 2, 3),
    b=(-2, -1, 1, 3),
    direction=((3, 4), (4, -3), (-3, 4), (5, 12), (12, -5)),
    where=lambda p, q, a, b, direction: _four_slopes(2 * a * p + b * q, b * p, *direction),
)
def slope_in_a_direction(p: int, q: int, a: int, b: int, direction: tuple[int, int]) -> Exercise:
    """Find the slope of a function towards a direction that is not yet of length one."""
    f = a * X**2 + b * X * Y
    u, v = direction
    length = sp.sqrt(u * u + v * v)
    g, h = 2 * a * p + b * q, b * p
    product = g * u + h * v
    return Exercise(
        question=r"How steep is {claim}`f(x, y) = <f>` at $(<p>, <q>)$ in the direction of the vector $(<u>, "
        r"<v>)$? Give the rise for each "
        "unit of way.",
        answer=Number(product / length),
        given=["f(x, y) = <f>"],
        hints=[
            "The gradient first; then a direction of length one; then their product.",
            r"The vector has length {claim}`\sqrt{<(u)>^2 + <(v)>^2} = <length>`. Divide by it.",
        ],
        solution=r"""
The gradient is {claim}`\nabla f = \begin{bmatrix} <by_x> \\ <by_y> \end{bmatrix}`, at the point $(<g>, <h>)$. The
direction of length one is $(<u>, <v>)$
divided by $<length>$, so the slope is

:::{derive}
\frac{<g> \cdot <(u)> + <(h)> \cdot <(v)>}{<length>} = <slope>
:::
""",
        slips=[
            Slip(
                Number(product),
                "The direction has to be cut to length one. Otherwise you get the rise for a longer way.",
            ),
            Slip(
                Number(sp.sqrt(g * g + h * h)),
                "That is the length of the gradient, the slope in the *steepest* direction.",
            ),
            Slip(Number(sp.Rational(g * v + h * u, length)), "The entries of the direction have changed places."),
        ],
        facts={
            "f": f,
            "u": u,
            "v": v,
            "g": g,
            "h": h,
            "length": length,
            "by_x": sp.diff(f, X),
            "by_y": sp.diff(f, Y),
            "slope": product / length,
        },
    )


def _sine(u: tuple[float, float], v: tuple[float, float]) -> float:
    """Of the angle between two vectors."""
    return (u[0] * v[1] - u[1] * v[0]) / (hypot(*u) * hypot(*v))


def _quadratic(a: int, b: int, c: int) -> Callable[[Any, Any], Any]:
    return lambda x, y: a * x**2 + b * x * y + c * y**2


@family(
    "middling",
    a=(1, 2),
    b=(-2, -1, 1, 2),
    c=(2, 3),
    p=(-1.2, 0.4, 1.2),
    q=(-0.8, 0.8),
    where=lambda a, b, c, p, q: abs(_sine((2 * a * p + b * q, b * p + 2 * c * q), (p, q))) > 0.35,
)
def arrow_on_the_map(a: int, b: int, c: int, p: float, q: float) -> Exercise:
    """Tell which of four arrows on a contour map is along the gradient."""
    f = _quadratic(a, b, c)
    g, h = 2 * a * p + b * q, b * p + 2 * c * q
    size = (g * g + h * h) ** 0.5
    reach = (p * p + q * q) ** 0.5
    up = (g / size, h / size)
    ways = {
        "right": (up, ""),
        "level": ((-up[1], up[0]), "This arrow runs along the level line: that way it neither rises nor falls."),
        "down": ((-up[0], -up[1]), "Squarely across the level line, but look at the numbers: it goes down."),
        "out": ((p / reach, q / reach), "Straight away from the middle is not square to this level line."),
    }
    order = sorted(ways, key=lambda name: ways[name][0])
    shown = {
        letter: ((p, q), tuple(0.9 * e for e in ways[name][0])) for letter, name in zip("ABCD", order, strict=True)
    }
    options = [
        Option(f"Arrow {letter}", ways[name][1], ways[name][0]) for letter, name in zip("ABCD", order, strict=True)
    ]
    return Exercise(
        question="The map shows level lines with their heights, on equal scales. Which arrow has the direction of the "
        "gradient?",
        answer=Choice(options, order.index("right"), ordered=True),
        picture=figures.contours(
            f,
            ((-2.4, 2.4), (-2, 2)),
            arrows=shown,
            levels=[1, 2, 4, 6, 9, 12, 16],
            height=3.6,
            alt=f"Ellipses round the origin that rise outwards, and four arrows, A to D, from the point ({p}, {q}).",
        ),
        hints=["The gradient crosses the level line at a right angle.", "It points to where the numbers grow."],
        given=["f(x, y) = <formula>"],
        solution=r"""
The gradient is square to the level line through the point, and leads uphill: that is arrow <letter>. To check, the
map is that of
{claim}`f(x, y) = <formula>`, so that

:::{derive}
\nabla f = \begin{bmatrix} <by_x> \\ <by_y> \end{bmatrix}
:::
""",
        facts={
            "f": f(X, Y),
            "formula": f(X, Y),
            "letter": "ABCD"[order.index("right")],
            "by_x": sp.diff(f(X, Y), X),
            "by_y": sp.diff(f(X, Y), Y),
        },
    )


@family("easy", a=(1, 2, 3), c=(1, 2, 4), p=(-3, -2, 2, 3, 5), q=(-4, -1, 1, 3), rate=(10, 20, 5))
def one_step_downhill(a: int, c: int, p: int, q: int, rate: int) -> Exercise:
    """Take one step of gradient descent on a bowl."""
    cost = a * X**2 + c * Y**2
    step = sp.Rational(1, rate)
    g, h = 2 * a * p, 2 * c * q
    return Exercise(
        question=r"A cost is {claim}`C(x, y) = <cost>`. From $(<p>, <q>)$, take one step of gradient descent with "
        r"the learning rate "
        "$<step>$. Where do you arrive?",
        answer=Vector((p - step * g, q - step * h)),
        given=["C(x, y) = <cost>"],
        hints=["Which way is the steepest descent?", "Subtract $<step>$ times the gradient from the point."],
        solution=r"""
The gradient is {claim}`\nabla C = \begin{bmatrix} <by_x> \\ <by_y> \end{bmatrix}`, here $(<g>, <h>)$. Subtract
$<step>$ of it:

:::{derive}
\begin{bmatrix} <p> \\ <q> \end{bmatrix} - <step> \begin{bmatrix} <g> \\ <h> \end{bmatrix} = \begin{bmatrix} <new_x>
\\ <new_y> \end{bmatrix}
:::
""",
        slips=[
            Slip(Vector((p + step * g, q + step * h)), "You went uphill: the step is taken *against* the gradient."),
            Slip(Vector((-step * g, -step * h)), "That is the step. Where does it lead from the point?"),
            Slip(Vector((p - g, q - h)), "That is a step with learning rate 1, far too long."),
        ],
        facts={
            "cost": cost,
            "step": step,
            "g": g,
            "h": h,
            "by_x": 2 * a * X,
            "by_y": 2 * c * Y,
            "new_x": p - step * g,
            "new_y": q - step * h,
        },
    )


@family(
    "hard",
    a=(1, 2, 3),
    b=(-2, -1, 1, 2),
    p=(-2, -1, 1, 2, 3),
    q=(-3, -1, 1, 2),
    where=lambda a, b, p, q: (
        (2 * a * p * q) * (a * p * p + 2 * b * q) != 0 and abs(2 * a * p * q) != abs(a * p * p + 2 * b * q)
    ),
)
def level_direction(a: int, b: int, p: int, q: int) -> Exercise:
    """Find the slope, in the map, of the level line through a point."""
    f = a * X**2 * Y + b * Y**2
    g, h = 2 * a * p * q, a * p * p + 2 * b * q
    return Exercise(
        question=r"Through the point $(<p>, <q>)$ of the map runs a level line of {claim}`f(x, y) = <f>`. In the "
        r"direction $(1, k)$ it neither rises nor "
        "falls. What is $k$?",
        answer=Number(-sp.Rational(g, h)),
        given=["f(x, y) = <f>"],
        hints=[
            "A direction is level if its product with the gradient is zero.",
            "The gradient at the point is $(<g>, <h>)$. What must $k$ be, for the product with $(1, k)$ to vanish?",
        ],
        solution=r"""
The gradient is {claim}`\nabla f = \begin{bmatrix} <by_x> \\ <by_y> \end{bmatrix}`, at the point $(<g>, <h>)$. Its
product with the direction is zero for

:::{derive}
k = -\frac{<g>}{<h>} = <right>
:::
""",
        slips=[
            Slip(Number(sp.Rational(h, g)), "That is the direction of the gradient itself, square to the level line."),
            Slip(Number(sp.Rational(g, h)), "Mind the sign: the two terms of the product have to cancel."),
            Slip(Number(-sp.Rational(h, g)), "The two entries of the gradient have changed places."),
        ],
        facts={"f": f, "g": g, "h": h, "by_x": sp.diff(f, X), "by_y": sp.diff(f, Y), "right": -sp.Rational(g, h)},
    )
