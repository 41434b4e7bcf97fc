"""Forward mode: truncated Taylor numbers.

A :class:`Jet` is the polynomial x₀ + x₁t + x₂t² + … + x_K t^K, cut off after t^K, whose coefficients are
arrays. Put x₀ = p, x₁ = v into a function and the coefficients of the result are the Taylor coefficients of t
↦ f(p + tv): one pass gives f⁽ᵏ⁾/k! for every k up to K. With K = 1 a jet is a dual number.

A jet carries several directions v at once: coefficients above the zeroth have one leading axis more than the
value, of length D, one row a direction. A coefficient that is zero throughout is None and costs nothing.

The rules. Write ' for d/dt. For y = f(a, b) the chain rule y' = f_a a' + f_b b' reads, coefficient by
coefficient,

    k y_k = Σ_{j=1..k} j (a_j [f_a]_{k-j} + b_j [f_b]_{k-j})

so the table of partial derivatives in :mod:`mvcalc.rules` is all that is needed. Where f_a contains y itself
(``exp``: f_a = y) the coefficients are found one after the other. Products and quotients, of numbers or
matrices, have recurrences of their own, which save work at higher order. Linear functions act on every
coefficient alike.

.. rubric:: References

Andreas Griewank and Andrea Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mvcalc import rules
from mvcalc.rules import PARTIALS, Array, Shape, Traced, apply, ndim_of, shape_of

__all__ = ["Jet", "coefficients", "seed"]

Series = Sequence[Array]  # coefficients 0..K, None for a zero one


class Jet(Traced):
    """A truncated Taylor number: see the module's text.

    Parameters
    ----------
    level : int
        The differentiation it belongs to, from :func:`seed`.
    c : sequence
        Coefficients: c[0] of shape s, the others of shape ``(D, *s)`` or None.

    Examples
    --------
    >>> x = seed(3.0, [1.0], order=2)
    >>> y = x * x
    >>> [float(np.squeeze(c)) for c in y.c]        # (3 + t)² = 9 + 6t + t²
    [9.0, 6.0, 1.0]
    """

    __slots__ = ("below", "c", "level")

    def __init__(self, level: int, c: Series) -> None:
        self.level, self.c, self.below = level, c, c[0]

    def like(self, c: Series) -> Jet:
        """A jet of the same differentiation with other coefficients."""
        return type(self)(self.level, c)

    def carry(self, op: Callable[..., Any], args: Sequence[Any]) -> Array:
        if op in LINEAR:
            x, *fixed = args
            tail = (c if c is None else LINEAR[op](c, *fixed) for c in x.c[1:])
            return self.like([op(x.c[0], *fixed), *tail])
        parts = _aligned(args, self.level, len(self.c) - 1)
        y = PRODUCTS[op](*parts) if op in PRODUCTS else self.chain(op, args, parts)
        return self.like([y[0], *(_full(c, shape_of(y[0])) for c in y[1:])])

    def chain(self, op: Any, args: Sequence[Any], x: list[list[Array]]) -> list[Array]:
        """The chain rule, as in the module's text; ``x`` are the coefficients of ``args``."""
        y: list[Array] = [op(*(p[0] for p in x))]
        order, ndim, slopes, d = len(self.c) - 1, ndim_of(y[0]), PARTIALS[op], {}
        staged = op in STAGED or (op is np.power and isinstance(args[1], Traced))
        mine = [i for i, a in enumerate(args) if isinstance(a, Jet) and a.level == self.level]
        for k in range(1, order + 1):
            if k == 1 or staged:  # the slopes, as series in t
                n = k if staged else order
                cut = [self.like(a.c[:n]) if i in mine and n > 1 else x[i][0] for i, a in enumerate(args)]
                so_far = self.like(y) if staged and k > 1 else y[0]
                for i in mine:
                    if not isinstance(slopes[i], int):
                        s = series(slopes[i](so_far, *cut), self.level, n - 1)
                        d[i] = [s[0], *(_lift(c, ndim) for c in s[1:])]
            term = None
            for i in mine:
                if isinstance(slopes[i], int):
                    part = x[i][k] if slopes[i] == 1 or x[i][k] is None else -x[i][k]
                else:
                    part = _convolve(x[i], d[i], k, 1, weighted=True)
                if op is np.linalg.det and part is not None:
                    part = np.sum(part, (-2, -1))
                term = _plus(term, part)
            y = [*y, term]
        return y


def series(x: Any, level: int, order: int = 0) -> list[Array]:
    """The coefficients 0..order (at least) of ``x``; those of a constant are None above the zeroth."""
    if isinstance(x, Jet) and x.level == level:
        return list(x.c)
    return [x] + [None] * order


def _lift(c: Array, ndim: int) -> Array:
    """Axes of length 1 after the directions, so that a coefficient lines up with a value of ``ndim`` axes."""
    if c is None or ndim_of(c) > ndim:
        return c
    s = shape_of(c)
    return np.reshape(c, s[:1] + (1,) * (ndim + 1 - len(s)) + s[1:])


