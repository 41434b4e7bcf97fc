"""Every page is stale when the package changes.

A page's numbers come from the package as much as from the page's own text. So a digest of the package and of the
lock file is part of the configuration that Sphinx compares with the last build's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

import mvcalc

PACKAGE = Path(mvcalc.__file__).parent

SUFFIXES = {".cjs", ".csv", ".json", ".py"}
"""What the package is made of: its modules, and the data and records that pages show."""


def digest(files: Iterable[Path]) -> str:
    """Fingerprint the names and contents of files, in whatever order they come.

    Examples
    --------
    >>> len(digest(PACKAGE.glob("*.py")))
    64
    """
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _register(app: Sphinx, config: Config) -> None:
    package = (path for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES)
    config["mvcalc_digest"] = digest([*package, *Path(app.confdir).glob("requirements.lock")])


def setup(app: Sphinx) -> None:
    """Add the digest to the configuration; a change of it re-reads every page."""
    app.add_config_value("mvcalc_digest", "", rebuild="env", types=[str])
    app.connect("config-inited", _register)
