r"""A function that is displayed and computed with from one source: its LaTeX."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any

import numpy as np
import sympy

from mvcalc.claims.latex import Unreadable, rows
from mvcalc.claims.meaning import Meaning
from mvcalc.claims.nodes import plain
from mvcalc.claims.scope import Scope

__all__ = ["Formula", "formula", "same"]

CSS_CLASS = "mvcalc-formula"
"""Given in the metadata of a shown formula, so that a page can tell it from maths typed by hand."""


class Formula:
    r"""A function read from LaTeX; made by `formula`.

    Attributes
    ----------
    latex : str
        The definition, as given.
    name : str
        The function's name.
    variables : tuple of str
        Its arguments, in order.
    expression : sympy.Expr or sympy.ImmutableMatrix
        Its body.
    """

    def __init__(self, latex: str, given: Sequence[str] = ()) -> None:
        scope = Scope()
        for line in given:
            scope.declare(line)
        known = set(scope.functions)
        scope.define(latex, must_bind=True)
        new = [title for title in scope.functions if title not in known or scope.functions[title].body is not None]
        new = [title for title in new if title not in known] or new
        if len(new) != 1 or len(rows(latex)) != 1:
            raise Unreadable(f"{latex!r}; expected one definition of the form 'f(x, y) = …'")
        function = scope.functions[new[0]]
        assert function.arguments is not None
        assert function.body is not None
        self.latex = latex
        self.given = tuple(given)
        self.name = plain(new[0])
        self.variables = tuple(map(plain, function.arguments))
        meaning = Meaning(scope)
        self._slots = [_slot(meaning, argument) for argument in function.arguments]
        one = Parameter.POSITIONAL_ONLY  # so that `derivatives`, and help(), see how many arguments it takes
        self.__signature__ = Signature([Parameter(f"argument_{i}", one) for i in range(1, len(self._slots) + 1)])
        held = dict(zip(function.arguments, self._slots, strict=True))
        self.expression = meaning.value(function.body, held)
        entries = list(self.expression) if isinstance(self.expression, sympy.MatrixBase) else [self.expression]
        flat = [s for slot in self._slots for s in (slot if isinstance(slot, sympy.MatrixBase) else [slot])]
        left = set().union(*(entry.free_symbols for entry in entries)) - set(flat)
        if left:
            names = ", ".join(sorted(map(str, left)))
            raise Unreadable(f"{self.name} uses {names}, which is no argument of it; expected {self.variables} only")
        unsupported = (sympy.Limit, sympy.Integral, sympy.Sum, sympy.Derivative, sympy.nan, sympy.zoo)
        if any(entry.has(*unsupported) for entry in entries):
            raise Unreadable(f"{self.name} contains a limit, a sum or an integral that has no plain formula")
        self._compute = [sympy.lambdify(flat, _for_numpy(entry), modules=_MODULES) for entry in entries]
        self._shape = self.expression.shape if isinstance(self.expression, sympy.MatrixBase) else None

    def __call__(self, *arguments: Any) -> Any:
        """The value at numbers or arrays of broadcastable shapes.

        Parameters
        ----------
        *arguments : array_like
            One for each variable; a vector variable takes a sequence of its components.

        Returns
        -------
        float, ndarray or the arguments' own type
            For a vector-valued function, an array whose first axis (two for a matrix) counts its entries.

        Raises
        ------
        TypeError
            On another number of arguments than the function has.
        """
        if len(arguments) != len(self._slots):
            expected = ", ".join(self.variables)
            raise TypeError(f"{self.name}({expected}) takes {len(self._slots)} arguments, was given {len(arguments)}")
        flat: list[Any] = []
        for argument, slot in zip(arguments, self._slots, strict=True):
            if isinstance(slot, sympy.MatrixBase):
                if len(argument) != len(slot):
                    raise TypeError(f"{self.name}: {len(argument)} components where {len(slot)} were expected")
                flat.extend(_number(argument[i]) for i in range(len(slot)))
            else:
                flat.append(_number(argument))
        values = [self._broadcast(compute(*flat), flat) for compute in self._compute]
        if self._shape is None:
            return values[0]
        stacked = np.stack(values) if all(isinstance(v, (np.ndarray, float, int)) for v in values) else np.array(values)
        return stacked if self._shape[1] == 1 else stacked.reshape(*self._shape, *stacked.shape[1:])

    def _broadcast(self, value: Any, arguments: list[Any]) -> Any:
        """Give a constant the shape of the arguments."""
        plain_numbers = all(isinstance(argument, (np.ndarray, float, complex)) for argument in arguments)
        if not plain_numbers or not any(isinstance(argument, np.ndarray) for argument in arguments):
            return value
        shape = np.broadcast_shapes(*(np.shape(argument) for argument in arguments))
        return np.broadcast_to(value, shape).copy() if np.shape(value) != shape else value

    def __reduce__(self) -> tuple[Callable[..., Formula], tuple[str, tuple[str, ...]]]:
        return Formula, (self.latex, self.given)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and (self.latex, self.given) == (other.latex, other.given)

    def __hash__(self) -> int:
        return hash((self.latex, self.given))

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(self.variables)}) = {self.expression}"

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex}\n$$"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"text/plain": repr(self), "text/latex": self._repr_latex_()}
        return data, {"text/latex": {"class": CSS_CLASS}, "class": CSS_CLASS}


def _slot(meaning: Meaning, argument: str) -> Any:
    if argument in meaning.scope.shapes:
        return meaning.components(argument)
    if "\\mathbf" in argument:
        raise Unreadable(f"{argument!r} has no size; expected given=('vector {plain(argument)} in R^2',)")
    return sympy.Symbol(plain(argument), real=True)


def _number(value: Any) -> Any:
    """Whole numbers as floats, lists as arrays; anything else as it comes."""
    if isinstance(value, (bool, int, np.integer, np.floating)):
        return float(value)
    if isinstance(value, (list, tuple)):
        value = np.asarray(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        return value.astype(float)
    return value


def _for_numpy(expression: sympy.Expr) -> sympy.Expr:
    """Forms whose NumPy code is made of plain functions of two arrays."""
    return expression.replace(sympy.Max, lambda *args: _pairwise(_maximum, args)).replace(
        sympy.Min, lambda *args: _pairwise(_minimum, args)
    )


def _pairwise(function: Any, args: Sequence[Any]) -> Any:
    result = args[0]
    for arg in args[1:]:
        result = function(result, arg)
    return result


_maximum, _minimum = sympy.Function("maximum"), sympy.Function("minimum")
_MODULES = [{"maximum": np.maximum, "minimum": np.minimum}, "numpy"]


def formula(latex: str, given: Sequence[str] = ()) -> Formula:
    r"""Make a function of the LaTeX that a page displays.

    Parameters
    ----------
    latex : str
        One definition, such as ``f(x, y) = x^2 y + 3x``.
    given : sequence of str, optional
        Declarations it needs, as in a page's ``{given}``: the size of a vector, another function.

    Returns
    -------
    Formula
        Callable on numbers, on NumPy arrays of broadcastable shapes, and on objects that take part in NumPy's
        functions.

    Raises
    ------
    Unreadable
        If it cannot be read, is not one definition, or uses a name that is no argument.

    Examples
    --------
    >>> f = formula(r"f(x, y) = x^2 y + 3x")
    >>> f(2, 5)
    26.0
    >>> f.variables, f.expression
    (('x', 'y'), x**2*y + 3*x)
    """
    return Formula(latex, given)


def same(f: Callable[..., Any], latex: str, given: Sequence[str] = ()) -> bool:
    r"""Whether a Python function is the displayed one, at seeded points of both signs.

    Parameters
    ----------
    f : callable
        Takes as many numbers as the displayed function has arguments.
    latex : str
        The displayed definition, as for `formula`.
    given : sequence of str, optional
        Declarations, as for `formula`.

    Returns
    -------
    bool
        True if both agree to nine digits at every point at which either has a real value, and there is one.

    Examples
    --------
    >>> same(lambda x: (x + 1) ** 2, "f(x) = x^2 + 2x + 1")
    True
    >>> same(lambda x: x**2, "f(x) = |x|x")
    False
    """
    displayed = formula(latex, given)
    source = random.Random(latex)
    compared = 0
    with np.errstate(all="ignore"):
        for _ in range(24):
            point = [_point(source, slot) for slot in displayed._slots]
            values = [_real(g, point) for g in (f, displayed)]
            finite = [value is not None for value in values]
            if not any(finite):
                continue
            if not all(finite) or np.shape(values[0]) != np.shape(values[1]):
                return False
            if not np.allclose(values[0], values[1], rtol=1e-9, atol=1e-12):
                return False
            compared += 1
    return compared > 0


def _point(source: random.Random, slot: Any) -> Any:
    if isinstance(slot, sympy.MatrixBase):
        return np.array([source.uniform(-2.7, 2.7) for _ in slot])
    return source.uniform(-2.7, 2.7)


def _real(f: Callable[..., Any], point: Sequence[Any]) -> Any:
    """A function's value, None where it has no finite real one."""
    try:
        value = np.asarray(f(*point))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    if value.dtype.kind not in "fiu" or not np.all(np.isfinite(value)):
        return None
    return value
