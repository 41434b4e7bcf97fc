r"""Mutation: change one thing at a time in a claim that holds, and see whether the judge refuses it.

`mutants` applies every operator of `OPERATORS` at every place it fits; `mutate_page` judges the mutants of
a page's held claims, each with the declarations above it. A mutant that is *proved* is an equivalent and
counted apart, and so is one that is proved to say the same as the claim or to follow from it. One that only
seems to hold is a survivor, listed with its status. Links that a change leaves alone do not count.

The order of an ``O(h^p)`` is only raised and its sign left alone: the other changes make true claims.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from mvcalc.claims import LinkVerdict, Scope, Unreadable, decide, worst
from mvcalc.claims.check import HELD, Case, examine
from mvcalc.claims.latex import Token
from mvcalc.claims.links import RELATIONS, links

__all__ = ["OPERATORS", "Mutant", "Score", "mutants", "mutate_page"]

Edit = tuple[int, int, str]
"""Replace ``latex[start:end]``."""

_SWAPS = {"\\sin": "\\cos", "\\cos": "\\sin", "\\sinh": "\\cosh", "\\cosh": "\\sinh"}
_FUNCTIONS = frozenset(
    {
        "\\sin",
        "\\cos",
        "\\tan",
        "\\sinh",
        "\\cosh",
        "\\tanh",
        "\\arcsin",
        "\\arccos",
        "\\arctan",
        "\\ln",
        "\\log",
        "\\exp",
        "\\det",
        "\\max",
        "\\min",
        "\\operatorname",
    }
)
_BIG = frozenset({"\\sum", "\\prod", "\\int", "\\lim"})
_TWO = frozenset({"\\frac", "\\dfrac", "\\tfrac", "\\binom"})
_ACCENTS = frozenset(
    {"\\mathbf", "\\boldsymbol", "\\mathrm", "\\mathsf", "\\hat", "\\bar", "\\vec", "\\tilde", "\\overline"}
)
_ONE = _ACCENTS | {"\\sqrt", "\\operatorname"}
_NOT_NAMES = (_FUNCTIONS | _BIG | _TWO | _ONE - _ACCENTS | RELATIONS) | frozenset(
    {
        "\\pi",
        "\\infty",
        "\\cdot",
        "\\times",
        "\\to",
        "\\left",
        "\\right",
        "\\dots",
        "\\ldots",
        "\\cdots",
        "\\nabla",
        "\\partial",
        "\\mid",
        "\\top",
        "\\|",
    }
)
_OPEN = frozenset({"{", "(", "[", "\\{"})
_CLOSE = frozenset({"}", ")", "]", "\\}"})
_STOPS = RELATIONS | {
    "\\right",
    "+",
    "-",
    ",",
    ";",
    "&",
    "|",
    "\\|",
    "\\to",
    "\\pm",
    "\\dots",
    "\\ldots",
    "\\cdots",
    ".",
}
_GLUE = frozenset({"\\cdot", "\\times", "*"})
_TRANSPOSED = frozenset({"T", "\\top", "\\mathsf{T}", "\\mathrm{T}"})


@dataclass(frozen=True)
class Mutant:
    """A changed claim and the operator that changed it."""

    operator: str
    latex: str


class _Side:
    """One side of a link, or one row: its tokens, and which group ends where."""

    def __init__(self, tokens: Sequence[Token], latex: str, scope: Scope) -> None:
        self.tokens, self.latex, self.scope = tokens, latex, scope
        self.match: dict[int, int] = {}
        stack: list[int] = []
        for i in range(len(tokens)):
            if self.opens(i):
                stack.append(i)
            elif self.closes(i) and stack:
                self.match[stack.pop()] = i

    def text(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def opens(self, i: int) -> bool:
        return self.tokens[i].kind == "begin" or self.text(i) in _OPEN

    def closes(self, i: int) -> bool:
        return self.tokens[i].kind == "end" or self.text(i) in _CLOSE

    def group(self, i: int) -> int:
        """The index after the group or the single token at ``i``."""
        if self.text(i) in _ONE:
            return self.group(i + 1)
        return self.match.get(i, i) + 1

    def source(self, i: int, j: int) -> str:
        """The LaTeX of tokens ``i`` to ``j - 1``."""
        return self.latex[self.tokens[i].start : self.tokens[j - 1].end] if i < j else ""

    def inside(self, i: int) -> tuple[int, int]:
        """The token range of an argument at ``i``, without its braces."""
        return (i + 1, self.match[i]) if i in self.match else (i, self.group(i))

    def edit(self, i: int, j: int, new: str) -> Edit:
        return (self.tokens[i].start, self.tokens[j - 1].end, new)

    def scripts(self) -> Iterator[tuple[int, int, int, int]]:
        """Each sub- or superscript: its mark, the token before it, and the range inside."""
        for i, token in enumerate(self.tokens[:-1]):
            if token.text in ("_", "^"):
                base = i - 1
                if base >= 2 and self.text(base - 1) in ("_", "^"):  # the other script of the same base
                    base -= 2
                elif self.closes(base) and base >= 0:
                    base = next((k for k, end in self.match.items() if end == base), base)
                    if self.text(base - 1) in ("_", "^"):
                        base -= 2
                yield (i, base, *self.inside(i + 1))

    def subscripts(self) -> list[tuple[int, int]]:
        """The ranges inside the subscripts of names; bounds and evaluation points are none."""
        kinds = ("letter", "command", "close")
        low = [(base, a, b) for i, base, a, b in self.scripts() if self.text(i) == "_"]
        return [(a, b) for base, a, b in low if self.tokens[base].kind in kinds and self.text(base) not in _BIG]

    def derivatives(self) -> Iterator[tuple[int, tuple[int, int], int]]:
        """Each quotient of differentials: where it begins, what is inside its numerator, where it ends."""
        for i in range(len(self.tokens) - 1):
            if self.text(i) in _TWO and i + 1 in self.match:
                above, end = self.inside(i + 1), self.group(self.group(i + 1))
                if self._is_d(above[0]) and self._is_d(self.inside(self.group(i + 1))[0]):
                    yield i, above, end

    def _is_d(self, i: int) -> bool:
        return self.text(i) in ("d", "\\partial") or (self.text(i) == "\\mathrm" and self.text(i + 2) == "d")

    def factor(self, i: int) -> int:
        """The index after the factor that begins at ``i``, with its scripts, primes and arguments."""
        name = self.text(i)
        if name in _TWO:
            j = self.group(self.group(i + 1))
        elif name == "\\left":
            j = self._after_right(i)
        else:
            j = self.group(i)
        j = self.suffixes(j)
        if name in _FUNCTIONS and j < len(self.tokens) and not self.closes(j) and self.text(j) not in _STOPS:
            return self.factor(j)
        declared = name in self.scope.functions or name in ("O",)
        if declared and self.text(j) in ("(", "\\left"):
            return self.suffixes(self._after_right(j) if self.text(j) == "\\left" else self.group(j))
        return j

    def _after_right(self, i: int) -> int:
        depth = 0
        for j in range(i, len(self.tokens)):
            depth += {"\\left": 1, "\\right": -1}.get(self.text(j), 0)
            if depth == 0:
                return min(j + 2, len(self.tokens))
        return len(self.tokens)

    def suffixes(self, j: int) -> int:
        while j < len(self.tokens) and self.text(j) in ("_", "^", "'", "!"):
            j = self.group(j + 1) if self.text(j) in ("_", "^") and j + 1 < len(self.tokens) else j + 1
        return min(j, len(self.tokens))

    def products(self) -> Iterator[list[tuple[int, int]]]:
        """Every product of two or more factors, at any depth, as token ranges.

        A dot belongs to the factor after it.
        """
        closed = [*self.subscripts(), *((i, end) for i, _, end in self.derivatives())]
        groups = [(i + 1, j) for i, j in self.match.items() if not any(a <= i + 1 < b for a, b in closed)]
        ranges = [(0, len(self.tokens)), *groups]
        for start, end in ranges:
            run: list[tuple[int, int]] = []
            i = start
            while i < end:
                if self.text(i) in _STOPS or self.tokens[i].kind in ("newline", "text"):
                    if len(run) > 1:
                        yield run
                    run, i = [], i + 1
                    continue
                first = i
                while i < end - 1 and (self.text(i) in _GLUE or self.tokens[i].kind == "space"):
                    i += 1
                i = min(max(self.factor(i), i + 1), end)
                run.append((first, i))
            if len(run) > 1:
                yield run

    def commas(self, i: int) -> list[tuple[int, int]]:
        """The ranges between the commas of the bracket at ``i``."""
        return self._cut(i, {","})

    def _cut(self, i: int, marks: set[str]) -> list[tuple[int, int]]:
        cells, start, k = [], i + 1, i + 1
        while k < self.match[i]:
            if self.text(k) in marks or (self.tokens[k].kind == "newline" and "&" in marks):
                cells.append((start, k))
                start = k + 1
            k = self.group(k) if k in self.match else k + 1
        return [*cells, (start, self.match[i])]

    def cells(self, i: int) -> list[tuple[int, int]]:
        """The ranges of the entries of the matrix at ``i``."""
        return [(a, b) for a, b in self._cut(i, {"&"}) if a < b]


Operator = Callable[[_Side], Iterator[Sequence[Edit]]]


def _sign(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in range(len(side.tokens)):
        rest = side.text(i + 1) in ("O", "\\dots", "\\ldots", "\\cdots")  # its sign says nothing
        if side.text(i) in ("+", "-") and not rest:
            yield [side.edit(i, i + 1, {"+": "-", "-": "+"}[side.text(i)])]
    if side.tokens and side.text(0) not in ("+", "-"):
        yield [(side.tokens[0].start, side.tokens[0].start, "-")]


def _by_one(side: _Side) -> Iterator[Sequence[Edit]]:
    low = {k for a, b in side.subscripts() for k in range(a, b)}
    orders = {k for i in side.match if side.text(i) == "(" and side.text(i - 1) == "O" for k in range(i, side.match[i])}
    for i, token in enumerate(side.tokens):
        if token.kind != "number" or i in low:
            continue
        whole, dot, digits = token.text.partition(".")
        unit = int(whole + digits or "0")
        for step in (1,) if i in orders else (1, -1):
            changed = str(abs(unit + step)).zfill(len(whole + digits))
            yield [
                side.edit(
                    i,
                    i + 1,
                    changed[: len(changed) - len(digits)] + dot + changed[len(changed) - len(digits) :],
                )
            ]


def _drop_factor(side: _Side) -> Iterator[Sequence[Edit]]:
    for run in side.products():
        for a, b in run:
            yield [side.edit(a, b, " ")]


def _drop_prime(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in range(len(side.tokens)):
        if side.text(i) == "'":
            yield [side.edit(i, i + 1, "")]


def _drop_derivative(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in range(len(side.tokens)):
        if side.text(i) == "\\nabla":
            yield [side.edit(i, side.suffixes(i + 1), " ")]
    for i, (first, last), end in side.derivatives():
        after = side.suffixes(side.group(first))
        yield [side.edit(i, end, f" {side.source(after, last)} ")]


def _names(side: _Side) -> dict[str, list[tuple[int, int]]]:
    """Where each variable stands, outside subscripts; d, e, O and the T of a transpose are none."""
    low = {k for a, b in side.subscripts() for k in range(a, b)}
    low |= {k for i, _, a, b in side.scripts() if side.source(a, b) in _TRANSPOSED for k in range(a, b)}
    found: dict[str, list[tuple[int, int]]] = {}
    i = 0
    while i < len(side.tokens):
        token = side.tokens[i]
        j = side.group(i) if token.text in _ACCENTS else i + 1
        letter = token.kind == "letter" and token.text not in ("d", "e", "O")
        greek = token.kind == "command" and token.text[1:].isalpha() and token.text not in _NOT_NAMES
        if (letter or greek) and i not in low:
            found.setdefault(side.source(i, j), []).append((i, j))
        i = j
    return found


def _swap_names(side: _Side) -> Iterator[Sequence[Edit]]:
    for (one, here), (other, there) in combinations(_names(side).items(), 2):
        if (one in side.scope.functions) == (other in side.scope.functions):
            yield [side.edit(i, j, f" {new} ") for places, new in ((here, other), (there, one)) for i, j in places]


def _swap_pairs(side: _Side, pairs: Iterator[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[Sequence[Edit]]:
    for (a, b), (c, d) in pairs:
        one, other = side.source(a, b), side.source(c, d)
        if one.strip() != other.strip() and a < b and c < d:
            yield [side.edit(a, b, other), side.edit(c, d, one)]


def _swap_subscripts(side: _Side) -> Iterator[Sequence[Edit]]:
    low = side.subscripts()
    yield from _swap_pairs(side, pairwise(low))
    for a, b in low:
        if b - a == 2:
            yield from _swap_pairs(side, iter([((a, a + 1), (a + 1, b))]))


def _swap_arguments(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in side.match:
        if side.text(i) == "(":
            yield from _swap_pairs(side, pairwise(side.commas(i)))


def _swap_entries(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in side.match:
        if side.tokens[i].kind == "begin" and "matrix" in side.text(i):
            yield from _swap_pairs(side, combinations(side.cells(i), 2))


def _transpose(side: _Side) -> Iterator[Sequence[Edit]]:
    raised = set()
    for i, base, a, b in side.scripts():
        if side.text(i) == "^" and side.source(a, b).replace(" ", "") in _TRANSPOSED:
            raised.add(base)
            yield [side.edit(i, side.group(i + 1), " ")]
    for i, token in enumerate(side.tokens):
        matrix = token.kind == "begin" and re.search("[bp]matrix", token.text)
        j = side.group(i)
        if (matrix or side.source(i, j) in side.scope.shapes) and side.text(j) != "^":
            yield [(side.tokens[j - 1].end, side.tokens[j - 1].end, "^{T}")]


def _bound(side: _Side) -> Iterator[Sequence[Edit]]:
    for i, base, a, b in side.scripts():
        one_sided = side.text(base) == "\\lim" and side.text(b - 1) in ("+", "-")  # turned round by its sign
        if side.text(base) not in _BIG or one_sided:
            continue
        start = next((k + 1 for k in range(a, b) if side.text(k) in ("=", "\\to")), a)
        old = side.source(start, b)
        for step in (1, -1) if old else ():
            new = str(int(old) + step) if old.isdigit() else f"{old}{step:+d}"
            new = str(2 + step) if "\\infty" in old else new
            yield [side.edit(start, b, new if side.text(i + 1) == "{" else f"{{{new}}}")]


def _swap_functions(side: _Side) -> Iterator[Sequence[Edit]]:
    for i in range(len(side.tokens)):
        if side.text(i) in _SWAPS:
            yield [side.edit(i, i + 1, _SWAPS[side.text(i)])]


OPERATORS: dict[str, Operator] = {
    "flip a sign": _sign,
    "coefficient or exponent by one": _by_one,
    "drop a derivative": _drop_derivative,
    "drop a factor": _drop_factor,
    "drop a prime": _drop_prime,
    "swap two variables": _swap_names,
    "swap two subscripts": _swap_subscripts,
    "swap two arguments": _swap_arguments,
    "swap two matrix entries": _swap_entries,
    "transpose or untranspose": _transpose,
    "change a bound": _bound,
    "swap sin and cos": _swap_functions,
}
"""The changes to a single side; `mutants` adds the one that takes a right side from the row before."""

ROW_BEFORE = "right side of the row before"


def _apply(latex: str, edits: Sequence[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        latex = latex[:start] + new + latex[end:]
    return latex


def mutants(latex: str, scope: Scope | None = None) -> list[Mutant]:
    r"""Every single change to a claim, without repetition.

    Parameters
    ----------
    latex : str
        A claim that can be read.
    scope : Scope, optional
        Says which names are functions and which are matrices.

    Returns
    -------
    list of Mutant
        In the order of `OPERATORS`; the same LaTeX is listed once, under the first operator that makes it.

    Raises
    ------
    Unreadable
        If the claim has no tokens or rows.

    Examples
    --------
    >>> [mutant.latex for mutant in mutants("2x = x+x") if mutant.operator == "drop a factor"]
    [' x = x+x', '2  = x+x']
    """
    scope = Scope() if scope is None else scope
    chain = links(latex)
    sides = {link.right[0].start: link.right for link in chain if link.right}
    sides |= {link.left[0].start: link.left for link in chain if link.left}
    found: dict[str, Mutant] = {}

    def add(operator: str, edits: Sequence[Edit]) -> None:
        text = _apply(latex, edits)
        found.setdefault(" ".join(text.split()), Mutant(operator, text))

    for operator, change in OPERATORS.items():
        for start in sorted(sides):
            for edits in change(_Side(sides[start], latex, scope)):
                add(operator, edits)
    last = {link.row: link for link in chain}
    for link in last.values():
        before = last.get(link.row - 1)
        if before and link.relation == "=" and before.right and link.right:
            text = latex[before.right[0].start : before.right[-1].end]
            add(ROW_BEFORE, [(link.right[0].start, link.right[-1].end, text)])
    found.pop(" ".join(latex.split()), None)
    return list(found.values())


@dataclass
class Score:
    """How many mutants were refused, proved equivalent, or survived, by operator."""

    refused: Counter[str] = field(default_factory=Counter)
    equivalent: Counter[str] = field(default_factory=Counter)
    survivors: list[tuple[str, int, str, Mutant]] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(self.refused + other.refused, self.equivalent + other.equivalent, self.survivors + other.survivors)

    @property
    def share(self) -> float:
        """The share refused of the mutants that are not proved equivalent; 1 if there are none."""
        real = self.refused.total() + len(self.survivors)
        return self.refused.total() / real if real else 1.0

    def report(self) -> str:
        """The score, by operator, and every survivor.

        Examples
        --------
        >>> survivor = ("a.md", 7, "numeric", Mutant("drop a prime", "f = f"))
        >>> print(Score(Counter({"flip a sign": 3}), Counter(), [survivor]).report())
        4 mutants: 3 refused, 0 proved equivalent, 1 survived; score 75.00 %
          flip a sign: 3 refused, 0 equivalent, 0 survived
          drop a prime: 0 refused, 0 equivalent, 1 survived
        a.md:7: survived as numeric (drop a prime): f = f
        """
        survived = Counter(mutant.operator for *_, mutant in self.survivors)
        total = self.refused.total() + self.equivalent.total() + survived.total()
        lines = [
            f"{total} mutants: {self.refused.total()} refused, {self.equivalent.total()} proved equivalent, "
            f"{survived.total()} survived; score {100 * self.share:.2f} %"
        ]
        for operator in [*OPERATORS, ROW_BEFORE]:
            row = self.refused[operator], self.equivalent[operator], survived[operator]
            if any(row):
                lines.append("  {}: {} refused, {} equivalent, {} survived".format(operator, *row))
        for page, line, status, mutant in self.survivors:
            text = " ".join(mutant.latex.split())
            lines.append(f"{page}:{line}: survived as {status} ({mutant.operator}): {text}")
        return "\n".join(lines)


def mutate_page(text: str, page: str = "<page>") -> Score:
    """Judge the mutants of every held claim of a page.

    Examples
    --------
    >>> score = mutate_page("{claim}`3 + 4 = 7`")
    >>> score.share, score.survivors
    (1.0, [])
    """
    return sum((_score(case) for case in examine(text, page)), start=Score())


def _score(case: Case) -> Score:
    score = Score()
    record = case.record
    if record is None or record.status not in HELD:
        return score
    readings = [link.reading for link in record.links]
    for mutant in mutants(case.item.latex, case.scope):
        fate = _fate(case, mutant.latex, readings)
        if fate in HELD:
            score.survivors.append((record.page, record.line, fate, mutant))
        else:
            (score.refused if fate == "refused" else score.equivalent)[mutant.operator] += 1
    return score


def _fate(case: Case, latex: str, readings: Sequence[str]) -> str:
    """What becomes of a mutant: ``refused``, ``equivalent``, or the status with which it survived."""
    verdicts = _decide(case, case.item.kind, latex)
    if not verdicts or any(verdict.status not in HELD for verdict in verdicts):
        return "refused"
    same = len(verdicts) == len(readings)
    changed = [k for k, verdict in enumerate(verdicts) if not (same and verdict.reading == readings[k])]
    open_ = [k for k in changed if not verdicts[k].symbolic]
    if all(same and case.item.kind != "condition" and _follows(case, latex, k) for k in open_):
        return "equivalent"
    return worst([verdicts[k].status for k in open_])


def _follows(case: Case, latex: str, k: int) -> bool:
    """Whether the mutant's link is proved to say the same as the claim's, or to follow from it.

    It does if its sides are the claim's, or their difference is; or, of an inequality, if the gap between
    its sides is at least the claim's.
    """
    old, new = links(case.item.latex), links(latex)
    if not len(old) == len(new) > k or old[k].relation != new[k].relation:
        return False
    (a, b), (c, d) = old[k].sides(case.item.latex), new[k].sides(latex)
    if all(one.split() == other.split() or _shown(case, f"{one} = {other}") for one, other in ((a, c), (b, d))):
        return True
    claimed, changed = _difference(a, b), _difference(c, d)
    if old[k].relation == "=":
        return _shown(case, f"{changed} = {claimed}") or _shown(case, f"{changed} = {_difference(b, a)}")
    smaller = {"<": True, "\\le": True, "\\leq": True, ">": False, "\\ge": False, "\\geq": False}.get(old[k].relation)
    if smaller is None:
        return False
    return _shown(case, f"{changed} \\le {claimed}" if smaller else f"{changed} \\ge {claimed}")


def _difference(one: str, other: str) -> str:
    return rf"\left({one}\right) - \left({other}\right)"


def _shown(case: Case, latex: str) -> bool:
    return [verdict.symbolic for verdict in _decide(case, "claim", latex)] == [True]


def _decide(case: Case, kind: str, latex: str) -> list[LinkVerdict]:
    solution = case.item.solution or None if kind == "condition" else None
    try:
        return decide(kind, latex, case.scope.copy(), solution=solution, equations=case.equations)
    except Unreadable:
        return []
