"""What can be asked for: an expression, a number, a vector, a matrix, a set of points, or a choice.

Each kind says three things of itself: how it is written for the browser's reader of answers (`as_json`), how
it is shown (`latex`), and whether another answer of the kind is the same (`same`). Expressions are the same if
they agree at generic points of the domain, as in the browser.
"""

from __future__ import annotations

import functools
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import sympy as sp

from mvcalc.figures import Picture

__all__ = ["Answer", "Choice", "Expression", "Matrix", "Number", "Option", "Points", "Vector", "tex"]

Domain = Mapping[str, tuple[float, float]]

FORMS = ("", "factored", "expanded")
POINTS = 12
"""Places at which two expressions are compared."""
TOLERANCE = 1e-9
NEAR = sp.Float("1e-30")


def tex(value: Any) -> str:
    r"""Print a number, an expression or a matrix as this book writes it.

    Parameters
    ----------
    value : number or sympy expression or matrix

    Returns
    -------
    str
        LaTeX that the claims' reader reads back to the same.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> tex(-3 * x**2 * sp.sin(2 * x) / 4)
    '- \\frac{3 x^{2} \\sin(2 x)}{4}'
    >>> tex(sp.log(x) + sp.exp(-x))
    '\\ln x + e^{- x}'
    """
    return _tex(sp.ImmutableMatrix(value) if isinstance(value, sp.MatrixBase) else sp.sympify(value))


@functools.lru_cache(4096, typed=True)  # the texts of an exercise have their numbers in common
def _tex(value: sp.Basic) -> str:
    text = str(sp.latex(value, ln_notation=True, mat_str="bmatrix", mat_delim=""))
    text = re.sub(r"\{\\left\((\\?\w) \\right\)\}", r" \1", text)
    text = re.sub(r"\{\\left\(([^(){}\\]*) \\right\)\}", r"(\1)", text)
    return re.sub(r"\{(\\left\(.*?\\right\))\}", r"\1", text)


def _text(value: sp.Expr) -> str:
    """Print an expression as a reader would type it."""
    return re.sub(r"\b(E|Abs)\b", lambda name: name[0].lower(), str(value)).replace("**", "^")


def _agree(a: sp.Expr, b: sp.Expr, domain: Domain) -> bool:
    symbols = a.free_symbols | b.free_symbols
    names = sorted({str(s) for s in symbols})
    missing = [name for name in names if name not in domain]
    if missing:
        raise ValueError(f"no domain for {', '.join(missing)}; expected an interval for each variable of {a}")
    if a == b:
        return True
    rng = random.Random(0)
    parts = {name: rng.sample(range(POINTS), POINTS) for name in names}  # one place in each part of a domain
    for k in range(POINTS if symbols else 1):
        shares = {name: (parts[name][k] + rng.random()) / POINTS for name in names}
        place = {name: sp.Float((1 - t) * domain[name][0] + t * domain[name][1], 40) for name, t in shares.items()}
        at = {s: place[str(s)] for s in symbols}  # a name means one thing, whatever SymPy assumes of it
        left, right = (side if side.is_Rational else sp.N(side.xreplace(at), 40) for side in (a, b))
        if left.is_real is not True or right.is_real is not True:
            if left.is_real is not right.is_real:
                return False
            continue
        if abs(left - right) > TOLERANCE * max(abs(left), abs(right)) + NEAR:
            return False
    return True


@dataclass(frozen=True)
class Answer:
    """What all kinds have in common."""

    kind: ClassVar[str] = ""

    def as_json(self) -> dict[str, Any]:
        """The answer as the page's script takes it."""
        raise NotImplementedError

    def same(self, other: Answer) -> bool:
        """Whether another answer of this kind would be marked as right."""
        raise NotImplementedError

    @property
    def latex(self) -> str:
        """The answer as it is shown."""
        raise NotImplementedError

    def _peer(self, other: Answer) -> None:
        if type(other) is not type(self):
            raise TypeError(f"cannot compare a {self.kind} with a {other.kind}; expected two of a kind")


