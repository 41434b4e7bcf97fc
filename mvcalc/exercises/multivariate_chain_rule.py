"""Exercises for the page on the multivariate chain rule: one product for each route, and the routes added."""

from __future__ import annotations

import numpy as np
import sympy as sp

from mvcalc.exercises import Exercise, Expression, Number, Slip, family

T = sp.Symbol("t", real=True)
NEAR = {"t": (-2.0, 2.0)}
SIGNED = (-6, -5, -4, -3, -2, 2, 3, 4, 5, 6)


@family(
    "easy",
    p=(-4, -3, -2, 2, 3, 4),
    q=(-5, -3, 3, 5),
    v=(2, 3, 4, 6),
    u=(-6, -4, -2, 1, 5),
    where=lambda p, q, v, u: len({0, p * v + q * u, p * v - q * u, p * v, (p + q) * (v + u)}) == 5,
)
def reading_along_a_course(p: int, q: int, v: int, u: int) -> Exercise:
    """Two slopes and two speeds: the rate of a reading."""
    return Exercise(
        question=r"""
Where a boat is, the water gets warmer by $<p>$ °C a kilometre to the east and by $<q>$ °C a kilometre to the north
(a minus means colder). The boat goes $<v>$ km/h to the east and $<u>$ km/h to the north. At what rate does its
thermometer change?
""",
        answer=Number(p * v + q * u, unit="°C/h"),
        hints=[
            "Two routes lead from the time to the reading: by way of east, and by way of north.",
            "Multiply along each route, with its signs, and add the two products.",
        ],
        solution=r"""
East gives $<p>$ °C/km times $<v>$ km/h, north $<q>$ °C/km times $<u>$ km/h, and the routes are added:

:::{derive}
\begin{bmatrix} <p> & <q> \end{bmatrix} \begin{bmatrix} <v> \\ <u> \end{bmatrix}
  = <p> \cdot <v> + <(q)> \cdot <(u)> = <rate>
:::

The unit is that of the products, °C/h.
""",
        slips=[
            Slip(Number(p * v - q * u), "Look again at the signs: the second route came in with the wrong one."),
            Slip(Number(p * v), "That is the route by way of east alone; the boat moves north or south as well."),
            Slip(Number((p + q) * (v + u)), "Each slope belongs to one speed. Multiply in pairs before you add."),
        ],
        facts={"slopes": (p, q), "speeds": (v, u), "rate": p * v + q * u},
    )


@family("middling", m=(2, 3), n=(1, 2, 3), a=(2, 3, 5), b=(2, 3), c=(-4, -3, -2, 2, 3, 4))
def total_derivative_of_a_product(m: int, n: int, a: int, b: int, c: int) -> Exercise:
    """A product of powers along a path, by the sum of products."""
    x, y = a * T, T**b + c
    fx, fy = m * x ** (m - 1) * y**n, n * x**m * y ** (n - 1)
    return Exercise(
        question=r"""
Let {notation}`f(x, y) = x^<m> <shown>`, and let the path be {notation}`x = <a>t`, {notation}`y = t^<b> <+c>`. What is
$\frac{df}{dt}$, as an expression in $t$?
""",
        answer=Expression(fx * a + fy * b * T ** (b - 1), NEAR),
        hints=[
            "Which two numbers does the row hold, and which two the column?",
            r"The row is {claim}`J_f = \begin{bmatrix} <fx> & <fy> \end{bmatrix}`.",
            "After adding the two products, put the path in for $x$ and $y$.",
        ],
        solution=r"""
:::{derive}
\frac{df}{dt}
 &= \frac{\partial f}{\partial x}\frac{dx}{dt} + \frac{\partial f}{\partial y}\frac{dy}{dt} && \text{two routes} \\
 &= <fx> \cdot <a> + <fy> \cdot <dy> \\
 &= <path>
:::

Substituting first gives the same.
""",
        given=["f(x, y) = x^<m> <shown>", "x(t) = <a>t", "y(t) = t^<b> <+c>"],
        slips=[
            Slip(Expression(fx + fy, NEAR), "Each slope has to be multiplied by the rate of its own variable."),
            Slip(Expression(fx * a, NEAR), "That is the route by way of $x$. There is a second one, by way of $y$."),
            Slip(
                Expression(fx * a * fy * b * T ** (b - 1), NEAR),
                "Along a route the derivatives are multiplied; the routes themselves are added.",
            ),
        ],
        facts={
            "shown": "y" if n == 1 else f"y^{n}",
            "fx": sp.Symbol("x") ** (m - 1) * m * sp.Symbol("y") ** n,
            "fy": sp.Symbol("x") ** m * n * sp.Symbol("y") ** (n - 1),
            "dy": b * T ** (b - 1),
            "path": sp.Mul(a**m, T ** (m - 1), y ** (n - 1), (m + n * b) * T**b + m * c),
            "x": x,
            "y": y,
        },
    )


def _apart(total: int, misses: int) -> bool:
    """Whether the slope and its three slips are four different numbers."""
    return len({2 * total, 6 * total, total, 2 * misses}) == 4


CODE = """
```python
import numpy as np

x = np.array([<first>, <second>, <third>])
y = np.array([<one>, <two>, <three>])

def cost(w):
    return np.mean((w * x - y) ** 2)
```
"""


