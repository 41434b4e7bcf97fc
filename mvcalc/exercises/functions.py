"""Exercises for the page on functions: what goes into the brackets, what may go in, graphs, and reading backwards."""

from __future__ import annotations

import math

import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Choice, Exercise, Expression, Number, Option, Points, Slip, family

X = sp.Symbol("x", real=True)
NONZERO = [*range(-6, 0), *range(1, 7)]
NEAR = {"x": (-2.0, 2.0)}


@family("easy", a=range(2, 7), b=NONZERO, p=NONZERO, where=lambda a, b, p: p != a * p * p + b)
def shifted_input(a: int, b: int, p: int) -> Exercise:
    """Put a sum into a function, whole."""
    square = a * X**2
    return Exercise(
        question="For {claim}`f(x) = <a>x^2 <+b>`, what is $f(x <+p>)$? Multiply it out.",
        answer=Expression(sp.expand(square.subs(X, X + p) + b), NEAR, form="expanded"),
        hints=[
            "Write the formula of $f$ with an empty bracket wherever $x$ stood: $<a>(\\ \\ )^2 <+b>$.",
            "Into that bracket goes $x <+p>$, whole, and then the square is taken.",
        ],
        solution=r"""
The bracket goes in whole, and then it is squared:

:::{derive}
&f(x <+p>) \\
  &\quad = <a>(x <+p>)^2 <+b> && \text{definition} \\
  &\quad = <a>(x^2 <+twice>x + <square>) <+b> && \text{algebra} \\
  &\quad = <a>x^2 <+middle>x <+last> && \text{algebra}
:::
""",
        slips=[
            Slip(Expression(square + b + p, NEAR), "That adds $<p>$ to the output. Here it is added to the *input*."),
            Slip(
                Expression(square + a * p * p + 2 * b, NEAR),
                "That is $f(x)$ and $f(<p>)$ added up. A function is not a factor: it cannot be shared out over a sum.",
            ),
            Slip(
                Expression(square + a * p * p + b, NEAR),
                "The square of a sum is more than the sum of the squares: a term with $x$ is missing.",
            ),
        ],
        given=["f(x) = <a>x^2 <+b>"],
        facts={"twice": 2 * p, "square": p * p, "middle": 2 * a * p, "last": a * p * p + b},
    )


@family(
    "easy",
    c=NONZERO,
    r=NONZERO,
    s=NONZERO,
    where=lambda c, r, s: r < s and r != -s and -c not in (r, s),
)
def inputs_left_out(c: int, r: int, s: int) -> Exercise:
    """Find the inputs at which a quotient has no value."""
    below = sp.expand((X - r) * (X - s))
    return Exercise(
        question="Which real numbers have to be left out of the domain of $\\frac{x <+c>}{<below>}$?",
        answer=Points((r, s)),
        hints=[
            "A quotient has no value where its lower part is 0.",
            "Find two numbers with the sum $<sum>$ and the product $<product>$.",
        ],
        solution=r"""
The lower part is a product, and it is 0 where one of its factors is:

:::{derive}
<below> = (x <+r_>)(x <+s_>)
:::

So $<r>$ and $<s>$ have to be left out. At $x = <zero>$ the upper part is 0, which does no harm: the value there is 0.
""",
        slips=[
            Slip(Points((-r, -s)), "The factors are right; each of them is 0 where $x$ has the opposite sign."),
            Slip(Points((-c,)), "There the upper part is 0, and the quotient has the value 0. Look at the lower part."),
            Slip(Points((-c, r, s)), "Zero divided by a number is no trouble: only the lower part matters."),
        ],
        facts={"below": below, "r_": -r, "s_": -s, "sum": r + s, "product": r * s, "zero": -c},
    )


#: For each kind of graph: its formula, moved by p and q, as LaTeX and as SymPy, and what to recognise it by.
SHAPES = {
    "square": ("(x <+m>)^2 <+q>", (X - 1) ** 2, "the lowest point of the parabola"),
    "hill": ("<q> - (x <+m>)^2", -((X - 1) ** 2), "the top of the parabola"),
    "corner": ("|x <+m>| <+q>", sp.Abs(X - 1), "the corner"),
    "reciprocal": (r"\frac{1}{x <+m>} <+q>", 1 / (X - 1), "the gap and the level that both branches run to"),
}
SMALL = [-3, -2, -1, 1, 2, 3]


@family("middling", kind=tuple(SHAPES), p=SMALL, q=SMALL, where=lambda kind, p, q: abs(p) != abs(q))
def graph_of_a_formula(kind: str, p: int, q: int) -> Exercise:
    """Match a formula with one of four graphs that differ in where they have been moved."""
    latex, at_one, mark = SHAPES[kind]

    moves = {
        (p, q): "",
        (-p, q): "This is moved the wrong way sideways: what happened at 0 now happens where $x <+m>$ is 0.",
        (p, -q): "This is moved the wrong way up or down: the number outside the bracket is added to the height.",
        (q, p): "Here the two moves are swapped: the number beside $x$ is the one that moves the graph sideways.",
    }
    graphs = figures.options(
        [sp.lambdify(X, at_one.subs(X, X - across + 1) + up, "numpy") for across, up in moves],
        (-4.1, 4.1),
        (-5, 5),
        alts=[f"A graph with {mark} at the place {across} and the height {up}." for across, up in moves],
    )
    options = [Option(graph, why, move) for graph, (move, why) in zip(graphs, moves.items(), strict=True)]
    return Exercise(
        question=f"Which is the graph of ${latex}$?",
        answer=Choice(options),
        hints=[
            "For which $x$ is $x <+m>$ equal to 0?",
            "Find <mark> in each of the graphs.",
        ],
        solution=r"""
In this formula $x <+m>$ is 0 at $x = <p>$, since {claim}`<p> <+m> = 0`. So what the unmoved graph does at 0 happens
here at $<p>$. The number $<q>$ is added to the output, and moves everything <way> by <size>. Look for <mark> at the
place $<p>$ and the height $<q>$.
""",
        facts={
            "m": -p,
            "mark": mark,
            "way": "up" if q > 0 else "down",
            "size": abs(q),
            "drawn": {move: graph.data for move, graph in zip(moves, graphs, strict=True)},
        },
    )


