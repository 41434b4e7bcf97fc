"""Reverse mode: a recorded computation, walked backwards.

While a function runs on a :class:`Node`, every NumPy operation appends one node to a :class:`Tape`: what was
done, to which nodes, and the value. Walking the list backwards, each node hands its adjoint ∂(output)/∂(node)
on to the nodes it was made from, times the partial derivative on that edge: the chain rule from the left. One
walk gives the derivative of one output by every input, at a small multiple of the cost of the function.

The rules are tables: ``PARTIALS`` of :mod:`mvcalc.rules` for elementwise functions, and ``PULLBACKS`` here
for the primitives. They are written in NumPy, so a node may hold jets (giving Hessians) or nodes of another
tape.

Slices add into one buffer of their parent, which keeps a gradient near the cost of the function itself.

.. rubric:: References

Andreas Griewank and Andrea Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mvcalc import rules
from mvcalc.rules import PARTIALS, Array, Traced, apply, fit, primal, shape_of

__all__ = ["Node", "Tape", "record"]

# The C library gives the memory of a large array back to the system as soon as it is free, and fetching it
# again page by page costs several times the arithmetic. It stops doing so for arrays below the largest one it
# has seen freed, so let it see one of 32 MB (never written to, so never fetched).
np.empty(2**22 - 2**10)


class Node(Traced):
    """One recorded value.

    Attributes
    ----------
    op : function or None
        The ufunc or primitive that made it; None for an input.
    args : tuple
        What it was made from: nodes, constants, and fixed arguments such as an index.
    below : array
        Its value.
    adjoint : array or None
        ∂(output)/∂(this node) after :meth:`Tape.backward`; None if the output does not depend on it.
    """

    __slots__ = ("adjoint", "args", "below", "level", "nodes", "op", "owned")

    def __init__(self, nodes: list[Node], level: int, op: Any, args: Sequence[Any], value: Array) -> None:
        self.nodes, self.level, self.op, self.args, self.below = nodes, level, op, args, value
        self.adjoint: Array = None
        self.owned = False  # may the adjoint be added to in place?
        nodes.append(self)

    def carry(self, op: Callable[..., Any], args: Sequence[Any]) -> Node:
        level = self.level
        value = op(*[a.below if type(a) is Node and a.level == level else a for a in args])
        return Node(self.nodes, level, op, args, value)

    @property
    def name(self) -> str:
        """What made it, for reading: ``input`` or a function's name."""
        return "input" if self.op is None else self.op.__name__

    @property
    def value(self) -> Array:
        """Its value as plain numbers."""
        return primal(self.below)

    @property
    def parents(self) -> list[Node]:
        """The nodes of the same tape it was made from."""
        return [a for a in self.args if isinstance(a, Node) and a.level == self.level]

    def receive(self, g: Array, index: tuple[Any, ...] | None = None) -> None:
        """Add ``g`` to the adjoint, or to its part ``index``: in place if the adjoint is nobody else's."""
        if self.owned and not isinstance(g, Traced):
            rules.add_at(self.adjoint, (...,) if index is None else index, g)
            return
        fresh = self.adjoint is not None or index is not None
        g = g if index is None else rules.place(g, index, self.shape)
        self.adjoint = g if self.adjoint is None else self.adjoint + g
        self.owned = fresh and type(self.adjoint) is np.ndarray


