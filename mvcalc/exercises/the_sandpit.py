"""Exercises for the page of the sandpit: slopes from heights, Newton's step, the longest rate, what one place tells."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Number, Option, Slip, Vector, family

TENTH = sp.Rational(1, 10)


def _decimal(value: sp.Rational | int) -> str:
    """Write a number of few decimals as a probe tells it."""
    return f"{float(value):g}"


@family(
    "easy",
    height=(-9, -14, -7, -22, 3),
    rises=((3, -5), (-4, 2), (6, 7), (-8, -3), (2, 9), (5, -1)),
    step=(sp.Rational(1, 5), TENTH, sp.Rational(1, 2)),
    place=((3, 7), (2, 5), (8, 4), (6, 1)),
)
def slopes_from_three_heights(
    height: int, rises: tuple[int, int], step: sp.Rational, place: tuple[int, int]
) -> Exercise:
    """Measure a gradient with two neighbours."""
    z = [sp.Rational(v, 10) for v in (height, height + rises[0], height + rises[1])]
    across, up = (sp.Rational(rise, 10) for rise in rises)
    slopes = across / step, up / step
    return Exercise(
        question=r"""
Three probes tell heights in metres: $<z0>$ at $(<px>, <py>)$, then $<z1>$ at $(<qx>, <py>)$ and $<z2>$ at
$(<px>, <qy>)$. What gradient do you measure at $(<px>, <py>)$?
""",
        answer=Vector(slopes),
        hints=[
            "Each neighbour differs in one coordinate only. Which slope does it give?",
            "A slope is rise over run. The run is $<run>$ m.",
        ],
        solution=r"""
The neighbour to the right gives the slope along $x$, the one above the slope along $y$. Rise over run:

- {claim}`\frac{<z1> - <b0>}{<run>} = <gx>`
- {claim}`\frac{<z2> - <b0>}{<run>} = <gy>`

They are slopes of chords; with a shorter run they would be nearer to the partial derivatives.
""",
        slips=[
            Slip(Vector(slopes[::-1]), "The numbers are right, but the slope along $x$ comes first."),
            Slip(Vector([across, up]), "These are the rises. Divide each by its run."),
            Slip(
                Vector([-v for v in slopes]),
                "The gradient points uphill. Take the height at the place from the height at the neighbour.",
            ),
        ],
        facts={
            **{f"z{i}": _decimal(v) for i, v in enumerate(z)},
            "b0": f"({_decimal(z[0])})" if z[0] < 0 else _decimal(z[0]), "run": _decimal(step),
            "px": place[0], "py": place[1], "qx": _decimal(place[0] + step), "qy": _decimal(place[1] + step),
            "gx": _decimal(slopes[0]), "gy": _decimal(slopes[1]),
        },
    )  # fmt: skip


@family(
    "middling",
    a=(1, 2, 3, 4),
    c=(1, 3, 5, 6),
    low=((2, 7), (4, 3), (6, 8), (7, 2), (3, 5)),
    off=((1, 2), (3, -1), (-1, 1), (2, -2)),
    where=lambda a, c, low, off: a != c,
)
def newtons_step_in_a_bowl(a: int, c: int, low: tuple[int, int], off: tuple[int, int]) -> Exercise:
    """Where Newton's method probes next."""
    x, y = (p + d for p, d in zip(low, off, strict=True))
    slopes = 2 * a * off[0], 2 * c * off[1]
    return Exercise(
        question=r"""
A probe at $(<x>, <y>)$ tells the gradient {notation}`\nabla f = \begin{bmatrix} <gx> \\ <gy> \end{bmatrix}` and the
Hessian {notation}`H = \begin{bmatrix} <a2> & 0 \\ 0 & <c2> \end{bmatrix}`. Where does Newton's method probe next?
""",
        answer=Vector(low),
        hints=[
            r"Newton's method goes to {notation}`\mathbf{x} - H^{-1} \nabla f`.",
            "With zeros beside the diagonal, the inverse divides each slope by its own curvature.",
        ],
        solution=r"""
Divide each slope by its curvature, and take the result from the place:

:::{derive}
\begin{bmatrix} <x> \\ <y> \end{bmatrix}
  - \begin{bmatrix} <a2> & 0 \\ 0 & <c2> \end{bmatrix}^{-1} \begin{bmatrix} <gx> \\ <gy> \end{bmatrix}
  &= \begin{bmatrix} <x> \\ <y> \end{bmatrix} - \begin{bmatrix} <dx> \\ <dy> \end{bmatrix} \\
  &= \begin{bmatrix} <p> \\ <q> \end{bmatrix}
:::

If the floor is a quadratic bowl, that is its lowest place.
""",
        slips=[
            Slip(Vector([x + off[0], y + off[1]]), "That is the right step, uphill. It has to be taken away."),
            Slip(Vector([x - slopes[0], y - slopes[1]]), "That is gradient descent. Divide by the curvatures."),
            Slip(Vector(off), "That is what Newton's method takes away. Where does it land?"),
        ],
        facts={
            "x": x, "y": y, "gx": slopes[0], "gy": slopes[1], "a2": 2 * a, "c2": 2 * c, "dx": off[0], "dy": off[1],
            "p": low[0], "q": low[1],
        },
    )  # fmt: skip


