"""Figures of chains: which variable reaches which, matrices as boxes of their shape, networks, costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from mvcalc.difference import central_difference
from mvcalc.figures.house import (
    COLOURS,
    Function,
    Picture,
    annotate,
    blank,
    dot,
    headline,
    interval,
    line_through,
    worded,
)

__all__ = ["along", "bracketings", "costs", "decision", "layers", "product", "routes"]

Shape = tuple[int, int]
Surface = Callable[[Any, Any], Any]
CELLS = 12  # the longest side that is drawn with its entries


def _shape(name: str, shape: Sequence[int]) -> Shape:
    if len(shape) != 2 or not all(isinstance(n, (int, np.integer)) and n > 0 for n in shape):
        raise ValueError(f"{name} must have a shape of two whole numbers above 0, not {tuple(shape)!r}")
    return int(shape[0]), int(shape[1])


def _sides(shapes: Sequence[Shape]) -> list[tuple[float, float]]:
    """Height and width of each box: entries where there are few, else by square roots, so that 1 and 500 fit."""
    longest = max(max(shape) for shape in shapes)
    if longest <= CELLS:
        return [(float(m), float(n)) for m, n in shapes]
    return [(6 * (m / longest) ** 0.5, 6 * (n / longest) ** 0.5) for m, n in shapes]


def _box(axes: Axes, x: float, shape: Shape, side: tuple[float, float], name: str, colour: str) -> None:
    """A matrix with its left edge at x and its middle at height 0: its name above, its shape below."""
    (height, width), (m, n) = side, shape
    style: dict[str, Any] = {"facecolor": COLOURS[colour], "edgecolor": "none", "alpha": 0.16}
    axes.add_patch(Rectangle((x, -height / 2), width, height, **style))
    axes.add_patch(Rectangle((x, -height / 2), width, height, fill=False, edgecolor=COLOURS[colour], linewidth=1.6))
    if max(shape) <= CELLS and height == m:
        for i in range(1, m):
            axes.plot([x, x + width], [i - height / 2] * 2, color=COLOURS[colour], linewidth=0.5)
        for j in range(1, n):
            axes.plot([x + j] * 2, [-height / 2, height / 2], color=COLOURS[colour], linewidth=0.5)
    top, base, small = (x + width / 2, height / 2), *name.partition("_")[::2]
    labels: dict[str, Any] = {"textcoords": "offset points", "color": COLOURS[colour], "va": "baseline"}
    axes.annotate(base, top, xytext=(0, 8), ha="right" if small else "center", style="italic", **labels)
    axes.annotate(small, top, xytext=(0.5, 5.5), ha="left", size=8, style="italic", **labels)
    size = f"{m} × {n}"
    labels |= {"color": COLOURS["muted"], "va": "top"}
    axes.annotate(size, (x + width / 2, -height / 2), xytext=(0, -6), ha="center", **labels)


def _row(
    axes: Axes, names: Sequence[str], shapes: Sequence[Shape], signs: Sequence[str], colours: Sequence[str]
) -> float:
    """Boxes side by side with a sign before each but the first; return where the row ends."""
    sides = _sides(shapes)
    gap = max(1.5, 0.075 * sum(width for _, width in sides))
    x = 0.0
    for name, shape, side, sign, colour in zip(names, shapes, sides, signs, colours, strict=True):
        if sign:
            axes.text(x + gap / 2, 0, sign, ha="center", va="center", color=COLOURS["ink"], size=13)
            x += gap
        _box(axes, x, shape, side, name, colour)
        x += side[1]
    return x


def product(
    factors: Mapping[str, Sequence[int]],
    *,
    alt: str,
    result: str = "",
    colours: Sequence[str] = (),
    height: float = 2.4,
) -> Picture:
    """A product of matrices, each drawn as a box of its shape.

    Where two neighbours do not fit, there is no product, and the two sides that differ are marked.

    Parameters
    ----------
    factors : mapping from str to shape
        Names and shapes, from left to right; what follows an underscore is lowered.
    alt : str
        What the figure shows, in words.
    result : str
        What to call the product.
    colours : sequence of str
        A name in `COLOURS` for each factor and one for the result; the derivative's if left out.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``shapes``, ``fits``, and the product's ``shape`` (None if there is none).

    Raises
    ------
    ValueError
        If there are no two factors, or a shape is not of two whole numbers above 0.

    Examples
    --------
    >>> picture = product({"J_g": (2, 3), "J_f": (3, 4)}, result="J", alt="A 2 by 3 box times a 3 by 4 box.")
    >>> picture.data["shape"]
    (2, 4)
    >>> product({"J_f": (3, 4), "J_g": (2, 3)}, alt="Two boxes that do not fit.").data["fits"]
    False
    """
    alt, shapes = worded(alt), [_shape(name, shape) for name, shape in factors.items()]
    if len(shapes) < 2:
        raise ValueError(f"a product needs two factors or more, not {len(shapes)}")
    clashes = [k for k, (a, b) in enumerate(pairwise(shapes)) if a[1] != b[0]]
    names, signs = list(factors), ["", *["·"] * (len(shapes) - 1)]
    shape = None if clashes else (shapes[0][0], shapes[-1][1])
    drawn = [*shapes, shape] if shape else list(shapes)
    if shape:
        names, signs = [*names, result], [*signs, "="]
    (axes,) = blank(height=height)
    axes.axis("off")
    used = [*colours, *["derivative"] * len(drawn)][: len(drawn)]
    end = _row(axes, names, drawn, signs, used)
    for k in clashes:
        sides = _sides(drawn)
        gap = max(1.5, 0.075 * sum(width for _, width in sides))
        x = sum(width for _, width in sides[: k + 1]) + gap * k
        axes.text(x + gap / 2, -0.95, f"{shapes[k][1]} ≠ {shapes[k + 1][0]}", ha="center", va="top",
                  color=COLOURS["point"], weight="bold", size=11)  # fmt: skip
    tall = max(side for side, _ in _sides(drawn))
    axes.set(xlim=(-0.4, end + 0.4), ylim=(-tall / 2 - 1.1, tall / 2 + 1.1), aspect="equal")
    return Picture((axes,), alt, {"shapes": shapes, "fits": not clashes, "shape": shape})


def _steps(sizes: Sequence[int], leftwards: bool) -> list[tuple[int, int, int]]:
    """The p, q and r of each product, one factor after another from one end."""
    n = list(sizes)
    if leftwards:  # from the right end
        return [(n[k - 1], n[k], n[-1]) for k in range(len(n) - 2, 0, -1)]
    return [(n[0], n[k], n[k + 1]) for k in range(1, len(n) - 1)]


def bracketings(sizes: Sequence[int], names: Sequence[str], *, alt: str) -> Picture:
    """A chain of matrices multiplied from the left and from the right, with the multiplications of each product.

    Parameters
    ----------
    sizes : sequence of int
        n₀, n₁, …: the first factor is n₀ × n₁, the second n₁ × n₂, and so on.
    names : sequence of str
        Of the factors.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``left`` and ``right``: the multiplications of each product, in order.

    Raises
    ------
    ValueError
        If there are fewer than three factors, or not as many names.

    Examples
    --------
    >>> picture = bracketings([1, 5, 4, 3], ["A", "B", "C"], alt="Three boxes, bracketed in two ways.")
    >>> picture.data["left"], picture.data["right"]
    ([20, 12], [60, 15])
    """
    alt = worded(alt)
    if len(sizes) < 4 or len(names) != len(sizes) - 1:
        raise ValueError(f"expected three factors or more, a name for each, not sizes {list(sizes)!r}, {list(names)!r}")
    shapes = [_shape(name, pair) for name, pair in zip(names, pairwise(sizes), strict=True)]
    data: dict[str, Any] = {"shapes": shapes}
    panels = blank(2, len(names) - 1, height=4.6)
    for row, (key, title) in enumerate((("left", "from the left"), ("right", "from the right"))):
        steps = _steps(sizes, key == "right")
        data[key] = [p * q * r for p, q, r in steps]
        order = list(names) if key == "left" else list(names)[::-1]
        done = order[0]
        for axes, (p, q, r), new in zip(panels[row * len(steps) :], steps, order[1:], strict=False):
            pair = [done, new] if key == "left" else [new, done]
            done = f"({''.join(pair)})" if len(done) + len(new) < 14 else "…"
            axes.axis("off")
            boxes = [(p, q), (q, r), (p, r)]
            end = _row(axes, [*pair, ""], boxes, ["", "·", "="], ["derivative"] * 3)
            axes.set(xlim=(-0.4, end + 0.4), ylim=(-4.6, 4.4), aspect="equal")
            axes.set_title(f"{p * q * r:,} multiplications".replace(",", " "), y=-0.16, color=COLOURS["ink"], size=10)
        total = f"{title}: {sum(data[key]):,} multiplications".replace(",", " ")
        panels[row * len(steps)].annotate(total, (0, 1), xycoords="axes fraction", xytext=(0, 12),
            textcoords="offset points", color=COLOURS["function"], style="italic")  # fmt: skip
    return Picture(panels, alt, data)


def routes(
    columns: Sequence[Sequence[str]],
    edges: Mapping[tuple[str, str], str],
    *,
    alt: str,
    height: float = 2.9,
) -> Picture:
    """Which variable is made from which: columns of names, joined by arrows that carry derivatives.

    Parameters
    ----------
    columns : sequence of sequences of str
        The names, from the input on the left to the output on the right.
    edges : mapping from (from, to) to str
        What to write on each arrow; it may be empty.
    alt : str
        What the figure shows, in words.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``routes``: every way from the first column to the last, as lists of names.

    Raises
    ------
    ValueError
        If an edge has an end that is in no column, or does not lead to the right.

    Examples
    --------
    >>> edges = {("t", "x"): "dx/dt", ("t", "y"): "dy/dt", ("x", "f"): "∂f/∂x", ("y", "f"): "∂f/∂y"}
    >>> picture = routes(["t", "xy", "f"], edges, alt="From t by x and by y to f.")
    >>> picture.data["routes"]
    [['t', 'x', 'f'], ['t', 'y', 'f']]
    """
    alt = worded(alt)
    at = {
        name: (float(k), (len(column) - 1) / 2 - i) for k, column in enumerate(columns) for i, name in enumerate(column)
    }
    for start, end in edges:
        if start not in at or end not in at or at[start][0] >= at[end][0]:
            raise ValueError(f"an edge must lead from a column to one on its right, not {(start, end)!r}")
    last = set(columns[-1])
    found, open_ = list[list[str]](), [[name] for name in columns[0]]
    while open_:
        way = open_.pop(0)
        found += [way] if way[-1] in last else []
        open_ += [[*way, end] for start, end in edges if start == way[-1]]
    tall = max(len(column) for column in columns)
    (axes,) = blank(height=height)
    axes.axis("off")
    axes.set(xlim=(-0.2, len(columns) - 0.8), ylim=(-tall / 2 + 0.1, tall / 2 - 0.1))
    arrow = {"arrowstyle": "-|>,head_width=0.22,head_length=0.45", "color": COLOURS["muted"], "linewidth": 1.2,
             "shrinkA": 15, "shrinkB": 15}  # fmt: skip
    for (start, end), text in edges.items():
        axes.annotate("", at[end], at[start], arrowprops=arrow)
        (a, b), (c, d) = at[start], at[end]
        axes.annotate(text, ((a + c) / 2, (b + d) / 2), xytext=(0, 0), textcoords="offset points", ha="center",
            va="center", color=COLOURS["derivative"], size=10,
            bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1.5})  # fmt: skip
    for k, column in enumerate(columns):
        colour = "point" if k == 0 else "function"
        for name in column:
            axes.text(*at[name], name, ha="center", va="center", color=COLOURS[colour], style="italic", size=14)
    return Picture((axes,), alt, {"routes": found})


def layers(sizes: Sequence[int], *, alt: str, labels: Sequence[str] = (), height: float = 3.2) -> Picture:
    """A network as columns of neurons, each joined to every one in the column before.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, then of neurons in each layer.
    alt : str
        What the figure shows, in words.
    labels : sequence of str
        One below each column.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are the numbers of ``weights`` and ``biases``.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, one is not a whole number above 0, or the labels are not one for each.

    Examples
    --------
    >>> layers([3, 5, 2], alt="Three, five and two dots, joined by lines.").data
    {'weights': 25, 'biases': 7}
    """
    alt = worded(alt)
    if len(sizes) < 2 or not all(isinstance(n, (int, np.integer)) and n > 0 for n in sizes):
        raise ValueError(f"sizes must be two or more whole numbers above 0, not {list(sizes)!r}")
    if labels and len(labels) != len(sizes):
        raise ValueError(f"labels must be one for each of {len(sizes)} columns, not {len(labels)}")
    (axes,) = blank(height=height)
    axes.axis("off")
    places = [[(float(k), (n - 1) / 2 - i) for i in range(n)] for k, n in enumerate(sizes)]
    for before, after in pairwise(places):
        for end in after:
            for start in before:
                axes.plot(*zip(start, end, strict=True), color=COLOURS["muted"], linewidth=0.8, zorder=1)
    for k, column in enumerate(places):
        colour = "point" if k == 0 else "function"
        axes.plot(*zip(*column, strict=True), "o", color=COLOURS["paper"], markeredgecolor=COLOURS[colour],
                  markersize=17, markeredgewidth=2, zorder=3, linestyle="none")  # fmt: skip
    tall = max(sizes) / 2
    for k, label in enumerate(labels):
        axes.text(k, -tall - 0.35, label, ha="center", va="top", color=COLOURS["ink"], size=11)
    axes.set(xlim=(-0.4, len(sizes) - 0.6), ylim=(-tall - (0.9 if labels else 0.1), tall + 0.1))
    weights = sum(a * b for a, b in pairwise(sizes))
    return Picture((axes,), alt, {"weights": weights, "biases": sum(sizes[1:])})


def _level_lines(axes: Axes, f: Surface, domain: Sequence[Sequence[float]], levels: ArrayLike | None) -> Any:
    """Level lines of f on a coarse grid, in axes with equal units."""
    sides = [interval(side) for side in domain]
    x, y = np.meshgrid(*(np.linspace(*side, 61) for side in sides))
    z = np.broadcast_to(np.asarray(f(x, y), dtype=float), x.shape)
    chosen = MaxNLocator(9).tick_values(z.min(), z.max()) if levels is None else np.asarray(levels, dtype=float)
    drawn = axes.contour(x, y, z, levels=chosen, colors=COLOURS["function"], linewidths=0.9, linestyles="solid")
    axes.set(xlim=sides[0], ylim=sides[1], aspect="equal")
    axes.grid(False)
    return drawn


def along(
    f: Surface,
    path: Sequence[Function],
    times: Sequence[float],
    at: float,
    domain: Sequence[Sequence[float]],
    *,
    alt: str,
    labels: tuple[str, str, str, str] = ("x", "y", "t", "f"),
    levels: ArrayLike | None = None,
) -> Picture:
    """A path over level lines, and beside it what is read off on the way, with its slope at one moment.

    Parameters
    ----------
    f : callable
        Of x and y.
    path : two callables
        x(t) and y(t).
    times : two numbers
        When the path begins and ends.
    at : float
        The moment that is marked.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : four strings
        Of the coordinates, the time, and the reading.
    levels : array_like, optional
        Which level lines to draw.

    Returns
    -------
    Picture
        Its data are ``t``, ``readings`` along the path, and the ``slope`` at the moment.

    Raises
    ------
    ValueError
        If an interval is not two increasing numbers, or the moment is outside the times.

    Examples
    --------
    >>> walk = along(lambda x, y: x * y, (lambda t: t, lambda t: 2 * t), (0, 2), 1.5, ((0, 2), (0, 4)),
    ...              alt="A straight walk across curved level lines.")
    >>> round(walk.data["slope"], 6)
    6.0
    """
    alt, span = worded(alt), interval(times)
    if not span[0] <= at <= span[1]:
        raise ValueError(f"the moment must be from {span[0]:g} to {span[1]:g}, not {at!r}")
    left, right = blank(1, 2, height=2.9, width_ratios=(5, 4))
    drawn = _level_lines(left, f, domain, levels)
    left.clabel(drawn, fmt="%g", fontsize=9, colors=COLOURS["muted"])
    t = np.linspace(*span, 121)
    x, y = (np.broadcast_to(np.asarray(component(t), dtype=float), t.shape) for component in path)
    left.plot(x, y, color=COLOURS["point"])
    dot(left, path[0](at), path[1](at))
    left.set(xlabel=labels[0], ylabel=labels[1])
    readings = f(x, y)

    def reading(moment: Any) -> Any:
        return f(path[0](moment), path[1](moment))

    slope = float(central_difference(reading, at))
    right.plot(t, readings, color=COLOURS["function"])
    low, high = right.get_ylim()
    line_through(right, at, float(reading(at)), slope)
    dot(right, at, reading(at))
    right.set(xlabel=labels[2], ylim=(low, high), xlim=span)
    headline(right, labels[3], "function")
    return Picture((left, right), alt, {"t": t, "readings": readings, "slope": slope})


def decision(
    f: Surface,
    points: Mapping[tuple[float, float], int],
    domain: Sequence[Sequence[float]],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
    levels: Sequence[float] = (0.1, 0.3, 0.5, 0.7, 0.9),
) -> Picture:
    """What a classifier answers over the plane as level lines, and the points that it should tell apart.

    Parameters
    ----------
    f : callable
        Of two coordinates.
    points : mapping from (x, y) to 0 or 1
        Points with their class: hollow for 0, full for 1.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    levels : sequence of float
        Rising; the one nearest to a half is drawn heavier.

    Returns
    -------
    Picture
        Its data are ``answers``, the value of f at each point.

    Raises
    ------
    ValueError
        If a class is neither 0 nor 1, or an interval is not two increasing numbers.

    Examples
    --------
    >>> picture = decision(lambda x, y: 0.5 + (x + y) / 8, {(-1, -1): 0, (1, 1): 1}, ((-2, 2), (-2, 2)),
    ...                    alt="Slanted level lines between two points.")
    >>> [float(a) for a in picture.data["answers"]]
    [0.25, 0.75]
    """
    alt = worded(alt)
    if not set(points.values()) <= {0, 1}:
        raise ValueError(f"a class must be 0 or 1, not {sorted(set(points.values()))!r}")
    (axes,) = blank(height=3.6)
    drawn = _level_lines(axes, f, domain, levels)
    drawn.set_linewidth([2.4 if abs(level - 0.5) == min(abs(np.array(levels) - 0.5)) else 0.9 for level in levels])
    axes.clabel(drawn, fmt="%g", fontsize=9, colors=COLOURS["muted"])
    for (x, y), kind in points.items():
        axes.plot(x, y, "o", color=COLOURS["point" if kind else "paper"], markeredgecolor=COLOURS["point"],
                  markersize=9, markeredgewidth=2, zorder=5, clip_on=False)  # fmt: skip
    axes.set(xlabel=labels[0], ylabel=labels[1])
    return Picture((axes,), alt, {"answers": [f(*point) for point in points]})


def costs(
    sizes: ArrayLike,
    series: Mapping[str, ArrayLike],
    *,
    alt: str,
    labels: tuple[str, str] = ("inputs n", "operations"),
) -> Picture:
    """What computations of growing size cost, both axes by powers of ten: the slope of a line is the power of n.

    Parameters
    ----------
    sizes : array_like, shape (m,)
        Positive and increasing.
    series : mapping from str to array
        Up to four costs, positive, one for each size; nan leaves a gap.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.

    Returns
    -------
    Picture
        Its data are, by name, the ``slopes`` of the lines between their ends.

    Raises
    ------
    ValueError
        If the sizes are not positive and increasing, or a cost is missing or not positive.

    Examples
    --------
    >>> picture = costs([10, 100], {"one": [30, 300], "two": [300, 30_000]}, alt="Two rising lines, one steeper.")
    >>> {name: round(slope, 6) for name, slope in picture.data["slopes"].items()}
    {'one': 1.0, 'two': 2.0}
    """
    alt, n = worded(alt), np.asarray(sizes, dtype=float)
    if n.ndim != 1 or len(n) < 2 or not (n > 0).all() or not (np.diff(n) > 0).all():
        raise ValueError(f"sizes must be positive and increasing, not {n.tolist()!r}")
    (axes,) = blank(height=3.4)
    slopes = {}
    for colour, (name, values) in zip(("ink", "derivative", "function", "second"), series.items(), strict=False):
        cost = np.asarray(values, dtype=float)
        known = np.isfinite(cost)
        if cost.shape != n.shape or not (cost[known] > 0).all() or known.sum() < 2:
            raise ValueError(f"{name}: expected {len(n)} positive costs, not {cost.tolist()!r}")
        at, cost = n[known], cost[known]
        axes.loglog(at, cost, "o-", color=COLOURS[colour], markersize=4, linewidth=1.8)
        annotate(axes, name, (at[-1], cost[-1]), colour)
        slopes[name] = float(np.log(cost[-1] / cost[0]) / np.log(at[-1] / at[0]))
    axes.minorticks_off()
    axes.set(xlabel=labels[0], xlim=(n[0] / 1.3, n[-1] * (n[-1] / n[0]) ** 0.32))
    axes.set_xticks([tick for tick in n if round(np.log10(tick), 6) % 1 == 0])
    headline(axes, labels[1], "ink")
    return Picture((axes,), alt, {"slopes": slopes})
