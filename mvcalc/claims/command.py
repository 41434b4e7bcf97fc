"""``python -m mvcalc check``: the claims of MyST pages, judged without Sphinx.

Exit codes: 0 if every claim holds, 1 if one does not, 2 for wrong usage. Messages and the summary go to
standard output, or with ``--json`` the records and nothing else; complaints about usage go to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mvcalc.claims.check import Record, check_page, message
from mvcalc.claims.mutate import Score, mutate_page

__all__ = ["main", "pages"]


def pages(path: str) -> list[str]:
    """The MyST pages at a path: the file itself, or every ``.md`` in a folder and below, sorted.

    They are named as the path is given. Folders whose name begins with a dot or an underscore (``.git``,
    ``_build``) are passed over.

    Raises
    ------
    ValueError
        If there is nothing there, no ``.md`` in the folder, or the file is no ``.md``.
    """
    root = Path(path)
    if root.is_dir():
        found = [page.relative_to(root) for page in sorted(root.rglob("*.md")) if page.is_file()]
        shown = [os.path.join(path, page) for page in found if not _hidden(page)]
        if not shown:
            raise ValueError(f"{path}: no .md page in this folder")
        return shown
    if not root.exists():
        raise ValueError(f"{path}: no such file or folder")
    if root.suffix != ".md" or not root.is_file():
        raise ValueError(f"{path}: expected a .md page or a folder of them")
    return [path]


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts[:-1])


def _sources(paths: Sequence[str]) -> dict[str, str]:
    """Each page's text by its path as given; all are read before any is judged."""
    texts: dict[str, str] = {}
    for path in paths:
        for page in pages(path):
            try:
                texts[page] = Path(page).read_text(encoding="utf-8-sig")
            except OSError as error:
                raise ValueError(f"{page}: cannot be read ({error.strerror})") from error
            except UnicodeDecodeError as error:
                raise ValueError(f"{page}: expected UTF-8 text ({error.reason} at byte {error.start})") from error
    return texts


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mvcalc", description="Multivariate calculus, checked.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check",
        help="judge the displayed equations of MyST pages",
        description="Judge every displayed claim. Exit code 0: all hold; 1: some do not; 2: wrong usage.",
    )
    check.add_argument("paths", nargs="+", metavar="PATH", help="a .md page, or a folder of them")
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON list of records and nothing else")
    form.add_argument("--mutate", action="store_true", help="also change every held claim and report what is refused")
    return parser


def summary(records: Sequence[Record], count: int) -> str:
    """One line on how many pages and claims there were, and what became of them.

    Examples
    --------
    >>> schema = Record("a.md", 1, "", "notation", "f", "not judged")
    >>> summary([schema, Record("a.md", 2, "", "claim", "1 = 1", "proved")], 1)
    '1 page, 1 claim: 1 proved; not judged: 1 notation'
    """
    judged = Counter(record.status for record in records if record.status != "not judged")
    rest = Counter(record.kind for record in records if record.status == "not judged")
    text = f"{_count(count, 'page')}, {_count(judged.total(), 'claim')}"
    if judged:
        text += ": " + ", ".join(f"{n} {status}" for status, n in judged.most_common())
    if rest:
        text += "; not judged: " + ", ".join(f"{n} {kind}" for kind, n in rest.most_common())
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m mvcalc``; those of the process by default.

    Returns
    -------
    int
        0 if every claim holds, 1 if one does not.

    Raises
    ------
    SystemExit
        With code 2 for wrong usage, which is named on standard error; with code 0 for ``--help``.
    """
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        texts = _sources(chosen.paths)
    except ValueError as error:
        parser.error(str(error))
    records = {page: check_page(text, page) for page, text in texts.items()}
    every = [record for found in records.values() for record in found]
    failing = [record for record in every if not record.holds]
    if chosen.json:
        print(json.dumps([record.as_json() for record in every], indent=1))
    else:
        for record in failing:
            print(message(record))
        print(summary(every, len(texts)))
    if chosen.mutate:
        score = sum((mutate_page(text, page) for page, text in texts.items()), start=Score())
        print(score.report())
    return 1 if failing else 0
