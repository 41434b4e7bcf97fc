"""The front door: conventions, agreement of the methods, exactness, nesting, and what each refusal says."""

from __future__ import annotations

import functools
import math
import warnings
from typing import Any

import autograd
import autograd.numpy as anp
import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import rosen, rosen_der, rosen_hess, rosen_hess_prod

from mvcalc.claims import formula
from mvcalc.derivatives import (
    derivative,
    directional,
    gradient,
    hessian,
    hessian_vector,
    jacobian,
    taylor_coefficients,
    total_derivative,
    value_and_gradient,
)
from mvcalc.rules import KinkWarning

EXACT = ["auto", "forward", "reverse"]
ALL = [*EXACT, "central"]
X = np.array([0.7, -1.3, 2.2])
TOLERANCE = {"auto": 1e-12, "forward": 1e-12, "reverse": 1e-12, "central": 1e-7}


def rosenbrock(x: Any) -> Any:
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def near(got: Any, want: Any, tolerance: float) -> bool:
    got, want = np.asarray(got), np.asarray(want)
    return got.shape == want.shape and bool(np.abs(got - want).max() <= tolerance * np.abs(want).max())


# ---------------------------------------------------------------- conventions
@pytest.mark.parametrize("method", ALL)
def test_shapes(method: str) -> None:
    def f(x: Any) -> Any:
        return np.sum(x**2)

    m = np.array([[0.5, 1.5, -1.0], [2.0, -0.5, 0.25]])
    assert jacobian(f, X, method=method).shape == (1, 3)
    assert gradient(f, m, method=method).shape == (2, 3)
    assert jacobian(lambda x: x[:2] * x[1:], X, method=method).shape == (2, 3)
    assert jacobian(lambda x: np.outer(x, x), m.ravel()[:2], method=method).shape == (4, 2)
    assert near(jacobian(lambda x: x @ X, m, method=method), np.kron(np.eye(2), X), TOLERANCE[method])
    assert hessian(f, m, method=method).shape == (6, 6)
    assert hessian_vector(f, m, m, method=method).shape == (2, 3)
    assert isinstance(gradient(f, 3, method=method), float)
    assert isinstance(derivative(np.sin, 1, method=method), float)
    assert derivative(np.sin, [0.1, 0.2], method=method).shape == (2,)
    assert derivative(lambda t: np.stack([t, t**2]), 1.5, method=method).shape == (2,)
    assert jacobian(np.sin, 0.5, method=method).shape == (1, 1)


def test_a_function_of_several_arguments_gets_the_entries() -> None:
    def f(x: Any, y: Any, scale: float = 2.0) -> Any:
        return scale * x * y**2

    class Formula:
        def __call__(self, x: Any, y: Any) -> Any:
            return f(x, y)

    for g in (f, Formula(), Formula().__call__):
        assert gradient(g, (3, 5)).tolist() == [50, 60]
    assert gradient(np.hypot, [3, 4]) == pytest.approx([0.6, 0.8], rel=1e-15)
    assert hessian(f, [3, 5]).tolist() == [[0, 20], [20, 12]]
    with pytest.raises(ValueError, match=r"takes 2 arguments, but the point has the shape \(3,\)"):
        gradient(f, X)


def test_a_wrapped_function_keeps_its_arguments() -> None:
    def f(x: Any, y: Any) -> Any:
        return x * y**2

    @functools.wraps(f)
    def wrapped(*args: Any) -> Any:
        return f(*args)

    assert gradient(wrapped, [3, 5]).tolist() == [25, 30]
    assert gradient(functools.partial(f, y=5.0), 3) == 25


def test_lists_are_arrays() -> None:
    for method in EXACT:
        assert gradient(lambda x: np.sum(np.multiply([1, 2, 3], x)), X, method=method).tolist() == [1, 2, 3]
        assert jacobian(lambda x: np.add(x[:2], [x[2], 1.0]), X, method=method).tolist() == [
            [1, 0, 1],
            [0, 1, 0],
        ]


