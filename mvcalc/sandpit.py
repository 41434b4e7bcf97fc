"""The sandpit: find the lowest place of a hidden floor with few probes.

Seven levels of a hundred pits each. A pit is a square of sand, 10 m by 10 m, over a floor that nobody sees; treasure
lies where the floor is lowest. The rules, which the game in the browser shares:

- **Probe**: a place, kept to the centimetre, tells the floor's height there and, by level, its gradient and its
  Hessian. The first reading, at a stake in the sand, is free.
- **Win**: a probe within `REACH` of the treasure.
- **Stuck**: a probe within `REACH` of another local minimum; the game goes on.
- **Lose**: the level's probes are used up.
- **Par**: the probes that Newton's method needs when it is told everything: from the stake if it finds the treasure so,
  and otherwise from the lowest place of a scan, the scan counted.

Every surface is one expression whose coefficients are the pit's. All that is random comes from a seed by whole numbers,
the noise of level 5 too, so that a pit is the same on every machine.

>>> for level in LEVELS:
...     print(level.number, level.name, level.tells, level.probes)
1 a smooth bowl gradient 12
2 a bowl, heights only height 24
3 a landscape gradient 20
4 several hollows gradient 30
5 rough ground gradient 20
6 a narrow well gradient 30
7 all that there is hessian 12
>>> game = play(1, 17, newton_steps)
>>> game.outcome, game.probes <= game.pit.level.probes
('won', True)

.. rubric:: References

Jorge Nocedal, Stephen J. Wright, *Numerical Optimization*, 2nd edition, Springer 2006, chapters 2 and 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import sympy as sp

from mvcalc.rules import Array, require

__all__ = ["LEVELS", "PITS", "REACH", "SIDE", "STRATEGIES", "SURFACES", "Game", "Level", "Pit", "Reading", "Surface"]
__all__ += ["gradient_steps", "hybrid", "newton_steps", "noise", "pit", "play", "random_steps", "rules", "shipped"]

SIDE = 10.0  #: Length of a pit's side, in metres.
REACH = 0.2  #: How near a probe must come to the treasure, in metres.
PITS = 100  #: How many pits a level has; their seeds count from 1.
RATE = 3.0  #: The factor of the gradient in `gradient_steps`, in metres.
TRUST = 3.0  #: The longest step of `newton_steps`, in metres.
FLAT = 0.02  #: Curvatures smaller than this, per metre, count as this in `newton_steps`.
NEARBY = 0.1  #: How far off a strategy probes to measure what it is not told, in metres.

Strategy = Callable[[Callable[[float, float], "Reading"], "Reading"], None]

# ---- surfaces

X, Y = sp.symbols("x y", real=True)


@dataclass(frozen=True)
class Surface:
    """A floor's height as one expression in x, y and coefficients.

    Attributes
    ----------
    expression : sympy.Expr
        In metres.
    ranges : mapping from Symbol to two ints
        Each coefficient, in order, with the range it is drawn from, in thousandths.
    """

    expression: Any
    ranges: Mapping[Any, tuple[int, int]]

    @property
    def variables(self) -> list[Any]:
        """x, y and the coefficients.

        Examples
        --------
        >>> SURFACES["bowl"].variables
        [x, y, p, q, a, k, c, d]
        """
        return [X, Y, *self.ranges]

    @cached_property
    def outputs(self) -> list[Any]:
        """The height, the gradient (2 entries) and the Hessian (2 rows of 2), by x and y.

        Examples
        --------
        >>> height, gradient, hessian = SURFACES["well"].outputs
        >>> sp.simplify(hessian[0][1] - sp.diff(height, X, Y))
        0
        """
        slopes = [self.expression.diff(v) for v in (X, Y)]
        return [self.expression, slopes, [[g.diff(v) for v in (X, Y)] for g in slopes]]


def _bowl() -> Surface:
    """A long or a round bowl at any angle, steeper the further out."""
    p, q, a, k, c, d = sp.symbols("p q a k c d", real=True)
    t = (a * (X - p + k * (Y - q)) ** 2 + c * (Y - q) ** 2) / 2
    ranges = {p: (2000, 8000), q: (2000, 8000), a: (60, 200), k: (-800, 800), c: (60, 200), d: (1000, 3000)}
    return Surface(t + t**2 / 8 - d, ranges)


def _landscape() -> Surface:
    """A wide bowl with three long waves across it."""
    p, q, e, d = sp.symbols("p q e d", real=True)
    ranges = {p: (2000, 8000), q: (2000, 8000), e: (30, 60), d: (1000, 2000)}
    height = e * ((X - p) ** 2 + (Y - q) ** 2) - d
    for i in range(1, 4):
        h, a, b, c = sp.symbols(f"h{i} a{i} b{i} c{i}", real=True)
        height += h * sp.cos(a * X + b * Y + c)
        ranges |= {h: (150, 450), a: (-900, 900), b: (-900, 900), c: (0, 6283)}
    return Surface(height, ranges)


def _hollows() -> Surface:
    """A shallow bowl with four hollows."""
    e = sp.Symbol("e", real=True)
    ranges = {e: (10, 30)}
    height = e * ((X - 5) ** 2 + (Y - 5) ** 2)
    for i in range(1, 5):
        h, p, q, w = sp.symbols(f"h{i} p{i} q{i} w{i}", real=True)
        height -= h * sp.exp(-((X - p) ** 2 + (Y - q) ** 2) / w)
        ranges |= {h: (600, 2000), p: (1500, 8500), q: (1500, 8500), w: (1500, 4000)}
    return Surface(height, ranges)


def _well() -> Surface:
    """A plain that is almost level, with one deep and narrow well."""
    p, q, e, h, a, b, c, s, t, d, w = sp.symbols("p q e h a b c s t d w", real=True)
    plain = e * ((X - p) ** 2 + (Y - q) ** 2) + h * sp.cos(a * X + b * Y + c)
    ranges = {p: (3000, 7000), q: (3000, 7000), e: (8, 16), h: (50, 150), a: (-700, 700), b: (-700, 700), c: (0, 6283)}
    ranges |= {s: (1000, 9000), t: (1000, 9000), d: (2200, 3000), w: (1100, 2000)}
    return Surface(plain - d * sp.exp(-((X - s) ** 2 + (Y - t) ** 2) / w), ranges)


#: The four kinds of floor.
SURFACES: Mapping[str, Surface] = {
    "bowl": _bowl(),
    "landscape": _landscape(),
    "hollows": _hollows(),
    "well": _well(),
}


@cache
def _compiled(surface: str, module: str) -> tuple[Any, Any]:
    """The height alone, and height, gradient and Hessian; for arrays ("numpy") or, faster, for numbers ("math")."""
    one = SURFACES[surface]
    height, everything = (sp.lambdify(one.variables, e, module, cse=True) for e in (one.expression, one.outputs))
    return height, everything


# ---- levels


@dataclass(frozen=True)
class Level:
    """What one level asks.

    Attributes
    ----------
    number : int
        From 1.
    name : str
    surface : str
        A name in `SURFACES`.
    tells : str
        "height", "gradient" (and the height) or "hessian" (and both).
    probes : int
        How many may be used.
    minima : tuple of two ints
        The fewest and the most local minima that its pits have, the treasure's counted.
    noise : tuple of two floats
        The largest error of a height, in metres, and of each slope.
    """

    number: int
    name: str
    surface: str
    tells: str
    probes: int
    minima: tuple[int, int] = (1, 9)
    noise: tuple[float, float] = (0.0, 0.0)


#: The seven levels, in order.
LEVELS: tuple[Level, ...] = (
    Level(1, "a smooth bowl", "bowl", "gradient", 12, (1, 1)),
    Level(2, "a bowl, heights only", "bowl", "height", 24, (1, 1)),
    Level(3, "a landscape", "landscape", "gradient", 20),
    Level(4, "several hollows", "hollows", "gradient", 30, (3, 9)),
    Level(5, "rough ground", "landscape", "gradient", 20, (1, 1), (0.05, 0.04)),
    Level(6, "a narrow well", "well", "gradient", 30, (2, 9)),
    Level(7, "all that there is", "landscape", "hessian", 12),
)
TELLS = ("height", "gradient", "hessian")


@dataclass(frozen=True)
class Pit:
    """One pit.

    Attributes
    ----------
    level : Level
    seed : int
    coefficients : tuple of float
        Of the level's surface, in the order of its ranges.
    start : tuple of two floats
        Where the stake is.
    minima : tuple of pairs of floats
        Every local minimum, the lowest, which is the treasure, first.
    par : int
    """

    level: Level
    seed: int
    coefficients: tuple[float, ...]
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]
    par: int

    @property
    def treasure(self) -> tuple[float, float]:
        """The lowest place.

        Examples
        --------
        >>> one = pit(1, 17)
        >>> one.treasure == one.coefficients[:2]
        True
        """
        return self.minima[0]

    def height(self, x: Any, y: Any) -> Any:
        """The floor's true height, for numbers or arrays.

        Examples
        --------
        >>> one = pit(1, 17)
        >>> float(one.height(*one.treasure)) == -one.coefficients[-1]
        True
        """
        return _compiled(self.level.surface, "numpy")[0](x, y, *self.coefficients)

    def look(self, x: float, y: float) -> tuple[float, Array, Array]:
        """Height, gradient and Hessian at a place, as a probe would tell them without noise.

        Examples
        --------
        >>> one = pit(4, 17)
        >>> bool(np.linalg.norm(one.look(*one.treasure)[1]) < 1e-3)
        True
        """
        value, slopes, bends = _compiled(self.level.surface, "math")[1](x, y, *self.coefficients)
        return value, np.array(slopes), np.array(bends)


def noise(level: int, seed: int, x: float, y: float, channel: int) -> float:
    """A number from -1 to 1 that looks random, and is always the same at the same place.

    It is made with whole numbers of 32 bits, as the browser makes it, by multiplying and shifting: every bit of the
    place, in centimetres, changes about half of the bits of the result.

    Parameters
    ----------
    level, seed : int
        The pit.
    x, y : float
        The place.
    channel : int
        0 for the height, 1 and 2 for the slopes.

    Returns
    -------
    float

    Examples
    --------
    >>> noise(5, 17, 3.21, 4.0, 0) == noise(5, 17, 3.21, 4.0, 0) != noise(5, 17, 3.22, 4.0, 0)
    True
    """
    bits = 0
    for part in (1000 * level + seed, round(100 * x), round(100 * y), channel):
        bits = (bits ^ part) * 0x9E3779B1 & 0xFFFFFFFF
        bits = (bits ^ bits >> 15) * 0x85EBCA77 & 0xFFFFFFFF
        bits ^= bits >> 13
    return bits / 2**31 - 1


# ---- the rules


@dataclass(frozen=True, eq=False)
class Reading:
    """What a probe told.

    Attributes
    ----------
    x, y : float
        Where, to the centimetre.
    height : float
    gradient : array, shape (2,), or None
    hessian : array, shape (2, 2), or None
        None where the level does not tell.
    verdict : str
        "won", "stuck", "lost", or nothing.
    """

    x: float
    y: float
    height: float
    gradient: Array | None
    hessian: Array | None
    verdict: str

    @property
    def place(self) -> Array:
        """Its place as an array, shape (2,).

        Examples
        --------
        >>> Reading(2.5, 4.0, -1.0, None, None, "").place.tolist()
        [2.5, 4.0]
        """
        return np.array([self.x, self.y])


class Game:
    """One game: a pit, and what has been probed in it.

    Parameters
    ----------
    pit : Pit
    tells : str, optional
        "height", "gradient" or "hessian", to be told less or more than the level tells.

    Attributes
    ----------
    log : list of Reading
        The first is the stake's.
    outcome : str
        "won", "lost" or "open".

    Raises
    ------
    ValueError
        If there is no such thing to be told.

    Examples
    --------
    >>> game = Game(pit(1, 17))
    >>> game.probe(3.333, 5).x
    3.33
    >>> game.probe(*game.pit.treasure).verdict
    'won'
    >>> game.probe(5, 5)
    Traceback (most recent call last):
    ValueError: the game is over: won after 2 probes
    """

    def __init__(self, pit: Pit, tells: str | None = None) -> None:
        self.pit, self.tells = pit, pit.level.tells if tells is None else tells
        require(self.tells in TELLS, f"tells must be one of {', '.join(TELLS)}, got {tells!r}")
        self.outcome = "open"
        self.log = [self._read(*pit.start, verdict="")]

    @property
    def probes(self) -> int:
        """How many were used; the stake's reading is free."""
        return len(self.log) - 1

    @property
    def path(self) -> Array:
        """Where was probed, the stake first; shape (probes + 1, 2)."""
        return np.array([reading.place for reading in self.log])

    def probe(self, x: float, y: float) -> Reading:
        """Probe one place.

        Parameters
        ----------
        x, y : float
            In metres, from 0 to `SIDE`; rounded to the centimetre.

        Returns
        -------
        Reading

        Raises
        ------
        ValueError
            If the place is not in the pit or the game is over.
        """
        require(self.outcome == "open", f"the game is over: {self.outcome} after {self.probes} probes")
        for name, value in (("x", x), ("y", y)):
            require(bool(0 <= value <= SIDE), f"{name} must be from 0 to {SIDE:g} metres, got {value!r}")
        x, y = (math.floor(100 * float(v) + 0.5) / 100 for v in (x, y))
        near = [math.hypot(x - a, y - b) <= REACH for a, b in self.pit.minima]
        if near[0]:
            verdict = self.outcome = "won"
        elif len(self.log) == self.pit.level.probes:
            verdict = self.outcome = "lost"
        else:
            verdict = "stuck" if any(near) else ""
        self.log.append(self._read(x, y, verdict))
        return self.log[-1]

    def _read(self, x: float, y: float, verdict: str) -> Reading:
        level = self.pit.level
        height, slopes, bends = self.pit.look(x, y)
        if any(level.noise):
            errors = [noise(level.number, self.pit.seed, x, y, channel) for channel in range(3)]
            height += level.noise[0] * errors[0]
            slopes = slopes + level.noise[1] * np.array(errors[1:])
        told = TELLS.index(self.tells)
        return Reading(x, y, height, slopes if told > 0 else None, bends if told > 1 else None, verdict)


