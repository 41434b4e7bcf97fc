"""The reader: what LaTeX is read as, and what it refuses to guess."""

from __future__ import annotations

import re

import pytest

from mvcalc.claims import Scope, Unreadable, rows, tokens
from mvcalc.claims.nodes import show
from mvcalc.claims.reader import Reader


def read(latex: str, *given: str) -> str:
    scope = Scope()
    for line in given:
        scope.declare(line)
    found = tokens(latex)
    return show(Reader(scope, found).side(found))


# fmt: off
READINGS: list[tuple[list[str], str, str]] = [
    ([], r"n(n+1)", "n*(n + 1)"),
    ([], r"x(x+h)", "x*(x + h)"),
    ([], r"2xy", "2*x*y"),
    ([], r"\sin^2 x", "sin(x)**2"),
    ([], r"\sin x\cos y", "sin(x)*cos(y)"),
    ([], r"\sin 2x", "sin(2*x)"),
    ([], r"\sin x\,y", "sin(x)*y"),
    ([], r"\sin xy", "sin(x*y)"),
    ([], r"\sin x\frac{1}{h}", "sin(x)*1/h"),
    ([], r"\cos x\left(1-x\right)", "cos(x)*(1 - x)"),
    ([], r"\ln x^2", "ln(x**2)"),
    ([], r"\tanh z", "tanh(z)"),
    ([], r"\operatorname{tanh}(z)", "tanh(z)"),
    ([], r"\frac{d}{dx}x^2\sin x", "Derivative(x**2*sin(x), x)"),
    ([], r"\frac{d}{dx}\left(x^2\right)\sin x", "Derivative(x**2, x)*sin(x)"),
    ([], r"\frac{\mathrm{d}}{\mathrm{d}x}x+1", "Derivative(x, x) + 1"),
    ([], r"\frac{d}{dx}(x+1)^5", "Derivative((x + 1)**5, x)"),
    ([], r"\dfrac{d^2}{dx^2}x", "Derivative(x, (x, 2))"),
    (["function f(x, y)"], r"\frac{\partial^2 f}{\partial x\,\partial y}",
     "PartialDerivative(f(x, y), x, y)"),
    (["function f(x, y)"], r"\frac{\partial f}{\partial x}(1, 2)",
     "At(PartialDerivative(f(x, y), x), x, y = 1, 2)"),
    (["function f, g"], r"f'(g(x))", "f'(g(x))"),
    (["function f"], r"f^{(n)}(p)", "f^(n)(p)"),
    (["function f"], r"f^{(3)}(p)", "f'''(p)"),
    (["function f, g"], r"(g\circ f)(x)", "g(f(x))"),
    ([], r"\frac12", "1/2"),
    ([], r"x^{-1}", "x**(-1)"),
    ([], r"\sqrt[3]{x}", "root(x, 3)"),
    ([], r"10{,}000", "10000"),
    ([], r"|x|\,|y|", "abs(x)*abs(y)"),
    ([], r"\left|x-1\right|", "abs(x - 1)"),
    ([], r"\binom{n}{k}", "binomial(n, k)"),
    ([], r"n!", "factorial(n)"),
    ([], r"\lim_{h\to 0^+}\frac1h", "Limit(1/h, h -> 0+)"),
    ([], r"\sum_{i=1}^{n}\sum_{j=1}^{m} ij", "Sum(Sum(i*j, j, 1, m), i, 1, n)"),
    ([], r"\sum_{i,j=1}^{n} ij", "Sum(Sum(i*j, j, 1, n), i, 1, n)"),
    ([], r"\int_0^1 2x+1\,dx", "Integral(2*x + 1, x, 0, 1)"),
    ([], r"\int \frac{1}{x}\,\mathrm{d}x", "Integral(1/x, x)"),
    ([], r"\left.x^2\right|_{x=3}", "At(x**2, x = 3)"),
    ([], r"\left[x^2\right]_{x=1}^{x=2}", "At(x**2, x = 1, 2)"),
    (["vector z in R^3"], r"z_i", "z[i]"),
    (["matrix A in R^{2 x 3}"], r"A_{ij}+A_{12}", "A[i, j] + A[1, 2]"),
    ([], r"x_i", "x_i"),
    ([], r"a^{(1)}", "a^(1)"),
    ([], r"z^{(2)}_j", "z^(2)_j"),
    ([], r"x^*", "x^*"),
    (["vector x in R^3", "matrix A in R^{3 x 3}"], r"\mathbf{x}^{T}A\mathbf{x}", "Transpose(x)*A*x"),
    (["matrix A in R^{3 x 3}"], r"A^{-1}", "Inv(A)"),
    ([], r"e^{-x}+\pi", "exp(-x) + pi"),
    ([], r"\Delta x\,\Delta y", "Deltax*Deltay"),
    (["function f(x)"], r"\chi^2+\chi", "chi^2 + chi"),
    ([], r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise}\end{cases}",
     "Cases(x, x > 0, 0, 0 = 0)"),
    ([], r"\frac{d}{2}", "d/2"),
]

