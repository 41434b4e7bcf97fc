"""Exercises for the page on training: a neuron's cost, its gradient, a hidden neuron's, and one step of descent."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Number, Option, Slip, Vector, family, tex

X, W, B, Y, V, Q = sp.symbols("x w b y v q", real=True)
HALF = sp.Rational(1, 2)
WANTED = (sp.Rational(1, 4), sp.Rational(2, 5), sp.Rational(3, 4))


@family(
    "easy",
    w=(-3, -2, 2, 3, 4),
    b=(-4, -1, 1, 2, 5),
    x=(-2, 2, 3, 4),
    y=(-5, -3, 1, 6, 8),
    where=lambda w, b, x, y: w * x + b != y and x != 2,
)
def slope_of_one_example(w: int, b: int, x: int, y: int) -> Exercise:
    """The slope of the cost by the weight, for a neuron without a bend."""
    a = w * x + b
    slope = 2 * (a - y) * x
    return Exercise(
        question=r"""
A neuron without a bend answers {notation}`a = wx + b`, and its cost on one example is {notation}`C = (a - y)^2`.
Its weight is $<w>$ and its bias $<b>$. On the example $x = <x>$, $y = <y>$: what is
$\frac{\partial C}{\partial w}$?
""",
        answer=Number(slope),
        hints=[
            "What does the neuron answer, and by how much is that too much?",
            r"There are two links: $\frac{\partial C}{\partial a}$, and then $\frac{\partial a}{\partial w}$.",
        ],
        solution=r"""
The answer is {claim}`<w> \cdot <(x)> <+b> = <a>`, so the error $a - y$ is $<e>$. The chain rule gives

:::{derive}
\frac{\partial C}{\partial w} = 2(wx + b - y)\, x
:::

and with the numbers {claim}`2 \cdot <(e)> \cdot <(x)> = <slope>`.
""",
        given=["C = (wx + b - y)^2"],
        slips=[
            Slip(
                Number(2 * (a - y)),
                r"That is $\frac{\partial C}{\partial a}$. The weight acts through $x$: one more link.",
            ),
            Slip(Number((a - y) * x), "The square brings down a factor of 2."),
            Slip(Number(-slope), r"The error is answer minus wanted, $a - y$; the other way round turns the sign."),
        ],
        facts={"a": a, "e": a - y, "slope": slope},
    )


@family(
    "easy",
    slope=((2, -3), (-4, 1), (5, 2), (-1, -6), (3, 4), (-2, 5), (6, -1)),
    start=((1, 2), (-2, 3), (4, -1), (3, 5), (-3, -4)),
    rate=(HALF, sp.Rational(1, 4), sp.Rational(1, 5), sp.Rational(1, 10), 2),
    where=lambda slope, start, rate: all(
        p not in (g, (1 - rate) * g, -2 * rate * g) for p, g in zip(start, slope, strict=True)
    ),
)
def one_step_of_descent(slope: tuple[int, int], start: tuple[int, int], rate: sp.Rational) -> Exercise:
    """Take one step of gradient descent."""
    end = [p - rate * g for p, g in zip(start, slope, strict=True)]
    return Exercise(
        question=r"""
A model has the two knobs $w = <w0>$ and $b = <b0>$. There, {notation}`\frac{\partial C}{\partial w} = <gw>` and
{notation}`\frac{\partial C}{\partial b} = <gb>`. Where is it after one step of gradient descent with learning rate
{notation}`\gamma = <rate>`? Answer as a point, $(w, b)$.
""",
        answer=Vector(end),
        hints=["Multiply each slope by the learning rate. Then: add, or take away?"],
        solution=r"""
Each knob moves against its own slope:

