"""What the page makes of a typed answer, held against SymPy.

Beside every typed text of the corpus stands the same expression in SymPy's own notation, written by hand; the points
are not those of the page, and the arithmetic is that of mpmath at 30 digits.
"""

import json
import math
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mpmath
import pytest
import sympy as sp
from sympy.parsing.sympy_parser import parse_expr

from mvcalc.sphinxext.maths import NODE

ROOT = Path(__file__).parents[1]
CORPUS = json.loads((ROOT / "tests/data/answers.json").read_text(encoding="utf-8"))
X, Y = sp.symbols("x y", real=True)
SEEDS = 60

# reads {typed, reference, variables, domain, points} a line, and writes what the module says of it
PROGRAM = f"""
import {{ read, same }} from {json.dumps((ROOT / "book/_widgets/answer.js").as_uri())};
import {{ createInterface }} from "node:readline";
for await (const line of createInterface({{ input: process.stdin }})) {{
  const {{ typed, reference, variables, domain, points }} = JSON.parse(line);
  const answer = read(typed, variables);
  const equal = same(answer, read(reference, variables), {{ variables, domain }});
  const verdict = answer.ok ? (equal ? "same" : "different") : "unreadable";
  console.log(JSON.stringify({{ verdict, message: answer.message, values: points.map(answer.evaluate) }}));
}}
"""

Question = dict[str, Any]
Function = Callable[..., Any]


def ask(questions: list[Question]) -> list[dict[str, Any]]:
    """Put questions to the module, all in one process of Node."""
    lines = "".join(json.dumps({"domain": {}, "points": [], **question}) + "\n" for question in questions)
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", PROGRAM], input=lines, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def points_in(variables: list[str], domain: dict[str, list[float]], count: int = 25) -> list[dict[str, float]]:
    chance = random.Random("points of the oracle")
    return [{name: chance.uniform(*domain.get(name, [-3, 3])) for name in variables} for _ in range(count)]


def real(value: Any) -> float:
    """The number as a float, or NaN where it is not real."""
    value = mpmath.mpmathify(value)
    size = max(1, abs(value)) if mpmath.isfinite(value) else 1
    return float(mpmath.re(value)) if abs(mpmath.im(value)) < mpmath.mpf(10) ** -20 * size else math.nan


def within(function: Function, low: float, high: float) -> Function:
    """The function on the part of its domain where its values are real."""
    return lambda x: function(x) if mpmath.im(x) == 0 and low <= mpmath.re(x) <= high else mpmath.nan


# arithmetic is that of real numbers all the way: the square of the root of -2 is not -2 but undefined
REAL = {
    "sqrt": within(mpmath.sqrt, 0, math.inf),
    "log": within(mpmath.log, 0, math.inf),
    "asin": within(mpmath.asin, -1, 1),
    "acos": within(mpmath.acos, -1, 1),
}


def function_of(text: str | sp.Expr, variables: list[str]) -> tuple[Any, Function]:
    """The shape of an expression in SymPy's notation, and the list of its entries as a function of a point."""
    symbols = {name: sp.Symbol(name, real=True) for name in variables}
    read = parse_expr(text, local_dict=symbols, evaluate=False) if isinstance(text, str) else text
    entries = list(read) if isinstance(read, (sp.MatrixBase, sp.FiniteSet)) else [read]
    shape = read.shape if isinstance(read, sp.MatrixBase) else type(read) if isinstance(read, sp.FiniteSet) else None
    compiled = [sp.lambdify(list(symbols.values()), entry, [REAL, "mpmath"]) for entry in entries]

    def at(point: dict[str, float]) -> list[float]:
        with mpmath.workdps(30):
            values = [real(entry(*(mpmath.mpf(point[name]) for name in symbols))) for entry in compiled]
        return sorted(values) if shape is sp.FiniteSet else values

    return shape, at


def flat(value: Any) -> list[float]:
    """The entries of a value as JSON carries it: null where it is not real."""
    return (
        [x for part in value for x in flat(part)] if isinstance(value, list) else [math.nan if value is None else value]
    )


def close(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-8, abs_tol=1e-13)


