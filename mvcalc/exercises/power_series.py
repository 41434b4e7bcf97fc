"""Exercises for the page on power series: coefficients, factorials, and how many terms are enough."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Choice, Exercise, Expression, Number, Option, Slip, family, tex

X = sp.Symbol("x", real=True)


def ascending(f: sp.Expr) -> str:
    """Write a polynomial as series are written, the constant first."""
    terms = [tex(f.coeff(X, k) * X**k) for k in range(sp.degree(f, X) + 1) if f.coeff(X, k)]
    return terms[0] + "".join(f" - {term[1:].lstrip()}" if term.startswith("-") else f" + {term}" for term in terms[1:])


#: The function of ax as LaTeX and in SymPy, and the signs with which its derivatives come round at 0.
KINDS = {
    "exp": ("e^{<a*>x}", sp.exp, (1, 1, 1, 1)),
    "sin": (r"\sin <a*>x", sp.sin, (0, 1, 0, -1)),
    "cos": (r"\cos <a*>x", sp.cos, (1, 0, -1, 0)),
}


@family(
    "easy",
    kind=tuple(KINDS),
    a=(2, 3, 4, 5),
    n=(2, 3, 4, 5),
    where=lambda kind, a, n: KINDS[kind][2][n % 4] != 0 and a**n < 1100,
)
def coefficient_of_a_series(kind: str, a: int, n: int) -> Exercise:
    """Find one coefficient of a Maclaurin series with an inner factor."""
    latex, _, cycle = KINDS[kind]
    sign = cycle[n % 4]
    value = sp.Rational(sign * a**n, factorial(n))
    slips = [
        Slip(Number(sign * a**n), "That is the derivative at 0. The coefficient is that, divided by the factorial."),
        Slip(Number(sp.Rational(sign, factorial(n))), "Each derivative brings out another factor of $<a>$."),
        Slip(Number(sp.Rational(sign * a, factorial(n))), "The factor $<a>$ comes out at *every* differentiation."),
    ]
    if sign < 0:
        slips.append(Slip(Number(-value), "Look at the sign: go round the circle of derivatives once more."))
    return Exercise(
        question=f"What is the coefficient of $x^<n>$ in the Maclaurin series of ${latex}$?",
        answer=Number(value),
        given=[f"f(x) = {latex}"],
        hints=[
            "It is a derivative at 0, divided by a factorial.",
            "Or put $<a>x$ in the place of $x$ in a series that you know.",
        ],
        solution=rf"""
Let {{notation}}`f(x) = {latex}`. Each derivative brings out a factor of $<a>$, so at 0

:::{{derive}}
f^{{(<n>)}}(0) = <top>
:::

and the coefficient is {{claim}}`\frac{{<top>}}{{<n>!}} = <value>`. Putting $<a>x$ into the series that you know
comes to the same.
""",
        slips=slips,
        facts={"top": sign * a**n, "value": value},
    )


@family(
    "easy",
    c=range(-3, 4),
    slope=(-4, -2, 1, 3, 5),
    bend=(-6, -4, 2, 3, 8),
    third=(-12, -6, 4, 6, 18),
    where=lambda c, slope, bend, third: c != 0,
)
def polynomial_from_derivatives(c: int, slope: int, bend: int, third: int) -> Exercise:
    """Put four numbers that are known at 0 into a polynomial."""
    domain = {"x": (-2.0, 2.0)}
    value = c + slope * X + sp.Rational(bend, 2) * X**2 + sp.Rational(third, 6) * X**3
    return Exercise(
        question=r"""
Of a function $f$ you know four numbers at 0: its value is $<c>$, its slope is $<slope>$, its
second derivative is $<bend>$ and its third is $<third>$. Write down the polynomial of order 3
that matches all four.
""",
        answer=Expression(value, domain),
        given=["q(x) = <value>"],
        hints=[
            "Each number gives one coefficient.",
            "The second derivative of $x^2$ is 2 and the third derivative of $x^3$ is 6.",
        ],
        solution=r"""
Divide the $k$-th derivative by $k!$, that is by 1, 1, 2 and 6:

:::{notation}
q(x) = <value>
:::

