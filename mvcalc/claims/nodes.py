"""What a displayed expression is once it has been read: a tree of `Node`, with every step as it was written.

========== ============================ ==========================================
op         args                         data
========== ============================ ==========================================
num        –                            the exact value, a `fractions.Fraction`
const      –                            ``e``, ``pi`` or ``oo``
name       –                            the name as canonical LaTeX
entry      indices                      the name of the indexed thing
add, mul   terms, factors               –
neg, inv   operand                      – (``inv`` is a matrix's inverse)
div, pow   two operands                 –
fn         operands                     a built-in function's name
call       arguments                    (function's name, prime orders or None)
der        operand                      (((variable, order), …), partial?, operator?)
nabla      operand                      name of the vector, or None
jacobian   arguments, if any            names of the functions composed, outermost first
hessian    arguments, if any            names, as above
lim        body, point                  (variable, one of ``+``, ``-``, ``+-``)
sum, prod  body, lower, upper           variable
int        body, lower, upper           variable (no bounds: indefinite)
at         body, values                 variables
between    body, lower, upper           variable, or None
mat        entries, row by row          (rows, columns)
transpose, operand                      –
det, norm
dot,       two operands                 –
hadamard
cases      value, condition, value, …   –
rel        left, right                  the relation
bigo       power                        –
dots       –                            –
========== ============================ ==========================================
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["BINDERS", "Node", "free_names", "name", "num", "plain", "show", "substitute"]

BINDERS = {"lim", "sum", "prod", "int"}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: what it is, its operands, and what identifies it beside them."""

    op: str
    args: tuple[Node, ...] = ()
    data: Any = None

    def map(self, change: Callable[[Node], Node]) -> Node:
        """The same node with ``change`` applied to each operand."""
        changed = tuple(map(change, self.args))
        return self if changed == self.args else Node(self.op, changed, self.data)

    def walk(self) -> Iterator[Node]:
        """Every node of the tree, this one first."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.args))


def num(value: int | Fraction) -> Node:
    """A number."""
    return Node("num", data=Fraction(value))


def name(canonical: str) -> Node:
    """A name."""
    return Node("name", data=canonical)


def bound_variable(node: Node) -> str | None:
    """The variable that a limit, sum, product or integral binds."""
    if node.op not in BINDERS:
        return None
    return str(node.data[0] if node.op == "lim" else node.data)


def free_names(node: Node) -> set[str]:
    """Names that occur in an expression and are not bound inside it."""
    found: set[str] = set()
    if node.op in ("name", "entry"):
        found.add(node.data)
    elif node.op == "call":
        found.add(node.data[0])
    elif node.op in ("jacobian", "hessian"):
        found.update(node.data)
    elif node.op == "der":
        found.update(variable.data for variable, _ in node.data[0])
    for position, arg in enumerate(node.args):
        inner = free_names(arg)
        if position == 0:
            inner -= {bound_variable(node)} if node.op in BINDERS and node.op != "int" else set()
            if node.op == "int" and len(node.args) == 3:
                inner -= {node.data}
        found |= inner
    return found


def substitute(node: Node, values: dict[str, Node]) -> Node:
    r"""Replace free names by expressions.

    A bound variable of the same name shadows it, and one that occurs in what is put in is renamed; a
    derivative by a replaced name is taken first, and then evaluated.

    Examples
    --------
    >>> row = Node("sum", (Node("entry", (name("i"), name("j")), "W"), num(1), num(3)), "j")
    >>> show(substitute(row, {"i": name("j")}))
    "Sum(W[j, j'], j', 1, 3)"
    """
    values = {key: value for key, value in values.items() if value != name(key)}
    if not values:
        return node
    if node.op == "name":
        return values.get(node.data, node)
    bound = bound_variable(node)
    if bound is not None and node.args:
        return _under_binder(node, bound, values)
    if node.op == "der":
        return _in_derivative(node, values)
    return node.map(lambda arg: substitute(arg, values))


def _under_binder(node: Node, bound: str, values: dict[str, Node]) -> Node:
    inner = {key: value for key, value in values.items() if key != bound}
    fresh = bound
    while len(node.args) > 1 and any(fresh in free_names(value) for value in inner.values()):
        fresh += "'"
    if fresh != bound:
        inner[bound] = name(fresh)
    rest = tuple(substitute(arg, values) for arg in node.args[1:])
    data = (fresh, *node.data[1:]) if node.op == "lim" else fresh
    return Node(node.op, (substitute(node.args[0], inner), *rest), data)


def _in_derivative(node: Node, values: dict[str, Node]) -> Node:
    variables, *rest = node.data
    by = {variable.data for variable, _ in variables if variable.op == "name"}
    moved = {key: value for key, value in values.items() if key not in by}
    variables = tuple((substitute(v, moved) if v.op == "entry" else v, order) for v, order in variables)
    derived = Node("der", tuple(substitute(arg, moved) for arg in node.args), (variables, *rest))
    places = tuple(key for key in values if key in by)
    return Node("at", (derived, *(values[key] for key in places)), places) if places else derived


_WEIGHT = {"add": 1, "neg": 1, "rel": 0, "mul": 2, "div": 2, "dot": 2, "hadamard": 2, "pow": 4}


@functools.lru_cache(1_000)
def plain(canonical: str) -> str:
    r"""A canonical LaTeX name as an identifier-like word.

    >>> plain(r"\hat{\mathbf{x}}_0")
    'hatx_0'
    """
    text = canonical
    for mark in ("\\mathbf", "\\mathrm", "\\mathcal"):
        text = text.replace(mark, "")
    return text.replace("\\", "").replace("{", "").replace("}", "").replace(" ", "")


def _bracketed(node: Node, weight: int) -> str:
    text = show(node)
    negative = node.op == "num" and (node.data < 0 or node.data.denominator != 1)
    return f"({text})" if _WEIGHT.get(node.op, 9) <= weight or (negative and weight > 1) else text


def show(node: Node) -> str:
    """The expression on one line, as a person with a keyboard writes it.

    >>> show(Node("pow", (Node("add", (name("x"), num(1))), num(2))))
    '(x + 1)**2'
    """
    op, args, data = node.op, node.args, node.data
    if op == "num":
        return str(data)
    if op in ("const", "name"):
        return plain(data)
    if op == "add":
        text = show(args[0])
        for arg in args[1:]:
            negative = arg.op == "neg"
            term = _bracketed(arg.args[0], 1) if negative else _bracketed(arg, 0)
            text += f" {'-' if negative else '+'} {term}"
        return text
    if op == "neg":
        return f"-{_bracketed(args[0], 1)}"
    if op in ("mul", "div", "dot", "hadamard"):
        sign = {"mul": "*", "div": "/", "dot": " . ", "hadamard": " o "}[op]
        parts = [_bracketed(arg, 1 if op == "mul" or (op == "div" and not i) else 2) for i, arg in enumerate(args)]
        return sign.join(parts)
    if op == "pow" and args[0] == Node("const", data="e"):
        return f"exp({show(args[1])})"
    if op == "pow":
        return f"{_bracketed(args[0], 4)}**{_bracketed(args[1], 3)}"
    inner = ", ".join(map(show, args))
    if op == "entry":
        return f"{plain(data)}[{inner}]"
    if op == "fn":
        return f"{data}({inner})"
    if op == "call":
        primes = "'" * data[1] if isinstance(data[1], int) else ""
        return (
            f"{plain(data[0])}{primes}({inner})"
            if data[1] is None or primes or data[1] == 0
            else (f"{plain(data[0])}^({show(data[1])})({inner})")
        )
    if op == "der":
        variables = "".join(f", {show(v)}" if order == 1 else f", ({show(v)}, {order})" for v, order in data[0])
        return f"{'PartialDerivative' if data[1] else 'Derivative'}({show(args[0])}{variables})"
    if op in ("jacobian", "hessian"):
        which = " o ".join(map(plain, data))
        return f"{op.capitalize()}({which}){f'({inner})' if args else ''}"
    if op == "lim":
        side = {"+-": "", "+": "+", "-": "-"}[data[1]]
        return f"Limit({show(args[0])}, {plain(data[0])} -> {show(args[1])}{side})"
    if op in ("sum", "prod", "int"):
        title = {"sum": "Sum", "prod": "Product", "int": "Integral"}[op]
        bounds = "".join(f", {show(arg)}" for arg in args[1:])
        return f"{title}({show(args[0])}, {plain(data)}{bounds})"
    if op in ("at", "between"):
        names = ", ".join(map(plain, data)) if op == "at" else str(data)
        return f"At({show(args[0])}, {names} = {', '.join(map(show, args[1:]))})"
    if op == "mat":
        columns = data[1]
        lines = [", ".join(map(show, args[i : i + columns])) for i in range(0, len(args), columns)]
        return "[" + "; ".join(lines) + "]"
    if op == "rel":
        return f"{show(args[0])} {data} {show(args[1])}"
    if op == "bigo":
        return f"O({inner})"
    if op == "dots":
        return "..."
    return f"{op.capitalize()}({inner})"
