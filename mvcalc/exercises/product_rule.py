"""Exercises for the page on the product rule: products with and without formulas, quotients, a best price."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Exercise, Expression, Number, Slip, family

X = sp.Symbol("x", real=True)
#: Functions of the table: what a reader types, and what is shown.
TABLE = {"sin": (sp.sin(X), r"\sin x"), "cos": (sp.cos(X), r"\cos x"), "exp": (sp.exp(X), "e^x")}


@family(
    "easy",
    f=(2, 3, 4, 5, 7),
    df=(-3, -2, 2, 3, 6),
    g=(2, 3, 5, 8),
    dg=(-4, -1, 2, 5),
    where=lambda f, df, g, dg: len({df * g + f * dg, df * dg, df * g - f * dg, df * f + g * dg}) == 4,
)
def rate_of_a_product(f: int, df: int, g: int, dg: int) -> Exercise:
    """Two values and two slopes are known, no formula: the slope of the product."""
    return Exercise(
        question="At $x = 3$ a function $f$ has the value $<f>$ and the slope $<df>$, and $g$ has the value $<g>$ and "
        "the slope $<dg>$. What is the slope of their product $fg$ there?",
        answer=Number(df * g + f * dg),
        hints=[
            "Let each factor move in turn, while the other holds still.",
            "If only $f$ moved, the product would change at $<df>$ times the value of $g$.",
        ],
        solution=r"""
The first moves while the second stands at $<g>$, and the second moves while the first stands at $<f>$:

:::{derive}
<df> \cdot <g> + <f> \cdot <(dg)> = <slope>
:::
""",
        slips=[
            Slip(
                Number(df * dg),
                "That is the product of the slopes: the corner of the rectangle, the one piece that does not count.",
            ),
            Slip(Number(df * g - f * dg), "There is no minus in the product rule. That one belongs to the quotient."),
            Slip(Number(df * f + g * dg), "Each slope goes with the value of the *other* factor."),
        ],
        facts={"slope": df * g + f * dg},
    )


@family("middling", a=range(1, 7), n=range(2, 8), name=tuple(TABLE), sign=(1, -1))
def power_times_a_table_function(a: int, n: int, name: str, sign: int) -> Exercise:
    """Differentiate a x^n times sin, cos or exp."""
    other, shown = TABLE[name]
    power, slope = sign * a * X**n, sign * a * n * X ** (n - 1)
    drift = sp.diff(other, X)
    answer = slope * other + power * drift
    domain = {"x": (-2.0, 2.0)}
    found = {
        "That lets the power move only. The second factor moves too.": slope * other,
        "Each slope stands beside the other factor itself, and there are two such terms.": slope * drift,
        "One of the two terms has the wrong sign. Does the table give this slope a minus?": slope * other
        - power * drift,
    }
    if name == "exp":  # its slope is itself, so the first two mistakes look alike
        del found["Each slope stands beside the other factor itself, and there are two such terms."]
    slips = [Slip(Expression(wrong, domain), sentence) for sentence, wrong in found.items()]
    return Exercise(
        question=r"Differentiate $<c*>x^<n> <shown>$.",
        answer=Expression(answer, domain),
        hints=["It is a product. Which are its two factors?", "The power rule for the one, the table for the other."],
        solution=r"""
:::{derive}
&\frac{d}{dx}\left(<c*>x^<n> <shown>\right) \\
  &\quad = \frac{d}{dx}\left(<c*>x^<n>\right) <shown> \\
  &\qquad <sum*>x^<n> \frac{d}{dx}\left(<shown>\right) && \text{product} \\
  &\quad = <slope> <shown> \\
  &\qquad <sum*>x^<n> \frac{d}{dx}\left(<shown>\right) && \text{power} \\
  &\quad = <slope> <shown> <last> && \text{table}
:::
""",
        slips=slips,
        facts={
            "function": power * other,
            "shown": shown,
            "c": sign * a,
            "sum": ("+ " if sign > 0 else "- ") + ("" if a == 1 else str(a)),
            "slope": slope,
            "last": ("- " if (power * drift).could_extract_minus_sign() else "+ ") + _product(a, n, name),
        },
    )


def _product(a: int, n: int, name: str) -> str:
    """The size of a x^n times the table's derivative, as it is shown."""
    return f"{'' if a == 1 else a}x^{n} " + {"sin": r"\cos x", "cos": r"\sin x", "exp": "e^x"}[name]