class _OverError(Exception):
    """Ends a strategy when its game has ended."""


def play(level: int, seed: int, strategy: Strategy, tells: str | None = None) -> Game:
    """Let a strategy play one pit.

    Parameters
    ----------
    level : int
        From 1 to 7.
    seed : int
        From 1 to 100.
    strategy : callable
        ``strategy(probe, reading)``, with the stake's `Reading`. It calls ``probe(x, y)`` as often as it likes, which
        returns the next reading; when the game is won or lost the call does not return. To give up, it returns.
    tells : str, optional
        As for `Game`.

    Returns
    -------
    Game
        Its outcome is "open" if the strategy gave up.

    Raises
    ------
    ValueError
        If there is no such pit, or the strategy probes outside it.

    Examples
    --------
    >>> def straight_down(probe, reading):
    ...     while True:
    ...         reading = probe(*np.clip(reading.place - 5 * reading.gradient, 0, SIDE))
    >>> play(1, 17, straight_down).outcome
    'won'
    """
    return _run(Game(pit(level, seed), tells), strategy)


def _run(game: Game, strategy: Strategy) -> Game:
    def probe(x: float, y: float) -> Reading:
        reading = game.probe(x, y)
        if game.outcome != "open":
            raise _OverError
        return reading

    with suppress(_OverError):
        strategy(probe, game.log[0])
    return game


