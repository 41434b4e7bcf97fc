"""The exercises on power series, answered by SymPy's series, linear equations and mpmath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

X = sp.Symbol("x", real=True)
FUNCTIONS = {"exp": sp.exp, "sin": sp.sin, "cos": sp.cos}


def coefficient(facts: Mapping[str, Any]) -> Any:
    """From SymPy's series."""
    f = FUNCTIONS[facts["kind"]](facts["a"] * X)
    return sp.series(f, X, 0, facts["n"] + 1).removeO().coeff(X, facts["n"])


def matching(facts: Mapping[str, Any]) -> Any:
    """Solve the four equations for four unknown coefficients."""
    c = sp.symbols("c0:4")
    q = sum(each * X**k for k, each in enumerate(c))
    wanted = [facts[name] for name in ("c", "slope", "bend", "third")]
    found = sp.solve([q.diff(X, k).subs(X, 0) - value for k, value in enumerate(wanted)], c)
    return q.subs(found)


def begins_so(facts: Mapping[str, Any], f: Any) -> bool:
    """Whether SymPy's series of an option begins with the terms that are shown."""
    return sp.expand(sp.series(f, X, 0, facts["order"] + 1).removeO() - facts["polynomial"]) == 0


def rounds(facts: Mapping[str, Any]) -> int:
    """The first term beyond the largest that mpmath finds below the tolerance."""
    k = facts["x"]
    while mpmath.mpf(facts["x"]) ** k / mpmath.gamma(k + 1) >= mpmath.mpf(10) ** -facts["digits"]:
        k += 1
    return k


ORACLES = {
    "coefficient-of-a-series": coefficient,
    "polynomial-from-derivatives": matching,
    "which-function-begins-so": begins_so,
    "terms-until-small": rounds,
}
