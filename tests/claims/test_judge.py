"""The judge: true equations are held, wrong ones refused, with the counterexample that the page prints."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from mvcalc.claims import STATUSES, LinkVerdict, Scope, Unreadable, decide, worst

HELD = {"proved", "numeric", "instance"}
REFUSED = {"false", "unreadable", "undecided"}

DATA = Path(__file__).parents[1] / "data" / "claims"
CONSTRUCTS: list[dict[str, Any]] = json.loads((DATA / "constructs.json").read_text(encoding="utf-8"))


def judged(given: list[str], latex: str, kind: str = "derive", solution: str | None = None) -> list[LinkVerdict]:
    scope = Scope()
    for line in given:
        scope.declare(line)
    return decide(kind, latex, scope, solution)


def status(given: list[str], latex: str) -> str:
    return worst([link.status for link in judged(given, latex)])


@pytest.mark.parametrize("display", CONSTRUCTS, ids=lambda display: str(display["tex"]))
def test_constructs(display: dict[str, Any]) -> None:
    expected = HELD if display["expect"] == "true" else REFUSED
    assert status(display["given"], display["tex"]) in expected, judged(display["given"], display["tex"])


def test_statuses_are_ordered_from_best_to_worst() -> None:
    assert worst(STATUSES) == "false"
    assert worst(["proved", "undecided", "numeric"]) == "undecided"
    assert worst([]) == "not judged"


def test_a_proof_is_told_from_numbers() -> None:
    assert status([], r"(a+b)^2 = a^2+2ab+b^2") == "proved"
    assert status([], r"\lim_{h \to 0}\frac{\sin h}{h} = 1") == "proved"
    assert status([], r"\lim_{x \to 0^+} x\ln x = 0") == "numeric"
    assert status(["vector x in R^3"], r"\mathbf{x}^T\mathbf{x} = \|\mathbf{x}\|^2") == "instance"


CANCELLING = [  # the numerator is smaller than x by as many powers as the sum is long
    (r"\lim_{x\to 0}\frac{e^x-\sum_{k=0}^{n}\frac{x^k}{k!}}{x^{n+1}}", r"\frac{1}{(n+1)!}"),
    (r"\lim_{x\to 0}\frac{\ln(1+x)-\sum_{k=1}^{n}\frac{(-1)^{k+1}x^k}{k}}{x^{n+1}}", r"\frac{(-1)^n}{n+1}"),
    (r"\lim_{x\to 0}\frac{\cos x-\sum_{k=0}^{n}\frac{(-1)^kx^{2k}}{(2k)!}}{x^{2n+2}}", r"\frac{(-1)^{n+1}}{(2n+2)!}"),
]


@pytest.mark.parametrize(("limit", "value"), CANCELLING)
def test_a_limit_in_which_many_digits_cancel(limit: str, value: str) -> None:
    assert status(["integer n >= 1"], f"{limit} = {value}") in HELD
    for wrong in (f"-{value}", f"2{value}", "0"):
        assert status(["integer n >= 1"], f"{limit} = {wrong}") == "false"


def test_what_is_left_of_a_limit_where_all_digits_cancel_is_not_taken_for_it() -> None:
    terms = [rf"\frac{{x^{{{n}}}}}{{{math.factorial(n)}}}" for n in range(1, 12, 2)]
    polynomial = terms[0] + "".join(f"{sign}{term}" for sign, term in zip("-+-+-", terms[1:], strict=True))
    limit = rf"\lim_{{x\to 0}}\left(1+\frac{{\sin x-({polynomial})}}{{x^{{13}}}}\right)"
    assert status([], f"{limit} = 1") == "false"
    assert status([], rf"{limit} = 1+\frac{{1}}{{{math.factorial(13)}}}") in HELD


@pytest.mark.parametrize(
    ("latex", "verdicts"),
    [
        (r"\lim_{n\to\infty}r^n = 0", HELD),
        (r"\lim_{n\to\infty}\frac{(-1)^n}{n} = 0", HELD),
        (r"\lim_{n\to\infty}\frac{(-1)^n}{n} = 1", {"false"}),
        (r"\lim_{n\to\infty}(-1)^n = 1", REFUSED),
        (r"\lim_{n\to\infty}(-1)^n = -1", REFUSED),
        (r"\lim_{n\to\infty}\cos(2\pi n/3) = 1", REFUSED),
        (r"\lim_{n\to\infty}\frac{n^2}{2n^2-3} = \frac12", HELD),
    ],
)
def test_a_limit_over_whole_numbers_is_taken_over_them(latex: str, verdicts: set[str]) -> None:
    assert status(["integer n >= 1", "real -1 < r < 1"], latex) in verdicts


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
    assert [(link.row, link.status) for link in links] == [
        (0, "proved"),
        (1, "false"),
        (1, "false"),
        (2, "proved"),
    ]


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


@pytest.mark.parametrize(
    "latex", [r"\frac{|x-3|}{x-3} = -1", r"|x+7| = x+7", r"\max(x, 9) = 9", r"|x-4|+|x-11| = 15-2x"]
)
def test_what_breaks_far_from_zero_is_looked_at_there(latex: str) -> None:
    assert status([], latex) == "false"


def test_conditions_are_judged_only_with_a_solution() -> None:
    assert judged([], r"x^2 = 2x + 3", kind="condition")[0].status == "not judged"
    assert judged([], r"x^2 = 2x + 3", kind="condition", solution="x = 3")[0].status == "proved"
    assert judged([], r"x^2 = 2x + 3", kind="condition", solution="x = 2")[0].status == "false"
    assert judged([], r"x^2 = 2x + 3", "condition", solution="x = 3, x = -1")[0].status == "proved"
    assert judged([], r"x^2 = 2x + 3", "condition", solution="x = 3, x = 1")[0].status == "false"
    assert judged([], r"x = y + 1", "condition", solution="(x, y) = (3, 2)")[0].status == "proved"
    assert judged([], r"x = y + 1", "condition", solution="x is 3")[0].status == "unreadable"
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
    given = [
        r"f(x, y) = \begin{cases} \frac{xy(x^2-y^2)}{x^2+y^2} & (x,y) \ne (0,0)"
        r"\\ 0 & \text{otherwise}\end{cases}"
    ]
    assert status(given, r"\frac{\partial f}{\partial x}(0, y) = -y") in HELD
    assert status(given, r"\frac{\partial f}{\partial x}(0, 0) = 0") in HELD
    assert status(given, r"\frac{\partial f}{\partial x}(0, 0) = 1") == "false"


@pytest.mark.parametrize(
    ("latex", "held"),
    [
        (r"\sin x = x-\frac{x^3}{3!}+O(x^5)", True),
        (r"\sin x = x-\frac{x^3}{3!}+O(x^4)", True),
        (r"\sin x = x-\frac{x^3}{3!}+O(x^6)", False),
        (r"\sin x = x-\frac{x^3}{3!}-O(x^5)", False),
        (r"x+O(x^2) = x+O(x)", True),
        (r"x+O(x) = x+O(x^2)", False),
        (r"x+O(x^2) = x", False),
        (r"\cos x = 1-\frac{x^2}{2}+\dots", True),
        (r"\sin x = x-\dots", True),
        (r"e^x = 1+x-\dots", False),
        (r"\frac{\sin x}{x} = 1+\frac{O(x^3)}{x}", True),
        (r"e^{xy} = 1+xy+\dots", False),
    ],
)
def test_orders(latex: str, held: bool) -> None:
    assert (status([], latex) in HELD) == held


@pytest.mark.parametrize(
    ("latex", "held"),
    [
        (r"x^2+1 \neq 0", True),
        (r"x^2 \neq 2", False),
        (r"e^x > x", True),
        (r"x^2-2x+1 > 0", False),
        (r"x^2-2x+1 \ge 0", True),
        (r"\cos x \ge 1-\frac{x^2}{2}", True),
        (r"\cos x \le 1-\frac{x^2}{3}", False),
        (r"x \le x^2", False),
        (r"\pi \approx 3.1416", True),
        (r"\pi \approx 3.1415", False),
        (r"6.02214\cdot 10^{23} \approx 6.02\times 10^{23}", True),
        (r"\pi \approx x", False),
    ],
)
def test_orderings_and_roundings(latex: str, held: bool) -> None:
    assert (status([], latex) in HELD) == held


def test_a_claim_binds_nothing() -> None:
    scope = Scope()
    decide("claim", "J = 2x = x+x", scope)
    assert not scope.names


@pytest.mark.parametrize(
    ("latex", "held"),
    [
        (r"\frac{\partial C}{\partial z_i} = 2(z_i - y_i)", True),
        (r"\frac{\partial C}{\partial z_2} = 2(z_2 - y_2)", True),
        (r"\frac{\partial C}{\partial W_{ij}} = \frac{\partial C}{\partial z_i} a_j", True),
        (r"\frac{\partial C}{\partial z_i} = 0", False),
        (r"\frac{\partial C}{\partial z_2} = 2(z_1 - y_1)", False),
        (r"\frac{\partial C}{\partial W_{ij}} = \frac{\partial C}{\partial z_j} a_i", False),
    ],
)
def test_a_derivative_by_an_entry_of_a_defined_vector(latex: str, held: bool) -> None:
    given = ["matrix W in R^{2 x 3}", "vector a in R^3", "vector y in R^2"]
    given += [r"\mathbf{z} = W\mathbf{a}", r"C = \|\mathbf{z} - \mathbf{y}\|^2"]
    assert (status(given, latex) in HELD) is held


def test_a_map_has_as_many_values_as_it_is_declared_with() -> None:
    with pytest.raises(Unreadable, match="no declared size"):
        Scope().declare(r"function \mathbf{f}(x, y)")
    given = [r"function \mathbf{f}(x, y) in R^3"]
    assert status(given, r"\|\mathbf{f}(x, y)\|^2 = \mathbf{f}(x, y)^T \mathbf{f}(x, y)") == "instance"
    assert status(given, r"\|\mathbf{f}(x, y)\| = |\mathbf{f}(x, y)|") == "unreadable"
