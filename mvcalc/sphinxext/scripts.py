"""The scripts of the pages, bundled: a browser does not load ES modules from a file, so esbuild makes each one classic.

That goes on beside the build until the first page is read.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from mvcalc.sphinxext.maths import NODE

BUNDLE = """
const [modules, scripts] = process.argv.slice(1);
const esbuild = require(require("path").join(modules, "esbuild"));
for (const [entry, out] of Object.entries(JSON.parse(scripts))) esbuild.buildSync({
  entryPoints: [entry], outfile: out, bundle: true, minify: true, format: "iife", target: "es2021", logLevel: "error",
});
"""

#: The module of each script.
SCRIPTS = {"index.js": "widgets.js", "sandpit.js": "sandpit.js", "exercise.js": "exercises.js"}


def bundle(modules: Path, scripts: Mapping[Path, Path]) -> Callable[[], None]:
    """Begin to make one classic script of each ES module and all that it imports.

    Parameters
    ----------
    modules : Path
        The folder ``node_modules``.
    scripts : mapping of Path to Path
        For each module the file to write.

    Returns
    -------
    callable
        Waits until they are made, and raises an ``ExtensionError`` with esbuild's message if it does not understand a
        module.

    Raises
    ------
    ExtensionError
        If esbuild is not there.
    """
    if not (modules / "esbuild").is_dir():
        raise ExtensionError("node_modules lacks esbuild: run `npm ci` in the project's root, or `make book`")
    pairs = json.dumps({str(entry): str(out) for entry, out in scripts.items()})
    command = [str(NODE), "-e", BUNDLE, str(modules.resolve()), pairs]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def finish() -> None:
        _, said = running.communicate()
        if running.returncode:
            raise ExtensionError(f"a page's script cannot be bundled:\n{said}")

    return finish


def setup(app: Sphinx) -> None:
    """Begin after the other assets are prepared, and wait before the first page is read."""
    waits: list[Callable[[], None]] = []

    def begin(app: Sphinx) -> None:
        home, out = Path(app.confdir) / "book" / "_widgets", Path(app.outdir).parent / "assets"
        modules = Path(app.confdir) / "node_modules"
        waits.append(bundle(modules, {home / entry: out / script for entry, script in SCRIPTS.items()}))

    def wait(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        while waits:
            waits.pop()()

    app.connect("builder-inited", begin, priority=600)
    app.connect("env-before-read-docs", wait, priority=900)
