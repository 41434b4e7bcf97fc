"""Exercises for the page on partial and total derivatives, and on slopes that are not enough."""

from __future__ import annotations

import math
from typing import Literal

import sympy as sp

from mvcalc.exercises import Exercise, Expression, Number, Slip, Vector, family

X, Y, Z, T = sp.symbols("x y z t", real=True)
SPACE = {"x": (-1.5, 1.5), "y": (-1.5, 1.5), "z": (-1.5, 1.5)}

#: For each letter: what to notice, and the answer without the inner derivative.
NOTICED = {
    "x": "The exponential does not contain $x$: it is a constant factor.",
    "y": "Along $y$ the exponent is a line, and its slope comes in front.",
    "z": "Along $z$ the exponent is a parabola, and its slope comes in front.",
}


@family("easy", a=range(2, 7), n=(2, 3, 4), b=(-4, -3, -2, 2, 3, 5), letter=("x", "y", "z"))
def partial_of_an_exponential(a: int, n: int, b: int, letter: Literal["x", "y", "z"]) -> Exercise:
    """Differentiate a power times an exponential by one of three letters."""
    f = a * X**n * sp.exp(b * Y * Z**2)
    slopes = {"x": a * n * X ** (n - 1), "y": a * b * X**n * Z**2, "z": 2 * a * b * X**n * Y * Z}
    exponential = sp.exp(b * Y * Z**2)
    right = slopes[letter] * exponential
    power = a * X**n
    held, moving = (exponential, power) if letter == "x" else (power, exponential)
    if letter == "x":
        slips = [
            Slip(Expression(slopes["x"], SPACE), "A constant factor stays. Where has the exponential gone?"),
            Slip(Expression(a * X ** (n - 1) * exponential, SPACE), "The exponent comes down in front, too."),
        ]
    else:
        slips = [
            Slip(Expression(f, SPACE), "The chain rule asks for the slope of the exponent as a factor."),
            Slip(
                Expression(a * n * X ** (n - 1) * slopes[letter] / (a * X**n) * exponential, SPACE),
                "The power of $x$ is held. Only $<letter>$ moves.",
            ),
        ]
    return Exercise(
        question=r"What is the partial derivative of {claim}`f(x, y, z) = <f>` with respect to $<letter>$?",
        answer=Expression(right, SPACE),
        given=["f(x, y, z) = <f>"],
        hints=["Which factors of the product contain $<letter>$ at all?", NOTICED[letter]],
        solution=rf"""
{NOTICED[letter]} So

:::{{derive}}
\frac{{\partial f}}{{\partial <letter>}}
  &= <held> \frac{{\partial}}{{\partial <letter>}} \left(<moving>\right) && \text{{constant factor}} \\
  &= <right>
:::
""",
        slips=slips,
        facts={"f": f, "right": right, "held": held, "moving": moving},
    )


@family("easy", p=(0.4, 0.7, 1.1, 1.9), q=(-0.6, -0.3, 0.2, 0.5), r=(0.8, 1.3, -1.2), index=(0, 1, 2))
def gradient_in_code(p: float, q: float, r: float, index: int) -> Exercise:
    """Say what a program that asks for one partial derivative prints, by hand or by running it."""
    exponential = math.exp(q * r * r)
    slopes = (
        math.cos(p) * exponential,
        r * r * math.sin(p) * exponential,
        2 * q * r * math.sin(p) * exponential,
    )
    letter = "xyz"[index]
    shown = (r"\cos(x) e^{yz^2}", r"z^2 \sin(x) e^{yz^2}", r"2yz \sin(x) e^{yz^2}")[index]
    wrong = {f"{math.sin(p) * exponential:.4g}": "That is the value of the function, not a slope."}
    wrong |= {f"{slope:.4g}": "That is another entry of the gradient. Python counts from 0." for slope in slopes}
    del wrong[f"{slopes[index]:.4g}"]
    return Exercise(
        question="""
What does this print? Give four significant figures: run it, or take the formula and a calculator.

```python
import numpy as np
from mvcalc import gradient

def f(x, y, z):
    return np.sin(x) * np.exp(y * z**2)

print(gradient(f, [<p>, <q>, <r>])[<index>])
```
""",
        answer=Number(slopes[index], figures=4),
        given=[r"f(x, y, z) = \sin(x) e^{yz^2}"],
        hints=[
            "Python counts from 0. Which letter is that?",
            "It is the partial derivative by $<letter>$, at the point in the brackets.",
        ],
        solution=r"""
Entry <index> of the gradient is the slope along $<letter>$,

:::{derive}
\frac{\partial f}{\partial <letter>} = <slope>
:::

and with $x = <p>$, $y = <q>$, $z = <r>$ that is about $<value>$.
""",
        slips=[Slip(Number(float(value), figures=4), sentence) for value, sentence in wrong.items()],
        facts={"letter": letter, "slope": shown, "value": sp.Float(f"{slopes[index]:.4g}", 4)},
    )


