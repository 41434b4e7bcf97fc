"""Sections of a chapter's opening page have no numbers: 1.1, 1.2, … are the pages of the chapter."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def _unnumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take back the numbers that Sphinx has just given to these sections."""
    for page, numbers in env.toc_secnumbers.items():
        if page.endswith("/index"):
            env.toc_secnumbers[page] = {anchor: () if anchor else number for anchor, number in numbers.items()}
            for reference in env.tocs[page].findall(nodes.reference):
                if reference["anchorname"]:
                    reference.attributes.pop("secnumber", None)
    return []


def setup(app: Sphinx) -> None:
    """Run after Sphinx's own numbering."""
    app.connect("env-get-updated", _unnumber, priority=900)
