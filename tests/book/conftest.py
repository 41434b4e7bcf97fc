"""A small book in a temporary folder, built with the settings of the real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Front matter for a page with cells, and as long a one for a page without.
FRONT = "---\ndescription: A page of a test.\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
PLAIN = "---\ndescription: A page of a test.\nauthor: nobody\nversion: 1\nstatus: plain\n---\n\n"


class SmallBook:
    """Pages in ``folder/book``, built into ``folder/out/html``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "book"
        self.html = folder / "out" / "html"

    def write(self, name: str, text: str, front: str | None = None) -> None:
        """Write a page, with a kernel if it has cells, and the index that lists it."""
        if front is None:
            front = FRONT if "{code-cell}" in text else PLAIN
        path = self.source / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(front + text, encoding="utf-8")
        names = sorted(p.stem for p in self.source.glob("*.md") if p.stem != "index")
        contents = "\n".join(["```{toctree}", *names, "```"])
        (self.source / "index.md").write_text(f"{PLAIN}# Index\n\n{contents}\n", encoding="utf-8")

    def build(self, *options: str, package: Path = ROOT, strict: bool = True) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sphinx", "-T", "-n", "-q", "-c", str(ROOT), *(["-W"] if strict else [])]
        command += ["-d", str(self.folder / "doctrees"), *options, str(self.source), str(self.html)]
        environment = {**os.environ, "PYTHONPATH": str(package), "SOURCE_DATE_EPOCH": "1767225600", "NO_COLOR": "1"}
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=self.folder, check=False)


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    return SmallBook(tmp_path)


@pytest.fixture
def line_of() -> Callable[[str, str], int]:
    """Give the line of a page on which a piece of text first stands."""

    def find(text: str, piece: str) -> int:
        match = re.search(re.escape(piece), FRONT + text)
        assert match is not None
        return (FRONT + text).count("\n", 0, match.start()) + 1

    return find
