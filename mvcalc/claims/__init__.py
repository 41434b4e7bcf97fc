"""Displayed equations, read and decided."""

from mvcalc.claims.latex import Row, Token, Unreadable, rows, tokens

__all__ = ["Row", "Token", "Unreadable", "rows", "tokens"]
