"""What NumPy can do to a number that remembers where it came from.

Both modes of differentiation, :mod:`mvcalc.jet` (forward) and :mod:`mvcalc.tape` (reverse), carry a value
through an ordinary NumPy function and need the same three things, kept here once:

* :class:`Traced`, the NumPy-protocol half of such a value: operators, methods, and clear refusals;
* ``PARTIALS``, the rules of calculus as a table: for each elementwise y = f(a, b, ...) its partial
  derivatives, written as functions of (y, a, b, ...) in NumPy, so that they can be differentiated again;
* ``COMPOSITES``, every other supported NumPy function, written with nine *primitives* (``np.sum``,
  ``np.matmul``, ``pick``, ...), the only ones for which a mode has to give a rule of its own.

Traced values nest: each carries the ``level`` of the differentiation that made it, an operation belongs to
the highest level among its arguments, and everything below is a constant to it. That is what keeps a
derivative inside a derivative from being confused with the one around it.

.. rubric:: References

Andreas Griewank and Andrea Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapters 3 and 13.
"""

import itertools
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

__all__ = ["SUPPORTED", "KinkWarning", "Traced"]

Array = Any  # a NumPy array, a scalar, or a Traced value: whatever the NumPy protocols accept
Shape = tuple[int, ...]
new_level = itertools.count(1).__next__


class KinkWarning(UserWarning):
    """The function has no derivative at this point: a choice between its one-sided slopes was made.

    ``abs`` and ``sign`` take slope 0 at 0. In ``maximum``, ``minimum``, ``clip``, ``max`` and ``min`` a tie
    shares the slope equally between the equal arguments: ``np.maximum(0, x)`` has slope 1/2 at 0. ``hypot`` and
    ``norm`` take slope 0 at the origin. A kink made by ``np.where`` cannot be seen: the branch taken at the
    point is differentiated. The warning names the line of the reader's own code that led to the kink.

    Examples
    --------
    >>> import warnings
    >>> from mvcalc.derivatives import derivative
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     derivative(np.abs, 0.0)
    0.0
    >>> caught[0].category.__name__
    'KinkWarning'
    """


class Mask(np.ndarray):
    """The truth values of a comparison between traced values: for ``np.where``, not for ``if``."""

    def __bool__(self, *arguments: Any) -> Any:
        raise TypeError(BRANCH)

    item = tolist = __bool__  # nor are its entries plain truth values by another way

    def __getitem__(self, index: Any) -> Any:  # an entry is not a plain truth value either
        return np.asarray(super().__getitem__(index)).view(Mask)


BRANCH = (
    "this branches on a traced value (if, while, and, min, max on x > 0, say), so only the branch taken would be "
    "differentiated: write np.where(condition, a, b), np.maximum, np.minimum; np.stack([...]), not np.array([...])"
)
ASSIGNED = "in-place {} on a traced array: make a new one, with y = y + ..., np.where, np.stack or np.concatenate"
NUMBER = (
    "a traced value was made a plain number, which loses its derivative: use np.sin, not math.sin; "
    "np.stack([...]), not np.array([...], dtype=float) or a[i] = value"
)
OBJECTS = "np.array([...]) of traced values holds objects, for which NumPy says: {}; use np.stack([...])"


def require(holds: Any, message: str) -> None:
    """Raise a ValueError that says what was expected and what was given, unless ``holds``."""
    if not holds:
        raise ValueError(message)


def unsupported(name: str) -> TypeError:
    """The error for a NumPy function that has no rule."""
    return TypeError(f"{name} cannot be differentiated here; supported NumPy: {', '.join(SUPPORTED)}")


def primal(x: Array) -> Array:
    """The plain NumPy value at the bottom of a traced one."""
    while isinstance(x, Traced):
        x = x.below
    return x


def shape_of(x: Any) -> Shape:
    """``np.shape``, without NumPy's round trip."""
    return x.shape if hasattr(x, "shape") else np.shape(x)


def ndim_of(x: Any) -> int:
    """``np.ndim``, without NumPy's round trip."""
    return len(shape_of(x))


def unboxed(x: Array) -> Array:
    """A constant as a plain array; np.array([...]) of traced values, an array of objects, as one traced."""
    if not isinstance(x, np.ndarray) or (type(x) is np.ndarray and x.dtype != object):
        return x
    return np.stack(list(x.flat)).reshape(x.shape) if x.dtype == object and x.size else x.view(np.ndarray)


