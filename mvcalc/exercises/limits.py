"""Exercises for the page on limits: by algebra, from a picture, with a sine, without a jump, and as a game."""

from __future__ import annotations

import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Exercise, Number, Slip, family

X = sp.Symbol("x", real=True)
NONZERO = [*range(-7, 0), *range(1, 8)]


@family("easy", a=NONZERO, b=NONZERO, where=lambda a, b: len({0, a - b, a + b, b, -b}) == 5)
def limit_by_cancelling(a: int, b: int) -> Exercise:
    """Cancel the factor that makes a quotient 0/0."""
    above = sp.expand((X - a) * (X - b))
    return Exercise(
        question=r"What is $\lim_{x \to <a>} \frac{<above>}{x <+less>}$?",
        answer=Number(a - b),
        hints=[
            "At $x = <a>$ both parts are 0, so they have a factor in common. Which?",
            "Write the upper part as $(x <+less>)$ times something else.",
        ],
        solution=r"""
The upper part is 0 at $<a>$, so it contains the factor $x <+less>$:

:::{derive}
&\lim_{x \to <a>} \frac{<above>}{x <+less>} \\
  &\quad = \lim_{x \to <a>} \frac{(x <+less>)(x <+other>)}{x <+less>} && \text{algebra} \\
  &\quad = \lim_{x \to <a>} (x <+other>) && \text{algebra} \\
  &\quad = <limit> && \text{limit}
:::
""",
        slips=[
            Slip(Number(0), "The upper part tends to 0, but so does the lower one. 0/0 is not 0: there is work to do."),
            Slip(
                Number(b), "That is the other place at which the upper part is 0. What is left is to be taken at $<a>$."
            ),
            Slip(Number(a + b), "Look at the sign in the second factor: it is $x <+other>$."),
            Slip(Number(-b), "That is only the number in the second factor. The $x$ in it tends to $<a>$."),
        ],
        facts={"above": above, "less": -a, "other": -b, "limit": a - b},
    )


#: What is asked of a picture, and how the wrong readings are answered.
ASKED = {
    "left": "limit as $x$ goes to $<a>$ from the left",
    "right": "limit as $x$ goes to $<a>$ from the right",
    "value": "value at $<a>$",
}
HEIGHTS = (-2, -1, 1, 2, 3, 4)


@family(
    "easy",
    a=(-1, 1, 2),
    left=HEIGHTS,
    right=HEIGHTS,
    value=HEIGHTS,
    slope=(-1, 1),
    asked=tuple(ASKED),
    where=lambda a, left, right, value, slope, asked: len({left, right, value}) == 3,
)
def reading_a_limit(a: int, left: int, right: int, value: int, slope: int, asked: str) -> Exercise:
    """Read a one-sided limit, or the value, from a graph with a break."""
    heights = {"left": left, "right": right, "value": value}
    names = {"left": "the limit from the left", "right": "the limit from the right", "value": "the value there"}
    picture = figures.broken(
        [(lambda x: left + slope * (x - a), (a - 2.5, a)), (lambda x: right - slope * (x - a) / 2, (a, a + 2.5))],
        hollow=[(a, left), (a, right)],
        filled=[(a, value)],
        height=3.0,
        alt=f"Two straight pieces that end at {a} in hollow dots, the left one at height {left}, the right one at "
        f"{right}; a filled dot at height {value}.",
    )
    return Exercise(
        question=f"The graph of a function breaks at $<a>$. What is its {ASKED[asked]}?",
        answer=Number(heights[asked]),
        hints=[
            "A filled dot is a value. A hollow dot is an end that the curve comes close to and does not reach.",
            "A limit from one side cares only for the piece on that side.",
        ],
        solution=(
            "From the left the curve runs to the hollow dot at height $<left>$; from the right, to the one at "
            "$<right>$. The filled dot says that the value is $<value>$. So {claim}`\\lim_{x \\to <a>^{-}} "
            "(<first>) = "
            "<left>`, {claim}`\\lim_{x \\to <a>^{+}} (<second>) = <right>`, and the answer is " + names[asked] + "."
        ),
        slips=[
            Slip(Number(height), f"That is {names[name]}. Asked is the {ASKED[asked]}.")
            for name, height in heights.items()
            if name != asked
        ],
        picture=picture,
        facts={
            "first": sp.expand(left + slope * (X - a)),
            "second": sp.expand(right - sp.Rational(slope, 2) * (X - a)),
            "drawn": picture.data,
        },
    )


