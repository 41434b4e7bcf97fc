"""Equations up to an order, ``… + O(h^p)`` and ``… + \\dots``: does the difference vanish fast enough?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
from mpmath import mp, mpf
from sympy import Expr

from mvcalc.claims.latex import Unreadable
from mvcalc.claims.meaning import Meaning
from mvcalc.claims.nodes import Node, free_names, name, num, show
from mvcalc.claims.numeric import NoValue, Unsettled

if TYPE_CHECKING:
    from mvcalc.claims.judge import Judge, Link

__all__ = ["decide_series"]

SERIES_DIGITS = 400
NEAR, NEARER = mpf(10) ** -20, mpf(10) ** -30


def decide_series(judge: Judge, link: Link) -> tuple[str, str]:
    """Status and detail of a link with an ``O`` or with dots.

    Raises
    ------
    Unreadable
        If it is not clear what the series is in, or the ``O`` stands on the left only.
    """
    if any(part.op == "neg" and part.args[0].op == "bigo" for s in (link.left, link.right) for part in s.walk()):
        raise Unreadable("'- O(…)'; an O has no sign, write '+ O(…)'")
    if link.relation != "=":
        raise Unreadable("'O' and '…' with a relation other than '='")
    ordered = [side for side in (link.left, link.right) if any(p.op in ("bigo", "dots") for p in side.walk())]
    left_side, right_side = link.left, link.right
    if ordered == [left_side] and not any(part.op == "bigo" for part in left_side.walk()):
        left_side, right_side = right_side, left_side
    elif ordered == [left_side]:
        raise Unreadable("the left side is known only up to its 'O' or '…'; expected one on the right too")
    small = _small(left_side, right_side)
    scale = sympy.Dummy("scale", positive=True)
    meaning = Meaning(judge.scope)
    env = _scaled(meaning, small, scale)
    left = _value(meaning, left_side, env)
    right = _value(meaning, right_side, env)
    orders = [_order(meaning, side, env, scale, base) for side, base in ((left_side, left), (right_side, right))]
    entries = _pairs(left, right)
    claimed = [order for order in orders if order is not None]
    wanted = min(claimed)
    for left_entry, right_entry in entries:
        falling = right_side.op == "add" and right_side.args[-1] == Node("neg", (Node("dots"),))
        detail = _vanishes(judge, left_entry - right_entry, scale, wanted, falling, show(small))
        if detail is not None:
            return "false", detail
    if orders[0] is not None and orders[1] is not None and orders[0] < orders[1]:
        return (
            "false",
            f"the left side is known to order {orders[0]} only, the right side claims order {orders[1]}",
        )
    return "numeric", ""


def _pairs(left: Any, right: Any) -> list[tuple[Expr, Expr]]:
    from mvcalc.claims.judge import _entries, _same_shape

    _same_shape(left, right)
    return list(zip(_entries(left), _entries(right), strict=True))


def _value(meaning: Meaning, side: Node, env: dict[str, Any]) -> Any:
    return meaning.value(_without_order(side), env)


def _without_order(node: Node) -> Node:
    if node.op == "add":
        kept = tuple(_without_order(arg) for arg in node.args if _bare(arg).op not in ("bigo", "dots"))
        return Node("add", kept) if kept else num(0)
    if node.op == "bigo":
        return num(0)
    return node.map(_without_order)


def _bare(node: Node) -> Node:
    return node.args[0] if node.op == "neg" else node


def _small(left: Node, right: Node) -> Node:
    """The quantity that goes to 0: the ``O``'s, or what the series is in."""
    for side in (right, left):
        for part in side.walk():
            if part.op == "bigo":
                return _base(part.args[0])
    terms = [_bare(term) for term in right.args if _bare(term).op != "dots"] if right.op == "add" else []
    if not terms or _bare(right.args[-1]).op != "dots":
        raise Unreadable("'…' is read only at the end of a series")
    deltas = {p.data for t in terms for p in t.walk() if p.op == "name" and p.data.startswith("\\Delta")}
    if deltas:
        if len(deltas) > 1:
            raise Unreadable(f"'…' after a series in {' and '.join(sorted(deltas))}; expected one")
        return name(deltas.pop())
    shifts = {p for t in terms for p in _factors(t) if _is_shift(p)}
    if len(shifts) == 1:
        return shifts.pop()
    if shifts:
        raise Unreadable("'…' after a series in several differences; expected one")
    candidates = [n for n in sorted(free_names(right)) if _polynomial_in(terms, n)]
    if "h" in candidates:
        return name("h")
    if len(candidates) != 1:
        raise Unreadable("'…': what the series is in is not clear; write + O(x^p)")
    return name(candidates[0])


def _base(power: Node) -> Node:
    base = power.args[0] if power.op == "pow" else power
    if base.op == "fn" and base.data == "abs":
        base = base.args[0]
    if base.op == "norm":
        base = base.args[0]
    if base.op != "name" and not _is_shift(base):
        raise Unreadable("the 'O' of something that is neither a name nor x - a")
    return base


def _is_shift(node: Node) -> bool:
    return (
        node.op == "add"
        and len(node.args) == 2
        and node.args[0].op == "name"
        and node.args[1].op in ("neg", "num", "name")
    )


def _factors(term: Node) -> list[Node]:
    if term.op in ("mul", "div", "neg"):
        return [factor for arg in (term.args if term.op != "div" else term.args[:1]) for factor in _factors(arg)]
    return [term.args[0]] if term.op == "pow" else [term]


