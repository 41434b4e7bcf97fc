"""Exercises for the page on Taylor in several variables: planes, quadrics, curvatures and eigen-directions."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Number, Option, Slip, family

X, Y = sp.symbols("x y", real=True)
TENTH = sp.Rational(1, 10)


@family(
    "easy",
    a=(1, 2, 3),
    b=(-3, -2, 2, 4),
    at=((2, 3), (3, 2), (-2, 3), (4, -2), (2, -3)),
    step=((1, 2), (2, -1), (-1, 3), (3, 1)),
)
def tangent_plane(a: int, b: int, at: tuple[int, int], step: tuple[int, int]) -> Exercise:
    """Say how high the tangent plane is at a nearby point."""
    f = a * X**2 * Y + b * Y**2
    p, q = at
    dx, dy = (TENTH * s for s in step)
    here = f.subs({X: p, Y: q})
    gx, gy = (f.diff(v).subs({X: p, Y: q}) for v in (X, Y))
    plane = here + gx * dx + gy * dy
    there = f.subs({X: p + dx, Y: q + dy})
    wrong = [
        (there, "That is the surface. The plane leaves out the terms of second and third order."),
        (gx * dx + gy * dy, "That is how far the plane rises. Add the height where it touches."),
        (here + gx * dy + gy * dx, "The slope along x goes with the step along x."),
    ]
    return Exercise(
        question=r"How high is the tangent plane of {notation}`f(x, y) = <a*>x^2 y <+b*>y^2` at $(<p>, <q>)$ above "
        r"the point $(<there_x>, <there_y>)$?",
        answer=Number(plane),
        hints=[
            "Find the height and both slopes at $(<p>, <q>)$.",
            "The step is $<dx>$ along $x$ and $<dy>$ along $y$.",
        ],
        given=["f(x, y) = <a*>x^2 y <+b*>y^2"],
        solution=r"""
At $(<p>, <q>)$ the height is {claim}`f(<p>, <q>) = <here>`, and the slopes are
{claim}`\left.\frac{\partial f}{\partial x}\right|_{(<p>,<q>)} = <gx>` and
{claim}`\left.\frac{\partial f}{\partial y}\right|_{(<p>,<q>)} = <gy>`. The plane has, at the point asked for, the
height

:::{derive}
<here> <+gx> \cdot <(dx)> <+gy> \cdot <(dy)> = <plane>
:::
""",
        slips=[
            Slip(Number(v), why) for i, (v, why) in enumerate(wrong) if v not in [plane, *(u for u, _ in wrong[:i])]
        ],
        facts={
            "p": p,
            "q": q,
            "here": here,
            "gx": gx,
            "gy": gy,
            "dx": dx,
            "dy": dy,
            "plane": plane,
            "f": f,
            "there_x": f"{float(p + dx):g}",
            "there_y": f"{float(q + dy):g}",
        },
    )


@family(
    "middling",
    height=(3, 5, 8),
    g=((2, -1), (1, 4), (-3, 2), (-1, -2)),
    h=((4, 1, 2), (6, -2, 4), (2, 3, -4), (-2, 1, 6)),
    step=((2, 1), (1, -2), (-1, 3), (3, 2)),
)
def quadratic_estimate(height: int, g: tuple[int, int], h: tuple[int, int, int], step: tuple[int, int]) -> Exercise:
    """Put a step into the quadratic model."""
    dx, dy = (TENTH * s for s in step)
    p, q, r = h
    first = g[0] * dx + g[1] * dy
    second = p * dx**2 + 2 * q * dx * dy + r * dy**2
    value = height + first + second / 2
    wrong = [
        (height + first, "That is the tangent plane. Add the second-order term."),
        (height + first + second, "The second-order term has a factor of one half."),
        (
            height + first + (second - q * dx * dy * 2 + q * dx * dy) / 2,
            "The mixed term occurs twice: once for each order of differentiation.",
        ),
    ]
    return Exercise(
        question=r"""At a point, a function has the height <height>, and

:::{notation}
J = \begin{bmatrix} <g1> & <g2> \end{bmatrix}, \qquad H = \begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix}.
:::

What height does its quadratic model give after the step $(<dx>, <dy>)$?""",
        answer=Number(value),
        hints=[
            "There are three parts: the height, the Jacobian times the step, and half of step, Hessian, step.",
            "Work out $H$ times the step first.",
        ],
        solution=r"""
The first-order part is {claim}`<g1> \cdot <(dx)> <+g2> \cdot <(dy)> = <first>`. For the second-order part,

:::{derive}
\begin{bmatrix} <dx> & <dy> \end{bmatrix} \begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix} \begin{bmatrix} <dx>
\\ <dy> \end{bmatrix} = <second>
:::

