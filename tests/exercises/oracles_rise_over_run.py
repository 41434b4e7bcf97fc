"""The exercises on rise over run, answered by walking along what they describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from mvcalc.difference import rates, secant_slope

X, B, T = sp.symbols("x b T", positive=True)


def tank(facts: Mapping[str, Any]) -> float:
    """The slope of the straight line through the two readings, by least squares."""
    return float(np.polyfit([0.0, float(facts["time"])], [float(level) for level in facts["levels"]], 1)[0])


def round_trip(facts: Mapping[str, Any]) -> sp.Expr:
    """The speed at which the whole way takes as long as its two halves do."""
    return sp.solve(sp.Rational(1, 2) / facts["there"] + sp.Rational(1, 2) / facts["back"] - 1 / X, X)[0]


def shortest_run(facts: Mapping[str, Any]) -> sp.Expr:
    """The run at which the worst rounding of three positions, walked through, reaches the bound."""
    rounded, bound = facts["limits"]
    worst = np.array([rounded / 2, -rounded / 2, rounded / 2], dtype=float)
    one = rates(*rates(np.array([0.0, 1.0, 2.0]), worst))[1][0]  # with a run of one second
    return sp.sqrt(sp.nsimplify(abs(one)) / bound)


ORACLES = {
    "rate-of-a-tank": tank,
    "secant-of-a-parabola": lambda facts: round(secant_slope(lambda x: x**2 + facts["c"] * x, facts["a"], facts["b"])),
    "secant-of-a-reciprocal": lambda facts: sp.cancel(
        (facts["k"] / sp.Symbol("b", real=True) - sp.Rational(facts["k"], facts["p"]))
        / (sp.Symbol("b", real=True) - facts["p"])
    ),
    "there-and-back": round_trip,
    "run-against-rounding": shortest_run,
}
