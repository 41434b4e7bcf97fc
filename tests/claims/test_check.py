"""Pages judged as a whole: declarations, lines, messages, records; and our own collection of claims."""

import json
from pathlib import Path

import pytest

from mvcalc.claims.check import HELD, Ledger, check_page, message

DATA = Path(__file__).parents[1] / "data" / "claims"
OWN = json.loads((DATA / "own.json").read_text(encoding="utf-8"))
REAL = (DATA / "page.md").read_text(encoding="utf-8")


def _page(claim):
    given = "\n".join(["```{given}", *claim["given"], "```\n"]) if claim["given"] else ""
    solution = f":solution: {claim['solution']}\n" if "solution" in claim else ""
    if claim["kind"] == "claim":
        return f"{given}\nWe find {{claim}}`{claim['tex']}`.\n"
    return f"{given}\n```{{{claim['kind']}}}\n{solution}{claim['tex']}\n```\n"


def test_the_collection_is_large_and_half_wrong():
    wrong = [claim for claim in OWN if claim["expect"] == "false"]
    assert len(OWN) >= 150
    assert 0.4 < len(wrong) / len(OWN) < 0.6
    assert all(claim["error"] for claim in wrong)
    assert len({claim["id"] for claim in OWN}) == len(OWN)


@pytest.mark.parametrize("claim", [c for c in OWN if c["expect"] == "true"], ids=lambda c: c["id"])
def test_a_true_claim_holds(claim):
    [record] = check_page(_page(claim), "page.md")
    assert record.status in HELD, message(record)


@pytest.mark.parametrize("claim", [c for c in OWN if c["expect"] == "false"], ids=lambda c: c["id"])
def test_a_wrong_claim_is_refused(claim):
    [record] = check_page(_page(claim), "page.md")
    assert record.status in ("false", "unreadable"), f"{claim['error']}: {claim['tex']}"


FURTHER = [  # declarations, what holds, what is wrong
    (
        ["vector x in R^3", "matrix W in R^{3 x 3}", r"z_i = \sum_{j=1}^{3}W_{ij}x_j for i = 1..3"],
        r"\frac{\partial z_j}{\partial x_i} = W_{ji}",
        r"\frac{\partial z_j}{\partial x_i} = W_{ij}",
    ),
    (
        ["vector x in R^3", "z_i = x_i^2 for i = 1..3"],
        r"\frac{\partial}{\partial z_j}\left(z_j+\sum_{k=1}^{3}z_k^2\right) = 1+2z_j",
        r"\frac{\partial}{\partial z_j}\left(z_j+\sum_{k=1}^{3}z_k^2\right) = 1+6z_j",
    ),
    (
        ["data x_i for i = 1..n", r"s_i = \sum_{j=1}^{n}x_ix_j for i = 1..n"],
        r"\sum_{j=1}^{n}s_j = \left(\sum_{j=1}^{n}x_j\right)^2",
        r"\sum_{j=1}^{n}s_j = \sum_{j=1}^{n}x_j^2",
    ),
    ([], r"e^x = 1+x+\dots = \sum_{n=0}^{\infty}\frac{x^n}{n!}", r"e^x = 1+x+\dots = \sum_{n=0}^{3}\frac{x^n}{n!}"),
    ([r"F(x) = \int_0^1 xt^2\,dt"], r"F(t) = \frac{t}{3}", r"F(t) = \frac{1}{4}"),
    (["function f, g"], "(fg)' = f'g+fg'", "(fg)' = f'g'"),
    (["function f, g"], "(fg)'(x) = f'(x)g(x)+f(x)g'(x)", "(fg)'(x) = f'(x)g(x)-f(x)g'(x)"),
    (["function f, g"], "(f+g)'(2) = f'(2)+g'(2)", "(f+g)'(2) = f'(2)+g'(3)"),
    (["function f, g"], "(fg)'' = f''g+2f'g'+fg''", "(fg)'' = f''g+f'g'+fg''"),
    (
        ["f(x, y) = x^2 y + 3x"],
        r"\left.\frac{\partial f}{\partial x}\right|_{(1,2)} = 7",
        r"\left.\frac{\partial f}{\partial x}\right|_{(2,2)} = 7",
    ),
    (
        ["f(x, y) = x^2 y + 3x"],
        r"\left.\nabla f\right|_{(1,2)} = \begin{bmatrix}7\\1\end{bmatrix}",
        r"\left.\nabla f\right|_{(1,2)} = \begin{bmatrix}1\\7\end{bmatrix}",
    ),
    ([], r"\sin x\frac{\cos h-1}{h} = (\sin x)\frac{\cos h-1}{h}", r"\sin x\frac{\cos h-1}{h} = \sin(x\cos h-x)"),
    (
        [r"A = \begin{bmatrix}2 & 1\\0 & 3\end{bmatrix}"],
        r"\ln\det A = \ln 6",
        r"\ln\det A = \ln 5",
    ),
]


