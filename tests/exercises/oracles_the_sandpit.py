"""The sandpit page's exercises, answered by planes through points, by SymPy's solver and by eigenvalues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

Facts = Mapping[str, Any]
X, Y = sp.symbols("x y", real=True)


def plane(facts: Facts) -> list[sp.Expr]:
    """The slopes of the plane through the three points."""
    px, py, qx, qy, *heights = (sp.Rational(facts[name]) for name in ("px", "py", "qx", "qy", "z0", "z1", "z2"))
    rows = sp.Matrix([[x, y, 1] for x, y in [(px, py), (qx, py), (px, qy)]])
    return list(rows.LUsolve(sp.Matrix(heights)))[:2]


def bottom(facts: Facts) -> list[sp.Expr]:
    """Where the quadratic with these derivatives is level."""
    dx, dy = X - facts["x"], Y - facts["y"]
    model = facts["gx"] * dx + facts["gy"] * dy + (facts["a2"] * dx**2 + facts["c2"] * dy**2) / 2
    found = sp.solve([model.diff(X), model.diff(Y)], [X, Y])
    return [found[X], found[Y]]


def rate(facts: Facts) -> sp.Expr:
    """Halve an interval of rates by whether the step's matrix shrinks every vector, then read the fraction."""
    bends = sp.hessian(sp.Rational(facts["hu"]) * X**2 + sp.Rational(facts["hv"]) * Y**2, (X, Y))
    low, high = 0.0, 1e3
    for _ in range(80):
        middle = (low + high) / 2
        size = np.abs(np.linalg.eigvals(np.eye(2) - middle * np.array(bends, dtype=float))).max()
        low, high = (middle, high) if size < 1 else (low, middle)
    return sp.nsimplify(low, rational=True, tolerance=1e-9)


def landed(facts: Facts, kind: str) -> bool:
    """Whether the eigenvalues say so; nothing can say that a place is the lowest of all."""
    values = np.linalg.eigvalsh(np.array([[facts["a"], facts["b"]], [facts["b"], facts["c"]]], dtype=float))
    up = int((values > 0).sum())
    return {"hollow": up == 2, "saddle": up == 1, "dome": up == 0, "lowest": False}[kind]


ORACLES = {
    "slopes-from-three-heights": plane,
    "newtons-step-in-a-bowl": bottom,
    "longest-safe-rate": rate,
    "what-one-place-tells": landed,
}
