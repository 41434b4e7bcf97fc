"""Rules (stub)."""
from typing import Any

NAMES = ("sum", "constant factor", "product", "quotient", "power", "chain", "table", "definition", "algebra", "limit", "evaluate")

def named(note: str) -> str | None:
    """x"""
    return None

def check(rule: str, left: Any, right: Any, judge: Any, note: str) -> str:
    """x"""
    return ""
