"""Exercises for the page on backpropagation: shapes, a layer's slopes, one layer back, what is left of a gradient."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Matrix, Number, Option, Slip, family

Layer = tuple[tuple[int, ...], ...]


def tall(values: sp.Matrix) -> list[list[sp.Expr]]:
    """The rows of a matrix, as an answer takes them."""
    return [list(row) for row in values.tolist()]


@family(
    "easy",
    inputs=(2, 3, 4, 5),
    first=(3, 4, 6, 8, 10),
    second=(2, 5, 7),
    outputs=(1, 2, 3),
    where=lambda inputs, first, second, outputs: len({inputs, first, second, outputs}) == 4,
)
def runs_for_a_gradient(inputs: int, first: int, second: int, outputs: int) -> Exercise:
    """Count a network's weights and biases, and the runs that central differences take for all of them."""
    weights = inputs * first + first * second + second * outputs
    biases = first + second + outputs
    return Exercise(
        question="""
A network takes $<inputs>$ numbers, has hidden layers of $<first>$ and $<second>$ neurons, and answers with
$<outputs>$. Each layer is joined to the whole layer before it. To check your program you measure, by central
differences, the slope of the cost by every weight and every bias. How many runs of the network does that take?
""",
        answer=Number(2 * (weights + biases)),
        hints=[
            "How many slopes are there? One weight for each pair of neighbours, one bias for each neuron.",
            "A central difference moves one knob a little up, and a little down.",
        ],
        solution=r"""
The weight matrices have
{claim}`<first> \cdot <inputs> + <second> \cdot <first> + <outputs> \cdot <second> = <weights>` entries. Each neuron
after the inputs has a bias: {claim}`<first> + <second> + <outputs> = <biases>`. Each of them takes two runs:
{claim}`2 \cdot (<weights> + <biases>) = <total>`. Backpropagation takes one run forwards and one backwards.
""",
        slips=[
            Slip(Number(weights + biases), "That is the number of slopes, and each takes two runs."),
            Slip(Number(2 * weights), "Those are the runs for the weights. Each neuron has a bias besides."),
            Slip(Number(2 * (weights + biases + inputs)), "The inputs are given; they have no biases."),
            Slip(Number(weights + biases + 1), "That would do for one-sided differences: one run a knob, plus one."),
        ],
        facts={"weights": weights, "biases": biases, "total": 2 * (weights + biases)},
    )


@family(
    "easy",
    delta=((2, -1), (-3, 1), (1, 4), (-2, 3), (5, -2), (3, 2)),
    a=((1, -2, 3), (2, 4, -1), (-3, 1, 2), (4, -1, -2), (3, 5, 1), (-1, 2, -4)),
    which=("W", "b"),
)
def slopes_of_a_layer(delta: tuple[int, int], a: tuple[int, int, int], which: str) -> Exercise:
    """From the row that arrives at a layer to the slopes of its weights, or of its biases."""
    row, column = sp.Matrix([list(delta)]), sp.Matrix(list(a))
    weights = row.T * column.T
    asked = {
        "W": (r"$\frac{\partial C}{\partial W}$, a matrix of the shape of $W$", Matrix(tall(weights))),
        "b": (r"$\frac{\partial C}{\partial \mathbf{b}}$, a row", Matrix(tall(row))),
    }
    solutions = {
        "W": r"""
Each weight's slope is what arrives at its one end times what enters at the other:

:::{derive}
\begin{bmatrix} <d1> \\ <d2> \end{bmatrix} \begin{bmatrix} <a1> & <a2> & <a3> \end{bmatrix} = <weights>
:::
""",
        "b": r"""
A bias is a weight whose input is always 1, so the row stays as it is:
{claim}`<row> \begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix} = <row>`.
""",
    }
    slips = {
        "W": [
            Slip(
                Matrix(tall(weights.T)), "That is its transpose. $W$ has a row for each of its own neurons, two here."
            ),
            Slip(Matrix(tall(row)), "Those are the slopes of the biases. Each weight has an input besides."),
        ],
        "b": [Slip(Matrix(tall(row.T)), "Right numbers, but the Jacobian of a scalar is a row.")],
    }
    return Exercise(
        question=f"""
A layer of two neurons gets its inputs from three. On one example the activations that enter it are
{{notation}}`\\mathbf{{a}} = <column>`, and the row that arrives from behind is
{{notation}}`\\frac{{\\partial C}}{{\\partial \\mathbf{{z}}}} = <row>`. What is {asked[which][0]}?
""",
        answer=asked[which][1],
        hints=[
            "How far does the cost move if one weight moves a little? Which neuron feels it?",
            "Type rows between brackets, with semicolons between them: [1, 2; 3, 4].",
        ],
        solution=solutions[which],
        slips=slips[which],
        facts={
            "row": row, "column": column, "weights": weights, "d1": delta[0], "d2": delta[1],
            "a1": a[0], "a2": a[1], "a3": a[2],
        },
    )  # fmt: skip