@pytest.mark.parametrize(("given", "true", "wrong"), FURTHER, ids=[case[1] for case in FURTHER])
def test_what_holds_and_what_is_like_it_but_wrong(given, true, wrong):
    page = "```{{given}}\n{}\n```\n\n```{{derive}}\n{}\n```\n"
    good, bad = (check_page(page.format("\n".join(given or ["# nothing"]), tex))[0] for tex in (true, wrong))
    assert good.status in HELD, message(good)
    assert bad.status == "false"


@pytest.mark.parametrize("rule", ["algebra", "limit", "power rule", "definition"])
def test_a_row_that_repeats_the_one_before_is_no_step_by_a_rule(rule):
    row = r"\lim_{h \to 0} \frac{(x+h)^2-x^2}{h}"
    page = f"```{{derive}}\n\\frac{{d}}{{dx}} x^2 &= {row} \\\\ &= {row}%s\n```\n"
    assert check_page(page % "")[0].status == "proved"
    [record] = check_page(page % rf" && \text{{{rule}}}")
    assert record.status == "false"
    assert "changes nothing" in record.detail


def test_a_sum_beyond_its_data_is_refused():
    page = "```{given}\ndata x_i for i = 1..n\ninteger n >= 1\n```\n\n{claim}`\\sum_{i=%s}^{%s}(x_i-x_i) = 0`\n"
    assert check_page(page % ("1", "n"))[0].status in HELD
    for low, high in (("0", "n"), ("1", "n+1")):
        [record] = check_page(page % (low, high))
        assert record.status == "unreadable"
        assert "given from 1 to n" in record.detail


def test_a_sum_up_to_no_whole_number_is_not_held():
    given = "```{given}\ndata x_i for i = 1..n\n\\bar{x} = \\frac{1}{n}\\sum_{i=1}^{n}x_i\n```\n\n"
    assert check_page(given + r"{claim}`\sum_{i=1}^{n}(x_i-\bar{x}) = 0`")[0].status == "proved"
    assert check_page(given + r"{claim}`\sum_{i=1}^{\bar{x}}(x_i-n) = 0`")[0].status not in HELD


SIGMOID = r"""# The sigmoid

```{given}
\sigma(z) = \frac{1}{1+e^{-z}}    # the logistic function
```

```{derive}
:label: eq-sigmoid
\sigma'(z)
  &= \frac{e^{-z}}{(1+e^{-z})^2} \\
  &= \sigma(z)\left(1+\sigma(z)\right)
```
"""


def test_the_message_of_a_false_row():
    [record] = check_page(SIGMOID, "book/3-chain-rule/02-sigmoid.md")
    assert (record.line, record.label, record.status) == (7, "eq-sigmoid", "false")
    assert [(link.line, link.row) for link in record.links] == [(10, 1), (11, 2)]
    lines = message(record).splitlines()
    assert lines[0] == "book/3-chain-rule/02-sigmoid.md:11: ERROR: derived equation is false, row 2"
    assert lines[1] == r"    \frac{e^{-z}}{(1+e^{-z})^2} = \sigma(z)\left(1+\sigma(z)\right)"
    assert lines[2].startswith("    read as  ")
    assert "   and   " in lines[2]
    assert lines[3].startswith("    at z = ")
    assert "the left side is" in lines[3]
    assert "the right side" in lines[3]
    assert len(lines) == 4


def test_the_message_of_a_row_that_cannot_be_read():
    text = "```{derive}\nx\n &= x \\\\\n &= q(x)\\frac{1\n```\n"
    [record] = check_page(text, "a.md")
    assert record.status == "unreadable"
    assert "ERROR: derived equation is unreadable, row" in message(record)


@pytest.mark.parametrize("slip", [r"\frac{1", "q(x)", "x ! y @", r"\begin{bmatrix}"])
def test_only_the_row_that_cannot_be_read_is_shown(slip):
    rows = ["```{derive}", "x+x", "  &= 2x \\\\", f"  &= {slip} \\\\", "  &= x+x", "```"]
    [record] = check_page("\n".join(rows), "a.md")
    lines = message(record).splitlines()
    assert lines[0] == "a.md:4: ERROR: derived equation is unreadable, row 2"
    assert slip in lines[1]
    assert len(lines) == 3


def test_declarations_hold_from_where_they_stand():
    claim = "{claim}`f'(3) = 6`\n\n"
    text = claim + "```{given}\nf(x) = x^2\n```\n\n" + claim
    assert [record.status for record in check_page(text)] == ["unreadable", "proved"]


