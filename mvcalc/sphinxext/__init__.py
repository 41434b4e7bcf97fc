"""What the book adds to Sphinx: the only room of the package that imports it.

=================  =======================================================================================
:mod:`.access`     repairs of HTML that would mislead a screen reader
:mod:`.assets`     fonts, KaTeX's style sheet and icons, copied from ``node_modules`` at build
:mod:`.balance`    pages in runs, so that the processes that read them end together
:mod:`.claims`     equations that are judged as they are displayed, and the report on them
:mod:`.contents`   the contents of the book for the sidebar
:mod:`.downloads`  each page as the notebook that was executed
:mod:`.execution`  how cells are run
:mod:`.exercises`  exercises that are judged at build and answered in the page
:mod:`.gathered`   key results as a formula sheet, figures as a list
:mod:`.gates`      pages without title, figures without words: refused by line
:mod:`.kept`       what takes long to make, from the last build
:mod:`.maths`      LaTeX set by KaTeX at build; an error in it stops the build
:mod:`.numbers`    the numbers of sections: those that a reader sees
:mod:`.once`       what other extensions find out anew for each page, found out once
:mod:`.perpage`    what is kept of each page between builds
:mod:`.rebuild`    every page made stale by a change of the package
:mod:`.scripts`    the scripts of the pages, bundled
:mod:`.sitemap`    the address of every page, for search engines
:mod:`.texts`      MyST as HTML outside docutils, for what is shown a piece at a time
:mod:`.widgets`    what a page with a figure that can be touched loads
=================  =======================================================================================
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

import mvcalc
from mvcalc.sphinxext import (
    access,
    assets,
    balance,
    claims,
    contents,
    downloads,
    execution,
    exercises,
    gates,
    gathered,
    maths,
    numbers,
    once,
    rebuild,
    scripts,
    sitemap,
    widgets,
)

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    for part in (
        access,
        assets,
        balance,
        claims,
        contents,
        downloads,
        execution,
        exercises,
        gates,
        gathered,
        maths,
        numbers,
        once,
        rebuild,
        scripts,
        sitemap,
        widgets,
    ):
        part.setup(app)
    return {"version": mvcalc.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
