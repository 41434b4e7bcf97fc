"""The site in ``_build/html``, as ``make book`` left it. Each check is also shown something that it must refuse."""

from __future__ import annotations

import filecmp
import json
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from . import checks
from .checks import ROOT, SITE

GOOD_HEAD = (
    '<html lang="en"><head><title>T</title><link rel="icon" href="x.svg"><link rel="canonical" href="http://h/x">'
    '<meta name="description" content="d"><meta property="og:title" content="t">'
    '<meta property="og:description" content="d"><meta property="og:url" content="u"></head>'
)
#: Check: (a page that it accepts, a page that it refuses).
SAMPLES: dict[Callable[[Path], list[str]], tuple[str, str]] = {
    checks.broken_links: ('<a id="a" href="#a">x</a><a href="page.html#a">x</a>', '<a href="gone.html">x</a>'),
    checks.foreign_resources: (
        '<a href="https://example.org">x</a>',
        '<script src="https://example.org/x.js"></script>',
    ),
    checks.wordless_figures: (
        '<figure><svg aria-label="A curve that goes up."></svg><figcaption>See.</figcaption></figure>',
        '<figure><svg aria-label="A curve that goes up."></svg></figure>',
    ),
    checks.poor_heads: (GOOD_HEAD, GOOD_HEAD.replace('<meta name="description" content="d">', "")),
    checks.repeated_ids: ('<p id="a"></p><p id="b"></p>', '<p id="a"></p><p id="a"></p>'),
    checks.unlisted_pages: ("<p>x</p>", ""),
    checks.missing_signs: ('<i class="katex-html">x+∂</i>', '<i class="katex-html">x\u2603</i>'),
    checks.machine_traces: ("<pre>3.5</pre>", "<pre>np.float64(3.5)</pre>"),
}


@pytest.mark.parametrize("check", SAMPLES, ids=lambda check: check.__name__)
def test_site_is_faultless(check: Callable[[Path], list[str]]) -> None:
    assert check(SITE) == []


@pytest.mark.parametrize("check", SAMPLES, ids=lambda check: check.__name__)
def test_check_refuses_what_is_wrong(check: Callable[[Path], list[str]], tmp_path: Path) -> None:
    good, bad = SAMPLES[check]
    (tmp_path / "sitemap.xml").write_text("<loc>http://h/page.html</loc>")
    (tmp_path / "x.svg").write_text("<svg/>")
    (tmp_path / "page.html").write_text(good)
    assert check(tmp_path) == []
    (tmp_path / "other.html").write_text(bad)
    assert len(check(tmp_path)) == 1


def test_links_to_missing_elements_are_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<a href="#gone">x</a>')
    assert checks.broken_links(tmp_path) == ["page.html: #gone names no element"]


def test_every_source_page_is_built_and_can_be_downloaded() -> None:
    sources = [p.relative_to(ROOT / "book").with_suffix("") for p in (ROOT / "book").rglob("*.md")]
    for page in sources:
        assert (SITE / page).with_suffix(".html").exists()
        assert (SITE / "_sources" / page).with_suffix(".md").exists()
        text = (ROOT / "book" / page).with_suffix(".md").read_text(encoding="utf-8")
        assert (SITE / "_sources" / page).with_suffix(".ipynb").exists() == ("```{code-cell}" in text)


def test_page_that_is_not_found_stands_alone() -> None:
    page = checks.pages(SITE)["404.html"]
    addresses = [str(tag["href"]) for tag in page.find_all(href=True)]
    assert page.find(src=True) is None
    assert all(address.startswith(("data:", "http")) for address in addresses)
    assert any(address.startswith("http") for address in addresses)


def test_assets_keep_their_licences() -> None:
    static = SITE / "_static"
    for licence in ("katex/LICENSE.txt", "fonts/source-serif-4-LICENSE.txt", "fonts/source-sans-3-LICENSE.txt"):
        assert (static / licence).stat().st_size > 500
    assert (static / "fontawesome-LICENSE.txt").exists()


def _build(out: Path) -> Path:
    subprocess.run(["make", "--no-print-directory", "book", f"OUT={out}"], cwd=ROOT, check=True)
    return out / "html"


def differing(one: Path, other: Path) -> list[str]:
    """Files of two folders that are not the same to the byte, or that only one of them has."""
    names = {p.relative_to(f).as_posix() for f in (one, other) for p in f.rglob("*") if p.is_file()}
    return sorted(filecmp.cmpfiles(one, other, names, shallow=False)[1] + filecmp.cmpfiles(one, other, names, False)[2])


def test_two_clean_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """A build after an edit may order its search index otherwise, so it is not one of the two."""
    clean = (SITE.parent / "finished").read_text().strip() == "clean"
    one = SITE if clean else _build(tmp_path / "one")
    assert differing(one, _build(tmp_path / "other")) == []


def test_a_difference_of_one_byte_is_seen(tmp_path: Path) -> None:
    for name, text in (("one", "x"), ("other", "y")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(text)
    (tmp_path / "one" / "extra.html").write_text("x")
    assert differing(tmp_path / "one", tmp_path / "other") == ["extra.html", "page.html"]


def test_a_downloaded_notebook_runs_where_only_the_package_is_installed(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*pip, str(ROOT), "ipykernel", "nbclient"], check=True, cwd=tmp_path)
    notebook = SITE / "_sources" / "1-what-is-calculus" / "02-rise-over-run.ipynb"
    script = (
        "import json, sys, nbformat, nbclient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(book, timeout=120).execute()\n"
        "print(json.dumps([o for c in book.cells for o in c.get('outputs', [])]))\n"
    )
    result = subprocess.run(
        [str(python), "-c", script, str(notebook)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    ran = json.loads(result.stdout)
    shown = [o for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] for o in c.get("outputs", [])]
    assert len(ran) == len(shown) > 5
    assert [o["text"] for o in ran if "text" in o] == ["".join(o["text"]) for o in shown if "text" in o]


def test_package_needs_no_sphinx() -> None:
    code = "import sys, mvcalc, mvcalc.figures; sys.exit(any(m.split('.')[0] == 'sphinx' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
