"""Figures of learning draw what they are given, and refuse what cannot be drawn."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc import figures

ALT = "What the figure shows, in words."
RING = np.array([np.cos(np.linspace(0, 6, 9)), np.sin(np.linspace(0, 6, 9))])


def test_errors_are_model_minus_reading() -> None:
    x, y = np.array([0.0, 1.5, 4.0]), np.array([2.0, -1.0, 3.0])
    data = figures.fits(x, y, {"a": np.cos, "b": np.sin}, errors="b", alt=ALT).data
    np.testing.assert_allclose(data["errors"], np.sin(x) - y)
    np.testing.assert_allclose(data["a"], np.cos(data["grid"]))
    assert data["grid"][0] < 0 < 4 < data["grid"][-1]


def test_a_long_run_is_thinned_but_keeps_its_ends() -> None:
    costs = 1 / (1 + np.arange(5000.0))
    places, heights = figures.learning({"run": costs}, alt=ALT).data["run"]
    assert len(places) <= 200
    assert (places[0], places[-1]) == (0, 4999)
    np.testing.assert_allclose(heights, 1 / (1 + places))


def test_labels_of_runs_that_end_together_stand_apart() -> None:
    picture = figures.learning({name: [1, 1e-3] for name in "abc"}, alt=ALT)
    heights = sorted(text.xy[1] for text in picture.axes[0].texts)
    assert heights[1] / heights[0] > 1.3
    assert heights[2] / heights[1] > 1.3


def test_snapshots_share_one_frame() -> None:
    picture = figures.snapshots({0: RING, 7: 3 * RING}, RING, alt=ALT)
    assert picture.axes[0].get_xlim() == picture.axes[1].get_xlim()
    np.testing.assert_allclose(picture.data[7], 3 * RING)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.fits([1, 2], [1], {}, alt=ALT), "one length"),
        (lambda: figures.fits([1, 2], [1, 2], {"a": np.sin}, errors="b", alt=ALT), "'b'"),
        (lambda: figures.learning({"a": [1, 0]}, alt=ALT), "positive"),
        (lambda: figures.learning({str(k): [1] for k in range(6)}, alt=ALT), "at most 5"),
        (lambda: figures.snapshots({0: [[1, 2]]}, RING, alt=ALT), "curve|0 must be"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: object, message: str) -> None:
    assert callable(draw)
    with pytest.raises(ValueError, match=message):
        draw()