@family(
    "middling",
    delta=((1, -2), (3, 1), (-1, 2), (2, 3), (-2, -1), (4, -1)),
    w=(((2, -1, 3), (1, 4, -2)), ((0, 5, 1), (3, -1, 2)), ((-2, 1, 4), (5, 2, 3)), ((3, 2, -1), (-4, 1, 6))),
    on=((1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 1, 0)),
    where=lambda delta, w, on: any(delta[0] * w[0][k] + delta[1] * w[1][k] for k in range(3) if not on[k]),
)
def back_one_layer(delta: tuple[int, int], w: Layer, on: tuple[int, int, int]) -> Exercise:
    """Take the row of slopes back through a matrix and a layer of rectifiers."""
    row, matrix, bend = sp.Matrix([list(delta)]), sp.Matrix([list(each) for each in w]), sp.diag(*on)
    through = row * matrix
    back = through * bend
    sums = [3 if open_ else -2 for open_ in on]
    slips = [Slip(Matrix(tall(through)), "That is the row at the activations. The bend still has to be passed.")]
    return Exercise(
        question=r"""
Three ReLU neurons feed two others through the matrix {notation}`W = <matrix>`. The row
{notation}`\frac{\partial C}{\partial \mathbf{z}^{(2)}} = <row>` has arrived at the two. The sums of the three were
{notation}`\mathbf{z}^{(1)} = <sums>`. What is $\frac{\partial C}{\partial \mathbf{z}^{(1)}}$?
""",
        answer=Matrix(tall(back)),
        hints=[
            "First through the matrix: row times $W$.",
            "The slope of ReLU is 1 where the sum is positive and 0 where it is negative.",
        ],
        solution=r"""
:::{derive}
<row> <matrix> = <through>
:::

The slopes of ReLU at the three sums stand on the diagonal of the last factor:

:::{derive}
<through> <bend> = <back>
:::
""",
        slips=slips,
        facts={"row": row, "matrix": matrix, "bend": bend, "through": through, "back": back, "sums": sp.Matrix(sums)},
    )


@family("middling", depth=range(3, 13), stretch=(sp.Rational(1, 2), 1, sp.Rational(3, 2), 2, 3))
def how_much_is_left(depth: int, stretch: sp.Rational) -> Exercise:
    """Bound what is left of a gradient after many logistic layers."""
    bound = (sp.sympify(stretch) / 4) ** depth
    return Exercise(
        question="""
A network has $<depth>$ logistic layers, and none of its weight matrices stretches a vector by more than
$<stretch>$. The row of slopes that enters at the back has length 1. How long can it be at most when it has passed
all layers? Three significant figures.
""",
        answer=Number(float(bound), figures=3),
        hints=["Each layer multiplies by two things. What is the largest slope of the logistic function?"],
        solution=r"""
Each layer multiplies the row by a matrix, at most $<stretch>$ times as long, and by slopes of at most $\frac{1}{4}$:

:::{derive}
\left(\frac{1}{4} \cdot <stretch>\right)^{<depth>} \approx <about>
:::
""",
        slips=[
            Slip(
                Number(0.25**depth if stretch != 1 else 0.25, figures=3),
                "The matrices stretch the row as well, in every layer.",
            ),
            Slip(Number(float(stretch) / 4, figures=3), "That is one layer. Each of the others multiplies again."),
        ][1 if stretch == 1 else 0 :],
        facts={"bound": bound, "about": Number(float(bound), figures=3).latex},
    )


@family(
    "hard",
    rows=(2, 3, 4, 5, 6),
    inputs=(3, 4, 5, 7),
    batch=(6, 7, 8),
    where=lambda rows, inputs, batch: len({rows, inputs, batch}) == 3,
)
def which_product_has_the_shape(rows: int, inputs: int, batch: int) -> Exercise:
    """With many examples side by side, which product is the gradient of the weights."""
    shapes = {
        r"$R^T A^T$": ((rows, batch), (batch, inputs), ""),
        r"$R A$": ((batch, rows), (inputs, batch), "The inner sizes, $<rows>$ and $<inputs>$, do not fit."),
        r"$A R$": (
            (inputs, batch),
            (batch, rows),
            "Its shape is $<inputs> \\times <rows>$, the transpose of that of $W$.",
        ),
        r"$R^T A$": ((rows, batch), (inputs, batch), "The inner sizes, $<batch>$ and $<inputs>$, do not fit."),
    }
    options = [Option(name, why, (left, right)) for name, (left, right, why) in shapes.items()]
    return Exercise(
        question="""
A layer has $<rows>$ neurons and $<inputs>$ inputs. $<batch>$ examples are run at once: $A$, with the activations
that enter, has one *column* for each, and $R$, with the rows $\\frac{\\partial C}{\\partial \\mathbf{z}}$, one
*row* for each. Which product is $\\frac{\\partial C}{\\partial W}$?
""",
        answer=Choice(options, 0),
        hints=[
            "Write the four shapes down. $W$ has as many rows as the layer has neurons.",
            "What must be summed over?",
        ],
        solution=r"""
$W$ is $<rows> \times <inputs>$, and the examples must be summed over, so the size $<batch>$ stands in the middle
and drops out. With one example it is the column times row of this page. With $<batch>$ it is the sum of $<batch>$ such
products, all in one. And {claim}`R^T A^T = (AR)^T`: in $A R$ you would find the same numbers, lying on their side.
""",
        given=["matrix R in R^{<batch> x <rows>}", "matrix A in R^{<inputs> x <batch>}"],
        facts={"wanted": (rows, inputs)},
    )