- {claim}`<w0> - <rate> \cdot <(gw)> = <w1>` for the weight,
- {claim}`<b0> - <rate> \cdot <(gb)> = <b1>` for the bias.
""",
        slips=[
            Slip(
                Vector([p + rate * g for p, g in zip(start, slope, strict=True)]),
                "That step goes uphill. The gradient points to where the cost grows.",
            ),
            Slip(Vector([-rate * g for g in slope]), "That is the step itself. Add it to where the knobs are now."),
            Slip(
                Vector([p - g for p, g in zip(start, slope, strict=True)]),
                "You went the right way, but by the whole gradient. Multiply it by the learning rate.",
            ),
        ],
        facts={"w0": start[0], "b0": start[1], "gw": slope[0], "gb": slope[1], "w1": end[0], "b1": end[1]},
    )


@family(
    "middling",
    x=(-4, -3, -2, 2, 3, 5),
    a=range(1, 10),
    y=(0, 1),
    other=(sp.Rational(1, 5), 4, -3, HALF, -6),
    where=lambda x, a, y, other: abs(x) != abs(other),
)
def which_knob_first(x: int, a: int, y: int, other: sp.Rational) -> Exercise:
    """Which of three knobs changes the cost most, for a small turn of each."""
    answer = sp.Rational(a, 10)
    factors = {"x": abs(sp.Integer(x)), "z": abs(sp.sympify(other)), "b": sp.Integer(1)}
    names = {"x": "the weight of the first input", "z": "the weight of the second input", "b": "the bias"}
    largest = max(factors, key=lambda name: factors[name])
    why = (
        r"Its slope is {notation}`2(a-y)\,a(1-a)` times $<share>$, sign aside. Another knob has a larger factor there."
    )
    said = {k: "" if k == largest else why.replace("<share>", sp.latex(factors[k])) for k in names}
    return Exercise(
        question=r"""
A logistic neuron has two inputs, with a weight for each, and a bias. Its cost is the squared error. On one example the
inputs are $x_1 = <x>$ and $x_2 = <other>$, it answers $<answer>$, and the wanted answer is $<y>$. A small turn of which
knob changes the cost most?
""",
        answer=Choice([Option(names[k], said[k], factors[k]) for k in names], list(names).index(largest)),
        hints=["Write the three slopes one below the other. What do they share?"],
        solution=r"""
All three slopes are {notation}`2(a-y)\,a(1-a)` times what the knob is multiplied by: $<x>$, $<other>$ and $1$. The
common factor is
{claim}`2 \cdot \left(<answer> - <y>\right) \cdot <answer> \cdot \left(1 - <answer>\right) = <common>`, and does not
matter. The largest of the three, sign aside, is $<top>$.
""",
        facts={
            "answer": answer,
            "common": 2 * (answer - y) * answer * (1 - answer),
            "top": factors[largest],
            "factors": factors,
        },
    )


#: Which row is wrong, the rows from there on, and why.
SLIPPED = {
    1: (
        (r"2\left(a - <y>\right) \sigma'(z)", r"2\left(a - <y>\right) a (1 - a)"),
        r"The input reaches the cost through $z$, whose slope by $x$ is the weight. The last link is missing.",
    ),
    2: (
        (r"<w2>\left(a - <y>\right) a (1 + a)",),
        r"The slope of the logistic function is {notation}`\sigma(1 - \sigma)`, with a minus.",
    ),
}
SOUND = (r"<w2>\left(a - <y>\right) \sigma'(z)", r"<w2>\left(a - <y>\right) a (1 - a)")


@family("middling", w=(-4, -3, -2, 2, 3, 4, 5), b=(-3, -2, -1, 1, 2, 4), y=WANTED, row=(0, 1, 2))
def wrong_step_in_a_neuron(w: int, b: int, y: sp.Rational, row: int) -> Exercise:
    """Find the row in which the slope of a neuron's cost by its input goes wrong, if there is one."""
    start = r"\frac{d}{dx} \left(a - <y>\right)^2"

    def chain(rows: tuple[str, ...]) -> str:
        return start + r" \\ ".join(f" &= {each}" for each in rows)

    said = {0: "Every row follows", 1: "Row 1", 2: "Row 2"}
    sound = "That row follows from what is above it." if row else "Each row here follows from what is above it."
    options = [
        Option(said[k], "" if k == row else (sound if k else "One row does not: compare each with the one above."), k)
        for k in said
    ]
    shown = chain(SOUND[: max(row - 1, 0)] + SLIPPED[row][0]) if row else chain(SOUND)
    why = (
        SLIPPED[row][1] if row else "The chain rule gives the first row, the slope of the logistic function the second."
    )
    question = (
        r"A logistic neuron answers {notation}`a = \sigma(z)`, where {notation}`z = <w>x <+b>`, and $<y>$ is wanted."
        " How does its cost change with its *input*? Which row does not follow from the one above it?"
    )
    if not row:
        question += f"\n\n:::{{notation}}\n{shown}\n:::\n"
    return Exercise(
        question=question,
        answer=Choice(options, row, ordered=True),
        given=[r"\sigma(z) = \frac{1}{1+e^{-z}}", "z = <w>x <+b>", r"a = \sigma(z)"],
        hints=["What is the slope of $z$ by $x$?", "Is {notation}`\\sigma'` written correctly?"],
        solution=f"{why} {'Put right, it' if row else 'The derivation'} reads\n\n:::{{derive}}\n{chain(SOUND)}\n:::\n",
        faulty=Faulty(shown, row) if row else None,
        facts={"w2": 2 * w, "wrong": row},
    )


