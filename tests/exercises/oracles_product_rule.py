"""The product rule's exercises, answered by SymPy and by trying every month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

X = sp.Symbol("x", real=True)


def slope_of_lines(facts: Mapping[str, Any]) -> sp.Expr:
    """Two straight lines with the given values and slopes at 3, multiplied out, and differentiated there."""
    f, g = (facts[name] + facts[f"d{name}"] * (X - 3) for name in "fg")
    return sp.Poly(sp.expand(f * g), X).diff(X).eval(3)


def best_month(facts: Mapping[str, Any]) -> int:
    """The month with the highest takings, out of all until the last ticket."""
    price, number = 100 * facts["price"], int(facts["number"])
    takings = [(price + facts["rise"] * t) * (number - facts["loss"] * t) for t in range(number // facts["loss"] + 1)]
    return takings.index(max(takings))


ORACLES = {
    "rate-of-a-product": slope_of_lines,
    "power-times-a-table-function": lambda facts: sp.diff(facts["function"], X),
    "quotient-of-two-lines": lambda facts: sp.diff(facts["function"], X),
    "best-price": best_month,
}
