"""The judge: true equations are held, wrong ones refused, with the counterexample that the page prints."""

from __future__ import annotations

import pytest

from mvcalc.claims import STATUSES, LinkVerdict, Scope, decide, worst

HELD = {"proved", "numeric", "instance"}
REFUSED = {"false", "unreadable", "undecided"}

# fmt: off
TRUE: list[tuple[list[str], str]] = [
    ([], r"\frac{d}{dx}\arctan x=\frac{1}{1+x^2}"),
    ([], r"\frac{d}{dx}x^x = x^x(\ln x+1)"),
    ([r"real x > 0"], r"\ln x^2 = 2\ln x"),
    ([], r"\sqrt{x^2} = |x|"),
    ([], r"\frac{d}{dx}\ln x=\frac{1}{x}"),
    ([], r"\lim_{h\to 0}\frac{\sin h}{h} = 1"),
    ([], r"\lim_{x\to\infty}\left(1+\frac{1}{x}\right)^x = e"),
    ([], r"\lim_{x\to 0^+}\frac{|x|}{x} = 1"),
    ([], r"\lim_{x\to 0^-}\frac{|x|}{x} = -1"),
    ([], r"\lim_{x\to 0^+} x\ln x = 0"),
    ([], r"\lim_{x \to 0}\frac{1}{x^2} = \infty"),
    ([], r"\lim_{n\to\infty}\left(1+\frac{x}{n}\right)^n = e^x"),
    ([r"function f, g"], r"\lim_{h\to 0}\frac{f(x+h)g(x+h)-f(x)g(x)}{h} = f'(x)g(x)+f(x)g'(x)"),
    ([r"function f"], r"\lim_{h\to 0}\frac{f(x+h)-2f(x)+f(x-h)}{h^2} = f''(x)"),
    ([r"f(x) = x^2"], r"f'(3) = 6"),
    ([r"f(x) = x^2"], r"\left.\frac{df}{dx}\right|_{x=3} = 6"),
    ([r"f(x, y) = x^2 y + 3x"], r"\left.\frac{\partial f}{\partial x}\right|_{(x,y)=(2,5)} = 23"),
    ([r"f(x, y) = x^2 y + 3x"], r"\left.\frac{\partial f}{\partial x}\right|_{x=2,\,y=5} = 23"),
    ([r"f(x, y) = x^2 y + 3x"], r"\frac{\partial f}{\partial x}(2, 5) = 23"),
    ([r"f(x, y) = x^2 y + 3x"], r"J_f = \begin{bmatrix} 2xy+3 & x^2\end{bmatrix}"),
    ([r"f(x, y) = x^2 y + 3x"], r"J_f(2,5) = \begin{bmatrix} 23 & 4\end{bmatrix}"),
    ([r"f(x, y) = x^2 y + 3x"], r"\nabla f = \begin{bmatrix} 2xy+3 \\ x^2\end{bmatrix} = J_f^T"),
    ([r"f(x, y) = x^2 y + 3x"], r"H_f = \begin{bmatrix} 2y & 2x \\ 2x & 0\end{bmatrix}"),
    ([r"f(x, y) = x^2 y + 3x"], r"\det H_f = -4x^2"),
    ([r"\mathbf{f}(x, y) = \begin{bmatrix} xy \\ x+y \\ x^2\end{bmatrix}"], r"J_{\mathbf{f}} = \begin{bmatrix} y & x\\1&1\\2x&0\end{bmatrix}"),
    ([r"f(x, y) = \begin{bmatrix} xy \\ x+y \\ x^2\end{bmatrix}", r"g(u,v,w) = u v + w^2"], r"J_{g\circ f}(x,y) = J_g(xy, x+y, x^2)\,J_f(x,y)"),
    ([r"f(x, y) = \begin{bmatrix} xy \\ x+y \\ x^2\end{bmatrix}", r"g(u,v,w) = u v + w^2"], r"J_{g\circ f} = J_g(f(x,y))\,J_f"),
    ([r"vector x in R^2", r"vector y in R^3", r"function f(\mathbf{x}) in R^3", r"function g(\mathbf{y}) in R^2"], r"J_{g\circ f}(\mathbf{x}) = J_g(f(\mathbf{x}))\,J_f(\mathbf{x})"),
    ([r"vector x in R^3", r"matrix A in R^{2 x 3}"], r"\frac{\partial}{\partial\mathbf{x}} (A\mathbf{x}) = A"),
    ([r"vector u in R^3", r"vector v in R^3"], r"\mathbf{u}\cdot\mathbf{v} = \mathbf{u}^T\mathbf{v} = \sum_{i=1}^{3} u_i v_i"),
    ([r"vector u in R^3", r"vector v in R^3"], r"|\mathbf{u}\cdot\mathbf{v}| \le \|\mathbf{u}\|\,\|\mathbf{v}\|"),
    ([r"\sigma(z)=\frac{1}{1+e^{-z}}"], r"\sigma(z)\left(1-\sigma(z)\right) \le \frac{1}{4}"),
    ([], r"e^x \ge 1+x"),
    ([], r"x^2 + 1 > 0.5"),
    ([], r"\sqrt{2} \approx 1.4142"),
    ([], r"\int 2x\,dx = x^2 + C"),
    ([], r"\int x e^x\,dx = x e^x - \int e^x\,dx = xe^x - e^x + C"),
    ([], r"\int_0^\infty e^{-x}\,dx = 1"),
    ([], r"\int_1^x \frac{1}{t}\,dt = \ln x"),
    ([r"real x > 0"], r"\int_1^x \frac{1}{t}\,dt = \ln x"),
    ([], r"\left[\frac{x^3}{3}\right]_0^1 = \frac13"),
    ([r"integer n >= 0"], r"\sum_{k=0}^{n}\binom{n}{k} = 2^n"),
    ([r"integer n >= 1"], r"\sum_{i=1}^{n}\sum_{j=1}^{n} ij = \left(\frac{n(n+1)}{2}\right)^2"),
    ([r"integer n >= 1"], r"\prod_{k=1}^{n} k = n!"),
    ([r"integer n >= 1"], r"(x+h)^n = \sum_{k=0}^{n}\binom{n}{k}x^{n-k}h^k"),
    ([r"integer n >= 1"], r"\frac{(x+h)^n-x^n}{h} = nx^{n-1}+O(h)"),
    ([r"integer n >= 1"], r"\frac{d}{dx}x^n &= \lim_{h\to 0}\frac{(x+h)^n-x^n}{h} && \text{definition} \\ &= \lim_{h\to0}\sum_{k=1}^{n}\binom{n}{k}x^{n-k}h^{k-1} && \text{algebra} \\ &= nx^{n-1} && \text{limit}"),
    ([r"real -1 < x < 1"], r"\frac{1}{1-x} = \sum_{k=0}^{\infty} x^k"),
    ([], r"\sum_{k=1}^{\infty}\frac{1}{k^2} = \frac{\pi^2}{6}"),
    ([], r"\cos x = 1-\frac{x^2}{2!}+\frac{x^4}{4!}-\dots"),
    ([], r"\ln(1+x) = x-\frac{x^2}{2}+\frac{x^3}{3}-\dots"),
    ([], r"\ln x = (x-1)-\frac{(x-1)^2}{2}+\dots"),
    ([r"function f"], r"f(x) = f(p)+f'(p)(x-p)+\frac{f''(p)}{2}(x-p)^2+\dots"),
    ([r"function f"], r"\frac{f(x+h)-f(x)}{h} = f'(x)+\frac{h}{2}f''(x)+O(h^2)"),
    ([], r"\max(0,x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise}\end{cases}"),
    ([], r"\operatorname{ReLU}(x) = \frac{x+|x|}{2}"),
    ([r"integer n >= 1", r"data x_i, y_i for i = 1..n"], r"\frac{\partial}{\partial x_j}\sum_{i=1}^{n} x_i^2 = 2x_j"),
    ([r"integer n >= 1", r"data x_i, y_i for i = 1..n"], r"\frac{\partial^2}{\partial m^2}\sum_{i=1}^{n}(y_i-mx_i-c)^2 = 2\sum_{i=1}^n x_i^2"),
    ([r"vector a^{(0)} in R^3", r"matrix W^{(1)} in R^{2 x 3}", r"vector b^{(1)} in R^2", r"\sigma(z)=\frac{1}{1+e^{-z}}", r"\mathbf{z}^{(1)} = W^{(1)}\mathbf{a}^{(0)}+\mathbf{b}^{(1)}", r"\mathbf{a}^{(1)} = \sigma(\mathbf{z}^{(1)})"], r"\frac{\partial \mathbf{a}^{(1)}}{\partial\mathbf{z}^{(1)}} = \operatorname{diag}(\sigma'(\mathbf{z}^{(1)}))"),
    ([r"vector a^{(0)} in R^3", r"matrix W^{(1)} in R^{2 x 3}", r"vector b^{(1)} in R^2", r"\sigma(z)=\frac{1}{1+e^{-z}}", r"\mathbf{z}^{(1)} = W^{(1)}\mathbf{a}^{(0)}+\mathbf{b}^{(1)}", r"\mathbf{a}^{(1)} = \sigma(\mathbf{z}^{(1)})"], r"\frac{\partial \mathbf{z}^{(1)}}{\partial\mathbf{a}^{(0)}} = W^{(1)}"),
    ([r"vector a^{(0)} in R^3", r"vector y in R^2", r"matrix W^{(1)} in R^{2 x 3}", r"vector b^{(1)} in R^2", r"\sigma(z)=\frac{1}{1+e^{-z}}", r"\mathbf{z}^{(1)} = W^{(1)}\mathbf{a}^{(0)}+\mathbf{b}^{(1)}", r"\mathbf{a}^{(1)} = \sigma(\mathbf{z}^{(1)})", r"C = \|\mathbf{a}^{(1)}-\mathbf{y}\|^2"], r"\frac{\partial C}{\partial\mathbf{b}^{(1)}} = 2(\mathbf{a}^{(1)}-\mathbf{y})^T\operatorname{diag}(\sigma'(\mathbf{z}^{(1)})) = \left(2(\mathbf{a}^{(1)}-\mathbf{y})\odot\sigma'(\mathbf{z}^{(1)})\right)^T"),
    ([r"vector a^{(0)} in R^3", r"vector y in R^2", r"matrix W^{(1)} in R^{2 x 3}", r"vector b^{(1)} in R^2", r"\sigma(z)=\frac{1}{1+e^{-z}}", r"\mathbf{z}^{(1)} = W^{(1)}\mathbf{a}^{(0)}+\mathbf{b}^{(1)}", r"\mathbf{a}^{(1)} = \sigma(\mathbf{z}^{(1)})", r"C = \|\mathbf{a}^{(1)}-\mathbf{y}\|^2"], r"\frac{\partial C}{\partial W^{(1)}} = \left(2(\mathbf{a}^{(1)}-\mathbf{y})\odot\sigma'(\mathbf{z}^{(1)})\right)(\mathbf{a}^{(0)})^T"),
    ([r"vector x in R^2"], r"x_1^2 + x_2^2 = \|\mathbf{x}\|^2"),
    ([r"function f, g"], r"(g\circ f)'(x) = g'(f(x))f'(x)"),
    ([r"function f(x), g(x)"], r"(fg)' = f'g+fg'"),
    ([r"function f(x, y, t)", r"depends x(t), y(t)"], r"\frac{df}{dt} = \frac{\partial f}{\partial x}\frac{dx}{dt}+\frac{\partial f}{\partial y}\frac{dy}{dt}+\frac{\partial f}{\partial t}"),
    ([r"function f(x, y)", r"depends x(u,v), y(u,v)"], r"\frac{\partial f}{\partial u} = \frac{\partial f}{\partial x}\frac{\partial x}{\partial u}+\frac{\partial f}{\partial y}\frac{\partial y}{\partial u}"),
    ([r"f(x,y,z) = \sin(x) e^{yz^2}"], r"\frac{\partial f}{\partial z} = 2yz\sin(x)e^{yz^2}"),
    ([r"x(t) = t-1", r"y(t) = t^2", r"z(t) = \frac1t", r"f(x,y,z) = \sin(x) e^{yz^2}"], r"\frac{df}{dt} = \frac{\partial f}{\partial x}\frac{dx}{dt}+\frac{\partial f}{\partial y}\frac{dy}{dt}+\frac{\partial f}{\partial z}\frac{dz}{dt} = e\cos(t-1)"),
    ([r"x = t-1", r"y = t^2", r"z = \frac1t", r"f(x,y,z) = \sin(x) e^{yz^2}"], r"\frac{df}{dt} = \frac{\partial f}{\partial x}\frac{dx}{dt}+\frac{\partial f}{\partial y}\frac{dy}{dt}+\frac{\partial f}{\partial z}\frac{dz}{dt} = e\cos(t-1)"),
    ([r"real c"], r"\frac{d}{dx} c = 0"),
    ([], r"\frac{d}{dx} 5 = 0"),
    ([r"function f"], r"\Delta f = f(x+h)-f(x) = h\frac{f(x+h)-f(x)}{h}"),
    ([r"matrix A in R^{3 x 3}", r"identity I in R^{3 x 3}"], r"A^{-1}A = I"),
    ([], r"\begin{vmatrix} a & b \\ c & d\end{vmatrix} = ad-bc"),
    ([r"real c > 0"], r"\frac{d}{dx}\log_{2} x = \frac{1}{x\ln 2}"),
    ([r"vector g in R^3"], r"\mathbf{g}-\mathbf{g} = \mathbf{0}"),
    ([], r"\frac{d}{dx}\sin x\cos x = \cos^2x-\sin^2 x"),
    ([r"depends y(x)"], r"y'' = \frac{d^2y}{dx^2}"),
    ([], r"\frac{d^2}{dx^2}\sin x = -\sin x"),
    ([], r"\lim_{x\to 2}\frac{x^2-4}{x-2} = \lim_{x\to2}(x+2) = 4"),
    ([r"real \gamma > 0"], r"x-\gamma\cdot 2x = (1-2\gamma)x"),
    ([r"real x > 0", r"real y > 0"], r"\ln(xy) = \ln x+\ln y"),
    ([], r"a^m a^n = a^{m+n}"),
    ([], r"\frac{\mathrm{d}^2}{\mathrm{d}x^2}e^{2x} = 4e^{2x}"),
    ([r"m(r, h, t, \rho) = 2\pi r^2 t\rho + 2\pi r h t\rho"], r"\frac{\partial m}{\partial h} = 2\pi r t\rho"),
    ([r"F = ma+dv^2"], r"\frac{\partial F}{\partial v} = 2dv"),
    ([r"F = ma+dv^2"], r"\frac{\partial F}{\partial a} = m"),
    ([r"f(x) = e^{-1/x^2}"], r"\lim_{x\to 0}\frac{f(x)}{x^3} = 0"),
    ([r"f(x, y) = \frac{x^2 y}{x^4+y^2}"], r"\lim_{t\to 0} f(t, t^2) = \frac12"),
    ([r"f(x, y) = \frac{x^2 y}{x^4+y^2}"], r"\lim_{t\to 0} f(t, mt) = 0"),
]

