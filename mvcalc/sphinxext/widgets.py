"""The script of the figures that can be touched: bundled at build, and loaded by the pages that have one.

A browser does not load ES modules from a file, so esbuild makes one classic script of them. The pits of the game are
data in a script for each level, which the game asks for when the level is played.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from mvcalc.explore import pits
from mvcalc.sandpit import LEVELS
from mvcalc.sphinxext.kept import kept
from mvcalc.sphinxext.maths import NODE

BUNDLE = """
const [modules, entry, out] = process.argv.slice(1);
require(require("path").join(modules, "esbuild")).buildSync({
  entryPoints: [entry], outfile: out, bundle: true, minify: true, format: "iife", target: "es2021", logLevel: "error",
});
"""

GAME = '<div class="mv-explore" data-kind="sandpit"'
"""What marks a page on which the game is played."""

#: By what marks a page that needs it: the module of a script, and the script.
SCRIPTS = {
    '<div class="mv-explore" id="': ("index.js", "widgets.js"),
    GAME: ("sandpit.js", "sandpit.js"),
}


def bundle(modules: Path, entry: Path, out: Path) -> None:
    """Make one classic script of an ES module and all that it imports.

    Parameters
    ----------
    modules : Path
        The folder ``node_modules``.
    entry, out : Path
        The module, and the file to write.

    Raises
    ------
    ExtensionError
        If esbuild is not there, or does not understand a module; the message is esbuild's.
    """
    if not (modules / "esbuild").is_dir():
        raise ExtensionError("node_modules lacks esbuild: run `npm ci` in the project's root, or `make book`")
    command = [str(NODE), "-e", BUNDLE, str(modules.resolve()), str(entry), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ExtensionError(f"the figures' script cannot be bundled:\n{done.stderr}")


def _write(app: Sphinx) -> None:
    root, modules = Path(app.outdir).parent / "assets", Path(app.confdir) / "node_modules"
    for entry, out in SCRIPTS.values():
        bundle(modules, Path(app.confdir) / "book" / "_widgets" / entry, root / out)


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
    needed = [out for mark, (_, out) in SCRIPTS.items() if mark in context.get("body", "")]
    for script in needed:
        app.add_js_file(script, loading_method="defer")
    if needed:
        app.add_css_file("widgets.css")


def setup(app: Sphinx) -> None:
    """Bundle after the other assets are prepared, tell each page what it needs, and write the game's pits."""
    app.connect("builder-inited", _write, priority=600)
    app.connect("doctree-read", _find_pits)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write_pits)
