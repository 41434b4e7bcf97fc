"""Truncated Taylor numbers against SymPy's series and mpmath's derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.derivatives import derivative, taylor_coefficients
from mvcalc.jet import coefficients, seed

t = sp.Symbol("t")
ANALYTIC: list[tuple[Callable[[Any], Any], Any, float]] = [
    (lambda x: np.exp(np.sin(x)) / x, sp.exp(sp.sin(t)) / t, 0.7),
    (lambda x: np.log(1 + x**2) * np.cos(3 * x), sp.log(1 + t**2) * sp.cos(3 * t), -1.3),
    (lambda x: np.sqrt(1 + np.sinh(x)) - np.cosh(x / 2), sp.sqrt(1 + sp.sinh(t)) - sp.cosh(t / 2), 0.4),
    (lambda x: np.tanh(2 * x) * np.arctan(x), sp.tanh(2 * t) * sp.atan(t), 0.37),
    (
        lambda x: np.tan(x) + np.arcsin(x / 3) - np.arccos(x / 5),
        sp.tan(t) + sp.asin(t / 3) - sp.acos(t / 5),
        0.9,
    ),
    (lambda x: x**x, t**t, 1.7),
    (lambda x: 2.0**x * x**-1.5 * x**3, 2**t * t ** sp.Rational(-3, 2) * t**3, 2.2),
    (lambda x: np.cbrt(x) * np.log2(x) + np.log10(x), sp.cbrt(t) * sp.log(t, 2) + sp.log(t, 10), 1.9),
    (lambda x: np.log1p(x) * np.expm1(x), sp.log(1 + t) * (sp.exp(t) - 1), 0.3),
    (lambda x: np.arcsinh(x) + np.arccosh(2 + x), sp.asinh(t) + sp.acosh(2 + t), 0.8),
    (lambda x: np.arctanh(x / 2) * np.square(x), sp.atanh(t / 2) * t**2, 0.6),
    (
        lambda x: np.hypot(x, 2.0) * np.logaddexp(x, 3 * x),
        sp.sqrt(t**2 + 4) * sp.log(sp.exp(t) + sp.exp(3 * t)),
        0.5,
    ),
    (lambda x: np.arctan2(x, 1 + x), sp.atan(t / (1 + t)), 0.45),
    (
        lambda x: np.prod(np.stack([x, np.sin(x), x + 1])) / np.linalg.norm(np.stack([x, x**2])),
        t * sp.sin(t) * (t + 1) / sp.sqrt(t**2 + t**4),
        1.1,
    ),
    (
        lambda x: np.linalg.det(np.stack([np.stack([x, np.sin(x)]), np.stack([np.exp(x), x**2])])),
        t**3 - sp.sin(t) * sp.exp(t),
        1.4,
    ),
    (
        lambda x: np.linalg.solve(
            np.stack([np.stack([x, 1 + 0 * x]), np.stack([np.exp(x), x**2])]), np.stack([x, 2 * x])
        )[0],
        (sp.Matrix([[t, 1], [sp.exp(t), t**2]]).inv() * sp.Matrix([t, 2 * t]))[0],
        0.6,
    ),
    (
        lambda x: np.linalg.inv(np.stack([np.stack([x, np.cos(x)]), np.stack([1 + 0 * x, x**2])]))[0, 1],
        sp.Matrix([[t, sp.cos(t)], [1, t**2]]).inv()[0, 1],
        1.6,
    ),
    (
        lambda x: np.stack([x, x**2]) @ np.stack([np.sin(x), x]) + np.einsum("i,i", np.stack([x, x]), np.ones(2)),
        t * sp.sin(t) + t**3 + 2 * t,
        0.8,
    ),
]


@pytest.mark.parametrize(("f", "expression", "p"), ANALYTIC)
def test_all_derivatives_to_order_eight(f: Callable[[Any], Any], expression: Any, p: float) -> None:
    got = taylor_coefficients(f, p, 8)
    with mp.workdps(50):
        want = mp.taylor(sp.lambdify(t, expression, "mpmath"), mp.mpf(p), 8)
    tolerance = [1e-12, 1e-12, 1e-10, 1e-10, 1e-10, 1e-9, 1e-9, 1e-9, 1e-9]
    for k in range(9):
        assert abs(got[k] - want[k]) <= tolerance[k] * abs(want[k]), k
    assert derivative(f, p, 8) == pytest.approx(float(want[8] * math.factorial(8)), rel=1e-9)


def test_a_wrong_coefficient_would_be_seen() -> None:
    got = taylor_coefficients(np.tan, 0.9, 3)
    assert got[3] * (1 + 1e-8) != pytest.approx(float(mp.taylor(mp.tan, 0.9, 3)[3]), rel=1e-9)


def test_high_order_stays_cheap() -> None:
    """Order 24 of functions whose rules contain themselves: work that doubles with each order never ends."""
    c = taylor_coefficients(lambda x: np.exp(np.sin(x)) / np.sqrt(1 + x) * np.tanh(x) ** x, 0.5, 24)
    f = sp.lambdify(t, sp.exp(sp.sin(t)) / sp.sqrt(1 + t) * sp.tanh(t) ** t, "mpmath")
    with mp.workdps(60):
        assert c[20] == pytest.approx(float(mp.taylor(f, mp.mpf("0.5"), 20)[20]), rel=1e-7)


def test_powers_at_zero_are_exact() -> None:
    assert taylor_coefficients(lambda x: x**3 + x**0 + x**1, 0.0, 4).tolist() == [1, 1, 0, 1, 0]
    assert taylor_coefficients(lambda x: np.power(x, np.array([0, 1, 2, 3.0])), 0.0, 3).tolist() == np.eye(4).tolist()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(2, 4))
def test_polynomials_in_several_directions(rng_seed: int, order: int, n: int) -> None:
    """A random polynomial map of unequal sizes, along random directions, by SymPy's exact series."""
    rng = np.random.default_rng(rng_seed)
    a = rng.integers(-3, 4, (n + 1, n))
    x0 = rng.integers(-3, 4, n)
    v = rng.integers(-3, 4, (3, n))
    jet = seed(x0.astype(float), v.astype(float), order)
    got = coefficients((a @ jet) ** 2 * jet[0] - jet.sum(), jet)
    for d in range(3):
        x = sp.Matrix(x0.tolist()) + t * sp.Matrix(v[d].tolist())
        y = [sp.Poly(sp.expand((sp.Matrix(a.tolist()) * x)[i] ** 2 * x[0] - sum(x)), t) for i in range(n + 1)]
        for k in range(order + 1):
            want = [float(p.coeff_monomial(t**k)) for p in y]
            assert (got[k] if k == 0 else got[k][d]).tolist() == want


def test_directions_and_shapes_line_up() -> None:
    jet = seed(np.array([1.5, -2.0]), np.eye(2))
    y = jet[:, None] * np.arange(6.0).reshape(2, 3) + np.ones((4, 1, 1)) * jet.sum()
    value, slope = coefficients(y, jet)
    assert value.shape == (4, 2, 3)
    assert slope.shape == (2, 4, 2, 3)
    assert slope[0, 3, 0].tolist() == [1, 2, 3]


def test_an_untouched_coefficient_stays_none() -> None:
    x = seed(2.0, [1.0], order=3)
    assert (x + 1.0).c[2:] == [None, None]
    assert np.squeeze(coefficients(x, x)[3]) == 0


def test_seed_refuses() -> None:
    with pytest.raises(ValueError, match="order of at least 1, got 0"):
        seed(1.0, [1.0], order=0)
    with pytest.raises(ValueError, match=r"\(D, \*\(2,\)\), got \(3,\)"):
        seed(np.ones(2), np.ones(3))
