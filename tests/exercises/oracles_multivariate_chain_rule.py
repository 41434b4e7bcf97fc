"""Ways to the answers on the multivariate chain rule: substitution, differences of exact values, and the tape."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from mvcalc import derivative

T = sp.Symbol("t", real=True)


def _course(facts: dict[str, Any]) -> Any:
    """The reading on a tilted plane after one hour, minus the reading now."""
    (p, q), (v, u) = facts["slopes"], facts["speeds"]

    def reading(hours: int) -> Any:
        return 14 + p * (3 + v * hours) + q * (5 + u * hours)

    return reading(1) - reading(0)


def _shared(facts: dict[str, Any]) -> float:
    x, y = np.array(facts["xs"]), np.array([facts["one"], facts["two"], facts["three"]])
    return float(derivative(lambda w: np.mean((w * x - y) ** 2), float(facts["w"])))


def _within(facts: dict[str, Any]) -> Any:
    x = facts["k"] * T**2
    y = facts["b"] * x + facts["c"] * T
    return sp.diff(facts["a"] * x * y, T).subs(T, 2)


ORACLES = {
    "reading-along-a-course": _course,
    "total-derivative-of-a-product": lambda facts: sp.diff(facts["x"] ** facts["m"] * facts["y"] ** facts["n"], T),
    "slope-of-a-shared-weight": _shared,
    "a-variable-within-a-variable": _within,
}