@dataclass(frozen=True)
class _Typed(Answer):
    """An answer of one or more expressions, typed into a field."""

    def entries(self) -> tuple[sp.Expr, ...]:
        raise NotImplementedError

    def text(self) -> str:
        """The answer as a reader would type it."""
        raise NotImplementedError

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that may be typed."""
        return tuple(getattr(self, "domain", {}))

    def as_json(self) -> dict[str, Any]:
        domain: Domain = getattr(self, "domain", {})
        ranges = {name: list(span) for name, span in domain.items()}
        return {"kind": self.kind, "answer": self.text(), "variables": list(domain), "domain": ranges}

    def same(self, other: Answer) -> bool:
        self._peer(other)
        assert isinstance(other, _Typed)
        mine, theirs = self.entries(), other.entries()
        domain: Domain = getattr(self, "domain", {})
        return len(mine) == len(theirs) and all(_agree(a, b, domain) for a, b in zip(mine, theirs, strict=True))


def _expression(value: Any) -> sp.Expr:
    result = sp.sympify(value)
    if not isinstance(result, sp.Expr) or result.has(sp.nan, sp.zoo, sp.oo):
        raise ValueError(f"an answer must be a finite expression, not {value!r}")
    return result


def _checked(domain: Domain, entries: Sequence[sp.Expr]) -> None:
    for name, (low, high) in domain.items():
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"the domain of {name} must be two increasing finite numbers, not {(low, high)!r}")
    names = {str(symbol) for entry in entries for symbol in entry.free_symbols}
    if not names <= set(domain):
        raise ValueError(f"no domain for {', '.join(sorted(names - set(domain)))}; expected one for each variable")


@dataclass(frozen=True)
class Expression(_Typed):
    """A formula in the variables of its domain.

    Parameters
    ----------
    value : sympy expression
    domain : mapping from name to (low, high)
        Where answers are compared; its keys are the variables that may be typed.
    form : {"", "factored", "expanded"}
        The form that is asked for besides.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> answer = Expression(2 * x * (x + 1), {"x": (-2, 2)})
    >>> answer.same(Expression(2 * x**2 + 2 * x, {"x": (-2, 2)}))
    True
    >>> answer.as_json()["answer"]
    '2*x*(x + 1)'
    """

    kind: ClassVar[str] = "expression"
    value: Any
    domain: Domain
    form: str = ""

    def __post_init__(self) -> None:
        _checked(self.domain, self.entries())
        if self.form not in FORMS:
            raise ValueError(f"form must be one of {FORMS}, not {self.form!r}")

    def entries(self) -> tuple[sp.Expr, ...]:
        return (_expression(self.value),)

    def text(self) -> str:
        return _text(_expression(self.value))

    @property
    def latex(self) -> str:
        return tex(self.value)

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | ({"form": self.form} if self.form else {})


@dataclass(frozen=True)
class Number(_Typed):
    """A number, exact or to some significant figures, perhaps with a unit.

    Parameters
    ----------
    value : number or sympy number
        A float only together with ``figures``.
    figures : int, optional
        How many significant figures are asked for; without it the number is exact.
    unit : str
        Shown after the field; it is not typed.

    Examples
    --------
    >>> Number(sp.Rational(3, 4)).as_json()["answer"]
    '3/4'
    >>> Number(2.0 / 3, figures=3).same(Number(0.667, figures=3))
    True
    >>> Number(9e-14, figures=2).text(), Number(340.2, figures=3).text()
    ('9.0*10^-14', '340')
    >>> Number(0.1)
    Traceback (most recent call last):
    ...
    ValueError: 0.1 is not exact; expected a whole number, a SymPy number, or figures=…
    """

    kind: ClassVar[str] = "number"
    value: Any
    figures: int | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        _checked({}, self.entries())
        if self.figures is None and _expression(self.value).has(sp.Float):
            raise ValueError(f"{self.value!r} is not exact; expected a whole number, a SymPy number, or figures=…")
        if self.figures is not None and not 1 <= self.figures <= 12:
            raise ValueError(f"figures must be 1 to 12, not {self.figures!r}")

    def entries(self) -> tuple[sp.Expr, ...]:
        return (_expression(self.value),)

    def _rounded(self) -> tuple[str, int]:
        """The figures that are asked for, and the power of ten that they stand before."""
        digits, _, power = f"{float(self.value):#.{self.figures}g}".partition("e")
        return digits.rstrip("."), int(power or 0)

    def text(self) -> str:
        if self.figures is None:
            return _text(_expression(self.value))
        digits, power = self._rounded()
        return f"{digits}*10^{power}" if power else digits  # 9e-14 could be 9 times e, less 14

    @property
    def latex(self) -> str:
        unit = rf"\ \mathrm{{{self.unit}}}" if self.unit else ""
        if self.figures is None:
            return tex(self.value) + unit
        digits, power = self._rounded()
        return digits + (rf" \cdot 10^{{{power}}}" if power else "") + unit

    def half_digit(self) -> float:
        """How far a typed number may be from the true one: half a unit of the last figure."""
        value = abs(float(self.value))
        power = math.floor(math.log10(value)) if value else 0
        return 0.5000001 * 10.0 ** (power - (self.figures or 12) + 1)

    def same(self, other: Answer) -> bool:
        self._peer(other)
        assert isinstance(other, Number)
        if self.figures is None:
            return super().same(other)
        return abs(float(self.value) - float(other.value)) <= self.half_digit()

    def as_json(self) -> dict[str, Any]:
        extra: dict[str, Any] = {"unit": self.unit} if self.unit else {}
        if self.figures is not None:
            extra |= {"figures": self.figures, "value": float(self.value), "within": self.half_digit()}
        return super().as_json() | extra


@dataclass(frozen=True)
class Vector(_Typed):
    """A vector or a point: entries in order.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> Vector((2 * x * y, x**2), {"x": (-2, 2), "y": (-2, 2)}).as_json()["answer"]
    '(2*x*y, x^2)'
    """

    kind: ClassVar[str] = "vector"
    values: Sequence[Any]
    domain: Domain = field(default_factory=dict)

    def __post_init__(self) -> None:
        _checked(self.domain, self.entries())

    def entries(self) -> tuple[sp.Expr, ...]:
        return tuple(_expression(value) for value in self.values)

    def text(self) -> str:
        return f"({', '.join(_text(entry) for entry in self.entries())})"

    @property
    def latex(self) -> str:
        return rf"\left({', '.join(tex(entry) for entry in self.entries())}\right)"


@dataclass(frozen=True)
class Matrix(_Typed):
    """A matrix, row by row; a row vector is a matrix of one row.

    Examples
    --------
    >>> Matrix(((1, 2, 3), (4, 5, 6))).as_json()["answer"]
    '[1, 2, 3; 4, 5, 6]'
    """

    kind: ClassVar[str] = "matrix"
    rows: Sequence[Sequence[Any]]
    domain: Domain = field(default_factory=dict)

    def __post_init__(self) -> None:
        _checked(self.domain, self.entries())
        if len({len(row) for row in self.rows}) != 1:
            raise ValueError(f"the rows of a matrix must have one length, not {[len(row) for row in self.rows]}")

    def entries(self) -> tuple[sp.Expr, ...]:
        return tuple(_expression(value) for row in self.rows for value in row)

    def text(self) -> str:
        return f"[{'; '.join(', '.join(_text(_expression(value)) for value in row) for row in self.rows)}]"

    @property
    def latex(self) -> str:
        return tex(sp.Matrix([list(row) for row in self.rows]))

    def same(self, other: Answer) -> bool:
        self._peer(other)
        assert isinstance(other, Matrix)
        shapes = [(len(answer.rows), len(answer.rows[0])) for answer in (self, other)]
        return shapes[0] == shapes[1] and super().same(other)

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"shape": [len(self.rows), len(self.rows[0])]}


@dataclass(frozen=True)
class Points(_Typed):
    """A set of numbers or of points, in any order.

    Examples
    --------
    >>> Points((1, -3)).same(Points((-3, 1)))
    True
    >>> Points(((0, 1), (2, 5))).as_json()["answers"]
    ['(0, 1)', '(2, 5)']
    """

    kind: ClassVar[str] = "points"
    values: Sequence[Any]

    def __post_init__(self) -> None:
        _checked({}, self.entries())
        if not self.values or len(set(self._each())) != len(self.values):
            raise ValueError(f"points must be one or more, all different, not {self.values!r}")

    def _each(self) -> list[tuple[sp.Expr, ...]]:
        return [
            tuple(map(_expression, value if isinstance(value, (tuple, list)) else (value,))) for value in self.values
        ]

    def entries(self) -> tuple[sp.Expr, ...]:
        return tuple(entry for each in self._each() for entry in each)

    def texts(self) -> list[str]:
        """Each point as a reader would type it."""
        return [_text(e[0]) if len(e) == 1 else f"({', '.join(map(_text, e))})" for e in self._each()]

    def text(self) -> str:
        return ", ".join(self.texts())

    @property
    def latex(self) -> str:
        shown = [tex(e[0]) if len(e) == 1 else rf"({', '.join(map(tex, e))})" for e in self._each()]
        return r",\ ".join(shown)

    def same(self, other: Answer) -> bool:
        self._peer(other)
        assert isinstance(other, Points)
        mine, theirs = ([tuple(sp.N(e, 20) for e in each) for each in answer._each()] for answer in (self, other))

        def near(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
            return len(a) == len(b) and all(
                bool(abs(p - q) <= TOLERANCE * (1 + abs(p))) for p, q in zip(a, b, strict=True)
            )

        return len(mine) == len(theirs) and all(any(near(a, b) for b in theirs) for a in mine)

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"answers": self.texts()}


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from.

    Parameters
    ----------
    shown : str or Picture
        MyST, or a figure.
    why : str
        What to tell a reader who chose it; may be empty for the right one.
    value : object
        What it stands for, so that a test can decide by itself whether it is right.
    """

    shown: str | Picture
    why: str = ""
    value: Any = None


