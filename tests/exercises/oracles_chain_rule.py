"""The chain rule's exercises, answered by SymPy, by small steps, and by undoing the neuron."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

X = sp.Symbol("x", real=True)


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    """Whether a row differs, at a generic point, from the row above it, the first from the derivative itself."""
    rows = [sp.diff(facts["function"], X), *facts["values"]]
    here, above = (rows[k].subs(X, sp.Rational(37, 50)).evalf(30) for k in (row, row - 1))
    return bool(abs(here - above) > 1e-20)


def voltage(facts: Mapping[str, Any]) -> Fraction:
    """Follow the probe for one minute, link by link."""
    metres = Fraction(facts["speed"])
    tenths = metres / facts["reading"] * facts["lapse"]
    return Fraction(tenths * facts["loss"])


def neuron(facts: Mapping[str, Any]) -> sp.Expr:
    """Find the bias from the output, and differentiate the neuron itself."""
    a, b = sp.symbols("a b", real=True)
    (bias,) = sp.solve(facts["w"] * facts["a"] + b - sp.log(facts["value"] / (1 - facts["value"])), b)
    output = 1 / (1 + sp.exp(-(facts["w"] * a + bias)))
    return sp.nsimplify(sp.simplify(sp.diff(output, a).subs(a, facts["a"])))


ORACLES = {
    "power-of-a-line": lambda facts: sp.diff(sp.expand(facts["function"]), X),
    "rates-in-a-row": voltage,
    "wrong-step-in-a-chain": is_faulty,
    "slope-of-a-neuron": neuron,
}