def equal(a: tuple[Any, Function], b: tuple[Any, Function], points: list[dict[str, float]]) -> bool:
    """Equal shapes, and at every point equal entries; where neither is real, equal too."""
    if a[0] != b[0]:
        return False
    pairs = [(a[1](point), b[1](point)) for point in points]
    return all(len(p) == len(q) and all(map(close, p, q)) for p, q in pairs)


def corpus() -> Iterator[tuple[Question, str, str, str]]:
    for group in CORPUS:
        variables, domain = group["variables"], group.get("domain", {})
        points = points_in(variables, domain)
        for typed, reading, truth in group["answers"]:
            question = {"typed": typed, "reference": group["reference"], "variables": variables, "domain": domain}
            yield question | {"points": points}, group["sympy"], reading, truth


def test_the_corpus_is_large_and_its_parts_are_not_small() -> None:
    truths = [truth for _, _, _, truth in corpus()]
    assert len(truths) >= 300
    assert {truth: truths.count(truth) >= 75 for truth in truths} == {
        "same": True,
        "different": True,
        "unreadable": True,
    }


def test_every_typed_answer_is_read_and_judged_as_sympy_does() -> None:
    cases = list(corpus())
    for (question, reference, reading, truth), heard in zip(cases, ask([case[0] for case in cases]), strict=True):
        case = f"{question['typed']!r} for {question['reference']!r}: {heard['message']}"
        assert heard["verdict"] == truth, case
        if truth == "unreadable":
            assert reading in heard["message"], case
            continue
        typed, right = (function_of(text, question["variables"]) for text in (reading, reference))
        assert equal(typed, right, question["points"]) == (truth == "same"), case
        for point, value in zip(question["points"], heard["values"], strict=True):
            values = sorted(flat(value)) if typed[0] is sp.FiniteSet else flat(value)
            assert all(map(close, values, typed[1](point))), f"{case} at {point}"


@pytest.mark.parametrize("reading", ["x*exp(x) + 1", "Matrix([x, exp(x)])", "1.01*x*exp(x)", "x*exp(Abs(x))"])
def test_the_oracle_refuses_what_is_wrong(reading: str) -> None:
    points = points_in(["x"], {})
    assert not equal(function_of(reading, ["x"]), function_of("x*exp(x)", ["x"]), points)


# ---- random expressions


def random_expression(chance: random.Random, depth: int = 3) -> sp.Expr:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(
            [X, Y, X, Y, sp.Integer(chance.randint(2, 9)), sp.Rational(chance.choice([1, 3, 5]), 2), sp.pi]
        )
    a, b = (random_expression(chance, depth - 1) for _ in range(2))
    function = chance.choice([sp.sin, sp.cos, sp.tanh, sp.exp, sp.atan, sp.Abs, sp.log, sp.sqrt])
    return chance.choice(
        [a + b, a - b, a * b, a * b, a / (b**2 + 1), a ** chance.choice([2, 3]), function(a), function(a) * b]
    )


def is_usable(expression: sp.Expr) -> bool:
    """It depends on both variables, is real often enough to be compared, and is no giant."""
    if expression.free_symbols != {X, Y} or expression.has(sp.zoo, sp.nan, sp.I, sp.re, sp.im, sp.arg, sp.sign):
        return False
    _, at = function_of(expression, ["x", "y"])
    values: list[float] = [at(point)[0] for point in points_in(["x", "y"], {})]
    return sum(1e-6 < abs(value) < 1e6 for value in values) >= 20


def expressions() -> list[sp.Expr]:
    chance = random.Random("expressions")
    found: list[sp.Expr] = []
    while len(found) < SEEDS:
        expression = random_expression(chance)
        if is_usable(expression):
            found.append(expression)
    return found


RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
ABBREVIATED = {"log": "ln", "atan": "arctan", "Abs": "abs"}


