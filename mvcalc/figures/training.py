"""Figures of learning: a model beside its data, the cost step by step, and what is drawn on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from mvcalc.figures.house import COLOURS, Function, Picture, annotate, blank, dot, headline, worded

__all__ = ["fits", "learning", "snapshots"]

_ORDER = ("function", "derivative", "second", "point", "muted")


def fits(
    x: ArrayLike,
    y: ArrayLike,
    models: Mapping[str, Function],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
    errors: str | None = None,
    height: float = 3.2,
) -> Picture:
    """Readings, and models drawn through them, each labelled at its right end.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    models : mapping from a label to a callable
        At most five; drawn from a little before the first reading to a little after the last.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    errors : str, optional
        The model whose errors are drawn, as upright lines from it to the readings.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x``, ``y``, ``grid``, each model's heights by label, and ``errors`` if they are drawn.

    Raises
    ------
    ValueError
        If x and y differ in length, there are more models than colours, or ``errors`` names none of them.

    Examples
    --------
    >>> picture = fits([0, 1, 2], [1, 2, 5], {"line": lambda x: 2 * x + 1}, errors="line", alt="Three dots and a line.")
    >>> picture.data["errors"].tolist()
    [0.0, 1.0, 0.0]
    """
    alt = worded(alt)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"x and y must be of one length, not of shapes {x.shape} and {y.shape}")
    if len(models) > len(_ORDER) or (errors is not None and errors not in models):
        raise ValueError(f"expected at most {len(_ORDER)} models, {errors!r} among them, not {list(models)}")
    (axes,) = blank(height=height)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    room = 0.05 * np.ptp(x)
    grid = np.linspace(x.min() - room, x.max() + room, 161)
    data: dict[str, Any] = {"x": x, "y": y, "grid": grid}
    for colour, (name, model) in zip(_ORDER, models.items(), strict=False):
        data[name] = np.broadcast_to(np.asarray(model(grid), dtype=float), grid.shape)
        axes.plot(grid, data[name], color=COLOURS[colour])
        annotate(axes, name, (grid[-1], data[name][-1]), colour)
    if errors is not None:
        at = np.broadcast_to(np.asarray(models[errors](x), dtype=float), x.shape)
        data["errors"] = at - y
        axes.vlines(x, np.minimum(at, y), np.maximum(at, y), color=COLOURS["derivative"], linewidth=1.8)
    dot(axes, x, y)
    return Picture((axes,), alt, data)


def _spread(places: Sequence[float], least: float) -> list[float]:
    """Move numbers apart, as little as keeps them in order and at least so far from each other."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = list(places)
    for before, k in pairwise(order):
        moved[k] = max(moved[k], moved[before] + least)
    return moved


def learning(
    runs: Mapping[str, tuple[ArrayLike, ArrayLike] | ArrayLike],
    *,
    alt: str,
    labels: tuple[str, str] = ("step", "cost"),
    height: float = 3.2,
) -> Picture:
    """Positive quantities over steps or sizes, upwards by powers of ten, each labelled at its right end.

    Parameters
    ----------
    runs : mapping from a label to an array, or to a pair of arrays
        Heights, counted from 0, or places and heights; at most five.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are a pair of places and heights for each label, thinned to 200 or fewer.

    Raises
    ------
    ValueError
        If a height is not positive, or there are more runs than colours.

    Examples
    --------
    >>> picture = learning({"halved": [1, 0.5, 0.25]}, alt="A falling straight line of costs.")
    >>> picture.data["halved"][1].tolist()
    [1.0, 0.5, 0.25]
    """
    alt = worded(alt)
    if len(runs) > len(_ORDER):
        raise ValueError(f"expected at most {len(_ORDER)} runs, not {len(runs)}")
    (axes,) = blank(height=height)
    axes.set(xlabel=labels[0], ylabel=labels[1], yscale="log")
    axes.minorticks_off()
    data: dict[str, Any] = {}
    for colour, (name, run) in zip(_ORDER, runs.items(), strict=False):
        places, heights = run if isinstance(run, tuple) else (np.arange(len(np.asarray(run))), run)
        places, heights = np.asarray(places, dtype=float), np.asarray(heights, dtype=float)
        if not (heights > 0).all():
            raise ValueError(f"the heights of {name!r} must be positive, not {heights.min()}")
        kept = np.unique(np.linspace(0, len(places) - 1, 200).round().astype(int))
        data[name] = places[kept], heights[kept]
        axes.plot(*data[name], color=COLOURS[colour], marker="o" if len(kept) < 12 else None, markersize=4.5)
    ends = [(float(places[-1]), float(np.log10(heights[-1]))) for places, heights in data.values()]
    low, high = np.log10(axes.get_ylim())
    apart = _spread([end for _, end in ends], 0.075 * (high - low) * 3.2 / height)
    for colour, name, (place, _), end in zip(_ORDER, data, ends, apart, strict=False):
        annotate(axes, name, (place, 10**end), colour)
    return Picture((axes,), alt, data)


def _bare(axes: Axes) -> None:
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    for side in axes.spines.values():
        side.set_visible(False)


def snapshots(curves: Mapping[int, ArrayLike], target: ArrayLike, *, alt: str, columns: int = 4) -> Picture:
    """What a network draws after some of its steps, side by side, over what it should draw.

    Parameters
    ----------
    curves : mapping from int to array, shape (2, n)
        By step.
    target : array_like, shape (2, m)
    alt : str
        What the figure shows, in words.
    columns : int
        Panels in a row.

    Returns
    -------
    Picture
        Its data are ``target`` and the curves by step.

    Raises
    ------
    ValueError
        If a curve or the target does not have two rows.

    Examples
    --------
    >>> picture = snapshots({0: [[0, 1], [0, 0]]}, [[0, 1], [0, 1]], alt="A level line, and a slanting one wanted.")
    >>> sorted(picture.data, key=str)
    [0, 'target']
    """
    alt = worded(alt)
    drawn = {step: np.asarray(curve, dtype=float) for step, curve in curves.items()}
    aim = np.asarray(target, dtype=float)
    data: dict[Any, Any] = {"target": aim, **drawn}
    for name, curve in data.items():
        if curve.ndim != 2 or curve.shape[0] != 2:
            raise ValueError(f"{name} must be of shape (2, n), not {curve.shape}")
    rows = -(-len(drawn) // columns)
    extent = np.hstack([aim, *drawn.values()])
    middle, half = (extent.max(axis=1) + extent.min(axis=1)) / 2, 0.54 * np.ptp(extent, axis=1)
    tall = np.clip(half[1] / half[0], 0.3, 1.2) * 6.2 / columns + 0.35  # of a panel and its headline
    panels = blank(rows, columns, height=tall * rows, sharex=True, sharey=True)
    for axes in panels:
        _bare(axes)
    for axes, (step, curve) in zip(panels, drawn.items(), strict=False):
        axes.set(xlim=middle[0] + half[0] * np.array([-1, 1]), ylim=middle[1] + half[1] * np.array([-1, 1]))
        axes.set_aspect("equal")
        axes.plot(*aim, color=COLOURS["muted"], linewidth=1, linestyle=(0, (2, 2)))
        axes.plot(*curve, color=COLOURS["function"])
        headline(axes, f"step {step}", "ink")
    return Picture(panels, alt, data)
