"""Exercises for the page on forward and reverse mode: passes, adjoints, tapes, dual numbers."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Exercise, Number, Slip, Vector, family
from mvcalc.exercises.answers import tex


@family(
    "easy",
    n=(3, 20, 64, 300, 1000, 5000),
    m=(1, 2, 7, 50, 640, 9000),
    what=("a weather model", "a robot arm", "a camera lens", "a network"),
    where=lambda n, m, what: max(n, m) % min(n, m) == 0 and max(n, m) > 5 * min(n, m),
)
def passes_for_a_jacobian(n: int, m: int, what: str) -> Exercise:
    """How many passes the whole Jacobian takes in each mode."""
    turned = "The other way round: forward mode moves one *input* at a time, reverse mode asks about one *output*."
    slips = [Slip(Vector((m, n)), turned)]
    if m > 1:
        slips.append(Slip(Vector((n, 1)), "One walk backwards gives the derivatives of *one* output: one row."))
    return Exercise(
        question="""
A program for <what> turns $<n>$ numbers into $<m>$, and you need its whole Jacobian. How many passes does that take, in
forward mode and in reverse mode? Give both, as (forward, reverse).
""",
        answer=Vector((n, m)),
        hints=[
            "What is the shape of the Jacobian?",
            "A forward pass multiplies it by a column and gives one column of it. What does a walk backwards give?",
        ],
        solution=r"""
The Jacobian is $<m> \times <n>$. Forward mode gives a column in each pass, and there are $<n>$ of those. Reverse mode
gives a row in each, and there are $<m>$. So <better> mode takes fewer, by a factor of
{claim}`\frac{<large>}{<small>} = <factor>`.
""",
        slips=slips,
        facts={
            "better": "forward" if n < m else "reverse",
            "large": max(n, m),
            "small": min(n, m),
            "factor": sp.Rational(max(n, m), min(n, m)),
        },
    )


@family(
    "middling",
    x=(-5, -3, -2, 2, 3, 4, 6),
    y=(-4, -2, 3, 5, 7),
    c=(-3, 2, 4, 5),
    where=lambda x, y, c: y + c != 0 and len({c + y, c, y, x}) == 4,
)
def adjoint_of_an_input(x: int, y: int, c: int) -> Exercise:
    """Walk a tape of three operations backwards, with an input that was used twice."""
    v2, v3 = x * y, x * y + c * x
    v3_bar = 2 * v3
    total = v3_bar * (c + y)
    return Exercise(
        question=r"""
A tape holds {notation}`v_0 = <x>`, {notation}`v_1 = <y>`, {notation}`v_2 = v_0 v_1`, {notation}`v_3 = v_2 <+c>v_0` and
the answer {notation}`v_4 = v_3^2`. What is the adjoint $\bar{v}_0$ of the first input?
""",
        answer=Number(total),
        hints=[
            r"Begin at the end: {notation}`\bar{v}_4 = 1`. What does the square hand on to $v_3$?",
            "Two arrows leave $v_0$, one to $v_2$ and one to $v_3$. It adds up what comes back by both.",
            r"The square hands on {claim}`2 \cdot <(v3)> = <v3bar>`.",
        ],
        solution=r"""
Forward, {claim}`v_2 = <v2>` and {claim}`v_3 = <v3>`. Backward, $\bar{v}_3$ is
{claim}`2 \cdot <(v3)> = <v3bar>`, and the sum hands the same on to $v_2$. Two routes come back to $v_0$, one
with the factor $<c>$ and one with the other factor of $v_2$, which is $<y>$:

:::{derive}
<v3bar> \cdot <(c)> + <(v3bar)> \cdot <(y)> = <total>
:::
""",
        given=["v_0 = <x>", "v_1 = <y>", "v_2 = v_0 v_1", "v_3 = v_2 <+c>v_0"],
        slips=[
            Slip(Number(v3_bar * y), "One route is missing: $v_0$ was used again in $v_3$."),
            Slip(Number(v3_bar * c), "One route is missing: $v_0$ reaches $v_3$ by way of $v_2$ as well."),
            Slip(Number(v3_bar * x), "That is the adjoint of the other input. To $v_0$ goes the *other* factor."),
        ],
        facts={"v2": v2, "v3": v3, "v3bar": v3_bar, "total": total},
    )


TAPES = {
    "power": ("total = total * x + <c>", 2),
    "wave": ("total = np.sin(<c> * total * x)", 3),
    "mix": ("total = x * total + total * <c>", 3),
    "bell": ("total = np.exp(-total * total) - <c>", 4),
}
"""One line of a loop, and how many operations it does."""


@family("middling", kind=tuple(TAPES), c=(2, 3, 5, 7), turns=(5, 6, 9, 12, 20))
def length_of_a_tape(kind: str, c: int, turns: int) -> Exercise:
    """How many values a loop leaves on the tape."""
    line, each = TAPES[kind]
    return Exercise(
        question="""
