"""The kit of exercises: answers told apart, texts filled, families counted; and what each part refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.exercises import (
    Answer,
    Choice,
    Exercise,
    Expression,
    Family,
    Faulty,
    Matrix,
    Number,
    Option,
    Points,
    Slip,
    Vector,
    families,
    family,
    faults,
    fill,
    find,
    tex,
)
from mvcalc.exercises.judged import misleading
from mvcalc.exercises.written import written

X, Y = sp.symbols("x y")
IN_X = {"x": (-2, 2)}
IN_XY = {"x": (-2, 2), "y": (-2, 2)}

#: Of each kind: answers that are the same, and answers that all differ from these.
KINDS: dict[str, tuple[list[Answer], list[Answer]]] = {
    "expression": (
        [
            Expression(2 * X * (X + 1), IN_X),
            Expression(2 * X**2 + 2 * X, IN_X),
            Expression(sp.sin(X) ** 2 * 2 * X * (X + 1) + 2 * X * (X + 1) * sp.cos(X) ** 2, IN_X),
        ],
        [
            Expression(2 * X**2 + 2.02 * X, IN_X),
            Expression(2 * X * sp.Abs(X + 1), IN_X),
            Expression(sp.Integer(0), IN_X),
        ],
    ),
    "whatever is assumed of a name": (
        [Expression(X**2, IN_X), Expression(sp.Symbol("x", real=True) ** 2, IN_X)],
        [Expression(sp.Symbol("x", real=True), IN_X)],
    ),
    "where both are real": (
        [Expression(sp.log(X**2), IN_X), Expression(2 * sp.log(sp.Abs(X)), IN_X)],
        [Expression(2 * sp.log(X), IN_X), Expression(sp.log(X**4), IN_X)],
    ),
    "number": (
        [Number(sp.sqrt(8)), Number(2 * sp.sqrt(2)), Number(4 / sp.sqrt(2))],
        [Number(sp.Rational(2828427, 1000000)), Number(-sp.sqrt(8))],
    ),
    "figures": (
        [Number(2 / 3, figures=3), Number(0.667, figures=3)],
        [Number(0.668, figures=3), Number(-0.667, figures=3)],
    ),
    "vector": (
        [Vector((2 * X * Y, X**2), IN_XY), Vector((X * Y + Y * X, X * X), IN_XY)],
        [Vector((X**2, 2 * X * Y), IN_XY), Vector((2 * X * Y,), IN_XY), Vector((2 * X * Y, X**2, 0), IN_XY)],
    ),
    "matrix": (
        [Matrix(((1, 2, 3), (4, 5, 6)))],
        [Matrix(((1, 4), (2, 5), (3, 6))), Matrix(((1, 2), (3, 4), (5, 6))), Matrix(((1, 2, 3), (4, 5, 7)))],
    ),
    "points": (
        [Points((1, -3)), Points((-3, 1))],
        [Points((1,)), Points((1, 3)), Points((1, -3, 2)), Points(((1, -3),))],
    ),
    "choice": (
        [Choice((Option("a", value=1), Option("b", "no", 2))), Choice((Option("b", "no", 2), Option("a", value=1)), 1)],
        [Choice((Option("a", "no", 1), Option("b", value=2)), 1)],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_answer_is_the_same_however_written_and_another_is_not(kind: str) -> None:
    alike, others = KINDS[kind]
    for a, b in combinations(alike, 2):
        assert a.same(b)
        assert b.same(a)
    for a in alike:
        assert a.same(a)
        for b in others:
            assert not a.same(b), b


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(-9, 9), st.integers(1, 5))
def test_a_slip_of_one_in_a_coefficient_or_an_exponent_is_another_answer(a: int, b: int, n: int) -> None:
    right = Expression(a * X**n + b, IN_X)
    for wrong in (a * X ** (n + 1) + b, (a + 1) * X**n + b, -a * X**n + b, a * X**n + b + 1):
        assert not right.same(Expression(wrong, IN_X))


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no domain": (lambda: Expression(X * Y, IN_X), "no domain for y"),
    "domain backwards": (lambda: Expression(X, {"x": (2, -2)}), "two increasing finite numbers"),
    "not finite": (lambda: Number(sp.oo), "finite expression"),
    "no such form": (lambda: Expression(X, IN_X, "short"), "form must be one of"),
    "inexact": (lambda: Number(0.1), "not exact"),
    "figures": (lambda: Number(0.1, figures=0), "figures must be 1 to 12"),
    "a variable in a number": (lambda: Number(X), "no domain for x"),
    "ragged rows": (lambda: Matrix(((1, 2), (3,))), "one length"),
    "a point twice": (lambda: Points((1, 2, 1)), "all different"),
    "no points": (lambda: Points(()), "one or more"),
    "one option": (lambda: Choice((Option("a"),)), "two options or more"),
    "right beyond": (lambda: Choice((Option("a"), Option("b", "no")), 2), "one of them right"),
    "wrong without why": (lambda: Choice((Option("a"), Option("b"))), "must say why"),
    "no question": (lambda: Exercise(" ", Number(1), "x"), "needs a question"),
    "no solution": (lambda: Exercise("x", Number(1), ""), "needs a solution"),
    "a blank without value": (lambda: fill("<b>", a=1), "no value for the blank <b>"),
    "no such family": (lambda: find("slope-of-a-powder"), "expected slope-of-a-power"),
    "difficulty": (lambda: family("tricky", a=range(30))(lambda a: None), "difficulty must be one of"),
    "range without parameter": (
        lambda: family("easy", a=range(30), b=range(3))(lambda a: None),
        "each range a parameter",
    ),
    "too few": (lambda: family("easy", a=range(19))(lambda a: None), "has 19 variants; expected 20"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_asked_is_refused(name: str) -> None:
    make, message = REFUSED[name]
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


def test_two_kinds_cannot_be_compared() -> None:
    with pytest.raises(TypeError, match="cannot compare a number with a vector"):
        Number(1).same(Vector((1,)))


def test_an_exercise_beyond_the_last_is_refused() -> None:
    some = find("slope-of-a-power")
    with pytest.raises(IndexError, match=f"0 to {some.size - 1}"):
        some.variant(some.size)


@settings(deadline=None)
@given(st.integers(-99, 99))
def test_blanks_read_back_to_what_was_put_in(n: int) -> None:
    """The oracle is Python's own reading of the arithmetic."""
    assert eval(fill("7 <+n>", n=n).replace(" ", "")) == 7 + n
    assert eval(fill("2*<(n)>", n=n)) == 2 * n
    assert fill("<n*>x", n=n) == {1: "x", -1: "-x"}.get(n, f"{n}x")