def _polynomial_in(terms: list[Node], variable: str) -> bool:
    """Whether the terms are different powers of a variable times what does not contain it."""
    powers = set()
    for term in terms:
        power = 0
        for factor in _with_powers(term):
            inner, exponent = factor
            if inner == name(variable):
                power += exponent
            elif variable in free_names(inner):
                return False
        powers.add(power)
    return powers != {0}


def _with_powers(term: Node) -> list[tuple[Node, int]]:
    if term.op in ("mul", "neg"):
        return [factor for arg in term.args for factor in _with_powers(arg)]
    if term.op == "div":
        return [*_with_powers(term.args[0]), *((inner, -e) for inner, e in _with_powers(term.args[1]))]
    if term.op == "pow" and term.args[1].op == "num" and term.args[1].data.denominator == 1:
        return [(inner, e * int(term.args[1].data)) for inner, e in _with_powers(term.args[0])]
    return [(term, 1)]


def _scaled(meaning: Meaning, small: Node, scale: Any) -> dict[str, Any]:
    """Names as functions of a scale that goes to 0, the small quantity in proportion to it."""
    if small.op == "add":
        variable, other = small.args[0].data, small.args[1]
        centre = meaning.value(other.args[0]) if other.op == "neg" else -meaning.value(other)
        return {variable: centre + scale}
    if small.data in meaning.scope.shapes:
        direction = meaning.components(small.data)
        return {small.data: direction * scale}
    return {small.data: scale}


def _order(meaning: Meaning, side: Node, env: dict[str, Any], scale: Any, base: Any) -> Any:
    """The order in the scale up to which a side is known; None where it is exact."""
    orders = []
    for part, factor in _ordered_terms(side, num(1)):
        extra = meaning.value(factor, env) if factor != num(1) else sympy.Integer(1)
        power = _degree(extra, scale, lowest=True)
        if part.op == "bigo":
            exponent = part.args[0].args[1] if part.args[0].op == "pow" else num(1)
            orders.append(meaning.value(exponent) + power)
        else:
            orders.append(_highest(base, scale) + 1 + power)
    return min(orders) if orders else None


def _ordered_terms(node: Node, factor: Node) -> list[tuple[Node, Node]]:
    if node.op in ("bigo", "dots"):
        return [(node, factor)]
    if node.op in ("add", "neg"):
        return [found for arg in node.args for found in _ordered_terms(arg, factor)]
    if not any(part.op in ("bigo", "dots") for part in node.walk()):
        return []
    if node.op == "div":
        return _ordered_terms(node.args[0], Node("div", (factor, node.args[1])))
    if node.op == "mul":
        inside = [arg for arg in node.args if any(p.op in ("bigo", "dots") for p in arg.walk())]
        rest = tuple(arg for arg in node.args if arg is not inside[0])
        if len(inside) == 1:
            return _ordered_terms(inside[0], Node("mul", (factor, *rest)))
    if node.op == "lim":
        raise Unreadable("an 'O' inside a limit; expected it outside")
    raise Unreadable("an 'O' or '…' inside a power or a function; expected it in a sum")


def _degree(expression: Expr, scale: Any, lowest: bool) -> Any:
    value = sympy.powsimp(sympy.expand(expression))
    powers = [
        sympy.degree(1, scale) if scale not in term.free_symbols else term.as_coeff_exponent(scale)[1]
        for term in sympy.Add.make_args(value)
    ]
    powers = [p if p.is_number else sympy.Integer(0) for p in map(sympy.sympify, powers)]
    powers = [sympy.Integer(0) if p == -sympy.oo else p for p in powers]
    return min(powers) if lowest else max(powers)


def _highest(base: Any, scale: Any) -> Any:
    entries = list(base) if isinstance(base, sympy.MatrixBase) else [base]
    return max(_degree(entry, scale, lowest=False) for entry in entries)


def _vanishes(judge: Judge, difference: Expr, scale: Any, order: Any, falling: bool, small: str) -> str | None:
    """Try that the difference is of an order, and negative if so announced; a sentence if it is not."""
    from mvcalc.claims.judge import _symbols

    symbols = [s for s in _symbols([difference]) if s != scale]
    good, unsettled = 0, None
    for point in judge.points(symbols, 6):
        with mp.workdps(SERIES_DIGITS):
            try:
                wanted = mpf(int(sympy.Integer(order))) if order.is_Integer else point.number(order)
                values = [point.at(scale, step).number(difference) for step in (NEAR, NEARER)]
            except NoValue:
                continue
            except Unsettled as error:
                unsettled = error
                continue
            good += 1
            sizes = [abs(value) for value in values]
            if falling and values[0] > 0:
                return "the next term is positive, after a '- …'"
            if sizes[1] == 0 or all(size < mpf(10) ** (80 - SERIES_DIGITS) for size in sizes):
                continue
            found = (mp.log(sizes[0]) - mp.log(sizes[1])) / mp.log(NEAR / NEARER)
            if found < wanted - mpf("0.25"):
                where = ", ".join(f"{s} = {mp.nstr(point.values[s], 6)}" for s in symbols)
                at = f"at {where} " if where else ""
                shown = f"({small})" if " " in small else small
                orders = f"{shown}^{mp.nstr(found, 3)}, not {shown}^{mp.nstr(wanted, 3)}"
                return f"{at}the difference goes to 0 like {orders}"
    if not good:
        raise unsettled or Unsettled("no point of the domain at which both sides have a real value")
    return None
