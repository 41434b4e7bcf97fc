"""What is built again after a change, and what is left alone; and that half a build is not taken for a whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from mvcalc.sphinxext.rebuild import digest

from .conftest import ROOT, SmallBook


def _cell(log: Path, name: str) -> str:
    """Write a page whose cell leaves a mark in ``log`` each time that it runs."""
    return f'# {name}\n\n```{{code-cell}} python\nwith open("{log}", "a") as log:\n    n = log.write("{name}")\n```\n'


def test_only_what_changed_is_executed_again(book: SmallBook, tmp_path: Path) -> None:
    log = tmp_path / "log"
    package = tmp_path / "package"
    shutil.copytree(ROOT / "mvcalc", package / "mvcalc", ignore=shutil.ignore_patterns("__pycache__"))

    def ran() -> str:
        log.write_text("")
        result = book.build(package=package)
        assert result.returncode == 0, result.stderr
        return "".join(sorted(log.read_text()))

    book.write("A", _cell(log, "A"))
    book.write("B", _cell(log, "B"))
    assert ran() == "AB"
    assert ran() == ""
    book.write("A", _cell(log, "A") + "\nOne more line.\n")
    assert ran() == "A"
    with (package / "mvcalc" / "difference.py").open("a") as module:
        module.write("# changed\n")
    assert ran() == "AB"


def test_digest_sees_contents_names_and_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("x = 1\n")
    before = digest([one])
    os.utime(one, (0, 0))
    assert digest([one]) == before
    two.write_text("x = 1\n")
    assert digest([two]) != before
    one.write_text("x = 2\n")
    assert digest([one]) != before
    assert digest([one, two]) == digest([two, one])


def _make(book: SmallBook) -> list[str]:
    variables = [f"BOOK={book.source}", f"OUT={book.folder / 'out'}"]
    return ["make", "-C", str(ROOT), "--no-print-directory", "book", "ENVIRONMENT=", *variables]


def test_interrupted_build_is_not_taken_for_done(book: SmallBook, tmp_path: Path) -> None:
    log, finished = tmp_path / "log", tmp_path / "out" / "finished"
    book.write("A", _cell(log, "A"))
    assert subprocess.run(_make(book), capture_output=True, check=False).returncode == 0
    assert finished.exists()

    book.write("B", f'# B\n\n```{{code-cell}} python\nopen("{log}", "a").close()\nimport time\ntime.sleep(90)\n```\n')
    log.unlink()
    process = subprocess.Popen(_make(book), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert log.exists()
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert not finished.exists()

    book.write("B", _cell(log, "B"))
    log.write_text("")
    again = subprocess.run(_make(book), capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert sorted(log.read_text()) == ["A", "B"]
    assert finished.exists()


def test_failed_build_fails_again(book: SmallBook) -> None:
    book.write("A", "# A\n\nSee {ref}`nowhere`.\n")
    for _ in range(2):
        result = subprocess.run(_make(book), capture_output=True, text=True, check=False)
        assert result.returncode != 0
        assert "A.md:10: WARNING: undefined label: 'nowhere'" in result.stderr
