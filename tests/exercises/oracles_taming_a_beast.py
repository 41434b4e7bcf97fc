"""The beasts' exercises, answered by SymPy and by the shape of its expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

X = sp.Symbol("x", real=True)


def outermost(beast: sp.Expr) -> str:
    """The rule of a beast's root: of a product, whether a factor is divided by."""
    if beast.is_Add:
        return "sum"
    if not beast.is_Mul:
        return "chain"
    divided = any(isinstance(part, sp.exp) and part.args[0].could_extract_minus_sign() for part in beast.args)
    return "quotient" if divided else "product"


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    """Whether a row differs, at a generic point, from the row above it, the first from the derivative by hand."""
    values = [sp.diff(X ** facts["n"] * sp.exp(-facts["a"] * X**2), X), *facts["values"][1:]]
    here, above = (values[k].subs(X, sp.Rational(37, 50)).evalf(30) for k in (row, row - 1))
    return bool(abs(here - above) > 1e-20)


ORACLES = {
    "which-rule-first": lambda facts, rule: outermost(facts["beast"]) == rule,
    "wrong-step-in-a-beast": is_faulty,
    "product-with-a-chain": lambda facts: sp.diff(sp.expand(facts["function"]), X),
}
