"""The part of MyST Markdown that decides where mathematics stands, with exact line numbers.

`blocks` cuts a page into the pieces that can hold mathematics: running text (paragraphs, headings,
table cells), fences, and displays between dollars or in an ``amsmath`` environment. Block quotes, lists,
definition lists and footnotes are opened; front matter, comments, indented code and raw HTML are left out.
`spans` finds the mathematics and the roles inside a piece of text.

Both follow CommonMark and the MyST extensions ``dollarmath``, ``amsmath`` and ``colon_fence`` as
markdown-it-py reads them, which is the oracle of their tests. They stop short of it in three ways: a link is
skipped by its shape, so a destination is recognised only without spaces and nested brackets; a link
reference definition only if it is on one line; and a display that opens in a list item or a quote has to
close inside it, where markdown-it-py lets it run on.

References
----------
CommonMark 0.31, https://spec.commonmark.org/0.31.2/; MyST, https://myst-parser.readthedocs.io/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Block", "Line", "Span", "blocks", "page_lines", "spans"]

DEPTH = 20
"""Containers nested deeper than this are read as plain text, as in markdown-it-py."""


LAZY = " " * 500
"""Before a line that only continues a paragraph from outside its container: so far in, it can be nothing else."""


class Line(NamedTuple):
    """A line of a page without what its containers put before it; ``number`` counts from 1."""

    number: int
    text: str


class Block(NamedTuple):
    """A piece of a page.

    ``kind`` is ``text``, ``fence`` or ``display``; ``info`` is a fence's text after its marker, or a
    display's label; ``number`` is the line on which the block opens, ``lines`` are those inside.
    """

    kind: str
    number: int
    info: str
    lines: tuple[Line, ...]


class Span(NamedTuple):
    """An inline piece: ``kind`` is ``$`` or the role's name; ``start`` is where ``content`` begins."""

    kind: str
    content: str
    start: int


Taken = tuple[int, list[Block]]
"""The index of the line after what a rule took, and the blocks that it found there."""

