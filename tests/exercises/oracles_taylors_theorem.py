"""The exercises on Taylor's theorem, answered by series, integrals, mpmath and equations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

X, T = sp.symbols("x t", real=True)


def bound(facts: Mapping[str, Any]) -> Any:
    """The remainder's integral form, with 1 for the derivative."""
    x, n = facts["x"], facts["n"]
    return sp.integrate((x - T) ** n / sp.factorial(n), (T, 0, x))


def order(facts: Mapping[str, Any]) -> int:
    """The first of the bounds, worked out by mpmath's gamma function, that is within the tolerance."""
    x = mpmath.mpf(facts["x"].p) / facts["x"].q
    within = [n for n in range(40) if x ** (n + 1) / mpmath.gamma(n + 2) <= mpmath.mpf(10) ** -facts["digits"]]
    return within[0]


def place(facts: Mapping[str, Any]) -> Any:
    """Solve Lagrange's equation for the place, and keep the solution that lies between."""
    f, p, n, end = facts["f"], facts["p"], facts["n"], facts["end"]
    error = (f - sp.series(f, X, p, n + 1).removeO()).subs(X, end)
    equation = f.diff(X, n + 1) * sp.Rational(end - p) ** (n + 1) / sp.factorial(n + 1) - error
    (found,) = [root for root in sp.solve(equation, X) if p < root < end]
    return found


ORACLES = {
    "root-from-a-neighbour": lambda facts: sp.series(sp.sqrt(X), X, facts["p"], 3).removeO().subs(X, facts["near"]),
    "error-without-the-truth": bound,
    "order-for-a-tolerance": order,
    "where-xi-is": place,
}
