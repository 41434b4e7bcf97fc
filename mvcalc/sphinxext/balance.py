"""Pages in an order in which the processes that read them end together.

Sphinx hands each process a run of neighbouring pages, and takes them by name: one process would have all the long ones.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.parallel import make_chunks


def balanced(weights: Mapping[str, int], readers: int) -> list[str]:
    """Order pages so that Sphinx's runs of them are of even weight, the heavy ones first.

    Parameters
    ----------
    weights : mapping of str to int
        How much there is to do for each page, in any unit.
    readers : int
        How many processes read.

    Returns
    -------
    list of str
        The same pages.

    Examples
    --------
    >>> balanced({"long": 9, "longer": 10, "short": 1, "shorter": 0}, 2)
    ['longer', 'shorter', 'long', 'short']
    """
    left = sorted(weights, key=lambda page: (-weights[page], page))
    sizes = [len(run) for run in make_chunks(left, readers)]
    order: list[str] = []
    for first in range(0, len(sizes), readers):
        runs: list[list[str]] = [[] for _ in sizes[first : first + readers]]
        now = sum(sizes[first : first + readers])
        for heaviest in left[:now]:
            open_runs = [run for run, room in zip(runs, sizes[first:], strict=False) if len(run) < room]
            min(open_runs, key=lambda run: sum(weights[page] for page in run)).append(heaviest)
        left = left[now:]
        order += [page for run in runs for page in run]
    return order


def _arrange(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Weigh each page by what its source asks for: a cell is about as much work as half an exercise."""
    weights = {}
    for name in docnames:
        text = env.doc2path(name).read_text(encoding="utf-8")
        weights[name] = 2 * text.count("{exercise}") + text.count("{code-cell}")
    docnames[:] = balanced(weights, app.parallel)
    gc.freeze()  # what is loaded by now stays: no process needs to look through it for garbage


def setup(app: Sphinx) -> None:
    """Arrange the pages before they are read."""
    app.connect("env-before-read-docs", _arrange)
