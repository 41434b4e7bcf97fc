"""Derivatives of functions in plain NumPy: one front door over forward mode, reverse mode and differences.

Conventions. The Jacobian of f: ℝⁿ → ℝᵐ is m×n, so that of a scalar function is a row, (1, n); the gradient
has the shape of its input; the Hessian is n×n and symmetric. Inputs and outputs with more than one axis are
flattened row by row for ``jacobian`` and ``hessian``. A single number comes back as a Python float.

The point. One number or an array of numbers; whole numbers are promoted to floats. A function that needs
several arguments, as in ``def f(x, y)``, is given the point's entries one by one: ``gradient(f, [2, 3])``.

The method.

========== ============================================================= ===================================
method     what it does                                                  cost of a gradient
========== ============================================================= ===================================
"forward"  truncated Taylor numbers (:mod:`mvcalc.jet`), exact           n directions, many in one pass
"reverse"  a recorded computation walked backwards (:mod:`mvcalc.tape`)  a small multiple of one evaluation
"central"  central differences, for functions that are not NumPy         2n evaluations, about 10 digits
"auto"     whichever exact one is cheaper
========== ============================================================= ===================================

Refusals. A function that cannot be differentiated says why: the error names the NumPy function, the shape or
the number at fault. At a kink a :class:`~mvcalc.rules.KinkWarning` tells which slope was taken. A derivative
that is infinite or not a number is an error that names the operation; in ``np.where`` both branches are
computed, so keep the unused one inside its domain.

The supported functions are ``mvcalc.rules.SUPPORTED``.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from mvcalc.jet import coefficients, seed
from mvcalc.rules import NUMBER, OBJECTS, PARTIALS, Array, Traced, as_array, primal
from mvcalc.tape import Node, Tape, record

__all__ = ["derivative", "directional", "gradient", "hessian", "hessian_vector", "jacobian"]
__all__ += ["taylor_coefficients", "total_derivative", "value_and_gradient"]

Function = Callable[..., Any]
METHODS = ("auto", "forward", "reverse", "central")
CHUNK = 2**17  # numbers in one coefficient of a jet of many directions: they fit a processor's cache


# ---------------------------------------------------------------- points, calls, answers
def _method(method: str, auto: str) -> str:
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method!r}")
    return auto if method == "auto" else method


def _point(x: Any, name: str = "the point") -> Array:
    try:
        x = as_array(x)
    except TypeError as error:
        raise TypeError(f"{name}: {error}") from None
    if isinstance(x, Traced):
        return x
    if not x.size or not np.isfinite(x).all():
        raise ValueError(f"{name} must be finite numbers, at least one, got {x}")
    return x.astype(float, copy=False)


def _like(v: Any, x: Array, name: str) -> Array:
    """``v`` as one direction at ``x``, shape (1, *x.shape)."""
    v = _point(v, name)
    if v.shape != x.shape:
        raise ValueError(f"{name} must have the shape of the point, {x.shape}, got {v.shape}")
    return np.reshape(v, (1, *x.shape))


def _arguments(f: Function) -> int:
    """How many arguments ``f`` must be given."""
    code = getattr(f, "__code__", None)
    if code is not None and not hasattr(f, "__wrapped__"):
        bound = getattr(f, "__self__", None) is not None
        return int(code.co_argcount) - len(getattr(f, "__defaults__", None) or ()) - bound
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return int(getattr(f, "nin", 1))
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(p.kind in positional and p.default is p.empty for p in parameters)


def _call(f: Function, x: Array) -> Array:
    """``f`` at ``x``, spread over its arguments if it needs several, as one array."""
    if not callable(f):
        raise TypeError(f"a function is needed, got {f!r}")
    count = _arguments(f)
    if count > 1 and x.shape[:1] != (count,):
        raise ValueError(f"the function takes {count} arguments, but the point has the shape {x.shape}")
    try:
        return as_array(f(*x) if count > 1 else f(x))
    except (TypeError, ValueError) as error:
        if str(error.__cause__) == NUMBER:
            raise TypeError(NUMBER) from None
        if "loop of ufunc" in str(error) or "dtype('O')" in str(error):
            raise TypeError(OBJECTS.format(error)) from None
        raise


def _explain(f: Function, x: Array) -> ValueError:
    """Name the operation at which a value, or else a slope, stops being a finite number."""
    at = f"at the point {np.array2string(x, threshold=6)}"
    try:
        steps = [(n, [a.value if isinstance(a, Node) else a for a in n.args]) for n in record(partial(_call, f), x)]
    except TypeError:  # central differences take functions that are not NumPy's
        steps = []
    for node, args in steps:
        if not np.isfinite(node.value).all():
            return ValueError(f"np.{node.name}{_where_bad(node.value, args)} is outside its domain {at}")
    for node, args in steps:
        for slope in PARTIALS.get(node.op, ()):
            if callable(slope) and not np.isfinite(s := slope(node.value, *args)).all():
                return ValueError(f"np.{node.name}{_where_bad(s, args)} has no finite slope {at}")
    return ValueError(f"the function or its derivative is not a finite number {at}")


def _where_bad(y: Array, args: Sequence[Array]) -> str:
    """The arguments that gave the first entry of ``y`` that is not finite."""
    try:
        columns = np.broadcast_arrays(np.asarray(y), *args)
        return f"({', '.join(f'{c[~np.isfinite(columns[0])][0]:.6g}' for c in columns[1:])})"
    except (ValueError, TypeError):
        return ""


def _finite(f: Function, x: Array, y: Array) -> Array:
    """``y``, a value or a derivative of ``f`` at ``x``, if it is finite throughout."""
    if not np.isfinite(primal(y)).all():
        with np.errstate(all="ignore"):
            raise _explain(f, primal(x))
    return y


def _answer(f: Function, x: Array, y: Array) -> Any:
    """A derivative as it is handed out: checked to be finite, a single number as a float."""
    if isinstance(_finite(f, x, y), Traced):
        return y
    return float(y) if np.ndim(y) == 0 else np.array(y)


# ---------------------------------------------------------------- the three ways
def _along(f: Function, x: Array, directions: Array, method: str, order: int = 1, step: float = 0.0) -> Array:
    """The derivative d^k/dt^k f(x + tv) at t = 0 for each direction v: shape (D, *f(x).shape)."""
    if method == "forward":
        jet = seed(x, directions, order)
        c = coefficients(_call(f, jet), jet)
        _finite(f, x, c[0])
        return c[order] * float(math.factorial(order))
    if isinstance(x, Traced):
        raise TypeError("central differences cannot be used inside another derivative: use an exact method")
    h = np.finfo(float).eps ** (step or 1 / (order + 2)) * max(1.0, float(np.abs(x).max()))
    weights = [(math.comb(order, i) * (-1.0) ** i, (order / 2 - i) * h) for i in range(order + 1)]
    return np.stack([sum(w * _call(f, x + s * v) for w, s in weights) / h**order for v in directions])


def _columns(f: Function, x: Array, method: str, step: float = 0.0) -> Array:
    """The Jacobian transposed: the derivative along each unit direction, shape (n, *f(x).shape)."""
    n, rows = x.size, []
    for i in range(0, n, max(1, CHUNK // n)):
        units = np.zeros((min(max(1, CHUNK // n), n - i), n))
        np.fill_diagonal(units[:, i:], 1.0)
        rows.append(_along(f, x, units.reshape(-1, *x.shape), method, step=step))
    return np.concatenate(rows)


def _record(f: Function, x: Array) -> tuple[Tape, Array]:
    """The tape of f(x), and f(x)."""
    tape = Tape()
    y = tape.output = _call(f, tape.input(x))
    return tape, _finite(f, x, y.below if isinstance(y, Node) and y.level == tape.level else y)


def _slope(f: Function, x: Array, method: str, what: str = "a gradient", step: float = 0.0) -> tuple[Array, Array]:
    """f(x), which must be one number, and the gradient."""
    tape = None
    if method == "reverse":
        tape, y = _record(f, x)
    else:
        y = _call(f, x)
    if y.shape != ():
        raise ValueError(f"{what} needs a function whose value is one number, got shape {y.shape}: see jacobian")
    if tape is not None:
        return y, tape.backward(keep=False)[0]
    return y, np.reshape(_columns(f, x, method, step), x.shape)


def _curvature(f: Function, x: Array, method: str) -> tuple[Function, str, float]:
    """The gradient as a function, and how to differentiate it once more."""
    inner, outer = {"auto": ("reverse", "forward")}.get(method, (method, method))
    step = 1 / 4 if method == "central" else 0.0
    return lambda s: _slope(f, s, inner, "a Hessian", step)[1], outer, step


def _rows(f: Function, x: Array) -> Array:
    """The Jacobian by reverse mode, one walk for each output: shape (m, n)."""
    tape, y = _record(f, x)
    units = np.eye(y.size).reshape(-1, *y.shape)
    rows = np.stack([np.ravel(tape.backward(unit)[0]) for unit in units])
    tape.nodes.clear()  # nodes refer to their list: without this they would wait for the garbage collector
    return rows


# ---------------------------------------------------------------- the front door
def derivative(f: Function, x: Any, order: int = 1, *, method: str = "auto") -> Any:
    """The derivative of a function of one variable.

    Parameters
    ----------
    f : function in plain NumPy
        Of one number, with a number or an array (a curve) as its value.
    x : float or array
        A point, or an array of them if ``f`` acts on each entry alone.
    order : int, at least 1
        1 for f', 2 for f'', ...: by forward mode one pass, whatever the order.
    method : {"auto", "forward", "reverse", "central"}
        See the module's text; "auto" is "forward".

    Returns
    -------
    float or array of the shape of f(x)

    Raises
    ------
    TypeError, ValueError
        See the module's text. An array of points with an ``f`` that mixes them is refused where the shape
        tells.

    Examples
    --------
    >>> import numpy as np
    >>> derivative(lambda x: x**2 * np.exp(-x), 2.0)
    0.0
    >>> derivative(np.log, 0.5, order=7)
    92160.0
    >>> derivative(lambda t: np.stack([t**2, 5 * t]), 3.0)
    array([6., 5.])
    """
    if isinstance(order, bool) or not isinstance(order, int | np.integer) or order < 1:
        raise ValueError(f"order must be a whole number from 1 up, got {order!r}")
    method, x = _method(method, "forward"), _point(x)
    with np.errstate(all="ignore"):
        if method == "reverse" and order > 1:
            return derivative(lambda s: derivative(f, s, order - 1, method=method), x, method=method)
        if method != "reverse":
            dy = _along(f, x, np.ones((1, *x.shape)), method, order)[0]
        elif x.ndim:
            tape, y = _record(f, x)
            dy = tape.backward(np.ones(y.shape))[0] if y.shape == x.shape else y
        else:
            dy = np.reshape(_rows(f, x), _record(f, x)[1].shape)
    if x.ndim and dy.shape != x.shape:
        raise ValueError(
            f"at an array of points, shape {x.shape}, the function must act on each entry, but its value has "
            f"shape {dy.shape}: see gradient and jacobian"
        )
    return _answer(f, x, dy)


def taylor_coefficients(f: Function, x: Any, order: int, direction: Any = None) -> Array:
    """The Taylor coefficients f⁽ᵏ⁾(x)/k! for k = 0..order, or those of t ↦ f(x + t v) along a direction v.

    Parameters
    ----------
    f : function in plain NumPy
    x : float or array
    order : int, at least 1
    direction : array of x's shape, optional
        v as given, not normalised; 1 for a function of one number.

    Returns
    -------
    array of shape (order + 1, *f(x).shape)

    Examples
    --------
    >>> taylor_coefficients(np.exp, 0.0, 3).tolist() == [1, 1, 1 / 2, 1 / 6]
    True
    >>> taylor_coefficients(lambda x, y: x * y**2, [1.0, 2.0], 3, direction=[1.0, 1.0])
    array([4., 8., 5., 1.])
    """
    x = _point(x)
    if direction is None and x.ndim:
        raise ValueError(f"a point of shape {x.shape} needs a direction of that shape")
    with np.errstate(all="ignore"):
        jet = seed(x, _like(1.0 if direction is None else direction, x, "the direction"), order)
        head, *tail = coefficients(_call(f, jet), jet)
    return _answer(f, x, np.stack([head, *(c[0] for c in tail)]))


def gradient(f: Function, x: Any, *, method: str = "auto") -> Any:
    """The gradient of a scalar function, in the shape of its input.

    Parameters
    ----------
    f : function in plain NumPy
        Its value must be a single number, shape ().
    x : array (or number)
    method : {"auto", "forward", "reverse", "central"}
        "auto" is "reverse".

    Returns
    -------
    array of the shape of x

    Raises
    ------
    ValueError
        If f(x) is not a single number, or the point or the result is not finite.

    Examples
    --------
    >>> gradient(lambda x, y: x**2 * y, [3.0, 5.0])
    array([30.,  9.])
    """
    return value_and_gradient(f, x, method=method)[1]


def value_and_gradient(f: Function, x: Any, *, method: str = "auto") -> tuple[Any, Any]:
    """f(x) and its gradient, in one go: see :func:`gradient`.

    Examples
    --------
    >>> value_and_gradient(lambda x: x @ x, [3.0, 4.0])
    (25.0, array([6., 8.]))
    """
    method, x = _method(method, "reverse"), _point(x)
    with np.errstate(all="ignore"):
        y, g = _slope(f, x, method)
    return _answer(f, x, y), _answer(f, x, g)


def jacobian(f: Function, x: Any, *, method: str = "auto") -> Any:
    """The Jacobian matrix: entry (i, j) is the derivative of output i by input j.

    Parameters
    ----------
    f : function in plain NumPy
    x : array of size n
    method : {"auto", "forward", "reverse", "central"}
        "auto" is "reverse" for m ≤ n outputs, else "forward".

    Returns
    -------
    array of shape (m, n)
        A row, (1, n), for a scalar function.

    Examples
    --------
    >>> jacobian(lambda x, y: [x * y, x**2, 3 * y], [2.0, 5.0])
    array([[5., 2.],
           [4., 0.],
           [0., 3.]])
    """
    method, x = _method(method, ""), _point(x)
    with np.errstate(all="ignore"):
        if not method:
            method = "reverse" if _call(f, x).size <= x.size else "forward"
        reverse = method == "reverse"
        return _answer(f, x, _rows(f, x) if reverse else np.reshape(_columns(f, x, method), (x.size, -1)).T)


def hessian(f: Function, x: Any, *, method: str = "auto") -> Any:
    """The Hessian matrix of a scalar function: entry (i, j) is ∂²f/∂x_i∂x_j.

    Parameters
    ----------
    f : function in plain NumPy
    x : array of size n
    method : {"auto", "forward", "reverse", "central"}
        "auto" is forward over reverse: the gradient's derivative along many directions at once. "forward" and
        "reverse" use one mode twice; "central" has about 7 digits.

    Returns
    -------
    array of shape (n, n), symmetric

    Examples
    --------
    >>> hessian(lambda x, y: x**2 * y, [3.0, 5.0])
    array([[10.,  6.],
           [ 6.,  0.]])
    """
    method, x = _method(method, "auto"), _point(x)
    with np.errstate(all="ignore"):
        g, outer, step = _curvature(f, x, method)
        h = _rows(g, x) if outer == "reverse" else np.reshape(_columns(g, x, outer, step), (x.size, -1))
        return _answer(f, x, 0.5 * (h + h.T))


def hessian_vector(f: Function, x: Any, v: Any, *, method: str = "auto") -> Any:
    """The product of the Hessian with a vector, without forming the Hessian.

    Parameters
    ----------
    f : function in plain NumPy
    x : array
    v : array of x's shape, not normalised
    method : {"auto", "forward", "reverse", "central"}
        "auto" is the derivative of the reverse-mode gradient along v: a small multiple of one evaluation.

    Returns
    -------
    array of the shape of x

    Examples
    --------
    >>> hessian_vector(lambda x: np.sum(x**3), [1.0, 2.0], [1.0, -1.0])
    array([  6., -12.])
    """
    method, x = _method(method, "auto"), _point(x)
    v = _like(v, x, "the vector")
    with np.errstate(all="ignore"):
        g, outer, step = _curvature(f, x, method)
        if outer == "reverse":
            return _answer(f, x, _slope(lambda s: np.sum(g(s) * v[0]), x, outer)[1])
        return _answer(f, x, _along(g, x, v, outer, step=step)[0])


def directional(f: Function, x: Any, r: Any, *, method: str = "auto") -> Any:
    """The directional derivative D_r f = ∇f · r̂: the slope of f along r, per unit length.

    Parameters
    ----------
    f : function in plain NumPy
        A vector-valued f gives J r̂.
    x : array
    r : array of x's shape
        The direction; only its direction matters, since r̂ = r/|r|.
    method : {"auto", "forward", "reverse", "central"}
        "auto" is "forward", one pass.

    Returns
    -------
    float or array of the shape of f(x)

    Raises
    ------
    ValueError
        If r is zero or not of the shape of x.

    Examples
    --------
    >>> directional(lambda x, y: x**2 * y, [3.0, 5.0], [3.0, 4.0])
    25.2
    """
    method, x = _method(method, "forward"), _point(x)
    r = _like(r, x, "the direction")
    length = np.sqrt(np.sum(r * r))
    if not isinstance(length, Traced) and length == 0:
        raise ValueError(f"the direction must not be zero, got {r[0]}")
    with np.errstate(all="ignore"):
        if method == "reverse":
            return _answer(f, x, np.reshape(_rows(f, x) @ np.ravel(r / length), _record(f, x)[1].shape))
        return _answer(f, x, _along(f, x, r / length, method)[0])


def total_derivative(f: Function, path: Any, t: Any, *, method: str = "auto") -> Any:
    """The total derivative df/dt of f along a path x(t): J_f(x(t)) dx/dt.

    Parameters
    ----------
    f : function in plain NumPy
        Of the path's value, spread over its arguments if it needs several. If f depends on t itself as well,
        let t be one of the path's components.
    path : function of t, or a sequence of functions, one for each component
    t : float

    Returns
    -------
    float or array of the shape of f

    Examples
    --------
    >>> total_derivative(lambda x, y: x * y, [np.cos, np.sin], 0.0)
    1.0
    >>> total_derivative(lambda x, t: x * t, lambda t: [t**2, t], 2.0)
    12.0
    """
    if not callable(path) and not all(callable(p) for p in path):
        raise TypeError(f"path must be a function or a sequence of functions, got {path!r}")
    along = path if callable(path) else lambda s: [p(s) for p in path]
    return derivative(lambda s: _call(f, as_array(along(s))), t, method=method)
