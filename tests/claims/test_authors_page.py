"""The page for authors shows what the command really prints, and its examples are what they are said to be."""

import re
from pathlib import Path

from mvcalc.claims.check import HELD, check_page
from mvcalc.claims.command import main
from mvcalc.claims.scope import Scope

PAGE = (Path(__file__).parents[2] / "book" / "reference" / "writing-equations.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^````md\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_wrong_example_gives_the_message_that_is_shown(tmp_path, monkeypatch, capsys):
    right, wrong = EXAMPLES[:2]
    monkeypatch.chdir(tmp_path)
    Path("sigmoid.md").write_text(wrong, encoding="utf-8")
    assert main(["check", "sigmoid.md"]) == 1
    shown = re.search(r"^```text\n(sigmoid\.md.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert shown is not None
    assert capsys.readouterr().out == shown[1]
    assert [record.status in HELD for record in check_page(right)] == [True]


def test_every_declaration_that_is_shown_is_one():
    [block] = [example for example in EXAMPLES if "vector x in R^3" in example]
    lines = [line.split("#")[0].strip() for line in block.splitlines()[1:-1]]
    assert len(lines) == 14
    for line in lines:
        Scope().declare(line)


def test_every_claim_of_the_page_holds():
    records = check_page(PAGE)
    assert len(records) >= 4
    assert all(record.status in HELD for record in records)