def test_rows_and_columns_are_not_swapped() -> None:
    a = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]])
    for method in EXACT:
        assert jacobian(lambda x: a @ x, X, method=method).tolist() == a.tolist()


@pytest.mark.parametrize("method", ALL)
def test_no_outputs_make_no_rows(method: str) -> None:
    assert jacobian(lambda x: x[:0], X, method=method).shape == (0, 3)
    assert jacobian(lambda x: np.diag(np.outer(x, x), 3), X, method=method).shape == (0, 3)


def test_a_constant_function() -> None:
    for method in EXACT:
        assert gradient(lambda x: 3.0, X, method=method).tolist() == [0, 0, 0]
        assert hessian(lambda x: x[0] + 1, X, method=method).tolist() == np.zeros((3, 3)).tolist()


def test_whole_numbers_are_promoted() -> None:
    assert gradient(lambda x: 1 / x[0] + x[1] ** 2, [2, 3]).tolist() == [-0.25, 6]
    assert derivative(lambda x: x**-2, 2) == -0.25


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize("method", ALL)
def test_rosenbrock_against_scipy(method: str) -> None:
    x = np.random.default_rng(5).normal(size=7)
    v = np.cos(np.arange(7.0))
    value, slope = value_and_gradient(rosenbrock, x, method=method)
    assert value == pytest.approx(rosen(x), rel=1e-14)
    assert near(slope, rosen_der(x), TOLERANCE[method])
    h = hessian(rosenbrock, x, method=method)
    assert near(h, rosen_hess(x), 100 * TOLERANCE[method])
    assert np.array_equal(h, h.T)
    assert near(hessian_vector(rosenbrock, x, v, method=method), rosen_hess_prod(x, v), 100 * TOLERANCE[method])


def test_many_chunks_of_directions() -> None:
    x = np.random.default_rng(5).normal(size=301)
    assert near(hessian(rosenbrock, x), rosen_hess(x), 1e-12)
    assert near(jacobian(lambda x: x[::-1] ** 2, x, method="forward"), np.fliplr(np.diag(2 * x))[:, :].T, 1e-14)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.sampled_from(EXACT))
def test_along_random_directions(rng_seed: int, n: int, m: int, method: str) -> None:
    """J v, vᵀH v and D_v f against mpmath's derivative of t ↦ f(x + t v), sizes unequal."""
    rng = np.random.default_rng(rng_seed)
    a, x, v = rng.normal(size=(m, n)), rng.normal(size=n), rng.normal(size=n)

    def f(x: Any) -> Any:
        return np.sin(a @ x) * np.exp(-np.mean(x**2)) + np.arctan(np.sum(x))

    def line(i: int, t: Any) -> Any:
        y = [mp.mpf(float(p)) + t * mp.mpf(float(q)) for p, q in zip(x, v, strict=True)]
        dot = mp.fsum(mp.mpf(float(c)) * q for c, q in zip(a[i], y, strict=True))
        return mp.sin(dot) * mp.exp(-mp.fsum(q * q for q in y) / n) + mp.atan(mp.fsum(y))

    with mp.workdps(50):
        first = np.array([float(mp.diff(lambda t, i=i: line(i, t), 0)) for i in range(m)])
        second = float(mp.diff(lambda t: line(0, t), 0, 2))
    scale = np.linalg.norm(v) * (1 + np.linalg.norm(a))
    assert np.abs(jacobian(f, x, method=method) @ v - first).max() <= 1e-12 * scale
    assert np.abs(directional(f, x, v, method=method) * np.linalg.norm(v) - first).max() <= 1e-12 * scale
    h = hessian(lambda x: f(x)[0], x, method=method)
    assert abs(v @ h @ v - second) <= 1e-11 * scale**2
    assert abs(v @ hessian_vector(lambda x: f(x)[0], x, v, method=method) - second) <= 1e-11 * scale**2


