"""Numbers for SymPy trees at points of the real domain, to 50 digits: strictly real, bounded by work.

A point at which an expression has no real value raises `NoValue`; what cannot be settled to the digits wanted
raises `Unsettled`. Unspecified functions are random smooth functions, another one for every point.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from typing import Any

import mpmath
import sympy
from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre
from sympy import Expr

from mvcalc.claims.slope import Smooth, free

__all__ = ["DIGITS", "NoValue", "Point", "Unsettled", "title"]

DIGITS = 50
LIMIT_DIGITS = 340
MORE_DIGITS = 8
MAX_MAGNITUDE = 6000
MAX_WORK = 150_000


class NoValue(Exception):
    """The expression has no real value at the point."""


class Unsettled(Exception):
    """The value could not be settled within the work that a claim is given."""


class Budget:
    """Counts evaluated nodes over a whole claim, and the sums among them in which everything cancelled."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self.left = work
        self.cancelled = 0

    def spend(self, amount: int = 1) -> None:
        """Take work out of the budget."""
        self.left -= amount
        if self.left < 0:
            raise Unsettled("the work limit was reached")


class Point:
    """One point: numbers for symbols, and random data and functions drawn from a seed.

    Parameters
    ----------
    values : dict
        Numbers for SymPy symbols.
    seed : str
        Fixes the data and the functions.
    budget : Budget
        Shared by all points of a claim.

    Examples
    --------
    >>> x = sympy.Symbol("x", real=True)
    >>> Point({x: mpf(2)}, "seed").number(x**2 + 1)
    mpf('5.0')
    """

    def __init__(self, values: dict[Any, Any], seed: str, budget: Budget | None = None) -> None:
        self.values = dict(values)
        self.seed = seed
        self.budget = budget or Budget()
        self.drawn: dict[Any, Any] = {}
        self.known: dict[Any, Any] = {}
        self.moved: tuple[Any, Point] | None = None

    def number(self, expression: Expr) -> Any:
        """The value of an expression at this point, an `mpmath.mpf`; each is computed once."""
        key = (expression, mp.prec)
        if key not in self.known:
            if self.moved is None or self.moved[0] in free(expression):
                self.known[key] = self._number(expression)
            else:
                self.known[key] = self.moved[1].number(expression)
                self.budget.cancelled += self.known[key] == 0  # it may have, there
        return self.known[key]

    def _number(self, expression: Expr) -> Any:
        self.budget.spend()
        if expression.is_Symbol:
            try:
                return mpf(self.values[expression])
            except KeyError:
                raise Unsettled(f"no number for {expression}") from None
        handler = _HANDLERS.get(type(expression).__name__)
        if handler is None:
            raise Unsettled(f"no numbers for {type(expression).__name__}")
        try:
            result = handler(self, expression)
        except (ZeroDivisionError, OverflowError, ValueError, mpmath.libmp.ComplexResult):
            raise NoValue from None
        if isinstance(result, mpmath.mpc):
            raise NoValue
        if mp.isnan(result):
            raise NoValue
        return result

    def holds(self, condition: Any) -> bool:
        """Whether a relation, or a combination of relations, is true at this point."""
        if condition in (True, False, sympy.true, sympy.false):
            return bool(condition)
        if isinstance(condition, sympy.And):
            return all(map(self.holds, condition.args))
        if isinstance(condition, sympy.Or):
            return any(map(self.holds, condition.args))
        if isinstance(condition, sympy.Not):
            return not self.holds(condition.args[0])
        left, right = map(self.number, condition.args)
        return bool(_RELATIONS[type(condition).__name__](left, right))

    def at(self, symbol: Any, value: Any) -> Point:
        """The same point with one symbol moved."""
        other = Point({**self.values, symbol: value}, self.seed, self.budget)
        other.drawn = self.drawn
        other.moved = symbol, self
        return other

    # ---- by kind of node --------------------------------------------------------------------------------

    def _add(self, expression: Expr) -> Any:
        terms = [self.number(term) for term in expression.args]
        total = mp.fsum(terms)
        if total == 0 and any(terms):
            self.budget.cancelled += 1
        return total

    def _mul(self, expression: Expr) -> Any:
        product = mpf(1)
        for factor in expression.args:
            product *= self.number(factor)
        return product

    def _pow(self, expression: Expr) -> Any:
        base, exponent = expression.args
        number = self.number(base)
        if isinstance(exponent, sympy.Rational):
            p, q = int(exponent.p), int(exponent.q)
            if number == 0 and p < 0:
                raise NoValue
            if q == 1:
                _check(number, p)
                return number**p
            if number < 0:
                if q % 2 == 0:
                    raise NoValue
                return (-1) ** (p % 2) * mp.root(-number, q) ** p
            return mp.root(number, q) ** p if q < 50 else mp.power(number, mpf(p) / q)
        power = self.number(exponent)
        if number < 0 and power != mp.floor(power):
            raise NoValue
        if number == 0:
            if power <= 0:
                raise NoValue
            return mpf(0)
        _check(number, power)
        if number < 0:
            return number ** int(power)
        return mp.power(number, power)

    def _exp(self, expression: Expr) -> Any:
        argument = self.number(expression.args[0])
        if mp.mag(argument) > MAX_MAGNITUDE:
            if argument < 0:
                return mpf(0)
            raise Unsettled("a number too large to be computed")
        return mp.exp(argument)

    def _log(self, expression: Expr) -> Any:
        argument = self.number(expression.args[0])
        if argument <= 0:
            raise NoValue
        return mp.log(argument)

    def _piecewise(self, expression: Expr) -> Any:
        for value, condition in expression.args:
            if self.holds(condition):
                return self.number(value)
        raise NoValue

    def _smooth(self, expression: Smooth) -> Any:
        arguments = [self.number(argument) for argument in expression.arguments]
        orders = [int(self.number(order)) for order in expression.orders]
        self.budget.spend(3)
        total = mpf(0)
        for amplitude, frequencies, phase in self._waves(expression.title, len(arguments)):
            angle = phase + mp.fdot(frequencies, arguments)
            scale = amplitude
            for frequency, order in zip(frequencies, orders, strict=True):
                scale *= frequency**order
            total += scale * _shifted_cos(angle, sum(orders))
        return total

    def _waves(self, title: str, count: int) -> list[tuple[Any, list[Any], Any]]:
        key = (title, count)
        if key not in self.drawn:
            source = random.Random(f"{self.seed}|{title}|{count}")

            def draw(low: int, high: int) -> Any:
                return mpf(source.randint(low, high)) / 1024

            self.drawn[key] = [
                (draw(700, 1500), [draw(400, 1300) for _ in range(count)], draw(-3000, 3000)) for _ in range(3)
            ]
        return list(self.drawn[key])

    def _indexed(self, expression: Any) -> Any:
        key = (title(expression.base), *(int(self.number(index)) for index in expression.indices))
        if key not in self.drawn:
            source = random.Random(f"{self.seed}|{key}")
            self.drawn[key] = generic(source)
        return self.drawn[key]

    def _series(self, expression: Any) -> Any:
        body = _inner(expression)
        symbol, low, high = expression.args[-1]
        product = isinstance(expression, sympy.Product)
        first = _whole_bound(self.number(low))
        if high is sympy.oo:
            return self._infinite(body, symbol, first, product)
        last = _whole_bound(self.number(high))
        if last - first > 400:
            raise Unsettled("a sum of more than 400 terms")
        terms = [self.at(symbol, k).number(body) for k in range(first, last + 1)]
        return mp.fprod(terms) if product else mp.fsum(terms)

    def _infinite(self, body: Expr, symbol: Any, first: int, product: bool) -> Any:
        if product:
            raise Unsettled("an infinite product")
        total, small, sizes = mpf(0), 0, []
        for k in range(first, first + 600):
            term = self.at(symbol, k).number(body)
            total += term
            sizes.append(abs(term))
            small = small + 1 if abs(term) <= mpf(10) ** (-mp.dps - 2) * max(1, abs(total)) else 0
            if small > 4:
                return total
            if len(sizes) in (80, 300) and sizes[-1] >= sizes[-40] and sizes[-1] > mpf("1e-6"):
                raise NoValue
        values = [
            mp.fsum(self.at(symbol, k).number(body) for k in range(first, first + skip))
            + mp.nsum(lambda k: self.at(symbol, k).number(body), [first + skip, mp.inf])
            for skip in (0, 5)
        ]
        if not mp.isfinite(values[0]) or abs(values[0] - values[1]) > mpf("1e-36") * max(1, abs(values[0])):
            raise Unsettled("a series that converges too slowly")
        return values[0]

    def _integral(self, expression: Any) -> Any:
        if any(len(bounds) != 3 for bounds in expression.args[1:]):
            raise Unsettled("an indefinite integral")
        body = _inner(expression)
        symbol, low, high = expression.args[-1]
        ends = [self._end(low), self._end(high)]
        if ends[0] == ends[1]:
            return mpf(0)

        def integrand(t: Any) -> Any:
            return self.at(symbol, t).number(body)

        cut = _between(*ends)
        if all(map(mp.isfinite, ends)):
            before = None
            for degree in (4, 5, 6):
                nodes = _LEGENDRE.get_nodes(*ends, degree=degree, prec=mp.prec)
                value = mp.fsum(weight * integrand(place) for place, weight in nodes)
                if before is not None and abs(value - before) <= mpf("1e-38") * max(1, abs(value)):
                    return value
                before = value
            cut = ends[0] * mpf("0.63") + ends[1] * mpf("0.37")
        values = [mp.quad(integrand, places) for places in (ends, [ends[0], cut, ends[1]])]
        if abs(values[0] - values[1]) > mpf("1e-36") * max(1, abs(values[1])):
            raise Unsettled("an integral that converges too slowly")
        return values[1]

    def _end(self, bound: Expr) -> Any:
        if bound in (sympy.oo, -sympy.oo):
            return mp.inf if bound == sympy.oo else -mp.inf
        return self.number(bound)

    def _limit(self, expression: Any) -> Any:
        body, symbol, point, direction = expression.args
        if mp.dps > LIMIT_DIGITS:
            raise Unsettled("limits of limits of limits")
        outer = mp.dps
        with mp.workdps(LIMIT_DIGITS if outer < LIMIT_DIGITS else 3 * LIMIT_DIGITS):
            depth = 80 if outer < LIMIT_DIGITS else 260
            steps = [mpf(137) / 100 * mpf(10) ** -power for power in (depth, depth + 1, 2 * depth)]
            found = []
            if point in (sympy.oo, -sympy.oo):
                sign = 1 if point == sympy.oo else -1
                places = [sign / step for step in steps]
                if symbol.is_integer:  # with other remainders by 2, 3, 4, 5 and 6, so that (-1)^n has no limit
                    places = [60 * mp.floor(place / 60) + k for k, place in enumerate(places)]
                found.append(self._approach(body, symbol, places))
            else:
                centre = self.number(point)
                sides = {"+": (1,), "-": (-1,), "+-": (1, -1)}[str(direction)]
                found = [self._approach(body, symbol, [centre + s * step for step in steps]) for s in sides]
            first = found[0]
            for other in found[1:]:
                if mp.isinf(first) or mp.isinf(other):
                    if first != other:
                        raise NoValue
                elif not abs(first - other) <= mpf("1e-37") * max(1, abs(first)):
                    raise NoValue
        return +first

    def _approach(self, body: Expr, symbol: Any, places: list[Any]) -> Any:
        for _ in range(2):
            before = self.budget.cancelled
            near, nearer = (self.at(symbol, place).number(body) for place in places[:2])
            # What is left where all digits cancelled may be the same with twice as many.
            enough = (2, MORE_DIGITS) if self.budget.cancelled == before else (MORE_DIGITS,)
            if body.has(sympy.Limit) or any(self._confirmed(body, symbol, places[1], nearer, t) for t in enough):
                break
            mp.dps *= MORE_DIGITS  # (e^x - 1 - x - x^2/2) / x^3 cancels three times as many digits as x is close
        else:
            raise Unsettled("a limit in which too many digits cancel")
        if abs(near - nearer) <= mpf("1e-37") * max(1, abs(nearer)):
            return nearer
        if abs(nearer) > mpf(10) ** 15 and abs(nearer) > abs(near) and near * nearer > 0:
            return mp.inf * mp.sign(nearer)
        if abs(near) > 100 and self.at(symbol, places[2]).number(body) / near > mpf("1.8"):
            return mp.inf * mp.sign(near)
        raise Unsettled("a limit that was not settled numerically")

    def _confirmed(self, body: Expr, symbol: Any, place: Any, value: Any, times: int) -> bool:
        """Whether a value near a limit is the same with so many times the digits."""
        with mp.workdps(times * mp.dps):
            surer = self.at(symbol, place).number(body)
        return bool(value == surer or abs(value - surer) <= mpf("1e-37") * max(1, abs(surer)))


