"""The exercises on special cases, answered by SymPy, by mpmath and by the drawn numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import numpy as np
import sympy as sp

X, H = sp.symbols("x h", real=True)


def many_times(facts: Mapping[str, Any]) -> sp.Expr:
    """The derivative of high order, from Euler's formula: each differentiation multiplies by i."""
    wave = facts["sign"] * sp.exp(sp.I * X) * sp.I ** facts["n"]
    part = {"sin": sp.im, "cos": sp.re}[facts["kind"]]
    return sp.expand_complex(part(wave))


def places_with_the_slope(facts: Mapping[str, Any]) -> list[sp.Expr]:
    """Where the slope, found numerically, takes its value: by a sweep, refined, and then recognised."""
    f = sp.lambdify(X, facts["f"], "mpmath")
    low, high = {"logarithm": (0.1, 30), "sine": (0, 6.29), "exponential": (-5, 5)}.get(facts["kind"], (-30, 30))
    with mpmath.workdps(30):
        wanted = mpmath.mpf(sp.N(facts["slope"], 30))

        def miss(x: Any) -> Any:
            return mpmath.diff(f, x) - wanted

        grid = [x for x in np.linspace(low, high, 241) + 0.00137 if abs(x) > 0.05]
        signs = [miss(mpmath.mpf(float(x))) for x in grid]
        found = [
            mpmath.findroot(miss, (grid[i], grid[i + 1]), solver="anderson", tol=1e-20)
            for i in range(len(grid) - 1)
            if signs[i] * signs[i + 1] < 0 and grid[i] * grid[i + 1] > 0
        ]
        return [sp.Float(str(x), 25) for x in found]


def is_the_slope(facts: Mapping[str, Any], name: str) -> bool:
    """Whether the drawn heights are the differences of the drawn curve over those of its places."""
    curve, option = facts["curve"], facts["drawn"][name]
    x, (y,), (z,) = curve["x"], [v for k, v in curve.items() if k != "x"], [v for k, v in option.items() if k != "x"]
    measured = (y[2:] - y[:-2]) / (x[2:] - x[:-2])
    near = np.isfinite(measured) & np.isfinite(z[1:-1]) & (np.abs(measured) < 3)
    return bool(np.abs(measured - z[1:-1])[near].max() < 0.1)


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    limits = [sp.diff(facts["f"], X), *(sp.limit(each, H, 0) for each in facts["rows"])]
    return bool(sp.simplify(limits[row] - limits[row - 1]) != 0)


ORACLES = {
    "slope-of-a-special-function": lambda facts: sp.diff(facts["f"], X).subs(X, facts["p"]),
    "round-and-round": many_times,
    "where-the-slope-is": places_with_the_slope,
    "its-derivative-by-eye": is_the_slope,
    "wrong-step-for-a-wave": is_faulty,
}