def test_texts_are_put_in_as_they_stand_and_sums_in_brackets() -> None:
    assert fill("<a> <(b)> <c>", a="**no**", b=X + 1, c=-(X**2)) == "**no** (x + 1) - x^{2}"
    assert tex(sp.Matrix([[1, X]])) == r"\begin{bmatrix}1 & x\end{bmatrix}"


@pytest.mark.parametrize(
    ("value", "typed"), [(sp.E**X, "exp(x)"), (sp.E * X, "e*x"), (sp.Abs(X), "abs(x)"), (X**2 / 3, "x^2/3")]
)
def test_answers_are_typed_in_words_that_readers_use(value: sp.Expr, typed: str) -> None:
    assert Expression(value, IN_X).text() == typed


def test_variants_are_the_same_at_each_call_and_all_different() -> None:
    for each in families():
        if each.page in ("the-derivative", "rise-over-run"):
            settings = [tuple(setting.items()) for setting in each.settings]
            assert len(set(settings)) == len(settings) == each.size
            assert each.variant(3).question == each.variant(3).question


def test_a_choice_is_shuffled_the_same_way_for_the_same_seed_and_keeps_its_right_option() -> None:
    options = [Option("right", value=0), *(Option(f"wrong {n}", "no", n) for n in range(1, 6))]
    orders = {tuple(o.value for o in Choice(options).shuffled(str(seed)).options) for seed in range(20)}
    assert len(orders) > 10
    for seed in range(20):
        shuffled = Choice(options).shuffled(str(seed))
        assert shuffled == Choice(options).shuffled(str(seed))
        assert shuffled.options[shuffled.right].value == 0
        assert Choice(options, ordered=True).shuffled(str(seed)).options == options


