"""Answers to the exercises on Taylor in several variables, by series along a line, limits, and eigenvalues."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

X, Y, T = sp.symbols("x y t", real=True)


def plane(facts: Any) -> Any:
    """The first-order series along the line to the point."""
    f, (p, q), (i, j) = facts["f"], facts["at"], facts["step"]
    g = sp.expand(f.subs({X: p + T * sp.Rational(i, 10), Y: q + T * sp.Rational(j, 10)}, simultaneous=True))
    return g.coeff(T, 0) + g.coeff(T, 1)


def model(facts: Any) -> Any:
    """A polynomial with these derivatives, evaluated."""
    (g1, g2), (p, q, r) = facts["g"], facts["h"]
    f = facts["height"] + g1 * X + g2 * Y + sp.Rational(p, 2) * X**2 + q * X * Y + sp.Rational(r, 2) * Y**2
    assert sp.hessian(f, (X, Y)) == sp.Matrix([[p, q], [q, r]])
    return f.subs({X: sp.Rational(facts["step"][0], 10), Y: sp.Rational(facts["step"][1], 10)})


def curvature(facts: Any) -> Any:
    """The second derivative along a walk at unit speed."""
    (p, q, r), (a, b) = facts["h"], facts["v"]
    f = sp.Rational(p, 2) * X**2 + q * X * Y + sp.Rational(r, 2) * Y**2
    length = sp.sqrt(a**2 + b**2)
    return sp.diff(f.subs({X: T * a / length, Y: T * b / length}, simultaneous=True), T, 2)


def steepest_bend(facts: Any, value: Any) -> bool:
    """Whether the curvature along the direction is NumPy's largest eigenvalue."""
    H = np.array([[facts["p"], facts["q"]], [facts["q"], facts["r"]]], dtype=float)
    v = np.array(value, dtype=float)
    return bool(np.isclose(v @ H @ v / (v @ v), np.linalg.eigvalsh(H)[-1]))


def edge(facts: Any) -> Any:
    """Where the smaller eigenvalue vanishes."""
    k = sp.Symbol("k", positive=True)
    H = sp.hessian(facts["a"] * X**2 + k * X * Y + facts["b"] * Y**2, (X, Y))
    (found,) = {s for value in H.eigenvals() for s in sp.solve(value, k)}
    return found


ORACLES = {
    "tangent-plane": plane,
    "quadratic-estimate": model,
    "curvature-along-a-direction": curvature,
    "bends-most": steepest_bend,
    "mixed-term": edge,
}
