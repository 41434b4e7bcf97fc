"""Exercises for the page on examples and failures: how far a Taylor series reaches, and what it converges to."""

from __future__ import annotations

from typing import Any

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Number, Option, Slip, family, tex

X = sp.Symbol("x", real=True)
H = sp.Symbol("h", real=True)


def _wall(kind: str, a: int, p: int) -> tuple[sp.Expr, str, sp.Expr]:
    """A function, the place where it breaks down in words, and how far that is from p."""
    match kind:
        case "pole":
            return 1 / (X - a), f"at ${a}$, where the denominator is zero", sp.Integer(abs(p - a))
        case "log":
            return sp.log(X - a), f"at ${a}$, where the logarithm falls to minus infinity", sp.Integer(abs(p - a))
        case "root":
            return sp.sqrt(X - a), f"at ${a}$, where the root has no slope", sp.Integer(abs(p - a))
    i = rf"{'' if a == 1 else a}\mathrm{{i}}"
    beside = rf"off the real line, at ${i}$ and $-{i}$, where $x^2$ is $-{a * a}$"
    return 1 / (X**2 + a**2), beside, sp.sqrt(p**2 + a**2)


@family(
    "easy",
    kind=("pole", "log", "root", "pair"),
    a=(-5, -3, -2, -1, 1, 2, 4),
    p=(-1, 0, 2, 3, 4, 6),
    where=lambda kind, a, p: p > a and (kind != "pair" or (a > 0 and p > 0)),
)
def how_far_the_series_reaches(kind: str, a: int, p: int) -> Exercise:
    """Find the radius of convergence from where the function breaks down."""
    f, place, radius = _wall(kind, a, p)
    if kind == "pair":
        how = r"By Pythagoras it is {claim}`\sqrt{<p>^2 + <a>^2} = <radius>` away."
        wrong = {
            sp.Integer(p): "That is how far 0 is, and at 0 nothing happens. Look beside the real line.",
            sp.Integer(p**2 + a**2): "That is the square of the distance.",
            sp.Integer(p + a): "Along and across are two sides of a right-angled triangle: use Pythagoras.",
        }
    else:
        how = r"That is {claim}`|<p> - <(a)>| = <radius>` away."
        wrong = {
            sp.Integer(abs(a)): "That is the distance from 0. The circle starts from the point of expansion.",
            sp.Integer(abs(p + a)): "Look at the sign again: where is the function in trouble?",
        }
    slips = [Slip(Number(value), sentence) for value, sentence in wrong.items() if value not in (radius, 0)]
    return Exercise(
        question="What is the radius of convergence of the Taylor series of $<f>$ about $x = <p>$?",
        answer=Number(radius),
        hints=[
            "Where does the function break down? Think of complex numbers, too.",
            "The radius is the distance from the point of expansion to the nearest such place.",
        ],
        solution=f"The function breaks down {place}. {how} The series converges inside, and not outside.",
        slips=slips,
        facts={"f": f, "radius": radius},
    )


@family(
    "easy",
    kind=("pole", "log", "pair"),
    a=(-2, -1, 1, 2),
    p=(0, 1, 2, 3),
    fifths=(-12, -9, -6, -4, 4, 6, 9, 12, 16, 21, 27),
    where=lambda kind, a, p, fifths: (
        p > a
        and (kind != "pair" or a > 0)
        and sp.Rational(abs(fifths), 5) != _wall(kind, a, p)[2]
        and 0.65 < float(abs(fifths) / 5 / _wall(kind, a, p)[2]) < 2.2
        and (kind == "pair" or sp.Rational(fifths, 5) + p > a)
    ),
)
def does_it_converge(kind: str, a: int, p: int, fifths: int) -> Exercise:
    """Say whether a Taylor series converges at a place where the function is in good health."""
    f, place, radius = _wall(kind, a, p)
    distance = sp.Rational(abs(fifths), 5)
    inside = bool(distance < radius)
    options = [
        Option(
            "It converges, to the value of the function", "" if inside else "Compare the two distances again.", True
        ),
        Option("It does not converge", "Compare the two distances again." if inside else "", False),
    ]
    relation, words = ("<", "inside the circle, and the series converges")
    if not inside:
        relation, words = (">", "outside the circle, and the series does not converge")
    away = r"That is {claim}`|<p> - <(a)>| = <radius>`"
    if kind == "pair":
        away = r"By Pythagoras that is {claim}`\sqrt{<p>^2 + <a>^2} = <radius>`, about <shown>,"
    return Exercise(
        question=r"""
Does the Taylor series of $<f>$ about $<p>$ converge at $x = <at>$?
""",
        answer=Choice(options, 0 if inside else 1, ordered=True),
        hints=[
            "Two distances matter: from the point to the place, and from the point to where the function breaks down."
        ],
        solution=rf"""
The function breaks down {place}. {away} away. The place is <away> from the point, and
{{claim}}`<away> {relation} <radius>`, so it lies {words}. That the function has a value there is not enough.
""",
        facts={
            "f": f,
            "at": f"{float(p + sp.Rational(fifths, 5)):g}",
            "place": p + sp.Rational(fifths, 5),
            "distance": distance,
            "away": f"{float(distance):g}",
            "radius": radius,
            "shown": f"{float(radius):.2f}",
        },
    )


#: A series in u, and the function of u whose series it is, as LaTeX and in SymPy.
KNOWN: dict[str, tuple[str, Any]] = {
    "geometric": (r"\frac{1}{1 <+minus>}", lambda v: 1 / (1 - v)),
    "log": (r"\ln(1 <+v>)", lambda v: sp.log(1 + v)),
    "exp": ("e^{<v>}", sp.exp),
}


