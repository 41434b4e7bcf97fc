"""The page on the package: it shows every public name, and a name that it lacks would be seen."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import mvcalc

from .conftest import ROOT, SmallBook

PAGE = ROOT / "book" / "reference" / "api.md"


def public(package: Path) -> Iterator[str]:
    """The full name of whatever a module of the package lists in ``__all__``."""
    stems = [*sorted(path.stem for path in package.glob("[!_]*.py")), "claims.formula"]
    stems += [f"figures.{path.stem}" for path in sorted((package / "figures").glob("[!_]*.py"))]
    for stem in stems:
        module = importlib.import_module(f"mvcalc.{stem}")
        yield from (f"{module.__name__}.{name}" for name in module.__all__)


def missing(html: str, names: list[str]) -> list[str]:
    return [name for name in names if f'id="{name}"' not in html]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    book = SmallBook(tmp_path_factory.mktemp("api"))
    book.write("api", PAGE.read_text(encoding="utf-8"), front="")
    result = book.build()
    assert result.returncode == 0, result.stderr
    return (book.html / "api.html").read_text(encoding="utf-8")


def test_every_public_name_is_on_the_page(html: str) -> None:
    names = list(public(ROOT / "mvcalc"))
    assert len(names) > 50
    assert missing(html, names) == []
    short = {name.rpartition(".")[2] for name in names}
    assert set(mvcalc.__all__) <= short
    assert html.count("<table") >= 1
    for name in mvcalc.SUPPORTED:
        assert f">{name}<" in html


def test_a_name_that_the_page_lacks_is_seen(html: str) -> None:
    assert missing(html, ["mvcalc.derivatives.gradient", "mvcalc.derivatives.gradients"]) == [
        "mvcalc.derivatives.gradients"
    ]
