"""What a figure drew against an oracle; how it stands on a page; what it refuses."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from mvcalc import figures
from mvcalc.datasets import car_position
from mvcalc.figures import curves

ALT = "What the figure shows, in words."
X = sp.Symbol("x")
CUBIC = X**3 / 3 - X


def cubic(x: np.ndarray) -> np.ndarray:
    return x**3 / 3 - x


#: Every figure, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "curve": lambda: figures.curve({"f": cubic, "g": np.sin}, (-2, 1.5), alt=ALT),
    "points": lambda: figures.points([0, 0.5, 2], [1, 3, 2], alt=ALT),
    "record_and_rates": lambda: figures.record_and_rates(
        np.arange(9) / 2, np.arange(9) ** 2, alt=ALT, names=("s", "v", "a"), label="t", every=(1, 2)
    ),
    "secants": lambda: figures.secants(cubic, 0.7, [1, 0.4, -0.3], (-2, 2), alt=ALT),
    "slopes": lambda: figures.slopes(cubic, [-1.6, 0.3, 1.2], (-2, 2), alt=ALT),
    "stack": lambda: figures.stack({"f": cubic, "f′": lambda x: x**2 - 1}, (-2, 1.5), alt=ALT, guides=(1,)),
    "tangent": lambda: figures.tangent(cubic, 1.3, (-2, 2), alt=ALT),
    "triangle": lambda: figures.triangle(cubic, -1.4, 1.9, (-2, 2), alt=ALT),
    "zoom": lambda: figures.zoom(cubic, 0.6, [2, 0.5], alt=ALT),
}


def exact(expression: sp.Expr, x: float) -> float:
    return float(expression.evalf(30, subs={X: x}))


def test_every_figure_of_the_module_is_tested_here() -> None:
    own = {each.__name__ for each in vars(curves).values() if getattr(each, "__module__", "") == curves.__name__}
    assert own == set(DRAWN)


def test_secant_slopes_are_those_of_exact_arithmetic() -> None:
    data = DRAWN["secants"]().data
    wanted = [exact((CUBIC.subs(X, sp.Rational(7, 10) + h) - CUBIC.subs(X, sp.Rational(7, 10))) / h, 0) for h in
              (sp.Integer(1), sp.Rational(2, 5), sp.Rational(-3, 10))]  # fmt: skip
    assert data["slopes"] == pytest.approx(wanted, rel=1e-12)


def test_tangents_have_the_slopes_of_the_symbolic_derivative() -> None:
    data = DRAWN["slopes"]().data
    assert data["slopes"] == pytest.approx([exact(CUBIC.diff(X), x) for x in data["places"]], abs=1e-8)
    assert DRAWN["tangent"]().data["slope"] == pytest.approx(exact(CUBIC.diff(X), 1.3), abs=1e-8)


def test_triangle_is_rise_over_run() -> None:
    data = DRAWN["triangle"]().data
    assert data["slope"] == pytest.approx((exact(CUBIC, 1.9) - exact(CUBIC, -1.4)) / 3.3)
    assert data["rise"] / data["run"] == pytest.approx(data["slope"])


def test_curves_are_drawn_where_the_function_is() -> None:
    data = DRAWN["curve"]().data
    assert data["f"] == pytest.approx([exact(CUBIC, x) for x in data["x"]], abs=1e-12)
    assert data["x"][[0, -1]].tolist() == [-2, 1.5]


def test_bend_under_the_glass_is_an_eighth_of_the_second_derivative_times_the_width() -> None:
    bend = figures.zoom(cubic, 0.6, [0.02, 0.01], alt=ALT).data["bend"]
    assert bend == pytest.approx([0.02 * 1.2 / 8, 0.01 * 1.2 / 8], rel=1e-3)


def test_rates_of_the_car_approach_its_acceleration() -> None:
    t = np.arange(601) / 20
    picture = figures.record_and_rates(t, car_position(t), alt=ALT, names=("s", "v", "a"), label="t", every=(1, 10))
    times, acceleration = picture.data["second_rate"]
    assert acceleration[np.argmin(abs(times - 7))] == pytest.approx(14 * 1.5 / 10, rel=0.02)


@pytest.mark.parametrize("name", DRAWN)
def test_picture_is_well_formed_svg_in_the_page_s_own_colours_and_fonts(name: str) -> None:
    text = DRAWN[name]()._repr_html_()
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == ALT
    assert "viewBox" in root.attrib
    colours = set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", text)))
    assert colours == set(), "a colour that dark mode cannot change"
    assert set(re.findall(r"font-family: ([^;]*);", text)) <= {"var(--mv-figure-font, sans-serif)"}
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(|href=")#([^)"]*)', text)) <= set(ids)


@pytest.mark.parametrize("name", DRAWN)
def test_drawing_again_gives_the_same_bytes(name: str) -> None:
    assert DRAWN[name]()._repr_html_() == DRAWN[name]()._repr_html_()


def test_two_pictures_on_a_page_share_no_identifier() -> None:
    ids = [set(re.findall(r'\bid="([^"]*)"', DRAWN[name]()._repr_html_())) for name in ("secants", "triangle")]
    assert ids[0].isdisjoint(ids[1])


def test_labels_are_escaped() -> None:
    picture = figures.curve({"<b>": np.sin}, (0, 1), alt='A wave that says "less < more" & so on.')
    root = ET.fromstring(picture._repr_html_())
    assert root.get("aria-label") == picture.alt
    assert any(element.text == "<b>" for element in root.iter())


def test_colours_are_those_of_the_style_sheet() -> None:
    sheet = (Path(__file__).parents[2] / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    light = sheet[sheet.index('html[data-theme="light"] {') :]
    tokens = dict(re.findall(r"--mv-([a-z]+): (#[0-9a-f]{6});", light[: light.index("}")]))
    assert {name: tokens[name] for name in figures.COLOURS} == dict(figures.COLOURS)


@pytest.mark.parametrize("alt", ["", "Figure", "a graph", None])
def test_a_figure_without_words_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="alt must say in words"):
        figures.curve(np.sin, (0, 1), alt=alt)


@pytest.mark.parametrize("domain", [(1, 1), (2, 1), (0, np.inf), (np.nan, 1)])
def test_a_domain_must_be_an_interval(domain: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="domain must be two increasing finite numbers"):
        figures.tangent(np.sin, 0.5, domain, alt=ALT)


def test_other_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="a must be below b"):
        figures.triangle(np.sin, 2, 1, (0, 3), alt=ALT)
    with pytest.raises(ValueError, match="widths must be positive"):
        figures.zoom(np.sin, 0, [1, 0], alt=ALT)
    with pytest.raises(ValueError, match="a and b must differ"):
        figures.secants(np.sin, 0, [1, 0], (0, 1), alt=ALT)
    with pytest.raises(ValueError, match="one length"):
        figures.points([1, 2], [1, 2, 3], alt=ALT)