def _aligned(args: Sequence[Any], level: int, order: int) -> list[list[Array]]:
    """The coefficients of each argument, lined up for broadcasting."""
    ndim = max(ndim_of(a) for a in args)
    return [[c if k == 0 else _lift(c, ndim) for k, c in enumerate(series(a, level, order))] for a in args]


def _full(c: Array, shape: Shape) -> Array:
    """A coefficient broadcast to one row of ``shape`` for each direction."""
    if c is None or shape_of(c)[1:] == shape:
        return c
    c = _lift(c, len(shape))
    return np.broadcast_to(c, shape_of(c)[:1] + shape)


def _plus(a: Array, b: Array) -> Array:
    return b if a is None else a if b is None else a + b


def _convolve(a: Series, b: Series, k: int, start: int = 0, weighted: bool = False, op: Any = None) -> Array:
    """Σ_{j=start..k} a_j b_{k-j}, each term times j/k if ``weighted``; None if every term is zero."""
    out = None
    for j in range(start, k + 1):
        if a[j] is not None and b[k - j] is not None:
            term = apply(op or np.multiply, (a[j], b[k - j]))
            out = _plus(out, j * term if weighted and j > 1 else term)
    return out / k if weighted and k > 1 and out is not None else out


# ---------------------------------------------------------------- elementwise functions, products, quotients
STAGED = {np.exp, np.sqrt, rules.root, np.cbrt, np.tan, np.hypot, np.logaddexp, np.linalg.det}  # f_a contains y


def _product(op: Callable[..., Any]) -> Callable[..., list[Array]]:
    return lambda a, b: [_convolve(a, b, k, op=op) for k in range(len(a))]


def _quotient(times: Any, divide: Callable[[Array, Array], Array]) -> Callable[..., list[Array]]:
    """y with b y = a: y_k = (a_k - Σ_{j=1..k} b_j y_{k-j}) / b_0."""

    def rule(a: Series, b: Series) -> list[Array]:
        y: list[Array] = []
        for k in range(len(a)):
            done = _convolve(b, [*y, None], k, 1, op=times)
            rest = a[k] if done is None else _plus(a[k], -done)
            y.append(rest if rest is None else divide(rest, b[0]))
        return y

    return rule


PRODUCTS: dict[Any, Callable[..., list[Array]]] = {
    np.multiply: _product(np.multiply),
    np.divide: _quotient(np.multiply, lambda a, b: a / b),
    np.matmul: _product(np.matmul),
    rules.solution: lambda b, a: _quotient(np.matmul, lambda x, y: apply(rules.solution, (y, x)))(a, b),
}


# ---------------------------------------------------------------- linear functions: on each coefficient
LINEAR: dict[Callable[..., Any], Callable[..., Array]] = {
    np.sum: lambda c, axes: apply(np.sum, (c, axes)),
    np.reshape: lambda c, shape: np.reshape(c, shape_of(c)[:1] + shape),
    np.transpose: lambda c, axes: np.transpose(c, (0, *(a + 1 for a in axes))),
    rules.pick: lambda c, index: c[(slice(None), *index)],
    rules.place: lambda c, index, s: apply(rules.place, (c, (slice(None), *index), shape_of(c)[:1] + s)),
    np.cumsum: lambda c, axis: apply(np.cumsum, (c, axis)),
}


# ---------------------------------------------------------------- in and out
def seed(x: Array, directions: Array, order: int = 1) -> Jet:
    """The jet x + t v, for each row v of ``directions``, at a new level.

    Parameters
    ----------
    x : array of shape s
    directions : array of shape ``(D, *s)``
    order : int, at least 1
        The last power of t that is kept.

    Examples
    --------
    >>> np.exp(seed(0.0, [1.0, 2.0])).c[1].tolist()
    [1.0, 2.0]
    """
    rules.require(order > 0, f"a jet needs an order of at least 1, got {order}")
    directions = rules.as_array(directions)
    fits = shape_of(directions)[1:] == shape_of(x)
    rules.require(fits, f"directions need the shape (D, *{shape_of(x)}), got {shape_of(directions)}")
    return Jet(rules.new_level(), [x, directions] + [None] * (order - 1))


def coefficients(y: Array, x: Jet) -> list[Array]:
    """All coefficients of ``y = f(x)``, zeros written out: y.c[0] of shape s, the others ``(D, *s)``.

    Examples
    --------
    >>> x = seed(1.0, [1.0], order=3)
    >>> [c.tolist() for c in coefficients(x * x, x)[1:]]
    [[2.0], [1.0], [0.0]]
    """
    row = series(y, x.level, len(x.c) - 1)
    zero = np.zeros((shape_of(x.c[1])[0], *shape_of(row[0])))
    return [zero if c is None else c for c in row]
