r"""Taylor polynomials, and bounds on how far they are from the function.

The polynomial :math:`T_n` about p matches f and its first n derivatives there.
What it leaves out is the remainder; in Lagrange's form, for some ξ between p and x,

.. math:: f(x) - T_n(x) = \frac{f^{(n+1)}(\xi)}{(n+1)!}\,(x-p)^{n+1}.

Nobody knows ξ, but the derivative can be bounded over all of them. Here that is
done by *interval arithmetic*: f itself runs on a truncated Taylor series whose
coefficients are intervals, each sure to hold the true value at every point of the
box it started from. Boxes are split until the bound is tight.

========================  =========================================================
``derivative_bound``      the largest absolute k-th derivative on an interval
``lagrange_bound``        the error of Tₙ by Lagrange's remainder, as done by hand
``remainder_bound``       the error of Tₙ enclosed directly, within 1 % of the truth
========================  =========================================================

The bounds hold for f as a formula in the numbers it is written with (the float 0.1
is the number it stores) and for the exact Taylor polynomial about the float p.

.. rubric:: References

Ramon E. Moore, R. Baker Kearfott, Michael J. Cloud, *Introduction to Interval Analysis*, SIAM
2009, chapters 6 and 9.
"""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import sympy as sp
from mpmath.ctx_iv import MPIntervalContext
from numpy.typing import ArrayLike

from mvcalc import rules
from mvcalc.derivatives import Function, hessian, spread, taylor_coefficients, value_and_gradient
from mvcalc.jet import LINEAR, PRODUCTS, Jet, series
from mvcalc.rules import COMPARISONS, Array, primal, require

__all__ = ["QuadraticModel", "TaylorPolynomial", "derivative_bound", "lagrange_bound"]
__all__ += ["quadratic_model", "remainder_bound", "taylor"]

Interval = Any  # a number of mpmath's interval context, which carries no types
Coefficients = list[Interval]

IV = MPIntervalContext()  # our own, so that nobody's precision but ours is touched
IV.prec = 200


# Interval Taylor series ---------------------------------------------------------------------------


class _Unbounded(ValueError):
    """An operation has no finite enclosure on this box; it may have one on a smaller box."""


# What NumPy asks of the objects in an array: np.sin(box) is box.sin().
BASIC = {np.exp: IV.exp, np.log: IV.log, np.sin: IV.sin, np.cos: IV.cos, np.arctan: lambda u: IV.atan2(u, IV.one)}
for _ufunc, _rule in BASIC.items():
    setattr(IV.mpf, _ufunc.__name__, lambda u, rule=_rule: rule(u))


# On the denominator or the argument; an interval with points of both kinds compares as None.
UNDEFINED: dict[Any, tuple[str, Callable[[Any], Any]]] = {
    np.divide: ("division by a quantity that may be zero", lambda u: u > 0 or u < 0),
    np.log: ("logarithm or power of a quantity that may be zero or negative", lambda u: u > 0),
}


