"""Sections of a chapter's opening page have no numbers: 1.1, 1.2, … are the pages of the chapter.

Sphinx writes a page anew when its numbers are not those of the last build, so it is shown those that it gave.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

GIVEN = "mvcalc_given_numbers"
"""Where the environment keeps what Sphinx gave."""


def _renumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give these sections back the numbers that Sphinx gave them last time."""
    env.toc_secnumbers.update(getattr(env, GIVEN, {}))
    return []


def _unnumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take back the numbers that Sphinx has just given to these sections."""
    openings = {page: numbers for page, numbers in env.toc_secnumbers.items() if page.endswith("/index")}
    setattr(env, GIVEN, openings)
    for page, numbers in openings.items():
        env.toc_secnumbers[page] = {anchor: () if anchor else number for anchor, number in numbers.items()}
        for reference in env.tocs[page].findall(nodes.reference):
            if reference["anchorname"]:
                reference.attributes.pop("secnumber", None)
    return []


def setup(app: Sphinx) -> None:
    """Run around Sphinx's own numbering."""
    app.connect("env-get-updated", _renumber, priority=100)
    app.connect("env-get-updated", _unnumber, priority=900)
