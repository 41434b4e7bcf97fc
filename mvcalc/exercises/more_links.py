"""Exercises for the page on longer chains: shapes, the order of Jacobians, and what a bracketing costs."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Faulty, Matrix, Number, Option, Slip, Vector, family
from mvcalc.exercises.answers import tex


@family(
    "easy",
    a=(2, 3, 4, 5, 6, 7),
    b=(2, 3, 4, 5, 6, 8),
    c=(1, 2, 3, 4, 5, 9),
    d=(1, 2, 3, 4, 6),
    where=lambda a, b, c, d: len({a, b, c, d}) == 4,
)
def shape_of_a_chain(a: int, b: int, c: int, d: int) -> Exercise:
    """The shape of the Jacobian of three maps in a row."""
    return Exercise(
        question="""
The map $f$ takes $<a>$ numbers to $<b>$, $g$ takes those to $<c>$, and $h$ takes those to $<d>$. What is the shape of
the Jacobian of the whole chain, first $f$, then $g$, then $h$? Give it as (rows, columns).
""",
        answer=Vector((d, a)),
        hints=[
            "A Jacobian has a row for each output and a column for each input.",
            "The product is {notation}`J_h\\, J_g\\, J_f`. What are the three shapes?",
        ],
        solution=r"""
The shapes are $<d> \times <c>$, $<c> \times <b>$ and $<b> \times <a>$. The sides that meet are equally long, and they
drop out: what stays is $<d> \times <a>$, outputs by inputs. Such a matrix has {claim}`<d> \cdot <a> = <entries>`
entries.
""",
        slips=[
            Slip(Vector((a, d)), "Rows are outputs and columns are inputs: this one lies on its side."),
            Slip(Vector((b, c)), "Those are the sizes inside the chain. They are summed over, and drop out."),
            Slip(Vector((d, c)), "That is the shape of the last Jacobian alone."),
        ],
        facts={"entries": a * d},
    )


def _jacobians(x: int, y: int, a: int, b: int, c: int) -> tuple[sp.Matrix, sp.Matrix, sp.Matrix]:
    """That of g where it belongs, that of f, and that of g at the wrong point."""
    u, v = a * x + y, b * x * y
    return sp.Matrix([[v, u], [1, c]]), sp.Matrix([[a, 1], [b * y, b * x]]), sp.Matrix([[y, x], [1, c]])


def _orders_differ(x: int, y: int, a: int, b: int, c: int) -> bool:
    """Whether the right product and its three slips are four different matrices."""
    last, inner, early = _jacobians(x, y, a, b, c)
    four = (last * inner, inner * last, early * inner, (last * inner).T)
    return len({tuple(matrix) for matrix in four}) == 4


@family(
    "middling",
    x=(-2, 2, 3),
    y=(-3, -1, 2),
    a=(2, 3, -2),
    b=(1, 2),
    c=(2, -3, 4),
    where=_orders_differ,
)
def jacobian_of_a_composition(x: int, y: int, a: int, b: int, c: int) -> Exercise:
    """The Jacobian of two maps of the plane, one after the other, at a point."""
    last, inner, early = _jacobians(x, y, a, b, c)
    u, v = a * x + y, b * x * y
    product = last * inner
    return Exercise(
        question=r"""
First {notation}`\mathbf{f}(x, y) = (<a>x + y,\ <b*>xy)`, then {notation}`\mathbf{g}(u, v) = (uv,\ u <+c>v)`. What is
the Jacobian of $\mathbf{g} \circ \mathbf{f}$ at $x = <x>$, $y = <y>$?
""",
        answer=Matrix(product.tolist()),
        hints=[
            "The Jacobian of the map that acts last stands on the left.",
            r"Where does $\mathbf{f}$ send the point ($<x>$, $<y>$)? There the Jacobian of $\mathbf{g}$ is needed.",
            r"There, {claim}`J_{\mathbf{g}} = \begin{bmatrix} <v> & <u> \\ 1 & <c> \end{bmatrix}`.",
        ],
        solution=r"""
The point goes to {claim}`\mathbf{f}(<x>, <y>) = \begin{bmatrix} <u> \\ <v> \end{bmatrix}`. The Jacobian of
$\mathbf{g}$ is taken there, that of $\mathbf{f}$ at the point itself:

:::{derive}
\begin{bmatrix} <v> & <u> \\ 1 & <c> \end{bmatrix} \begin{bmatrix} <a> & 1 \\ <by> & <bx> \end{bmatrix} = <product>
:::
""",
        given=[
            r"\mathbf{f}(x, y) = \begin{bmatrix} <a>x + y \\ <b*>xy \end{bmatrix}",
            r"\mathbf{g}(u, v) = \begin{bmatrix} uv \\ u <+c>v \end{bmatrix}",
            "u = <u>",
            "v = <v>",
        ],
        slips=[
            Slip(Matrix((inner * last).tolist()), "The two are in the wrong order: what acts last stands on the left."),
            Slip(
                Matrix((early * inner).tolist()),
                r"The Jacobian of $\mathbf{g}$ was taken at ($<x>$, $<y>$), not where $\mathbf{f}$ sends that point.",
            ),
            Slip(Matrix(product.T.tolist()), "This is transposed: a row belongs to an output."),
        ],
        facts={"u": u, "v": v, "by": b * y, "bx": b * x, "product": product},
    )


@family(
    "middling",
    p=(1, 2, 3),
    q=(20, 30, 50),
    r=(10, 40, 60),
    s=(5, 25, 100),
    where=lambda p, q, r, s: p * r * (q + s) != q * s * (p + r),
)
def price_of_a_bracketing(p: int, q: int, r: int, s: int) -> Exercise:
    """What a product of three matrices costs when it is begun from the left."""
    left, right = p * q * r + p * r * s, q * r * s + p * q * s
    return Exercise(
        question=r"""
Three matrices of shapes $<p> \times <q>$, $<q> \times <r>$ and $<r> \times <s>$ are multiplied. How many
multiplications does the whole product take, if it is begun from the left, at the $<p> \times <q>$ matrix?
""",
        answer=Number(left),
        hints=[
            "The product of the first two has $<p>$ rows and $<r>$ columns. How many products are summed in an entry?",
            r"The first step takes {claim}`<p> \cdot <q> \cdot <r> = <first>`. The second one begins with a"
            r" $<p> \times <r>$ matrix.",
        ],
        solution=r"""
Rows, times the length that is summed over, times columns, in each of the two steps:

:::{derive}
& <p> \cdot <q> \cdot <r> + <p> \cdot <r> \cdot <s> \\
  &= <first> + <second> \\
  &= <left>
:::

From the right it would be {claim}`<q> \cdot <r> \cdot <s> + <p> \cdot <q> \cdot <s> = <right>`.
""",
        slips=[
            Slip(Number(right), "That is the price from the right, where the last two are multiplied first."),
            Slip(
                Number(p * q * r), "That is the first step. Its result has still to be multiplied by the third matrix."
            ),
            Slip(Number(p * q * r * s), "The steps follow one another, so their costs are added."),
        ],
        facts={"first": p * q * r, "second": p * r * s, "left": left, "right": right},
    )


@family(
    "hard",
    a=(2, 3, 4),
    b=(-3, -2, 5),
    c=(1, 6),
    m=(-1, 2, 3),
    n=(-4, 1, 2),
    row=(2, 3, 4),
    where=lambda a, b, c, m, n, row: a + n * b + 3 * c not in (0, m * a + 2 * b - c),  # a slip in 0 is none
)
def wrong_step_in_a_product_of_jacobians(a: int, b: int, c: int, m: int, n: int, row: int) -> Exercise:
    """Find the row in which a product of four Jacobians, multiplied from the left, goes wrong."""
    chain = [sp.Matrix([[a, b, c]]), sp.Matrix([[m, 1], [2, n], [-1, 3]]), sp.Matrix([[1, -2], [3, 2]])]
    chain.append(sp.Matrix([[3], [-2]]))
    sound, shown = [list(chain)], [list(chain)]
    for step in (2, 3, 4):
        sound.append([sound[-1][0] * sound[-1][1], *sound[-1][2:]])
        left, right, *rest = shown[-1]
        slip = 2 * left[-1] * right[-1, -1] if step == row else 0  # the last product, with the wrong sign
        shown.append([left * right - sp.Matrix(1, right.cols, [0] * (right.cols - 1) + [slip]), *rest])
    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in (2, 3, 4)}
    return Exercise(
        question="Four Jacobians are multiplied from the left. One row does not follow from the one above it. Which?",
        answer=Choice([Option(f"Row {k}", said[k], k) for k in said], row - 2, ordered=True),
        hints=[
            "Going down, the row at the left is multiplied by the matrix next to it.",
            "Each entry is that row times one column. Look at the last entry, signs and all.",
        ],
        solution="In row <row> the last product of the last entry has the wrong sign. Put right, it reads:\n\n"
        f":::{{derive}}\n{_rows(sound)}\n:::\n",
        faulty=Faulty(_rows(shown), row),
        facts={"matrices": shown},
    )


def _rows(products: list[list[sp.Matrix]]) -> str:
    """Products of matrices as the rows of a derivation, a lone number without its brackets."""
    head, *rest = (" ".join(tex(m[0]) if m.shape == (1, 1) else tex(m) for m in each) for each in products)
    return " \\\\\n".join([f"& {head}", *(f"  &= {each}" for each in rest)])