_LEGENDRE = GaussLegendre(mp)


@functools.lru_cache(1_000)
def title(symbol: Any) -> str:
    """The name of a symbol or of indexed data, which SymPy prints anew each time."""
    return str(symbol)


def generic(source: random.Random, low: float = -2.7, high: float = 2.7) -> Any:
    """A generic real number: of either sign, not near 0 or 1."""
    unit = 10**7
    while True:
        number = source.randint(int(low * unit), int(high * unit))
        if all(abs(abs(number) - bad * unit) > 0.08 * unit for bad in (0, 1, 2)):
            return mpf(number) / unit


def _whole_bound(number: Any) -> int:
    if not mp.isint(number):
        raise Unsettled("a sum whose bound is no whole number; expected one, as 'integer n >= 1' declares")
    return int(number)


def _inner(expression: Any) -> Expr:
    """The body of the outermost of several sums or integrals, which SymPy keeps in one."""
    return expression.args[0] if len(expression.args) == 2 else expression.func(*expression.args[:-1])


def _between(low: Any, high: Any) -> Any:
    """A finite place inside an infinite interval."""
    if mp.isfinite(low):
        return low + mpf("1.7")
    return high - mpf("1.7") if mp.isfinite(high) else mpf("0.3")


def _shifted_cos(angle: Any, order: int) -> Any:
    quarter = order % 4
    value = mp.cos(angle) if quarter % 2 == 0 else mp.sin(angle)
    return -value if quarter in (1, 2) else value