@family("middling", a=range(2, 10), b=range(2, 10), kind=("line", "sine", "tangent"), where=lambda a, b, kind: a != b)
def limit_of_a_sine_quotient(a: int, b: int, kind: str) -> Exercise:
    """Bring a quotient of sines back to the limit of sin h / h."""
    quotients = {
        "line": (r"\frac{\sin <a>x}{<b>x}", sp.sin(a * X) / (b * X), r"\frac{<a>}{<b>} \cdot \frac{\sin <a>x}{<a>x}"),
        "sine": (
            r"\frac{\sin <a>x}{\sin <b>x}",
            sp.sin(a * X) / sp.sin(b * X),
            r"\frac{<a>}{<b>} \cdot \frac{\sin <a>x}{<a>x} \cdot \frac{<b>x}{\sin <b>x}",
        ),
        "tangent": (
            r"\frac{\tan <a>x}{<b>x}",
            sp.tan(a * X) / (b * X),
            r"\frac{<a>}{<b>} \cdot \frac{\sin <a>x}{<a>x} \cdot \frac{1}{\cos <a>x}",
        ),
    }
    shown, quotient, split = quotients[kind]
    return Exercise(
        question=rf"What is $\lim_{{x \to 0}} {shown}$?",
        answer=Number(sp.Rational(a, b)),
        hints=[
            "You know the limit of the sine of *something* over the *same* something.",
            "Multiply and divide, so that below each sine stands its own argument.",
        ],
        solution=rf"""
Put below each sine its own argument, and make up for it in front:

:::{{derive}}
&\lim_{{x \to 0}} {shown} \\
  &\quad = \lim_{{x \to 0}} {split} && \text{{algebra}} \\
  &\quad = \frac{{<a>}}{{<b>}} && \text{{limit}}
:::

Of the quotients on the right of the first row, all but $\frac{{<a>}}{{<b>}}$ tend to 1.
""",
        slips=[
            Slip(Number(1), "The limit is 1 only if what stands below is the sine's own argument."),
            Slip(Number(sp.Rational(b, a)), "Upside down: for small $x$ the upper part is nearly $<a>x$."),
            Slip(Number(0), "Both parts tend to 0, and their quotient need not."),
        ],
        facts={"quotient": quotient},
    )


@family(
    "middling",
    p=(-3, -2, 2, 3),
    m=NONZERO,
    c=NONZERO,
    a=range(2, 6),
    where=lambda p, m, c, a: len({m * p + c - a * p * p, m * p + c, a * p * p - m * p - c, c}) == 4,
)
def without_a_jump(p: int, m: int, c: int, a: int) -> Exercise:
    """Choose a number so that two pieces of a graph meet."""
    height = m * p + c
    return Exercise(
        question=(
            r"A function is $<m*>x <+c>$ for $x < <p>$ and $<a>x^2 + k$ for "
            r"$x \ge <p>$. "
            "For which $k$ is it continuous at $<p>$?"
        ),
        answer=Number(height - a * p * p),
        hints=[
            "It is continuous if the two one-sided limits agree with each other and with the value.",
            "What is the limit from the left? And, with $k$ in it, the one from the right?",
        ],
        solution=r"""
From the left the limit is

:::{derive}
\lim_{x \to <p>^{-}} (<line>) = <height>
:::

From the right, where the value lies as well, it is

:::{derive}
\lim_{x \to <p>^{+}} (<a>x^2 + k) = <square> + k
:::

They agree if $k$ is {claim}`<height> - <square> = <jump>`.
""",
        slips=[
            Slip(Number(height), "That is the limit from the left. The piece on the right has $<a>x^2$ in it as well."),
            Slip(Number(a * p * p - height), "The right numbers, and the wrong sign: solve for $k$ once more."),
            Slip(Number(c), "That would be right at 0. The pieces have to meet at $<p>$."),
        ],
        facts={"line": m * X + c, "height": height, "square": a * p * p, "jump": height - a * p * p},
    )


@family("hard", a=range(2, 12), tenths=(1, 2, 3, 4, 5, 6, 7, 8))
def reach_for_a_tolerance(a: int, tenths: int) -> Exercise:
    """Play the game: the largest reach that meets a tolerance, for a parabola."""
    reach = sp.Rational(tenths, 10)
    tolerance = (a + reach) ** 2 - a**2
    left = a - sp.sqrt(a**2 - tolerance) if a**2 > tolerance else None
    slips = [
        Slip(
            Number(tolerance),
            "That is the tolerance itself. This curve is steeper than 1, so the reach must be smaller.",
        ),
        Slip(
            Number(tolerance / (2 * a)),
            "That would do if the curve were its tangent. To the right of $<a>$ it is steeper, and the values leave.",
        ),
    ]
    if left is not None:
        slips.append(Slip(Number(left), "That is how far you may go to the *left*. To the right you may go less far."))
    return Exercise(
        question=(
            r"Your claim is {claim}`\lim_{x \to <a>} x^2 = <square>`, and your opponent names the tolerance "
            r"$\varepsilon = <shown>$. What is the largest reach $\delta$ that you may answer with?"
        ),
        answer=Number(reach),
        hints=[
            "The values may lie between $<lowest>$ and $<highest>$. Which inputs have such squares?",
            "Go to the left and to the right of $<a>$ as far as you may. The smaller distance decides.",
        ],
        solution=r"""
On the right the square reaches the edge of the band where {claim}`\sqrt{<square> + <shown>} = <edge>`, which is
$<reach>$ away
from $<a>$. On the left there is more room, because the parabola is flatter there. The smaller distance decides: within
$<reach>$ of $<a>$ every square is within $<shown>$ of $<square>$, and with any larger reach some square on the right
is not.
""",
        slips=slips,
        facts={
            "square": a * a,
            "shown": f"{float(tolerance):g}",
            "tolerance": tolerance,
            "lowest": f"{float(a * a - tolerance):g}",
            "highest": f"{float(a * a + tolerance):g}",
            "edge": f"{float(a + reach):g}",
            "reach": f"{float(reach):g}",
        },
    )