def test_against_autograd_second_order() -> None:
    def f(np: Any) -> Any:
        return lambda x: np.log(np.linalg.det(np.outer(x, x) + np.diag(np.exp(x)))) + np.sum(np.cumsum(np.sin(x)) ** 3)

    want = autograd.hessian(f(anp))(X)
    for method in EXACT:
        assert near(hessian(f(np), X, method=method), want, 1e-10)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_methods_agree_on_higher_orders(order: int) -> None:
    t = sp.Symbol("t")
    want = float(sp.diff(sp.sin(t**2) * sp.exp(-t), t, order).subs(t, sp.Rational(13, 10)))
    for method in EXACT:
        got = derivative(lambda x: np.sin(x**2) * np.exp(-x), 1.3, order, method=method)
        assert got == pytest.approx(want, rel=1e-11)
    assert derivative(lambda x: math.sin(x**2) * math.exp(-x), 1.3, order, method="central") == pytest.approx(
        want, rel=1e-3
    )


def test_central_takes_functions_that_are_not_numpy() -> None:
    assert derivative(math.gamma, 2.5, method="central") == pytest.approx(float(mp.diff(mp.gamma, 2.5)), rel=1e-9)
    with pytest.raises(TypeError, match=r"use np.sin, not math.sin"):
        derivative(math.sin, 2.5)


@pytest.mark.parametrize(
    ("f", "x", "tolerance"),
    [
        (np.sin, 1e6, 1e-6),  # bends much within a millionth of x
        (np.cos, -3e3, 1e-7),
        (np.log, 1e-5, 1e-8),  # not defined a longer step to the left
        (np.sqrt, 1e-4, 1e-8),
        (lambda x: 1 / x, 1e-3, 1e-6),
        (np.abs, 1e-5, 1e-8),  # with a kink near by
        (lambda x: np.sin(x) / 1e9, 1e6, 1e-6),
        (lambda x: np.cos(x) - np.cos(x), 0.3, 0.0),
    ],
)
def test_central_shortens_its_step_until_it_agrees(f: Any, x: float, tolerance: float) -> None:
    for call in (derivative, gradient):
        want = call(f, x)
        assert abs(call(f, x, method="central") - want) <= tolerance * abs(want)


def test_central_sees_a_level_place_through_the_rounding() -> None:
    for f, x in [(lambda x: (x - 1) ** 2, 1.0), (lambda x: (x - 0.1) ** 4, 0.1), (lambda x: np.cos(x) - 1, 0.0)]:
        assert abs(derivative(f, x, method="central")) < 1e-10
        assert hessian(f, x, method="central") == pytest.approx(hessian(f, x), abs=1e-6)


def test_central_needs_a_slope_on_both_sides() -> None:
    with pytest.raises(ValueError, match=r"np\.sqrt\(0\) has no finite slope"):
        derivative(np.sqrt, 0.0, method="central")


def test_directional_is_per_unit_length() -> None:
    def f(x: Any, y: Any) -> Any:
        return x**2 * y

    for method in ALL:
        one = directional(f, [3, 5], [3, 4], method=method)
        assert one == pytest.approx(30 * 0.6 + 9 * 0.8, rel=1e-8)
        assert directional(f, [3, 5], [30, 40], method=method) == pytest.approx(one, rel=1e-8)
    with pytest.raises(ValueError, match=r"direction must not be zero"):
        directional(f, [3, 5], [0, 0])
    with pytest.raises(ValueError, match=r"direction must have the shape of the point, \(2,\), got \(3,\)"):
        directional(f, [3, 5], [1, 0, 0])


