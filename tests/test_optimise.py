"""Paths against SciPy, exact arithmetic and closed forms; every outcome is reached on purpose."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.optimize
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.optimise import OUTCOMES, gradient_descent, newton, newton_raphson


def rosenbrock(x):
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


# Newton–Raphson ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x0"),
    [
        (lambda x: x**3 - 2 * x - 5, 2.0),
        (lambda x: np.cos(x) - x, 0.3),
        (lambda x: np.exp(x) - 3 * x**2, 0.7),
        (lambda x: np.log(x) + x, 0.4),
        (np.arctan, 1.39),
    ],
)
def test_roots_are_those_of_scipy(f, x0):
    path = newton_raphson(f, x0)
    assert path.reason == "converged"
    assert path.converged
    assert path.point == pytest.approx(scipy.optimize.newton(f, x0, tol=1e-14), rel=1e-12, abs=1e-14)
    assert abs(path.value) < 1e-13
    assert isinstance(path.point, float)


def test_path_is_the_one_of_exact_arithmetic():
    """x ← x − f(x)/f′(x), in fractions."""
    x, exact = Fraction(3, 2), []
    for _ in range(4):
        exact.append(x)
        x -= (x**3 - 2 * x - 2) / (3 * x**2 - 2)
    path = newton_raphson(lambda x: x**3 - 2 * x - 2, 1.5)
    np.testing.assert_allclose(path.points[:4], [float(v) for v in exact], rtol=1e-14)
    np.testing.assert_allclose(path.values[:4], [float(v**3 - 2 * v - 2) for v in exact], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(path.gradient_norms[:4], [abs(float(3 * v**2 - 2)) for v in exact], rtol=1e-13)
    assert set(path.steps) == {"newton"}


def test_rate_is_quadratic_with_the_constant_of_theory():
    """e₊/e² → f″/2f′ at the root."""
    root = np.sqrt(2.0)
    errors = np.abs(newton_raphson(lambda x: x**2 - 2, 2.0).points - root)
    assert errors[3] / errors[2] ** 2 == pytest.approx(1 / (2 * root), rel=0.01)


@pytest.mark.parametrize(
    ("f", "x0", "reason"),
    [
        (lambda x: x**3 - 2 * x + 2, 0.0, "cycle"),
        (lambda x: x**3 - 2 * x + 2, 0.1, "cycle"),  # drawn into it
        (lambda x: x**3 - 2 * x + 2, -1.5, "converged"),
        (np.arctan, 1.5, "diverged"),
        (lambda x: np.exp(x**2) - 1e300, 1.0, "non-finite"),  # overflows at the next point
        (np.cbrt, 0.4, "diverged"),  # each step doubles the distance
        (lambda x: x**2 + 1, 0.0, "zero derivative"),
        (lambda x: x * 0 + 3.0, 0.7, "zero derivative"),
        (lambda x: x**2 - 4, 0.0, "zero derivative"),
        (lambda x: np.sqrt(x) + 1, 0.0, "non-finite"),  # the slope is infinite
        (np.log, 3.0, "non-finite"),  # the next point is outside the domain
        (lambda x: np.sqrt(x) - 2.0, -1.0, "non-finite"),
        (lambda x: np.exp(x), 0.5, "iteration limit"),
        (lambda x: (x - 0.3) ** 5, 1.7, "iteration limit"),
        (lambda x: x**2, 0.0, "converged"),  # starts at a root where the derivative is zero, too
    ],
)
def test_every_outcome_has_its_name(f, x0, reason):
    path = newton_raphson(f, x0)
    assert path.reason == reason
    assert path.reason in OUTCOMES
    assert path.converged == (reason == "converged")
    assert len(path.points) == len(path.values) == len(path.gradient_norms) == len(path.steps) + 1
    assert np.all(np.isfinite(path.points))


def test_far_out_but_coming_back_is_not_divergence():
    path = newton_raphson(lambda x: x**2 - 2, 1e-12, limit=100)
    assert path.points.max() > 1e11
    assert path.converged


def test_linear_rate_at_a_multiple_root():
    path = newton_raphson(lambda x: (x - 0.3) ** 2, 1.7, limit=20)
    np.testing.assert_allclose(np.diff(np.log2(path.points - 0.3)), -1.0, rtol=1e-6)


def test_limit_counts_steps():
    assert len(newton_raphson(np.exp, 0.5, limit=7).steps) == 7


# Gradient descent --------------------------------------------------------------------------------

H = np.array([[3.0, 1.0, 0.2], [1.0, 2.0, -0.4], [0.2, -0.4, 1.5]])
X0 = np.array([1.3, -0.7, 2.1])


def bowl(x):
    return 0.5 * x @ H @ x


def test_path_on_a_bowl_is_the_closed_form():
    path = gradient_descent(bowl, X0, 0.3, limit=40)
    M = np.eye(3) - 0.3 * H
    expected = [np.linalg.matrix_power(M, k) @ X0 for k in range(len(path.points))]
    np.testing.assert_allclose(path.points, expected, atol=1e-13)
    np.testing.assert_allclose(path.values, [0.5 * x @ H @ x for x in expected], atol=1e-13)
    np.testing.assert_allclose(path.gradient_norms, [np.linalg.norm(H @ x) for x in expected], atol=1e-13)


def test_path_with_momentum_is_the_matrix_power():
    step, momentum = 0.2, 0.6
    M = np.block([[np.eye(3) - step * H, momentum * np.eye(3)], [-step * H, momentum * np.eye(3)]])
    path = gradient_descent(bowl, X0, step, momentum, limit=30)
    state = np.concatenate([X0, np.zeros(3)])
    expected = [(np.linalg.matrix_power(M, k) @ state)[:3] for k in range(31)]
    np.testing.assert_allclose(path.points, expected[: len(path.points)], atol=1e-13)


def test_stability_ends_at_two_over_the_largest_curvature():
    edge = 2 / np.linalg.eigvalsh(H)[-1]
    assert gradient_descent(bowl, X0, 0.97 * edge, limit=3000).reason == "converged"
    assert gradient_descent(bowl, X0, 1.05 * edge, limit=3000).reason == "diverged"


@pytest.mark.parametrize(
    ("f", "x0", "step", "momentum", "reason"),
    [
        (lambda x: x[0] ** 2 + x[1] ** 2, [0.5, 0.25], 1.0, 0.0, "cycle"),
        (lambda x: np.sum(x**4), [3.0, 2.0], 1.0, 0.0, "diverged"),
        (lambda x: -np.sum(x**2), [0.3, 0.2], 0.5, 0.0, "diverged"),
        (lambda x: np.sum(np.log(x)), [0.3, 0.2], 0.5, 0.0, "non-finite"),
        (lambda x: np.sum(x), [0.3, 0.2], 0.5, 0.5, "iteration limit"),
        (lambda x: 1e-4 * np.sum(x), [1e8, 1e8], 1e-9, 0.0, "stalled"),
        (rosenbrock, [-0.5, 0.8], 0.001, 0.9, "converged"),
    ],
)
def test_outcomes_of_descent(f, x0, step, momentum, reason):
    path = gradient_descent(f, x0, step, momentum, tolerance=1e-6, limit=20_000)
    assert path.reason == reason
    assert len(path.points) == len(path.values) == len(path.gradient_norms) == len(path.steps) + 1


def test_a_turning_point_is_no_cycle():
    """With momentum the ball rolls back through where it was, and goes on."""
    path = gradient_descent(lambda x: x**2, 0.7, 0.01, momentum=0.99, tolerance=1e-6, limit=5000)
    assert path.reason == "converged"
    assert np.sum(np.diff(np.sign(np.diff(path.points))) != 0) > 10


def test_points_have_the_shape_of_the_start():
    path = gradient_descent(lambda x: np.sum((x - 2.0) ** 2), np.zeros((2, 3)), 0.3)
    assert path.points.shape[1:] == (2, 3)
    np.testing.assert_allclose(path.point, 2.0, atol=1e-7)


def test_functions_of_several_numbers_walk_the_same_path():
    def spread(x, y):
        return (x - 1) ** 2 + 3 * (y - x**2) ** 2

    for walk in (
        lambda f: gradient_descent(f, [0.3, -0.4], 0.05, limit=50),
        lambda f: newton(f, [0.3, -0.4]),
    ):
        np.testing.assert_allclose(walk(spread).points, walk(lambda v: spread(v[0], v[1])).points, rtol=1e-12)


def test_the_value_is_computed_once_a_point():
    calls = []

    def counted(x):
        if isinstance(x, np.ndarray):
            calls.append(1)
        return np.sum(x**2)

    assert len(gradient_descent(counted, [0.7, 0.2], 0.1, limit=25).points) == len(calls) == 26


# Newton in n dimensions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x0"),
    [
        (rosenbrock, [-1.2, 1.0]),
        (rosenbrock, [-0.5, 0.8, 0.4, 1.3]),
        (lambda x: (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2, [9.0, -3.0]),
        (lambda x: np.sum(np.cosh(x - np.array([0.3, -0.4, 0.5]))) + x[0] * x[1] / 5, [2.0, 1.0, -3.0]),
        (lambda x: np.sum(np.logaddexp(x, -x)) + 0.1 * np.sum((x - 1) ** 2), [8.0, -5.0]),
    ],
)
def test_minima_are_those_of_scipy(f, x0):
    path = newton(f, x0)
    assert path.reason == "converged"
    expected = scipy.optimize.minimize(f, x0, tol=1e-12, method="BFGS").x
    np.testing.assert_allclose(path.point, expected, rtol=1e-5, atol=1e-5)
    assert path.gradient_norms[-1] <= 1e-8
    assert np.all(np.diff(path.values) <= 1e-12 * (1 + np.abs(path.values[1:])))


def test_one_step_on_a_bowl():
    path = newton(bowl, X0)
    assert path.steps == ("newton",)
    np.testing.assert_allclose(path.point, 0.0, atol=1e-14)


def test_uphill_is_turned_down():
    """Newton's step from here leads to the saddle at 0, which lies higher; the modified one does not."""
    x, y = sp.symbols("x y")
    f = x**4 / 4 - x**2 / 2 + y**2
    at = {x: 0.1, y: 0.3}
    step = -sp.hessian(f, (x, y)).subs(at).solve(sp.Matrix([f.diff(x), f.diff(y)]).subs(at))
    uphill_in_x = (f.subs({x: 0.1 + step[0], y: 0}) - f.subs({x: 0.1, y: 0})) > 0
    assert uphill_in_x
    path = newton(lambda v: v[0] ** 4 / 4 - v[0] ** 2 / 2 + v[1] ** 2, [0.1, 0.3])
    assert path.steps[0].startswith("modified")
    assert path.converged
    np.testing.assert_allclose(path.point, [1.0, 0.0], atol=1e-8)


