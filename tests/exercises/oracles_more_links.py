"""Ways to the answers on longer chains: NumPy's shapes, SymPy's Jacobians, and products counted one by one."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import sympy as sp

X, Y = sp.symbols("x y", real=True)


def _shape(facts: dict[str, Any]) -> tuple[int, ...]:
    a, b, c, d = (facts[name] for name in "abcd")
    return tuple((np.zeros((d, c)) @ np.zeros((c, b)) @ np.zeros((b, a))).shape)


def _composition(facts: dict[str, Any]) -> sp.Matrix:
    u, v = facts["a"] * X + Y, facts["b"] * X * Y
    whole = sp.Matrix([u * v, u + facts["c"] * v])
    return whole.jacobian([X, Y]).subs({X: facts["x"], Y: facts["y"]})


def _counted(facts: dict[str, Any]) -> Any:
    """Every product of two numbers, counted while the matrices are multiplied from the left."""
    p, q, r, s = (facts[name] for name in "pqrs")
    first = sum(q for _ in np.ndindex(p, r))
    return first + sum(r for _ in np.ndindex(p, s))


def _is_faulty(facts: dict[str, Any], row: int) -> bool:
    above, here = (prod(facts["matrices"][k], start=sp.Integer(1)) for k in (row - 2, row - 1))
    return bool(above != here)


ORACLES = {
    "shape-of-a-chain": _shape,
    "jacobian-of-a-composition": _composition,
    "price-of-a-bracketing": _counted,
    "wrong-step-in-a-product-of-jacobians": _is_faulty,
}
