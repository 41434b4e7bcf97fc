"""Pages in runs, so that the processes that read them end together.

Sphinx cuts the pages, by name, into a few runs of one length. One process would work on alone at the end, on whichever
run takes longest.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence

import sympy
from myst_nb.core import render
from nbformat.v4 import new_notebook
from sphinx import builders
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from mvcalc.claims.check import check_page
from mvcalc.exercises import families
from mvcalc.figures import curve

PART = 2
"""A run is one of so many parts of what is left, for each process."""
LEAST = 16
"""And no less than one of so many parts of the whole, for each process: to begin a run costs time, too."""
WRITTEN = 4
"""How many pages a process writes before the next takes its place, however many there are."""
OBJECTS = 500_000
"""How many more there are than before when a process looks for garbage; Python's own number suits small programs."""


def balanced(weights: Mapping[str, int], readers: int) -> list[list[str]]:
    """Cut pages into runs, the heavy pages and the heavy runs first.

    Parameters
    ----------
    weights : mapping of str to int
        How much there is to do for each page, in any unit.
    readers : int
        How many processes read; each takes the next run when it has read one.

    Returns
    -------
    list of list of str
        The same pages.

    Examples
    --------
    >>> balanced({"long": 40, "longer": 50, "short": 2, "shorter": 1, "shortest": 0}, 2)
    [['longer'], ['long'], ['short'], ['shorter', 'shortest']]
    """
    left = sorted(weights, key=lambda page: (-weights[page], page))
    least = sum(weights.values()) / (LEAST * readers)
    runs = []
    while left:
        enough = max(least, sum(weights[page] for page in left) / (PART * readers))
        run = [left.pop(0)]
        while left and sum(weights[page] for page in run) + weights[left[0]] <= enough:
            run.append(left.pop(0))
        runs.append(run)
    return runs


def _arrange(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Weigh each page by what its source asks for: a cell is about as much work as half an exercise or a module."""
    weights = {}
    for name in docnames:
        text = env.doc2path(name).read_text(encoding="utf-8")
        weights[name] = 1 + text.count("{code-cell}") + 2 * (text.count("{exercise}") + text.count("automodule"))

    def in_runs(pages: Sequence[str], readers: int) -> list[list[str]]:
        runs = balanced({page: weights[page] for page in pages}, readers)
        # Sphinx starts a process each from the front, and takes what is waiting then from the back.
        return [*runs[:readers], *reversed(runs[readers:])]

    builders.make_chunks = in_runs  # type: ignore[assignment, attr-defined]


def _warm(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load here, once, what each of the processes that read would load."""
    if docnames:
        families()
        new_notebook()  # compiles what notebooks are checked by
        sympy.lambdify((), 0, "numpy")  # imports all of NumPy
        curve(abs, (0, 1), alt="A line that is drawn to find the fonts.")._repr_html_()
        check_page("{claim}`1 = 1 + O(x)`")
        render.entry_points()
    gc.enable()
    gc.freeze()  # what is loaded by now stays: no process needs to look through it for garbage
    gc.set_threshold(OBJECTS)


def _by_name(app: Sphinx, env: BuildEnvironment) -> None:
    """Pages are written by name, a few at a time, so that the index does not depend on the number of processes."""

    def in_runs(pages: Sequence[str], writers: int) -> list[list[str]]:
        return [list(pages[start : start + WRITTEN]) for start in range(0, len(pages), WRITTEN)]

    builders.make_chunks = in_runs  # type: ignore[assignment, attr-defined]
    gc.disable()
    if app.parallel > 1:
        app.parallel += 1  # Sphinx starts one writer less, as if it were busy itself until the end


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Look for garbage again, but not in what is left of the build, which takes half a second when Python ends."""
    gc.freeze()
    gc.enable()


def setup(app: Sphinx) -> None:
    """Arrange the pages before they are read."""
    app.connect("env-before-read-docs", _arrange)
    app.connect("env-before-read-docs", _warm)
    app.connect("env-updated", _by_name)
    app.connect("build-finished", _finish)
