"""The exercises on examples and failures, answered by SymPy's zeros and series, and by mpmath's coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

X, H, Z = sp.Symbol("x", real=True), sp.Symbol("h", real=True), sp.Symbol("z")


def radius(facts: Mapping[str, Any]) -> Any:
    """The distance to the nearest complex zero of what must not vanish."""
    f = facts["f"].subs(X, Z)
    branches = isinstance(f, sp.log) or f.exp == sp.Rational(1, 2)
    critical = f.args[0] if branches else 1 / f
    return min((sp.Abs(z - facts["p"]) for z in sp.solve(critical, Z)), key=float)


def converges(facts: Mapping[str, Any], claimed: bool) -> bool:
    """Whether the terms of mpmath's Taylor series at the place shrink, on the whole, from the 30th to the 60th."""
    with mpmath.workdps(50):
        step = mpmath.mpf(facts["place"].p) / facts["place"].q - facts["p"]
        c = mpmath.taylor(sp.lambdify(X, facts["f"], "mpmath"), facts["p"], 60)
        size = [abs(each * step**k) for k, each in enumerate(c)]
        return bool(max(size[48:]) < max(size[30:43])) == claimed


def substituted(facts: Mapping[str, Any]) -> Any:
    """SymPy's series of the function itself."""
    v = facts["a"] * X ** facts["power"]
    f = {"geometric": 1 / (1 - v), "log": sp.log(1 + v), "exp": sp.exp(v)}[facts["kind"]]
    return sp.series(f, X, 0, 3 * facts["power"] + 1).removeO()


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    """Whether a row differs from the one above it, the first from SymPy's series of the reciprocal."""
    true = sp.series(facts["c"] / (facts["p"] + H), H, 0, 3).removeO()
    rows = [true, *facts["rows"]]
    return sp.expand(rows[row] - rows[row - 1]) != 0


ORACLES = {
    "how-far-the-series-reaches": radius,
    "does-it-converge": converges,
    "series-by-substitution": substituted,
    "wrong-row-of-a-series": is_faulty,
}