class Enclosure(Jet):
    """A jet whose coefficients are intervals: they hold the Taylor coefficients at every point of a box."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if ufunc in COMPARISONS:
            raise TypeError("a comparison with the value of x")
        return super().__array_ufunc__(ufunc, method, *inputs, **options)

    def carry(self, op: Callable[..., Any], args: Sequence[Any]) -> Any:
        if op is np.multiply and args[0] is args[1]:  # a square is not negative, which u·u does not know
            op, args = np.square, args[:1]
        if op in RULES:
            return RULES[op](*args)
        if op not in {*BASIC, *LINEAR, *PRODUCTS, np.add, np.subtract, np.negative, np.positive}:
            raise TypeError(f"no interval rule for np.{op.__name__}")
        why, fits = UNDEFINED.get(op, ("", bool))
        if why and not all(fits(u) for u in np.ravel(primal(args[-1]))):
            raise _Unbounded(why)
        return super().carry(op, args)


def _power(u: Any, r: Any) -> Any:
    if isinstance(r, Enclosure) or not float(r).is_integer():
        return np.exp(r * np.log(u + 0 * r))
    return Jet.carry(u, np.power, (u, int(r))) if r >= 0 else 1 / u ** -int(r)


# By an identity. Where it can be, the argument is met only once, so that the enclosure is as narrow as it can be.
# Adding 0 * u makes an interval of a number.
RULES: dict[Any, Callable[..., Any]] = {
    np.power: _power,
    np.square: lambda u: u**2,
    np.expm1: lambda u: np.exp(u) - 1,
    np.log1p: lambda u: np.log(u + 1),
    np.log2: lambda u: np.log(u) / np.log(0 * u + 2),
    np.log10: lambda u: np.log(u) / np.log(0 * u + 10),
    **dict.fromkeys((np.sqrt, rules.root), lambda u: u**0.5),
    np.cbrt: lambda u: np.exp(np.log(u) / 3),
    np.tan: lambda u: np.sin(u) / np.cos(u),
    np.arcsin: lambda u: np.arctan(u / np.sqrt(1 - u * u)),
    np.arccos: lambda u: -np.arcsin(u) + IV.pi / 2,
    np.sinh: lambda u: (np.exp(u) - np.exp(-u)) / 2,
    np.cosh: lambda u: (np.exp(u) + np.exp(-u)) / 2,
    np.tanh: lambda u: 1 - 2 / (np.exp(2 * u) + 1),
    np.arcsinh: lambda u: np.log(u + np.sqrt(u * u + 1)),
    np.arccosh: lambda u: np.log(u + np.sqrt(u * u - 1)),
    np.arctanh: lambda u: np.log(2 / (1 - u) - 1) / 2,
}


def _coefficients(f: Function, x: Interval, order: int) -> Coefficients:
    """Enclose the Taylor coefficients of f at every point of x."""
    variable = Enclosure(rules.new_level(), ([x, np.ones(1)] + [None] * order)[: order + 1])
    try:
        value = spread(f, variable)(variable)
    except (TypeError, AttributeError) as error:
        known = ", ".join(ufunc.__name__ for ufunc in [*BASIC, *RULES])
        raise TypeError(f"f cannot be bounded by interval arithmetic: {error}; it may use + - * / @ {known}") from error
    require(np.shape(value) == (), f"f must return one number to be bounded, got {value!r}")
    return [IV.zero if c is None else IV.mpf(np.ravel(c)[0]) for c in series(value, variable.level, order)]


# Bounds -------------------------------------------------------------------------------------------


def _upper(u: Interval) -> float:
    return math.nextafter(float(abs(u).b), math.inf)


def _largest(g: Callable[[Interval, int], Coefficients], interval: Sequence[float], order: int) -> float:
    """Bound max |g| on the interval, from g(box, K), the Taylor coefficients of g on a box.

    On a box with midpoint m, g(x) lies in Σ gₖ(m) (x−m)ᵏ + g_K(box) (x−m)^K. The box with the
    largest bound is halved until that bound is within 1 % of a value that g does take.
    """
    a, b = float(interval[0]), float(interval[1])
    reason = "it is larger than any float"

    def look(lo: float, hi: float) -> tuple[float, float]:
        """Bound |g| on a box, and give its value in the middle."""
        nonlocal reason
        thin, bound, middle, box = Coefficients(), math.inf, 0.5 * (lo + hi), IV.mpf([lo, hi])
        try:
            thin = g(IV.mpf(middle), order - 1)
            wide = g(box, order)[order]
            bound = _upper(sum((c * (box - middle) ** k for k, c in enumerate([*thin, wide])), IV.zero))
        except _Unbounded as error:
            require(thin, f"f has no bound on [{a:g}, {b:g}]: at x = {middle:.6g}, {error}")
            reason = f"near x = {middle:.6g}, {error}"
        return bound, float(abs(thin[0]).a)

    taken = max(look(x, x)[1] for x in (a, b))
    boxes = [(-math.inf, a, b)]  # a heap, the largest bound first
    for _ in range(400):
        top, lo, hi = boxes[0]
        if -top <= max(1.01 * taken, 1e-50) or hi - lo < 1e-9 * (b - a):
            break
        heapq.heappop(boxes)
        for ends in ((lo, 0.5 * (lo + hi)), (0.5 * (lo + hi), hi)):
            bound, value = look(*ends)
            taken = max(taken, value)
            heapq.heappush(boxes, (-bound, *ends))
    require(math.isfinite(boxes[0][0]), f"f has no bound on [{a:g}, {b:g}]: {reason}")
    return -boxes[0][0]


def derivative_bound(f: Function, order: int, interval: Sequence[float]) -> float:
    r"""Bound the absolute value of a derivative on an interval.

    Parameters
    ----------
    f : callable
        A function of one number in plain NumPy, smooth on the interval.
    order : int
        Which derivative, from 0.
    interval : (float, float)
        Its ends a < b.

    Returns
    -------
    float
        At least max :math:`|f^{(k)}|` on the interval, and in general at most 1 % above it.

    Raises
    ------
    TypeError
        If f uses a function without an interval rule; the message names it and lists those that have one.
    ValueError
        If the derivative has no bound there, as near a pole; the message says where.

    Examples
    --------
    >>> round(derivative_bound(np.sin, 3, (1.0, 2.0)), 2)  # |cos| is largest at 1.0 or 2.0
    0.54
    """
    _check(order, 0.0, interval)

    def coefficient(x: Interval, terms: int) -> list[Interval]:
        c = _coefficients(f, x, order + terms)
        return [math.comb(order + k, k) * c[order + k] for k in range(terms + 1)]

    return _upper(IV.mpf(_largest(coefficient, interval, 4)) * math.factorial(order))


def lagrange_bound(f: Function, p: float, order: int, interval: Sequence[float]) -> float:
    r"""Bound the error of a Taylor polynomial on an interval by Lagrange's remainder.

    For each end x of the interval, :math:`M\,|x-p|^{n+1}/(n+1)!` with M the largest
    :math:`|f^{(n+1)}|` between p and x; the larger of the two. Where the next coefficient
    is exactly zero, as for sin about 0, :math:`T_n` is :math:`T_{n+1}` as well, and the better of the
    two remainders counts.

    Parameters
    ----------
    f : callable
        A function of one number in plain NumPy.
    p : float
        The point of expansion, inside the interval or not.
    order : int
        The degree n of the polynomial.
    interval : (float, float)
        Where the polynomial is used: its ends a < b.

    Returns
    -------
    float
        At least the absolute value of f(x) − Tₙ(x) for every x of the interval.

    Raises
    ------
    TypeError, ValueError
        As `derivative_bound`.

    Notes
    -----
    The bound is as loose as Lagrange's form is: it takes the worst ξ, not the true one. For eˣ it is
    at most e times the error on [−1, 1]; for ln(1+x) on [−½, 0] and n = 8 it is about 250 times. Where that
    matters, `remainder_bound` encloses the error itself.

    Examples
    --------
    >>> bound = lagrange_bound(np.exp, 0.0, 3, (-1.0, 1.0))
    >>> round(bound, 3), round(np.e - (1 + 1 + 1/2 + 1/6), 3)
    (0.113, 0.052)
    """
    _check(order, p, interval)
    orders = range(order, order + 2 if _coefficients(f, IV.mpf(p), order + 1)[-1] == 0 else order + 1)

    def one_side(end: float, n: int) -> float:
        slope = derivative_bound(f, n + 1, (min(p, end), max(p, end)))
        return _upper(IV.mpf(slope) * abs(IV.mpf(end) - p) ** (n + 1) / math.factorial(n + 1))

    return max(min(one_side(end, n) for n in orders) for end in interval if end != p)


def remainder_bound(f: Function, p: float, order: int, interval: Sequence[float]) -> float:
    """Bound the error of a Taylor polynomial on an interval by enclosing f − Tₙ itself.

    Parameters
    ----------
    f, p, order, interval
        As in `lagrange_bound`.

    Returns
    -------
    float
        At least the absolute value of f(x) − Tₙ(x) for every x of the interval, and in general at most 1 %
        above the largest.

    Raises
    ------
    TypeError, ValueError
        As `derivative_bound`.

    Examples
    --------
    >>> bound = remainder_bound(np.exp, 0.0, 3, (-1.0, 1.0))
    >>> round(bound, 3), round(np.e - (1 + 1 + 1/2 + 1/6), 3)
    (0.052, 0.052)
    """
    _check(order, p, interval)
    exact = _coefficients(f, IV.mpf(p), order)

    def error(x: Any) -> Any:
        polynomial = 0 * x
        for c in reversed(exact):
            polynomial = polynomial * (x - p) + c
        return f(x) - polynomial

    return _largest(partial(_coefficients, error), interval, max(order + 1, 2))


def _check(order: int, p: Any = 0.0, interval: Sequence[float] = (0.0, 1.0)) -> None:
    whole = isinstance(order, (int, np.integer))
    require(whole and order >= 0, f"order must be a whole number from 0, got {order!r}")
    require(np.shape(p) == () and np.isfinite(p), f"p must be one finite number, got {p!r}")
    pair = np.shape(interval) == (2,) and np.all(np.isfinite(interval)) and interval[0] < interval[1]
    require(pair, f"interval must be two finite numbers a < b, got {interval!r}")


# Polynomials --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class TaylorPolynomial:
    """A polynomial in powers of x − point; call it to evaluate it.

    Attributes
    ----------
    coefficients : array, shape (order + 1,)
        c₀, c₁, …: the k-th is the k-th derivative divided by k!.
    point : float
        Where it touches the function.

    Examples
    --------
    >>> T = TaylorPolynomial(np.array([1.0, 0.0, -0.5]), 0.0)
    >>> T.order, T(0.2)
    (2, 0.98)
    >>> print(T.latex())
    1 - \\frac{x^{2}}{2}
    """

    coefficients: Array
    point: float

    @property
    def order(self) -> int:
        """The degree up to which it matches."""
        return len(self.coefficients) - 1

    def __call__(self, x: ArrayLike) -> Any:
        """Evaluate at x, of any shape, by Horner's rule."""
        value = np.polynomial.polynomial.polyval(np.subtract(x, self.point), self.coefficients)
        return value.item() if isinstance(value, np.floating) else value

    def latex(self, variable: str = "x") -> str:
        """Write it as a person does: small fractions as fractions, no zero terms."""
        p, c = self.point, self.coefficients.tolist()
        shift = f"{abs(p):g}" if float(f"{p:g}") == p else sp.latex(_number(abs(p), 0))
        base = sp.Symbol(rf"\left({variable} {'+' if p < 0 else '-'} {shift}\right)" if p else variable)
        # A coefficient that the last digit of the point decides is a zero: sin(π) in floating point.
        noise = [(k + 1) * abs(after) * math.ulp(p) for k, after in enumerate([*c[1:], 0.0])]
        terms = [_number(u, k) * base**k for k, u in enumerate(c) if abs(u) > noise[k]]
        return str(sp.latex(sp.Add(*terms, evaluate=False), order="none"))

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"