def as_array(y: Any) -> Array:
    """Numbers as one array of floats: lists, tuples and arrays of traced values are stacked."""
    if isinstance(y, list | tuple) and y:
        y = np.stack([as_array(part) for part in y])
    y = unboxed(y if isinstance(y, Traced) else np.asarray(y))
    if y.dtype.kind not in "biuf":
        raise TypeError(f"real numbers are needed, got {y!r}")
    return y if isinstance(y, Traced) else y.astype(float, copy=False)


def apply(op: Callable[..., Any], args: Sequence[Any]) -> Array:
    """Carry out ``op``, an elementwise ufunc or a primitive, at the highest level among its arguments."""
    args = [unboxed(a) if isinstance(a, np.ndarray) else a for a in args]
    top = None
    for a in args:
        if isinstance(a, Traced) and (top is None or a.level > top.level):
            top = a
    return op(*args) if top is None else top.carry(op, args)


class Traced(NDArrayOperatorsMixin):
    """A value inside a differentiation, which NumPy treats as an array.

    Subclasses have a ``level``, the value ``below`` (an array, or traced at a lower level) and a method
    ``carry(op, args)`` that applies an entry of ``PARTIALS`` or a primitive.
    """

    __slots__ = ()
    level: int
    below: Array
    carry: Callable[[Callable[..., Any], Sequence[Any]], Array]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        name = f"np.{ufunc.__name__}"
        if method != "__call__" or options:
            how = f".{method}" * (method != "__call__") + f" with {', '.join(options)}=" * bool(options)
            raise unsupported(name + how)
        if out is not None and not (out[0] is self and self.ndim == 0):
            raise TypeError(ASSIGNED.format(name))
        inputs = tuple(as_array(x) if isinstance(x, list | tuple) else x for x in inputs)
        if ufunc in PARTIALS:
            return apply(ufunc, inputs)
        if ufunc in COMPARISONS:
            return np.asarray(ufunc(*(primal(unboxed(x)) for x in inputs))).view(Mask)
        if ufunc in COMPOSITES:
            return COMPOSITES[ufunc](*inputs)
        raise unsupported(name)

    def __array_function__(self, func: Any, types: Any, args: Any, options: Any) -> Any:
        name = f"{func.__module__}.{func.__name__}".replace("numpy", "np")
        if func not in COMPOSITES:
            raise unsupported(name)
        try:
            return COMPOSITES[func](*args, **options)
        except TypeError as error:
            if "argument" not in str(error):
                raise
            raise unsupported(f"{name} with these arguments ({error})") from None

    shape = property(lambda self: shape_of(self.below))
    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: int(np.prod(self.shape)))
    dtype = property(lambda self: np.result_type(primal(self)))
    T = property(lambda self: np.transpose(self))

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a traced scalar has no length and cannot be unpacked or iterated over")
        return int(self.shape[0])

    def __iter__(self) -> Iterator[Array]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> Array:
        index = index if isinstance(index, tuple) else (index,)
        if any(isinstance(i, Traced) for i in index):
            raise TypeError("a traced value cannot be an index: an index is a whole number, which has no derivative")
        if all(i is None or i is Ellipsis or isinstance(i, int | slice | np.integer) for i in index):
            return apply(pick, (self, index))
        return rearranged(lambda places: places[index])(self)

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TypeError(ASSIGNED.format("assignment x[...] = ..."))

    def __bool__(self) -> bool:
        raise TypeError(BRANCH)

    def __float__(self) -> float:
        raise TypeError(NUMBER)

    __int__ = __index__ = __complex__ = __float__

    def __getattr__(self, name: str) -> Any:
        """``x.sum()`` and the like; NumPy itself asks for ``x.sin()`` on arrays of objects."""
        if name not in SUPPORTED:
            raise AttributeError(f"a traced array has no {name!r}; supported NumPy: {', '.join(SUPPORTED)}")
        func = getattr(np, name)
        if name in ("reshape", "transpose"):  # x.reshape(2, 3) is x.reshape((2, 3))
            return lambda *shape, **options: func(self, *((shape,) if len(shape) > 1 else shape), **options)
        return partial(func, self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({primal(self)})"


# ---------------------------------------------------------------- the rules of calculus, elementwise
def kink(name: str, where: Any, choice: str) -> None:
    """Warn, in the innermost line that is neither ours nor NumPy's, that the point sits on a kink of ``name``."""
    if np.any(where):
        frame, depth = sys._getframe(1), 2
        while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] in ("mvcalc", "numpy"):
            frame, depth = frame.f_back, depth + 1
        warnings.warn(f"{name} has a kink at this point: {choice}", KinkWarning, stacklevel=depth)


