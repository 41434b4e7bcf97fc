"""Exercises for the page on variables and context: partial derivatives, and what is held."""

from __future__ import annotations

from typing import Literal

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Number, Option, Slip, family

X, Y, Z = sp.symbols("x y z", real=True)
BOX = {"x": (-2, 2), "y": (-2, 2)}


@family("easy", a=range(2, 8), n=(2, 3, 4), m=(2, 3), b=(-5, -4, -3, 3, 4, 5), letter=("x", "y"))
def one_letter_moves(a: int, n: int, m: int, b: int, letter: Literal["x", "y"]) -> Exercise:
    """Differentiate a polynomial in two letters by one of them."""
    f = a * X**n * Y**m + b * Y
    by_x, by_y = a * n * X ** (n - 1) * Y**m, a * m * X**n * Y ** (m - 1) + b
    right, other = (by_x, by_y) if letter == "x" else (by_y, by_x)
    kept = (
        f"${b}y$ does not contain $x$, so it is a constant"
        if letter == "x"
        else f"${b}y$ is a line in $y$ of slope ${b}$"
    )
    return Exercise(
        question=r"What is the partial derivative of {claim}`f(x, y) = <f>` with respect to $<letter>$?",
        answer=Expression(right, BOX),
        given=["f(x, y) = <f>"],
        hints=[
            "Treat the other letter as you would treat a number.",
            f"In the first term the other letter is a factor, and a factor stays. As to the second: {kept}.",
        ],
        solution=rf"""
Hold the other letter; {kept}. By the power rule

:::{{derive}}
\frac{{\partial f}}{{\partial <letter>}} = <right>
:::
""",
        slips=[
            Slip(Expression(other, BOX), "That is the derivative by the other letter."),
            Slip(
                Expression(sp.expand(by_x + by_y), BOX),
                "Those are both partial derivatives, added. Only one letter moves.",
            ),
            Slip(
                Expression(right + (b * Y if letter == "x" else b * (Y - 1)), BOX),
                "Look again at the second term: what is left of it when the letter moves?",
            ),
        ],
        facts={"f": f, "right": right},
    )


@family("middling", x=(4, 5, 6, 8), y=(7, 9, 11), z=(2, 3, 10), letter=("x", "y", "z"))
def open_box(x: int, y: int, z: int, letter: Literal["x", "y", "z"]) -> Exercise:
    """Ask how much more board an open box takes, for each centimetre of one of its sides."""
    f = X * Y + 2 * X * Z + 2 * Y * Z
    at = {X: x, Y: y, Z: z}
    rates = {"x": y + 2 * z, "y": x + 2 * z, "z": 2 * x + 2 * y}
    shown = {"x": "y + 2z", "y": "x + 2z", "z": "2x + 2y"}
    names = {"x": "wider", "y": "longer", "z": "higher"}
    doubled = {
        "x": (2 * y + 2 * z, "The box has no lid: its floor counts once."),
        "y": (2 * x + 2 * z, "The box has no lid: its floor counts once."),
        "z": (x + y, "Each wall has another one opposite, which grows as well."),
    }
    miscounted, why = doubled[letter]
    return Exercise(
        question=r"A cardboard box without a lid is $<x>$ cm wide, $<y>$ cm long and $<z>$ cm high. At what rate does "
        f"its surface grow, in cm² for each centimetre, as the box is made {names[letter]} and the rest is held?",
        answer=Number(rates[letter]),
        given=["A(x, y, z) = xy + 2xz + 2yz"],
        hints=[
            "Write the surface with letters first: one floor, two long walls, two short ones.",
            r"It is {claim}`A(x, y, z) = xy + 2xz + 2yz`. Differentiate by $<letter>$, then put the numbers in.",
        ],
        solution=r"""
The surface is {claim}`A(x, y, z) = xy + 2xz + 2yz`, so with the other two held

:::{derive}
\frac{\partial A}{\partial <letter>} = <formula>
:::

For this box that is {claim}`\frac{\partial A}{\partial <letter>}(<x>, <y>, <z>) = <rate>`.
""",
        slips=[
            Slip(Number(int(f.subs(at))), "That is the whole surface. The question is how fast it grows."),
            Slip(Number(miscounted), why),
            Slip(
                Number(sum(rates.values())),
                "All three sides seem to have grown at once. Two of them are held.",
            ),
        ],
        facts={"f": f, "formula": shown[letter], "rate": rates[letter]},
    )


