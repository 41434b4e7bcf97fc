"""Figures of the rules: what a step does to a sum, a product and a chain, and what it costs a machine."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from mvcalc.derivatives import derivative
from mvcalc.figures.house import (
    COLOURS,
    Function,
    Picture,
    annotate,
    blank,
    draw,
    headline,
    interval,
    line_through,
    worded,
)

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
        annotate(lower, name, (x[most], data[key][most]), colour, xytext=(8, 6 * np.sign(data[key][most])))
    _, data["derivative"] = draw(lower, lambda x: df(x) * g(x) + f(x) * dg(x), span, "derivative")
    headline(lower, names[1], "derivative")
    lower.margins(y=0.14)
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
    widest = int(np.abs(data["right"] - data["wrong"]).argmax())
    up = np.sign(data["right"][widest] - data["wrong"][widest])
    for key, name, colour, side in (("right", names[1], "derivative", up), ("wrong", names[2], "point", -up)):
        annotate(lower, name, (data["x"][widest], data[key][widest]), colour, xytext=(10, 5 * side))
    lower.margins(y=0.12)
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
    alt, span, tall = worded(alt), interval(domain), interval(heights)
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
