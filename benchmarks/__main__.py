"""``make bench``: every benchmark, one table after another. Ratios are within this run; seconds are this machine's."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

from benchmarks import claims, costs, derivatives

if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("Derivatives")
    derivatives.main()
    print("\nDerivatives as their inputs grow, in seconds (kept for the pages that show them)")
    costs.main()
    print("\nClaims")
    claims.main()
    print("\nThe book", flush=True)
    # in a process of its own, where the cells are not slowed by what the benchmarks above have loaded
    subprocess.run([sys.executable, "-m", "benchmarks.book"], check=True)
