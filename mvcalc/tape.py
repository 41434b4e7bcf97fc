"""Reverse mode: a recorded computation, walked backwards.

While a function runs on a :class:`Node`, every NumPy operation appends one node to a :class:`Tape`: what was done,
to which nodes, and the value. Walking the list backwards, each node hands its adjoint ∂(output)/∂(node) on to the
nodes it was made from, times the partial derivative on that edge: the chain rule from the left. One walk gives the
derivative of one output by every input, at a small multiple of the cost of the function.

The rules are tables: ``PARTIALS`` of :mod:`mvcalc.rules` for elementwise functions, and ``PULLBACKS`` here for the
primitives. They are written in NumPy, so a node may hold jets (giving Hessians) or nodes of another tape.

Adjoints may be smaller than their node where every entry is the same (the sum's is a single number), and slices add
into one buffer of their parent: that is what keeps a gradient near the cost of the function itself.

References
----------
A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from mvcalc import rules
from mvcalc.jet import add_at
from mvcalc.rules import PARTIALS, Array, Shape, Traced, apply, fit, ndim_of, primal, shape_of, swap

__all__ = ["Node", "Tape", "record"]

# The C library gives the memory of a large array back to the system as soon as it is free, and fetching it again
# page by page costs several times the arithmetic. It stops doing so for arrays below the largest one it has seen
# freed, so let it see one of 32 MB (never written to, so never fetched).
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

    def __init__(
        self, nodes: list[Node], level: int, op: Callable[..., Any] | None, args: Sequence[Any], value: Array
    ) -> None:
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

    def receive(self, g: Array) -> None:
        """Add ``g``, of this node's shape or broadcasting to it, to the adjoint."""
        a = self.adjoint
        if a is None:
            self.adjoint = g
        elif self.owned and type(a) is np.ndarray and not isinstance(g, Traced):
            a += g
        else:
            self.adjoint = a = a + g
            self.owned = type(a) is np.ndarray and a.shape == self.shape

    def receive_at(self, index: tuple[Any, ...], g: Array) -> None:
        """Add ``g`` to the part ``index`` of the adjoint, in one buffer."""
        if not self.owned:
            buffer = np.zeros(self.shape)
            if self.adjoint is not None:
                buffer = add_at(buffer, (...,), _whole(self.adjoint, self.shape))
            self.adjoint, self.owned = buffer, True
        self.adjoint = add_at(self.adjoint, index, g)


class Tape:
    """A computation as the list of its nodes, in the order in which they were made.

    Iterating gives the nodes; ``len`` counts them. Made by :func:`record`.

    Attributes
    ----------
    nodes : list of Node
    inputs : list of Node
    output : Node or array
        What the function returned; not a node if it does not depend on the inputs.
    """

    def __init__(self) -> None:
        self.level = rules.new_level()
        self.nodes: list[Node] = []
        self.inputs: list[Node] = []
        self.output: Array = None

    def input(self, value: Array) -> Node:
        """A new input with this value."""
        node = Node(self.nodes, self.level, None, (), value)
        self.inputs.append(node)
        return node

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

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
            if shape_of(seed) != out.shape:
                raise ValueError(f"the seed needs the output's shape {out.shape}, got {shape_of(seed)}")
            out.adjoint = seed
        if not keep:
            self.output = out = None
        for i in range(len(nodes) - 1, -1, -1):
            node = nodes[i] if keep else nodes.pop()
            if node.op is not None and node.adjoint is not None:
                _push(node)
                if not keep:
                    node.args = ()
                    node.adjoint = node.below = None
        return [_whole(0.0 if x.adjoint is None else x.adjoint, x.shape) for x in self.inputs]

    def table(self) -> str:
        """The nodes as a table: number, value, how it was made, adjoint.

        Examples
        --------
        >>> tape = record(lambda x, y: x * np.sin(y), 2.0, 0.0)
        >>> tape.backward()
        [array(0.), array(2.)]
        >>> print(tape.table())
        node  made by           value  adjoint
        v0    input             2      0
        v1    input             0      2
        v2    sin(v1)           0      2
        v3    multiply(v0, v2)  0      1
        """
        number = {id(node): f"v{i}" for i, node in enumerate(self.nodes)}

        def show(x: Any) -> str:
            if id(x) in number:
                return number[id(x)]
            x = primal(x)
            if isinstance(x, np.ndarray | float | int):
                return (
                    f"{x:.6g}"
                    if ndim_of(x) == 0
                    else np.array2string(np.asarray(x), precision=4, threshold=6)
                )
            return str(x)

        rows = [("node", "made by", "value", "adjoint")]
        for node in self.nodes:
            made = f"{node.name}({', '.join(show(a) for a in node.args)})" if node.op else "input"
            adjoint = "–" if node.adjoint is None else show(_whole(primal(node.adjoint), node.shape))
            rows.append((number[id(node)], made, show(node.value), adjoint))
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        return "\n".join(
            "  ".join([*(f"{c:<{w}}" for c, w in zip(row, widths, strict=False)), row[3]]) for row in rows
        )

    def edges(self) -> list[tuple[int, int]]:
        """Pairs (i, j): node i was used to make node j."""
        number = {id(node): i for i, node in enumerate(self.nodes)}
        return [(number[id(p)], j) for j, node in enumerate(self.nodes) for p in node.parents]


