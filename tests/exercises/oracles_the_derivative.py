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


def newton_step(f: sp.Expr, p: int) -> sp.Expr:
    """Where the linear part of a Taylor series is zero."""
    line = sp.series(f, X, p, 2).removeO()
    return sp.solve(line, X)[0]


def one_sided(facts: Mapping[str, Any]) -> tuple[sp.Expr, sp.Expr]:
    """The limits of the difference quotient from below and from above."""
    f, a = facts["f"], facts["a"]
    quotient = (f.subs(X, a + H) - f.subs(X, a)) / H
    return sp.limit(quotient, H, 0, "-"), sp.limit(quotient, H, 0, "+")


ORACLES = {
    "slope-of-a-power": lambda facts: sp.diff(facts["f"], X).subs(X, facts["p"]),
    "wrong-step-from-the-definition": is_faulty,
    "quotient-of-a-parabola": lambda facts: sp.cancel((facts["f"].subs(X, X + H) - facts["f"]) / H),
    "slope-of-a-root": lambda facts: sp.diff(facts["f"], X),
    "tangent-meets-the-axis": lambda facts: newton_step(facts["f"], facts["p"]),
    "slopes-at-a-corner": one_sided,
}
