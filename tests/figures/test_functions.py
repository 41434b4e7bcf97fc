"""Figures of functions, limits and the circle: what they drew against an oracle, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from mvcalc import figures
from mvcalc.figures import functions

ALT = "What the figure shows, in words."


def cubic(x: Any) -> Any:
    return x**3 / 3 - x


TURN = np.linspace(0, 2 * np.pi, 144)

#: Every figure of the module, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "broken": lambda: figures.broken(
        [(cubic, (-2, 0.7)), (np.exp, (0.7, 1.3))],
        filled=[(0.7, 2.01)],
        hollow=[(0.7, -0.59)],
        beside={"sin": np.sin},
        alt=ALT,
    ),
    "circling": lambda: figures.circling(0.8, alt=ALT),
    "crossings": lambda: figures.crossings(
        {"a circle": (np.cos(TURN), np.sin(TURN)), "a cubic": (TURN - 3, cubic(TURN - 3))}, 0.37, alt=ALT
    ),
    "gallery": lambda: figures.gallery(
        {"cubic": cubic, "1/x": lambda x: 1 / x, "root": np.sqrt, "3": lambda x: 3}, (-2, 3), heights=(-4, 4), alt=ALT
    ),
    "mirror": lambda: figures.mirror(np.exp, 0.6, (-2, 1.7), names=("eˣ", "ln x"), alt=ALT),
    "pairs": lambda: figures.pairs({"A": cubic, "B": np.sin}, {"1": np.cos, "2": lambda x: x**2 - 1}, (-2, 2), alt=ALT),
    "reading": lambda: figures.reading(
        lambda t: 21 + 64 * np.exp(-t / 26), [7, 31], (0, 60), sets=True, digits=1, alt=ALT
    ),
    "sector": lambda: figures.sector(0.83, alt=ALT),
}


def test_every_figure_of_the_module_is_tested_here() -> None:
    named = ((name, getattr(figures, name)) for name in figures.__all__)
    assert {name for name, each in named if getattr(each, "__module__", "") == functions.__name__} == set(DRAWN)


def test_outputs_are_read_off_where_the_function_is() -> None:
    data = DRAWN["reading"]().data
    assert data["outputs"] == pytest.approx([float(21 + 64 * mpmath.exp(mpmath.mpf(-t) / 26)) for t in (7, 31)])


def test_a_vertical_line_meets_a_circle_twice_and_a_graph_once() -> None:
    data = DRAWN["crossings"]().data
    half = np.sqrt(1 - 0.37**2)
    assert data["a circle"] == pytest.approx([-half, half], abs=1e-3)
    assert data["a cubic"] == pytest.approx([0.37**3 / 3 - 0.37], abs=1e-3)


def test_a_gallery_draws_what_is_a_number_and_inside_its_frame() -> None:
    data = DRAWN["gallery"]().data
    x, inside = data["x"], np.isfinite(data["1/x"])
    assert data["1/x"][inside] * x[inside] == pytest.approx(1)
    assert np.abs(data["1/x"][inside]).max() <= 12
    assert np.abs(x[~inside]).max() < 1 / 12
    assert np.isnan(data["root"][x < 0]).all()
    assert data["root"][x >= 0] ** 2 == pytest.approx(x[x >= 0])
    assert (data["3"] == 3).all()


def test_pairs_stand_in_the_order_given() -> None:
    picture = DRAWN["pairs"]()
    assert [axes.get_title(loc="left") for axes in picture.axes] == ["A", "B", "1", "2"]
    x, slope = picture.data["x"], picture.data["2"]
    middles = (x[1:] + x[:-1]) / 2
    assert np.diff(picture.data["A"]) / np.diff(x) == pytest.approx(np.interp(middles, x, slope), abs=1e-3)


def test_slopes_in_the_mirror_are_those_of_the_inverse() -> None:
    data = DRAWN["mirror"]().data
    height = mpmath.exp("0.6")
    assert data["points"][1] == pytest.approx([float(height), 0.6])
    assert data["slopes"] == pytest.approx([float(height), float(mpmath.diff(mpmath.log, height))], rel=1e-8)


def test_pieces_end_where_they_are_told() -> None:
    (x, y), (u, v) = DRAWN["broken"]().data["pieces"]
    assert [x[0], x[-1], u[0], u[-1]] == [-2, 0.7, 0.7, 1.3]
    assert y[-1] == pytest.approx(0.343 / 3 - 0.7)
    assert v[0] == pytest.approx(float(mpmath.exp("0.7")))
    assert DRAWN["broken"]().data["beside"]["sin"][-1] == pytest.approx(float(mpmath.sin("1.3")))


def test_areas_are_those_of_the_circle() -> None:
    data = DRAWN["sector"]().data
    with mpmath.workdps(30):
        angle = mpmath.mpf("0.83")
        under_arc = mpmath.quad(lambda x: mpmath.sqrt(1 - x**2), [mpmath.cos(angle), 1])
        slice_ = under_arc + mpmath.cos(angle) * mpmath.sin(angle) / 2
    assert data["sector"] == pytest.approx(float(slice_), rel=1e-12)
    assert data["inner"] == pytest.approx(float(mpmath.sin("0.83") / 2), rel=1e-12)
    assert data["outer"] == pytest.approx(float(mpmath.tan("0.83") / 2), rel=1e-12)


def test_velocity_on_the_circle_is_the_slope_of_the_position() -> None:
    before, now, after = (figures.circling(0.8 + h, alt=ALT).data for h in (-1e-5, 0, 1e-5))
    assert (after["position"] - before["position"]) / 2e-5 == pytest.approx(now["velocity"], abs=1e-9)
    assert now["position"] @ now["velocity"] == pytest.approx(0, abs=1e-15)


def test_bad_input_is_named() -> None:
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: figures.reading(np.exp, [3], (0, 2), alt=ALT), r"inputs must lie in \(0.0, 2.0\), not \[3\]"),
        (lambda: figures.crossings({"two": ([1, 2], [1, 2, 3])}, 1.5, alt=ALT), "two: a path is two lists"),
        (lambda: figures.gallery({}, (0, 1), alt=ALT), "functions must be one or more"),
        (lambda: figures.gallery({"f": np.sin}, (0, 1), heights=(1, 1), alt=ALT), "two increasing finite numbers"),
        (lambda: figures.mirror(np.cos, 1, (0, 2), names=("f", "g"), alt=ALT), "f must rise over"),
        (lambda: figures.pairs({"A": np.sin}, {}, (0, 1), alt=ALT), "not 0 for 1"),
        (lambda: figures.broken([], alt=ALT), "pieces must be one or more"),
        (lambda: figures.broken([(np.sin, (1, 0))], alt=ALT), "two increasing finite numbers"),
        (lambda: figures.sector(1.6, alt=ALT), "angle must be between 0 and π/2, not 1.6"),
        (lambda: figures.circling(1, alt="circle"), "alt must say in words"),
    ]
    for call, message in cases:
        with pytest.raises(ValueError, match=message):
            call()