def test_total_derivative_is_not_the_partial_one() -> None:
    """f = sin(x) e^{y z²} along x = t - 1, y = t², z = 1/t, by SymPy's substitution."""
    t = sp.Symbol("t")
    want = float(sp.diff(sp.sin(t - 1) * sp.exp(t**2 / t**2), t).subs(t, sp.Rational(17, 10)))

    def f(x: Any, y: Any, z: Any) -> Any:
        return np.sin(x) * np.exp(y * z**2)

    def path(t: Any) -> Any:
        return [t - 1, t**2, 1 / t]

    for method in EXACT:
        assert total_derivative(f, path, 1.7, method=method) == pytest.approx(want, rel=1e-13)
    assert total_derivative(f, lambda t: np.array(path(t)), 1.7) == pytest.approx(want, rel=1e-13)
    assert total_derivative(f, [lambda t: t - 1, np.square, lambda t: 1 / t], 1.7) == pytest.approx(want, rel=1e-13)
    velocity = derivative(path, 1.7)
    assert (jacobian(f, path(1.7)) @ velocity).item() == pytest.approx(want, rel=1e-13)
    with pytest.raises(TypeError, match="path must be a function or a sequence of functions"):
        total_derivative(f, [1, 2, 3], 1.7)


def test_taylor_along_a_direction() -> None:
    got = taylor_coefficients(lambda x, y: np.exp(x) * y, [0.5, 2.0], 4, direction=[1.0, -3.0])
    with mp.workdps(40):
        want = mp.taylor(lambda t: mp.exp(0.5 + t) * (2 - 3 * t), 0, 4)
    assert got == pytest.approx([float(c) for c in want], rel=1e-13)
    with pytest.raises(ValueError, match="needs a direction"):
        taylor_coefficients(np.sum, [1.0, 2.0], 2)


# ---------------------------------------------------------------- derivatives inside derivatives
@pytest.mark.parametrize("outer", ["forward", "reverse"])
@pytest.mark.parametrize("inner", ["forward", "reverse"])
def test_perturbations_are_not_confused(outer: str, inner: str) -> None:
    """d/dx (x d/dy (x + y)) = 1, not 2: the classic trap; and a less symmetric one."""

    def first(x: Any) -> Any:
        return x * derivative(lambda y: x + y, 1.0, method=inner)

    def second(x: Any) -> Any:  # d/dy (x² y³) at y = x + 1, times x: 3 x³ (x + 1)²
        return x * derivative(lambda y: x**2 * y**3, x + 1, method=inner)

    assert derivative(first, 1.0, method=outer) == 1.0
    assert derivative(second, 1.5, method=outer) == pytest.approx(9 * 1.5**2 * 2.5**2 + 6 * 1.5**3 * 2.5, rel=1e-14)


@pytest.mark.parametrize("outer", ["forward", "reverse"])
@pytest.mark.parametrize("inner", EXACT)
def test_nesting_to_third_order(outer: str, inner: str) -> None:
    """The gradient of the Hessian's determinant of x³y + e^{xy}, by SymPy."""
    x, y = sp.symbols("x y")
    h = sp.hessian(x**3 * y + sp.exp(x * y), (x, y)).det()
    at = {x: sp.Rational(4, 10), y: sp.Rational(-7, 10)}
    want = [float(sp.diff(h, s).subs(at)) for s in (x, y)]

    def determinant(p: Any) -> Any:
        m = hessian(lambda x, y: x**3 * y + np.exp(x * y), p, method=inner)
        return m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]

    assert gradient(determinant, [0.4, -0.7], method=outer) == pytest.approx(want, rel=1e-12)


def test_every_rule_nests_in_every_other() -> None:
    """The third derivative through matrices, indexing and reductions, forward over reverse over forward."""

    def f(x: Any) -> Any:
        a = np.outer(x, x) + np.diag(np.exp(x))
        s = np.linalg.solve(a, np.sin(x)) + np.cumsum(np.roll(x, 1)) * np.where(x > 0, x, x**2)
        return np.linalg.norm(np.concatenate([s, x[[2, 0]]])) * np.linalg.det(a) + np.max(a) + np.prod(s)

    v = np.array([0.3, -0.2, 0.9])
    want = taylor_coefficients(f, X, 3, direction=v)[3] * 6

    def second(t: Any, method: str) -> Any:
        return v @ hessian_vector(f, X + t * v, v, method=method)

    for outer in ("forward", "reverse"):
        for inner in EXACT:
            got = derivative(lambda t, inner=inner: second(t, inner), 0.0, method=outer)
            assert got == pytest.approx(want, rel=1e-9)


