"""Displayed equations, read and decided.

`decide` judges a display under the declarations of a `Scope`; `formula` makes a function of a displayed one.
The grammar is in `mvcalc.claims.reader`, what the words of a verdict mean in `mvcalc.claims.judge`.
"""

from mvcalc.claims.formula import Formula, formula, same
from mvcalc.claims.judge import STATUSES, LinkVerdict, decide, worst
from mvcalc.claims.latex import Row, Token, Unreadable, rows, tokens
from mvcalc.claims.scope import Scope

__all__ = [
    "STATUSES",
    "Formula",
    "LinkVerdict",
    "Row",
    "Scope",
    "Token",
    "Unreadable",
    "decide",
    "formula",
    "rows",
    "same",
    "tokens",
    "worst",
]
