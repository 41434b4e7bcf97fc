"""Figures of several variables against SymPy and geometry, and what they refuse."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from matplotlib.colors import to_hex
from matplotlib.contour import QuadContourSet

from mvcalc import figures
from mvcalc.figures import plane

ALT = "What the figure shows, in words."
X, Y, T = sp.symbols("x y t", real=True)
HILL = (2 + X) * sp.exp(-(X**2) / 4 - Y**2)
HERE = {X: sp.Rational(-7, 10), Y: sp.Rational(9, 10)}
AREA = ((-3, 3), (-2, 1.5))


def hill(x: Any, y: Any) -> Any:
    return (2 + x) * np.exp(-(x**2) / 4 - y**2)


def bent(x: Any, y: Any) -> Any:
    return [x + np.sin(y), x * y]


#: Every figure of the module, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "approaches": lambda: figures.approaches(
        hill, {"a": (lambda t: t, lambda t: 2 * t), "b": (lambda t: t, lambda t: t**2)}, (0.1, 0.9), AREA, alt=ALT
    ),
    "clouds": lambda: figures.clouds({"a": ([0.1, 2], [3, 4.5]), "b": ([1], [2])}, alt=ALT),
    "compass": lambda: figures.compass(hill, (-0.7, 0.9), alt=ALT),
    "contours": lambda: figures.contours(
        hill, AREA, alt=ALT, points={"p": (0.3, 0.2)}, arrows={"a": ((0, 0), (1, 0.5))}, path=[(0, 0), (1, 1)],
        field=lambda x, y: (1 - x, -y), levels=[0.2, 0.7, 1.9],
    ),
    "legs": lambda: figures.legs(hill, (0.2, 0.3), (0.5, -0.4), AREA, alt=ALT),
    "linkage": lambda: figures.linkage((0.5, 0.3), (0.4, 0.9), alt=ALT),
    "magnified": lambda: figures.magnified(bent, [[1, np.cos(0.4)], [0.4, 0.7]], (0.7, 0.4), [0.5, 0.01], alt=ALT),
    "slices": lambda: figures.slices(hill, (-0.7, 0.9), {"x": (-2, 2), "y": (-1, 1.5)}, alt=ALT),
    "surfaces": lambda: figures.surfaces({"hill": hill, "tilted": lambda x, y: x - 2 * y}, AREA, alt=ALT),
    "unrolled": lambda: figures.unrolled(3.8, 11, alt=ALT),
}  # fmt: skip


def exact(expression: sp.Expr) -> float:
    return float(expression.subs(HERE).evalf(30))


def test_every_figure_of_the_module_is_tested_here() -> None:
    assert set(plane.__all__) == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_one_image_with_its_words_in_the_page_s_own_colours(name: str) -> None:
    drawn = DRAWN[name]()._repr_html_()
    root = ET.fromstring(drawn)
    assert (root.get("role"), root.get("aria-label")) == ("img", ALT)
    assert not re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", drawn)), (
        "a colour that dark mode cannot change"
    )
    assert drawn == DRAWN[name]()._repr_html_()


def test_slices_have_the_slopes_of_the_symbolic_partial_derivatives() -> None:
    data = DRAWN["slices"]().data
    assert data["slopes"] == pytest.approx([exact(HILL.diff(X)), exact(HILL.diff(Y))], abs=1e-8)
    assert data["f"][1] == pytest.approx([float(HILL.subs({X: -0.7, Y: y})) for y in data["x"][1]], abs=1e-12)


def test_level_lines_lie_on_their_levels() -> None:
    (axes,) = DRAWN["contours"]().axes
    (lines,) = [each for each in axes.collections if isinstance(each, QuadContourSet)]
    for level, path in zip([0.2, 0.7, 1.9], lines.get_paths(), strict=True):
        assert len(path.vertices) > 20
        assert hill(*path.vertices.T) == pytest.approx(level, abs=0.02)


def test_levels_that_the_function_does_not_reach_are_left_out() -> None:
    picture = figures.contours(hill, AREA, alt=ALT, levels=[-5, 0.5, 40])
    assert picture.data["levels"].tolist() == [0.5]


def test_paths_carry_the_values_of_the_function() -> None:
    data = DRAWN["approaches"]().data
    wanted = sp.lambdify(T, HILL.subs({X: T, Y: T**2}))
    assert data["b"] == pytest.approx(wanted(data["t"]), rel=1e-12)


def test_the_compass_is_a_wave_as_high_as_the_gradient_is_long() -> None:
    data = DRAWN["compass"]().data
    gradient = np.array([exact(HILL.diff(X)), exact(HILL.diff(Y))])
    directions = np.array([np.cos(np.deg2rad(data["angle"])), np.sin(np.deg2rad(data["angle"]))])
    assert data["slope"] == pytest.approx(gradient @ directions, abs=1e-7)
    assert data["steepest"] == pytest.approx(np.degrees(np.arctan2(gradient[1], gradient[0])), abs=1.3)


def test_the_rises_of_two_legs_add_up() -> None:
    data = DRAWN["legs"]().data
    assert sum(data["rises"]) == pytest.approx(data["rise"], abs=1e-15)
    assert data["rises"][0] == pytest.approx(float((HILL.subs(Y, -0.1) - HILL.subs(Y, 0.3)).subs(X, 0.2)), abs=1e-12)


def test_an_image_comes_to_the_parallelogram_and_its_area_to_the_determinant() -> None:
    data = DRAWN["magnified"]().data
    determinant = 0.7 - 0.4 * np.cos(0.4)
    assert data["areas"][1] == pytest.approx(determinant, rel=0.02)
    assert abs(data["areas"][1] - determinant) < abs(data["areas"][0] - determinant) / 10
    assert data["gaps"][0] / data["gaps"][1] == pytest.approx(50, rel=0.2), "the gap shrinks like the side"


def test_the_arm_s_velocities_are_the_columns_of_its_jacobian() -> None:
    a, b = sp.symbols("a b")
    hand = sp.Matrix([f(a) / 2 + sp.Rational(3, 10) * f(a + b) for f in (sp.cos, sp.sin)])
    at = {a: sp.Rational(2, 5), b: sp.Rational(9, 10)}
    data = DRAWN["linkage"]().data
    assert data["hand"] == pytest.approx(np.array(hand.subs(at), dtype=float).ravel())
    assert data["velocities"] == pytest.approx(np.array(hand.jacobian([a, b]).subs(at), dtype=float))


def test_the_arm_s_arrows_are_all_in_the_picture() -> None:
    for angles in [(0.4, 0.9), (-2.0, 1.0), (3.0, -2.5)]:
        (axes,) = figures.linkage((0.5, 0.3), angles, alt=ALT).axes
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        tips = np.array([text.xy for text in axes.texts])
        assert ((tips > (left, low)) & (tips < (right, high))).all()


def test_the_can_s_sheet_is_the_can_s_surface() -> None:
    data = DRAWN["unrolled"]().data
    assert 2 * data["disc"] + data["strip"] == pytest.approx(float(2 * sp.pi * 3.8 * (3.8 + 11)))


def test_surfaces_are_drawn_where_the_function_is() -> None:
    heights = DRAWN["surfaces"]().data["tilted"]
    assert (heights.min(), heights.max()) == (-3 - 3, 3 + 4)


def test_each_surface_has_the_colour_asked_for() -> None:
    both = {"hill": hill, "tilted": lambda x, y: x - 2 * y}
    for asked, drawn in (((), ["function", "function"]), (("second", "derivative"), ["second", "derivative"])):
        panels = figures.surfaces(both, AREA, alt=ALT, colours=asked).axes
        assert [panel.get_title(loc="left") for panel in panels] == list(both)
        edges = [to_hex(panel.collections[0].get_edgecolor()[0]) for panel in panels]
        assert edges == [figures.COLOURS[name] for name in drawn]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.slices(hill, (1, 2), {"x": (0, 1)}, alt=ALT), "2 coordinates, 1 domains"),
        (lambda: figures.contours(hill, ((1, 0), (0, 1)), alt=ALT), "two increasing finite numbers"),
        (lambda: figures.contours(hill, AREA, alt="no"), "say in words"),
        (lambda: figures.approaches(hill, dict.fromkeys("abcde", (np.sin, np.cos)), (0, 1), AREA, alt=ALT), "not 5"),
        (lambda: figures.surfaces({"flat": lambda x, y: 0 * x + 4}, AREA, alt=ALT), "it is 4 everywhere"),
        (lambda: figures.surfaces({"hill": hill}, AREA, alt=ALT, colours=("red",)), r"of 1 surfaces, not \('red',\)"),
        (lambda: figures.surfaces({"hill": hill}, AREA, alt=ALT, colours=("ink", "second")), "each of 1 surfaces"),
        (lambda: figures.magnified(bent, [1, 2], (0, 0), [1], alt=ALT), r"not of shape \(2,\)"),
        (lambda: figures.magnified(bent, np.eye(2), (0, 0), [0], alt=ALT), "positive and finite"),
        (lambda: figures.unrolled(-1, 2, alt=ALT), "not -1 and 2"),
        (lambda: figures.linkage((1, 0), (0, 0), alt=ALT), r"not \(1, 0\)"),
        (lambda: figures.legs(hill, (0, 0), (1, 1), ((0, np.inf), (0, 1)), alt=ALT), "two increasing finite numbers"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[], figures.Picture], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
