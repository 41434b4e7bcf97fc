"""Exercises for the page on a neuron: weight, bias and fence, layers as matrices, and what there is to learn."""

from __future__ import annotations

import numpy as np
import sympy as sp

from mvcalc.exercises import Choice, Exercise, Matrix, Number, Option, Slip, Vector, family
from mvcalc.exercises.answers import tex
from mvcalc.figures import curve


@family("easy", w=(-8, -5, -4, -2, 2, 3, 5, 8), b=(-7, -6, -3, -1, 1, 3, 4, 9), where=lambda w, b: abs(w) != abs(b))
def where_a_neuron_changes_its_mind(w: int, b: int) -> Exercise:
    """The fence of a neuron with one input."""
    return Exercise(
        question=r"A neuron answers {notation}`\sigma(<w>x <+b>)`. At which input does its answer pass one half?",
        answer=Number(sp.Rational(-b, w)),
        hints=[
            r"The logistic function is one half at $z = 0$.",
            "Set the weighted input plus the bias to zero, and solve for the input.",
        ],
        solution=r"""
One half is the value at $z = 0$, so {notation}`<w>x <+b> = 0`, and with the input {notation}`x = <fence>` it is:

:::{derive}
<w> \cdot <(fence)> <+b> = 0
:::

The slope there is <steep>, so the answer <way> as the input grows.
""",
        slips=[
            Slip(
                Number(sp.Rational(b, w)), "The bias has to be *cancelled*: check the sign by putting your number in."
            ),
            Slip(Number(sp.Rational(-w, b)), "Weight and bias have changed places."),
            Slip(Number(-b), "The input is multiplied by the weight before the bias is added."),
        ],
        facts={
            "fence": sp.Rational(-b, w),
            "steep": rf"{{claim}}`\frac{{{w}}}{{4}} = {tex(sp.Rational(w, 4))}`"
            if w % 2 == 0 or w < 0
            else rf"$\frac{{{w}}}{{4}}$",
            "way": "rises" if w > 0 else "falls",
        },
    )


def _answer(w: float, b: float, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(w * x + b)))


@family("middling", w=(2, 3, 4, 6), fence=(-3, -2, -1, 1, 2, 3), sign=(1, -1))
def neuron_from_its_graph(w: int, fence: int, sign: int) -> Exercise:
    """Which weight and bias belong to a drawn neuron?"""
    weight, bias = sign * w, -sign * w * fence
    shown = r"$w = {}$, $b = {}$".format
    moved = "With these, the answer passes one half at $<mirror>$. In the picture it does so at $<fence>$."
    turned = "With these the curve would go the other way: the sign of the weight says whether it rises."
    gentle = "The fence is in the right place, but the slope there would be half of what is drawn."
    return Exercise(
        question="The picture shows the answer of one neuron. Which weight and bias has it?",
        answer=Choice(
            [
                Option(shown(weight, bias), "", (weight, bias)),
                Option(shown(weight, -bias), moved, (weight, -bias)),
                Option(shown(-weight, -bias), turned, (-weight, -bias)),
                Option(shown(f"{weight / 2:g}", f"{bias / 2:g}"), gentle, (weight / 2, bias / 2)),
            ]
        ),
        hints=[
            "Where does the curve pass one half? That place is $-b/w$.",
            "How steep is it there? The slope is $w/4$, so the tangent takes a run of $2/w$ to reach the top.",
        ],
        solution=r"""
The curve passes one half at $<fence>$ and <way>. The tangent there climbs from one half to the top, or down to the
bottom, over a run of {claim}`\frac{1/2}{<w>/4} = \frac{2}{<w>}`, which makes the weight $<weight>$. Then
the bias is what makes $z$ zero at the fence:

:::{derive}
<weight> \cdot <(fence)> <+bias> = 0
:::
""",
        picture=curve(
            lambda x: _answer(weight, bias, x),
            (-4, 4),
            labels=("input", "answer"),
            height=2.6,
            alt=f"An S between 0 and 1 that {'rises' if sign > 0 else 'falls'} from left to right.",
        ),
        facts={
            "weight": weight,
            "bias": bias,
            "mirror": -fence,
            "way": "rises" if sign > 0 else "falls",
        },
    )


def _rectified(p: int, q: int, r: int, s: int, x: int, y: int, b: int) -> bool:
    """Whether ReLU has something to do in three neurons, and something to leave."""
    z = p * x + q * y + b, r * x + y - 2, x + s * y + 4
    return 0 not in z and min(z) < 0 < max(z)


