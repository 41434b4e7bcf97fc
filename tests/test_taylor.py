"""Taylor polynomials against mpmath, and their bounds against the true error on a fine grid."""

import math

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.rules import root
from mvcalc.taylor import (
    BASIC,
    IV,
    RULES,
    TaylorPolynomial,
    _coefficients,
    derivative_bound,
    lagrange_bound,
    quadratic_model,
    remainder_bound,
    taylor,
)

# name: the function in NumPy, in mpmath, the point, and an interval where Lagrange's form is not too loose
BOOK = {
    "exp": (np.exp, mp.exp, 0.0, (-1.0, 1.0)),
    "sin": (np.sin, mp.sin, 0.0, (-3.0, 3.0)),
    "cos": (np.cos, mp.cos, 0.0, (-3.0, 3.0)),
    "sin about 0.7": (np.sin, mp.sin, 0.7, (-0.5, 2.0)),
    "ln(1+x)": (lambda x: np.log(1 + x), lambda x: mp.log(1 + x), 0.0, (-0.2, 1.0)),
    "1/(1+x²)": (lambda x: 1 / (1 + x**2), lambda x: 1 / (1 + x**2), 0.0, (-0.9, 0.9)),
    "1/x about 1": (lambda x: 1 / x, lambda x: 1 / x, 1.0, (0.75, 1.5)),
    "sqrt(1+x)": (lambda x: np.sqrt(1 + x), lambda x: mp.sqrt(1 + x), 0.0, (-0.5, 1.0)),
    "logistic": (lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (1 + mp.exp(-x)), 0.0, (-2.0, 2.0)),
    "arctan": (np.arctan, mp.atan, 0.0, (-0.9, 0.9)),
}
# where Lagrange's form is looser than 3, inherently: its worst ξ is far from the true one
LOOSE = {
    "1/x towards 0": (lambda x: 1 / x, lambda x: 1 / x, 1.0, (0.5, 1.5)),
    "ln(1+x) towards -1": (np.log1p, lambda x: mp.log(1 + x), 0.0, (-0.5, 0.0)),
}


def largest_error(function, p, order, interval, points=301):
    """The error of the exact polynomial at the worst of many points, in 40 digits."""
    with mp.workdps(40):
        c = mp.taylor(function, p, order)[::-1]
        return max(abs(function(x) - mp.polyval(c, x - p)) for x in mp.linspace(*interval, points))


@pytest.mark.parametrize("order", range(1, 9))
@pytest.mark.parametrize("name", BOOK)
def test_bounds_dominate_the_error_and_are_tight(name, order):
    f, exact, p, interval = BOOK[name]
    error = largest_error(exact, p, order, interval)
    lagrange = lagrange_bound(f, p, order, interval)
    direct = remainder_bound(f, p, order, interval)
    assert error <= lagrange <= 3 * error
    assert error <= direct <= 1.02 * error


@pytest.mark.parametrize("order", [1, 4, 8])
@pytest.mark.parametrize("name", LOOSE)
def test_where_lagrange_is_loose_the_direct_bound_is_not(name, order):
    f, exact, p, interval = LOOSE[name]
    error = largest_error(exact, p, order, interval)
    assert lagrange_bound(f, p, order, interval) > (2 if order == 1 else 3) * error
    assert error <= remainder_bound(f, p, order, interval) <= 1.02 * error


def test_the_domination_test_can_fail():
    """Neither a bound three per cent lower passes, nor the bound of the next degree."""
    f, exact, p, interval = BOOK["exp"]
    error = largest_error(exact, p, 3, interval)
    assert not error <= 0.97 * remainder_bound(f, p, 3, interval)
    assert not error <= lagrange_bound(f, p, 4, interval)


@given(
    p=st.floats(-1.5, 1.5),
    left=st.floats(0.01, 1.5),
    right=st.floats(0.01, 1.5),
    order=st.integers(0, 5),
    at=st.floats(0, 1),
)
@settings(max_examples=20, deadline=None)
def test_bounds_hold_for_composed_functions(p, left, right, order, at):
    a, b = p - left, p + right
    x = min(max(a + at * (b - a), a), b)

    def wave(t, m):
        return m.exp(-(t**2)) * m.sin(3 * t) + m.tanh(t)

    with mp.workdps(40):
        c = mp.taylor(lambda t: wave(t, mp), p, order)[::-1]
        error = abs(wave(mp.mpf(x), mp) - mp.polyval(c, mp.mpf(x) - p))
    assert error <= remainder_bound(lambda t: wave(t, np), p, order, (a, b))
    assert error <= lagrange_bound(lambda t: wave(t, np), p, order, (a, b))


