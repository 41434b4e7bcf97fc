"""The exercises on variables and context, answered by SymPy and by small steps in exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

H = sp.Symbol("h", real=True)


def by_definition(f: sp.Expr, letter: str) -> sp.Expr:
    """The limit of the difference quotient along one letter."""
    x = sp.Symbol(letter, real=True)
    return sp.limit(sp.expand((f.subs(x, x + H) - f) / H), H, 0)


def at_the_box(facts: Mapping[str, Any]) -> sp.Expr:
    rate = by_definition(facts["f"], facts["letter"])
    return rate.subs({sp.Symbol(name, real=True): facts[name] for name in "xyz"})


def fence_at_fixed_area(facts: Mapping[str, Any]) -> sp.Expr:
    """The derivative of the fence by implicit differentiation of length times width."""
    s, y = sp.Symbol("s"), sp.Function("y")
    narrowing = sp.solve(sp.diff(s * y(s), s), y(s).diff(s))[0]
    rate = sp.diff(2 * s + 2 * y(s), s).subs(y(s).diff(s), narrowing)
    return rate.subs(y(s), facts["y"]).subs(s, facts["x"])


def is_bent(facts: Mapping[str, Any], letter: str) -> bool:
    """Whether the second difference along the letter differs from zero; along no letter, whether none does."""

    def bends(name: str) -> bool:
        x = sp.Symbol(name, real=True)
        f = facts["f"]
        return sp.expand(f.subs(x, x + 1) - 2 * f + f.subs(x, x - 1)) != 0

    return bends(letter) if letter else not any(map(bends, "rst"))


ORACLES = {
    "one-letter-moves": lambda facts: by_definition(facts["f"], facts["letter"]),
    "open-box": at_the_box,
    "held-perimeter-or-area": fence_at_fixed_area,
    "bent-or-straight": is_bent,
}
