"""Normal forms of sums against sums written out, term by term, for small n."""

import pytest
import sympy
from sympy import Integer, Product, Rational, Sum, binomial

from mvcalc.claims.prove import is_zero
from mvcalc.claims.sums import closed_product, closed_sum

n = sympy.Symbol("n", integer=True, positive=True)
k, j = sympy.symbols("k j", integer=True)
a, b = sympy.symbols("a b", real=True)
x = sympy.IndexedBase("x", real=True)

SUMS = [
    Sum(k**2, (k, 0, n)),
    Sum(3 * k + a, (k, 1, n + 1)),
    Sum(k, (k, 2, n)),
    Sum(binomial(n, k) * a**k * b ** (n - k), (k, -1, n)),
    Sum(binomial(n, k) * a ** (k - 1) * b ** (n - k), (k, 1, n + 1)),
    Sum(binomial(n, k) * (-1) ** k * 2 ** (n - k), (k, 2, n)),
    Sum(binomial(n + 1, k), (k, 0, n)),
    Sum(a**k / (k + 1), (k, 0, n)),
    Sum(k * j + k, (j, 1, n), (k, 0, n)),
]


@pytest.mark.parametrize("series", SUMS, ids=str)
def test_a_sum_keeps_its_value(series):
    closed = closed_sum(series)
    for size in range(1, 6):
        values = {n: Integer(size), a: Rational(3, 7), b: Rational(-5, 3)}
        written = series.subs(values).doit()
        assert sympy.simplify(closed.subs(values).doit() - written) == 0


def test_data_of_unknown_length_is_left_alone_but_sorted():
    left = Sum(Sum(x[k] * x[j], (j, 1, n)), (k, 1, n))
    assert is_zero(left, Sum(x[j], (j, 1, n)) ** 2)
    assert not is_zero(left, Sum(x[j] ** 2, (j, 1, n)))
    assert is_zero(Sum(x[k] - a, (k, 1, n)), Sum(x[j], (j, 1, n)) - n * a)
    assert not is_zero(Sum(x[k] - a, (k, 1, n)), Sum(x[j], (j, 1, n)) - (n + 1) * a)


def test_a_bound_moved_by_one_is_seen():
    assert is_zero(Sum(binomial(n, k), (k, 0, n + 1)), 2**n)
    assert not is_zero(Sum(binomial(n, k), (k, 0, n - 1)), 2**n)
    assert not is_zero(Sum(k, (k, 1, n + 1)), n * (n + 1) / 2)


def test_products():
    assert closed_product(Product(k, (k, 1, n))) == sympy.factorial(n)
    for kept in (Product(k, (k, 3, n)), Product(2 * k, (k, 1, n))):
        assert closed_product(kept) == kept
