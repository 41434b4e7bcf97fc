"""Where the tests keep, for every family, a way to its answer that is not the family's own.

An oracle takes the facts of a variant and returns the answer: a number or expression, a sequence of them for a
vector or a set of points, rows for a matrix. For a choice it takes the facts and one option's value, and says
whether that option is right.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Oracle = Callable[..., Any]


def all_oracles() -> dict[str, Oracle]:
    """Every oracle, by the name of its family, from the modules ``oracles_<page>`` of this folder."""
    found: dict[str, Oracle] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("oracles_"):
            own = importlib.import_module(f"{__package__}.{module.name}").ORACLES
            assert not found.keys() & own.keys(), f"two oracles for {found.keys() & own.keys()}"
            found |= own
    return found
