"""Exercises for the page on special cases: slopes of the five functions, by formula, by eye and by finding a slip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from mvcalc import figures
from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Number, Option, Points, Slip, family, tex

X, H = sp.symbols("x h", real=True)

#: For each function: its LaTeX, itself, its derivative's LaTeX, and four places at which that is known by heart.
FIVE: dict[str, tuple[str, sp.Expr, str, tuple[Any, ...]]] = {
    "reciprocal": (r"\frac{<c>}{x}", 1 / X, r"-\frac{<c>}{x^2}", (2, 3, -2, 5)),
    "exponential": ("<c>e^x", sp.exp(X), "<c>e^x", (0, sp.log(2), sp.log(5), sp.log(7))),
    "logarithm": (r"<c>\ln x", sp.log(X), r"\frac{<c>}{x}", (2, 3, 5, sp.Rational(1, 2))),
    "sine": (r"<c>\sin x", sp.sin(X), r"<c>\cos x", (0, sp.pi / 6, sp.pi / 3, sp.pi)),
    "cosine": (r"<c>\cos x", sp.cos(X), r"-<c>\sin x", (sp.pi / 6, sp.pi / 3, sp.pi / 2, 3 * sp.pi / 2)),
}


@family("easy", kind=tuple(FIVE), c=range(2, 10), place=range(4))
def slope_of_a_special_function(kind: str, c: int, place: int) -> Exercise:
    """Know the derivative, and put a number into it."""
    shown, f, derived, places = FIVE[kind]
    p = places[place]
    value, slope = (c * g.subs(X, p) for g in (f, sp.diff(f, X)))
    wrong = [
        (value, "That is the height of the curve at this place. Differentiate first, and then put the number in."),
        (-slope, "The size is right. Does the curve rise here or fall?"),
        (slope / c, "The factor in front makes the curve steeper by as much: it stays."),
    ]
    if kind == "exponential":
        wrong[0] = (
            c * p * sp.exp(p - 1),
            "That is the power rule, and it does not apply: here the variable stands in the exponent.",
        )
    return Exercise(
        question=f"What is the slope of ${shown}$ at the place $<p>$?",
        answer=Number(slope),
        hints=[
            "The factor $<c>$ stays in front.",
            "The derivative of this function is one of the five to know by heart.",
        ],
        solution=f"""
The factor stays in front, and the rest is one of the five:

:::{{derive}}
\\frac{{d}}{{dx}} \\left({shown}\\right) = {derived}
:::

At $<p>$ that is $<slope>$.
""",
        slips=[Slip(Number(value), why) for value, why in wrong if not Number(slope).same(Number(value))],
        given=["real x > 0"] if kind == "logarithm" else [],
        facts={"f": c * f, "p": p, "slope": slope},
    )


@family("easy", kind=("sin", "cos"), n=range(5, 70), sign=(1, -1), where=lambda kind, n, sign: n % 4 != 0)
def round_and_round(kind: str, n: int, sign: int) -> Exercise:
    """Differentiate a wave many times."""
    around = [sp.sin(X), sp.cos(X), -sp.sin(X), -sp.cos(X)]
    start = {"sin": 0, "cos": 1}[kind] + (0 if sign > 0 else 2)
    result, before, opposite = (around[(start + n + k) % 4] for k in (0, -1, 2))
    domain = {"x": (-3.0, 3.0)}
    return Exercise(
        question="What is the derivative of order <n> of $<f>$, that is, after differentiating <n> times?",
        answer=Expression(result, domain),
        hints=[
            "Write down the first four derivatives. What is the fourth?",
            "Only the remainder of <n> after division by 4 matters.",
        ],
        solution=r"""
Four derivatives lead back to the start:

:::{derive}
\frac{d^4}{dx^4} \left(<f>\right) = <f>
:::