@family(
    "middling",
    a=range(2, 5),
    b=(-5, -3, -1, 1, 4, 7),
    c=(2, 3, 4),
    d=(-5, -3, -2, 1, 3),
    p=(2, 3, 5),
    where=lambda a, b, c, d, p: (
        len({abs(v) for v in (c * p + d, p)}) == 2
        and len({a * (c * p + d) ** 2 + b, a * p**2 + b, c * (a * p**2 + b) + d, a * c * p**2 + a * d + b}) == 4
    ),
)
def two_calls_in_code(a: int, b: int, c: int, d: int, p: int) -> Exercise:
    """Follow one function into another, in code."""
    inner = c * p + d
    sign = "+" if b > 0 else "-"
    own = "+" if d > 0 else "-"
    code = (
        f"def f(x):\n    return {a} * x**2 {sign} {abs(b)}\n\n"
        f"def g(x):\n    h = {c} * x {own} {abs(d)}\n    return f(h)"
    )
    return Exercise(
        question="What does `g(<p>)` return? Say it without running it.\n\n```python\n<code>\n```",
        answer=Number(a * inner**2 + b),
        hints=[
            "Work from the inside: what is `h` when `x` is $<p>$?",
            "Inside `f`, the name `x` stands for whatever was handed in, here `h`.",
        ],
        solution=r"""
Inside `g` the name `h` stands for {claim}`<c> \cdot <p> <+d> = <inner>`, and that is handed to `f`:

:::{derive}
f(<inner>) = <a> \cdot <(inner)>^2 <+b> = <result>
:::
""",
        slips=[
            Slip(Number(a * p**2 + b), "That is `f(<p>)`. What `g` hands on is not its own input, but `h`."),
            Slip(
                Number(c * (a * p**2 + b) + d),
                "That applies `f` first and the line for `h` afterwards. It is the other way round.",
            ),
            Slip(Number(a * c * p**2 + a * d + b), "`h` goes into `f` whole: the square is taken of all of it."),
        ],
        given=["f(x) = <a>x^2 <+b>"],
        facts={"inner": inner, "result": a * inner**2 + b, "code": code},
    )


def _slips_apart(room: int, start: int, wanted: int, tau: int) -> bool:
    """Whether a straight line and a logarithm without the room lead to times that three figures tell apart."""
    straight, roomless = (start - wanted) / (start - room), math.log(start / wanted)
    return abs(straight - roomless) > 0.02 * straight


@family(
    "hard",
    where=_slips_apart,
    room=(17, 18, 20, 22, 24),
    start=(78, 82, 86, 90, 94),
    wanted=(40, 45, 50, 55, 60),
    tau=(18, 23, 27, 34),
)
def time_to_cool(room: int, start: int, wanted: int, tau: int) -> Exercise:
    """Read a falling exponential backwards: the output is known, the input is wanted."""
    ratio = sp.Rational(start - room, wanted - room)
    time = float(tau * sp.log(ratio))
    return Exercise(
        question=(
            r"A soup of <start> °C cools in a room of <room> °C. After $t$ minutes its temperature is "
            r"{claim}`T(t) = <room> + <above>e^{-t/<tau>}`. When does it reach <wanted> °C?"
        ),
        answer=Number(time, figures=3, unit="min"),
        hints=[
            "Now the output is known: write down that $T(t)$ is $<wanted>$, and free $t$ from the outside in.",
            "Take off the room first, then divide. The logarithm undoes the exponential.",
        ],
        solution=r"""
At first the soup is {claim}`<start> - <room> = <above>` degrees above the room, at the time wanted
{claim}`<wanted> - <room> = <left>` degrees. So the exponential has to be $\frac{<left>}{<above>}$. Turned over,
$\frac{<above>}{<left>}$ has the logarithm $\frac{t}{<tau>}$:

:::{derive}
<tau> \ln\frac{<above>}{<left>} \approx <time>
:::

A check: at that time {claim}`T\left(<tau> \ln\frac{<above>}{<left>}\right) = <wanted>`.
""",
        slips=[
            Slip(
                Number(float(tau * sp.Rational(start - wanted, start - room)), figures=3, unit="min"),
                "So it would be if it kept losing heat as fast as at the start. The loss slows down as the "
                "soup nears the room.",
            ),
            Slip(
                Number(float(tau * sp.log(sp.Rational(start, wanted))), figures=3, unit="min"),
                "What shrinks exponentially is the difference from the *room*: take <room> off both "
                "temperatures first.",
            ),
            Slip(
                Number(-time, figures=3, unit="min"),
                "The size is right. Turn the fraction over: the time is after the start.",
            ),
        ],
        given=["T(t) = <room> + <above>e^{-t/<tau>}"],
        facts={"above": start - room, "left": wanted - room, "time": f"{time:.3g}"},
    )