_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_ATTRIBUTE = r"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>"
_HTML = [  # how raw HTML opens, how it ends, whether it may end a paragraph
    (r"<(?:script|pre|style|textarea)(?=\s|>|$)", r"</(?:script|pre|style|textarea)>", True),
    (r"<!--", r"-->", True),
    (r"<\?", r"\?>", True),
    (r"<![A-Z]", r">", True),
    (r"<!\[CDATA\[", r"\]\]>", True),
    (rf"</?(?:{_TAGS})(?=\s|/?>|$)", r"^\s*$", True),
    (rf"(?:{_TAG})\s*$", r"^\s*$", False),
]
_HTML_RULES = [(re.compile(a, re.I), re.compile(b, re.I), stops) for a, b, stops in _HTML]
_FENCE = re.compile(r"(?P<mark>`{3,})(?P<info>[^`]*)$|(?P<mark2>~{3,}|:{3,})(?P<info2>.*)$")
_RULE = re.compile(r"(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_LIST = re.compile(r"(?P<mark>[-+*:~]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)(?P<gap> *)(?P<rest>.*)$")
_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_REFERENCE = re.compile(
    r"\[(?!\^)(?:[^\[\]\\]|\\.)+\]:\s*(?:<[^<>]*>|\S+)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$"
)
_AMSMATH = re.compile(r"\\begin\{((?:equation|multline|gather|align|alignat|flalign|[pbBvV]?matrix|eqnarray)\*?)\}")
_CLOSING_DOLLARS = re.compile(r"\$\$\s*(?:\((?P<label>[^()$]+)\)\s*)?$")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SKIP = re.compile(r"%|\+(?:[ \t]*\+){2}[ \t+]*|\(.+\)=\s*$")
"""Comments, block breaks and targets."""


def page_lines(text: str) -> list[Line]:
    """The lines of a page after its front matter, numbered from 1.

    Examples
    --------
    >>> page_lines("---\\ntitle: Limits\\n---\\n# Limits")
    [Line(number=4, text='# Limits')]
    """
    lines = [
        Line(n, line.expandtabs(4).rstrip("\r"))
        for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    ]
    opened = re.match(r"-{3,}", lines[0].text)
    if opened:
        end = re.compile(rf" {{0,3}}-{{{len(opened[0])},}}\s*$|\.\.\.\s*$")
        last = next((i for i, line in enumerate(lines[1:], start=1) if end.match(line.text)), None)
        return lines if last is None else lines[last + 1 :]
    return lines


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _cut(line: Line, width: int) -> Line:
    """The line without its first ``width`` spaces, or as many as it has."""
    return Line(line.number, line.text[min(width, _indent(line.text)) :])


def _fence(lines: Sequence[Line], i: int) -> Taken | None:
    indent = _indent(lines[i].text)
    match = _FENCE.match(lines[i].text.lstrip())
    if match is None:
        return None
    mark = match["mark"] or match["mark2"]
    end = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    j = next((j for j in range(i + 1, len(lines)) if end.match(lines[j].text)), len(lines))
    inside = tuple(_cut(line, indent) for line in lines[i + 1 : j])
    return j + 1, [Block("fence", lines[i].number, (match["info"] or match["info2"] or "").strip(), inside)]


def _dollars(lines: Sequence[Line], i: int) -> Taken | None:
    first = lines[i].text.lstrip()
    if not first.startswith("$$"):
        return None
    rest = first[2:]
    end = _CLOSING_DOLLARS.search(rest) if len(first.strip()) > 3 else None
    if end is not None:
        return i + 1, [
            Block("display", lines[i].number, end["label"] or "", (Line(lines[i].number, rest[: end.start()]),))
        ]
    if "$$" in rest:
        return None
    for j in range(i + 1, len(lines)):
        end = _CLOSING_DOLLARS.search(lines[j].text)
        if end is not None:
            last = Line(lines[j].number, lines[j].text[: end.start()])
            inside = (Line(lines[i].number, rest), *lines[i + 1 : j], last)
            return j + 1, [Block("display", lines[i].number, end["label"] or "", inside)]
    return None


def _amsmath(lines: Sequence[Line], i: int) -> Taken | None:
    match = _AMSMATH.match(lines[i].text.lstrip())
    if match is None:
        return None
    closing = rf"\end{{{match[1]}}}"
    for j in range(i, len(lines)):
        if lines[j].text.rstrip().endswith(closing):
            return j + 1, [Block("display", lines[i].number, "", tuple(lines[i : j + 1]))]
    return None


def _html(lines: Sequence[Line], i: int) -> Taken | None:
    start = lines[i].text.lstrip()
    for opens, closes, _ in _HTML_RULES:
        if opens.match(start):
            j = next((j for j in range(i, len(lines)) if closes.search(lines[j].text)), len(lines))
            return j + 1, []
    return None


def _skipped(lines: Sequence[Line], i: int) -> Taken | None:
    start = lines[i].text.lstrip()
    return (i + 1, []) if _SKIP.match(start) or _RULE.match(start) else None


def _heading(lines: Sequence[Line], i: int) -> Taken | None:
    line = Line(lines[i].number, lines[i].text.lstrip())
    return (i + 1, [Block("text", line.number, "", (line,))]) if _HEADING.match(line.text) else None


def _cells(row: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", row.strip())
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return [cell.replace(r"\|", "|").strip() for cell in cells]


def _starts_table(lines: Sequence[Line], i: int) -> bool:
    if i + 1 >= len(lines) or "|" not in lines[i].text + lines[i + 1].text:
        return False
    rule = lines[i + 1].text
    if _indent(rule) >= 4 or not _DELIMITERS.match(rule.lstrip()) or not re.search(r"[|:]", rule):
        return False
    return len(_cells(lines[i].text)) == len(_cells(rule))


def _table(lines: Sequence[Line], i: int) -> Taken | None:
    if not _starts_table(lines, i):
        return None
    columns = len(_cells(lines[i + 1].text))
    j = i + 2
    while j < len(lines) and lines[j].text.strip() and _indent(lines[j].text) < 4 and not _stops(lines, j, table=True):
        j += 1
    rows = [lines[i], *lines[i + 2 : j]]
    return j, [
        Block("text", row.number, "", (Line(row.number, cell),)) for row in rows for cell in _cells(row.text)[:columns]
    ]


def _quote(lines: Sequence[Line], i: int) -> Taken | None:
    if not lines[i].text.lstrip().startswith(">"):
        return None
    inside: list[Line] = []
    j, lazy = i, False
    while j < len(lines) and lines[j].text.strip():
        text = lines[j].text
        if _indent(text) < 4 and text.lstrip().startswith(">"):
            inside.append(Line(lines[j].number, re.sub(r"^ *> ?", "", text)))
            lazy = False
        elif not (_stops(lines, j) or _listed(text)) and (lazy or _open_paragraph(tuple(inside))):
            inside.append(Line(lines[j].number, LAZY + text.lstrip()))
            lazy = True
        else:
            break
        j += 1
    return j, [Block("container", lines[i].number, "", tuple(inside))]


def _listed(text: str) -> bool:
    """Whether a line opens a list: after a quote also one that begins with 2, or with nothing."""
    match = _marker(text)
    return match is not None and match["mark"][0] not in ":~[" and _indent(text) < 4


def _marker(text: str, interrupting: bool = False) -> re.Match[str] | None:
    """The marker of a list item, a definition or a footnote at the start of a line."""
    match = _LIST.match(text.lstrip())
    if match is None or match["mark"][0] == "[":
        return match
    ordered = match["mark"][0].isdigit()
    if match["rest"] and not match["gap"]:
        return None
    if not match["rest"] and (interrupting or match["mark"] in ":~"):
        return None
    return None if interrupting and ordered and int(match["mark"][:-1]) != 1 else match


def _item(lines: Sequence[Line], i: int) -> Taken | None:
    indent = _indent(lines[i].text)
    match = _marker(lines[i].text)
    if match is None or (match["mark"] in ":~" and i == 0):  # a definition follows its term
        return None
    gap, footnote = len(match["gap"]), match["mark"][0] == "["
    width = indent + 4 if footnote else indent + len(match["mark"]) + (gap if match["rest"] and gap <= 4 else 1)
    rest = " " * (gap - 1 if gap > 4 and not footnote else 0) + match["rest"]
    inside = [Line(lines[i].number, rest)]
    j, lazy = i + 1, False
    while j < len(lines):
        text = lines[j].text
        if not text.strip():
            if len(inside) == 1 and not rest.strip():
                break
            inside.append(Line(lines[j].number, ""))
            lazy = False
        elif _indent(text) >= width:
            inside.append(_cut(lines[j], width))
            lazy = False
        elif not (_stops(lines, j) or _marker(text)) and (lazy or _open_paragraph(tuple(inside))):
            inside.append(Line(lines[j].number, LAZY + text.lstrip()))
            lazy = True
        else:
            break
        j += 1
    return j, [Block("container", lines[i].number, "", tuple(inside))]


def _paragraph(lines: Sequence[Line], i: int) -> Taken:
    j = i + 1
    while j < len(lines) and lines[j].text.strip() and not _stops(lines, j):
        j += 1
        if _UNDERLINE.match(lines[j - 1].text):  # the paragraph was a heading
            break
    start = i
    while start < j and _REFERENCE.match(lines[start].text.strip()):
        start += 1
    inside = tuple(Line(n, text.lstrip()) for n, text in lines[start:j])
    return j, [Block("text", inside[0].number, "", inside)] if inside else []


_RULES: tuple[Callable[[Sequence[Line], int], Taken | None], ...] = (
    _table,
    _dollars,
    _fence,
    _amsmath,
    _skipped,
    _quote,
    _item,
    _html,
    _heading,
)


def _stops(lines: Sequence[Line], j: int, table: bool = False) -> bool:
    """Whether line ``j`` ends the paragraph, or the table, before it; looks at no more lines than it must."""
    start = lines[j].text.lstrip()
    if _indent(lines[j].text) >= 4:
        return False
    return bool(
        start.startswith(">")
        or _FENCE.match(start)
        or _SKIP.match(start)
        or _RULE.match(start)
        or _HEADING.match(start)
        or _marker(start, interrupting=True)
        or any(opens.match(start) for opens, _, stops in _HTML_RULES if stops)
        or _amsmath(lines, j)
        or (not table and _starts_table(lines, j))
    )


@lru_cache(maxsize=1024)
def _open_paragraph(lines: tuple[Line, ...]) -> bool:
    """Whether a lazy line would continue a paragraph at the end of these lines."""
    if not lines[-1].text.strip():
        return False
    found = list(blocks(lines))
    if not found or found[-1].kind != "text":
        return False
    first, *_, last = *found[-1].lines, found[-1].lines[-1]
    heading = _HEADING.match(first.text) or (last != first and _UNDERLINE.match(last.text))
    return last.number == lines[-1].number and not heading


def blocks(lines: Sequence[Line], depth: int = 0) -> Iterator[Block]:
    """The pieces of a page that can hold mathematics, in document order.

    Examples
    --------
    >>> page = page_lines("> Let $x = 2$.\\n\\n```python\\ncost = '$5'\\n```")
    >>> [(block.kind, block.number, block.info) for block in blocks(page)]
    [('text', 1, ''), ('fence', 3, 'python')]
    """
    i = 0
    while i < len(lines):
        text = lines[i].text
        if not text.strip() or _indent(text) >= 4:
            i += 1
            continue
        rules = _RULES if depth < DEPTH else ()
        taken = next((t for rule in rules if (t := rule(lines, i)) is not None), None) or _paragraph(lines, i)
        i = taken[0]
        for block in taken[1]:
            if block.kind == "container":
                yield from blocks(block.lines, depth + 1)
            else:
                yield block


_SPECIAL = re.compile(r"[\\$`{<!\]]")
_ROLE = re.compile(r"\{([A-Za-z0-9_+:-]+)\}(`+)")
_INLINE_HTML = re.compile(
    rf"<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^<>\x00-\x20]*>|{_TAG}|<!---?>|<!--(?:[^-]|-[^-]|--[^>])*-->|<\?.*?\?>|<![A-Z].*?>",
    re.S,
)
_TARGET = r"\(\s*(?:<[^<>\n]*>|[^\s<()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_LINK_END = re.compile(r"\]" + _TARGET)
_IMAGE = re.compile(r"!\[[^\[\]]*\]" + _TARGET)


def _closing_dollar(text: str, start: int) -> int:
    """Where the next dollar stands that no backslash escapes, or -1."""
    end = text.find("$", start)
    while end >= 0:
        slashes = len(text[start - 1 : end]) - len(text[start - 1 : end].rstrip("\\"))
        if slashes % 2 == 0:
            return end
        end = text.find("$", end + 1)
    return -1


def spans(text: str) -> Iterator[Span]:
    """The mathematics and the roles inside a piece of running text, in order.

    Examples
    --------
    >>> list(spans("At $x = 2$ the value is {claim}`f(2) = 4`, for \\\\$5, not `$x$`."))
    [Span(kind='$', content='x = 2', start=4), Span(kind='claim', content='f(2) = 4', start=32)]
    """
    i, opened = 0, 0
    while (found := _SPECIAL.search(text, i)) is not None:
        opened += text.count("[", i, found.start())
        i = found.start()
        match text[i]:
            case "\\":
                i += 2
            case "$":
                end = _closing_dollar(text, i + 1)
                if end > i + 1:
                    yield Span("$", text[i + 1 : end], i + 1)
                i = end + 1 if end > i + 1 else i + 1
            case "{":
                role = _ROLE.match(text, i)
                end = text.find(role[2], role.end() + 1) if role else -1
                if role and end >= 0:
                    yield Span(role[1], text[role.end() : end], role.end())
                    i = end + len(role[2])
                else:
                    i += 1
            case "`":
                ticks = re.compile("`+").match(text, i)
                assert ticks is not None
                closing = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(text, ticks.end())
                i = closing.end() if closing else ticks.end()
            case special:
                pattern = {"<": _INLINE_HTML, "!": _IMAGE, "]": _LINK_END}[special]
                skipped = pattern.match(text, i) if special != "]" or opened else None
                opened -= special == "]" and opened > 0
                i = skipped.end() if skipped else i + 1