Since {claim}`<n> = 4 \cdot <turns> + <rest>`, <full> nothing, and what is left to do is
{claim}`<left> = <result>`.
""",
        slips=[
            Slip(Expression(opposite, domain), "The right wave, upside down: count the quarter turns once more."),
            Slip(Expression(before, domain), "That is one derivative too few."),
        ],
        facts={
            "f": around[start % 4],
            "result": result,
            "turns": n // 4,
            "full": "the one full turn changes" if n < 8 else f"the {n // 4} full turns change",
            "rest": n % 4,
            "left": _repeated(n % 4, sp.latex(around[start % 4]).replace(r"{\left(x \right)}", " x")),
        },
    )


def _repeated(times: int, latex: str) -> str:
    """The derivative of order 1, 2 or 3, written."""
    order = r"\frac{d}{dx}" if times == 1 else rf"\frac{{d^{times}}}{{dx^{times}}}"
    return rf"{order} \left({latex}\right)"


#: Cosines that are known by heart, with the angle between 0 and π.
ANGLES = (
    (sp.Rational(1, 2), sp.pi / 3),
    (sp.Rational(-1, 2), 2 * sp.pi / 3),
    (sp.sqrt(2) / 2, sp.pi / 4),
    (sp.sqrt(3) / 2, sp.pi / 6),
)


def _logarithm(c: int, k: int) -> tuple[Any, ...]:
    place = k + 2
    slips = [(sp.Rational(1, place), "Upside down: that is one over the place.")]
    return rf"{c}\ln x", "", sp.Rational(c, place), (place,), r"\frac{<c>}{x}", c * sp.log(X), slips


def _reciprocal(c: int, k: int) -> tuple[Any, ...]:
    place = k + 2
    slips = [(place, "There is a second place: the slopes of this curve are the same on both sides of 0.")]
    slope = -sp.Rational(c, place**2)
    return rf"\frac{{{c}}}{{x}}", "", slope, (-place, place), r"-\frac{<c>}{x^2}", c / X, slips


def _exponential(c: int, k: int) -> tuple[Any, ...]:
    height = k + 2
    slips = [
        (height, "That is the value that $e^x$ must have. At which $x$ does it have that value?"),
        (sp.log(c * height), "Divide by the factor in front before you take the logarithm."),
    ]
    return f"{c}e^x", "", c * height, (sp.log(height),), "<c>e^x", c * sp.exp(X), slips


def _sine(c: int, k: int) -> tuple[Any, ...]:
    cosine, angle = ANGLES[k]
    slips = [(angle, "There is a second place: the cosine has each value once on the way down and once on the way up.")]
    where = r" between 0 and $2\pi$"
    return rf"{c}\sin x", where, c * cosine, (angle, 2 * sp.pi - angle), r"<c>\cos x", c * sp.sin(X), slips


#: For each function: what makes its LaTeX, where to look, the slope, the places, its derivative, itself and the slips.
SOUGHT: dict[str, Callable[[int, int], tuple[Any, ...]]] = {
    "logarithm": _logarithm,
    "reciprocal": _reciprocal,
    "exponential": _exponential,
    "sine": _sine,
}


@family("middling", kind=tuple(SOUGHT), c=range(2, 12), k=range(4))
def where_the_slope_is(kind: str, c: int, k: int) -> Exercise:
    """The slope is known, the place is wanted."""
    shown, where, slope, places, derived, f, slips = SOUGHT[kind](c, k)
    checks = " and ".join(f"{{claim}}`{_at(derived, place)} = <slope>`" for place in places)
    return Exercise(
        question=f"At which $x${where} does ${shown}$ have the slope $<slope>$? Name all of them.",
        answer=Points(places),
        hints=["Differentiate, and set the derivative equal to $<slope>$.", "How many solutions has that equation?"],
        solution=(
            f"The derivative is {{claim}}`\\frac{{d}}{{dx}}\\left({shown}\\right) = {derived}`. It has the "
            f"value $<slope>$ at "
            f"{' and '.join(f'${sp.latex(place, ln_notation=True)}$' for place in places)}: {checks}."
        ),
        slips=[Slip(Points((wrong,)), why) for wrong, why in slips if (wrong,) != places],
        given=["real x > 0"] if kind == "logarithm" else [],
        facts={"f": f, "slope": slope},
    )


def _at(latex: str, place: Any) -> str:
    """A derivative's LaTeX with a place put in for x."""
    inner = sp.latex(place, ln_notation=True).replace(r"{\left(", "(").replace(r" \right)}", ")")
    if "e^x" in latex:
        return latex.replace("e^x", f"e^{{{inner}}}")
    return latex.replace("x", inner if inner.isdigit() else rf"\left({inner}\right)")


#: Curves to be recognised, unmoved.
CURVES = {
    "sine": sp.sin(X),
    "parabola": X**2 / 2,
    "cubic": X**3 / 3 - X,
    "logarithm": sp.log(X),
    "reciprocal": 1 / X,
    "bell": 3 / (1 + X**2),
}