def _corner(x: Array) -> Array:
    require(primal(x).dtype.kind != "c", "np.abs of complex numbers cannot be differentiated here")
    kink("np.abs or np.sign", primal(x) == 0, "slope 0 is taken at 0")
    return np.sign(primal(x))


def _share(y: Array, mine: Array, other: Array) -> Array:
    tie = primal(mine) == primal(other)
    kink("np.maximum, np.minimum or np.clip", tie, "equal arguments share the slope")
    return (primal(mine) == primal(y)) - 0.5 * tie


def _away(y: Array) -> Array:
    """A distance to divide by, so that the slope comes out as 0 at the origin."""
    kink("np.linalg.norm or np.hypot", zero := primal(y) == 0, "slope 0 is taken at the origin")
    return np.where(zero, np.inf, y) if np.any(zero) else y


def _slope_of_exp(y: Array, x: Array) -> Array:
    """y; if that has overflowed, any finite number: what is finite all the same, 1 / (1 + y), has slope 0 in y."""
    over = primal(y) == np.inf
    return np.where(over, 1.0, y) if np.any(over) else y


def _slope_of_base(y: Array, x: Array, r: Array) -> Array:
    if isinstance(r, Traced):
        return r * y / x
    return 2.0 * x if ndim_of(r) == 0 and r == 2 else r * x ** (np.where(r == 0, 1.0, r) - 1.0)


def _slope_of_tanh(y: Array, x: Array) -> Array:
    e = np.exp(np.where(primal(x) < 0, 2.0, -2.0) * x)  # 1 - y**2 would cancel where |x| is large
    return 4.0 * e / ((1.0 + e) * (1.0 + e))


def matrix(y: Array) -> Array:
    """Each number as a matrix of one row and one column."""
    return np.reshape(y, (*shape_of(y), 1, 1))


def choose(mask: Array, a: Array, b: Array) -> Array:
    """``a`` where ``mask`` holds, ``b`` elsewhere."""
    return np.where(mask, a, b)


def root(x: Array) -> Array:
    """The square root of a sum of squares: slope 0 at 0."""
    return np.sqrt(x)


PARTIALS: dict[Any, tuple[Any, ...]] = {
    # for y = f(a, b, ...) one entry an argument: a function of (y, a, b, ...), or 1 or -1 if it is constant
    np.add: (1, 1),
    np.subtract: (1, -1),
    np.negative: (-1,),
    np.positive: (1,),
    np.multiply: (lambda y, a, b: b, lambda y, a, b: a),
    np.divide: (lambda y, a, b: 1.0 / b, lambda y, a, b: -y / b),
    np.power: (_slope_of_base, lambda y, x, r: y * np.log(np.where(primal(x) == 0, 1.0, x))),
    np.square: (lambda y, x: 2.0 * x,),
    np.sqrt: (lambda y, x: 0.5 / y,),
    np.cbrt: (lambda y, x: 1.0 / (3.0 * y * y),),
    np.exp: (_slope_of_exp,),
    np.expm1: (lambda y, x: np.exp(x),),
    np.log: (lambda y, x: 1.0 / x,),
    np.log1p: (lambda y, x: 1.0 / (1.0 + x),),
    np.log2: (lambda y, x: 1.0 / (np.log(2.0) * x),),
    np.log10: (lambda y, x: 1.0 / (np.log(10.0) * x),),
    np.sin: (lambda y, x: np.cos(x),),
    np.cos: (lambda y, x: -np.sin(x),),
    np.tan: (lambda y, x: 1.0 + y * y,),
    np.arcsin: (lambda y, x: 1.0 / np.sqrt((1.0 - x) * (1.0 + x)),),
    np.arccos: (lambda y, x: -1.0 / np.sqrt((1.0 - x) * (1.0 + x)),),
    np.arctan: (lambda y, x: 1.0 / (1.0 + x**2),),
    np.arctan2: (lambda y, a, b: b / (a * a + b * b), lambda y, a, b: -a / (a * a + b * b)),
    np.sinh: (lambda y, x: np.cosh(x),),
    np.cosh: (lambda y, x: np.sinh(x),),
    np.tanh: (_slope_of_tanh,),
    np.arcsinh: (lambda y, x: 1.0 / np.sqrt(1.0 + x * x),),
    np.arccosh: (lambda y, x: 1.0 / np.sqrt((x - 1.0) * (x + 1.0)),),
    np.arctanh: (lambda y, x: 1.0 / ((1.0 - x) * (1.0 + x)),),
    np.absolute: (lambda y, x: _corner(x),),
    np.sign: (lambda y, x: 0.0 * _corner(x),),
    np.maximum: (_share, lambda y, a, b: _share(y, b, a)),
    np.minimum: (_share, lambda y, a, b: _share(y, b, a)),
    np.hypot: (lambda y, a, b: a / _away(y), lambda y, a, b: b / _away(y)),
    root: (lambda y, x: 0.5 / _away(y),),
    np.logaddexp: (lambda y, a, b: np.exp(a - y), lambda y, a, b: np.exp(b - y)),
    np.linalg.det: (lambda y, a: matrix(y) * np.matrix_transpose(inverse(a)),),  # summed over the entries of a'
    choose: (0, lambda y, mask, a, b: mask * 1.0, lambda y, mask, a, b: ~mask * 1.0),
}
COMPARISONS = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}