@family(
    "middling",
    p=(-2, 1, 3),
    q=(-1, 2, 4),
    r=(-3, 2),
    s=(-2, 3),
    x=(2, 3),
    y=(-2, -1, 4),
    b=(-1, 1, 5),
    where=_rectified,
)
def output_of_a_layer(p: int, q: int, r: int, s: int, x: int, y: int, b: int) -> Exercise:
    """Three ReLU neurons with two inputs, by hand."""
    weights, bias = sp.Matrix([[p, q], [r, 1], [1, s]]), sp.Matrix([b, -2, 4])
    z = weights * sp.Matrix([x, y]) + bias
    bent = [max(int(each), 0) for each in z]
    flat = [int(each) for each in weights * sp.Matrix([x, y])]
    slips = [
        Slip(Vector(tuple(z)), "That is $z$, before the bend: ReLU makes every negative entry 0."),
        Slip(Vector(tuple(max(each, 0) for each in flat)), "The biases are missing."),
        Slip(
            Vector(tuple(-each if each < 0 else each for each in map(int, z))),
            "ReLU does not drop the sign of a negative number: it makes the number 0.",
        ),
    ]
    distinct: list[Slip] = []
    for slip in slips:
        if not any(slip.answer.same(other) for other in (Vector(tuple(bent)), *(each.answer for each in distinct))):
            distinct.append(slip)
    return Exercise(
        question=r"""
A layer of three neurons has two inputs, the weights {notation}`W = <weights>` and the biases
{notation}`\mathbf{b} = <bias>`. Its bend is ReLU, {notation}`\max(0, z)`. What does it answer to the inputs $<x>$ and
$<y>$? Give the three activations in order.
""",
        answer=Vector(tuple(bent)),
        hints=[
            "Each neuron is a row of $W$ times the column of inputs, plus its own bias.",
            r"The first neuron has {claim}`<p> \cdot <x> + <(q)> \cdot <(y)> <+b> = <z0>` before its bend.",
        ],
        solution=r"""
Before the bend,

:::{derive}
<weights> \begin{bmatrix} <x> \\ <y> \end{bmatrix} + <bias> = <z>
:::

and ReLU leaves what is positive and makes the rest 0: ($<b0>$, $<b1>$, $<b2>$).
""",
        slips=distinct,
        facts={
            "weights": weights,
            "bias": bias,
            "z": z,
            "z0": z[0],
            "b0": bent[0],
            "b1": bent[1],
            "b2": bent[2],
        },
    )


@family("easy", n=(2, 3, 5, 8, 10), m=(4, 6, 7, 20), k=(1, 2, 9), where=lambda n, m, k: len({n, m, k}) == 3)
def parameters_of_a_network(n: int, m: int, k: int) -> Exercise:
    """How many weights and biases are there to learn?"""
    weights, biases = n * m + m * k, m + k
    return Exercise(
        question="""
A fully connected network has $<n>$ inputs, one hidden layer of $<m>$ neurons, and $<k>$ in its last layer. How many
numbers does it have to learn, weights and biases together?
""",
        answer=Number(weights + biases),
        hints=[
            "What are the shapes of the two weight matrices?",
            "And how many biases are there? Inputs have none.",
        ],
        solution=r"""
The weights form a $<m> \times <n>$ and a $<k> \times <m>$ matrix, and every neuron has one bias:

:::{derive}
<m> \cdot <n> + <k> \cdot <m> + <m> + <k> = <weights> + <biases> = <all>
:::
""",
        slips=[
            Slip(Number(weights), "The biases are missing: one for each neuron."),
            Slip(Number(weights + biases + n), "Inputs have no bias; they are not neurons."),
            Slip(
                Number(n * m * k + m + k), "Two matrices, one after the other: their entries are added, not multiplied."
            ),
        ],
        facts={"weights": weights, "biases": biases, "all": weights + biases},
    )


def _before_the_bend(p: int, q: int, r: int, x: int, y: int) -> tuple[sp.Matrix, sp.Matrix, list[int]]:
    """Weights and biases of three neurons, and their sums at an input."""
    weights, bias = sp.Matrix([[p, q], [r, 2], [-1, p]]), sp.Matrix([-2, 3, 1])
    return weights, bias, [int(each) for each in weights * sp.Matrix([x, y]) + bias]


def _some_asleep(p: int, q: int, r: int, x: int, y: int) -> bool:
    """Whether some of the three neurons are on their flat side, not all, and none in its corner."""
    z = _before_the_bend(p, q, r, x, y)[2]
    return 0 not in z and min(z) < 0 < max(z) and not {1, -1} & set(z)


@family("hard", p=(-3, 2, 4), q=(-2, 3, 5), r=(-4, 3), x=(-2, 2, 3), y=(-3, -2, 4), where=_some_asleep)
def jacobian_of_a_layer(p: int, q: int, r: int, x: int, y: int) -> Exercise:
    """The Jacobian of three ReLU neurons with two inputs, some of which are on their flat side."""
    weights, bias, z = _before_the_bend(p, q, r, x, y)
    slopes = [int(each > 0) for each in z]
    bend = sp.diag(*slopes)
    answer = bend * weights
    return Exercise(
        question=r"""
A layer of three ReLU neurons has two inputs, the weights {notation}`W = <weights>` and the biases
{notation}`\mathbf{b} = <bias>`. What is its Jacobian where the inputs are $<x>$ and $<y>$?
""",
        answer=Matrix(answer.tolist()),
        hints=[
            "First find the three sums, before the bend. Which of them are positive?",
            "Row $i$ of $W$ is multiplied by the slope of neuron $i$: 1 if its sum is positive, 0 if it is negative.",
        ],
        solution=r"""
The sums are

:::{derive}
<weights> \begin{bmatrix} <x> \\ <y> \end{bmatrix} + <bias> = <sums>
:::

so the slopes of the three bends are $<s0>$, $<s1>$ and $<s2>$. They stand on the diagonal, and scale the rows of $W$:

:::{derive}
<bend> <weights> = <answer>
:::

A row of zeros is a neuron on its flat side: for the moment, no small change of the inputs moves it.
""",
        slips=[
            Slip(
                Matrix(weights.tolist()), "That is $W$, the Jacobian before the bend. Its rows are still to be scaled."
            ),
            Slip(
                Matrix((sp.diag(*z) * bend * weights).tolist()),
                "Each row was multiplied by the neuron's answer. What scales it is the *slope* of its bend.",
            ),
            Slip(Matrix(answer.T.tolist()), "This is transposed: a row belongs to an output, and there are three."),
        ],
        facts={
            "weights": weights,
            "bias": bias,
            "sums": sp.Matrix(z),
            "s0": slopes[0],
            "s1": slopes[1],
            "s2": slopes[2],
            "bend": bend,
            "answer": answer,
        },
    )
