"""Exercises for the page on the line of best fit: chi-squared, weights, slopes by hand, and where to take readings."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Number, Option, Slip, Vector, family


def _base(a: int) -> str:
    """A whole number, in brackets if it is negative."""
    return f"({a})" if a < 0 else f"{a}"


@family(
    "easy",
    m=(-3, -2, 2, 3, 4),
    c=(-5, -1, 2, 7),
    k=((1, -2, 0), (2, 1, -1), (-1, 3, 1), (0, -2, 3), (3, 2, -1)),
    s=((2, 1, 4), (1, 3, 2), (5, 2, 2), (2, 4, 3)),
)
def chi_squared_of_a_line(m: int, c: int, k: tuple[int, ...], s: tuple[int, ...]) -> Exercise:
    """Add up squared residuals, each in units of its uncertainty."""
    x = (2, 3, 5)
    y = [m * a + c + b * e for a, b, e in zip(x, k, s, strict=True)]
    r = [b * e for b, e in zip(k, s, strict=True)]
    rows = "\n".join(f"- at ${a}$ the reading is ${b} \\pm {e}$" for a, b, e in zip(x, y, s, strict=True))
    total = sum(b * b for b in k)
    terms = " + ".join(rf"\frac{{{_base(a)}^2}}{{{e}^2}}" for a, e in zip(r, s, strict=True))
    wrong = [
        (
            sum(a * a for a in r),
            "Each squared residual is divided by the square of its uncertainty before they are added.",
        ),
        (
            sum((Fraction(a * a, e) for a, e in zip(r, s, strict=True)), Fraction(0)),
            "The uncertainty is squared too: a residual counts in units of its uncertainty, and then the whole is "
            "squared.",
        ),
        (
            sum(map(abs, k)),
            "These are the residuals in units of their uncertainties. They are squared before they are added.",
        ),
    ]
    return Exercise(
        question=f"What is $\\chi^2$ of the line {{notation}}`y = <m*>x <+c>` for these three readings?\n\n{rows}",
        answer=Number(total),
        hints=[
            "What does the line say at each place, and by how much is it off?",
            "Divide each residual by its uncertainty. Then square.",
        ],
        solution=rf"""
The residuals are ${r[0]}$, ${r[1]}$ and ${r[2]}$, so

:::{{derive}}
{terms} = <total>
:::
""",
        slips=[
            Slip(Number(sp.Rational(v.numerator, v.denominator) if isinstance(v, Fraction) else v), why)
            for i, (v, why) in enumerate(wrong)
            if v != total and v not in [u for u, _ in wrong[:i]]
        ],
        facts={"x": x, "y": y, "total": total},
    )


@family("easy", a=range(20, 60, 3), d=(4, 6, 8, 9, 12), s=((1, 2), (1, 3), (2, 1), (3, 1), (2, 4), (2, 3)))
def weighted_mean(a: int, d: int, s: tuple[int, int]) -> Exercise:
    """Find the one number that fits two readings of unequal trust best."""
    b = a + d
    w = [Fraction(1, e * e) for e in s]
    best = (w[0] * a + w[1] * b) / (w[0] + w[1])
    halfway = (Fraction(a, s[0]) + Fraction(b, s[1])) / (Fraction(1, s[0]) + Fraction(1, s[1]))

    def exact(v: Fraction) -> sp.Rational:
        return sp.Rational(v.numerator, v.denominator)

    return Exercise(
        question="The same length is measured twice: $<a> \\pm <s1>$\u00a0cm and $<b> \\pm <s2>$\u00a0cm. Which single "
        "length $c$ has the least $\\chi^2$?",
        answer=Number(exact(best), unit="cm"),
        hints=[
            "There is no slope here: $\\chi^2$ is a sum of two terms in the one unknown $c$.",
            "Differentiate by $c$ and set the derivative to zero: a mean, with weights one over the squared "
            "uncertainties.",
        ],
        given=["C(c) = \\frac{(<a> - c)^2}{<s1>^2} + \\frac{(<b> - c)^2}{<s2>^2}"],
        solution=r"""
