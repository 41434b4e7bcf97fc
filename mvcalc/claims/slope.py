"""Derivatives of SymPy expressions by their rules alone, and functions of which nothing but smoothness is known.

`sympy.diff` asks of every part of a derivative whether it is zero, which SymPy answers at length; a judge that
differentiates all day has no need to know. Sums, products, powers and functions are differentiated here, and each part
once; what else there is in an expression is left to `sympy.diff`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sympy
from sympy import Add, Expr, Function, Integer, Mul, Pow, Sum, Symbol
from sympy.core.containers import Tuple
from sympy.core.symbol import Str

__all__ = ["Smooth", "free", "slope"]

KEPT = 4096
"""Expressions whose derivatives are remembered."""

if TYPE_CHECKING:
    _Expr = object
else:
    _Expr = Expr


class Smooth(_Expr):
    """An unspecified smooth function, or one of its partial derivatives, applied to arguments."""

    args: tuple[Any, ...]
    is_commutative = True
    is_extended_real = True
    is_number = False

    def __new__(cls, title: Any, orders: Any, *arguments: Any) -> Smooth:
        new: Smooth = Expr.__new__(cls, Str(str(title)), Tuple(*orders), *arguments)
        return new

    @property
    def title(self) -> str:
        """The function's name."""
        return str(self.args[0])

    @property
    def orders(self) -> tuple[Expr, ...]:
        """How often it is differentiated by each argument."""
        return tuple(self.args[1])

    @property
    def arguments(self) -> tuple[Expr, ...]:
        """What it is applied to."""
        return tuple(self.args[2:])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The symbols in its arguments."""
        return set().union(*(arg.free_symbols for arg in self.args[1:]))

    def _eval_derivative(self, variable: Symbol) -> Expr:
        return Add(*(self.partial(at) * slope(argument, variable) for at, argument in enumerate(self.arguments)))

    def partial(self, position: int) -> Smooth:
        """Its derivative by one of its arguments."""
        orders = [order + (at == position) for at, order in enumerate(self.orders)]
        return Smooth(self.title, orders, *self.arguments)

    def _sympystr(self, printer: Any) -> str:
        primes = "".join(str(order) for order in self.orders) if any(self.orders) else ""
        return f"{self.title}{'_' if primes else ''}{primes}({', '.join(map(printer._print, self.arguments))})"


def slope(value: Expr, symbol: Expr) -> Expr:
    """The derivative by one symbol, without a value at kinks.

    Where a function is defined by cases, its derivative on a boundary is the limit of difference quotients.

    Parameters
    ----------
    value : Expr
    symbol : Symbol or Indexed

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> slope(x * sympy.sin(x**2), x), slope(abs(x), x)
    (2*x**2*cos(x**2) + sin(x**2), x/Abs(x))
    """
    if not value.has(sympy.Piecewise):
        return _without_steps(_slope(value, symbol))
    inside: list[Any] = []

    def interior(piecewise: Any) -> Any:
        pieces, before = [], sympy.false
        for expression, condition in piecewise.args:
            region = sympy.And(_interior(condition), sympy.Not(before))
            before = sympy.Or(before, _closure(condition))
            if region is not sympy.false:
                pieces.append((expression, region))
        inside.append(sympy.Or(*(region for _, region in pieces)))
        return sympy.Piecewise(*pieces)

    open_value = value.replace(lambda part: isinstance(part, sympy.Piecewise), interior)
    step = sympy.Dummy("h", real=True)
    quotient = (value.xreplace({symbol: symbol + step}) - value) / step
    open_slope = _without_steps(open_value.diff(symbol))
    return sympy.Piecewise((open_slope, sympy.And(*inside)), (sympy.Limit(quotient, step, 0, "+-"), True))


@lru_cache(KEPT)
def free(value: Expr) -> frozenset[Symbol]:
    """The symbols that a value depends on."""
    return frozenset(value.free_symbols)


@lru_cache(KEPT)
def _slope(value: Expr, symbol: Expr) -> Expr:
    if not symbol.is_Symbol:
        return value.diff(symbol)
    if symbol not in free(value):
        return Integer(0)
    if value.is_Symbol:
        return Integer(1)
    if value.is_Add:
        return Add(*(_slope(term, symbol) for term in value.args))
    if value.is_Mul:
        factors = value.args
        return Add(*(Mul(*factors[:at], _slope(f, symbol), *factors[at + 1 :]) for at, f in enumerate(factors)))
    if type(value) is Pow:
        base, exponent = value.args
        if symbol not in free(exponent):
            return exponent * base ** (exponent - 1) * _slope(base, symbol)
        return value * (_slope(exponent, symbol) * sympy.log(base) + _slope(base, symbol) * exponent / base)
    if type(value) is Sum and not any(symbol in free(limits) for limits in value.args[1:]):
        rate = _slope(value.args[0], symbol)
        return Sum(rate, *value.args[1:]) if rate != 0 else Integer(0)
    if type(value)._eval_derivative is Function._eval_derivative:
        inner = ((at, _slope(arg, symbol)) for at, arg in enumerate(value.args, start=1))
        return Add(*(value.fdiff(at) * rate for at, rate in inner if rate != 0))
    return value.diff(symbol)


def _without_steps(expression: Expr) -> Expr:
    """Jumps as quotients that have no value at the jump."""
    if not expression.has(sympy.sign, sympy.Heaviside):
        return expression
    return expression.replace(sympy.sign, lambda x: x / sympy.Abs(x)).replace(
        sympy.Heaviside, lambda x, *half: (1 + x / sympy.Abs(x)) / 2
    )


_OPENED = {sympy.Le: sympy.Lt, sympy.Ge: sympy.Gt}
_CLOSED = {sympy.Lt: sympy.Le, sympy.Gt: sympy.Ge}


def _interior(condition: Any) -> Any:
    if isinstance(condition, (sympy.And, sympy.Or)):
        return condition.func(*map(_interior, condition.args))
    if isinstance(condition, sympy.Eq):
        return sympy.false
    return _OPENED[condition.func](*condition.args) if condition.func in _OPENED else condition


def _closure(condition: Any) -> Any:
    if isinstance(condition, (sympy.And, sympy.Or)):
        return condition.func(*map(_closure, condition.args))
    if isinstance(condition, sympy.Ne):
        return sympy.true
    return _CLOSED[condition.func](*condition.args) if condition.func in _CLOSED else condition
