"""``make bench``: every benchmark, one table after another. Ratios are within this run; seconds are this machine's."""

from __future__ import annotations

import os
import platform

from benchmarks import book, claims, derivatives

if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("Derivatives")
    derivatives.main()
    print("\nClaims")
    claims.main()
    print("\nThe book")
    book.main()
