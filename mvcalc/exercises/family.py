"""Families of exercises: a function of a few parameters, and the ranges that these may come from.

A family's variants are all settings of its parameters, shuffled once; the seed counts them off. So no two
variants coincide, and a seed means the same exercise everywhere.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

import sympy as sp

import mvcalc.exercises
from mvcalc.exercises.answers import Answer, Choice, tex
from mvcalc.figures import Picture

__all__ = ["DIFFICULTIES", "Exercise", "Family", "Faulty", "Slip", "families", "family", "fill", "find"]

DIFFICULTIES = ("easy", "middling", "hard")
"""What a family may be called, by how much thought its exercises take."""
FEWEST = 20
"""Variants that a family must have."""
MOST = 20_000
"""Settings that are looked through."""
TOOLS = frozenset({"answers", "family", "judged", "written"})
"""Modules of this package that hold no families."""


_BLANK = re.compile(r"<([+(]?)([A-Za-z]\w*)([*)]?)>")


def fill(text: str, **values: Any) -> str:
    r"""Put values into the blanks of a text.

    ``<a>`` is the value as LaTeX, ``<+a>`` the value with its sign (``+ 3``, ``- 3``), ``<a*>`` a coefficient (nothing
    for 1, a minus for −1), ``<(a)>`` in brackets where it is negative or a sum. A text is put in as it stands.

    Parameters
    ----------
    text : str
        LaTeX or MyST.
    **values
        Numbers, expressions or texts.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a blank has no value.

    Examples
    --------
    >>> fill(r"<a*>x^<n> <+b>, at <(p)>: \frac{<a>}{2}", a=-1, n=3, b=-4, p=-2)
    '-x^3 - 4, at (-2): \\frac{-1}{2}'
    """

    def put(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        if name not in values:
            raise ValueError(f"no value for the blank {match[0]}; expected one of {', '.join(values)}")
        value = values[name]
        if isinstance(value, str):
            return value
        shown = tex(value)
        if before == "+":
            return f"- {shown[1:].lstrip()}" if shown.startswith("-") else f"+ {shown}"
        if after == "*":
            return {"1": "", "-1": "-"}.get(shown, shown)
        if before == "(":
            return f"({shown})" if shown.startswith("-") or sp.sympify(value).is_Add else shown
        return shown

    return _BLANK.sub(put, text)


@dataclass(frozen=True)
class Slip:
    """An answer that a known mistake leads to, and the sentence that helps.

    Parameters
    ----------
    answer : Answer
        Of the exercise's kind, and wrong.
    sentence : str
        MyST: what probably happened, and what to look at again.
    """

    answer: Answer
    sentence: str


@dataclass(frozen=True)
class Faulty:
    r"""A derivation with one wrong row, to be found by the reader.

    Parameters
    ----------
    latex : str
        The rows of a ``{derive}``.
    row : int
        Which row is wrong, from 1: the judge must find it false, and no other.
    """

    latex: str
    row: int


@dataclass(frozen=True)
class Exercise:
    r"""One variant: a question, its answer, and the way there.

    All texts are templates: `fill` puts the family's parameters and the facts in.

    Parameters
    ----------
    question, solution : str
        MyST with ``$…$``, ``{claim}`` and ``{notation}`` roles and ``:::{derive}`` directives, judged as on a page.
    answer : Answer
    hints : sequence of str
        MyST, the gentlest first.
    slips : sequence of Slip
    given : sequence of str
        Declarations for the judge, as in ``{given}``; not shown.
    picture : Picture, optional
        Shown under the question.
    faulty : Faulty, optional
        Shown under the question, its rows numbered.
    facts : mapping
        What the question is about, for the texts, and for tests that find the answer by themselves; the family's
        parameters are added.
    """

    question: str
    answer: Answer
    solution: str
    hints: Sequence[str] = ()
    slips: Sequence[Slip] = ()
    given: Sequence[str] = ()
    picture: Picture | None = None
    faulty: Faulty | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("question", "solution"):
            if not getattr(self, name).strip():
                raise ValueError(f"an exercise needs a {name}; it is empty")


@dataclass(frozen=True)
class Family:
    """Exercises that differ in their numbers; made by `family`.

    Attributes
    ----------
    name, page : str
        What a page calls it, and the page that it was written for.
    difficulty : str
        One of `DIFFICULTIES`.
    """

    name: str
    page: str
    difficulty: str
    make: Callable[..., Exercise]
    ranges: Mapping[str, Sequence[Any]]
    where: Callable[..., bool] | None = None

    @cached_property
    def settings(self) -> list[dict[str, Any]]:
        """The parameters of each variant, in the order of seeds."""
        total = math.prod(len(values) for values in self.ranges.values())
        order = random.Random(self.name).sample(range(total), min(total, MOST))
        found = (self._decoded(number) for number in order)
        return [setting for setting in found if self.where is None or self.where(**setting)]

    def _decoded(self, number: int) -> dict[str, Any]:
        setting = {}
        for name, values in self.ranges.items():
            number, digit = divmod(number, len(values))
            setting[name] = values[digit]
        return setting

    @property
    def size(self) -> int:
        """How many variants there are."""
        return len(self.settings)

    def variant(self, seed: int) -> Exercise:
        """The exercise of a seed.

        Parameters
        ----------
        seed : int
            From 0; seeds beyond the last variant are refused.

        Raises
        ------
        IndexError
            If there is no such variant.
        """
        if not 0 <= seed < self.size:
            raise IndexError(f"{self.name} has variants 0 to {self.size - 1}, not {seed}")
        setting = self.settings[seed]
        made = self.make(**setting)
        return _filled(made, {**setting, **made.facts}, f"{self.name}:{seed}")


def _filled(made: Exercise, values: Mapping[str, Any], seed: str) -> Exercise:
    """Fill every text of an exercise, and shuffle what may be shuffled."""

    def put(text: str) -> str:
        return fill(text, **values)

    answer = made.answer
    if isinstance(answer, Choice):
        options = [
            replace(
                option, shown=put(option.shown) if isinstance(option.shown, str) else option.shown, why=put(option.why)
            )
            for option in answer.options
        ]
        answer = replace(answer, options=options).shuffled(seed)
    return replace(
        made,
        question=put(made.question),
        solution=put(made.solution),
        answer=answer,
        hints=[put(hint) for hint in made.hints],
        slips=[replace(slip, sentence=put(slip.sentence)) for slip in made.slips],
        given=[put(line) for line in made.given],
        faulty=made.faulty and replace(made.faulty, latex=put(made.faulty.latex)),
        facts=values,
    )


_families: dict[str, Family] = {}


def family(
    difficulty: str, /, *, where: Callable[..., bool] | None = None, **ranges: Sequence[Any]
) -> Callable[[Callable[..., Exercise]], Family]:
    r"""Make a family of a function; its name is the function's, with hyphens.

    Parameters
    ----------
    difficulty : {"easy", "middling", "hard"}
    where : callable, optional
        Takes the parameters by name; settings for which it is false are left out.
    **ranges : sequences
        For each parameter of the function, what it may be.

    Returns
    -------
    callable
        To decorate the function with, which takes each parameter by name and returns an `Exercise`.

    Raises
    ------
    ValueError
        If the difficulty is unknown, the name is taken, the ranges are not the function's parameters, or there are
        fewer than 20 variants.

    Examples
    --------
    >>> from mvcalc.exercises import Number
    >>> @family("easy", a=range(2, 30))
    ... def doubling_of_a_doctest(a):
    ...     solution = r"{claim}`2 \cdot <a> = <twice>`."
    ...     return Exercise("What is twice $<a>$?", Number(2 * a), solution, facts={"twice": 2 * a})
    >>> doubling_of_a_doctest.size
    28
    """

    def made(function: Callable[..., Exercise]) -> Family:
        name = function.__name__.replace("_", "-")
        page = function.__module__.rpartition(".")[2].replace("_", "-")
        if difficulty not in DIFFICULTIES:
            raise ValueError(f"{name}: difficulty must be one of {DIFFICULTIES}, not {difficulty!r}")
        if set(inspect.signature(function).parameters) != set(ranges):
            raise ValueError(f"{name}: each parameter needs a range, and each range a parameter: {sorted(ranges)}")
        if name in _families and _families[name].make.__module__ != function.__module__:
            raise ValueError(f"{name}: the exercises for {_families[name].page} have a family of this name")
        new = Family(name, page, difficulty, function, {key: list(values) for key, values in ranges.items()}, where)
        if new.size < FEWEST:
            raise ValueError(f"{name} has {new.size} variants; expected {FEWEST} or more")
        _families[name] = new
        return new

    return made


@cache
def _load() -> None:
    for module in pkgutil.iter_modules(mvcalc.exercises.__path__):
        if module.name not in TOOLS:
            importlib.import_module(f"mvcalc.exercises.{module.name}")


def families() -> list[Family]:
    """Every family of the book, by page and name."""
    _load()
    own = (each for each in _families.values() if each.make.__module__.startswith("mvcalc.exercises."))
    return sorted(own, key=lambda each: (each.page, each.name))


def find(name: str) -> Family:
    """The family of a name.

    Raises
    ------
    ValueError
        If there is none; the message names those that sound like it.
    """
    _load()
    if name not in _families:
        import difflib

        like = ", ".join(difflib.get_close_matches(name, _families, 3)) or f"one of {len(_families)} others"
        raise ValueError(f"no family of exercises is called {name!r}; expected {like}")
    return _families[name]
