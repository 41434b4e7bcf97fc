"""Exercises for the page on linearisation: estimates by a line, orders read from errors, steps from tolerances."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Exercise, Number, Slip, family


@family("easy", a=range(3, 13), d=(-3, -2, -1, 1, 2, 3))
def root_by_the_line(a: int, d: int) -> Exercise:
    """Estimate a square root from the nearest whole one."""
    estimate = a + sp.Rational(d, 2 * a)
    return Exercise(
        question=r"Estimate $\sqrt{<inside>}$ by linearising the square root at <square>. Give the estimate as a "
        r"fraction.",
        answer=Number(estimate),
        hints=[
            "You know the root of <square>, and the slope of the root there.",
            r"The slope of $\sqrt{x}$ is {claim}`\frac{d}{dx}\sqrt{x} = \frac{1}{2\sqrt{x}}`.",
        ],
        given=["real x > 0"],
        solution=r"""
At <square> the root is <a> and its slope is {claim}`\frac{1}{2\sqrt{<square>}} = \frac{1}{<twice>}`. A change of
$<d>$ moves the line by $<d>$ of those, so the estimate is
{claim}`<a> <sign> \frac{<size>}{<twice>} = <estimate>`.
""",
        slips=[
            Slip(Number(a + sp.Rational(d, a)), "The slope of the root has a 2 in its denominator."),
            Slip(Number(a - sp.Rational(d, 2 * a)), "Look at the sign of the change."),
            Slip(Number(a + sp.Rational(d, 2 * a * a)), "The slope has the *root* in its denominator, not the number."),
        ],
        facts={
            "square": a * a,
            "inside": a * a + d,
            "twice": 2 * a,
            "sign": "+" if d > 0 else "-",
            "size": abs(d),
            "estimate": estimate,
        },
    )


@family(
    "easy",
    n=(2, 3, 4, 5, -2, -3),
    percent=(1, 2, 3, 5),
    name=("a length", "a speed", "a current"),
)
def uncertainty_of_a_power(n: int, percent: int, name: str) -> Exercise:
    """Carry a relative uncertainty through a power."""
    return Exercise(
        question="A quantity is proportional to $r^{<n>}$, where $r$ is <name>. If $r$ is uncertain by <percent> %, "
        "by about how many per cent is the quantity uncertain?",
        answer=Number(abs(n) * percent, unit="%"),
        hints=[
            "Call the quantity $Q$ and find $Q'(r)$. Then divide the change of $Q$ by $Q$.",
            "Which power of $r$ is left over when you divide?",
        ],
        given=["real r, k > 0", "Q(r) = k r^{<n>}"],
        solution=r"""
With {notation}`Q(r) = kr^{<n>}`, a small change of $r$ changes $Q$ by $Q'(r)$ times as much, and as a share of $Q$
that is

