"""Figures of lines through readings: what they miss, squared and plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import ArrayLike, NDArray

from mvcalc.figures.house import COLOURS, Function, Picture, annotate, blank, dot, headline, worded

__all__ = ["lines", "residuals", "squares"]


def _readings(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if across.ndim != 1 or across.shape != up.shape or not len(across):
        raise ValueError(f"x and y must be two lists of one length; shapes {across.shape}, {up.shape}")
    return across, up


def _dots(axes: Axes, x: NDArray[Any], y: NDArray[Any]) -> None:
    axes.plot(x, y, "o", color=COLOURS["ink"], markersize=3.6, zorder=5)


def squares(
    x: ArrayLike,
    y: ArrayLike,
    lines: Mapping[str, tuple[float, float]],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
) -> Picture:
    """Lines through the same readings, a panel each, with the square on every miss.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    lines : mapping from a title to (slope, intercept)
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.

    Returns
    -------
    Picture
        Its data are ``area``, by title, the sum of squared misses, and ``sides``, by title.

    Raises
    ------
    ValueError
        If x and y are not of one length, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = squares([0, 1, 2], [1, 2, 4], {"too low": (1, 0)}, alt="Three squares above a line.")
    >>> picture.data["area"]["too low"]
    6.0
    """
    alt, (across, up) = worded(alt), _readings(x, y)
    panels = blank(1, len(lines), height=3.05, sharey=True)
    sides = {title: up - m * across - c for title, (m, c) in lines.items()}
    widest = max(float(np.abs(side).max()) for side in sides.values())
    low, high = up.min() - 0.12 * np.ptp(up), up.max() + 0.12 * np.ptp(up)
    scale = 1.15 * (np.ptp(across) or 1.0) / (high - low)  # of a unit along y, in units of x, where both look as long
    for axes, (title, (m, c)) in zip(panels, lines.items(), strict=True):
        ends = np.array([across.min() - widest * scale, across.max() + widest * scale])
        lean = np.where(sides[title] > 0, -1, 1) * np.abs(sides[title]) * scale  # away from the line
        corners = [
            [(a, b), (a, b - r), (a + w, b - r), (a + w, b)]
            for a, b, r, w in zip(across, up, sides[title], lean, strict=True)
        ]
        axes.add_collection(PolyCollection(
            corners, facecolors=[(COLOURS["derivative"], 0.22)], edgecolors=COLOURS["derivative"], linewidths=1,
        ))  # fmt: skip
        axes.plot(ends, m * ends + c, color=COLOURS["function"])
        _dots(axes, across, up)
        axes.set(xlim=ends, ylim=(low, high), xlabel=labels[0])
        axes.set_aspect(scale, adjustable="box")
        axes.locator_params(nbins=5)
        headline(axes, title, "function")
    panels[0].set_ylabel(labels[1])
    return Picture(panels, alt, {"area": {title: float(side @ side) for title, side in sides.items()}, "sides": sides})


def residuals(
    x: ArrayLike, y: ArrayLike, f: Function, *, alt: str, labels: tuple[str, str] = ("x", "y"), height: float = 4.6
) -> Picture:
    """Readings with what was fitted to them, above what it misses.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    f : callable
        What was fitted, such as a `mvcalc.regression.Line`.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of x and y.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x``, ``y`` and ``residuals``.

    Raises
    ------
    ValueError
        If x and y are not of one length, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = residuals([0, 1, 2], [1, 2, 5], lambda x: 2 * x + 1, alt="Three readings and a line; their misses.")
    >>> picture.data["residuals"].tolist()
    [0.0, -1.0, 0.0]
    """
    alt, (across, up) = worded(alt), _readings(x, y)
    misses = up - f(across)
    upper, lower = blank(2, 1, height=height, sharex=True, height_ratios=(3, 2))
    room = 0.05 * np.ptp(across)
    grid = np.linspace(across.min() - room, across.max() + room, 121)
    upper.plot(grid, f(grid), color=COLOURS["function"])
    _dots(upper, across, up)
    headline(upper, labels[1], "function")
    lower.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    lower.vlines(across, 0, misses, color=COLOURS["derivative"], linewidth=1, alpha=0.6)
    dot(lower, across, misses, "derivative")
    headline(lower, "residual", "derivative")
    lower.set(xlim=(grid[0], grid[-1]), xlabel=labels[0])
    return Picture((upper, lower), alt, {"x": across, "y": up, "residuals": misses})


def lines(
    x: ArrayLike,
    y: ArrayLike,
    chosen: Mapping[str, tuple[float, float]],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
    domain: Sequence[float] | None = None,
) -> Picture:
    """Readings with up to three lines, each labelled at its right end.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    chosen : mapping from a label to (slope, intercept)
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.
    domain : two numbers, optional
        Where to draw; the extent of x if it is left out.

    Returns
    -------
    Picture
        Its data are ``x``, ``y`` and ``ends``, by label, the heights of each line at the ends of the domain.

    Raises
    ------
    ValueError
        If x and y are not of one length, there are more than three lines, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = lines([0, 2], [1, 3], {"steep": (2, 0), "level": (0, 2)}, alt="Two lines between two readings.")
    >>> picture.data["ends"]["steep"].tolist()
    [0.0, 4.0]
    """
    alt, (across, up) = worded(alt), _readings(x, y)
    if not 1 <= len(chosen) <= 3:
        raise ValueError(f"expected one to three lines, not {len(chosen)}")
    span = np.array([across.min(), across.max()] if domain is None else domain, dtype=float)
    (axes,) = blank(height=3.6)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    _dots(axes, across, up)
    ends = {label: m * span + c for label, (m, c) in chosen.items()}
    for colour, (label, heights) in zip(("function", "derivative", "second"), ends.items(), strict=False):
        axes.plot(span, heights, color=COLOURS[colour], linewidth=1.8)
        annotate(axes, label, (span[1], heights[1]), colour)
    return Picture((axes,), alt, {"x": across, "y": up, "ends": ends})
