"""Named steps: accepted where they are instances of the rule, refused where they are only true."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mvcalc.claims import LinkVerdict, Scope, decide
from mvcalc.claims.rules import NAMES, named

D = r"\frac{d}{dx}"
SIGMOID = r"\sigma(z) = \frac{1}{1+e^{-z}}"
HELD = {"proved", "numeric", "instance"}

# fmt: off
STEPS: list[tuple[list[str], str, str, set[str]]] = [
    ([], D + r"\left(x^2\sin x\right)", D + r"\left(x^2\right)\sin x+x^2" + D + r"\sin x", {"product"}),
    ([], D + r"\left(x^2\sin x\right)", r"2x\sin x+x^2\cos x", {"product"}),
    ([], D + r"\left(x^2\right)\sin x+x^2" + D + r"\sin x", r"2x\sin x+x^2" + D + r"\sin x",
     {"power", "table"}),
    ([], r"2x\sin x+x^2" + D + r"\sin x", r"2x\sin x+x^2\cos x", {"table"}),
    ([], D + r"(x^2+\sin x)", D + r"x^2+" + D + r"\sin x", {"sum"}),
    ([], D + r"(x^2-\sin x)", D + r"x^2-" + D + r"\sin x", {"sum"}),
    ([], D + r"(3\sin x)", r"3" + D + r"\sin x", {"constant factor", "product"}),
    ([], D + r"\frac{\sin x}{x}", r"\frac{" + D + r"(\sin x)\,x-\sin x" + D + r"x}{x^2}", {"quotient"}),
    ([], D + r"e^{-x^2}", r"-2xe^{-x^2}", {"chain"}),
    ([], D + r"e^{-x^2}", r"e^{-x^2}\cdot" + D + r"(-x^2)", {"chain"}),
    ([], D + r"(x^2+1)^5", r"5(x^2+1)^4\cdot 2x", {"chain"}),
    ([], D + r"\sqrt{x^2+1}", r"\frac{1}{2\sqrt{x^2+1}}\cdot 2x", {"chain"}),
    ([], D + r"x^5", r"5x^4", {"power", "table"}),
    ([], D + r"\sqrt{x}", r"\frac{1}{2\sqrt x}", {"power", "table"}),
    ([], D + r"\frac1x", r"-\frac{1}{x^2}", {"power", "table", "quotient"}),
    ([], D + r"\ln x", r"\frac1x", {"table"}),
    ([], D + r"\tan x", r"\frac{1}{\cos^2 x}", {"table"}),
    ([], D + r"2^x", r"2^x\ln 2", {"table"}),
    ([], D + r"e^{2x}", r"2e^{2x}", {"table", "chain"}),
    ([], D + r"(5x^3-2x+1)", r"15x^2-2", {"power", "table"}),
    (["function f, g"], D + r"f(g(x))", r"f'(g(x))g'(x)", {"chain"}),
    (["function f, g"], D + r"(f(x)g(x))", r"f'(x)g(x)+f(x)g'(x)", {"product"}),
    (["function f, g"], D + r"\frac{f(x)}{g(x)}", r"\frac{f'(x)g(x)-f(x)g'(x)}{g(x)^2}", {"quotient"}),
    (["function f, g"], D + r"(f(x)+g(x))", r"f'(x)+g'(x)", {"sum"}),
    (["depends y(u), u(x)"], r"\frac{dy}{dx}", r"\frac{dy}{du}\frac{du}{dx}", {"chain"}),
    (["function f(x, y)", "depends x(t), y(t)"], r"\frac{df}{dt}",
     r"\frac{\partial f}{\partial x}\frac{dx}{dt}+\frac{\partial f}{\partial y}\frac{dy}{dt}", {"chain"}),
    ([], r"\lim_{h\to 0}(2x+h)", r"2x", {"limit"}),
    ([], r"\lim_{h\to 0}\left(x+\frac{\sin h}{h}\right)",
     r"\lim_{h\to 0}x+\lim_{h\to 0}\frac{\sin h}{h}", {"limit", "algebra"}),
    ([], r"\lim_{h\to 0}\frac{(x+h)^2-x^2}{h}", r"\lim_{h\to 0}(2x+h)", {"algebra"}),
    ([], D + r"x^2", r"\lim_{h\to 0}\frac{(x+h)^2-x^2}{h}", {"definition"}),
    (["function f"], r"f'(x)", r"\lim_{h\to 0}\frac{f(x+h)-f(x)}{h}", {"definition"}),
    (["function f"], r"f'(a)", r"\lim_{x\to a}\frac{f(x)-f(a)}{x-a}", {"definition"}),
    ([], r"(x+1)^2", r"x^2+2x+1", {"algebra"}),
    ([], r"\sin(x+h)", r"\sin x\cos h+\cos x\sin h", {"algebra"}),
    (["f(x) = x^2"], r"f(x)", r"x^2", {"definition"}),
    (["f(x) = x^2"], r"f(3)", r"9", {"definition", "evaluate"}),
    (["f(x) = x^2"], r"f'(x)", D + r"x^2", {"definition"}),
    (["f(x) = x^2"], r"f'(x)", r"2x", {"power", "table"}),
    (["f(x) = x^2"], r"f'(3)", r"6", {"evaluate", "power", "table"}),
    ([], r"\left.2x\right|_{x=3}", r"6", {"evaluate"}),
    ([], r"\left[\frac{x^3}{3}\right]_0^1", r"\frac13", {"evaluate"}),
    ([SIGMOID], r"\sigma'(z)", r"\frac{d}{dz}\frac{1}{1+e^{-z}}", {"definition"}),
    ([SIGMOID], r"\frac{d}{dz}\frac{1}{1+e^{-z}}", r"\frac{e^{-z}}{(1+e^{-z})^2}", {"quotient", "chain"}),
    ([SIGMOID], r"\frac{e^{-z}}{(1+e^{-z})^2}",
     r"\frac{1}{1+e^{-z}}\cdot\frac{1+e^{-z}-1}{1+e^{-z}}", {"algebra"}),
    ([SIGMOID], r"\frac{1}{1+e^{-z}}\cdot\frac{1+e^{-z}-1}{1+e^{-z}}",
     r"\sigma(z)(1-\sigma(z))", {"definition"}),
    (["f(x, y) = x^2 y+3x"], r"\frac{\partial f}{\partial x}", r"2xy+3", {"power", "table"}),
    (["f(x, y) = x^2 y+3x"], r"J_f",
     r"\begin{bmatrix}\frac{\partial f}{\partial x}&\frac{\partial f}{\partial y}\end{bmatrix}",
     {"definition"}),
    ([SIGMOID, "z = w a_0+b", r"a = \sigma(z)", "C = (a-y)^2"], r"\frac{\partial C}{\partial w}",
     r"\frac{\partial C}{\partial a}\frac{\partial a}{\partial z}\frac{\partial z}{\partial w}", {"chain"}),
]
# fmt: on

EQUATIONS = {
    "eq-sin": r"\lim_{h\to 0}\frac{\sin h}{h} = 1",
    "eq-cos": r"\lim_{h\to 0}\frac{\cos h-1}{h} = 0",
    "eq-power": D + r"x^n = nx^{n-1}",
}


def judged(given: list[str], latex: str, equations: Mapping[str, str] | None = None) -> list[LinkVerdict]:
    scope = Scope()
    for line in given:
        scope.declare(line)
    return decide("derive", latex, scope, equations=equations)


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize(("given", "before", "after", "right"), STEPS)
def test_a_step_is_accepted_by_its_rules_only(
    given: list[str], before: str, after: str, right: set[str], rule: str
) -> None:
    (link,) = judged(given, rf"{before} &= {after} && \text{{{rule} rule}}")
    assert link.rule == rule
    if rule in right:
        assert link.status in HELD, link.detail
    else:
        assert (link.status, "named rule" in link.detail) == ("false", True), link


@pytest.mark.parametrize(("given", "before", "after", "right"), STEPS)
def test_the_steps_are_true_without_a_rule(given: list[str], before: str, after: str, right: set[str]) -> None:
    (link,) = judged(given, rf"{before} &= {after} && \text{{because}}")
    assert (link.rule, link.status in HELD) == (None, True)


def test_a_false_step_is_false_whatever_its_rule() -> None:
    (link,) = judged([], D + r"x^3 &= 3x^3 && \text{power rule}")
    assert link.status == "false"
    assert "the left side is" in link.detail


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("product rule", "product"),
        ("Product, then tidy up", "product"),
        ("constant factor", "constant factor"),
        ("Chain rule, with u = x^2", "chain"),
        ("by {eq}`eq-sin-limit`", "by eq-sin-limit"),
        ("sum over all points", None),
        ("because h is small", None),
        ("", None),
    ],
)
def test_notes_begin_with_a_rule_or_are_prose(note: str, rule: str | None) -> None:
    assert named(note) == rule


def test_an_earlier_equation_may_be_used() -> None:
    step = r"\cos x\lim_{h\to 0}\frac{\sin h}{h} &= \cos x && \text{by {eq}`%s`}"
    assert judged([], step % "eq-sin", EQUATIONS)[0].status in HELD
    assert judged([], step % "eq-cos", EQUATIONS)[0].status == "false"
    assert judged([], step % "eq-none", EQUATIONS)[0].status == "unreadable"
    power = D + r"x^3 &= 3x^2 && \text{by {eq}`%s`}"
    assert judged([], power % "eq-power", EQUATIONS)[0].status in HELD
    assert judged([], power % "eq-sin", EQUATIONS)[0].status == "false"


CHAINS: list[tuple[list[str], list[str]]] = [
    ([], [D + r"x^2 &= \lim_{h\to0}\frac{(x+h)^2-x^2}{h} && \text{definition}",
          r"&= \lim_{h\to0}\frac{2xh+h^2}{h} && \text{algebra}",
          r"&= \lim_{h\to0}(2x+h) && \text{algebra}", r"&= 2x && \text{limit}"]),
    ([], [D + r"\frac1x &= \lim_{h\to 0}\frac{\frac{1}{x+h}-\frac1x}{h} && \text{definition}",
          r"&= \lim_{h\to0}\frac{-1}{x(x+h)} && \text{algebra}", r"&= -\frac{1}{x^2} && \text{limit}"]),
    (["integer n >= 1"],
     [D + r"x^n &= \lim_{h\to 0}\frac{(x+h)^n-x^n}{h} && \text{definition}",
      r"&= \lim_{h\to0}\sum_{k=1}^{n}\binom{n}{k}x^{n-k}h^{k-1} && \text{algebra}",
      r"&= nx^{n-1} && \text{limit, only the first term survives}"]),
    (["function f, g"],
     [D + r"(f(x)g(x)) &= \lim_{h\to0}\frac{f(x+h)g(x+h)-f(x)g(x)}{h} && \text{definition}",
      r"&= \lim_{h\to0}\left(\frac{f(x+h)-f(x)}{h}g(x+h)+f(x)\frac{g(x+h)-g(x)}{h}\right) && \text{algebra}",
      r"&= f'(x)g(x)+f(x)g'(x) && \text{limit}"]),
    ([], [D + r"\sin x &= \lim_{h\to0}\frac{\sin(x+h)-\sin x}{h} && \text{definition}",
          r"&= \lim_{h\to0}\left(\sin x\,\frac{\cos h-1}{h}+\cos x\,\frac{\sin h}{h}\right)"
          r"&& \text{algebra}",
          r"&= \sin x\lim_{h\to0}\frac{\cos h-1}{h}+\cos x\lim_{h\to0}\frac{\sin h}{h} && \text{limit}",
          r"&= \sin x\lim_{h\to0}\frac{\cos h-1}{h}+\cos x && \text{by {eq}`eq-sin`}",
          r"&= \cos x && \text{by {eq}`eq-cos`}"]),
    ([r"f(x) = \frac{\sin(2x^5+3x)}{e^{7x}}"],
     [r"f'(x) &= " + D + r"\left(\sin(2x^5+3x)e^{-7x}\right) && \text{definition}",
      "&= " + D + r"\left(\sin(2x^5+3x)\right)e^{-7x}+\sin(2x^5+3x)" + D + r"e^{-7x} && \text{product rule}",
      r"&= \cos(2x^5+3x)" + D + r"\left(2x^5+3x\right)\cdot e^{-7x}-7\sin(2x^5+3x)e^{-7x}"
      r" && \text{chain rule}",
      r"&= \cos(2x^5+3x)\left(" + D + r"\left(2x^5\right)+" + D + r"(3x)\right)e^{-7x}-7\sin(2x^5+3x)e^{-7x}"
      r" && \text{sum rule}",
      r"&= \cos(2x^5+3x)\left(10x^4+3\right)e^{-7x}-7\sin(2x^5+3x)e^{-7x} && \text{power rule}",
      r"&= e^{-7x}\left((10x^4+3)\cos(2x^5+3x)-7\sin(2x^5+3x)\right) && \text{algebra}"]),
    ([SIGMOID],
     [r"\sigma'(z) &= \frac{d}{dz}\frac{1}{1+e^{-z}} && \text{definition}",
      r"&= -\frac{1}{(1+e^{-z})^2}\cdot\frac{d}{dz}\left(1+e^{-z}\right) && \text{chain rule}",
      r"&= \frac{e^{-z}}{(1+e^{-z})^2} && \text{table}",
      r"&= \frac{1}{1+e^{-z}}\left(1-\frac{1}{1+e^{-z}}\right) && \text{algebra}",
      r"&= \sigma(z)\left(1-\sigma(z)\right) && \text{definition}"]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "lines"), CHAINS)
def test_textbook_derivations_pass_row_by_row(given: list[str], lines: list[str]) -> None:
    for link in judged(given, r" \\ ".join(lines), EQUATIONS):
        assert link.status in HELD, link


@pytest.mark.parametrize(("given", "lines"), CHAINS)
def test_the_same_derivations_with_rules_exchanged_are_refused(given: list[str], lines: list[str]) -> None:
    exchanged = [
        line.rsplit("&&", 1)[0] + r"&& \text{" + ("quotient" if "table" in line else "table") + "}" for line in lines
    ]
    for link in judged(given, r" \\ ".join(exchanged), EQUATIONS):
        assert link.status == "false" or link.rule == "table", link