This program is recorded on a tape, with `x` as its only input. How many values does the tape hold in the end, counting
the input?

```python
def program(x):
    total = x
    for _ in range(<turns>):
        """
        + line
        + """
    return total
```
""",
        answer=Number(1 + each * turns),
        hints=[
            "A tape knows nothing of loops: it holds what was done, once for every time that it was done.",
            "How many operations does one turn of the loop do? Constants are not on the tape, results are.",
        ],
        solution=r"""
Each turn does $<each>$ operations and leaves $<each>$ values. With the input that is

:::{derive}
1 + <turns> \cdot <each> = <all>
:::

The line `total = x` records nothing: it is another name for the same value.
""",
        slips=[
            Slip(Number(each * turns), "The input is a value on the tape as well."),
            Slip(Number(1 + each), "The loop is unrolled: every turn is recorded afresh."),
            Slip(Number(1 + turns), "One turn does more than one operation, and each leaves a value."),
        ],
        facts={"each": each, "all": 1 + each * turns, "line": line},
    )


def _quotient(p: int, n: int, a: int, b: int) -> tuple[sp.Rational, ...]:
    """The rate of the quotient, and what three slips make of it."""
    top, bottom, rate = p**n, a * p + b, n * p ** (n - 1)
    right = rate * bottom - top * a
    return tuple(sp.Rational(*pair) for pair in ((right, bottom**2), (-right, bottom**2), (rate, a), (right, bottom)))


@family(
    "hard",
    a=(2, 3, 5),
    b=(-4, -1, 1, 3),
    p=(-3, -2, 1, 2, 4),
    n=(2, 3),
    where=lambda a, b, p, n: a * p + b != 0 and len(set(_quotient(p, n, a, b))) == 4,
)
def dual_number_through_a_quotient(a: int, b: int, p: int, n: int) -> Exercise:
    """Carry a value and its rate through a power and a quotient."""
    top, bottom = p**n, a * p + b
    value, (rate, swapped, parts, unsquared) = sp.Rational(top, bottom), _quotient(p, n, a, b)
    power = (f"({p})" if p < 0 else f"{p}") + ("" if n == 2 else f"^{n - 1}")
    known = (value.p, value.q) == (top, bottom)  # in lowest terms as it stands
    return Exercise(
        question=r"""
Forward mode carries pairs (value, rate). The input is the pair ($<p>$, $1$), and the program computes
{notation}`\frac{x^<n>}{<a>x <+b>}`. Which pair comes out? Give it as (value, rate).
""",
        answer=Vector((value, rate)),
        hints=[
            "Carry the pair through the power and through the line below it first, and then divide.",
            r"Above stands ($<top>$, $<dtop>$), below ($<bottom>$, $<a>$).",
            "For the rate of a quotient: rate above times value below, minus the other way round, over below squared.",
        ],
        solution=r"""
The power turns the pair into ($<top>$, $<dtop>$), since <inner>. The line below
becomes ($<bottom>$, $<a>$). The quotient's value is <whole>, and by the quotient rule its rate is

:::{derive}
\frac{<dtop> \cdot <(bottom)> - <(top)> \cdot <a>}{<(bottom)>^2} = <rate>
:::
""",
        slips=[
            Slip(Vector((value, swapped)), "The two products are in the wrong order: the rate above comes first."),
            Slip(Vector((value, parts)), "The rate of a quotient is not the quotient of the rates."),
            Slip(Vector((value, unsquared)), "Below the line of the quotient rule stands a *square*."),
        ],
        facts={
            "top": top,
            "bottom": bottom,
            "dtop": n * p ** (n - 1),
            "inner": rf"{{claim}}`{n} \cdot {power} = {n * p ** (n - 1)}`",
            "whole": f"${tex(value)}$" if known else rf"{{claim}}`\frac{{{top}}}{{{bottom}}} = {tex(value)}`",
            "value": value,
            "rate": rate,
            "f": (p, a, b, n),
        },
    )
