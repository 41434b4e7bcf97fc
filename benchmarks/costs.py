"""What derivatives cost for 10 to 100 000 inputs: measured here, kept in ``mvcalc/costs.json``, shown by the book.

Run with ``python -m benchmarks.costs``; the largest case alone takes a minute. Each time is the best of several,
except for differences in 10 000 inputs and more, which are taken once. Pages read the record through
:func:`mvcalc.costs.measured`, so that they are the same wherever they are built.
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
MOST = 1000
"""As many inputs as forward mode and the Hessian are taken to: they carry n numbers for each input."""


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


def rounded(seconds: float | None) -> float | None:
    """To three figures."""
    return None if seconds is None else float(f"{seconds:.3g}")


def processor() -> str:
    """The processor's name, without its manufacturer's marks."""
    cpuinfo = Path("/proc/cpuinfo")
    names = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    found = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return found or platform.processor() or platform.machine()


def main() -> None:
    """Measure, print and write."""
    rows: list[list[float | None]] = []
    for n in INPUTS:
        x = np.random.default_rng(1).normal(size=n)
        assert np.allclose(by_differences(x[:10]), gradient(valley, x[:10]), rtol=1e-3)
        ways = {
            "evaluation": best(partial(valley, x)),
            "differences": (best if n <= MOST else once)(partial(by_differences, x)),
            "forward": best(partial(gradient, valley, x, method="forward")) if n <= MOST else None,
            "backward": best(partial(gradient, valley, x)),
        }
        rows.append([rounded(seconds) for seconds in ways.values()])
        print(f"n = {n:6d}: " + ", ".join(f"{name} {seconds} s" for name, seconds in zip(ways, rows[-1], strict=True)))
    x = np.random.default_rng(1).normal(size=MOST)
    kept = {
        "inputs": INPUTS,
        **dict(zip(ways, zip(*rows, strict=True), strict=True)),
        "hessian_inputs": MOST,
        "hessian": rounded(best(lambda: hessian(valley, x), 2.0)),
        "machine": f"{processor()}, Python {platform.python_version()}, NumPy {np.__version__}",
        "date": date.today().isoformat(),
    }
    RECORD.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
