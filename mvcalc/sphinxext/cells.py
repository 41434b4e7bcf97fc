"""The cells of a page, run one after the other in a process of the page's own.

The process is a fork of the one that builds, in which NumPy, SymPy and `mvcalc` are loaded already: a Jupyter kernel
would spend two seconds on that for each page. It runs IPython, as a kernel does, and sends back what a kernel would.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from multiprocessing.connection import Connection
from typing import Any

import contourpy
import IPython.core.completerlib
import IPython.core.magics
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets.config import Config

import mvcalc.explore
import mvcalc.figures

__all__ = ["execute"]

Outputs = list[NotebookNode]

LOADED = (contourpy, IPython.core.completerlib, IPython.core.magics, mvcalc.explore, mvcalc.figures)
"""What pages and their shells import, loaded in the process that builds, so that no page's process has to."""

#: What a notebook says of its language, so that it opens in Jupyter.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": ".".join(map(str, sys.version_info[:3])),
}
GRACE = 20
"""Seconds that a cell may take beyond its time before its process is ended."""


def _output(kind: str, **content: Any) -> NotebookNode:
    node = NotebookNode(content)
    node["output_type"] = kind
    return node


class _Stream(TextIOBase):
    """What a cell prints, added to its outputs."""

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.kind = name
        self.outputs = outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text and self.outputs and self.outputs[-1].get("name") == self.kind:
            self.outputs[-1]["text"] += text
        elif text:
            self.outputs.append(_output("stream", name=self.kind, text=text))
        return len(text)


class _Shown(DisplayHook):
    """The value of a cell's last line, added to its outputs."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        assert isinstance(self.shell, _Shell)
        count = self.shell.execution_count
        self.shell.mv_outputs.append(
            _output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)
        )

    def finish_displayhook(self) -> None:
        pass


class _Published(DisplayPublisher):
    """What a cell displays on the way, added to its outputs."""

    def publish(self, data: Any, metadata: Any = None, *ignored: Any, **options: Any) -> None:
        assert isinstance(self.shell, _Shell)
        self.shell.mv_outputs.append(_output("display_data", data=data, metadata=metadata or {}))


class _Shell(InteractiveShell):
    """IPython without a terminal, a history or colours."""

    mv_outputs: Outputs

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.mv_outputs.append(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb))


def _shell() -> _Shell:
    config = Config()
    config.InteractiveShell.colors = "NoColor"
    config.HistoryManager.enabled = False
    config.InteractiveShell.displayhook_class = _Shown
    config.InteractiveShell.display_pub_class = _Published
    InteractiveShell.clear_instance()
    return _Shell.instance(config=config, displayhook_class=_Shown, display_pub_class=_Published)


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Raise TimeoutError where the code stands when its time is over."""

    def over(signum: int, frame: object) -> None:
        raise TimeoutError(f"this cell takes longer than {seconds:g} s")

    if not seconds or seconds < 0:
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _warned(message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: str | None = None) -> None:
    """Write a warning where the cell writes, whatever the process that builds does with its own."""
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


def _run(sources: list[str], cwd: str | None, timeout: float | None, pipe: Connection) -> None:
    """Run the cells, and send the outputs of each as it ends; the work of the page's own process."""
    if cwd:
        os.chdir(cwd)
    os.environ.setdefault("MPLBACKEND", "agg")
    warnings.resetwarnings()
    warnings.showwarning = _warned
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    shell: Any = _shell()  # IPython is not typed
    for source in sources:
        outputs: Outputs = []
        shell.mv_outputs = outputs
        out, err = _Stream("stdout", outputs), _Stream("stderr", outputs)
        with redirect_stdout(out), redirect_stderr(err), _limited(timeout):
            result = shell.run_cell(source, store_history=True)
        pipe.send(outputs)
        if not result.success:
            break
    pipe.close()


def execute(nb: NotebookNode, cwd: str | None = None, timeout: float | None = None, **_: Any) -> NotebookNode:
    """Run the cells of a notebook and put in what they show, as ``nbclient.execute`` does.

    Parameters
    ----------
    nb : NotebookNode
        Changed in place.
    cwd : str, optional
        The folder to run in.
    timeout : float, optional
        Seconds for each cell.

    Returns
    -------
    NotebookNode
        The same. A cell that fails is the last to run, and the last of its outputs is the error; so it is with a cell
        that takes too long or that ends the process.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> notebook = execute(new_notebook(cells=[new_code_cell("x = 6"), new_code_cell("print(x)\\n7 * x")]))
    >>> [output.get("text") or output["data"]["text/plain"] for output in notebook.cells[1].outputs]
    ['6\\n', '42']
    """
    cells = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=([cell.source for cell in cells], cwd, timeout, there))
    process.start()
    there.close()
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
        cell.outputs = _received(here, timeout)
        if any(output.output_type == "error" for output in cell.outputs):
            break
    here.close()
    process.join(1)
    process.kill()
    process.join()
    nb.metadata["language_info"] = dict(LANGUAGE)
    return nb


def _received(pipe: Connection, timeout: float | None) -> Outputs:
    """The outputs of the next cell; an error if its process is silent for too long, or gone."""
    try:
        if not pipe.poll(timeout + GRACE if timeout and timeout > 0 else None):
            raise TimeoutError(f"this cell takes longer than {timeout:g} s and cannot be stopped")
        received: Outputs = pipe.recv()
    except (EOFError, TimeoutError) as error:
        said = str(error) or "the process that ran this cell ended with it"
        name = type(error).__name__
        return [_output("error", ename=name, evalue=said, traceback=[f"{name}: {said}"])]
    return received
