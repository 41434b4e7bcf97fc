"""What a gradient costs as its inputs grow: measured here, kept in ``mvcalc/data/gradient-cost.csv``.

Run ``python -m benchmarks.gradient_cost`` to measure again; pages read the record through
:func:`mvcalc.datasets.gradient_cost`, so that they are the same wherever they are built.
"""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.derivatives import best, rosenbrock
from mvcalc.derivatives import gradient

RECORD = Path(__file__).parents[1] / "mvcalc" / "data" / "gradient-cost.csv"
SIZES = (10, 100, 1000, 10_000, 100_000)
LARGEST = {"reverse": 100_000, "forward": 1000, "central": 1000}
"""How far each method is taken: the other two cost n evaluations and more."""


def measured(n: int) -> dict[str, float]:
    """Seconds of one evaluation of Rosenbrock's function and of its gradient by each method; nan where left out."""
    f, x = rosenbrock(np), np.random.default_rng(1).normal(size=n)
    seconds = {"evaluation": best(lambda: f(x))}
    for method, largest in LARGEST.items():

        def run(method: str = method) -> object:
            return gradient(f, x, method=method)

        seconds[method] = best(run) if n <= largest else float("nan")
    return seconds


def main() -> None:
    """Measure every size and write the record."""
    machine = (
        f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {os.cpu_count()} cores"
    )
    rows = [
        f"# seconds, Rosenbrock's function of n inputs; {date.today()}, {machine}",
        "n,evaluation,reverse,forward,central",
    ]
    for n in SIZES:
        rows.append(",".join([str(n), *(f"{value:.3g}" for value in measured(n).values())]))
        print(rows[-1])
    RECORD.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