$\chi^2$ is {notation}`C(c) = \frac{(<a> - c)^2}{<s1>^2} + \frac{(<b> - c)^2}{<s2>^2}`, and its slope is

:::{derive}
C'(c) = -\frac{2(<a> - c)}{<s1>^2} - \frac{2(<b> - c)}{<s2>^2}
:::

It vanishes at the mean with weights $1/<s1>^2$ and $1/<s2>^2$:

:::{derive}
\frac{<a>/<s1>^2 + <b>/<s2>^2}{1/<s1>^2 + 1/<s2>^2} = <best>
:::
""",
        slips=[
            Slip(Number(exact(Fraction(a + b, 2))), "That is the plain mean, as if both readings were equally good."),
            Slip(Number(exact(halfway)), "The weights are one over the *squared* uncertainties."),
            Slip(
                Number(exact((w[1] * a + w[0] * b) / (w[0] + w[1]))),
                "The reading with the smaller uncertainty has the larger weight, not the other way about.",
            ),
        ],
        facts={"b": b, "s1": s[0], "s2": s[1], "best": exact(best)},
    )


OFFSETS, MISSES = (-2, -1, 1, 2), (-1, 2, -2, 1)  # misses that no turn and no shift of the line can lessen


@family(
    "middling",
    m=(-4, -3, -2, 2, 3, 5),
    c=(-6, -1, 3, 8),
    k=(-2, -1, 1, 2),
    centre=(3, 4, 6),
    where=lambda m, c, k, centre: m != c,
)
def best_line_by_hand(m: int, c: int, k: int, centre: int) -> Exercise:
    """Find slope and intercept of four equally good readings."""
    x = [centre + o for o in OFFSETS]
    y = [m * a + c + k * e for a, e in zip(x, MISSES, strict=True)]
    middle = sp.Rational(sum(y), 4)
    dots = ", ".join(f"$({a}, {b})$" for a, b in zip(x, y, strict=True))
    up = [b - middle for b in y]
    top = " + ".join(rf"{_base(o)} \cdot {_base(v)}" for o, v in zip(OFFSETS, up, strict=True))
    ends = sp.Rational(y[3] - y[0], x[3] - x[0])
    return Exercise(
        question=f"Which line {{notation}}`y = mx + c` fits the readings {dots} best, if they are equally good? "
        f"Give $(m, c)$.",
        answer=Vector((m, c)),
        hints=[
            "Find the centre of the readings first. The line goes through it.",
            "The slope is the sum of products of the distances from the centre, over the sum of squared distances "
            "along $x$.",
        ],
        solution=rf"""
The centre is $({centre}, {sp.latex(middle)})$. Seen from there, the slope is

:::{{derive}}
&\frac{{{top}}}{{(-2)^2 + (-1)^2 + 1^2 + 2^2}} \\
  &\quad = <m>
:::