# ---- strategies


def random_steps(probe: Callable[[float, float], Reading], reading: Reading) -> None:
    """Try a random step from the lowest place so far; longer after a success, shorter after a failure.

    It uses heights alone.

    Parameters
    ----------
    probe : callable
    reading : Reading
        Where it starts, which also seeds its dice.

    Examples
    --------
    >>> game = play(2, 17, random_steps)
    >>> min(r.height for r in game.log) < game.log[0].height
    True
    """
    dice, best, size = Random(round(1000 * reading.x) * 10007 + round(1000 * reading.y)), reading, 2.5
    while True:
        step = size * np.array([2 * dice.random() - 1, 2 * dice.random() - 1])
        reading = probe(*_inside(best.place + step))
        lower = reading.height < best.height
        best, size = (reading, 1.5 * size) if lower else (best, 0.8 * size)


def gradient_steps(probe: Callable[[float, float], Reading], reading: Reading) -> None:
    """Walk against the gradient, `RATE` times its length.

    Where it is not told the gradient, it measures it with two more probes.

    Parameters
    ----------
    probe : callable
    reading : Reading
        Where it starts.

    Examples
    --------
    >>> play(1, 17, gradient_steps).probes < play(2, 17, gradient_steps).probes
    True
    """
    while True:
        slopes, _ = _measured(probe, reading, False)
        last, reading = reading, probe(*_inside(reading.place - RATE * slopes))
        if np.array_equal(last.place, reading.place):
            return