def _number(c: float, k: int) -> sp.Expr:
    """The small fraction that c is, up to rounding, also over k!, or that of π; else six digits."""
    candidates = [
        sp.Rational(round(c * math.factorial(k)), math.factorial(k)),
        sp.Rational(str(Fraction(c).limit_denominator(1000))),
        sp.Rational(str(Fraction(c / math.pi).limit_denominator(12))) * sp.pi,
    ]
    for q in candidates:
        if (q.is_Integer or abs(sp.fraction(q)[0]) < 10_000) and abs(float(q) - c) <= 1e-14 * abs(c):
            return q
    return sp.Float(c, 6)


def taylor(f: Function, p: float, order: int) -> TaylorPolynomial:
    """Find the Taylor polynomial of a function about a point.

    Parameters
    ----------
    f : callable
        A function of one number in plain NumPy, with a number for value.
    p : float
        The point.
    order : int
        The degree n, from 0.

    Returns
    -------
    TaylorPolynomial
        Its coefficients are exact to rounding: one run of f on a truncated Taylor number gives all of them.

    Examples
    --------
    >>> T = taylor(np.cos, 0.0, 4)
    >>> print(T.latex())
    1 - \\frac{x^{2}}{2} + \\frac{x^{4}}{24}
    >>> bool(abs(T(0.1) - np.cos(0.1)) < lagrange_bound(np.cos, 0.0, 4, (-0.1, 0.1)))
    True
    """
    _check(order, p)
    c = taylor_coefficients(f, float(p), max(order, 1))[: order + 1]
    require(c.ndim == 1, f"f must return one number, got shape {c.shape[1:]}")
    return TaylorPolynomial(c, float(p))