and the line passes through the centre, so the intercept is {{claim}}`{sp.latex(middle)} - <(m)> \cdot <centre> = <c>`.
""",
        slips=[
            Slip(
                Vector((ends, middle - ends * centre)),
                "That line has the slope from the first reading to the last. The two between them count, too.",
            ),
            Slip(Vector((c, m)), "Slope first, then intercept."),
            Slip(Vector((m, middle)), "That is the height at the centre. The intercept is the height at $x = 0$."),
        ],
        facts={"x": x, "y": y},
    )


@family(
    "middling",
    x=((1, 2, 4), (1, 3, 5), (2, 3, 6), (1, 2, 3), (2, 4, 5)),
    m=range(2, 9),
    e=((1, -1, 2), (-2, 1, 1), (2, 1, -1), (-1, 2, 2)),
    where=lambda x, m, e: m * x[0] + e[0] > 0,
)
def slope_through_the_origin(x: tuple[int, ...], m: int, e: tuple[int, ...]) -> Exercise:
    """Fit a line that is known to pass through the origin."""
    y = [m * a + b for a, b in zip(x, e, strict=True)]
    over, under = sum(a * b for a, b in zip(x, y, strict=True)), sum(a * a for a in x)
    best = sp.Rational(over, under)
    dots = ", ".join(f"$({a}, {b})$" for a, b in zip(x, y, strict=True))
    cost = " + ".join(f"({b} - {a if a > 1 else ''}m)^2" for a, b in zip(x, y, strict=True))
    first, second, third = (f"{{notation}}`{each}`" for each in cost.split(" + "))
    squares = f"{first}, {second} and {third}"
    products = " + ".join(rf"{a} \cdot {b}" for a, b in zip(x, y, strict=True))
    value = f"= {sp.latex(best)}" if best.q < under else rf"\approx {float(best):.2f}"
    total, ratios = sp.Rational(sum(y), sum(x)), sum(sp.Rational(b, a) for a, b in zip(x, y, strict=True)) / 3
    wrong = [
        (
            total,
            "That makes the plain sum of the residuals zero. With one unknown there is one condition: the "
            "derivative by $m$.",
        ),
        (
            ratios,
            "That is the mean of the slopes to the single readings. It trusts a reading near the origin as much as "
            "one far out.",
        ),
    ]
    return Exercise(
        question=f"Without a load a spring stretches by nothing. For three loads (N) and stretches (mm) {dots}, "
        f"which line {{notation}}`y = mx` has the least sum of squared residuals?",
        answer=Number(best, unit="mm/N"),
        hints=[
            "The cost is a function of $m$ alone. Write it down and differentiate.",
            "Each residual's inner derivative is minus its load.",
        ],
        given=[f"C(m) = {cost}"],
        solution=rf"""
The cost is the sum of {squares}, so

:::{{derive}}
C'(m) = -2\left({over} - {under}m\right)
:::

where {{claim}}`{products} = {over}` is the sum of products. It vanishes at
{{claim}}`\frac{{{over}}}{{{under}}} {value}`.
""",
        slips=[
            Slip(Number(v), why) for i, (v, why) in enumerate(wrong) if v != best and v not in [u for u, _ in wrong[:i]]
        ],
        facts={"points": list(zip(x, y, strict=True))},
    )


@family("hard", length=range(4, 17, 2), half=(2, 3, 4, 5), what=("temperature", "voltage", "load"))
def spread_the_readings(length: int, half: int, what: str) -> Exercise:
    """Choose where to take readings, so that the slope is known best."""
    n = 2 * half
    even = tuple(sp.Rational(length * i, n - 1) for i in range(n))
    ends = (sp.Integer(0),) * half + (sp.Integer(length),) * half
    middle = tuple(sp.Rational(length, 2) + sp.Rational(length, 4) * (-1) ** i for i in range(n))
    most = (sp.Integer(0),) * (n - 1) + (sp.Integer(length),)
    options = [
        Option("<half> readings at each end", "", ends),
        Option("evenly spaced from end to end", "The readings near the middle say little about the slope.", even),
        Option(
            "<half> each at a quarter and at three quarters of the way",
            "Twice the distance from the middle would quarter the squared uncertainty.",
            middle,
        ),
        Option(
            "all but one at the lower end, one at the upper",
            "The one reading at the upper end would have to be trusted alone.",
            most,
        ),
    ]
    return Exercise(
        question="You know that the response to a <what> between 0 and <length> is a straight line, and you can "
        "afford <n> equally good readings. Where do you take them to know its slope best?",
        answer=Choice(options),
        hints=[
            "Which sum is the slope's squared uncertainty one over?",
            "Make the sum of squared distances from the centre of your readings as large as you can.",
        ],
        solution=r"""
The slope's squared uncertainty is one over the sum of weighted squared distances from the centre of the readings.
Half of them at each end puts all <n> at the largest distance from it,
$<far>$, which no other plan does: their sum is {claim}`<n> \cdot <far>^2 = <most>`.
(It would not tell you if the response were bent after all: for that you need readings between.)
""",
        facts={"n": n, "what": what, "far": length // 2, "most": sp.Rational(n * length**2, 4)},
    )
