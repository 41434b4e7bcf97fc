r"""Reads textbook LaTeX, strictly: what is not in this grammar is an error, never a guess.

::

    side        = ["+" | "-"] term { ("+" | "-") term } [ "+" dots ]
    term        = factor { ["\cdot" | "\times" | "\odot" | "/" | "*"] factor }      juxtaposition is a product
    factor      = primary { "^" power | "'" | "!" | "\big|" at }
    primary     = number | constant | name | application | bracket | "|" side "|" | norm | fraction | root
                | function argument | derivative | "\nabla" factor | limit | sum | integral | matrix | cases
    name        = letter | greek | accent | "\mathbf" | "\Delta" name, then subscript, "^{(layer)}", "^*"
    application = function primes "(" side { "," side } ")"
    argument    = bracket | numbers, then letters, of which the last of a single one may carry a power
    derivative  = "\frac{d}{dx}" ( bracket | term ) | "\frac{dy}{dx}", with d, \mathrm{d} or \partial
    limit       = "\lim_{x \to a}" term, a with ^+ or ^- for one side
    sum         = ("\sum" | "\prod") "_{i=a}^{b}" term
    integral    = "\int" ["_a^b"] side "d" name
    at          = "\left." side "\right|_{x=a, …}"

A subscript is an index where the thing before it is declared as data, vector, matrix or family, and part of
the name elsewhere. Juxtaposition, brackets after letters and the reach of ``\sin``, ``\lim`` and
``\frac{d}{dx}`` are where LaTeX is ambiguous: what these rules leave open is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from mvcalc.claims.latex import Token, Unreadable, note_text
from mvcalc.claims.nodes import BINDERS, Node, free_names, name, num, substitute

if TYPE_CHECKING:
    from mvcalc.claims.scope import Scope

__all__ = ["RELATIONS", "Reader"]

T = TypeVar("T")

MAX_DEPTH = 40
MAX_ORDER = 8

RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\le": "<=", r"\leq": "<=", r"\leqslant": "<=", r"\ge": ">=",
    r"\geq": ">=", r"\geqslant": ">=", r"\lt": "<", r"\gt": ">", r"\ne": "!=", r"\neq": "!=",
    r"\approx": "~", r"\equiv": "=",
}  # fmt: skip
GREEK = {
    "\\" + word
    for word in (
        *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta"),
        *("vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varrho", "sigma"),
        *("tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "ell", "Gamma", "Theta"),
        *("Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
    )
}  # fmt: skip
FUNCTIONS = {
    "\\" + word: word
    for word in (
        *("sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan"),
        *("sinh", "cosh", "tanh", "coth", "ln", "exp"),
    )
}
OPERATORS = {
    "tanh": "tanh", "sech": "sech", "csch": "csch", "coth": "coth", "artanh": "artanh", "arctanh": "artanh",
    "arsinh": "arsinh", "arcosh": "arcosh", "arccot": "arccot", "sgn": "sign", "sign": "sign", "erf": "erf",
    "ReLU": "relu", "relu": "relu", "softplus": "softplus", "ln": "ln", "log": "ln", "exp": "exp",
}  # fmt: skip
_ACCENTS = {r"\hat": r"\hat", r"\bar": r"\bar", r"\tilde": r"\tilde", r"\overline": r"\bar",
            r"\widehat": r"\hat",
            r"\widetilde": r"\tilde", r"\check": r"\check"}  # fmt: skip
_BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\vec"}
_FRACTIONS = {r"\frac", r"\dfrac", r"\tfrac"}
_SIZES = {f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", "", "m")}
_CLOSERS = {"(": ")", "[": "]", r"\{": r"\}"}
_DOTS = {r"\dots", r"\ldots", r"\cdots"}
_TRANSPOSE = {"T", r"\top", r"\intercal", r"\mathsf{T}", r"\mathrm{T}", r"\mathsf{\top}"}
ANYWHERE = "·"
"""The argument of functions that stand without one, as in (fg)' = f'g + fg'."""
_FUNCTION_LETTERS = {*"fghFGuvwyJH", r"\sigma", r"\phi", r"\varphi", r"\psi"}


