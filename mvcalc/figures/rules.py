"""Figures of the rules: what a step does to a sum, a product and a chain, and what it costs a machine."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from mvcalc.derivatives import derivative
from mvcalc.difference import central_difference, forward_difference
from mvcalc.figures.house import (
    COLOURS,
    Function,
    Picture,
    annotate,
    blank,
    dot,
    draw,
    headline,
    interval,
    line_through,
    scientific,
    worded,
)

__all__ = ["activations", "fading", "rectangle", "rises", "rivals", "rounding", "shares", "sides", "tradeoff", "tree"]

DASHED = (0, (4, 3))


def rectangle(f: Function, g: Function, x: float, h: float, *, alt: str) -> Picture:
    """A product as the area of a rectangle, and the three pieces that a step adds to it.

    Parameters
    ----------
    f, g : callable
        Width and height, positive at ``x`` and growing from there to ``x + h``.
    x, h : float
        The point and the step.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are the areas: ``before``, ``right`` (Δf·g), ``top`` (f·Δg) and ``corner`` (Δf·Δg).

    Raises
    ------
    ValueError
        If a side is not positive or does not grow, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = rectangle(lambda x: x, lambda x: 2 * x, 3, 0.5, alt="A rectangle that grows by three pieces.")
    >>> [float(picture.data[name]) for name in ("before", "right", "top", "corner")]
    [18.0, 3.0, 3.0, 0.5]
    """
    alt = worded(alt)
    (wide, wider), (high, higher) = ((float(side(x)), float(side(x + h))) for side in (f, g))
    if not (0 < wide < wider and 0 < high < higher):
        raise ValueError(f"both sides must be positive and grow, not {wide:g} to {wider:g} and {high:g} to {higher:g}")
    right, top = wider - wide, higher - high
    (axes,) = blank(height=3.4)
    axes.set(xlim=(-0.02 * wider, 1.02 * wider), ylim=(-0.11 * higher, 1.02 * higher), aspect="auto")
    axes.axis("off")
    pieces = {
        "before": (0.0, 0.0, wide, high, "function", "f g"),
        "right": (wide, 0.0, right, high, "derivative", "Δf · g"),
        "top": (0.0, high, wide, top, "derivative", "f · Δg"),
        "corner": (wide, high, right, top, "point", "Δf · Δg"),
    }
    for left, foot, across, up, colour, name in pieces.values():
        patch = Rectangle((left, foot), across, up, facecolor=COLOURS[colour], alpha=0.16, linewidth=0)
        edge = Rectangle((left, foot), across, up, facecolor="none", edgecolor=COLOURS[colour], linewidth=1.4)
        axes.add_patch(patch)
        axes.add_patch(edge)
        annotate(axes, name, (left + across / 2, foot + up / 2), colour, xytext=(0, 0), ha="center")
    for at, text in ((wide / 2, "f"), (wide + right / 2, "Δf")):
        annotate(axes, text, (at, 0), "ink", xytext=(0, -11), ha="center")
    for at, text in ((high / 2, "g"), (high + top / 2, "Δg")):
        annotate(axes, text, (0, at), "ink", xytext=(-7, 0), ha="right")
    return Picture((axes,), alt, {name: across * up for name, (_, _, across, up, _, _) in pieces.items()})


def rises(f: Function, g: Function, x: float, h: float, domain: Sequence[float], *, alt: str) -> Picture:
    """Two functions and their sum over one step: at both ends of it the heights add, and so the rises do.

    Parameters
    ----------
    f, g : callable
    x, h : float
        The point and the step.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are the rises over the step, by name: ``f``, ``g`` and ``f + g``.

    Raises
    ------
    ValueError
        If the step is 0, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = rises(lambda x: x, lambda x: x**2, 1, 0.5, (0, 2), alt="A line, a parabola and their sum.")
    >>> [float(rise) for rise in picture.data.values()]
    [0.5, 1.25, 1.75]
    """
    alt, span = worded(alt), interval(domain)
    if not h:
        raise ValueError("h must not be 0: a rise needs a step")
    (axes,) = blank(height=3.4)
    axes.set(xlim=span, xlabel="x")
    named: dict[str, tuple[Function, str]] = {
        "f": (f, "function"),
        "g": (g, "second"),
        "f + g": (lambda t: f(t) + g(t), "ink"),
    }
    data = {}
    for name, (side, colour) in named.items():
        grid, y = draw(axes, side, span, colour)
        annotate(axes, name, (grid[-1], y[-1]), colour)
        start, end = float(side(x)), float(side(x + h))
        axes.plot([x, x + h, x + h], [start, start, end], color=COLOURS["point"], linestyle=DASHED, linewidth=1.2)
        annotate(axes, f"{end - start:+.3g}".replace("-", "−"), (x + h, (start + end) / 2), "point")
        data[name] = end - start
    return Picture((axes,), alt, data)


def shares(
    f: Function, g: Function, df: Function, dg: Function, domain: Sequence[float], *, names: Sequence[str], alt: str
) -> Picture:
    """A product above its derivative, and in the derivative the share of each factor.

    Parameters
    ----------
    f, g, df, dg : callable
        The factors and their derivatives.
    domain : two numbers
        Where to draw.
    names : four strings
        Of the product, its derivative, and the shares f′g and fg′.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``x``, ``product``, ``first``, ``other`` and ``derivative``, arrays.

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = shares(lambda x: x, lambda x: x, lambda x: 1, lambda x: 1, (0, 2), alt="A parabola and its slope.",
    ...                  names=("x²", "2x", "x", "x"))
    >>> float(picture.data["derivative"][-1])
    4.0
    """
    alt, span = worded(alt), interval(domain)
    upper, lower = blank(2, 1, height=4.6, sharex=True, height_ratios=(2, 3))
    data: dict[str, Any] = {}
    data["x"], data["product"] = draw(upper, lambda x: f(x) * g(x), span, "function")
    headline(upper, names[0], "function")
    lower.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    parts = {"first": (lambda x: df(x) * g(x), "second"), "other": (lambda x: f(x) * dg(x), "point")}
    for name, (key, (part, colour)) in zip(names[2:], parts.items(), strict=True):
        x, data[key] = draw(lower, part, span, colour)
        lower.lines[-1].set(linestyle=DASHED, linewidth=1.6)
        most = int(np.abs(data[key]).argmax())
        annotate(lower, name, (x[most], data[key][most]), colour, xytext=(12, 10 * np.sign(data[key][most])))
    _, data["derivative"] = draw(lower, lambda x: df(x) * g(x) + f(x) * dg(x), span, "derivative")
    headline(lower, names[1], "derivative")
    lower.margins(y=0.18)
    lower.set(xlim=span, xlabel="x")
    return Picture((upper, lower), alt, data)


def rivals(
    f: Function,
    right: Function,
    wrong: Function,
    domain: Sequence[float],
    *,
    names: Sequence[str],
    at: float,
    alt: str,
) -> Picture:
    """A function with the lines of two slopes at one point; below it, both slopes everywhere.

    Parameters
    ----------
    f, right, wrong : callable
        The function, its derivative, and what is mistaken for it.
    domain : two numbers
        Where to draw.
    names : three strings
        Of the function, the derivative and the mistake.
    at : float
        Where the two lines are drawn.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``x``, ``f``, ``right``, ``wrong``, and ``slopes``, the two at the point.

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = rivals(lambda x: x**2, lambda x: 2 * x, lambda x: x, (0, 2), names=("x²", "2x", "x"), at=1,
    ...                  alt="A parabola with two lines at 1.")
    >>> picture.data["slopes"]
    (2.0, 1.0)
    """
    alt, span = worded(alt), interval(domain)
    upper, lower = blank(2, 1, height=4.6, sharex=True)
    data: dict[str, Any] = {}
    data["x"], data["f"] = draw(upper, f, span, "function")
    headline(upper, names[0], "function")
    room = 0.12 * np.ptp(data["f"])
    upper.set(xlim=span, ylim=(data["f"].min() - room, data["f"].max() + room))
    slopes = []
    for key, slope, colour in (("right", right, "derivative"), ("wrong", wrong, "point")):
        _, data[key] = draw(lower, slope, span, colour)
        slopes.append(float(slope(at)))
        line_through(upper, at, float(f(at)), slopes[-1], colour)
    for line in (lower.lines[-1], upper.lines[-1]):
        line.set(linestyle=DASHED)
    lower.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    widest = 60 + int(np.abs(data["right"] - data["wrong"])[60:-60].argmax())
    up = np.sign(data["right"][widest] - data["wrong"][widest])
    off = np.sign(data["wrong"][widest]) or 1  # away from the axis
    for key, name, colour, side in (("right", names[1], "derivative", up), ("wrong", names[2], "point", off)):
        annotate(lower, name, (data["x"][widest], data[key][widest]), colour, xytext=(0, 11 * side), ha="center")
    lower.margins(y=0.16)
    headline(lower, "slope", "derivative")
    lower.set_xlabel("x")
    return Picture((upper, lower), alt, {**data, "slopes": tuple(slopes)})


def activations(
    functions: Mapping[str, tuple[Function, Function]],
    domain: Sequence[float],
    *,
    heights: Sequence[float],
    alt: str,
    label: str = "z",
) -> Picture:
    """Functions side by side, each above its derivative; one scale for all functions and one for all derivatives.

    Parameters
    ----------
    functions : mapping from a name to a pair of callables
        Each function with its derivative.
    domain, heights : two numbers
        Where to draw the functions, across and up.
    alt : str
        What the figure shows, in words.
    label : str
        Of the input.

    Returns
    -------
    Picture
        Its data are ``x`` and, by name, pairs of arrays.

    Raises
    ------
    ValueError
        If the domain or the heights are not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> pairs = {"x": (lambda x: x, lambda x: 1), "x²": (lambda x: x**2, lambda x: 2 * x)}
    >>> picture = activations(pairs, (-1, 1), heights=(-1, 1), alt="A line and a parabola, each above its slope.")
    >>> len(picture.axes)
    4
    """
    alt, span, tall = worded(alt), interval(domain), interval(heights, "heights")
    count = len(functions)
    panels = blank(2, count, height=3.9, sharex=True, sharey="row")
    data: dict[str, Any] = {}
    for upper, lower, (name, (f, df)) in zip(panels[:count], panels[count:], functions.items(), strict=True):
        data["x"], values = draw(upper, f, span, "function")
        _, slopes = draw(lower, df, span, "derivative")
        data[name] = values, slopes
        headline(upper, name, "function")
        headline(lower, "its slope", "derivative")
        for axes in (upper, lower):
            axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
        upper.set_ylim(tall)
        lower.set_xlabel(label)
    return Picture(panels, alt, data)


def fading(functions: Mapping[str, Function], x: float, most: int, *, alt: str) -> Picture:
    """The slope of f(f(…f(x)…)) against the number of links in the chain, by powers of ten.

    Parameters
    ----------
    functions : mapping from a label to a callable
        Up to three, each differentiable and increasing along the chain from ``x``.
    x : float
        What goes into the first link.
    most : int
        The longest chain, at least 2.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``links`` and, by label, the slopes.

    Raises
    ------
    ValueError
        If there are fewer than two lengths of chain to compare, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = fading({"half": lambda x: x / 2}, 3.0, 4, alt="The slope halves with each link.")
    >>> print(picture.data["half"])
    [0.5    0.25   0.125  0.0625]
    """
    alt = worded(alt)
    if most < 2:
        raise ValueError(f"most must be at least 2 links, not {most!r}")
    links = np.arange(1, most + 1)
    (axes,) = blank(height=3.2)
    data: dict[str, Any] = {"links": links}
    for colour, (name, f) in zip(("function", "derivative", "second"), functions.items(), strict=False):
        value, slopes = float(x), []
        for _ in links:
            slopes.append(derivative(f, value))
            value = float(f(value))
        data[name] = np.cumprod(slopes)
        axes.semilogy(links, data[name], "o-", color=COLOURS[colour], markersize=4, linewidth=1.4)
        annotate(axes, name, (most, data[name][-1]), colour)
    axes.minorticks_off()
    axes.set(xlabel="layers")
    headline(axes, "slope of the whole chain", "ink")
    return Picture((axes,), alt, data)


def tree(root: Sequence[Any], *, alt: str) -> Picture:
    """A formula taken apart: one box for each operation, the last one on top, with the rule that it calls for.

    Parameters
    ----------
    root : tuple
        ``(label, rule, *parts)``, each part again such a tuple; a leaf has no parts.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``labels``, ``rules`` and ``places`` (column, level), each box before its parts.

    Raises
    ------
    ValueError
        If a box lacks a label or a rule, or ``alt`` says nothing.

    Examples
    --------
    >>> sine = ("sin", "chain", ("2x", "power"))
    >>> picture = tree(("×", "product", ("x", "power"), sine), alt="A product of two parts.")
    >>> picture.data["rules"], picture.data["places"][0]
    (('product', 'power', 'chain', 'power'), (0.5, 0))
    """
    alt = worded(alt)
    boxes: list[tuple[str, str, float, int, int | None]] = []
    leaves = itertools.count()

    def place(node: Sequence[Any], level: int, parent: int | None) -> float:
        label, rule, *parts = node
        if not (isinstance(label, str) and label and isinstance(rule, str) and rule):
            raise ValueError(f"each box needs a label and a rule, not {node!r}")
        mine = len(boxes)
        boxes.append((label, rule, 0.0, level, parent))
        columns = [place(part, level + 1, mine) for part in parts]
        column = (columns[0] + columns[-1]) / 2 if columns else float(next(leaves))
        boxes[mine] = (label, rule, column, level, parent)
        return column

    place(root, 0, None)
    deepest = max(level for *_, level, _ in boxes)
    (axes,) = blank(height=0.7 * (deepest + 1))
    axes.set(xlim=(-0.5, next(leaves) - 0.1), ylim=(-deepest - 0.5, 0.5))
    axes.axis("off")
    for label, rule, column, level, parent in boxes:
        if parent is not None:
            axes.plot([boxes[parent][2], column], [-boxes[parent][3], -level], color=COLOURS["muted"], linewidth=1)
        box = {"boxstyle": "round,pad=0.35", "facecolor": COLOURS["paper"], "edgecolor": COLOURS["function"]}
        axes.text(column, -level, label, color=COLOURS["function"], ha="center", va="center", bbox=box, zorder=3)
        annotate(axes, rule, (column, -level), "derivative", xytext=(26, 0))
    labels, rules, columns, levels, _ = zip(*boxes, strict=True)
    return Picture((axes,), alt, {"labels": labels, "rules": rules, "places": tuple(zip(columns, levels, strict=True))})


def sides(f: Function, x: float, h: float, domain: Sequence[float], *, alt: str) -> Picture:
    """A point of a graph with its tangent, the secant one step forward, and the secant from one step to the other.

    Parameters
    ----------
    f : callable
    x, h : float
        The point and the step, positive.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are the slopes ``forward`` and ``central``.

    Raises
    ------
    ValueError
        If the step is not positive, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> sides(lambda x: x**2, 1, 0.5, (0, 2), alt="A parabola with two secants.").data
    {'forward': 2.5, 'central': 2.0}
    """
    alt, span = worded(alt), interval(domain)
    (axes,) = blank(height=3.4)
    _, y = draw(axes, f, span, "function")
    room = 0.06 * np.ptp(y)
    axes.set(xlim=span, ylim=(y.min() - room, y.max() + room), xlabel="x")
    here, after, before = (float(f(place)) for place in (x, x + h, x - h))
    data = {"forward": forward_difference(f, x, h), "central": central_difference(f, x, h)}
    line_through(axes, x, here, data["forward"], "second")
    line_through(axes, x - h, before, data["central"], "derivative")
    line_through(axes, x, here, central_difference(f, x), "muted", linestyle=DASHED, linewidth=1.2)
    for name, place, height, colour, beside in (
        ("forward", x - 0.4 * h, here - 0.4 * h * data["forward"], "second", {"xytext": (10, -4)}),
        ("central", x - 0.5 * h, before + 0.5 * h * data["central"], "derivative", {"xytext": (-8, 8), "ha": "right"}),
    ):
        annotate(axes, f"{name}, slope {data[name]:.3g}", (place, height), colour, **beside)
    dot(axes, [x - h, x, x + h], [before, here, after])
    annotate(axes, "x − h", (x - h, before), "point", xytext=(-4, 12), ha="right")
    for place, height, name in ((x, here, "x"), (x + h, after, "x + h")):
        annotate(axes, name, (place, height), "point", xytext=(7, -9))
    return Picture((axes,), alt, data)


def rounding(f: Function, x: float, count: int, stride: int, *, alt: str) -> Picture:
    """What rounding does to the rise of a function over a few floating-point numbers, and to its slope.

    Parameters
    ----------
    f : callable
    x : float
        Where the steps start.
    count, stride : int
        How many steps to try, and by how many floating-point numbers each is longer than the one before.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``steps``; ``wrong``, how far each rise is from slope times step; ``slopes``, rise over run; and
        ``exact``, the slope. Steps are so short that no curve bends over them.

    Raises
    ------
    ValueError
        If ``count`` or ``stride`` is below 1, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = rounding(lambda x: 4 * x, 1.0, 3, 5, alt="Four times a number: nothing is rounded.")
    >>> print(picture.data["slopes"], picture.data["wrong"])
    [4. 4. 4.] [0. 0. 0.]
    """
    alt = worded(alt)
    if not (count >= 1 and stride >= 1):
        raise ValueError(f"count and stride must be at least 1, not {count!r} and {stride!r}")
    near = x + np.arange(1, count + 1) * stride * np.spacing(abs(x))
    steps = near - x
    rises = np.array([float(f(float(place))) for place in near]) - float(f(x))
    exact = derivative(f, float(x))
    wrong, slopes = rises - exact * steps, rises / steps
    upper, lower = blank(2, 1, height=4.2, sharex=True)
    upper.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    upper.plot(steps * 1e16, wrong * 1e16, "o", color=COLOURS["point"], markersize=4)
    lower.axhline(exact, color=COLOURS["derivative"], linewidth=1.8)
    lower.plot(steps * 1e16, slopes, "o", color=COLOURS["function"], markersize=4)
    upper.margins(y=0.12)
    lower.margins(y=0.12)
    headline(upper, "error of the rise, times 10¹⁶", "point")
    headline(lower, "slope", "function")
    lower.set_xlabel("step h, times 10¹⁶")
    return Picture((upper, lower), alt, {"steps": steps, "wrong": wrong, "slopes": slopes, "exact": exact})


def tradeoff(truncation: float, roundoff: float, order: int, domain: Sequence[float], *, alt: str) -> Picture:
    """Two errors against the step, by powers of ten: one grows as a power of it, the other as its reciprocal.

    Parameters
    ----------
    truncation, roundoff : float
        The factors A and B in A hᵖ + B/h, positive.
    order : int
        The power p, at least 1.
    domain : two numbers
        Powers of ten between which the step is drawn.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``h``, ``truncation``, ``roundoff``, and ``best``, the step with the smallest sum.

    Raises
    ------
    ValueError
        If a factor is not positive or the order below 1, the domain is not two increasing numbers, or ``alt``
        says nothing.

    Examples
    --------
    >>> picture = tradeoff(2.0, 8.0, 1, (-2, 3), alt="A falling and a rising line, and their sum.")
    >>> picture.data["best"]
    2.0
    """
    alt, span = worded(alt), interval(domain)
    if not (truncation > 0 and roundoff > 0 and order >= 1):
        raise ValueError(f"expected positive factors and an order of 1 or more, not {truncation}, {roundoff}, {order}")
    h = np.logspace(*span, 121)
    falls, climbs = truncation * h**order, roundoff / h
    best = float((roundoff / (order * truncation)) ** (1 / (order + 1)))
    (axes,) = blank(height=3.4)
    axes.loglog(h, falls, color=COLOURS["function"], linestyle=DASHED, linewidth=1.6)
    axes.loglog(h, climbs, color=COLOURS["second"], linestyle=DASHED, linewidth=1.6)
    axes.loglog(h, falls + climbs, color=COLOURS["derivative"], linewidth=3.2, alpha=0.55)
    axes.minorticks_off()
    least = truncation * best**order + roundoff / best
    dot(axes, best, least)
    annotate(axes, f"best step {scientific(best)}", (best, least), "point", xytext=(-18, 36), ha="center")
    annotate(axes, "truncation", (h[-20], falls[-20]), "function", xytext=(-10, 2), ha="right")
    annotate(axes, "round-off", (h[20], climbs[20]), "second", xytext=(10, 2))
    axes.set(xlabel="h", xlim=(h[0], h[-1]), ylim=(least / 100, 3 * max(falls[-1], climbs[0])))
    headline(axes, "error", "derivative")
    return Picture((axes,), alt, {"h": h, "truncation": falls, "roundoff": climbs, "best": best})