@family("middling", a=(1, 2, 3, 4, 5), b=(-3, -2, 2, 3, 4), c=(2, 3, 4, 5))
def total_derivative_on_a_path(a: int, b: int, c: int) -> Exercise:
    """Find the total derivative of a function of two inputs along a path."""
    f = a * X * Y + b * Y**2
    path = {X: c * T, Y: T**2}
    by_x, by_y = sp.diff(f, X).subs(path), sp.diff(f, Y).subs(path)
    right = sp.expand(c * by_x + 2 * T * by_y)
    domain = {"t": (-2, 2)}
    return Exercise(
        question=r"Along the path $(<c>t, t^2)$, how fast does {claim}`f(x, y) = <f>` "
        r"change? "
        "Give the total derivative as a formula in $t$.",
        answer=Expression(right, domain),
        given=["f(x, y) = <f>"],
        hints=[
            "Each input contributes its slope times its speed.",
            "The speeds are $<c>$ and $2t$. What are the slopes, along the path?",
        ],
        solution=r"""
The slopes are {claim}`\frac{\partial f}{\partial x} = <slope_x>` and
{claim}`\frac{\partial f}{\partial y} = <slope_y>`. On the path,
times the speeds $<c>$ and $2t$, they add up:

:::{derive}
& \frac{d}{dt} f(<c>t, t^2) \\
  & \quad = <by_x> \cdot <c> + (<by_y>) \cdot 2t \\
  & \quad = <right>
:::

Substituting first gives {claim}`f(<c>t, t^2) = <inserted>`, and the same derivative.
""",
        slips=[
            Slip(
                Expression(sp.expand(by_x + by_y), domain), "Each slope has to be multiplied by the speed of its input."
            ),
            Slip(Expression(sp.expand(c * by_x), domain), "The second input moves as well."),
            Slip(Expression(sp.expand(2 * T * by_y), domain), "The first input moves as well."),
            Slip(
                Expression(sp.expand(f.subs(path)), domain),
                "That is the value along the path. How fast does it change?",
            ),
        ],
        facts={"f": f, "right": right, "slope_x": sp.diff(f, X), "slope_y": sp.diff(f, Y), "by_x": by_x, "by_y": by_y}
        | {"inserted": sp.expand(f.subs(path))},
    )


@family(
    "middling",
    q=(1, 2, 3, 4),
    r=(8, 10, 20),
    v=(2, 3, 4),
    t=(1, 2, 3),
    inland=(False, True),
    where=lambda q, r, v, t, inland: 2 * v * t * (v - 1) != q * r,
)
def station_and_walker(q: int, r: int, v: int, t: int, inland: bool) -> Exercise:
    """Tell the rate at a place from the rate for somebody who moves."""
    sign = 1 if inland else -1
    x = sp.Symbol("x", real=True)
    temperature = 12 + q * T + sign * x**2 / r
    slope = sp.Rational(2 * sign * v * t, r)
    total = q + slope * v
    return Exercise(
        question=r"Along a road, $x$ km from its beginning and $t$ hours after sunrise, the temperature is "
        r"{claim}`T(x, t) = 12 + <warming>t <sign> \frac{x^2}{<r>}`, in °C. You set out from the beginning at "
        "sunrise, at <v> km an hour. After <hours>, how fast does the temperature change at the place where "
        "you are, and how fast does it change for you? Answer with the two rates, in °C/h, in this order.",
        answer=Vector((q, total)),
        given=[r"T(x, t) = 12 + <warming>t <sign> \frac{x^2}{<r>}"],
        hints=[
            "The first rate holds the place. The second follows you.",
            "The second is the first, plus the slope along the road times your speed.",
        ],
        solution=r"""
At a place, {claim}`\frac{\partial T}{\partial t} = <q>`. Along the road
{claim}`\frac{\partial T}{\partial x} = <by_x>`, and after $t$ hours you are at $<v>t$ km. So with your speed

:::{derive}
\frac{d}{dt} T(<v>t, t) = <q> + <v> \cdot \left(<along>\right) = <moving>
:::

At $t = <t>$ that is {claim}`<moving_there> = <total>`.
""",
        slips=[
            Slip(Vector((total, q)), "These are the two rates, in the other order."),
            Slip(Vector((q, q + slope)), "The slope along the road has to be multiplied by your speed."),
            Slip(Vector((q, slope * v)), "For you the hour counts as well as the way: add both."),
        ],
        facts={
            "temperature": temperature,
            "warming": "" if q == 1 else q,
            "sign": "+" if inland else "-",
            "hours": f"{t} hour{'s' if t > 1 else ''}",
            "by_x": sp.Rational(2 * sign, r) * x,
            "along": sp.Rational(2 * sign * v, r) * T,
            "moving": q + sp.Rational(2 * sign * v**2, r) * T,
            "moving_there": f"{q} {'+' if inland else '-'} {sp.latex(sp.Rational(2 * v**2, r))} \\cdot {t}",
            "total": total,
        },
    )


@family("hard", a=range(1, 7), b=range(1, 7), c=(-3, -2, -1, 1, 2, 3, 4))
def way_into_the_origin(a: int, b: int, c: int) -> Exercise:
    """Find the limit of a function with a hidden ridge along a parabola."""
    f = a * X**2 * Y / (X**4 + b * Y**2)
    right = sp.Rational(a * c, 1 + b * c**2)
    wrong = {
        sp.Integer(0): "That is what happens along every straight line. A parabola is not one.",
        sp.Rational(a, 1 + b): "That is the way along the parabola with the factor 1 in it.",
        sp.Rational(a * c * c, 1 + b * c**2): "Above the line the factor of the parabola occurs once.",
    }
    return Exercise(
        question=r"Let {claim}`f(x, y) = \frac{<a*>x^2 y}{x^4 + <b*>y^2}`. To what number does it go, as $x \to 0$ "
        r"along the parabola "
        r"{notation}`y = <c*>x^2`?",
        answer=Number(right),
        given=[r"f(x, y) = \frac{<a*>x^2 y}{x^4 + <b*>y^2}"],
        hints=["Put the parabola into the formula before you do anything else.", "Then $x^4$ is in every term."],
        solution=r"""
On the parabola $x^4$ can be divided out, and nothing is left to go anywhere:

:::{derive}
f(x, <c*>x^2) = <right>
:::

Along every straight line the limit is 0. So there is no limit at the origin, whatever value the function is given
there.
""",
        slips=[Slip(Number(value), sentence) for value, sentence in wrong.items() if value != right],
        facts={"f": f, "right": right},
    )
