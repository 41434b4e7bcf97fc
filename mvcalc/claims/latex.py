"""LaTeX as tokens and rows: the part of reading that knows nothing of mathematics.

Everything that edits or locates LaTeX goes through `tokens`, so a token's ``start`` and ``end`` are offsets
into the text as it was given. A display is a list of rows (`rows`), split at ``\\\\`` outside environments;
a row may end with a note, written after ``&&`` or as a closing ``\\text{…}``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

__all__ = ["MAX_LENGTH", "Row", "Token", "Unreadable", "rows", "tokens"]

MAX_LENGTH = 20_000
"""Longest LaTeX that is looked at; a display of a book has a few hundred characters."""


class Unreadable(ValueError):
    """LaTeX (or a declaration) that the reader refuses.

    Parameters
    ----------
    message : str
        Names the token and what was expected.
    position : int or None
        Offset into the LaTeX, where known.
    row : int
        Row of the display, counted from 0.
    """

    def __init__(self, message: str, position: int | None = None, row: int = 0) -> None:
        super().__init__(message)
        self.position = position
        self.row = row


@dataclass(frozen=True, slots=True)
class Token:
    """One token of LaTeX.

    Attributes
    ----------
    text : str
        As written, except that ``\\text{…}``, ``\\begin{…}`` and ``\\end{…}`` are one token each.
    kind : str
        ``command``, ``letter``, ``number``, ``open``, ``close``, ``symbol``, ``newline``, ``space`` (spacing
        commands), ``text``, ``begin`` or ``end``.
    start, end : int
        ``latex[start:end]`` is the token.
    """

    text: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a display: its tokens without alignment marks, its note and where it lies in the LaTeX."""

    tokens: tuple[Token, ...]
    note: str
    start: int
    end: int


MAX_NESTING = 100
"""Deepest nesting of groups, brackets and environments."""

_TEXT = {"text", "textrm", "textit", "textbf", "textnormal", "mbox"}
_SPACES = {
    "quad",
    "qquad",
    "displaystyle",
    "textstyle",
    "limits",
    "nolimits",
    "thinspace",
    "medspace",
    "thickspace",
}
_PATTERN = re.compile(
    r"(?P<skip>\s+|%[^\n]*(?:\n|$))"
    r"|(?P<newline>\\\\(?:\[[0-9.]+(?:em|ex|pt|mm|cm)\])?)"
    r"|(?P<env>\\(?:begin|end)\s*\{[A-Za-z]+\*?\})"
    r"|(?P<space>\\[,;:!> ]|~)"
    r"|(?P<command>\\(?:[A-Za-z]+|[{}|%&_#$]))"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<open>\{)|(?P<close>\})"
    r"|(?P<symbol>[-+*/=<>()\[\]|!'^_&.,:;])"
)
_DISPLAY = {
    "aligned",
    "align",
    "align*",
    "split",
    "gathered",
    "gather",
    "gather*",
    "equation",
    "equation*",
    "alignedat",
}


def tokens(latex: str) -> list[Token]:
    r"""Split LaTeX into tokens, with offsets.

    Parameters
    ----------
    latex : str
        At most `MAX_LENGTH` characters.

    Returns
    -------
    list of Token
        In order; white space and comments are dropped.

    Raises
    ------
    Unreadable
        On a character that is no part of the language read here, or on too long a text.

    Examples
    --------
    >>> [t.text for t in tokens(r"\frac{x}{2} + \text{a b}")]
    ['\\frac', '{', 'x', '}', '{', '2', '}', '+', '\\text{a b}']
    """
    if len(latex) > MAX_LENGTH:
        raise Unreadable(f"{len(latex)} characters of LaTeX; at most {MAX_LENGTH} are read")
    found: list[Token] = []
    at = depth = 0
    while at < len(latex):
        match = _PATTERN.match(latex, at)
        if match is None:
            raise Unreadable(f"unknown character {latex[at]!r}", at, _row_at(found))
        kind = str(match.lastgroup)
        text, start, at = match.group(), at, match.end()
        if kind == "skip":
            continue
        if kind == "number" and text[0] == "." and found and found[-1].text in (r"\left", r"\right"):
            kind, text, at = "symbol", ".", start + 1
        if kind == "env":
            kind, text = text[1:].split("{")[0].strip(), text.replace(" ", "")
        elif kind == "command" and text[1:] in _TEXT:
            at = _closing(latex, at, start, found)
            kind, text = "text", latex[start:at]
        elif kind == "command" and text[1:] in _SPACES:
            kind = "space"
        elif kind == "newline":
            text = "\\\\"  # however much room it leaves
        depth += (kind in ("open", "begin") or text in ("(", "[")) - (kind in ("close", "end") or text in (")", "]"))
        if depth > MAX_NESTING:
            raise Unreadable(f"{text!r}: nested more than {MAX_NESTING} deep", start, _row_at(found))
        found.append(Token(text, kind, start, at))
    return found


