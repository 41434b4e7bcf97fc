"""Exercises for the page on derivatives by machine: a difference by hand, orders, dual numbers, the best step."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Exercise, Number, Slip, Vector, family


def _likely(a: int, b: int, p: int, h: int) -> tuple[sp.Rational, ...]:
    """The forward difference of ax² + bx; and what it is taken for: derivative, backward difference, rise."""
    slope, step = sp.Rational(2 * a * p + b), sp.Rational(1, h)
    return slope + a * step, slope, slope - a * step, (slope + a * step) * step


@family(
    "easy",
    a=range(2, 8),
    b=(-5, -3, -2, 2, 4, 6),
    p=(-2, 2, 3, 4),
    h=(2, 5, 10),
    where=lambda a, b, p, h: len(set(_likely(a, b, p, h))) == 4,
)
def forward_difference_by_hand(a: int, b: int, p: int, h: int) -> Exercise:
    """The forward difference of a parabola, and so its error."""
    answer, slope, backward, rise = _likely(a, b, p, h)
    return Exercise(
        question="What is the forward difference of $<a>x^2 <+b>x$ at $x = <p>$ with the step $<step>$?",
        answer=Number(answer),
        hints=[
            "The rise from $<p>$ to one step further, over the step.",
            r"Work it out with letters first: what is left of $\frac{<a>(x+h)^2 <+b>(x+h) - (<a>x^2 <+b>x)}{h}$?",
        ],
        solution=r"""
With letters, everything that has no $h$ cancels:

:::{derive}
&\frac{<a>(x+h)^2 <+b>(x+h) - \left(<a>x^2 <+b>x\right)}{h} \\
  &\quad = <twice>x <+b> + <a>h
:::

At $<p>$ and with the step $<step>$ that is {claim}`<twice> \cdot <(p)> <+b> + <a> \cdot <step> = <answer>`. The
derivative there is $<slope>$; the rest is truncation error, $<a>$ times the step.
""",
        slips=[
            Slip(
                Number(slope),
                "That is the derivative, which a central difference would have hit.",
            ),
            Slip(Number(backward), "That is a step backwards."),
            Slip(Number(rise), "That is the rise. It has to be divided by the step."),
        ],
        facts={"f": (a, b), "step": sp.Rational(1, h), "slope": slope, "twice": 2 * a, "answer": answer},
    )


@family(
    "middling",
    p=(1, 2, 3, 4),
    ratio=(2, 3, 4, 5, 10),
    least=(2, 3, 6, 7),
    digits=(5, 6, 7),
    where=lambda p, ratio, least, digits: ratio**p != p + 1,
)
def order_from_two_steps(p: int, ratio: int, least: int, digits: int) -> Exercise:
    """Two errors and two steps: the order of the method."""
    small = sp.Rational(least, 10**digits)
    return Exercise(
        question="A method for slopes makes an error of $<large>$. With a step that is $<ratio>$ times as small, its "
        "error is $<small>$. Both steps are well to the right of the best one. What is the order of the method?",
        answer=Number(p),
        hints=[
            "By what factor has the error shrunk?",
            "Write that factor as a power of $<ratio>$.",
        ],
        solution=r"""