def by_hand(node: sp.Expr, *, unicode: bool) -> str:
    """As a person types it: 2x^2 sin(x), or with the signs of print, 2·x²·sin(x)."""

    def show(inner: sp.Expr) -> str:
        return by_hand(inner, unicode=unicode)

    def bracketed(inner: sp.Expr) -> str:
        atom = (
            inner.is_Symbol
            or (inner.is_Integer and inner >= 0)
            or (inner.is_Function and not isinstance(inner, sp.exp))
        )
        return show(inner) if atom else f"({show(inner)})"

    minus, times, pi = ("−", "·", "π") if unicode else ("-", " ", "pi")
    if node == sp.pi:
        return pi
    if node.is_Rational and not node.is_Integer:
        return f"{node.p}/{node.q}"
    if isinstance(node, sp.exp):
        return f"e^({show(node.args[0])})"
    if isinstance(node, sp.Abs) and unicode:
        return f"|{show(node.args[0])}|"
    if node.is_Function:
        return f"{ABBREVIATED.get(node.func.__name__, node.func.__name__)}({show(node.args[0])})"
    if node.is_Add:
        return " + ".join(f"({show(term)})" for term in node.args)
    if node.is_Mul:
        return times.join(f"({show(f)})" if i or not f.is_Integer else show(f) for i, f in enumerate(node.args))
    if node.is_Pow and node.exp == sp.Rational(1, 2):
        return f"√({show(node.base)})" if unicode else f"sqrt({show(node.base)})"
    if node.is_Pow and node.exp.is_Integer and unicode:
        return bracketed(node.base) + str(node.exp).translate(RAISED)
    if node.is_Pow:
        return f"{bracketed(node.base)}^({show(node.exp)})"
    return str(node).replace("-", minus)


NOTATIONS: dict[str, Callable[[sp.Expr], str]] = {
    "Python": lambda e: str(e).replace("Abs", "abs"),
    "LaTeX": sp.latex,
    "LaTeX with dots": lambda e: sp.latex(e, mul_symbol="dot", ln_notation=True, inv_trig_style="full"),
    "plain": lambda e: by_hand(e, unicode=False),
    "Unicode": lambda e: by_hand(e, unicode=True),
}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_random_expressions_read_back_to_the_same_function(notation: str) -> None:
    points = points_in(["x", "y"], {})
    known = expressions()
    texts = [NOTATIONS[notation](expression) for expression in known]
    questions = [
        {"typed": text, "reference": NOTATIONS["Python"](expression), "variables": ["x", "y"], "points": points}
        for text, expression in zip(texts, known, strict=True)
    ]
    for text, expression, heard in zip(texts, known, ask(questions), strict=True):
        assert heard["verdict"] == "same", f"{text}: {heard['message']}"
        _, at = function_of(expression, ["x", "y"])
        for point, value in zip(points, heard["values"], strict=True):
            assert all(map(close, flat(value), at(point))), f"{text} at {point}"


def mutants(expression: sp.Expr) -> Iterator[sp.Expr]:
    """One change at one place: a sign, a factor, an exponent, a variable."""
    for node in sp.preorder_traversal(expression):
        changed: list[sp.Expr] = []
        if node.is_Add:
            changed = [node - 2 * node.args[0], node - 2 * node.args[-1]]
        elif node.is_Mul:
            changed = [-node, node * sp.Rational(101, 100), node / node.args[-1]]
        elif node.is_Pow and node.exp.is_Integer:
            changed = [node.base ** (node.exp + 1), node.base]
        elif node.is_Function:
            changed = [node.func(-node.args[0]), node.func(2 * node.args[0])]
        elif node.is_Symbol:
            changed = [Y if node == X else X, sp.Abs(node)]
        elif node.is_Integer and node > 1:
            changed = [node + 1]
        for new in changed:
            yield expression.xreplace({node: new})


def test_mutants_are_refused() -> None:
    points = points_in(["x", "y"], {}, 60)
    chance = random.Random("mutants")
    questions: list[Question] = []
    for expression in expressions():
        right = function_of(expression, ["x", "y"])
        every = list(dict.fromkeys(mutants(expression)))
        for mutant in chance.sample(every, min(12, len(every))):
            if mutant.has(sp.zoo, sp.nan, sp.I) or equal(function_of(mutant, ["x", "y"]), right, points):
                continue  # no mutant, but the same function again
            questions.append(
                {
                    "typed": NOTATIONS["Python"](mutant),
                    "reference": NOTATIONS["Python"](expression),
                    "variables": ["x", "y"],
                }
            )
    heard = ask(questions)
    missed = [
        q["typed"] + " for " + q["reference"] for q, h in zip(questions, heard, strict=True) if h["verdict"] == "same"
    ]
    assert len(questions) >= 400
    assert len(missed) <= 0.005 * len(questions), missed
