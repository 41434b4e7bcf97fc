"""Steps that name a rule are checked to be instances of it, not only to be true.

A step from A to B is an instance of a rule when A and B agree once the rule (and what goes without saying
beside it) is applied to both, and do not agree without the rule. What is not applied stays as it stands: a
derivative that no allowed rule reaches is an unknown of its own, and so is a name that may not be replaced by
its meaning.
`DERIVATIVE_RULES` is the table of what each rule of differentiation may change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sympy

from mvcalc.claims.latex import Unreadable
from mvcalc.claims.meaning import Meaning, Value
from mvcalc.claims.nodes import Node, free_names, name, num, plain, show, substitute
from mvcalc.claims.numeric import Unsettled

if TYPE_CHECKING:
    from mvcalc.claims.judge import Judge

__all__ = ["DERIVATIVE_RULES", "NAMES", "check", "named"]

Uses = frozenset[str]

_LINEAR = frozenset({"sum", "constant factor"})
_LEAVES = frozenset({"power", "table", "affine"})

DERIVATIVE_RULES: dict[str, tuple[Uses, Uses]] = {
    "sum": (frozenset({"sum"}), frozenset({"constant factor"})),
    "constant factor": (frozenset({"constant factor"}), frozenset()),
    "product": (frozenset({"product"}), _LINEAR | _LEAVES),
    "quotient": (frozenset({"quotient"}), _LINEAR | _LEAVES),
    "power": (frozenset({"power"}), _LINEAR),
    "chain": (frozenset({"chain"}), _LINEAR | {"power", "table"}),
    "table": (_LEAVES, _LINEAR),
}
"""Rule: (what it is, what may be done silently beside it). ``affine``: a standard derivative of f(ax + b)."""

NAMES = (*DERIVATIVE_RULES, "definition", "algebra", "limit", "evaluate")

_LABEL = re.compile(r"by\s+(?:\{eq\}`([^`]+)`|([\w:.-]+))\s*$")
_NODES_OF_EVALUATION = {"at", "between", "int", "sum", "prod", "det", "norm", "trace", "dot"}


def named(note: str) -> str | None:
    """The rule that a note begins with; None for free text.

    >>> named("Product rule, with u = x"), named("by {eq}`eq-sin-limit`"), named("as promised")
    ('product', 'by eq-sin-limit', None)
    """
    head = note.split(",")[0].strip().rstrip(".")
    label = _LABEL.match(head)
    if label:
        return f"by {label.group(1) or label.group(2)}"
    word = " ".join(head.lower().split()).removesuffix(" rule")
    return word if word in NAMES else None


def check(rule: str, left: Node, right: Node, judge: Judge, note: str) -> str:
    """Why a true step is no instance of a rule; empty if it is one.

    Parameters
    ----------
    rule : str
        As `named` gives it.
    left, right : Node
        The row before and this row.
    judge : Judge
        Compares, with its scope and points.
    note : str
        As written, to tell labels from prose.

    Raises
    ------
    Unreadable
        If the note refers to a label that is not known.
    """
    if left == right:
        return f"the step changes nothing, so it is none by the named rule: {rule}"
    if rule.startswith("by "):
        label = rule[3:]
        if label not in judge.equations:
            if "{eq}" not in note:
                return ""
            raise Unreadable(f"no labelled equation {label!r} before this one; expected the label of an earlier one")
        return "" if _by_equation(left, right, judge, judge.equations[label]) else _refused(f"by {label}")
    if rule in DERIVATIVE_RULES:
        uses, beside = DERIVATIVE_RULES[rule]
        for silently in dict.fromkeys((beside, beside - {"power"}, frozenset[str]())):
            with_rule, without = _Hidden(judge, uses | silently), _Hidden(judge, silently)
            if _agree(left, right, judge, with_rule) and not _agree(left, right, judge, without):
                return ""
        return _refused(rule)
    return "" if _CHECKS[rule](left, right, judge) else _refused(rule)


def _refused(rule: str) -> str:
    return f"true, but not a step by the named rule: {rule}"


# ---- comparing with some things left as they stand -------------------------------------------------------


def _agree(left: Node, right: Node, judge: Judge, hidden: _Hidden) -> bool:
    """Whether two sides are equal with what is hidden as unknowns."""
    try:
        for env in judge.instances([left, right]):
            values = [Meaning(judge.scope, opaque=hidden).value(hidden.prepared(side), env) for side in (left, right)]
            shapes = [value.shape if isinstance(value, sympy.MatrixBase) else () for value in values]
            if shapes[0] != shapes[1]:
                return False
            entries = zip(*(list(v) if isinstance(v, sympy.MatrixBase) else [v] for v in values), strict=True)
            for a, b in entries:
                if a != b and judge.at_points(judge.constrained(a), judge.constrained(b), "=") is not None:
                    return False
    except (Unreadable, Unsettled):
        return False
    return True


class _Hidden:
    """Decides, node by node, what stands as an unknown, and applies the allowed rules to derivatives.

    Parameters
    ----------
    judge : Judge
        For its scope.
    allowed : set of str
        Rules of differentiation that are applied.
    definitions : bool
        Whether names are replaced by their meaning.
    limits, places : bool
        Whether limits and integrals, and evaluations at a point, are carried out. A limit or an integral that
        is not carried out stands for its body, with its variable as a variable.
    """

    def __init__(
        self,
        judge: Judge,
        allowed: Uses = frozenset(),
        definitions: bool = True,
        limits: bool = False,
        places: bool = True,
    ) -> None:
        self.judge, self.scope = judge, judge.scope
        self.allowed, self.definitions, self.limits, self.places = allowed, definitions, limits, places
        self.unknowns: dict[Any, Any] = {}

    def prepared(self, node: Node) -> Node:
        """The node with the allowed rules applied to its derivatives."""
        return _Rewrite(self.scope, self.allowed, self.definitions).all(node)

    def __call__(self, node: Node, env: dict[str, Value]) -> Value | None:
        op = node.op
        if op == "der":
            return self._derivative(node, env)
        if op == "call" and node.data[1] != 0:
            if self.scope.functions[node.data[0]].body is None:
                return None
            return self._atom(("prime", node.data, self._values(node.args, env)), node, env)
        if op in ("nabla", "jacobian", "hessian"):
            return self._atom((op, node), node, env)
        if op in ("lim", "int") and not self.limits:
            return Meaning(self.scope, opaque=self).value(node.args[0], self._with_variable(node, env))
        if op in ("at", "between") and not self.places:
            return self._atom((op, node), node, env)
        if not self.definitions:
            if op == "name" and node.data in self.scope.names and node.data not in env:
                return self._atom((op, node.data), node, env)
            if op == "call" and self.scope.functions[node.data[0]].body is not None:
                return self._atom((op, node.data, self._values(node.args, env)), node, env)
            if op == "entry" and node.data in self.scope.families and self.scope.families[node.data].body is not None:
                return self._atom((op, node.data, self._values(node.args, env)), node, env)
        return None

    def _with_variable(self, node: Node, env: dict[str, Value]) -> dict[str, Value]:
        variable = str(node.data[0] if node.op == "lim" else node.data)
        return {**env, variable: sympy.Symbol(plain(variable), real=True)}

    def _values(self, nodes: tuple[Node, ...], env: dict[str, Value]) -> tuple[Any, ...]:
        return tuple(Meaning(self.scope, opaque=self).value(node, env) for node in nodes)

    def _derivative(self, node: Node, env: dict[str, Value]) -> Value | None:
        operand = node.args[0]
        variables = node.data[0]
        if self._primitive(operand, variables):
            return None
        meaning = Meaning(self.scope, opaque=self)
        value = meaning.value(operand, env)
        value = value.expand() if isinstance(value, sympy.Expr) else value
        key = ("der", tuple((meaning.held_as(v, env), order) for v, order in variables), value)
        return self._atom(key, node, env)

    def _primitive(self, operand: Node, variables: Any) -> bool:
        """Whether a derivative is one of the page's unspecified functions by one of its own arguments."""
        names_ = {v.data for v, _ in variables}
        if operand.op == "name" and operand.data in self.scope.depends:
            return set(self.scope.depends[operand.data]) == names_
        if operand.op == "call" and self.scope.functions[operand.data[0]].body is None:
            return all(arg.op == "name" and arg.data not in self.scope.depends for arg in operand.args) and bool(
                names_ & {arg.data for arg in operand.args}
            )
        return operand.op == "name" and operand.data in self.scope.functions

    def _atom(self, key: Any, node: Node, env: dict[str, Value]) -> Value | None:
        if key not in self.unknowns:
            shape = Meaning(self.scope).value(node, env)
            number = len(self.unknowns)
            if isinstance(shape, sympy.MatrixBase):
                self.unknowns[key] = sympy.ImmutableDenseMatrix(
                    shape.rows, shape.cols, lambda i, j: sympy.Symbol(f"unknown{number}_{i}{j}", real=True)
                )
            else:
                self.unknowns[key] = sympy.Symbol(f"unknown{number}", real=True)
        return self.unknowns[key]


