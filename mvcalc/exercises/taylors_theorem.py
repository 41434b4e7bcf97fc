"""Exercises for the page on Taylor's theorem: expansion about a point, and what the remainder promises."""

from __future__ import annotations

from math import factorial

import sympy as sp

from mvcalc.exercises import Exercise, Number, Slip, family, tex

X = sp.Symbol("x", real=True)


@family("easy", root=range(2, 11), d=(-3, -2, -1, 1, 2, 3), where=lambda root, d: abs(d) < root**2 / 2)
def root_from_a_neighbour(root: int, d: int) -> Exercise:
    """Find a square root from the nearest square, to second order."""
    p = root**2
    first, second = sp.Rational(d, 2 * root), sp.Rational(d**2, 8 * root**3)
    return Exercise(
        question=r"""
Approximate $\sqrt{<near>}$ by the Taylor polynomial of order 2 of the square root about $<p>$. Give the exact
fraction.
""",
        answer=Number(root + first - second),
        given=["real x > 0", r"f(x) = \sqrt{x}"],
        hints=[
            (
                r"The derivatives are {claim}`\frac{d}{dx} \sqrt{x} = \frac{1}{2} x^{-1/2}` and, once "
                r"more, $-\frac{1}{4} x^{-3/2}$."
            ),
            "At $<p>$ the root is $<root>$, so powers of the root are all that you need.",
        ],
        solution=r"""
Let {notation}`f(x) = \sqrt{x}`. At the point, {claim}`f(<p>) = <root>`, {claim}`f'(<p>) = <slope>` and
{claim}`f''(<p>) = -<bend>`. With a step of <step>,

:::{derive}
<root> + <slope> \cdot <(d)> - \frac{1}{2} \cdot <bend> \cdot <(d)>^2 = <answer>
:::

As a decimal that is <shown>, and the root is <true>.
""",
        slips=[
            Slip(
                Number(root + first - 2 * second),
                "The second derivative is divided by 2!, and the half is missing here.",
            ),
            Slip(Number(root + first + second), "The root bends downwards: its second derivative is negative."),
            Slip(Number(root + first), "That is order 1. The term with the square of the step is still to come."),
        ],
        facts={
            "p": p,
            "step": f"{d}".replace("-", "−"),
            "near": p + d,
            "slope": sp.Rational(1, 2 * root),
            "bend": sp.Rational(1, 4 * root**3),
            "answer": root + first - second,
            "shown": f"{float(root + first - second):.6f}",
            "true": f"{float(sp.sqrt(p + d)):.6f}",
        },
    )


#: Functions all of whose derivatives stay between −1 and 1 for x ≥ 0.
TAME = {"sin": r"\sin x", "cos": r"\cos x", "decay": "e^{-x}"}


def _base(x: sp.Rational) -> str:
    """Write a number so that an exponent may follow."""
    return tex(x) if x.is_Integer else rf"\left({tex(x)}\right)"


@family(
    "middling",
    kind=tuple(TAME),
    n=(2, 3, 4, 5),
    x=tuple(sp.Rational(*each) for each in ((1, 2), (1, 3), (2, 3), (1, 4), (1, 5), (2, 5), (3, 2))),
    where=lambda kind, n, x: x * factorial(n) != 1,
)
def error_without_the_truth(kind: str, n: int, x: sp.Rational) -> Exercise:
    """Bound the error of a polynomial from a bound on one derivative."""
    bound = x ** (n + 1) / factorial(n + 1)
    return Exercise(
        question=rf"""
For $x \ge 0$, ${TAME[kind]}$ and all its derivatives lie between $-1$ and $1$. By
Lagrange's remainder, how large can the error of its Taylor polynomial
of order <n> about 0 be at $x = <x>$, at most? Give the exact fraction.
""",
        answer=Number(bound),
        hints=[
            "The remainder looks like the next term, with the derivative taken somewhere else.",
            "The next term has the power $<m>$ and the factorial of $<m>$. The derivative is 1 at most.",
        ],
        solution=r"""
The remainder of order <n> has the derivative number <m>, which is at most 1, the power <m> of the step and the
factorial $<m>!$:

:::{derive}
1 \cdot \frac{<base>^{<m>}}{<m>!} = <bound>
:::

That is about <shown>.
""",
        slips=[
            Slip(
                Number(x**n / factorial(n)),
                "That is the size of the last term that you kept. The remainder starts with the next.",
            ),
            Slip(Number(x ** (n + 1)), "The factorial helps: divide by $<m>!$."),
            Slip(
                Number(x ** (n + 1) / factorial(n)),
                "The power and the factorial of the remainder are both one higher than the order.",
            ),
        ],
        facts={"m": n + 1, "base": _base(x), "bound": bound, "shown": _rounded(bound)},
    )


