"""Exercises for the page on the chain rule: powers of lines, rates in a row, a wrong step, the slope of a neuron."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Number, Option, Slip, family

X = sp.Symbol("x", real=True)


@family("easy", a=(-4, -3, -2, 2, 3, 4, 5), b=(-5, -3, -2, 1, 2, 4), n=range(3, 9))
def power_of_a_line(a: int, b: int, n: int) -> Exercise:
    """Differentiate (ax + b)^n."""
    line, domain = a * X + b, {"x": (-2.0, 2.0)}
    return Exercise(
        question="Differentiate $(<a>x <+b>)^<n>$.",
        answer=Expression(a * n * line ** (n - 1), domain),
        hints=[
            "The outermost function is a power. What is inside it?",
            "Differentiate the power and leave the bracket alone. Then multiply by the slope of the bracket.",
        ],
        solution=r"""
:::{derive}
&\frac{d}{dx}(<a>x <+b>)^<n> \\
  &\quad = <n>(<a>x <+b>)^{<m>} \frac{d}{dx}(<a>x <+b>) && \text{chain} \\
  &\quad = <n>(<a>x <+b>)^{<m>} \cdot <(a)> && \text{a line} \\
  &\quad = <an>(<a>x <+b>)^{<m>} && \text{algebra}
:::
""",
        slips=[
            Slip(Expression(n * line ** (n - 1), domain), "The slope of the inside is missing as a factor."),
            Slip(Expression(n * sp.Integer(a) ** (n - 1), domain), "The bracket stays as it is, with its $x$."),
            Slip(Expression(a * n * line**n, domain), "The exponent has to be lowered by one."),
        ],
        facts={"function": line**n, "m": n - 1, "an": a * n},
    )


@family(
    "easy",
    speed=(2, 3, 4, 6, 8),
    lapse=(5, 6, 8, 9),
    loss=(2, 3, 5, 7),
    reading=(4, 5, 10),
    where=lambda speed, lapse, loss, reading: speed * lapse * loss != (speed + loss) * reading + lapse,
)
def rates_in_a_row(speed: int, lapse: int, loss: int, reading: int) -> Exercise:
    """Three rates with units: metres a minute, degrees per metre, millivolts per degree."""
    answer = sp.Rational(speed * lapse * loss, reading)
    return Exercise(
        question="A probe sinks $<speed>$ metres a minute. For every $<reading>$ metres the water gets $<lapse>$ "
        "tenths of a degree colder, and for each tenth of a degree its battery loses $<loss>$ millivolts. How fast is "
        "the voltage falling, in millivolts a minute?",
        answer=Number(answer, unit="mV/min"),
        hints=[
            "Three slopes in a row. Write each with its unit.",
            "Metres a minute, times tenths of a degree per metre, times millivolts per tenth of a degree.",
        ],
        solution=r"""
The second slope is $<lapse>$ tenths over $<reading>$ metres. Metres cancel, and so do tenths of a degree:

:::{derive}
<speed> \cdot \frac{<lapse>}{<reading>} \cdot <loss> = <fall>
:::

