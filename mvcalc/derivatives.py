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
"central"  central differences, for functions that are not NumPy         4n evaluations, about 11 digits;
                                                                         more where a shorter step is needed
"auto"     whichever exact one is cheaper
========== ============================================================= ===================================

Refusals. A function that cannot be differentiated says why: the error names the NumPy function, the shape or
the number at fault. At a kink a :class:`~mvcalc.rules.KinkWarning` tells which slope was taken. A derivative
that is infinite or not a number is an error that names the operation, and whether it left its domain or
overflowed; in ``np.where`` both branches are computed, so keep the unused one inside its domain.

Limits. The exact methods round as the function itself does. High orders ask more of a quotient: dividing by a
number close to 0, of size b, loses about k log₁₀(1/b) digits at order k; sin(x)/x at 0.3 keeps 7 at order 8.
Central differences take one step for all inputs, by the size of the largest: scale inputs of very different sizes.

The supported functions are ``mvcalc.rules.SUPPORTED``.
"""

import inspect
import math
from collections.abc import Callable, Sequence
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from mvcalc.jet import coefficients, seed
from mvcalc.rules import NUMBER, OBJECTS, PARTIALS, Array, Traced, as_array, primal, require
from mvcalc.tape import Node, Tape, record

__all__ = ["derivative", "directional", "gradient", "hessian", "hessian_vector", "jacobian"]
__all__ += ["taylor_coefficients", "total_derivative", "value_and_gradient"]

Function = Callable[..., Any]
METHODS = ("auto", "forward", "reverse", "central")
CHUNK = 2**19  # numbers in one coefficient of a jet of many directions: they fit a processor's cache


# ---------------------------------------------------------------- points, calls, answers
def _method(method: str, auto: str) -> str:
    require(method in METHODS, f"method must be one of {', '.join(METHODS)}, got {method!r}")
    return auto if method == "auto" else method


def _point(x: Any, name: str = "the point") -> Array:
    try:
        x = as_array(x)
    except TypeError as error:
        raise TypeError(f"{name}: {error}") from None
    if not isinstance(x, Traced) and not (x.size and np.isfinite(x).all()):
        raise ValueError(f"{name} must be finite numbers, at least one, got {x}")
    return x


def _like(v: Any, x: Array, name: str) -> Array:
    v = _point(v, name)
    require(v.shape == x.shape, f"{name} must have the shape of the point, {x.shape}, got {v.shape}")
    return v


def _arguments(f: Function) -> int:
    """How many arguments ``f`` must be given."""
    if isinstance(f, FunctionType) and not hasattr(f, "__wrapped__"):  # the common case, at a tenth of the cost
        return f.__code__.co_argcount - len(f.__defaults__ or ())
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return int(getattr(f, "nin", 1))
    return sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty for p in parameters)


def spread(f: Function, x: Array) -> Function:
    """``f`` as a function of one array of the shape of ``x``, whose entries it is given one by one if it needs several.

    Examples
    --------
    >>> spread(lambda x, y: x - y, np.array([3.0, 5.0]))(np.array([2.0, 9.0]))
    np.float64(-7.0)
    """
    if not callable(f):
        raise TypeError(f"a function is needed, got {f!r}")
    count = _arguments(f)
    fits = count < 2 or x.shape[:1] == (count,)
    require(fits, f"the function takes {count} arguments, but the point has the shape {x.shape}")
    return f if count < 2 else lambda v: f(*v)


def _call(f: Function, x: Array) -> Array:
    """``f`` at ``x`` as one array."""
    try:
        return as_array(spread(f, x)(x))
    except (TypeError, ValueError) as error:
        if str(error.__cause__) == NUMBER:
            raise TypeError(NUMBER) from None
        if "loop of ufunc" in str(error) or "dtype('O')" in str(error):
            raise TypeError(OBJECTS.format(error)) from None
        raise


def _explain(f: Function, x: Array) -> str:
    """Name the operation at which a value, or else a slope, stops being a finite number."""
    try:
        nodes = record(partial(_call, f), x).nodes
    except TypeError:  # central differences take functions that are not NumPy's
        nodes = []
    steps = [(node, [a.value if isinstance(a, Node) else a for a in node.args]) for node in nodes]
    for node, args in steps:
        if node.op and not np.isfinite(node.value).all():
            reason = "is outside its domain"
            try:
                with np.errstate(over="raise"):
                    node.op(*args)
            except FloatingPointError:
                reason = "overflows: it is too large for a float,"
            return f"np.{node.name}{_where_bad(node.value, args)} {reason}"
    for node, args in steps:
        for slope in PARTIALS.get(node.op, ()):
            if callable(slope) and not np.isfinite(s := slope(node.value, *args)).all():
                return f"np.{node.name}{_where_bad(s, args)} has no finite slope"
    return "the function or its derivative is not a finite number"


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
        raise ValueError(f"{_explain(f, x := primal(x))} at the point {np.array2string(x, threshold=6)}")
    return y


def _answer(f: Function, x: Array, y: Array) -> Any:
    """A derivative as it is handed out: checked to be finite, a single number as a float."""
    if isinstance(_finite(f, x, y), Traced):
        return y
    return float(y) if np.ndim(y) == 0 else np.array(y)


# ---------------------------------------------------------------- the three ways
def _along(f: Function, x: Array, directions: Array, method: str, order: int = 1) -> tuple[Array, Array]:
    """f(x), and the derivative d^k/dt^k f(x + tv) at t = 0 for each direction v: shape (D, *f(x).shape)."""
    if method == "forward":
        jet = seed(x, directions, order)
        c = coefficients(_call(f, jet), jet)
        return _finite(f, x, c[0]), c[order] * float(math.factorial(order))
    if method == "reverse":  # of the first order
        y, rows = _jacobian(f, x, method)
        return y, np.stack([np.reshape(rows @ np.ravel(v), y.shape) for v in directions])
    if isinstance(x, Traced):
        raise TypeError("central differences cannot be used inside another derivative: use an exact method")

    def central(h: float) -> tuple[Array, Array]:
        weights = [(math.comb(order, i) * (-1.0) ** i, (order / 2 - i) * h) for i in range(order + 1)]
        terms = np.stack([np.stack([w * _call(f, x + s * v) for w, s in weights]) for v in directions])
        return np.sum(terms, 1) / h**order, np.abs(primal(terms)).max((0, 1))

    y, scale, tries = _finite(f, x, _call(f, x)), max(1.0, float(np.abs(x).max())), list[Array]()
    for h in scale * np.finfo(float).eps ** (1 / (order + 4)) * 16.0 ** -np.arange(7):
        (coarse, _), (fine, most) = central(h), central(h / 2)
        tries.append((4.0 * fine - coarse) / 3.0)  # the errors in h² cancel
        if np.all(np.abs(primal(fine - coarse)) <= 1e-3 * np.abs(primal(fine)) + 1e-7 * most / scale**order):
            return y, tries[-1]  # half the step says the same
    return y, tries[0]


def _record(f: Function, x: Array) -> tuple[Tape, Array]:
    """The tape of f(x), and f(x)."""
    tape = record(partial(_call, f), x)
    y = tape.output
    return tape, _finite(f, x, y.below if isinstance(y, Node) and y.level == tape.level else y)


def _jacobian(f: Function, x: Array, method: str, scalar_for: str = "") -> tuple[Array, Array]:
    """f(x), which must be one number for what ``scalar_for`` says, and the Jacobian, shape (m, n)."""

    def check(y: Array) -> None:
        fits = not scalar_for or y.shape == ()
        require(fits, f"{scalar_for} needs a function whose value is one number, got shape {y.shape}: see jacobian")

    if method in ("auto", "reverse"):
        tape, y = _record(f, x)
        check(y)
        if y.size and (method == "reverse" or y.size <= x.size):  # one walk an output, the last of which frees the tape
            units = np.eye(y.size).reshape(-1, *y.shape) if y.ndim else [1.0]
            rows = [np.ravel(tape.backward(unit, keep=i < y.size)[0]) for i, unit in enumerate(units, 1)]
            return y, np.stack(rows)
    n, columns = x.size, []
    for i in range(0, n, size := max(1, CHUNK // n)):  # many directions in one pass
        units = np.eye(min(size, n - i), n, i)
        y, slopes = _along(f, x, units.reshape(-1, *x.shape), "central" if method == "central" else "forward")
        check(y)
        columns.append(np.reshape(slopes, (len(units), y.size)))
    return y, np.concatenate(columns).T


def _curvature(f: Function, x: Array, method: str) -> tuple[Function, str]:
    """The gradient as a function, and how to differentiate it once more."""
    inner, outer = ("reverse", "forward") if method == "auto" else (method, method)
    return lambda s: np.reshape(_jacobian(f, s, inner, "a Hessian")[1], x.shape), outer


# ---------------------------------------------------------------- the front door
@np.errstate(all="ignore")
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
        See the module's text. An array of points with an ``f`` that mixes them is refused; by central
        differences only where the shape tells.

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
    whole = isinstance(order, int | np.integer) and not isinstance(order, bool)
    require(whole and order > 0, f"order must be a whole number from 1 up, got {order!r}")
    require(_arguments(f) < 2, "a derivative needs a function of one variable: see gradient and jacobian")
    method, x = _method(method, "forward"), _point(x)
    if method == "reverse" and order > 1:
        return derivative(lambda s: derivative(f, s, order - 1, method=method), x, method=method)
    # At a second speed, a power of two for each point, the derivative is exactly as much larger, unless points touch.
    speeds = 2.0 ** np.stack([np.zeros(x.shape), np.random.default_rng(0).integers(0, 4, x.shape)])
    speeds = speeds[: 2 if x.ndim and method != "central" else 1]
    if method == "reverse" and x.ndim:  # one walk for all the points, as no entry touches another
        tape, y = _record(f, x)
        dy, *again = [tape.backward(v if x.shape == y.shape else np.ones(y.shape))[0] for v in speeds]
    else:
        y, (dy, *again) = _along(f, x, speeds, method, order)
    each = not x.ndim or y.shape == x.shape
    require(each, f"at points of shape {x.shape} f must act on each entry, but f(x) has shape {y.shape}: see jacobian")
    alone = all(np.allclose(primal(a), primal(dy) * speeds[1] ** order, 1e-9, 0.0, equal_nan=True) for a in again)
    require(alone, f"at points of shape {x.shape} f must act on each entry alone, but it mixes them: see jacobian")
    return _answer(f, x, dy)


@np.errstate(all="ignore")
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
    array of shape ``(order + 1, *f(x).shape)``

    Examples
    --------
    >>> taylor_coefficients(np.exp, 0.0, 3).tolist() == [1, 1, 1 / 2, 1 / 6]
    True
    >>> taylor_coefficients(lambda x, y: x * y**2, [1.0, 2.0], 3, direction=[1.0, 1.0])
    array([4., 8., 5., 1.])
    """
    x = _point(x)
    require(direction is not None or not x.ndim, f"a point of shape {x.shape} needs a direction of that shape")
    jet = seed(x, _like(1.0 if direction is None else direction, x, "the direction")[None], order)
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