@family(
    "middling", a=(1, 2, 3, 4, 5, 6, 8), c=(1, 2, 3, 4, 5, 6, 9, 10), turned=(0, 1), where=lambda a, c, turned: a < c
)
def longest_safe_rate(a: int, c: int, turned: int) -> Exercise:
    """The rate below which gradient descent comes nearer from everywhere in a bowl."""
    flat, steep = sp.Rational(a, 10), sp.Rational(c, 10)
    first, second = (steep, flat) if turned else (flat, steep)
    limit = 2 / steep
    return Exercise(
        question=r"""
On the floor {notation}`f(x, y) = <hu> x^2 + <hv> y^2` gradient descent steps from $\mathbf{x}$ to
{notation}`\mathbf{x} - \gamma \nabla f`. Below which number must $\gamma$ stay so that it reaches the lowest place from
wherever it starts?
""",
        answer=Number(limit),
        hints=[
            r"What are the two slopes? What does one step make of $x$, and what of $y$?",
            r"A factor {notation}`1 - \gamma k` must lie between $-1$ and $1$. Which curvature $k$ breaks that first?",
        ],
        solution=r"""
One step multiplies $x$ by {notation}`1 - <u>\gamma` and $y$ by {notation}`1 - <v>\gamma`. Both shrink as long as
neither factor falls to $-1$, and the larger curvature, $<steep>$, gets there first, at $\gamma$ equal to 2 over it:

- {claim}`1 - <steep> \cdot <limit> = -1`
- {claim}`\frac{2}{<steep>} = <limit>`

The flat direction would have borne more. It has to be walked at the steep one's pace.
""",
        slips=[
            Slip(Number(2 / flat), "The flat direction would bear that. The steep one would not."),
            Slip(
                Number(1 / steep),
                "That rate takes the steep direction to its lowest place in one step. May it be longer?",
            ),
            Slip(
                Number(2 / (flat + steep)),
                "That is the rate that serves both directions best. Which is the largest that works?",
            ),
        ],
        facts={
            "u": _decimal(first),
            "v": _decimal(second),
            "hu": _decimal(first / 2),
            "hv": _decimal(second / 2),
            "steep": _decimal(steep),
            "limit": limit,
        },
    )


#: What a probe with a gradient of zero may have found, and what to say to a reader who took another for it.
KINDS = {
    "hollow": "the bottom of a hollow, perhaps not the deepest",
    "lowest": "the lowest place of the pit",
    "dome": "the top of a dome",
    "saddle": "a saddle",
}


@family(
    "middling",
    a=(-5, -4, -3, -2, 2, 3, 4, 5),
    c=(-6, -4, -2, 1, 3, 6),
    b=(-5, -3, -1, 1, 2, 4),
    where=lambda a, c, b: a * c != b * b,
)
def what_one_place_tells(a: int, c: int, b: int) -> Exercise:
    """Where a probe has landed whose gradient is zero."""
    determinant = a * c - b * b
    right = "saddle" if determinant < 0 else "hollow" if a > 0 else "dome"
    numbers = r"The determinant of $H$ is $<det>$, and the curvature along $x$ is $<a>$."
    said = {
        "hollow": f"In a hollow the floor curves up all round. {numbers} Do both say so?",
        "lowest": "One place says nothing of the rest of the pit: whatever it tells, there may be a deeper hollow.",
        "dome": f"On top of a dome the floor curves down all round. {numbers} Do both say so?",
        "saddle": r"On a saddle the determinant of $H$ is negative. Here it is $<det>$.",
    }
    why = {
        "saddle": "It is negative: the floor curves up in one direction and down in another.",
        "hollow": """
It is positive, and so is the curvature along $x$: the floor curves up all round, which makes a hollow. Whether there is
a deeper one elsewhere, no reading at this place can say.
""",
        "dome": "It is positive, and the curvature along $x$ is negative: the floor curves down all round.",
    }
    options = [
        Option(text[0].upper() + text[1:], "" if kind == right else said[kind], kind) for kind, text in KINDS.items()
    ]
    return Exercise(
        question=r"""
A probe tells that both slopes are zero, and the Hessian
{notation}`H = \begin{bmatrix} <a> & <b> \\ <b> & <c> \end{bmatrix}` (in tenths per metre). What is there?
""",
        answer=Choice(options, list(KINDS).index(right)),
        hints=[
            "The sign of the determinant tells a saddle from the rest.",
            "What could you know about places where you have not been?",
        ],
        solution=rf"""
The determinant is {{claim}}`<a> \cdot <(c)> - <(b)>^2 = <det>`. {why[right]}
""",
        facts={"det": determinant},
    )
