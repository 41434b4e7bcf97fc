"""An exercise before it is shown: every line of it judged, every slip truly wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mvcalc.claims.check import HELD, Record, check_page, message
from mvcalc.claims.scanner import scan
from mvcalc.exercises.answers import Answer, Choice
from mvcalc.exercises.family import Exercise

__all__ = ["faults", "misleading", "records", "source"]


def source(exercise: Exercise) -> str:
    """All words of an exercise as one page, in the order in which a reader may meet them."""
    given = ["```{given}", *exercise.given, "```", ""] if exercise.given else []
    choices = exercise.answer.options if isinstance(exercise.answer, Choice) else ()
    shown = [option.shown for option in choices if isinstance(option.shown, str)]
    why = [option.why for option in choices if option.why]
    sentences = [slip.sentence for slip in exercise.slips]
    parts = [exercise.question, *shown, *exercise.hints, *why, *sentences, exercise.solution]
    return "\n".join([*given, *(f"{part.strip()}\n" for part in parts)])


def records(exercise: Exercise, name: str = "<exercise>") -> list[Record]:
    """The verdict on each claim of an exercise, in the order of `source`."""
    return check_page(source(exercise), name)


def faults(exercise: Exercise, name: str = "<exercise>", verdicts: Sequence[Record] | None = None) -> Iterator[str]:
    """What is wrong with an exercise; nothing if it may be shown.

    Parameters
    ----------
    exercise : Exercise
    name : str
        What to call it in the messages.
    verdicts : sequence of Record, optional
        Its `records`, where they are known already.

    Yields
    ------
    str
        For every claim that does not hold, maths that is neither claimed nor declared, a solution in which nothing is
        claimed, a slip that is right or that stands twice, and a faulty derivation that is not faulty where it says.

    Examples
    --------
    >>> from mvcalc.exercises import Number, Slip
    >>> wrong = Exercise("Twice 3?", Number(6), "{claim}`2 + 3 = 6`", slips=[Slip(Number(6), "You added.")])
    >>> for fault in faults(wrong):
    ...     print(fault.splitlines()[0])
    <exercise>:5: ERROR: claim is false
    <exercise>: the slip 6 is a right answer: You added.
    """
    if verdicts is None:
        verdicts = records(exercise, name)
    for record in verdicts:
        if record.kind == "unclassified":
            yield f"{name}: maths that is neither {{claim}} nor {{notation}}: {record.latex}"
        elif not record.holds:
            yield message(record)
    yield from misleading(exercise, name)


def misleading(exercise: Exercise, name: str = "<exercise>") -> Iterator[str]:
    """What would be told wrongly to a reader who answers, or not shown: the faults that are in no one claim.

    Examples
    --------
    >>> from mvcalc.exercises import Number, Slip
    >>> slips = [Slip(Number(5), "You added."), Slip(Number(5), "You counted.")]
    >>> list(misleading(Exercise("Twice 3?", Number(6), "{claim}`2 + 4 = 6`", slips=slips)))
    ['<exercise>: two slips lead to 5; expected one sentence for each wrong answer']
    """
    if not any(item.kind in ("claim", "derive") for item in scan(exercise.solution)):
        yield f"{name}: the solution claims nothing that could be judged; expected a {{claim}} or {{derive}}"
    seen: list[Answer] = []
    for slip in exercise.slips:
        if exercise.answer.same(slip.answer):
            yield f"{name}: the slip {slip.answer.latex} is a right answer: {slip.sentence}"
        if any(slip.answer.same(other) for other in seen):
            yield f"{name}: two slips lead to {slip.answer.latex}; expected one sentence for each wrong answer"
        seen.append(slip.answer)
    if exercise.faulty is not None:
        yield from _unfaulty(exercise, name)


def _unfaulty(exercise: Exercise, name: str) -> Iterator[str]:
    """What is wrong with the derivation that is to have one wrong row."""
    assert exercise.faulty is not None
    given = ["```{given}", *exercise.given, "```", ""] if exercise.given else []
    page = "\n".join([*given, "```{derive}", exercise.faulty.latex.strip(), "```", ""])
    (verdict, *_) = check_page(page, name)
    bad = sorted({link.row for link in verdict.links if link.status not in HELD})
    if bad != [exercise.faulty.row]:
        yield f"{name}: the judge refuses rows {bad} of the faulty derivation; expected row {exercise.faulty.row} alone"
    elif any(link.status not in ("false", *HELD) for link in verdict.links):
        yield f"{name}: row {exercise.faulty.row} of the faulty derivation is refused, but not as false"
