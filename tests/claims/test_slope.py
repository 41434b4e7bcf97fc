"""Derivatives by the rules alone against SymPy's own, which asks more questions."""

import random

import pytest
import sympy
from sympy import Abs, Heaviside, Max, Piecewise, acos, atan, cos, erf, exp, log, sin, sqrt, tan, tanh

from mvcalc.claims.slope import Smooth, slope

x, y, a = sympy.symbols("x y a", real=True)
n = sympy.Symbol("n", integer=True)
LEAVES = (x, y, sympy.Integer(2), sympy.Rational(-3, 5), sympy.pi)
OUTER = (sin, cos, exp, atan, tanh, erf, lambda u: log(2 + u**2), lambda u: sqrt(1 + u**2), lambda u: u**-3)


def grown(source: random.Random, depth: int) -> sympy.Expr:
    """A random expression."""
    if depth == 0:
        return source.choice(LEAVES)
    one, two = (grown(source, depth - 1) for _ in range(2))
    return source.choice([one + two, one * two, one / (2 + cos(two)), source.choice(OUTER)(one)])


@pytest.mark.parametrize("seed", range(60))
def test_the_slope_of_a_grown_expression_is_sympys(seed: int) -> None:
    value = grown(random.Random(seed), 4)
    difference = slope(value, x) - value.diff(x)
    for at in ((3, -12), (17, 6)):
        place = {x: sympy.Rational(at[0], 10), y: sympy.Rational(at[1], 10)}
        assert abs(sympy.N(difference.subs(place), 30)) < 1e-20


OTHERS = [
    x**n, n**x, x**x, 2 ** sin(x), (x * y) ** (x + a), log(x) / x, tan(x * a), acos(x / 3), Max(x, y) * x,
    sympy.Sum(x**n, (n, 0, y)), sympy.Sum(y**n, (n, 0, 3)), sympy.Sum(n, (n, 0, x)),
    sympy.Integral(sin(x * a), (a, 0, x)), sympy.factorial(x), sympy.besselj(0, x),
]  # fmt: skip


@pytest.mark.parametrize("value", OTHERS, ids=str)
def test_what_is_written_in_another_way_means_the_same(value: sympy.Expr) -> None:
    ours, theirs = slope(value, x), value.diff(x)
    assert ours == theirs or sympy.simplify(ours - theirs) == 0 or ours == theirs.replace(Heaviside, half_step)


def half_step(u: sympy.Expr, *half: sympy.Expr) -> sympy.Expr:
    """A step as the quotient that has no value at the jump."""
    return (1 + u / Abs(u)) / 2


def test_by_an_entry_of_data() -> None:
    w = sympy.IndexedBase("w", real=True)
    assert slope(w[1] ** 2 * w[2], w[1]) == 2 * w[1] * w[2]


def test_a_kink_has_no_slope() -> None:
    assert slope(Abs(x), x).subs(x, 0) is sympy.nan
    half = slope(Piecewise((x**2, x < 1), (2 * x - 1, True)), x)
    assert half.subs(x, 3) == 2
    assert half.subs(x, -3) == -6


def test_an_unknown_function_follows_the_chain_rule() -> None:
    f = Smooth("f", [0, 0], x**2, y)
    assert slope(f, x) == 2 * x * Smooth("f", [1, 0], x**2, y)
    assert slope(slope(f, x), y) == 2 * x * Smooth("f", [1, 1], x**2, y)
    assert slope(f, a) == 0
