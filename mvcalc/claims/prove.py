"""Attempts to show that two expressions are equal, bounded by the size of what is tried."""

from __future__ import annotations

import functools

import sympy
from sympy import Expr

from mvcalc.claims.limits import closed_limit
from mvcalc.claims.sums import closed_product, closed_sum

__all__ = ["is_shown", "is_zero"]

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
    difference = _settled(left) - _settled(right)
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
    return any(attempt(expanded) == 0 for attempt in (_cancel, _powers, _trigonometry, _exponentials))


def is_shown(left: Expr, right: Expr, relation: str) -> bool:
    """Whether a relation is shown: an equation as in `is_zero`, an inequality by the sign of every factor.

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> is_shown(-abs(x), sympy.exp(x), "<"), is_shown(x, x**2, "<=")
    (True, False)
    """
    if relation == "=":
        return is_zero(left, right)
    if relation not in ("<", "<=", ">", ">="):
        return False
    gap = _settled(right - left if relation[0] == "<" else left - right)
    if gap.count_ops() > MAX_OPERATIONS or gap.has(sympy.oo, sympy.nan, sympy.zoo):
        return False
    forms = (gap, sympy.factor(sympy.together(gap)))
    return any(form.is_nonnegative if "=" in relation else form.is_positive for form in forms)


@functools.lru_cache(256)  # what stands on the right of one link stands on the left of the next
def _settled(expression: Expr) -> Expr:
    """Limits, sums and products in closed or in normal form, from the inside out."""
    if not expression.has(sympy.Limit, sympy.Sum, sympy.Product):
        return expression
    return expression.replace(lambda part: type(part) in _CLOSED, lambda part: _CLOSED[type(part)](part))


_CLOSED = {sympy.Limit: closed_limit, sympy.Sum: closed_sum, sympy.Product: closed_product}


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
