"""The exercises on derivatives by machine, answered by exact fractions, matrices, logarithms and a search."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import mpmath as mp
import sympy as sp
from scipy.optimize import minimize_scalar


def forward(facts: Mapping[str, Any]) -> sp.Rational:
    """Two values of the parabola as fractions, and the rise over the run."""
    a, b = facts["f"]
    start, step = Fraction(facts["p"]), Fraction(1, facts["h"])
    rise = (a * (start + step) + b) * (start + step) - (a * start + b) * start
    return sp.Rational(rise.numerator, rise.denominator) / sp.Rational(step.numerator, step.denominator)


def order(facts: Mapping[str, Any]) -> int:
    """The slope of the error between the two steps, on logarithmic scales."""
    large, small = (mp.mpf(each.p) / each.q for each in facts["errors"])
    found = mp.log(large / small) / mp.log(facts["ratio"])
    assert abs(found - round(found)) < 1e-12
    return int(mp.nint(found))


def dual_product(facts: Mapping[str, Any]) -> tuple[sp.Expr, sp.Expr]:
    """Dual numbers as matrices, whose unit is nilpotent."""
    first, second = (sp.Matrix([[facts[v], facts[s]], [0, facts[v]]]) for v, s in ("pq", "rs"))
    product = first * second
    return product[0, 0], product[0, 1]


def lowest(facts: Mapping[str, Any]) -> float:
    """The bottom of the valley, found by a search over powers of ten."""

    def error(power: float) -> float:
        h = mp.mpf(10) ** power
        return float(mp.log(facts["a"] * h ** facts["order"] + mp.mpf(facts["b"].p) / facts["b"].q / h))

    found = minimize_scalar(error, bounds=(-9, -3), method="bounded", options={"xatol": 1e-9})
    return float(10**found.x)


ORACLES = {
    "forward-difference-by-hand": forward,
    "order-from-two-steps": order,
    "product-of-dual-numbers": dual_product,
    "best-step": lowest,
}