def test_central_cannot_be_inside() -> None:
    with pytest.raises(TypeError, match="central differences cannot be used inside"):
        derivative(
            lambda x: derivative(lambda y: x * y, 1.0, method="central") * derivative(np.sin, x, method="central"),
            1.0,
        )


# ---------------------------------------------------------------- refusals
def in_place(x: Any) -> Any:
    x[0] = 1.0
    return np.sum(x)


def into_an_array(x: Any) -> Any:
    a = np.zeros(3)
    a[0] = x[0]
    return np.sum(a)


def add_in_place(x: Any) -> Any:
    y = x * 2
    y += 1
    return np.sum(y)


def add_into_an_array(x: Any) -> Any:
    a = np.zeros(3)
    a += x
    return np.sum(a)


def singular(x: Any) -> Any:
    return np.linalg.det(np.stack([x, 2 * x, X]))


REFUSALS: list[tuple[Any, Any, type[Exception], str]] = [
    (lambda x: np.sum(np.floor(x)), X, TypeError, r"np\.floor cannot .*supported NumPy: absolute, add"),
    (lambda x: np.median(x), X, TypeError, r"np\.median cannot"),
    (lambda x: np.sum(np.fft.fft(x)), X, TypeError, r"np\.fft\.fft cannot"),
    (lambda x: np.sum(x, dtype=float), X, TypeError, r"np\.sum with these arguments .*'dtype'"),
    (lambda x: np.sum(np.exp(x, where=X > 0)), X, TypeError, r"np\.exp with where="),
    (lambda x: np.sum(np.multiply.outer(x, x)), X, TypeError, r"np\.multiply\.outer"),
    (lambda x: np.linalg.norm(x, 3), X, TypeError, r"np\.linalg\.norm with ord=3"),
    (lambda x: np.sum(np.einsum("...i->i", x)), X, TypeError, r"np\.einsum\('\.\.\.i->i'\)"),
    (
        lambda x: np.sum(np.dot(np.ones((2, 2, 3)), x)),
        X,
        TypeError,
        r"np\.dot of shapes \(2, 2, 3\) and \(3,\)",
    ),
    (lambda x: np.sum(np.einsum("i,i->ii", x, x)), X, TypeError, r"np\.einsum\('i,i->ii'\)"),
    (lambda x: np.sum(np.exp(1j * x)), X, TypeError, r"real numbers are needed"),
    (lambda x: x.std(), X, AttributeError, r"no 'std'"),
    (lambda x: x, X, ValueError, r"one number, got shape \(3,\): see jacobian"),
    (lambda x: x[0] if x[0] > 0 else x[1], X, TypeError, r"branches on a traced value.*np\.where"),
    (lambda x: x[0] if np.any(x > 0) else x[1], X, TypeError, r"branches on a traced value"),
    (lambda x: x[0] if x[0] else x[1], X, TypeError, r"branches on a traced value"),
    (lambda x: x[0] if (x > 0)[0] else x[1], X, TypeError, r"branches on a traced value"),
    (lambda x: x[0] if (x[0] > 0).item() else x[1], X, TypeError, r"branches on a traced value"),
    (lambda x: x[0] if (x > 0).tolist()[0] else x[1], X, TypeError, r"branches on a traced value"),
    (lambda x: sum(v if up else 0 for v, up in zip(x, x > 0, strict=True)), X, TypeError, r"branches on a traced"),
    (lambda x: np.abs(x[0] * 1j), X, ValueError, r"np\.abs of complex numbers"),
    (lambda x: np.sum(np.ravel(np.stack([x, x**2]).T, "A")[:2]), X, ValueError, r"np\.ravel needs order 'C' or 'F'"),
    (lambda x: np.reshape(np.stack([x, x**2]), (3, 2), order="A")[0, 1], X, ValueError, r"np\.reshape .*got 'A'"),
    (lambda x: max(x[0], x[1]), X, TypeError, r"np\.maximum"),
    (lambda x: float(x[0]), X, TypeError, r"made a plain number"),
    (lambda x: x[x[0]], X, TypeError, r"cannot be an index"),
    (in_place, X, TypeError, r"in-place assignment .*np\.where, np\.stack"),
    (into_an_array, X, TypeError, r"np\.stack\(\[\.\.\.\]\)"),
    (add_in_place, X, TypeError, r"in-place np\.add on a traced array.*y = y \+"),
    (add_into_an_array, X, TypeError, r"in-place np\.add"),
    (lambda x: np.max(np.array([x[0], x[1]])), X, TypeError, r"np\.stack"),
    (lambda x: np.mean(np.array([x[0], x[1]])), X, TypeError, r"np\.stack"),
    (lambda x: np.linalg.det(np.array([[x[0], 1.0], [x[1], x[2]]])), X, TypeError, r"np\.stack"),
    (lambda x: np.array([x[0], x[1]], dtype=float) @ X[:2], X, TypeError, r"np\.stack"),
    (lambda x: x @ np.ones(2), X, ValueError, r"\(3,\) and \(2,\)|mismatch"),
    (lambda x: np.sum(x + np.ones(2)), X, ValueError, r"\(3,\) \(2,\)"),
    (lambda x: np.sum(np.stack([x, x[:2]])), X, ValueError, r"size 3 .* size 2|same shape"),
    (lambda x: np.sum(np.log(x)), X, ValueError, r"np\.log\(-1\.3\) is outside its domain at the point"),
    (lambda x: np.sum(np.arcsin(x)), X, ValueError, r"np\.arcsin\(-1\.3\)"),
    (lambda x: np.sum(x**0.5), X, ValueError, r"np\.power\(-1\.3, 0\.5\)"),
    (lambda x: 1 / (x[0] - 0.7), X, ValueError, r"np\.divide\(1, 0\)"),
    (lambda x: np.sqrt(x[0] - 0.7), X, ValueError, r"np\.sqrt\(0\) has no finite slope"),
    (lambda x: np.exp(1000 * x[2]), X, ValueError, r"np\.exp\(2200\)"),
    (singular, X, ValueError, r"singular matrix"),
    (lambda x: None, X, TypeError, r"real numbers are needed"),
    (lambda x: np.sum(x), [1.0, np.nan], ValueError, r"point must be finite numbers.*nan"),
    (lambda x: np.sum(x), [], ValueError, r"at least one"),
    (lambda x: np.sum(x), "ab", TypeError, r"the point: real numbers are needed, got .*ab"),
    (lambda x: np.sum(x), [1j, 2.0], TypeError, r"real numbers are needed"),
    (7, X, TypeError, r"a function is needed, got 7"),
]


