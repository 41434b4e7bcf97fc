"""The exercises on approximating a function, answered by SymPy's series and by mpmath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

X = sp.Symbol("x", real=True)


def tangent_value(facts: Mapping[str, Any]) -> Any:
    """The tangent's height, from SymPy's series of the power."""
    line = sp.series(X ** facts["n"], X, facts["p"], 2).removeO()
    return line.subs(X, facts["near"])


def shares(facts: Mapping[str, Any], count: int) -> bool:
    """Whether f − q has its first term, in powers of the step, at this order or, for 3, at a later one."""
    h = sp.Symbol("h")
    gap = sp.Poly(sp.expand((facts["f"] - facts["q"]).subs(X, facts["p"] + h)), h)
    first = min(power for (power,) in gap.monoms())
    return first == count


def reach(facts: Mapping[str, Any]) -> float:
    """Where the quadratic term of mpmath's Taylor coefficients comes to the tolerance."""
    quadratic = abs(mpmath.taylor(mpmath.sqrt, facts["p"], 2)[2])
    return float(mpmath.findroot(lambda d: quadratic * d**2 - mpmath.mpf(facts["tenths"]) / 100, 5))


ORACLES = {
    "power-by-its-tangent": tangent_value,
    "parabola-that-hugs": lambda facts: sp.series(facts["f"], X, facts["p"], 3).removeO(),
    "what-matches-here": shares,
    "how-far-the-line-holds": reach,
}
