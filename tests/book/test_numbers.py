"""Numbers of sections and equations: those that a reader sees, one after the other."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

from .conftest import PLAIN, SmallBook

CHAPTER = """# A chapter

```{toctree}
:hidden:

01-first
02-second
```

## Where it goes

Onwards.
"""
PAGE = """# A page

```{derive}
:label: eq-one
1 + 1 = 2
```

```{derive}
2 + 2 = 4
```

```{derive}
:label: eq-two
3 + 3 = 6
```

As {eq}`eq-two` says.
"""


def _numbers(page: Path, selector: str) -> list[str]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return [re.sub(r"[^\d.]", "", element.get_text()).strip(".") for element in soup.select(selector)]


def test_chapters_count_pages_and_pages_count_the_equations_that_show_a_number(book: SmallBook) -> None:
    book.write("unused", "# Unused\n\nNothing.")
    chapter = book.source / "chapter"
    chapter.mkdir()
    contents = "```{toctree}\n:numbered: 2\n\nchapter/index\n```\n\n```{toctree}\nunused\n```\n"
    (book.source / "index.md").write_text(f"{PLAIN}# Book\n\n{contents}", encoding="utf-8")
    (chapter / "index.md").write_text(PLAIN + CHAPTER, encoding="utf-8")
    (chapter / "01-first.md").write_text(PLAIN + PAGE, encoding="utf-8")
    (chapter / "02-second.md").write_text(f"{PLAIN}# Another\n\nNothing.", encoding="utf-8")
    for build in (book.build(), book.build()):
        assert (build.returncode, build.stderr) == (0, "")
        assert _numbers(book.html / "chapter" / "index.html", "h1, h2") == ["1", ""]
        assert _numbers(book.html / "chapter" / "01-first.html", "h1") == ["1.1"]
        assert _numbers(book.html / "chapter" / "02-second.html", "h1") == ["1.2"]
        assert _numbers(book.html / "chapter" / "01-first.html", ".eqno") == ["1.1", "1.2"]
        assert _numbers(book.html / "chapter" / "01-first.html", "a[href='#equation-eq-two'].reference") == ["1.2"]