@pytest.mark.parametrize("method", ["forward", "reverse"])
@pytest.mark.parametrize(("f", "x", "error", "message"), REFUSALS, ids=range(len(REFUSALS)))
def test_refusals_say_why(f: Any, x: Any, error: type[Exception], message: str, method: str) -> None:
    def traced(p: Any) -> Any:  # never run on plain numbers: the refusal must come from the traced ones
        return f(p) if type(p) is not np.ndarray else 0.0

    with pytest.raises(error, match=message):
        gradient(traced if callable(f) and "one number" not in message else f, x, method=method)


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize("f", [np.log, np.log1p, np.log2, np.log10, np.arctanh, np.arccosh])
def test_a_finite_slope_outside_the_domain_is_no_answer(f: Any, method: str) -> None:
    """1/x is finite at -3, where log is not defined."""
    for call in (derivative, jacobian, gradient, hessian):
        with pytest.raises(ValueError, match=rf"np\.{f.__name__}\(-[23].*\) is outside its domain"):
            call(f, -3.0, method=method)
    with pytest.raises(ValueError, match="outside its domain"):
        hessian_vector(lambda x: np.sum(f(x)), [-3.0, -2.0], [1.0, 2.0], method=method)
    with pytest.raises(ValueError, match="outside its domain"):
        directional(lambda x: np.sum(f(x)), [-3.0, -2.0], [1.0, 2.0], method=method)