# ---- differentiating step by step ------------------------------------------------------------------------


class _Rewrite:
    """Applies allowed rules of differentiation to the derivatives in a tree."""

    def __init__(self, scope: Any, allowed: Uses, definitions: bool) -> None:
        self.scope, self.allowed, self.definitions = scope, allowed, definitions
        self.meaning = Meaning(scope)

    def all(self, node: Node) -> Node:
        """The tree with every derivative rewritten as far as the rules go."""
        if node.op == "call" and isinstance(node.data[1], int) and node.data[1] > 0 and self.definitions:
            body = self._body(node)
            if body is not None:
                return self.all(body)
        node = node.map(self.all)
        if node.op != "der" or not self.allowed:
            return node
        operand = node.args[0]
        for variable, order in node.data[0]:
            for _ in range(order):
                operand = self._derived(operand, variable, node)
        return operand

    def _body(self, node: Node) -> Node | None:
        """A primed call of a defined function as a derivative of its body."""
        title, order = node.data
        function = self.scope.functions[title]
        if function.body is None or function.arguments is None or len(node.args) != 1:
            return None
        formal = function.arguments[0]
        (argument,) = node.args
        variable = argument if argument.op == "name" and not self.scope.known(argument.data) else name(formal)
        body = substitute(function.body, {formal: variable})
        derived = Node("der", (body,), (((variable, order),), False, True))
        return derived if variable == argument else Node("at", (derived, argument), (variable.data,))

    def _constant(self, node: Node, variable: Node) -> bool:
        names_ = free_names(node)
        if variable.data in names_:
            return False
        return not any(self._reaches(n, variable.data) for n in names_)

    def _reaches(self, canonical: str, target: str, depth: int = 0) -> bool:
        inner: set[str] = set(self.scope.depends.get(canonical, ()))
        if canonical in self.scope.names:
            inner |= free_names(self.scope.names[canonical])
        function = self.scope.functions.get(canonical)
        if function is not None and function.arguments is not None:
            inner |= set(function.arguments)
        return target in inner or (depth < 6 and any(self._reaches(n, target, depth + 1) for n in inner))

    def _derived(self, u: Node, x: Node, whole: Node) -> Node:
        if u == x:
            return num(1)
        if self._constant(u, x):
            return num(0)
        rule = _DERIVED.get(u.op)
        result = rule(self, u, x, whole) if rule is not None else None
        return Node("der", (u,), (((x, 1),), whole.data[1], True)) if result is None else result

    def _add(self, u: Node, x: Node, whole: Node) -> Node | None:
        if "sum" not in self.allowed:
            return None
        return Node("add", tuple(self._derived(term, x, whole) for term in u.args))

    def _neg(self, u: Node, x: Node, whole: Node) -> Node | None:
        if not self.allowed & _LINEAR:
            return None
        return Node("neg", (self._derived(u.args[0], x, whole),))

    def _sum(self, u: Node, x: Node, whole: Node) -> Node | None:
        if "sum" not in self.allowed or u.data == x.data:
            return None
        return Node("sum", (self._derived(u.args[0], x, whole), *u.args[1:]), u.data)

    def _mul(self, u: Node, x: Node, whole: Node) -> Node | None:
        constants = tuple(f for f in u.args if self._constant(f, x))
        varying = tuple(f for f in u.args if not self._constant(f, x))
        power = self._as_power(u, x)
        if power is not None and (len(varying) == 1 or "product" not in self.allowed):
            return power
        if constants and "constant factor" in self.allowed:
            inner = varying[0] if len(varying) == 1 else Node("mul", varying)
            return Node("mul", (*constants, self._derived(inner, x, whole)))
        if "product" in self.allowed and len(u.args) > 1:
            terms = []
            for at, factor in enumerate(u.args):
                terms.append(Node("mul", (*u.args[:at], self._derived(factor, x, whole), *u.args[at + 1 :])))
            return Node("add", tuple(terms))
        return None

    def _div(self, u: Node, x: Node, whole: Node) -> Node | None:
        upper, lower = u.args
        if self._constant(lower, x):
            if "constant factor" not in self.allowed:
                return None
            return Node("div", (self._derived(upper, x, whole), lower))
        if "quotient" in self.allowed:
            first = Node("mul", (self._derived(upper, x, whole), lower))
            second = Node("mul", (upper, self._derived(lower, x, whole)))
            return Node("div", (Node("add", (first, Node("neg", (second,)))), Node("pow", (lower, num(2)))))
        power = self._as_power(u, x)
        if power is not None:
            return power
        if self._constant(upper, x) and upper != num(1) and "constant factor" in self.allowed:
            return Node("mul", (upper, self._derived(Node("div", (num(1), lower)), x, whole)))
        if self._constant(upper, x) and lower != x and "chain" in self.allowed:
            slope = Node("div", (Node("neg", (upper,)), Node("pow", (lower, num(2)))))
            return Node("mul", (slope, self._derived(lower, x, whole)))
        return None

    def _as_power(self, u: Node, x: Node) -> Node | None:
        """``c x^r`` in whatever form, by the power rule."""
        if "power" not in self.allowed or x.op != "name":
            return None
        try:
            value = self.meaning.value(u)
            symbol = self.meaning.symbol(x.data)
        except Unreadable:
            return None
        if not isinstance(value, sympy.Expr) or any(n in self.scope.names for n in free_names(u) | {x.data}):
            return None
        coefficient, power = value.as_independent(symbol, as_Add=False)
        base, exponent = power.as_base_exp()
        if base != symbol or symbol in exponent.free_symbols:
            return None
        if coefficient != 1 and "constant factor" not in self.allowed:
            return None
        return Node("value", (), coefficient * exponent * symbol ** (exponent - 1))

    def _pow(self, u: Node, x: Node, whole: Node) -> Node | None:
        base, exponent = u.args
        if base == x and self._constant(exponent, x):
            if "power" not in self.allowed:
                return None
            return Node("mul", (exponent, Node("pow", (x, Node("add", (exponent, num(-1)))))))
        if self._constant(exponent, x):
            if "chain" not in self.allowed:
                return self._as_power(u, x)
            lowered = Node("pow", (base, Node("add", (exponent, num(-1)))))
            return Node("mul", (exponent, lowered, self._derived(base, x, whole)))
        slope = Node("mul", (u, Node("fn", (base,), "ln")))
        if self._constant(base, x) and base.op != "const":
            return self._outer(slope, exponent, x, whole)
        if base == Node("const", data="e"):
            return self._outer(u, exponent, x, whole)
        return None

    def _outer(self, slope: Node, inner: Node, x: Node, whole: Node) -> Node | None:
        """A standard derivative of an inner expression, if the rules reach it."""
        if inner == x:
            return slope if "table" in self.allowed else None
        if "chain" in self.allowed:
            return Node("mul", (slope, self._derived(inner, x, whole)))
        if "affine" in self.allowed:
            factor = self._slope_of_line(inner, x)
            if factor is not None:
                return Node("mul", (slope, Node("value", (), factor)))
        return None

    def _slope_of_line(self, inner: Node, x: Node) -> Any | None:
        try:
            value, symbol = self.meaning.value(inner), self.meaning.symbol(x.data)
        except Unreadable:
            return None
        if not isinstance(value, sympy.Expr) or x.op != "name" or x.data in self.scope.names:
            return None
        slope = value.diff(symbol)
        return None if symbol in slope.free_symbols else slope

    def _fn(self, u: Node, x: Node, whole: Node) -> Node | None:
        if len(u.args) != 1:
            return None
        (inner,) = u.args
        if u.data == "sqrt" and inner == x and "power" in self.allowed:
            return self._pow(Node("pow", (x, Node("div", (num(1), num(2))))), x, whole)
        variable = Node("name", data="u")
        outer = Node("fn", (variable,), u.data)
        slope = Node("at", (Node("free", (outer,)), inner), ("u",))
        return self._outer(slope, inner, x, whole)

    def _call(self, u: Node, x: Node, whole: Node) -> Node | None:
        title, order = u.data
        function = self.scope.functions[title]
        if function.body is not None:
            if order != 0 or function.arguments is None or not self.definitions:
                return None
            formals = dict(zip(function.arguments, u.args, strict=True))
            return self._derived(substitute(function.body, formals), x, whole)
        if len(u.args) == 1 and isinstance(order, int):
            slope = Node("call", u.args, (title, order + 1))
            if u.args[0] == x:
                return slope
            if "chain" in self.allowed:
                return Node("mul", (slope, self._derived(u.args[0], x, whole)))
            return None
        return self._total(u, x, whole)

    def _total(self, u: Node, x: Node, whole: Node) -> Node | None:
        """Leibniz: a dependent name, or a function of several of them, along a path."""
        if "chain" not in self.allowed:
            return None
        return Node("free", (Node("der", (u,), (((x, 1),), whole.data[1], True)),))

    def _name(self, u: Node, x: Node, whole: Node) -> Node | None:
        if u.data in self.scope.names and self.definitions:
            return self._derived(self.scope.names[u.data], x, whole)
        if u.data in self.scope.depends:
            return self._total(u, x, whole)
        return None


