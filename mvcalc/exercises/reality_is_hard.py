"""Exercises for the page on slopes from values alone: their cost, their place in a matrix, and noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sympy as sp

from mvcalc.exercises import Exercise, Matrix, Number, Slip, Vector, family

H = sp.Symbol("h", positive=True)

#: For each rule: what it needs for n inputs, in words and as a formula of n.
RULES = {
    "forward differences": (1, 1, "one at the point and one for each input"),
    "central differences": (2, 0, "two for each input, on either side of it"),
}


@family(
    "easy",
    n=(40, 60, 120, 150, 300, 400, 900, 1200),
    m=(2, 3, 5, 7),
    seconds=(2, 3, 5),
    rule=tuple(RULES),
)
def evaluations_needed(n: int, m: int, seconds: int, rule: str) -> Exercise:
    """Reckon how long a numerical Jacobian takes."""
    each, extra, words = RULES[rule]
    count = each * n + extra
    other = (3 - each) * n + (1 - extra)
    return Exercise(
        question="One run of a simulation takes $<seconds>$ seconds. It has $<n>$ inputs and $<m>$ outputs. How many "
        "seconds does its "
        "Jacobian take by <rule>?",
        answer=Number(count * seconds),
        hints=[
            "One run gives all outputs at once. So what does the number of evaluations depend on?",
            f"Count the evaluations: {words}.",
        ],
        solution=f"A run gives all outputs together, so only the inputs count: {words}. That makes"
        r"""

:::{derive}
<runs> \cdot <seconds> = <total>
:::

The $<m>$ outputs cost nothing extra.
""",
        slips=[
            Slip(Number(other * seconds), "That is for the other kind of differences."),
            Slip(Number(count * m * seconds), "All outputs come from the same runs: do not pay for each of them."),
            Slip(Number(count), "That is the number of runs. How long do they take?"),
        ],
        facts={"runs": f"({n} + 1)" if extra else f"{each} \\cdot {n}", "total": count * seconds},
    )


@family(
    "middling",
    a=(-4, -2, 3, 5),
    b=(-3, 1, 4),
    c=(2, -5, 6),
    d=(-1, 3, 7),
    h=(2, 4, 5),
    where=lambda a, b, c, d, h: b != c,
)
def column_by_column(a: int, b: int, c: int, d: int, h: int) -> Exercise:
    """Fill a Jacobian from three evaluations."""
    step = sp.Rational(1, h)
    start = (3, -1)
    by_x = (start[0] + a * step, start[1] + c * step)
    by_y = (start[0] + b * step, start[1] + d * step)
    rows = [[a, b], [c, d]]
    risen = [[a * step, b * step], [c * step, d * step]]
    return Exercise(
        question=r"A program $\mathbf{f}$ has two inputs and two outputs. Of its values you know three: $(<s1>, "
        r"<s2>)$ at the point, "
        r"$(<x1>, <x2>)$ after a step of $<step>$ in the first input, and $(<y1>, <y2>)$ after the same step in the "
        r"second. "
        "What is its Jacobian, by forward differences?",
        answer=Matrix(rows),
        hints=["Each shifted input gives one column.", "A column is the change of the outputs, divided by the step."],
        solution=r"""
The first column belongs to the first input. It is the change of the outputs over the step, and to divide by $<step>$
is to multiply by $<h>$:

:::{derive}
<h> \begin{bmatrix} <x1> - <(s1)> \\ <x2> - <(s2)> \end{bmatrix} = \begin{bmatrix} <a> \\ <c> \end{bmatrix}
:::

The second likewise:

:::{derive}
<h> \begin{bmatrix} <y1> - <(s1)> \\ <y2> - <(s2)> \end{bmatrix} = \begin{bmatrix} <b> \\ <d> \end{bmatrix}
:::

