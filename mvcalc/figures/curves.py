"""Figures of one variable: a function's graph, its secants, tangents and slopes, and records of readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mvcalc.difference import central_difference, rates, secant_slope
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
    worded,
)

__all__ = ["curve", "points", "record_and_rates", "secants", "slopes", "stack", "tangent", "triangle", "zoom"]


def curve(
    f: Function | Mapping[str, Function],
    domain: Sequence[float],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
    height: float = 3.4,
) -> Picture:
    """Graph of a function, or of several, each labelled at its right end.

    Parameters
    ----------
    f : callable, or mapping from a label to a callable
        The first is drawn in the function's colour, the second in the derivative's, the third in the second's.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x`` and one array for each function, by label (``"f"`` for a lone one).

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = curve(lambda x: x**2, (-1, 1), alt="A parabola open upwards, lowest at 0.")
    >>> float(picture.data["f"].min())
    0.0
    """
    alt, span = worded(alt), interval(domain)
    named = f if isinstance(f, Mapping) else {"f": f}
    (axes,) = blank(height=height)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    data: dict[str, Any] = {}
    for colour, (name, g) in zip(("function", "derivative", "second", "point"), named.items(), strict=False):
        data["x"], data[name] = draw(axes, g, span, colour)
        if named is f:
            annotate(axes, name, (data["x"][-1], data[name][-1]), colour)
    return Picture((axes,), alt, data)


def points(
    x: ArrayLike, y: ArrayLike, *, alt: str, labels: tuple[str, str] = ("x", "y"), height: float = 3.2
) -> Picture:
    """A record as it came: one dot for each reading, nothing drawn between them.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The readings.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x`` and ``y``.

    Raises
    ------
    ValueError
        If x and y are not of one length, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = points([0, 1, 2], [1, 3, 2], alt="Three readings, the second highest.")
    >>> len(picture.data["y"])
    3
    """
    alt = worded(alt)
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if across.ndim != 1 or across.shape != up.shape:
        raise ValueError(f"x and y must be two lists of one length; shapes {across.shape}, {up.shape}")
    (axes,) = blank(height=height)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    axes.plot(across, up, "o", color=COLOURS["function"], markersize=3.6)
    return Picture((axes,), alt, {"x": across, "y": up})


def slopes(f: Function, places: Sequence[float], domain: Sequence[float], *, alt: str, name: str = "f(x)") -> Picture:
    """A graph with short tangents, above the plot of their slopes.

    Parameters
    ----------
    f : callable
    places : numbers
        Where to take the slope, by central difference.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    name : str
        Title of the upper panel.

    Returns
    -------
    Picture
        Its data are ``places`` and ``slopes``.

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = slopes(lambda x: x**2, [-1, 0, 2], (-3, 3), alt="Three tangents of a parabola and their slopes.")
    >>> print(picture.data["slopes"].round(6) + 0)
    [-2.  0.  4.]
    """
    alt, span = worded(alt), interval(domain)
    x = np.asarray(places, dtype=float)
    measured = np.asarray(central_difference(f, x))
    upper, lower = blank(2, 1, height=5.2, sharex=True, height_ratios=(3, 2))
    draw(upper, f, span, "function")
    reach = (span[1] - span[0]) / 22
    for place, slope in zip(x, measured, strict=True):
        step = reach / np.hypot(1, slope / 2)
        ends = np.array([place - step, place + step])
        upper.plot(ends, f(place) + slope * (ends - place), color=COLOURS["derivative"], linewidth=2.6)
    lower.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    lower.vlines(x, 0, measured, color=COLOURS["derivative"], linewidth=1, alpha=0.6)
    dot(lower, x, measured, "derivative")
    headline(upper, name, "function")
    headline(lower, "slope", "derivative")
    lower.set_xlabel("x")
    return Picture((upper, lower), alt, {"places": x, "slopes": measured})


def tangent(f: Function, x: float, domain: Sequence[float], *, alt: str, height: float = 2.9) -> Picture:
    """A graph, one point on it, and the tangent there; no numbers on the axes, for a first look.

    Parameters
    ----------
    f : callable
    x : float
        Where the tangent touches.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x``, ``f`` and ``slope``, by central difference.

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = tangent(lambda x: x**2, 1, (0, 2), alt="A parabola and its tangent at 1.")
    >>> round(picture.data["slope"], 9)
    2.0
    """
    alt, span = worded(alt), interval(domain)
    (axes,) = blank(height=height)
    grid, y = draw(axes, f, span, "function")
    slope = central_difference(f, x)
    axes.set(xlim=span, ylim=(y.min() - 0.1 * np.ptp(y), y.max() + 0.1 * np.ptp(y)), xticks=[], yticks=[])
    line_through(axes, x, float(f(x)), slope)
    dot(axes, x, f(x))
    axes.spines[:].set_visible(False)
    return Picture((axes,), alt, {"x": grid, "f": y, "slope": slope})


def triangle(
    f: Function,
    a: float,
    b: float,
    domain: Sequence[float],
    *,
    alt: str,
    units: tuple[str, str] = ("", ""),
    labels: tuple[str, str] = ("x", "y"),
) -> Picture:
    """Rise over run between two points of a graph, drawn as the triangle under the secant.

    Parameters
    ----------
    f : callable
    a, b : float
        The two points, a < b.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    units : two strings
        Of the run and of the rise.
    labels : two strings
        Of the axes.

    Returns
    -------
    Picture
        Its data are ``x``, ``f``, ``run``, ``rise`` and ``slope``.

    Raises
    ------
    ValueError
        If a ≥ b, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = triangle(lambda x: x**2, 1, 3, (0, 4), alt="A secant of a parabola from 1 to 3.")
    >>> picture.data["slope"]
    4.0
    """
    alt, span = worded(alt), interval(domain)
    if not a < b:
        raise ValueError(f"a must be below b, not a = {a!r} and b = {b!r}")
    (axes,) = blank()
    axes.set(xlabel=labels[0], ylabel=labels[1])
    x, y = draw(axes, f, span, "function")
    ya, yb = float(f(a)), float(f(b))
    slope = secant_slope(f, a, b)
    axes.plot([a, b, b], [ya, ya, yb], color=COLOURS["point"], linestyle=(0, (4, 3)), linewidth=1.4)
    line_through(axes, a, ya, slope)
    dot(axes, [a, b], [ya, yb])
    annotate(axes, f"run {b - a:g}{units[0]}", ((a + b) / 2, ya), "point", xytext=(0, -11), ha="center")
    annotate(axes, f"rise {yb - ya:g}{units[1]}", (b, (ya + yb) / 2), "point")
    return Picture((axes,), alt, {"x": x, "f": y, "run": b - a, "rise": yb - ya, "slope": slope})


def secants(f: Function, x: float, steps: Sequence[float], domain: Sequence[float], *, alt: str) -> Picture:
    """Secants from one point of a graph, each with a smaller step, labelled with their slopes.

    Parameters
    ----------
    f : callable
    x : float
        The point that all of them share.
    steps : numbers
        How far the other point is; not 0.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``steps`` and ``slopes``.

    Raises
    ------
    ValueError
        If a step is 0, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = secants(lambda x: x**2, 1, [2, 1], (0, 4), alt="Two secants of a parabola from 1.")
    >>> print(picture.data["slopes"])
    [4. 3.]
    """
    alt, span = worded(alt), interval(domain)
    h = np.asarray(steps, dtype=float)
    slopes = np.asarray(secant_slope(f, np.full_like(h, x), x + h))
    (axes,) = blank(height=3.8)
    axes.set(xlabel="x", ylabel="y")
    _, y = draw(axes, f, span, "function")
    y0 = float(f(x))
    low, high = float(y.min()), float(y.max())
    room = (high - low) / 20
    axes.set(xlim=span, ylim=(low - room, high + room))
    for step, slope, alpha in zip(h, slopes, np.linspace(0.35, 1, len(h)), strict=True):
        line_through(axes, x, y0, slope, alpha=alpha)
        dot(axes, x + step, f(x + step))
        end = min(span[1], x + (high - y0) / slope if slope > 0 else x + (low - y0) / slope if slope < 0 else span[1])
        annotate(axes, f"h = {step:g}, slope {slope:.3g}", (end, y0 + slope * (end - x)), "derivative")
    dot(axes, x, y0)
    return Picture((axes,), alt, {"steps": h, "slopes": slopes})


def zoom(f: Function, x: float, widths: Sequence[float], *, alt: str) -> Picture:
    """The same graph under a stronger and stronger magnifying glass, both axes scaled alike.

    Parameters
    ----------
    f : callable
    x : float
        What the glass is held over.
    widths : numbers
        Of the window in each panel, positive.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``widths`` and ``bend``: how far the graph leaves its chord in each window, as a share of the
        window's width.

    Raises
    ------
    ValueError
        If a width is not positive, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = zoom(lambda x: x**2, 1, [2, 0.2], alt="A parabola straightens under the glass.")
    >>> print(picture.data["bend"].round(3))
    [0.5  0.05]
    """
    alt = worded(alt)
    if not all(np.isfinite(w) and w > 0 for w in widths):
        raise ValueError(f"widths must be positive and finite, not {widths!r}")
    panels = blank(1, len(widths), height=2.5)
    bends = []
    for axes, width in zip(panels, widths, strict=True):
        span = (x - width / 2, x + width / 2)
        grid, y = draw(axes, f, span, "function")
        chord = np.interp(grid, span, (y[0], y[-1]))
        bends.append(np.abs(y - chord).max() / width)
        dot(axes, x, f(x))
        axes.set(xlim=span, ylim=(f(x) - width / 2, f(x) + width / 2), aspect="equal", title=f"{width:g} wide")
        axes.locator_params(nbins=3)
    return Picture(panels, alt, {"widths": np.asarray(widths, dtype=float), "bend": np.array(bends)})


def stack(
    functions: Mapping[str, Function],
    domain: Sequence[float],
    *,
    alt: str,
    label: str = "x",
    guides: Sequence[float] = (),
) -> Picture:
    """Graphs one above another on the same horizontal axis: a function over its derivatives.

    Parameters
    ----------
    functions : mapping from a label to a callable
        One panel each: function, derivative, second derivative, in their colours.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    label : str
        Of the shared axis.
    guides : numbers, optional
        Where to draw thin vertical lines through all panels.

    Returns
    -------
    Picture
        Its data are ``x`` and one array for each function, by label.

    Raises
    ------
    ValueError
        If the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> pair = {"x²": lambda x: x**2, "2x": lambda x: 2 * x}
    >>> picture = stack(pair, (-1, 1), alt="A parabola above the line of its slopes.")
    >>> len(picture.axes)
    2
    """
    alt, span = worded(alt), interval(domain)
    panels = blank(len(functions), 1, height=1.1 + 1.6 * len(functions), sharex=True)
    data: dict[str, Any] = {}
    for axes, colour, (name, f) in zip(panels, ("function", "derivative", "second"), functions.items(), strict=False):
        data["x"], data[name] = draw(axes, f, span, colour)
        axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
        headline(axes, name, colour)
        for guide in guides:
            axes.axvline(guide, color=COLOURS["point"], linewidth=1, linestyle=(0, (2, 3)))
    panels[-1].set_xlabel(label)
    return Picture(panels, alt, data)


def record_and_rates(
    times: ArrayLike,
    values: ArrayLike,
    *,
    alt: str,
    names: tuple[str, str, str],
    label: str,
    every: tuple[int, int] = (1, 1),
) -> Picture:
    """A record above its rate of change, above the rate's rate of change: all from differences of the table.

    Parameters
    ----------
    times, values : arrays of shape (n,)
        The record.
    alt : str
        What the figure shows, in words.
    names : three strings
        Titles of the panels, with units.
    label : str
        Of the shared time axis.
    every : two integers
        Use every so many readings for the first and for the second differences: a longer run under the same
        rounding error.

    Returns
    -------
    Picture
        Its data are ``rate`` and ``second_rate``, each a pair of arrays (times, values).

    Raises
    ------
    ValueError
        If the record is not a table of increasing times, or ``alt`` says nothing.

    Examples
    --------
    >>> t = [0, 1, 2, 3]
    >>> picture = record_and_rates(t, [0, 1, 4, 9], alt="Position, speed and acceleration of a ball.",
    ...                            names=("s", "v", "a"), label="t")
    >>> print(picture.data["second_rate"][1])
    [2. 2.]
    """
    alt = worded(alt)
    t, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    rate = rates(t[:: every[0]], y[:: every[0]])
    second = rates(*rates(t[:: every[1]], y[:: every[1]]))
    panels = blank(3, 1, height=5.6, sharex=True)
    series: list[tuple[NDArray[Any], NDArray[Any]]] = [(t, y), rate, second]
    for axes, name, colour, points in zip(panels, names, ("function", "derivative", "second"), series, strict=True):
        axes.plot(*points, "o-", color=COLOURS[colour], markersize=3, linewidth=1.2)
        headline(axes, name, colour)
    panels[-1].set_xlabel(label)
    return Picture(panels, alt, {"rate": rate, "second_rate": second})