WRONG: list[tuple[list[str], str]] = [
    ([], r"\ln x^2 = 2\ln x"),
    ([], r"\sqrt{x^2} = x"),
    ([], r"\sqrt{x}\sqrt{x} = x"),
    ([], r"\lim_{x\to 0}\frac{|x|}{x} = 1"),
    ([], r"f'(3) = 6"),
    ([r"f(x, y) = x^2 y + 3x"], r"J_f = \begin{bmatrix} 2xy+3 \\ x^2\end{bmatrix}"),
    ([r"vector x in R^2", r"vector y in R^3", r"function f(\mathbf{x}) in R^3", r"function g(\mathbf{y}) in R^2"], r"J_{g\circ f}(\mathbf{x}) = J_f(\mathbf{x})\,J_g(f(\mathbf{x}))"),
    ([r"\sigma(z)=\frac{1}{1+e^{-z}}"], r"\sigma'(z) < \frac{1}{4}"),
    ([], r"e^x > 1+x"),
    ([], r"x^2 \ge x"),
    ([], r"\sqrt{2} \approx 1.4143"),
    ([], r"\int 2x\,dx = x^2"),
    ([], r"\frac{1}{1-x} = \sum_{k=0}^{\infty} x^k"),
    ([r"function f"], r"f(x) = f(p)+f'(p)(x-p)+\frac{f''(p)}{3}(x-p)^2+\dots"),
    ([r"function f"], r"\frac{f(x+h)-f(x)}{h} = f'(x)+O(h^2)"),
    ([r"function f(x), g(x)"], r"(fg)' = f'g'"),
    ([], r"\frac{d}{dx} c = 0"),
    ([], r"|x|' = 1"),
    ([r"function f(x,y)"], r"\frac{\partial f}{\partial t} = 0"),
    ([], r"i^2 = -1"),
    ([], r"F = ma + dv^2"),
]
# fmt: on


