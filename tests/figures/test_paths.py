"""Paths by steps lead to the same places, as fontTools reads them."""

from __future__ import annotations

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from hypothesis import given
from hypothesis import strategies as st

from mvcalc.figures._paths import NUMBERS, relative

PLACE = st.integers(-99_999, 99_999).map(lambda n: f"{n / 100:.2f}".rstrip("0").rstrip("."))


def _piece(command: str) -> st.SearchStrategy[str]:
    return st.lists(PLACE, min_size=NUMBERS[command], max_size=NUMBERS[command]).map(
        lambda numbers: f"{command} {' '.join(numbers)} "
    )


STROKE = st.tuples(
    _piece("M"), st.lists(st.sampled_from("LQC").flatmap(_piece), min_size=1), st.sampled_from(["", "z "])
)


def _places(path: str) -> list[tuple[str, list[float]]]:
    pen = RecordingPen()
    parse_path(path, pen)
    return [(name, [number for point in points for number in point]) for name, points in pen.value]


@given(st.lists(STROKE, min_size=1, max_size=4).map(lambda ss: "".join(m + "".join(rest) + z for m, rest, z in ss)))
def test_the_same_places(path: str) -> None:
    short = relative(path)
    for (name, numbers), (again, found) in zip(_places(path), _places(short), strict=True):
        assert (name, found) == (again, pytest.approx(numbers, abs=1e-6))


def test_a_curve_in_small_steps_is_said_in_fewer_letters() -> None:
    curve = "M 100 200 " + " ".join(f"L {100 + x / 2:g} {200 + x * x / 100:g}" for x in range(1, 60))
    assert len(relative(curve)) < 0.75 * len(curve)


@pytest.mark.parametrize("path", ["M 0 0 A 1 1 0 0 0 2 2", "m 0 0 l 1 1", "M 1e5 0 L 2 2", "M 0,0 L 1,1"])
def test_a_path_in_another_manner_is_left_alone(path: str) -> None:
    assert relative(path) == path
