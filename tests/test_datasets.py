"""The book's data against independent integration and their own description."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import linregress

from mvcalc.datasets import car_position, car_track, nebulae, penguins
from mvcalc.difference import central_difference


def speed(t: float) -> float:
    """The speed that the docstring describes, m/s."""

    def ramp(start: float, end: float) -> float:
        u = min(max((t - start) / (end - start), 0), 1)
        return 3 * u**2 - 2 * u**3

    return 14 * (ramp(2, 12) - ramp(20, 26))


@pytest.mark.parametrize("t", [1.0, 3.7, 9.1, 12.0, 16.4, 22.9, 26.0, 29.5])
def test_position_is_the_integral_of_the_described_speed(t: float) -> None:
    distance, _ = quad(speed, 0, t, points=[p for p in (2, 12, 20, 26) if p < t] or None)
    assert car_position(t) == pytest.approx(distance, abs=1e-9)


@pytest.mark.parametrize("t", [3.7, 9.1, 16.4, 22.9])
def test_slope_of_the_position_is_the_speed(t: float) -> None:
    assert central_difference(car_position, t) == pytest.approx(speed(t), abs=1e-6)


def test_record_is_the_position_rounded_to_a_tenth() -> None:
    track = car_track()
    assert track.time.shape == track.position.shape == (61,)
    assert np.abs(track.position - car_position(track.time)).max() <= 0.05 + 1e-9
    assert track.position * 10 == pytest.approx(np.round(track.position * 10))


def test_penguins_are_those_of_the_publication() -> None:
    birds = penguins()
    names, counts = np.unique(birds.species, return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}
    # The ranges that the publishers of the data state for these columns.
    assert birds.measures.min(axis=1).tolist() == [32.1, 13.1, 172, 2700]
    assert birds.measures.max(axis=1).tolist() == [59.6, 21.5, 231, 6300]


def test_nebulae_are_those_of_the_paper() -> None:
    """Sums that a slip of the pen would change, and the slope that Hubble's own paper gives for the 24 nebulae."""
    table = nebulae()
    assert table.name.shape == table.distance.shape == table.velocity.shape == (24,)
    assert len(set(table.name)) == 24
    assert (np.diff(table.distance) >= 0).all()
    slope = linregress(table.distance, table.velocity).slope
    assert slope == pytest.approx(454.16, abs=0.005)  # as it is found wherever this table is fitted
    assert 465 - 50 < slope < 465 + 50  # his own solution, which also solves for the motion of the sun: 465 ± 50