SOLUTION = r"{claim}`2 \cdot 3 = 6`."
FAULTY: dict[str, tuple[Exercise, str]] = {
    "false claim": (Exercise("Twice 3?", Number(6), r"{claim}`2 \cdot 3 = 5`"), "ERROR: claim is false"),
    "false row": (
        Exercise("Twice 3?", Number(6), ":::{derive}\n(1+1) \\cdot 3 &= 2 \\cdot 3 \\\\\n &= 5\n:::"),
        "false, row 2",
    ),
    "false in a hint": (Exercise("Twice 3?", Number(6), SOLUTION, hints=["{claim}`3 + 3 = 7`"]), "claim is false"),
    "unclaimed": (Exercise("Twice 3?", Number(6), SOLUTION + " So $2 + 4 = 6$."), "neither {claim} nor {notation}"),
    "undeclared": (Exercise("Twice 3?", Number(6), "{claim}`f(2) = 6`"), "unreadable"),
    "nothing claimed": (Exercise("Twice 3?", Number(6), "It is 6."), "claims nothing"),
    "nothing claimed but what is asked": (
        Exercise("Twice 3, where {claim}`1 + 2 = 3`?", Number(6), "It is 6."),
        "the solution claims nothing",
    ),
    "a slip that is right": (
        Exercise("Twice 3?", Number(6), SOLUTION, slips=[Slip(Number(6), "No.")]),
        "is a right answer",
    ),
    "a slip twice": (
        Exercise("Twice 3?", Number(6), SOLUTION, slips=[Slip(Number(5), "No."), Slip(Number(5), "Never.")]),
        "two slips lead to 5",
    ),
    "a sound derivation": (
        Exercise("Which row?", Number(2), SOLUTION, faulty=Faulty("6 &= 2 + 4 \\\\ &= 3 + 3", 2)),
        "refuses rows []",
    ),
    "another wrong row": (
        Exercise("Which row?", Number(2), SOLUTION, faulty=Faulty("6 &= 2 + 5 \\\\ &= 3 + 4", 2)),
        "refuses rows [1]",
    ),
    "wrong but not false": (
        Exercise("Which row?", Number(2), SOLUTION, faulty=Faulty("6 &= 2 + 4 \\\\ &= g(2)", 2)),
        "not as false",
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_an_exercise_with_a_fault_is_refused_by_what_it_is(name: str) -> None:
    exercise, message = FAULTY[name]
    found = list(faults(exercise, "here"))
    assert len(found) == 1, found
    assert message in found[0]
    assert found[0].startswith("here:")


def test_a_sound_exercise_has_no_faults() -> None:
    sound = Exercise("Twice 3?", Number(6), SOLUTION, slips=[Slip(Number(5), "You added.")])
    assert not list(faults(sound))
    assert not list(misleading(sound))
    assert not list(faults(Exercise("?", Number(2), SOLUTION, faulty=Faulty("6 &= 2 + 4 \\\\ &= 3 + 4", 2))))


WRITTEN = (
    "What is it?\n\n:::{hint}\nLook.\n:::\n\n:::{slip} 5\nYou added.\n:::\n\n:::{solution}\n{claim}`2 + 4 = 6`.\n:::\n"
)


def test_an_exercise_written_in_place_has_the_parts_that_it_says() -> None:
    made = written(WRITTEN, {"answer": "6"})
    assert (made.question, list(made.hints), made.slips[0].sentence) == ("What is it?", ["Look."], "You added.")
    assert made.answer.same(Number(6))
    assert made.slips[0].answer.same(Number(5))
    assert "claim" in made.solution


@pytest.mark.parametrize(
    ("options", "slip", "answer"),
    [
        ({"answer": r"\frac{3}{4}"}, "5", Number(sp.Rational(3, 4))),
        ({"answer": "0.667", "figures": "3", "unit": "m"}, "5", Number(2 / 3, figures=3, unit="m")),
        (
            {"answer": "2x(x+1)", "variables": "x in [-2, 2]", "form": "factored"},
            "2x",
            Expression(2 * X**2 + 2 * X, IN_X),
        ),
        ({"vector": "2xy; x^2", "variables": "x in [-2, 2], y in [-2, 2]"}, "x; y", Vector((2 * X * Y, X**2), IN_XY)),
        ({"points": "1; -3"}, "1; 3", Points((-3, 1))),
    ],
)
def test_each_kind_of_answer_can_be_written_in_place(options: dict[str, str], slip: str, answer: Answer) -> None:
    made = written(WRITTEN.replace("{slip} 5", f"{{slip}} {slip}"), options)
    assert made.answer.same(answer)
    assert not made.answer.same(made.slips[0].answer)


def test_a_choice_can_be_written_in_place() -> None:
    options = ":::{option} Look at its sign.\nIt *falls*.\n:::\n:::{option}\nIt rises.\n:::\n"
    made = written("Which?\n\n" + options + ":::{solution}\n{claim}`2 + 4 = 6`\n:::", {})
    assert isinstance(made.answer, Choice)
    assert [option.shown for option in made.answer.options] == ["It *falls*.", "It rises."]
    assert made.answer.right == 1
    assert made.question == "Which?"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (WRITTEN, {}, "say the answer once"),
        (WRITTEN, {"answer": "6", "points": "6"}, "say the answer once"),
        ("What?", {"answer": "6"}, "needs one {solution}"),
        (WRITTEN, {"answer": "6", "variables": "x from 1 to 2"}, "cannot read the variables"),
        (WRITTEN, {"answer": r"\oops", "variables": "x in [1, 2]"}, "oops"),
        (WRITTEN, {"answer": "2y", "variables": "x in [1, 2]"}, "y"),
        (WRITTEN, {"answer": "__import__('os')"}, "_"),
        ("Q\n:::{option}\nA\n:::\n:::{option}\nB\n:::\n:::{solution}\nS\n:::", {}, "one {option} is right"),
    ],
)
def test_an_exercise_written_in_place_wrongly_is_refused(text: str, options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        written(text, options)


def authors_example(broken: str = "") -> Family:
    """The family that the authors' page shows, run as it stands there; or with one of its texts changed."""
    page = (Path(__file__).parents[1] / "book" / "reference" / "writing-exercises.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(import sympy.*?)```", page, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {"__name__": "page_of_authors"}
    exec(code[1].replace(r"= <ak>\cos", broken or r"= <ak>\cos"), names)
    found = names["derivative_of_a_wave"]
    assert isinstance(found, Family)
    return found


def test_the_family_on_the_authors_page_holds() -> None:
    example = authors_example()
    assert example.size >= 100
    for seed in range(20):
        exercise = example.variant(seed)
        assert not list(faults(exercise))
        assert exercise.answer.same(Expression(sp.diff(exercise.facts["f"]), IN_X))


def test_the_message_on_the_authors_page_is_what_the_judge_says() -> None:
    page = (Path(__file__).parents[1] / "book" / "reference" / "writing-exercises.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\npage\.md:61: ERROR: exercise: (.*?)```", page, re.DOTALL)
    assert shown is not None
    (said,) = faults(authors_example(r"= <a>\cos").variant(4), "derivative-of-a-wave:4")
    assert said == shown[1].strip()