Together, {claim}`<height> <+first> + \frac{1}{2} \cdot <(second)> = <value>`.
""",
        slips=[
            Slip(Number(v), why) for i, (v, why) in enumerate(wrong) if v not in [value, *(u for u, _ in wrong[:i])]
        ],
        facts={
            "g1": g[0],
            "g2": g[1],
            "p": p,
            "q": q,
            "r": r,
            "dx": dx,
            "dy": dy,
            "first": first,
            "second": second,
            "value": value,
        },
    )


@family(
    "easy",
    h=((5, 10, -5), (10, 5, 15), (-5, 10, 20), (15, -5, 10), (20, 15, -10), (10, -15, 5)),
    v=((3, 4), (4, 3), (-3, 4), (4, -3)),
)
def curvature_along_a_direction(h: tuple[int, int, int], v: tuple[int, int]) -> Exercise:
    """Find the curvature of a surface along a direction that is no axis."""
    p, q, r = h
    a, b = v
    form = p * a * a + 2 * q * a * b + r * b * b
    curvature = sp.Rational(form, 25)
    wrong = [
        (form, "The direction has to be divided by its length first, and the length occurs twice."),
        (
            sp.Rational(form, 5),
            "The length of the direction occurs twice: once on the left and once on the right of $H$.",
        ),
        (sp.Rational(p * a * a + r * b * b, 25), "The mixed derivative has a part in it as well."),
    ]
    return Exercise(
        question=r"A surface has the Hessian {notation}`H = \begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix}` "
        r"at a point. What is its second derivative there along the direction $(<a>, <b>)$, per unit length?",
        answer=Number(curvature),
        hints=["Make the direction a unit vector.", r"Then work out $\mathbf{v}^T H \mathbf{v}$."],
        solution=r"""
The direction has length 5, so its unit vector is a fifth of it. Both factors of a fifth go in front:

:::{derive}
\frac{1}{25} \begin{bmatrix} <a> & <b> \end{bmatrix} \begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix}
\begin{bmatrix} <a> \\ <b> \end{bmatrix} = <curvature>
:::
""",
        slips=[
            Slip(Number(u), why) for i, (u, why) in enumerate(wrong) if u not in [curvature, *(w for w, _ in wrong[:i])]
        ],
        facts={"p": p, "q": q, "r": r, "a": a, "b": b, "curvature": curvature},
    )


@family(
    "middling",
    direction=((1, 2), (2, 1), (-1, 2), (2, -1), (1, 3), (3, -1), (2, 3), (-3, 2)),
    most=(6, 7, 9),
    least=(-2, 1, 3),
)
def bends_most(direction: tuple[int, int], most: int, least: int) -> Exercise:
    """Pick the direction in which a surface bends most."""
    a, b = direction
    H = most * sp.Matrix([[a * a, a * b], [a * b, b * b]]) + least * sp.Matrix([[b * b, -a * b], [-a * b, a * a]])
    p, q, r = H[0, 0], H[0, 1], H[1, 1]
    size = a * a + b * b
    options = [
        Option(f"$({a}, {b})$", "", (a, b)),
        Option(f"$({-b}, {a})$", "That is the other eigenvector: the direction in which it bends least.", (-b, a)),
        Option(f"$({b}, {-a * 2})$", "Multiply it by $H$: the result does not point the same way.", (b, -2 * a)),
        Option(
            f"$({a + b}, {b - a})$",
            "Halfway between the two eigenvectors the curvature is the mean of theirs.",
            (a + b, b - a),
        ),
    ]
    return Exercise(
        question=r"A surface has the Hessian {notation}`H = \begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix}` "
        r"at a point. Along which of these directions does it bend upwards most?",
        answer=Choice(options),
        hints=[
            "An eigenvector is only stretched by $H$. Which of these are?",
            "Of two eigenvectors, take the one with the larger eigenvalue.",
        ],
        solution=r"""
:::{derive}
\begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix} \begin{bmatrix} <a> \\ <b> \end{bmatrix} = <large>
\begin{bmatrix} <a> \\ <b> \end{bmatrix}
:::

It is an eigenvector, and the one at right angles to it has the eigenvalue $<small>$, which is smaller.
""",
        facts={"p": p, "q": q, "r": r, "a": a, "b": b, "large": most * size, "small": least * size},
    )


@family(
    "hard",
    a=(1, 2, 3, 4, 8, 9, 12),
    b=(1, 2, 3, 4, 8, 9, 12, 16, 18, 27),
    where=lambda a, b: sp.sqrt(a * b).is_Integer and a * b > 1,
)
def mixed_term(a: int, b: int) -> Exercise:
    """Find how large a mixed term may be before a bowl becomes a saddle."""
    return Exercise(
        question=r"The surface {notation}`f(x, y) = <a*>x^2 + kxy + <b*>y^2` is a bowl for small $k$ and a saddle "
        r"for large $k$. At which positive $k$ does it change?",
        answer=Number(2 * sp.sqrt(a * b)),
        hints=[
            "Write down the Hessian. It does not depend on the point.",
            "Between bowl and saddle one eigenvalue is zero, and so is the determinant.",
        ],
        given=["real k", "f(x, y) = <a*>x^2 + kxy + <b*>y^2"],
        solution=r"""
:::{derive}
\det H_f = \det \begin{bmatrix} <a2> & k \\ k & <b2> \end{bmatrix} = <product> - k^2
:::

It is zero where $k^2$ is <product>, so at {claim}`\sqrt{<product>} = <edge>`.
""",
        slips=[
            Slip(Number(sp.sqrt(a * b)), "The pure second derivatives are twice the coefficients of the squares."),
            Slip(Number(4 * a * b), "That is the square of $k$."),
        ],
        facts={"a2": 2 * a, "b2": 2 * b, "product": 4 * a * b, "edge": 2 * sp.sqrt(a * b)},
    )
