"""Small repairs of the HTML that others write, where it would mislead a screen reader."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: What stands there, and what should: MyST-NB names a fold otherwise than it reads; docutils uses a role that the
#: standard has withdrawn, in a list whose children are no list items.
REPAIRS = {
    ' aria-label="Toggle hidden content"': "",
    ' role="doc-biblioentry"': "",
    '<div role="list" class="citation-list">': '<div class="citation-list">',
}


def repaired(body: str) -> str:
    """Mend the body of a page.

    Examples
    --------
    >>> repaired('<summary aria-label="Toggle hidden content">')
    '<summary>'
    """
    for wrong, right in REPAIRS.items():
        body = body.replace(wrong, right)
    return body


def _repair(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document) -> None:
    if "body" in context:
        context["body"] = repaired(context["body"])


def setup(app: Sphinx) -> None:
    """Mend each page as it is written."""
    app.connect("html-page-context", _repair)
