"""Limits in closed form against SymPy's own, which uses another method (Gruntz)."""

import pytest
import sympy
from sympy import Abs, Limit, oo, sqrt

from mvcalc.claims.limits import closed_limit
from mvcalc.claims.prove import is_shown, is_zero

h, x = sympy.symbols("h x", positive=True)
t = sympy.Symbol("t", real=True)

SETTLED = [
    Limit((sqrt(x + h) - sqrt(x)) / h, h, 0),
    Limit(((x + h) ** 3 - x**3) / h, h, 0),
    Limit((1 / (x + h) - 1 / x) / h, h, 0),
    Limit((1 - sympy.cos(h)) / h**2, h, 0),
    Limit(sympy.sin(h) / h, h, 0),
    Limit((sympy.exp(2 * h) - 1) / h, h, 0),
    Limit(Abs(t) / t, t, 0, "-"),
    Limit(Abs(t) / t, t, 0, "+"),
    Limit((Abs(t - 2) + Abs(t)) / t, t, 2, "+"),
    Limit((t**2 - 4) / (t - 2), t, 2),
    Limit((3 * t**2 - 1) / (2 * t**2 - t), t, oo),
    Limit((t**3 - 1) / (2 - t**3), t, -oo),
]


@pytest.mark.parametrize("limit", SETTLED, ids=str)
def test_the_value_is_sympys(limit):
    body, symbol, point, side = limit.args
    expected = sympy.limit(body, symbol, point, str(side))
    assert sympy.simplify(closed_limit(limit) - expected) == 0
    assert not is_zero(limit, expected + 1)


@pytest.mark.parametrize(
    "limit",
    [
        Limit(1 / t, t, 0),
        Limit(Abs(t) / t, t, 0, "+-"),
        Limit(sympy.sin(1 / t), t, 0),
        Limit(t * sympy.log(t), t, 0),
        Limit(sympy.exp(t), t, oo),
        Limit(t**2, t, oo),
        Limit(sympy.sign(t), t, 0, "+"),
    ],
    ids=str,
)
def test_what_is_not_continuous_is_left_alone(limit):
    assert closed_limit(limit) == limit


@pytest.mark.parametrize(("left", "right"), [(2 * t, t**2 + 1), (-abs(t), abs(t)), (t, t + sympy.Rational(1, 12))])
def test_an_inequality_is_shown_by_signs_only_where_it_holds(left, right):
    assert is_shown(left, right, "<=")
    assert is_shown(right, left, ">=")
    assert not is_shown(right, left, "<=")
    assert not is_shown(left, left, "<")
    assert not is_shown(t, t**2, "<=")
