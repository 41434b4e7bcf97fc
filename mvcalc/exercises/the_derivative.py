"""Exercises for the page on the derivative: the definition, the power rule, and where there is no derivative."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Number, Option, Slip, Vector, family

X, H = sp.symbols("x h", real=True)
NONZERO = [*range(-7, -1), *range(2, 8)]


@family("easy", a=range(2, 10), n=range(3, 9), p=(-3, -2, -1, 2, 3), where=lambda a, n, p: p != n)
def slope_of_a_power(a: int, n: int, p: int) -> Exercise:
    """Differentiate a power, and say its slope at a point."""
    slope = a * n * p ** (n - 1)
    return Exercise(
        question="What is the slope of $<a>x^<n>$ at $x = <p>$?",
        answer=Number(slope),
        hints=[
            "Bring the exponent down in front, and lower it by one.",
            "A factor of $<a>$ makes every rise, and so every slope, $<a>$ times as large.",
        ],
        solution=r"""
By the power rule, and with the factor kept in front,

:::{derive}
\frac{d}{dx}(<a>x^<n>) = <a> \cdot <n>x^{<m>} = <an>x^{<m>}
:::

At $<p>$ that is {claim}`<an> \cdot <(p)>^{<m>} = <slope>`.
""",
        slips=[
            Slip(
                Number(a * p**n),
                "That is how high the curve is there. Differentiate first, and then put the number in.",
            ),
            Slip(Number(a * n * p**n), "The exponent came down in front, but it has to be lowered by one as well."),
            Slip(Number(a * p ** (n - 1)), "The exponent was lowered, but it has to come down in front, too."),
        ],
        facts={"f": a * X**n, "m": n - 1, "an": a * n, "slope": slope},
    )


#: For each row that may be wrong: the rows from there on, and why the step before them does not hold.
SLIPPED = {
    2: (
        (
            r"\lim_{h \to 0} \frac{<a>xh + <a>h^2 <+b>h}{h}",
            r"\lim_{h \to 0} (<a>x + <a>h <+b>)",
            r"<a>x <+b>",
        ),
        "$(x+h)^2$ holds the product $xh$ twice, not once.",
    ),
    3: (
        (r"\lim_{h \to 0} (<twice>x + <a>h <+b>h)", "<twice>x"),
        "Dividing by $h$ takes one $h$ from every term, from the last one too.",
    ),
    4: (("<twice>x + <a> <+b>",), "As $h$ goes to zero, the term with $h$ goes to zero with it."),
}
SOUND = (
    r"\lim_{h \to 0} \frac{<a>(x+h)^2 - <a>x^2 <+b>h}{h}",
    r"\lim_{h \to 0} \frac{<twice>xh + <a>h^2 <+b>h}{h}",
    r"\lim_{h \to 0} (<twice>x + <a>h <+b>)",
    "<twice>x <+b>",
)


@family("middling", a=range(2, 12), b=NONZERO, row=tuple(SLIPPED))
def wrong_step_from_the_definition(a: int, b: int, row: int) -> Exercise:
    """Find the row in which a derivation from the definition goes wrong."""
    wrong, why = SLIPPED[row]

    def chain(rows: tuple[str, ...]) -> str:
        return "f'(x)" + r" \\ ".join(f" &= {each}" for each in rows)

    shown = [2 * a * X + a * H + b] * 3 + [2 * a * X + b]
    slipped = {
        2: [a * X + a * H + b] * 2 + [a * X + b],
        3: [2 * a * X + (a + b) * H, 2 * a * X],
        4: [2 * a * X + a + b],
    }
    shown[row - 1 :] = slipped[row]
    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in range(1, 5)}
    options = [Option(f"Row {k}", said[k], k) for k in said]
    return Exercise(
        question="Here {claim}`f(x) = <a>x^2 <+b>x`. One row does not follow from the one above it. Which?",
        answer=Choice(options, row - 1, ordered=True),
        hints=[
            "Go down row by row, and ask only whether this row equals the one above.",
            "In rows 1 to 3, compare what follows the limit sign, at $x = 2$ and $h = 3$.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(SOUND)}\n:::\n",
        given=["f(x) = <a>x^2 <+b>x"],
        faulty=Faulty(chain(SOUND[: row - 1] + wrong), row),
        facts={"f": a * X**2 + b * X, "twice": 2 * a, "quotients": shown},
    )


@family("easy", a=range(2, 10), b=NONZERO, c=range(1, 10))
def quotient_of_a_parabola(a: int, b: int, c: int) -> Exercise:
    """Simplify a difference quotient until no h stands below the line."""
    domain = {"x": (-3, 3), "h": (0.2, 2)}
    return Exercise(
        question=r"""
