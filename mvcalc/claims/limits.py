"""Limits in closed form, where the body is continuous at the point or becomes so.

Common factors are cancelled; a quotient whose numerator and denominator both vanish is that of their
derivatives (L'Hôpital), which also settles differences of roots and difference quotients; at infinity, only
quotients of polynomials. What is not settled so is left as it is.
"""

from __future__ import annotations

import sympy
from sympy import Expr

__all__ = ["closed_limit"]

MAX_OPERATIONS = 120
ROUNDS = 4
_BROKEN = (
    *(sympy.Limit, sympy.Piecewise, sympy.Abs, sympy.sign, sympy.Heaviside, sympy.floor, sympy.ceiling),
    *(sympy.Sum, sympy.Product, sympy.Integral, sympy.Max, sympy.Min),
)


def closed_limit(limit: Expr) -> Expr:
    """The value of a `sympy.Limit`; itself where it is not found.

    Examples
    --------
    >>> h, x = sympy.symbols("h x", real=True)
    >>> closed_limit(sympy.Limit((sympy.sqrt(x + h) - sympy.sqrt(x)) / h, h, 0, "+-"))
    1/(2*sqrt(x))
    >>> closed_limit(sympy.Limit(abs(h) / h, h, 0, "-"))
    -1
    >>> closed_limit(sympy.Limit((3 * x**2 - 1) / (2 * x**2 - x), x, sympy.oo))
    3/2
    """
    body, symbol, point, side = limit.args
    if body.count_ops() > MAX_OPERATIONS:
        return limit
    if point.has(sympy.oo, -sympy.oo):
        value = _at_infinity(body, symbol, point)
    else:
        value = _at_point(_without_bars(body, symbol, point, str(side)), symbol, point)
    return limit if value is None or value.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo) else value


def _at_infinity(body: Expr, symbol: Expr, point: Expr) -> Expr | None:
    if not body.is_rational_function(symbol):
        return None
    near = sympy.Dummy(positive=True)
    sign = 1 if point == sympy.oo else -1
    return sympy.cancel(sympy.together(body.subs(symbol, sign / near))).subs(near, 0)


def _without_bars(body: Expr, symbol: Expr, point: Expr, side: str) -> Expr:
    """Absolute values whose sign is known close to the point, on the side from which it is approached."""

    def opened(inner: Expr) -> Expr:
        value, slope = inner.subs(symbol, point), inner.diff(symbol).subs(symbol, point)
        if value.is_nonzero and value.is_number:
            return sympy.sign(value) * inner
        if value == 0 and side in ("+", "-") and slope.is_number and slope.is_nonzero:
            return sympy.sign(slope) * inner * (1 if side == "+" else -1)
        return sympy.Abs(inner)

    return body.replace(sympy.Abs, opened)


def _at_point(body: Expr, symbol: Expr, point: Expr) -> Expr | None:
    if any(part.has(symbol) for part in body.atoms(*_BROKEN)):
        return None
    value = sympy.cancel(sympy.together(body)).subs(symbol, point)
    if not value.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo):
        return value
    upper, lower = sympy.fraction(sympy.together(body))
    for _ in range(ROUNDS):
        above, below = (sympy.expand(part.subs(symbol, point)) for part in (upper, lower))
        if below != 0:
            return above / below
        if above != 0:
            return None
        upper, lower = upper.diff(symbol), lower.diff(symbol)
        if upper.count_ops() + lower.count_ops() > MAX_OPERATIONS:
            return None
    return None