# ---------------------------------------------------------------- primitives, each with a rule in either mode
# np.sum, cumsum, transpose, reshape, matmul and linalg.det, with axes and shapes written out, and these three.
def pick(x: Array, index: tuple[Any, ...]) -> Array:
    """``x[index]``: whole numbers and slices, or (in one dimension) one array of places."""
    return x[index]


def place(x: Array, index: tuple[Any, ...], shape: Shape) -> Array:
    """Zeros of ``shape`` with ``x`` added at ``index``: the transpose of :func:`pick`."""
    if isinstance(x, Traced):
        return x.carry(place, (x, index, shape))
    return add_at(np.zeros(shape, np.result_type(np.asarray(x), float)), index, x)


def add_at(out: Array, index: tuple[Any, ...], x: Array) -> Array:
    """``out[index] += x`` in place, an entry met twice being added to twice."""
    if any(isinstance(i, np.ndarray) for i in index):
        np.add.at(out, index, x)
    else:
        out[index] += x
    return out


def solution(a: Array, b: Array) -> Array:
    """X with A X = B, for matrices of as many axes."""
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        raise ValueError("a singular matrix was given to np.linalg.solve, inv or det") from None


# ---------------------------------------------------------------- everything else, by the primitives
def inverse(a: Array) -> Array:
    """Matrix inverse, as the solution X of A X = I."""
    return apply(solution, (a, np.broadcast_to(np.eye(shape_of(a)[-1]), shape_of(a))))


def fit(x: Array, shape: Shape) -> Array:
    """Sum ``x`` down to ``shape``, from which it was broadcast."""
    here = shape_of(x)
    if here == shape:
        return x
    before = (1,) * (len(here) - len(shape)) + shape
    axes = tuple(i - len(here) for i, n in enumerate(here) if n != before[i])
    return apply(np.reshape, (apply(np.sum, (x, axes)), shape))


def rearranged(func: Callable[..., Any]) -> Callable[..., Array]:
    """A function that only moves entries about, done to their places and then to the entries."""

    def rule(x: Array, *args: Any, **options: Any) -> Array:
        places = func(np.arange(x.size).reshape(x.shape), *args, **options)
        return apply(pick, (apply(np.reshape, (x, (x.size,))), (places,)))

    return rule


def _reshaped(func: Callable[..., Any]) -> Callable[..., Array]:
    def rule(x: Array, *args: Any, **options: Any) -> Array:
        order = "".join(a for a in (*args, options.get("order")) if isinstance(a, str))
        require(order not in ("A", "K"), f"np.{func.__name__} needs order 'C' or 'F' here, got {order!r}")
        if order:
            return rearranged(func)(x, *args, **options)
        return apply(np.reshape, (x, func(np.empty(x.shape), *args, **options).shape))

    return rule