def test_derivative_bound_is_the_largest_derivative():
    assert derivative_bound(np.sin, 4, (0.2, 1.3)) == pytest.approx(math.sin(1.3), rel=0.01)
    assert derivative_bound(lambda x: x**3 - x, 0, (-1.0, 1.0)) == pytest.approx(2 / 3**1.5, rel=0.01)
    assert derivative_bound(lambda x: x**3, 4, (-1.0, 1.0)) < 1e-40
    assert derivative_bound(lambda x: 7.5, 0, (-1.0, 1.0)) == pytest.approx(7.5)


def test_a_point_outside_the_interval():
    error = largest_error(mp.exp, 0.0, 2, (0.5, 1.0))
    assert error <= remainder_bound(np.exp, 0.0, 2, (0.5, 1.0)) <= lagrange_bound(np.exp, 0.0, 2, (0.5, 1.0))


# Interval rules ----------------------------------------------------------------------------------

ORACLE = {
    "log2": lambda x: mp.log(x, 2),
    "cbrt": lambda x: mp.cbrt(x),
    "arctan": mp.atan,
    "arcsin": mp.asin,
    "arccos": mp.acos,
    "arcsinh": mp.asinh,
    "arccosh": mp.acosh,
    "arctanh": mp.atanh,
}


@pytest.mark.parametrize("name", [f.__name__ for f in [*BASIC, *RULES] if f not in (np.power, np.square, root)])
def test_every_rule_encloses_its_taylor_coefficients(name):
    exact = ORACLE[name] if name in ORACLE else getattr(mp, name)
    lo, hi = (1.31, 1.37) if name == "arccosh" else (0.31, 0.37)
    box = _coefficients(getattr(np, name), IV.mpf([lo, hi]), 5)
    with mp.workdps(60):
        for x in mp.linspace(lo, hi, 7):
            thin = _coefficients(getattr(np, name), IV.mpf(x), 5)
            for k, c in enumerate(mp.taylor(exact, x, 5)):
                assert c in box[k]
                middle = mp.mpf(thin[k].mid.a)
                assert abs(middle - c) < 1e-15 * abs(c)
                assert 0 <= mp.mpf(thin[k].delta.b) < mp.mpf("1e-45")


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x**7,
        lambda x: x**-3,
        lambda x: x**2.5,
        lambda x: 3 - 2 / x,
        lambda x: 1.5**x,
        lambda x: x**x,
        lambda x: +(-x) * x,
        lambda x: np.square(x) * x,
    ],
)
def test_arithmetic_and_powers(f):
    box = _coefficients(f, IV.mpf([0.6, 0.7]), 4)
    with mp.workdps(40):
        for k, c in enumerate(mp.taylor(f, mp.mpf("0.64"), 4)):
            assert c in box[k]


def test_an_even_power_is_not_negative():
    assert _coefficients(lambda x: x * x, IV.mpf([-1, 2]), 0)[0].a == 0
    assert _coefficients(lambda x: x**4, IV.mpf([-1, 2]), 0)[0].a == 0


@pytest.mark.parametrize(
    ("f", "name"),
    [
        (lambda x: np.hypot(x, 1), "hypot"),
        (lambda x: np.logaddexp(x, 0), "logaddexp"),
        (lambda x: np.maximum(x, 0), "maximum"),
        (np.abs, r"abs"),
        (lambda x: np.where(x > 0, x, 0), "a comparison with the value of x"),
        (lambda x: x if x else 0.0, "branches on a traced value"),
        (lambda x: x * (x == 0), "a comparison with the value of x"),
        (lambda x: math.sin(x), "plain number"),
    ],
)
def test_what_has_no_rule_is_refused_by_name(f, name):
    with pytest.raises(TypeError, match=f"(?s)cannot be bounded by interval arithmetic: .*{name}.*arctanh"):
        remainder_bound(f, 0.5, 2, (0.25, 1.0))


@pytest.mark.parametrize(
    ("f", "interval", "why"),
    [
        (lambda x: 1 / x, (-1.0, 2.0), "division by a quantity that may be zero"),
        (lambda x: 1 / x, (0.0, 1.0), "at x = 0, division"),
        (np.log, (-1.0, 1.0), "logarithm or power of a quantity"),
        (np.sqrt, (0.0, 1.0), "at x = 0, logarithm or power"),
        (np.tan, (1.0, 2.0), "near x = 1.57"),
        (np.exp, (0.0, 1000.0), "larger than any float"),
    ],
)
def test_no_bound_where_there_is_none(f, interval, why):
    with pytest.raises(ValueError, match=why):
        derivative_bound(f, 2, interval)


