"""The links of a chain: sides, relations and rows."""

import pytest

from mvcalc.claims.latex import Unreadable
from mvcalc.claims.links import links, row_starts


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("a = b = c", [(0, "a = b"), (0, "b = c")]),
        ("a &= b \\\\ &= c \\\\ &\\le d", [(0, "a = b"), (1, "b = c"), (2, "c \\le d")]),
        ("a\n &= b && \\text{algebra} \\\\\n &= c", [(0, "a = b"), (1, "b = c")]),
        ("a = b \\\\ c = d", [(0, "a = b"), (1, "c = d")]),
        ("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", [(0, "a = b"), (1, "b = c")]),
        ("\\sum_{i=1}^{n} i = n", [(0, "\\sum_{i=1}^{n} i = n")]),
        ("\\begin{cases} 1 & x > 0 \\\\ 0 & x < 0 \\end{cases} = y", None),
        ("a", []),
    ],
)
def test_links(latex, expected):
    found = [(link.row, link.shown(latex)) for link in links(latex)]
    assert found == expected if expected is not None else len(found) == 1


def test_a_row_starts_at_its_relation():
    latex = "a\n &= b \\\\\n &= c \\\\\nd"
    assert [latex[start] for start in row_starts(latex)] == ["=", "=", "d"]


def test_what_has_no_tokens_is_refused():
    with pytest.raises(Unreadable):
        links("a = \\begin{bmatrix} 1")
    assert row_starts("a = \\begin{bmatrix} 1 \\\\\n = c") == [0, 26]
