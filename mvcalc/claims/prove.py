"""Attempts to show that two expressions are equal, bounded by the size of what is tried."""

from __future__ import annotations

import sympy
from sympy import Expr

__all__ = ["is_zero"]

MAX_OPERATIONS = 120
MAX_EXPONENT = 8


def is_zero(left: Expr, right: Expr) -> bool:
    """Whether the difference simplifies to zero by expanding, cancelling and rewriting.

    Numbers come first (see `mvcalc.claims.judge`), so this is asked of equal expressions only; False means
    "not shown", never "unequal".

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> is_zero(sympy.sin(x) ** 2, 1 - sympy.cos(x) ** 2)
    True
    >>> is_zero(x, 2 * x)
    False
    """
    difference = _limits(left) - _limits(right)
    if difference == 0:
        return True
    if difference.has(sympy.oo, sympy.nan, sympy.zoo) or difference.count_ops() > MAX_OPERATIONS:
        return False
    if difference.has(sympy.Limit, sympy.Integral, sympy.Piecewise, sympy.Max):
        return False
    if any(abs(power.exp) > MAX_EXPONENT for power in difference.atoms(sympy.Pow) if power.exp.is_number):
        return False
    expanded = sympy.expand(difference)
    if expanded == 0:
        return True
    if expanded.has(sympy.Product):
        return False
    if expanded.has(sympy.Sum):
        return bool(_gathered(expanded) == 0)
    return any(attempt(expanded) == 0 for attempt in (_cancel, _powers, _trigonometry, _exponentials))


def _gathered(expression: Expr) -> Expr:
    """Sums over the same range as one sum."""
    bodies: dict[tuple[Expr, ...], Expr] = {}
    rest = sympy.Integer(0)
    for term in sympy.Add.make_args(expression):
        factors = sympy.Mul.make_args(term)
        sums = [factor for factor in factors if isinstance(factor, sympy.Sum)]
        if len(sums) != 1 or len(sums[0].limits) != 1:
            rest += term
            continue
        others = sympy.Mul(*(factor for factor in factors if factor is not sums[0]))
        limits = tuple(sums[0].limits[0])
        if limits[0] in others.free_symbols:
            return expression
        bodies[limits] = bodies.get(limits, sympy.Integer(0)) + others * sums[0].function
    for limits, body in bodies.items():
        rest += sympy.Sum(sympy.expand(body), limits) if sympy.expand(body) != 0 else 0
    return rest


def _limits(expression: Expr) -> Expr:
    """Limits of expressions that are continuous at the point, once common factors are cancelled."""
    if not expression.has(sympy.Limit):
        return expression
    return expression.replace(lambda part: isinstance(part, sympy.Limit), _limit)


def _limit(limit: sympy.Limit) -> Expr:
    body, symbol, point, _ = limit.args
    continuous = not body.has(sympy.Limit, sympy.Piecewise, sympy.Abs, sympy.sign, sympy.Sum, sympy.Integral)
    if not continuous or point.has(sympy.oo) or body.count_ops() > MAX_OPERATIONS:
        return limit
    value = sympy.cancel(sympy.together(body)).subs(symbol, point)
    return limit if value.has(sympy.nan, sympy.zoo, sympy.oo) else value


def _cancel(expression: Expr) -> Expr:
    """The numerator over a common denominator."""
    return sympy.expand(sympy.numer(sympy.together(expression)))


def _powers(expression: Expr) -> Expr:
    return _cancel(sympy.powsimp(sympy.expand(expression)))


def _trigonometry(expression: Expr) -> Expr:
    if not expression.has(sympy.sin, sympy.cos, sympy.tan):
        return expression
    plain = expression.replace(sympy.tan, lambda x: sympy.sin(x) / sympy.cos(x))
    flat = _cancel(sympy.expand_trig(plain))
    return sympy.expand(
        flat.replace(
            lambda e: e.is_Pow and e.base.func is sympy.sin and e.exp.is_Integer and e.exp > 1,
            lambda e: (1 - sympy.cos(e.base.args[0]) ** 2) ** (e.exp // 2) * e.base ** (e.exp % 2),
        )
    )


def _exponentials(expression: Expr) -> Expr:
    if not expression.has(sympy.exp, sympy.sinh, sympy.cosh, sympy.tanh):
        return expression
    flat = sympy.numer(sympy.together(expression.rewrite(sympy.exp)))
    return sympy.expand(sympy.powsimp(sympy.expand(flat)))
