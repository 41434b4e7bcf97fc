"""Ways to the answers on neurons: roots and slopes found by number, and the networks of the package."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from mvcalc import Network, initialise


def _fence(facts: dict[str, Any]) -> Any:
    x = sp.Symbol("x", real=True)
    return sp.solve(1 / (1 + sp.exp(-(facts["w"] * x + facts["b"]))) - sp.Rational(1, 2), x)[0]


def _is_drawn(facts: dict[str, Any], value: tuple[float, float]) -> bool:
    """Whether a neuron is half way up at the drawn place, with the drawn slope by a difference."""
    net = Network((np.array([[value[0]]]),), (np.array([[value[1]]]),), ("sigmoid",))
    h, fence = 1e-5, facts["fence"]
    below, at, above = net(np.array([[fence - h, fence, fence + h]]))[0]
    slope = (above - below) / (2 * h)
    return bool(abs(at - 0.5) < 1e-9 and abs(slope - facts["sign"] * facts["w"] / 4) < 1e-6)


def _layer(facts: dict[str, Any]) -> Any:
    W, b = (np.array(facts[name].tolist(), dtype=float) for name in ("weights", "bias"))
    answers = Network((W,), (b,), ("relu",))(np.array([[facts["x"]], [facts["y"]]], dtype=float))
    return [int(answer) for answer in answers[:, 0]]


def _bent(facts: dict[str, Any]) -> list[list[sp.Expr]]:
    """Differentiate rectifiers as SymPy writes them."""
    inputs = sp.symbols("u v", real=True)
    sums = facts["weights"] * sp.Matrix(inputs) + facts["bias"]
    at = dict(zip(inputs, (facts["x"], facts["y"]), strict=True))
    return [[sp.diff(sp.Max(0, each), u).subs(at) for u in inputs] for each in sums]


ORACLES = {
    "where-a-neuron-changes-its-mind": _fence,
    "neuron-from-its-graph": _is_drawn,
    "output-of-a-layer": _layer,
    "parameters-of-a-network": lambda facts: (
        initialise([facts["n"], facts["m"], facts["k"]], ["tanh", "identity"]).parameters.size
    ),
    "jacobian-of-a-layer": _bent,
}
