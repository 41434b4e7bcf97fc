"""What is built again after a change, and what is left alone; and that half a build is not taken for a whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from mvcalc.sphinxext.rebuild import digest

from .conftest import PLAIN, ROOT, SmallBook


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


def test_what_did_not_change_is_not_written_again_and_stays_in_the_sitemap(book: SmallBook) -> None:
    box = "```{admonition} Key result\n:class: key-result\n:name: the-key\n\nTwo is even.\n```\n"
    for name, text in {
        "chapter/index": "# Chapter\n\n```{toctree}\n01-page\n```\n\n## A section\n\nWords.\n",
        "chapter/01-page": f"# Page\n\n{box}\nA word that no list needs: xylophone.\n",
        "sheet": "# Sheet\n\n```{formula-sheet}\n```\n",
    }.items():
        book.write(name, text)
    contents = "```{toctree}\n:numbered: 2\n\nchapter/index\n```\n\n```{toctree}\nsheet\n```\n"
    (book.source / "index.md").write_text(f"{PLAIN}# Index\n\n{contents}", encoding="utf-8")

    def built() -> dict[str, int]:
        result = book.build()
        assert (result.returncode, result.stderr) == (0, "")
        pages = [*book.source.rglob("*.md")]
        html = [book.html / page.relative_to(book.source).with_suffix(".html") for page in pages]
        sitemap = (book.html / "sitemap.xml").read_text(encoding="utf-8")
        assert all(f"/{page.relative_to(book.html).as_posix()}</loc>" in sitemap for page in html)
        assert sitemap.count("<loc>") == len(set(re.findall("<loc>[^<]*", sitemap)))
        return {page.relative_to(book.html).as_posix(): page.stat().st_mtime_ns for page in html}

    first, second = built(), built()
    assert {page for page in first if first[page] != second[page]} == {
        "sheet.html",
        "index.html",
    }  # what lists key results, and what lists that
    assert "Two is even." in (book.html / "sheet.html").read_text(encoding="utf-8")
    kept = (book.folder / "doctrees" / "environment.pickle").read_bytes()
    assert b"Two is even." in kept
    assert b"xylophone" not in kept  # a page's own text is in its doctree
