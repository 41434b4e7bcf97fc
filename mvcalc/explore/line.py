"""Figures of a function of one variable."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp
from matplotlib.ticker import MaxNLocator

from mvcalc.explore.parts import Array, Exploration, Variable, inside, names, numpy, scalar, title
from mvcalc.figures.house import COLOURS, Picture, annotate, blank, dot, draw, headline, interval, line_through, worded
from mvcalc.web import javascript

__all__ = ["chain", "neuron", "secant", "singularities", "taylor", "tracer"]

DASHED = (0, (4, 3))


def secant(
    f: Any, a: float, b: float, domain: Sequence[float], *, alt: str, labels: tuple[str, str] | None = None
) -> Exploration:
    """Two points on a curve, to be dragged together: the secant becomes the tangent.

    Parameters
    ----------
    f : formula or Lambda
        Of one variable.
    a, b : float
        Where the points start.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings, optional
        Of the horizontal and of the vertical axis.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the points are equal or outside the domain, or f is not of one variable.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> figure = secant(sp.Lambda(x, x**2), 1, 3, (0, 4), alt="A parabola and a secant from 1 to 3.")
    >>> float(figure.picture.data["readings"]["secant slope"])
    4.0
    """
    alt, span = worded(alt), interval(domain)
    expression, variables = scalar(f, 1)
    first, second = (Variable(n, f"point {n}", *span, inside(n, v, span)) for n, v in (("a", a), ("b", b)))
    a, b = first.start, second.start
    if a == b:
        raise ValueError(f"a and b must differ, not both be {a!r}")
    slope = expression.diff(variables[0])
    value, rate = numpy(expression, variables), numpy(slope, variables)
    (axes,) = blank(height=3.6)
    x, y = draw(axes, value, span, "function")
    room = 0.08 * np.ptp(y)
    xlabel, above = labels or (names(f)[0], f"{title(f)}({names(f)[0]})")
    axes.set(xlim=span, ylim=(y.min() - room, y.max() + room), xlabel=xlabel)
    headline(axes, above, "function")
    ya, yb = float(value(a)), float(value(b))
    line_through(axes, a, ya, float(rate(a)), alpha=0.4)
    line_through(axes, a, ya, (yb - ya) / (b - a))
    axes.plot([a, b, b], [ya, ya, yb], color=COLOURS["point"], linestyle=DASHED, linewidth=1.3)
    dot(axes, [a, b], [ya, yb])
    for name, place, height in (("a", a, ya), ("b", b, yb)):
        annotate(axes, name, (place, height), "point", xytext=(0, 15), ha="center")
    readings = {"run": b - a, "rise": yb - ya, "secant slope": (yb - ya) / (b - a), "tangent slope at a": rate(a)}
    return Exploration(
        "secant",
        Picture((axes,), alt, {"x": x, "f": y, "readings": readings}),
        (first, second),
        {"f": javascript(expression, variables), "df": javascript(slope, variables)},
        "you can drag the two points together and see the secant become the tangent.",
    )


def tracer(f: Any, x: float, domain: Sequence[float], *, alt: str) -> Exploration:
    """A function above its derivative, which is drawn as far as the point has been moved.

    Parameters
    ----------
    f : formula or Lambda
        Of one variable.
    x : float
        Where the point starts; the derivative is drawn from the left end to there.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the point is outside the domain, or f is not of one variable.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> figure = tracer(sp.Lambda(x, x**2), 1.5, (-2, 2), alt="A parabola above the line of its slopes.")
    >>> float(figure.picture.data["readings"]["slope"])
    3.0
    """
    alt, span = worded(alt), interval(domain)
    expression, variables = scalar(f, 1)
    place = Variable("x", f"point {names(f)[0]}", *span, inside("x", x, span))
    slope = expression.diff(variables[0])
    value, rate = numpy(expression, variables), numpy(slope, variables)
    upper, lower = blank(2, 1, height=4.9, sharex=True, height_ratios=(1, 1))
    at = place.start
    ends, data = np.linspace(*span, 241), {}
    for axes, g, colour, name, to in (
        (upper, value, "function", f"{title(f)}({names(f)[0]})", span[1]),
        (lower, rate, "derivative", "its slope", at),
    ):
        y = np.broadcast_to(g(ends), ends.shape)
        room = 0.1 * (np.ptp(y) or 1)
        axes.set(xlim=span, ylim=(y.min() - room, y.max() + room))
        if axes is lower:
            axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
        data["x"], data[colour] = draw(axes, g, (span[0], max(to, span[0] + 1e-9)), colour)
        headline(axes, name, colour)
    line_through(upper, at, float(value(at)), float(rate(at)))
    lower.plot([at, at], [0, rate(at)], color=COLOURS["point"], linestyle=DASHED, linewidth=1.3)
    dot(upper, at, value(at))
    dot(lower, at, rate(at), "derivative")
    lower.set_xlabel(names(f)[0])
    return Exploration(
        "tracer",
        Picture((upper, lower), alt, {**data, "readings": {"height": value(at), "slope": rate(at)}}),
        (place,),
        {"f": javascript(expression, variables), "df": javascript(slope, variables)},
        "you can move the point along the curve and draw the rest of its slopes.",
    )


def _row(name: str, values: Array, span: tuple[float, float] | None = None) -> dict[str, Any]:
    """One axis of a chain: from end to end of the span, or a round stretch that holds the values."""
    ticks = np.asarray(MaxNLocator(6).tick_values(float(values.min()), float(values.max())))
    low, high = span or (float(ticks[0]), float(ticks[-1]))
    shown = [[float(t), f"{t:g}".replace("-", "−")] for t in ticks if low <= t <= high]
    return {"name": name, "low": low, "high": high, "ticks": shown}


def chain(g: Any, f: Any, x: float, step: float, domain: Sequence[float], *, alt: str) -> Exploration:
    """Two functions one after the other, as three linked axes: a small step is stretched twice.

    Parameters
    ----------
    g, f : formula or Lambda
        Each of one variable; the chain is y = f(u), u = g(x).
    x, step : float
        Where the point starts, and how far it is moved.
    domain : two numbers
        Of x.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the point is outside the domain, or a function is not of one variable.

    Examples
    --------
    >>> x, u = sp.symbols("x u")
    >>> g, f = sp.Lambda(x, x**2), sp.Lambda(u, 3 * u)
    >>> figure = chain(g, f, 2, 0.5, (0, 4), alt="Three axes, linked by two functions.")
    >>> float(figure.picture.data["readings"]["product of the slopes"])
    12.0
    """
    alt, span = worded(alt), interval(domain)
    (inner, a), (outer, b) = scalar(g, 1), scalar(f, 1)
    place = Variable("x", f"point {names(g)[0]}", *span, inside("x", x, span))
    reach = (span[1] - span[0]) / 4
    moved = Variable("step", "step", -reach, reach, inside("step", step, (-reach, reach)))
    one, two = numpy([inner, inner.diff(a[0])], a), numpy([outer, outer.diff(b[0])], b)
    at, by = place.start, moved.start
    xs = np.linspace(span[0], span[1], 241)
    us = np.broadcast_to(one(xs)[0], xs.shape)
    ys = np.broadcast_to(two(us)[0], xs.shape)
    rows = [_row(names(g)[0], xs, span), _row(names(f)[0], us), _row("y", ys)]
    u, ub = one(at)[0], one(at + by)[0]
    y, yb = two(u)[0], two(ub)[0]
    (axes,) = blank(height=3.5)
    axes.set(xlim=(-0.07, 1.03), ylim=(-0.42, 2.3))
    axes.axis("off")
    along = [np.array(pair) for pair in ((at, at + by), (u, ub), (y, yb))]
    across = [(pair - row["low"]) / (row["high"] - row["low"]) for pair, row in zip(along, rows, strict=True)]
    for end, style in ((0, "-"), (1, DASHED)):
        axes.plot([pair[end] for pair in across], [2, 1, 0], color=COLOURS["muted"], linewidth=1.3, linestyle=style)
    for height, row, pair in zip((2, 1, 0), rows, across, strict=True):
        axes.plot([0, 1], [height, height], color=COLOURS["muted"], linewidth=0.9)
        axes.text(-0.06, height, row["name"], color=COLOURS["function"], style="italic", va="center", size=13)
        for tick, text in row["ticks"]:
            t = (tick - row["low"]) / (row["high"] - row["low"])
            axes.plot([t, t], [height, height - 0.06], color=COLOURS["muted"], linewidth=0.9)
            axes.text(t, height - 0.1, text, color=COLOURS["muted"], ha="center", va="top", size=10)
        axes.plot(pair, [height, height], color=COLOURS["point"], linewidth=4)
        dot(axes, pair[0], height)
    slopes = one(at)[1], two(u)[1]
    for middle, slope in zip((1.5, 0.5), slopes, strict=True):
        text = f"slope {slope:.3f}".replace("-", "−")
        axes.text(1.02, middle, text, color=COLOURS["derivative"], style="italic", ha="right", va="center")
    readings = {
        "step in x": by, "step in u": ub - u, "step in y": yb - y, "slope of g": slopes[0], "slope of f": slopes[1],
        "product of the slopes": slopes[0] * slopes[1],
    }  # fmt: skip
    return Exploration(
        "chain",
        Picture((axes,), alt, {"readings": readings}),
        (place, moved),
        {
            "g": javascript([inner, inner.diff(a[0])], a),
            "f": javascript([outer, outer.diff(b[0])], b),
        },
        "you can move the point and shrink the step, and watch both slopes act on it.",
        {"rows": rows},
    )


def neuron(
    f: Any, w: float, b: float, a: float, domain: Sequence[float], *, alt: str, reach: float = 6.0
) -> Exploration:
    """One neuron, σ(w a + b), with a slider each for its weight and its bias.

    Parameters
    ----------
    f : formula or Lambda
        The activation, of one variable.
    w, b, a : float
        Weight, bias and input at the start.
    domain : two numbers
        Of the input.
    alt : str
        What the figure shows, in words.
    reach : float
        How far the sliders of weight and bias go, both ways.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If a setting is out of reach, or the activation is not of one variable.

    Examples
    --------
    >>> z = sp.Symbol("z")
    >>> figure = neuron(sp.Lambda(z, sp.tanh(z)), 2, -1, 0.5, (-3, 3), alt="A rising S through zero at a half.")
    >>> float(figure.picture.data["readings"]["slope in a"])
    2.0
    """
    alt, span, both = worded(alt), interval(domain), (-float(reach), float(reach))
    expression, variables = scalar(f, 1)
    settings = (
        Variable("w", "weight w", *both, inside("w", w, both), colour="function"),
        Variable("b", "bias b", *both, inside("b", b, both), colour="function"),
        Variable("a", "input a", *span, inside("a", a, span)),
    )
    w, b, a = (v.start for v in settings)
    value, rate = numpy(expression, variables), numpy(expression.diff(variables[0]), variables)
    ends = np.linspace(-reach * (1 + max(map(abs, span))), reach * (1 + max(map(abs, span))), 2001)
    outputs = np.broadcast_to(value(ends), ends.shape)
    low, high = max(outputs.min(), -5.0), min(outputs.max(), 5.0)
    (axes,) = blank(height=3.4)
    room = 0.1 * (high - low)
    axes.set(xlim=span, ylim=(low - room, high + room), xlabel="input a")
    headline(axes, "activation", "function")
    if w and span[0] <= -b / w <= span[1]:
        axes.axvline(-b / w, color=COLOURS["muted"], linestyle=DASHED, linewidth=1)
    x, y = draw(axes, lambda a: value(w * a + b), span, "function")
    z = w * a + b
    line_through(axes, a, float(value(z)), float(w * rate(z)))
    dot(axes, a, value(z))
    readings = {"z = wa + b": z, "activation": value(z), "slope in a": w * rate(z)}
    return Exploration(
        "neuron",
        Picture((axes,), alt, {"x": x, "f": y, "readings": readings}),
        settings,
        {"f": javascript(expression, variables), "df": javascript(expression.diff(variables[0]), variables)},
        "you can turn weight and bias, and see the curve steepen, turn over and shift.",
    )


#: What must not vanish for these functions of z to be analytic; one that is not here is either entire or refused.
_SINGULAR: dict[Any, Callable[[Any], Any]] = {
    sp.log: lambda z: z,
    sp.atan: lambda z: 1 + z**2,
    sp.asinh: lambda z: 1 + z**2,
    sp.asin: lambda z: 1 - z**2,
    sp.acos: lambda z: 1 - z**2,
    sp.atanh: lambda z: 1 - z**2,
}
_ENTIRE = (sp.Symbol, sp.Add, sp.Mul, sp.Pow, sp.sin, sp.cos, sp.exp, sp.sinh, sp.cosh)


def singularities(f: Any) -> list[complex]:
    """Where in the complex plane a function of one variable may fail to be analytic.

    Parameters
    ----------
    f : formula or Lambda
        Of polynomials, quotients, powers, roots, exponentials, logarithms and the like.

    Returns
    -------
    list of complex
        Zeros of what is divided by, and of what stands under a root or a logarithm; one that cancels is listed too.

    Raises
    ------
    ValueError
        If a part is neither entire nor of a kind whose zeros can be found.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> singularities(sp.Lambda(x, 1 / (4 + x**2)))
    [-2j, 2j]
    """
    expression, (v,) = scalar(f, 1)
    critical = []
    for part in sp.preorder_traversal(expression):
        if isinstance(part, sp.Pow) and part.base.has(v) and not (part.exp.is_Integer and part.exp >= 0):
            critical.append(part.base)
        elif type(part) in _SINGULAR and part.has(v):
            critical.append(_SINGULAR[type(part)](part.args[0]))
        elif part.has(v) and not isinstance(part, _ENTIRE):
            raise ValueError(f"the singularities of {type(part).__name__} are not known here: give `singular`")
    found: set[complex] = set()
    for part in critical:
        numerator = sp.fraction(sp.together(part))[0]
        if not numerator.is_polynomial(v):
            raise ValueError(f"the zeros of {part} are not known here: give `singular`")
        found |= {
            complex(round(complex(z).real, 12) + 0.0, round(complex(z).imag, 12) + 0.0)
            for z in sp.Poly(numerator, v).nroots(n=30)
        }
    return sorted(found, key=lambda z: (z.real, z.imag))


def _bounds(largest: Any, order: int, p: float, to: float) -> tuple[Array, Array]:
    """Lagrange's bound from p outwards, with the largest derivative met on the way."""
    x = np.linspace(p, to, 121)
    most = np.maximum.accumulate(np.abs(np.broadcast_to(largest(x), x.shape)))
    return x, most * np.abs(x - p) ** (order + 1) / math.factorial(order + 1)