@pytest.mark.parametrize(
    ("f", "x0", "reason"),
    [
        (lambda x: x[0] ** 2 - x[1] ** 2, [0.0, 0.0], "not a minimum"),
        (lambda x: x[0] ** 2 - x[1] ** 2, [0.5, 0.0], "not a minimum"),
        (lambda x: -np.sum(x**2), [0.0, 0.0], "not a minimum"),
        (lambda x: x[0] ** 2 - x[1] ** 2, [0.3, 0.2], "diverged"),
        (lambda x: np.sum(x**4), [0.7, -0.4], "converged"),  # H is singular at the minimum
        (lambda x: np.sum(np.log(x)), [-1.0, 2.0], "non-finite"),
        (lambda x: (x[0] + x[1]) ** 2, [0.3, 0.2], "converged"),  # a whole line of minima
        (
            lambda x: np.sum(np.exp(x)),
            [0.3, 0.2],
            "converged",
        ),  # there is no minimum, but the slope dies away
    ],
)
def test_outcomes_of_newton(f, x0, reason):
    assert newton(f, x0).reason == reason


def test_damped_steps_are_named():
    path = newton(lambda x: np.sum(np.sqrt(1 + x**2)), [3.0, -2.0])
    assert path.converged
    assert "newton, damped" in path.steps


