"""Counts against hand-made ones and against the growth they must have; the record as it was written."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.optimize import rosen

from mvcalc.costs import Work, measured, valley, work


def test_the_valley_is_rosenbrocks() -> None:
    x = np.random.default_rng(4).normal(size=7)
    assert valley(x) == pytest.approx(rosen(x), rel=1e-14)


def test_a_count_by_hand() -> None:
    """Five products, five sines, a sum of five; on the way back two for each of five entries of four edges."""
    assert work(lambda x: np.sum(np.sin(x * x)), np.ones(5)) == Work(15, 2 * 5 * 4)


def test_slices_compute_nothing_on_the_way_there() -> None:
    assert work(lambda x: np.sum(x[1:]), np.ones(5)) == Work(4, 8 + 4)


def test_a_scalar_counts_as_one() -> None:
    assert work(lambda x: np.exp(x), 2.0) == Work(1, 2)


@pytest.mark.parametrize("n", [10, 1000, 100_000])
def test_the_gradient_costs_a_few_evaluations_whatever_the_inputs(n: int) -> None:
    counted = work(valley, np.full(n, 0.3))
    assert counted == Work(8 * (n - 1), 23 * (n - 1))


def test_what_cannot_be_counted_is_named() -> None:
    with pytest.raises(ValueError, match=r"np\.matmul cannot be counted; expected functions entry by entry"):
        work(lambda x: x @ x, np.ones(3))


def test_the_record_is_whole_and_says_when_and_where() -> None:
    times = measured()
    assert times.inputs.tolist() == [10, 100, 1000, 10_000, 100_000]
    for seconds in (times.evaluation, times.differences, times.backward):
        assert seconds.shape == times.inputs.shape
        assert (seconds > 0).all()
    known = np.isfinite(times.forward)
    assert known.tolist() == (times.inputs <= times.hessian_inputs).tolist()
    for dear in (times.forward[known], times.backward, times.differences):
        assert (dear > times.evaluation[: len(dear)]).all()
    assert times.hessian > times.backward[known][-1]
    assert times.machine
    assert date.fromisoformat(times.date)
