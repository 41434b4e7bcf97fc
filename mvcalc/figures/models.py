"""Figures of models near a point: what a line leaves out, and where walks down a quadratic go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mvcalc.difference import central_difference
from mvcalc.figures.house import COLOURS, Function, Picture, annotate, blank, dot, draw, headline, interval, worded

__all__ = ["gap", "multipliers", "walks"]

DASHED = (0, (4, 3))


def gap(
    f: Function,
    p: float,
    step: float,
    domain: Sequence[float],
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "y"),
) -> Picture:
    """A graph and its tangent, with the change that each of them says, and the gap between the two.

    Parameters
    ----------
    f : callable
    p, step : float
        Where the tangent touches, and how far we go from there.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.

    Returns
    -------
    Picture
        Its data are ``x``, ``f``, ``predicted`` and ``true``, the changes by the line and by the curve, and ``gap``.

    Raises
    ------
    ValueError
        If the step is 0, the domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = gap(lambda x: x**2, 1, 0.5, (0, 2), alt="A parabola leaves its tangent at 1.")
    >>> round(picture.data["predicted"], 6), round(picture.data["gap"], 6)
    (1.0, 0.25)
    """
    alt, span = worded(alt), interval(domain)
    if step == 0:
        raise ValueError("step must not be 0")
    (axes,) = blank(height=3.6)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    x, y = draw(axes, f, span, "function")
    start, slope = float(f(p)), float(central_difference(f, p))
    end, line, curve = p + step, start + slope * step, float(f(p + step))
    axes.plot(span, [start + slope * (s - p) for s in span], color=COLOURS["derivative"], linewidth=1.8)
    axes.plot([p, end, end], [start, start, min(line, curve)], color=COLOURS["muted"], linestyle=DASHED, linewidth=1.2)
    axes.plot([end, end], [line, curve], color=COLOURS["point"], linewidth=3)
    dot(axes, p, start)
    dot(axes, end, curve, "function")
    annotate(axes, "Δx", ((p + end) / 2, start), "muted", xytext=(0, -10), ha="center")
    annotate(axes, "error", (end, curve), "point", xytext=(8, -14 if curve < line else 14))
    axes.set(xlim=span, ylim=(y.min() - 0.08 * np.ptp(y), y.max() + 0.08 * np.ptp(y)))
    return Picture(
        (axes,), alt, {"x": x, "f": y, "predicted": slope * step, "true": curve - start, "gap": curve - line}
    )


def walks(
    f: Any,
    paths: Mapping[str, ArrayLike],
    domain: Sequence[Sequence[float]],
    *,
    alt: str,
    levels: ArrayLike,
    columns: int | None = None,
    height: float = 2.7,
) -> Picture:
    """Walks over the same level lines, a panel each.

    Parameters
    ----------
    f : callable
        Of two arrays of one shape.
    paths : mapping from a title to an array of shape (k, 2)
        Points, in the order of the walk.
    domain : two intervals
        Where to draw, with one scale for both axes.
    alt : str
        What the figure shows, in words.
    levels : array_like
        The heights of the level lines.
    columns : int, optional
        How many panels stand side by side; all, if it is left out.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``paths``, and ``heights`` along them, both by title.

    Raises
    ------
    ValueError
        If a path is not of shape (k, 2), or ``alt`` says nothing.

    Examples
    --------
    >>> picture = walks(lambda x, y: x**2 + y**2, {"down": [[1, 1], [0.5, 0.5]]}, ((-1, 1), (-1, 1)), levels=[1],
    ...                 alt="Two points and a circle.")
    >>> picture.data["heights"]["down"].tolist()
    [2.0, 0.5]
    """
    alt, sides = worded(alt), [interval(side) for side in domain]
    drawn = {title: np.asarray(path, dtype=float) for title, path in paths.items()}
    for title, path in drawn.items():
        if path.ndim != 2 or path.shape[1] != 2:
            raise ValueError(f"{title}: a path must have the shape (k, 2), not {path.shape}")
    across = columns or len(drawn)
    panels = blank(-(-len(drawn) // across), across, height=height, sharex=True, sharey=True)
    x, y = np.meshgrid(np.linspace(*sides[0], 60), np.linspace(*sides[1], 60))
    for axes, (title, path) in zip(panels, drawn.items(), strict=False):
        axes.grid(False)
        axes.contour(x, y, f(x, y), levels=levels, colors=COLOURS["function"], linewidths=0.9, alpha=0.55)
        axes.plot(*path.T, "o-", color=COLOURS["point"], linewidth=1.2, markersize=3.4)
        axes.set(xlim=sides[0], ylim=sides[1], aspect="equal")
        axes.locator_params(nbins=4)
        headline(axes, title, "point")
    heights = {title: f(*path.T) for title, path in drawn.items()}
    return Picture(panels, alt, {"paths": drawn, "heights": heights})


def multipliers(curvatures: Sequence[float], *, alt: str, height: float = 3.3) -> Picture:
    """The factor that one step of gradient descent puts on the distance to the bottom, against the step.

    Parameters
    ----------
    curvatures : numbers
        Up to three, positive: each gives the factor 1 − γλ.
    alt : str
        What the figure shows, in words.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``step`` and ``worst``, the largest size of a factor at each step, and ``limit``, the step
        beyond which one of them is larger than 1.

    Raises
    ------
    ValueError
        If a curvature is not positive, there are more than three, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = multipliers([1, 4], alt="Two V-shaped lines that meet.")
    >>> picture.data["limit"], round(float(picture.data["worst"].min()), 2)
    (0.5, 0.6)
    """
    alt, bends = worded(alt), np.asarray(curvatures, dtype=float)
    if not (1 <= len(bends) <= 3 and (bends > 0).all()):
        raise ValueError(f"expected one to three positive curvatures, not {list(curvatures)}")
    limit = float(2 / bends.max())
    step = np.linspace(0, 1.25 * limit, 241)
    sizes = np.abs(1 - np.outer(bends, step))
    (axes,) = blank(height=height)
    axes.axhline(1, color=COLOURS["muted"], linestyle=DASHED, linewidth=1)
    axes.axvline(limit, color=COLOURS["point"], linestyle=DASHED, linewidth=1.2)
    for bend, size, colour in zip(bends, sizes, ("function", "derivative", "second"), strict=False):
        axes.plot(step, size, color=COLOURS[colour], linewidth=1.8)
        annotate(axes, f"λ = {bend:g}", (step[-1], size[-1]), colour)
    annotate(axes, "2/λ largest", (limit, 0), "point", xytext=(6, 8))
    axes.set(xlabel="step γ", xlim=(0, step[-1]), ylim=(0, 1.6))
    headline(axes, "distance after a step, in distances before", "ink")
    return Picture((axes,), alt, {"step": step, "worst": sizes.max(axis=0), "limit": limit})