def newton_steps(probe: Callable[[float, float], Reading], reading: Reading) -> None:
    """Step to the lowest place of the quadratic model, every curvature taken by its size so that steps go down.

    Steps are at most `TRUST` long. Where it is not told the Hessian, it measures it: with two more probes from
    gradients, with five from heights. It gives up where it does not move.

    Parameters
    ----------
    probe : callable
    reading : Reading
        Where it starts.

    Examples
    --------
    >>> play(7, 17, newton_steps).probes <= play(7, 17, gradient_steps).probes
    True
    """
    while True:
        place = _newton(reading.place, *_measured(probe, reading, True))
        last, reading = reading, probe(*place)
        if np.array_equal(last.place, reading.place):
            return


def hybrid(probe: Callable[[float, float], Reading], reading: Reading) -> None:
    """Scan the pit on a lattice of 4 by 4, then let `newton_steps` go from the lowest place, the next lowest, ….

    Parameters
    ----------
    probe : callable
    reading : Reading
        Where it starts, which it does not use.

    Examples
    --------
    >>> play(6, 17, hybrid).outcome
    'won'
    """
    seen = [probe(x, y) for y in LATTICE for x in LATTICE]
    for lowest in sorted(seen, key=lambda each: each.height):
        newton_steps(probe, lowest)


