"""Exercises for the page on Jacobians of maps: the matrix, its determinant, and a derivation gone wrong."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Faulty, Matrix, Number, Option, Slip, family

X, Y, R, THETA = sp.symbols("x y r theta", real=True)
PLANE = {"x": (-2, 2), "y": (-2, 2)}


@family("easy", a=(1, 2, 3, 4, 5), b=(-3, -2, 2, 3, 4), c=(2, 3, 5, 7), n=(2, 3))
def jacobian_of_a_map(a: int, b: int, c: int, n: int) -> Exercise:
    """Write down the Jacobian of a map with two inputs and three outputs."""
    outputs = (a * X**n * Y, b * X + Y**2, c * Y)
    rows = [[sp.diff(f, X), sp.diff(f, Y)] for f in outputs]
    return Exercise(
        question=r"Find the Jacobian of {claim}`\mathbf{f}(x, y) = \begin{bmatrix} <f1> \\ <f2> \\ <f3> "
        r"\end{bmatrix}`.",
        answer=Matrix(rows, PLANE),
        given=[r"\mathbf{f}(x, y) = \begin{bmatrix} <f1> \\ <f2> \\ <f3> \end{bmatrix}"],
        hints=[
            "Three outputs, two inputs: what shape must it have?",
            "Each row is the Jacobian of one output. The first column is by $x$, the second by $y$.",
        ],
        solution=r"""
One row for each output, one column for each input:

:::{derive}
J_{\mathbf{f}} = \begin{bmatrix} <x1> & <y1> \\ <x2> & <y2> \\ <x3> & <y3> \end{bmatrix}
:::
""",
        slips=[
            Slip(Matrix([list(row) for row in zip(*rows, strict=True)], PLANE), "Transposed: rows belong to outputs."),
            Slip(Matrix([row[::-1] for row in rows], PLANE), "The first column belongs to the first input, $x$."),
            Slip(Matrix(rows[:2], PLANE), "The third output has a row, too."),
        ],
        facts={f"f{i}": f for i, f in enumerate(outputs, 1)}
        | {f"x{i}": row[0] for i, row in enumerate(rows, 1)}
        | {f"y{i}": row[1] for i, row in enumerate(rows, 1)},
    )


@family(
    "middling",
    a=(1, 2, 3, 4),
    b=(1, 2, 3),
    c=(2, 3, 5),
    p=(-2, 1, 2, 3),
    q=(1, 2, -1),
    where=lambda a, b, c, p, q: len({0, abs(a * p - 2 * b * q * q), abs(a * p), abs(a * p + 2 * b * q * q)}) == 4,
)
def area_of_an_image(a: int, b: int, c: int, p: int, q: int) -> Exercise:
    """Estimate the area of a small square's image."""
    det = c * (a * p - 2 * b * q * q)
    area = sp.Rational(abs(det), 100)
    return Exercise(
        question=r"A square with sides of one tenth lies at $(<p>, <q>)$. What is, nearly, the area of its image "
        r"under the map "
        r"{claim}`\mathbf{f}(x, y) = \begin{bmatrix} <a*>x + <b*>y^2 \\ <c>xy \end{bmatrix}`? Use the Jacobian at "
        r"the point.",
        answer=Number(area),
        given=[r"\mathbf{f}(x, y) = \begin{bmatrix} <a*>x + <b*>y^2 \\ <c>xy \end{bmatrix}"],
        hints=[
            "The image is nearly a parallelogram. Which number says how much larger it is than the square?",
            "Find the determinant of the Jacobian at the point. The square has an area of one hundredth.",
        ],
        solution=r"""
The Jacobian and its determinant are

:::{derive}
J_{\mathbf{f}} = \begin{bmatrix} <a> & <b2>y \\ <c>y & <c>x \end{bmatrix}
:::

:::{derive}
\det J_{\mathbf{f}} = <determinant>
:::

At the point that is $<det>$. Areas are enlarged by its absolute value, so the image covers
{claim}`\left|<det>\right| \cdot \frac{1}{100} = <area>`.
""",
        slips=[
            Slip(Number(abs(det)), "That is the factor. The square itself has an area of one hundredth."),
            Slip(Number(sp.Rational(abs(det), 10)), "The *side* is a tenth. The area is a hundredth."),
            Slip(
                Number(sp.Rational(abs(a * c * p), 100)),
                "The determinant has a second product, that of the other two entries.",
            ),
            Slip(
                Number(sp.Rational(abs(c * (a * p + 2 * b * q * q)), 100)),
                "The two products of a determinant are subtracted.",
            ),
        ],
        facts={"b2": 2 * b, "det": det, "determinant": a * c * X - 2 * b * c * Y**2, "area": area},
    )


DEGREES = {30: sp.Rational(1, 2), 60: sp.sqrt(3) / 2, 120: sp.sqrt(3) / 2, 150: sp.Rational(1, 2)}