REFUSED: list[tuple[list[str], str, str]] = [
    ([], r"f(x)", "'f' before '('"),
    ([], r"x(t)", "'x' before '('"),
    ([], r"y(1-y)", "'y' before '('"),
    ([], r"C(w, b)", "'C' before '('"),
    ([], r"\sin^{-1}x", r"\arcsin"),
    ([], r"\sin x y^2", "ambiguous"),
    ([], r"\sin(x)^2", "ambiguous"),
    ([], r"a/bc", "ambiguous"),
    ([], r"x^12", "unbraced"),
    ([], r"2 3", "directly after a number"),
    ([], r"\partial x", r"'\\partial'"),
    ([], r"\frac{\partial f}{dx}", "below but not above"),
    ([], r"\frac{\partial^2 f}{\partial x}", "order 2 above and 1 below"),
    ([], r"\frac{d}{dx}(x+1)^2 y", "write brackets around it all"),
    ([], r"\sum_{i=1}^{n}x_i+y_i i", "after its limit or sum"),
    ([], r"\lim_{h\to 0}x+h", "after its limit or sum"),
    ([], r"\sum_i x_i", "range of 'i'"),
    ([], r"\int x", "without its 'dx'"),
    ([], r"\nabla^2 f", "nabla"),
    ([], r"(1, 2)", "list in brackets"),
    ([], r"x'", "with a prime"),
    (["function f(x)"], r"f^2(x)", "ambiguous"),
    (["function f(x, y)"], r"f(x)", "takes 2 arguments"),
    ([], r"\mathrm{i}", "imaginary"),
    ([], r"\foo", "where an operand was expected"),
    ([], r"x \pm y", "where an operand was expected"),
    ([], r"\begin{array}x\end{array}", "expected bmatrix"),
    ([], r"\begin{bmatrix}1&2\\3\end{bmatrix}", "rows of"),
    ([], r"x\text{ m}", "where an operator or the end"),
    ([], r"{x+1}y", "invisible braces"),
]
# fmt: on


@pytest.mark.parametrize(("given", "latex", "expected"), READINGS)
def test_readings(given: list[str], latex: str, expected: str) -> None:
    assert read(latex, *given) == expected


@pytest.mark.parametrize(("given", "latex", "message"), REFUSED)
def test_refusals_say_what_was_expected(given: list[str], latex: str, message: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(message)):
        read(latex, *given)


def test_a_declaration_settles_what_a_letter_is() -> None:
    assert read("y(1-y)", "real y") == "y*(1 - y)"
    assert read("h(x+h)", "real h") == "h*(x + h)"
    assert read(r"\lim_{h\to 0}h(x+h)") == "Limit(h*(x + h), h -> 0)"


def test_tokens_know_where_they_stand() -> None:
    latex = r"\frac{d}{dx} % note" + "\n" + r"x^{12} &= \text{a {b} c} \, y"
    for token in tokens(latex):
        assert latex[token.start : token.end].replace(" ", "") == token.text.replace(" ", "")


def test_rows_have_their_notes_and_places() -> None:
    latex = "\\begin{aligned} a &= b && \\text{sum rule} \\\\\n &= c \\quad \\text{(algebra)} \\\\ \\end{aligned}"
    found = rows(latex)
    assert [row.note for row in found] == ["sum rule", "algebra"]
    assert [latex[: row.start].count("\n") for row in found] == [0, 1]


@pytest.mark.parametrize(
    "line",
    [
        "function f, g",
        r"function f(\mathbf{x})",
        r"depends x(u, v), \mathbf{x}(t)",
        "vector x in R^3",
        r"vector \Delta\mathbf{x} in R^2",
        r"vector \hat{\mathbf{x}} in R^2",
        "matrix W^{(1)} in R^{2 x 3}",
        "identity I in R^{2 x 2}",
        "data x_i, y_i for i = 1..n",
        "integer n >= 1",
        "real x > 0",
        "real x, y > 0",
        "real 0 < a < 1",
        r"c solves \sum_{i=1}^{3}(i-mi-c)=0",
        "x^2 + y^2 = 1 holds",
        r"s_i = i^2 for i = 1..3",
        r"\bar{x} = 3",
        r"F = ma + dv^2",
    ],
)
def test_declarations_are_read(line: str) -> None:
    scope = Scope()
    scope.declare(line)
    scope.declare(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "vector",
        "vektor x in R^3",
        "vector x in R^99",
        "real x >",
        "data x",
        "function 3",
        "x +",
        "f(x) = f(x)",
        "e = 2",
    ],
)
def test_other_declarations_are_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        Scope().declare(line)


def test_a_name_has_one_meaning_on_a_page() -> None:
    scope = Scope()
    scope.define("f(x) = x^2")
    scope.define("f(x) = x^2")
    with pytest.raises(Unreadable, match="already defined"):
        scope.define("f(x) = x^3")
    with pytest.raises(Unreadable, match="already"):
        scope.define("f = 2")
    copy = scope.copy()
    copy.define("g(x) = x")
    assert "g" not in scope.functions


def test_the_meaning_of_notation_binds_nothing() -> None:
    scope = Scope()
    scope.declare("function f(x, y)")
    scope.define(
        r"\nabla f = \begin{pmatrix}\frac{\partial f}{\partial x}\\"
        r"\frac{\partial f}{\partial y}\end{pmatrix}"
    )
    scope.define(r"x_{i+1} = x_i - 2x_i")
    assert not scope.names


@pytest.mark.parametrize("room", ["", "[2ex]", "[0.8em]"])
def test_room_between_rows_is_no_part_of_them(room: str) -> None:
    spaced, plain = Scope(), Scope()
    for scope, gap in ((spaced, room), (plain, "")):
        scope.define(rf"f(x) = \begin{{cases}} x^2 & x > 0 \\{gap} -x & x \le 0 \end{{cases}}")
        scope.define(rf"M = \begin{{bmatrix}} 1 & 2 \\{gap} 3 & 4 \end{{bmatrix}}")
    assert (spaced.functions["f"].body, spaced.names["M"]) == (plain.functions["f"].body, plain.names["M"])
