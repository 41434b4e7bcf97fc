"""What a read expression means: nodes to SymPy, with derivatives carried out and definitions put in.

Numbers, sums of terms and powers are kept as written where ``written`` asks for it, so that ``x / x`` or
``sqrt(x) sqrt(x)`` keep the points at which they have no value. Limits, sums and integrals stay SymPy
objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy
from sympy import Expr, Integer, Rational, Symbol
from sympy import ImmutableDenseMatrix as Matrix

from mvcalc.claims.latex import Unreadable
from mvcalc.claims.nodes import Node, free_names, name, num, plain, show, substitute
from mvcalc.claims.scope import Domain, Family, Scope
from mvcalc.claims.slope import Smooth, slope

__all__ = ["Meaning", "TooLarge", "UnknownSize", "Value"]

Value = Any
"""A SymPy expression, or an explicit matrix of them."""

MAX_BITS = 4000
MAX_TERMS = 64
MAX_STEPS = 20_000
MAX_SIZE = 8_000
MAX_SYMBOLIC = 4


class UnknownSize(Unreadable):
    """A vector or matrix of undeclared size: readable, but nothing can be decided about it."""


class TooLarge(Unreadable):
    """The expression needs more work than a claim is given."""


FN: dict[str, Callable[..., Expr]] = {
    "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan,
    "sec": sympy.sec, "csc": sympy.csc, "cot": sympy.cot,
    "arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan, "arccot": sympy.acot,
    "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh, "coth": sympy.coth, "sech": sympy.sech,
    "csch": sympy.csch, "artanh": sympy.atanh, "arsinh": sympy.asinh, "arcosh": sympy.acosh,
    "ln": sympy.log, "exp": sympy.exp, "abs": sympy.Abs, "sign": sympy.sign, "erf": sympy.erf,
    "factorial": sympy.factorial, "binomial": sympy.binomial, "max": sympy.Max, "min": sympy.Min,
    "kronecker": sympy.KroneckerDelta,
    "relu": lambda x: sympy.Max(0, x),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "root": lambda x, n: x ** (1 / n),
}  # fmt: skip
DERIVATIVES = frozenset({"der", "hessian", "jacobian", "nabla"})
"""What is dear to carry out, and so carried out once."""
CONSTANTS = {"e": sympy.E, "pi": sympy.pi, "oo": sympy.oo}
RELATION = {"=": sympy.Eq, "<": sympy.Lt, ">": sympy.Gt, "<=": sympy.Le, ">=": sympy.Ge, "!=": sympy.Ne}


class Meaning:
    """Evaluates nodes under a scope.

    Parameters
    ----------
    scope : Scope
        Declarations and definitions.
    written : bool
        Keep arithmetic as it was written instead of letting SymPy simplify it.
    opaque : callable, optional
        Called with (node, env) for each node; a value other than None stands for the node.
    known : dict, optional
        Derivatives that were carried out before, and names that were looked up, for nodes and env; those of now are
        added. It may be shared for as long as the scope stays the same.
    """

    def __init__(
        self,
        scope: Scope,
        written: bool = False,
        opaque: Callable[[Node, dict[str, Value]], Value | None] | None = None,
        known: dict[Any, Value] | None = None,
    ) -> None:
        self.scope = scope
        self.written = written
        self.opaque = opaque
        self.known = {} if known is None else known
        self.steps = 0
        self.active: list[str] = []

    # ---- entry points -----------------------------------------------------------------------------------

    def value(self, node: Node, env: dict[str, Value] | None = None) -> Value:
        """The value of an expression; ``env`` gives values to names.

        Raises
        ------
        Unreadable
            On mismatching shapes, on a derivative by something that the operand does not depend on, on a bare
            function, and on numbers or sizes beyond what is computed.
        """
        env = {} if env is None else env
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLarge("the expression is too large to be decided")
        if self.opaque is not None:
            hidden = self.opaque(node, env)
            if hidden is not None:
                return hidden
        elif node.op in DERIVATIVES or (node.op == "name" and self._defined(node.data, env)):
            key = (node, frozenset(env.items()), self.written and node.op == "name")
            if key not in self.known:
                self.known[key] = self._meant(node, env)
            return self.known[key]
        return self._meant(node, env)

    def _defined(self, canonical: str, env: dict[str, Value]) -> bool:
        """Whether a name stands for what the page says, and not for a value here."""
        return canonical not in env and (canonical in self.scope.names or canonical in self.scope.solves)

    def _meant(self, node: Node, env: dict[str, Value]) -> Value:
        return _scalar(getattr(self, "_" + node.op)(node, env))

    def symbol(self, canonical: str) -> Symbol:
        """The SymPy symbol of a scalar name."""
        domain = self.scope.domains.get(canonical, Domain())
        assumptions: dict[str, bool] = {"real": True}
        if domain.integer:
            assumptions = {"integer": True}
        elif domain == Domain() and any(f.upper == name(canonical) for f in self.scope.families.values()):
            assumptions = {"integer": True, "positive": True}
        if domain.lower is not None and domain.lower[0].op == "num":
            bound, inclusive = domain.lower[0].data, domain.lower[1]
            if bound > 0 or (bound == 0 and not inclusive):
                assumptions["positive"] = True
            elif bound == 0:
                assumptions["nonnegative"] = True
        return Symbol(plain(canonical), **assumptions)

    def components(self, canonical: str) -> Matrix:
        """A declared vector or matrix as explicit entries."""
        rows, columns = self.scope.shapes[canonical]
        if canonical in self.scope.identities:
            return Matrix.eye(rows)
        if canonical in self.scope.depends:
            arguments = [self.value(name(argument)) for argument in self.scope.depends[canonical]]
            return Matrix(
                rows,
                columns,
                lambda i, j: Smooth(_entry(canonical, i, j, columns), [0] * len(arguments), *arguments),
            )
        return Matrix(rows, columns, lambda i, j: self.entry_symbol(canonical, i, j))

    def entry_symbol(self, canonical: str, i: int, j: int = 0) -> Symbol:
        """The symbol of an entry of a declared vector or matrix."""
        return Symbol(_entry(canonical, i, j, self.scope.shapes[canonical][1]), real=True)

    # ---- names ------------------------------------------------------------------------------------------

    def _num(self, node: Node, env: dict[str, Value]) -> Value:
        return Rational(node.data.numerator, node.data.denominator)

    def _const(self, node: Node, env: dict[str, Value]) -> Value:
        return CONSTANTS[node.data]

    def _name(self, node: Node, env: dict[str, Value]) -> Value:
        canonical = node.data
        if canonical in env:
            return env[canonical]
        scope = self.scope
        if self._defined(canonical, env):
            if canonical in self.active:
                raise Unreadable(f"{canonical!r} is defined by itself")
            self.active.append(canonical)
            try:
                if canonical in scope.names:
                    return self.value(scope.names[canonical], env)
                return self._solved(canonical, env)
            finally:
                self.active.pop()
        if canonical in scope.shapes:
            if canonical in scope.depends:
                return self._dependent_vector(canonical, env)
            return self.components(canonical)
        if canonical in scope.depends:
            arguments = [self.value(name(argument), env) for argument in scope.depends[canonical]]
            return Smooth(plain(canonical), [0] * len(arguments), *arguments)
        if canonical in scope.functions and scope.functions[canonical].arguments is not None:
            formals = scope.functions[canonical].arguments or ()
            return self.applied(canonical, 0, [self.value(name(formal), env) for formal in formals], env)
        if canonical in scope.functions:
            raise Unreadable(f"{canonical!r} is a function; expected its argument, as in {canonical}(x)")
        if "\\mathbf" in canonical:
            raise UnknownSize(f"{canonical!r} has no declared size; expected 'vector … in R^3'")
        if canonical in scope.sizes and canonical not in scope.domains:
            return Integer(scope.sizes[canonical])
        return self.symbol(canonical)

    def _dependent_vector(self, canonical: str, env: dict[str, Value]) -> Matrix:
        rows, columns = self.scope.shapes[canonical]
        arguments = _flatten([self.value(name(argument), env) for argument in self.scope.depends[canonical]])
        orders = [0] * len(arguments)
        return Matrix(rows, columns, lambda i, j: Smooth(_entry(canonical, i, j, columns), orders, *arguments))

    def _solved(self, canonical: str, env: dict[str, Value]) -> Expr:
        left, right = self.scope.solves[canonical]
        unknown = sympy.Dummy(real=True)
        local = {**env, canonical: unknown}
        equation = self.value(left, local) - self.value(right, local)
        rate = sympy.expand(slope(equation, unknown))
        if unknown in rate.free_symbols:
            solutions = sympy.solve(equation, unknown) if not equation.has(sympy.Sum) else []
            if len(solutions) != 1:
                raise Unreadable(f"{canonical!r} is not the only solution of its equation; expected one solution")
            return solutions[0]
        if rate == 0:
            raise Unreadable(f"{canonical!r} does not occur in the equation that it solves")
        return -equation.subs(unknown, 0) / rate

    def _entry(self, node: Node, env: dict[str, Value]) -> Value:
        canonical = node.data
        indices = [self.value(arg, env) for arg in node.args]
        key = _key(canonical, indices)
        if key in env:
            return env[key]
        family = self.scope.families.get(canonical)
        if canonical in env or family is None:
            whole = env[canonical] if canonical in env else self._name(name(canonical), env)
            return self._picked(whole, indices, canonical)
        if family.body is not None:
            return self.value(family.body, {**env, family.index: indices[0]})
        return sympy.IndexedBase(plain(canonical), real=True)[indices[0]]

    def _pick(self, node: Node, env: dict[str, Value]) -> Value:
        whole, *indices = (self.value(arg, env) for arg in node.args)
        return self._picked(whole, indices, node.data)

    def _picked(self, whole: Value, indices: list[Expr], canonical: str) -> Expr:
        if not isinstance(whole, sympy.MatrixBase):
            raise Unreadable(f"an index on {canonical!r}, which has no entries")
        if not all(index.is_Integer for index in indices):
            raise UnknownSize(f"the index {', '.join(map(str, indices))} of {canonical!r} is not a number")
        at = [int(index) - 1 for index in indices] + [0] * (2 - len(indices))
        if not (0 <= at[0] < whole.rows and 0 <= at[1] < whole.cols):
            raise Unreadable(f"index {tuple(map(str, indices))} of {canonical!r}, whose shape is {whole.shape}")
        return whole[at[0], at[1]]

    # ---- arithmetic -------------------------------------------------------------------------------------

    def _add(self, node: Node, env: dict[str, Value]) -> Value:
        terms = [self.value(arg, env) for arg in node.args if arg.op not in ("bigo", "dots")]
        shapes = {_shape(term) for term in terms}
        if len(shapes) > 1:
            raise Unreadable(f"a sum of shapes {' and '.join(map(_say, sorted(shapes)))}; expected one shape")
        if isinstance(terms[0], sympy.MatrixBase):
            return sum(terms[1:], terms[0])
        return sympy.Add(*terms, evaluate=not self.written)

    def _neg(self, node: Node, env: dict[str, Value]) -> Value:
        return self._times([Integer(-1), self.value(node.args[0], env)])

    def _mul(self, node: Node, env: dict[str, Value]) -> Value:
        return self._times([self.value(arg, env) for arg in node.args])

    def _times(self, factors: Sequence[Value]) -> Value:
        matrices = [factor for factor in factors if isinstance(factor, sympy.MatrixBase)]
        scalars = [factor for factor in factors if not isinstance(factor, sympy.MatrixBase)]
        scalar = sympy.Mul(*scalars, evaluate=not self.written)
        if not matrices:
            return scalar
        product = _matrix_product(matrices)
        return product * scalar if isinstance(product, sympy.MatrixBase) else self._times([scalar, product])

    def _div(self, node: Node, env: dict[str, Value]) -> Value:
        upper, lower = (self.value(arg, env) for arg in node.args)
        if isinstance(lower, sympy.MatrixBase):
            raise Unreadable(f"division by a value of shape {_say(_shape(lower))}")
        if isinstance(upper, sympy.MatrixBase):
            return upper / lower
        if self.written and not (upper.is_Integer and lower.is_Integer and lower != 0):
            return sympy.Mul(upper, sympy.Pow(lower, -1, evaluate=False), evaluate=False)
        return upper / lower

    def _pow(self, node: Node, env: dict[str, Value]) -> Value:
        if node.args[0].op == "norm" and node.args[1] == num(2):
            return self._squares(node.args[0], env)
        base, exponent = (self.value(arg, env) for arg in node.args)
        if self.written and isinstance(exponent, Expr) and not exponent.free_symbols:
            exponent = self.eager().value(node.args[1], env)
        if isinstance(exponent, sympy.MatrixBase):
            raise Unreadable(f"an exponent of shape {_say(_shape(exponent))}")
        if isinstance(base, sympy.MatrixBase):
            if node.args[0].op == "nabla" or base.rows != base.cols:
                raise Unreadable(f"a power of a value of shape {_say(_shape(base))}; expected a square matrix")
            if not (exponent.is_Integer and -3 <= exponent <= 6):
                raise Unreadable(f"a matrix to the power {exponent}")
            whole = int(exponent)
            if whole < 0:
                base = self._inv(Node("inv", (node.args[0],)), env)
            return _matrix_product([base] * abs(whole)) if whole else Matrix.eye(base.rows)
        if base == sympy.E:
            return sympy.exp(exponent, evaluate=not self.written)
        if base.is_Rational and exponent.is_Rational:
            bits = abs(exponent) * max(base.p.bit_length(), base.q.bit_length())
            if bits > MAX_BITS:
                raise TooLarge("a number of more than a thousand digits")
        return sympy.Pow(base, exponent, evaluate=not self.written)

    def _fn(self, node: Node, env: dict[str, Value]) -> Value:
        values = [self.value(arg, env) for arg in node.args]
        if len(values) == 1 and isinstance(values[0], sympy.MatrixBase):
            return values[0].applyfunc(lambda entry: self._apply(node.data, [entry]))
        if any(isinstance(value, sympy.MatrixBase) for value in values):
            raise Unreadable(f"{node.data} of a vector; expected numbers")
        return self._apply(node.data, values)

    def _apply(self, which: str, values: list[Expr]) -> Expr:
        if which == "sqrt":
            return sympy.Pow(values[0], Rational(1, 2), evaluate=not self.written)
        if which == "factorial" and values[0].is_number and not (values[0].is_Integer and 0 <= values[0] <= 200):
            raise Unreadable(f"the factorial of {values[0]}; expected a whole number up to 200")
        if self.written and which not in ("max", "min", "kronecker", "relu", "softplus", "root"):
            return FN[which](*values, evaluate=False)
        return FN[which](*values)

    # ---- vectors and matrices ---------------------------------------------------------------------------

    def _mat(self, node: Node, env: dict[str, Value]) -> Value:
        values = [self.value(arg, env) for arg in node.args]
        rows, columns = node.data
        if not any(isinstance(value, sympy.MatrixBase) for value in values):
            return Matrix(rows, columns, values)
        try:
            blocks = [
                sympy.Matrix.hstack(*map(_as_matrix, values[i : i + columns])) for i in range(0, len(values), columns)
            ]
            return Matrix(sympy.Matrix.vstack(*blocks))
        except sympy.matrices.exceptions.ShapeError:
            raise Unreadable("blocks whose shapes do not fit together") from None

    def _matrix(self, node: Node, env: dict[str, Value]) -> Matrix:
        value = self.value(node.args[0], env)
        return value if isinstance(value, sympy.MatrixBase) else Matrix([[value]])

    def _square(self, node: Node, env: dict[str, Value]) -> Matrix:
        value = self._matrix(node, env)
        if value.rows != value.cols:
            raise Unreadable(f"{node.op} of a value of shape {_say(_shape(value))}; expected a square matrix")
        if value.rows > MAX_SYMBOLIC and not all(entry.is_Rational for entry in value):
            raise TooLarge(f"{node.op} of a symbolic matrix of {value.rows} rows; at most {MAX_SYMBOLIC}")
        return value

    def _transpose(self, node: Node, env: dict[str, Value]) -> Value:
        return self._matrix(node, env).T

    def _inv(self, node: Node, env: dict[str, Value]) -> Value:
        value = self._square(node, env)
        determinant = value.det(method="berkowitz")
        if determinant == 0:
            raise Unreadable("the inverse of a singular matrix")
        return value.adjugate() / determinant

    def _det(self, node: Node, env: dict[str, Value]) -> Value:
        return self._square(node, env).det(method="berkowitz")

    def _trace(self, node: Node, env: dict[str, Value]) -> Value:
        return self._square(node, env).trace()

    def _diag(self, node: Node, env: dict[str, Value]) -> Value:
        return Matrix(sympy.diag(*self._matrix(node, env)))

    def _norm(self, node: Node, env: dict[str, Value]) -> Value:
        return sympy.Pow(self._squares(node, env), sympy.Rational(1, 2), evaluate=not self.written)

    def _squares(self, node: Node, env: dict[str, Value]) -> Value:
        """The square of a norm."""
        value = self._matrix(node, env)
        if 1 not in value.shape:
            raise Unreadable(f"the norm of a value of shape {_say(_shape(value))}; expected a vector")
        # not `entry**2`, for which SymPy looks for a sign to take out of every sum
        return sympy.Add(*(sympy.Pow(entry, 2, evaluate=bool(entry.is_Number)) for entry in value))

    def _dot(self, node: Node, env: dict[str, Value]) -> Value:
        left, right = (self.value(arg, env) for arg in node.args)
        if not (isinstance(left, sympy.MatrixBase) and isinstance(right, sympy.MatrixBase)):
            return self._times([left, right])
        if left.shape == right.shape and 1 in left.shape:
            return sympy.Add(*(a * b for a, b in zip(left, right, strict=True)))
        return _matrix_product([left, right])

    def _cross(self, node: Node, env: dict[str, Value]) -> Value:
        left, right = (self.value(arg, env) for arg in node.args)
        if _shape(left) != (3, 1) or _shape(right) != (3, 1):
            raise Unreadable(f"\\times of shapes {_say(_shape(left))} and {_say(_shape(right))}; expected two of 3 x 1")
        return left.cross(right)

    def _hadamard(self, node: Node, env: dict[str, Value]) -> Value:
        left, right = (self.value(arg, env) for arg in node.args)
        if _shape(left) != _shape(right):
            raise Unreadable(f"\\odot of shapes {_say(_shape(left))} and {_say(_shape(right))}; expected one shape")
        if not isinstance(left, sympy.MatrixBase):
            return self._times([left, right])
        return left.multiply_elementwise(right)

    # ---- functions --------------------------------------------------------------------------------------

    def _call(self, node: Node, env: dict[str, Value]) -> Value:
        function, order = node.data
        return self.applied(function, order, [self.value(arg, env) for arg in node.args], env)

    def applied(self, title: str, order: int | Node, values: list[Value], env: dict[str, Value]) -> Value:
        """A function, or a derivative of one with one argument, at values."""
        function = self.scope.functions[title]
        count = len(function.arguments or values)
        if len(values) != count:
            values = _flatten(values)
            if len(values) != count:
                raise Unreadable(f"{plain(title)} of {len(values)} numbers; expected {count}")
        if function.body is None:
            flat = _flatten(values)
            if function.arguments is not None:
                flat = self._checked(title, function.arguments, values)
            orders = [self._order(order, env), *[Integer(0)] * (len(flat) - 1)]
            if function.size is None:
                return Smooth(plain(title), orders, *flat)
            return Matrix([Smooth(f"{plain(title)}_{i + 1}", orders, *flat) for i in range(function.size)])
        assert function.arguments is not None
        one = len(values) == 1
        if (
            one
            and isinstance(values[0], sympy.MatrixBase)
            and function.arguments[0] not in self.scope.shapes
            and ("\\mathbf" not in function.arguments[0])
        ):
            return values[0].applyfunc(lambda entry: self.applied(title, order, [entry], env))
        if title in self.active:
            raise Unreadable(f"{title!r} is defined by itself")
        self.active.append(title)
        try:
            if order == 0:
                return self.value(function.body, {**env, **dict(zip(function.arguments, values, strict=True))})
            times = self._order(order, env)
            if not times.is_Integer:
                raise UnknownSize(f"the derivative of {title!r} of order {times}; expected a number")
            variable = sympy.Dummy(plain(function.arguments[0]), real=True)
            with_variable = self.eager().value(function.body, {**env, function.arguments[0]: variable})
            derived = _differentiate(with_variable, [(variable, int(times))])
            return _put(derived, {variable: values[0]})
        finally:
            self.active.pop()

    def eager(self) -> Meaning:
        """This meaning with arithmetic carried out."""
        if not self.written:
            return self
        other = Meaning(self.scope, False, self.opaque, self.known)
        other.active, other.steps = self.active, self.steps
        return other

    def _order(self, order: int | Node, env: dict[str, Value]) -> Expr:
        return Integer(order) if isinstance(order, int) else self.value(order, env)

    def _checked(self, title: str, arguments: tuple[str, ...], values: list[Value]) -> list[Expr]:
        for argument, value in zip(arguments, values, strict=True):
            expected = self.scope.shapes.get(argument, _shape(value) if "\\mathbf" in argument else (1, 1))
            if _shape(value) != expected:
                raise Unreadable(f"{plain(title)} of a value of shape {_say(_shape(value))}; expected {_say(expected)}")
        return _flatten(values)

    def _at(self, node: Node, env: dict[str, Value]) -> Value:
        variables = dict(zip(node.data, (self.value(arg, env) for arg in node.args[1:]), strict=True))
        inside = node.args[0]
        held = {v: self._placeholder(v, variables[v]) for v in variables}
        value = self.eager().value(inside, {**env, **held})
        return _put(value, _pairs(held, variables))

    def _placeholder(self, canonical: str, value: Value) -> Value:
        if canonical in self.scope.shapes:
            rows, columns = self.scope.shapes[canonical]
            return Matrix(rows, columns, lambda i, j: sympy.Dummy(real=True))
        if isinstance(value, sympy.MatrixBase):
            return Matrix(value.rows, value.cols, lambda i, j: sympy.Dummy(real=True))
        return sympy.Dummy(plain(canonical), real=True)

    def _between(self, node: Node, env: dict[str, Value]) -> Value:
        upper = Node("at", (node.args[0], node.args[2]), (node.data,))
        lower = Node("at", (node.args[0], node.args[1]), (node.data,))
        return self.value(upper, env) - self.value(lower, env)

    # ---- derivatives ------------------------------------------------------------------------------------

    def _der(self, node: Node, env: dict[str, Value]) -> Value:
        variables, partial, operator = node.data
        eager = self.eager()
        operand = node.args[0]
        if operand.op == "name" and operand.data in self.scope.functions and operand.data not in env:
            any_arguments = self.scope.functions[operand.data].arguments is None
            if any_arguments and len({v for v, _ in variables}) == 1:
                operand = Node("call", (variables[0][0],), (operand.data, 0))
        if partial:
            operand, env = eager.expose(operand, [v for v, _ in variables], env)
        keys = {v: eager.held_as(v, env) for v, _ in variables}
        held = {keys[v]: eager.hold(v, env, fresh=partial) for v, _ in variables}
        local = {**env, **held}
        for variable, _ in variables:
            local |= eager.holding_entry(variable, held[keys[variable]], local)
        value = eager.value(operand, local)
        by = [(held[keys[v]], order) for v, order in variables]
        inside = free_names(operand)
        indexed = any(v.op == "entry" and v.data in inside for v, _ in variables)
        if not indexed and not any(_depends(value, symbol) for symbol, _ in by):
            self._refuse_constant(operand, value, variables, operator)
        derived = _differentiate(value, by)
        back = {keys[v]: eager.value(v, env) for v, _ in variables}
        return _put(derived, _pairs(held, back))

    def hold(self, variable: Node, env: dict[str, Value], fresh: bool = False) -> Value:
        """A fresh symbol (or vector of them) to differentiate by."""
        if variable.op == "entry":
            whole = self.value(variable, env)
            if whole.is_Symbol or isinstance(whole, sympy.Indexed):
                return whole
            if not all(self.value(arg, env).is_Integer for arg in variable.args):
                raise UnknownSize(f"the derivative by {show(variable)}, which is defined by others, for no fixed index")
            return sympy.Dummy(real=True)
        canonical = variable.data
        if canonical in self.scope.shapes and canonical not in env:
            rows, columns = self.scope.shapes[canonical]
            return Matrix(rows, columns, lambda i, j: sympy.Dummy(real=True))
        if canonical in env:
            return env[canonical] if _is_variable(env[canonical]) else self._placeholder(canonical, env[canonical])
        scope = self.scope
        bound = any(canonical in t for t in (scope.names, scope.depends, scope.solves, scope.functions))
        if "\\mathbf" in canonical and not bound:
            raise UnknownSize(f"{canonical!r} has no declared size; expected 'vector … in R^3'")
        if bound:
            known = canonical in scope.names or canonical in scope.functions
            value = self.value(variable, env) if known else None
            return self._placeholder(canonical, value)
        return sympy.Dummy(real=True) if fresh else self.symbol(canonical)

    def holding_entry(self, variable: Node, symbol: Value, env: dict[str, Value]) -> dict[str, Value]:
        """The vector that a held entry is of, with the entry in its place; nothing for other variables."""
        if variable.op != "entry" or variable.data in self.scope.families:
            return {}
        whole = self.value(name(variable.data), env)
        if not isinstance(whole, sympy.MatrixBase) or symbol in whole:
            return {}
        at = [int(self.value(arg, env)) - 1 for arg in variable.args] + [0] * (2 - len(variable.args))
        changed = whole.as_mutable()
        changed[at[0], at[1]] = symbol
        return {variable.data: changed.as_immutable()}

    def held_as(self, variable: Node, env: dict[str, Value]) -> str:
        """The name under which a derivative's variable is held: an entry by the values of its indices."""
        if variable.op == "name":
            return str(variable.data)
        return _key(variable.data, [self.value(arg, env) for arg in variable.args])

    def expose(self, operand: Node, variables: list[Node], env: dict[str, Value]) -> tuple[Node, dict[str, Value]]:
        """For partial derivatives: expand definitions until the variables occur, and hold all other names."""
        wanted = {v.data for v in variables}
        plain_names = {v.data for v in variables if v.op == "name"}
        for _ in range(8):
            formals = self._formals(operand.data[0]) if operand.op == "call" else ()
            if formals and operand.args == tuple(map(name, formals)) and plain_names <= set(formals):
                return operand, self._holding(set(formals) - wanted, env)
            if wanted & free_names(operand):
                others = {n for n in free_names(operand) - wanted if n in self.scope.names or n in self.scope.depends}
                self._refuse_ambiguous(others, variables)
                return operand, self._holding(others, env)
            expanded = self._expanded(operand, env)
            if expanded == operand:
                return operand, env
            operand = expanded
        return operand, env

    def _formals(self, title: str) -> tuple[str, ...]:
        return self.scope.functions[title].arguments or ()

    def _holding(self, canonicals: set[str], env: dict[str, Value]) -> dict[str, Value]:
        """Names to be treated as constants: their meaning is put in without the variables."""
        fixed = {}
        for canonical in canonicals - set(env):
            if any(canonical in t for t in (self.scope.names, self.scope.depends, self.scope.functions)):
                fixed[canonical] = self.value(name(canonical), env)
        return {**env, **fixed}

    def _refuse_ambiguous(self, others: set[str], variables: list[Node]) -> None:
        for other in others & set(self.scope.names):
            for variable in variables:
                if self.reaches(other, variable.data):
                    raise Unreadable(
                        f"the partial derivative by {plain(variable.data)!r} is ambiguous: it occurs "
                        f"directly and through "
                        f"{plain(other)!r}; give the function its arguments, as in f(x, y)"
                    )

    def reaches(self, canonical: str, target: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a defined name depends on another, through definitions."""
        body = self.scope.names.get(canonical)
        if body is None or canonical in seen:
            return False
        inner = free_names(body)
        return target in inner or any(self.reaches(part, target, seen | {canonical}) for part in inner)

    def _expanded(self, node: Node, env: dict[str, Value]) -> Node:
        """One layer of definitions put in."""
        if node.op == "name" and node.data not in env:
            if node.data in self.scope.names:
                return self.scope.names[node.data]
            if node.data in self.scope.depends:
                return Node("path", tuple(map(name, self.scope.depends[node.data])), node.data)
        if node.op == "entry" and self.scope.families.get(node.data, Family("", num(1), num(1))).body is not None:
            family = self.scope.families[node.data]
            assert family.body is not None
            return substitute(family.body, {family.index: node.args[0]})
        if node.op == "entry" and node.data in self.scope.names and node.data not in env:
            return Node("pick", (self.scope.names[node.data], *node.args), node.data)
        if node.op == "call" and node.data[1] == 0 and node.data[0] not in env:
            arguments = tuple(self._expanded(arg, env) for arg in node.args)
            if arguments != node.args:
                return Node("call", arguments, node.data)
            function = self.scope.functions[node.data[0]]
            if function.body is not None and function.arguments is not None:
                return substitute(function.body, dict(zip(function.arguments, node.args, strict=True)))
            return node
        return node.map(lambda arg: self._expanded(arg, env))

    def _path(self, node: Node, env: dict[str, Value]) -> Value:
        return self._name(name(node.data), env)

    def _refuse_constant(
        self, operand: Node, value: Value, variables: tuple[tuple[Node, int], ...], operator: bool
    ) -> None:
        names = free_names(operand)
        if {v.data for v, _ in variables} <= names:  # f(x, y) = x by y: its arguments are declared
            return
        declared = all(n in self.scope.domains or n in self.scope.families for n in names)
        if operator and declared:
            return
        by = ", ".join(plain(v.data) for v, _ in variables)
        raise Unreadable(
            f"the derivative of {_quoted(operand)} by {by}: it is not declared to depend on {by}; "
            f"expected 'depends …({by})' or, for a constant, 'real …'"
        )

    def _nabla(self, node: Node, env: dict[str, Value]) -> Value:
        operand = node.args[0]
        eager = self.eager()
        if node.data is not None:
            variables: list[Node] = [name(node.data)]
        elif operand.op == "call" and operand.data[1] == 0:
            formals = self._formals(operand.data[0])
            if not formals:
                raise Unreadable(f"\\nabla of {operand.data[0]!r}, declared without arguments; expected f(x, y)")
            return _gradient(eager.jacobian((operand.data[0],), operand.args, env))
        elif operand.op == "name" and operand.data in self.scope.functions:
            raise Unreadable(f"\\nabla of {operand.data!r}, declared without arguments; expected 'function f(x, y)'")
        else:
            inside = free_names(operand)
            while not inside & {"x", "y", "z"} and eager._expanded(operand, env) != operand:
                operand = eager._expanded(operand, env)
                inside = free_names(operand)
            variables = [name(n) for n in ("x", "y", "z") if n in inside]
            if not variables:
                raise Unreadable("\\nabla of something without x, y, z; expected \\nabla_{\\mathbf{x}}")
        held = {v.data: eager.hold(v, env) for v in variables}
        value = eager.value(operand, {**env, **held})
        columns = [_gradient(_differentiate(value, [(held[v.data], 1)])) for v in variables]
        derived = Matrix(sympy.Matrix.vstack(*map(_as_matrix, columns)))
        return _put(derived, _pairs(held, {v.data: eager.value(v, env) for v in variables}))

    def jacobian(self, functions: tuple[str, ...], arguments: tuple[Node, ...], env: dict[str, Value]) -> Matrix:
        """The Jacobian of a composition, outermost function first, at arguments or at the innermost's own."""
        formals = self._formals(functions[-1])
        if not formals:
            raise Unreadable(f"the Jacobian of {plain(functions[-1])!r}, declared without arguments; expected f(x, y)")
        values = self._at_formals(formals, [self.value(arg, env) for arg in arguments or map(name, formals)])
        held = [self._placeholder(formal, value) for formal, value in zip(formals, values, strict=True)]
        result = self.applied(functions[-1], 0, held, env)
        for function in reversed(functions[:-1]):
            result = self.applied(function, 0, self._spread(function, result), env)
        flat = _flatten(held)
        rows = [[slope(entry, symbol) for symbol in flat] for entry in _flatten([result])]
        return _put(Matrix(rows), self._to_values(held, values))

    def _to_values(self, held: list[Value], values: list[Value]) -> dict[Expr, Expr]:
        keys = [str(position) for position in range(len(held))]
        return _pairs(dict(zip(keys, held, strict=True)), dict(zip(keys, values, strict=True)))

    def _at_formals(self, formals: tuple[str, ...], values: list[Value]) -> list[Value]:
        if len(formals) != len(values):
            values = _flatten(values)
        if len(formals) != len(values):
            raise Unreadable(f"{len(values)} numbers for {len(formals)} arguments")
        return values

    def _spread(self, function: str, value: Value) -> list[Value]:
        """Feed a vector to a function: as one argument, or entry by entry."""
        formals = self._formals(function)
        count = len(_flatten([value]))
        return _flatten([value]) if len(formals) == count and count > 1 else [value]

    def _jacobian(self, node: Node, env: dict[str, Value]) -> Value:
        return self.eager().jacobian(node.data, node.args, env)

    def _hessian(self, node: Node, env: dict[str, Value]) -> Value:
        eager = self.eager()
        formals = self._formals(node.data[-1])
        if not formals:
            raise Unreadable(f"the Hessian of {plain(node.data[-1])!r}, declared without arguments; expected f(x, y)")
        values = self._at_formals(formals, [eager.value(arg, env) for arg in node.args or map(name, formals)])
        held = [eager._placeholder(f, v) for f, v in zip(formals, values, strict=True)]
        result = eager.applied(node.data[-1], 0, held, env)
        for function in reversed(node.data[:-1]):
            result = eager.applied(function, 0, eager._spread(function, result), env)
        if isinstance(result, sympy.MatrixBase):
            raise Unreadable(f"the Hessian of a value of shape {_say(_shape(result))}; expected a number")
        flat = _flatten(held)
        slopes = [slope(result, symbol) for symbol in flat]
        rows = [[slope(first, symbol) for symbol in flat] for first in slopes]
        return _put(Matrix(rows), self._to_values(held, values))

    # ---- limits, sums, integrals ------------------------------------------------------------------------

    def _bound(self, canonical: str, env: dict[str, Value], whole: bool = False) -> Symbol:
        """The symbol of a bound variable, with primes if it would capture a name in what is put in."""
        title = plain(canonical)
        used = {str(s) for key, value in env.items() if key != canonical for s in value.free_symbols}
        while title in used:
            title += "'"
        return Symbol(title, integer=True) if whole else Symbol(title, real=True)

    def _lim(self, node: Node, env: dict[str, Value]) -> Value:
        variable, side = node.data
        symbol = self._bound(variable, env, self.scope.domains.get(variable, Domain()).integer)
        body = self.value(node.args[0], {**env, variable: symbol})
        point = self.value(node.args[1], env)
        if isinstance(body, sympy.MatrixBase):
            return body.applyfunc(lambda entry: sympy.Limit(entry, symbol, point, side))
        return sympy.Limit(body, symbol, point, side)

    def _sum(self, node: Node, env: dict[str, Value]) -> Value:
        return self._series(node, env, sympy.Add, sympy.Sum)

    def _prod(self, node: Node, env: dict[str, Value]) -> Value:
        return self._series(node, env, sympy.Mul, sympy.Product)

    def _series(self, node: Node, env: dict[str, Value], gather: Any, unevaluated: Any) -> Value:
        low, high = (self.value(arg, env) for arg in node.args[1:])
        self._refuse_beyond(node, low, high)
        if low.is_Integer and high.is_Integer:
            if high - low >= MAX_TERMS:
                raise TooLarge(f"a sum of {high - low + 1} terms; at most {MAX_TERMS} are written out")
            values = [self.value(node.args[0], {**env, node.data: Integer(k)}) for k in range(int(low), int(high) + 1)]
            if any(isinstance(value, sympy.MatrixBase) for value in values):
                if gather is sympy.Mul or len({_shape(value) for value in values}) > 1:
                    raise Unreadable("a sum or product of values of different shapes")
                return sum(values[1:], values[0])
            return gather(*values)
        symbol = self._bound(node.data, env, whole=True)
        body = self.value(node.args[0], {**env, node.data: symbol})
        if isinstance(body, sympy.MatrixBase):
            return body.applyfunc(lambda entry: unevaluated(entry, (symbol, low, high)))
        return unevaluated(body, (symbol, low, high))

    def _refuse_beyond(self, node: Node, low: Expr, high: Expr) -> None:
        """Refuse a sum over indices that data does not have."""
        for part in node.args[0].walk():
            family = self.scope.families.get(part.data) if part.op == "entry" else None
            if family is not None and part.args == (name(node.data),):
                first, last = self.value(family.lower), self.value(family.upper)
                if (low - first).is_negative or (high - last).is_positive:
                    title = plain(part.data)
                    raise Unreadable(
                        f"a sum from {low} to {high} of {title}[{node.data}], which is given from {first} to {last}"
                    )

    def _int(self, node: Node, env: dict[str, Value]) -> Value:
        symbol = self._bound(node.data, env)
        definite = len(node.args) == 3
        inner = env if not definite and node.data in env else {**env, node.data: symbol}
        if not definite:
            symbol = inner[node.data]
        body = self.eager().value(node.args[0], inner)
        if isinstance(body, sympy.MatrixBase):
            raise Unreadable("an integral of a vector; expected a number")
        if not definite:
            return sympy.Integral(body, symbol)
        low, high = (self.value(arg, env) for arg in node.args[1:])
        if body.is_polynomial(symbol) and low.is_finite is not False and high.is_finite is not False:
            whole = sympy.Poly(body, symbol).integrate().as_expr()
            return whole.xreplace({symbol: high}) - whole.xreplace({symbol: low})
        return sympy.Integral(body, (symbol, low, high))

    def _cases(self, node: Node, env: dict[str, Value]) -> Value:
        pairs = []
        for value, condition in zip(node.args[::2], node.args[1::2], strict=True):
            pairs.append((self.value(value, env), self._condition(condition, env)))
        return sympy.Piecewise(*pairs)

    def _condition(self, node: Node, env: dict[str, Value]) -> Any:
        if node.op == "and":
            return sympy.And(*(self._condition(arg, env) for arg in node.args))
        if node.op == "or":
            return sympy.Or(*(self._condition(arg, env) for arg in node.args))
        left, right = (self.value(arg, env) for arg in node.args)
        return RELATION[node.data](left, right)

    def _value(self, node: Node, env: dict[str, Value]) -> Value:
        """A value that a rule put in: its names as in the rest of the expression."""
        return node.data.xreplace(
            {self.symbol(key): value for key, value in env.items() if _is_scalar_name(key, value)}
        )

    def _free(self, node: Node, env: dict[str, Value]) -> Value:
        """A derivative that a rule has carried out: of an outer function by its argument, or a total one."""
        (inner,) = node.args
        saved, self.opaque = self.opaque, None
        try:
            if inner.op == "der":
                return self.value(inner, env)
            return _differentiate(self.eager().value(inner, env), [(env["u"], 1)])
        finally:
            self.opaque = saved

    def _zero(self, node: Node, env: dict[str, Value]) -> Value:
        return Integer(0)

    def _bigo(self, node: Node, env: dict[str, Value]) -> Value:
        return Integer(0)

    def _dots(self, node: Node, env: dict[str, Value]) -> Value:
        raise Unreadable("'…' is read only at the end of a series; write a sum with \\sum")


def _quoted(node: Node) -> str:
    """A short quotation of an operand."""
    text = show(node)
    return repr(text if len(text) < 40 else text[:37] + "…")


def _is_scalar_name(key: str, value: Value) -> bool:
    return isinstance(value, Expr) and "[" not in key and "\\mathbf" not in key


def _key(canonical: str, indices: Sequence[Expr]) -> str:
    return f"{canonical}[{','.join(map(str, indices))}]"


def _entry(canonical: str, i: int, j: int, columns: int) -> str:
    return f"{plain(canonical)}_{i + 1}" if columns == 1 else f"{plain(canonical)}_{i + 1}{j + 1}"


def _is_variable(value: Value) -> bool:
    entries = _flatten([value])
    return all(entry.is_Symbol for entry in entries) and len(set(entries)) == len(entries)


def _scalar(value: Value) -> Value:
    return value[0, 0] if isinstance(value, sympy.MatrixBase) and value.shape == (1, 1) else value


def _as_matrix(value: Value) -> Matrix:
    return value if isinstance(value, sympy.MatrixBase) else Matrix([[value]])


def _shape(value: Value) -> tuple[int, int]:
    return value.shape if isinstance(value, sympy.MatrixBase) else (1, 1)


def _say(shape: tuple[int, int]) -> str:
    return f"{shape[0]} x {shape[1]}"


def _flatten(values: Sequence[Value]) -> list[Expr]:
    return [entry for value in values for entry in (value if isinstance(value, sympy.MatrixBase) else [value])]


def _pairs(keys: dict[str, Value], values: dict[str, Value]) -> dict[Expr, Expr]:
    pairs: dict[Expr, Expr] = {}
    for key, old in keys.items():
        new = values[key]
        if _shape(old) != _shape(new):
            raise Unreadable(f"a value of shape {_say(_shape(new))} where {_say(_shape(old))} was expected")
        pairs.update(zip(_flatten([old]), _flatten([new]), strict=True))
    return {old: new for old, new in pairs.items() if old != new}


def _put(value: Value, pairs: dict[Expr, Expr]) -> Value:
    """Substitute symbols at once."""
    return value.xreplace(pairs) if pairs else value


def _matrix_product(matrices: Sequence[Matrix]) -> Value:
    product = matrices[0]
    for matrix in matrices[1:]:
        if not isinstance(product, sympy.MatrixBase):
            product = matrix * product
        elif product.cols == matrix.rows:
            if sum(map(_size, product)) + sum(map(_size, matrix)) > MAX_SIZE:
                raise TooLarge("a product of matrices that is too large to be decided")
            product = _scalar(product * matrix)
        else:
            raise Unreadable(
                f"a product of shapes {_say(product.shape)} and {_say(matrix.shape)}; the inner sizes differ"
            )
    return product


def _depends(value: Value, by: Value) -> bool:
    free = set().union(*(entry.free_symbols for entry in _flatten([value])))
    return any(
        symbol in free or (isinstance(symbol, sympy.Indexed) and any(e.has(symbol.base) for e in _flatten([value])))
        for symbol in _flatten([by])
    )


def _differentiate(value: Value, by: Sequence[tuple[Value, int]]) -> Value:
    for symbols, order in by:
        for _ in range(order):
            value = _once(value, symbols)
            if sum(map(_size, _flatten([value]))) > MAX_SIZE:
                raise TooLarge("the derivative is too large to be decided")
    return value


def _size(entry: Expr) -> int:
    return 1 + sum(map(_size, entry.args))


def _once(value: Value, symbols: Value) -> Value:
    if not isinstance(symbols, sympy.MatrixBase):
        if isinstance(value, sympy.MatrixBase):
            return value.applyfunc(lambda entry: slope(entry, symbols))
        return slope(value, symbols)
    if not isinstance(value, sympy.MatrixBase):
        if symbols.cols > 1:
            return symbols.applyfunc(lambda symbol: slope(value, symbol))
        return Matrix([[slope(value, symbol) for symbol in symbols]])
    if value.cols > 1 and value.rows == 1:
        value = value.T
    if value.cols > 1 or symbols.cols > 1:
        raise Unreadable(f"the derivative of shape {_say(value.shape)} by shape {_say(symbols.shape)}")
    return Matrix([[slope(entry, symbol) for symbol in symbols] for entry in value])


def _gradient(row: Value) -> Value:
    if isinstance(row, sympy.MatrixBase) and row.rows > 1 and row.cols > 1:
        raise Unreadable(f"\\nabla of a vector, whose Jacobian is {_say(row.shape)}; expected a number")
    return row.T if isinstance(row, sympy.MatrixBase) else row
