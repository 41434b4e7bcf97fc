"""What a page must have: a title, a description, words for every figure. A page without is refused by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from mvcalc.sphinxext.execution import line_of

logger = logging.getLogger(__name__)

Fault = tuple[nodes.Node, str]


def _drawings(figure: nodes.Node) -> Iterator[nodes.Node]:
    """Everything under a node that a reader sees as a picture."""
    yield from figure.findall(nodes.image)
    for raw in figure.findall(nodes.raw):
        if raw.get("format") == "html" and "<svg" in raw.astext():
            yield raw


def _worded(picture: nodes.Node) -> bool:
    if isinstance(picture, nodes.image):
        return bool(str(picture.get("alt", "")).strip())
    opening = re.search(r"<svg\b[^>]*>", picture.astext())
    return opening is not None and re.search(r'aria-label="[^"]*\w[^"]*"|aria-hidden="true"', opening[0]) is not None


def _decorative(picture: nodes.Node) -> bool:
    return isinstance(picture, nodes.raw) and 'aria-hidden="true"' in picture.astext()


def faults(doctree: nodes.document) -> Iterator[Fault]:
    """Find what a page lacks, each with the node whose place the message names."""
    if next(doctree.findall(nodes.title), None) is None:
        yield doctree, "the page has no title: begin it with a line `# Title`"
    for picture in _drawings(doctree):
        if not _worded(picture):
            yield picture, "the figure has no alt text: say what it shows (`alt=…` or `:alt:`)"
        frame = picture.parent
        while frame is not None and not isinstance(frame, nodes.figure):
            frame = frame.parent
        captioned = frame is not None and next(frame.findall(nodes.caption), None) is not None
        if not captioned and not _decorative(picture):
            yield picture, "the figure has no caption: say what to see in it (`mystnb: figure: caption:`)"


def _check(app: Sphinx, doctree: nodes.document) -> None:
    if not str(app.env.metadata[app.env.docname].get("description", "")).strip():
        message = "the page has no description: give it a line `description: …` in its front matter"
        logger.warning(message, location=(app.env.docname, 1), type="mvcalc", subtype="gate")
    for node, message in faults(doctree):
        logger.warning(message, location=(app.env.docname, line_of(node)), type="mvcalc", subtype="gate")


def setup(app: Sphinx) -> None:
    """Look at each page as it is read, before figures are moved or rendered."""
    app.connect("doctree-read", _check)