def taylor(
    f: Any,
    p: float,
    order: int,
    x: float,
    domain: Sequence[float],
    *,
    alt: str,
    heights: Sequence[float],
    most: int = 8,
    singular: Sequence[complex] | None = None,
) -> Exploration:
    """A Taylor polynomial whose order and point can be chosen, its remainder's bound and its radius of convergence.

    Parameters
    ----------
    f : formula or Lambda
        Of one variable.
    p : float
        The point of expansion.
    order : int
        Of the polynomial, at the start.
    x : float
        Where function and polynomial are compared.
    domain : two numbers
        Where to draw; f must be smooth there.
    alt : str
        What the figure shows, in words.
    heights : two numbers
        What of the vertical axis is shown, since polynomials leave it.
    most : int
        The highest order that can be chosen.
    singular : sequence of complex, optional
        Where f is not analytic; found from f itself if it is left out.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If a setting is outside its range, or the singularities of f are neither given nor known.

    Notes
    -----
    The band is Lagrange's bound with the largest value of the next derivative among 121 points between; on
    coarser ground than that :func:`mvcalc.taylor.lagrange_bound` is sure, and this is not.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> figure = taylor(sp.Lambda(x, 1 / (1 + x**2)), 0, 2, 0.5, (-2, 2), alt="A bell and the parabola at its top.",
    ...                 heights=(-1, 2))
    >>> figure.picture.data["readings"]["polynomial"], figure.picture.data["radius"]
    (0.75, 1.0)
    """
    alt, span, tall = worded(alt), interval(domain), interval(heights)
    expression, variables = scalar(f, 1)
    settings = (
        Variable("n", "order n", 0, most, inside("order", order, (0, most)), whole=True, colour="derivative"),
        Variable("p", "point p", *span, inside("p", p, span)),
        Variable("x", f"compare at {names(f)[0]}", *span, inside("x", x, span)),
    )
    derivatives = [expression]
    for _ in range(most + 1):
        derivatives.append(sp.diff(derivatives[-1], variables[0]))
    rates = [numpy(d, variables) for d in derivatives]
    places = singularities(f) if singular is None else [complex(z) for z in singular]
    n, p, x = order, settings[1].start, settings[2].start
    radius = min((abs(z - p) for z in places), default=math.inf)

    def polynomial(at: Any) -> Any:
        return sum(rates[k](p) / math.factorial(k) * (at - p) ** k for k in range(n + 1)) + 0.0 * at

    (axes,) = blank(height=3.8)
    axes.set(xlim=span, ylim=tall, xlabel=names(f)[0])
    headline(axes, f"{title(f)}({names(f)[0]})", "function")
    for end in span:
        grid, bound = _bounds(rates[n + 1], n, p, end)
        middle = polynomial(grid)
        axes.fill_between(grid, np.clip(middle - bound, -1e3, 1e3), np.clip(middle + bound, -1e3, 1e3),
                          color=COLOURS["derivative"], alpha=0.16, linewidth=0)  # fmt: skip
    for edge in (p - radius, p + radius):
        if span[0] < edge < span[1]:
            axes.axvline(edge, color=COLOURS["second"], linestyle=DASHED, linewidth=1.3)
            annotate(axes, "radius", (edge, tall[0]), "second", xytext=(4, 8))
    grid, y = draw(axes, rates[0], span, "function")
    draw(axes, polynomial, span, "derivative")
    values = float(rates[0](x)), float(polynomial(x))
    axes.plot([x, x], values, color=COLOURS["point"], linewidth=2.2)
    dot(axes, x, values[1], "derivative")
    dot(axes, p, rates[0](p))
    readings = {title(f): values[0], "polynomial": values[1], "error": abs(values[0] - values[1]),
                "bound": _bounds(rates[n + 1], n, p, x)[1][-1]}  # fmt: skip
    return Exploration(
        "taylor",
        Picture((axes,), alt, {"x": grid, "f": y, "readings": readings, "radius": radius}),
        settings,
        {f"d{k}": javascript(d, variables) for k, d in enumerate(derivatives)},
        "you can raise the order and move the point, and see where more terms help and where they do not.",
        {"singular": [[z.real, z.imag] for z in places], "letter": names(f)[0], "title": title(f)},
    )