LATTICE = (1.25, 3.75, 6.25, 8.75)
#: The strategies by their names.
STRATEGIES: Mapping[str, Strategy] = {
    "random": random_steps,
    "gradient": gradient_steps,
    "Newton": newton_steps,
    "hybrid": hybrid,
}


def _inside(place: Array) -> Array:
    return np.clip(place, 0, SIDE)


def _newton(place: Array, slopes: Array, bends: Array) -> Array:
    values, axes = np.linalg.eigh(bends)
    step = -axes @ ((axes.T @ slopes) / np.maximum(np.abs(values), FLAT))
    return _inside(place + step * min(1.0, TRUST / max(float(np.linalg.norm(step)), 1e-12)))


def _measured(probe: Callable[[float, float], Reading], here: Reading, second: bool) -> tuple[Array, Array]:
    """The gradient at a reading and, if asked for, the Hessian, measured by more probes where they are not told."""
    bends = here.hessian if here.hessian is not None else np.zeros((2, 2))
    if here.gradient is not None and (here.hessian is not None or not second):
        return here.gradient, bends
    steps = np.where(here.place < SIDE / 2, NEARBY, -NEARBY)  # to the inside
    off = np.diag(steps)
    once = [probe(*(here.place + step)) for step in off]
    if here.gradient is not None:
        bends = np.array([(r.gradient - here.gradient) / h for r, h in zip(once, steps, strict=True)])
        return here.gradient, (bends + bends.T) / 2
    rise = np.array([r.height - here.height for r in once])
    if not second:
        return rise / steps, bends
    twice = np.array([probe(*(here.place + 2 * step)).height for step in off]) - here.height
    across = probe(*(here.place + steps)).height - here.height
    bends = np.diag((twice - 2 * rise) / steps**2)
    bends[0, 1] = bends[1, 0] = (across - rise.sum()) / steps.prod()
    return (4 * rise - twice) / (2 * steps), bends


# ---- pits


@lru_cache(maxsize=None, typed=True)
def pit(level: int, seed: int) -> Pit:
    """The pit of a level with this seed.

    Parameters
    ----------
    level : int
        From 1 to 7.
    seed : int
        From 1 to 100.

    Returns
    -------
    Pit

    Raises
    ------
    ValueError
        If there is no such pit.

    Examples
    --------
    >>> one = pit(4, 17)
    >>> len(one.minima) >= 3, one.par <= one.level.probes
    (True, True)
    """
    for name, value, most in (("level", level, len(LEVELS)), ("seed", seed, PITS)):
        whole = isinstance(value, int) and not isinstance(value, bool)
        require(whole and 1 <= value <= most, f"{name} must be a whole number from 1 to {most}, got {value!r}")
    return next(_accepted(LEVELS[level - 1], seed))


def _accepted(level: Level, seed: int) -> Iterator[Pit]:
    """Draw coefficients again and again; those pits that are fair, and that Newton's method needs two probes for."""
    dice = Random(1000 * level.number + seed)
    ranges = SURFACES[level.surface].ranges.values()
    while True:
        drawn = tuple((low + int(dice.random() * (high - low + 1))) / 1000 for low, high in ranges)
        start = (5 + int(dice.random() * 91)) / 10, (5 + int(dice.random() * 91)) / 10
        one = Pit(level, seed, drawn, start, _minima(level, drawn), 0)
        if not level.minima[0] <= len(one.minima) <= level.minima[1] or not _fair(one):
            continue
        games = (_run(Game(one, "hessian"), strategy) for strategy in (newton_steps, hybrid))
        par = next((game.probes for game in games if game.outcome == "won"), None)
        if par and par > 1:
            yield replace(one, par=par)


