"""The declarations in force on a page: what is a function, a vector or data, and what has been defined."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mvcalc.claims.latex import Row, Token, Unreadable, rows, tokens
from mvcalc.claims.nodes import Node, free_names, name, num, show
from mvcalc.claims.reader import RELATIONS, Reader, _split, split_relations

__all__ = ["Domain", "Family", "Function", "Scope"]


@dataclass(frozen=True)
class Function:
    """A function: its arguments (None: as many as it is given), its body, and its size if it is a vector."""

    arguments: tuple[str, ...] | None
    body: Node | None = None
    size: int | None = None


@dataclass(frozen=True)
class Family:
    """An indexed family x_i: its index, the range, and the body if it is defined."""

    index: str
    lower: Node
    upper: Node
    body: Node | None = None


@dataclass(frozen=True)
class Domain:
    """Where a scalar lives: bounds (expression, inclusive) and whether it is an integer."""

    integer: bool = False
    lower: tuple[Node, bool] | None = None
    upper: tuple[Node, bool] | None = None


@dataclass
class Scope:
    r"""The declarations in force on a page up to here.

    Examples
    --------
    >>> scope = Scope()
    >>> scope.declare(r"\sigma(z) = \frac{1}{1+e^{-z}}")
    >>> scope.functions[r"\sigma"].arguments
    ('z',)
    """

    functions: dict[str, Function] = field(default_factory=dict)
    names: dict[str, Node] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    depends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: dict[str, tuple[int, int]] = field(default_factory=dict)
    identities: set[str] = field(default_factory=set)
    domains: dict[str, Domain] = field(default_factory=dict)
    solves: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    holds: list[tuple[Node, Node]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Scope:
        """An independent scope with the same declarations."""
        other = Scope()
        for key, value in vars(self).items():
            setattr(other, key, copy.copy(value))
        return other

    def known(self, canonical: str) -> bool:
        """Whether a name has been declared or bound in any way."""
        return (
            any(
                canonical in table
                for table in (
                    self.functions,
                    self.names,
                    self.families,
                    self.depends,
                    self.shapes,
                    self.domains,
                )
            )
            or canonical in self.solves
        )

    def declare(self, line: str) -> None:
        r"""Take in one line of a ``{given}`` block.

        Parameters
        ----------
        line : str
            Such as ``function f(x, y)``, ``vector x in R^3`` or ``f(x, y) = x^2 y``.

        Raises
        ------
        Unreadable
            If the line is none of the declarations, or contradicts an earlier one.

        Examples
        --------
        >>> scope = Scope()
        >>> scope.declare("real 0 < a < 1")
        >>> scope.declare("vektor x in R^3")
        Traceback (most recent call last):
        ...
        mvcalc.claims.latex.Unreadable: 'vektor x in R^3' is no declaration; expected function, depends, ...
        """
        line = line.strip()
        word, _, rest = line.partition(" ")
        if word in _DECLARATIONS and rest.strip():
            _DECLARATIONS[word](self, rest.strip())
        elif line.endswith(" holds"):
            left, right = self._equation(line[: -len(" holds")])
            self.holds.append((left, right))
        elif " solves " in line:
            target, _, equation = line.partition(" solves ")
            self.solves[self._name(target)] = self._equation(equation)
        elif "=" in line and not re.match(r"[A-Za-z]{3,} ", line):
            if not self._define_family(line):
                self.define(line, must_bind=True)
        else:
            expected = "function, depends, vector, matrix, identity, data, integer, real, … solves …, … holds or …=…"
            raise Unreadable(f"{line!r} is no declaration; expected {expected}")

    def define(self, latex: str, must_bind: bool = False) -> None:
        r"""Bind what a definition defines: a name, ``f(x, y)`` or ``x_i`` on the left.

        Raises
        ------
        Unreadable
            If it cannot be read, or if the name already has a second, different meaning.

        Examples
        --------
        >>> scope = Scope()
        >>> scope.define("f(x) = x^2")
        >>> scope.define("f(x) = x^3")
        Traceback (most recent call last):
        ...
        mvcalc.claims.latex.Unreadable: 'f' is already defined as x**2, now as x**3
        """
        lines = rows(latex)
        heads = [index for index, row in enumerate(lines) if _leads(row)]
        for position, first in enumerate(heads or [0]):
            last = heads[position + 1] if position + 1 < len(heads) else len(lines)
            try:
                self._define_one(lines[first:last], must_bind)
            except Unreadable as error:
                error.row = max(error.row, first)
                raise

    def _define_one(self, lines: list[Row], must_bind: bool) -> None:
        found = [token for line in lines for token in line.tokens]
        assignment = [at for at, token in enumerate(found) if token.text == ":"]
        if assignment and found[assignment[0] + 1 : assignment[0] + 2] and found[assignment[0] + 1].text == "=":
            del found[assignment[0]]
        sides, relations = split_relations(found)
        if not relations or relations[0] != "=":
            raise Unreadable("a definition without '='; expected 'name = expression'")
        reader = Reader(self, found)
        target = self._target(sides[0])
        if target is None:
            if must_bind:
                raise Unreadable(f"{_text(sides[0])!r} cannot be defined; expected a name, f(x) or x_i")
            for side in sides:
                self._read_notation(reader, side)
            return
        canonical, arguments, index = target
        local = Reader(self, found, [*(arguments or ()), *([index] if index else ())])
        bodies = [local.side(side) for side in sides[1:]]
        if canonical in {part.data for part in bodies[-1].walk() if part.op in ("name", "entry")}:
            if must_bind:
                raise Unreadable(f"{canonical!r} is defined by itself; expected '{canonical} solves …'")
            return
        if index is not None and index in free_names(bodies[-1]):
            self._bind(self.families, canonical, Family(index, num(1), name("\\infty"), bodies[-1]))
        elif index is not None:
            self._bind(self.names, f"{canonical}_{index}", bodies[-1])
        elif arguments is None:
            self._bind(self.names, canonical, bodies[-1])
        else:
            self._bind(self.functions, canonical, Function(arguments, bodies[-1]))

    def _read_notation(self, reader: Reader, side: list[Token]) -> None:
        """A side of a definition that binds nothing; ``D_r f`` and the like may stand on the left."""
        texts = [token.text for token in side if token.kind != "space"]
        if texts[:2] == ["D", "_"]:
            return
        reader.side(side)

    def _bind(self, table: dict[str, Any], canonical: str, meaning: Any) -> None:
        """Enter a meaning; an unspecified function may be given its body once."""
        old = table.get(canonical)
        unspecified = isinstance(old, Function) and old.body is None
        elsewhere = any(
            canonical in other
            for other in (self.functions, self.names, self.families, self.depends)
            if other is not table
        )
        if (old is not None and old != meaning and not unspecified) or elsewhere:
            before = old if not isinstance(old, (Function, Family)) else old.body
            after = meaning if isinstance(meaning, Node) else meaning.body
            told = f", now as {show(after)}" if isinstance(after, Node) else ""
            told = f"as {show(before)}{told}" if isinstance(before, Node) else "as something else"
            raise Unreadable(f"{canonical!r} is already defined {told}")
        table[canonical] = meaning

    def _target(self, side: list[Token]) -> tuple[str, tuple[str, ...] | None, str | None] | None:
        """What a left side binds: a name, with arguments or with an index; None if it binds nothing."""
        found = [token for token in side if token.kind != "space"]
        while found and found[0].text in (r"\left", r"\right"):
            found = found[1:]
        found = [token for token in found if token.text not in (r"\left", r"\right")]
        if not found or any(token.text in ("'", r"\nabla", r"\frac", "+", "-") for token in found):
            return None
        arguments: tuple[str, ...] | None = None
        bare = Reader(Scope())
        try:
            if found[-1].text == ")":
                opening = max(at for at, token in enumerate(found) if token.text == "(")
                if opening == 0 or found[opening - 1].text == "{":
                    return None
                arguments = tuple(bare._lone_name(part) for part in _split(found[opening + 1 : -1], ","))
                found = found[:opening]
            head, subscript, layer = bare.parts(found)
        except (Unreadable, ValueError):
            return None
        if head in ("e", r"\pi", "i"):
            raise Unreadable(f"{head!r} is a constant or an index and cannot be defined")
        if subscript is None:
            return head + layer, arguments, None
        text = _text(subscript)
        if len(subscript) == 1 and subscript[0].kind == "letter" and arguments is None and "mathbf" not in head:
            return head + layer, None, text
        resolved = bare._resolve(head, subscript, layer)
        return str(resolved.data), arguments, None

    # ---- the lines of a {given} block ---------------------------------------------------------------------

    def _name(self, text: str) -> str:
        return Reader(self)._lone_name(tokens(text))

    def _equation(self, text: str) -> tuple[Node, Node]:
        found = tokens(text)
        sides, relations = split_relations(found)
        if relations != ["="]:
            raise Unreadable(f"{text!r} where one equation was expected")
        reader = Reader(self, found)
        return reader.side(sides[0]), reader.side(sides[1])

    def _define_family(self, line: str) -> bool:
        match = re.fullmatch(r"(.*)\s+for\s+([a-z])\s*=\s*(.+?)\s*\.\.\s*(.+)", line)
        if match is None:
            return False
        equation, index, lower, upper = match.groups()
        sides, relations = split_relations(tokens(equation))
        target = self._target(sides[0])
        if relations != ["="] or target is None or target[2] != index:
            raise Unreadable(f"{line!r}; expected 'name_{index} = expression for {index} = a..b'")
        reader = Reader(self, tokens(equation), [index])
        family = Family(index, self._side(lower), self._side(upper), reader.side(sides[1]))
        self._bind(self.families, target[0], family)
        return True

    def _side(self, text: str) -> Node:
        found = tokens(text)
        return Reader(self, found).side(found)

    def _declare_functions(self, rest: str) -> None:
        size = re.fullmatch(r"(.*)\s+in\s+R\^\{?(\d)\}?", rest)
        if size:
            rest = size.group(1)
        for part in _split(tokens(rest), ","):
            canonical, arguments = self._applied(part)
            if size is None and "\\mathbf" in canonical:
                raise Unreadable(f"the values of {canonical!r} have no declared size; expected 'function … in R^3'")
            function = Function(arguments, None, int(size.group(2)) if size else None)
            old = self.functions.get(canonical)
            if (old is not None and old != function) or canonical in self.names or canonical in self.domains:
                raise Unreadable(f"{canonical!r} is already declared as something else")
            self.functions[canonical] = function

    def _applied(self, part: list[Token]) -> tuple[str, tuple[str, ...] | None]:
        opening = next(
            (at for at, token in enumerate(part) if token.text == "(" and at and part[at - 1].text != "{"),
            None,
        )
        reader = Reader(Scope())
        if opening is None:
            return reader._lone_name(part), None
        if part[-1].text != ")":
            raise Unreadable(f"{_text(part)!r} where 'name(argument, …)' was expected")
        arguments = tuple(reader._lone_name(piece) for piece in _split(part[opening + 1 : -1], ","))
        return reader._lone_name(part[:opening]), arguments

    def _declare_depends(self, rest: str) -> None:
        for part in _split(tokens(rest), ","):
            canonical, arguments = self._applied(part)
            if arguments is None:
                raise Unreadable(f"{_text(part)!r} where 'x(t)' was expected")
            if (
                canonical in self.functions
                or canonical in self.names
                or self.depends.get(canonical, arguments) != arguments
            ):
                raise Unreadable(f"{canonical!r} is already declared as something else")
            self.depends[canonical] = arguments

    def _declare_shape(self, word: str, rest: str) -> None:
        pattern = r"(.+?)\s+in\s+R\^(\{[^}]*\}|\w)"
        for part in re.split(r",\s*(?![^{]*\})", rest):
            match = re.fullmatch(
                pattern,
                part if " in " in part else part + rest[rest.index(" in ") :] if " in " in rest else part,
            )
            if match is None:
                raise Unreadable(
                    f"'{word} {rest}'; expected '{word} name in R^{'3' if word == 'vector' else '{3 x 2}'}'"
                )
            text, size = match.groups()
            sizes = [self._size(piece) for piece in re.split(r"\s*(?:x|\\times)\s*", size.strip("{} "))]
            if len(sizes) != (1 if word == "vector" else 2):
                raise Unreadable(f"{size!r} as a size; expected {'one number' if word == 'vector' else 'm x n'}")
            canonical = self._name(text)
            if word == "vector" and "\\mathbf" not in canonical:
                canonical = self._bold(canonical)
            shape = (sizes[0], 1 if word == "vector" else sizes[1])
            if self.shapes.get(canonical, shape) != shape or canonical in self.names or canonical in self.functions:
                raise Unreadable(f"{canonical!r} is already declared as something else")
            self.shapes[canonical] = shape
            if word == "identity":
                if shape[0] != shape[1]:
                    raise Unreadable(f"identity {canonical!r} of size {shape}; expected a square one")
                self.identities.add(canonical)

    @staticmethod
    def _bold(canonical: str) -> str:
        match = re.match(r"(\\Delta ?)?(\\?[A-Za-z]+|\\[a-z]+\{[^}]*\})(.*)", canonical)
        assert match is not None
        prefix, head, rest = match.groups()
        return f"{(prefix or '').strip()}\\mathbf{{{head}}}{rest}"

    def _size(self, text: str) -> int:
        text = text.strip()
        if text.isdigit() and 1 <= int(text) <= 8:
            return int(text)
        if re.fullmatch("[a-zA-Z]", text):
            return self.sizes.setdefault(text, (3, 2, 4, 5)[len(self.sizes) % 4])
        raise Unreadable(f"{text!r} as a size; expected a number from 1 to 8, or a letter")

    def _declare_data(self, rest: str) -> None:
        match = re.fullmatch(r"(.*?)\s+for\s+([a-z])\s*=\s*(.+?)\s*\.\.\s*(.+)", rest)
        if match is None:
            raise Unreadable(f"'data {rest}'; expected 'data x_i, y_i for i = 1..n'")
        listed, index, lower, upper = match.groups()
        family = Family(index, self._side(lower), self._side(upper))
        for part in _split(tokens(listed), ","):
            target = self._target(part)
            if target is None or target[2] != index:
                raise Unreadable(f"{_text(part)!r} where data such as 'x_{index}' was expected")
            self._bind(self.families, target[0], family)

    def _declare_scalars(self, rest: str, integer: bool) -> None:
        for plain, latex in ((">=", r"\ge "), ("<=", r"\le "), ("!=", r"\ne ")):
            rest = rest.replace(plain, latex)
        found = tokens(rest)
        sides, relations = split_relations(found)
        if len(sides) > 3:
            raise Unreadable(f"{rest!r}; expected 'x > a' or 'a < x < b'")
        middle = sides[1] if len(sides) == 3 else sides[0]
        words = [self._lone_scalar(part) for part in _split(middle, ",")]
        reader = Reader(self, found)
        lower = upper = None
        if len(sides) == 3:
            ends = [reader.side(sides[0]), reader.side(sides[2])]
            if relations[0][0] != relations[1][0] or relations[0][0] not in "<>":
                raise Unreadable(f"{rest!r}; expected 'a < x < b'")
            bounds = [(end, relation.endswith("=")) for end, relation in zip(ends, relations, strict=True)]
            lower, upper = bounds if relations[0][0] == "<" else bounds[::-1]
        elif len(sides) == 2 and relations[0][0] in "<>":
            bound = (reader.side(sides[1]), relations[0].endswith("="))
            lower, upper = (bound, None) if relations[0][0] == ">" else (None, bound)
        elif len(sides) == 2 and relations[0] != "!=":
            raise Unreadable(f"{rest!r}; expected an inequality")
        for canonical in words:
            if canonical in self.functions:
                raise Unreadable(f"{canonical!r} is already declared as a function")
            self.domains[canonical] = Domain(integer, lower, upper)

    def _lone_scalar(self, part: list[Token]) -> str:
        return Reader(Scope())._lone_name(part)


def _leads(row: Row) -> bool:
    """Whether a row is an equation of its own: it does not begin with a relation, a sign or spacing."""
    continued = row.tokens and (row.tokens[0].kind == "space" or row.tokens[0].text in (*RELATIONS, "+", "-"))
    return not continued and any(token.text in RELATIONS for token in row.tokens)


def _text(found: list[Token]) -> str:
    return "".join(token.text for token in found)


_DECLARATIONS: dict[str, Callable[[Scope, str], None]] = {
    "function": Scope._declare_functions,
    "depends": Scope._declare_depends,
    "vector": lambda scope, rest: scope._declare_shape("vector", rest),
    "matrix": lambda scope, rest: scope._declare_shape("matrix", rest),
    "identity": lambda scope, rest: scope._declare_shape("identity", rest),
    "data": Scope._declare_data,
    "integer": lambda scope, rest: scope._declare_scalars(rest, True),
    "real": lambda scope, rest: scope._declare_scalars(rest, False),
}
