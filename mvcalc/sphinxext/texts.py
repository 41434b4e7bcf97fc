"""MyST texts as HTML, outside docutils: for what is shown a piece at a time, as an exercise is.

The same Markdown as a page's, with the roles ``{claim}`` and ``{notation}`` and the directives ``{derive}``,
``{define}`` and ``{notation}``. Anything else of MyST is refused by name, since it would have to know the page around
it.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from sphinx.highlighting import PygmentsBridge

from mvcalc.claims.check import Ledger, Record
from mvcalc.claims.links import row_starts
from mvcalc.sphinxext.claims import aligned, mark
from mvcalc.sphinxext.maths import CLOSING, typeset

__all__ = ["Texts"]

ROLES = ("claim", "notation")
DIRECTIVES = ("derive", "define", "notation")


class Texts:
    """A renderer of the texts that belong together: they share their verdicts, and the numbers of their places.

    Parameters
    ----------
    katex : Path
        The folder of the npm package.
    ledger : Ledger
        The verdict on each claim of the texts.
    name : str
        Begins the id of every claim's place; without it there are none.

    Attributes
    ----------
    placed : list of (Record, str)
        The records of what was rendered so far, each with the id of its place.
    """

    def __init__(self, katex: Path, ledger: Ledger, name: str = "") -> None:
        self.katex = katex
        self.ledger = ledger
        self.name = name
        self.placed: list[tuple[Record, str]] = []

    def block(self, text: str) -> str:
        """Render a text of paragraphs.

        Raises
        ------
        ValueError
            If it holds a role or a directive other than those above, or maths that KaTeX cannot set.
        LookupError
            If a claim is not in the ledger.
        """
        return _kept_together(str(_parser().render(text.strip() + "\n", {"texts": self})))

    def line(self, text: str) -> str:
        """Render a text of one line, without a paragraph around it; longer ones as `block` does."""
        whole = self.block(text)
        inside = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>\s*", whole, re.DOTALL)
        return inside[1] if inside else whole

    def numbered(self, latex: str) -> str:
        """Render a derivation that is not judged here, its rows numbered from 1."""
        starts = [0, *(latex.rindex("\\\\", 0, start) + 2 for start in row_starts(latex)[1:])]
        rows = [latex[a:b].strip() for a, b in zip(starts, [*starts[1:], len(latex)], strict=True)]
        shown = "\n".join(rf"\text{{{number}}} && {row}" for number, row in enumerate(rows, start=1))
        return self._display(rf"\begin{{aligned}}{shown}\end{{aligned}}", "Derivation with numbered rows")

    def _taken(self, kind: str, latex: str, sort: str) -> tuple[Record, str]:
        record = self.ledger.take(kind, latex)
        place = f"{sort}-{self.name}-{len(self.placed) + 1}" if self.name else ""
        self.placed.append((record, place))
        return record, f' id="{place}"' if place else ""

    def role(self, name: str, latex: str) -> str:
        """Set the maths of a role."""
        if name not in ROLES:
            raise ValueError(f"the role {{{name}}} has no meaning here; expected {{claim}} or {{notation}}")
        _, place = self._taken(name, latex, "inline")
        return f'{OPEN}<span class="math mv-inline-{name}"{place}>{self.maths(latex)}</span>{SHUT}'

    def directive(self, name: str, content: str) -> str:
        """Set an equation with its verdict."""
        if name not in DIRECTIVES:
            raise ValueError(f"the directive {{{name}}} has no meaning here; expected {{derive}} or {{notation}}")
        latex = re.sub(r"\A(?:[ \t]*:(?!:).*\n|\s*\n)*", "", content).strip()
        record, place = self._taken(name, latex, "claim")
        verdict = mark(record) if record.links else ""
        return f'<div class="mv-equation">{self._display(aligned(latex), "Equation", place)}{verdict}</div>\n'

    def _display(self, latex: str, label: str, place: str = "") -> str:
        frame = f'<div class="mv-display" tabindex="0" role="group" aria-label="{label}">'
        return f'<div class="math"{place}>{frame}{self.maths(latex, display=True)}</div></div>'

    def maths(self, latex: str, display: bool = False) -> str:
        """Set maths by KaTeX."""
        try:
            return typeset(latex, self.katex, display)
        except ValueError as error:
            raise ValueError(f"maths cannot be set: {error}") from None


#: Around inline maths until it is known what follows.
OPEN, SHUT = "\x01", "\x02"


def _kept_together(rendered: str) -> str:
    """Hold the full stop or comma after maths on its line."""
    kept = r'<span class="mv-keep">\1\2</span>'
    rendered = re.sub(rf"{OPEN}([^{SHUT}]*){SHUT}({CLOSING.pattern})", kept, rendered)
    return rendered.replace(OPEN, "").replace(SHUT, "")


def _code(info: str, content: str) -> str:
    """Colour a listing as those of pages are."""
    coloured = PygmentsBridge("html").highlight_block(content, info or "text").strip()
    return coloured.replace("<pre>", '<pre tabindex="0">', 1) + "\n"


def _fence(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Texts]) -> str:
    token = tokens[index]
    name = re.match(r"\{([^}]*)\}", token.info.strip())
    return env["texts"].directive(name[1], token.content) if name else _code(token.info.strip(), token.content)


def _role(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Texts]) -> str:
    return env["texts"].role(tokens[index].meta["name"], tokens[index].content)


def _dollars(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Texts]) -> str:
    return f'{OPEN}<span class="math">{env["texts"].maths(tokens[index].content)}</span>{SHUT}'


def _display(self: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Texts]) -> str:
    raise ValueError(f"a display must be {{derive}} or {{notation}}: {html.unescape(tokens[index].content).strip()}")


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"typographer": True, "html": False}).enable(["table", "smartquotes"])
    parser.use(myst_role_plugin).use(dollarmath_plugin).use(colon_fence_plugin).use(attrs_plugin, spans=True)
    rules = {"fence": _fence, "colon_fence": _fence, "myst_role": _role, "math_inline": _dollars}
    rules |= {"math_block": _display, "math_block_label": _display, "math_inline_double": _display}
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser
