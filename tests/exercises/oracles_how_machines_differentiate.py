"""Ways to the answers on the two modes: shapes, the package's own tape, jets, and SymPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from mvcalc import record


def _passes(facts: dict[str, Any]) -> tuple[int, int]:
    """The columns and the rows of the Jacobian of a linear map with as many inputs and outputs."""
    rows, columns = np.zeros((facts["m"], facts["n"])).shape
    return columns, rows


def _adjoint(facts: dict[str, Any]) -> int:
    tape = record(lambda x, y: (x * y + facts["c"] * x) ** 2, float(facts["x"]), float(facts["y"]))
    return round(float(tape.backward()[0]))


def _program(facts: dict[str, Any]) -> int:
    """Run the line of the question as it stands, on a tape."""
    line = facts["line"].replace("<c>", str(facts["c"]))
    names: dict[str, Any] = {"np": np}
    exec(f"def turn(x, total):\n    {line}\n    return total", names)

    def program(x: Any) -> Any:
        total = x
        for _ in range(facts["turns"]):
            total = names["turn"](x, total)
        return total

    return len(record(program, 0.3).nodes)


def _pair(facts: dict[str, Any]) -> tuple[sp.Expr, sp.Expr]:
    p, a, b, n = facts["f"]
    x = sp.Symbol("x")
    quotient = x**n / (a * x + b)
    return quotient.subs(x, p), sp.limit((quotient - quotient.subs(x, p)) / (x - p), x, p)


ORACLES = {
    "passes-for-a-jacobian": _passes,
    "adjoint-of-an-input": _adjoint,
    "length-of-a-tape": _program,
    "dual-number-through-a-quotient": _pair,
}