@cache
def _grid() -> tuple[Array, Array]:
    x, y = np.meshgrid(np.linspace(0, SIDE, 61), np.linspace(0, SIDE, 61))
    return x, y


@cache
def _rim() -> tuple[Array, Array]:
    x, y = _grid()
    on = (x == 0) | (x == SIDE) | (y == 0) | (y == SIDE)
    return x[on], y[on]


def _minima(level: Level, coefficients: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """The local minima inside the pit: those of a grid, refined by Newton's method; the lowest first."""
    x, y = _grid()
    z = _compiled(level.surface, "numpy")[0](x, y, *coefficients)
    middle = z[1:-1, 1:-1]
    lowest = np.ones(middle.shape, dtype=bool)
    for i, j in ((i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)):
        lowest &= middle <= z[i : i + 59, j : j + 59]
    found: list[tuple[float, float, float]] = []
    for row, column in np.argwhere(lowest):
        one = _refined(level, coefficients, float(x[0, column + 1]), float(y[row + 1, 0]))
        if one is not None and all(math.hypot(one[1] - u, one[2] - v) > REACH / 10 for _, u, v in found):
            found.append(one)
    return tuple((round(10000 * a) / 10000, round(10000 * b) / 10000) for _, a, b in sorted(found))


def _refined(level: Level, coefficients: tuple[float, ...], a: float, b: float) -> tuple[float, float, float] | None:
    """Height and place of the minimum that Newton's method goes to from a place; None if it leaves the valley."""
    look = _compiled(level.surface, "math")[1]
    value = math.inf
    for _ in range(20):
        value, (gx, gy), ((p, q), (_, r)) = look(a, b, *coefficients)
        determinant = p * r - q * q
        if determinant <= 0 or p <= 0:
            return None
        before = a, b
        a, b = a - (r * gx - q * gy) / determinant, b - (p * gy - q * gx) / determinant
        if (a, b) == before:
            break
    return value, a, b


def _fair(one: Pit) -> bool:
    """Whether treasure and other minima are well apart, and the treasure is well inside and clearly the lowest."""
    if not all(0.6 <= v <= SIDE - 0.6 for v in one.treasure) or math.dist(one.start, one.treasure) < 3:
        return False
    if any(math.dist(a, b) < 1 for a, b in combinations(one.minima, 2)):
        return False
    floor, _, bends = one.look(*one.treasure)
    others = [float(one.height(*_rim()).min()), *(one.look(*place)[0] for place in one.minima[1:])]
    return min(others) - floor >= 0.15 and bool(np.linalg.eigvalsh(bends)[0] >= 0.03)


def rules() -> dict[str, Any]:
    """What the browser must know of the game before it has a pit.

    Returns
    -------
    dict
        The constants of this module by their names in lower case, and of each level its name, what it tells, its
        probes and its noise.

    Examples
    --------
    >>> rules()["levels"][4]
    {'name': 'rough ground', 'tells': 'gradient', 'probes': 20, 'noise': [0.05, 0.04]}
    """
    levels = [{"name": v.name, "tells": v.tells, "probes": v.probes, "noise": list(v.noise)} for v in LEVELS]
    constants = {"side": SIDE, "reach": REACH, "rate": RATE, "trust": TRUST, "flat": FLAT, "pits": PITS}
    return {**constants, "levels": levels}


def shipped(level: int) -> list[Any]:
    """All pits of a level in whole numbers, for the browser.

    Parameters
    ----------
    level : int
        From 1 to 7.

    Returns
    -------
    list
        For each seed from 1 on: coefficients in thousandths, stake in tenths and minima in ten-thousandths of a
        metre, par.

    Examples
    --------
    >>> coefficients, stake, minima, par = shipped(1)[17 - 1]
    >>> par == pit(1, 17).par
    True
    """

    def whole(values: Any, parts: int) -> list[int]:
        return [round(parts * v) for v in values]

    def row(one: Pit) -> list[Any]:
        minima = whole([v for place in one.minima for v in place], 10000)
        return [whole(one.coefficients, 1000), whole(one.start, 10), minima, one.par]

    return [row(pit(level, seed)) for seed in range(1, PITS + 1)]