def _rounded(value: sp.Rational) -> str:
    """A small number to one figure, as a person writes it."""
    mantissa, _, exponent = f"{float(value):.0e}".partition("e")
    if int(exponent) >= -3:
        return f"{float(value):.1g}"
    power = f"10^{{{int(exponent)}}}"
    return f"${power}$" if mantissa == "1" else f"${mantissa} \\cdot {power}$"


def _enough(x: sp.Rational, digits: int) -> int:
    """The lowest order whose bound, with 1 for the derivative, is within the tolerance."""
    n = 0
    while x ** (n + 1) / factorial(n + 1) > sp.Rational(1, 10**digits):
        n += 1
    return n


@family(
    "middling",
    kind=tuple(TAME),
    x=tuple(sp.Rational(*each) for each in ((1, 2), (1, 4), (1, 1), (3, 2), (2, 1), (3, 1))),
    digits=(2, 3, 4, 6),
    where=lambda kind, x, digits: 2 <= _enough(x, digits) <= 10,
)
def order_for_a_tolerance(kind: str, x: sp.Rational, digits: int) -> Exercise:
    """Find the order that a tolerance asks for."""
    n = _enough(x, digits)
    return Exercise(
        question=rf"""
You replace ${TAME[kind]}$ by its Taylor polynomial of order $n$ about 0, for $0 \le x \le <x>$. All derivatives
lie between $-1$ and $1$ there. What is the lowest $n$ for which Lagrange's bound of order $n$, with $M = 1$, is
at most $10^{{-<digits>}}$?
""",
        answer=Number(n),
        hints=[
            "The bound is largest at the far end of the interval.",
            (
                "Try orders one after the other. From one to the next, the bound is <multiplied>divided by the "
                "next whole number."
            ),
        ],
        solution=r"""
The bound of order $n$ is {notation}`\frac{<base>^{n+1}}{(n+1)!}`, largest at the far end. Order <n> is enough,
and order <before> is not:

:::{derive}
\frac{<base>^{<m>}}{<m>!} \le 10^{-<digits>}
:::

:::{derive}
\frac{<base>^{<n>}}{<n>!} > 10^{-<digits>}
:::
""",
        slips=[
            Slip(Number(n + 1), "That is the number in the factorial. The order is one less."),
            Slip(Number(n - 1), "For that order the bound is still too large by a little: compare again."),
        ],
        facts={
            "n": n,
            "m": n + 1,
            "before": n - 1,
            "base": _base(x),
            "multiplied": "" if x == 1 else f"multiplied by ${tex(x)}$ and ",
        },
    )


@family(
    "hard",
    n=(0, 1, 2),
    p=(-2, -1, 1, 2, 3),
    steps=(1, 2, 3),
    a=(1, 2, 5),
    b=(-4, 3),
    where=lambda n, p, steps, a, b: n < 2 or (steps == 1 and a < 5),
)
def where_xi_is(n: int, p: int, steps: int, a: int, b: int) -> Exercise:
    """Find the place of Lagrange's remainder, where it can be found."""
    m = n + 1
    h = (m + 1) * steps
    xi = sp.Integer(p + steps)
    f = a * X ** (m + 1) + b * X
    polynomial = sum(f.diff(X, k).subs(X, p) / sp.factorial(k) * (X - p) ** k for k in range(n + 1))
    error = (f - polynomial).subs(X, p + h)
    wrong = {
        sp.Integer(p + h): "That is the end of the step. The place lies strictly between the two ends.",
        sp.Integer(steps): "That is how far it is from $<p>$. Where is it?",
        sp.Rational(2 * p + h, 2): "The middle is right for order 0 of a parabola, not here.",
    }
    wrong.pop(xi, None)
    return Exercise(
        question=r"""
Take {notation}`f(x) = <f>`, its Taylor polynomial of order <n> about $<p>$, and its error at $x = <end>$.
Taylor's theorem promises a place $\xi$ between them with which
Lagrange's remainder is exactly this error. Where is it?
""",
        answer=Number(xi),
        given=["f(x) = <f>"],
        hints=[
            "Work out the error itself: the function at $<end>$ minus the polynomial there.",
            "The remainder is a derivative at $\\xi$ times a known number. That leaves an equation for $\\xi$.",
        ],
        solution=r"""
The error at $<end>$ is $<error>$. In the remainder stands the derivative {claim}`<d_tex> = <derivative>` at
$\xi$, times {claim}`\frac{<h>^{<m>}}{<m>!} = <factor>`. So the derivative has to
be $<needed>$, and that it is at $<xi>$:

:::{derive}
\left.\left(<derivative>\right)\right|_{x=<xi>} = <needed>
:::
""",
        slips=[Slip(Number(place), sentence) for place, sentence in wrong.items()],
        facts={
            "f": f,
            "end": p + h,
            "h": h,
            "m": m,
            "xi": xi,
            "error": error,
            "d_tex": "f" + "'" * m + "(x)",
            "derivative": f.diff(X, m),
            "factor": sp.Rational(h**m, factorial(m)),
            "needed": f.diff(X, m).subs(X, xi),
        },
    )
