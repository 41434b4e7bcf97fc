"""The command as its users meet it: exit codes, standard output, JSON, and what it says about wrong usage."""

import json
import subprocess
import sys

import pytest

from mvcalc.claims.command import main

GOOD = "# Slopes\n\n```{given}\nf(x) = x^2\n```\n\n{claim}`f'(3) = 6` and {notation}`a = b`\n"
BAD = "# Slopes\n\nHere {claim}`2 + 2 = 5` stands.\n"


@pytest.fixture
def book(tmp_path):
    (tmp_path / "book" / "1-first").mkdir(parents=True)
    (tmp_path / "book" / "1-first" / "01-good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "book" / "_build").mkdir()
    (tmp_path / "book" / "_build" / "copy.md").write_text(BAD, encoding="utf-8")
    (tmp_path / "book" / "notes.txt").write_text(BAD, encoding="utf-8")
    return tmp_path / "book"


def test_zero_if_all_hold(book, capsys):
    assert main(["check", str(book)]) == 0
    assert capsys.readouterr().out == "1 page, 1 claim: 1 proved; not judged: 1 notation\n"


def test_one_if_a_claim_is_wrong_and_the_message_names_its_line(book, capsys):
    page = book / "wrong.md"
    page.write_text(BAD, encoding="utf-8")
    assert main(["check", str(book)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{page}:3: ERROR: claim is false"
    assert lines[1] == "    2 + 2 = 5"
    assert lines[-1] == "2 pages, 2 claims: 1 proved, 1 false; not judged: 1 notation"


def test_json_is_nothing_but_a_list_of_records(book, capsys):
    (book / "wrong.md").write_text(BAD, encoding="utf-8")
    assert main(["check", "--json", str(book / "wrong.md"), str(book / "1-first")]) == 1
    records = json.loads(capsys.readouterr().out)
    assert [(record["line"], record["kind"], record["status"]) for record in records] == [
        (3, "claim", "false"),
        (7, "claim", "proved"),
        (7, "notation", "not judged"),
    ]
    keys = {"page", "line", "label", "kind", "latex", "status", "detail", "reading", "seconds", "links"}
    assert all(set(record) == keys for record in records)
    assert records[0]["page"] == str(book / "wrong.md")
    assert [set(link) for link in records[0]["links"]] == [{"line", "rule", "status", "detail"}]
    assert records[0]["links"][0]["line"] == 3


def test_an_unclassified_display_is_counted_but_is_no_failure(tmp_path, capsys):
    (tmp_path / "page.md").write_text("$$x = y$$\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "1 unclassified" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["./book", "book/", "./book/1-first/../1-first/01-good.md"])
def test_a_page_is_named_as_its_path_is_given(given, book, capsys, monkeypatch):
    monkeypatch.chdir(book.parent)
    main(["check", "--json", given])
    for record in json.loads(capsys.readouterr().out):
        assert record["page"].startswith(given)


def test_mutate_reports_a_score(book, capsys):
    assert main(["check", "--mutate", str(book)]) == 0
    assert "score 100.00 %" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "command"),
        (["check"], "PATH"),
        (["check", "--loud", "book"], "--loud"),
        (["check", "--json", "--mutate", "book"], "--mutate"),
        (["check", "missing.md"], "missing.md"),
        (["check", "book/1-first", "missing"], "missing"),
        (["check", "book/notes.txt"], "book/notes.txt"),
        (["check", "empty"], "empty"),
        (["check", "latin.md"], "latin.md"),
        (["measure", "book"], "measure"),
    ],
)
def test_two_for_wrong_usage_which_is_named(arguments, named, book, capsys, monkeypatch):
    monkeypatch.chdir(book.parent)
    (book.parent / "empty").mkdir()
    (book.parent / "latin.md").write_bytes(b"caf\xe9\n")
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert named in captured.err


def test_a_page_that_cannot_be_read_is_named(book, capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_text", refuse)
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(book)])
    assert stopped.value.code == 2
    assert "01-good.md: cannot be read (Permission denied)" in capsys.readouterr().err


def test_as_a_process_and_without_sphinx_or_markdown_it(book):
    blocked = (
        "sphinx",
        "docutils",
        "markdown_it",
        "mdit_py_plugins",
        "myst_parser",
        "scipy",
        "autograd",
        "yaml",
    )
    block = "".join(f"sys.modules[{name!r}] = None; " for name in blocked)
    run = "import runpy; runpy.run_module('mvcalc', run_name='__main__')"
    code = f"import sys; {block} sys.argv[1:] = ['check', {str(book)!r}]; {run}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 page, 1 claim")
