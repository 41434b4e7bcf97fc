"""The game of ε and δ: one player says how near the values must be, the other how near the inputs must be for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mvcalc.explore.parts import Exploration, Variable, inside, names, numpy, scalar
from mvcalc.figures.house import COLOURS, Picture, annotate, blank, dot, headline, interval, worded
from mvcalc.web import javascript

__all__ = ["limit"]

TRIED = 200
"""Places that are tried on each side of the point."""
SMALLEST = 0.01
"""The smallest ε and δ that can be set, as a share of the largest."""


def limit(
    f: Any,
    a: float,
    claim: float,
    epsilon: float,
    delta: float,
    domain: Sequence[float],
    *,
    alt: str,
    tolerance: float,
) -> Exploration:
    """The claim that f(x) tends to a number as x tends to a: an ε to be met, and a δ that should meet it.

    Whether it does is tried at 200 places on each side of a, and never at a itself.

    Parameters
    ----------
    f : formula or Lambda
        Of one variable; it may be undefined at a, and nowhere else in the domain.
    a, claim : float
        The point, and the limit that is claimed.
    epsilon, delta : float
        Where the two settings start, above 0.
    domain : two numbers
        Where to draw; a lies between them.
    alt : str
        What the figure shows, in words.
    tolerance : float
        The largest ε that can be set.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If a is not inside the domain, a setting is out of reach, or f is not of one variable or not a number
        somewhere beside a.

    Examples
    --------
    >>> import sympy as sp
    >>> x = sp.Symbol("x")
    >>> figure = limit(sp.Lambda(x, x**2), 2, 4, 1, 0.5, (0, 4), tolerance=2, alt="A parabola near 2.")
    >>> float(figure.picture.data["readings"]["largest miss"])
    2.25
    """
    alt, (low, high) = worded(alt), interval(domain)
    if not low < a < high:
        raise ValueError(f"a must lie inside {(low, high)}, not {a!r}")
    expression, variables = scalar(f, 1)
    value = numpy(expression, variables)
    widest = min(a - low, high - a)
    settings = tuple(
        Variable(name, label, SMALLEST * most, most, inside(name, start, (SMALLEST * most, most)), colour=colour)
        for name, label, start, most, colour in (
            ("epsilon", "tolerance ε", epsilon, float(tolerance), "derivative"),
            ("delta", "reach δ", delta, widest, "point"),
        )
    )
    epsilon, delta = (v.start for v in settings)

    def heights(x: Any) -> Any:
        with np.errstate(all="ignore"):
            y = np.array(np.broadcast_to(value(x), np.shape(x)), dtype=float)
        if not np.isfinite(y).all():
            raise ValueError(f"f must be a number everywhere in {(low, high)} but at {a}: {expression}")
        return y

    share = np.arange(1, TRIED + 1) / TRIED
    near = np.concatenate([a - delta * share, a + delta * share])
    misses = np.abs(heights(near) - claim)
    worst = int(np.argmax(misses))
    (axes,) = blank(height=3.8)
    gap = (high - low) / 2000
    sides = np.linspace(low, a - gap, 121), np.linspace(a + gap, high, 121)
    drawn = np.concatenate([heights(side) for side in sides])
    ends = [min(drawn.min(), claim - tolerance), max(drawn.max(), claim + tolerance)]
    room = 0.05 * (ends[1] - ends[0])
    bottom, top = ends[0] - room, ends[1] + room
    axes.set(xlim=(low, high), ylim=(bottom, top), xlabel=names(f)[0])
    headline(axes, f"f({names(f)[0]})", "function")
    band = np.array([claim - epsilon, claim - epsilon, claim + epsilon, claim + epsilon])
    axes.fill([low, high, high, low], band, color=COLOURS["derivative"], alpha=0.16, linewidth=0)
    axes.fill(a + delta * np.array([-1, 1, 1, -1]), [bottom, bottom, top, top], color=COLOURS["point"], alpha=0.16,
              linewidth=0)  # fmt: skip
    for side in sides:
        axes.plot(side, heights(side), color=COLOURS["function"])
    for side in (near[:TRIED], near[TRIED:]):
        axes.plot(side, heights(side), color=COLOURS["point"], linewidth=4)
    if misses[worst] > epsilon:
        far, height = near[worst], float(value(near[worst]))
        axes.plot([far, far], [claim, height], color=COLOURS["ink"], linestyle=(0, (4, 3)), linewidth=1.3)
        dot(axes, far, height, "ink")
    dot(axes, a + delta, bottom)
    dot(axes, low, claim + epsilon, "derivative")
    axes.plot(a, claim, "o", color=COLOURS["ink"], markerfacecolor=COLOURS["paper"], markersize=7, zorder=6)
    annotate(axes, "a + δ", (a + delta, bottom), "point", xytext=(8, 12))
    annotate(axes, "ε", (low, claim + epsilon), "derivative", xytext=(10, 8))
    readings = {"ε": epsilon, "δ": delta, "largest miss": misses[worst]}
    return Exploration(
        "limit",
        Picture((axes,), alt, {"x": np.concatenate(sides), "f": drawn, "worst": near[worst], "readings": readings}),
        settings,
        {"f": javascript(expression, variables)},
        "you can play both sides: set the tolerance ε, and answer with a reach δ.",
        {"a": float(a), "claim": float(claim), "tried": TRIED, "gap": gap},
    )
