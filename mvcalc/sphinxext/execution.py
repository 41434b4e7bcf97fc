"""Cells that fail or complain stop the build, with page, line, cell and cause.

MyST-NB keeps what a failing cell printed as part of the page. A strict build must not publish that, so each
traceback and each line on stderr (a warning, as a rule) is reported at the cell's own line, with its text.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator

from docutils import nodes
from jupyter_cache.executors import utils
from sphinx.application import Sphinx
from sphinx.util import logging

from mvcalc.sphinxext import cells

logger = logging.getLogger(__name__)

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def line_of(node: nodes.Node | None) -> int:
    """Line of the source on which a node stands; for what a cell shows, the line that opens the cell."""
    while node is not None:
        if isinstance(node, nodes.container) and "cell" in node["classes"]:
            return int(node.line or 3) - 2  # MyST-NB counts from the second line of the code
        if node.line and not isinstance(node, nodes.raw):
            cell = node.parent
            while cell is not None and not (isinstance(cell, nodes.container) and "cell" in cell["classes"]):
                cell = cell.parent
            return line_of(cell) if cell is not None else int(node.line)
        node = node.parent
    return 1


def complaints(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Find the cells of a page that failed or wrote to stderr, each with what it said."""
    for output in doctree.findall(nodes.literal_block):
        kind = {"traceback", "stderr"}.intersection(output["classes"])
        cell = output.parent.parent if output.parent is not None else None
        if not kind or not isinstance(cell, nodes.Element):
            continue
        verb = "failed" if "traceback" in kind else "wrote to stderr"
        source = next((block.astext() for block in cell.findall(nodes.literal_block)), "")
        said = _COLOUR.sub("", output.astext())
        yield cell, f"this cell {verb}:\n{textwrap.indent(source, '    ')}\n{textwrap.indent(said, '    ')}"


def _check(app: Sphinx, doctree: nodes.document) -> None:
    for cell, message in complaints(doctree):
        logger.warning(message, location=(app.env.docname, line_of(cell)), type="mvcalc", subtype="cell")


def setup(app: Sphinx) -> None:
    """Look at each page as it is read; have MyST-NB run cells as here."""
    if hasattr(os, "fork"):
        utils.executenb = cells.execute
    app.connect("doctree-read", _check)
