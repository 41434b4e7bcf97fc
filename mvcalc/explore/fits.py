"""A line through readings, beside the bowl that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mvcalc.explore.parts import Exploration, Variable, inside
from mvcalc.figures.house import COLOURS, Picture, blank, dot, headline, interval, worded
from mvcalc.regression import chi_squared, straight_line

__all__ = ["fit"]

LEVELS = 7  # level lines of the bowl, the outermost through its highest corner


def fit(
    x: ArrayLike,
    y: ArrayLike,
    slope: float,
    intercept: float,
    slopes: Sequence[float],
    intercepts: Sequence[float],
    *,
    alt: str,
    s: ArrayLike | None = None,
    labels: tuple[str, str] = ("x", "y"),
) -> Exploration:
    """A line that can be moved through readings, and where it stands on the bowl of χ².

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    slope, intercept : float
        Of the line, at the start.
    slopes, intercepts : two numbers each
        The part of the bowl that is shown.
    alt : str
        What the figure shows, in words.
    s : array_like, shape (n,), or float, optional
        The uncertainties of y; 1 if left out.
    labels : two strings
        Of x and y.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the line is not in the part that is shown, or the readings cannot be fitted.

    Examples
    --------
    >>> figure = fit([0, 1, 2, 3], [1, 3, 4, 7], 1, 2, (0, 4), (-2, 4), alt="Four readings and a line below them.")
    >>> {name: round(value, 3) for name, value in figure.picture.data["readings"].items()}
    {'χ²': 5.0, 'least χ²': 0.7, '∂χ²/∂m': -12.0, '∂χ²/∂c': -2.0}
    """
    alt, spans = worded(alt), (interval(slopes), interval(intercepts))
    s = np.ones(len(np.asarray(y))) if s is None else s
    best = straight_line(x, y, s)
    turned = Variable("m", "slope m", *spans[0], inside("slope", slope, spans[0]))
    moved = Variable("c", "intercept c", *spans[1], inside("intercept", intercept, spans[1]))
    m, c = turned.start, moved.start
    across, up, error = (np.array(v) for v in np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float), s))
    left, right = blank(1, 2, height=3.5, width_ratios=(6, 5))

    edge = 0.06 * max(np.ptp(across), across.max(), -across.min())
    low, high = min(0.0, across.min()) - edge, max(0.0, across.max()) + edge
    room = 0.12 * np.ptp(up)
    left.set(xlim=(low, high), ylim=(up.min() - room, up.max() + room), xlabel=labels[0])
    left.vlines(across, m * across + c, up, color=COLOURS["derivative"], linewidth=1.1)
    left.plot(across, up, "o", color=COLOURS["ink"], markersize=3.4)
    left.plot([low, high], [m * low + c, m * high + c], color=COLOURS["function"])
    grip = float(across[np.abs(across).argmax()])
    dot(left, [0, grip], [c, m * grip + c])
    headline(left, labels[1], "function")

    # On the level line of least + k², slope and intercept are best + k · factor · (cos, sin).
    factor = np.linalg.cholesky(best.covariance)
    corners = chi_squared(x, y, *np.meshgrid(*spans), s)
    heights = np.linspace(0, np.sqrt(corners.max() - best.chi_squared), LEVELS + 1)[1:]
    angle = np.linspace(0, 2 * np.pi, 73)
    ring = factor @ [np.cos(angle), np.sin(angle)]
    value = chi_squared(x, y, m, c, s)
    here = float(np.sqrt(max(0.0, value - best.chi_squared)))
    for k in heights:
        right.plot(best.slope + k * ring[0], best.intercept + k * ring[1], color=COLOURS["second"], linewidth=0.9,
                   alpha=0.55)  # fmt: skip
    right.plot(best.slope + here * ring[0], best.intercept + here * ring[1], color=COLOURS["second"])
    right.plot(best.slope, best.intercept, "+", color=COLOURS["second"], markersize=9)
    dot(right, m, c)
    right.set(xlim=spans[0], ylim=spans[1], xlabel="slope m")
    right.locator_params(nbins=5)
    headline(right, "χ² over slope and intercept c", "second")

    miss = (up - m * across - c) / error**2
    readings = {"χ²": value, "least χ²": best.chi_squared, "∂χ²/∂m": float(-2 * miss @ across),
                "∂χ²/∂c": float(-2 * miss.sum())}  # fmt: skip
    return Exploration(
        "fit",
        Picture((left, right), alt, {"readings": readings, "best": best}),
        (turned, moved),
        {},
        "you can move the line, and watch its point on the bowl.",
        {"x": across.tolist(), "y": up.tolist(), "s": error.tolist(), "best": [best.slope, best.intercept],
         "least": best.chi_squared, "factor": factor.tolist(), "heights": heights.tolist(), "grip": grip},
    )  # fmt: skip