def _closing(latex: str, at: int, start: int, found: list[Token]) -> int:
    """Offset just after the brace group that begins at or after ``at``."""
    while at < len(latex) and latex[at].isspace():
        at += 1
    depth = 0
    while at < len(latex):
        depth += {"{": 1, "}": -1}.get(latex[at], 0)
        at += 1
        if depth == 0:
            break
    if depth or latex[at - 1] != "}":
        raise Unreadable(f"{latex[start : start + 8]!r} needs a closed group {{…}}", start, _row_at(found))
    return at


def _row_at(found: list[Token]) -> int:
    """Row of the display that the next token belongs to."""
    depth, row = 0, 0
    for token in found:
        if token.kind in ("begin", "end") and _environment(token) not in _DISPLAY:
            depth += 1 if token.kind == "begin" else -1
        row += token.kind == "newline" and depth == 0
    return row


def _environment(token: Token) -> str:
    return token.text[token.text.index("{") + 1 : -1]


def _unwrap(found: list[Token]) -> list[Token]:
    """The tokens inside a display's outer ``\\begin{aligned} … \\end{aligned}``."""
    while (
        len(found) >= 2
        and found[0].kind == "begin"
        and found[-1].kind == "end"
        and _environment(found[0]) in _DISPLAY
        and found[-1].text[4:] == found[0].text[6:]
    ):
        found = found[1:-1]
    return found


def note_text(token: Token) -> str:
    """The words of a ``\\text{…}`` token, without outer parentheses."""
    words = token.text[token.text.index("{") + 1 : -1].strip()
    return words[1:-1].strip() if words.startswith("(") and words.endswith(")") else words


def rows(latex: str) -> list[Row]:
    r"""Split a display into its rows at top-level ``\\``.

    Parameters
    ----------
    latex : str
        A display, with or without an outer ``aligned`` environment.

    Returns
    -------
    list of Row
        Empty rows at the end are dropped; ``note`` is the text after ``&&`` or closing the row.

    Raises
    ------
    Unreadable
        On unbalanced environments, or on words that are not at the end of a row.

    Examples
    --------
    >>> [(len(row.tokens), row.note) for row in rows(r"a &= b && \text{algebra} \\ &= c")]
    [(3, 'algebra'), (2, '')]
    """
    return list(_rows(latex))


@functools.lru_cache(256)  # a display is asked for its rows three times: for its links, its verdicts and their lines
def _rows(latex: str) -> tuple[Row, ...]:
    split: list[list[Token]] = [[]]
    depth = 0
    for token in _unwrap(tokens(latex)):
        depth += {"begin": 1, "end": -1}.get(token.kind, 0)
        if depth < 0:
            raise Unreadable(f"{token.text} without its \\begin", token.start, len(split) - 1)
        if token.kind == "newline" and depth == 0:
            split.append([])
        else:
            split[-1].append(token)
    if depth:
        raise Unreadable("an environment is not closed", len(latex), len(split) - 1)
    while len(split) > 1 and not split[-1]:
        split.pop()
    return tuple(_row(line, index) for index, line in enumerate(split))


def _row(line: list[Token], index: int) -> Row:
    depth, body, notes, ampersands = 0, [], [], 0
    for token in line:
        depth += {"begin": 1, "end": -1}.get(token.kind, 0)
        if depth == 0 and token.text == "&":
            ampersands += 1
        elif depth == 0 and token.kind == "text":
            notes.append(note_text(token))
        elif notes and token.kind != "space" and token.text not in {".", ",", ";"}:
            raise Unreadable(f"{token.text!r} after the note; a note ends its row", token.start, index)
        elif not notes:
            body.append(token)
    while body and (
        body[-1].kind == "space"
        or (body[-1].text in {",", ".", ";"} and not (len(body) > 1 and body[-2].text in {"\\left", "\\right"}))
    ):
        body.pop()
    start = line[0].start if line else 0
    return Row(tuple(body), " ".join(notes), start, line[-1].end if line else start)