def _check(base: Any, exponent: Any) -> None:
    """Refuse powers whose size has more than a few thousand digits."""
    if abs(exponent) > 10**4 and base != 0 and abs(mp.log(abs(base)) * exponent) > 10**5:
        if (abs(base) < 1 and exponent > 0) or (abs(base) > 1 and exponent < 0):
            return
        raise Unsettled("a number too large to be computed")


def _function(compute: Callable[..., Any]) -> Callable[[Point, Expr], Any]:
    def handler(point: Point, expression: Expr) -> Any:
        values = [point.number(arg) for arg in expression.args]
        if any(mp.mag(value) > MAX_MAGNITUDE for value in values):
            raise Unsettled("a number too large to be computed")
        return compute(*values)

    return handler


def _gamma(x: Any) -> Any:
    if abs(x) > 10**6:
        raise Unsettled("a number too large to be computed")
    return mp.gamma(x)


def _heaviside(x: Any, *half: Any) -> Any:
    if x == 0:
        raise NoValue
    return mpf(x > 0)


def _whole(x: Any) -> Any:
    if abs(x) > 10**5:
        raise Unsettled("a number too large to be computed")
    return x


_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "Equality": lambda a, b: a == b,
    "Unequality": lambda a, b: a != b,
    "StrictLessThan": lambda a, b: a < b,
    "StrictGreaterThan": lambda a, b: a > b,
    "LessThan": lambda a, b: a <= b,
    "GreaterThan": lambda a, b: a >= b,
}
_HANDLERS: dict[str, Callable[[Point, Any], Any]] = {
    "Add": Point._add,
    "Mul": Point._mul,
    "Pow": Point._pow,
    "exp": Point._exp,
    "log": Point._log,
    "Piecewise": Point._piecewise,
    "Smooth": Point._smooth,
    "Indexed": Point._indexed,
    "Sum": Point._series,
    "Product": Point._series,
    "Integral": Point._integral,
    "Limit": Point._limit,
    **dict.fromkeys(
        ("Integer", "One", "Zero", "NegativeOne"), lambda point, e: mpf(int(e.p))
    ),
    **dict.fromkeys(("Rational", "Half"), lambda point, e: mpf(int(e.p)) / int(e.q)),
    "Pi": lambda point, e: +mp.pi,
    "Exp1": lambda point, e: +mp.e,
    **dict.fromkeys(("NaN", "ComplexInfinity", "ImaginaryUnit"), lambda point, e: mp.nan),
    "Infinity": lambda point, e: mp.inf,
    "NegativeInfinity": lambda point, e: -mp.inf,
    **{
        title: _function(compute)
        for title, compute in {
            "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "sec": mp.sec, "csc": mp.csc, "cot": mp.cot,
            "asin": mp.asin, "acos": mp.acos, "atan": mp.atan, "acot": lambda x: mp.atan(1 / x),
            "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh,
            "sech": mp.sech, "csch": mp.csch, "coth": mp.coth,
            "asinh": mp.asinh, "acosh": mp.acosh, "atanh": mp.atanh, "erf": mp.erf,
            "Abs": abs, "sign": mp.sign, "Max": max, "Min": min, "floor": mp.floor, "ceiling": mp.ceil,
            "factorial": lambda x: _gamma(x + 1), "gamma": _gamma,
            "polygamma": lambda n, x: mp.psi(int(_whole(n)), x),
            "binomial": lambda n, k: mp.binomial(_whole(n), _whole(k)),
            "KroneckerDelta": lambda i, j: mpf(i == j),
            "Heaviside": _heaviside,
            "DiracDelta": lambda x, *order: _heaviside(x) * 0,
        }.items()
    },
}  # fmt: skip
