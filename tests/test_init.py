"""The package as a whole: what importing it brings along, and that every name it promises is there."""

from __future__ import annotations

import subprocess
import sys

import mvcalc


def test_every_promised_name_is_there() -> None:
    assert [name for name in mvcalc.__all__ if not hasattr(mvcalc, name)] == []
    assert sorted(set(mvcalc.__all__)) == sorted(mvcalc.__all__)


def test_importing_it_brings_neither_sphinx_nor_matplotlib() -> None:
    program = "import sys, mvcalc; print([m for m in ('matplotlib', 'sphinx', 'scipy', 'IPython') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