@family("middling", kind=tuple(CURVES), shift=(-2, -1, 0, 1, 2), sign=(1, -1))
def its_derivative_by_eye(kind: str, shift: int, sign: int) -> Exercise:
    """Choose the graph of the derivative."""
    f = sign * CURVES[kind].subs(X, X - shift)
    slope = sp.diff(f, X)

    places = [sp.Integer(shift) + each for each in (sp.Rational(1, 2), 1, 2)]
    own = sp.lambdify(X, f, "numpy")

    def drawn(expression: sp.Expr) -> Callable[[Any], Any]:
        values = sp.lambdify(X, expression, "numpy")
        return lambda x: np.where(np.isfinite(own(x)), values(x), np.nan)

    def words(expression: sp.Expr, name: str) -> str:
        heights = ", ".join(f"{float(expression.subs(X, x)):.1f} at {float(x):g}" for x in places)
        return f"A graph, {name}: {heights}."

    shown = {
        "slope": (slope, ""),
        "minus slope": (-slope, "Upside down. Where the curve rises, the slope is above zero."),
        "same": (f, "That is the curve itself. Its slope is zero where the curve is level, not where it is zero."),
        "minus same": (-f, "That is the curve upside down. Look at where it is level: there the slope is zero."),
    }
    expressions = [each for each, _ in shown.values()]
    graphs = figures.options(
        [drawn(each) for each in expressions],
        (-4.1, 4.1),
        (-4, 4),
        alts=[words(each, "y") for each in expressions],
    )
    options = [Option(graph, why, name) for graph, (name, (_, why)) in zip(graphs, shown.items(), strict=True)]
    picture = figures.gallery(
        {"the curve": drawn(f)}, (-4.1, 4.1), heights=(-4, 4), columns=1, alt=words(f, "the curve")
    )
    return Exercise(
        question="Which of the graphs is the derivative of this curve?",
        answer=Choice(options),
        hints=[
            "Where does the curve rise, and where does it fall? There the derivative is above and below zero.",
            "Where is the curve level, or where is it steepest? Look for zeros and for extremes of the derivative.",
        ],
        solution=(
            "The curve is that of $<f>$, and {claim}`\\frac{d}{dx} \\left(<f>\\right) = <slope>`. By eye: "
            "where the curve "
            "rises the derivative is positive, where it falls it is negative, and it is furthest from zero where the "
            "curve is steepest."
        ),
        picture=picture,
        given=[f"real x > {shift}"] if kind == "logarithm" else [],
        facts={
            "f": f,
            "slope": slope,
            "curve": picture.data,
            "drawn": {name: graph.data for name, graph in zip(shown, graphs, strict=True)},
        },
    )