def _axes(x: Array, axis: Any) -> Shape:
    n = ndim_of(x)
    return tuple(a - n for a in np.lib.array_utils.normalize_axis_tuple(range(n) if axis is None else axis, n))


def _reduction(core: Callable[[Array, Shape], Array]) -> Callable[..., Array]:
    """A rule with NumPy's arguments, of one for the array and a tuple of axes counted from the end."""

    def rule(x: Array, axis: Any = None, *, keepdims: bool = False) -> Array:
        axes = _axes(x, axis)
        y = core(x, axes)
        return np.expand_dims(y, axes) if keepdims else y

    return rule


def _prod(x: Array, axes: Shape) -> Array:
    y = np.moveaxis(x, axes, range(len(axes)))
    y = np.reshape(y, (int(np.prod(y.shape[: len(axes)])), *y.shape[len(axes) :]))
    while len(y) > 1:  # halves multiplied together: right at zeros too, at any order
        half = len(y) // 2
        y = np.concatenate([y[:half] * y[half : 2 * half], y[2 * half :]])
    return y[0] if len(y) else np.ones(y.shape[1:])


def _extreme(reduce: Callable[..., Any]) -> Callable[..., Array]:
    def core(x: Array, axes: Shape) -> Array:
        hit = primal(x) == reduce(primal(x), axes, keepdims=True)
        count = np.sum(hit, axes)
        kink(f"np.{reduce.__name__}", count > 1, "equal entries share the slope")
        return np.sum(np.where(hit, x, 0.0), axes) / count

    return _reduction(core)


def _cumsum(x: Array, axis: int | None = None) -> Array:
    x = np.ravel(x) if axis is None else x
    return apply(np.cumsum, (x, _axes(x, axis or 0)[0]))


def _concatenate(parts: Sequence[Array], axis: int | None = 0) -> Array:
    parts = [np.ravel(p) for p in parts] if axis is None else parts
    axis = _axes(parts[0], axis or 0)[0]
    whole = np.concatenate([np.empty(shape_of(p)) for p in parts], axis).shape
    ends = np.cumsum([0, *(shape_of(p)[axis] for p in parts)]).tolist()
    spans = [(..., slice(*span), *[slice(None)] * (-1 - axis)) for span in itertools.pairwise(ends)]
    return sum(apply(place, (p, span, whole)) for p, span in zip(parts, spans, strict=True))  # each among zeros


def _matmul(a: Array, b: Array) -> Array:
    left, right = ndim_of(a) == 1, ndim_of(b) == 1
    y = apply(np.matmul, (np.reshape(a, (1, -1)) if left else a, np.reshape(b, (-1, 1)) if right else b))
    s = shape_of(y)
    return np.reshape(y, s[:-2] + s[-2:-1] * (not left) + s[-1:] * (not right)) if left or right else y


def _dot(a: Array, b: Array) -> Array:
    if max(ndim_of(a), ndim_of(b)) > 2:
        raise unsupported(f"np.dot of shapes {shape_of(a)} and {shape_of(b)} (use @ or np.einsum)")
    return a @ b if ndim_of(a) and ndim_of(b) else a * b


def _diag(x: Array, k: int = 0) -> Array:
    if ndim_of(x) == 2:
        return np.diagonal(x, k)
    return np.concatenate([[0.0], x])[np.diag(np.arange(1, len(x) + 1), k)]


def _einsum(labels: str, *parts: Array, optimize: Any = None) -> Array:
    """By its definition: line the axes up by label, multiply, sum over the labels that the result lacks.

    The product over all labels is formed, so for a large matrix product ``@`` is the better choice.
    """
    inputs, arrow, output = labels.replace(" ", "").partition("->")
    names, parts = inputs.split(","), tuple(map(as_array, parts))
    wrong = "." in labels or len(set(output)) < len(output) or not set(output) <= set(inputs)
    if wrong or [len(n) for n in names] != [ndim_of(p) for p in parts]:
        raise unsupported(f"np.einsum({labels!r}) of shapes {[shape_of(p) for p in parts]}")
    every = "".join(sorted(set(inputs) - {","}))
    output = output if arrow else "".join(c for c in every if inputs.count(c) == 1)
    every = output + "".join(c for c in every if c not in output)
    y: Array = 1.0
    for name, part in zip(names, parts, strict=True):
        kept = "".join(c for c in every if c in name)
        if kept != name:
            part = rearranged(partial(np.einsum, f"{name}->{kept}"))(part)
        sizes = dict(zip(kept, part.shape, strict=True))
        y = y * np.reshape(part, tuple(sizes.get(c, 1) for c in every))
    return np.sum(y, tuple(range(len(output), len(every))))


