"""Exercises for the page on steps: Newton's, the largest that is stable, and the best that is fixed."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Exercise, Number, Slip, Vector, family

X = sp.Symbol("x", real=True)


@family(
    "middling",
    h=((4, 1, 3), (5, 2, 4), (3, -1, 2), (6, 2, 3), (5, -2, 3)),
    d=((1, -2), (-2, 1), (3, -1), (-1, -2), (2, 3), (-3, 2)),
)
def newtons_step(h: tuple[int, int, int], d: tuple[int, int]) -> Exercise:
    """Solve for Newton's step by hand."""
    p, q, r = h
    g = (-(p * d[0] + q * d[1]), -(q * d[0] + r * d[1]))
    det = p * r - q * q
    each = (sp.Rational(-g[0], p), sp.Rational(-g[1], r))
    wrong = [
        ((-d[0], -d[1]), "That is the opposite step, and leads up the model. Newton's step has a minus."),
        (each, "That divides each slope by its own curvature and forgets the mixed one."),
        ((-g[0], -g[1]), "That is a step against the gradient. The Hessian has not been used."),
    ]
    return Exercise(
        question=r"""At the present weights a cost has

:::{notation}
\mathbf{g} = \begin{bmatrix} <g1> \\ <g2> \end{bmatrix}, \qquad H = \begin{bmatrix} <p> & <q> \\ <q> & <r>
\end{bmatrix}.
:::

What is Newton's step?""",
        answer=Vector(d),
        hints=[
            "Newton's step makes the model's gradient zero.",
            r"Multiply $-\mathbf{g}$ by the inverse of $H$, which has the determinant <det> in its denominator.",
        ],
        solution=r"""
:::{derive}
&-\begin{bmatrix} <p> & <q> \\ <q> & <r> \end{bmatrix}^{-1} \begin{bmatrix} <g1> \\ <g2> \end{bmatrix} \\
  &\quad = -\frac{1}{<det>} \begin{bmatrix} <r> & <minus> \\ <minus> & <p> \end{bmatrix}
  \begin{bmatrix} <g1> \\ <g2> \end{bmatrix} \\
  &\quad = \begin{bmatrix} <d1> \\ <d2> \end{bmatrix}
:::
""",
        slips=[
            Slip(Vector(v), why)
            for i, (v, why) in enumerate(wrong)
            if tuple(v) not in [tuple(d), *(tuple(u) for u, _ in wrong[:i])]
        ],
        facts={"p": p, "q": q, "r": r, "g1": g[0], "g2": g[1], "det": det, "minus": -q, "d1": d[0], "d2": d[1]},
    )


@family("easy", p=range(2, 12), r=range(2, 12), where=lambda p, r: r < p != 2 * r)
def largest_stable_step(p: int, r: int) -> Exercise:
    """Say where gradient descent stops converging."""
    edge = sp.Rational(1, p)
    return Exercise(
        question=r"Gradient descent with a fixed step $\gamma$ is to find the bottom of {notation}`C(x, y) = <p>x^2 "
        r"+ <r>y^2`. Below which step does it converge from every start?",
        answer=Number(edge),
        hints=["Find the two eigenvalues of the Hessian. It is diagonal.", "The edge is 2 over the larger of them."],
        given=["C(x, y) = <p>x^2 + <r>y^2"],
        solution=r"""
The Hessian is {claim}`H_C = \begin{bmatrix} <p2> & 0 \\ 0 & <r2> \end{bmatrix}`, so its largest eigenvalue is <p2>,
and the edge is at {claim}`\frac{2}{<p2>} = <edge>`.
""",
        slips=[
            Slip(
                Number(sp.Rational(2, p)), "The eigenvalues of the Hessian are twice the coefficients of the squares."
            ),
            Slip(Number(sp.Rational(1, r)), "That step is stable in the shallow direction. The steep one decides."),
            Slip(
                Number(sp.Rational(1, 2 * p)),
                "That is the step which jumps to the bottom in the steep direction. It may be twice as long.",
            ),
        ],
        facts={"p2": 2 * p, "r2": 2 * r, "edge": edge},
    )


@family("easy", lam=(2, 3, 4, 5, 6, 8), gamma=("1/10", "1/5", "1/4", "3/10", "2/5", "1/2"), k=(2, 3),
        where=lambda lam, gamma, k: sp.Rational(gamma) * lam not in (0, 1, 2))  # fmt: skip