The voltage falls by that many millivolts each minute.
""",
        slips=[
            Slip(
                Number(sp.Integer(speed * lapse * loss), unit="mV/min"),
                "The cooling is given for $<reading>$ metres, and the slope is per *metre*.",
            ),
            Slip(
                Number(speed + sp.Rational(lapse, reading) + loss, unit="mV/min"),
                "Rates in a row multiply. Adding them would add metres to millivolts.",
            ),
        ],
        facts={"fall": answer},
    )


#: For each outer function of the next family: as shown, its slope, and the slope that a hurried reader takes.
OUTER = {
    "sin": (r"\sin", r"\cos", r"-\cos", sp.sin),
    "cos": (r"\cos", r"-\sin", r"\sin", sp.cos),
}


@family("middling", name=tuple(OUTER), a=range(2, 9), n=range(2, 6), b=(1, 2, 3, 5), row=(1, 2, 3))
def wrong_step_in_a_chain(name: str, a: int, n: int, b: int, row: int) -> Exercise:
    """Find the row in which sin or cos of a polynomial is differentiated wrongly."""
    shown, slope, turned, outer = OUTER[name]
    inside, wrong_inside = "(<a>x^<n> + <b>)", r"\left(<an><lower>\right)"
    sound = [
        rf"{slope}{inside} \cdot \frac{{d}}{{dx}}{inside}",
        rf"{slope}{inside} \cdot <an><lower>",
        rf"<an><lower> \left({slope}{inside}\right)",
    ]
    broken = {
        1: [each.replace(slope, turned, 1) for each in sound],
        2: [sound[0], rf"{slope}{inside} \cdot \left(<an><lower> + <b>\right)",
            rf"\left(<an><lower> + <b>\right)\left({slope}{inside}\right)"],
        3: [*sound[:2], rf"<an><lower> {slope}{wrong_inside}"],
    }[row]  # fmt: skip
    why = {
        1: f"The slope of ${shown}$ is ${slope}$, with that sign.",
        2: "$<b>$ is a constant, and its slope is 0.",
        3: "The outer slope is taken at the inside itself, not at the inside's slope.",
    }[row]

    def chain(each: list[str]) -> str:
        return "f'(x)" + r" \\ ".join(f" &= {one}" for one in each)

    inner, drift = a * X**n + b, a * n * X ** (n - 1)
    rate = sp.diff(outer(X), X)
    values = {1: -rate.subs(X, inner) * drift, 2: rate.subs(X, inner) * (drift + b), 3: rate.subs(X, drift) * drift}
    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in (1, 2, 3)}
    return Exercise(
        question=f"Here {{claim}}`f(x) = {shown}{inside}`. One row does not follow from the one above it. Which?",
        answer=Choice([Option(f"Row {k}", said[k], k) for k in said], row - 1, ordered=True),
        hints=[
            "Go down row by row, and ask only whether this row equals the one above.",
            "Row 1 should leave the inside as it was, and put its slope beside it.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(sound)}\n:::\n",
        given=[f"f(x) = {shown}{inside}"],
        faulty=Faulty(chain(broken), row),
        facts={
            "function": outer(inner),
            "values": [values[row] if k >= row else sp.diff(outer(inner), X) for k in (1, 2, 3)],
            "an": a * n,
            "lower": "x" if n == 2 else f"x^{n - 1}",
        },
    )


@family("hard", k=(2, 3, 4, 5, 7, 9), w=(-6, -4, -3, -2, 2, 3, 5, 8), a=(-3, -2, 2, 3, 4), where=lambda k, w, a: a != w)
def slope_of_a_neuron(k: int, w: int, a: int) -> Exercise:
    """The slope of a logistic neuron by its input, where its sum is the logarithm of a whole number."""
    value = sp.Rational(k, k + 1)
    bend = sp.Rational(k, (k + 1) ** 2)
    return Exercise(
        question=r"A neuron's output is $\sigma(wa + b)$, with the logistic $\sigma$ and the weight $w = <w>$. At the "
        r"input $a = <a>$ its output is $<value>$. How fast does the output change with $a$ there?",
        answer=Number(w * bend),
        hints=[
            r"You need not find $b$. The slope of $\sigma$ can be had from its value.",
            r"The chain rule has two factors: the slope of $\sigma$ at the sum, and the slope of the sum by $a$.",
        ],
        solution=r"""
The slope of $\sigma$ is its value times one minus its value, which here is

:::{derive}
<value> \cdot \left(1 - <value>\right) = <bend>
:::

The sum inside changes $<w>$ times as fast as $a$, so the slope is {claim}`<bend> \cdot <(w)> = <slope>`.
""",
        slips=[
            Slip(
                Number(bend),
                "That is the slope by the sum inside. The sum itself moves with $a$, at a rate of its own.",
            ),
            Slip(Number(w * value), r"That is the weight times the *value* of $\sigma$, not times its slope."),
            Slip(Number(a * bend), "That would be the slope by the weight: its factor is the input."),
        ],
        facts={"value": value, "bend": bend, "slope": w * bend},
    )
