"""Answers to the exercises on linearisation, by SymPy's series, logarithms and root finding."""

from __future__ import annotations

from typing import Any

import sympy as sp

X, H = sp.symbols("x h", positive=True)


def root(facts: Any) -> Any:
    """The first two terms of SymPy's series, at the number asked for."""
    line = sp.series(sp.sqrt(X), X, facts["square"], 2).removeO()
    return line.subs(X, facts["inside"])


def power(facts: Any) -> Any:
    """The limit of a relative change over a relative change."""
    share = ((X + H) ** facts["n"] / X ** facts["n"] - 1) / (H / X)
    return abs(sp.limit(share, H, 0)) * facts["percent"]


def order(facts: Any) -> Any:
    before, after = facts["errors"]
    return round(float(sp.log(before / after) / sp.log(facts["ratio"])))


def step(facts: Any) -> Any:
    """Where the worst cubic's central difference is off by exactly the tolerance."""
    cubic = sp.Rational(facts["M"], 6) * X**3
    error = (cubic.subs(X, H) - cubic.subs(X, -H)) / (2 * H) - cubic.diff(X).subs(X, 0)
    return sp.solve(sp.Eq(sp.expand(error), facts["tolerance"]), H)[0]


def lopsided(facts: Any) -> Any:
    """The error on a parabola whose second derivative is 1, where nothing of higher order is left."""
    a, b = facts["a"], facts["b"]
    parabola = (X + 5) ** 2 / 2
    quotient = (parabola.subs(X, X + a * H) - parabola.subs(X, X - b * H)) / ((a + b) * H)
    return sp.simplify((quotient - parabola.diff(X)) / H)


ORACLES = {
    "root-by-the-line": root,
    "uncertainty-of-a-power": power,
    "order-from-two-errors": order,
    "step-for-a-tolerance": step,
    "lopsided-difference": lopsided,
}