@family(
    "middling",
    a=range(1, 6),
    b=(-4, -3, -1, 1, 2, 5),
    c=(1, 2, 3),
    d=(-5, -2, 1, 3, 4),
    where=lambda a, b, c, d: a * d != b * c and a * d + b * c != 0,
)
def quotient_of_two_lines(a: int, b: int, c: int, d: int) -> Exercise:
    """Differentiate (ax + b) / (cx + d)."""
    above, below = a * X + b, c * X + d
    domain = {"x": (6.0, 9.0)}
    return Exercise(
        question=r"Differentiate $\dfrac{<a*>x <+b>}{<c*>x <+d>}$.",
        answer=Expression((a * d - b * c) / below**2, domain),
        hints=[
            "The slopes of the numerator and of the denominator are plain numbers.",
            "Slope above times below, minus above times slope below; all over the denominator squared.",
        ],
        solution=r"""
:::{derive}
&\frac{d}{dx} \frac{<a*>x <+b>}{<c*>x <+d>} \\
  &\quad = \frac{<a*>(<c*>x <+d>) - <c*>(<a*>x <+b>)}{(<c*>x <+d>)^2} && \text{quotient} \\
  &\quad = \frac{<top>}{(<c*>x <+d>)^2} && \text{algebra}
:::

The $x$ above has gone. So the slope has the same sign on either side of the place where the denominator is zero.
""",
        slips=[
            Slip(
                Expression(-(a * d - b * c) / below**2, domain),
                "The sign is turned: the term with the slope of the *numerator* comes first.",
            ),
            Slip(Expression(sp.Rational(a, c), domain), "A quotient's slope is not the quotient of the slopes."),
            Slip(
                Expression((a * below + c * above) / below**2, domain), "In a quotient the second term is taken away."
            ),
            Slip(Expression((a * d - b * c) / below, domain), "The denominator has to be squared."),
        ],
        facts={"function": above / below, "top": a * d - b * c},
    )


@family(
    "hard",
    price=(2, 3, 4, 6),
    rise=(2, 4, 5),
    month=range(4, 13),
    loss=(2, 3, 4, 5),
    where=lambda price, rise, month, loss: (2 * rise * month * loss + 100 * price * loss) % rise == 0,
)
def best_price(price: int, rise: int, month: int, loss: int) -> Exercise:
    """When the takings from a rising price and a falling number are highest; built backwards from the month."""
    number = sp.Rational(2 * rise * month * loss + 100 * price * loss, rise)
    return Exercise(
        question="A ferry ticket costs $<price>$ €, and the price rises by $<rise>$ cents a month. At first $<number>$ "
        "tickets are sold a day, and every month $<loss>$ fewer. After how many months are the daily takings highest?",
        answer=Number(month, unit="months"),
        hints=[
            "After $t$ months, what does a ticket cost, and how many are sold?",
            "At the top the slope of the product is zero: what the price gains, the number loses.",
        ],
        solution=r"""
With $t$ in months and prices in cents, the takings are {notation}`(<cents> <+rise>t)(<number> - <loss>t)`. Each factor
moves in turn:

:::{derive}
&\frac{d}{dt}\left((<cents> <+rise>t)(<number> - <loss>t)\right) \\
  &\quad = <rise>(<number> - <loss>t) \\
  &\qquad - <loss>(<cents> <+rise>t) && \text{product rule} \\
  &\quad = <gain> - <fall>t && \text{algebra}
:::

That is zero at {claim}`\frac{<gain>}{<fall>} = <month>` months. Before then it is positive, and afterwards negative, so
the takings are highest there.
""",
        slips=[
            Slip(
                Number(2 * month, unit="months"),
                "At that time the takings are back where they began. The top is halfway.",
            ),
            Slip(
                Number(sp.Rational(number, loss), unit="months"),
                "By then nobody buys a ticket. It is the takings' slope that must be zero.",
            ),
        ],
        facts={
            "number": number,
            "cents": 100 * price,
            "gain": rise * number - 100 * price * loss,
            "fall": 2 * rise * loss,
        },
    )
