"""The training page's exercises, answered by SymPy's derivatives and by brute comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

X, W, B, Y, V = sp.symbols("x w b y v", real=True)
Facts = Mapping[str, Any]


def slope(facts: Facts) -> sp.Expr:
    cost = (W * facts["x"] + B - facts["y"]) ** 2
    return sp.diff(cost, W).subs({W: facts["w"], B: facts["b"]})


def step(facts: Facts) -> list[sp.Expr]:
    """Where a cost with this gradient is lowest along it, if it bends by 1/rate: the bottom of a parabola."""
    ends = []
    for start, gradient in zip(facts["start"], facts["slope"], strict=True):
        p = sp.Symbol("p")
        model = gradient * (p - start) + (p - start) ** 2 / (2 * facts["rate"])
        ends.append(sp.solve(sp.diff(model, p), p)[0])
    return ends


def largest(facts: Facts, factor: sp.Expr) -> bool:
    """Whether no other knob's slope is larger, the knob with this factor being turned."""
    z1, z2, b = sp.symbols("z1 z2 b")
    w1, w2 = sp.symbols("w1 w2")
    cost = (sp.Function("s")(w1 * z1 + w2 * z2 + b) - facts["y"]) ** 2
    at = {z1: facts["x"], z2: facts["other"]}
    common = sp.diff(cost, b)
    slopes = [abs(sp.simplify(sp.diff(cost, knob) / common).subs(at)) for knob in (w1, w2, b)]
    return bool(factor == max(slopes))


def fault(facts: Facts, row: int) -> bool:
    """Whether this is the first row to differ from the derivative; 0 stands for none."""
    true = sp.diff((1 / (1 + sp.exp(-(facts["w"] * X + facts["b"]))) - facts["y"]) ** 2, X)
    s = 1 / (1 + sp.exp(-(facts["w"] * X + facts["b"])))
    slip = {0: true, 1: true / facts["w"], 2: 2 * facts["w"] * (s - facts["y"]) * s * (1 + s)}
    differs = [k for k, value in slip.items() if k == facts["wrong"] and abs(sp.N((value - true).subs(X, 0.37))) > 1e-6]
    return row == (differs[0] if differs else 0)


ORACLES = {
    "slope-of-one-example": slope,
    "one-step-of-descent": step,
    "which-knob-first": largest,
    "wrong-step-in-a-neuron": fault,
    "gradient-of-two-hidden-neurons": lambda facts: sp.diff(facts["cost"], sp.Symbol(facts["by"], real=True)).subs(
        {V: facts["v"], W: facts["w"], B: facts["b"]}
    ),
}
