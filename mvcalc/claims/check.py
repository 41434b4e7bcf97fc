r"""Every claim of a page, judged: what the command prints and what the directives show.

`check_page` scans a page, takes in its declarations and definitions in document order, and has every
claim decided with what is declared above it. One record is one directive or role, in the form of the
command's JSON.

A page's text alone determines its records, apart from ``seconds``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mvcalc.claims import LinkVerdict, Scope, Unreadable, decide, worst
from mvcalc.claims.links import links, row_starts
from mvcalc.claims.scanner import Item, scan

__all__ = ["HELD", "NOT_JUDGED", "Case", "Ledger", "LinkRecord", "Record", "check_page", "examine", "message"]

HELD = frozenset({"proved", "numeric", "instance"})
NOT_JUDGED = "not judged"

LONGEST = 400
"""Characters of LaTeX that a message shows of a row."""

_NOUNS = {
    "given": "declaration",
    "define": "definition",
    "formula": "formula",
    "derive": "derived equation",
    "claim": "claim",
    "condition": "condition",
}


@dataclass(frozen=True)
class LinkRecord:
    """One judged link: its line in the page, the rule it names, its status, and how it was decided.

    ``shown`` is its LaTeX, ``reading`` how that was read, ``row`` its row in the display, from 1.
    """

    line: int
    rule: str | None
    status: str
    detail: str
    row: int = 1
    shown: str = ""
    reading: str = ""


@dataclass(frozen=True)
class Record:
    """One directive or role of a page, with its verdict; see `as_json` for the documented form."""

    page: str
    line: int
    label: str
    kind: str
    latex: str
    status: str
    detail: str = ""
    reading: str = ""
    seconds: float = 0.0
    links: tuple[LinkRecord, ...] = ()
    noun: str = ""

    @property
    def holds(self) -> bool:
        """Whether there is nothing to report: it was judged and held, or is not to be judged."""
        return self.status in HELD or self.status == NOT_JUDGED

    def as_json(self) -> dict[str, Any]:
        """The record as the command writes it.

        Examples
        --------
        >>> list(Record("a.md", 3, "", "notation", "x", "not judged").as_json())
        ['page', 'line', 'label', 'kind', 'latex', 'status', 'detail', 'reading', 'seconds', 'links']
        """
        names = ("page", "line", "label", "kind", "latex", "status", "detail", "reading", "seconds")
        rows = [{name: getattr(link, name) for name in ("line", "rule", "status", "detail")} for link in self.links]
        return {name: getattr(self, name) for name in names} | {"links": rows}


@dataclass(frozen=True)
class Case:
    """An item of a page with its record, and the declarations and equations in force above it."""

    item: Item
    record: Record | None
    scope: Scope
    equations: dict[str, str]


def check_page(text: str, page: str = "<page>") -> list[Record]:
    r"""Judge every claim of a page.

    Parameters
    ----------
    text : str
        The page's MyST source.
    page : str
        Its path, as it is to be reported.

    Returns
    -------
    list of Record
        In document order; a declaration or formula has a record only if it is refused, as a `define`.

    Examples
    --------
    >>> page = "At 3, {claim}`f'(3) = 6`.\n"
    >>> check_page("```{given}\nf(x) = x^2\n```\n" + page)[0].status
    'proved'
    >>> check_page(page)[0].status
    'unreadable'
    """
    return [case.record for case in examine(text, page) if case.record is not None]


def examine(text: str, page: str = "<page>") -> Iterator[Case]:
    """The items of a page one by one, each judged with what stands above it."""
    scope, equations = Scope(), dict[str, str]()
    for item in scan(text):
        before, known = scope.copy(), dict(equations)
        started = time.perf_counter()
        verdicts = _judge(item, scope, known)
        record = _record(item, page, verdicts, time.perf_counter() - started)
        if item.label:
            equations[item.label] = item.latex
        yield Case(item, record, before, known)


def _judge(item: Item, scope: Scope, equations: dict[str, str]) -> list[LinkVerdict]:
    """The verdicts on an item; none if there is nothing to judge. Declarations go into the scope."""
    match item.kind:
        case "given":
            return [
                bad for row, line in enumerate(item.latex.split("\n")) for bad in _refusal(scope.declare, line, row)
            ]
        case "define" | "formula":
            return _refusal(scope.define, item.latex)
        case "derive" | "claim" | "condition":
            if item.kind == "condition" and not item.solution:
                return []
            try:
                return decide(item.kind, item.latex, scope, solution=item.solution or None, equations=equations)
            except Unreadable as error:
                return [_unreadable(error)]
    return []


def _refusal(take: Any, latex: str, row: int = 0) -> list[LinkVerdict]:
    """The verdict if ``take`` refuses the LaTeX, else none."""
    if not latex:
        return []
    try:
        take(latex)
    except Unreadable as error:
        return [_unreadable(error, row)]
    return []


def _unreadable(error: Unreadable, row: int = 0) -> LinkVerdict:
    return LinkVerdict(row=row + error.row, rule=None, status="unreadable", detail=str(error), reading="")


def _record(item: Item, page: str, verdicts: Sequence[LinkVerdict], seconds: float) -> Record | None:
    if item.kind in ("given", "formula") and not verdicts:
        return None
    rows = _located(item, verdicts)
    status = worst([link.status for link in rows]) if rows else NOT_JUDGED
    return Record(
        page=page,
        line=item.line,
        label=item.label,
        kind="define" if item.kind in ("given", "formula") else item.kind,
        latex=item.latex,
        status=status,
        detail="\n".join(link.detail for link in rows if link.status == status and link.detail),
        reading="\n".join(dict.fromkeys(link.reading for link in rows if link.reading)),
        seconds=round(seconds, 6),
        links=tuple(rows),
        noun=_NOUNS.get(item.kind, item.kind),
    )


def _located(item: Item, verdicts: Sequence[LinkVerdict]) -> list[LinkRecord]:
    """Each verdict with its line in the page and the LaTeX it is about."""
    if item.kind == "given":
        parts = item.latex.split("\n")
        shown = [parts[verdict.row] for verdict in verdicts]
        where = [item.lines[verdict.row] for verdict in verdicts]
    else:
        places = _places(item.latex, [verdict.row for verdict in verdicts])
        shown = [tex for _, tex in places]
        lines = item.lines or (item.line,)
        where = [lines[item.latex.count("\n", 0, at)] for at, _ in places]
    return [
        LinkRecord(line, verdict.rule, verdict.status, verdict.detail, verdict.row + 1, tex, verdict.reading)
        for line, verdict, tex in zip(where, verdicts, shown, strict=True)
    ]


def _places(latex: str, wanted: Sequence[int]) -> list[tuple[int, str]]:
    """For verdicts on these rows, in order: the offset of each and the LaTeX that it is about."""
    try:
        chain = links(latex)
    except Unreadable:
        chain = []
    if [link.row for link in chain] == list(wanted):
        return [(link.at, link.shown(latex)) for link in chain]
    found = {link.row: (link.at, link.shown(latex)) for link in reversed(chain)}
    starts = row_starts(latex)
    rest = [(start, latex[start:end].strip()) for start, end in pairwise([*starts, len(latex)])]
    return [found.get(row) or rest[min(row, len(rest) - 1)] for row in wanted]


class Ledger:
    """A page's records, handed out one by one to the directives and roles that they are about.

    Directives run in document order, but not all at once: each asks for the first record not yet taken that
    has its kind and its LaTeX, white space aside. So nothing depends on how lines are counted elsewhere.

    Parameters
    ----------
    records : sequence of Record
        From `check_page`, of one page.

    Examples
    --------
    >>> ledger = Ledger(check_page("{claim}`1+1 = 2` and {claim}`1+1  = 2`"))
    >>> ledger.take("claim", "1+1 = 2").line, ledger.take("claim", "1+1 = 2").line
    (1, 1)
    >>> ledger.take("claim", "1+1 = 2")
    Traceback (most recent call last):
    ...
    LookupError: no claim '1+1 = 2' left among the page's records; expected one that the scanner found
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._left: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            self._left.setdefault((record.kind, "".join(record.latex.split())), []).append(record)

    def take(self, kind: str, latex: str) -> Record:
        """The next record of a directive or role.

        Raises
        ------
        LookupError
            If the scanner found no such item, or fewer of them.
        """
        left = self._left.get((kind, "".join(latex.split())))
        if not left:
            raise LookupError(f"no {kind} {latex!r} left among the page's records; expected one that the scanner found")
        return left.pop(0)


def message(record: Record) -> str:
    """What an author sees of a record that does not hold: a few lines for each row that fails.

    Examples
    --------
    >>> bad = LinkRecord(41, None, "false", "at x = 3 …", 2, "2x = x+2", "2*x   and   x + 2")
    >>> print(message(Record("a.md", 38, "", "derive", "", "false", links=(bad,), noun="derived equation")))
    a.md:41: ERROR: derived equation is false, row 2
        2x = x+2
        read as  2*x   and   x + 2
        at x = 3 …
    """
    failing = [link for link in record.links if link.status not in HELD]
    return "\n".join(_message(record, link) for link in failing)


def _message(record: Record, link: LinkRecord) -> str:
    row = f", row {link.row}" if record.kind == "derive" else ""
    shown = link.shown if len(link.shown) <= LONGEST else f"{link.shown[:LONGEST]} …"
    body = [shown, f"read as  {link.reading}" if link.reading else "", link.detail]
    lines = [line for part in body for line in part.splitlines() if line.strip()]
    head = f"{record.page}:{link.line}: ERROR: {record.noun} is {link.status}{row}"
    return "\n".join([head, *(f"    {line}" for line in lines)])