@dataclass(frozen=True)
class Choice(Answer):
    """One of several options.

    Parameters
    ----------
    options : sequence of Option
        Two or more; each that is wrong says why.
    right : int
        Which one is right.
    ordered : bool
        Whether to keep this order; otherwise they are shuffled for each variant.

    Examples
    --------
    >>> choice = Choice((Option("it rises", value=1), Option("it falls", "Look again at its sign.", value=-1)), right=0)
    >>> choice.as_json()
    {'kind': 'choice', 'right': 0}
    """

    kind: ClassVar[str] = "choice"
    options: Sequence[Option]
    right: int = 0
    ordered: bool = False

    def __post_init__(self) -> None:
        if len(self.options) < 2 or not 0 <= self.right < len(self.options):
            raise ValueError(f"a choice needs two options or more, one of them right, not option {self.right}")
        for index, option in enumerate(self.options):
            if index != self.right and not option.why.strip():
                raise ValueError(f"option {index} is wrong and must say why: {option.shown!r}")

    def shuffled(self, seed: str) -> Choice:
        """The same choice with its options in another order, the same for the same seed."""
        if self.ordered:
            return self
        order = random.Random(seed).sample(range(len(self.options)), len(self.options))
        return Choice([self.options[i] for i in order], order.index(self.right), self.ordered)

    def same(self, other: Answer) -> bool:
        self._peer(other)
        assert isinstance(other, Choice)
        return bool(self.options[self.right].value == other.options[other.right].value)

    @property
    def latex(self) -> str:
        return rf"\text{{{'ABCDEFGH'[self.right]}}}"

    def as_json(self) -> dict[str, Any]:
        return {"kind": "choice", "right": self.right}