def judged(given: list[str], latex: str, kind: str = "derive", **more: object) -> list[LinkVerdict]:
    scope = Scope()
    for line in given:
        scope.declare(line)
    return decide(kind, latex, scope, **more)  # type: ignore[arg-type]


def status(given: list[str], latex: str) -> str:
    return worst([link.status for link in judged(given, latex)])


@pytest.mark.parametrize(("given", "latex"), TRUE)
def test_true_equations_are_held(given: list[str], latex: str) -> None:
    assert status(given, latex) in HELD, judged(given, latex)


@pytest.mark.parametrize(("given", "latex"), WRONG)
def test_wrong_equations_are_refused(given: list[str], latex: str) -> None:
    assert status(given, latex) in REFUSED


def test_statuses_are_ordered_from_best_to_worst() -> None:
    assert worst(STATUSES) == "false"
    assert worst(["proved", "undecided", "numeric"]) == "undecided"
    assert worst([]) == "not judged"


def test_a_proof_is_told_from_numbers() -> None:
    assert status([], r"(a+b)^2 = a^2+2ab+b^2") == "proved"
    assert status([], r"\lim_{h \to 0}\frac{\sin h}{h} = 1") == "numeric"
    assert status(["vector x in R^3"], r"\mathbf{x}^T\mathbf{x} = \|\mathbf{x}\|^2") == "instance"