Form the difference quotient of $<a>x^2 <+b>x + <c>$ from $x$ to $x + h$, and simplify it until no $h$ is left below the
line. Do not take the limit yet.
""",
        answer=Expression(2 * a * X + a * H + b, domain),
        hints=[
            "Write the value at $x + h$ minus the value at $x$ first, with brackets around both.",
            "Expand the square. All terms without an $h$ cancel, and then $h$ divides every term that is left.",
        ],
        solution=r"""
The rise is

:::{derive}
&<a>(x+h)^2 <+b>(x+h) + <c> \\
  &\qquad - (<a>x^2 <+b>x + <c>) \\
  &\quad = <twice>xh + <a>h^2 <+b>h && \text{algebra}
:::

and the $<c>$ has gone. Divided by the run it is

:::{derive}
\frac{<twice>xh + <a>h^2 <+b>h}{h} = <twice>x + <a>h <+b>
:::

As $h$ goes to zero, what stays is the derivative: {claim}`\lim_{h \to 0} (<twice>x + <a>h <+b>) = <twice>x <+b>`.
""",
        slips=[
            Slip(
                Expression(2 * a * X + b, domain),
                "That is where the quotient goes as $h$ shrinks. The question was for the quotient before that.",
            ),
            Slip(
                Expression(a * H + b, domain),
                "$(x+h)^2$ is more than the sum of two squares: the product of $x$ and $h$ is in it twice.",
            ),
            Slip(
                Expression(a * X + a * H + b, domain),
                "The product of $x$ and $h$ is in $(x+h)^2$ twice, once for each bracket.",
            ),
            Slip(
                Expression(2 * a * X * H + a * H**2 + b * H, domain),
                "That is the rise. It still has to be divided by the run, which is $h$.",
            ),
        ],
        facts={"f": a * X**2 + b * X + c, "twice": 2 * a},
    )


@family("middling", a=range(2, 14), b=NONZERO)
def slope_of_a_root(a: int, b: int) -> Exercise:
    """Differentiate a square root, by the definition or by the power rule."""
    domain = {"x": (0.3, 6)}
    root = sp.sqrt(X)
    return Exercise(
        question=r"""
Differentiate $<a>\sqrt{x} <+b>x$ for $x > 0$. If the power rule for $\frac{1}{2}$ looks too bold, work out $\sqrt{x}$
from the definition.
""",
        answer=Expression(a / (2 * root) + b, domain),
        hints=[
            r"In the difference quotient of $\sqrt{x}$, multiply above and below by $\sqrt{x+h} + \sqrt{x}$.",
            r"A root is a power: the exponent is $\frac{1}{2}$. Bring it down in front, and lower it by one.",
        ],
        given=["real x > 0"],
        solution=r"""
Above the line the difference of two squares appears, and it is $h$:

:::{derive}
&\frac{d}{dx}\sqrt{x} \\
  &\quad = \lim_{h \to 0} \frac{\sqrt{x+h} - \sqrt{x}}{h} && \text{definition} \\
  &\quad = \lim_{h \to 0} \frac{(x+h) - x}{h\left(\sqrt{x+h} + \sqrt{x}\right)} && \text{algebra} \\
  &\quad = \lim_{h \to 0} \frac{1}{\sqrt{x+h} + \sqrt{x}} && \text{algebra} \\
  &\quad = \frac{1}{2\sqrt{x}} && \text{limit}
:::

