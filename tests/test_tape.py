"""The tape: what it records, and walking it backwards."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import rosen_der

from mvcalc.derivatives import gradient
from mvcalc.tape import Node, record


def test_the_record_can_be_read() -> None:
    tape = record(lambda x, y: np.sin(x) * y + x, 0.5, 3.0)
    assert [node.name for node in tape.nodes] == ["input", "input", "sin", "multiply", "add"]
    assert tape.edges() == [(0, 2), (2, 3), (1, 3), (3, 4), (0, 4)]
    assert len(tape.nodes) == 5
    assert tape.nodes[3].parents == [tape.nodes[2], tape.nodes[1]]
    assert tape.nodes[4].value == pytest.approx(np.sin(0.5) * 3 + 0.5)
    assert all(node.adjoint is None for node in tape.nodes)
    assert "–" in tape.table()
    dx, dy = tape.backward()
    assert (dx, dy) == (pytest.approx(3 * np.cos(0.5) + 1), pytest.approx(np.sin(0.5)))
    assert [float(node.adjoint) for node in tape.nodes[2:]] == [3, 1, 1]
    assert tape.table().splitlines()[3].split() == ["v2", "sin(v0)", "0.479426", "3"]


def test_walking_twice_does_not_add_up() -> None:
    tape = record(lambda x: np.sum(x[1:] * x[:-1]), [1.0, 2.0, 4.0])
    first, second = tape.backward()[0].copy(), tape.backward()[0]
    assert first.tolist() == second.tolist() == [2, 5, 2]


def test_seeds_give_rows_of_the_jacobian() -> None:
    a = np.arange(6.0).reshape(2, 3)
    tape = record(lambda x: a @ x, np.ones(3))
    assert tape.backward(np.array([0.0, 1.0]))[0].tolist() == a[1].tolist()
    with pytest.raises(ValueError, match=r"shape \(2,\), got \(3,\)"):
        tape.backward(np.ones(3))


def test_what_the_output_does_not_need_has_no_adjoint() -> None:
    def f(x: Node, y: Node) -> Node:
        np.exp(y)
        return x * 2.0

    tape = record(f, 1.5, 2.5)
    assert tape.backward() == [2.0, 0.0]
    assert tape.nodes[2].name == "exp"
    assert tape.nodes[2].adjoint is None


def test_forgetting_frees_every_value_without_the_garbage_collector() -> None:
    gc.disable()
    try:
        tape = record(lambda x: np.sum(np.exp(x) * x), np.ones(4))
        value = weakref.ref(tape.nodes[1].value)
        tape.backward(keep=False)
        assert len(tape.nodes) == 0
        assert value() is None
    finally:
        gc.enable()


def test_shared_adjoints_are_not_written_to() -> None:
    """Both operands of an addition receive the same array; slices then add into one of them."""

    def f(x):
        y = x * 2.0
        s = x + y
        return np.sum(s * s) + np.sum(y[1:]) + np.sum(x[:2] * 3.0) + np.sum(y)

    x = np.array([0.3, -1.2, 2.1])
    assert gradient(f, x) == pytest.approx(18 * x + np.array([5.0, 7.0, 4.0]), rel=1e-14)


def test_entries_used_twice_add_up() -> None:
    x = np.array([0.5, 1.5, -2.0])
    assert gradient(lambda x: np.sum(x[[0, 2, 0]] ** 2), x).tolist() == [2, 0, -4]
    assert gradient(lambda x: x[0] * x[1] + x[0], x).tolist() == [2.5, 0.5, 0]
    assert gradient(lambda x: np.sum(x[x > 0] ** 3), x) == pytest.approx([0.75, 6.75, 0])
    assert gradient(lambda x: np.sum(x[np.array([[0, 1], [1, 1]])]), x).tolist() == [1, 3, 0]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(2, 6))
def test_against_autograd(rng_seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(rng_seed)
    w, b = rng.normal(size=(m, n)), rng.normal(size=m)

    def f(np):
        def loss(x):
            h = np.tanh(np.dot(w, x) + b)
            c = np.concatenate([h, x[::-1] ** 2])
            return np.sum(np.exp(-np.outer(c, h))) / np.sqrt(1 + np.sum(c * c)) + np.max(h) * np.prod(x)

        return loss

    x = rng.normal(size=n)
    want = autograd.grad(f(anp))(x)
    assert np.abs(gradient(f(np), x) - want).max() <= 1e-12 * np.abs(want).max()


def test_rosenbrock_against_scipy() -> None:
    x = np.random.default_rng(3).normal(size=1001)
    got = gradient(lambda x: np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2), x)
    want = rosen_der(x)
    assert np.abs(got - want).max() <= 1e-12 * np.abs(want).max()


def test_memory_of_a_large_gradient() -> None:
    """At most 15 arrays of n."""
    n = 200_000
    x = np.random.default_rng(3).normal(size=n)
    tracemalloc.start()
    gradient(lambda x: np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2), x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 15 * 8 * n
