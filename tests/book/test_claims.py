"""Checked equations inside Sphinx: what stops the build, what a reader sees, what the report says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from mvcalc.sphinxext.claims import aligned, given_words

from .conftest import SmallBook

RIGHT = """# Right

```{given}
f(x) = x^2 \\sin x      # a comment
integer n >= 1
```

```{define}
g(x) = 3x
```

```{derive}
:label: eq-product
\\frac{d}{dx}\\left(x^2\\sin x\\right)
  &= \\frac{d}{dx}\\left(x^2\\right)\\sin x + x^2\\frac{d}{dx}\\sin x && \\text{product rule} \\\\
  &= 2x\\sin x + x^2\\cos x && \\text{table}
```

::::{admonition} Nested
:::{derive}
\\sin^2 x + \\cos^2 x = 1
:::
::::

```{condition}
:solution: x = 3
2x = 6
```

At 3, {claim}`g'(3) = 3`, where {notation}`y = g(x)`. See {eq}`eq-product`.
"""
FALSE = RIGHT.replace("2x\\sin x + x^2\\cos x &&", "2x\\sin x - x^2\\cos x &&").replace("# Right", "# False")
PAGES = {
    "false": (FALSE, "  &= 2x\\sin x - x^2", "ERROR: derived equation is false, row 2\n"),
    "inline": ("# T\n\n```{given}\nf(x) = x^2\n```\n\nSo {claim}`f'(3) = 5`.\n", "So {claim}", "ERROR: claim is false"),
    "unreadable": ("# T\n\n```{derive}\nx \\oops 2 = 3\n```\n", "x \\oops", "is unreadable"),
    "rule": (
        "# T\n\n```{derive}\n\\frac{d}{dx} x^3 &= 3x^2 && \\text{product rule}\n```\n",
        "\\frac{d}{dx} x^3",
        "product",
    ),
    "display": ("# T\n\n$$\nx = 2y\n$$\n", "$$\nx", "neither checked nor declared"),
    "result": ("# T\n\nSo $2 + 2 = 4$.\n", "So $2", "neither checked nor declared"),
    "given": ("# T\n\n```{given}\nvektor x in R^3\n```\n", "vektor", "is no declaration"),
    "twice": ("# T\n\n```{define}\ng(x) = x\n```\n\n```{define}\ng(x) = 2x\n```\n", "g(x) = 2x", "g"),
    "solution": ("# T\n\n```{condition}\n:solution: x = 4\n2x = 6\n```\n", "2x = 6", "false"),
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    book = SmallBook(tmp_path_factory.mktemp("wrong"))
    for name, (text, _, _) in PAGES.items():
        book.write(name, text)
    result = book.build()
    return result.returncode, result.stderr


@pytest.mark.parametrize("name", PAGES)
def test_wrong_page_stops_the_build_at_its_row(
    name: str, errors: tuple[int, str], line_of: Callable[[str, str], int]
) -> None:
    text, piece, reason = PAGES[name]
    assert errors[0] != 0
    place = re.escape(f"{name}.md:{line_of(text, piece)}:")
    block = re.search(rf"\S*{place} (?:ERROR|WARNING): .*?(?=\n\S|\Z)", errors[1], re.DOTALL)
    assert block is not None, errors[1]
    assert reason in block[0]


def test_counterexample_is_printed(errors: tuple[int, str]) -> None:
    assert re.search(r"at x = -?[\d.]+ the left side is -?[\d.]+, the right side -?[\d.]+", errors[1])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("right"))
    book.write("right", RIGHT)
    for count in range(7):
        book.write(
            f"other{count}", f"# Other {count}\n\nSee {{eq}}`eq-product`; {{claim}}`{count} + 1 = {count + 1}`.\n"
        )
    book.write("report", "# Report\n\n```{verification-report}\n```\n")
    result = book.build("-j", "4")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return book


def page(book: SmallBook, name: str) -> BeautifulSoup:
    return BeautifulSoup((book.html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_mark_opens_how_it_was_read_and_decided_and_where_it_is_used(built: SmallBook) -> None:
    marks = page(built, "right").select("details.mv-verdict")
    assert len(marks) == 3, "two derivations and a solved condition; definitions have none"
    first = marks[0].get_text(" ", strip=True)
    assert "proved" in first
    assert "by the rule product" in first
    assert "read as" in first
    assert "sin(x)" in first
    assert [link.get_text() for link in marks[0].select("p a")] == [*(f"Other {n}" for n in range(7)), "Right"]
    assert marks[0].summary is not None
    assert str(marks[0].summary["aria-label"]).startswith("Checked: ")


def test_equations_are_numbered_and_referred_to(built: SmallBook) -> None:
    soup = page(built, "right")
    assert len(soup.select(".mv-define .eqno")) == 1, "a definition has a number without being labelled"
    assert len(soup.select(".mv-derive .eqno")) == 1, "a derivation has one if it is labelled"
    assert page(built, "other3").select_one('a[href="right.html#equation-eq-product"]') is not None


def test_given_line_shows_the_declarations_without_comments(built: SmallBook) -> None:
    line = page(built, "right").select_one("p.mv-given")
    assert line is not None
    assert "comment" not in line.get_text()
    assert len(line.select("span.math")) == 2


def test_report_lists_every_page_read_by_four_processes(built: SmallBook) -> None:
    soup = page(built, "report")
    assert [heading.get_text() for heading in soup.select("article h3")] == [*(f"Other {n}" for n in range(7)), "Right"]
    last = soup.select("table")[0].select("tr")[-1].get_text(" ", strip=True)
    records = json.loads((built.html / "claims.json").read_text(encoding="utf-8"))
    totals = [sum(record["status"] == status for record in records) for status in ("proved", "numeric", "instance")]
    assert last == " ".join(["All", *map(str, totals)])
    assert all("seconds" not in record for record in records)
    links = {str(link["href"]) for link in soup.select("article td a")}
    assert {f"{record['page']}.html#{record['place']}" for record in records} == links
    for record in records:
        assert page(built, record["page"]).find(id=record["place"]) is not None


def test_a_page_read_again_replaces_its_records(built: SmallBook) -> None:
    built.write("other0", "# Other 0\n\nNothing is claimed.\n")
    result = built.build()
    assert result.returncode == 0, result.stderr
    records = json.loads((built.html / "claims.json").read_text(encoding="utf-8"))
    assert "other0" not in {record["page"] for record in records}
    assert {"right", "other1"} <= {record["page"] for record in records}
    used = page(built, "right").select("details.mv-verdict p a")
    assert "Other 0" not in [link.get_text() for link in used]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("function f, g", "$f, g$ smooth"),
        ("depends x(t), y(t)", "$x(t), y(t)$"),
        ("matrix A in R^{3 x 2}", r"$A \in \mathbb{R}^{3 \times 2}$"),
        ("vector \\Delta\\mathbf{x} in R^2", r"$\Delta\mathbf{x} \in \mathbb{R}^2$"),
        ("integer n >= 1", r"$n \ge 1$ whole"),
        ("real x > 0", "$x > 0$"),
        ("real x", "$x$ real"),
        ("x^2 + y^2 = 1 holds", "$x^2 + y^2 = 1$"),
        ("c solves x - c = 0", "$c$ solving $x - c = 0$"),
        ("s_i = i^2 for i = 1..3", r"$s_i = i^2$ for $i = 1, \dots, 3$"),
    ],
)
def test_declarations_are_said_as_a_reader_would(line: str, words: str) -> None:
    assert given_words(line) == words


def test_rows_are_aligned_and_what_is_aligned_is_left() -> None:
    assert aligned("a &= b") == r"\begin{aligned}a &= b\end{aligned}"
    assert aligned(r"A = \begin{bmatrix}1 & 2\end{bmatrix}") == r"A = \begin{bmatrix}1 & 2\end{bmatrix}"
    assert aligned("a = b") == "a = b"
