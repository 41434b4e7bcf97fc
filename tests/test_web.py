"""Printed JavaScript, run by Node, against NumPy and against 40 digits; what has no JavaScript is refused by name."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from mvcalc import web
from mvcalc.sphinxext.maths import NODE

X, Y = sp.symbols("x y", real=True)
Q = sp.Rational

#: Expressions that between them use every line of the tables, and where to try them.
ONE: dict[str, tuple[Any, tuple[float, float]]] = {
    "polynomial": (Q(2, 7) * X**5 - 3 * X**3 + X / 3 - 4, (-2, 2)),
    "powers": (sp.sqrt(X) + X ** Q(1, 3) + X**-2 - X ** Q(-5, 2) + (1 + X) ** 7, (0.5, 2)),
    "exponential": (sp.exp(-(X**2)) + 2**X + X**X + sp.E * X, (0.2, 3)),
    "logarithm": (sp.log(1 + X**2) / sp.log(10) + sp.pi * X, (-3, 3)),
    "circular": (sp.sin(3 * X) * sp.cos(X) + sp.tan(X / 3), (-3, 3)),
    "reciprocals": (sp.sec(X / 3) + sp.csc(1 + X) + sp.cot(1 + X), (0, 1.5)),
    "inverse": (sp.asin(X) * sp.acos(X) + sp.atan(5 * X), (-0.9, 0.9)),
    "hyperbolic": (sp.sinh(X) + sp.cosh(X) * sp.tanh(X) + sp.sech(X), (-2, 2)),
    "hyperbolic reciprocals": (sp.csch(X) + sp.coth(X), (0.5, 2)),
    "inverse hyperbolic": (sp.asinh(X) + sp.acosh(2 + X) + sp.atanh(X / 3), (-0.9, 2)),
    "corners": (sp.Abs(X - 1) + sp.Max(X, Q(1, 3)) * sp.Min(X, 2, -X) + sp.sign(X), (-3, 3)),
    "steps": (sp.floor(3 * X) + sp.ceiling(X) / 2 + sp.Heaviside(X - Q(1, 7)), (-2, 2)),
    "cases": (sp.Piecewise((X**2, sp.Lt(X, Q(1, 7))), (sp.exp(-X), X <= 2), (X, True)), (-2, 4)),
    "conditions": (
        sp.Piecewise((1, sp.And(X > 0, X < 1)), (2, sp.Or(X > 2, X < -1)), (X, sp.Ge(X, Q(1, 9))), (5, sp.Ne(X, 3))),
        (-3, 3),
    ),
    "equality": (sp.Piecewise((7, sp.Eq(X, 0)), (sp.sin(X) / X, True)), (-9, 9)),
    "logistic": (1 / (1 + sp.exp(-X)), (-8, 8)),
    "undone": (
        sp.Derivative(X**3, X) + sp.Integral(Y, (Y, 0, X)) + sp.Sum(X**Y, (Y, 0, 3)) + sp.Limit(Y * X, Y, 2),
        (-2, 2),
    ),
    "large and small": (X * Q(10**30, 3) + Q(1, 10**20) + sp.Float("0.1"), (-1, 1)),
    "constants": (sp.GoldenRatio * X + sp.EulerGamma + sp.Integer(12), (-1, 1)),
}  # fmt: skip
TWO: dict[str, Any] = {
    "wave": sp.sin(X) * sp.exp(Y / 2) + X**2 * Y,
    "hill": 3 * (1 - X) ** 2 * sp.exp(-(X**2) - (Y + 1) ** 2) - sp.exp(-((X + 1) ** 2) - Y**2) / 3,
    "quotient": X * Y / (1 + X**2 + Y**2),
    "arctangent": sp.atan2(Y, 3 + X),
    "corner": sp.Abs(X) * Y + sp.Max(X, Y),
}


def run(functions: dict[str, str], points: dict[str, list[list[float]]]) -> dict[str, list[Any]]:
    """Run printed functions in Node, in strict mode, at the points; NaN comes back as None."""
    script = '"use strict"; globalThis.self ??= globalThis;' + web.register("key", functions)
    script += 'const points = JSON.parse(require("fs").readFileSync(0)), out = {};'
    script += 'for (const name in points) out[name] = points[name].map((p) => self.mvcalc["key"][name](...p));'
    script += "console.log(JSON.stringify(out));"
    done = subprocess.run(
        [str(NODE), "-e", script], input=json.dumps(points), capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def flat(values: Any) -> list[float]:
    return [v for part in values for v in flat(part)] if isinstance(values, list) else [values]


def close(found: Any, wanted: Any) -> bool:
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    return bool(np.all(np.abs(found - wanted) <= 1e-13 * (1 + np.abs(wanted))))


def exactly(expression: Any, symbols: Any, points: Any) -> list[float]:
    """Evaluate with 40 digits, at the very doubles that were tried."""
    f = sp.lambdify(symbols, expression.doit(), "mpmath")
    with mpmath.workdps(40):
        return [float(f(*map(mpmath.mpf, point))) for point in points]


def test_every_function_of_one_variable_agrees_with_numpy_and_with_forty_digits() -> None:
    rng = np.random.default_rng(5)
    printed = {name: web.javascript(*web.expressions(sp.Lambda(X, e))) for name, (e, _) in ONE.items()}
    points = {name: [[float(v)] for v in rng.uniform(*span, 1000)] for name, (_, span) in ONE.items()}
    found = run(printed, points)
    for name, (expression, _) in ONE.items():
        values = [v[0] for v in found[name]]
        x = np.array(points[name])[:, 0]
        assert close(values, exactly(expression, [X], points[name])), name
        assert close(values, sp.lambdify(X, expression.doit(), "numpy")(x)), name


def test_values_gradients_and_hessians_of_two_variables_agree() -> None:
    rng = np.random.default_rng(6)
    grid = rng.uniform(-2, 2, (1000, 2)).tolist()
    printed = {name: web.javascript(*web.with_derivatives(sp.Lambda((X, Y), e))) for name, e in list(TWO.items())[:4]}
    found = run(printed, dict.fromkeys(printed, grid))
    for name in printed:
        f = TWO[name]
        wanted = [f, f.diff(X), f.diff(Y), f.diff(X, 2), f.diff(X, Y), f.diff(Y, X), f.diff(Y, 2)]
        values = np.array([flat(v) for v in found[name]])
        for column, e in enumerate(wanted):
            assert close(values[:, column], exactly(e, [X, Y], grid)), (name, e)


def test_gradient_of_a_corner_is_that_of_the_side() -> None:
    components, variables = web.expressions(sp.Lambda((X, Y), TWO["corner"]))
    slope = web.javascript([components[0].diff(v) for v in variables], variables)
    assert run({"f": slope}, {"f": [[-2, 3], [2, 0.5]]})["f"] == [[-3, 2 + 1], [0.5 + 1, 2]]


def test_every_line_of_the_table_is_tried_above() -> None:
    used = {type(part) for e, _ in ONE.values() for part in sp.preorder_traversal(e)}
    used |= {type(part) for e in TWO.values() for part in sp.preorder_traversal(e)}
    used |= {type(sp.Not(sp.And(X > 0, Y > 0), evaluate=False)), sp.Not, sp.StrictGreaterThan}
    assert set(web.FUNCTIONS) <= used


def test_not_is_printed() -> None:
    case = sp.Piecewise((1, sp.Not(sp.Eq(X, 2) | (X > 5), evaluate=False)), (0, True))
    assert run({"f": web.javascript(case, [X])}, {"f": [[2], [3], [6]]})["f"] == [0, 1, 0]


def test_outside_its_domain_a_function_is_not_a_number() -> None:
    source = web.javascript([sp.log(X), sp.sqrt(X), sp.Piecewise((1, X > 0))], [X])
    assert run({"f": source}, {"f": [[-1]]})["f"] == [[None, None, None]]


def test_what_is_shared_is_computed_once() -> None:
    source = web.javascript(*web.with_derivatives(sp.Lambda((X, Y), sp.exp(X * Y) * sp.sin(X))))
    assert source.count("Math.exp") == source.count("Math.sin") == source.count("Math.cos") == 1


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        (sp.gamma(X), "gamma"),
        (sp.erf(X), "erf"),
        (sp.Function("g")(X), "g"),
        (sp.Integral(sp.exp(sp.sin(X * Y) + Y**3), (Y, 0, 1)), "Integral"),
        (sp.Derivative(sp.Function("g")(X), X), "Derivative"),
        (sp.Sum(sp.sin(Y * X) / Y**Q(5, 3), (Y, 1, sp.oo)), "Sum"),
        (sp.I * X, "ImaginaryUnit"),
        (X + sp.oo * sp.sign(X), "Infinity"),
        (sp.nan * X, "NaN"),
        (sp.DiracDelta(X), "DiracDelta"),
    ],
)  # fmt: skip
def test_unsupported_is_refused_by_name(expression: Any, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}.* has no JavaScript here; expected"):
        web.expressions(sp.Lambda(X, expression))


def test_derivative_that_has_no_javascript_is_refused() -> None:
    with pytest.raises(ValueError, match="DiracDelta"):
        web.javascript(*web.with_derivatives(sp.Lambda(X, sp.Abs(X))))


def test_leftover_names_are_refused_by_name() -> None:
    a = sp.Symbol("amplitude")
    with pytest.raises(ValueError, match="amplitude, which is no variable of it; expected x"):
        web.expressions(sp.Lambda(X, a * X))
    with pytest.raises(ValueError, match="x: expected y only"):
        web.javascript(X, [Y])


@pytest.mark.parametrize("wrong", [X**2, "x**2", None, lambda x: x])
def test_what_is_no_function_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected a formula or a SymPy Lambda"):
        web.expressions(wrong)


def test_a_gradient_needs_one_component() -> None:
    with pytest.raises(ValueError, match="expected one component"):
        web.with_derivatives(sp.Lambda((X, Y), sp.Tuple(X, Y)))


def test_formula_s_names_as_text_do_as_well_as_symbols() -> None:
    class Written:
        expression = sp.ImmutableMatrix([X * Y, X - Y])
        variables = ("x", "y")

    components, variables = web.expressions(Written())
    assert [c.subs(dict(zip(variables, (3, 5), strict=True))) for c in components] == [15, -2]


def test_no_name_of_the_author_s_gets_into_the_code() -> None:
    hostile = sp.Symbol("</script><script>alert(1)//")
    source = web.javascript(
        *web.expressions(sp.Lambda(hostile, sp.Piecewise((hostile, hostile < 3), (-hostile, True))))
    )
    assert not set("<&") & set(source)
    assert "alert" not in source


def test_json_cannot_leave_its_script() -> None:
    text = web.embedded({"a": "</script><!-- &amp; \u2028"})
    assert not set("<&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!-- &amp; \u2028"}
    with pytest.raises(ValueError, match="not JSON compliant"):
        web.embedded([float("nan")])