@family("middling", kind=tuple(KNOWN), a=(-4, -3, -2, 2, 3, 4, 5), power=(1, 2, 3))
def series_by_substitution(kind: str, a: int, power: int) -> Exercise:
    """Write down the first terms of a series by putting something into a known one."""
    latex, make = KNOWN[kind]
    v = a * X**power
    u = sp.Symbol("u")
    known = sp.series(make(u), u, 0, 4).removeO()
    wanted = sp.expand(known.subs(u, v))
    domain = {"x": (-1.0, 1.0)}
    flipped = sp.expand(known.subs(u, -v))
    thin = sp.expand(sum(known.coeff(u, k) * a * X ** (k * power) for k in range(1, 4)) + known.coeff(u, 0))
    return Exercise(
        question=rf"""
Write down the Maclaurin series of ${latex}$ up to and with the power $x^{{<last>}}$.
""",
        answer=Expression(wanted, domain),
        given=[f"f(x) = {latex}"],
        hints=[
            "Which series do you know that looks like this, with a single letter $u$?",
            "Put $<v>$ in the place of $u$, and raise all of it to each power, the number in front as well.",
        ],
        solution=r"""
The known series begins {notation}`<known>`. With $<v>$ for $u$, each power takes the number in front along:

:::{derive}
f(x) = <shown> + O(x^{<next>})
:::
""",
        slips=[
            Slip(Expression(flipped, domain), "Look at the signs: what exactly stands in the place of $u$?"),
            Slip(Expression(thin, domain), "The number in front is raised to the power, too."),
        ],
        facts={
            "v": v,
            "minus": -v,
            "known": _ascending(known, u),
            "shown": _ascending(wanted, X),
            "last": 3 * power,
            "next": 3 * power + 1,
        },
    )


def _ascending(f: sp.Expr, variable: sp.Symbol) -> str:
    """Write a polynomial as series are written, the constant first."""
    terms = [f.coeff(variable, k) * variable**k for k in range(sp.degree(f, variable) + 1)]
    shown = [tex(term) for term in terms if term]
    return shown[0] + "".join(f" - {t[1:].lstrip()}" if t.startswith("-") else f" + {t}" for t in shown[1:])


#: For each row that may be wrong: the rows from there on, what they come to for small h, and why it is wrong.
ROWS = (
    r"\frac{<c>}{<p>} \cdot \frac{1}{1 + \frac{h}{<p>}}",
    r"\frac{<c>}{<p>} \left( 1 - \frac{h}{<p>} + \frac{h^2}{<pp>} \right) + O(h^3)",
    r"<c0> - <c1> h + <c2> h^2 + O(h^3)",
)
SLIPPED = {
    1: (
        (
            r"\frac{<c>}{<p>} \cdot \frac{1}{1 + h}",
            r"\frac{<c>}{<p>} \left( 1 - h + h^2 \right) + O(h^3)",
            r"<c0> - <c0> h + <c0> h^2 + O(h^3)",
        ),
        "Taking $<p>$ out of the denominator divides *both* of its terms by $<p>$.",
    ),
    2: (
        (
            r"\frac{<c>}{<p>} \left( 1 + \frac{h}{<p>} + \frac{h^2}{<pp>} \right) + O(h^3)",
            r"<c0> + <c1> h + <c2> h^2 + O(h^3)",
        ),
        "The signs alternate, because it is $1 + u$ and not $1 - u$ that stands below the line.",
    ),
    3: (
        (r"<c0> - \frac{h}{<p>} + \frac{h^2}{<pp>} + O(h^3)",),
        "The factor in front multiplies every term of the bracket, not only the first.",
    ),
}


def _rows(p: int, c: int, row: int) -> list[sp.Expr]:
    """What each row of the derivation says, up to the square of h."""
    u = H / p
    sound = sp.Rational(c, p) * (1 - u + u**2)
    slipped = {
        1: sp.Rational(c, p) * (1 - H + H**2),
        2: sp.Rational(c, p) * (1 + u + u**2),
        3: sp.Rational(c, p) - u + u**2,
    }
    return [sound] * (row - 1) + [slipped[row]] * (4 - row)


@family("hard", p=range(2, 10), c=(2, 3, 5, 6, 7), row=tuple(SLIPPED), where=lambda p, c, row: p != c)
def wrong_row_of_a_series(p: int, c: int, row: int) -> Exercise:
    """Find the row in which the series of a reciprocal goes wrong."""
    wrong, why = SLIPPED[row]
    start = r"\frac{<c>}{<p> + h}"

    def chain(rows: tuple[str, ...]) -> str:
        return start + r" \\ ".join(f" &= {each}" for each in rows)

    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in range(1, 4)}
    return Exercise(
        question=r"""
Somebody writes down the series of {notation}`\frac{<c>}{x}` about $<p>$, in powers of the step $h$. One row
does not follow from the one above it. Which?
""",
        answer=Choice([Option(f"Row {k}", said[k], k) for k in said], row - 1, ordered=True),
        hints=[
            "Go down row by row, and ask only whether this row equals the one above.",
            "Try a small number for $h$, such as 0.1, in both rows.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(ROWS)}\n:::\n",
        faulty=Faulty(chain(ROWS[: row - 1] + wrong), row),
        facts={
            "pp": p * p,
            "c0": sp.Rational(c, p),
            "c1": sp.Rational(c, p**2),
            "c2": sp.Rational(c, p**3),
            "rows": _rows(p, c, row),
        },
    )
