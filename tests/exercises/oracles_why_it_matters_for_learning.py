"""Answers to the exercises on steps, by solving, by running gradient descent, and by minimising the parabola itself."""

from __future__ import annotations

from typing import Any

import sympy as sp

X, Y, B = sp.symbols("x y b", real=True)


def jump(facts: Any) -> Any:
    """Where the model's two partial derivatives vanish."""
    (p, q, r), (g1, g2) = facts["h"], (facts["g1"], facts["g2"])
    model = g1 * X + g2 * Y + sp.Rational(p, 2) * X**2 + q * X * Y + sp.Rational(r, 2) * Y**2
    found = sp.solve([model.diff(X), model.diff(Y)], [X, Y])
    return found[X], found[Y]


def edge(facts: Any) -> Any:
    """The step at which one component comes back to minus itself, the smaller of the two."""
    t = sp.Symbol("t", positive=True)
    cost = facts["p"] * X**2 + facts["r"] * Y**2
    return min(sp.solve(sp.Eq(v - t * cost.diff(v), -v), t)[0] for v in (X, Y))


def descended(facts: Any) -> Any:
    """Gradient descent, run."""
    cost = sp.Rational(facts["lam"], 2) * (X - B) ** 2
    place = B + 1
    for _ in range(facts["k"]):
        place = sp.expand(place - sp.Rational(facts["gamma"]) * cost.diff(X).subs(X, place))
    return place - B


def slowest(facts: Any) -> Any:
    """The least possible largest factor: where the two lines of |1 - t λ| cross."""
    t = sp.Symbol("t", positive=True)
    worst = sp.Max(sp.Abs(1 - t * facts["low"]), sp.Abs(1 - t * facts["high"]))
    (crossing,) = sp.solve((1 - t * facts["low"]) + (1 - t * facts["high"]), t)
    best = worst.subs(t, crossing)
    around = [worst.subs(t, crossing * k) for k in (sp.Rational(9, 10), sp.Rational(11, 10))]
    assert all(best < each for each in around)
    return best


def parabola(facts: Any) -> Any:
    """The lowest point of the second-order Taylor polynomial."""
    series = sp.series(facts["C"], X, facts["p"], 3).removeO()
    return sp.solve(sp.diff(series, X), X)[0]


ORACLES = {
    "newtons-step": jump,
    "largest-stable-step": edge,
    "distance-after-steps": descended,
    "best-fixed-step": slowest,
    "newton-in-one-variable": parabola,
}