#: The rows of the derivation for each wave: LaTeX, and the expression of which the limit is taken.
ROWS = {
    "sin": (
        (r"\lim_{h \to 0} \frac{\sin(x+h) - \sin x}{h}", (sp.sin(X + H) - sp.sin(X)) / H),
        (
            r"\lim_{h \to 0} \frac{\sin x \cos h + \cos x \sin h - \sin x}{h}",
            (sp.sin(X) * sp.cos(H) + sp.cos(X) * sp.sin(H) - sp.sin(X)) / H,
        ),
        (
            r"\lim_{h \to 0} \left(\frac{\sin h}{h}\cos x - \frac{1 - \cos h}{h}\sin x\right)",
            sp.cos(X) * sp.sin(H) / H - sp.sin(X) * (1 - sp.cos(H)) / H,
        ),
        (r"\cos x", sp.cos(X)),
    ),
    "cos": (
        (r"\lim_{h \to 0} \frac{\cos(x+h) - \cos x}{h}", (sp.cos(X + H) - sp.cos(X)) / H),
        (
            r"\lim_{h \to 0} \frac{\cos x \cos h - \sin x \sin h - \cos x}{h}",
            (sp.cos(X) * sp.cos(H) - sp.sin(X) * sp.sin(H) - sp.cos(X)) / H,
        ),
        (
            r"\lim_{h \to 0} \left(-\frac{\sin h}{h}\sin x - \frac{1 - \cos h}{h}\cos x\right)",
            -sp.sin(X) * sp.sin(H) / H - sp.cos(X) * (1 - sp.cos(H)) / H,
        ),
        (r"-\sin x", -sp.sin(X)),
    ),
}
#: For each wave and each row that may be wrong: the rows from there on, and why the step does not hold.
ASTRAY = {
    ("sin", 2): (
        (
            (r"\lim_{h \to 0} \frac{\sin x + \sin h - \sin x}{h}", sp.sin(H) / H),
            (r"\lim_{h \to 0} \frac{\sin h}{h}", sp.sin(H) / H),
            ("1", sp.Integer(1)),
        ),
        "The sine of a sum is not a sum of sines: it is {claim}`\\sin(x+h) = \\sin x \\cos h + \\cos x \\sin h`.",
    ),
    ("sin", 3): (
        (
            (
                r"\lim_{h \to 0} \left(\frac{\sin h}{h}\sin x - \frac{1 - \cos h}{h}\cos x\right)",
                sp.sin(X) * sp.sin(H) / H - sp.cos(X) * (1 - sp.cos(H)) / H,
            ),
            (r"\sin x", sp.sin(X)),
        ),
        "In the row before, $\\sin h$ is multiplied by $\\cos x$, and here by $\\sin x$.",
    ),
    ("sin", 4): (
        ((r"\cos x - \sin x", sp.cos(X) - sp.sin(X)),),
        "The second fraction tends to 0, not to 1: {claim}`\\lim_{h \\to 0} \\frac{1 - \\cos h}{h} = 0`.",
    ),
    ("cos", 2): (
        (
            (
                r"\lim_{h \to 0} \frac{\cos x \cos h + \sin x \sin h - \cos x}{h}",
                (sp.cos(X) * sp.cos(H) + sp.sin(X) * sp.sin(H) - sp.cos(X)) / H,
            ),
            (
                r"\lim_{h \to 0} \left(\frac{\sin h}{h}\sin x - \frac{1 - \cos h}{h}\cos x\right)",
                sp.sin(X) * sp.sin(H) / H - sp.cos(X) * (1 - sp.cos(H)) / H,
            ),
            (r"\sin x", sp.sin(X)),
        ),
        "The cosine of a sum has a minus: it is {claim}`\\cos(x+h) = \\cos x \\cos h - \\sin x \\sin h`.",
    ),
    ("cos", 3): (
        (
            (
                r"\lim_{h \to 0} \left(-\frac{\sin h}{h}\cos x - \frac{1 - \cos h}{h}\sin x\right)",
                -sp.cos(X) * sp.sin(H) / H - sp.sin(X) * (1 - sp.cos(H)) / H,
            ),
            (r"-\cos x", -sp.cos(X)),
        ),
        "In the row before, $\\sin h$ is multiplied by $\\sin x$, and here by $\\cos x$.",
    ),
    ("cos", 4): (
        ((r"-\sin x - \cos x", -sp.sin(X) - sp.cos(X)),),
        "The second fraction tends to 0, not to 1: {claim}`\\lim_{h \\to 0} \\frac{1 - \\cos h}{h} = 0`.",
    ),
}


@family("hard", wave=("sin", "cos"), row=(2, 3, 4), c=(2, 3, 4, 5))
def wrong_step_for_a_wave(wave: str, row: int, c: int) -> Exercise:
    """Find the row in which the derivation for a sine or a cosine goes wrong."""
    astray, why = ASTRAY[wave, row]
    sound = ROWS[wave]

    def times_c(latex: str, expression: sp.Expr) -> str:
        return f"{c} {latex}" if latex.startswith(r"\lim") else tex(c * expression)

    def chain(rows: tuple[tuple[str, sp.Expr], ...]) -> str:
        return "f'(x)" + r" \\ ".join(f" &= {times_c(*each)}" for each in rows)

    right = r"&f'(x) \\ " + r" \\ ".join(rf"&\quad = {times_c(*each)}" for each in sound)
    slipped = (*sound[: row - 1], *astray)
    options = [
        Option(f"Row {k}", "" if k == row else f"Row {k} follows from what is above it.", k) for k in range(1, 5)
    ]
    return Exercise(
        question=rf"Here {{claim}}`f(x) = {c} \{wave} x`. One row does not follow from the one above it. Which?",
        answer=Choice(options, row - 1, ordered=True),
        hints=[
            "Rows 1 and 2: what is the sine, or cosine, of a sum? Row 3 only sorts the terms.",
            "The two limits of the last row are known: one is 1, the other is 0.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{right}\n:::\n",
        given=[rf"f(x) = {c} \{wave} x"],
        faulty=Faulty(chain(slipped), row),
        facts={"f": c * {"sin": sp.sin, "cos": sp.cos}[wave](X), "rows": [c * each for _, each in slipped]},
    )
