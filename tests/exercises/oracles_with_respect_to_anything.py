"""The exercises on partial and total derivatives, answered by substitution, by limits and by SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

X, Y, T = sp.symbols("x y t", real=True)


def on_the_path(facts: Mapping[str, Any]) -> sp.Expr:
    """Substitute the path first, then differentiate."""
    return sp.diff(facts["f"].subs({X: facts["c"] * T, Y: T**2}), T)


def both_rates(facts: Mapping[str, Any]) -> tuple[sp.Expr, sp.Expr]:
    """The station's rate with the place put in before, the walker's with the path put in before."""
    temperature, v, t = facts["temperature"], facts["v"], facts["t"]
    station = sp.diff(temperature.subs(X, v * t), T).subs(T, t)
    return station, sp.diff(temperature.subs(X, v * T), T).subs(T, t)


def along_the_parabola(facts: Mapping[str, Any]) -> sp.Expr:
    return sp.limit(facts["f"].subs(Y, facts["c"] * X**2), X, 0)


def entry(facts: Mapping[str, Any]) -> float:
    """One entry of the gradient, by mpmath's differences at 30 digits."""
    order = tuple(int(k == facts["index"]) for k in range(3))
    with mpmath.workdps(30):
        return float(
            mpmath.diff(lambda x, y, z: mpmath.sin(x) * mpmath.exp(y * z**2), tuple(facts[n] for n in "pqr"), order)
        )


ORACLES = {
    "gradient-in-code": entry,
    "partial-of-an-exponential": lambda facts: sp.diff(facts["f"], sp.Symbol(facts["letter"], real=True)),
    "total-derivative-on-a-path": on_the_path,
    "station-and-walker": both_rates,
    "way-into-the-origin": along_the_parabola,
}
