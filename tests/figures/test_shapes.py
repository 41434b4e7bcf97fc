"""Figures of chains against NumPy, SymPy and networkless counting; how they stand on a page; what they refuse."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
import sympy as sp

from mvcalc import figures
from mvcalc.figures import shapes
from mvcalc.network import initialise

ALT = "What the figure shows, in words."
EDGES = {("t", "x"): "a", ("t", "y"): "b", ("x", "u"): "c", ("y", "u"): "d", ("y", "f"): "e", ("u", "f"): "g"}
SIDES = ((-2.0, 2.0), (-1.0, 3.0))


def hill(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.exp(-(x**2) - (y - 1) ** 2 / 2)


#: Every figure of the module, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "along": lambda: figures.along(hill, (np.sin, lambda t: t / 2), (0, 3), 1.3, SIDES, alt=ALT),
    "bracketings": lambda: figures.bracketings([2, 7, 3, 5, 4], "ABCD", alt=ALT),
    "costs": lambda: figures.costs([3, 30, 500], {"a": [9, 80, 1000], "b": [9, 900, 250_000]}, alt=ALT),
    "decision": lambda: figures.decision(hill, {(0.5, 0.5): 1, (-1.5, 2): 0}, SIDES, alt=ALT),
    "layers": lambda: figures.layers([3, 5, 2], alt=ALT, labels="abc"),
    "product": lambda: figures.product({"A": (2, 3), "B": (3, 5)}, alt=ALT, result="C"),
    "routes": lambda: figures.routes(["t", "xy", "u", "f"], EDGES, alt=ALT),
}


def test_every_figure_of_the_module_is_tested_here() -> None:
    assert set(shapes.__all__) == set(DRAWN)


@pytest.mark.parametrize("chain", [[(2, 3), (3, 5)], [(1, 4), (4, 2), (2, 6)], [(300, 20), (20, 1)]])
def test_product_has_the_shape_that_numpy_gives(chain: list[tuple[int, int]]) -> None:
    wanted = np.linalg.multi_dot([np.zeros(shape) for shape in chain]).shape
    drawn = figures.product({f"A{k}": shape for k, shape in enumerate(chain)}, alt=ALT).data
    assert (drawn["fits"], drawn["shape"]) == (True, wanted)


def test_boxes_that_numpy_cannot_multiply_have_no_product() -> None:
    picture = figures.product({"A": (3, 4), "B": (2, 3)}, alt=ALT)
    with pytest.raises(ValueError, match="mismatch"):
        np.zeros((3, 4)) @ np.zeros((2, 3))
    assert picture.data["shape"] is None
    assert "4 ≠ 2" in picture._repr_html_()
    assert "=" not in {text.get_text() for text in picture.axes[0].texts}


def counted(order: Sequence[tuple[int, ...]]) -> list[int]:
    """The multiplications of products of matrices, counted one by one."""
    done, costs = np.ones(order[0]), []
    for shape in order[1:]:
        new = np.ones(shape)
        costs.append(sum(1 for _ in range(done.shape[0]) for _ in range(shape[0]) for _ in range(shape[1])))
        done = done @ new
    return costs


@pytest.mark.parametrize("sizes", [[2, 7, 3, 5, 4], [1, 6, 5, 2]])
def test_bracketings_count_what_is_multiplied(sizes: list[int]) -> None:
    data = figures.bracketings(sizes, "ABCD"[: len(sizes) - 1], alt=ALT).data
    chain = list(pairwise(sizes))
    assert data["left"] == counted(chain)
    assert data["right"] == counted([shape[::-1] for shape in chain[::-1]])  # (AB)ᵀ = BᵀAᵀ


def test_routes_are_all_the_ways_to_the_output() -> None:
    found = DRAWN["routes"]().data["routes"]
    names = list("txyuf")
    adjacent = sp.Matrix(5, 5, lambda i, j: int((names[i], names[j]) in EDGES))
    ways = sum((adjacent**k for k in range(1, 5)), sp.zeros(5, 5))[0, 4]
    assert len(found) == len({tuple(way) for way in found}) == ways == 3
    assert all(pair in EDGES for way in found for pair in pairwise(way))


def test_layers_have_the_weights_and_biases_of_a_network() -> None:
    net = initialise([3, 5, 2], ["tanh", "tanh"])
    data = DRAWN["layers"]().data
    assert data["weights"] == sum(W.size for W in net.weights)
    assert data["biases"] == sum(b.size for b in net.biases)


def test_slope_along_a_path_is_the_symbolic_total_derivative() -> None:
    t = sp.Symbol("t")
    exact = sp.exp(-(sp.sin(t) ** 2) - (t / 2 - 1) ** 2 / 2).diff(t).subs(t, sp.Rational(13, 10))
    data = DRAWN["along"]().data
    assert data["slope"] == pytest.approx(float(exact), abs=1e-8)
    assert data["readings"][0] == pytest.approx(np.exp(-0.5))


def test_decision_answers_at_its_points() -> None:
    assert DRAWN["decision"]().data["answers"] == pytest.approx([np.exp(-0.375), np.exp(-2.75)])


def test_costs_are_drawn_with_their_powers() -> None:
    n = np.array([7, 50, 900])
    series = {"cube": 2.0 * n**3, "root": 5 * np.sqrt(n), "short": np.array([7, 50, np.nan])}
    slopes = figures.costs(n, series, alt=ALT).data["slopes"]
    assert slopes == pytest.approx({"cube": 3, "root": 0.5, "short": 1})


@pytest.mark.parametrize("name", DRAWN)
def test_picture_is_well_formed_takes_the_page_s_colours_and_is_the_same_each_time(name: str) -> None:
    text = DRAWN[name]()._repr_html_()
    assert ET.fromstring(text).get("aria-label") == ALT
    assert set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", text))) == set()
    assert DRAWN[name]()._repr_html_() == text


@pytest.mark.parametrize("name", DRAWN)
def test_picture_without_words_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ALT", "")
    with pytest.raises(ValueError, match="alt must say in words"):
        DRAWN[name]()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.product({"A": (2, 3)}, alt=ALT), "two factors or more, not 1"),
        (lambda: figures.product({"A": (2, 0), "B": (3, 1)}, alt=ALT), "A must have a shape"),
        (lambda: figures.bracketings([2, 3, 4], "AB", alt=ALT), "three factors or more"),
        (lambda: figures.bracketings([2, 3, 4, 5], "AB", alt=ALT), "a name for each"),
        (lambda: figures.routes(["t", "f"], {("f", "t"): ""}, alt=ALT), "lead from a column to one on its right"),
        (lambda: figures.routes(["t", "f"], {("t", "q"): ""}, alt=ALT), "not .*'t', 'q'"),
        (lambda: figures.layers([3], alt=ALT), "two or more whole numbers"),
        (lambda: figures.layers([3, 2], alt=ALT, labels="a"), "labels must be one for each of 2"),
        (lambda: figures.along(hill, (np.sin, np.cos), (0, 1), 2, SIDES, alt=ALT), "moment must be from 0 to 1"),
        (lambda: figures.decision(hill, {(0, 0): 2}, SIDES, alt=ALT), "class must be 0 or 1"),
        (lambda: figures.decision(hill, {}, ((1, 0), (0, 1)), alt=ALT), "increasing finite numbers"),
        (lambda: figures.costs([3, 2], {"a": [1, 2]}, alt=ALT), "positive and increasing"),
        (lambda: figures.costs([2, 3], {"a": [1, 0]}, alt=ALT), "a: expected 2 positive costs"),
    ],
)
def test_bad_input_is_named(draw: Callable[[], figures.Picture], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