def test_reader_settings_of_mpmath_are_left_alone():
    before = mp.iv.prec, mp.mp.prec
    lagrange_bound(np.exp, 0.0, 2, (0.0, 1.0))
    assert (mp.iv.prec, mp.mp.prec) == before


# Polynomials -------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.3, -0.4, 1.7])
@pytest.mark.parametrize("name", ["exp", "sin", "1/(1+x²)", "logistic", "arctan", "sin about 0.7"])
def test_coefficients_against_fifty_digits(name, p):
    f, exact, _, _ = BOOK[name]
    with mp.workdps(50):
        expected = np.array([float(c) for c in mp.taylor(exact, p, 8)])
    T = taylor(f, p, 8)
    assert T.order == 8
    assert T.point == p
    np.testing.assert_allclose(T.coefficients, expected, rtol=1e-12, atol=1e-15)


def test_call_has_the_shape_of_its_argument():
    T = taylor(lambda x: np.exp(2 * x), 0.25, 5)
    x = np.linspace(-1, 1, 12).reshape(3, 4)
    expected = np.polynomial.Polynomial(T.coefficients)(x - 0.25)
    np.testing.assert_allclose(T(x), expected, rtol=1e-14)
    assert isinstance(T(0.5), float)
    assert T([0.5, 0.7]).shape == (2,)
    assert taylor(np.cos, 0.5, 0)(np.ones(3)).shape == (3,)


def test_polynomial_is_itself_a_function_to_expand():
    T = taylor(np.exp, 0.3, 4)
    np.testing.assert_allclose(taylor(T, 0.3, 4).coefficients, T.coefficients, rtol=1e-12)


@pytest.mark.parametrize(
    ("f", "p", "order", "latex"),
    [
        (np.exp, 0, 3, r"1 + x + \frac{x^{2}}{2} + \frac{x^{3}}{6}"),
        (np.sin, 0, 5, r"x - \frac{x^{3}}{6} + \frac{x^{5}}{120}"),
        (
            lambda x: np.cos(x) - 1 + x**2 / 2,
            0,
            10,
            r"\frac{x^{4}}{24} - \frac{x^{6}}{720}"
            r" + \frac{x^{8}}{40320} - \frac{x^{10}}{3628800}",
        ),
        (lambda x: -np.tan(x), 0, 5, r"- x - \frac{x^{3}}{3} - \frac{2 x^{5}}{15}"),
        (lambda x: 1 / x, 1, 2, r"1 - \left(x - 1\right) + \left(x - 1\right)^{2}"),
        (lambda x: x**2, -0.5, 2, r"\frac{1}{4} - \left(x + 0.5\right) + \left(x + 0.5\right)^{2}"),
        (np.sin, np.pi, 3, r"- \left(x - \pi\right) + \frac{\left(x - \pi\right)^{3}}{6}"),
        (lambda x: x, np.pi / 3, 1, r"\frac{\pi}{3} + \left(x - \frac{\pi}{3}\right)"),
        (np.exp, 1, 1, r"2.71828 + 2.71828 \left(x - 1\right)"),
        (lambda x: 1 + 2.5e-7 * np.e * x, 0, 1, r"1 + 6.7957 \cdot 10^{-7} x"),
        (lambda x: 0 * x, 0, 2, "0"),
        (lambda x: 3 - 4 * x**2, 0, 2, "3 - 4 x^{2}"),
    ],
)
def test_latex_as_a_person_writes_it(f, p, order, latex):
    assert taylor(f, p, order).latex() == latex


def test_latex_is_shown_by_notebooks_and_names_the_variable():
    T = TaylorPolynomial(np.array([0.0, 1.0, 0.5]), 0.0)
    assert T.latex("t") == r"t + \frac{t^{2}}{2}"
    assert T._repr_latex_() == r"$\displaystyle x + \frac{x^{2}}{2}$"