def test_the_counterexample_names_the_point_and_both_sides() -> None:
    (link,) = judged([], r"(a+b)^2 = a^2+b^2")
    assert link.status == "false"
    assert link.detail.startswith("at a = ")
    point = dict(part.split(" = ") for part in link.detail[3 : link.detail.index(" the left")].split(", "))
    left = link.detail.split("the left side is ")[1].split(",")[0]
    a, b = float(point["a"]), float(point["b"])
    assert float(left) == pytest.approx((a + b) ** 2, rel=1e-4)
    assert link.reading == "(a + b)**2   and   a**2 + b**2"


def test_one_side_real_is_a_counterexample_and_neither_is_skipped() -> None:
    assert "not real" in judged([], r"\ln x^2 = 2\ln x")[0].detail
    assert status([], r"\sqrt{-1-x^2} = \sqrt{-2-x^2}") == "undecided"


def test_the_verdict_depends_on_the_text_alone() -> None:
    first, second = (judged([], r"\sin(x+y) = \sin x+\sin y") for _ in range(2))
    assert first == second


def test_rows_are_counted_from_the_latex() -> None:
    links = judged([], "2(x+1) &= 2x+2 \\\\\n &= 2x+3 = 2x+2 \\\\\n &= 2(1+x)")
    assert [(link.row, link.status) for link in links] == [(0, "proved"), (1, "false"), (1, "false"), (2, "proved")]