def test_a_formula_in_a_cell_binds_its_name():
    cell = '```{code-cell}\nf = formula(r"f(x, y) = x^2 y + 3x")\n```\n'
    text = cell + "\n{claim}`\\frac{\\partial f}{\\partial x} = 2xy+3`\n"
    [record] = check_page(text)
    assert record.status in HELD


def test_a_refused_declaration_is_reported_with_its_line():
    [record] = check_page("```{given}\nfunction f\nvektor x in R^3\n```\n", "a.md")
    assert (record.line, record.kind, record.status) == (1, "define", "unreadable")
    assert message(record).startswith("a.md:3: ERROR: declaration is unreadable\n    vektor x in R^3\n    ")


def test_a_second_meaning_is_refused():
    text = "```{define}\nf(x) = x^2\n```\n\n```{define}\nf(x) = x^3\n```\n"
    records = check_page(text, "a.md")
    assert [record.status for record in records] == ["not judged", "unreadable"]
    assert message(records[1]).startswith("a.md:6: ERROR: definition is unreadable\n")


def test_a_condition_is_judged_only_with_a_solution():
    text = "```{condition}\nx^2 = 9\n```\n\n```{condition}\n:solution: x = 3\nx^2 = 9\n```\n"
    first, second = check_page(text)
    assert (first.status, first.links) == ("not judged", ())
    assert second.status in HELD


def test_what_is_not_judged_says_so():
    text = "```{notation}\na = b\n```\n\n$$c = d$$\n\n```{define}\ng(x) = x^2\n```\n"
    assert [(r.kind, r.status) for r in check_page(text)] == [
        ("notation", "not judged"),
        ("unclassified", "not judged"),
        ("define", "not judged"),
    ]
    assert all(record.holds for record in check_page(text))


def test_records_depend_on_the_text_alone():
    def words(records):
        return [{k: v for k, v in record.as_json().items() if k != "seconds"} for record in records]

    assert words(check_page(SIGMOID, "a.md")) == words(check_page(SIGMOID, "a.md"))


def test_rows_in_a_nested_directive_keep_their_lines():
    text = "- a list\n\n  ::::{note}\n  ```{derive}\n  2+2\n    &= 4 \\\\\n\n    &= 5\n  ```\n  ::::\n"
    [record] = check_page(text, "a.md")
    assert [link.line for link in record.links] == [6, 8]
    assert message(record).startswith("a.md:8: ERROR: derived equation is false, row 2\n    4 = 5\n")


def test_the_same_claim_twice_is_handed_out_in_order():
    claim = "{claim}`f'(3) = 6`\n\n"
    ledger = Ledger(check_page(claim + "```{given}\nf(x) = x^2\n```\n\n" + claim))
    assert [ledger.take("claim", "f'(3)  = 6").status for _ in range(2)] == ["unreadable", "proved"]
    with pytest.raises(LookupError, match="f'\\(3\\)"):
        ledger.take("claim", "f'(3) = 6")


def test_a_whole_page_holds():
    records = check_page(REAL, "page.md")
    assert [message(record) for record in records if not record.holds] == []
    kinds = [record.kind for record in records]
    assert kinds == ["define", "notation", "derive", *["claim"] * 4, "derive", "condition", "notation"]
    assert all(record.status in HELD for record in records if record.kind in ("derive", "claim", "condition"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("&= 2x+h  ", "&= 2x-h  "),
        ("\\frac{2xh+h^2}{h}  ", "\\frac{xh+h^2}{h}  "),
        ("f'(x) = 2x`", "f'(x) = x^2`"),
        ("f'(3) = 6", "f'(3) = 9"),
        ("f'(-2) = -4", "f'(-2) = 4"),
        ("2xy+3", "2xy+3x"),
        ("x = \\frac{1}{2}", "x = 1"),
        ("f(x) = x^2  ", "f(x) = x^3  "),
        ("x^2 y + 3x", "x^2 y + 3y"),
        ("g'(x) = \\lim", "g'(x) = \\lime"),
        ("function g", "funktion g"),
    ],
)
def test_one_slip_on_a_page_is_found(right, wrong):
    assert REAL.count(right) == 1
    at = REAL[: REAL.index(right)].count("\n") + 1
    failing = [record for record in check_page(REAL.replace(right, wrong), "page.md") if not record.holds]
    assert failing
    declared = "f(x) = x" in right or "x^2 y" in right or "solution" in REAL.split("\n")[at - 1]
    if not declared:
        assert message(failing[0]).startswith(f"page.md:{at}: ERROR: ")
