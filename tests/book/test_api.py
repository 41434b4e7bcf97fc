"""The pages on the package: they show every public name, and a name that they lack would be seen."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mvcalc

from .conftest import ROOT, SmallBook

PAGES = sorted((ROOT / "book" / "reference").glob("api*.md"))


def public(package: Path) -> Iterator[str]:
    """The full name of whatever a module of the package lists in ``__all__``."""
    stems = [*sorted(path.stem for path in package.glob("[!_]*.py")), "claims.formula"]
    for room in ("figures", "explore"):
        stems += [f"{room}.{path.stem}" for path in sorted((package / room).glob("[!_]*.py"))]
    stems += ["exercises.answers", "exercises.family", "exercises.judged"]
    for stem in stems:
        module = importlib.import_module(f"mvcalc.{stem}")
        yield from (f"{module.__name__}.{name}" for name in getattr(module, "__all__", ()))


def missing(html: str, names: list[str]) -> list[str]:
    return [name for name in names if f'id="{name}"' not in html]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    book = SmallBook(tmp_path_factory.mktemp("api"))
    for page in PAGES:
        text = re.sub(r"\[([^]]*)\]\(\w[\w-]*\.md\)", r"\1", page.read_text(encoding="utf-8"))
        book.write(page.stem, text, front="")
    result = book.build()
    assert result.returncode == 0, result.stderr
    return "".join((book.html / f"{page.stem}.html").read_text(encoding="utf-8") for page in PAGES)


def test_every_public_name_is_on_a_page(html: str) -> None:
    names = list(public(ROOT / "mvcalc"))
    assert len(names) > 50
    assert missing(html, names) == []
    short = {name.rpartition(".")[2] for name in names}
    assert set(mvcalc.__all__) <= short
    assert html.count("<table") >= 1
    for name in mvcalc.SUPPORTED:
        assert f">{name}<" in html


def test_a_name_that_the_pages_lack_is_seen(html: str) -> None:
    assert missing(html, ["mvcalc.derivatives.gradient", "mvcalc.derivatives.gradients"]) == [
        "mvcalc.derivatives.gradients"
    ]
