"""What the figures of the rules drew, against SymPy, mpmath and SciPy; and what they refuse."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize_scalar

from mvcalc import figures
from mvcalc.figures import rules

ALT = "What the figure shows, in words."
X = sp.Symbol("x")
F, G = 3 + X**2, sp.exp(X / 2)
f, g = (sp.lambdify(X, each) for each in (F, G))
df, dg = (sp.lambdify(X, each.diff(X)) for each in (F, G))
NAMES = ("fg", "slope", "f′g", "fg′")
TREE = ("×", "product", ("x²", "power"), ("+", "sum", ("1", "constant"), ("sin", "chain", ("3x", "power"))))

#: Every figure of the module, drawn with inputs that have nothing special about them.
DRAWN: dict[str, Callable[[], figures.Picture]] = {
    "activations": lambda: figures.activations({"a": (f, df), "b": (g, dg)}, (-2, 1.5), heights=(0, 4), alt=ALT),
    "fading": lambda: figures.fading({"tanh": np.tanh, "half": lambda x: x / 2}, 0.8, 5, alt=ALT),
    "rectangle": lambda: figures.rectangle(f, g, 0.7, 0.3, alt=ALT),
    "rises": lambda: figures.rises(f, lambda x: -g(x), 0.7, 0.4, (-1, 2), alt=ALT),
    "rivals": lambda: figures.rivals(f, df, dg, (-1, 2), names=("f", "right", "wrong"), at=0.7, alt=ALT),
    "rounding": lambda: figures.rounding(np.exp, 0.7, 30, 7, alt=ALT),
    "shares": lambda: figures.shares(f, g, df, dg, (-1, 2), names=NAMES, alt=ALT),
    "sides": lambda: figures.sides(g, 0.7, 0.6, (-1, 2), alt=ALT),
    "tradeoff": lambda: figures.tradeoff(0.13, 4e-16, 2, (-11, 0), alt=ALT),
    "tree": lambda: figures.tree(TREE, alt=ALT),
}


def exact(expression: sp.Expr, x: float) -> float:
    return float(expression.evalf(30, subs={X: x}))


def test_every_figure_of_the_module_is_tested_here() -> None:
    own = {each.__name__ for each in vars(rules).values() if getattr(each, "__module__", "") == rules.__name__}
    assert own == set(DRAWN)


def test_the_pieces_of_the_rectangle_are_what_the_product_gains() -> None:
    data = DRAWN["rectangle"]().data
    assert sum(data.values()) == pytest.approx(exact(F * G, 1.0), rel=1e-14)
    assert data["before"] == pytest.approx(exact(F * G, 0.7), rel=1e-14)
    tiny = figures.rectangle(f, g, 0.7, 1e-6, alt=ALT).data
    assert (tiny["right"] + tiny["top"]) / 1e-6 == pytest.approx(exact((F * G).diff(X), 0.7), rel=1e-5)
    assert tiny["corner"] / 1e-6 < 1e-5


def test_rises_add() -> None:
    data = DRAWN["rises"]().data
    assert data["f + g"] == pytest.approx(exact(F - G, 1.1) - exact(F - G, 0.7), rel=1e-12)
    assert data["g"] < 0 < data["f"]


def test_shares_add_up_to_the_symbolic_derivative() -> None:
    data = DRAWN["shares"]().data
    wanted = [exact((F * G).diff(X), x) for x in data["x"][::40]]
    assert data["derivative"][::40] == pytest.approx(wanted, rel=1e-12)
    assert (data["first"] + data["other"])[::40] == pytest.approx(wanted, rel=1e-12)


def test_only_the_right_rival_is_the_derivative() -> None:
    data = DRAWN["rivals"]().data
    assert data["slopes"][0] == pytest.approx(exact(F.diff(X), 0.7), rel=1e-12)
    assert abs(data["slopes"][1] - data["slopes"][0]) > 0.1


def test_activations_stand_above_their_own_derivatives() -> None:
    data = DRAWN["activations"]().data
    for name, expression in (("a", F), ("b", G)):
        values, slopes = data[name]
        assert values[::60] == pytest.approx([exact(expression, x) for x in data["x"][::60]], rel=1e-12)
        assert slopes[::60] == pytest.approx([exact(expression.diff(X), x) for x in data["x"][::60]], abs=1e-12)


def test_a_chain_fades_like_the_derivative_of_the_nested_function() -> None:
    data = DRAWN["fading"]().data
    nested = X
    for slope in data["tanh"]:
        nested = sp.tanh(nested)
        assert slope == pytest.approx(exact(nested.diff(X), 0.8), rel=1e-12)


def test_rounding_spoils_the_rise_by_a_few_last_digits_and_the_slope_by_more() -> None:
    data = DRAWN["rounding"]().data
    with mp.workdps(40):
        start = mp.mpf(0.7)
        rises = [mp.exp(start + mp.mpf(h)) - mp.exp(start) for h in data["steps"]]
        errors = np.array([float(mp.mpf(s) * mp.mpf(h) - r)
                           for s, h, r in zip(data["slopes"], data["steps"], rises, strict=True)])  # fmt: skip
        assert data["exact"] == pytest.approx(float(mp.exp(start)), rel=1e-15)
    assert data["wrong"] == pytest.approx(errors, abs=1e-26)
    assert 1e-17 < np.abs(data["wrong"]).max() < 3 * np.spacing(np.exp(0.7))
    assert np.abs(data["slopes"] - data["exact"])[:5].max() > 1e-3


def test_the_secants_have_the_slopes_of_exact_arithmetic() -> None:
    data = DRAWN["sides"]().data
    low, here, high = (exact(G, x) for x in (0.1, 0.7, 1.3))
    assert data["forward"] == pytest.approx((high - here) / 0.6, rel=1e-12)
    assert data["central"] == pytest.approx((high - low) / 1.2, rel=1e-12)


@pytest.mark.parametrize("order", [1, 2])
def test_the_best_step_is_where_a_search_finds_the_bottom(order: int) -> None:
    data = figures.tradeoff(0.13, 4e-16, order, (-11, 0), alt=ALT).data
    total = minimize_scalar(lambda p: np.log(0.13 * 10 ** (p * order) + 4e-16 / 10**p), bounds=(-11, 0))
    assert np.log10(data["best"]) == pytest.approx(total.x, abs=1e-4)


def test_a_tree_keeps_parts_under_their_whole_and_apart_from_each_other() -> None:
    data = DRAWN["tree"]().data
    assert data["labels"] == ("×", "x²", "+", "1", "sin", "3x")
    assert data["rules"] == ("product", "power", "sum", "constant", "chain", "power")
    assert [level for _, level in data["places"]] == [0, 1, 1, 2, 2, 3]
    assert len(set(data["places"])) == 6
    columns = dict(zip(data["labels"], (column for column, _ in data["places"]), strict=True))
    assert columns["x²"] < columns["×"] < columns["+"]
    assert columns["1"] < columns["+"] < columns["sin"] == columns["3x"]


@pytest.mark.parametrize("name", DRAWN)
def test_picture_is_well_formed_svg_in_the_page_s_own_colours(name: str) -> None:
    text = DRAWN[name]()._repr_html_()
    assert ET.fromstring(text).get("aria-label") == ALT
    assert set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", text))) == set()
    assert text == DRAWN[name]()._repr_html_()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: figures.rectangle(f, lambda x: 2 - x, 0.7, 0.3, alt=ALT), "both sides must be positive and grow"),
        (lambda: figures.rectangle(f, lambda x: x - 5, 0.7, 0.3, alt=ALT), "both sides must be positive and grow"),
        (lambda: figures.rises(f, g, 0.7, 0, (0, 1), alt=ALT), "h must not be 0"),
        (lambda: figures.fading({"f": f}, 0.7, 1, alt=ALT), "at least 2 links"),
        (lambda: figures.tree(("×", "product", ("x", "")), alt=ALT), "each box needs a label and a rule"),
        (lambda: figures.sides(g, 0.7, 0, (0, 1), alt=ALT), "h must be positive"),
        (lambda: figures.rounding(np.exp, 0.7, 0, 1, alt=ALT), "count and stride must be at least 1"),
        (lambda: figures.tradeoff(0.1, 0, 1, (-5, 0), alt=ALT), "positive factors"),
        (lambda: figures.tradeoff(0.1, 1, 0, (-5, 0), alt=ALT), "order of 1 or more"),
        (lambda: figures.activations({"a": (f, df)}, (0, 1), heights=(1, 1), alt=ALT), "two increasing finite"),
        (lambda: figures.shares(f, g, df, dg, (2, 1), names=NAMES, alt=ALT), "two increasing finite"),
        (lambda: figures.rivals(f, df, dg, (0, 1), names=("f", "r", "w"), at=0.5, alt="no"), "alt must say in words"),
    ],
)
def test_bad_input_is_named(wrong: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()