@dataclass(eq=False, repr=False)
class Tape:
    """A computation as the list of its nodes, in the order in which they were made.

    Made by :func:`record`.

    Attributes
    ----------
    nodes : list of Node
    inputs : list of Node
    output : Node or array
        What the function returned; not a node if it does not depend on the inputs.
    """

    level: int
    nodes: list[Node]
    inputs: list[Node]
    output: Array

    def backward(self, seed: Array = 1.0, *, keep: bool = True) -> list[Array]:
        """Walk backwards from the output and return the adjoint of each input.

        Parameters
        ----------
        seed : array of the output's shape
            The output's own adjoint; 1 for a scalar.
        keep : bool
            False forgets every node once it is done with, which frees its memory; the tape is then empty.

        Returns
        -------
        list of arrays, each of its input's shape
        """
        nodes, out = self.nodes, self.output
        for node in nodes:
            node.adjoint, node.owned = None, False
        if isinstance(out, Node) and out.level == self.level:
            fits = shape_of(seed) == out.shape
            rules.require(fits, f"the seed needs the output's shape {out.shape}, got {shape_of(seed)}")
            out.adjoint = seed
        if not keep:
            self.output = out = None
        for i in range(len(nodes) - 1, -1, -1):
            node = nodes[i] if keep else nodes.pop()
            if node.op is not None and node.adjoint is not None:
                _push(node)
        return [np.zeros(x.shape) if x.adjoint is None else x.adjoint for x in self.inputs]

    def table(self) -> str:
        """The nodes as a table: number, value, how it was made, adjoint.

        Examples
        --------
        >>> tape = record(lambda x, y: x * np.sin(y), 2.0, 0.0)
        >>> print(*tape.backward())
        0.0 2.0
        >>> print(tape.table())
        node  made by           value  adjoint
        v0    input             2      0
        v1    input             0      2
        v2    sin(v1)           0      2
        v3    multiply(v0, v2)  0      1
        """
        number = {id(node): f"v{i}" for i, node in enumerate(self.nodes)}

        def show(x: Any) -> str:
            if id(x) in number or not isinstance(x, Traced | np.ndarray | np.number | float):
                return number.get(id(x), str(x))
            x = np.asarray(primal(x))
            return np.array2string(x, precision=4, threshold=6) if x.ndim else f"{x:.6g}"

        rows = [("node", "made by", "value", "adjoint")]
        for node in self.nodes:
            made = f"{node.name}({', '.join(map(show, node.args))})" if node.op else node.name
            adjoint = "–" if node.adjoint is None else show(node.adjoint)
            rows.append((number[id(node)], made, show(node.value), adjoint))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(line.rstrip() for line in lines)

    def edges(self) -> list[tuple[int, int]]:
        """Pairs (i, j): node i was used to make node j."""
        number = {id(node): i for i, node in enumerate(self.nodes)}
        return [(number[id(p)], j) for j, node in enumerate(self.nodes) for p in node.parents]


def _push(node: Node) -> None:
    """Hand the adjoint of ``node`` on to what it was made from."""
    g, op, args, y = node.adjoint, node.op, node.args, node.below
    if op is rules.pick:
        args[0].receive(g, args[1])
        return
    values = [a.below if type(a) is Node and a.level == node.level else a for a in args]
    for i, arg in enumerate(args):
        if type(arg) is not Node or arg.level != node.level:
            continue
        if op in PULLBACKS:
            arg.receive(PULLBACKS[op](i, g, y, *values))
        else:
            slope = PARTIALS[op][i]
            arg.receive(fit(g if slope == 1 else -g if slope == -1 else g * slope(y, *values), arg.shape))


def _pull_matmul(i: int, g: Array, y: Array, a: Array, b: Array) -> Array:
    pair = (np.matrix_transpose(a), g) if i else (g, np.matrix_transpose(b))
    return fit(apply(np.matmul, pair), shape_of((a, b)[i]))


def _pull_solution(i: int, g: Array, y: Array, a: Array, b: Array) -> Array:
    back = apply(rules.solution, (np.matrix_transpose(a), g))
    return fit(back, shape_of(b)) if i else fit(-apply(np.matmul, (back, np.matrix_transpose(y))), shape_of(a))


PULLBACKS: dict[Any, Callable[..., Array]] = {
    # the adjoint of argument number i, from the adjoint g of y = op(*args)
    np.sum: lambda i, g, y, x, axes: np.broadcast_to(np.expand_dims(g, axes), shape_of(x)),
    np.reshape: lambda i, g, y, x, shape: np.reshape(g, shape_of(x)),
    np.transpose: lambda i, g, y, x, axes: np.transpose(g, tuple(np.argsort(axes))),
    rules.place: lambda i, g, y, x, index, shape: g[index],
    np.cumsum: lambda i, g, y, x, axis: np.flip(apply(np.cumsum, (np.flip(g, axis), axis)), axis),
    np.matmul: _pull_matmul,
    rules.solution: _pull_solution,
    np.linalg.det: lambda i, g, y, a: rules.matrix(g) * PARTIALS[np.linalg.det][0](y, a),
}


def record(f: Callable[..., Any], *args: Any) -> Tape:
    """Run ``f(*args)`` and record every NumPy operation on its arguments.

    Parameters
    ----------
    f : function in plain NumPy
    *args : numbers or arrays
        Each becomes an input of the tape.

    Returns
    -------
    Tape
        Its ``output`` is what ``f`` returned; call :meth:`Tape.backward` for the adjoints.

    Examples
    --------
    >>> tape = record(lambda w, b: np.tanh(w @ np.array([0.5, -1.5]) + b), [2.0, 1.0], -0.25)
    >>> [node.name for node in tape.nodes]
    ['input', 'input', 'reshape', 'matmul', 'reshape', 'add', 'tanh']
    >>> tape.edges()
    [(0, 2), (2, 3), (3, 4), (4, 5), (1, 5), (5, 6)]
    """
    level, nodes = rules.new_level(), list[Node]()
    inputs = [Node(nodes, level, None, (), rules.as_array(a)) for a in args]
    return Tape(level, nodes, inputs, rules.as_array(f(*inputs)))