@np.errstate(all="ignore")
def value_and_gradient(f: Function, x: Any, *, method: str = "auto") -> tuple[Any, Any]:
    """f(x) and its gradient, in one go: see :func:`gradient`.

    Examples
    --------
    >>> value_and_gradient(lambda x: x @ x, [3.0, 4.0])
    (25.0, array([6., 8.]))
    """
    method, x = _method(method, "reverse"), _point(x)
    y, row = _jacobian(f, x, method, "a gradient")
    return y if isinstance(y, Traced) else float(y), _answer(f, x, np.reshape(row, x.shape))


@np.errstate(all="ignore")
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
    method, x = _method(method, "auto"), _point(x)
    return _answer(f, x, _jacobian(f, x, method)[1])


@np.errstate(all="ignore")
def hessian(f: Function, x: Any, *, method: str = "auto") -> Any:
    """The Hessian matrix of a scalar function: entry (i, j) is ∂²f/∂x_i∂x_j.

    Parameters
    ----------
    f : function in plain NumPy
    x : array of size n
    method : {"auto", "forward", "reverse", "central"}
        "auto" is forward over reverse: the gradient's derivative along many directions at once. "forward" and
        "reverse" use one mode twice; "central" has about 8 digits.

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
    g, outer = _curvature(f, x, method)
    h = _jacobian(g, x, outer)[1]
    return _answer(f, x, 0.5 * (h + h.T))


@np.errstate(all="ignore")
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
    g, outer = _curvature(f, x, method)
    if outer == "reverse":
        return _answer(f, x, np.reshape(_jacobian(lambda s: np.sum(g(s) * v), x, outer)[1], x.shape))
    return _answer(f, x, _along(g, x, v[None], outer)[1][0])


@np.errstate(all="ignore")
def directional(f: Function, x: Any, r: Any, *, method: str = "auto") -> Any:
    """The directional derivative D_r f = ∇f · r̂: the slope of f along r, per unit length.

    Parameters
    ----------
    f : function in plain NumPy
        A vector-valued f gives J r̂.
    x : array
    r : array of x's shape
        The direction; only its direction matters: r̂ is r divided by its length.
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
    require(primal(length) > 0, f"the direction must not be zero, got {r}")
    return _answer(f, x, _along(f, x, (r / length)[None], method)[1][0])


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
