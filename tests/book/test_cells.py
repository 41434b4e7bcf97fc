"""How the cells of a page are run: apart from other pages, in order, within their time."""

from __future__ import annotations

import os
import threading

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mvcalc.sphinxext.cells import execute


def outputs(*sources: str, timeout: float | None = 30) -> list[list[dict[str, object]]]:
    notebook = execute(new_notebook(cells=[new_code_cell(source) for source in sources]), timeout=timeout)
    return [cell.outputs for cell in notebook.cells]


def test_a_page_sees_nothing_of_another() -> None:
    outputs("import numpy as np\nnp.leaked = 1\nleaked = 2")
    (found,) = outputs("import numpy as np\n(hasattr(np, 'leaked'), 'leaked' in globals())")
    assert found[0]["data"] == {"text/plain": "(False, False)"}


def test_this_process_is_not_touched() -> None:
    here, count = os.getcwd(), threading.active_count()
    outputs("import os\nos.chdir('/')\nos.environ['MV_TOUCHED'] = 'yes'")
    assert (os.getcwd(), threading.active_count()) == (here, count)
    assert "MV_TOUCHED" not in os.environ


def test_outputs_come_in_order() -> None:
    (found,) = outputs(
        "from IPython.display import display\nprint('one')\ndisplay(2)\nprint('three')\nprint('four')\n5"
    )
    kinds = [output["output_type"] for output in found]
    assert kinds == ["stream", "display_data", "stream", "execute_result"]
    assert found[2]["text"] == "three\nfour\n"


def test_a_value_is_shown_as_it_shows_itself_and_not_after_a_semicolon() -> None:
    rich, quiet = outputs("class C:\n    def _repr_html_(self):\n        return '<b>c</b>'\nC()", "C();")
    assert rich[0]["data"]["text/html"] == "<b>c</b>"  # type-checked by nbformat
    assert quiet == []


def test_what_follows_a_failing_cell_is_not_run() -> None:
    failed, after = outputs("1 / 0", "print('after')")
    assert [output["ename"] for output in failed] == ["ZeroDivisionError"]
    assert after == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("while True: pass", "TimeoutError"),
        ("import time; time.sleep(30)", "TimeoutError"),
        ("import os; os._exit(3)", "EOFError"),
        ("x = = 1", "SyntaxError"),
        ("import sys; sys.exit(1)", "SystemExit"),
    ],
)
def test_a_cell_that_does_not_end_well_is_an_error(source: str, name: str) -> None:
    (found,) = outputs(source, timeout=1)
    assert [output["ename"] for output in found if output["output_type"] == "error"] == [name]


def test_a_warning_is_written_to_stderr() -> None:
    (found,) = outputs("import warnings\nwarnings.warn('odd')")
    assert found[0]["name"] == "stderr"
    assert "odd" in str(found[0]["text"])


def test_a_notebook_says_what_language_it_is_in() -> None:
    assert execute(new_notebook()).metadata["language_info"]["name"] == "python"
