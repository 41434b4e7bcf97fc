"""Each page with cells can be taken away as a notebook: the one that the build executed, outputs and all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def portable(notebook: dict[str, Any]) -> dict[str, Any]:
    """Drop what differs from one execution to the next: times, and cell ids drawn at random.

    Parameters
    ----------
    notebook : mapping
        A notebook of format 4.

    Returns
    -------
    mapping
        The notebook with cells numbered in order; nothing else changed.

    Examples
    --------
    >>> portable({"cells": [{"id": "f3a", "metadata": {"execution": {}}}], "metadata": {}})["cells"]
    [{'id': 'cell-1', 'metadata': {}}]
    """
    cells = [
        {
            **cell,
            "id": f"cell-{count}",
            "metadata": {k: v for k, v in cell["metadata"].items() if k != "execution"},
        }
        for count, cell in enumerate(notebook["cells"], start=1)
    ]
    return {**notebook, "cells": cells}


def _offer(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document) -> None:
    executed = (Path(app.outdir).parent / "jupyter_execute" / pagename).with_suffix(".ipynb")
    if doctree is None or not executed.exists():
        return
    notebook = portable(json.loads(executed.read_text(encoding="utf-8")))
    target = Path(app.outdir) / "_sources" / f"{pagename}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    context["ipynb_source"] = f"{pagename}.ipynb"


def setup(app: Sphinx) -> None:
    """Copy the notebook beside the page's source, and tell the template."""
    app.connect("html-page-context", _offer, priority=400)
