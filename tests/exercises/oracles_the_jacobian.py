"""The exercises on the Jacobian, answered by restriction to a line, by trying directions, and by the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from mvcalc import gradient

X, Y, Z, S, K = sp.symbols("x y z s k", real=True)


def row_by_lines(facts: Mapping[str, Any]) -> list[list[sp.Expr]]:
    """Each entry as the slope of the function restricted to a line through the point."""
    point = [facts[name] for name in "pqr"]
    lines = [[c + S * int(i == j) for j, c in enumerate(point)] for i in range(3)]
    return [[sp.diff(facts["f"].subs(dict(zip((X, Y, Z), line, strict=True))), S).subs(S, 0) for line in lines]]


def along_a_unit_line(facts: Mapping[str, Any]) -> sp.Expr:
    u, v = sp.Matrix(facts["direction"]).normalized()
    line = facts["f"].subs({X: facts["p"] + S * u, Y: facts["q"] + S * v})
    return sp.diff(line, S).subs(S, 0)


def is_steepest(facts: Mapping[str, Any], arrow: Sequence[float]) -> bool:
    """Whether no direction on a fine compass gains more height over a short step than the arrow does."""
    f = sp.lambdify((X, Y), facts["f"])
    p, q, step = facts["p"], facts["q"], 1e-4
    angles = np.radians(np.arange(0, 360, 0.5))
    best = max(f(p + step * np.cos(a), q + step * np.sin(a)) for a in angles)
    gain, most = f(p + step * arrow[0], q + step * arrow[1]) - f(p, q), best - f(p, q)
    return bool(gain > 0.9999 * most)


def descended(facts: Mapping[str, Any]) -> list[sp.Expr]:
    cost = sp.lambdify((X, Y), facts["cost"])
    point = np.array([facts["p"], facts["q"]], dtype=float)
    return [
        sp.nsimplify(e, rational=True)
        for e in (point - gradient(lambda x, y: cost(x, y), point) / facts["rate"]).round(12)
    ]


def level(facts: Mapping[str, Any]) -> sp.Expr:
    """The k for which the rate along (1, k) vanishes."""
    line = facts["f"].subs({X: facts["p"] + S, Y: facts["q"] + K * S})
    return sp.solve(sp.diff(line, S).subs(S, 0), K)[0]


ORACLES = {
    "jacobian-row": row_by_lines,
    "slope-in-a-direction": along_a_unit_line,
    "arrow-on-the-map": is_steepest,
    "one-step-downhill": descended,
    "level-direction": level,
}
