"""What takes long to make, kept from one build to the next for as long as the package does not change."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from sphinx.application import Sphinx

Made = TypeVar("Made")


def kept(app: Sphinx, name: str, make: Callable[[], Made]) -> Made:
    """Return what was made under this name by this state of the package, or make it now and keep it.

    Parameters
    ----------
    app : Sphinx
        Of its configuration, ``mvcalc_digest`` stands for the package.
    name : str
        Of a file, so without slashes.
    make : callable
        Called without arguments; what it returns must be possible to pickle.
    """
    path = Path(app.doctreedir) / "kept" / f"{name}.pickle"
    key = app.config.mvcalc_digest
    if path.exists():
        found_key, found = pickle.loads(path.read_bytes())
        if found_key == key:
            return cast("Made", found)
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(pickle.dumps((key, made)))
    os.replace(file.name, path)
    return made