_DERIVED: dict[str, Callable[[_Rewrite, Node, Node, Node], Node | None]] = {
    "add": _Rewrite._add,
    "neg": _Rewrite._neg,
    "sum": _Rewrite._sum,
    "mul": _Rewrite._mul,
    "div": _Rewrite._div,
    "pow": _Rewrite._pow,
    "fn": _Rewrite._fn,
    "call": _Rewrite._call,
    "name": _Rewrite._name,
}


# ---- rules that are not about differentiation ------------------------------------------------------------


def _algebra(left: Node, right: Node, judge: Judge) -> bool:
    return _agree(left, right, judge, _Hidden(judge, definitions=False, places=False))


def _definition(left: Node, right: Node, judge: Judge) -> bool:
    if _algebra(left, right, judge):
        return False
    if _agree(left, right, judge, _Hidden(judge, places=False)):
        return True
    for first, second in ((left, right), (right, left)):
        quotient = _as_quotients(first, second, judge)
        if quotient is not None and _agree(quotient, second, judge, _Hidden(judge)):
            return True
    notation = [{part.op for part in side.walk()} & {"nabla", "jacobian", "hessian"} for side in (left, right)]
    return notation[0] != notation[1]


def _as_quotients(first: Node, second: Node, judge: Judge) -> Node | None:
    """Derivatives in the first side as difference quotients, with the step of the second side's limit."""
    limits = [part for part in second.walk() if part.op == "lim"]
    if not limits:
        return None
    step = Node("add", (name(limits[0].data[0]), Node("neg", (limits[0].args[1],))))
    return _quotients(first, step, judge)


