"""Every family: variants distinct, answers found in another way, every line judged, every slip truly wrong."""

from __future__ import annotations

from itertools import islice

import pytest
import sympy as sp

from mvcalc.exercises import (
    Answer,
    Choice,
    Exercise,
    Expression,
    Family,
    Matrix,
    Number,
    Points,
    Vector,
    families,
    faults,
)
from mvcalc.exercises.judged import source

from .oracles import all_oracles

ORACLES = all_oracles()
FAMILIES = {each.name: each for each in families()}
FEW, MANY = 20, 200


def variants(family: Family, count: int) -> list[Exercise]:
    return [family.variant(seed) for seed in range(min(count, family.size))]


def said(exercise: Exercise) -> str:
    """All that makes a variant what it is."""
    options = exercise.answer.options if isinstance(exercise.answer, Choice) else ()
    drawn = [each._repr_html_() for each in (exercise.picture, *(o.shown for o in options)) if hasattr(each, "alt")]
    texts = sorted(str(o.shown) for o in options if isinstance(o.shown, str))
    return "\n".join([source(exercise), *texts, *drawn, exercise.faulty.latex if exercise.faulty else ""])


def as_answer(like: Answer, found: object) -> Answer:
    """What an oracle found, as an answer of the same kind."""
    match like:
        case Expression():
            return Expression(sp.sympify(found), like.domain)
        case Number():
            return Number(found if like.figures else sp.nsimplify(found), like.figures)
        case Vector():
            return Vector(tuple(found), like.domain)  # type-checked by the class
        case Matrix():
            return Matrix([list(row) for row in sp.Matrix(found).tolist()], like.domain)
        case Points():
            return Points(tuple(found))
    raise AssertionError(like)


def confirmed(exercise: Exercise, oracle: object) -> bool:
    """Whether the oracle comes to the same answer, and to no other option of a choice."""
    assert callable(oracle)
    if isinstance(exercise.answer, Choice):
        verdicts = [bool(oracle(exercise.facts, option.value)) for option in exercise.answer.options]
        return verdicts == [index == exercise.answer.right for index in range(len(verdicts))]
    return exercise.answer.same(as_answer(exercise.answer, oracle(exercise.facts)))


def hold(family: Family, count: int) -> None:
    made = variants(family, count)
    assert len({said(each) for each in made}) == len(made), "two variants coincide"
    for seed, exercise in enumerate(made):
        name = f"{family.name}:{seed}"
        assert not list(islice(faults(exercise, name), 3)), "\n".join(faults(exercise, name))
        assert confirmed(exercise, ORACLES[family.name]), f"{name}: the oracle finds another answer"


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_holds(name: str) -> None:
    hold(FAMILIES[name], FEW)


@pytest.mark.thorough
@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_holds_for_long(name: str) -> None:
    hold(FAMILIES[name], MANY)


def test_every_family_has_an_oracle_and_every_oracle_a_family() -> None:
    assert ORACLES.keys() == FAMILIES.keys()


def test_a_wrong_answer_is_not_confirmed() -> None:
    exercise = FAMILIES["slope-of-a-power"].variant(0)
    oracle = ORACLES["slope-of-a-power"]
    assert confirmed(exercise, oracle)
    assert not confirmed(exercise, lambda facts: oracle(facts) + 1)
