"""Exercises for the page on taming a beast: which rule comes first, a wrong step, a product with a chain inside."""

from __future__ import annotations

import sympy as sp

from mvcalc.exercises import Choice, Exercise, Expression, Faulty, Option, Slip, family

X = sp.Symbol("x", real=True)

#: Beasts by the operation that is done last: how they are shown, and the question whose answer gives it away.
LAST = {
    "product": (r"x^<n> \sin(<a>x + <b>)", "the power *times* the sine"),
    "quotient": (r"\dfrac{x^<n> + <b>}{e^{<a>x}}", "the sum *divided by* the exponential"),
    "chain": (r"\cos\left(x^<n> e^{<a>x} + <b>\right)", "the *cosine of* all the rest"),
    "sum": (r"e^{<a>x} \sin x + (x + <b>)^<n>", "the first term *plus* the second"),
}
WHY = {
    "product": "There may be a product inside, but it is not what is done last.",
    "quotient": "A division would have to be the last key that you press.",
    "chain": "The outermost thing would have to be one function, with all the rest inside.",
    "sum": "Two whole terms would have to be added last.",
}


@family("easy", last=tuple(LAST), a=range(2, 8), b=range(1, 6), n=range(2, 6))
def which_rule_first(last: str, a: int, b: int, n: int) -> Exercise:
    """Name the outermost operation of a formula."""
    shown, told = LAST[last]
    others = [rule for rule in LAST if rule != last]
    options = [Option(f"the {last} rule", "", last), *(Option(f"the {rule} rule", WHY[rule], rule) for rule in others)]
    beast = {
        "product": X**n * sp.sin(a * X + b),
        "quotient": (X**n + b) / sp.exp(a * X),
        "chain": sp.cos(X**n * sp.exp(a * X) + b),
        "sum": sp.exp(a * X) * sp.sin(X) + (X + b) ** n,
    }[last]
    return Exercise(
        question=f"You want the slope of ${shown}$. Which rule comes first?",
        answer=Choice(options, 0),
        hints=["Imagine that you evaluate it on a pocket calculator.", "Which operation do you carry out last?"],
        solution=rf"""
The operation done last is {told}, so the {last} rule comes first. Each part then asks for rules of its own. With all of
them,

:::{{derive}}
\frac{{d}}{{dx}}\left({shown}\right) = <slope>
:::
""",
        facts={"beast": beast, "slope": sp.diff(beast, X)},
    )


@family("middling", n=range(2, 6), a=range(2, 16), row=(1, 2, 3, 4))
def wrong_step_in_a_beast(n: int, a: int, row: int) -> Exercise:
    """Find the wrong row in the slope of a power times an exponential of a parabola."""
    bell = "e^{-<a>x^2}"
    head = rf"<n><lower> {bell}"
    sound = (
        rf"{head} + x^<n> \frac{{d}}{{dx}} {bell}",
        rf"{head} + x^<n> {bell} \frac{{d}}{{dx}}(-<a>x^2)",
        rf"{head} - x^<n> {bell} \cdot <twice>x",
        rf"<lower>(<n> - <twice>x^2) {bell}",
    )
    rows, why = {
        1: (
            (
                rf"<n><lower> \frac{{d}}{{dx}} {bell}",
                rf"<n><lower> {bell} \frac{{d}}{{dx}}(-<a>x^2)",
                rf"-<n><lower> {bell} \cdot <twice>x",
                rf"-<long>x^{{<n>}} {bell}",
            ),
            "The slope of a product is not the product of the slopes.",
        ),
        2: (
            (sound[0], rf"{head} + x^<n> {bell}", rf"<lower> {bell} (<n> + x)", rf"<lower>(<n> + x) {bell}"),
            "The exponential stays as it is, but the slope of its exponent belongs beside it.",
        ),
        3: (
            (*sound[:2], rf"{head} + x^<n> {bell} \cdot <twice>x", rf"<lower>(<n> + <twice>x^2) {bell}"),
            "The exponent is $-<a>x^2$, and its minus stays in its slope.",
        ),
        4: (
            (*sound[:3], rf"<lower>(<n> - <twice>x) {bell}"),
            "The second term holds $x$ one more time than $x^<n>$, which is two more than $<lower>$.",
        ),
    }[row]
    weight = sp.exp(-a * X**2)
    right = sp.diff(X**n * weight, X)
    wrong = {
        1: -2 * a * n * X**n * weight,
        2: (n * X ** (n - 1) + X**n) * weight,
        3: (n * X ** (n - 1) + 2 * a * X ** (n + 1)) * weight,
        4: (n * X ** (n - 1) - 2 * a * X**n) * weight,
    }[row]

    def chain(each: tuple[str, ...]) -> str:
        return "f'(x)" + r" \\ ".join(f" &= {one}" for one in each)

    said = {k: "" if k == row else f"Row {k} follows from what is above it." for k in range(1, 5)}
    return Exercise(
        question=f"Here {{claim}}`f(x) = x^<n> {bell}`. One row does not follow from the one above it. Which?",
        answer=Choice([Option(f"Row {k}", said[k], k) for k in said], row - 1, ordered=True),
        hints=[
            "Say the rule of each row aloud: product, chain, power, and then algebra.",
            "Compare each row with the one above, and with no other.",
        ],
        solution=f"{why} Put right, it reads:\n\n:::{{derive}}\n{chain(sound)}\n:::\n",
        given=[f"f(x) = x^<n> {bell}"],
        faulty=Faulty(chain(rows), row),
        facts={
            "values": [right, *(wrong if k >= row else right for k in range(1, 5))],
            "lower": _power(n - 1),
            "twice": 2 * a,
            "long": 2 * a * n,
        },
    )


