"""`formula` and `same`: one source for what is displayed and what is computed."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pytest
import sympy

from mvcalc.claims import Unreadable, formula, same
from mvcalc.claims.formula import CSS_CLASS


def test_a_formula_is_its_expression() -> None:
    f = formula(r"f(x, y) = x^2 y + 3x")
    x, y = sympy.symbols("x y", real=True)
    assert f.expression == x**2 * y + 3 * x
    assert (f.name, f.variables, f.latex) == ("f", ("x", "y"), r"f(x, y) = x^2 y + 3x")


@pytest.mark.parametrize(
    ("latex", "reference"),
    [
        (r"f(x) = \frac{\sin x}{1+e^{-x}}", lambda x: np.sin(x) / (1 + np.exp(-x))),
        (r"\sigma(z) = \frac{1}{1+e^{-z}}", lambda z: 1 / (1 + np.exp(-z))),
        (r"f(x) = \max(0, x)+|x|", lambda x: np.maximum(0, x) + np.abs(x)),
        (r"f(x) = \tanh^2 x-\arctan x", lambda x: np.tanh(x) ** 2 - np.arctan(x)),
        (
            r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise}\end{cases}",
            lambda x: np.where(x > 0, x, 0),
        ),
        (r"f(x) = 3", lambda x: np.full(np.shape(x), 3.0)),
        (r"f(x) = \frac{1}{x^2}", lambda x: 1 / np.square(x)),
        (r"f(x) = \sum_{k=0}^{3}\frac{x^k}{k!}", lambda x: 1 + x + x**2 / 2 + x**3 / 6),
    ],
)
def test_values_on_arrays(latex: str, reference: Any) -> None:
    f = formula(latex)
    points = np.array([[-2.3, -0.7, 0.4], [1.7, 2.9, -1.1]])
    np.testing.assert_allclose(f(points), reference(points), rtol=1e-14)
    assert f(points).shape == points.shape
    assert float(f(1.7)) == pytest.approx(float(reference(1.7)), rel=1e-14)


def test_arguments_are_broadcast() -> None:
    f = formula(r"f(x, y) = x^2")
    assert f(np.arange(3), np.ones((2, 1))).tolist() == [[0, 1, 4], [0, 1, 4]]
    assert formula(r"f(x) = x^{-1}")(np.array([2, 4])).tolist() == [0.5, 0.25]


def test_vectors_in_and_out() -> None:
    f = formula(r"f(x, y) = \begin{bmatrix} xy \\ x+y \\ 3\end{bmatrix}")
    assert f(2, 5).tolist() == [10, 7, 3]
    assert f(np.ones(4), 2).shape == (3, 4)
    g = formula(r"g(\mathbf{x}) = \|\mathbf{x}\|^2", given=["vector x in R^3"])
    assert g([1, 2, 3]) == pytest.approx(14)


class Dual:
    """A first-order Taylor number that takes part in NumPy's functions, to trace what a formula calls."""

    __array_priority__ = 10.0

    def __init__(self, value: float, slope: float) -> None:
        self.value, self.slope = value, slope

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Dual:
        pairs = [(p.value, p.slope) if isinstance(p, Dual) else (float(p), 0.0) for p in inputs]
        (a, da), (b, db) = pairs[0], (pairs[1] if len(pairs) > 1 else (0.0, 0.0))
        table: dict[Any, Any] = {
            np.sin: lambda: (math.sin(a), math.cos(a) * da),
            np.exp: lambda: (math.exp(a), math.exp(a) * da),
            np.sqrt: lambda: (math.sqrt(a), da / (2 * math.sqrt(a))),
            np.maximum: lambda: (a, da) if a >= b else (b, db),
        }
        return Dual(*table[ufunc]())

    def _with(self, other: Any) -> tuple[float, float]:
        return (other.value, other.slope) if isinstance(other, Dual) else (float(other), 0.0)

    def __add__(self, other: Any) -> Dual:
        b, db = self._with(other)
        return Dual(self.value + b, self.slope + db)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __sub__(self, other: Any) -> Dual:
        return self + -1 * other

    def __rsub__(self, other: Any) -> Dual:
        return -self + other

    def __mul__(self, other: Any) -> Dual:
        b, db = self._with(other)
        return Dual(self.value * b, self.slope * b + self.value * db)

    __rmul__ = __mul__

    def __pow__(self, power: float) -> Dual:
        return Dual(self.value**power, power * self.value ** (power - 1) * self.slope)

    def __truediv__(self, other: Any) -> Dual:
        b, db = self._with(other)
        return Dual(self.value / b, (self.slope * b - self.value * db) / b**2)

    def __rtruediv__(self, other: Any) -> Dual:
        return Dual(other, 0.0) / self


def test_derivative_numbers_pass_through() -> None:
    f = formula(r"f(x) = \frac{\sin(x^2)}{1+e^{-x}}+\sqrt{x}+\max(0, x)")
    x = sympy.Symbol("x", positive=True)
    exact = sympy.sin(x**2) / (1 + sympy.exp(-x)) + sympy.sqrt(x) + x
    result = f(Dual(1.3, 1.0))
    assert result.value == pytest.approx(float(exact.subs(x, 1.3)), rel=1e-14)
    assert result.slope == pytest.approx(float(exact.diff(x).subs(x, 1.3)), rel=1e-14)


def test_complex_steps_pass_through() -> None:
    f = formula(r"f(x) = e^x\sin x")
    step = 1e-30
    assert f(0.7 + step * 1j).imag / step == pytest.approx(math.exp(0.7) * (math.sin(0.7) + math.cos(0.7)))


def test_formulas_travel_and_compare() -> None:
    f = formula(r"f(x) = x^2")
    g = pickle.loads(pickle.dumps(f))
    assert g == f
    assert hash(g) == hash(f)
    assert g(3) == 9
    assert f != formula(r"f(x) = x^3")


def test_a_formula_shows_its_latex_with_our_class() -> None:
    f = formula(r"f(x) = \frac{x}{2}")
    data, metadata = f._repr_mimebundle_()
    assert r"\frac{x}{2}" in data["text/latex"]
    assert data["text/latex"] == f._repr_latex_()
    assert metadata["text/latex"]["class"] == CSS_CLASS
    assert repr(f) == "f(x) = x/2"


@pytest.mark.parametrize(
    "latex",
    [
        r"x^2",
        r"f(x) = ax",
        r"f = 3",
        r"f(x) = \frac{x",
        r"f(x) = x \\ g(x) = x",
        r"f(x) = \lim_{h\to0}x h",
        "f(x) = g(x)",
    ],
)
def test_what_is_no_definition_is_refused(latex: str) -> None:
    with pytest.raises(Unreadable):
        formula(latex)


def test_the_number_of_arguments_is_checked() -> None:
    with pytest.raises(TypeError, match="takes 2 arguments, was given 1"):
        formula("f(x, y) = xy")(3)


def test_same_compares_with_the_display() -> None:
    latex = r"\sigma(z) = \frac{1}{1+e^{-z}}"
    assert same(lambda z: 1 / (1 + np.exp(-z)), latex)
    assert not same(lambda z: 1 / (1 + np.exp(z)), latex)
    assert same(lambda x: math.log(x * x), r"f(x) = \ln x^2")
    assert not same(lambda x: 2 * math.log(x), r"f(x) = \ln x^2")
    assert not same(lambda x: x**2 * (1 + 1e-6), r"f(x) = x^2")
    assert not same(lambda x: float("nan"), r"f(x) = \sqrt{-1-x^2}")