def _quotients(node: Node, step: Node, judge: Judge) -> Node:
    if node.op == "der" and len(node.data[0]) == 1 and node.data[0][0][1] == 1 and node.data[0][0][0].op == "name":
        variable = node.data[0][0][0]
        (operand,) = node.args
        if operand.op == "name" and operand.data in judge.scope.functions:
            operand = Node("call", (variable,), (operand.data, 0))
        moved = substitute(operand, {variable.data: Node("add", (variable, step))})
        return Node("div", (Node("add", (moved, Node("neg", (operand,)))), step))
    if node.op == "call" and node.data[1] == 1 and len(node.args) == 1:
        here = Node("call", node.args, (node.data[0], 0))
        there = Node("call", (Node("add", (node.args[0], step)),), (node.data[0], 0))
        return Node("div", (Node("add", (there, Node("neg", (here,)))), step))
    return node.map(lambda arg: _quotients(arg, step, judge))


def _limit(left: Node, right: Node, judge: Judge) -> bool:
    counts = [sum(part.op == "lim" for part in side.walk()) for side in (left, right)]
    if counts[0] == 0:
        return False
    if counts[0] == counts[1] and _agree(left, right, judge, _Hidden(judge)):
        return False
    if _derivatives(left) <= _derivatives(right):
        return True
    return _agree(left, right, judge, _Hidden(judge, limits=True))


