"""Everything that a page may not do stops the build, with the page, the line and the reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import FRONT, SmallBook

FIGURE = """```{{code-cell}} python
---
mystnb:
  figure:
    caption: {caption}
---
from mvcalc import figures
{drawing}
```
"""
GOOD = 'figures.curve(lambda x: x**2, (-1, 1), alt="A parabola, lowest at zero.")'

#: Page name: (its text, the piece whose line is named, what the message must say).
FAULTS = {
    "raises": ("# T\n\n```{code-cell} python\nx = 1\nx / 0\n```\n", "```{code-cell}", "ZeroDivisionError"),
    "slow": (
        "# T\n\n```{code-cell} python\nimport time\ntime.sleep(60)\n```\n",
        "```{code-cell}",
        "longer than 3 s",
    ),
    "warns": (
        '# T\n\n```{code-cell} python\nimport warnings\nwarnings.warn("odd")\n```\n',
        "```{code-cell}",
        "UserWarning: odd",
    ),
    "untitled": ("Text without a heading.\n", "", "no title"),
    "silent": (
        "# T\n\n"
        + FIGURE.format(caption="A picture.", drawing="from IPython.display import HTML\nHTML('<svg><path/></svg>')"),
        "```{code-cell}",
        "no alt text",
    ),
    "uncaptioned": (
        f"# T\n\n```{{code-cell}} python\nfrom mvcalc import figures\n{GOOD}\n```\n",
        "```{code",
        "no caption",
    ),
    "image": ("# T\n\n:::{figure} x.png\nA caption.\n:::\n", ":::{figure}", "no alt text"),
    "reference": ("# T\n\nSee {ref}`nowhere`.\n", "See {ref}", "nowhere"),
    "equation": ("# T\n\nSee {eq}`eq-nowhere`.\n", "See {eq}", "eq-nowhere"),
    "citation": ("# T\n\nSee {cite}`nobody1900`.\n", "See {cite}", "nobody1900"),
    "duplicate": (
        "# T\n\n```{math}\n:label: eq-twice\nx\n```\n\n```{math}\n:label: eq-twice\ny\n```\n",
        "```{math}\n:label: eq-twice\ny",
        "duplicate label",
    ),
    "latex": ("# T\n\nA brace too few: $\\frac{1}{2$ here.\n", "A brace", "maths cannot be set"),
    "term": ("# T\n\nA {term}`word that no glossary has`.\n", "A {term}", "word that no glossary has"),
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    book = SmallBook(tmp_path_factory.mktemp("faults"))
    for name, (text, _, _) in FAULTS.items():
        book.write(name, text)
    book.write("undescribed", "# T\n\nText.\n", front="")
    result = book.build("-D", "nb_execution_timeout=3")
    return result.returncode, result.stderr


def test_faulty_pages_fail_the_build(log: tuple[int, str]) -> None:
    assert log[0] != 0


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_reported_where_it_is(name: str, log: tuple[int, str], line_of: Callable[[str, str], int]) -> None:
    text, piece, reason = FAULTS[name]
    start = f"/{name}.md"
    reports = [part for part in log[1].split("\n/") if start[1:] in part.split(" ")[0]]
    about = "\n".join(reports)
    assert reason in about
    if piece:
        assert f"{name}.md:{line_of(text, piece)}:" in about


def test_page_without_description_is_refused(log: tuple[int, str]) -> None:
    assert "undescribed.md:1: WARNING: the page has no description" in log[1]


def test_traceback_names_the_cell_and_its_source(log: tuple[int, str]) -> None:
    assert "this cell failed:\n    x = 1\n    x / 0\n" in log[1]


def test_faultless_page_is_built(book: SmallBook) -> None:
    book.write("page", f"# T\n\nIt is $x^2$.\n\n{FIGURE.format(caption='A parabola.', drawing=GOOD)}")
    result = book.build()
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert 'aria-label="A parabola, lowest at zero."' in (book.html / "page.html").read_text(encoding="utf-8")


def test_front_matter_is_what_the_line_numbers_count_from() -> None:
    assert FRONT.count("\n") == 7
