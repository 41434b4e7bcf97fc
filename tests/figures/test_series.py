"""Figures of Taylor polynomials against SymPy and mpmath, and what they refuse."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy as sp

from mvcalc import figures
from mvcalc.figures import series

ALT = "What the figure shows, in words."
X = sp.Symbol("x")
EGG = 18 * X ** sp.Rational(2, 3)
WAVE = sp.exp(X) * sp.sin(2 * X)


def egg(x: np.ndarray) -> np.ndarray:
    return 18 * x ** (2 / 3)


def wave(x: np.ndarray) -> np.ndarray:
    return np.exp(x) * np.sin(2 * x)


def bell(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + z**2)


#: Every figure of the module, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "bounded": lambda: figures.bounded(np.sqrt, 16, [1, 3], (9, 27), alt=ALT),
    "coefficients": lambda: figures.coefficients({"a": [1, 0, -0.3], "b": [0.5, 2]}, [2, 0.7], alt=ALT),
    "discs": lambda: figures.discs(bell, [1j, -1j], [0.4, 2], ((-2, 5), (-2.5, 2.5)), alt=ALT, levels=[0.4, 1.5]),
    "polynomials": lambda: figures.polynomials(egg, 64, [0, 1, 3], (10, 200), heights=(0, 700), alt=ALT),
    "rolle": lambda: figures.rolle(wave, 0.2, 1.4, 2, alt=ALT),
    "sums": lambda: figures.sums([2.0, -0.9, 0.3], limit=1.3, alt=ALT),
    "trust": lambda: figures.trust(egg, 64, [0, 1, 2], (10, 200), 10, alt=ALT),
}


def polynomial(f: sp.Expr, p: sp.Rational, n: int) -> sp.Expr:
    return sum(f.diff(X, k).subs(X, p) / sp.factorial(k) * (X - p) ** k for k in range(n + 1))


def test_every_figure_of_the_module_is_tested_here() -> None:
    assert set(series.__all__) == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_one_image_with_its_words_and_the_same_each_time(name: str) -> None:
    drawn = DRAWN[name]()._repr_html_()
    root = ET.fromstring(drawn)
    assert (root.get("role"), root.get("aria-label")) == ("img", ALT)
    assert drawn == DRAWN[name]()._repr_html_()


def test_polynomials_are_those_of_the_symbolic_derivatives() -> None:
    data = DRAWN["polynomials"]().data
    for n in (0, 1, 3):
        exact = sp.lambdify(X, polynomial(EGG, sp.Integer(64), n), "mpmath")
        assert data[n] == pytest.approx([float(exact(mpmath.mpf(x))) for x in data["x"]], rel=1e-10)


def test_a_polynomial_is_trusted_exactly_as_far_as_its_error_is_within_the_tolerance() -> None:
    data = DRAWN["trust"]().data
    for n, guesses in {0: (60, 67), 1: (30, 105), 2: (18, 130)}.items():
        error = sp.lambdify(X, sp.Abs(polynomial(EGG, sp.Integer(64), n) - EGG) - 10, "mpmath")
        ends = [float(mpmath.findroot(error, guess)) for guess in guesses]
        assert data["within"][n] == pytest.approx(ends, abs=0.02)


def test_the_bound_is_lagrange_s_and_lies_above_the_error_everywhere() -> None:
    data = DRAWN["bounded"]().data
    assert data["x"].min() == 9
    assert data["x"].max() == 27
    for n in (1, 3):
        assert np.all(data["errors"][n] <= data["bounds"][n])
        rate = sp.lambdify(X, sp.Abs(sp.sqrt(X).diff(X, n + 1)), "mpmath")  # falls as x grows
        for x, bound in zip(data["x"], data["bounds"][n], strict=True):
            exact = rate(min(x, 16.0)) * abs(mpmath.mpf(x) - 16) ** (n + 1) / mpmath.factorial(n + 1)
            assert float(exact) <= bound <= 1.02 * float(exact)


def test_each_zero_of_the_proof_is_a_zero_and_lies_before_the_last() -> None:
    data = DRAWN["rolle"]().data
    p, x = sp.Rational(1, 5), sp.Rational(7, 5)
    remainder = WAVE - polynomial(WAVE, p, 2)
    K = remainder.subs(X, x) / (x - p) ** 3
    assert data["K"] == pytest.approx(float(K), rel=1e-9)
    F = remainder - K * (X - p) ** 3
    for k, zero in enumerate(data["zeros"]):
        assert abs(F.diff(X, k).evalf(30, subs={X: sp.Float(zero, 30)})) < 1e-6
    assert data["zeros"] == sorted(data["zeros"], reverse=True)
    assert data["zeros"][-1] > 0.2
    third = WAVE.diff(X, 3).evalf(30, subs={X: sp.Float(data["zeros"][-1], 30)})
    assert float(third) / 6 == pytest.approx(data["K"], rel=1e-6), "Lagrange's remainder"


def test_sums_run_over_the_terms() -> None:
    assert DRAWN["sums"]().data["sums"] == pytest.approx([2.0, 1.1, 1.4])


def test_a_disc_reaches_to_the_nearest_pole() -> None:
    assert DRAWN["discs"]().data["radii"] == pytest.approx([np.hypot(0.4, 1), np.sqrt(5)])


def test_coefficients_that_are_zero_are_left_out() -> None:
    k, size = DRAWN["coefficients"]().data["a"]
    assert (k.tolist(), size.tolist()) == ([0, 2], [1, 0.3])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.polynomials(egg, 64, [2, 1], (10, 90), heights=(0, 1), alt=ALT), "in increasing order"),
        (lambda: figures.polynomials(egg, 64, [-1], (10, 90), heights=(0, 1), alt=ALT), "whole numbers from 0"),
        (lambda: figures.polynomials(egg, 64, [1], (10, 90), heights=(1, 0), alt=ALT), "two increasing finite"),
        (lambda: figures.trust(egg, 64, [1], (10, 90), 0, alt=ALT), "tolerance must be positive"),
        (lambda: figures.trust(egg, 5, [1], (10, 90), 1, alt=ALT), "p must lie inside"),
        (lambda: figures.bounded(np.sqrt, 30, [1], (9, 25), alt=ALT), "p must lie inside"),
        (lambda: figures.bounded(np.sqrt, 4, [1], (-1, 9), alt=ALT), "f has no bound"),
        (lambda: figures.rolle(wave, 1.4, 0.2, 2, alt=ALT), "two increasing finite"),
        (lambda: figures.rolle(wave, 0.2, 1.4, 5, alt=ALT), "order must be 1 to 4"),
        (lambda: figures.rolle(lambda t: t**2, 0.2, 1.4, 2, alt=ALT), "no zero was found"),
        (lambda: figures.sums([1, np.inf], alt=ALT), "finite numbers"),
        (lambda: figures.coefficients({"a": [1, 2]}, [1, 2], alt=ALT), "a positive radius for each of 1"),
        (lambda: figures.discs(bell, [], [0], ((-1, 1), (-1, 1)), alt=ALT), "expected a singular point"),
        (lambda: figures.sums([1], alt="Sums"), "alt must say in words"),
    ],
)
def test_bad_input_is_named(draw: Callable[[], figures.Picture], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