@family("hard", x=(2, 3, 4, 5, 6, 8), y=(2, 3, 5, 7, 9, 10, 12), where=lambda x, y: x != y and 2 * x != y)
def held_perimeter_or_area(x: int, y: int) -> Exercise:
    """Ask for the rate at which a fence grows with the area held, not the other side."""
    rate = 2 - sp.Rational(2 * y, x)
    return Exercise(
        question=r"A rectangular pen has a front of $<x>$ m and a depth of $<y>$ m. Its front grows. At what rate "
        "does the fence around it grow, in metres of fence for each metre of front, if the *area* of the pen is held?",
        answer=Number(rate),
        given=["real s, A > 0", r"P(s, A) = 2s + \frac{2A}{s}"],
        hints=[
            "If the area is held, the depth cannot be: it has to shrink as the front grows.",
            "Call the front $s$ and the area $A$. The depth is $A/s$. Put it into the formula for the fence, "
            "and only then differentiate.",
        ],
        solution=r"""
With front $s$ and area $A$ the depth is $A/s$, and the fence is {claim}`P(s, A) = 2s + \frac{2A}{s}`. Holding $A$,

:::{derive}
\frac{\partial P}{\partial s} = 2 - \frac{2A}{s^2}
:::

The pen has {claim}`<x> \cdot <y> = <area>` square metres, so the rate is
{claim}`2 - \frac{2 \cdot <area>}{<x>^2} = <rate>`.
""",
        slips=[
            Slip(Number(2), "That is the rate with the *depth* held. Here the depth has to give way."),
            Slip(Number(2 + sp.Rational(2 * y, x)), "Mind the sign: as the front grows, the depth shrinks."),
            Slip(Number(2 - sp.Rational(2 * x, y)), "Front and depth have changed places."),
            Slip(Number(1 - sp.Rational(y, x)), "A fence has four sides: the front and the depth occur twice each."),
        ],
        facts={"area": x * y, "rate": rate},
    )


LETTERS = ("r", "s", "t")


@family(
    "easy",
    a=range(2, 7),
    b=range(3, 9),
    power=(2, 3),
    bent=(0, 1, 2),
    shared=(0, 1, 2),
    where=lambda bent, shared, **_: bent != shared,
)
def bent_or_straight(a: int, b: int, power: int, bent: int, shared: int) -> Exercise:
    """Say along which letter the slice of a function is not a straight line."""
    names = sp.symbols("r s t", real=True)
    third = 3 - bent - shared
    f = a * names[bent] ** power * names[shared] + b * names[shared] * names[third]
    whys = {
        bent: "",
        shared: f"${LETTERS[shared]}$ is a factor of every term, and only to the power 1.",
        third: f"${LETTERS[third]}$ occurs in one term, to the power 1: the rest of that term is its slope.",
    }
    options = [Option(f"along ${LETTERS[k]}$", whys[k], LETTERS[k]) for k in range(3)]
    options.append(Option("along none of them", "One letter occurs with a power above 1.", ""))
    return Exercise(
        question="Slice {claim}`f(r, s, t) = <f>` through a point where no letter is zero, along each letter in "
        "turn. Along which of them is the slice *not* a straight line?",
        answer=Choice(options, bent, ordered=True),
        given=["f(r, s, t) = <f>"],
        hints=[
            "Hold two letters: write 1 for them, if you like. What kind of function is left?",
            "A slice is straight if its slope does not depend on the letter that moves.",
        ],
        solution=r"""
A slice is straight if its slope does not contain the letter that moves. The slopes are

:::{derive}
\frac{\partial f}{\partial r} = <by_r>
:::

:::{derive}
\frac{\partial f}{\partial s} = <by_s>
:::

:::{derive}
\frac{\partial f}{\partial t} = <by_t>
:::

Only the slope along $<letter>$ contains $<letter>$ itself.
""",
        facts={"f": f, "letter": LETTERS[bent]}
        | {f"by_{name}": sp.diff(f, symbol) for name, symbol in zip(LETTERS, names, strict=True)},
    )