class Reader:
    """Reads sides of equations with the declarations of a `Scope`.

    Parameters
    ----------
    scope : Scope
        Tells functions from scalars and indices from names.
    found : sequence of Token
        All tokens of the display; names that ``\\lim`` or ``O`` make scalars are looked for in it.
    scalars : iterable of str
        Names that are scalars whatever their letter.
    """

    def __init__(self, scope: Scope, found: Sequence[Token] = (), scalars: Sequence[str] = ()) -> None:
        self.scope = scope
        self.scalars = set(scalars) | _limit_variables(found)
        self.tokens: Sequence[Token] = ()
        self.at = 0
        self.depth = 0
        self.integrals = 0
        self.limits = 0
        self.operands = 0

    # ---- sides ------------------------------------------------------------------------------------------

    def side(self, found: Sequence[Token]) -> Node:
        """Read a whole side: all of ``found`` must belong to one expression."""
        if not found:
            raise Unreadable("an empty side; expected an expression")
        node = self._within(found, self._expression)
        return self._pointwise(node) if ANYWHERE in _arguments(node) else node

    def _pointwise(self, node: Node) -> Node:
        """Functions that stand without an argument, all at one and the same place."""
        if node.op == "name" and self._is_function(node.data) and self.scope.functions[node.data].arguments is None:
            return Node("call", (name(ANYWHERE),), (node.data, 0))
        return node.map(self._pointwise)

    def _within(self, found: Sequence[Token], rule: Callable[[], T]) -> T:
        """Apply a rule to tokens of their own, all of which it must take."""
        saved = self.tokens, self.at, self.integrals, self.limits, self.operands
        self.tokens, self.at, self.integrals, self.limits, self.operands = found, 0, 0, 0, 0
        result = rule()
        token = self._peek()
        if token is not None:
            raise self._error(f"{token.text!r} where an operator or the end was expected")
        self.tokens, self.at, self.integrals, self.limits, self.operands = saved
        return result

    def _expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(f"nested more than {MAX_DEPTH} deep; expected a shorter expression")
        terms: list[Node] = []
        while True:
            sign = self._take("+", "-") if terms or self._looks("+", "-") else None
            if terms and sign is None:
                break
            if self._peek() is not None and self._peek_text() in _DOTS:
                self._next()
                term = Node("dots")
            else:
                term = self._term()
            terms.append(Node("neg", (term,)) if sign is not None and sign.text == "-" else term)
        _check_escapes(terms, self)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Node("add", tuple(terms))

    def _term(self) -> Node:
        factors = [self._factor()]
        slash = False
        while True:
            token = self._peek()
            if token is None or (self.integrals and self._differential()) or self._ends_limit():
                break
            if token.text in (r"\cdot", r"\times", "*", r"\odot", r"\circ"):
                self._next()
                if token.text == r"\circ":
                    raise self._error(r"'\circ' between expressions; compose names only, as in (g \circ f)(x)", token)
                if slash:
                    raise self._error(f"{token.text!r} after '/' is ambiguous; write a \\frac", token)
                left = _product(factors)
                if token.text == r"\odot":
                    factors = [Node("hadamard", (left, self._factor()))]
                    continue
                if self._vectorial(left):
                    right = self._term()
                    if self._vectorial(right):
                        return Node("dot" if token.text == r"\cdot" else "cross", (left, right))
                    return _product([*factors, right])
                factors.append(self._factor())
            elif token.text in ("/", r"\div"):
                self._next()
                if slash:
                    raise self._error("'/' twice is ambiguous; write a \\frac", token)
                factors, slash = [Node("div", (_product(factors), self._factor()))], True
            elif self._starts_factor(token):
                if slash:
                    raise self._error(f"{token.text!r} after '/' is ambiguous; write a \\frac", token)
                if token.kind == "number" and factors[-1].op == "num":
                    raise self._error(f"number {token.text!r} directly after a number; expected an operator", token)
                factors.append(self._factor())
            else:
                break
        return _product(factors)

    def _starts_factor(self, token: Token) -> bool:
        if token.kind in ("letter", "number", "open", "begin"):
            return True
        if token.text in ("|", r"\|"):
            return self.depth_bars == 0
        if token.kind == "command":
            return token.text not in RELATIONS and token.text not in (
                r"\right", r"\}", r"\rvert", r"\rVert", r"\to", r"\rightarrow", r"\quad", *_DOTS, r"\bigg|",
            ) and not (token.text in _SIZES and self._text_after(1) in ("|", ")", "]", r"\}"))  # fmt: skip
        return token.text in ("(", "[")

    depth_bars = 0

    def _ends_limit(self) -> bool:
        ahead = self._text_after(1) if self._peek_text() == r"\cdot" else self._peek_text()
        return self.limits > 0 and ahead == r"\lim"

    def _vectorial(self, node: Node) -> bool:
        for part in node.walk():
            if part.op in ("nabla", "mat", "jacobian", "hessian", "cross"):
                return True
            if part.op == "name":
                if "\\mathbf" in part.data or part.data in self.scope.shapes:
                    return True
                body = self.scope.names.get(part.data)
                if body is not None and body is not node and self._vectorial(body):
                    return True
        return False

    # ---- factors ----------------------------------------------------------------------------------------

    def _factor(self) -> Node:
        node = self._primary()
        while True:
            token = self._peek(raw=True)
            if token is None:
                return node
            if token.text == "^":
                self._next()
                node = self._power(node, self._group("an exponent", whole_numbers=True))
                if self._looks("^", raw=True):
                    raise self._error("a second '^'; expected braces or brackets around the power", self._peek())
            elif token.text == "!":
                self._next()
                node = Node("fn", (node,), "factorial")
            elif token.text == "'":
                node = self._primed(node)
            elif self._at_bar() and not self.operands:
                node = self._barred(node)
            elif token.text == "_":
                raise self._error("'_' after an expression; expected a subscript only on a name", token)
            else:
                return node

    def _at_bar(self) -> bool:
        return self._peek_text(raw=True) in _SIZES and self._text_after(1) == "|" and self._text_after(2) == "_"

    def _barred(self, node: Node) -> Node:
        self._next()
        self._next()
        return self._evaluation(node)

    def _power(self, base: Node, exponent: Sequence[Token]) -> Node:
        text = "".join(token.text for token in exponent if token.kind != "space")
        matrix = self._vectorial(base)
        if text in _TRANSPOSE and (matrix or text != "T"):
            return Node("transpose", (base,))
        if text == "T" and not self.scope.known("T") and "T" not in self.scalars:
            return Node("transpose", (base,))
        if matrix and text == "-1":
            return Node("inv", (base,))
        if matrix and text in ("-T", r"-\top"):
            return Node("transpose", (Node("inv", (base,)),))
        return Node("pow", (base, self._within(exponent, self._expression)))

    def _primed(self, node: Node) -> Node:
        """``(f g)'`` or ``(f g)'(x)``: the derivative of an expression in functions of one and the same variable."""
        token = self._peek()
        primes = self._primes()
        node = self._pointwise(node)
        variables = {argument for part in node.walk() for argument in self._arguments_of(part)}
        if len(variables) != 1:
            raise self._error(
                "\"'\" after an expression; expected a function's name, or functions of one variable", token
            )
        variable = variables.pop()
        if variable != ANYWHERE or not self._at_round_bracket():
            return Node("der", (node,), (((name(variable), primes),), False, True))
        (argument,) = self._arguments(1, token)
        if argument.op == "name":
            return Node("der", (substitute(node, {variable: argument}),), (((argument, primes),), False, True))
        return Node("at", (Node("der", (node,), (((name(variable), primes),), False, True)), argument), (variable,))

    def _arguments_of(self, node: Node) -> set[str]:
        if node.op == "call":
            return set().union(*(free_names(arg) for arg in node.args))
        if node.op == "name":
            return set(self.scope.depends.get(node.data, ()))
        return set()

    def _primary(self) -> Node:
        token = self._peek()
        if token is None:
            raise self._error("the end, where an operand was expected")
        text = token.text
        if token.kind == "number":
            return self._number()
        if token.kind == "begin":
            return self._environment()
        if text in _BOLD and [self._text_after(k) for k in (1, 2, 3)] == ["{", "0", "}"]:
            self.at += 4
            return Node("zero")
        if text in ("(", "[", r"\{") or text in _SIZES or text == r"\left":
            return self._bracketed()
        if text in ("|", r"\lvert", r"\|", r"\lVert", r"\Vert", r"\vert"):
            return self._bars()
        if token.kind == "open":
            inner = self._within(self._group("a group"), self._expression)
            if inner.op == "add":
                raise self._error("invisible braces around a sum; write brackets", token)
            return inner
        if text in _PRIMARIES:
            self._next()
            return _PRIMARIES[text](self, token)
        if text in FUNCTIONS:
            self._next()
            return self._function(FUNCTIONS[text])
        if token.kind == "letter" or text in GREEK or text in _ACCENTS or text in _BOLD or text in _NAMING:
            return self._named()
        raise self._error(f"{text!r} where an operand was expected", token)

    def _number(self) -> Node:
        text = self._next().text
        while self._peek_text() == "{" and self._text_after(1) == "," and self._text_after(2) == "}":
            self.at += 3
            text += self._next().text
        return num(Fraction(text))

    # ---- brackets ---------------------------------------------------------------------------------------

    def _open(self) -> tuple[str, bool] | None:
        """Take an opening delimiter: its text, and whether it came with \\left."""
        token = self._peek()
        if token is None:
            return None
        sized = token.text == r"\left" or token.text in _SIZES
        text = self._text_after(1) if sized else token.text
        if text in (*_CLOSERS, "|", r"\|", ".", r"\lvert", r"\lVert", r"\lbrace", "["):
            self.at += 2 if sized else 1
            return text, token.text == r"\left"
        return None

    def _close(self, closer: str, left: bool) -> None:
        token = self._peek()
        if token is not None and token.text == r"\right":
            if not left:
                raise self._error("'\\right' without its '\\left'", token)
            self._next()
        elif left:
            raise self._error(f"expected '\\right{closer}'", token)
        elif token is not None and token.text in _SIZES:
            self._next()
        self._expect(closer)

    def _items(self, closer: str, left: bool) -> tuple[Node, ...]:
        saved = self.integrals, self.limits, self.depth_bars, self.operands
        self.integrals = self.limits = self.depth_bars = self.operands = 0
        items = [self._expression()]
        while self._looks(","):
            self._next()
            items.append(self._expression())
        self._close(closer, left)
        self.integrals, self.limits, self.depth_bars, self.operands = saved
        return tuple(items)

    def _bracketed(self) -> Node:
        token = self._peek()
        opened = self._open()
        if opened is None:
            raise self._error(f"{token.text if token else 'the end'!r} where a bracket was expected", token)
        opener, left = opened
        if opener == ".":
            saved = self.depth_bars
            self.depth_bars = 0
            inner = self._expression()
            self._close("|", left)
            self.depth_bars = saved
            return self._evaluation(inner)
        if opener not in _CLOSERS:
            self.at -= 2
            return self._bars()
        composition = self._composition(opener, left) if opener == "(" else None
        if composition is not None:
            return composition
        items = self._items(_CLOSERS[opener], left)
        if len(items) > 1:
            raise self._error("a list in brackets; write a vector as \\begin{bmatrix} … \\end{bmatrix}", token)
        if opener == "[" and self._looks("_"):
            return self._between(items[0])
        return items[0]

    def _bars(self) -> Node:
        token = self._peek()
        opened = self._open()
        if opened is None or token is None:
            text = self._next().text
            opened = (text, False)
        opener, left = opened
        norm = opener in (r"\|", r"\lVert", r"\Vert")
        closer = {r"\lvert": r"\rvert", r"\lVert": r"\rVert"}.get(opener, opener)
        saved = self.integrals, self.limits, self.depth_bars
        self.integrals = self.limits = 0
        self.depth_bars = 1
        inner = self._expression()
        self._close(closer, left)
        self.integrals, self.limits, self.depth_bars = saved
        if norm and self._looks("_"):
            self._next()
            if [t.text for t in self._group("a norm's subscript")] != ["2"]:
                raise self._error("a norm other than the 2-norm; expected '_2' or nothing", token)
        if not norm and self._vectorial(inner) and inner.op in ("name", "mat", "jacobian", "hessian"):
            bold = inner.op == "name" and "\\mathbf" in inner.data
            return Node("norm" if bold else "det", (inner,))
        return Node("norm" if norm else "fn", (inner,), None if norm else "abs")

    def _evaluation(self, inner: Node) -> Node:
        """After ``\\right|``: the subscript that says where."""
        token = self._expect("_")
        where = self._group("where to evaluate")
        if self._looks("^"):
            self._next()
            upper = self._group("the upper end")
            return self._ends(inner, where, upper)
        return self._where(inner, where, token)

    def _where(self, inner: Node, where: Sequence[Token], token: Token) -> Node:
        variables: list[str] = []
        values: list[Node] = []
        if not any(t.text == "=" for t in where):
            values = [self.side(item) for item in _tuple(where)]
            return Node("at", (inner, *values), self._in_order(inner, len(values), token))
        for part in _split(where, ","):
            sides = [_tuple(side) for side in _split(part, "=")]
            if len(sides) != 2:
                raise self._error("expected 'variable = value' under the evaluation bar", token)
            variables += map(self._lone_name, sides[0])
            values += map(self.side, sides[1])
        if len(variables) != len(values) or not variables:
            raise self._error("expected 'variable = value' under the evaluation bar", token)
        return Node("at", (inner, *values), tuple(variables))

    def _in_order(self, inner: Node, count: int, token: Token) -> tuple[str, ...]:
        """The variables that a bare point under the bar gives values to: a function's arguments, in its order."""
        found = set()
        for part in inner.walk():
            if part.op in ("call", "jacobian", "hessian"):
                title = part.data[0] if part.op == "call" else part.data[-1]
                formals = self.scope.functions[title].arguments or ()
                if part.args in ((), tuple(map(name, formals))):
                    found.add(formals)
        if not found and inner.op == "der":
            found.add(tuple(v.data for v, _ in inner.data[0] if v.op == "name"))
        if len(found) != 1 or len(next(iter(found))) != count:
            raise self._error("expected 'variable = value' under the evaluation bar", token)
        return found.pop()

    def _between(self, inner: Node) -> Node:
        self._expect("_")
        lower = self._group("the lower end")
        self._expect("^")
        return self._ends(inner, lower, self._group("the upper end"))

    def _ends(self, inner: Node, lower: Sequence[Token], upper: Sequence[Token]) -> Node:
        sides = _split(lower, "=")
        if len(sides) == 2:
            variable = self._lone_name(sides[0])
            highs = _split(upper, "=")
            return Node("between", (inner, self.side(sides[1]), self.side(highs[-1])), variable)
        names = {x for x in free_names(inner) if x != "C"}
        if len(names) != 1:
            raise self._error("the variable of [ ] is not clear; write [ … ]_{x=a}^{x=b}")
        return Node("between", (inner, self.side(lower), self.side(upper)), names.pop())

    # ---- names ------------------------------------------------------------------------------------------

    def _lone_name(self, found: Sequence[Token]) -> str:
        node = self._variable(found)
        if node.op != "name":
            raise self._error(f"{_text(found)!r} where a variable's name was expected", found[0] if found else None)
        return str(node.data)

    def _variable(self, found: Sequence[Token]) -> Node:
        """A name or an entry, all of ``found``, not applied to anything."""
        if not found:
            raise self._error("nothing, where a variable was expected")
        return self._within(found, lambda: self._resolve(*self._parts()))

    def _head(self) -> str:
        token = self._next()
        text = token.text
        if token.kind == "letter" or text in GREEK:
            if text == r"\chi" and self._peek_text() == "^":
                mark = self.at
                self._next()
                if _text(self._group("an exponent")) == "2":
                    return r"\chi^2"
                self.at = mark
            return text
        if text in _BOLD or text in _ACCENTS or text in (r"\mathcal", r"\mathrm", r"\mathit"):
            group = [t for t in self._group(f"a letter after {text}") if t.kind != "space"]
            if text in _BOLD or text in _ACCENTS:
                inner = self._inner_head(group, token)
                if text in _ACCENTS:
                    return f"{_ACCENTS[text]}{{{inner}}}"
                accent, _, core = inner.rpartition("{")
                if accent.startswith(tuple(_ACCENTS)):
                    return f"{accent}{{\\mathbf{{{core.rstrip('}')}}}}}"
                return f"\\mathbf{{{inner}}}"
            if not group or group[0].kind != "letter" or any(t.kind not in ("letter", "number") for t in group):
                raise self._error(f"{text} needs letters", token)
            return f"{text}{{{_text(group)}}}"
        if text in (r"\Delta", r"\operatorname"):
            if text == r"\operatorname":
                return f"\\mathrm{{{_text(self._group('a name'))}}}"
            return self._delta(token)
        raise self._error(f"{text!r} where a name was expected", token)

    def _inner_head(self, group: Sequence[Token], token: Token) -> str:
        if not group:
            raise self._error(f"{token.text} needs a letter", token)
        return self._within(group, self._head)

    def parts(self, found: Sequence[Token]) -> tuple[str, list[Token] | None, str]:
        """The head, the subscript and the layer or star of a name that is all of ``found``."""
        return self._within(found, self._parts)

    def _delta(self, token: Token) -> str:
        following = self._peek()
        if following is None or not (
            following.kind == "letter"
            or following.text in GREEK
            or following.text in _BOLD
            or following.text in _ACCENTS
        ):
            return r"\Delta"
        inner = self._head()
        return rf"\Delta {inner}" if inner[0] != "\\" else rf"\Delta{inner}"

    def _parts(self) -> tuple[str, list[Token] | None, str]:
        """A name's head, its subscript and its layer or star, in either order."""
        head = self._head()
        subscript: list[Token] | None = None
        layer = ""
        while True:
            if self._looks("_", raw=True) and subscript is None:
                self._next()
                subscript = [t for t in self._group("a subscript") if t.kind != "space"]
            elif self._looks("^", raw=True) and not layer:
                mark = self.at
                self._next()
                group = [t for t in self._group("an exponent", whole_numbers=True) if t.kind != "space"]
                text = _text(group)
                if text in ("*", r"\ast", r"\star"):
                    layer = "^*"
                elif text.startswith("(") and text.endswith(")") and len(group) > 2 and not self._is_function(head):
                    layer = "^{" + text + "}"
                else:
                    self.at = mark
                    break
            else:
                break
        return head, subscript, layer

    def _is_function(self, canonical: str) -> bool:
        return canonical in self.scope.functions and canonical not in self.scalars

    def _resolve(self, head: str, subscript: list[Token] | None, layer: str) -> Node:
        """Decide whether a subscript is an index or part of the name."""
        base = head + layer
        if subscript is None:
            return name(base)
        text = _subscript_text(subscript)
        full = f"{base}_{text}" if len(text) == 1 else f"{base}_{{{text}}}"
        scope = self.scope
        if (scope.known(full) and full not in scope.shapes) or "\\mathbf" in head:
            return name(full)
        bold = f"\\mathbf{{{head}}}{layer}"
        for candidate in (base, bold):
            if candidate in scope.families:
                return Node("entry", self._indices(subscript, 1), candidate)
            if candidate in scope.shapes:
                count = 1 if scope.shapes[candidate][1] == 1 else 2
                return Node("entry", self._indices(subscript, count), candidate)
        for candidate in (base, bold):
            body = scope.names.get(candidate)
            if body is not None and self._vectorial(body) and candidate not in _FUNCTION_LETTERS:
                return Node("entry", self._indices(subscript, 2 if base[0].isupper() else 1), candidate)
        if head == r"\delta" and text.replace(",", "").isalnum() and len(text.replace(",", "")) == 2:
            return Node("fn", self._indices(subscript, 2), "kronecker")
        return name(full)

    def _indices(self, subscript: list[Token], count: int) -> tuple[Node, ...]:
        parts = _split(subscript, ",")
        if count > 1 and len(parts) == 1:
            digits = [
                Token(c, t.kind, t.start, t.end)
                for t in subscript
                for c in (t.text if t.kind == "number" else [t.text])
            ]
            parts = [[t] for t in digits]
        if len(parts) != count:
            raise self._error(f"{_text(subscript)!r} as a subscript; expected {count} indices", subscript[0])
        return tuple(self._index(part) for part in parts)

    def _index(self, part: Sequence[Token]) -> Node:
        return self.side(part)

    def _named(self) -> Node:
        """A name, and the brackets that it is applied to if it is a function."""
        first = self._peek()
        special = self._special()
        if special is not None:
            return special
        head, subscript, layer = self._parts()
        if head == "e" and subscript is None and not layer and not self.scope.known("e"):
            return Node("const", data="e")
        if head == r"\pi" and subscript is None and not layer and not self.scope.known(r"\pi"):
            return Node("const", data="pi")
        node = self._resolve(head, subscript, layer)
        if node.op == "name" and self._is_function(node.data):
            return self._applied(node.data, first)
        if self._looks("'", raw=True) and node.op == "name":
            return self._dependent_primed(node, first)
        if self._at_round_bracket():
            return self._before_bracket(node, first)
        return node

    def _dependent_primed(self, node: Node, first: Token | None) -> Node:
        primes = self._primes()
        variables = self.scope.depends.get(node.data, ())
        if len(variables) != 1:
            raise self._error(f"{node.data!r} with a prime is not declared; expected 'function {node.data}'", first)
        result = Node("der", (node,), (((name(variables[0]), primes),), False, False))
        if self._at_round_bracket():
            (argument,) = self._arguments(1, first)
            return result if argument == name(variables[0]) else Node("at", (result, argument), (variables[0],))
        return result

    def _primes(self) -> int:
        count = 0
        while self._looks("'", raw=True):
            self._next()
            count += 1
        if count > MAX_ORDER:
            raise self._error(f"{count} primes; at most {MAX_ORDER} are read")
        return count

    def _at_round_bracket(self) -> bool:
        text = self._peek_text(raw=True)
        return text == "(" or ((text == r"\left" or text in _SIZES) and self._text_after(1, raw=True) == "(")

    def _arguments(self, count: int | None, first: Token | None) -> tuple[Node, ...]:
        opened = self._open()
        if opened is None:
            raise self._error("expected '('", first)
        items = self._items(")", opened[1])
        vector = len(items) == 1 and (items[0].op in ("call", "mat", "jacobian") or self._vectorial(items[0]))
        if count is not None and len(items) != count and not vector:
            raise self._error(f"{first.text if first else ''!r} takes {count} arguments, was given {len(items)}", first)
        return items

    def _applied(self, function: str, first: Token | None) -> Node:
        declared = self.scope.functions[function].arguments
        order: int | Node | None = self._primes()
        if not order and self._looks("^", raw=True):
            mark = self.at
            self._next()
            group = [t for t in self._group("an exponent") if t.kind != "space"]
            if len(group) > 2 and group[0].text == "(" and group[-1].text == ")":
                order = self.side(group[1:-1])
                if order.op == "num" and order.data.denominator == 1 and 0 <= order.data <= MAX_ORDER:
                    order = int(order.data)
                elif order.op == "num":
                    raise self._error(f"a derivative of order {order.data}; at most {MAX_ORDER} are read", first)
            elif self._at_round_bracket():
                raise self._error(f"a power between {function!r} and its bracket is ambiguous; write f(x)^2", first)
            else:
                self.at = mark
        if self._at_round_bracket():
            arguments = self._arguments(None if declared is None else len(declared), first)
        elif declared is None:
            if not order:
                return name(function)
            arguments = (name(ANYWHERE),)
        else:
            arguments = tuple(name(argument) for argument in declared)
        if order != 0 and len(arguments) != 1:
            raise self._error(f"a prime on {function!r}, which has {len(arguments)} arguments; expected one", first)
        return Node("call", arguments, (function, order))

    def _before_bracket(self, node: Node, first: Token | None) -> Node:
        """A name that is no function, before a bracket: a product, a value of a variable, or refused."""
        if node.op != "name":
            return node
        canonical = node.data
        variables = self.scope.depends.get(canonical)
        if variables is not None and canonical not in self.scope.domains:
            arguments = self._arguments(len(variables), first)
            if arguments == tuple(map(name, variables)):
                return node
            if any(canonical in free_names(argument) for argument in arguments):
                raise self._error(
                    f"{canonical!r} before a bracket that contains it; expected a value of {variables}", first
                )
            return Node("at", (node, *arguments), variables)
        if self.scope.known(canonical) or canonical in self.scalars:
            return node
        if canonical in _FUNCTION_LETTERS or ("_" in canonical and canonical.split("_")[0] in "fgFG"):
            raise self._error(
                f"{canonical!r} before '(' is not declared; expected 'function {canonical}' or 'real {canonical}'",
                first,
            )
        mark = self.at
        self._open()
        inner = self._peek()
        closing = self._text_after(1)
        simple = (
            inner is not None
            and (inner.kind in ("letter", "number") or inner.text in GREEK)
            and closing in (")", r"\right", ",")
        )
        self.at = mark
        if simple:
            raise self._error(
                f"{canonical!r} before '(' is not declared; expected 'function {canonical}' or 'real {canonical}'",
                first,
            )
        return node

    def _composition(self, opener: str, left: bool) -> Node | None:
        """``(g \\circ f)(x)``, with primes; None if the bracket is no composition."""
        mark = self.at
        depth = 1
        ahead = self.at
        found_circ = False
        while ahead < len(self.tokens) and depth:
            text = self.tokens[ahead].text
            depth += {"(": 1, ")": -1}.get(text, 0)
            found_circ = found_circ or (text == r"\circ" and depth == 1)
            ahead += 1
        if not found_circ:
            self.at = mark
            return None
        functions = [self._function_name()]
        while self._looks(r"\circ"):
            self._next()
            functions.append(self._function_name())
        self._close(")", left)
        primes = self._primes()
        arguments = self._arguments(None, self._peek())
        if primes > 1 or (primes and len(arguments) != 1):
            raise self._error("a composition takes at most one prime and then one argument")
        inner = Node("call", arguments, (functions[-1], 0))
        for function in reversed(functions[:-1]):
            inner = Node("call", (inner,), (function, 0))
        if not primes:
            return inner
        if arguments[0].op == "name":
            return Node("der", (inner,), (((arguments[0], 1),), False, False))
        raise self._error("expected a variable after a composition's prime")

    def _function_name(self) -> str:
        token = self._peek()
        node = self._resolve(*self._parts())
        if node.op != "name" or not self._is_function(node.data):
            raise self._error(f"{node.data!r} is not declared as a function", token)
        return str(node.data)

    def _special(self) -> Node | None:
        """``J_f``, ``H_f``, ``J_{g \\circ f}``, ``O(h^p)``."""
        token = self._peek()
        if token is None:
            return None
        if token.text == "O" and not self.scope.known("O") and self._text_after(1) in ("(", r"\left"):
            self._next()
            (inner,) = self._arguments(1, token)
            return Node("bigo", (inner,))
        if token.text == r"\mathcal" and self._text_after(2) == "O" and self._text_after(4) in ("(", r"\left"):
            self.at += 4
            (inner,) = self._arguments(1, token)
            return Node("bigo", (inner,))
        if token.text in ("J", "H", r"\mathbf") and (token.text != r"\mathbf" or self._text_after(2) in ("J", "H")):
            letter = token.text if token.text != r"\mathbf" else self._text_after(2)
            mark = self.at
            self.at += 1 if token.text != r"\mathbf" else 4
            if self._looks("_", raw=True) and not self._is_function(letter):
                self._next()
                group = self._group("a function's name")
                functions = [_canonical_or_none(self, part) for part in _split(group, r"\circ")]
                if all(f is not None and self._is_function(f) for f in functions):
                    names = tuple(str(f) for f in functions)
                    arguments: tuple[Node, ...] = ()
                    declared = self.scope.functions[names[-1]].arguments
                    if self._at_round_bracket() and declared is not None:
                        arguments = self._arguments(len(declared), token)
                    elif self._at_round_bracket():
                        arguments = self._arguments(None, token)
                    return Node("jacobian" if letter == "J" else "hessian", arguments, names)
                if len(functions) > 1:
                    raise self._error(f"{_text(group)!r} names something that is not declared as a function", token)
                bound = functions[0]
                if bound is not None and bound in self.scope.names:
                    raise self._error(
                        f"{letter}_{bound} needs {bound!r} defined with its arguments, as in f(x, y)", token
                    )
            self.at = mark
        return None

    # ---- functions and operators ------------------------------------------------------------------------

    def _function(self, which: str) -> Node:
        exponent: Node | None = None
        base: Node | None = None
        while self._looks("^", "_"):
            mark = self._next()
            group = self._group("an exponent", whole_numbers=True)
            if mark.text == "_":
                if which != "log":
                    raise self._error(f"a subscript on {which}", mark)
                base = self.side(group)
            else:
                if "".join(t.text for t in group).startswith("-"):
                    raise self._error(f"'\\{which}^{{-…}}' is ambiguous; write \\arc{which} or \\frac{{1}}{{…}}", mark)
                exponent = self.side(group)
        primes = self._primes()
        inner = self._function_argument(which)
        result = Node("fn", (inner,), "ln" if which == "log" else which)
        if primes:
            variable = inner if inner.op == "name" else name("u")
            outer = Node("fn", (variable,), result.data)
            result = Node("der", (outer,), (((variable, primes),), False, True))
            result = result if variable == inner else Node("at", (result, inner), ("u",))
        if base is not None:
            result = Node("div", (result, Node("fn", (base,), "ln")))
        return result if exponent is None else Node("pow", (result, exponent))

    def _function_argument(self, which: str) -> Node:
        token = self._peek()
        if token is None:
            raise self._error(f"the end after {which}, where its argument was expected")
        if token.kind == "open":
            return self._within(self._group("an argument"), self._expression)
        if self._bracket_ahead():
            opened = self._open()
            assert opened is not None
            items = self._items(_CLOSERS[opened[0]], opened[1])
            if len(items) != 1:
                raise self._error(f"{which} takes one argument, was given {len(items)}", token)
            if self._looks("^", "'", raw=True):
                raise self._error(f"a power after {which}(…) is ambiguous; write \\{which}^2 …", self._peek())
            return items[0]
        if token.text in ("|", r"\left", r"\lvert", r"\|"):
            return self._bars()
        if token.text in FUNCTIONS or token.text in (r"\log", r"\operatorname", r"\det", r"\sum", r"\prod"):
            return self._primary()
        return self._run(which)

    def _bracket_ahead(self) -> bool:
        text = self._peek_text()
        if text in (r"\left",) or text in _SIZES:
            text = self._text_after(1)
        return text in _CLOSERS

    def _run(self, which: str) -> Node:
        """An argument without brackets: numbers, then letters."""
        factors: list[Node] = []
        letters = 0
        while True:
            token = self._peek(raw=True)
            if token is None or (self.integrals and self._differential()):
                break
            power_allowed = not letters
            if token.kind == "number" or token.text in _FRACTIONS or token.text == r"\sqrt":
                if letters:
                    if token.kind != "number":
                        break
                    raise self._error(
                        f"{token.text!r} after the argument of {which} is ambiguous; write brackets", token
                    )
                node = self._factor()
                letters += not all(part.op in ("num", "div", "const", "pow", "fn") for part in node.walk())
            elif (
                token.kind == "letter"
                or token.text in GREEK
                or token.text in _ACCENTS
                or token.text in _BOLD
                or token.text in (r"\Delta", r"\mathrm")
            ):
                node = self._factor()
                if node.op in ("pow", "call", "der") and not power_allowed:
                    raise self._error(
                        f"{token.text!r} after the argument of {which} is ambiguous; write brackets", token
                    )
                letters += node.op != "const"
                if factors and factors[-1].op == "pow" and any(p.op == "name" for p in factors[-1].walk()):
                    raise self._error(
                        f"{token.text!r} after the argument of {which} is ambiguous; write brackets", token
                    )
            else:
                break
            factors.append(node)
            if node.op in ("call",):
                break
        if not factors:
            token = self._peek()
            raise self._error(
                f"{token.text if token else 'the end'!r} where the argument of {which} was expected", token
            )
        return _product(factors)

    def _log(self, token: Token) -> Node:
        return self._function("log")

    def _operatorname(self, token: Token) -> Node:
        start = self.at - 1
        word = _text([t for t in self._group("a name") if t.kind != "space"])
        if word in OPERATORS:
            return self._function(OPERATORS[word])
        if word in ("tr", "det", "diag"):
            return Node({"tr": "trace"}.get(word, word), (self._factor(),))
        if word in ("max", "min"):
            return self._extreme(word)
        self.at = start
        return self._named()

    def _mathrm(self, token: Token) -> Node:
        start = self.at - 1
        word = _text(self._group("letters"))
        if word == "e":
            return Node("const", data="e")
        if word == "i":
            raise self._error("the imaginary unit; claims are decided over the real numbers", token)
        if word == "d":
            raise self._error("'\\mathrm{d}' outside a derivative or an integral", token)
        self.at = start
        return self._named()

    def _det(self, token: Token) -> Node:
        return Node("det", (self._factor(),))

    def _max(self, token: Token) -> Node:
        return self._extreme(token.text[1:])

    def _extreme(self, which: str) -> Node:
        if not self._bracket_ahead():
            raise self._error(f"{which} needs its arguments in brackets, as in \\{which}(0, x)", self._peek())
        opened = self._open()
        assert opened is not None
        return Node("fn", self._items(_CLOSERS[opened[0]], opened[1]), which)

    def _sqrt(self, token: Token) -> Node:
        index: Node | None = None
        if self._looks("["):
            self._next()
            end = next((i for i in range(self.at, len(self.tokens)) if self.tokens[i].text == "]"), None)
            if end is None:
                raise self._error("'[' of a root is not closed", token)
            index = self.side(self.tokens[self.at : end])
            self.at = end + 1
        inner = self._within(self._group("what the root is of"), self._expression)
        return Node("fn", (inner,), "sqrt") if index is None else Node("fn", (inner, index), "root")

    def _binom(self, token: Token) -> Node:
        upper = self._within(self._group("the upper number"), self._expression)
        return Node("fn", (upper, self._within(self._group("the lower number"), self._expression)), "binomial")

    def _infinity(self, token: Token) -> Node:
        return Node("const", data="oo")

    # ---- calculus ---------------------------------------------------------------------------------------

    def _frac(self, token: Token) -> Node:
        upper = self._group("a numerator")
        lower = self._group("a denominator")
        derivative = self._derivative(upper, lower, token)
        if derivative is not None:
            return derivative
        return Node("div", (self._inner(upper, token), self._inner(lower, token)))

    def _inner(self, found: Sequence[Token], token: Token) -> Node:
        if not found:
            raise self._error(f"an empty group after {token.text}", token)
        return self._within(found, self._expression)

    def _derivative(self, upper: Sequence[Token], lower: Sequence[Token], token: Token) -> Node | None:
        over, under = _plain_d(upper), _plain_d(lower)
        if not under or under[0].text not in ("d", r"\partial") or len(under) < 2:
            if over and over[0].text == r"\partial":
                raise self._error("'\\partial' without one below; expected '\\partial x' in the denominator", token)
            return None
        kind = under[0].text
        if not over or over[0].text != kind:
            if kind == "d" and (self.scope.known("d") or "d" in self.scalars):
                return None
            raise self._error(
                f"'{kind}' below but not above; expected a derivative such as \\frac{{{kind} f}}{{{kind} x}}",
                token,
            )
        rest, order = _order(over[1:], self)
        variables: list[tuple[Node, int]] = []
        for part in _split(under, kind)[1:]:
            if not part:
                raise self._error(f"'{kind}' without a variable", token)
            symbols, power = _trailing_power(part, self)
            variables.append((self._variable(symbols), power))
        total = sum(power for _, power in variables)
        if total != order:
            raise self._error(f"order {order} above and {total} below; expected the same", token)
        if total > MAX_ORDER:
            raise self._error(f"a derivative of order {total}; at most {MAX_ORDER} are read", token)
        partial = kind == r"\partial"
        if rest:
            operand = self._within(rest, self._term)
            node = Node("der", (operand,), (tuple(variables), partial, False))
            return self._derivative_at(node, operand)
        self.operands += 1
        operand = self._operand(token)
        self.operands -= 1
        node = Node("der", (operand,), (tuple(variables), partial, True))
        return self._barred(node) if self._at_bar() and not self.operands else node

    def _operand(self, token: Token) -> Node:
        """What ``\\frac{d}{dx}`` applies to: a bracket, or the product that follows."""
        if self._bracket_ahead():
            operand = self._factor_marking()
            following = self._peek()
            if self._was_power and following is not None and not self._stops(following):
                raise self._error(
                    "a powered bracket and a factor after \\frac{d}{dx}; write brackets around it all",
                    following,
                )
            return operand
        if self._peek() is None:
            raise self._error("nothing after the derivative; expected what it is of", token)
        return self._term()

    _was_power = False

    def _factor_marking(self) -> Node:
        node = self._factor()
        self._was_power = node.op == "pow" and self.tokens[self.at - 1].text not in (")", "]", r"\}")
        return node

    def _stops(self, token: Token) -> bool:
        return not (self._starts_factor(token) or token.text in (r"\cdot", r"\times", "/", "*", r"\odot"))

    def _derivative_at(self, node: Node, operand: Node) -> Node:
        """``\\frac{\\partial f}{\\partial x}(a, b)``: the derivative at a point."""
        if operand.op != "call" or not self._at_round_bracket():
            return node
        declared = self.scope.functions[operand.data[0]].arguments
        if declared is None or operand.args != tuple(map(name, declared)):
            return node
        token = self._peek()
        simple = self._text_after(2) == ")" or len(declared) > 1
        if not simple:
            raise self._error(
                "a bracket after a derivative is ambiguous; write \\left. … \\right|_{x=…} or \\cdot", token
            )
        return Node("at", (node, *self._arguments(len(declared), token)), declared)

    def _nabla(self, token: Token) -> Node:
        vector: str | None = None
        if self._looks("_"):
            self._next()
            vector = self._lone_name(self._group("a vector"))
        if self._looks("^"):
            raise self._error("'\\nabla^2' is read differently by different books; write H_f or \\nabla\\cdot", token)
        return Node("nabla", (self._factor(),), vector)

    def _lim(self, token: Token) -> Node:
        self._expect("_")
        group = self._group("what the limit is in")
        parts = _split(_replace(group, r"\rightarrow", r"\to"), r"\to")
        if len(parts) != 2:
            raise self._error("expected 'x \\to a' under \\lim", token)
        variable = self._lone_name(parts[0])
        point, side = parts[1], "+-"
        if len(point) > 2 and point[-1].text in "+-" and point[-2].text == "^":
            point, side = point[:-2], point[-1].text
        elif len(point) > 4 and point[-4].text == "^" and point[-3].text == "{" and point[-2].text in "+-":
            point, side = point[:-4], point[-2].text
        target = self.side(point)
        if variable in free_names(target):
            raise self._error(f"a limit of {variable!r} at itself; expected another point", token)
        self.limits += 1
        self.scalars.add(variable)
        body = self._term()
        self.limits -= 1
        return Node("lim", (body, target), (variable, side))

    def _sum(self, token: Token) -> Node:
        op = "sum" if token.text == r"\sum" else "prod"
        self._expect("_")
        lower = self._group("a lower bound")
        upper: Sequence[Token] | None = None
        if self._looks("^"):
            self._next()
            upper = self._group("an upper bound")
        sides = _split(lower, "=")
        variables = [self._lone_name(part) for part in _split(sides[0], ",")]
        if len(sides) == 2 and upper is not None:
            low, high = self.side(sides[1]), self.side(upper)
        elif len(sides) == 1 and upper is None and len(variables) == 1:
            ranges = {(f.lower, f.upper) for f in self.scope.families.values() if f.index == variables[0]}
            if len(ranges) != 1:
                raise self._error(
                    f"the range of {variables[0]!r} is not declared; expected '_{{{variables[0]}=1}}^{{n}}'",
                    token,
                )
            low, high = ranges.pop()
        else:
            raise self._error(f"expected '{token.text}_{{i=1}}^{{n}}'", token)
        saved = set(self.scalars)
        self.scalars.update(variables)
        limits, self.limits = self.limits, 0
        body = self._term()
        self.limits = limits
        self.scalars = saved
        for variable in reversed(variables):
            body = Node(op, (body, low, high), variable)
        return body

    def _int(self, token: Token) -> Node:
        bounds: dict[str, Node] = {}
        while self._looks("_", "^"):
            mark = self._next()
            bounds[mark.text] = self.side(self._group("a bound"))
        if len(bounds) == 1:
            raise self._error("an integral with one bound; expected both or none", token)
        self.integrals += 1
        body = num(1) if self._differential() else self._expression()
        self.integrals -= 1
        variable = self._take_differential(token)
        ends = (bounds["_"], bounds["^"]) if bounds else ()
        return Node("int", (body, *ends), variable)

    def _differential(self) -> bool:
        """Whether a ``dx`` stands here."""
        text = self._peek_text()
        if text == r"\mathrm":
            return self._text_after(2) == "d" and self._text_after(3) == "}"
        following = self._text_after(1)
        return text == "d" and (following.isalpha() or following in GREEK or following in _BOLD)

    def _take_differential(self, token: Token) -> str:
        if not self._differential():
            raise self._error("an integral without its 'dx'", token)
        first = self._next()
        if first.text == r"\mathrm":
            self._group("d")
        node = self._resolve(self._head(), None, "")
        return str(node.data)

    # ---- environments -----------------------------------------------------------------------------------

    def _environment(self) -> Node:
        begin = self._next()
        kind = begin.text[7:-1]
        depth, start = 1, self.at
        while self.at < len(self.tokens) and depth:
            depth += {"begin": 1, "end": -1}.get(self.tokens[self.at].kind, 0)
            self.at += 1
        if depth or self.tokens[self.at - 1].text != f"\\end{{{kind}}}":
            raise self._error(f"{begin.text} is not closed by its \\end", begin)
        lines = [_split(line, "&") for line in _split(self.tokens[start : self.at - 1], "\\\\")]
        if len(lines) > 1 and lines[-1] == [[]]:
            lines.pop()
        if kind == "cases":
            return self._cases(lines, begin)
        if kind not in ("bmatrix", "pmatrix", "vmatrix", "matrix", "Vmatrix", "smallmatrix"):
            raise self._error(f"{begin.text}; expected bmatrix, pmatrix, vmatrix or cases", begin)
        if len({len(line) for line in lines}) != 1:
            raise self._error(f"rows of {[len(line) for line in lines]} entries; expected rows of one length", begin)
        if len(lines) > 12 or len(lines[0]) > 12:
            raise self._error("a matrix of more than 12 rows or columns", begin)
        entries = tuple(self._inner(cell, begin) for line in lines for cell in line)
        node = Node("mat", entries, (len(lines), len(lines[0])))
        return Node("det", (node,)) if kind == "vmatrix" else node

    def _cases(self, lines: list[list[list[Token]]], begin: Token) -> Node:
        parts: list[Node] = []
        for line in lines:
            if len(line) != 2:
                raise self._error("a row of cases; expected 'value & condition'", begin)
            value, condition = line
            while value and (value[-1].text in (",", ".") or value[-1].kind == "space"):
                value = value[:-1]
            parts += [self._inner(value, begin), self._condition(condition, begin)]
        return Node("cases", tuple(parts))

    def _condition(self, found: list[Token], begin: Token) -> Node:
        words = [note_text(t).strip(" ,.") for t in found if t.kind == "text"]
        rest = [t for t in found if t.kind not in ("text", "space")]
        while rest and rest[-1].text in (",", "."):
            rest.pop()
        if words in (["otherwise"], ["else"]) and not rest:
            return Node("rel", (num(0), num(0)), "=")
        if words not in ([], ["if"], ["for"], ["when"], ["where"]) or not rest:
            raise self._error("a condition of cases; expected a relation or \\text{otherwise}", begin)
        return self.condition(rest)

    def condition(self, found: Sequence[Token]) -> Node:
        """A relation such as ``x > 0`` or ``0 < x < 1``, as a node."""
        sides, relations = split_relations(found)
        if not relations:
            raise self._error(f"{_text(found)!r} where a relation was expected", found[0] if found else None)
        tuples = [_tuple(side) for side in sides]
        if len(tuples[0]) > 1 and len(sides) == 2 and relations[0] in ("=", "!="):
            if len(tuples[0]) != len(tuples[1]):
                raise self._error("tuples of different lengths")
            pairs = [Node("rel", (self.side(a), self.side(b)), relations[0]) for a, b in zip(*tuples, strict=True)]
            return Node("and" if relations[0] == "=" else "or", tuple(pairs))
        nodes = [self.side(side) for side in sides]
        links = [Node("rel", (a, b), r) for a, b, r in zip(nodes, nodes[1:], relations, strict=False)]
        return links[0] if len(links) == 1 else Node("and", tuple(links))

    # ---- tokens -----------------------------------------------------------------------------------------

    def _peek(self, raw: bool = False) -> Token | None:
        at = self.at
        while at < len(self.tokens):
            if self.tokens[at].kind != "space":
                if not raw:
                    self.at = at
                return self.tokens[at]
            if raw:
                return self.tokens[at]
            at += 1
        if not raw:
            self.at = at
        return None

    def _peek_text(self, raw: bool = False) -> str:
        token = self._peek(raw)
        return "" if token is None else token.text

    def _text_after(self, count: int, raw: bool = False) -> str:
        """The text of the token ``count`` after the next one."""
        seen = -1
        for at in range(self.at, len(self.tokens)):
            seen += self.tokens[at].kind != "space" or raw
            if seen == count:
                return self.tokens[at].text
        return ""

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            raise self._error("the end, where more was expected")
        self.at += 1
        return token

    def _looks(self, *texts: str, raw: bool = False) -> bool:
        return self._peek_text(raw) in texts

    def _take(self, *texts: str) -> Token | None:
        return self._next() if self._looks(*texts) else None

    def _expect(self, text: str) -> Token:
        token = self._peek()
        if token is None or token.text != text:
            raise self._error(f"{token.text if token else 'the end'!r} where {text!r} was expected", token)
        return self._next()

    def _group(self, expected: str, whole_numbers: bool = False) -> list[Token]:
        """The tokens of ``{…}``, or the single token that TeX would take."""
        token = self._next()
        if token.kind == "close" or token.text in ("&", "^", "_"):
            raise self._error(f"{token.text!r} where {expected} was expected", token)
        if token.kind != "open":
            if token.kind == "number" and len(token.text) > 1:
                if whole_numbers or "." in token.text:
                    raise self._error(f"{token.text!r} unbraced; expected {{{token.text}}}", token)
                at = self.at - 1
                first = Token(token.text[0], "number", token.start, token.start + 1)
                rest = Token(token.text[1:], "number", token.start + 1, token.end)
                self.tokens = [*self.tokens[:at], first, rest, *self.tokens[at + 1 :]]
                return [first]
            if token.text in (r"\mathrm", r"\mathbf", r"\mathsf", r"\hat", r"\bar", r"\frac", r"\boldsymbol"):
                start = self.at - 1
                self._group(expected)
                if token.text == r"\frac":
                    self._group(expected)
                return list(self.tokens[start : self.at])
            return [token]
        depth, start = 1, self.at
        while self.at < len(self.tokens):
            depth += {"open": 1, "close": -1}.get(self.tokens[self.at].kind, 0)
            self.at += 1
            if depth == 0:
                return list(self.tokens[start : self.at - 1])
        raise self._error("'{' is not closed", token)

    def _error(self, message: str, token: Token | None = None) -> Unreadable:
        if token is None and self.tokens:
            token = self.tokens[min(self.at, len(self.tokens) - 1)]
        return Unreadable(message, None if token is None else token.start)


