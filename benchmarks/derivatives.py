"""What a derivative costs, beside other libraries, as ratios measured in one run.

Run with ``python benchmarks/derivatives.py``. Libraries that are not installed are left out. Each time is the
best of several, so that another program on the machine disturbs it least; memory is the peak that NumPy
allocates.
"""

from __future__ import annotations

import importlib
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import rosen_der, rosen_hess

from mvcalc.derivatives import gradient, hessian


def rosenbrock(xp: Any) -> Callable[[Any], Any]:
    """Rosenbrock's function in the given NumPy."""
    return lambda x: xp.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def best(call: Callable[[], Any], seconds: float = 1.0) -> float:
    """The shortest time of one call, repeated for about ``seconds``, in batches of at least a millisecond."""
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-7)
    batch = max(1, int(1e-3 / once))
    times = []
    while time.perf_counter() - start < seconds or len(times) < 3:
        begin = time.perf_counter()
        for _ in range(batch):
            call()
        times.append((time.perf_counter() - begin) / batch)
    return min(times)


def peers(order: int) -> dict[str, Callable[[Any], Any]]:
    """The other libraries' gradient (order 1) or Hessian (order 2) of Rosenbrock's function."""
    found: dict[str, Callable[[Any], Any]] = {}
    if autograd := optional("autograd"):
        found["autograd"] = (autograd.grad, autograd.hessian)[order - 1](rosenbrock(optional("autograd.numpy")))
    if jax := optional("jax"):
        jax.config.update("jax_enable_x64", True)
        compiled = jax.jit((jax.grad, jax.hessian)[order - 1](rosenbrock(optional("jax.numpy"))))
        found["JAX, compiled"] = lambda x: compiled(x).block_until_ready()
    if numdifftools := optional("numdifftools"):
        found["numdifftools"] = (numdifftools.Gradient, numdifftools.Hessian)[order - 1](rosenbrock(np))
    if differentiate := optional("scipy.differentiate"):

        def f(x: Any) -> Any:
            return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2, axis=0)

        name = ("jacobian", "hessian")[order - 1]
        found["scipy.differentiate"] = lambda x: getattr(differentiate, name)(f, x)
    return found


def optional(name: str) -> Any:
    """The module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def row(work: str, library: str, seconds: float, ratio: str, target: str = "") -> None:
    print(f"{work:<34} {library:<20} {seconds * 1e3:>11.4f} ms   {ratio:<28} {target}")


def gradients(n: int, target: float, with_peers: tuple[str, ...]) -> None:
    """The gradient against one evaluation."""
    f, x = rosenbrock(np), np.random.default_rng(1).normal(size=n)
    assert np.abs(gradient(f, x) - rosen_der(x)).max() <= 1e-12 * np.abs(rosen_der(x)).max()
    work, one = f"gradient of Rosenbrock, n = {n}", best(lambda: f(x))
    row(work, "one evaluation", one, "1")
    ours = best(lambda: gradient(f, x))
    row(work, "mvcalc", ours, f"{ours / one:.1f} evaluations", f"target {target:g}")
    for name, other in peers(1).items():
        if name in with_peers:
            seconds = best(partial(other, x))
            row(work, name, seconds, f"{seconds / one:.1f} evaluations")


def hessians(n: int, with_peers: tuple[str, ...], target: str = "") -> None:
    """The Hessian against autograd's time."""
    f, x = rosenbrock(np), np.random.default_rng(1).normal(size=n)
    assert np.abs(hessian(f, x) - rosen_hess(x)).max() <= 1e-12 * np.abs(rosen_hess(x)).max()
    work = f"Hessian of Rosenbrock, n = {n}"
    times = {"mvcalc": best(lambda: hessian(f, x), 2.0)}
    for name, other in peers(2).items():
        if name in with_peers:
            times[name] = best(partial(other, x), 2.0)
    for name, seconds in times.items():
        base = times.get("autograd", times["mvcalc"])
        row(
            work,
            name,
            seconds,
            f"{seconds / base:.3f} of autograd's time",
            target if name == "mvcalc" else "",
        )


def memory(n: int) -> None:
    """The peak of memory of one gradient, in arrays of n numbers."""
    f, x = rosenbrock(np), np.random.default_rng(1).normal(size=n)
    tracemalloc.start()
    start = time.perf_counter()
    gradient(f, x)
    seconds, peak = time.perf_counter() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    row(
        f"memory of that gradient, n = {n}",
        "mvcalc",
        seconds,
        f"{peak / (8 * n):.1f} arrays of n",
        "target 15",
    )


def main() -> None:
    """Print the table."""
    every = ("autograd", "JAX, compiled", "numdifftools", "scipy.differentiate")
    gradients(10, 30, every)
    gradients(100_000, 6, every[:2])
    hessians(10, every)
    hessians(1000, every[:2], "target 0.2")
    memory(1_000_000)


if __name__ == "__main__":
    main()
