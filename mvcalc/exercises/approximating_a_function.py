"""Exercises for the page on approximating a function: value, slope and second derivative at one point."""

from __future__ import annotations

import numpy as np
import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Number, Option, Slip, family
from mvcalc.figures import Picture, curve
from mvcalc.figures.house import annotate, dot, draw

X = sp.Symbol("x", real=True)


@family("easy", n=(2, 3, 4), p=(2, 3, 5, 10, 20), tenths=(-3, -2, -1, 1, 2, 3))
def power_by_its_tangent(n: int, p: int, tenths: int) -> Exercise:
    """Find a power of a number that is nearly whole, without multiplying it out."""
    h = sp.Rational(tenths, 10)
    near, value, slope = p + h, p**n, n * p ** (n - 1)
    return Exercise(
        question=(
            "Approximate $<shown>^<n>$ by the tangent of $x^<n>$ at $x = <p>$. Give the exact value that "
            "the tangent has."
        ),
        answer=Number(value + slope * h),
        hints=[
            "You need two numbers at $<p>$, the value and the slope, and how far $<shown>$ is from $<p>$.",
            (
                r"The value is {claim}`<p>^<n> = <value>`. The slope of {notation}`x^<n>` at $<p>$ comes "
                r"from the power rule."
            ),
        ],
        solution=r"""
At $<p>$ the value is {claim}`<p>^<n> = <value>` and the slope is {claim}`<n> \cdot <p>^{<m>} = <slope>`. The
step is <step>, so the tangent gives

:::{derive}
<value> + <slope> \cdot <times> = <answer>
:::

To six figures the power itself is <true>.
""",
        slips=[
            Slip(
                Number(value),
                "That is the value at $<p>$, the approximation of order 0. The tangent climbs from there.",
            ),
            Slip(Number(value - slope * h), "The step was taken to the wrong side."),
            Slip(
                Number(value + p ** (n - 1) * h),
                "The slope of a power has its exponent in front: by the power rule, $<slope>$.",
            ),
        ],
        facts={
            "shown": f"{float(near):g}",
            "step": f"{float(h):g}".replace("-", "−"),
            "times": f"{float(h):g}" if h > 0 else f"({float(h):g})",
            "answer": f"{float(value + slope * h):.10g}",
            "true": f"{float(near**n):.6g}",
            "m": n - 1,
            "value": value,
            "slope": slope,
            "near": near,
        },
    )


@family(
    "middling",
    n=(3, 4, 5),
    p=(-2, -1, 2, 3),
    a=(1, 2, 3),
    b=(-4, -3, -1, 1, 2, 5),
)
def parabola_that_hugs(n: int, p: int, a: int, b: int) -> Exercise:
    """Find the approximation of order 2 of a polynomial about a point."""
    f = a * X**n + b * X
    value, slope, bend = (f.diff(X, k).subs(X, p) for k in range(3))
    step = X - p
    domain = {"x": (-3.0, 4.0)}
    right = value + slope * step + bend / 2 * step**2
    return Exercise(
        question=r"""
Find the approximation of order 2 of {notation}`f(x) = <f>` about $x = <p>$. You may leave it in
powers of {notation}`<shift>`.
""",
        answer=Expression(right, domain),
        given=["f(x) = <f>"],
        hints=[
            "Three numbers are needed: the value, the slope and the second derivative, all at $<p>$.",
            r"The derivatives are {claim}`f'(x) = <df>` and {claim}`f''(x) = <ddf>`.",
        ],
        solution=r"""
At the point, {claim}`f(<p>) = <value>`. Differentiating, {claim}`f'(x) = <df>` and {claim}`f''(x) = <ddf>`, so
{claim}`f'(<p>) = <slope>` and
{claim}`f''(<p>) = <bend>`. Half of the last goes with the square:

:::{notation}
<value> <+slope>(<shift>) <+half>(<shift>)^2
:::

Its value and its first two derivatives at $<p>$ are those of $f$; the difference to $f$ starts with the cube:

:::{derive}
f(<p> + h) = <value> <+slope>h <+half>h^2 + O(h^3)
:::
""",
        slips=[
            Slip(
                Expression(value + slope * step + bend * step**2, domain),
                "The second derivative goes in with its half: differentiating the square twice brings down a 2.",
            ),
            Slip(
                Expression(value + slope * X + bend / 2 * X**2, domain),
                "The powers are those of {notation}`<shift>`, the distance from the point, and not of $x$.",
            ),
            Slip(
                Expression(value + slope * step, domain),
                "That is order 1, the tangent. Add the term that makes it bend as $f$ does.",
            ),
        ],
        facts={
            "f": f,
            "df": f.diff(X),
            "ddf": f.diff(X, 2),
            "value": value,
            "slope": slope,
            "bend": bend,
            "half": bend / 2,
            "shift": f"x {'+' if p < 0 else '-'} {abs(p)}",
        },
    )


#: How the drawn parabola differs from the right one, in slope and in second derivative, by how much it agrees.
CHANGED = {1: (1, 0), 2: (0, 3), 3: (0, 0)}
AGREES = {
    1: "its value, and nothing else",
    2: "its value and its slope",
    3: "its value, its slope and its second derivative",
}
WHY = {
    1: "Look at the two directions in which the curves go through the point.",
    2: "Look at how the curves part: crossing at an angle, to one side, or hardly at all.",
    3: "Curves that agree in so much cannot be told apart near the point.",
}


