r"""The links of a displayed chain: which side stands before which relation, and where.

A chain ``a = b \\ &= c`` has two links, ``a = b`` and ``b = c``: a row that begins with a relation takes the
right side of the row before as its left side. Nothing here knows what the sides mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mvcalc.claims.latex import Token, Unreadable, rows

__all__ = ["RELATIONS", "Link", "links", "row_starts"]

RELATIONS = frozenset(
    {"=", "<", ">", "\\le", "\\leq", "\\ge", "\\geq", "\\lt", "\\gt", "\\ne", "\\neq", "\\approx", "\\equiv"}
)


@dataclass(frozen=True)
class Link:
    """A relation between two sides; ``row`` counts from 0 and ``at`` is the offset of the relation."""

    row: int
    at: int
    left: tuple[Token, ...]
    relation: str
    right: tuple[Token, ...]

    def shown(self, latex: str) -> str:
        """The link as it would be written on one line."""
        left, right = self.sides(latex)
        return f"{left} {self.relation} {right}".strip()

    def sides(self, latex: str) -> tuple[str, str]:
        """The LaTeX of both sides."""
        return _text(self.left, latex), _text(self.right, latex)


def _text(side: tuple[Token, ...], latex: str) -> str:
    return " ".join(latex[side[0].start : side[-1].end].split()) if side else ""


def links(latex: str) -> list[Link]:
    r"""The links of a display, in order.

    Raises
    ------
    Unreadable
        If the display cannot be split into tokens and rows.

    Examples
    --------
    >>> tex = r"2(x+1) &= 2x+2 \\ &= 2x+2\cdot 1"
    >>> [(link.row, link.shown(tex)) for link in links(tex)]
    [(0, '2(x+1) = 2x+2'), (1, '2x+2 = 2x+2\\cdot 1')]
    """
    found: list[Link] = []
    last: tuple[Token, ...] = ()
    for number, row in enumerate(rows(latex)):
        for k, (relation, side) in enumerate(_split(row.tokens)):
            if relation is not None:
                found.append(Link(number, relation.start, last, relation.text, side))
            if relation is not None or k or side:
                last = side
    return found


def _split(row: tuple[Token, ...]) -> list[tuple[Token | None, tuple[Token, ...]]]:
    """The sides of a row, each with the relation before it (none before the first)."""
    parts: list[tuple[Token | None, list[Token]]] = [(None, [])]
    depth = 0
    for token in row:
        depth += {"open": 1, "begin": 1, "close": -1, "end": -1}.get(token.kind, 0)
        if depth == 0 and token.text in RELATIONS:
            parts.append((token, []))
        else:
            parts[-1][1].append(token)
    return [(relation, tuple(side)) for relation, side in parts]


def row_starts(latex: str) -> list[int]:
    """For each row, the offset of its relation, or of its first token where it has none.

    What cannot be split into tokens is split at every double backslash.

    Examples
    --------
    >>> row_starts("a\\n &= b")
    [4]
    """
    try:
        whole = rows(latex)
    except Unreadable:
        return [match.end() for match in re.finditer(r"(?:^|\\\\)\s*", latex)]
    first = {link.row: link.at for link in reversed(links(latex))}
    return [first.get(number, row.start) for number, row in enumerate(whole)]
