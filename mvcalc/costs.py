"""What a derivative costs: operations, counted on the tape, and times, from the record that a benchmark wrote.

A count depends on the computation alone and is the same everywhere; a time depends on the machine. So pages count,
and show times only from one record that is kept with the package, with the machine and the date it was taken on. The
record is written by ``python -m benchmarks.costs``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mvcalc.tape import Node, record

__all__ = ["Times", "Work", "measured", "valley", "work"]

MOVES = frozenset({"pick", "reshape", "transpose"})
"""Nodes that pass numbers on and compute none."""
SUMS = frozenset({"sum", "mean"})


class Work(NamedTuple):
    """Operations of one evaluation and of one backward walk."""

    evaluation: int
    """Additions, multiplications and calls of functions on the way to the value."""
    backward: int
    """The same, on the way back."""


class Times(NamedTuple):
    """Seconds that derivatives of :func:`valley` took, one entry for each number of inputs."""

    inputs: NDArray[np.int64]
    """The numbers of inputs, n."""
    evaluation: NDArray[np.float64]
    """One evaluation."""
    differences: NDArray[np.float64]
    """n + 1 evaluations, with one input shifted after the other."""
    forward: NDArray[np.float64]
    """An evaluation that carries all n rates; nan where it was not measured."""
    backward: NDArray[np.float64]
    """An evaluation and a backward walk."""
    hessian_inputs: int
    """The number of inputs at which the Hessian was timed."""
    hessian: float
    """The whole Hessian there."""
    machine: str
    """What it was measured on."""
    date: str
    """When, as year-month-day."""


def valley(x: Any) -> Any:
    """The function that is timed: Rosenbrock's curved valley in any number of inputs, lowest where all of them are 1.

    Parameters
    ----------
    x : array of shape (n,), n at least 2

    Returns
    -------
    float

    Examples
    --------
    >>> float(valley(np.array([1.0, 1.0, 1.0, 2.0])))
    100.0
    """
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def _size(node: Node) -> int:
    """How many entries a node computes, or takes together if it is a sum."""
    return max(np.size(node.value), *(np.size(parent.value) for parent in node.parents))


def work(f: Callable[[Any], Any], x: ArrayLike) -> Work:
    """Count the operations of one evaluation of a function, and of the backward walk that gives its gradient.

    One operation is one entry computed by one NumPy function. On the way back each edge of the graph costs two for an
    entry, a product with the slope and a sum; where numbers were only passed on it costs one, the sum.

    Parameters
    ----------
    f : function in plain NumPy
        Of one array, made of functions that act entry by entry, of sums and of slices.
    x : array

    Returns
    -------
    Work

    Raises
    ------
    ValueError
        If f uses another kind of function, such as a matrix product; the message names it.

    Examples
    --------
    >>> work(lambda x: np.sum(x**2), np.ones(10))
    Work(evaluation=20, backward=40)
    """
    evaluation = backward = 0
    for node in record(f, x).nodes:
        edges = len(node.parents)
        if node.op is None:
            continue
        if node.name in MOVES:
            backward += np.size(node.value) * edges
        elif node.name in SUMS or (isinstance(node.op, np.ufunc) and node.name != "matmul"):
            evaluation += _size(node)
            backward += 2 * _size(node) * edges
        else:
            raise ValueError(f"np.{node.name} cannot be counted; expected functions entry by entry, sums and slices")
    return Work(evaluation, backward)


def measured() -> Times:
    """The record of times that is kept with the package.

    Returns
    -------
    Times

    Examples
    --------
    >>> times = measured()
    >>> bool((times.differences > times.backward)[1:].all())
    True
    """
    kept = json.loads((files("mvcalc") / "costs.json").read_text(encoding="utf-8"))
    seconds = {name: np.array(kept[name], dtype=float) for name in ("evaluation", "differences", "forward", "backward")}
    return Times(**{**kept, "inputs": np.array(kept["inputs"]), **seconds})