def test_a_row_that_cannot_be_read_is_named() -> None:
    (link,) = judged([], r"x &= x \\ &= \frac{x")
    assert (link.status, link.row) == ("unreadable", 1)


def test_a_long_row_may_be_continued() -> None:
    assert status([], r"(a+b)^3 &= a^3+3a^2b \\ &\quad+3ab^2+b^3") == "proved"


def test_the_name_at_the_far_left_of_a_chain_is_bound() -> None:
    scope = Scope()
    links = decide("derive", r"J = \frac{d}{dx}x^2 = 2x", scope)
    assert [link.status for link in links] == ["proved", "proved"]
    assert decide("derive", "J = 2x", scope)[0].status == "proved"
    assert decide("derive", "J = 3x", scope)[0].status == "false"
    assert decide("derive", "K = 2x", scope)[0].status == "false"


def test_zero_equals_zero_only_where_zero_is_typed() -> None:
    assert status(["real c, d"], r"\frac{d}{dx}c = \frac{d}{dx}d") == "undecided"
    assert status(["real c"], r"\frac{d}{dx}c = 0") in HELD


def test_conditions_are_judged_only_with_a_solution() -> None:
    assert judged([], r"x^2 = 2x + 3", kind="condition")[0].status == "not judged"
    assert judged([], r"x^2 = 2x + 3", kind="condition", solution="x = 3")[0].status == "proved"
    assert judged([], r"x^2 = 2x + 3", kind="condition", solution="x = 2")[0].status == "false"
    given = ["f(x, y) = xy", "g(x, y) = x^2+y^2"]
    solution = r"x = \frac{1}{\sqrt 2}, y = \frac{1}{\sqrt 2}, \lambda = \frac12"
    assert judged(given, r"\nabla f = \lambda\nabla g", "condition", solution=solution)[0].status in HELD
    wrong = solution.replace("12", "13")
    assert judged(given, r"\nabla f = \lambda\nabla g", "condition", solution=wrong)[0].status == "false"