:::{derive}
\frac{Q'(r)}{Q(r)} = <share>
:::

times the change of $r$. So the share by which $Q$ changes is $<n>$ times the share by which $r$ does. In size that
is <size> times <percent> %.
""",
        slips=[
            Slip(Number(percent), "That would be right for a quantity proportional to $r$ itself."),
            *(
                [
                    Slip(
                        Number(percent ** abs(n)),
                        "The percentage is not raised to the power: it is multiplied by the exponent.",
                    )
                ]
                if percent ** abs(n) not in (percent, abs(n) * percent)
                else []
            ),
        ],
        facts={"size": abs(n), "share": f"{'-' if n < 0 else ''}\\frac{{{abs(n)}}}{{r}}"},
    )


@family(
    "middling",
    order=(1, 2, 3, 4),
    first=(3, 5, 6, 7, 9),
    ratio=(2, 10, 4),
    power=(-2, -3),
    where=lambda order, first, ratio, power: ratio == 10 or order + 1 != ratio**order <= 16,
)
def order_from_two_errors(order: int, first: int, ratio: int, power: int) -> Exercise:
    """Say the order of a method whose errors at two steps are known."""
    before = sp.Rational(first) * sp.Rational(10) ** power
    after = before / ratio**order
    return Exercise(
        question="A method is off by $<before>$ with a step of 0.2, and by $<after>$ with a step of $<small>$. Of "
        "which order is its error?",
        answer=Number(order),
        hints=[
            "By what factor was the step divided, and by what factor the error?",
            "Which power of the one factor is the other?",
        ],
        solution=r"""
The step was divided by <ratio>, the error by {claim}`\frac{<before>}{<after>} = <factor>`, and
{claim}`<ratio>^{<order>} = <factor>`.
""",
        slips=[
            Slip(Number(v), why)
            for v, why in (
                (
                    ratio**order,
                    "That is the factor by which the error fell. The order is the power of the step's factor that "
                    "gives it.",
                ),
                (order + 1, "Count again: the error itself is of this order; it need not be one more."),
            )
            if v != order
        ],
        facts={
            "before": _decimal(before),
            "after": _decimal(after),
            "small": _decimal(sp.Rational(1, 5) / ratio),
            "factor": ratio**order,
            "errors": (before, after),
        },
    )


def _decimal(value: sp.Rational) -> str:
    """A finite decimal fraction, with all its digits."""
    digits = 0
    while not (value * 10**digits).is_Integer:
        digits += 1
    return f"{float(value):.{digits}f}"


@family(
    "middling",
    k=range(1, 10),
    M=(2, 3, 4, 6, 8, 12),
    power=(-2, -3),
    where=lambda k, M, power: M * k * k % 6 == 0,
)
def step_for_a_tolerance(k: int, M: int, power: int) -> Exercise:
    """Find the largest step that keeps a central difference within a tolerance."""
    h = sp.Rational(k) * sp.Rational(10) ** power
    tolerance = M * h**2 / 6
    return Exercise(
        question=r"The third derivative of a function is nowhere larger than <M> in size. What is the largest step "
        r"$h$ for which the truncation error of the central difference is sure to be at most $<most>$?",
        answer=Number(h),
        hints=[
            "How large is the error of a central difference, to leading order?",
            "Set $<M>h^2/6$ equal to the tolerance, and solve for $h$.",
        ],
        given=["real h > 0"],
        solution=r"""
The error is at most $<M>h^2/6$. It reaches the tolerance where the square of $h$ is 6 over <M> times the tolerance:

:::{derive}
\sqrt{\frac{6}{<M>} \cdot <most>} = <step>
:::
""",
        slips=[
            Slip(
                Number(2 * tolerance / M),
                "That is the step for a forward difference with this bound on the *second* derivative.",
            ),
            Slip(Number(h**2), "That is the square of the step. Take its root."),
        ],
        facts={"most": _small(tolerance), "step": _decimal(h), "tolerance": tolerance},
    )


def _small(value: sp.Rational) -> str:
    """A decimal fraction; from a thousandth down, with a power of ten."""
    if value >= sp.Rational(1, 1000):
        return _decimal(value)
    power = 0
    while value * 10**power < 1:
        power += 1
    mantissa = value * 10**power
    return f"10^{{{-power}}}" if mantissa == 1 else f"{_decimal(mantissa)} \\cdot 10^{{{-power}}}"


@family("hard", a=range(1, 8), b=range(1, 8), where=lambda a, b: a != b)
def lopsided_difference(a: int, b: int) -> Exercise:
    """Find the leading error of a difference quotient that reaches further on one side."""
    coefficient = sp.Rational(a - b, 2)
    return Exercise(
        question=r"The quotient {notation}`\frac{f(x + <a*>h) - f(x - <b*>h)}{<sum>h}` reaches further on one side "
        r"than on the other. Its error, to leading order, is some number times $hf''(x)$. Which number?",
        answer=Number(coefficient),
        hints=[
            "Write the series of both values up to the second power of the step.",
            "The first-order terms add up to $<sum>hf'(x)$. What do the second-order terms leave?",
        ],
        given=["function f"],
        solution=r"""
The second-order terms of the two values are $\frac{<a2>}{2}h^2 f''(x)$ and $\frac{<b2>}{2}h^2 f''(x)$. Their
difference, divided by $<sum>h$, is what is left:

:::{derive}
&\frac{f(x + <a*>h) - f(x - <b*>h)}{<sum>h} \\
  &\quad = f'(x) <sign> <times*>h f''(x) + O(h^2)
:::
""",
        slips=[
            Slip(Number(-coefficient), "Which of the two values is subtracted?"),
            Slip(Number(2 * coefficient), "Each second-order term has a factor of one half."),
            Slip(
                Number(sp.Rational(a * a + b * b, 2 * (a + b))), "The two second-order terms are subtracted, not added."
            ),
        ],
        facts={
            "sum": a + b,
            "a2": a * a,
            "b2": b * b,
            "sign": "+" if a > b else "-",
            "times": abs(coefficient),
            "coefficient": coefficient,
        },
    )
