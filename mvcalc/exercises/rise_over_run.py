"""Exercises for the page on rise over run: average rates, slopes of secants, and what rounding does to them."""

from __future__ import annotations

import math

import sympy as sp

from mvcalc.exercises import Exercise, Expression, Number, Slip, family

B = sp.Symbol("b", real=True)

#: Times of day in words, and how many hours after noon they are.
LATER = {
    "half past one": sp.Rational(3, 2),
    "two": sp.Integer(2),
    "half past two": sp.Rational(5, 2),
    "four": sp.Integer(4),
    "five": sp.Integer(5),
}


def decimal(value: sp.Rational) -> str:
    """Write a number as a decimal fraction, with no more digits than it has.

    Examples
    --------
    >>> decimal(sp.Rational(-9, 20)), decimal(sp.Integer(3))
    ('-0.45', '3')
    """
    return f"{float(value):.10f}".rstrip("0").rstrip(".")


@family("easy", rate=[*range(-36, -11, 4), *range(12, 37, 4)], start=range(120, 301, 30), later=tuple(LATER))
def rate_of_a_tank(rate: int, start: int, later: str) -> Exercise:
    """Say how fast a water level changes, with its unit and sign."""
    hours, per_hour, first = LATER[later], sp.Rational(rate, 100), sp.Rational(start, 100)
    rise = per_hour * hours
    answer = Number(float(per_hour), figures=2, unit="m/h")
    return Exercise(
        question="""
Water in a tank stands at <first> m at noon and at <last> m at <later>. What is the average rate of change of the level,
with its sign?
""",
        answer=answer,
        hints=[
            "Take the level at the end minus the level at the start: that is the rise, and it may be negative.",
            "The run is the time that passed. Divide the rise by it.",
        ],
        solution=r"""
The rise is {claim}`<last> - <first> = <rise>` metres and the run is <hours> hours, so the rate is
{claim}`\frac{<rise>}{<hours>} = <rate_m>` metres an hour. The sign says that the level <moves>.
""",
        slips=[
            Slip(
                Number(-float(per_hour), figures=2, unit="m/h"),
                "Look at the sign: the rise is the last level minus the first.",
            ),
            Slip(Number(float(rise), figures=2, unit="m/h"), "That is the rise. How long did it take?"),
            Slip(Number(float(hours / rise), figures=2, unit="m/h"), "That is the run over the rise: hours per metre."),
        ],
        facts={
            "first": f"{float(first):.2f}",
            "last": f"{float(first + rise):.2f}",
            "rise": f"{float(rise):.2f}",
            "hours": decimal(hours),
            "rate_m": f"{float(per_hour):.2f}",
            "moves": "falls" if rate < 0 else "rises",
            "levels": (first, first + rise),
            "time": hours,
        },
    )


@family(
    "easy",
    a=range(-6, 3),
    b=range(3, 9),
    c=[*range(-7, -1), *range(2, 8)],
    where=lambda a, b, c: a != 0 and len({a + b + c, (a + b + c) * (b - a), a + b, b - a + c}) == 4,
)
def secant_of_a_parabola(a: int, b: int, c: int) -> Exercise:
    """Find the slope of a parabola's secant."""
    slope = a + b + c
    return Exercise(
        question="What is the average slope of $x^2 <+c>x$ from $x = <a>$ to $x = <b>$?",
        answer=Number(slope),
        hints=[
            "The rise is the value at the end minus the value at the start; the run is $<b> - <(a)>$.",
            "A difference of two squares is a product, and one of its factors is the run. Can you do without squaring?",
        ],
        solution=r"""
With $a$ for the start and $b$ for the end,

:::{derive}
&\frac{b^2 <+c>b - (a^2 <+c>a)}{b - a} \\
  &\quad = \frac{(b - a)(b + a) <+c>(b - a)}{b - a} \\
  &\quad = a + b <+c>
:::

so the slope is the sum of the two ends and the slope of the line: {claim}`<a> + <b> <+c> = <slope>`.
""",
        slips=[
            Slip(Number(slope * (b - a)), "That is the rise. Divide it by the run."),
            Slip(Number(a + b), "That is the slope of $x^2$ alone. The other term has one, too."),
            Slip(Number(b - a + c), "The run cancels, and it is the *sum* of the two ends that stays."),
        ],
        facts={"slope": slope},
    )