def _pair(f: sp.Expr, q: sp.Expr, p: float) -> Picture:
    """Both curves in a window around the point."""
    picture = curve(
        sp.lambdify(X, f),
        (p - 1.6, p + 1.6),
        height=3,
        alt="A blue curve with one marked point, and an orange parabola that meets it there.",
    )
    (axes,) = picture.axes
    x, y = draw(axes, sp.lambdify(X, q), (p - 1.1, p + 1.1), "derivative")
    annotate(axes, "q", (x[-1], y[-1]), "derivative")
    dot(axes, p, float(f.subs(X, p)))
    return Picture((axes,), picture.alt, {"x": np.asarray(x)})


@family("easy", p=(-1, 1, 2), b=(-2, -1, 1, 2), sign=(-1, 1), agrees=tuple(CHANGED))
def what_matches_here(p: int, b: int, sign: int, agrees: int) -> Exercise:
    """See how much of a function a parabola shares at a point."""
    f = sign * X**3 + b * X
    slope, bend = f.diff(X).subs(X, p), f.diff(X, 2).subs(X, p)
    more_slope, more_bend = (sign * extra for extra in CHANGED[agrees])
    step = X - p
    q = sp.expand(f.subs(X, p) + (slope + 2 * more_slope) * step + sp.Rational(bend + 2 * more_bend, 2) * step**2)
    options = [Option(f"{AGREES[k]}".capitalize(), "" if k == agrees else WHY[k], k) for k in AGREES]
    return Exercise(
        question="How much does the orange parabola $q$ share with the blue curve at the violet point?",
        answer=Choice(options, agrees - 1, ordered=True),
        given=["f(x) = <f>", "q(x) = <q>"],
        hints=[
            "Imagine a magnifying glass over the point. Do the curves cross there at an angle?",
            "If they touch, ask whether one stays on the same side of the other, like a floor under a ball.",
        ],
        solution=r"""
The curves are {notation}`f(x) = <f>` and {notation}`q(x) = <q>`. At $<p>$, {claim}`f(<p>) = <value>`
and {claim}`q(<p>) = <value>`.
Their slopes there are {claim}`f'(<p>) = <slope>` and {claim}`q'(<p>) = <slope_q>`, their second derivatives
{claim}`f''(<p>) = <bend>` and
{claim}`q''(<p>) = <bend_q>`. So $q$ shares <words>. You can see it: curves of different slopes cross at an
angle, curves that differ in the second derivative touch and part
to one side, and curves that share it too cling together, to part on
different sides.
""",
        picture=_pair(f, q, p),
        facts={
            "f": f,
            "q": q,
            "value": f.subs(X, p),
            "slope": slope,
            "slope_q": q.diff(X).subs(X, p),
            "bend": bend,
            "bend_q": q.diff(X, 2).subs(X, p),
            "words": AGREES[agrees],
        },
    )


@family("hard", root=range(2, 12), tenths=(1, 2, 4, 5, 10))
def how_far_the_line_holds(root: int, tenths: int) -> Exercise:
    """Find from the second derivative how far a tangent may be used."""
    p, tolerance = root**2, sp.Rational(tenths, 100)
    bend = sp.Rational(1, 4 * root**3)
    distance = sp.sqrt(2 * tolerance / bend)
    return Exercise(
        question=r"""
You replace {notation}`f(x) = \sqrt{x}` by its tangent at $x = <p>$. An error of <shown> is good enough. Judging
by the second derivative at $<p>$, how far from $<p>$ may you
go? Give the distance to three significant figures.
""",
        answer=Number(float(distance), figures=3),
        given=["real x > 0", r"f(x) = \sqrt{x}"],
        hints=[
            "The error of the tangent is near to half the second derivative times the square of the distance.",
            (
                r"Two derivatives of the root: {claim}`f''(x) = -\frac{1}{4} x^{-3/2}`. At $<p>$ that is "
                r"{claim}`f''(<p>) = -<bend>`."
            ),
        ],
        solution=r"""
The second derivative is {claim}`f''(x) = -\frac{1}{4} x^{-3/2}`, and at our point {claim}`f''(<p>) = -<bend>`.
At a distance $d$ the tangent is wrong by about
{notation}`\frac{1}{2} \cdot <bend> d^2`. That is <shown> for

:::{derive}
\sqrt{2 \cdot <shown> \cdot <over>} \approx <answer>
:::

The estimate uses the bend at one point. The next pages turn it into a promise.
""",
        slips=[
            Slip(
                Number(float(distance / sp.sqrt(2)), figures=3),
                "The half was left out: the error is near *half* the second derivative times the square.",
            ),
            Slip(Number(float(distance**2), figures=3), "That is the square of the distance. Take its root."),
        ],
        facts={
            "p": p,
            "bend": bend,
            "over": 4 * root**3,
            "tolerance": tolerance,
            "shown": f"{float(tolerance):g}",
            "answer": f"{float(distance):.3g}" if float(distance) >= 1 else f"{float(distance):.3f}",
        },
    )