@family("hard", m=(1, 2, 3, 4), a=(1, 2, 3, 4), b=(-3, -2, 1, 2, 5), n=(3, 4, 5))
def product_with_a_chain(m: int, a: int, b: int, n: int) -> Exercise:
    """Differentiate x^m (a x^2 + b)^n."""
    power, inside = X**m, a * X**2 + b
    domain = {"x": (-2.0, 2.0)}
    first, second = m * X ** (m - 1) * inside**n, power * n * inside ** (n - 1) * 2 * a * X
    return Exercise(
        question="Differentiate $<power> (<a*>x^2 <+b>)^<n>$.",
        answer=Expression(first + second, domain),
        hints=[
            "The last operation is the multiplication. Which rule does that call for?",
            "One of the two factors is a bracket to a power: an outer and an inner function.",
            "You need not multiply out.",
        ],
        solution=r"""
The product rule first; then the chain rule for the bracket.

:::{derive}
&\frac{d}{dx}\left(<power> (<a*>x^2 <+b>)^<n>\right) \\
  &\quad = <drift> (<a*>x^2 <+b>)^<n> \\
  &\qquad + <power> \frac{d}{dx} (<a*>x^2 <+b>)^<n> && \text{product} \\
  &\quad = <drift> (<a*>x^2 <+b>)^<n> \\
  &\qquad + <power> \cdot <n>(<a*>x^2 <+b>)^{<l>} \cdot <twice>x && \text{chain} \\
  &\quad = <front> (<a*>x^2 <+b>)^{<l>} (<high>x^2 <+low>) && \text{algebra}
:::

The second row will do. The third takes out what the two terms share.
""",
        slips=[
            Slip(
                Expression(m * X ** (m - 1) * n * inside ** (n - 1) * 2 * a * X, domain),
                "Those are the slopes of both factors, multiplied. The product rule has two terms.",
            ),
            Slip(
                Expression(first + power * n * inside ** (n - 1), domain),
                "The slope of the bracket's inside is missing in the second term.",
            ),
            Slip(Expression(first, domain), "The second factor moves, too: there is another term."),
        ],
        facts={
            "function": power * inside**n,
            "power": power,
            "drift": "" if m == 1 else f"{m}{_power(m - 1)}",
            "l": n - 1,
            "front": "" if m == 1 else _power(m - 1),
            "twice": 2 * a,
            "high": a * (m + 2 * n),
            "low": m * b,
        },
    )


def _power(n: int) -> str:
    return "x" if n == 1 else f"x^{n}"