@family("middling", k=range(1, 13), p=range(2, 10))
def secant_of_a_reciprocal(k: int, p: int) -> Exercise:
    """Find the slope of a hyperbola's secant, from a given place to any other."""
    domain = {"b": (0.2, 12)}
    return Exercise(
        question=r"""
What is the slope of the secant of $\frac{<k>}{x}$ from $x = <p>$ to any other positive $b$? Simplify
until it is defined at $b = <p>$, too.
""",
        answer=Expression(-sp.Integer(k) / (p * B), domain),
        hints=[
            "Bring the two heights to one denominator before you divide by the run.",
            "Above the line you then have $<p> - b$, and below it $b - <p>$. One is minus the other.",
        ],
        solution=r"""
Bring the rise to one denominator:

:::{derive}
\frac{\frac{<k>}{b} - \frac{<k>}{<p>}}{b - <p>} = \frac{<k*>(<p> - b)}{<p>b(b - <p>)} = -\frac{<k>}{<p>b}
:::

As $b$ walks back to $<p>$, this heads for {claim}`-\frac{<k>}{<p> \cdot <p>} = <end>`, the slope of the tangent there.
""",
        slips=[
            Slip(
                Expression(sp.Integer(k) / (p * B), domain),
                "The curve falls, so its slopes are negative. Look again at which difference stands above the line.",
            ),
            Slip(
                Expression(-sp.Rational(k, p * p) + 0 * B, domain),
                "That is where the slope goes as $b$ comes close to $<p>$. Before that, it depends on $b$.",
            ),
            Slip(
                Expression(k * (p - B) / (p * B), domain),
                "That is the rise. Divide it by the run, $b - <p>$, and much of it cancels.",
            ),
        ],
        facts={"end": sp.Rational(-k, p * p)},
    )


@family(
    "middling",
    there=range(10, 121, 2),
    back=range(10, 121, 2),
    where=lambda there, back: (
        2 * there * back % (there + back) == 0 and 1.2 < back / there < 3 and math.lcm(there, back) <= 720
    ),
)
def there_and_back(there: int, back: int) -> Exercise:
    """Average two speeds over one way."""
    way = math.lcm(there, back)
    both = sp.Integer(2 * there * back) / (there + back)
    return Exercise(
        question="""
You average <there> km/h to a town, and <back> km/h back on the same road. What is your average speed over both ways?
""",
        answer=Number(both, unit="km/h"),
        hints=[
            "An average speed is the whole rise over the whole run, and the run is *time*.",
            "The length of the road does not matter. Choose one that both speeds divide, such as <way> km.",
        ],
        solution=r"""
If the town is <way> km away, your times in hours are {claim}`\frac{<way>}{<there>} = <out>` on the way there and
{claim}`\frac{<way>}{<back>} = <home>` on the way back. Over both ways that is

:::{derive}
\frac{<way> + <way>}{<out> + <home>} = \frac{<double>}{<hours>} = <both>
:::

kilometres an hour. The slower way counts for more, because you spend longer on it. With a road of another length, the
length cancels.
""",
        slips=[
            Slip(
                Number(sp.Rational(there + back, 2), unit="km/h"),
                "You took the mean of the two speeds. That would be right if you drove for equal *times*; here the "
                "ways are equal.",
            ),
        ],
        facts={
            "way": way,
            "double": 2 * way,
            "out": way // there,
            "home": way // back,
            "hours": way // there + way // back,
            "both": both,
        },
    )


@family(
    "hard",
    step=(1, 2, 4, 5, 8, 10, 20, 25, 40, 50),
    run=(5, 20, 25, 40, 50),
    where=lambda step, run: run not in (step, 2 * step) and 10 < 200 * step / run**2 * 100 < 10_000,
)
def run_against_rounding(step: int, run: int) -> Exercise:
    """Say how long a run must be so that rounding does no harm to an acceleration."""
    rounded, seconds = sp.Rational(step, 100), sp.Rational(run, 10)
    bound = 2 * rounded / seconds**2
    return Exercise(
        question="""
A receiver rounds positions to <rounded> m. You take speeds over runs of $T$ seconds, and accelerations from these over
the same run. What is the shortest $T$ for which rounding alone puts the acceleration wrong by at most <bound> m/s²?
""",
        answer=Number(seconds, unit="s"),
        hints=[
            "Rounding moves each position by half of <rounded> m at most. How far off can a difference of two be?",
            "A difference of two speeds may be off by twice what one speed is, and it is divided by $T$ again.",
        ],
        solution=r"""
Each position may be off by half of <rounded> m, the difference of two by <rounded> m, and a speed by
{notation}`\frac{<rounded>}{T}`. The difference of two speeds may be off by twice that, and an acceleration by
{notation}`\frac{2 \cdot <rounded>}{T^2}`. This is to be at most <bound>, so the square of $T$ has to be at least
{claim}`\frac{2 \cdot <rounded>}{<bound>} = <square>`, and $T$ at least {claim}`\sqrt{<square>} = <seconds>` seconds.

Half the run makes the error four times as large. On the car's record, with readings every half second, you can try it:

```python
from mvcalc.datasets import (
    car_position, car_track)
from mvcalc.difference import rates

def twice(t, y):
    return rates(*rates(t, y))[1]

t, rounded = car_track()
exact = car_position(t)
off = twice(t, rounded) - twice(t, exact)
print(abs(off).max())  # <= 2 * 0.1 / 0.5**2
```
""",
        slips=[
            Slip(
                Number(seconds**2, unit="s"),
                "That is the square of $T$: the error is divided by $T$ once for the speed, and once more for the "
                "acceleration.",
            ),
            Slip(
                Number(seconds / sp.sqrt(2), unit="s"),
                "A difference of two speeds may be off by both their errors, one up and one down.",
            ),
        ],
        facts={
            "rounded": decimal(rounded),
            "bound": decimal(bound),
            "square": decimal(seconds**2),
            "seconds": decimal(seconds),
            "limits": (rounded, bound),
        },
    )
