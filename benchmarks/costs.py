"""Measure what derivatives cost for 10 to 100 000 inputs, and write the record that the book shows.

Run with ``python -m benchmarks.costs``; the largest case alone takes a minute. Each time is the best of several,
except for the 100 001 evaluations, which are done once.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.derivatives import best
from mvcalc import gradient, hessian
from mvcalc.costs import valley

RECORD = Path(__file__).parents[1] / "mvcalc" / "costs.json"
INPUTS = (10, 100, 1000, 10_000, 100_000)
HESSIAN_INPUTS = 1000


def by_differences(x: Any, h: float = 1e-6) -> Any:
    """The gradient from n + 1 evaluations."""
    start, slopes, place = valley(x), np.empty_like(x), x.copy()
    for j in range(len(x)):
        place[j] += h
        slopes[j] = (valley(place) - start) / h
        place[j] = x[j]
    return slopes


def once(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def processor() -> str:
    """The processor's name, without its manufacturer's marks."""
    cpuinfo = Path("/proc/cpuinfo")
    names = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    found = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return found or platform.processor() or platform.machine()


def main() -> None:
    """Measure, print and write."""
    rows = []
    for n in INPUTS:
        x = np.random.default_rng(1).normal(size=n)
        assert np.allclose(by_differences(x[:10]), gradient(valley, x[:10]), rtol=1e-3)
        often = best if n <= 1000 else once
        rows.append((best(partial(valley, x)), often(partial(by_differences, x)), best(partial(gradient, valley, x))))
        print(f"n = {n:6d}: " + ", ".join(f"{seconds:.3g} s" for seconds in rows[-1]))
    x = np.random.default_rng(1).normal(size=HESSIAN_INPUTS)
    columns = zip(("evaluation", "differences", "backward"), zip(*rows, strict=True), strict=True)
    kept = {
        "inputs": INPUTS,
        **{name: [float(f"{seconds:.3g}") for seconds in column] for name, column in columns},
        "hessian_inputs": HESSIAN_INPUTS,
        "hessian": float(f"{best(lambda: hessian(valley, x), 2.0):.3g}"),
        "machine": f"{processor()}, Python {platform.python_version()}, NumPy {np.__version__}",
        "date": date.today().isoformat(),
    }
    RECORD.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