def _derivatives(node: Node) -> set[str]:
    """The derivatives that an expression shows, as text."""
    return {
        show(part)
        for part in node.walk()
        if part.op == "der" or (part.op == "call" and part.data[1] != 0)
    }  # fmt: skip


def _evaluate(left: Node, right: Node, judge: Judge) -> bool:
    def unfinished(side: Node) -> int:
        return sum(_evaluable(part) for part in side.walk())

    if unfinished(right) >= unfinished(left):
        return False
    if _derivatives(left) <= _derivatives(right) or not _derivatives(left):
        return _agree(left, right, judge, _Hidden(judge, limits=not _limits(left)))
    inside = {
        text
        for part in left.walk()
        if part.op in ("at", "between") or _at_number(part)
        for text in _derivatives(part)
    }  # fmt: skip
    return _derivatives(left) <= inside | _derivatives(right)


def _limits(node: Node) -> bool:
    return any(part.op == "lim" for part in node.walk())


def _at_number(node: Node) -> bool:
    return node.op == "call" and not any(free_names(arg) for arg in node.args)


def _evaluable(node: Node) -> bool:
    """Whether a node asks to be evaluated: at a point, an integral, a sum, or arithmetic with numbers."""
    if node.op in _NODES_OF_EVALUATION or _at_number(node):
        return True
    numbers = [arg for arg in node.args if not free_names(arg)]
    return node.op in ("add", "mul", "pow", "fn", "div") and len(numbers) == len(node.args) and not _plain_number(node)