@family("hard", a=(2, 3, 4, 5, 6, 7), b=(2, 3, 4, 5), degrees=tuple(DEGREES), where=lambda a, b, degrees: a != b)
def arm_at_the_elbow(a: int, b: int, degrees: int) -> Exercise:
    """Find the determinant of the Jacobian of an arm with two links."""
    factor = a * b * DEGREES[degrees]
    beta = sp.pi * sp.Rational(degrees, 180)
    return Exercise(
        question=r"A robot's arm has links of $<a>$ dm and $<b>$ dm. The hand is at {notation}`\mathbf{p}(\alpha, "
        r"\beta)`, with the coordinates "
        r"$<a>\cos\alpha + <b>\cos(\alpha + \beta)$ and $<a>\sin\alpha + <b>\sin(\alpha + \beta)$. What is the "
        r"determinant of its "
        r"Jacobian when the elbow is bent by $\beta = <beta>$ (that is <degrees>°)?",
        answer=Number(factor),
        given=[
            r"\mathbf{p}(\alpha, \beta) = \begin{bmatrix} <a>\cos\alpha + <b>\cos(\alpha + \beta) \\ "
            r"<a>\sin\alpha + <b>\sin(\alpha + \beta) \end{bmatrix}"
        ],
        hints=[
            "The result does not depend on the shoulder. So you may put that angle to 0 before you begin.",
            "With $\\alpha = 0$ the columns are $(-<b>\\sin\\beta, <a> + <b>\\cos\\beta)$ and $(-<b>\\sin\\beta, "
            "<b>\\cos\\beta)$.",
        ],
        solution=r"""
Turning the shoulder turns the whole picture and changes no area, so put $\alpha = 0$:

:::{derive}
\det \begin{bmatrix} -<b>\sin\beta & -<b>\sin\beta \\ <a> + <b>\cos\beta & <b>\cos\beta \end{bmatrix} = <ab>\sin\beta
:::

and in general {claim}`\det J_{\mathbf{p}} = <ab>\sin\beta`. Here that is
{claim}`<ab>\sin\left(<beta>\right) = <factor>`.
""",
        slips=[
            Slip(Number(a * b), "That is the factor for an elbow bent at a right angle."),
            Slip(Number(-factor), "Mind the sign: the order of the two products in a determinant matters."),
            Slip(Number(a * b * sp.cos(beta)), "Sine and cosine are exchanged: a stretched arm should give zero."),
        ],
        facts={"ab": a * b, "beta": beta, "factor": factor},
    )


#: For each row that may be wrong: the rows from there on, and why the step before them does not hold.
SLIPPED = {
    1: (
        (r"<ab>r\cos^2\theta - <ab>r\sin^2\theta", r"<ab>r(\cos^2\theta - \sin^2\theta)", r"<ab>r\cos(2\theta)"),
        "The second product is subtracted, and it has a minus already: two of them make a plus.",
    ),
    2: (
        (r"<sum>r(\cos^2\theta + \sin^2\theta)", "<sum>r"),
        "The common factor is $<ab>r$: the two half axes are multiplied, not added.",
    ),
    3: (("<ab>",), "The bracket is one, and the factor $r$ in front of it stays."),
}
SOUND = (r"<ab>r\cos^2\theta + <ab>r\sin^2\theta", r"<ab>r(\cos^2\theta + \sin^2\theta)", "<ab>r")


@family("middling", a=(2, 3, 4, 5, 7), b=(3, 4, 5, 6, 9), row=tuple(SLIPPED))
def wrong_step_in_a_determinant(a: int, b: int, row: int) -> Exercise:
    """Find the wrong row in the determinant of stretched polar coordinates."""
    wrong, why = SLIPPED[row]
    start = r"\det J_{\mathbf{e}}"
    given = r"\mathbf{e}(r, \theta) = \begin{bmatrix} <a>r\cos\theta \\ <b>r\sin\theta \end{bmatrix}"

    def chain(rows: tuple[str, ...]) -> str:
        return start + r" \\ ".join(f" &= {each}" for each in rows)

    cos, sin = sp.cos(THETA), sp.sin(THETA)
    sound = [a * b * R * cos**2 + a * b * R * sin**2, a * b * R * (cos**2 + sin**2), a * b * R]
    slipped = {
        1: [a * b * R * (cos**2 - sin**2)] * 2 + [a * b * R * sp.cos(2 * THETA)],
        2: [(a + b) * R * (cos**2 + sin**2), (a + b) * R],
        3: [sp.Integer(a * b)],
    }
    matrix = sp.Matrix([[a * cos, -a * R * sin], [b * sin, b * R * cos]])
    options = [Option(f"Row {k}", "" if k == row else f"Row {k} follows from what is above it.", k) for k in (1, 2, 3)]
    return Exercise(
        question="Stretch polar coordinates along both axes, so that their circles become ellipses: {claim}`"
        + given
        + "`. One row of this derivation of their determinant does not follow from what is above it. Which?",
        given=[given],
        answer=Choice(options, row - 1, ordered=True),
        hints=[
            r"The Jacobian is $\begin{bmatrix} <a>\cos\theta & -<a>r\sin\theta \\ <b>\sin\theta & <b>r\cos\theta "
            r"\end{bmatrix}$.",
            r"Try $\theta = 0$ and $\theta = \frac{\pi}{2}$ in each row.",
            "Do the two products first, each with its sign.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(SOUND)}\n:::\n",
        faulty=Faulty(chain(SOUND[: row - 1] + wrong), row),
        facts={"ab": a * b, "sum": a + b, "matrix": matrix, "shown": sound[: row - 1] + slipped[row]},
    )