@family("hard", v=(-4, -3, -2, 2, 3, 4), w=(-3, -2, 2, 3, 5), b=(-2, -1, 1, 2, 3), by=("w", "v", "b"))
def gradient_of_two_hidden_neurons(v: int, w: int, b: int, by: str) -> Exercise:
    """One slope of a small network's cost, as a formula in the input and the wanted answer."""
    t, inner = sp.Symbol("t"), sp.tanh(w * X + b)
    error = v * inner - Y
    links = {
        "v": (t, r"\tanh z"),
        "w": (v * (1 - t**2) * X, r"v \left(1 - \tanh^2 z\right) x"),
        "b": (v * (1 - t**2), r"v \left(1 - \tanh^2 z\right)"),
    }
    link, shown = links[by]
    factor = link.subs(t, inner)
    domain = {"x": (-0.9, 0.9), "y": (-2.0, 2.0)}
    slips = [Slip(Expression(2 * factor, domain), "The error itself is missing: the square brings it down with the 2.")]
    if by != "v":
        slips.append(
            Slip(
                Expression(2 * error * factor / v, domain),
                "The way back goes through $v$: the error arrives multiplied by it.",
            )
        )
    if by == "w":
        slips.append(
            Slip(Expression(2 * error * factor / X, domain), "That is the slope by $b$. The weight acts through $x$.")
        )
    return Exercise(
        question=r"""
A network has one hidden neuron: it answers {notation}`q = v \tanh z` with {notation}`z = wx + b`, and its cost on one
example is {notation}`L = (q - y)^2`. The knobs are $v = <v>$, $w = <w>$ and $b = <b>$. Write
$\frac{\partial L}{\partial <by>}$ as a formula in $x$ and $y$.
""",
        answer=Expression(2 * error * factor, domain),
        hints=[
            r"From the cost to $<by>$: first $\frac{\partial L}{\partial q}$, then the slope of $q$ by $<by>$.",
            r"The slope of $\tanh$ is {notation}`1 - \tanh^2`.",
        ],
        solution=r"""
:::{derive}
& \frac{\partial L}{\partial <by>} \\
  &= \frac{\partial L}{\partial q} \frac{\partial q}{\partial <by>} && \text{chain rule} \\
  &= 2(q - y) <shown>
:::

With the numbers put in, and {claim}`t = \tanh(<w>x <+b>)`, that is

:::{derive}
& \left.\frac{\partial L}{\partial <by>}\right|_{v = <v>, w = <w>, b = <b>} \\
& \quad = 2 \left(<v*>t - y\right) \cdot <link>
:::
""",
        given=["real v, x, y", "z = wx + b", r"q = v \tanh z", "L = (q - y)^2", r"t = \tanh(<w>x <+b>)"],
        slips=slips,
        facts={
            "cost": (V * sp.tanh(W * X + B) - Y) ** 2,
            "shown": shown,
            "link": rf"\left({tex(link)}\right)" if link.is_Add else tex(link),
        },
    )
