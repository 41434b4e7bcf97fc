"""Forward mode: truncated Taylor numbers.

A :class:`Jet` is the polynomial x₀ + x₁t + x₂t² + … + x_K t^K, cut off after t^K, whose coefficients are arrays.
Put x₀ = p, x₁ = v into a function and the coefficients of the result are the Taylor coefficients of t ↦ f(p + tv):
one pass gives f⁽ᵏ⁾/k! for every k up to K. With K = 1 a jet is a dual number.

A jet carries several directions v at once: coefficients above the zeroth have one leading axis more than the value,
of length D, one row a direction. A coefficient that is zero throughout is None and costs nothing.

The rules. Write ' for d/dt. For y = f(a, b) the chain rule y' = f_a a' + f_b b' reads, coefficient by coefficient,

    k y_k = Σ_{j=1..k} j (a_j [f_a]_{k-j} + b_j [f_b]_{k-j})

so the table of partial derivatives in :mod:`mvcalc.rules` is all that is needed. Where f_a contains y itself
(``exp``: f_a = y) the coefficients are found one after the other. Products, quotients, sines and cosines have
recurrences of their own, which save work at higher order. Linear functions act on every coefficient alike.

References
----------
A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mvcalc.rules import (
    PARTIALS,
    Array,
    Shape,
    Traced,
    apply,
    choose,
    contract,
    determinant,
    expand,
    highest,
    inverse,
    join,
    matmul,
    ndim_of,
    new_level,
    permute,
    pick,
    place,
    reshape,
    running,
    shape_of,
    solution,
    total,
)

__all__ = ["Jet", "coefficients", "seed"]

Series = Sequence[Array]  # coefficients 0..K, None for a zero one


class Jet(Traced):
    """A truncated Taylor number: see the module's text.

    Parameters
    ----------
    level : int
        The differentiation it belongs to, from :func:`seed`.
    c : sequence
        Coefficients: c[0] of shape s, the others of shape (D, *s) or None.

    Examples
    --------
    >>> x = seed(3.0, [1.0], order=2)
    >>> y = x * x
    >>> [float(np.squeeze(c)) for c in y.c]        # (3 + t)² = 9 + 6t + t²
    [9.0, 6.0, 1.0]
    """

    __slots__ = ("c", "level")

    def __init__(self, level: int, c: Series) -> None:
        self.level = level
        self.c = c

    @property
    def below(self) -> Array:
        return self.c[0]

    @below.setter
    def below(self, value: Array) -> None:
        raise AttributeError("a jet does not change")

    def carry(self, op: Callable[..., Any], args: Sequence[Any]) -> Array:
        level, order = self.level, len(self.c) - 1
        if op in PARTIALS:
            return _elementwise(level, order, op, args)
        if op in LINEAR:
            x, *rest = args
            return Jet(
                level, [op(x.c[0], *rest), *(c if c is None else LINEAR[op](c, *rest) for c in x.c[1:])]
            )
        return Jet(level, RULES[op](level, order, *args))


def series(x: Any, level: int, order: int = 0) -> list[Array]:
    """The coefficients 0..order (at least) of ``x``; those of a constant are None above the zeroth."""
    if isinstance(x, Jet) and x.level == level:
        return list(x.c)
    return [x] + [None] * order


def _lift(c: Array, ndim: int) -> Array:
    """Axes of length 1 after the directions, so that a coefficient lines up with a value of ``ndim`` axes."""
    if c is None or (n := ndim_of(c) - 1) >= ndim:
        return c
    s = shape_of(c)
    return np.reshape(c, s[:1] + (1,) * (ndim - n) + s[1:])


def _full(c: Array, shape: Shape) -> Array:
    """A coefficient broadcast to one row of ``shape`` for each direction."""
    if c is None or shape_of(c)[1:] == shape:
        return c
    c = _lift(c, len(shape))
    return np.broadcast_to(c, shape_of(c)[:1] + shape)


def _plus(a: Array, b: Array) -> Array:
    return b if a is None else a if b is None else a + b


def _convolve(
    a: Series, b: Series, k: int, start: int = 0, weighted: bool = False, op: Any = np.multiply
) -> Array:
    """Σ_{j=start..k} a_j b_{k-j}, each term times j if ``weighted``; None if every term is zero."""
    out = None
    for j in range(start, k + 1):
        if a[j] is not None and b[k - j] is not None:
            term = apply(op, (a[j], b[k - j]))
            out = _plus(out, j * term if weighted and j > 1 else term)
    return out


# ---------------------------------------------------------------- elementwise functions
STAGED = frozenset(
    {np.exp, np.sqrt, np.cbrt, np.tan, np.hypot, np.logaddexp, np.reciprocal}
)  # f_a contains y


def _elementwise(level: int, order: int, op: np.ufunc, args: Sequence[Any]) -> Jet:
    parts = [series(a, level, order) for a in args]
    traced = [i for i, p in enumerate(parts) if len(p) > 1 and args[i] is not p[0]]
    heads = [p[0] for p in parts]
    y: list[Array] = [op(*heads)]
    ndim, shape = ndim_of(y[0]), shape_of(y[0])
    x = [[p[0], *(_lift(c, ndim) for c in p[1:])] for p in parts]
    slopes = PARTIALS[op]
    if order > 1 and op in RECURRENCES:
        y = RECURRENCES[op](y[0], *x)
    elif order > 1 and op is np.power and 1 in traced:
        y[1:] = np.exp(args[1] * np.log(args[0])).c[1:]
    elif all(isinstance(slopes[i], int) for i in traced):
        for k in range(1, order + 1):
            terms = [x[i][k] if slopes[i] == 1 or x[i][k] is None else -x[i][k] for i in traced]
            y.append(terms[0] if len(terms) == 1 else _plus(*terms))
    else:
        for k in range(1, order + 1):
            if k == 1 or op in STAGED:
                known = k - 1 if op in STAGED else order - 1
                cut = [
                    Jet(level, args[i].c[: known + 1]) if known and i in traced else heads[i]
                    for i in range(len(x))
                ]
                yj = Jet(level, y[: known + 1]) if known and op in STAGED else y[0]
                d = [[_lift(c, ndim) if j else c for j, c in enumerate(series(slopes[i](yj, *cut), level, known))]
                     for i in traced]  # fmt: skip
            term = None
            for i, di in zip(traced, d, strict=True):
                term = _plus(term, _convolve(x[i], di, k, 1, weighted=True))
            y.append(term / k if term is not None and k > 1 else term)
    return Jet(level, [y[0], *(_full(c, shape) for c in y[1:])])


def _multiply(y0: Array, a: Series, b: Series) -> list[Array]:
    return [y0] + [_convolve(a, b, k) for k in range(1, len(a))]


def _divide(y0: Array, a: Series, b: Series) -> list[Array]:
    y = [y0]
    for k in range(1, len(a)):
        tail = _convolve(b, [*y, None], k, 1)
        top = a[k] if tail is None else _plus(a[k], -tail)
        y.append(top if top is None else top / b[0])
    return y


def _pair(other: np.ufunc, up: float, down: float) -> Callable[..., list[Array]]:
    """y and its partner z with y' = up z x' and z' = down y x'."""

    def rule(y0: Array, x: Series) -> list[Array]:
        y, z = [y0], [other(x[0])]
        for k in range(1, len(x)):
            dy, dz = _convolve(x, [*z, None], k, 1, True), _convolve(x, [*y, None], k, 1, True)
            y.append(dy if dy is None else dy * (up / k))
            z.append(dz if dz is None else dz * (down / k))
        return y

    return rule


RECURRENCES: dict[np.ufunc, Callable[..., list[Array]]] = {
    np.multiply: _multiply,
    np.divide: _divide,
    np.sin: _pair(np.cos, 1.0, -1.0),
    np.cos: _pair(np.sin, -1.0, 1.0),
    np.sinh: _pair(np.cosh, 1.0, 1.0),
    np.cosh: _pair(np.sinh, 1.0, 1.0),
}


# ---------------------------------------------------------------- linear functions: on each coefficient
def _spread(c: Array, shape: Shape) -> Array:
    return _full(c, shape)


LINEAR: dict[Callable[..., Any], Callable[..., Array]] = {
    total: lambda c, axes: total(c, axes),
    reshape: lambda c, shape: np.reshape(c, shape_of(c)[:1] + shape),
    permute: lambda c, axes: np.transpose(c, (0, *(a + 1 for a in axes))),
    expand: _full,
    pick: lambda c, index: c[(slice(None), *index)],
    place: lambda c, index, shape: apply(place, (c, (slice(None), *index), shape_of(c)[:1] + shape)),
    running: lambda c, axis: apply(running, (c, axis)),
}


def _join(level: int, order: int, axis: int, *parts: Array) -> list[Array]:
    rows = [series(p, level, order) for p in parts]
    out = [np.concatenate([r[0] for r in rows], axis)]
    for column in list(zip(*rows, strict=True))[1:]:
        width = next((shape_of(c)[0] for c in column if c is not None), 0)
        filled = [
            np.zeros((width, *shape_of(r[0]))) if c is None else c for c, r in zip(column, rows, strict=True)
        ]
        out.append(np.concatenate(filled, axis) if width else None)
    return out


def _choose(level: int, order: int, mask: Array, a: Array, b: Array) -> list[Array]:
    pairs = list(zip(series(a, level, order), series(b, level, order), strict=True))
    out = [np.where(mask, *pairs[0])]
    n, shape = ndim_of(out[0]), shape_of(out[0])
    for p, q in pairs[1:]:
        none = p is None and q is None
        both = (0.0 if c is None else _lift(c, n) for c in (p, q))
        out.append(None if none else _full(np.where(mask, *both), shape))
    return out


# ---------------------------------------------------------------- matrices
def _matmul(level: int, order: int, a: Array, b: Array) -> list[Array]:
    n = max(ndim_of(a), ndim_of(b))
    left, right = (
        [x[0], *(_lift(c, n) for c in x[1:])] for x in (series(a, level, order), series(b, level, order))
    )
    y = [_convolve(left, right, k, op=matmul) for k in range(order + 1)]
    return [y[0], *(_full(c, shape_of(y[0])) for c in y[1:])]


def _contract(level: int, order: int, labels: tuple[str, ...], *parts: Array) -> list[Array]:
    rows = [series(p, level, order) for p in parts]
    free = next(c for c in string.ascii_letters if c not in "".join(labels))

    def terms(i: int, left: int) -> list[list[int]]:
        if i == len(rows) - 1:
            return [[left]]
        return [[j, *rest] for j in range(left + 1) for rest in terms(i + 1, left - j)]

    out: list[Array] = []
    for k in range(order + 1):
        y = None
        for term in terms(0, k):
            factors = [row[j] for row, j in zip(rows, term, strict=True)]
            if all(f is not None for f in factors):
                names = [free * (j > 0) + name for j, name in zip([*term, k], labels, strict=True)]
                y = _plus(y, apply(contract, (tuple(names), *factors)))
        out.append(y)
    return out


def _inverse(level: int, order: int, a: Array) -> list[Array]:
    x, y = series(a, level, order), [apply(inverse, (a.c[0],))]
    for k in range(1, order + 1):
        tail = _convolve(x, [*y, None], k, 1, op=matmul)
        y.append(tail if tail is None else -(y[0] @ tail))
    return y


def _solution(level: int, order: int, a: Array, b: Array) -> list[Array]:
    left, right = series(a, level, order), series(b, level, order)
    n = max(ndim_of(a), ndim_of(b))
    left, right = ([x[0], *(_lift(c, n) for c in x[1:])] for x in (left, right))
    y = [apply(solution, (left[0], right[0]))]
    for k in range(1, order + 1):
        tail = _convolve(left, [*y, None], k, 1, op=matmul)
        rest = right[k] if tail is None else _plus(right[k], -tail)
        y.append(rest if rest is None else _full(apply(solution, (left[0], rest)), shape_of(y[0])))
    return y


def _determinant(level: int, order: int, a: Array) -> list[Array]:
    """y' = y tr(A⁻¹A')."""
    x, w, y = a.c, np.swapaxes(np.linalg.inv(a), -1, -2).c, [np.linalg.det(a.c[0])]
    rate = [None] + [_convolve(x, w, k, 1, weighted=True) for k in range(1, order + 1)]
    rate = [r if r is None else np.sum(r, (-2, -1)) for r in rate]
    for k in range(1, order + 1):
        dy = _convolve(rate, [*y, None], k, 1)
        y.append(dy if dy is None else dy / k)
    return y


RULES: dict[Callable[..., Any], Callable[..., list[Array]]] = {
    join: _join,
    choose: _choose,
    matmul: _matmul,
    contract: _contract,
    inverse: _inverse,
    solution: _solution,
    determinant: _determinant,
}


# ---------------------------------------------------------------- in and out
def seed(x: Array, directions: Array, order: int = 1) -> Jet:
    """The jet x + t v, for each row v of ``directions``, at a new level.

    Parameters
    ----------
    x : array of shape s
    directions : array of shape (D, *s)
    order : int, at least 1
        The last power of t that is kept.

    Examples
    --------
    >>> np.exp(seed(0.0, [1.0, 2.0])).c[1].tolist()
    [1.0, 2.0]
    """
    if order < 1:
        raise ValueError(f"a jet needs an order of at least 1, got {order}")
    directions = directions if isinstance(directions, Traced) else np.asarray(directions, float)
    if shape_of(directions)[1:] != shape_of(x):
        raise ValueError(f"directions need the shape (D, *{shape_of(x)}), got {shape_of(directions)}")
    return Jet(new_level(), [x, directions] + [None] * (order - 1))


def coefficients(y: Array, x: Jet) -> list[Array]:
    """All coefficients of ``y = f(x)``, zeros written out: y.c[0] of shape s, the others (D, *s).

    Examples
    --------
    >>> x = seed(1.0, [1.0], order=3)
    >>> [c.tolist() for c in coefficients(x * x, x)[1:]]
    [[2.0], [1.0], [0.0]]
    """
    row = series(y, x.level, len(x.c) - 1)
    zero = np.zeros((shape_of(x.c[1])[0], *shape_of(row[0])))
    return [zero if c is None else c for c in row]


def add_at(buffer: Array, index: tuple[Any, ...], value: Array) -> Array:
    """``buffer[index] += value`` in place where it can be; returns the buffer, or the new value that replaces it."""
    top = highest((buffer, value))
    if top is None:
        if any(isinstance(i, np.ndarray) for i in index):
            np.add.at(buffer, index, value)
        else:
            buffer[index] += value
        return buffer
    shape = shape_of(buffer)
    if not isinstance(top, Jet):
        return buffer + apply(place, (value, index, shape))
    order = len(top.c) - 1
    into, what = series(buffer, top.level, order), series(value, top.level, order)
    out = [add_at(into[0], index, what[0])]
    for a, b in zip(into[1:], what[1:], strict=True):
        if b is not None:
            a = add_at(np.zeros((shape_of(b)[0], *shape)) if a is None else a, (slice(None), *index), b)
        out.append(a)
    return Jet(top.level, out)