def test_what_looks_like_a_refusal_and_is_not() -> None:
    def add_up(x: Any) -> Any:
        total = 0.0
        for value in x:
            total += value**2
        return total

    def returned(x: Any) -> Any:
        return np.array([[x[0] * x[1], 1.0], [x[2], x[0]]])

    assert gradient(add_up, X) == pytest.approx(2 * X)
    want = [[X[1], X[0], 0], [0, 0, 0], [0, 0, 1], [1, 0, 0]]
    for method in EXACT:
        assert jacobian(returned, X, method=method).tolist() == want
        several = gradient(lambda x: np.sum(np.sin(np.array([x[0] * x[1], x[2]]))), X, method=method)
        assert several == pytest.approx([X[1] * np.cos(X[0] * X[1]), X[0] * np.cos(X[0] * X[1]), np.cos(X[2])])
        joined = jacobian(lambda x: np.concatenate([np.array([x[1], x[0]]), x]) ** 2, X, method=method)
        assert joined.shape == (5, 3)
        assert gradient(lambda x: np.sum(np.array([x[0], x[1]]) @ np.ones((2, 3))), X, method=method).tolist() == [
            3,
            3,
            0,
        ]


def test_arguments_of_the_front_door() -> None:
    with pytest.raises(ValueError, match="method must be one of auto, forward, reverse, central, got 'backward'"):
        gradient(np.sum, X, method="backward")
    for order in (0, 1.5, True):
        with pytest.raises(ValueError, match="order must be a whole number from 1 up"):
            derivative(np.sin, 1.0, order)
    for method in ALL:
        with pytest.raises(ValueError, match="must act on each entry"):
            derivative(np.sum, X, method=method)
        for several in (lambda x, y: x * y, lambda x, y: [x * y, x + y]):  # of which the second has the point's shape
            with pytest.raises(ValueError, match="needs a function of one variable"):
                derivative(several, [2.0, 3.0], method=method)
    with pytest.raises(ValueError, match="vector must have the shape of the point"):
        hessian_vector(np.sum, X, [1.0, 2.0])
    with pytest.raises(ValueError, match="a Hessian needs a function whose value is one number"):
        hessian(np.sin, X)
    with pytest.raises(ValueError, match="not a finite number"):
        derivative(lambda x: x if x < 1 else math.inf, 1.0, method="central")


KINKS = [
    (np.abs, 0.0, 0.0),
    (np.sign, 0.0, 0.0),
    (lambda x: np.maximum(x, 0), 0.0, 0.5),
    (lambda x: np.minimum(2 * x, x + 1), 1.0, 1.5),
    (lambda x: np.clip(x, 0, 1), 1.0, 0.5),
    (lambda x: np.max(np.stack([x, 3 * x, -x])), 0.0, 1.0),
    (lambda x: np.hypot(x, 0), 0.0, 0.0),
    (lambda x: np.linalg.norm(np.stack([x, 2 * x])), 0.0, 0.0),
]


@pytest.mark.parametrize("method", ["forward", "reverse"])
def test_a_function_that_mixes_the_points_has_no_derivative_at_each(method: str) -> None:
    mixing = [lambda x: np.roll(x, 1), lambda x: x - np.mean(x), lambda x: x**2 / np.sum(x**2), lambda x: np.cumsum(x)]
    for f in mixing:
        for order in (1, 2) if f is mixing[2] else (1,):
            with pytest.raises(ValueError, match="on each entry alone, but it mixes them: see jacobian"):
                derivative(f, X, order, method=method)
    at = np.concatenate([X, 1e-5 * X, 1e3 * X])
    assert derivative(lambda x: np.exp(-x * x) / (1 + x**4), at, 3, method=method) == pytest.approx(
        [derivative(lambda x: np.exp(-x * x) / (1 + x**4), x, 3) for x in at], rel=1e-12
    )


