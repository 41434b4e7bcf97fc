"""Decides displayed equations: numbers first, then a bounded attempt at a proof.

A link is *false* only on a counterexample, so every verdict against an author comes with one. What the words
mean is said beside `STATUSES`.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import mpmath
import sympy
from mpmath import mp, mpf
from sympy import Expr

from mvcalc.claims import rules
from mvcalc.claims.latex import Token, Unreadable, rows
from mvcalc.claims.meaning import Meaning, TooLarge, UnknownSize, Value
from mvcalc.claims.nodes import BINDERS, Node, free_names, name, num, plain, show
from mvcalc.claims.numeric import DIGITS, Budget, NoValue, Point, Unsettled, generic, title
from mvcalc.claims.prove import is_shown
from mvcalc.claims.reader import Reader, _split, _tuple, split_relations
from mvcalc.claims.scope import Domain, Scope
from mvcalc.claims.slope import Smooth, free

__all__ = ["STATUSES", "Chain", "Judge", "LinkVerdict", "decide", "worst"]

STATUSES = ("proved", "numeric", "instance", "not judged", "undecided", "unreadable", "false")
"""From best to worst: the difference simplifies to zero; it agrees to 35 digits wherever it was tried; it
does so for explicit entries of vectors and matrices; nothing was to be judged; neither proved nor refuted;
the reader refused; a counterexample was found."""

SECONDS = 10.0
WANTED = 8
TRIES = 60
MAX_INSTANCES = 81
CLOSE = mpf("1e-12")


@dataclass(frozen=True)
class LinkVerdict:
    """What was decided about one link of a chain.

    Attributes
    ----------
    row : int
        The row, from 0, on which the link's right side stands.
    rule : str or None
        The rule that the row's note names.
    status : str
        One of `STATUSES`.
    detail : str
        A counterexample or a reason; empty where there is nothing to say.
    reading : str
        How both sides were read.
    symbolic : bool
        Whether the difference simplifies to zero (or, of an inequality, to something of one sign), for an
        ``instance`` in every entry and at every index.
    """

    row: int
    rule: str | None
    status: str
    detail: str
    reading: str
    symbolic: bool = False


def worst(statuses: Sequence[str]) -> str:
    """The worst of some statuses.

    >>> worst(["proved", "false", "numeric"])
    'false'
    """
    return max(statuses, key=STATUSES.index, default="not judged")


@dataclass
class Link:
    """Two neighbouring sides of a chain."""

    left: Node
    right: Node
    relation: str
    row: int
    tokens: Sequence[Token]
    note: str = ""
    before: Node | None = None
    exact: Node | None = None


@dataclass
class Chain:
    """A display as sides and links; rows that begin without a relation begin a new chain."""

    links: list[Link] = field(default_factory=list)
    first: Node | None = None

    @staticmethod
    def read(latex: str, scope: Scope) -> list[Chain]:
        """Read a display.

        Raises
        ------
        Unreadable
            With the row in its attribute ``row``.
        """
        lines = rows(latex)
        everything = [token for line in lines for token in line.tokens]
        chains: list[Chain] = []
        pieces: list[tuple[str | None, list[Token], int, str]] = []
        for index, line in enumerate(lines):
            if not line.tokens:
                raise Unreadable("an empty row", line.start, index)
            sides, relations = split_relations(line.tokens)
            lead = [token for token in sides[0] if token.kind != "space"]
            if pieces and lead and not relations and lead[0].text in "+-":
                last_kind, found, start, note = pieces[-1]
                pieces[-1] = (last_kind, [*found, *lead], start, line.note or note)
                continue
            if lead:
                pieces.append((None, lead, index, line.note if not relations else ""))
            elif not pieces and relations:
                raise Unreadable("nothing before the first relation", line.start, index)
            for position, (relation, side) in enumerate(zip(relations, sides[1:], strict=True)):
                last = position == len(relations) - 1
                pieces.append((relation, side, index, line.note if last else ""))
        row = 0
        try:
            reader = Reader(scope, everything)
            previous: Node | None = None
            before: Node | None = None
            exact: Node | None = None
            seen_row = -1
            for kind, found, row, note in pieces:
                node = reader.side(found)
                if kind is None:
                    chains.append(Chain(first=node))
                    before, exact, seen_row = node, None, row
                else:
                    assert previous is not None
                    if row != seen_row:
                        before, seen_row = previous, row
                    chains[-1].links.append(Link(previous, node, kind, row, found, note, before, exact))
                    exact = None if kind != "=" else exact
                if not any(part.op in ("bigo", "dots") for part in node.walk()):
                    exact = node
                previous = node
        except Unreadable as error:
            error.row = row
            raise
        return chains


def decide(
    kind: str,
    latex: str,
    scope: Scope,
    solution: str | None = None,
    equations: Mapping[str, str] | None = None,
) -> list[LinkVerdict]:
    r"""Decide a displayed equation or chain; bad LaTeX gives ``unreadable``, never an exception.

    Parameters
    ----------
    kind : str
        ``derive``, ``claim``, ``condition`` or ``define``.
    latex : str
        The display.
    scope : Scope
        The declarations in force; a ``derive`` may bind the name at its far left in it.
    solution : str, optional
        For a condition: equations such as ``x = 1, y = 2`` that are claimed to solve it.
    equations : mapping, optional
        LaTeX of earlier labelled equations, for notes such as ``by eq-sin-limit``.

    Returns
    -------
    list of LinkVerdict
        One a link.

    Examples
    --------
    >>> from mvcalc.claims.scope import Scope
    >>> [link.status for link in decide("derive", r"\frac{d}{dx} x^2 = 2x = 3x", Scope())]
    ['proved', 'false']
    """
    try:
        if kind == "define":
            scope.copy().define(latex)
            return [LinkVerdict(0, None, "not judged", "", "")]
        chains = Chain.read(latex, scope)
        if kind == "condition":
            return _condition(chains, latex, scope, solution)
        links = [link for chain in chains for link in chain.links]
        if not links or any(not chain.links for chain in chains):
            raise Unreadable("no relation; expected an equation or an inequality")
        bound = _bind_far_left(chains, scope) if kind == "derive" else []
    except Unreadable as error:
        return [LinkVerdict(error.row, None, "unreadable", _where(error), "")]
    except RecursionError:
        return [LinkVerdict(0, None, "unreadable", "nested too deeply", "")]
    judge = Judge(scope, latex, equations)
    return [judge.link(link, definition=link in bound) for link in links]


def _where(error: Unreadable) -> str:
    return str(error) if error.position is None else f"{error} (at character {error.position + 1})"


def _bind_far_left(chains: list[Chain], scope: Scope) -> list[Link]:
    """Bind an undeclared lone name at the far left of a chain of two or more links to the rest."""
    bound = []
    for chain in chains:
        first = chain.links[0]
        lone = first.left.op == "name" and not scope.known(first.left.data) and first.relation == "="
        if lone and len(chain.links) >= 2 and first.left.data not in free_names(first.right):
            scope.names[first.left.data] = first.right
            bound.append(first)
    return bound


def _condition(chains: list[Chain], latex: str, scope: Scope, solution: str | None) -> list[LinkVerdict]:
    links = [link for chain in chains for link in chain.links]
    if not links:
        raise Unreadable("no relation; expected an equation to be solved")
    if solution is None:
        _check_shapes(links, scope)
        return [LinkVerdict(link.row, None, "not judged", "", _reading(link)) for link in links]
    found: list[LinkVerdict] = []
    for solved in _solutions(solution, scope):
        judge = Judge(solved, latex + solution, None)
        verdicts = [judge.link(link, typed=True) for link in links]
        found = [
            max(pair, key=lambda v: STATUSES.index(v.status)) for pair in zip(found or verdicts, verdicts, strict=True)
        ]
    return found


def _solutions(solution: str, scope: Scope) -> list[Scope]:
    """The scope with each solution put in; a name that is given again begins the next solution."""
    solved = [scope.copy()]
    given: set[str] = set()
    for part in _split([token for row in rows(solution) for token in row.tokens], ","):
        sides = [_tuple(side) for side in _split(part, "=")]
        if len(sides) != 2 or len(sides[0]) != len(sides[1]):
            raise Unreadable(f"solution {solution!r}; expected 'name = value, …'")
        for target, value in zip(*sides, strict=True):
            canonical = Reader(Scope()).parts(target)
            name_ = str(Reader(Scope())._resolve(*canonical).data)
            if name_ in given:
                solved.append(scope.copy())
                given.clear()
            given.add(name_)
            last = solved[-1]
            tables: list[dict[str, Any]] = [last.names, last.solves, last.domains, last.shapes, last.depends]
            for table in tables:
                table.pop(name_, None)
            last.names[name_] = Reader(scope, value).side(value)
    return solved


def _check_shapes(links: Sequence[Link], scope: Scope) -> None:
    """Shapes of what is only stated, where sizes are known."""
    for link in links:
        try:
            meaning = Meaning(scope)
            sides = [meaning.value(side) for side in (link.left, link.right)]
            _same_shape(*sides)
        except (UnknownSize, TooLarge):
            continue
        except Unreadable as error:
            error.row = link.row
            raise


def _reading(link: Link) -> str:
    return f"{show(link.left)}   and   {show(link.right)}"


def _same_shape(left: Value, right: Value) -> None:
    shapes = [value.shape if isinstance(value, sympy.MatrixBase) else (1, 1) for value in (left, right)]
    if shapes[0] != shapes[1]:
        told = " and ".join(f"{m} x {n}" for m, n in shapes)
        raise Unreadable(f"sides of shapes {told}; expected one shape")


def _entries(value: Value) -> list[Expr]:
    return list(value) if isinstance(value, sympy.MatrixBase) else [value]


BROKEN = (sympy.Abs, sympy.sign, sympy.Piecewise, sympy.Max, sympy.Min, sympy.floor, sympy.ceiling, sympy.Heaviside)
"""What is made of pieces: equal near 0 says nothing of equal further out, so points are sought there too."""


class Judge:
    """Decides links under a scope; everything random is drawn from the claim's own text."""

    def __init__(self, scope: Scope, text: str, equations: Mapping[str, str] | None) -> None:
        self.scope = scope
        self.seed = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        self.equations = dict(equations or {})
        self.budget = Budget()
        self.stop = time.monotonic() + SECONDS
        self.kept: dict[Any, tuple[list[Point], Iterator[Point]]] = {}
        self.known: dict[Any, Value] = {}

    # ---- one link ---------------------------------------------------------------------------------------

    def link(self, link: Link, definition: bool = False, typed: bool = False) -> LinkVerdict:
        """Decide one link, and the rule that its note names."""
        rule = rules.named(link.note)
        reading = _reading(link)
        try:
            if definition:
                Meaning(self.scope).value(link.right)
                return LinkVerdict(link.row, rule, "proved", f"defines {plain(link.left.data)}", reading, True)
            self.symbolic = False
            with mp.workdps(DIGITS):
                status, detail = self.decided(link, typed)
            if rule is not None and link.relation == "=" and status not in ("false", "undecided"):
                with mp.workdps(DIGITS):
                    refusal = rules.check(rule, link.before or link.left, link.right, self, link.note)
                if refusal:
                    return LinkVerdict(link.row, rule, "false", refusal, reading)
            return LinkVerdict(link.row, rule, status, detail, reading, self.symbolic)
        except TooLarge as error:
            return LinkVerdict(link.row, rule, "undecided", str(error), reading)
        except Unreadable as error:
            return LinkVerdict(link.row, rule, "unreadable", _where(error), reading)
        except Unsettled as error:
            return LinkVerdict(link.row, rule, "undecided", str(error), reading)
        except Exception as error:
            return LinkVerdict(link.row, rule, "undecided", f"beyond the judge ({type(error).__name__})", reading)

    def decided(self, link: Link, typed: bool = False) -> tuple[str, str]:
        """Status and detail of a link, its rule aside."""
        if link.relation == "~":
            return self._approximate(link)
        if any(part.op in ("bigo", "dots") for side in (link.left, link.right) for part in side.walk()):
            from mvcalc.claims.series import decide_series

            dots = any(part.op == "dots" for part in link.left.walk())
            if dots and link.exact is not None and not any(p.op in ("bigo", "dots") for p in link.right.walk()):
                return self.compare(link.exact, link.right, link.relation)  # dots stand for all that follows
            return decide_series(self, link)
        left, right = link.left, link.right
        indefinite = {p.data for s in (left, right) for p in s.walk() if p.op == "int" and len(p.args) == 1}
        if indefinite and link.relation == "=":
            left, right = self._differentiated(left, right, indefinite)
        return self.compare(left, right, link.relation, typed or _is_zero_typed(link))

    def _differentiated(self, left: Node, right: Node, indefinite: set[str]) -> tuple[Node, Node]:
        if len(indefinite) > 1:
            raise Unreadable("indefinite integrals in two variables; expected one")
        for side in (left, right):
            integral = any(part.op == "int" and len(part.args) == 1 for part in side.walk())
            terms = side.args if side.op == "add" else (side,)
            if not integral and not any(_is_constant_name(term) for term in terms):
                raise Unreadable("an indefinite integral without its '+ C'")
        variable = name(indefinite.pop())
        zero = Node("mul", (num(0), variable))

        def derived(side: Node) -> Node:
            return Node("der", (Node("add", (side, zero, variable)),), (((variable, 1),), False, True))

        return derived(left), derived(right)

    # ---- equality and order -----------------------------------------------------------------------------

    def compare(
        self, left: Node, right: Node, relation: str, zero_typed: bool = True, meaning: Any = Meaning
    ) -> tuple[str, str]:
        """Decide ``left relation right`` for every instance of its free indices."""
        instances = self.instances([left, right])
        proved, matrices, nothing = True, False, True
        for env in instances:
            try:
                values = [self._side(side, env, written=True) for side in (left, right)]
            except UnknownSize as error:
                raise Unreadable(str(error)) from None
            values = _zero_matrix(left, right, values)
            _same_shape(*values)
            matrices = matrices or isinstance(values[0], sympy.MatrixBase)
            entries = list(zip(_entries(values[0]), _entries(values[1]), strict=True))
            for position, (a, b) in enumerate(entries):
                told = _told(env, position, values[0])
                outcome = self.at_points(a, b, relation, told)
                if outcome is not None:
                    return "false", outcome
                nothing = nothing and self.all_zero
            if proved:
                eager = _zero_matrix(left, right, [self._side(side, env, written=False) for side in (left, right)])
                proved = all(
                    is_shown(a, b, relation) for a, b in zip(_entries(eager[0]), _entries(eager[1]), strict=True)
                )
        self.symbolic = proved
        if nothing and relation == "=" and not zero_typed:
            return "undecided", "both sides are identically 0; write 0 if that is what is meant"
        if matrices or len(instances) > 1 or self._vectors(left, right):
            return "instance", ""
        return ("proved" if proved and relation == "=" else "numeric"), ""

    def _vectors(self, left: Node, right: Node) -> bool:
        """Whether anything stands for as many numbers as its declaration says."""
        maps = {key for key, function in self.scope.functions.items() if function.size is not None}
        parts = [part for side in (left, right) for part in side.walk()]
        return any(
            (part.op == "name" and (part.data in self.scope.shapes or part.data in maps))
            or (part.op == "call" and part.data[0] in maps)
            for part in parts
        )

    def _side(self, node: Node, env: dict[str, Value], written: bool) -> Value:
        value = Meaning(self.scope, written, known=self.known).value(node, env)
        if not isinstance(value, sympy.MatrixBase):
            return self.constrained(value)
        return value.applyfunc(self.constrained) if self.scope.holds else value

    def constrained(self, expression: Expr) -> Expr:
        """Put in what the constraints of the page say about derivatives of dependent variables."""
        if not self.scope.holds:
            return expression
        return _implicit(expression, self._constraints())

    def _constraints(self) -> list[Expr]:
        meaning = Meaning(self.scope)
        return [meaning.value(left) - meaning.value(right) for left, right in self.scope.holds]

    def instances(self, sides: Sequence[Node]) -> list[dict[str, Value]]:
        """Values for the free indices of vectors and families of fixed size."""
        ranges: dict[str, tuple[int, int]] = {}
        whole: set[str] = set()
        meaning = Meaning(self.scope)
        for node, bound in itertools.chain.from_iterable(_with_bound(side, frozenset()) for side in sides):
            indices = node.args
            if node.op == "der":
                for variable, _ in node.data[0]:
                    if variable.op == "entry":
                        self._collect(variable.data, variable.args, bound, ranges, whole, meaning)
            if node.op == "entry":
                self._collect(node.data, indices, bound, ranges, whole, meaning)
        names = sorted(ranges)
        counts = [range(ranges[n][0], ranges[n][1] + 1) for n in names]
        combinations = list(itertools.islice(itertools.product(*counts), MAX_INSTANCES + 1))
        if len(combinations) > MAX_INSTANCES:
            raise TooLarge(f"more than {MAX_INSTANCES} combinations of indices")
        symbols = {n: sympy.Symbol(plain(n), integer=True) for n in whole - set(names)}
        return [{**symbols, **dict(zip(names, map(sympy.Integer, c), strict=True))} for c in combinations]

    def _collect(
        self,
        base: str,
        indices: Sequence[Node],
        bound: frozenset[str],
        ranges: dict[str, tuple[int, int]],
        whole: set[str],
        meaning: Meaning,
    ) -> None:
        family = self.scope.families.get(base)
        for position, index in enumerate(indices):
            if index.op != "name" or index.data in bound or self.scope.known(index.data):
                continue
            if family is not None:
                ends = (
                    (meaning.value(family.lower), meaning.value(family.upper)) if family.upper.data != "\\infty" else ()
                )
                if len(ends) == 2 and all(end.is_Integer for end in ends):
                    ranges.setdefault(index.data, (int(ends[0]), int(ends[1])))
                else:
                    whole.add(index.data)
            else:
                shape = self.scope.shapes.get(base)
                if shape is None:
                    value = meaning.value(name(base))
                    shape = value.shape if isinstance(value, sympy.MatrixBase) else (1, 1)
                ranges[index.data] = (1, shape[position])

    # ---- points -----------------------------------------------------------------------------------------

    all_zero = False
    symbolic = False

    def at_points(self, left: Expr, right: Expr, relation: str, told: str = "") -> str | None:
        """Try a relation at points; a counterexample as a sentence, or None."""
        self.all_zero = True
        good = 0
        symbols = _symbols([left, right, *self._constraints()] if self.scope.holds else [left, right])
        unsettled: Unsettled | None = None
        tried: list[tuple[Any, Any, Any]] = []
        wide = relation not in ("=", "!=") or any(side.has(*BROKEN) for side in (left, right))
        wanted = 30 if wide else WANTED
        if not symbols and not left.has(Smooth, sympy.Indexed) and not right.has(Smooth, sympy.Indexed):
            wanted = 1
        for point in self.points(symbols, wanted, wide):
            outcome = []
            for side in (left, right):
                try:
                    outcome.append(point.number(side))
                except NoValue:
                    outcome.append(None)
                except Unsettled as error:
                    if self.budget.left < 0:
                        raise
                    unsettled = error
                    break
            if len(outcome) < 2 or outcome == [None, None]:
                continue
            good += 1
            if None in outcome:
                self.all_zero = False
                return self._counterexample(point, symbols, outcome, told)
            a, b = outcome
            self.all_zero = self.all_zero and abs(a) < _floor() and abs(b) < _floor()
            if not self._holds(point, left, right, a, b, relation):
                return self._counterexample(point, symbols, [a, b], told)
            tried.append((point, a, b))
        if not good:
            raise unsettled or Unsettled("no point of the domain at which a side has a real value")
        if relation != "=":
            return self._sought(left, right, relation, symbols, tried, told)
        return None

    def _holds(self, point: Point, left: Expr, right: Expr, a: Any, b: Any, relation: str) -> bool:
        """Whether two values are related; differences near the precision are looked at with more digits."""
        if _related(a, b, relation):
            return True
        if relation == "!=" or mp.isinf(a) or mp.isinf(b) or abs(a - b) > mpf("1e-20") * max(1, abs(a), abs(b)):
            return False
        with mp.workdps(3 * DIGITS):
            return _related(point.number(left), point.number(right), relation)

    def _counterexample(self, point: Point, symbols: Sequence[Any], outcome: Sequence[Any], told: str) -> str:
        where = [f"{symbol} = {_digits(point.values[symbol])}" for symbol in symbols if symbol in point.values]
        data = [
            f"{key[0]}_{','.join(map(str, key[1:]))} = {_digits(value)}"
            for key, value in sorted(point.drawn.items(), key=str)
            if not isinstance(value, list)
        ]
        shown = ", ".join([*([told] if told else []), *where, *data[:6]])
        texts = _apart(*outcome)
        return f"{'at ' + shown + ' ' if shown else ''}the left side is {texts[0]}, the right side {texts[1]}"

    def points(self, symbols: Sequence[Any], wanted: int, wide: bool = False) -> Iterator[Point]:
        """Generic points of the declared domain, drawn from the claim's text, and kept for the next entry."""
        key = (tuple(symbols), wanted, wide)
        if key not in self.kept:
            self.kept[key] = ([], self._drawn(symbols, wanted, wide))
        kept, more = self.kept[key]
        for at in itertools.count():
            if at == len(kept):
                point = next(more, None)
                if point is None:
                    return
                kept.append(point)
            yield kept[at]

    def _drawn(self, symbols: Sequence[Any], wanted: int, wide: bool) -> Iterator[Point]:
        domains = {plain(key): domain for key, domain in self.scope.domains.items()}
        integers = [s for s in symbols if s.is_integer and title(s) in domains and domains[title(s)].integer]
        free_integers = [s for s in symbols if s.is_integer and s not in integers]
        wholes = self._wholes(integers, domains)
        given = 0
        for attempt in range(TRIES + len(wholes)):
            if time.monotonic() > self.stop:
                raise Unsettled("the time limit was reached")
            if given >= max(wanted, len(wholes)):
                return
            source = random.Random(f"{self.seed}|{attempt}")
            values: dict[Any, Any] = dict(wholes[attempt % len(wholes)])
            for symbol in symbols:
                if symbol in values:
                    continue
                if symbol in free_integers:
                    upper = max([int(v) for v in values.values()] or [3]) if integers else 4
                    values[symbol] = mpf(source.randint(1, max(1, upper)))
                else:
                    reach = (1, 4, 20)[attempt % 3] if wide else 1
                    number = self._draw(source, domains.get(title(symbol)), values, reach)
                    if number is None:
                        break
                    values[symbol] = number
            else:
                point = Point(values, f"{self.seed}|{attempt}", self.budget)
                if self.scope.holds and not self._onto_constraints(point, symbols, source):
                    continue
                given += 1
                yield point

    def _wholes(self, integers: Sequence[Any], domains: dict[str, Domain]) -> list[dict[Any, Any]]:
        ranges = []
        for symbol in integers:
            domain = domains[title(symbol)]
            low = self._bound(domain.lower, 1, 1)
            low = low if domain.lower is not None else 1
            high = self._bound(domain.upper, low + 11, -1)
            most = 12 if len(integers) == 1 else 5
            ranges.append([(symbol, mpf(k)) for k in range(low, min(high, low + most - 1) + 1)])
        combinations = [dict(c) for c in itertools.islice(itertools.product(*ranges), 150)]
        if not combinations:
            raise Unsettled("no integer in the declared domain")
        return combinations

    def _bound(self, bound: tuple[Node, bool] | None, default: int, step: int) -> int:
        if bound is None or bound[0].op not in ("num", "neg"):
            return default
        value = Meaning(self.scope).value(bound[0])
        whole = int(sympy.ceiling(value) if step > 0 else sympy.floor(value))
        return whole + step if not bound[1] and whole == value else whole

    def _draw(self, source: random.Random, domain: Domain | None, values: dict[Any, Any], scale: int = 1) -> Any:
        if domain is None or (domain.lower is None and domain.upper is None):
            return generic(source) * scale
        ends: list[Any] = []
        for bound in (domain.lower, domain.upper):
            if bound is None:
                ends.append(None)
                continue
            expression = Meaning(self.scope).value(bound[0])
            if expression in (sympy.oo, -sympy.oo):
                ends.append(None)
                continue
            known = {**values}
            for symbol in _symbols([expression]):
                known.setdefault(symbol, generic(source))
                values.setdefault(symbol, known[symbol])
            try:
                ends.append(Point(known, self.seed, self.budget).number(expression))
            except NoValue:
                return None
        low, high = ends
        share = mpf(source.randint(40_000, 960_000)) / 10**6
        if low is not None and high is not None:
            return low + (high - low) * share if low < high else None
        reach = share * 3 * scale
        if abs(reach - 1) < 0.05:
            reach += mpf("0.17")
        if low is not None:
            return low + reach
        return None if high is None else high - reach

    def _onto_constraints(self, point: Point, symbols: Sequence[Any], source: random.Random) -> bool:
        """Move a point onto the page's constraints, one symbol for each."""
        moved: set[Any] = set()
        for constraint in map(self.constrained, self._constraints()):
            choices = [s for s in _symbols([constraint]) if s not in moved]
            if not choices:
                return False
            symbol = choices[-1]
            moved.add(symbol)
            try:
                root = mp.findroot(
                    lambda t, s=symbol, c=constraint: point.at(s, t).number(c),
                    generic(source),
                    tol=mpf(10) ** -90,
                )
                point.values[symbol] = mpf(root)
                point.known.clear()
                if abs(point.number(constraint)) > mpf(10) ** -44:
                    return False
            except (ValueError, ZeroDivisionError, NoValue, TypeError):
                return False
        return True

    # ---- inequalities -----------------------------------------------------------------------------------

    def _sought(
        self, left: Expr, right: Expr, relation: str, symbols: Sequence[Any], tried: list[Any], told: str
    ) -> str | None:
        """A local search, from the tightest points, for one at which the relation breaks."""
        if not symbols:
            return None
        sign = -1 if relation in (">", ">=") else 1
        real = [s for s in symbols if not s.is_integer]

        def gap(point: Point) -> Any:
            a, b = point.number(left), point.number(right)
            return abs(a - b) if relation == "!=" else sign * (b - a)

        tightest = sorted(tried, key=lambda item: abs(item[1] - item[2]))[:3]
        for start, _, _ in tightest:
            point, best, step = start, None, mpf("0.5")
            try:
                best = gap(point)
            except (NoValue, Unsettled):
                continue
            for _ in range(40):
                improved = False
                for symbol in real:
                    for direction in (1, -1):
                        other = point.at(symbol, point.values[symbol] + direction * step)
                        if not self._inside(other, real):
                            continue
                        try:
                            value = gap(other)
                        except NoValue:
                            continue
                        if value < best:
                            point, best, improved = other, value, True
                step = step if improved else step / 3
                if step < CLOSE:
                    break
            found = self._meeting(point, left, right, real) if relation == "!=" else []
            for candidate in (point, self._rounded(point, real), self._rounded(point, real, 2), *found):
                if self._inside(candidate, real):
                    try:
                        a, b = candidate.number(left), candidate.number(right)
                    except NoValue:
                        continue
                    if not self._holds(candidate, left, right, a, b, relation):
                        return self._counterexample(candidate, symbols, [a, b], told)
        return None

    def _meeting(self, point: Point, left: Expr, right: Expr, real: Sequence[Any]) -> list[Point]:
        """Points near one at which two sides are equal."""
        found = []
        for symbol in real[:2]:
            try:
                root = mp.findroot(
                    lambda t, s=symbol: point.at(s, t).number(left) - point.at(s, t).number(right),
                    point.values[symbol],
                    tol=mpf(10) ** -90,
                )
            except (ValueError, ZeroDivisionError, NoValue, Unsettled, TypeError):
                continue
            if not isinstance(root, mpmath.mpc):
                found.append(point.at(symbol, root))
        return found

    def _rounded(self, point: Point, real: Sequence[Any], parts: int = 1) -> Point:
        for symbol in real:
            point = point.at(symbol, mp.nint(point.values[symbol] * parts) / parts)
        return point

    def _inside(self, point: Point, real: Sequence[Any]) -> bool:
        domains = {plain(key): domain for key, domain in self.scope.domains.items()}
        if self.scope.holds:
            return False
        for symbol in real:
            domain = domains.get(title(symbol))
            for bound, sign in ((domain.lower, 1), (domain.upper, -1)) if domain else ():
                if bound is not None:
                    try:
                        end = point.number(Meaning(self.scope).value(bound[0]))
                    except (NoValue, Unsettled):
                        return False
                    margin = sign * (point.values[symbol] - end)
                    if margin < 0 or (margin == 0 and not bound[1]):
                        return False
        return True

    # ---- rounding ---------------------------------------------------------------------------------------

    def _approximate(self, link: Link) -> tuple[str, str]:
        places, shown = _shown_digits(link.tokens)
        value = self._side(link.left, {}, written=True)
        if isinstance(value, sympy.MatrixBase):
            raise Unreadable("'\\approx' between vectors; expected numbers")
        symbols = _symbols([value])
        if symbols:
            raise Unreadable(f"'\\approx' with {symbols[0]} on the left; expected a number")
        try:
            exact = Point({}, self.seed, self.budget).number(value)
        except NoValue:
            return "false", f"the left side has no real value, the right side is {shown}"
        unit = mpf(10) ** -places
        if abs(exact - mpf(shown.numerator) / shown.denominator) <= unit / 2 * (1 + mpf(10) ** -30):
            return "numeric", ""
        return "false", f"the left side is {mp.nstr(exact, 12)}, the right side {_decimal(shown, places)}"