Test it: {claim}`q(0) = <c>`, {claim}`q'(0) = <slope>`, {claim}`q''(0) = <bend>`, {claim}`q'''(0) = <third>`.
""",
        slips=[
            Slip(
                Expression(c + slope * X + bend * X**2 + third * X**3, domain),
                "Differentiate yours twice, and three times: a 2 and a 6 come down that have to be divided out.",
            ),
            Slip(
                Expression(c + slope * X + sp.Rational(bend, 2) * X**2 + sp.Rational(third, 3) * X**3, domain),
                "The cube brings down a 3 and then a 2, so its coefficient is divided by 6, the factorial of 3.",
            ),
        ],
        facts={"value": ascending(value)},
    )


#: Each function of ax, in words for a reader who chose it, as SymPy has it.
BEGINNINGS: dict[str, tuple[str, Callable[[int], Any]]] = {
    "cos": ("starts at 1, level, and bends down", lambda a: sp.cos(a * X)),
    "cosh": ("starts at 1, level, and bends up", lambda a: (sp.exp(a * X) + sp.exp(-a * X)) / 2),
    "exp": ("starts at 1, climbing", lambda a: sp.exp(a * X)),
    "decay": ("starts at 1, falling", lambda a: sp.exp(-a * X)),
    "sin": ("starts at 0, climbing", lambda a: sp.sin(a * X)),
}


@family("middling", kind=tuple(BEGINNINGS), a=(1, 2, 3, 4, 5), order=(2, 3))
def which_function_begins_so(kind: str, a: int, order: int) -> Exercise:
    """Recognise the graph of a function by the first terms of its series."""
    rest = [other for other in BEGINNINGS if other != kind]
    drop = rest[(a + order) % len(rest)]
    shown = [kind, *(other for other in rest if other != drop)]
    f = BEGINNINGS[kind][1](a)
    begins = sum(f.diff(X, k).subs(X, 0) / sp.factorial(k) * X**k for k in range(order + 1))

    functions = {name: BEGINNINGS[name][1](a) for name in shown}
    graphs = figures.options(
        [sp.lambdify(X, each, "numpy") for each in functions.values()],
        (-1.6 / a, 1.6 / a),
        (-1.2, 3.2),
        alts=[f"A curve that {BEGINNINGS[name][0]} as it passes x = 0." for name in shown],
    )
    why = ["" if name == kind else f"This one {BEGINNINGS[name][0]}. What do the first terms say?" for name in shown]

    return Exercise(
        question=r"""
The Maclaurin series of a function begins {notation}`<begins> + \cdots`. Which of these graphs is the function's?
""",
        answer=Choice([Option(*each) for each in zip(graphs, why, functions.values(), strict=True)]),
        given=["q(x) = <begins>"],
        hints=[
            "The first number is the height at 0, and the number before $x$ is the slope there.",
            (
                "If there is no term with $x$, the curve is level at 0, and the sign before $x^2$ says "
                "which way it bends."
            ),
        ],
        solution=r"""
Let {notation}`q(x) = <begins>`. At 0 the function shares its derivatives: {claim}`q(0) = <value>`,
{claim}`q'(0) = <slope>` and {claim}`q''(0) = <bend>`. So the
graph <words>.
""",
        facts={
            "f": f,
            "begins": ascending(begins),
            "polynomial": begins,
            "value": begins.subs(X, 0),
            "slope": begins.diff(X).subs(X, 0),
            "bend": begins.diff(X, 2).subs(X, 0),
            "words": BEGINNINGS[kind][0],
        },
    )


def _count(x: int, digits: int) -> int:
    """Run the question's program, in exact arithmetic."""
    term, k = Fraction(1), 0
    while term >= Fraction(1, 10**digits):
        k = k + 1
        term = term * x / k
    return k


@family("hard", x=range(2, 8), digits=(1, 2, 3, 4))
def terms_until_small(x: int, digits: int) -> Exercise:
    """Say how many terms a program adds before it stops."""
    k = _count(x, digits)
    return Exercise(
        question=r"""
This program adds up the series of $e^x$ at $x = <x>$ until a term is small. What does it print?

```python
x, k, term, total = <x>, 0, 1, 1
while term >= 1e-<digits>:
    k = k + 1
    term = term * x / k
    total = total + term
print(k)
```
""",
        answer=Number(k),
        hints=[
            "The term with number $k$ is the $k$-th power of $<x>$, divided by $k!$.",
            (
                "The terms grow as long as $k$ is below $<x>$ and shrink afterwards. Find the first that "
                "is small enough."
            ),
        ],
        solution=r"""
After $k$ rounds the term is {notation}`\frac{<x>^k}{k!}`. The last that is not small enough, and the first that
is, are

:::{derive}
\frac{<x>^{<before>}}{<before>!} \ge 10^{-<digits>}
:::

:::{derive}
\frac{<x>^{<k>}}{<k>!} < 10^{-<digits>}
:::

so the program prints <k>. From there each term is less than half of the one before, so all that is left out
is smaller still.
""",
        slips=[
            Slip(Number(k - 1), "That is the last term that is *not* yet small. The program goes round once more."),
            Slip(Number(k + 1), "The program counts from 0: the term before the loop is the one with number 0."),
        ],
        facts={"k": k, "before": k - 1},
    )
