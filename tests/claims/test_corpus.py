"""The sample set: every true display is held, every wrong one refused, none silently misread."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mvcalc.claims import Scope, decide, worst

DATA = Path(__file__).parents[1] / "data" / "claims"
CORPUS: list[dict[str, Any]] = json.loads((DATA / "corpus.json").read_text(encoding="utf-8"))
MUTANTS: list[dict[str, Any]] = json.loads((DATA / "mutants.json").read_text(encoding="utf-8"))
EXPECTED = {
    "true": {"proved", "numeric", "instance"},
    "false": {"false", "unreadable"},
    "not judged": {"not judged"},
}


@pytest.mark.parametrize("display", [*CORPUS, *MUTANTS], ids=lambda display: str(display["id"]))
def test_sample(display: dict[str, Any]) -> None:
    scope = Scope()
    for line in display["given"]:
        scope.declare(line)
    links = decide(display.get("kind", "derive"), display["tex"], scope)
    assert worst([link.status for link in links]) in EXPECTED[display["expect"]], links


def test_the_sample_set_is_complete() -> None:
    assert len(CORPUS) == 64
    assert sum(display["expect"] == "true" for display in CORPUS) == 53
    assert len(MUTANTS) == 60


def test_wrong_equations_are_false_rather_than_unreadable() -> None:
    """A refusal for the wrong reason would hide a gap of the reader."""
    for display in MUTANTS:
        scope = Scope()
        for line in display["given"]:
            scope.declare(line)
        statuses = [link.status for link in decide("derive", display["tex"], scope)]
        assert worst(statuses) == "false", display["tex"]
