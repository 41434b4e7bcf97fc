"""No label stands on two pages: readers in parallel processes cannot see each other's, so Sphinx may miss it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .conftest import ROOT

LABEL = re.compile(r"^\s*(?::label:|:name:|name:)\s*((?:eq|fig|key|def)-\S+)", re.MULTILINE)


def repeated(pages: Iterable[str]) -> list[str]:
    counts = Counter(label for page in pages for label in LABEL.findall(page))
    return sorted(label for label, count in counts.items() if count > 1)


def test_labels_of_the_book_are_unique() -> None:
    pages = [
        re.sub(r"^````.*?^````", "", p.read_text("utf-8"), flags=re.S | re.M) for p in (ROOT / "book").rglob("*.md")
    ]
    assert any("eq-derivative" in page for page in pages)
    assert repeated(pages) == []


def test_a_label_on_two_pages_is_seen() -> None:
    assert repeated([":label: eq-one\n", "    name: fig-one\n:label: eq-one\n"]) == ["eq-one"]
