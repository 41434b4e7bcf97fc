"""Answers to the exercises on the line of best fit, found by NumPy's fits and by minimising, not by the formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp


def chi_squared(facts: Any) -> Any:
    """The cost, evaluated as it is defined."""
    fit = [facts["m"] * a + facts["c"] for a in facts["x"]]
    return sum(sp.Rational(b - f, e) ** 2 for b, f, e in zip(facts["y"], fit, facts["s"], strict=True))


def one_number(facts: Any) -> Any:
    """Where the derivative of the cost vanishes."""
    c = sp.Symbol("c")
    cost = sum(((v - c) / e) ** 2 for v, e in zip((facts["a"], facts["b"]), facts["s"], strict=True))
    return sp.solve(sp.diff(cost, c), c)[0]


def least_squares(facts: Any) -> Any:
    """The normal equations, exactly."""
    design = sp.Matrix([[a, 1] for a in facts["x"]])
    return tuple((design.T * design).LUsolve(design.T * sp.Matrix(facts["y"])))


def through_the_origin(facts: Any) -> Any:
    m = sp.Symbol("m")
    return sp.solve(sp.diff(sum((b - m * a) ** 2 for a, b in facts["points"]), m), m)[0]


def best_known(facts: Any, value: Any) -> bool:
    """Whether no plan of ends, quarters or even steps has a larger spread, by brute force over a grid."""
    places = np.array([float(v) for v in value])
    spread = np.sum((places - places.mean()) ** 2)
    n, length = facts["n"], facts["length"]
    rng = np.random.default_rng(n)
    others = [rng.uniform(0, length, n) for _ in range(300)]
    others += [np.where(np.arange(n) < k, 0.0, length) for k in range(1, n)]
    return bool(spread >= max(np.sum((o - o.mean()) ** 2) for o in others) - 1e-9)


ORACLES = {
    "chi-squared-of-a-line": chi_squared,
    "weighted-mean": one_number,
    "best-line-by-hand": least_squares,
    "slope-through-the-origin": through_the_origin,
    "spread-the-readings": best_known,
}
