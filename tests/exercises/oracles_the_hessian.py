"""The exercises on the Hessian, answered by SymPy, by eigenvalues, by restriction to a line, and by solving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

X, Y, S = sp.symbols("x y s", real=True)


def kind_by_eigenvalues(facts: Mapping[str, Any], kind: str) -> bool:
    low, high = np.linalg.eigvalsh(np.array(sp.hessian(facts["f"], (X, Y)).subs({X: 0, Y: 0}), dtype=float))
    found = {
        "minimum": low > 1e-9,
        "maximum": high < -1e-9,
        "saddle": low < -1e-9 and high > 1e-9,
        "undecided": min(abs(low), abs(high)) <= 1e-9,
    }
    return bool(found[kind])


def curvature_of_a_slice(facts: Mapping[str, Any]) -> sp.Expr:
    u, v = sp.Matrix(facts["direction"]).normalized()
    return sp.diff(facts["f"].subs({X: 2 + S * u, Y: -1 + S * v}), S, 2).subs(S, 0)


def solved(facts: Mapping[str, Any]) -> list[tuple[sp.Expr, sp.Expr]]:
    f = facts["f"]
    return [(point[X], point[Y]) for point in sp.solve([sp.diff(f, X), sp.diff(f, Y)], [X, Y], dict=True)]


def signs_round_a_circle(facts: Mapping[str, Any], kind: str) -> bool:
    """Which signs the heights have on a circle around the middle, finely sampled."""
    angles = np.deg2rad(np.arange(0, 360, 0.25))
    heights = facts["f"](np.cos(angles), np.sin(angles))
    low, high = heights.min(), heights.max()
    found = {
        "two positive": low > 1e-6,
        "two negative": high < -1e-6,
        "one of each sign": low < -1e-6 and high > 1e-6,
        "one zero": min(abs(low), abs(high)) <= 1e-6,
    }
    return bool(found[kind])


ORACLES = {
    "eigenvalues-from-level-lines": signs_round_a_circle,
    "hessian-of-a-polynomial": lambda facts: sp.hessian(facts["f"], (X, Y)).tolist(),
    "bowl-dome-or-saddle": kind_by_eigenvalues,
    "curvature-in-a-direction": curvature_of_a_slice,
    "all-stationary-points": solved,
}