def test_a_decimal_is_not_made_a_fraction():
    """0.16667 is not a sixth, nor is a sixth plus a little."""
    assert TaylorPolynomial(np.array([0.0, 0.0, 0.0, 1 / 6 + 1e-12]), 0.0).latex() == "0.166667 x^{3}"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: taylor(3.0, 0.0, 2), TypeError, r"a function is needed, got 3\.0"),
        (lambda: taylor(np.sin, [0.0, 1.0], 2), ValueError, "p must be one finite number"),
        (lambda: taylor(np.sin, np.nan, 2), ValueError, "p must be one finite number"),
        (lambda: taylor(np.sin, 0.0, -1), ValueError, "order must be a whole number from 0, got -1"),
        (lambda: taylor(np.sin, 0.0, 1.5), ValueError, "order must be a whole number from 0, got 1.5"),
        (lambda: lagrange_bound(np.sin, 0.0, 1, (1.0, 1.0)), ValueError, "interval must be two finite"),
        (lambda: remainder_bound(np.sin, 0.0, 1, (2.0, 1.0)), ValueError, "interval must be two finite"),
        (lambda: derivative_bound(np.sin, 1, (0.0, np.inf)), ValueError, "interval must be two finite"),
        (lambda: derivative_bound(lambda x: np.stack([x, x]), 1, (0.0, 1.0)), ValueError, "one number"),
        (lambda: taylor(lambda x: 1 / x, 0.0, 2), ValueError, "np.divide.*at the point"),
        (lambda: taylor(np.sqrt, 0.0, 2), ValueError, "np.sqrt.*at the point"),
        (lambda: taylor(lambda x: np.stack([x, x]), 0.0, 2), ValueError, r"one number, got shape \(2,\)"),
        (lambda: quadratic_model(np.sum, 3.0), ValueError, "p must be a vector"),
        (lambda: quadratic_model(np.sum, [1.0, np.inf]), ValueError, "p must be a vector"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


# Several variables -------------------------------------------------------------------------------

POINT = [0.4, -0.7, 0.3]


def surface(x):
    return np.exp(0.5 * x[0] * x[1]) + np.sum(x**2) + np.sin(x[2]) * x[0] ** 2


def symbolic():
    x = sp.symbols("x:3")
    return x, sp.exp(x[0] * x[1] / 2) + sum(v**2 for v in x) + sp.sin(x[2]) * x[0] ** 2


def test_quadratic_model_against_sympy():
    x, f = symbolic()
    at = dict(zip(x, POINT, strict=True))
    m = quadratic_model(surface, POINT)
    gradient = [float(sp.diff(f, v).subs(at)) for v in x]
    assert m.value == pytest.approx(float(f.subs(at)), rel=1e-14)
    assert m.jacobian.shape == (1, 3)
    np.testing.assert_allclose(m.jacobian, [gradient], rtol=1e-12)
    np.testing.assert_allclose(m.hessian, np.array(sp.hessian(f, x).subs(at), dtype=float), rtol=1e-10)
    h = np.array([0.2, -0.1, 0.35])
    expected = m.value + np.dot(gradient, h) + 0.5 * h @ m.hessian @ h
    assert m(m.point + h) == pytest.approx(expected, rel=1e-14)
    assert m(np.ones((5, 2, 3))).shape == (5, 2)


def test_third_order_term_and_bound():
    x, f = symbolic()
    t = sp.Symbol("t")
    m = quadratic_model(surface, POINT)
    for step in ([0.2, -0.1, 0.35], [-0.5, 0.5, 0.1]):
        along = f.subs({v: p + t * s for v, p, s in zip(x, POINT, step, strict=True)})
        third = float(sp.diff(along, t, 3).subs(t, 0)) / 6
        y = m.point + step
        assert m.third_order_term(y) == pytest.approx(third, rel=1e-10)
        worst = max(abs(float(sp.diff(along, t, 3).subs(t, s))) for s in np.linspace(0, 1, 41)) / 6
        assert worst <= m.remainder_bound(y) * (1 + 1e-12) <= 1.02 * worst
        assert abs(surface(y) - m(y)) <= m.remainder_bound(y)


def test_a_function_of_several_numbers_is_taken_too():
    m = quadratic_model(lambda x, y: np.exp(x * y) + y**2, [0.4, 0.3])
    n = quadratic_model(lambda v: np.exp(v[0] * v[1]) + v[1] ** 2, [0.4, 0.3])
    np.testing.assert_allclose(m.hessian, n.hessian, rtol=1e-14)
    assert m.third_order_term([0.5, 0.7]) == pytest.approx(n.third_order_term([0.5, 0.7]), rel=1e-14)
    assert m.remainder_bound([0.5, 0.7]) == n.remainder_bound([0.5, 0.7])


def test_remainder_is_third_order():
    m = quadratic_model(surface, POINT)
    h = np.array([0.3, 0.5, -0.2])
    left = [
        abs(surface(m.point + s * h) - m(m.point + s * h) - m.third_order_term(m.point + s * h)) for s in (0.1, 0.05)
    ]
    assert left[0] / left[1] == pytest.approx(16, rel=0.1)


def test_step_of_a_wrong_shape():
    with pytest.raises(ValueError, match=r"x must have shape \(3,\), as the point has, got \(2,\)"):
        quadratic_model(surface, POINT).third_order_term([1.0, 2.0])