@given(st.lists(st.floats(-2, 2), min_size=6, max_size=6), st.lists(st.floats(-2, 2), min_size=2, max_size=2))
@settings(max_examples=25, deadline=None)
def test_newton_solves_any_positive_quadratic(entries, x0):
    A = np.array(entries).reshape(3, 2)
    Q, b = A.T @ A + 0.1 * np.eye(2), A[0]
    path = newton(lambda x: 0.5 * x @ Q @ x - b @ x, x0)
    assert path.converged
    np.testing.assert_allclose(path.point, np.linalg.solve(Q, b), atol=1e-6)


# Bad input ---------------------------------------------------------------------------------------


def untouched(x):
    raise AssertionError("evaluated before the arguments were checked")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: newton_raphson(3.0, 1.0), TypeError, r"a function is needed, got 3\.0"),
        (lambda: newton_raphson(untouched, [1.0, 2.0]), ValueError, "x0 must be one number"),
        (lambda: newton_raphson(untouched, np.nan), ValueError, "x0 must be one number of finite"),
        (lambda: newton_raphson(untouched, 1.0, tolerance=0.0), ValueError, "tolerance must be"),
        (lambda: newton_raphson(untouched, 1.0, limit=0), ValueError, "limit must be a whole number from 1"),
        (lambda: newton(untouched, 1.0), ValueError, r"x0 must be a vector, shape \(n,\)"),
        (lambda: newton(untouched, [[1.0]]), ValueError, r"x0 must be a vector, shape \(n,\)"),
        (lambda: gradient_descent(untouched, [], 0.1), ValueError, "x0 must be an array"),
        (lambda: gradient_descent(untouched, [1.0], -0.1), ValueError, "step must be .* got -0.1"),
        (lambda: gradient_descent(untouched, [1.0], np.inf), ValueError, "step must be"),
        (lambda: gradient_descent(untouched, [1.0], 0.1, 1.0), ValueError, "momentum must be"),
        (lambda: gradient_descent(untouched, [1.0], 0.1, -0.1), ValueError, "momentum must be"),
        (
            lambda: gradient_descent(lambda x: x, [1.0, 2.0], 0.1),
            ValueError,
            r"f must return a scalar.*\(2,\)",
        ),
        (lambda: newton(lambda x, y: x + y, [1.0, 2.0, 3.0]), ValueError, r"takes 2 arguments.*\(3,\)"),
        (lambda: newton(lambda x: 2 * x, [1.0, 2.0]), ValueError, r"f must return a scalar.*\(2,\)"),
    ],
)
def test_bad_input_is_named_before_work(call, error, message):
    with pytest.raises(error, match=message):
        call()
