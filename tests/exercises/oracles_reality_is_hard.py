"""The exercises on slopes from values alone, answered by counting calls, by the matrix that fits, and by minimising."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp
from scipy.optimize import minimize_scalar

from mvcalc import hessian, jacobian


def seconds_spent(facts: Mapping[str, Any]) -> int:
    """Run the differences on a function that counts its calls."""
    calls = 0

    def f(x: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += 1
        return np.resize(x, facts["m"])

    x = np.zeros(facts["n"])
    forward = facts["rule"] == "forward differences"
    start = f(x) if forward else None
    for unit in np.eye(facts["n"]):
        f(x + unit) - (start if forward else f(x - unit))
    return calls * int(facts["seconds"])


def fitting(facts: Mapping[str, Any]) -> list[list[Any]]:
    """The matrix whose linear map takes both steps to the changes that were seen."""
    start, by_x, by_y = (sp.Matrix(value) for value in facts["values"])
    steps = sp.eye(2) * facts["step"]
    changes = sp.Matrix.hstack(by_x - start, by_y - start)
    return (changes * steps.inv()).tolist()


def shape(facts: Mapping[str, Any]) -> tuple[int, ...]:
    """The shape that the package's own derivative of such a function has."""
    n, m = facts["n"], facts["m"]
    examples = np.random.default_rng(5).normal(size=(m, n))
    x = np.full(n, 0.3)
    if "layer" in facts["kind"]:
        return jacobian(lambda v: np.tanh(examples @ v), x).shape
    derivative = jacobian if "Jacobian" in facts["kind"] else hessian
    return derivative(lambda v: np.sum((examples @ v) ** 2), x).shape


def least(facts: Mapping[str, Any]) -> sp.Expr:
    total = sp.lambdify(sp.Symbol("h", positive=True), facts["total"])
    found = minimize_scalar(total, bounds=(0.01, 2), method="bounded", options={"xatol": 1e-11}).x
    return sp.Rational(round(found, 5)).limit_denominator(100)


ORACLES = {
    "evaluations-needed": seconds_spent,
    "column-by-column": fitting,
    "shape-of-a-derivative": shape,
    "best-step-in-noise": least,
}
