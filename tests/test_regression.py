"""The straight line against certified values, SciPy and fifty digits; what it refuses."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import curve_fit
from scipy.stats import linregress

from mvcalc.datasets import nebulae
from mvcalc.derivatives import gradient, hessian
from mvcalc.regression import chi_squared, straight_line

# Norris: calibration of ozone monitors. National Institute of Standards and Technology, Statistical Reference
# Datasets, linear least squares, with certified values of 15 digits. In the public domain.
NORRIS = """
    0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6
    556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5
    0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8
    557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2
"""
NORRIS_X, NORRIS_Y = np.array([float(v) for v in NORRIS.split()]).reshape(2, 36)


def exact(x: Any, y: Any, s: Any) -> dict[str, Any]:
    """Solve the normal equations in fifty digits, without centring."""
    with mp.workdps(50):
        x, y, w = ([mp.mpf(float(v)) for v in row] for row in (x, y, s))
        w = [1 / v**2 for v in w]
        sums = mp.matrix(2, 2)
        sums[0, 0] = mp.fsum(u * a * a for u, a in zip(w, x, strict=True))
        sums[0, 1] = sums[1, 0] = mp.fsum(u * a for u, a in zip(w, x, strict=True))
        sums[1, 1] = mp.fsum(w)
        right = mp.matrix([mp.fsum(u * a * b for u, a, b in zip(w, x, y, strict=True)), mp.fdot(w, y)])
        slope, intercept = mp.lu_solve(sums, right)
        misses = [b - slope * a - intercept for a, b in zip(x, y, strict=True)]
        return {
            "slope": slope,
            "intercept": intercept,
            "covariance": np.array((sums**-1).tolist(), dtype=float),
            "chi": float(mp.fsum(u * r**2 for u, r in zip(w, misses, strict=True))),
            "residuals": [float(r) for r in misses],
        }


def test_certified_values_of_norris() -> None:
    line = straight_line(NORRIS_X, NORRIS_Y)
    assert line.slope == pytest.approx(1.00211681802045, rel=1e-13)
    assert line.intercept == pytest.approx(-0.262323073774029, rel=1e-11)
    assert line.slope_uncertainty == pytest.approx(0.429796848199937e-03, rel=1e-12)
    assert line.intercept_uncertainty == pytest.approx(0.232818234301152, rel=1e-12)
    assert line.scatter == pytest.approx(0.884796396144373, rel=1e-12)
    assert line.chi_squared == pytest.approx(26.6173985294224, rel=1e-12)
    assert line.r_squared == pytest.approx(0.999993745883712, rel=1e-14)
    assert line.degrees_of_freedom == 34


def test_nebulae_against_scipy() -> None:
    table = nebulae()
    line, want = straight_line(table.distance, table.velocity), linregress(table.distance, table.velocity)
    assert (line.slope, line.intercept) == pytest.approx((want.slope, want.intercept), rel=1e-12)
    assert (line.slope_uncertainty, line.intercept_uncertainty) == pytest.approx((want.stderr, want.intercept_stderr))
    assert line.r_squared == pytest.approx(want.rvalue**2)
    assert line(table.distance) + line.residuals == pytest.approx(table.velocity)


@pytest.mark.parametrize("shift", [0.0, 1e6])
@pytest.mark.parametrize("seed", range(6))
def test_weighted_line_against_fifty_digits_and_scipy(seed: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    n = 5 + seed
    x, s = shift + rng.normal(size=n), rng.uniform(0.2, 3.0, size=n)
    y = rng.normal(size=n) * s + 1.7 * (x - shift) - 0.4
    line, want = straight_line(x, y, s), exact(x, y, s)
    assert line.slope == pytest.approx(float(want["slope"]), rel=1e-9)
    assert line.intercept == pytest.approx(float(want["intercept"]), rel=1e-9)
    assert line.covariance == pytest.approx(want["covariance"], rel=1e-7)
    assert line.chi_squared == pytest.approx(want["chi"], rel=1e-9)
    assert line.residuals == pytest.approx(want["residuals"], rel=1e-7, abs=1e-7)
    if not shift:
        fitted, covariance = curve_fit(lambda x, m, c: m * x + c, x, y, sigma=s, absolute_sigma=True)
        assert (line.slope, line.intercept) == pytest.approx(fitted, rel=1e-6)
        assert line.covariance == pytest.approx(covariance, rel=1e-4)


def test_the_best_line_is_where_the_gradient_vanishes_and_the_hessian_is_a_bowl() -> None:
    rng = np.random.default_rng(5)
    x, y, s = rng.normal(size=9), rng.normal(size=9), rng.uniform(0.5, 2.0, size=9)
    line = straight_line(x, y, s)

    def cost(m: Any, c: Any) -> Any:
        return np.sum(((y - m * x - c) / s) ** 2)

    best = [line.slope, line.intercept]
    assert gradient(cost, best) == pytest.approx([0.0, 0.0], abs=1e-12)
    curvature = hessian(cost, best)
    assert np.linalg.eigvalsh(curvature)[0] > 0
    assert line.covariance == pytest.approx(2 * np.linalg.inv(curvature))  # the field's rule for a χ²
    assert line.chi_squared == pytest.approx(cost(*best))


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=3, max_size=12),
    st.floats(-5, 5),
    st.floats(-5, 5),
)
def test_no_other_line_has_a_smaller_chi_squared(readings: list[tuple[int, int]], dm: float, dc: float) -> None:
    x, y = np.array(readings, dtype=float).T
    if np.ptp(x) == 0:
        return
    line = straight_line(x, y)
    other = chi_squared(x, y, line.slope + dm, line.intercept + dc)
    assert other >= line.chi_squared * (1 - 1e-9) - 1e-9


def test_repeated_readings_are_one_reading_with_a_smaller_uncertainty() -> None:
    x, y, k = np.array([0.5, 1.2, 3.1]), np.array([2.0, 1.0, 4.5]), np.array([4, 1, 9])
    many = straight_line(np.repeat(x, k), np.repeat(y, k), 0.6)
    few = straight_line(x, y, 0.6 / np.sqrt(k))
    assert (many.slope, many.intercept) == pytest.approx((few.slope, few.intercept))
    assert many.covariance == pytest.approx(few.covariance)


def test_uncertainties_are_the_scatter_of_many_fits() -> None:
    rng = np.random.default_rng(11)
    x, s = np.linspace(-1, 2, 7), np.linspace(0.5, 1.5, 7)
    lines = [straight_line(x, 3 * x - 1 + s * rng.normal(size=7), s) for _ in range(4000)]
    assert np.std([line.slope for line in lines]) == pytest.approx(lines[0].slope_uncertainty, rel=0.05)
    assert np.std([line.intercept for line in lines]) == pytest.approx(lines[0].intercept_uncertainty, rel=0.05)
    assert np.mean([line.chi_squared for line in lines]) == pytest.approx(5, rel=0.05)


def test_two_readings_with_uncertainties_give_the_line_through_them() -> None:
    line = straight_line([1.0, 3.0], [2.0, 8.0], [0.3, 0.4])
    assert (line.slope, line.intercept, line.chi_squared) == pytest.approx((3.0, -1.0, 0.0))
    assert line.slope_uncertainty == pytest.approx(np.hypot(0.3, 0.4) / 2)  # of a difference, over the run
    assert np.isnan(line.scatter)


def test_very_small_and_very_large_uncertainties() -> None:
    for s in (1e-120, 1e120):
        line = straight_line([0.0, 1.0, 3.0], [1.0, 3.1, 6.8], [s, 2 * s, s])
        assert line.slope == pytest.approx(straight_line([0.0, 1.0, 3.0], [1.0, 3.1, 6.8], [1, 2, 1]).slope)


def test_chi_squared_of_many_lines_at_once() -> None:
    x, y, s = [1.0, 2.0, 4.0], [3.0, 5.0, 8.0], [1.0, 2.0, 0.5]
    slopes, intercepts = np.array([[1.0], [2.0]]), np.array([0.0, 1.0, -2.0])
    got = chi_squared(x, y, slopes, intercepts, s)
    assert got.shape == (2, 3)
    for i, m in enumerate((1.0, 2.0)):
        for j, c in enumerate((0.0, 1.0, -2.0)):
            assert got[i, j] == pytest.approx(sum(((b - m * a - c) / e) ** 2 for a, b, e in zip(x, y, s, strict=True)))


@pytest.mark.parametrize(
    ("x", "y", "s", "why"),
    [
        ([1.0, 2.0], [1.0, 2.0], None, "at least 3 readings are needed, got 2"),
        ([1.0], [2.0], [0.1], "at least 2 readings are needed, got 1"),
        ([], [], [], "at least 2 readings are needed, got 0"),
        ([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], None, "x must not be all equal"),
        ([2.0, 2.0], [1.0, 2.0], 0.1, "x must not be all equal"),
        ([1.0, 2.0, 3.0], [1.0, 2.0], None, r"two lists of one length, got shapes \(3,\) and \(2,\)"),
        ([[1.0, 2.0, 3.0]], [[1.0, 2.0, 3.0]], None, "two lists of one length"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [0.1, 0.2], r"s must be one number or have the shape of y, \(3,\)"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [0.1, 0.0, 0.2], r"s must be above 0, got \[0\.\]"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], -0.1, "s must be above 0, got"),
        ([1.0, np.nan, 3.0], [1.0, 2.0, 3.0], None, r"x must be finite, got \[nan\]"),
        ([1.0, 2.0, 3.0], [1.0, np.inf, 3.0], None, r"y must be finite, got \[inf\]"),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, np.nan, 1.0], r"s must be finite, got \[nan\]"),
    ],
)
def test_bad_readings_are_refused_by_name(x: Any, y: Any, s: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        straight_line(x, y, s)


def test_chi_squared_refuses_the_same() -> None:
    with pytest.raises(ValueError, match=r"s must be above 0"):
        chi_squared([1.0, 2.0], [1.0, 2.0], 1.0, 0.0, [1.0, -1.0])
    with pytest.raises(ValueError, match=r"one length"):
        chi_squared([1.0, 2.0], [1.0], 1.0, 0.0)
