"""Exercises for the page on the derivative: the definition, the power rule, and where there is no derivative."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Faulty, Number, Option, Slip, family

X, H = sp.symbols("x h", real=True)


@family("easy", a=range(2, 10), n=range(3, 9), p=(-3, -2, -1, 2, 3), where=lambda a, n, p: p != n)
def slope_of_a_power(a: int, n: int, p: int) -> Exercise:
    """Differentiate a power, and say its slope at a point."""
    slope = a * n * p ** (n - 1)
    return Exercise(
        question="What is the slope of $<a>x^<n>$ at $x = <p>$?",
        answer=Number(slope),
        hints=[
            "Bring the exponent down in front, and lower it by one.",
            "A factor of $<a>$ makes every rise, and so every slope, $<a>$ times as large.",
        ],
        solution=r"""
By the power rule, and with the factor kept in front,

:::{derive}
\frac{d}{dx}(<a>x^<n>) = <a> \cdot <n>x^{<m>} = <an>x^{<m>}
:::

At $<p>$ that is {claim}`<an> \cdot (<p>)^{<m>} = <slope>`.
""",
        slips=[
            Slip(
                Number(a * p**n),
                "That is how high the curve is there. Differentiate first, and then put the number in.",
            ),
            Slip(Number(a * n * p**n), "The exponent came down in front, but it has to be lowered by one as well."),
            Slip(Number(a * p ** (n - 1)), "The exponent was lowered, but it has to come down in front, too."),
        ],
        facts={"f": a * X**n, "m": n - 1, "an": a * n, "slope": slope},
    )


#: For each row that may be wrong: the rows from there on, and why the step before them does not hold.
SLIPPED = {
    2: (
        (
            r"\lim_{h \to 0} \frac{<a>xh + <a>h^2 <+b>h}{h}",
            r"\lim_{h \to 0} (<a>x + <a>h <+b>)",
            r"<a>x <+b>",
        ),
        "$(x+h)^2$ holds the product $xh$ twice, not once.",
    ),
    3: (
        (r"\lim_{h \to 0} (<twice>x + <a>h <+b>h)", "<twice>x"),
        "Dividing by $h$ takes one $h$ from every term, from the last one too.",
    ),
    4: (("<twice>x + <a> <+b>",), "As $h$ goes to zero, the term with $h$ goes to zero with it."),
}
SOUND = (
    r"\lim_{h \to 0} \frac{<a>(x+h)^2 <+b>(x+h) - (<a>x^2 <+b>x)}{h}",
    r"\lim_{h \to 0} \frac{<twice>xh + <a>h^2 <+b>h}{h}",
    r"\lim_{h \to 0} (<twice>x + <a>h <+b>)",
    "<twice>x <+b>",
)


@family("middling", a=range(2, 12), b=[*range(-7, 0), *range(1, 8)], row=tuple(SLIPPED))
def wrong_step_from_the_definition(a: int, b: int, row: int) -> Exercise:
    """Find the row in which a derivation from the definition goes wrong."""
    wrong, why = SLIPPED[row]
    start = r"\frac{d}{dx}(<a>x^2 <+b>x)"

    def chain(rows: tuple[str, ...]) -> str:
        return start + r" \\ ".join(f" &= {each}" for each in rows)

    shown = [2 * a * X + a * H + b] * 3 + [2 * a * X + b]
    slipped = {
        2: [a * X + a * H + b] * 2 + [a * X + b],
        3: [2 * a * X + (a + b) * H, 2 * a * X],
        4: [2 * a * X + a + b],
    }
    shown[row - 1 :] = slipped[row]
    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in range(1, 5)}
    options = [Option(f"Row {k}", said[k], k) for k in said]
    return Exercise(
        question="One row of this derivation does not follow from the one above it. Which?",
        answer=Choice(options, row - 1, ordered=True),
        hints=[
            "Go down row by row, and ask only whether this row equals the one above.",
            "Where no limit has been taken yet, try it with $x = 2$ and $h = 1$.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(SOUND)}\n:::\n",
        faulty=Faulty(chain(SOUND[: row - 1] + wrong), row),
        facts={"f": a * X**2 + b * X, "twice": 2 * a, "quotients": shown},
    )