def _whole(g: Array, shape: Shape) -> Array:
    return g if shape_of(g) == shape and not isinstance(g, float) else np.broadcast_to(g, shape)


def _push(node: Node) -> None:
    """Hand the adjoint of ``node`` on to what it was made from."""
    g, op, args, level, shape = node.adjoint, node.op, node.args, node.level, node.shape
    if op is rules.pick:
        args[0].receive_at(args[1], _whole(g, shape))
        return
    if op is rules.total and len(args[1]) == args[0].ndim:  # every entry gets the same: leave it a scalar
        args[0].receive(g)
        return
    values = [a.below if type(a) is Node and a.level == level else a for a in args]
    partials = PARTIALS.get(op)
    if partials is None:
        g = _whole(g, shape)
    for i, arg in enumerate(args):
        if type(arg) is not Node or arg.level != level:
            continue
        if partials is None:
            arg.receive(PULLBACKS[op](i, g, node.below, *values))
            continue
        slope = partials[i]
        d = g if slope == 1 else -g if slope == -1 else g * slope(node.below, *values)
        arg.receive(d if arg.shape == shape else fit(_whole(d, shape), arg.shape))


def _pull_total(i: int, g: Array, y: Array, x: Array, axes: Shape) -> Array:
    n, s = ndim_of(x), shape_of(x)
    return np.broadcast_to(np.reshape(g, tuple(1 if k - n in axes else s[k] for k in range(n))), s)


def _pull_join(i: int, g: Array, y: Array, axis: int, *parts: Array) -> Array:
    start = sum(shape_of(p)[axis] for p in parts[: i - 1])
    index = [slice(None)] * ndim_of(y)
    index[axis] = slice(start, start + shape_of(parts[i - 1])[axis])
    return g[tuple(index)]


def _pull_matmul(i: int, g: Array, y: Array, a: Array, b: Array) -> Array:
    if i == 0:
        return fit(apply(rules.matmul, (g, swap(b))), shape_of(a))
    return fit(apply(rules.matmul, (swap(a), g)), shape_of(b))


def _pull_solution(i: int, g: Array, y: Array, a: Array, b: Array) -> Array:
    back = apply(rules.solution, (swap(a), g))
    return fit(back, shape_of(b)) if i else fit(-apply(rules.matmul, (back, swap(y))), shape_of(a))


PULLBACKS: dict[Any, Callable[..., Array]] = {
    # the adjoint of argument number i, from the adjoint g of y = op(*args)
    rules.total: _pull_total,
    rules.reshape: lambda i, g, y, x, shape: np.reshape(g, shape_of(x)),
    rules.permute: lambda i, g, y, x, axes: np.transpose(g, tuple(np.argsort(axes))),
    rules.place: lambda i, g, y, x, index, shape: g[index],
    rules.running: lambda i, g, y, x, axis: np.flip(apply(rules.running, (np.flip(g, axis), axis)), axis),
    rules.join: _pull_join,
    rules.matmul: _pull_matmul,
    rules.solution: _pull_solution,
    rules.determinant: lambda i, g, y, a: np.reshape(g * y, (*shape_of(y), 1, 1)) * swap(rules.inverse(a)),
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
    >>> [node.name for node in tape]
    ['input', 'input', 'reshape', 'matmul', 'reshape', 'add', 'tanh']
    >>> tape.edges()
    [(0, 2), (2, 3), (3, 4), (4, 5), (1, 5), (5, 6)]
    """
    tape = Tape()
    inputs = [tape.input(rules.as_array(a) * 1.0) for a in args]
    tape.output = rules.as_array(f(*inputs))
    return tape