# Several variables --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class QuadraticModel:
    """The second-order Taylor model m(x) = f + J Δx + ½ Δxᵀ H Δx about a point, Δx = x − point.

    Attributes
    ----------
    f : callable
        The function it models.
    point : array, shape (n,)
    value : float
    jacobian : array, shape (1, n)
    hessian : array, shape (n, n)

    Examples
    --------
    >>> m = quadratic_model(lambda x, y: x**3 + x * y, [1.0, 2.0])
    >>> m.value, m.jacobian.tolist(), m.hessian.tolist()
    (3.0, [[5.0, 1.0]], [[6.0, 1.0], [1.0, 0.0]])
    >>> float(m([1.5, 2.5])), round(m.third_order_term([1.5, 2.5]), 12)  # f is 7.125
    (7.0, 0.125)
    >>> m.remainder_bound([1.5, 2.5]) >= 0.125
    True
    """

    f: Function
    point: Array
    value: float
    jacobian: Array
    hessian: Array

    def __call__(self, x: ArrayLike) -> Any:
        """Evaluate at x of shape (n,), or at many points, shape (..., n); the value has shape (...)."""
        step = np.asarray(x, dtype=float) - self.point
        return self.value + step @ self.jacobian[0] + 0.5 * np.sum(step @ self.hessian * step, axis=-1)

    def third_order_term(self, x: ArrayLike) -> float:
        """Compute ⅙ D³f(point)[Δx, Δx, Δx]: what the model leaves out, to leading order."""
        return float(taylor_coefficients(self.f, self.point, 3, self._step(x))[3])

    def remainder_bound(self, x: ArrayLike) -> float:
        """Bound the absolute value of f(x) − m(x), by the largest third derivative along the step from point to x.

        Raises
        ------
        TypeError, ValueError
            As `derivative_bound`, for f along the step.
        """
        f, step = spread(self.f, self.point), self._step(x)
        return lagrange_bound(lambda t: f(self.point + t * step), 0.0, 2, (0.0, 1.0))

    def _step(self, x: ArrayLike) -> Array:
        same = np.shape(x) == self.point.shape
        require(same, f"x must have shape {self.point.shape}, as the point has, got {np.shape(x)}")
        return np.asarray(x, dtype=float) - self.point


def quadratic_model(f: Function, p: ArrayLike) -> QuadraticModel:
    """Model a function of several variables near a point, to second order.

    Parameters
    ----------
    f : callable
        A function in plain NumPy of an array of shape (n,), or of n numbers, with a number for value.
    p : array_like, shape (n,)
        The point.

    Returns
    -------
    QuadraticModel

    Examples
    --------
    >>> m = quadratic_model(lambda x, y: x**2 + x * y + np.exp(y), [0.5, -0.3])
    >>> m.hessian.round(3).tolist()
    [[2.0, 1.0], [1.0, 0.741]]
    """
    p = np.asarray(p, dtype=float)
    vector = p.ndim == 1 and p.size and np.all(np.isfinite(p))
    require(vector, f"p must be a vector of finite numbers, shape (n,), got {p!r}")
    value, slope = value_and_gradient(f, p)
    return QuadraticModel(f, p, value, slope.reshape(1, -1), hessian(f, p))
