"""Mutation: every operator makes the change it is named for, and a judge that is too kind is found out."""

import pytest

from mvcalc.claims import LinkVerdict, Scope, mutate
from mvcalc.claims.mutate import OPERATORS, ROW_BEFORE, mutants, mutate_page


def _scope(*lines):
    scope = Scope()
    for line in lines:
        scope.declare(line)
    return scope


DECLARED = _scope("function f, g", "matrix A in R^{2 x 2}", "vector x in R^2")

EXAMPLES = [
    ("flip a sign", "x-y = z", {"x+y = z", "-x-y = z", "x-y = -z"}),
    (
        "flip a sign",
        "e^{-x} = 1-x+O(x^2)",
        {"e^{+x} = 1-x+O(x^2)", "e^{-x} = 1+x+O(x^2)", "e^{-x} = -1-x+O(x^2)"},
    ),
    ("coefficient or exponent by one", "3x^2 = y", {"4x^2 = y", "2x^2 = y", "3x^3 = y", "3x^1 = y"}),
    ("coefficient or exponent by one", r"a \approx 0.99", {r"a \approx 1.00", r"a \approx 0.98"}),
    ("coefficient or exponent by one", "a_1 = O(h^2)", {"a_1 = O(h^3)"}),
    ("drop a factor", r"2x\sin x = f(x)\cdot y", {r"x\sin x = f(x)\cdot y", r"2\sin x = f(x)\cdot y"}),
    ("drop a factor", r"y = f(x)\cdot z", {r"y = \cdot z", r"y = f(x)"}),
    ("drop a factor", r"n(n+1) = z", {r" (n+1) = z", r"n  = z"}),
    (
        "drop a factor",
        r"y = \frac{a x_i}{b}\left(u+v\right)",
        {r"y = \frac{ x_i}{b}\left(u+v\right)", r"y = \frac{a x_i}{b} "},
    ),
    ("drop a prime", "f''(x) = y", {"f'(x) = y"}),
    ("drop a derivative", r"\frac{dy}{dx} = z", {r" y  = z"}),
    ("drop a derivative", r"\frac{\partial^2 f}{\partial x\partial y} = z", {r" f  = z"}),
    ("drop a derivative", r"\frac{\mathrm{d}}{\mathrm{d}x}\sin x = z", {r"  \sin x = z"}),
    ("drop a derivative", r"\nabla f = z", {r"  f = z"}),
    ("swap two variables", "x^2y = f(x)", {" y ^2 x  = f(x)"}),
    ("swap two variables", r"\mathbf{x}\cdot\mathbf{b} = f", {r" \mathbf{b} \cdot \mathbf{x}  = f"}),
    ("swap two subscripts", "x_i y_j = W_{ij}", {"x_j y_i = W_{ij}", "x_i y_j = W_{ji}"}),
    ("swap two arguments", "f(a, b) = y", {"f(b, a) = y"}),
    (
        "swap two matrix entries",
        r"\begin{bmatrix}a&b\end{bmatrix} = y",
        {r"\begin{bmatrix}b&a\end{bmatrix} = y"},
    ),
    ("transpose or untranspose", "A^{T}A = y", {"A A = y", "A^{T}A^{T} = y"}),
    (
        "transpose or untranspose",
        r"y = \begin{pmatrix}a\end{pmatrix}",
        {r"y = \begin{pmatrix}a\end{pmatrix}^{T}"},
    ),
    ("change a bound", r"\sum_{i=1}^{n} i = y", {r"\sum_{i=1}^{n+1} i = y", r"\sum_{i=1}^{n-1} i = y"}),
    ("change a bound", r"\lim_{x\to a} x = y", {r"\lim_{x\to a+1} x = y", r"\lim_{x\to a-1} x = y"}),
    ("change a bound", r"\sum_{k=0}^\infty x^k = y", {r"\sum_{k=0}^{3} x^k = y"}),
    ("swap sin and cos", r"\sin x = \cosh y", {r"\cos x = \cosh y", r"\sin x = \sinh y"}),
    (ROW_BEFORE, r"a &= b \\ &= c && \text{algebra}", {r"a &= b \\ &= b && \text{algebra}"}),
]


def _close(latex):
    return latex.replace(" ", "")


@pytest.mark.parametrize(("operator", "latex", "expected"), EXAMPLES)
def test_an_operator_makes_its_change(operator, latex, expected):
    made = {_close(mutant.latex) for mutant in mutants(latex, DECLARED) if mutant.operator == operator}
    assert made >= {_close(text) for text in expected}


def test_every_operator_has_an_example():
    assert {operator for operator, _, _ in EXAMPLES} == {*OPERATORS, ROW_BEFORE}


@pytest.mark.parametrize("latex", [tex for _, tex, _ in EXAMPLES])
def test_mutants_differ_from_the_claim_and_from_each_other(latex):
    made = [mutant.latex for mutant in mutants(latex, DECLARED)]
    assert len(set(made)) == len(made)
    assert all(text.split() != latex.split() for text in made)


def test_relations_notes_and_alignment_are_left_alone():
    for mutant in mutants("a &= b+c && \\text{sum rule} \\\\\n &\\le d", Scope()):
        assert mutant.latex.count("&") == 4
        assert "\\text{sum rule}" in mutant.latex
        assert "\\le" in mutant.latex


PAGE = r"""
```{derive}
\frac{d}{dx}\left(x^2\sin x\right)
  &= \frac{d}{dx}\left(x^2\right)\sin x + x^2\frac{d}{dx}\sin x && \text{product rule} \\
  &= 2x\sin x + x^2\cos x
```
The slope is {claim}`\frac{d}{dx}(3x+5) = 3`; not held: {claim}`1 = 2`, and {notation}`a = b`.
"""


def test_the_mutants_of_a_page_are_refused():
    score = mutate_page(PAGE, "page.md")
    assert score.survivors == []
    assert score.share == 1
    assert score.refused.total() > 20
    assert "score 100.00 %" in score.report()


def test_a_judge_that_passes_everything_scores_nothing(monkeypatch):
    monkeypatch.setattr(mutate, "decide", lambda *_, **__: [LinkVerdict(0, None, "numeric", "", "anything")])
    score = mutate_page(PAGE, "page.md")
    assert score.refused.total() == 0
    assert score.share == 0
    assert "page.md:2: survived as numeric (flip a sign)" in score.report()


def test_equivalents_are_counted_apart():
    score = mutate_page("{claim}`x+y = y+x`")
    assert score.equivalent["swap two variables"] == 2
    assert score.survivors == []


def test_a_mutant_that_says_the_same_is_an_equivalent_though_it_is_not_proved():
    score = mutate_page("{claim}`2ab \\le a^2+b^2`")
    assert score.equivalent["swap two variables"] == 2
    assert {mutant.latex for *_, status, mutant in score.survivors if status == "numeric"} >= {"1ab \\le a^2+b^2"}
    assert all("swap" not in mutant.operator for *_, mutant in score.survivors)


def test_a_page_without_claims_has_a_full_score():
    assert mutate_page("nothing").share == 1