def _norm(x: Array, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Array:
    vector = isinstance(axis, int) or (axis is None and ndim_of(x) == 1)
    if ord is None or (ord == 2 and vector) or (ord == "fro" and not vector):
        return apply(root, (np.sum(np.square(x), axis=axis, keepdims=keepdims),))
    if vector and ord in (1, np.inf):
        return (np.sum if ord == 1 else np.max)(np.abs(x), axis=axis, keepdims=keepdims)
    raise unsupported(f"np.linalg.norm with ord={ord!r} of shape {shape_of(x)}")


def _solve(a: Array, b: Array) -> Array:
    return _solve(a, np.reshape(b, (-1, 1)))[..., 0] if ndim_of(b) == 1 else apply(solution, (a, b))


def _permuted(func: Callable[..., Any]) -> Callable[..., Array]:
    def rule(x: Array, *args: Any, **options: Any) -> Array:
        # done to an array in which the size of each axis is its number
        return apply(np.transpose, (x, func(np.empty(range(x.ndim)), *args, **options).shape))

    return rule


COMPOSITES: dict[Any, Callable[..., Any]] = {
    np.reciprocal: lambda x: 1.0 / x,
    np.matmul: _matmul,
    np.sum: _reduction(lambda x, axes: apply(np.sum, (x, axes))),
    np.mean: _reduction(lambda x, axes: np.sum(x, axes) / np.prod([x.shape[a] for a in axes])),
    np.prod: _reduction(_prod),
    **{f: _extreme(f) for f in (np.max, np.amax, np.min, np.amin)},
    np.cumsum: _cumsum,
    np.where: lambda mask, a, b: apply(choose, (np.asarray(primal(unboxed(mask))) != 0, a, b)),
    np.clip: lambda x, a_min=None, a_max=None, *, min=-np.inf, max=np.inf: np.minimum(
        np.maximum(x, min if a_min is None else a_min), max if a_max is None else a_max
    ),
    np.dot: _dot,
    np.outer: lambda a, b: np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1)),
    np.trace: lambda x, offset=0: np.sum(np.diagonal(x, offset), -1),
    np.diag: _diag,
    np.einsum: _einsum,
    np.linalg.norm: _norm,
    np.linalg.inv: inverse,
    np.linalg.solve: _solve,
    np.linalg.det: lambda a: apply(np.linalg.det, (a,)),
    np.broadcast_to: lambda x, shape: x + np.broadcast_to(np.zeros(x.shape), shape),
    np.concatenate: _concatenate,
    np.stack: lambda parts, axis=0: np.concatenate([np.expand_dims(p, axis) for p in parts], axis),
    np.hstack: lambda parts: np.concatenate([np.atleast_1d(p) for p in parts], int(ndim_of(parts[0]) > 1)),
    np.vstack: lambda parts: np.concatenate([np.reshape(p, (1, -1)) if ndim_of(p) < 2 else p for p in parts]),
    **{f: _reshaped(f) for f in (np.reshape, np.ravel, np.squeeze, np.expand_dims, np.atleast_1d)},
    **{f: _permuted(f) for f in (np.transpose, np.matrix_transpose, np.swapaxes, np.moveaxis)},
    **{f: rearranged(f) for f in (np.diagonal, np.flip, np.repeat, np.roll, np.tile)},
    # what depends on the shape alone
    np.shape: shape_of,
    np.ndim: ndim_of,
    np.size: lambda x: x.size,
    np.zeros_like: lambda x: np.zeros(x.shape),
    np.ones_like: lambda x: np.ones(x.shape),
}
#: Every NumPy function that can be differentiated; ``+ - * / ** @``, indexing and slicing come with them.
SUPPORTED: tuple[str, ...] = tuple(
    sorted(f"{f.__module__}.{f.__name__}".removeprefix("numpy.") for f in {*PARTIALS, *COMPOSITES} - {choose, root})
)