def test_definitions_are_read_but_not_judged() -> None:
    assert judged([], r"f(x) = x^2", kind="define")[0].status == "not judged"
    assert judged([], r"f(x) = \frac{x", kind="define")[0].status == "unreadable"
    assert judged(["f(x) = x^3"], r"f(x) = x^2", kind="define")[0].status == "unreadable"


def test_shapes_that_do_not_fit_are_named() -> None:
    (link,) = judged(["vector x in R^3", "matrix A in R^{3 x 2}"], r"A\mathbf{x} = \mathbf{x}")
    assert link.status == "unreadable"
    assert "3 x 2" in link.detail
    assert "3 x 1" in link.detail


def test_an_ambiguous_partial_derivative_is_refused() -> None:
    (link,) = judged([r"a = w x", r"C = a^2 + w^2"], r"\frac{\partial C}{\partial w} = 2ax+2w")
    assert link.status == "unreadable"
    assert "ambiguous" in link.detail


def test_derivatives_at_a_kink_have_no_value() -> None:
    given = [r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise}\end{cases}"]
    assert status(given, "f'(2) = 1") in HELD
    assert status(given, "f'(0) = 0") in REFUSED
    assert status(given, "f'(0) = 1") in REFUSED
    assert status([], r"\left.\frac{d}{dx}|x|\right|_{x=0} = 0") in REFUSED


def test_mixed_partials_that_differ_at_the_origin() -> None:
    given = [r"f(x, y) = \begin{cases} \frac{xy(x^2-y^2)}{x^2+y^2} & (x,y) \ne (0,0) \\ 0 & \text{otherwise}\end{cases}"]
    assert status(given, r"\frac{\partial f}{\partial x}(0, y) = -y") in HELD
    assert status(given, r"\frac{\partial f}{\partial x}(0, 0) = 0") in HELD
    assert status(given, r"\frac{\partial f}{\partial x}(0, 0) = 1") == "false"
