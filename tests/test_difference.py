"""Differences against derivatives that SymPy and mpmath know, and against their own error terms."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy as sp

from mvcalc import difference

X = sp.Symbol("x")
EXPRESSIONS = [sp.exp(X) * sp.sin(3 * X), sp.log(2 + X**2), X**5 - 2 * X, 1 / (1 + X**2)]
POINTS = [-1.3, 0.4, 1.7]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
@pytest.mark.parametrize("x", POINTS)
def test_slopes_agree_with_symbolic_derivatives(expression: sp.Expr, x: float) -> None:
    f = sp.lambdify(X, expression, "numpy")
    exact = float(expression.diff(X).evalf(30, subs={X: x}))
    second = float(expression.diff(X, 2).evalf(30, subs={X: x}))
    assert difference.forward_difference(f, x) == pytest.approx(exact, rel=1e-5, abs=1e-6)
    assert difference.central_difference(f, x) == pytest.approx(exact, rel=1e-8, abs=1e-9)
    assert difference.complex_step(f, x) == pytest.approx(exact, rel=1e-14)
    assert difference.richardson(f, x)[-1, -1] == pytest.approx(exact, rel=1e-7, abs=1e-7)
    assert difference.second_difference(f, x) == pytest.approx(second, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(
    ("method", "order"),
    [(difference.forward_difference, 1), (difference.central_difference, 2), (difference.second_difference, 2)],
)
def test_error_has_the_stated_order(method: Callable[..., float], order: int) -> None:
    """In exact arithmetic, halving the step divides the error by 2**order."""
    derivative = 2 if method is difference.second_difference else 1
    with mpmath.workdps(50):
        exact = mpmath.diff(mpmath.exp, 1, derivative)
        x, h = mpmath.mpf(1), mpmath.mpf("1e-6")
        values = {k: mpmath.exp(x + k * h / 2) for k in range(-2, 3)}
        formulas = {
            difference.forward_difference: lambda k: (values[k] - values[0]) / (k * h / 2),
            difference.central_difference: lambda k: (values[k] - values[-k]) / (k * h),
            difference.second_difference: lambda k: (values[k] - 2 * values[0] + values[-k]) / (k * h / 2) ** 2,
        }
        ratio = (formulas[method](2) - exact) / (formulas[method](1) - exact)
        assert float(ratio) == pytest.approx(2**order, rel=1e-4)
    rough = method(np.exp, 1.0, 0.1) - float(exact)
    fine = method(np.exp, 1.0, 0.05) - float(exact)
    assert rough / fine == pytest.approx(2**order, rel=0.05)


def test_richardson_gains_two_orders_a_column() -> None:
    table = difference.richardson(np.exp, 1.0, h=0.5, levels=4)
    errors = np.abs(table - np.e)
    assert all(errors[3, j + 1] < errors[3, j] / 30 for j in range(3))
    assert np.isnan(table[np.triu_indices(4, 1)]).all()


def test_arrays_are_taken_entry_by_entry() -> None:
    x = np.array([[-1.3, 0.4, 1.7], [2.0, 3.0, -0.2]])
    for method in (difference.forward_difference, difference.central_difference, difference.complex_step):
        assert method(np.exp, x) == pytest.approx(np.exp(x), rel=1e-6)
        assert isinstance(method(np.exp, 0.4), float)
    assert difference.secant_slope(np.square, [1, 2], [3, 5]) == pytest.approx([4, 7])


def test_rates_of_a_table_are_secant_slopes() -> None:
    t = np.array([0.0, 0.3, 1.1, 2.0])
    middles, slopes = difference.rates(t, t**2)
    assert slopes == pytest.approx([0.3, 1.4, 3.1])
    assert middles == pytest.approx([0.15, 0.7, 1.55])
    assert slopes @ np.diff(t) == pytest.approx(t[-1] ** 2 - t[0] ** 2)


@pytest.mark.parametrize("h", [0, -1e-3, np.nan, np.inf])
@pytest.mark.parametrize("method", ["forward_difference", "central_difference", "second_difference", "complex_step"])
def test_a_step_must_be_positive_and_finite(method: str, h: float) -> None:
    def never(x: float) -> float:
        raise AssertionError("f was evaluated before its input was checked")

    with pytest.raises(ValueError, match="h must be positive and finite"):
        getattr(difference, method)(never, 1.0, h)


def test_bad_points_are_named() -> None:
    with pytest.raises(ValueError, match="x must be finite"):
        difference.central_difference(np.exp, np.nan)
    with pytest.raises(TypeError, match="x must be a real number"):
        difference.central_difference(np.exp, 1j)
    with pytest.raises(TypeError, match="x must be a real number"):
        difference.central_difference(np.exp, "one")
    with pytest.raises(ValueError, match="a and b must differ"):
        difference.secant_slope(np.exp, 2, 2)
    with pytest.raises(ValueError, match="levels must be at least 1"):
        difference.richardson(np.exp, 1.0, levels=0)


def test_complex_step_refuses_a_function_that_drops_the_imaginary_part() -> None:
    with pytest.raises(TypeError, match="must keep complex numbers complex"):
        difference.complex_step(np.abs, 1.0)


def test_rates_refuses_what_is_no_table() -> None:
    with pytest.raises(ValueError, match="one length"):
        difference.rates([0, 1], [1, 2, 3])
    with pytest.raises(ValueError, match="time 2 does not"):
        difference.rates([0, 1, 1], [1, 2, 3])
