"""The exercises on Jacobians of maps, answered by differences, by measuring an area, and by SymPy's determinant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

X, Y, H = sp.symbols("x y h", real=True)


def by_differences(facts: Mapping[str, Any]) -> list[list[sp.Expr]]:
    """Column by column, from the quotients of small steps, exactly."""

    def slope(f: sp.Expr, letter: sp.Symbol) -> sp.Expr:
        return sp.expand((f.subs(letter, letter + H) - f) / H).subs(H, 0)

    return [[slope(facts[f"f{i}"], letter) for letter in (X, Y)] for i in (1, 2, 3)]


def image_area(facts: Mapping[str, Any]) -> sp.Expr:
    """The area of the images of a tiny square's corners, over the square's, in exact arithmetic."""
    a, b, c, p, q = (facts[name] for name in "abcpq")
    corners = [(p, q), (p + H, q), (p + H, q + H), (p, q + H)]
    images = [(a * x + b * y**2, c * x * y) for x, y in corners]
    turned = zip(images, images[1:] + images[:1], strict=True)
    doubled = sp.expand(sum(x * v - u * y for (x, y), (u, v) in turned))
    return abs(sp.limit(doubled / (2 * H**2), H, 0)) / 100


def arm(facts: Mapping[str, Any]) -> sp.Expr:
    """The determinant with the shoulder at some generic angle."""
    alpha, beta = sp.symbols("alpha beta", real=True)
    hand = sp.Matrix([facts["a"] * f(alpha) + facts["b"] * f(alpha + beta) for f in (sp.cos, sp.sin)])
    at = {alpha: sp.Rational(7, 10), beta: sp.pi * sp.Rational(facts["degrees"], 180)}
    return sp.N(hand.jacobian([alpha, beta]).det().subs(at), 30)


def is_faulty(facts: Mapping[str, Any], row: int) -> bool:
    """Whether a row differs from the one above it, the first from the determinant itself."""
    rows = [facts["matrix"].det(), *facts["shown"]]
    return sp.simplify(rows[row] - rows[row - 1]) != 0


ORACLES = {
    "jacobian-of-a-map": by_differences,
    "area-of-an-image": image_area,
    "arm-at-the-elbow": arm,
    "wrong-step-in-a-determinant": is_faulty,
}
