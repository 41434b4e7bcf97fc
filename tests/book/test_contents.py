"""The contents in the sidebar: every page in its order, by its number, and the one that is read marked."""

from __future__ import annotations

import re

import pytest

from .conftest import PLAIN, SmallBook

INDEX = "# Index\n\n```{toctree}\npreface\n```\n\n```{toctree}\n:numbered: 2\n:caption: Parts\n\none/index\n```\n"
PAGES = {
    "preface": '# Before <all> & "more"\n\n## A section\n',
    "one/index": "# Part\n\n```{toctree}\nself\nfirst\nThe second <second>\nElsewhere <https://example.org>\n```\n",
    "one/first": "# First\n",
    "one/second": "# Second\n",
}


def links(page: str) -> list[tuple[str, str]]:
    """Where the sidebar of a page leads, and in which words."""
    sidebar = re.search(r'<nav class="bd-links.*?</nav>', page, re.DOTALL)
    assert sidebar is not None
    return re.findall(r'<a class="[^"]*" href="([^"]*)">(.*?)</a>', sidebar[0])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_page_is_listed_and_its_own_place_marked(book: SmallBook, jobs: str) -> None:
    for name, text in PAGES.items():
        book.write(name, text)
    (book.source / "index.md").write_text(PLAIN + INDEX, encoding="utf-8")
    built = book.build("-j", jobs)
    assert built.returncode == 0, built.stderr
    titles = ["Before &lt;all&gt; &amp; “more”", "1. Part", "1.1. First", "1.2. The second"]
    second = (book.html / "one" / "second.html").read_text(encoding="utf-8")
    assert links(second) == list(zip(["../preface.html", "index.html", "first.html", "#"], titles, strict=True))
    preface = (book.html / "preface.html").read_text(encoding="utf-8")
    assert links(preface) == list(
        zip(["#", "one/index.html", "one/first.html", "one/second.html"], titles, strict=True)
    )
    assert re.findall(r'<li class="toctree-l(\d) current', second) == ["1", "2"]
    assert re.findall(r'<li class="toctree-l(\d) current', preface) == ["1"]
    assert '<span class="caption-text">Parts</span>' in second