def distance_after_steps(lam: int, gamma: str, k: int) -> Exercise:
    """Say by what the distance to the bottom is multiplied in a few steps."""
    step = sp.Rational(gamma)
    factor = 1 - step * lam
    wrong = [
        (factor, "That is the factor of one step."),
        (k * factor, "The factors of the steps are multiplied, not added."),
        (1 - k * step * lam, "Each step starts from where the last one ended, so that the factors multiply."),
    ]
    return Exercise(
        question=r"Gradient descent with a step of $<step>$ runs on {notation}`C(x) = <half*>(x - b)^2`. By "
        r"what number is $x - b$ multiplied after <k> steps?",
        answer=Number(factor**k),
        hints=["What does one step do to $x - b$?", "The slope is <lam> times the distance to the bottom."],
        given=["real b", r"C(x) = <half*>(x - b)^2"],
        solution=r"""
In one step

:::{derive}
x - <step>\,C'(x) - b = <factor*>(x - b)
:::

and in <k> steps the factor is {claim}`\left(<factor>\right)^<k> = <all>`.
""",
        slips=[
            Slip(Number(v), why) for i, (v, why) in enumerate(wrong) if v not in [factor**k, *(u for u, _ in wrong[:i])]
        ],
        facts={"step": step, "half": sp.Rational(lam, 2), "factor": factor, "all": factor**k},
    )


@family(
    "hard",
    low=range(1, 10),
    high=range(2, 31),
    where=lambda low, high: high > low and (high - low) % 2 == 0 and high - low != 2 and low * 2 != high,
)
def best_fixed_step(low: int, high: int) -> Exercise:
    """Find the slowest direction's factor at the best fixed step."""
    factor = sp.Rational(high - low, high + low)
    return Exercise(
        question="A Hessian's eigenvalues lie between <low> and <high>, and both ends occur. With the best fixed "
        "step of gradient descent, by which factor is the distance to the bottom multiplied in each step, in the "
        "slowest directions?",
        answer=Number(factor),
        hints=[
            "At the best step the steepest direction overshoots by as much as the shallowest falls short.",
            "The best step is 2 over the sum of the two.",
        ],
        solution=r"""
The best step is {claim}`\frac{2}{<low> + <high>} = <step>`. In the shallowest direction the factor is
{claim}`1 - <step> \cdot <low> = <factor>`, and in the steepest {claim}`1 - <step> \cdot <high> = -<factor>`.
""",
        slips=[
            Slip(Number(sp.Rational(2, low + high)), "That is the step. What does it do to the distance?"),
            Slip(
                Number(1 - sp.Rational(low, high)),
                "That is the factor of the step one over the largest eigenvalue. A longer one is better.",
            ),
        ],
        facts={"step": sp.Rational(2, low + high), "factor": factor},
    )


@family("middling", a=(1, 2, 3), b=(1, 2, 5), p=(-3, -2, 2, 3, 4))
def newton_in_one_variable(a: int, b: int, p: int) -> Exercise:
    """Take one of Newton's steps towards a minimum."""
    C = a * X**4 + b * X**2
    slope, bend = (C.diff(X, k).subs(X, p) for k in (1, 2))
    end = p - slope / bend
    return Exercise(
        question=r"Newton's method looks for the minimum of {notation}`C(x) = <a*>x^4 + <b*>x^2` from $x = <p>$. "
        r"Where does its first step end?",
        answer=Number(end),
        hints=[
            "In one variable Newton's step is minus the slope over the second derivative.",
            "It is not the method for roots: the slope, not the value, is to vanish.",
        ],
        given=["C(x) = <a*>x^4 + <b*>x^2"],
        solution=r"""
There {claim}`C'(<p>) = <slope>` and {claim}`C''(<p>) = <bend>`, so the step ends at

:::{derive}
<p> - \frac{<slope>}{<bend>} = <end>
:::
""",
        slips=[
            Slip(
                Number(p - C.subs(X, p) / slope),
                "That is Newton's step for a root of $C$. Here a root of $C'$ is wanted.",
            ),
            Slip(Number(p + slope / bend), "The step goes against the slope."),
            Slip(Number(-slope / bend), "That is the step itself. Where does it end?"),
        ],
        facts={"C": C, "slope": slope, "bend": bend, "end": end},
    )