def _shown_digits(found: Sequence[Token]) -> tuple[int, Any]:
    """Decimal places shown, and the number, of ``-1.23`` or ``6.02 \\times 10^{23}``."""
    from fractions import Fraction

    texts = [token.text for token in found if token.kind != "space"]
    sign = 1
    if texts and texts[0] in "+-":
        sign = -1 if texts[0] == "-" else 1
        texts = texts[1:]
    joined = "".join(texts).replace("{,}", "")
    mantissa, times, power = joined.partition("10^") if "\\" in joined else (joined, "", "")
    mantissa = mantissa.replace(r"\times", "").replace(r"\cdot", "")
    exponent = power.strip("{}")
    try:
        if not mantissa.replace(".", "").isdigit() or len(exponent) > 4:
            raise ValueError
        shift = int(exponent) if times else 0
        number = Fraction(mantissa)
    except ValueError:
        raise Unreadable(f"{''.join(texts)!r} right of '\\approx'; expected a decimal number") from None
    places = len(mantissa.partition(".")[2])
    return places - shift, sign * number * Fraction(10) ** shift


def _decimal(value: Any, places: int) -> str:
    return f"{float(value):.{max(places, 0)}f}"


def _tolerance() -> Any:
    """Relative difference that counts as none: 35 digits of 50."""
    return mpf(10) ** -(7 * mp.dps // 10)


def _floor() -> Any:
    """Absolute difference that counts as none."""
    return mpf(10) ** -(8 * mp.dps // 10)


def _related(a: Any, b: Any, relation: str) -> bool:
    if a == b:
        return relation in ("=", "<=", ">=")
    close = mp.isfinite(a) and mp.isfinite(b) and abs(a - b) <= max(_floor(), _tolerance() * max(abs(a), abs(b)))
    if relation in ("=", "!="):
        return bool(close) == (relation == "=")
    smaller, larger = (a, b) if relation in ("<", "<=") else (b, a)
    return bool((close and relation in ("<=", ">=")) or (smaller < larger and not close))


def _digits(value: Any) -> str:
    if mp.isint(value) and abs(value) < 10**6:
        return str(int(value))
    return str(mp.nstr(mpf(value), 6))


def _apart(left: Any, right: Any) -> tuple[str, str]:
    """Both values, with enough digits to tell them apart."""
    texts = ["not real" if value is None else str(mp.nstr(value, 8)) for value in (left, right)]
    if texts[0] == texts[1] and left is not None:
        texts = [str(mp.nstr(value, 30)) for value in (left, right)]
    return texts[0], texts[1]


def _told(env: dict[str, Value], position: int, value: Value) -> str:
    parts = [f"{key} = {number}" for key, number in env.items() if number.is_Integer]
    if isinstance(value, sympy.MatrixBase):
        row, column = divmod(position, value.cols)
        parts.append(f"entry {row + 1}" if value.cols == 1 else f"entry {row + 1},{column + 1}")
    return ", ".join(parts)


def _symbols(expressions: Sequence[Expr]) -> list[Any]:
    """Free symbols, without those of indexed data, in a fixed order."""
    found: set[Any] = set()
    for expression in expressions:
        within = free(expression)
        labels = {part.base.label for part in within if part.is_Indexed}
        found |= {s for s in within if s.is_Symbol and s not in labels}
    return sorted(found, key=lambda s: (bool(s.is_Dummy), title(s)))


def _is_zero_typed(link: Link) -> bool:
    def typed(node: Node) -> bool:
        return node == num(0) or node.op == "zero" or (node.op == "mat" and all(arg == num(0) for arg in node.args))

    return typed(link.left) or typed(link.right)


def _zero_matrix(left: Node, right: Node, values: list[Value]) -> list[Value]:
    """A bold 0 takes the shape of the other side."""
    for side, at in ((left, 0), (right, 1)):
        other = values[1 - at]
        if side.op == "zero" and isinstance(other, sympy.MatrixBase):
            values[at] = sympy.ImmutableDenseMatrix.zeros(*other.shape)
    return values


def _is_constant_name(term: Node) -> bool:
    inner = term.args[0] if term.op == "neg" else term
    return inner.op == "name" and inner.data[0] in "Cck"


def _with_bound(node: Node, bound: frozenset[str]) -> Iterator[tuple[Node, frozenset[str]]]:
    yield node, bound
    inside = bound
    if node.op in BINDERS:
        inside = bound | {str(node.data[0] if node.op == "lim" else node.data)}
    for position, arg in enumerate(node.args):
        yield from _with_bound(arg, inside if position == 0 else bound)


def _implicit(expression: Expr, constraints: list[Expr]) -> Expr:
    """Derivatives of dependent variables by implicit differentiation; the variables themselves as symbols."""
    for constraint in constraints:
        paths = [p for p in constraint.atoms(Smooth) if len(p.arguments) == 1 and not any(p.orders)]
        if len(paths) != 1 or not paths[0].arguments[0].is_Symbol:
            continue
        path, variable = paths[0], paths[0].arguments[0]
        symbol = sympy.Symbol(path.title, real=True)
        flat = constraint.xreplace({path: symbol})
        slope = -flat.diff(variable) / flat.diff(symbol)
        slopes = [symbol, slope]
        highest = max((int(p.orders[0]) for p in expression.atoms(Smooth) if p.title == path.title), default=0)
        while len(slopes) <= min(highest, 4):
            slopes.append(slopes[-1].diff(variable) + slopes[-1].diff(symbol) * slope)
        expression = expression.xreplace({Smooth(path.title, [k], variable): slopes[k] for k in range(len(slopes))})
    return expression