@pytest.mark.parametrize("method", EXACT)
@pytest.mark.parametrize(("f", "x", "slope"), KINKS, ids=range(len(KINKS)))
def test_kinks_are_chosen_and_announced(f: Any, x: float, slope: float, method: str) -> None:
    with pytest.warns(KinkWarning, match="kink at this point"):
        assert derivative(f, x, method=method) == pytest.approx(slope, abs=1e-15)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        derivative(f, x + 0.3, method=method)


def test_where_keeps_branches_apart() -> None:
    def f(x: Any) -> Any:
        return np.sum(np.where(x > 0, np.log(np.where(x > 0, x, 1.0)), x**2))

    for method in EXACT:
        assert gradient(f, X, method=method) == pytest.approx([1 / 0.7, -2.6, 1 / 2.2])
        assert hessian(f, X, method=method) == pytest.approx(np.diag([-1 / 0.49, 2, -1 / 4.84]))


def test_no_warning_leaks_from_numpy() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert gradient(lambda x: np.sum(np.where(x > 1, x, 1 / (x - 0.7 * (x < 0.8)))), X[[0, 2, 2]] + 0.01).shape == (
            3,
        )
        with pytest.raises(ValueError, match=r"np\.exp\(1040\) overflows: it is too large for a float"):
            gradient(lambda x: np.sum(np.exp(-800 * x)), X)
        for call in (derivative, gradient, jacobian, hessian, lambda f, x: taylor_coefficients(f, x, 2)):
            with pytest.raises(ValueError, match="outside its domain"):
                call(lambda x: np.log(x) + np.sqrt(x), -1.0)


@pytest.mark.parametrize("method", EXACT)
def test_an_overflow_on_the_way_to_a_finite_answer_is_none(method: str) -> None:
    """The logistic function as it is written in books, far to the left, where its slope is below every float."""
    for f in (lambda x: 1 / (1 + np.exp(-x)), lambda x: np.arctan(np.exp(-x)), lambda x: np.minimum(np.exp(-x), 3.0)):
        assert gradient(f, -800.0, method=method) == 0.0
    assert hessian(lambda x: 1 / (1 + np.exp(-x)), -800.0, method=method).tolist() == [[0.0]]
    with pytest.raises(ValueError, match=r"np\.divide"):
        gradient(lambda x: 1 / (1 / x), 0.0, method=method)


@pytest.mark.parametrize("method", EXACT)
def test_a_kink_is_reported_where_the_reader_wrote_it(method: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        derivative(np.abs, 0.0, method=method)
        gradient(lambda x: np.sum(np.maximum(x, 0.0)), [0.0, 1.0], method=method)
    assert {w.filename for w in caught} == {__file__}


@pytest.mark.parametrize("method", ["forward", "reverse", "auto"])
def test_formulas_are_functions_too(method: str) -> None:
    f = formula(r"f(x, y) = x^2\sin y + 3x")
    p = np.array([0.7, 1.3])
    want = [2 * p[0] * np.sin(p[1]) + 3, p[0] ** 2 * np.cos(p[1])]
    assert gradient(f, p, method=method) == pytest.approx(want, rel=1e-14)
    assert jacobian(f, p, method=method).shape == (1, 2)
    mixed = 2 * p[0] * np.cos(p[1])
    curvature = [[2 * np.sin(p[1]), mixed], [mixed, -(p[0] ** 2) * np.sin(p[1])]]
    assert hessian(f, p, method=method) == pytest.approx(np.array(curvature), rel=1e-14)
    g = formula(r"g(\mathbf{x}) = \|\mathbf{x}\|^2", given=["vector x in R^3"])
    assert gradient(g, [0.5, -2.0, 3.0], method=method).tolist() == [1.0, -4.0, 6.0]
    h = formula(r"h(x, y) = \begin{bmatrix} xy \\ x+y \\ 3x\end{bmatrix}")
    assert jacobian(h, [2.0, 5.0], method=method).tolist() == [[5, 2], [1, 1], [3, 0]]
    with pytest.raises(ValueError, match="takes 2 arguments, but the point has the shape"):
        gradient(f, [1.0, 2.0, 3.0], method=method)
