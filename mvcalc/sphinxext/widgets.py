"""What a page with a figure that can be touched loads.

The pits of the game are data in a script for each level, which the game asks for when the level is played.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from mvcalc.explore import pits
from mvcalc.sandpit import LEVELS
from mvcalc.sphinxext.kept import kept

GAME = '<div class="mv-explore" data-kind="sandpit"'
"""What marks a page on which the game is played."""

#: By what marks a page that needs it: a script.
SCRIPTS = {'<div class="mv-explore" id="': "widgets.js", GAME: "sandpit.js"}


def _levels(app: Sphinx) -> dict[str, str]:
    """The scripts of the game's levels, by name; to find the pits takes seconds."""
    return kept(app, "sandpit", lambda: {f"sandpit-{level.number}.js": pits.script(level.number) for level in LEVELS})


def _find_pits(app: Sphinx, doctree: nodes.document) -> None:
    """Find the pits in the process that reads the page with the game, beside the other readers."""
    if any(GAME in part.astext() for part in doctree.findall(nodes.raw)):
        app.env.metadata[app.env.docname]["sandpit"] = "yes"
        _levels(app)


def _write_pits(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    if any("sandpit" in metadata for metadata in app.env.metadata.values()):
        for name, script in _levels(app).items():
            (Path(app.outdir) / "_static" / name).write_text(script, encoding="utf-8")


def _load(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document) -> None:
    needed = [script for mark, script in SCRIPTS.items() if mark in context.get("body", "")]
    for script in needed:
        app.add_js_file(script, loading_method="defer")
    if needed:
        app.add_css_file("widgets.css")


def setup(app: Sphinx) -> None:
    """Tell each page what it needs, and write the game's pits."""
    app.connect("doctree-read", _find_pits)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write_pits)
