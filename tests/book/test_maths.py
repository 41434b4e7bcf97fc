"""LaTeX set by KaTeX, outside a build."""

import multiprocessing
import subprocess
import sys

import pytest

from mvcalc.sphinxext.maths import typeset

from .conftest import ROOT

KATEX = ROOT / "node_modules" / "katex"
ASK = """
import sys
from pathlib import Path
from mvcalc.sphinxext.maths import typeset
print(typeset(sys.argv[1], Path("node_modules/katex")))
"""


def _ask(latex: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", ASK, latex]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_program_that_set_maths_ends_without_complaint() -> None:
    result = _ask(r"\frac{x}{2}")
    assert "<mfrac>" in result.stdout
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("latex", [r"\fraction{x}{2}", r"\frac{x"])
def test_what_katex_cannot_set_is_an_error(latex: str) -> None:
    result = _ask(latex)
    assert result.returncode == 1
    assert "ValueError: KaTeX parse error" in result.stderr


def _set_many(first: int) -> list[str]:
    return [typeset(f"x_{{{n}}} + {first}", KATEX) for n in range(60)]


def test_processes_that_ask_at_once_are_each_given_their_own_answer() -> None:
    typeset("x", KATEX)  # KaTeX is started before the processes part
    with multiprocessing.get_context("fork").Pool(4) as pool:
        together = pool.map_async(_set_many, range(8)).get(timeout=60)
    assert together == [_set_many(first) for first in range(8)]