@family(
    "middling",
    first=(1, 2),
    second=(3, 4),
    third=(5, 7),
    w=(2, 3, 4),
    off=((1, -2, 4), (-2, 1, 3), (2, 3, -1), (-1, -4, 2), (3, -1, 1)),
    where=lambda first, second, third, w, off: _apart(off[0] * first + off[1] * second + off[2] * third, sum(off)),
)
def slope_of_a_shared_weight(first: int, second: int, third: int, w: int, off: tuple[int, int, int]) -> Exercise:
    """One weight in three predictions: the slope of the mean squared miss."""
    x = np.array([first, second, third])
    parts = [int(o * k) for o, k in zip(off, x, strict=True)]
    total = sum(parts)
    return Exercise(
        question="One weight makes three predictions:\n" + CODE + "\nWhat is the slope of this cost at $w = <w>$?",
        answer=Number(2 * total / 3, figures=3),
        hints=[
            "Three routes lead from $w$ to the cost, one by each prediction.",
            r"Along the $k$-th route the slope is $\frac{2}{3}$ of its miss, times $x_k$.",
            "The misses, prediction minus reading, are $<off0>$, $<off1>$ and $<off2>$.",
        ],
        solution=r"""
The misses at $w = <w>$ are $<off0>$, $<off1>$ and $<off2>$. The row of slopes by the predictions is $\frac{2}{3}$
of these, and the column of rates is the inputs:

:::{derive}
\frac{2}{3} \begin{bmatrix} <off0> & <off1> & <off2> \end{bmatrix}
  \begin{bmatrix} <first> \\ <second> \\ <third> \end{bmatrix}
  = \frac{2}{3} \cdot <(total)> \approx <about>
:::

`derivative(cost, <w>)` says the same.
""",
        slips=[
            Slip(
                Number(2.0 * total, figures=3), "That is three times too much: the cost is a *mean* of three squares."
            ),
            Slip(Number(total / 3, figures=3), "Half of it is missing: a square brings down a factor of 2."),
            Slip(
                Number(2 * sum(off) / 3, figures=3),
                "The inner derivative is missing: each miss changes with $w$ at the rate of its input.",
            ),
        ],
        facts={
            "one": w * first - off[0],
            "two": w * second - off[1],
            "three": w * third - off[2],
            "off0": off[0],
            "off1": off[1],
            "off2": off[2],
            "total": total,
            "about": f"{2 * total / 3:.2f}",
            "xs": (first, second, third),
        },
    )


@family(
    "hard",
    a=(2, 3, 5),
    b=SIGNED,
    c=SIGNED,
    k=(2, 3, 4),
)
def a_variable_within_a_variable(a: int, b: int, c: int, k: int) -> Exercise:
    """f depends on x and y, and y depends on x as well as on t: three routes."""
    x = k * T**2
    y = b * x + c * T
    through_x = a * y * 2 * k * T
    by_x_and_y = a * x * b * 2 * k * T
    by_y = a * x * c
    return Exercise(
        question=r"""
A quantity is {notation}`f(x, y) = <a>xy`. Its $x$ is {notation}`x = <k>t^2`, and its $y$ depends on $x$ and on $t$
itself: {notation}`y = <b>x <+c>t`. What is $\frac{df}{dt}$ at $t = 2$?
""",
        answer=Number((through_x + by_x_and_y + by_y).subs(T, 2)),
        hints=[
            "Draw the routes from $t$ to $f$. There are three of them.",
            "One leads by $x$, one by $y$, and one by $x$ and then $y$.",
            r"Along the third there is {claim}`\frac{\partial f}{\partial y}\frac{\partial y}{\partial x}\frac{dx}{dt}"
            r" = <a>x \cdot <(b)> \cdot <kk>t`.",
        ],
        solution=r"""
The three routes, straight by $x$, by $x$ and then $y$, and straight by $y$:

:::{derive}
& <a>y \cdot <kk>t + <a>x \cdot <(b)> \cdot <kk>t + <a>x \cdot <(c)> \\
  &= <whole>
:::

At $t = 2$ this is {claim}`<cube> \cdot 2^3 <+square> \cdot 2^2 = <value>`. Substituting $x$ and $y$ first gives
{claim}`f(x, y) = <substituted>`, with the same derivative.
""",
        given=["x = <k>t^2", "y = <b>x <+c>t", "f(x, y) = <a>xy"],
        slips=[
            Slip(
                Number((through_x + by_y).subs(T, 2)),
                "One route is missing: $t$ moves $x$, and $x$ moves $y$, and $y$ moves $f$.",
            ),
            Slip(
                Number((through_x + by_x_and_y).subs(T, 2)),
                "One route is missing: $y$ depends on $t$ directly as well.",
            ),
            Slip(Number(through_x.subs(T, 2)), "That is the route straight by $x$. Two more go by $y$."),
        ],
        facts={
            "kk": 2 * k,
            "whole": sp.expand(through_x + by_x_and_y + by_y),
            "cube": 8 * a * b * k**2 // 2,
            "square": 3 * a * c * k,
            "value": (through_x + by_x_and_y + by_y).subs(T, 2),
            "substituted": sp.expand(a * x * y),
        },
    )
