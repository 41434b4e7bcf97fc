"""Finite sums and products in one normal form, so that equal ones cancel.

A sum is expanded and taken term by term, what does not contain its index is moved before it, the index gets
a standard name, and bounds that differ by whole numbers become the same by writing out the terms between
them. Sums of polynomials and those of the binomial theorem are carried out. A sum is empty, and 0, if it
ends one before it begins; nothing is used that would need it to end earlier.
"""

from __future__ import annotations

import re

import sympy
from sympy import Expr

__all__ = ["closed_product", "closed_sum"]

MAX_WRITTEN = 3
MAX_DEGREE = 8


def closed_sum(series: Expr) -> Expr:
    """The normal form of a `sympy.Sum`; itself where it is infinite.

    Examples
    --------
    >>> n, k = sympy.symbols("n k", integer=True, positive=True)
    >>> sympy.factor(closed_sum(sympy.Sum(k, (k, 0, n))))
    n*(n + 1)/2
    >>> h, x = sympy.symbols("h x")
    >>> closed_sum(sympy.Sum(sympy.binomial(n, k) * h**k * x ** (n - k), (k, 0, n + 1)))
    (h + x)**n
    """
    value = series.args[0]
    for index, low, high in series.args[1:]:
        if high.is_finite is False or not low.is_Integer:
            return series
        value = sympy.Add(*(_term(term, index, low, high) for term in sympy.Add.make_args(sympy.expand(value))))
    return value


def closed_product(product: Expr) -> Expr:
    """A `sympy.Product` without leading factors 1, as a factorial where it is one.

    Examples
    --------
    >>> n, k = sympy.symbols("n k", integer=True, positive=True)
    >>> closed_product(sympy.Product(k, (k, 2, n)))
    factorial(n)
    """
    body, *limits = product.args
    index, low, high = limits[0]
    if len(limits) == 1 and body == index and low in (1, 2) and (high - low + 1).is_nonnegative:
        return sympy.factorial(high)
    return product


def _term(term: Expr, index: Expr, low: Expr, high: Expr) -> Expr:
    factor, body = term.as_independent(index, as_Add=False)
    return factor * _body(body, index, low, high)


def _body(body: Expr, index: Expr, low: Expr, high: Expr) -> Expr:
    nonempty = (high - low + 1).is_nonnegative
    if body == 1 and nonempty:
        return high - low + 1
    polynomial = body.free_symbols == {index} and body.is_polynomial(index)
    if polynomial and nonempty and sympy.degree(body, index) <= MAX_DEGREE:
        return sympy.expand(sympy.Sum(body, (index, low, high)).doit())
    theorem = _binomial(body, index, low, high)
    return _bounded(body, index, low, high) if theorem is None else theorem


def _bounded(body: Expr, index: Expr, low: Expr, high: Expr) -> Expr:
    """The sum from 1 to the bound without its whole part, and the terms that this leaves over."""
    written = sympy.Integer(0)
    offset, base = high.as_coeff_Add()
    if base != 0 and offset.is_Integer and 0 < offset <= MAX_WRITTEN and (base - low + 1).is_nonnegative:
        written += sympy.Add(*(body.subs(index, base + step) for step in range(1, int(offset) + 1)))
        high = base
    if 1 - MAX_WRITTEN <= low < 1 and high.is_nonnegative:
        written += sympy.Add(*(body.subs(index, at) for at in range(int(low), 1)))
        low = sympy.Integer(1)
    if written.has(sympy.nan, sympy.zoo, sympy.oo):
        return sympy.Sum(body, (index, low, high))
    inner = [int(s.name[2:]) for s in body.atoms(sympy.Symbol) if re.fullmatch(r"_k\d+", s.name)]
    standard = sympy.Symbol(f"_k{max(inner, default=0) + 1}", integer=True)
    return sympy.Sum(body.xreplace({index: standard}), (standard, low, high)) + written


def _binomial(body: Expr, index: Expr, low: Expr, high: Expr) -> Expr | None:
    """The binomial theorem for ``binomial(n, k) a**k b``, over 0..n or nearly so."""
    rows = [f for f in sympy.Mul.make_args(body) if isinstance(f, sympy.binomial) and f.args[1] == index]
    if len(rows) != 1 or index in rows[0].args[0].free_symbols or not rows[0].args[0].is_nonnegative:
        return None
    order = rows[0].args[0]
    missing = order - high
    if not missing.is_Integer or abs(missing) > MAX_WRITTEN or low > MAX_WRITTEN:
        return None
    powers = body / rows[0]
    ratio = sympy.Integer(1)
    for factor in sympy.Mul.make_args(powers):
        base, exponent = factor.as_base_exp()
        step = sympy.expand(exponent).diff(index)
        if index in base.free_symbols | step.free_symbols:
            return None
        ratio *= base**step
    total = sympy.expand_power_base(sympy.factor(sympy.together(1 + ratio)) ** order)
    whole = sympy.powsimp(powers.subs(index, 0) * total)
    absent = [*range(int(low)), *(order - at for at in range(int(missing)))]
    return whole - sympy.Add(*(body.subs(index, at) for at in absent))