_NAMING = {r"\Delta", r"\mathcal", r"\mathit"}
_PRIMARIES: dict[str, Callable[[Reader, Token], Node]] = {
    **dict.fromkeys(_FRACTIONS, Reader._frac),
    r"\sqrt": Reader._sqrt,
    r"\binom": Reader._binom,
    r"\lim": Reader._lim,
    r"\sum": Reader._sum,
    r"\prod": Reader._sum,
    r"\int": Reader._int,
    r"\nabla": Reader._nabla,
    r"\det": Reader._det,
    r"\max": Reader._max,
    r"\min": Reader._max,
    r"\log": Reader._log,
    r"\infty": Reader._infinity,
    r"\operatorname": Reader._operatorname,
    r"\mathrm": Reader._mathrm,
}


def _arguments(node: Node) -> set[str]:
    """Names that stand as arguments of functions, or that are differentiated by."""
    calls = {arg.data for part in node.walk() if part.op == "call" for arg in part.args if arg.op == "name"}
    return calls | {v.data for part in node.walk() if part.op == "der" for v, _ in part.data[0] if v.op == "name"}


def _product(factors: Sequence[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Node("mul", tuple(factors))


def _text(found: Sequence[Token]) -> str:
    return "".join(token.text for token in found)


def _subscript_text(found: Sequence[Token]) -> str:
    """A subscript as part of a name, in one spelling."""
    text = ""
    for token in found:
        if token.kind == "text":
            text += note_text(token)
        elif token.text not in (r"\mathrm", "{", "}"):
            text += token.text
    if not text:
        raise Unreadable("an empty subscript", found[0].start if found else None)
    return text


def _split(found: Sequence[Token], separator: str) -> list[list[Token]]:
    """Split at a separator outside brackets, groups and environments."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        if depth == 0 and token.text == separator:
            parts.append([])
            continue
        if token.kind in ("open", "begin") or token.text in ("(", "["):
            depth += 1
        elif token.kind in ("close", "end") or token.text in (")", "]"):
            depth -= 1
        parts[-1].append(token)
    return parts


def split_relations(found: Sequence[Token]) -> tuple[list[list[Token]], list[str]]:
    """The sides of a chain, and the relations between them, outside brackets and groups."""
    sides: list[list[Token]] = [[]]
    relations: list[str] = []
    depth = 0
    for token in found:
        if token.kind in ("open", "begin") or token.text in (r"\left", r"\{"):
            depth += 1
        elif token.kind in ("close", "end") or token.text in (r"\right", r"\}"):
            depth -= 1
        if depth == 0 and token.text in RELATIONS:
            sides.append([])
            relations.append(RELATIONS[token.text])
        else:
            sides[-1].append(token)
    return sides, relations


def _tuple(found: Sequence[Token]) -> list[list[Token]]:
    """The items of ``(a, b)``, or the one item that is no tuple."""
    inner = [token for token in found if token.kind != "space" and token.text not in (r"\left", r"\right")]
    if len(inner) > 2 and inner[0].text == "(" and inner[-1].text == ")":
        items = _split(inner[1:-1], ",")
        if len(items) > 1:
            return items
    return [list(found)]


def _plain_d(found: Sequence[Token]) -> list[Token]:
    """Without spacing, and with ``\\mathrm{d}`` as d."""
    inner = [token for token in found if token.kind != "space"]
    plain: list[Token] = []
    at = 0
    while at < len(inner):
        if inner[at].text == r"\mathrm" and [t.text for t in inner[at + 1 : at + 4]] == ["{", "d", "}"]:
            plain.append(Token("d", "letter", inner[at].start, inner[at + 3].end))
            at += 4
        else:
            plain.append(inner[at])
            at += 1
    return plain


def _order(found: list[Token], reader: Reader) -> tuple[list[Token], int]:
    """The order after a ``d``, and what follows it."""
    if not found or found[0].text != "^":
        return found, 1
    digits = [token for token in found[1:4] if token.text not in ("{", "}")]
    if not digits or digits[0].kind != "number" or not digits[0].text.isdigit() or int(digits[0].text) > 99:
        raise reader._error("a derivative's order; expected a whole number", found[0])
    return found[4 if found[1].text == "{" else 2 :], int(digits[0].text)


def _trailing_power(found: list[Token], reader: Reader) -> tuple[list[Token], int]:
    """A variable of a derivative's denominator, and its order."""
    for at in range(len(found) - 1, 0, -1):
        if found[at].text == "^":
            following = found[at + 1 :]
            digits = [token.text for token in following if token.text not in ("{", "}")]
            if len(digits) == 1 and digits[0].isdigit() and len(digits[0]) < 3:
                return found[:at], int(digits[0])
    return found, 1


def _canonical_or_none(reader: Reader, found: Sequence[Token]) -> str | None:
    try:
        return reader._lone_name([t for t in found if t.kind != "space"])
    except Unreadable:
        return None


def _replace(found: Sequence[Token], old: str, new: str) -> list[Token]:
    return [Token(new, t.kind, t.start, t.end) if t.text == old else t for t in found if t.kind != "space"]


def _limit_variables(found: Sequence[Token]) -> set[str]:
    """Letters that are a limit's or an ``O``'s variable somewhere in the display."""
    texts = [token.text for token in found if token.kind != "space"]
    variables = set()
    for at, text in enumerate(texts):
        if text == r"\lim" and texts[at + 1 : at + 3] == ["_", "{"]:
            variables.update(texts[at + 3 : at + 4])
        if text == "O" and texts[at + 1 : at + 2] == ["("]:
            variables.update(texts[at + 2 : at + 3])
    return {variable for variable in variables if variable.isalpha()}


def _check_escapes(terms: Sequence[Node], reader: Reader) -> None:
    """Refuse ``\\sum_{i=1}^n x_i + y_i``: the index used after its sum has ended."""
    bound: set[str] = set()
    for term in terms:
        escaped = bound & free_names(term)
        if escaped:
            variable = min(escaped)
            raise reader._error(f"{variable!r} after its limit or sum has ended; write brackets around the whole body")
        for part in term.walk():
            if part.op in BINDERS - {"int"}:
                bound.add(part.data[0] if part.op == "lim" else part.data)
            if part.op not in ("neg", "mul", "lim", "sum", "prod"):
                break
