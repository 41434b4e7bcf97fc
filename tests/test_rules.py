"""Every supported NumPy function, in both modes and both orders, against mpmath or the complex step.

Elementwise functions (UNARY, BINARY) are held against mpmath's derivatives at 50 digits; the others (OTHER)
against the complex step, and for second derivatives against a sixth-order difference of the complex step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from mvcalc.derivatives import hessian, jacobian
from mvcalc.rules import PARTIALS, SUPPORTED

A = np.array([[1.7, 0.3, -0.6], [0.2, -1.4, 0.5], [0.9, 0.4, 2.1]])
V = np.array([0.37, -1.21, 2.34])
P = np.array([0.43, 1.19, 2.71, 0.87, 1.53, 3.14])  # positive
U = np.array([0.43, -0.19, 0.71])  # in (-1, 1)
S = np.array([0.43, -1.19, 2.71, -0.87, 1.53, 0.64])  # of both signs

# elementwise, one argument: mpmath's function, the point
UNARY: dict[str, tuple[Callable[..., Any], np.ndarray]] = {
    "absolute": (abs, S),
    "arccos": (mp.acos, U),
    "arccosh": (mp.acosh, P + 1),
    "arcsin": (mp.asin, U),
    "arcsinh": (mp.asinh, S),
    "arctan": (mp.atan, S),
    "arctanh": (mp.atanh, U),
    "cbrt": (mp.cbrt, P),
    "cos": (mp.cos, S),
    "cosh": (mp.cosh, S),
    "exp": (mp.exp, S),
    "expm1": (mp.expm1, S * 0.1),
    "log": (mp.log, P),
    "log10": (mp.log10, P),
    "log1p": (mp.log1p, U),
    "log2": (lambda x: mp.log(x, 2), P),
    "negative": (lambda x: -x, S),
    "positive": (lambda x: +x, S),
    "reciprocal": (lambda x: 1 / x, S),
    "sign": (mp.sign, S),
    "sin": (mp.sin, S),
    "sinh": (mp.sinh, S),
    "sqrt": (mp.sqrt, P),
    "square": (lambda x: x * x, S),
    "tan": (mp.tan, U),
    "tanh": (mp.tanh, 4 * S),
}
# elementwise, two arguments, the first half of the point and the second
BINARY: dict[str, tuple[Callable[..., Any], np.ndarray]] = {
    "add": (lambda a, b: a + b, S),
    "arctan2": (mp.atan2, S),
    "divide": (lambda a, b: a / b, S),
    "hypot": (mp.hypot, S),
    "logaddexp": (lambda a, b: mp.log(mp.exp(a) + mp.exp(b)), S),
    "maximum": (max, S),
    "minimum": (min, S),
    "multiply": (lambda a, b: a * b, S),
    "power": (lambda a, b: a**b, np.concatenate([P[:3], S[:3]])),
    "subtract": (lambda a, b: a - b, S),
}


def ramp(shape: tuple[int, ...]) -> np.ndarray:
    """Weights that tell every entry from every other."""
    return np.cos(1.0 + np.arange(np.prod(shape))).reshape(shape)


def m23(x: Any) -> Any:
    return np.reshape(x, (2, 3))


def m33(x: Any) -> Any:
    return A + np.outer(x[:3], x[3:])


# everything else: functions of S (six numbers) that are analytic, so that the complex step applies
OTHER: dict[str, list[Callable[[Any], Any]]] = {
    "atleast_1d": [lambda x: np.atleast_1d(x[0] ** 3)],
    "broadcast_to": [
        lambda x: np.broadcast_to(x**2, (4, 6)) ** 2,
        lambda x: np.broadcast_to(x[:3, None] ** 3, (3, 2)),
    ],
    "concatenate": [
        lambda x: np.concatenate([x**2, V, x[1:3]]) ** 2,
        lambda x: np.concatenate([m23(x) ** 3, np.ones((2, 2))], axis=1),
        lambda x: np.concatenate([m23(x), x[:2]], axis=None) ** 2,
    ],
    "cumsum": [
        lambda x: np.cumsum(x**2) ** 2,
        lambda x: np.cumsum(m23(x) ** 2, axis=1) ** 2,
        lambda x: np.cumsum(m23(x)) ** 3,
    ],
    "diag": [lambda x: np.diag(x**2, 1) ** 2, lambda x: np.diag(m33(x)) ** 2],
    "diagonal": [lambda x: np.diagonal(m23(x) ** 2, 1) ** 2],
    "dot": [
        lambda x: np.dot(x[:3], x[3:]) ** 2,
        lambda x: np.dot(A, x[:3]) ** 2,
        lambda x: np.dot(x[0], x),
        lambda x: np.dot(m23(x), m23(x).T),
    ],
    "einsum": [
        lambda x: np.einsum("ij,kj->ki", m23(x), m33(x)),
        lambda x: np.einsum("i,ij,j", x[:3], A, x[3:]) ** 2,
        lambda x: np.einsum("ii->i", m33(x)) ** 2,
        lambda x: np.einsum("ij->j", m23(x) ** 2),
        lambda x: np.einsum("ji", m23(x)) ** 2,
        lambda x: np.einsum("ii", m33(x) ** 2),
        lambda x: np.einsum("ij,jk->ki", [[1, 2], [3, 5]], m23(x)) ** 2,
    ],
    "expand_dims": [lambda x: np.expand_dims(x, 1) * x],
    "flip": [lambda x: np.flip(x) * x**2],
    "linalg.det": [
        lambda x: np.linalg.det(m33(x)),
        lambda x: np.linalg.det(np.stack([m33(x), A * x[1]])) ** 2,
    ],
    "linalg.inv": [lambda x: np.linalg.inv(m33(x))],
    "linalg.solve": [
        lambda x: np.linalg.solve(m33(x), x[:3]),
        lambda x: np.linalg.solve(m33(x), m23(x).T),
        lambda x: np.linalg.solve(A, m23(x).T),
        lambda x: np.linalg.solve(m33(x), V),
    ],
    "matmul": [
        lambda x: m23(x) @ m33(x),
        lambda x: m33(x) @ x[2:5],
        lambda x: x[2:5] @ m33(x),
        lambda x: x @ x,
        lambda x: m23(x) @ A,
        lambda x: np.stack([A, m33(x)]) @ m23(x).T,
    ],
    "matrix_transpose": [lambda x: np.matrix_transpose(np.stack([m23(x), m23(x) ** 2])) ** 2],
    "mean": [
        lambda x: np.mean(x**3),
        lambda x: np.mean(m23(x) ** 2, axis=0) ** 2,
        lambda x: m23(x) - m23(x**2).mean(axis=1, keepdims=True),
    ],
    "moveaxis": [lambda x: np.moveaxis(np.reshape(x**2, (1, 2, 3)), 0, -1) ** 2],
    "outer": [lambda x: np.outer(x[:2], x) ** 2, lambda x: np.outer(V, x**2)],
    "prod": [
        lambda x: np.prod(x),
        lambda x: np.prod(m23(x), axis=0) ** 2,
        lambda x: np.prod(m23(x), axis=1, keepdims=True) * x[0],
        lambda x: np.prod(m23(x)[:, :0], axis=1) * x[:2] ** 2,
    ],
    "ravel": [
        lambda x: np.ravel(m23(x) ** 2)[1:],
        lambda x: np.ravel(m23(x) ** 2, order="F") ** 2,
        lambda x: np.ravel(m23(x), "F") ** 3,
    ],
    "repeat": [lambda x: np.repeat(x**2, 2) ** 2],
    "reshape": [lambda x: np.reshape(x, (3, -1)) ** 2, lambda x: x.reshape(3, 2) ** 3],
    "roll": [lambda x: np.roll(x, 2) * x, lambda x: np.roll(m23(x), 1, axis=1) ** 2 * m23(x)],
    "squeeze": [lambda x: np.squeeze(x[:, None]) ** 2],
    "hstack": [
        lambda x: np.hstack([x, x[:2] ** 2]) ** 2,
        lambda x: np.hstack([m23(x), m23(x) ** 2]),
        lambda x: np.hstack([x[0], x**2]),
    ],
    "stack": [
        lambda x: np.stack([x, x**2, S]),
        lambda x: np.stack([x, 2 * x], axis=1) ** 2,
        lambda x: np.stack([x[1] * x[2], x[0] ** 2]),
    ],
    "sum": [
        lambda x: np.sum(x**3),
        lambda x: np.sum(m23(x) ** 2, axis=0) ** 2,
        lambda x: sum(x**2),
        lambda x: np.sum(np.reshape(x, (1, 2, 3)) ** 2, axis=(0, -1), keepdims=True) ** 2,
    ],
    "swapaxes": [lambda x: np.swapaxes(m23(x), 0, 1) ** 2],
    "tile": [lambda x: np.tile(x, 2) ** 2],
    "trace": [lambda x: np.trace(m33(x) ** 2), lambda x: np.trace(m33(x), 1) ** 2],
    "transpose": [
        lambda x: np.transpose(m23(x)) ** 2,
        lambda x: m23(x).T ** 3,
        lambda x: np.transpose(np.reshape(x, (1, 2, 3)), (2, 0, 1)) ** 2,
    ],
    "vstack": [lambda x: np.vstack([x**2, S]), lambda x: np.vstack([m23(x), x[:3] ** 2]) ** 2],
    "zeros_like": [lambda x: np.zeros_like(x) + x**2],
    "ones_like": [lambda x: np.ones_like(x) * x**2],
    "shape": [lambda x: x**2 * np.shape(x)[0]],
    "ndim": [lambda x: x**2 * np.ndim(x)],
    "size": [lambda x: x**2 * np.size(x)],
    # not analytic where the arguments are ordered: the reference is the function with the choice made at S
    "clip": [
        lambda x: np.clip(x, -0.9, 1.6) ** 2,
        lambda x: np.clip(x, a_min=None, a_max=1.6) ** 2,
        lambda x: np.clip(x, min=-0.9) ** 2,
        lambda x: x.clip(max=1.6) ** 2,
    ],
    "max": [
        lambda x: np.max(x**2) ** 2,
        lambda x: np.max(m23(x), axis=1) ** 2,
        lambda x: m23(x).max(axis=0, keepdims=True) ** 3,
    ],
    "min": [lambda x: np.min(x) ** 2, lambda x: np.min(m23(x), axis=0) ** 3],
    "amax": [lambda x: np.amax(x) ** 2],
    "amin": [lambda x: np.amin(x) ** 2],
    "linalg.norm": [
        lambda x: np.linalg.norm(x),
        lambda x: np.linalg.norm(m23(x), axis=1) ** 3,
        lambda x: np.linalg.norm(x**2, 1),
        lambda x: np.linalg.norm(m23(x)),
        lambda x: np.linalg.norm(x, np.inf) ** 2,
    ],
    "where": [lambda x: np.where(S > 0, x**2, x**3), lambda x: np.where(m23(S) > 0, x[:3], m23(x)) ** 2],
}
BY_HAND: dict[str, list[Callable[[Any], Any]]] = {
    "amax": [lambda x: x[2] ** 2],
    "amin": [lambda x: x[1] ** 2],
    "clip": [
        lambda x: np.where(S < -0.9, -0.9, np.where(S > 1.6, 1.6, x)) ** 2,
        lambda x: np.where(S > 1.6, 1.6, x) ** 2,
        lambda x: np.where(S < -0.9, -0.9, x) ** 2,
        lambda x: np.where(S > 1.6, 1.6, x) ** 2,
    ],
    "max": [
        lambda x: x[2] ** 4,
        lambda x: np.stack([x[2], x[4]]) ** 2,
        lambda x: np.stack([x[0], x[4], x[2]])[None] ** 3,
    ],
    "min": [lambda x: x[1] ** 2, lambda x: np.stack([x[3], x[1], x[5]]) ** 3],
    "linalg.norm": [
        lambda x: np.sqrt(np.sum(x**2)),
        lambda x: np.sum(m23(x) ** 2, axis=1) ** 1.5,
        lambda x: np.sum(x**2),
        lambda x: np.sqrt(np.sum(x**2)),
        lambda x: x[2] ** 2,
    ],
}


def test_the_table_is_complete() -> None:
    assert set(UNARY) | set(BINARY) | set(OTHER) == set(SUPPORTED)


def close(got: Any, want: Any, tolerance: float) -> bool:
    got, want = np.asarray(got), np.asarray(want, float)
    return got.shape == want.shape and bool(np.all(np.abs(got - want) <= tolerance * np.maximum(1.0, np.abs(want))))


def relative(got: Any, want: Any, tolerance: float) -> bool:
    got, want = np.asarray(got), np.asarray(want, float)
    return got.shape == want.shape and bool(np.all(np.abs(got - want) <= tolerance * np.abs(want)))


@pytest.mark.parametrize("method", ["forward", "reverse"])
@pytest.mark.parametrize("name", UNARY)
def test_one_argument(name: str, method: str) -> None:
    oracle, points = UNARY[name]
    f = getattr(np, name)
    w = ramp(points.shape)
    with mp.workdps(50):
        first = [float(mp.diff(oracle, mp.mpf(p))) for p in points]
        second = [float(mp.diff(oracle, mp.mpf(p), 2)) for p in points]
        first = [0.0 if abs(d) < 1e-20 else d for d in first]
        second = [0.0 if abs(d) < 1e-14 else d for d in second]
    assert relative(jacobian(f, points, method=method), np.diag(first), 1e-12)
    assert relative(hessian(lambda x: f(x) @ w, points, method=method), np.diag(second * w), 1e-10)
    assert relative(hessian(lambda x: f(x) @ w, points), np.diag(second * w), 1e-10)


@pytest.mark.parametrize("method", ["forward", "reverse"])
@pytest.mark.parametrize("name", BINARY)
def test_two_arguments(name: str, method: str) -> None:
    oracle, p = BINARY[name]
    f = getattr(np, name)
    w = ramp((3,))
    with mp.workdps(50):

        def partial(i: int, m: int, n: int) -> float:
            d = float(mp.diff(oracle, (mp.mpf(p[i]), mp.mpf(p[i + 3])), (m, n)))
            return 0.0 if abs(d) < 1e-14 else d

        first = np.hstack(
            [np.diag([partial(i, 1, 0) for i in range(3)]), np.diag([partial(i, 0, 1) for i in range(3)])]
        )
        aa, ab, bb = (np.diag([w[i] * partial(i, *mn) for i in range(3)]) for mn in ((2, 0), (1, 1), (0, 2)))
    assert relative(jacobian(lambda x: f(x[:3], x[3:]), p, method=method), first, 1e-12)
    second = np.block([[aa, ab], [ab, bb]])
    assert close(hessian(lambda x: f(x[:3], x[3:]) @ w, p, method=method), second, 1e-10)
    assert close(hessian(lambda x: f(x[:3], x[3:]) @ w, p), second, 1e-10)


@pytest.mark.parametrize("method", ["forward", "reverse"])
@pytest.mark.parametrize(("name", "k"), [(name, k) for name, cases in OTHER.items() for k in range(len(cases))])
def test_arrays(name: str, k: int, method: str) -> None:
    f = OTHER[name][k]
    reference = BY_HAND.get(name, OTHER[name])[k]
    h = 1e-40

    def step(g: Callable[[Any], Any], i: int) -> np.ndarray:
        z = S.astype(complex)
        z[i] += 1j * h
        return np.ravel(np.asarray(g(z))).imag / h

    first = np.stack([step(reference, i) for i in range(6)], axis=1)
    assert close(jacobian(f, S, method=method), first, 1e-12)

    w = ramp(first.shape[:1])
    along = [lambda x, g=g: np.ravel(g(x)) @ w for g in (f, reference)]
    e = 1e-3  # a 6-point central difference of the exact first derivative: error of the order of e**6
    weights = {1: 45 / 60, 2: -9 / 60, 3: 1 / 60}

    def first_at(x: np.ndarray) -> np.ndarray:
        out = []
        for i in range(6):
            z = x.astype(complex)
            z[i] += 1j * h
            out.append(complex(along[1](z)).imag / h)
        return np.array(out)

    unit = np.eye(6) * e
    second = np.stack(
        [sum(c * (first_at(S + j * u) - first_at(S - j * u)) for j, c in weights.items()) / e for u in unit]
    )
    for way in (method, "auto"):
        assert close(hessian(along[0], S, method=way), second, 1e-10)


def test_products_with_zeros() -> None:
    for method in ("forward", "reverse"):
        assert jacobian(np.prod, [0.0, 2.0, 3.0, 5.0], method=method).tolist() == [[30, 0, 0, 0]]
        assert jacobian(np.prod, [0.0, 2.0, 0.0], method=method).tolist() == [[0, 0, 0]]
        want = np.zeros((3, 3))
        want[0, 2] = want[2, 0] = 2
        assert hessian(np.prod, [0.0, 2.0, 0.0], method=method).tolist() == want.tolist()


@pytest.mark.parametrize(
    ("name", "x"),
    [
        ("tanh", 15.0),
        ("tanh", -15.0),
        ("expm1", 1e-12),
        ("log1p", 1e-12),
        ("logaddexp", -40.0),
        ("arcsin", 1 - 1e-9),
        ("arctan", 1e8),
    ],
)
def test_slopes_keep_their_digits_far_out(name: str, x: float) -> None:
    oracle = BINARY[name][0] if name in BINARY else UNARY[name][0]
    f = getattr(np, name)
    with mp.workdps(60):
        if name in BINARY:
            want = float(mp.diff(lambda t: oracle(t, 0), mp.mpf(x)))
            got = jacobian(lambda t: f(t, 0.0), x)
        else:
            want = float(mp.diff(oracle, mp.mpf(x)))
            got = jacobian(f, x)
    assert got.item() == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("name", sorted(set(UNARY) - {"sign", "negative", "positive", "reciprocal"}))
def test_a_slope_wrong_in_the_tenth_digit_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    f, (oracle, points) = getattr(np, name), UNARY[name]
    (slope,) = PARTIALS[f]
    monkeypatch.setitem(PARTIALS, f, (lambda y, x: slope(y, x) * (1 + 1e-10),))
    with mp.workdps(50):
        first = np.diag([float(mp.diff(oracle, mp.mpf(p))) for p in points])
    for method in ("forward", "reverse"):
        assert not relative(jacobian(f, points, method=method), first, 1e-12)
