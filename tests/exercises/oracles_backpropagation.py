"""The backpropagation page's exercises, answered by running networks and by SymPy's derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from mvcalc import initialise

Facts = Mapping[str, Any]


def runs(facts: Facts) -> int:
    """The evaluations that a central difference in every parameter makes, counted as they are made."""
    sizes = [facts[name] for name in ("inputs", "first", "second", "outputs")]
    net, counted = initialise(sizes, ["tanh"] * 3), 0
    for _ in net.parameters:
        for _ in (+1, -1):
            counted += 1
    return counted


def slopes(facts: Facts) -> list[list[sp.Expr]]:
    """Differentiate a cost that has the given slopes by the sums."""
    w = sp.Matrix(2, 3, sp.symbols("w:6"))
    b = sp.Matrix(sp.symbols("b:2"))
    cost = (facts["row"] * (w * facts["column"] + b))[0]
    if facts["which"] == "b":
        return [[sp.diff(cost, each) for each in b]]
    return [[sp.diff(cost, w[i, j]) for j in range(3)] for i in range(2)]


def back(facts: Facts) -> list[list[sp.Expr]]:
    """Differentiate through rectifiers written as SymPy writes them."""
    z = sp.symbols("z:3", real=True)
    cost = (facts["row"] * facts["matrix"] * sp.Matrix([sp.Max(0, each) for each in z]))[0]
    at = dict(zip(z, facts["sums"], strict=True))
    return [[sp.diff(cost, each).subs(at) for each in z]]


def left(facts: Facts) -> float:
    """The length after passing layers that all do their worst."""
    row = np.array([1.0])
    for _ in range(facts["depth"]):
        row = row * float(facts["stretch"]) * 0.25
    return float(row[0])


def fits(facts: Facts, shapes: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Whether NumPy multiplies the two, and to the shape of the weights."""
    try:
        return bool((np.ones(shapes[0]) @ np.ones(shapes[1])).shape == facts["wanted"])
    except ValueError:
        return False


ORACLES = {
    "runs-for-a-gradient": runs,
    "slopes-of-a-layer": slopes,
    "back-one-layer": back,
    "how-much-is-left": left,
    "which-product-has-the-shape": fits,
}
