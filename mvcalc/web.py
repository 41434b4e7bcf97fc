r"""Expressions as JavaScript: what a figure in the browser computes is printed from what the page displays.

A function is printed with its derivatives and their shared subexpressions as one arrow function in strict
mathematics: every SymPy class has one line in a table here, and a class or a name without one is refused by name.
Nothing is guessed, and nothing of the author's text gets into the code: variables become ``v0``, ``v1``, …, so the
printed source is made of numbers, operators and the names in the tables.

The code reaches the page as an ordinary inline script that registers its functions under a key. A page opened from a
file or under a content security policy cannot compile text (``eval``, ``new Function``), and an interpreter of
expression trees is several times slower than what the browser compiles by itself; an inline script needs neither, and
a policy can name it by its hash. The source has no ``<`` and no ``&``, so it stands unchanged in HTML and in the
XHTML of an e-book.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

__all__ = ["FUNCTIONS", "embedded", "expressions", "javascript", "register", "with_derivatives"]

Expr = Any  # of SymPy, which carries no types
Outputs = Any  # an expression, or lists of outputs, nested


def _math(name: str) -> Callable[..., str]:
    return lambda *args: f"Math.{name}({', '.join(args)})"


def _over(name: str) -> Callable[..., str]:
    return lambda x: f"(1/Math.{name}({x}))"


_SAME = ["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"]
_SAME += ["exp", "log", "sign", "floor"]
#: The JavaScript of every function that can be printed, from the JavaScript of its arguments.
FUNCTIONS: Mapping[Any, Callable[..., str]] = {
    **{getattr(sp, name): _math(name) for name in _SAME},
    sp.Abs: _math("abs"),
    sp.ceiling: _math("ceil"),
    sp.Min: _math("min"),
    sp.Max: _math("max"),
    sp.sec: _over("cos"),
    sp.csc: _over("sin"),
    sp.cot: _over("tan"),
    sp.sech: _over("cosh"),
    sp.csch: _over("sinh"),
    sp.coth: _over("tanh"),
    sp.Heaviside: lambda x, at: f"({x} > 0 ? 1 : 0 > {x} ? 0 : {at})",
    sp.Gt: lambda a, b: f"({a} > {b})",
    sp.Ge: lambda a, b: f"({a} >= {b})",
    sp.Lt: lambda a, b: f"({b} > {a})",
    sp.Le: lambda a, b: f"({b} >= {a})",
    sp.Eq: lambda a, b: f"({a} === {b})",
    sp.Ne: lambda a, b: f"({a} !== {b})",
    sp.Not: lambda a: f"(!{a})",
    sp.And: lambda *args: "(" + "".join(f"{a} ? " for a in args) + "true" + " : false" * len(args) + ")",
    sp.Or: lambda *args: f"({' || '.join(args)})",
}
#: Constants, by the object that SymPy has of each.
CONSTANTS: Mapping[Any, str] = {sp.pi: "Math.PI", sp.E: "Math.E", sp.true: "true", sp.false: "false"}


def _number(e: Any) -> str:
    if isinstance(e, sp.Float) or abs(e) >= 2**53 or not e.is_rational:
        return f"({float(e)!r})"
    return str(e) if e.is_Integer else f"({e})"


def _product(e: Expr) -> str:
    above, below = list[str](), list[str]()
    for factor in e.args:
        under = isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp.is_negative
        (below if under else above).append(_print(1 / factor if under else factor))
    top = "*".join(above or ["1"])
    return f"({top}/({'*'.join(below)}))" if below else f"({top})"


def _power(e: Expr) -> str:
    base, exponent = e.args
    if exponent.is_Rational and exponent.is_negative:
        return f"(1/{_print(1 / e)})"
    if exponent == sp.Rational(1, 2):
        return f"Math.sqrt({_print(base)})"
    if base.is_Symbol and exponent in (2, 3, 4):
        return f"({'*'.join([base.name] * int(exponent))})"
    return f"Math.pow({_print(base)}, {_print(exponent)})"


def _cases(e: Expr) -> str:
    return "(" + "".join(f"{_print(when)} ? {_print(value)} : " for value, when in e.args) + "NaN)"


def _print(e: Any) -> str:
    """Print one expression; every operation in its own brackets, so that no precedence is relied on."""
    if e in CONSTANTS:
        return CONSTANTS[e]
    if isinstance(e, (sp.Number, sp.NumberSymbol)) and e.is_finite:
        return _number(e)
    if e.is_Symbol:
        return str(e.name)
    if isinstance(e, sp.Add):
        return f"({' + '.join(map(_print, e.args))})"
    for kind, printer in ((sp.Mul, _product), (sp.Pow, _power), (sp.Piecewise, _cases)):
        if isinstance(e, kind):
            return printer(e)
    if type(e) in FUNCTIONS:
        return FUNCTIONS[type(e)](*map(_print, e.args))
    names = ", ".join(sorted(kind.__name__ for kind in FUNCTIONS))
    raise ValueError(f"{type(e).__name__} in {e} has no JavaScript here; expected arithmetic, Piecewise or {names}")


def expressions(f: Any) -> tuple[list[Expr], list[sp.Symbol]]:
    """Take a function apart: its components and its variables, real, renamed and with nothing left undone.

    Parameters
    ----------
    f : object
        A ``formula``, a SymPy ``Lambda``, or anything else with an ``expression`` (or ``expr``), an expression or a
        matrix of them, and ``variables``, symbols or their names in order.

    Returns
    -------
    components : list of sympy.Expr
        One, unless the function is vector-valued.
    variables : list of sympy.Symbol
        ``v0``, ``v1``, …, in the function's order.

    Raises
    ------
    TypeError
        If ``f`` has no expression and variables.
    ValueError
        If a derivative, an integral, a limit or a sum is left after ``doit``, or a name that is not a variable.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> expressions(sp.Lambda((x, y), sp.Derivative(x**2 * y, x)))
    ([2*v0*v1], [v0, v1])
    """
    body = getattr(f, "expression", getattr(f, "expr", None))
    named = getattr(f, "variables", None)
    if body is None or not named:
        raise TypeError(f"expected a formula or a SymPy Lambda, with an expression and variables, not {f!r}")
    entries = list(body) if isinstance(body, (sp.MatrixBase, tuple, list, sp.Tuple)) else [body]
    place = {str(name): sp.Symbol(f"v{i}", real=True) for i, name in enumerate(named)}
    done = []
    for entry in map(sp.sympify, entries):
        free = {symbol: place.get(symbol.name) for symbol in entry.free_symbols}
        left = sorted(str(symbol) for symbol, new in free.items() if new is None)
        if left:
            raise ValueError(f"{entry} has {', '.join(left)}, which is no variable of it; expected {', '.join(place)}")
        result = entry.doit().xreplace(free).doit()
        _print(result)  # refuses here, by name, what could not be printed
        done.append(result)
    return done, list(place.values())


def with_derivatives(f: Any) -> tuple[Outputs, list[sp.Symbol]]:
    """A scalar function with its gradient and its Hessian, to be printed together.

    Parameters
    ----------
    f : formula or Lambda
        Of n variables.

    Returns
    -------
    outputs : list
        The value, the gradient (n entries) and the Hessian (n rows of n).
    variables : list of sympy.Symbol

    Raises
    ------
    ValueError
        If f is vector-valued, or as `expressions` does.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> with_derivatives(sp.Lambda((x, y), x**2 * y))[0]
    [v0**2*v1, [2*v0*v1, v0**2], [[2*v1, 2*v0], [2*v0, 0]]]
    """
    components, variables = expressions(f)
    if len(components) != 1:
        raise ValueError(f"expected one component for a gradient and a Hessian, not {len(components)}")
    gradient = [components[0].diff(v) for v in variables]
    return [components[0], gradient, [[g.diff(v) for v in variables] for g in gradient]], variables


def _flat(outputs: Outputs) -> list[Expr]:
    return [e for part in outputs for e in _flat(part)] if isinstance(outputs, list) else [sp.sympify(outputs)]


def _shaped(outputs: Outputs, printed: Any) -> str:
    if isinstance(outputs, list):
        return "[" + ", ".join(_shaped(part, printed) for part in outputs) + "]"
    return str(next(printed))


def javascript(outputs: Outputs, variables: Sequence[sp.Symbol]) -> str:
    """Print expressions as one JavaScript function, what they share computed once.

    Parameters
    ----------
    outputs : expression, or nested lists of them
        In the variables below only, with nothing left to do, as `expressions` and `with_derivatives` return them.
    variables : sequence of sympy.Symbol
        The function's parameters, in order; printed as ``v0``, ``v1``, …

    Returns
    -------
    str
        An arrow function that returns numbers in arrays nested like ``outputs``.

    Raises
    ------
    ValueError
        If an expression has a part that no table here names, or another variable.

    Examples
    --------
    >>> print(javascript(*with_derivatives(sp.Lambda(sp.Symbol("x"), sp.exp(-sp.Symbol("x"))))))
    (v0) => {const t0 = Math.exp((-1*v0)); return [t0, [(-1*t0)], [[t0]]];}
    """
    flat, names = _flat(outputs), [sp.Symbol(f"v{i}", real=True) for i in range(len(variables))]
    strange = set[Any]().union(*(e.free_symbols for e in flat)) - set(variables)
    if strange:
        raise ValueError(f"{', '.join(sorted(map(str, strange)))}: expected {', '.join(map(str, variables))} only")
    flat = [e.xreplace(dict(zip(variables, names, strict=True))) for e in flat]
    for e in flat:
        _print(e)
    shared, reduced = sp.cse(flat, symbols=sp.numbered_symbols("t", real=True))
    steps = "".join(f"const {name} = {_print(e)}; " for name, e in shared)
    values = (_print(e) for e in reduced)
    return f"({', '.join(v.name for v in names)}) => {{{steps}return {_shaped(outputs, values)};}}"


def embedded(data: Any) -> str:
    """JSON that can stand in a script of an HTML or XHTML page, whatever strings it holds.

    Parameters
    ----------
    data : anything that JSON can hold
        NaN and infinities are refused.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> print(embedded({"label": "</script>"}))
    {"label": "\\u003c/script>"}
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def register(key: str, functions: Mapping[str, str]) -> str:
    """The statement with which a page hands printed functions to its figure.

    Parameters
    ----------
    key : str
        What the figure is called.
    functions : mapping from str to str
        JavaScript of `javascript`, by name.

    Returns
    -------
    str
        For a classic script, before or after the figures' own.

    Examples
    --------
    >>> print(register("fig-1", {"f": "(v0) => {return v0;}"}))
    (self.mvcalc ??= {})["fig-1"] = {"f": (v0) => {return v0;}};
    """
    entries = ", ".join(f"{embedded(name)}: {source}" for name, source in functions.items())
    return f"(self.mvcalc ??= {{}})[{embedded(key)}] = {{{entries}}};"
