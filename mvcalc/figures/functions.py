"""Figures of what a function is: input and output, families of graphs, breaks, limits, and the unit circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

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
    worded,
)

__all__ = ["broken", "circling", "crossings", "gallery", "mirror", "pairs", "reading", "sector"]

Array = NDArray[np.float64]
Point = tuple[float, float]

DASHED = (0, (4, 3))


def reading(
    f: Function,
    inputs: Sequence[float],
    domain: Sequence[float],
    *,
    alt: str,
    labels: tuple[str, str] = ("input", "output"),
    sets: bool = False,
    digits: int = 0,
) -> Picture:
    """Outputs read off a graph: up from each input to the curve, and across to the output.

    Parameters
    ----------
    f : callable
        Its values are positive.
    inputs : numbers
        What to read off.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes, with units.
    sets : bool
        Whether to lay the domain along the horizontal axis and the range along the vertical one.
    digits : int
        Decimals of the outputs.

    Returns
    -------
    Picture
        Its data are ``x``, ``f``, ``inputs`` and ``outputs``.

    Raises
    ------
    ValueError
        If an input lies outside the domain, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = reading(lambda t: 20 + 60 / (1 + t), [2], (0, 5), alt="A falling curve read off at 2.")
    >>> print(picture.data["outputs"])
    [40.]
    """
    alt, span = worded(alt), interval(domain)
    places = np.asarray(inputs, dtype=float)
    if not ((span[0] <= places) & (places <= span[1])).all():
        raise ValueError(f"inputs must lie in {span}, not {list(inputs)!r}")
    heights = np.asarray(f(places), dtype=float)
    (axes,) = blank(height=3.5)
    x, y = draw(axes, f, span, "function")
    room = 0.06 * (span[1] - span[0])
    axes.set(xlim=(span[0] - room, span[1] + room), ylim=(0, 1.12 * y.max()), xlabel=labels[0], ylabel=labels[1])
    left = span[0] - room
    for place, height in zip(places, heights, strict=True):
        axes.plot([place, place, left], [0, height, height], color=COLOURS["point"], linestyle=DASHED, linewidth=1.3)
        text = f"{place:g} → {height:.{digits}f}"
        annotate(axes, text, (place, height), "point", xytext=(8, 10))
    dot(axes, places, heights)
    if sets:
        thick: dict[str, Any] = {
            "color": COLOURS["second"],
            "linewidth": 6,
            "solid_capstyle": "butt",
            "clip_on": False,
            "alpha": 0.75,
        }
        axes.plot(span, [0, 0], **thick)
        axes.plot([left, left], [y.min(), y.max()], **thick)
        annotate(axes, "domain", (span[1], 0), "second", xytext=(0, 11), ha="right")
        annotate(axes, "range", (left, y.min()), "second", xytext=(7, 4))
    return Picture((axes,), alt, {"x": x, "f": y, "inputs": places, "outputs": heights})


def _where_met(x: Array, y: Array, at: float) -> list[float]:
    """Heights at which a path meets the vertical line at a place, between neighbouring points."""
    (first,) = np.nonzero((x[:-1] - at) * (x[1:] - at) < 0)
    share = (at - x[first]) / (x[first + 1] - x[first])
    return sorted((y[first] + share * (y[first + 1] - y[first])).tolist())


def crossings(paths: Mapping[str, tuple[ArrayLike, ArrayLike]], at: float, *, alt: str) -> Picture:
    """Curves side by side, each cut by the same vertical line: the test for the graph of a function.

    Parameters
    ----------
    paths : mapping from a title to the coordinates of a path, two arrays of shape (n,)
    at : float
        Where the line stands; no path may have a point exactly there.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are, by title, the heights at which the path meets the line.

    Raises
    ------
    ValueError
        If the two arrays of a path are not of one length, or ``alt`` says nothing.

    Examples
    --------
    >>> t = np.linspace(-2, 2, 40)
    >>> paths = {"y = x²": (t, t**2), "x = y²": (t**2, t)}
    >>> picture = crossings(paths, 1.5, alt="A parabola and a parabola lying on its side.")
    >>> [len(heights) for heights in picture.data.values()]
    [1, 2]
    """
    alt = worded(alt)
    panels = blank(1, len(paths), height=2.9)
    data = {}
    for axes, (title, path) in zip(panels, paths.items(), strict=True):
        x, y = (np.asarray(each, dtype=float) for each in path)
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"{title}: a path is two lists of one length, not of shapes {x.shape} and {y.shape}")
        axes.plot(x, y, color=COLOURS["function"])
        axes.axvline(at, color=COLOURS["point"], linewidth=1.3, linestyle=DASHED)
        data[title] = _where_met(x, y, at)
        dot(axes, np.full(len(data[title]), at), data[title])
        headline(axes, title, "function")
        axes.locator_params(nbins=5)
    return Picture(panels, alt, data)


def sampled(f: Function, domain: Point, heights: Point | None) -> tuple[Any, Any]:
    """Places and heights; what leaves the frame by more than its own height is not a number."""
    x = np.linspace(*domain, 121)
    with np.errstate(all="ignore"):
        y = np.array(np.broadcast_to(np.asarray(f(x), dtype=float), x.shape))
    if heights:
        room = heights[1] - heights[0]
        y[(y < heights[0] - room) | (y > heights[1] + room)] = np.nan
    return x, y


def small(axes: Axes, f: Function, domain: Point, heights: Point | None, colour: str, ticks: int) -> tuple[Any, Any]:
    """One of many small graphs with so many ticks, the axes through nought; what leaves the frame is not drawn."""
    x, y = sampled(f, domain, heights)
    if heights:
        axes.set_ylim(*heights)
    axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    axes.axvline(0, color=COLOURS["muted"], linewidth=0.8)
    axes.plot(x, y, color=COLOURS[colour])
    axes.set_xlim(*domain)
    axes.spines[:].set_visible(False)
    if ticks:
        axes.locator_params(nbins=ticks, integer=True)
    else:
        axes.set(xticks=[], yticks=[])
    return x, y


def gallery(
    functions: Mapping[str, Function],
    domain: Sequence[float],
    *,
    alt: str,
    columns: int = 3,
    heights: Sequence[float] | None = None,
    ticks: bool = True,
) -> Picture:
    """Small graphs side by side, all in the same frame, so that their shapes can be compared.

    Parameters
    ----------
    functions : mapping from a title to a callable
        What is not a number is not drawn.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    columns : int
        How many in a row.
    heights : two numbers, optional
        The frame's lower and upper edge.
    ticks : bool
        Whether the axes have numbers.

    Returns
    -------
    Picture
        Its data are ``x`` and one array for each function, by title; ``nan`` where it is outside the frame.

    Raises
    ------
    ValueError
        If there is no function, a pair is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = gallery({"x²": np.square, "|x|": np.abs}, (-2, 2), columns=2, alt="A parabola beside a corner.")
    >>> len(picture.axes)
    2
    """
    alt, span = worded(alt), interval(domain)
    frame = interval(heights, "heights") if heights is not None else None
    if not functions:
        raise ValueError("functions must be one or more, not none")
    columns = min(columns, len(functions))
    rows = -(-len(functions) // columns)
    panels = blank(rows, columns, height=0.35 + rows * (1.55 if columns > 2 else 1.9))
    data: dict[str, Any] = {}
    for axes, (name, f) in zip(panels, functions.items(), strict=False):
        data["x"], data[name] = small(axes, f, span, frame, "function", ticks * (4 if columns > 2 else 9))
        headline(axes, name, "function")
    for axes in panels[len(functions) :]:
        axes.axis("off")
    return Picture(panels[: len(functions)], alt, data)


def pairs(
    functions: Mapping[str, Function], slopes: Mapping[str, Function], domain: Sequence[float], *, alt: str
) -> Picture:
    """A row of functions above a row of derivatives, to be matched.

    Parameters
    ----------
    functions, slopes : mappings from a title to a callable
        As many of the one as of the other.
    domain : two numbers
        Where to draw all of them.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``x`` and one array for each callable, by title.

    Raises
    ------
    ValueError
        If the rows are not of one length, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = pairs({"A": np.sin, "B": np.cos}, {"1": lambda x: -np.sin(x), "2": np.cos}, (-3, 3),
    ...     alt="Two waves above the two waves of their slopes.")
    >>> len(picture.axes)
    4
    """
    alt, span = worded(alt), interval(domain)
    if len(functions) != len(slopes) or not functions:
        raise ValueError(f"expected as many slopes as functions, not {len(slopes)} for {len(functions)}")
    panels = blank(2, len(functions), height=3.6)
    data: dict[str, Any] = {}
    rows = [("function", each) for each in functions.items()] + [("derivative", each) for each in slopes.items()]
    for axes, (colour, (name, f)) in zip(panels, rows, strict=True):
        data["x"], data[name] = small(axes, f, span, None, colour, ticks=0)
        edge = 0.08 * (span[1] - span[0])
        axes.set_xlim(span[0] - edge, span[1] + edge)  # so that neighbours do not touch
        headline(axes, name, colour)
    return Picture(panels, alt, data)


def broken(
    pieces: Sequence[tuple[Function, Sequence[float]]],
    *,
    alt: str,
    filled: Sequence[Point] = (),
    hollow: Sequence[Point] = (),
    labels: tuple[str, str] = ("x", "y"),
    beside: Mapping[str, Function] | None = None,
    height: float = 3.2,
) -> Picture:
    """A graph in pieces: hollow dots where a piece ends without its end, filled ones where the value is.

    Parameters
    ----------
    pieces : sequence of (callable, two numbers)
        Each piece with the interval that it is drawn over.
    alt : str
        What the figure shows, in words.
    filled, hollow : points
        Values, and ends that are not reached.
    labels : two strings
        Of the axes.
    beside : mapping from a label to a callable, optional
        Unbroken curves to compare with.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``pieces``, a list of pairs of arrays, ``beside``, arrays by label, and the dots.

    Raises
    ------
    ValueError
        If there is no piece, an interval is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> steps = [(lambda x: 0 * x, (-1, 0)), (lambda x: 0 * x + 1, (0, 1))]
    >>> picture = broken(steps, filled=[(0, 1)], hollow=[(0, 0)], alt="A step up by one at nought.")
    >>> len(picture.data["pieces"])
    2
    """
    alt = worded(alt)
    if not pieces:
        raise ValueError("pieces must be one or more, not none")
    spans = [interval(span) for _, span in pieces]
    (axes,) = blank(height=height)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    whole = (min(span[0] for span in spans), max(span[1] for span in spans))
    curves = {}
    for colour, (name, f) in zip(("derivative", "second"), (beside or {}).items(), strict=False):
        x, curves[name] = draw(axes, f, whole, colour)
        annotate(axes, name, (x[-1], curves[name][-1]), colour)
    drawn = []
    for (f, _), span in zip(pieces, spans, strict=True):
        x = np.linspace(*span, 61)
        y = np.broadcast_to(np.asarray(f(x), dtype=float), x.shape)
        axes.plot(x, y, color=COLOURS["function"])
        drawn.append((x, y))
    for x0, y0 in hollow:
        ring: dict[str, Any] = {
            "markerfacecolor": COLOURS["paper"],
            "markeredgewidth": 1.6,
            "markersize": 7,
            "zorder": 4,
        }
        axes.plot(x0, y0, "o", color=COLOURS["function"], **ring)
    for x0, y0 in filled:
        dot(axes, x0, y0, "function")
    return Picture((axes,), alt, {"pieces": drawn, "beside": curves, "filled": list(filled), "hollow": list(hollow)})


def mirror(f: Function, x: float, domain: Sequence[float], *, alt: str, names: tuple[str, str]) -> Picture:
    """A rising function and its inverse, mirrored in the diagonal, with a tangent and the tangent's mirror image.

    Parameters
    ----------
    f : callable
        Rising over the domain.
    x : float
        Where the first tangent touches; the second touches at f(x).
    domain : two numbers
        Where to draw f.
    alt : str
        What the figure shows, in words.
    names : two strings
        Of the function and of its inverse.

    Returns
    -------
    Picture
        Its data are ``x`` and ``f``, ``points``, of shape (2, 2), and ``slopes``, one for each point, measured
        between neighbours on the two drawn curves.

    Raises
    ------
    ValueError
        If f does not rise over the domain, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = mirror(lambda x: 4 * x, 1, (0, 2), names=("4x", "x/4"), alt="Two lines that mirror each other.")
    >>> print(picture.data["slopes"].round(6))
    [4.   0.25]
    """
    alt, span = worded(alt), interval(domain)
    (axes,) = blank(height=4.4)
    grid, y = draw(axes, f, span, "function")
    if not (np.diff(y) > 0).all():
        raise ValueError(f"f must rise over {span}: only then has it an inverse to be drawn")
    axes.plot(y, grid, color=COLOURS["second"])
    low, high = min(span[0], y.min()), max(span[1], y.max())
    axes.plot([low, high], [low, high], color=COLOURS["muted"], linestyle=DASHED, linewidth=1)
    height, near = float(f(x)), 1e-6 * (span[1] - span[0])
    points = np.array([[x, height], [height, x]])
    slope = (float(f(x + near)) - float(f(x - near))) / (2 * near)
    slopes = np.array([slope, 1 / slope])
    for (u, v), m, side in zip(points, slopes, ("right", "left"), strict=True):
        reach = (high - low) / 7 / np.hypot(1, m)
        axes.plot([u - reach, u + reach], [v - m * reach, v + m * reach], color=COLOURS["derivative"], linewidth=2.6)
        dot(axes, u, v)
        annotate(
            axes,
            f"slope {m:.2f}",
            (u, v),
            "derivative",
            xytext=(-10 if side == "right" else 10, 8 if side == "right" else -9),
            ha=side,
        )
    annotate(axes, names[0], (grid[-1], y[-1]), "function", xytext=(-6, 0), ha="right")
    annotate(axes, names[1], (y[-1], grid[-1]), "second", xytext=(-4, 12), ha="center")
    axes.set(xlabel="x", aspect="equal")
    return Picture((axes,), alt, {"x": grid, "f": y, "points": points, "slopes": slopes})


def _circle(axes: Axes, start: float, end: float) -> None:
    turn = np.linspace(start, end, 91)
    axes.plot(np.cos(turn), np.sin(turn), color=COLOURS["muted"], linewidth=1.3)


def sector(angle: float, *, alt: str) -> Picture:
    """Part of the unit circle between two triangles: what squeezes sin θ / θ.

    Parameters
    ----------
    angle : float
        In radians, between 0 and π/2.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are the three areas: ``inner`` triangle, ``sector`` and ``outer`` triangle.

    Raises
    ------
    ValueError
        If the angle is not between 0 and π/2, or ``alt`` says nothing.

    Examples
    --------
    >>> areas = sector(0.9, alt="A slice of a circle between two triangles.").data
    >>> areas["inner"] < areas["sector"] < areas["outer"]
    True
    """
    alt = worded(alt)
    if not 0 < angle < np.pi / 2:
        raise ValueError(f"angle must be between 0 and π/2, not {angle!r}")
    c, s, t = float(np.cos(angle)), float(np.sin(angle)), float(np.tan(angle))
    arc = [(np.cos(v), np.sin(v)) for v in np.linspace(0, angle, 31)]
    corners = {"inner": [(0, 0), (1, 0), (c, s)], "sector": [(0, 0), *arc], "outer": [(0, 0), (1, 0), (1, t)]}
    titles = {"inner": "triangle", "sector": "slice", "outer": "larger triangle"}
    colours = {"inner": "function", "sector": "point", "outer": "derivative"}
    panels = blank(1, 3, height=2.6)
    areas: dict[str, float] = {}
    for axes, (name, points) in zip(panels, corners.items(), strict=True):
        _circle(axes, -0.12, 1.45)
        for other in corners.values():
            axes.add_patch(Polygon(other, fill=False, edgecolor=COLOURS["muted"], linewidth=0.7))
        axes.add_patch(Polygon(points, facecolor=COLOURS[colours[name]], alpha=0.25, edgecolor="none"))
        axes.add_patch(Polygon(points, fill=False, edgecolor=COLOURS[colours[name]], linewidth=1.8))
        axes.set(xlim=(-0.08, 1.2), ylim=(-0.15, 1.2 * max(t, 1)), aspect="equal", xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        headline(axes, titles[name], colours[name])
        annotate(axes, "θ", (0.16, 0.04), "ink", xytext=(0, 3))
        x, y = np.array(points, dtype=float).T
        areas[name] = float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)
    areas["sector"] = angle / 2
    return Picture(panels, alt, areas)


def circling(angle: float, *, alt: str) -> Picture:
    """A point that goes round the unit circle at speed 1, with its height and its velocity.

    Parameters
    ----------
    angle : float
        How far it has gone, in radians.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``position`` and ``velocity``, each of shape (2,).

    Raises
    ------
    ValueError
        If ``alt`` says nothing.

    Examples
    --------
    >>> print(circling(0.0, alt="A point on a circle, moving upwards.").data["velocity"] + 0)
    [0. 1.]
    """
    alt = worded(alt)
    position = np.array([np.cos(angle), np.sin(angle)])
    velocity = np.array([-np.sin(angle), np.cos(angle)])
    (axes,) = blank(height=3.9)
    _circle(axes, 0, 2 * np.pi)
    (x, y), (u, v) = position, velocity
    thin: dict[str, Any] = {"linewidth": 1.6, "linestyle": DASHED}
    axes.plot([0, x], [0, y], color=COLOURS["muted"], linewidth=1.2)
    axes.plot([x, x], [0, y], color=COLOURS["function"], linewidth=2)
    axes.plot([x + u, x + u], [y, y + v], color=COLOURS["derivative"], **thin)
    axes.plot([x, x + u], [y, y], color=COLOURS["muted"], **thin)
    arrow: dict[str, Any] = {
        "arrowstyle": "-|>",
        "color": COLOURS["derivative"],
        "linewidth": 1.8,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", (x + u, y + v), (x, y), arrowprops=arrow)
    dot(axes, x, y)
    annotate(axes, "height sin t", (np.sqrt(1 - y**2 / 4), y / 2), "function", xytext=(8, 0))
    annotate(axes, "velocity 1", (x + u / 2, y + v / 2), "derivative", xytext=(6, 8))
    annotate(axes, "upwards cos t", (x + u, y), "derivative", xytext=(-8, 6), ha="right")
    annotate(axes, "t", (0.2 * np.cos(angle / 2), 0.2 * np.sin(angle / 2)), "ink", xytext=(0, 0))
    axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    axes.set(xlim=(-1.6, 1.9), ylim=(-1.1, 1.5), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return Picture((axes,), alt, {"position": position, "velocity": velocity})
