"""The exercises on functions, answered by SymPy, by running the code that is shown, and by looking at what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import numpy as np
import sympy as sp

X = sp.Symbol("x", real=True)


def shifted(facts: Mapping[str, Any]) -> sp.Expr:
    """The polynomial through three values of the shifted function."""
    points = [(k, facts["a"] * (k + facts["p"]) ** 2 + facts["b"]) for k in (0, 1, 5)]
    return sp.interpolate(points, X)


def excluded(facts: Mapping[str, Any]) -> list[int]:
    return [k for k in range(-50, 51) if facts["below"].subs(X, k) == 0]


#: Each shape where it has not been moved.
UNMOVED: dict[str, Any] = {
    "square": np.square,
    "hill": lambda x: -(x**2),
    "corner": np.abs,
    "reciprocal": lambda x: 1 / x,
}


def is_drawn(facts: Mapping[str, Any], move: tuple[int, int]) -> bool:
    """Whether the values that are drawn are those of the shape, moved as the formula says."""
    drawn = facts["drawn"][move]
    shown = np.isfinite(drawn["y"])
    wanted = UNMOVED[facts["kind"]](drawn["x"][shown] - facts["p"]) + facts["q"]
    return bool(np.allclose(drawn["y"][shown], wanted))


def returned(facts: Mapping[str, Any]) -> int:
    names: dict[str, Any] = {}
    exec(facts["code"], names)
    return int(names["g"](facts["p"]))


def cooling_time(facts: Mapping[str, Any]) -> float:
    """Where the temperature meets the one that is wanted, by bisection."""

    def miss(t: Any) -> Any:
        above = facts["start"] - facts["room"]
        return facts["room"] + above * mpmath.exp(-t / facts["tau"]) - facts["wanted"]

    return float(mpmath.findroot(miss, (0, 500), solver="bisect", tol=1e-20))


ORACLES = {
    "shifted-input": shifted,
    "inputs-left-out": excluded,
    "graph-of-a-formula": is_drawn,
    "two-calls-in-code": returned,
    "time-to-cool": cooling_time,
}
