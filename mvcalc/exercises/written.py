r"""An exercise written in place, on the page that asks it, without a family.

The options say what the answer is, and sections say the rest; what stands outside of a section is the question::

    ::::{exercise}
    :difficulty: easy
    :answer: 2x e^{-x}
    :variables: x in [-2, 2]

    Differentiate … .

    :::{hint}
    …
    :::
    :::{slip} -2x e^{-x}
    What probably happened.
    :::
    :::{solution}
    …
    :::
    ::::

Answers are LaTeX, read as everywhere in the book, and never run. Exactly one of ``answer`` (an expression if there are
variables, else a number), ``vector`` and ``points`` (entries with semicolons between them) is given; or sections
``{option}``, of which the one without a word beside it is right and each other one says beside it why it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sympy as sp

from mvcalc.claims.formula import formula
from mvcalc.claims.markdown import Block, Line, blocks
from mvcalc.exercises.answers import Answer, Choice, Expression, Number, Option, Points, Vector
from mvcalc.exercises.family import Exercise, Slip

__all__ = ["OPTIONS", "written"]

KINDS = ("answer", "vector", "points")
SETTINGS = ("variables", "form", "figures", "unit")
OPTIONS = (*KINDS, *SETTINGS)
SECTIONS = ("hint", "slip", "option", "solution")

_VARIABLE = re.compile(r"\s*([A-Za-z]\w*)\s+in\s+\[\s*([-+.\d]+)\s*,\s*([-+.\d]+)\s*\]\s*(?:,|$)")


def _domain(text: str) -> dict[str, tuple[float, float]]:
    found, at = {}, 0
    while at < len(text):
        match = _VARIABLE.match(text, at)
        if match is None:
            raise ValueError(f"cannot read the variables {text!r}; expected `x in [-2, 2], y in [1, 3]`")
        found[match[1]] = (float(match[2]), float(match[3]))
        at = match.end()
    return found


def _read(latex: str, domain: Mapping[str, Any]) -> sp.Expr:
    """Read one entry of an answer."""
    names = ", ".join(domain) or "t"
    try:
        read = formula(rf"\Phi({names}) = {latex}", given=[rf"function \Phi({names})"]).expression
    except ValueError as error:
        known = f"of {names}" if domain else "without variables"
        raise ValueError(f"cannot read the answer {latex!r}; expected a formula {known} ({error})") from None
    return read.subs({symbol: sp.Symbol(str(symbol)) for symbol in read.free_symbols})


def _answer(text: str, kind: str, options: Mapping[str, str]) -> Answer:
    """Make an answer, or a slip's, of what the author typed."""
    domain = _domain(options.get("variables", ""))
    entries = [_read(entry.strip(), domain) for entry in (text.split(";") if kind != "answer" else [text])]
    if kind == "vector":
        return Vector(entries, domain)
    if kind == "points":
        return Points(entries)
    if domain:
        return Expression(entries[0], domain, options.get("form", ""))
    figures = options.get("figures")
    return Number(sp.nsimplify(entries[0]), int(figures) if figures else None, options.get("unit", ""))


def _text(lines: list[Line] | tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines).strip()


def written(content: str, options: Mapping[str, str]) -> Exercise:
    r"""Make an exercise of a directive's options and content.

    Parameters
    ----------
    content : str
        The question, and the sections.
    options : mapping
        Some of `OPTIONS`.

    Returns
    -------
    Exercise

    Raises
    ------
    ValueError
        If it is not said what the answer is, or it cannot be read; if there is no solution, or more than one.

    Examples
    --------
    >>> text = "What is twice 3?\n\n:::{slip} 5\nYou added.\n:::\n\n:::{solution}\n{claim}`2 \\cdot 3 = 6`.\n:::"
    >>> exercise = written(text, {"answer": "6"})
    >>> exercise.question, exercise.answer.latex, exercise.slips[0].sentence
    ('What is twice 3?', '6', 'You added.')
    """
    lines = [Line(number, text) for number, text in enumerate(content.split("\n"), start=1)]
    sections: dict[str, list[tuple[str, Block]]] = {name: [] for name in SECTIONS}
    taken: set[int] = set()
    for block in blocks(lines):
        match = re.match(r"\{(\w+)\}\s*(.*)$", block.info) if block.kind == "fence" else None
        if match and match[1] in SECTIONS:
            sections[match[1]].append((match[2], block))
            taken.update(range(block.number, block.number + len(block.lines) + 2))
    if len(sections["solution"]) != 1:
        raise ValueError(f"an exercise needs one {{solution}}, not {len(sections['solution'])}")
    kinds = [kind for kind in KINDS if kind in options] + ["option"] * bool(sections["option"])
    if len(kinds) != 1:
        raise ValueError(f"say the answer once, as :answer:, :vector:, :points: or by {{option}} sections, not {kinds}")
    (kind,) = kinds
    answer = _choice(sections["option"]) if kind == "option" else _answer(options[kind], kind, options)
    return Exercise(
        question=_text([line for line in lines if line.number not in taken]),
        answer=answer,
        solution=_text(sections["solution"][0][1].lines),
        hints=[_text(block.lines) for _, block in sections["hint"]],
        slips=[Slip(_answer(typed, kind, options), _text(block.lines)) for typed, block in sections["slip"]],
    )


def _choice(sections: list[tuple[str, Block]]) -> Choice:
    right = [index for index, (why, _) in enumerate(sections) if not why]
    if len(right) != 1:
        raise ValueError(f"one {{option}} is right and has no word beside it, not {len(right)} of {len(sections)}")
    return Choice([Option(_text(block.lines), why) for why, block in sections], right[0], ordered=True)
