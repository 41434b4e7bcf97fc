"""What a figure says at first against an oracle; what it tells the browser; what it refuses."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy import optimize
from sphinx.errors import ExtensionError

from mvcalc import difference, explore, formula, tape
from mvcalc.explore.parts import Variable
from mvcalc.sphinxext.scripts import bundle
from mvcalc.taylor import lagrange_bound

ROOT = Path(__file__).parents[1]
ALT = "What the figure shows, in words."
X, Y, U, Z = sp.symbols("x y u z", real=True)
WAVE = sp.Lambda(X, sp.sin(X) + X / 3)
HILLS = sp.Lambda((X, Y), sp.sin(X + Y / 3) * sp.cos(Y) + X / 4)
BENT = sp.Lambda((X, Y), sp.Tuple(X + sp.sin(Y) / 2, Y + X**2 / 4))
BELL = sp.Lambda(X, 1 / (1 + X**2))
LOGISTIC = sp.Lambda(Z, 1 / (1 + sp.exp(-Z)))
WIDE = ((-3, 3), (-2, 2))
H = 10.0 ** -np.arange(1, 8)
RECORD = tape.record(lambda w, a, b: np.tanh(w * a + b) ** 2, 0.8, 1.5, -0.4)
READINGS = np.array([[0.4, 1.1, 2.3, 2.9, 4.2], [1.2, 2.9, 4.1, 6.2, 7.4], [0.4, 0.3, 0.8, 0.5, 0.6]])
RING = np.array([np.cos(np.linspace(0, 6, 9)), np.sin(np.linspace(0, 6, 9))])

#: Every figure, started where nothing is special.
SHOWN: dict[str, Callable[..., explore.Exploration]] = {
    "secant": lambda **o: explore.secant(WAVE, 0.6, 3.4, (-0.5, 6), **o),
    "tracer": lambda **o: explore.tracer(WAVE, 1.3, (-2, 5), **o),
    "limit": lambda **o: explore.limit(WAVE, 1.7, 1.5, 0.4, 0.9, (-0.5, 6), tolerance=1.2, **o),
    "chain": lambda **o: explore.chain(sp.Lambda(X, X**2 / 2), sp.Lambda(U, 2 * sp.sin(U)), 1.2, 0.4, (0, 2.4), **o),
    "neuron": lambda **o: explore.neuron(LOGISTIC, 2, -1, 1.2, (-4, 4), **o),
    "taylor": lambda **o: explore.taylor(BELL, 0.2, 4, 0.7, (-2, 2), heights=(-1, 2), **o),
    "contour": lambda **o: explore.contour(HILLS, (0.8, 1.1), 110, WIDE, **o),
    "hessian": lambda **o: explore.hessian(HILLS, (0.8, 1.1), WIDE, **o),
    "map": lambda **o: explore.map(BENT, (0.4, 0.5), 0.3, WIDE, **o),
    "surface": lambda **o: explore.surface(HILLS, (0.8, 1.1), WIDE, **o),
    "quadric": lambda **o: explore.quadric(HILLS, (0.8, 1.1), WIDE, size=0.4, **o),
    "graph": lambda **o: explore.graph(RECORD, names=["w", "a", "b"], **o),
    "training": lambda **o: explore.training({0: RING / 2, 3: RING}, [1, 0.5, 0.2, 0.1], RING, **o),
    "errors": lambda **o: explore.errors(H, {"central": H**2, "forward": H}, start=2, **o),
    "fit": lambda **o: explore.fit(*READINGS[:2], 0.8, 1.5, (-1, 4), (-3, 4), s=READINGS[2], **o),
}


def shown(name: str) -> explore.Exploration:
    return SHOWN[name](alt=ALT)


def readings(name: str) -> dict[str, float]:
    return {key: float(value) for key, value in shown(name).picture.data["readings"].items()}


def exact(expression: Any, **at: float) -> float:
    return float(expression.evalf(30, subs={sp.Symbol(k, real=True): sp.Float(v, 30) for k, v in at.items()}))


def test_every_figure_of_the_module_is_tested_here() -> None:
    assert set(explore.__all__) - {"Exploration", "Variable", "sandpit", "singularities"} == set(SHOWN)


def test_secant_and_tracer_say_rise_over_run_and_the_derivative() -> None:
    f = WAVE.expr
    said = readings("secant")
    assert said["secant slope"] == pytest.approx((exact(f, x=3.4) - exact(f, x=0.6)) / 2.8, rel=1e-12)
    assert said["tangent slope at a"] == pytest.approx(exact(f.diff(X), x=0.6), rel=1e-12)
    assert readings("tracer") == pytest.approx({"height": exact(f, x=1.3), "slope": exact(f.diff(X), x=1.3)})


def test_limit_says_how_far_the_values_stray() -> None:
    f, said = WAVE.expr, readings("limit")
    with mpmath.workdps(30):
        strays = [abs(mpmath.sin(x) + x / 3 - mpmath.mpf("1.5")) for x in mpmath.linspace("0.8", "2.6", 1000)]
    assert said == pytest.approx({"ε": 0.4, "δ": 0.9, "largest miss": float(max(strays))}, rel=1e-4)
    assert said["largest miss"] == pytest.approx(1.5 - exact(f, x=0.8), rel=1e-12)


def test_limit_never_asks_for_the_value_at_the_point() -> None:
    hole, step = sp.Lambda(X, (X**2 - 9) / (X - 3)), sp.Lambda(X, sp.Piecewise((0, X < 3), (2, True)))
    common: dict[str, Any] = {"domain": (0, 7), "tolerance": 3, "alt": ALT}
    assert explore.limit(hole, 3, 6, 1, 0.5, **common).picture.data["readings"]["largest miss"] == pytest.approx(0.5)
    for delta in (0.03, 1, 3):
        assert explore.limit(step, 3, 1, 0.5, delta, **common).picture.data["readings"]["largest miss"] == 1


def test_chain_multiplies_its_slopes() -> None:
    whole = 2 * sp.sin(X**2 / 2)
    said = readings("chain")
    assert said["product of the slopes"] == pytest.approx(exact(whole.diff(X), x=1.2), rel=1e-12)
    assert said["step in y"] == pytest.approx(exact(whole, x=1.6) - exact(whole, x=1.2), rel=1e-12)


def test_neuron_is_its_activation_of_wa_plus_b() -> None:
    whole = 1 / (1 + sp.exp(1 - 2 * X))
    wanted = {"z = wa + b": 1.4, "activation": exact(whole, x=1.2), "slope in a": exact(whole.diff(X), x=1.2)}
    assert readings("neuron") == pytest.approx(wanted, rel=1e-12)


def test_taylor_agrees_with_mpmath_and_its_bound_with_interval_arithmetic() -> None:
    with mpmath.workdps(40):
        coefficients = mpmath.taylor(lambda v: 1 / (1 + v**2), mpmath.mpf("0.2"), 4)[::-1]
        value = float(mpmath.polyval(coefficients, mpmath.mpf("0.5")))
    said = readings("taylor")
    assert said["polynomial"] == pytest.approx(value, rel=1e-10)
    sure = lagrange_bound(lambda v: 1 / (1 + v**2), 0.2, 4, (0.2, 0.7))
    assert said["error"] <= said["bound"] <= sure * (1 + 1e-9)
    assert said["bound"] == pytest.approx(sure, rel=0.02)
    assert shown("taylor").picture.data["radius"] == pytest.approx(np.hypot(0.2, 1))


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: (x + y) * np.exp(x * y),
        lambda x, y: x * np.sin(np.exp(x * y)),
        lambda x, y: (np.tanh(2 * x + y) - 0.3) ** 2,
    ],
)
def test_no_line_of_a_graph_runs_behind_a_box(f: Callable[..., Any]) -> None:
    data = explore.graph(tape.record(f, 1.5, -0.4), names="xy", alt="Boxes and the lines between them.").data
    places = [box["at"] for box in data["boxes"]]
    assert len(set(map(tuple, places))) == len(places)
    for i, j in data["edges"]:
        line = np.linspace(places[i], places[j], 400)
        for k, place in enumerate(places):
            if k not in (i, j):
                inside = np.abs(line - place) < [data["width"] / 2, data["height"] / 2]
                assert not inside.all(axis=1).any(), f"v{i} to v{j} behind v{k}"


def test_a_formula_is_called_by_its_own_name() -> None:
    two, one, box = formula("k(x, y) = x^2 y"), formula("q(t) = t^3"), ((-1, 1), (-1, 1))
    for figure, said in (
        (explore.contour(two, (0.5, 0.5), 0, box, alt="Level lines of a sheet."), "∂k/∂x"),
        (explore.surface(two, (0.5, 0.5), box, alt="A sheet and its plane."), "∂k/∂y"),
        (explore.hessian(two, (0.5, 0.5), box, alt="Level lines of a sheet."), "∂²k/∂x∂y"),
        (explore.taylor(one, 0.5, 1, 0.7, (-1, 1), heights=(-1, 1), alt="A curve and its line."), "q"),
    ):
        assert said in figure.picture.data["readings"]
        assert figure.data["title"] == said.strip("∂²")[0]
    assert "q(t)" in explore.secant(one, 0.1, 0.5, (-1, 1), alt="A curve and two points.").picture._repr_html_()


def test_contour_and_hessian_say_what_autograd_says() -> None:
    def f(v: Any) -> Any:
        return anp.sin(v[0] + v[1] / 3) * anp.cos(v[1]) + v[0] / 4

    point = np.array([0.8, 1.1])
    g, h = autograd.grad(f)(point), autograd.hessian(f)(point)
    said, turn = readings("contour"), np.deg2rad(110)
    assert [said["∂f/∂x"], said["∂f/∂y"]] == pytest.approx(g, rel=1e-12)
    assert said["directional derivative"] == pytest.approx(g @ [np.cos(turn), np.sin(turn)], rel=1e-12)
    said = readings("hessian")
    assert [said["∂²f/∂x²"], said["∂²f/∂x∂y"], said["∂²f/∂y²"]] == pytest.approx([h[0, 0], h[0, 1], h[1, 1]], rel=1e-12)
    assert [said["smaller eigenvalue"], said["larger eigenvalue"]] == pytest.approx(np.linalg.eigvalsh(h), rel=1e-12)
    said = readings("surface")
    assert [said["∂f/∂x"], said["∂f/∂y"]] == pytest.approx(g, rel=1e-12)
    assert readings("quadric")["determinant of H"] == pytest.approx(np.linalg.det(h), rel=1e-12)


def test_gap_of_the_quadric_falls_as_the_cube_of_its_side() -> None:
    gaps = [
        float(
            explore.quadric(HILLS, (0.8, 1.1), WIDE, alt=ALT, size=s, order=k).picture.data["readings"]["largest gap"]
        )
        for k, s in ((2, 0.4), (2, 0.2), (1, 0.4), (1, 0.2))
    ]
    assert np.log2(gaps[0] / gaps[1]) == pytest.approx(3, abs=0.2)
    assert np.log2(gaps[2] / gaps[3]) == pytest.approx(2, abs=0.2)


def test_map_stretches_areas_by_its_determinant_in_the_limit() -> None:
    said = readings("map")
    J = sp.Matrix(list(BENT.expr)).jacobian([X, Y])
    assert said["determinant"] == pytest.approx(exact(J.det(), x=0.4, y=0.5), rel=1e-12)
    small = explore.map(BENT, (0.4, 0.5), 0.03, WIDE, alt=ALT).picture.data["readings"]
    assert abs(small["area factor"] - small["determinant"]) < abs(said["area factor"] - said["determinant"]) / 5


def test_inputs_are_written_as_in_a_formula() -> None:
    polar = formula(r"\mathbf{c}(r, \theta) = \begin{bmatrix} r\cos\theta \\ r\sin\theta \end{bmatrix}")
    figure = explore.map(polar, (1.2, 0.5), 0.4, ((0.2, 2.2), (0, 2)), alt=ALT)
    assert [variable.label for variable in figure.variables][:2] == ["r", "θ"]


def test_graph_walks_as_the_tape_does_and_autograd_agrees() -> None:
    figure = shown("graph")
    wanted = autograd.grad(lambda v: anp.tanh(v[0] * v[1] + v[2]) ** 2)(np.array([0.8, 1.5, -0.4]))
    assert [readings("graph")[f"adjoint of {n}"] for n in "wab"] == pytest.approx(wanted, rel=1e-12)
    RECORD.backward()
    assert figure.picture.data["adjoints"] == pytest.approx([float(node.adjoint) for node in RECORD.nodes])
    told = figure.data["turns"]
    assert [turn["known"] for turn in told[:5]] == [3, 4, 5, 6, 7]
    assert all(len(turn["adjoints"]) == len(RECORD.nodes) for turn in told[5:])


def test_graph_adds_up_what_comes_back_along_two_ways() -> None:
    figure = explore.graph(tape.record(lambda x: x * np.sin(x), 0.7), names="x", alt=ALT)
    assert figure.picture.data["readings"]["adjoint of x"] == pytest.approx(np.sin(0.7) + 0.7 * np.cos(0.7))


def test_fit_says_what_scipy_and_autograd_say() -> None:
    x, y, s = READINGS

    def cost(v: Any) -> Any:
        return anp.sum(((y - v[0] * x - v[1]) / s) ** 2)

    figure, said, at = shown("fit"), readings("fit"), np.array([0.8, 1.5])
    assert said["χ²"] == pytest.approx(cost(at), rel=1e-12)
    assert [said["∂χ²/∂m"], said["∂χ²/∂c"]] == pytest.approx(autograd.grad(cost)(at), rel=1e-12)
    best = optimize.curve_fit(lambda x, m, c: m * x + c, x, y, sigma=s)[0]
    assert figure.data["best"] == pytest.approx(best, rel=1e-6)
    assert said["least χ²"] == pytest.approx(cost(best), rel=1e-9)
    factor = np.array(figure.data["factor"])
    for k in figure.data["heights"]:
        around = [cost(best + k * factor @ [np.cos(t), np.sin(t)]) for t in np.linspace(0, 6, 7)]
        assert around == pytest.approx(np.full(7, cost(best) + k**2), rel=1e-5)


def test_slopes_of_errors_are_the_orders() -> None:
    h = 10.0 ** -np.arange(1, 4)
    series = {"forward": np.abs(difference.forward_difference(np.exp, 0.3, h) - np.exp(0.3)),
              "central": np.abs(difference.central_difference(np.exp, 0.3, h) - np.exp(0.3))}  # fmt: skip
    said = explore.errors(h, series, alt=ALT, start=1).picture.data["readings"]
    assert said["slope of forward"] == pytest.approx(1, abs=0.01)
    assert said["slope of central"] == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(
    ("expression", "places"),
    [
        (sp.exp(X) * sp.sin(X) + X**7, []),
        (1 / (1 + X**2), [-1j, 1j]),
        (sp.log(1 + X), [-1]),
        (sp.sqrt(X - 2) / (X + 3), [-3, 2]),
        (sp.atan(2 * X), [-0.5j, 0.5j]),
        (sp.asin(X / 2), [-2, 2]),
    ],
)
def test_singularities_are_where_they_are(expression: sp.Expr, places: list[complex]) -> None:
    assert explore.singularities(sp.Lambda(X, expression)) == pytest.approx(places)


@pytest.mark.parametrize("expression", [sp.tan(X), sp.Abs(X), 1 / (1 + sp.exp(-X)), sp.Max(X, 0)])
def test_singularities_that_are_not_known_must_be_given(expression: sp.Expr) -> None:
    with pytest.raises(ValueError, match="give `singular`"):
        explore.singularities(sp.Lambda(X, expression))


@pytest.mark.parametrize("name", SHOWN)
def test_a_figure_is_a_still_drawing_with_what_the_browser_needs(name: str) -> None:
    figure = shown(name)
    page = ET.fromstring(figure._repr_html_())  # it is XHTML too, so that an e-book can hold it
    kinds = [element.tag.split("}")[-1] for element in page]
    assert kinds == ["svg", "noscript", "div", "script", "script"]
    assert page[0].get("aria-label") == ALT
    assert "".join(page[1].itertext()).startswith("With JavaScript you can")
    told = json.loads(page[3].text or "")
    assert told["kind"] == name
    assert [v["value"] for v in told["variables"]] == [v.start for v in figure.variables]
    assert told["readings"] == readings(name)
    assert all(np.isfinite(panel["box"]).all() for panel in told["panels"])
    assert (page[4].text or "").startswith(f'(self.mvcalc ??= {{}})["{page.get("id")}"] = ')


@pytest.mark.parametrize("name", SHOWN)
def test_drawing_again_gives_the_same_bytes_and_colours_of_the_house(name: str) -> None:
    text = shown(name)._repr_html_()
    assert text == shown(name)._repr_html_()
    still = text[: text.index("<noscript")]
    assert set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\([^)]*\)", "", still))) == set()


@pytest.mark.parametrize("name", SHOWN)
def test_a_figure_without_words_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="alt must say in words"):
        SHOWN[name](alt="a figure")


@pytest.mark.parametrize("step", [(0, 1, 0.02), (-2, 2, 0.1), (-180, 180, 10), (0, 0.003, 0.0001)])
def test_steps_are_round(step: tuple[float, float, float]) -> None:
    low, high, wanted = step
    assert Variable("x", "x", low, high, low).step == wanted


def test_modules_become_one_script_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "part.js").write_text("export const two = 2;")
    (tmp_path / "index.js").write_text('import { two } from "./part.js"; console.log(two ?? self.x);')
    scripts = {tmp_path / "index.js": tmp_path / "out.js"}
    bundle(ROOT / "node_modules", scripts)()
    assert not re.search(r"\b(import|export)\b", (tmp_path / "out.js").read_text())
    (tmp_path / "part.js").write_text("export const two = ;")
    with pytest.raises(ExtensionError, match=r"part\.js:1:19.*Unexpected"):
        bundle(ROOT / "node_modules", scripts)()
    with pytest.raises(ExtensionError, match="lacks esbuild: run `npm ci`"):
        bundle(tmp_path, scripts)


def test_bad_settings_are_named() -> None:
    cases: list[tuple[Callable[[], Any], str]] = [
        (lambda: explore.secant(WAVE, 1, 1, (0, 2), alt=ALT), "a and b must differ"),
        (lambda: explore.secant(WAVE, 1, 3, (0, 2), alt=ALT), "b must lie in"),
        (lambda: explore.limit(WAVE, 2, 1, 1, 1, (2, 4), tolerance=2, alt=ALT), "a must lie inside"),
        (lambda: explore.limit(WAVE, 2, 1, 3, 1, (0, 4), tolerance=2, alt=ALT), "epsilon must lie in"),
        (lambda: explore.limit(WAVE, 2, 1, 1, 3, (0, 4), tolerance=2, alt=ALT), "delta must lie in"),
        (
            lambda: explore.limit(sp.Lambda(X, sp.sqrt(X)), 0, 0, 1, 0.5, (-1, 1), tolerance=2, alt=ALT),
            "f must be a number everywhere",
        ),
        (lambda: explore.secant(HILLS, 0, 1, (0, 2), alt=ALT), "expected one function of 1 variables, not 1 of 2"),
        (lambda: explore.contour(WAVE, (0, 1), 0, WIDE, alt=ALT), "expected one function of 2 variables"),
        (lambda: explore.contour(HILLS, (0, 9), 0, WIDE, alt=ALT), "y must lie in"),
        (lambda: explore.contour(HILLS, (0, 1), 0, (-1, 1), alt=ALT), "domain must be two intervals"),
        (lambda: explore.map(HILLS, (0, 1), 0.1, WIDE, alt=ALT), "expected a map of the plane, not 1 components"),
        (lambda: explore.map(BENT, (0, 1), 3, WIDE, alt=ALT), "size must lie in"),
        (lambda: explore.surface(sp.Lambda((X, Y), 2), (0, 1), WIDE, alt=ALT), "must not be level"),
        (lambda: explore.quadric(HILLS, (0, 1), WIDE, order=3, alt=ALT), "order must lie in"),
        (lambda: explore.taylor(BELL, 0, 9, 1, (-2, 2), heights=(0, 1), alt=ALT), "order must lie in"),
        (lambda: explore.graph(RECORD, names="wa", alt=ALT), "names must be one for each of 3 inputs"),
        (
            lambda: explore.graph(tape.record(np.sum, [1.0, 2.0]), names="v", alt=ALT),
            "expected numbers and elementwise",
        ),
        (lambda: explore.graph(tape.record(lambda x: 3.0, 1.0), names="x", alt=ALT), "does not depend on the inputs"),
        (
            lambda: explore.training({5: RING}, [1, 1], RING, alt=ALT),
            "costs must be positive, one for each step up to 5",
        ),
        (lambda: explore.training({0: RING.T}, [1, 1], RING, alt=ALT), "curve 0 must be finite, of shape"),
        (lambda: explore.errors([1, 2], {"e": [1, 2]}, alt=ALT), "from large to small"),
        (lambda: explore.errors(H, {"e": [1, 2]}, alt=ALT), "e: expected 7 errors"),
        (lambda: explore.errors(H, {}, alt=ALT), "one to three series"),
        (lambda: explore.fit([0, 1, 2], [1, 2, 4], 9, 0, (0, 4), (-1, 1), alt=ALT), "slope must lie in"),
        (lambda: explore.fit([0, 1, 2], [1, 2, 4], 1, 0, (4, 0), (-1, 1), alt=ALT), "two increasing finite numbers"),
        (lambda: explore.fit([1, 1, 1], [1, 2, 4], 1, 0, (0, 4), (-1, 1), alt=ALT), "x must not be all equal"),
    ]
    for call, message in cases:
        with pytest.raises(ValueError, match=message):
            call()
