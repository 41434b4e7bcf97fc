"""Displayed equations, read and decided."""

from mvcalc.claims.judge import STATUSES, LinkVerdict, decide, worst
from mvcalc.claims.latex import Row, Token, Unreadable, rows, tokens
from mvcalc.claims.scope import Scope

__all__ = ["STATUSES", "LinkVerdict", "Row", "Scope", "Token", "Unreadable", "decide", "rows", "tokens", "worst"]