The error has become {claim}`\frac{<large>}{<small>} = <shrunk>` times as small, and {claim}`<shrunk> = <ratio>^{<p>}`.
An error like $h^p$ shrinks so if $p$ is $<p>$.
""",
        slips=[
            Slip(Number(ratio**p), "That is the factor by which the error shrank. Which power of $<ratio>$ is it?"),
            Slip(Number(p + 1), "One too many: it is the error that shrinks like $h^p$, not the rise."),
        ],
        facts={
            "large": _decimal(small * ratio**p, digits),
            "small": _decimal(small, digits),
            "errors": (small * ratio**p, small),
            "shrunk": ratio**p,
        },
    )


def _decimal(value: sp.Rational, digits: int) -> str:
    """A decimal fraction, written out."""
    whole = str(int(value * 10**digits)).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}".rstrip("0").rstrip(".")


@family(
    "middling",
    p=(2, 3, 4, 5),
    q=(-3, -2, 3, 4),
    r=(-4, -2, 3, 5),
    s=(-2, 2, 3, 5),
    where=lambda p, q, r, s: abs(p * s + q * r) > 1 and p * s + q * r != q * s,
)
def product_of_dual_numbers(p: int, q: int, r: int, s: int) -> Exercise:
    """Multiply two dual numbers."""
    mixed = p * s + q * r
    return Exercise(
        question=r"Multiply the dual numbers $<p> <+q>\delta$ and $<r> <+s>\delta$. Give the result as a pair: the "
        r"value, and the factor of $\delta$.",
        answer=Vector((p * r, mixed)),
        hints=[
            r"Multiply out as usual. What becomes of $\delta^2$?",
            r"Two of the four products hold one $\delta$ each.",
        ],
        solution=r"""
Multiply out, and drop what has $\delta^2$:

:::{derive}
&(<p> <+q>\delta)(<r> <+s>\delta) \\
  &\quad = <both> <+mixed>\delta <+last>\delta^2 && \text{algebra} \\
  &\quad = <both> <+mixed>\delta + O(\delta^2)
:::

The factor of $\delta$ is the product rule's: {claim}`<(q)> \cdot <(r)> + <p> \cdot <(s)> = <mixed>`.
""",
        slips=[
            Slip(Vector((p * r, q * s)), r"That multiplies part by part. The mixed products hold one $\delta$ each."),
            Slip(
                Vector((p * r - q * s, mixed)),
                r"For a complex unit, whose square is $-1$. Here the square of the unit is zero.",
            ),
            Slip(Vector((p * r, mixed + q * s)), r"The last product holds $\delta^2$, which is zero."),
        ],
        facts={"both": p * r, "mixed": mixed, "last": q * s},
    )


@family("hard", root=range(2, 10), a=(2, 3, 4, 5), order=(1, 2), digits=(4, 5, 6, 7))
def best_step(root: int, a: int, order: int, digits: int) -> Exercise:
    """The step with the smallest sum of truncation and round-off, in a model of either order."""
    step = sp.Rational(root, 10**digits)
    b = order * a * step ** (order + 1)
    power, rest = ("h", "") if order == 1 else ("h^2", "h")
    return Exercise(
        question=f"A difference quotient errs by $<a>{power}$ for its step and by $<shown>/h$ for rounding. Which step "
        "makes the sum smallest?",
        answer=Number(float(step), figures=2),
        hints=[
            "Where a smooth curve is lowest, its slope is zero.",
            f"Differentiate $<a>{power} + B/h$, set the slope to zero, and solve for $h$.",
        ],
        solution=rf"""
Write $B$ for $<shown>$. The slope of the sum has to vanish:

:::{{derive}}
\frac{{d}}{{dh}}\left(<a>{power} + \frac{{B}}{{h}}\right) = <divisor>{rest} - \frac{{B}}{{h^2}}
:::

So $h^{order + 1}$ is $B$ over $<divisor>$, which is $<root_of>$, and $h$ is $<best>$.
""",
        slips=[
            Slip(Number(float(b), figures=2), "That is the factor of the round-off. Set the slope of the sum to zero."),
            Slip(
                Number(float(step ** (order + 1)), figures=2),
                "That is a power of the step. A root is still to be taken.",
            ),
        ],
        facts={
            "b": b,
            "divisor": a * order,
            "shown": _scientific(b),
            "root_of": _scientific(step ** (order + 1)),
            "best": _scientific(step),
        },
    )


def _scientific(value: sp.Rational) -> str:
    """A decimal fraction below 1, with a power of ten."""
    mantissa, power = f"{float(value):.6e}".split("e")
    return rf"{mantissa.rstrip('0').rstrip('.')} \cdot 10^{{{int(power)}}}"
