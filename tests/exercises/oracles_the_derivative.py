"""The derivative's exercises, answered by SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

X, H = sp.symbols("x h", real=True)


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    """Whether a row's limit is not that of the row above it, the first row's being the derivative itself."""
    limits = [sp.diff(facts["f"], X), *(sp.limit(quotient, H, 0) for quotient in facts["quotients"])]
    return sp.expand(limits[row] - limits[row - 1]) != 0


ORACLES = {
    "slope-of-a-power": lambda facts: sp.diff(facts["f"], X).subs(X, facts["p"]),
    "wrong-step-from-the-definition": is_faulty,
}
