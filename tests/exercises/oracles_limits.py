"""The exercises on limits, answered by SymPy and by search."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

X = sp.Symbol("x", real=True)
K = sp.Symbol("k")


def read_off(facts: Mapping[str, Any]) -> int:
    """Where the drawn pieces end, each at its inner end, and where the filled dot is."""
    (x, y), (u, v) = facts["drawn"]["pieces"]
    ((place, height),) = facts["drawn"]["filled"]
    assert x[-1] == u[0] == place == facts["a"]
    return round(float({"left": y[-1], "right": v[0], "value": height}[facts["asked"]]))


def constant(facts: Mapping[str, Any]) -> sp.Expr:
    left = sp.limit(facts["m"] * X + facts["c"], X, facts["p"], "-")
    (found,) = sp.solve(sp.limit(facts["a"] * X**2 + K, X, facts["p"], "+") - left, K)
    return found


def largest_reach(facts: Mapping[str, Any]) -> sp.Rational:
    """The largest of many reaches, thousandths apart, that a dense set of inputs does not refute."""
    a, tolerance = facts["a"], Fraction(str(facts["tolerance"]))
    share = np.linspace(-1, 1, 201)

    def meets(thousandths: int) -> bool:
        misses = np.abs((a + share * thousandths / 1000) ** 2 - a**2)
        return bool(misses.max() <= float(tolerance) + 1e-9)

    return sp.Rational(max(k for k in range(1, 2000) if meets(k)), 1000)


ORACLES = {
    "limit-by-cancelling": lambda facts: sp.limit(facts["above"] / (X - facts["a"]), X, facts["a"]),
    "reading-a-limit": read_off,
    "limit-of-a-sine-quotient": lambda facts: sp.limit(facts["quotient"], X, 0),
    "without-a-jump": constant,
    "reach-for-a-tolerance": largest_reach,
}