That is {claim}`\frac{1}{2\sqrt{x}} = \frac{1}{2} x^{-1/2}`, as the power rule has it. With the factor and the line,
{claim}`\frac{d}{dx}(<a>\sqrt{x} <+b>x) = \frac{<a>}{2\sqrt{x}} <+b>`.
""",
        slips=[
            Slip(
                Expression(a / root + b, domain),
                r"The exponent of a root is $\frac{1}{2}$, and it comes down in front, as every exponent does.",
            ),
            Slip(
                Expression(a * root / 2 + b, domain),
                r"The half came down in front; the exponent has to be lowered by one as well, to $-\frac{1}{2}$.",
            ),
            Slip(Expression(a / (2 * root), domain), "The line has a slope, too: add it."),
        ],
        facts={"f": a * root + b * X},
    )


@family(
    "middling",
    a=range(1, 6),
    p=[*range(-6, 0), *range(2, 7)],
    k=(-3, -2, -1, 1, 2, 3),
    where=lambda a, p, k: (
        abs(2 * a * p * k) <= 40 and p != 2 * k and len({2 * p, p - 2 * k, p + 2 * k, 3 * p + 2 * k}) > 3
    ),
)
def tangent_meets_the_axis(a: int, p: int, k: int) -> Exercise:
    """Find where a parabola's tangent crosses the horizontal axis."""
    b = -2 * a * p * k
    height, slope = a * p**2 + b, 2 * a * p
    crossing = sp.Rational(p, 2) + k
    return Exercise(
        question="""
At which $x$ does the tangent of $<a*>x^2 <+b>$ at $x = <p>$ cross the horizontal axis?
""",
        answer=Number(crossing),
        hints=[
            "Two things make a line: a point on it, and its slope. The point is on the parabola.",
            "Go from the height of the point to zero. With this slope, how long a run does that rise need?",
        ],
        solution=r"""
The point is at the height {claim}`<a*> <dot> <(p)>^2 <+b> = <height>`, and the slope there is
{claim}`2 \cdot <a> \cdot <(p)> = <slope>`. So the tangent is the graph of $<height> <+slope>(x <+back>)$. It has come
to zero after a run of {claim}`-\frac{<height>}{<slope>} = <run>`, at {claim}`<p> <+run> = <crossing>`.
""",
        slips=[
            Slip(
                Number(p + sp.Rational(height, slope)),
                "From there you went the wrong way: the rise that is needed is minus the height.",
            ),
            Slip(
                Number(height - p * slope),
                "That is the height at which the tangent crosses the vertical axis, where $x = 0$.",
            ),
        ],
        facts={
            "f": a * X**2 + b,
            "b": b,
            "dot": r"\cdot" if a > 1 else "",
            "height": height,
            "slope": slope,
            "back": -p,
            "run": sp.Rational(-height, slope),
            "crossing": crossing,
        },
    )


@family(
    "hard",
    a=[*range(-6, 0), *range(1, 7)],
    b=[*range(-6, 0), *range(1, 7)],
    c=range(2, 7),
    where=lambda a, b, c: abs(a + b) not in (0, 1, c),
)
def slopes_at_a_corner(a: int, b: int, c: int) -> Exercise:
    """Find the one-sided slopes of a product with an absolute value."""
    s = a + b
    return Exercise(
        question=r"""
The function $(x <+b>)|x <+back>| + <c>x$ has a corner at $x = <a>$. What is its slope there from the
left, and what from the right? Answer with both, as (left, right).
""",
        answer=Vector((c - s, c + s)),
        hints=[
            "Form the difference quotient from $<a>$ to $<a> + h$. The value at $<a>$ is that of the last term alone.",
            r"What is $\frac{|h|}{h}$ for a negative $h$, and for a positive one?",
        ],
        solution=r"""
At $<a> + h$ the first factor is $<s> + h$ and the second is $|h|$, which is zero at $<a>$ itself. From the right, where
$|h|$ is $h$,

:::{derive}
&\lim_{h \to 0^{+}} \frac{(<s> + h)|h| + <c>h}{h} \\
  &\quad = \lim_{h \to 0^{+}} (<s> + h + <c>) = <right>
:::

and from the left, where $|h|$ is $-h$,

:::{derive}
&\lim_{h \to 0^{-}} \frac{(<s> + h)|h| + <c>h}{h} \\
  &\quad = \lim_{h \to 0^{-}} (-(<s> + h) + <c>) = <left>
:::

The two differ, so there is no derivative. Had the first factor been zero at the corner, as in $x|x|$, it would have
made the corner smooth.
""",
        slips=[
            Slip(
                Vector((c + s, c - s)),
                "These are the right two slopes, and they have changed places: left of it, $|h|$ is $-h$.",
            ),
            Slip(Vector((-s, s)), "The last term has a slope of its own; add it on both sides."),
            Slip(
                Vector((c - 1, c + 1)),
                r"The slope of $|x <+back>|$ is $-1$ or 1, but it stands beside a factor that is $<s>$ there.",
            ),
        ],
        facts={"f": (X + b) * sp.Abs(X - a) + c * X, "back": -a, "s": s, "left": c - s, "right": c + s},
    )