def _plain_number(node: Node) -> bool:
    return (
        node.op == "div"
        and all(arg.op in ("num", "const") for arg in node.args)
        and (node.args[0].op == "const" or sympy.gcd(*(int(a.data) if a.op == "num" else 1 for a in node.args)) == 1)
    )


# ---- earlier equations -----------------------------------------------------------------------------------


def _by_equation(left: Node, right: Node, judge: Judge, latex: str) -> bool:
    """Whether one side of an earlier equation occurs in the step and is replaced by another of its sides."""
    from mvcalc.claims.judge import Chain

    sides: list[Node] = []
    for chain in Chain.read(latex, judge.scope.copy()):
        sides += [link.left for link in chain.links[:1]] + [link.right for link in chain.links]
    for pattern in sides:
        for replacement in sides:
            if pattern == replacement or pattern.op == "num":
                continue
            for first, second in ((left, right), (right, left)):
                changed = _replaced(first, pattern, replacement, judge)
                if changed is None:
                    continue
                hidden = _Hidden(judge, _LINEAR | _LEAVES)
                carried = _Hidden(judge, _LINEAR | _LEAVES, limits=True)
                if (
                    changed == second
                    or _agree(changed, second, judge, hidden)
                    or _agree(changed, second, judge, carried)
                ):
                    return True
    return False


def _replaced(node: Node, pattern: Node, replacement: Node, judge: Judge) -> Node | None:
    """The node with every instance of a pattern replaced; None if there is none."""
    found = False

    def visit(part: Node) -> Node:
        nonlocal found
        matched: dict[str, Node] = {}
        if _matches(pattern, part, matched, judge):
            found = True
            return substitute(replacement, matched)
        if pattern.op in ("mul", "add") and part.op == pattern.op and len(part.args) > len(pattern.args):
            for at in range(len(part.args) - len(pattern.args) + 1):
                piece = Node(part.op, part.args[at : at + len(pattern.args)])
                matched = {}
                if _matches(pattern, piece, matched, judge):
                    found = True
                    rest = (
                        *part.args[:at],
                        substitute(replacement, matched),
                        *part.args[at + len(pattern.args) :],
                    )
                    return Node(part.op, rest)
        return part.map(visit)

    changed = visit(node)
    return changed if found else None


def _matches(pattern: Node, node: Node, matched: dict[str, Node], judge: Judge) -> bool:
    """Whether a node is a pattern with expressions in the place of its undeclared names."""
    if pattern.op == "name" and not judge.scope.known(pattern.data):
        if pattern.data in matched:
            return matched[pattern.data] == node
        matched[pattern.data] = node
        return True
    if pattern.op == "der" and node.op == "der":
        (pairs, partial, _), (others, other_partial, _) = pattern.data, node.data
        if partial != other_partial or [order for _, order in pairs] != [order for _, order in others]:
            return False
        if not all(_matches(a, b, matched, judge) for (a, _), (b, _) in zip(pairs, others, strict=True)):
            return False
    elif pattern.op in ("lim", "sum", "prod", "int") and node.op == pattern.op:
        variables = [p.data[0] if p.op == "lim" else p.data for p in (pattern, node)]
        if pattern.op == "lim" and pattern.data[1] != node.data[1]:
            return False
        if matched.setdefault(variables[0], name(variables[1])) != name(variables[1]):
            return False
    elif pattern.op != node.op or pattern.data != node.data:
        return False
    return len(pattern.args) == len(node.args) and all(
        _matches(a, b, matched, judge) for a, b in zip(pattern.args, node.args, strict=True)
    )


_CHECKS: dict[str, Callable[[Node, Node, Judge], bool]] = {
    "algebra": _algebra,
    "definition": _definition,
    "limit": _limit,
    "evaluate": _evaluate,
}
