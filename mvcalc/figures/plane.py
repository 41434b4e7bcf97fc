"""Figures of several variables: level lines, slices, ways into a point, directions, surfaces, maps, a can, an arm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.contour import ContourSet
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from mvcalc.difference import central_difference
from mvcalc.figures.house import (
    COLOURS,
    Picture,
    annotate,
    blank,
    dot,
    draw,
    headline,
    interval,
    worded,
)

__all__ = [
    "approaches",
    "clouds",
    "compass",
    "contours",
    "legs",
    "linkage",
    "magnified",
    "slices",
    "surfaces",
]
__all__ += ["unrolled"]

Array = NDArray[np.float64]
Field = Callable[..., Any]
Sides = Sequence[Sequence[float]]

_STROKES = ("derivative", "point", "second", "ink")
_TILT = np.deg2rad(30)  # of the eye above the ground
_CELLS = 12  # a surface has as many squares along each side


def _sampled(f: Field, domain: Sides, count: int) -> tuple[Array, Array, Array]:
    """A grid over two intervals, and f there, as three arrays of shape (count, count)."""
    x, y = np.meshgrid(*(np.linspace(*interval(side), count) for side in domain))
    return x, y, np.broadcast_to(np.asarray(f(x, y), dtype=float), x.shape)


def _level_lines(
    axes: Axes, f: Field, domain: Sides, levels: ArrayLike | int, *, numbers: bool = True, count: int = 60
) -> Array:
    x, y, z = _sampled(f, domain, count)
    values = MaxNLocator(levels).tick_values(z.min(), z.max()) if isinstance(levels, int) else np.asarray(levels)
    values = values[(values > z.min()) & (values < z.max())]
    drawn = axes.contour(
        x, y, z, levels=values, colors=COLOURS["function"], linewidths=1.1, alpha=0.75, linestyles="solid"
    )
    if numbers:
        _number(axes, drawn, domain)
    return np.asarray(values, dtype=float)


def _number(axes: Axes, drawn: ContourSet, domain: Sides) -> None:
    """Write the heights on their lines, but none so near the edge of the map that it would be cut."""
    style: dict[str, Any] = {"fontsize": 9, "fmt": lambda v: f"{v:g}".replace("-", "\N{MINUS SIGN}")}
    tried = axes.clabel(drawn, inline=False, **style)
    places = np.array([text.get_position() for text in tried]).reshape(-1, 2)
    for text in tried:
        text.remove()
    low, high = np.transpose([interval(side) for side in domain])
    share = (places - low) / (high - low)
    axes.clabel(drawn, manual=places[np.all(np.abs(share - 0.5) < 0.45, axis=1)], **style)


def _label(axes: Axes, text: str, at: tuple[float, float], colour: str, **options: Any) -> None:
    """Write a direct label that hides the level lines behind it."""
    paper = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 0.6}
    annotate(axes, text, at, colour, bbox=paper, zorder=4, **options)


def _arrow(axes: Axes, start: Sequence[float], shift: Sequence[float], colour: str) -> None:
    style = {"arrowstyle": "-|>,head_width=0.28,head_length=0.6", "color": COLOURS[colour], "linewidth": 2,
             "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    end = (start[0] + shift[0], start[1] + shift[1])
    axes.annotate("", end, (start[0], start[1]), arrowprops=style)


def _quiver(axes: Axes, field: Field, domain: Sides) -> None:
    (x0, x1), (y0, y1) = (interval(side) for side in domain)
    across = 11
    down = max(3, round(across * (y1 - y0) / (x1 - x0)))
    x, y = np.meshgrid(
        *(low + (high - low) * (np.arange(k) + 0.5) / k for low, high, k in ((x0, x1, across), (y0, y1, down)))
    )
    u, v = np.transpose([field(*place) for place in zip(x.ravel(), y.ravel(), strict=True)])
    scale = float(np.hypot(u, v).max()) * across / (x1 - x0) / 0.9
    axes.quiver(x, y, u, v, angles="xy", scale_units="xy", scale=scale, color=COLOURS["derivative"], width=0.005)


def contours(
    f: Field,
    domain: Sides,
    *,
    alt: str,
    points: Mapping[str, Sequence[float]] | None = None,
    arrows: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
    path: Sequence[Sequence[float]] | None = None,
    field: Field | None = None,
    levels: ArrayLike | int = 9,
    labels: tuple[str, str] = ("x", "y"),
    equal: bool = True,
    height: float = 3.8,
) -> Picture:
    """Level lines of a function of two variables, with points, arrows and a path on the map.

    Parameters
    ----------
    f : callable
        Of two arrays of one shape.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    points : mapping from a label to (x, y), optional
        To be marked.
    arrows : mapping from a label to ((x, y), (dx, dy)), optional
        Drawn from the first point by the shift.
    path : sequence of (x, y), optional
        A broken line.
    field : callable, optional
        Of two numbers, two numbers: its arrows are drawn on a coarse grid, all to one scale.
    levels : numbers, or an integer
        The heights, or about how many.
    labels : two strings
        Of the axes.
    equal : bool
        Whether both axes have one scale, so that right angles look right.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``levels`` and ``f``, the values on a 60 by 60 grid over the domain.

    Raises
    ------
    ValueError
        If the domain is not two increasing intervals, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = contours(lambda x, y: x + y, ((0, 1), (0, 1)), levels=[0.5, 1], alt="Two parallel level lines.")
    >>> print(picture.data["levels"])
    [0.5 1. ]
    """
    alt = worded(alt)
    (axes,) = blank(height=height)
    axes.grid(False)
    heights = _level_lines(axes, f, domain, levels, numbers=field is None)
    if path is not None:
        axes.plot(*np.asarray(path, dtype=float).T, "o-", color=COLOURS["point"], linewidth=1.4, markersize=3.5)
    if field is not None:
        _quiver(axes, field, domain)
    for name, (start, shift) in (arrows or {}).items():
        _arrow(axes, start, shift, "ink")
        beyond = 9 / float(np.hypot(shift[0], shift[1]))
        ahead = (beyond * shift[0], beyond * shift[1])
        _label(axes, name, (start[0] + shift[0], start[1] + shift[1]), "ink", xytext=ahead, ha="center")
    for name, place in (points or {}).items():
        dot(axes, place[0], place[1])
        _label(axes, name, (place[0], place[1]), "point", weight="bold")
    axes.set(xlim=domain[0], ylim=domain[1], xlabel=labels[0], ylabel=labels[1])
    if equal:
        axes.set_aspect("equal")
    return Picture((axes,), alt, {"levels": heights, "f": _sampled(f, domain, 60)[2]})


def slices(
    f: Field,
    point: Sequence[float],
    domains: Mapping[str, Sequence[float]],
    *,
    alt: str,
    name: str = "f",
    columns: int = 2,
) -> Picture:
    """A function of several variables, one panel for each: that one varies, the others stay at the point.

    Parameters
    ----------
    f : callable
        Of as many arguments as the point has.
    point : numbers
        Where all slices meet.
    domains : mapping from a label to an interval
        One for each variable, in order: the axis label, and how far to draw.
    alt : str
        What the figure shows, in words.
    name : str
        Of the function's value, the title of the first panel.
    columns : int
        Panels in a row.

    Returns
    -------
    Picture
        Its data are ``slopes``, the partial derivatives at the point by central difference, and ``x`` and ``f`` with
        one array for each variable.

    Raises
    ------
    ValueError
        If there is not one domain for each coordinate of the point, one is no interval, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = slices(lambda x, y: x * y, (2, 3), {"x": (0, 4), "y": (0, 4)}, alt="Two lines through one point.")
    >>> print(picture.data["slopes"].round(6))
    [3. 2.]
    """
    alt = worded(alt)
    if len(domains) != len(point):
        raise ValueError(
            f"each coordinate of the point needs a domain; {len(point)} coordinates, {len(domains)} domains"
        )
    spans = [interval(side) for side in domains.values()]
    rows = -(-len(point) // columns)
    panels = blank(rows, columns, height=0.5 + 2.1 * rows, sharey="row")
    at = np.asarray(point, dtype=float)
    slopes, xs, ys = [], [], []
    for index, (axes, span, label) in enumerate(zip(panels, spans, domains, strict=False)):

        def along(value: Any, index: int = index) -> Any:
            return f(*(value if i == index else at[i] for i in range(len(at))))

        x, y = draw(axes, along, span, "function")
        slope = float(central_difference(along, at[index]))
        height = float(along(at[index]))
        reach = 0.16 * (span[1] - span[0])
        ends = np.array([at[index] - reach, at[index] + reach])
        axes.plot(ends, height + slope * (ends - at[index]), color=COLOURS["derivative"], linewidth=2.4)
        dot(axes, at[index], height)
        axes.set_xlabel(label)
        axes.locator_params(nbins=5)
        slopes.append(slope)
        xs.append(x)
        ys.append(y)
    for axes in panels[len(point) :]:
        axes.set_visible(False)
    headline(panels[0], name, "function")
    return Picture(panels, alt, {"slopes": np.array(slopes), "x": xs, "f": ys})


def approaches(
    f: Field,
    paths: Mapping[str, tuple[Field, Field]],
    times: Sequence[float],
    domain: Sides,
    *,
    alt: str,
    levels: ArrayLike | int = 9,
) -> Picture:
    """Ways into a point: the paths on a map of level lines, and beside it the value along each.

    Parameters
    ----------
    f : callable
        Of two variables.
    paths : mapping from a label to two callables
        x(t) and y(t); four at most.
    times : two numbers
        The interval of t, which stops short of the point.
    domain : two intervals
        Of the map.
    alt : str
        What the figure shows, in words.
    levels : numbers, or an integer
        The heights, or about how many.

    Returns
    -------
    Picture
        Its data are ``t`` and one array of values for each path, by label.

    Raises
    ------
    ValueError
        If there are more than four paths, an interval is none, or ``alt`` says nothing.

    Examples
    --------
    >>> ways = {"axis": (lambda t: t, lambda t: 0 * t), "diagonal": (lambda t: t, lambda t: t)}
    >>> picture = approaches(lambda x, y: x * y, ways, (0.1, 1), ((-1, 1), (-1, 1)), alt="Two ways to the middle.")
    >>> float(picture.data["diagonal"][-1])
    1.0
    """
    alt, span = worded(alt), interval(times)
    if len(paths) > len(_STROKES):
        raise ValueError(f"expected at most {len(_STROKES)} paths, not {len(paths)}")
    left, right = blank(1, 2, height=3.1)
    left.grid(False)
    _level_lines(left, f, domain, levels, numbers=False, count=100)  # fine enough for lines that touch in the point
    t = np.linspace(*span, 121)
    data: dict[str, Any] = {"t": t}
    for colour, (name, (x, y)) in zip(_STROKES, paths.items(), strict=False):
        across, up = (np.broadcast_to(np.asarray(c(t), dtype=float), t.shape) for c in (x, y))
        data[name] = np.broadcast_to(np.asarray(f(across, up), dtype=float), t.shape)
        left.plot(across, up, color=COLOURS[colour])
        right.plot(t, data[name], color=COLOURS[colour])
        annotate(right, name, (t[-1], data[name][-1]), colour)
    left.set(xlim=domain[0], ylim=domain[1], xlabel="x", ylabel="y")
    right.set(xlabel="x", xlim=(0, span[1] * 1.6))
    headline(left, "the ways in", "ink")
    headline(right, "value on the way", "function")
    return Picture((left, right), alt, data)


def legs(
    f: Field, start: Sequence[float], step: Sequence[float], domain: Sides, *, alt: str, levels: ArrayLike | int = 9
) -> Picture:
    """One step in the plane, walked in two legs, first along the second axis and then along the first.

    Parameters
    ----------
    f : callable
        Of two variables.
    start, step : two numbers each
        Where from, and how far along each axis.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    levels : numbers, or an integer
        The heights, or about how many.

    Returns
    -------
    Picture
        Its data are ``rises``, those of the two legs in the order walked, and ``rise``, that of the whole step.

    Raises
    ------
    ValueError
        If the domain is not two increasing intervals, or ``alt`` says nothing.

    Examples
    --------
    >>> domain = ((0, 3), (0, 3))
    >>> picture = legs(lambda x, y: x * y, (1, 1), (1, 1), domain, alt="A step in two legs.")
    >>> picture.data["rises"], picture.data["rise"]
    ((1.0, 2.0), 3.0)
    """
    alt = worded(alt)
    (axes,) = blank(height=3.8)
    axes.grid(False)
    _level_lines(axes, f, domain, levels)
    (x, y), (dx, dy) = ([float(c) for c in pair] for pair in (start, step))
    heights = [float(f(*place)) for place in ((x, y), (x, y + dy), (x + dx, y + dy))]
    _arrow(axes, (x, y), (dx, dy), "point")
    _arrow(axes, (x, y), (0, dy), "derivative")
    _arrow(axes, (x, y + dy), (dx, 0), "second")
    dot(axes, [x, x + dx], [y, y + dy])
    _label(axes, "Δy", (x, y + dy / 2), "derivative", xytext=(-6, 0), ha="right")
    _label(axes, "Δx", (x + dx / 2, y + dy), "second", xytext=(0, 11), ha="center")
    axes.set(xlim=domain[0], ylim=domain[1], xlabel="x", ylabel="y", aspect="equal")
    rises = (heights[1] - heights[0], heights[2] - heights[1])
    return Picture((axes,), alt, {"rises": rises, "rise": heights[2] - heights[0]})


def compass(f: Field, point: Sequence[float], *, alt: str, height: float = 3.0) -> Picture:
    """The slope of a function at one point, in every direction of the plane.

    Parameters
    ----------
    f : callable
        Of two variables.
    point : two numbers
    alt : str
        What the figure shows, in words.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``angle`` in degrees, ``slope`` by central differences along each direction, and ``steepest``, the
        angle at which it is largest.

    Raises
    ------
    ValueError
        If ``alt`` says nothing.

    Examples
    --------
    >>> picture = compass(lambda x, y: 2 * y, (1, 1), alt="Slopes in all directions, largest at 90 degrees.")
    >>> float(picture.data["steepest"])
    90.0
    """
    alt = worded(alt)
    angle = np.linspace(-180, 180, 145)
    x, y = point

    def towards(degrees: float) -> float:
        across, up = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
        return float(central_difference(lambda s: f(x + s * across, y + s * up), 0.0))

    slope = np.array([towards(a) for a in angle])
    steepest = angle[slope.argmax()]
    (axes,) = blank(height=height)
    axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    axes.plot(angle, slope, color=COLOURS["derivative"])
    marks = {"uphill": steepest, "level": steepest - 90, "downhill": steepest - 180}
    for name, at in marks.items():
        at = (at + 180) % 360 - 180
        value = float(np.interp(at, angle, slope))
        dot(axes, at, value)
        level = name == "level"
        shift = (7, -9) if level else (0, 11 if name == "uphill" else -11)
        annotate(axes, name, (at, value), "point", xytext=shift, ha="left" if level else "center")
    axes.set(xlabel="direction (degrees from the x-axis)", xlim=(-180, 180), xticks=range(-180, 181, 60))
    axes.margins(y=0.18)
    headline(axes, "slope in that direction", "derivative")
    return Picture((axes,), alt, {"angle": angle, "slope": slope, "steepest": steepest})


def surfaces(
    functions: Mapping[str, Field], domain: Sides, *, alt: str, turn: float = 30, colours: Sequence[str] = ()
) -> Picture:
    """Surfaces side by side, each seen from the side in a box of the same shape, the higher the darker.

    Parameters
    ----------
    functions : mapping from a title to a callable
        Of two variables; four at most.
    domain : two intervals
        The ground, the same for all.
    alt : str
        What the figure shows, in words.
    turn : float
        About the vertical, in degrees.
    colours : names of colours of the house, optional
        One for each function; otherwise all have a function's.

    Returns
    -------
    Picture
        Its data are one array of heights, of shape (15, 15), for each function by title.

    Raises
    ------
    ValueError
        If a surface is level, there is not one colour for each, the domain is not two increasing intervals, or
        ``alt`` says nothing.

    Examples
    --------
    >>> bowl = {"bowl": lambda x, y: x**2 + y**2}
    >>> picture = surfaces(bowl, ((-1, 1), (-1, 1)), alt="A bowl seen from the side.")
    >>> float(picture.data["bowl"].min())
    0.0
    """
    alt = worded(alt)
    inks = tuple(colours) or ("function",) * len(functions)
    if len(inks) != len(functions) or not set(inks) <= set(COLOURS):
        raise ValueError(f"expected one of {', '.join(COLOURS)} for each of {len(functions)} surfaces, not {colours!r}")
    panels = blank(1, len(functions), height=0.4 + 4.8 / len(functions))
    across, deep = np.meshgrid(*[np.linspace(-1, 1, _CELLS + 1)] * 2)
    angle = np.deg2rad(turn)
    away = across * np.sin(angle) + deep * np.cos(angle)
    data: dict[str, Any] = {}
    for axes, (name, f), colour in zip(panels, functions.items(), inks, strict=True):
        *_, z = _sampled(f, domain, _CELLS + 1)
        if not np.ptp(z) > 0:
            raise ValueError(f"{name!r} must not be level; it is {z.min():g} everywhere")
        share = (z - z.min()) / np.ptp(z)
        up = 0.7 * away * np.sin(_TILT) + 1.3 * (share - 0.5) * np.cos(_TILT)
        places = np.stack([across * np.cos(angle) - deep * np.sin(angle), up], axis=-1)
        squares = np.stack([places[:-1, :-1], places[:-1, 1:], places[1:, 1:], places[1:, :-1]], axis=2).reshape(
            -1, 4, 2
        )
        depth = (away[:-1, :-1] + away[1:, 1:]).ravel()
        shade = ((share[:-1, :-1] + share[1:, 1:] + share[:-1, 1:] + share[1:, :-1]) / 4).ravel()
        order = np.argsort(-depth, kind="stable")
        paper, ink = COLOURS["paper"], COLOURS[colour]
        faces = [c for k in shade[order] for c in ((paper, 1.0), (ink, round(0.06 + 0.5 * k, 2)))]
        axes.add_collection(
            PolyCollection(
                list(np.repeat(squares[order].round(3), 2, axis=0)),
                facecolors=faces,
                edgecolors=[(ink, 0.45)],
                linewidths=0.5,
            )
        )
        axes.set(xlim=(-1.4, 1.4), ylim=(-1.02, 1.08), aspect="equal")
        axes.axis("off")
        headline(axes, name, colour)
        data[name] = z
    return Picture(panels, alt, data)


def magnified(F: Field, J: ArrayLike, point: Sequence[float], sizes: Sequence[float], *, alt: str) -> Picture:
    """The image of a small square under a map, under a stronger and stronger glass, with its Jacobian's parallelogram.

    Parameters
    ----------
    F : callable
        Of two variables, with two components.
    J : array of shape (2, 2)
        The Jacobian of F at the point.
    point : two numbers
        The square's lower left corner.
    sizes : numbers
        Sides of the square, one panel each, positive; each panel is scaled by its side.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``sizes``, ``areas``: the image's area over the square's, and ``gaps``: the largest distance
        between the two outlines over the square's side.

    Raises
    ------
    ValueError
        If a size is not positive, J is not 2 by 2, or ``alt`` says nothing.

    Examples
    --------
    >>> double = magnified(lambda x, y: (2 * x, y), [[2, 0], [0, 1]], (1, 3), [1, 0.5], alt="A square and its image.")
    >>> print(double.data["areas"], double.data["gaps"].round(9))
    [2. 2.] [0. 0.]
    """
    alt = worded(alt)
    matrix = np.asarray(J, dtype=float)
    if matrix.shape != (2, 2):
        raise ValueError(f"J must be 2 by 2, not of shape {matrix.shape}")
    if not all(np.isfinite(s) and s > 0 for s in sizes):
        raise ValueError(f"sizes must be positive and finite, not {sizes!r}")
    side = np.linspace(0, 1, 16)[:-1]
    zero, one = np.zeros(15), np.ones(15)
    unit = np.array(
        [np.concatenate([side, one, 1 - side, zero, [0]]), np.concatenate([zero, side, one, 1 - side, [0]])]
    )
    panels = blank(1, len(sizes), height=0.4 + 5 / len(sizes), sharex=True, sharey=True)
    corner = np.array(F(*map(float, point)), dtype=float)
    areas, gaps = [], []
    for axes, size in zip(panels, sizes, strict=True):
        bent = (np.array(F(point[0] + size * unit[0], point[1] + size * unit[1])) - corner[:, None]) / size
        straight = matrix @ unit
        axes.fill(*bent, facecolor=COLOURS["point"], alpha=0.22)
        axes.plot(*bent, color=COLOURS["point"], linewidth=1.6)
        axes.plot(*straight, color=COLOURS["derivative"], linewidth=1.8, linestyle=(0, (5, 3)))
        dot(axes, 0, 0)
        axes.set(aspect="equal", xticks=[], yticks=[], title=f"side {size:g}")
        axes.spines[:].set_visible(False)
        axes.margins(0.12)
        areas.append(np.sum(bent[0][:-1] * bent[1][1:] - bent[0][1:] * bent[1][:-1]) / 2)
        gaps.append(np.hypot(*(bent - straight)).max())
    return Picture(
        panels, alt, {"sizes": np.array(sizes, dtype=float), "areas": np.array(areas), "gaps": np.array(gaps)}
    )


def unrolled(radius: float, height: float, *, alt: str) -> Picture:
    """A can cut open and laid flat: two discs and the strip that was wound around them.

    Parameters
    ----------
    radius, height : float
        Of the can, positive, in one unit.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``disc`` and ``strip``, the area of one disc and that of the strip.

    Raises
    ------
    ValueError
        If a length is not positive, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = unrolled(1, 2, alt="Two discs and a strip.")
    >>> round(picture.data["strip"] / picture.data["disc"], 12)
    4.0
    """
    alt = worded(alt)
    if not (radius > 0 and height > 0):
        raise ValueError(f"radius and height must be positive, not {radius!r} and {height!r}")
    width, gap = 2 * np.pi * radius, 0.35 * radius
    start = 4 * radius + 2 * gap
    across = -gap, start + width + 2.5 * gap
    upwards = min(0, height / 2 - radius) - gap, max(height, height / 2 + radius) + 2 * gap
    (axes,) = blank(height=min(6.4 * np.ptp(upwards) / np.ptp(across), 4.8))
    axes.set(xlim=across, ylim=upwards, aspect="equal")
    axes.axis("off")
    fill, edge = (COLOURS["function"], 0.22), COLOURS["function"]
    for left in (0.0, 2 * radius + gap):
        axes.add_patch(Circle((left + radius, height / 2), radius, facecolor=fill, edgecolor=edge))
        axes.plot([left + radius, left + 2 * radius], [height / 2] * 2, color=COLOURS["point"], linewidth=1.6)
        annotate(axes, "r", (left + 1.5 * radius, height / 2), "point", xytext=(0, 9), ha="center")
    axes.add_patch(Rectangle((start, 0), width, height, facecolor=fill, edgecolor=edge))
    annotate(axes, "2πr", (start + width / 2, height), "point", xytext=(0, 9), ha="center")
    annotate(axes, "h", (start + width, height / 2), "point")
    return Picture((axes,), alt, {"disc": np.pi * radius**2, "strip": width * height})


def linkage(
    lengths: Sequence[float], angles: Sequence[float], *, alt: str, names: tuple[str, str] = ("α", "β")
) -> Picture:
    """An arm of two links in the plane, with the velocity that each joint alone gives to the hand.

    Parameters
    ----------
    lengths : two numbers
        Of the links, positive.
    angles : two numbers
        In radians: of the first link from the horizontal, and of the second from the first.
    alt : str
        What the figure shows, in words.
    names : two strings
        Of the angles.

    Returns
    -------
    Picture
        Its data are ``elbow`` and ``hand``, their places, and ``velocities``, of shape (2, 2): a column for each joint,
        for a turn of one radian.

    Raises
    ------
    ValueError
        If a length is not positive, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = linkage((2, 1), (0, 0), alt="An arm, stretched straight out.")
    >>> print(picture.data["hand"], picture.data["velocities"][1])
    [3. 0.] [3. 1.]
    """
    alt = worded(alt)
    if not all(length > 0 for length in lengths):
        raise ValueError(f"lengths must be positive, not {lengths!r}")
    bearings = np.cumsum(angles)
    links = np.array([[length * np.cos(b), length * np.sin(b)] for length, b in zip(lengths, bearings, strict=True)])
    elbow, hand = links[0], links[0] + links[1]
    turned = np.array([[-hand[1], hand[0]], [-links[1][1], links[1][0]]]).T
    (axes,) = blank(height=3.4)
    axes.plot(*np.array([[0, 0], elbow, hand]).T, color=COLOURS["function"], linewidth=5, alpha=0.75)
    dot(axes, [0, elbow[0]], [0, elbow[1]], "function")
    dot(axes, hand[0], hand[1])
    shifts = 0.4 * turned
    for name, shift, colour in zip(names, shifts.T, ("derivative", "second"), strict=True):
        _arrow(axes, hand, shift, colour)
        side, align = (-7, "right") if shift[0] < 0 else (7, "left")
        annotate(axes, f"{name} turns", tuple(hand + shift), colour, xytext=(side, 0), ha=align)
    annotate(axes, "hand", (hand[0], hand[1]), "point", xytext=(9, -9))
    room = 0.12 * sum(lengths)
    seen = np.array([[0, 0], elbow, hand, *(hand + shifts.T)])
    (left, low), (right, high) = seen.min(axis=0) - room, seen.max(axis=0) + room
    axes.set(xlim=(left, right), ylim=(low, high), xlabel="x", ylabel="y", aspect="equal")
    return Picture((axes,), alt, {"elbow": elbow, "hand": hand, "velocities": turned})


def clouds(samples: Mapping[str, tuple[ArrayLike, ArrayLike]], *, alt: str) -> Picture:
    """Clouds of points side by side, all to one scale.

    Parameters
    ----------
    samples : mapping from a title to two arrays of shape (k,)
        The points' coordinates.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are the coordinates, of shape (2, k), by title.

    Raises
    ------
    ValueError
        If ``alt`` says nothing.

    Examples
    --------
    >>> picture = clouds({"one": ([0, 1], [2, 3])}, alt="A cloud of two points.")
    >>> picture.data["one"].shape
    (2, 2)
    """
    alt = worded(alt)
    panels = blank(1, len(samples), height=0.5 + 6 / len(samples), sharex=True, sharey=True)
    data = {}
    for axes, (name, pair) in zip(panels, samples.items(), strict=True):
        data[name] = np.asarray(pair, dtype=float).round(3)
        axes.plot(*data[name], "o", color=COLOURS["function"], markersize=2, linestyle="none")
        axes.set_aspect("equal")
        axes.locator_params(nbins=3)
        headline(axes, name, "ink")
    return Picture(panels, alt, data)
