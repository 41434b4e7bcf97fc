"""Whatever is thrown at it, the reader answers: no crash, no hang, no text evaluated."""

from __future__ import annotations

import contextlib
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvcalc.claims import STATUSES, Scope, Unreadable, decide, formula, rows, tokens, worst

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "claims" / "corpus.json").read_text(encoding="utf-8"))
PIECES = sorted({token.text for display in CORPUS for token in tokens(display["tex"])})
calm = settings(deadline=None, max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
REFUSED = {"unreadable", "undecided", "false"}


def status(latex: str, *given: str) -> str:
    scope = Scope()
    for line in given:
        scope.declare(line)
    return worst([link.status for link in decide("derive", latex, scope)])


@pytest.mark.parametrize(
    "latex",
    [
        r"__import__('os').system('true') = 0",
        r"\mathrm{__import__}(x) = 0",
        r"\operatorname{eval}(x) = 0",
        r"lambda: 0 = 0",
        "{" * 10_000 + "x" + "}" * 10_000 + " = x",
        "(" * 9_000 + "x" + ")" * 9_000 + " = x",
        "{" * 4_000 + "x" + "}" * 4_000 + " = x",
        "(" * 4_000 + "x" + ")" * 4_000 + " = x",
        r"\sqrt{" * 1_000 + "x" + "}" * 1_000 + " = x",
        r"\sin" * 3_000 + " x = x",
        "x + " * 250_000 + "x = x",
        "x" * 1_000_000 + " = x",
        r"\begin{bmatrix}" * 1_000 + "x = 1",
        r"\left(" * 2_000 + "x = 1",
        "x" + "'" * 5_000 + " = 1",
        "x^" * 5_000 + "x = 1",
        "-" * 15_000 + "x = 1",
        r"\mathrm 12 = y",
        r"\lim_{x\to x}\frac{1}{0} = 0",
    ],
)
def test_hostile_text_is_unreadable(latex: str) -> None:
    tracemalloc.start()
    assert status(latex) == "unreadable"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


@pytest.mark.parametrize(
    ("latex", "declared"),
    [
        (r"9^{9^{9}} = 1", []),
        (r"9^{9^{9^{9}}} = x", []),
        (r"x^{9^{9^{9}}} = x", []),
        (r"e^{e^{e^{e^{e^{9}}}}} = 1", []),
        (r"10^{10^{10}}! = 1", []),
        (r"100000000! = 1", []),
        (r"\binom{10^{9}}{10^{8}} = 1", []),
        (r"(x+y+z+1)^{1000} = 1", []),
        (r"((((x+1)^9)^9)^9)^9 = x", []),
        (r"\sum_{i=1}^{1000000000} i = 1", []),
        (r"\sum_{i=1}^{n}\sum_{j=1}^{n}\sum_{k=1}^{n}\sum_{l=1}^{n} ijkl = 1", ["integer n >= 1"]),
        (r"\frac{d^{8}}{dx^{8}}\sin(x^x\cos(x^xe^{x^x})) = 0", []),
        (r"\lim_{x\to\infty}e^{e^{e^x}} = 1", []),
        (r"\int_0^1\int_0^1\int_0^1\sin(xyz)\,dx\,dy\,dz = 1", []),
        (r"A^{-1}A^{-1}A^{-1} = A", ["matrix A in R^{8 x 8}"]),
        (r"A^{6} = A", ["matrix A in R^{8 x 8}"]),
        (r"\det A = 1", ["matrix A in R^{8 x 8}"]),
        (r"a = 1", ["a = b", "b = a"]),
        (r"\begin{bmatrix}1&1\\1&0\end{bmatrix}^{1000000} = 1", []),
    ],
)
def test_expensive_mathematics_is_refused_in_bounded_work(latex: str, declared: list[str]) -> None:
    assert status(latex, *declared) in REFUSED


@pytest.mark.parametrize("latex", [r"d \operatorname f = y", r"\operatorname{ f } g = 1", r"\mathrm f = 1"])
def test_names_without_braces_do_not_hang(latex: str) -> None:
    assert status(latex) == "false"


@calm
@given(st.text(max_size=60))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert status(text) in STATUSES
    assert decide("condition", text, Scope(), solution=text)[0].status in STATUSES
    assert decide("define", text, Scope())[0].status in STATUSES


@calm
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_tokens_get_a_verdict(pieces: list[str]) -> None:
    assert status(" ".join(pieces)) in STATUSES


@calm
@given(st.sampled_from(CORPUS), st.data())
def test_damaged_displays_get_a_verdict(display: dict[str, object], data: st.DataObject) -> None:
    scope = Scope()
    given_lines = display["given"]
    assert isinstance(given_lines, list)
    for line in given_lines:
        scope.declare(str(line))
    pieces = [token.text for token in tokens(str(display["tex"]))]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        pieces[at] = data.draw(st.sampled_from(PIECES))
    links = decide("derive", " ".join(pieces), scope)
    assert all(link.status in STATUSES and "beyond the judge" not in link.detail for link in links)


@calm
@given(st.text(max_size=60))
def test_any_declaration_is_taken_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        Scope().declare(text)


@calm
@given(st.text(alphabet=r"\{}()[]^_&'|=+-x1 f,.", max_size=40))
def test_tokens_and_rows_refuse_cleanly(text: str) -> None:
    with contextlib.suppress(Unreadable):
        for token in tokens(text):
            assert token.end > token.start
        rows(text)
        formula(text)