Side by side they are {notation}`J = \begin{bmatrix} <a> & <b> \\ <c> & <d> \end{bmatrix}`.
""",
        slips=[
            Slip(Matrix([[a, c], [b, d]]), "A shifted input gives a *column*. You have put them down as rows."),
            Slip(Matrix(risen), "Those are the changes. Divide them by the step."),
            Slip(Matrix([[-a, -b], [-c, -d]]), "After minus before: the signs are turned round."),
        ],
        facts={
            "step": step,
            "s1": start[0],
            "s2": start[1],
            "x1": by_x[0],
            "x2": by_x[1],
            "y1": by_y[0],
            "y2": by_y[1],
            "values": (start, by_x, by_y),
        },
    )


#: What is differentiated, the shape of its derivative by the number of inputs and of outputs, and why.
KINDS: Mapping[str, tuple[Callable[[int, int], tuple[int, int]], str]] = {
    "the Jacobian of a layer with $<n>$ inputs and $<m>$ outputs": (
        lambda n, m: (m, n),
        "A Jacobian has a row for each output and a column for each input",
    ),
    "the Jacobian of a cost, one number, that depends on $<n>$ weights and was computed from $<m>$ examples": (
        lambda n, m: (1, n),
        "The cost is one number, so there is one row; the examples are not inputs that vary",
    ),
    "the Hessian of a cost, one number, that depends on $<n>$ weights and was computed from $<m>$ examples": (
        lambda n, m: (n, n),
        "A Hessian has a row and a column for each weight; the examples do not vary",
    ),
}


@family("easy", n=(3, 4, 12, 50, 200, 640), m=(2, 5, 10, 32), kind=tuple(KINDS))
def shape_of_a_derivative(n: int, m: int, kind: str) -> Exercise:
    """Say the shape of a derivative, from the numbers of inputs and outputs."""
    shape, why = KINDS[kind]
    right = shape(n, m)
    wrong = {
        (n, m): "Rows belong to outputs, columns to inputs.",
        (m, n): "Which of these numbers are inputs that vary, and how many outputs are there?",
        (n, 1): "That is the gradient, a column. The Jacobian of one number is a row.",
        (n, n): "That would be second derivatives.",
        (1, n): "That is the shape of first derivatives.",
    }
    return Exercise(
        question=f"What is the shape of {kind}? Answer as (rows, columns).",
        answer=Vector(right),
        hints=[
            "How many numbers come out? How many of those that go in vary?",
            "Rows for what comes out, columns for what goes in.",
        ],
        solution=f"{why}: $<rows>$ row{'s' * (right[0] > 1)} and $<columns>$ columns, "
        r"{claim}`<rows> \cdot <columns> = <entries>` entries.",
        slips=[Slip(Vector(each), sentence) for each, sentence in wrong.items() if each != right],
        facts={"rows": right[0], "columns": right[1], "entries": right[0] * right[1]},
    )


@family("hard", b=(1, 2, 3, 4, 5, 10), h=("1/10", "1/5", "3/10", "1/2", "2/5"))
def best_step_in_noise(b: int, h: str) -> Exercise:
    """Find the step at which noise and bend together do least harm."""
    step = sp.Rational(h)
    noise = 2 * b * step**3
    wrong = {
        sp.Rational(2 * b) * step**3: "That is the size of the noise itself.",
        2 * step**3: "Two things are missing: the factor 2 that the square brings down, and then a cube root.",
        step**3: "That is the cube of the step. Take its cube root.",
    }
    return Exercise(
        question=r"You measure a slope by a difference quotient with step $h$. Noise makes an error of $<noise>/h$, "
        r"and the bend of the curve one of "
        "$<b*>h^2$. For which $h$ is their sum smallest?",
        answer=Number(step),
        given=["real h > 0"],
        hints=[
            "Differentiate the sum by $h$, and ask where that is zero.",
            "Multiply the condition by $h^2$: it says what the *cube* of $h$ is.",
        ],
        solution=r"""
The sum changes with the step at the rate

:::{derive}
\frac{d}{dh}\left(\frac{<noise>}{h} + <b*>h^2\right) = -\frac{<noise>}{h^2} + <twice>h
:::

which is zero when the cube of $h$ is {claim}`\frac{<noise>}{<twice>} = <cube>`, and so $h$ is $<step>$. For a smaller
step the noise wins, for a larger one the bend.
""",
        slips=[Slip(Number(value), sentence) for value, sentence in wrong.items() if value != step],
        facts={
            "noise": f"{float(noise):g}",
            "twice": 2 * b,
            "cube": f"{float(step**3):g}",
            "step": f"{float(step):g}",
            "total": noise / H + b * H**2,
        },
    )
