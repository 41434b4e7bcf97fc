"""Rise over run and its relatives: slopes from evaluations of a function.

Every function here takes a function ``f`` and evaluates it at a few points; nothing is known of ``f`` but its
values. So every answer but a straight line's carries an error, and each docstring says how large it is and why.

===========================  =======================================  ===============  ===================
name                         evaluates                                truncation       round-off
===========================  =======================================  ===============  ===================
:func:`secant_slope`         f(a), f(b)                               (none claimed)   ε·\\|f\\| / \\|b − a\\|
:func:`forward_difference`   f(x), f(x + h)                           O(h)             ε·\\|f\\| / h
:func:`central_difference`   f(x − h), f(x + h)                       O(h²)            ε·\\|f\\| / h
:func:`second_difference`    f(x − h), f(x), f(x + h)                 O(h²)            ε·\\|f\\| / h²
:func:`complex_step`         f(x + ih)                                O(h²)            none to speak of
:func:`richardson`           f at 2n points around x, for n levels    O(h²ⁿ)           ε·\\|f\\| / h
===========================  =======================================  ===============  ===================

Here ε ≈ 2.2e−16 is the spacing of double-precision numbers at 1. All steps are absolute, in the units of ``x``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "central_difference",
    "complex_step",
    "forward_difference",
    "rates",
    "richardson",
    "secant_slope",
    "second_difference",
]

Function = Callable[[Any], Any]


def _step(h: ArrayLike) -> NDArray[np.float64]:
    """Check a step: real, finite and positive everywhere."""
    step = np.asarray(h, dtype=float)
    if not (np.isfinite(step).all() and (step > 0).all()):
        raise ValueError(f"h must be positive and finite, not {h!r}")
    return step


def _point(name: str, x: ArrayLike) -> NDArray[np.float64]:
    """Check a point: real and finite everywhere."""
    point = np.asarray(x)
    if point.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a real number or an array of them, not {x!r}")
    if not np.isfinite(point).all():
        raise ValueError(f"{name} must be finite, not {x!r}")
    return point.astype(float)


def _number(value: Any) -> Any:
    """Give a plain float for a result without axes, the array otherwise."""
    return value.item() if np.ndim(value) == 0 else value


def secant_slope(f: Function, a: ArrayLike, b: ArrayLike) -> Any:
    """Slope of the straight line through two points of the graph of ``f``: rise over run.

    Parameters
    ----------
    f : callable
        A function of one real variable, written so that it accepts arrays.
    a, b : float or array
        Where the line meets the graph; arrays are taken entry by entry. Units of ``x``.

    Returns
    -------
    float or array
        ``(f(b) - f(a)) / (b - a)``, in units of ``f`` per unit of ``x``.

    Raises
    ------
    ValueError
        If ``a`` equals ``b`` somewhere, since one point does not fix a line, or is not finite.
    TypeError
        If a point is not real.

    Examples
    --------
    >>> secant_slope(lambda x: x**2, 1, 3)
    4.0
    """
    start, end = _point("a", a), _point("b", b)
    if np.any(start == end):
        raise ValueError(f"a and b must differ: one point does not fix a line (a = {a!r}, b = {b!r})")
    return _number((f(end) - f(start)) / (end - start))


def forward_difference(f: Function, x: ArrayLike, h: ArrayLike = 1e-8) -> Any:
    """Slope of the secant from ``x`` one step forward.

    Parameters
    ----------
    f : callable
        A function of one real variable, written so that it accepts arrays.
    x : float or array
        Where to take the slope.
    h : float or array, optional
        The step, positive. The default is near the best for values and scales near 1, about √ε.

    Returns
    -------
    float or array
        ``(f(x + h) - f(x)) / h``. Its truncation error is about ``h f''(x) / 2``.

    Raises
    ------
    ValueError
        If ``h`` is not positive and finite, or ``x`` is not finite.
    TypeError
        If ``x`` is not real.

    Examples
    --------
    >>> forward_difference(lambda x: x**2, 3, h=0.5)
    6.5
    """
    step, point = _step(h), _point("x", x)
    return _number((f(point + step) - f(point)) / step)


def central_difference(f: Function, x: ArrayLike, h: ArrayLike = 6e-6) -> Any:
    """Slope of the secant from one step before ``x`` to one step after.

    Parameters
    ----------
    f : callable
        A function of one real variable, written so that it accepts arrays.
    x : float or array
        Where to take the slope.
    h : float or array, optional
        The step, positive. The default is near the best for values and scales near 1, about the cube root of ε.

    Returns
    -------
    float or array
        ``(f(x + h) - f(x - h)) / (2 h)``. Its truncation error is about ``h² f'''(x) / 6``; it is exact for
        parabolas, up to rounding.

    Raises
    ------
    ValueError
        If ``h`` is not positive and finite, or ``x`` is not finite.
    TypeError
        If ``x`` is not real.

    Examples
    --------
    >>> central_difference(lambda x: x**3, 2, h=0.5)
    12.25
    """
    step, point = _step(h), _point("x", x)
    return _number((f(point + step) - f(point - step)) / (2 * step))


def second_difference(f: Function, x: ArrayLike, h: ArrayLike = 1e-4) -> Any:
    """Rate at which the slope changes, from three equally spaced values.

    Parameters
    ----------
    f : callable
        A function of one real variable, written so that it accepts arrays.
    x : float or array
        The middle point.
    h : float or array, optional
        The step, positive. The default is near the best for values and scales near 1, about the fourth root
        of ε.

    Returns
    -------
    float or array
        ``(f(x + h) - 2 f(x) + f(x - h)) / h²``. Its truncation error is about ``h² f''''(x) / 12``.

    Raises
    ------
    ValueError
        If ``h`` is not positive and finite, or ``x`` is not finite.
    TypeError
        If ``x`` is not real.

    Examples
    --------
    >>> second_difference(lambda x: x**3, 2, h=0.5)
    12.0
    """
    step, point = _step(h), _point("x", x)
    return _number((f(point + step) - 2 * f(point) + f(point - step)) / step**2)


def complex_step(f: Function, x: ArrayLike, h: ArrayLike = 1e-20) -> Any:
    """Slope from one evaluation a tiny imaginary step away.

    No two nearly equal numbers are subtracted, so the step can be tiny and the result is exact to rounding.

    Parameters
    ----------
    f : callable
        A function of one real variable that also accepts complex numbers and is analytic there: no ``abs``,
        no comparison, no ``maximum``.
    x : float or array
        Where to take the slope.
    h : float or array, optional
        The step along the imaginary axis, positive.

    Returns
    -------
    float or array
        The imaginary part of ``f(x + ih)``, divided by ``h``. Its truncation error is about ``h² f'''(x) / 6``.

    Raises
    ------
    ValueError
        If ``h`` is not positive and finite, or ``x`` is not finite.
    TypeError
        If ``x`` is not real, or ``f`` gives a real value: then it dropped the imaginary part.

    References
    ----------
    W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real functions",
    SIAM Review 40 (1998), 110-112.

    Examples
    --------
    >>> import numpy as np
    >>> complex_step(np.sin, 0.0)
    1.0
    """
    step, point = _step(h), _point("x", x)
    value = np.asarray(f(point + 1j * step))
    if value.dtype.kind != "c":
        raise TypeError(f"f must keep complex numbers complex, but f({x!r} + ih) came back as {value.dtype}")
    return _number(value.imag / step)


def richardson(f: Function, x: float, h: float = 0.1, levels: int = 4) -> NDArray[np.float64]:
    """Central differences at h, h/2, h/4, …, combined so that their leading errors cancel.

    The error of a central difference is ``c₂h² + c₄h⁴ + …``. Halving the step divides the first term by 4, so
    four times the new value less the old, over 3, has lost it; the next column loses ``h⁴``, and so on.

    Parameters
    ----------
    f : callable
        A function of one real variable.
    x : float
        Where to take the slope.
    h : float, optional
        The first and largest step, positive.
    levels : int, optional
        How many steps are tried, at least 1.

    Returns
    -------
    array of shape (levels, levels)
        Row i, column j is the estimate from step ``h / 2**i`` after j eliminations; NaN above the diagonal.
        The last diagonal entry is the best.

    Raises
    ------
    ValueError
        If ``h`` is not positive and finite, ``levels`` is below 1, or ``x`` is not finite.
    TypeError
        If ``x`` is not real.

    Examples
    --------
    >>> import numpy as np
    >>> print(richardson(np.exp, 0.0, h=0.4, levels=3).round(6))
    [[1.026881      nan      nan]
     [1.00668   0.999946      nan]
     [1.001668  0.999997  1.      ]]
    """
    step, point = float(_step(h)), float(_point("x", x))
    if levels < 1:
        raise ValueError(f"levels must be at least 1, not {levels!r}")
    table = np.full((levels, levels), np.nan)
    for i in range(levels):
        table[i, 0] = central_difference(f, point, step / 2**i)
        for j in range(1, i + 1):
            table[i, j] = table[i, j - 1] + (table[i, j - 1] - table[i - 1, j - 1]) / (4**j - 1)
    return table


def rates(times: ArrayLike, values: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rise over run between neighbours of a recorded table.

    Parameters
    ----------
    times : array of shape (n,)
        When each value was recorded, increasing, n at least 2.
    values : array of shape (n,)
        What was recorded.

    Returns
    -------
    middles, slopes : arrays of shape (n - 1,)
        The middle of each interval and the average rate over it, in units of ``values`` per unit of ``times``.

    Raises
    ------
    ValueError
        If the two are not of one length (at least 2), or ``times`` does not increase.

    Examples
    --------
    >>> middles, slopes = rates([0, 1, 3], [0, 2, 10])
    >>> middles
    array([0.5, 2. ])
    >>> slopes
    array([2., 4.])
    """
    t, y = _point("times", times), _point("values", values)
    if t.ndim != 1 or t.shape != y.shape or t.size < 2:
        raise ValueError(f"times and values must be two lists of one length, at least 2; shapes {t.shape}, {y.shape}")
    run = np.diff(t)
    if not (run > 0).all():
        raise ValueError(f"times must increase, but time {int(np.argmax(run <= 0)) + 1} does not")
    return (t[1:] + t[:-1]) / 2, np.diff(y) / run
