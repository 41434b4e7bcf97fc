"""Walking downhill, and to a root, with the whole path kept.

Every method returns a `Path`: where it went, what it saw there, and why it
stopped. That a method runs away, goes in circles or meets a flat place is not
an error of the program but an outcome, and each has a name:

>>> for name, meaning in OUTCOMES.items():
...     print(f"{name:16}{meaning}")
converged       the tolerance was met
cycle           the walk came back to a point where it had been
diverged        the walk is far out, and going further
zero derivative the tangent is level, so that it meets no axis
non-finite      a value, derivative or step was not a finite number
not a minimum   the gradient is zero, at a saddle or a maximum
no descent      no step along the chosen direction lowers the value
stalled         the step is too small to change the point
iteration limit the steps allowed were used up

.. rubric:: References

Jorge Nocedal, Stephen J. Wright, *Numerical Optimization*, 2nd edition, Springer 2006,
chapter 3 (backtracking, modified Newton steps).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mvcalc.derivatives import Function, derivative, gradient, hessian, spread
from mvcalc.rules import Array, require

__all__ = ["OUTCOMES", "Path", "descend", "gradient_descent", "newton", "newton_raphson"]

Look = Callable[[Array], tuple[float, Array]]  # point -> value and slope
Outcome = str | tuple[Array, str]  # the name of an outcome, or a step and its kind
Choose = Callable[[Array, float, Array, float], Outcome]  # point, value, slope, length of the last step

#: The name of each outcome, and what it means.
OUTCOMES = {
    "converged": "the tolerance was met",
    "cycle": "the walk came back to a point where it had been",
    "diverged": "the walk is far out, and going further",
    "zero derivative": "the tangent is level, so that it meets no axis",
    "non-finite": "a value, derivative or step was not a finite number",
    "not a minimum": "the gradient is zero, at a saddle or a maximum",
    "no descent": "no step along the chosen direction lowers the value",
    "stalled": "the step is too small to change the point",
    "iteration limit": "the steps allowed were used up",
}
FAR = 1e10  # times (1 + the size of the start): who is further than that and still goes on has diverged
CLOSE = 4 * np.finfo(float).eps  # relative: points closer than this are the same point
FLAT = 1e-8  # of the largest curvature: less than this is no curvature


@dataclass(frozen=True, eq=False)
class Path:
    """Where a method went and why it stopped.

    Attributes
    ----------
    points : array, shape (k + 1, ...)
        The start and the k points after it.
    values : array, shape (k + 1,)
        f at each point.
    gradient_norms : array, shape (k + 1,)
        The length of the gradient at each point; NaN where it was not asked for.
    reason : str
        One of `OUTCOMES`.
    steps : tuple of str
        The kind of each step, such as "newton" or "modified".

    Examples
    --------
    >>> path = gradient_descent(lambda x, y: x**2 + 2 * y**2, [1.0, -2.0], step=0.25, limit=2)
    >>> path.points.tolist(), path.values.tolist()
    ([[1.0, -2.0], [0.5, 0.0], [0.25, 0.0]], [9.0, 0.25, 0.0625])
    >>> path.reason, path.converged
    ('iteration limit', False)
    """

    points: Array
    values: Array
    gradient_norms: Array
    reason: str
    steps: tuple[str, ...]

    @property
    def converged(self) -> bool:
        """Whether the tolerance was met."""
        return self.reason == "converged"

    @property
    def point(self) -> Any:
        """The last point: a number in one dimension, an array otherwise."""
        return self.points[-1] if self.points.ndim > 1 else float(self.points[-1])

    @property
    def value(self) -> float:
        """The last value."""
        return float(self.values[-1])

    def __repr__(self) -> str:
        return f"Path({self.reason} after {len(self.steps)} steps, value {self.value:.6g} at {self.point})"


@np.errstate(all="ignore")
def _walk(look: Look, choose: Choose, start: Array, limit: int) -> Path:
    """Look, choose a step, take it, and watch for going far, in circles or nowhere.

    A cycle is found as Brent does: remember one pair of successive points, renew it after 1, 2, 4, …
    steps, and compare each new pair with it. A pair, since with momentum a point alone may recur.
    """
    points, values, norms, steps = [start], list[float](), list[float](), list[str]()
    seen, renew = (start, start), 1
    far, before, last = FAR * (1 + np.linalg.norm(start)), 0.0, math.inf
    while True:
        x = points[-1]
        value, slope = look(x)
        values.append(value)
        norms.append(float(np.linalg.norm(slope)))
        size = float(np.linalg.norm(x))
        if size > before > far:
            outcome: Outcome = "diverged"
        elif not np.isfinite(value) or not np.all(np.isfinite(slope)):
            outcome = "non-finite"
        else:
            outcome = choose(x, value, slope, last)
        if isinstance(outcome, str):
            break
        close = CLOSE * (size + last)
        if len(steps) > 1 and all(np.linalg.norm(a - b) <= close for a, b in zip(seen, points[-2:], strict=True)):
            outcome = "stalled" if last <= close else "cycle"
            break
        step, kind = outcome
        if len(steps) == limit or not np.all(np.isfinite(x + step)):
            outcome = "iteration limit" if len(steps) == limit else "non-finite"
            break
        if len(steps) == renew:
            seen, renew = (points[-2], x), 2 * renew
        points.append(x + step)
        steps.append(kind)
        before, last = size, float(np.linalg.norm(x + step - x))
    return Path(np.array(points), np.array(values), np.array(norms), outcome, tuple(steps))


def newton_raphson(f: Function, x0: float, tolerance: float = 1e-12, limit: int = 50) -> Path:
    """Look for a root of f: follow the tangent to the axis, again and again.

    Parameters
    ----------
    f : callable
        A function of one number in plain NumPy, with a number for value.
    x0 : float
        The start.
    tolerance : float
        It has converged when the last step is no longer than this times ``1 + |x|``.
    limit : int
        The largest number of steps.

    Returns
    -------
    Path
        With f, and the size of f′ as the gradient's norm, at each point.

    Raises
    ------
    TypeError, ValueError
        For a wrong argument, named, before anything is computed.

    Examples
    --------
    >>> newton_raphson(lambda x: x**2 - 2, 1.0)
    Path(converged after 5 steps, value ... at 1.4142135623...)
    >>> path = newton_raphson(lambda x: x**3 - 2*x + 2, 0.0)
    >>> path.reason, path.points.tolist()
    ('cycle', [0.0, 1.0, 0.0, 1.0, 0.0])
    """
    f, start = _check(f, x0, tolerance, limit, ndim=0)

    def choose(x: Array, value: float, slope: Array, last: float) -> Outcome:
        if value == 0 or last <= tolerance * (1 + abs(x)):
            return "converged"
        if slope == 0:
            return "zero derivative"
        return -value / slope, "newton"

    return _walk(partial(_see, f, derivative), choose, start, limit)


def gradient_descent(
    f: Function, x0: ArrayLike, step: float, momentum: float = 0.0, tolerance: float = 1e-8, limit: int = 1000
) -> Path:
    """Walk against the gradient with a fixed step, and momentum if wished.

    The velocity is v ← momentum · v − step · ∇f, and x ← x + v.

    Parameters
    ----------
    f : callable
        A function in plain NumPy of an array, or of several numbers, with a number for value.
    x0 : array_like, any shape
        The start.
    step : float
        The factor of the gradient, above 0. On a quadratic bowl with Hessian H and no momentum it converges
        below 2/λ_max(H), goes in circles at it and diverges above.
    momentum : float
        The part of the velocity that is kept, from 0 and below 1.
    tolerance : float
        It has converged when the gradient is no longer than this.
    limit : int
        The largest number of steps.

    Returns
    -------
    Path

    Raises
    ------
    TypeError, ValueError
        For a wrong argument, named, before anything is computed.

    Examples
    --------
    >>> bowl = lambda x, y: x**2 + 5 * y**2
    >>> [gradient_descent(bowl, [3.0, 1.0], step).reason for step in (0.1, 0.2, 0.3)]
    ['converged', 'cycle', 'diverged']
    """
    f, start = _check(f, x0, tolerance, limit)
    return descend(partial(_see, f, gradient), start, step, momentum, tolerance, limit)


def descend(look: Look, start: Array, step: float, momentum: float, tolerance: float, limit: int) -> Path:
    """Do the same with a function of an array that returns its value and its gradient.

    Parameters
    ----------
    look : callable
        x ↦ (f(x), ∇f(x)); NaN for what is not defined.
    start, step, momentum, tolerance, limit
        As in `gradient_descent`, but nothing needs to be chosen by default.

    Returns
    -------
    Path

    Examples
    --------
    >>> descend(lambda x: (x @ x, 2 * x), np.array([3.0, -4.0]), 0.5, 0.0, 1e-8, 10).points.tolist()
    [[3.0, -4.0], [0.0, 0.0]]
    """
    require(np.isfinite(step) and step > 0, f"step must be a finite number above 0, got {step!r}")
    require(0 <= momentum < 1, f"momentum must be from 0 and below 1, got {momentum!r}")
    velocity = np.zeros_like(start)

    def choose(x: Array, value: float, slope: Array, last: float) -> Outcome:
        nonlocal velocity
        velocity = momentum * velocity - step * slope
        return "converged" if np.linalg.norm(slope) <= tolerance else (velocity, "gradient")

    return _walk(look, choose, start, limit)


def newton(f: Function, x0: ArrayLike, tolerance: float = 1e-8, limit: int = 100) -> Path:
    """Look for a minimum: step to the lowest point of the quadratic model, again and again.

    Where the Hessian is not positive definite that model has no lowest point, and Newton's step
    may go uphill. Then each eigenvalue is replaced by its absolute value ("modified"), which turns
    the step downhill and away from saddles. A step that does not lower the value enough is halved
    until it does ("damped").

    Parameters
    ----------
    f : callable
        A function in plain NumPy of a vector, or of n numbers, with a number for value.
    x0 : array_like, shape (n,)
        The start.
    tolerance : float
        It has converged when the gradient is no longer than this.
    limit : int
        The largest number of steps.

    Returns
    -------
    Path
        Its `steps` say which were "newton", "modified", or "newton, damped" and "modified, damped".

    Raises
    ------
    TypeError, ValueError
        For a wrong argument, named, before anything is computed.

    Examples
    --------
    >>> rosenbrock = lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2
    >>> path = newton(rosenbrock, [-1.2, 1.0])
    >>> path.converged, path.point.round(6).tolist()
    (True, [1.0, 1.0])
    >>> newton(lambda x: x[0] ** 2 - x[1] ** 2, [0.0, 0.0]).reason
    'not a minimum'
    """
    f, start = _check(f, x0, tolerance, limit, ndim=1)

    def choose(x: Array, value: float, slope: Array, last: float) -> Outcome:
        curvature = _see(f, hessian, x)[1]
        if not np.all(np.isfinite(curvature)):
            return "non-finite"
        bends, axes = np.linalg.eigh(curvature)
        least = FLAT * (np.abs(bends).max() or 1.0)
        if np.linalg.norm(slope) <= tolerance:
            return "not a minimum" if bends[0] < -least else "converged"
        kind = "newton" if bends[0] > least else "modified"
        step = -axes @ ((axes.T @ slope) / np.maximum(np.abs(bends), least))
        for halvings in range(60):
            # a hundredth of a per cent of what the slope promises, give or take the rounding of the value
            if f(x + step) <= value + 1e-4 * (slope @ step) + CLOSE * abs(value):
                return step, kind + ", damped" * (halvings > 0)
            step = step / 2
        return "no descent"

    return _walk(partial(_see, f, gradient), choose, start, limit)


def _see(f: Function, slope: Function, x: Array) -> tuple[float, Array]:
    """The value and a derivative of f."""
    value = f(x[()])
    require(np.shape(value) == (), f"f must return a scalar, got shape {np.shape(value)}")
    try:
        return float(value), np.asarray(slope(f, x))
    except ValueError:  # no derivative here, which ends the walk with a name
        return float(value), np.full_like(x, np.nan)


def _check(f: Function, x0: Any, tolerance: float, limit: int, ndim: int | None = None) -> tuple[Function, Array]:
    """Check the arguments that every method has; return f of an array, and the start."""
    start = np.array(x0, dtype=float)
    shape = {None: "an array", 0: "one number", 1: "a vector, shape (n,),"}[ndim]
    fits = ndim in (None, start.ndim) and start.size and np.all(np.isfinite(start))
    require(fits, f"x0 must be {shape} of finite numbers, got {x0!r}")
    require(0 < tolerance < np.inf, f"tolerance must be a finite number above 0, got {tolerance!r}")
    require(isinstance(limit, int) and limit > 0, f"limit must be a whole number from 1, got {limit!r}")
    return spread(f, start), start
