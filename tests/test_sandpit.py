"""The sandpit: pits against SciPy's global optimiser, rules against their words, strategies against other routes."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc import explore, figures, sandpit
from mvcalc.explore.pits import script
from mvcalc.sandpit import LEVELS, PITS, REACH, SIDE, Game, Pit, Reading, pit, play

NUMBERS = [level.number for level in LEVELS]
FEW = [(level, seed) for level in NUMBERS for seed in (1, 17, 42, 73, 100)]
ALL = [(level, seed) for level in NUMBERS for seed in range(1, PITS + 1) if (level, seed) not in FEW]
EVERY = [*FEW, *(pytest.param(*one, marks=pytest.mark.thorough) for one in ALL)]
ALT = "What the drawing shows, in words."


def away(place: tuple[float, float], distance: float) -> tuple[float, float]:
    """A place so far from another, towards the middle."""
    back = np.array([SIDE / 2, SIDE / 2]) - place
    x, y = place + distance * back / np.linalg.norm(back)
    return float(x), float(y)


# ---- surfaces


@pytest.mark.parametrize("level", [1, 3, 4, 6])
def test_derivatives_are_those_of_the_height(level: int) -> None:
    one, rng = pit(level, 5), np.random.default_rng(level)
    surface = sandpit.SURFACES[one.level.surface]
    exact = sp.lambdify(
        surface.variables[:2],
        surface.expression.subs(dict(zip(surface.ranges, map(sp.nsimplify, one.coefficients), strict=True))),
        "mpmath",
    )
    with mpmath.workdps(40):
        for x, y in rng.uniform(0, SIDE, (20, 2)):
            value, slopes, bends = one.look(x, y)
            assert value == pytest.approx(float(exact(mpmath.mpf(x), mpmath.mpf(y))), rel=1e-12, abs=1e-12)
            wanted = {
                order: float(mpmath.diff(exact, (x, y), order)) for order in [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
            }
            assert slopes == pytest.approx([wanted[1, 0], wanted[0, 1]], rel=1e-11, abs=1e-11)
            assert bends.ravel() == pytest.approx(
                [wanted[2, 0], wanted[1, 1], wanted[1, 1], wanted[0, 2]], rel=1e-11, abs=1e-11
            )


def test_height_takes_arrays() -> None:
    one = pit(4, 3)
    x, y = np.meshgrid(np.linspace(0, SIDE, 4), np.linspace(0, SIDE, 3))
    assert one.height(x, y).shape == (3, 4)
    assert one.height(x, y)[2, 1] == pytest.approx(one.look(x[2, 1], y[2, 1])[0])


# ---- pits


def confirm(one: Pit) -> None:
    """Hold a pit's treasure against the place that SciPy finds by dividing the square (DIRECT)."""
    bounds = [(0.0, SIDE)] * 2

    def height(v: Any) -> float:
        return float(one.height(*v))

    divided = scipy.optimize.direct(height, bounds, eps=1e-3, maxfun=4000, locally_biased=False)
    found = scipy.optimize.minimize(height, divided.x, bounds=bounds, tol=1e-12)
    assert math.dist(found.x, one.treasure) < 1e-3, f"the lowest place is {found.x}, not {one.treasure}"


@pytest.mark.parametrize(("level", "seed"), EVERY)
def test_treasure_is_at_the_lowest_place(level: int, seed: int) -> None:
    confirm(pit(level, seed))


@pytest.mark.parametrize("level", [4, 6])
def test_a_treasure_elsewhere_is_refused(level: int) -> None:
    one = pit(level, 17)
    with pytest.raises(AssertionError, match="the lowest place is"):
        confirm(replace(one, minima=one.minima[::-1]))


@pytest.mark.parametrize(("level", "seed"), EVERY)
def test_minima_are_minima_and_apart(level: int, seed: int) -> None:
    one = pit(level, seed)
    for place in one.minima:
        _, slopes, bends = one.look(*place)
        assert np.linalg.norm(slopes) < 2e-3
        assert scipy.linalg.eigvalsh(bends)[0] > 0
    assert all(math.dist(a, b) > 2 * REACH for i, a in enumerate(one.minima) for b in one.minima[:i])
    assert math.dist(one.start, one.treasure) >= 3
    fewest, most = one.level.minima
    assert fewest <= len(one.minima) <= most


@pytest.mark.parametrize(("level", "seed"), [(4, 17), (6, 42), (3, 1), (7, 73)])
def test_no_minimum_is_missed(level: int, seed: int) -> None:
    one = pit(level, seed)
    for start in np.random.default_rng(seed).uniform(0, SIDE, (60, 2)):
        found = scipy.optimize.minimize(
            lambda v: float(one.height(*v)), start, method="L-BFGS-B", bounds=[(0, SIDE)] * 2, tol=1e-12
        ).x
        on_the_rim = bool(np.any((found < 1e-6) | (found > SIDE - 1e-6)))
        assert on_the_rim or min(math.dist(found, place) for place in one.minima) < 0.01


@pytest.mark.parametrize(("level", "seed"), EVERY)
def test_par_is_what_newton_needs_with_or_without_a_scan(level: int, seed: int) -> None:
    one = pit(level, seed)
    game = play(level, seed, sandpit.newton_steps, tells="hessian")
    if game.outcome != "won":
        game = play(level, seed, sandpit.hybrid, tells="hessian")
    assert (game.outcome, game.probes) == ("won", one.par)
    assert 2 <= one.par <= one.level.probes


def test_pits_are_the_same_in_another_process() -> None:
    code = "from mvcalc.sandpit import pit; print([pit(level, 9) for level in range(1, 8)])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == str([pit(level, 9) for level in NUMBERS])


def test_pits_differ() -> None:
    assert len({pit(level, seed).coefficients for level in NUMBERS for seed in range(1, 11)}) == 70


@pytest.mark.parametrize(
    ("level", "seed", "message"),
    [
        (0, 1, "level must be a whole number from 1 to 7, got 0"),
        (8, 1, "level"),
        (True, 1, "level"),
        (1, 101, "seed must be a whole number from 1 to 100, got 101"),
        (1, 0, "seed"),
        (1, 1.0, "seed"),
        (1, "2", "seed"),
    ],
)
def test_a_pit_that_there_is_not_is_refused(level: Any, seed: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pit(level, seed)


# ---- rules


def test_the_stake_is_free_and_the_last_probe_loses() -> None:
    game = Game(pit(1, 17))
    assert (game.probes, game.log[0].place.tolist(), game.outcome) == (0, list(game.pit.start), "open")
    far = away(game.pit.treasure, 1)
    verdicts = [game.probe(*far).verdict for _ in range(game.pit.level.probes)]
    assert verdicts == [""] * (game.pit.level.probes - 1) + ["lost"]
    assert (game.outcome, game.probes) == ("lost", game.pit.level.probes)


def test_the_last_probe_may_still_win() -> None:
    game = Game(pit(1, 17))
    for _ in range(game.pit.level.probes - 1):
        game.probe(*away(game.pit.treasure, 1))
    assert game.probe(*game.pit.treasure).verdict == game.outcome == "won"


@pytest.mark.parametrize(("distance", "verdict"), [(0, "won"), (REACH - 0.01, "won"), (REACH + 0.01, "")])
def test_near_is_near(distance: float, verdict: str) -> None:
    one = pit(1, 17)
    assert Game(one).probe(*away(one.treasure, distance)).verdict == verdict


def test_another_hollow_says_so_and_the_game_goes_on() -> None:
    one = pit(4, 17)
    game = Game(one)
    for place in one.minima[1:]:
        assert game.probe(*place).verdict == "stuck"
        assert game.probe(*away(place, REACH + 0.02)).verdict == ""
    assert game.outcome == "open"
    assert game.probe(*one.treasure).verdict == "won"


@given(st.floats(0, SIDE), st.floats(0, SIDE), st.integers(1, 7), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_a_probe_goes_to_the_centimetre_and_tells_what_is_there(x: float, y: float, level: int, seed: int) -> None:
    one = pit(level, seed)
    reading = Game(one, tells="hessian").probe(x, y)
    assert abs(reading.x - x) <= 0.005 + 1e-9
    assert round(100 * reading.x) / 100 == reading.x
    value, slopes, bends = one.look(reading.x, reading.y)
    assert abs(reading.height - value) <= one.level.noise[0]
    assert reading.gradient is not None
    assert np.all(np.abs(reading.gradient - slopes) <= one.level.noise[1])
    assert np.array_equal(reading.hessian, bends)


@pytest.mark.parametrize(
    ("tells", "has"), [("height", (False, False)), ("gradient", (True, False)), ("hessian", (True, True))]
)
def test_a_probe_tells_what_it_should(tells: str, has: tuple[bool, bool]) -> None:
    reading = Game(pit(2, 3), tells=tells).log[0]
    assert (reading.gradient is not None, reading.hessian is not None) == has


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.01, 10.01])
@pytest.mark.parametrize("which", [0, 1])
def test_a_place_outside_is_refused_and_costs_nothing(bad: float, which: int) -> None:
    game = Game(pit(1, 17))
    place = [3.0, 3.0]
    place[which] = bad
    with pytest.raises(ValueError, match=rf"{'xy'[which]} must be from 0 to 10 metres, got {re.escape(repr(bad))}"):
        game.probe(*place)
    assert game.probes == 0


def test_a_game_that_is_over_takes_no_probe() -> None:
    game = Game(pit(1, 17))
    game.probe(*game.pit.treasure)
    with pytest.raises(ValueError, match="the game is over: won after 1 probes"):
        game.probe(5, 5)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(ValueError, match="tells must be one of height, gradient, hessian, got 'all'"):
        Game(pit(1, 17), tells="all")


# ---- noise


def another_noise(level: int, seed: int, x: float, y: float, channel: int) -> float:
    """The same by NumPy's own 32-bit numbers, which wrap around by themselves."""
    with np.errstate(over="ignore"):
        bits = np.uint32(0)
        for part in (1000 * level + seed, round(100 * x), round(100 * y), channel):
            bits = (bits ^ np.uint32(part)) * np.uint32(0x9E3779B1)
            bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0x85EBCA77)
            bits = bits ^ (bits >> np.uint32(13))
    return float(bits) / 2**31 - 1


def test_noise_is_as_another_arithmetic_makes_it() -> None:
    rng = np.random.default_rng(3)
    for x, y in np.round(rng.uniform(0, SIDE, (200, 2)), 2):
        for channel in range(3):
            assert sandpit.noise(5, 17, x, y, channel) == another_noise(5, 17, x, y, channel)


def test_noise_looks_random() -> None:
    places = [(i / 100, j / 100) for i in range(0, 1001, 20) for j in range(0, 1001, 20)]
    values = np.array([[sandpit.noise(5, 17, x, y, channel) for channel in range(3)] for x, y in places])
    assert np.all(np.abs(values) <= 1)
    standard_error = math.sqrt(1 / 3 / len(values))
    assert np.all(np.abs(values.mean(axis=0)) < 4 * standard_error)
    assert np.all(np.abs(values.var(axis=0) - 1 / 3) < 0.03)
    aside = np.array(
        [[sandpit.noise(5, 17, x + 0.01, y, channel) for channel in range(3)] for x, y in places if x < 9.99]
    )
    here = np.array([v for v, (x, _) in zip(values, places, strict=True) if x < 9.99])
    for pairs in (np.corrcoef(values.T), np.corrcoef(here.T, aside.T)):
        assert np.all(np.abs(pairs - np.eye(len(pairs))) < 0.1)


def test_only_rough_ground_has_noise() -> None:
    for level in LEVELS:
        one = pit(level.number, 8)
        assert (Game(one).log[0].height == one.look(*one.start)[0]) == (level.number != 5)


# ---- strategies


def test_gradient_steps_go_against_the_slope() -> None:
    log = play(3, 4, sandpit.gradient_steps).log
    for before, after in pairwise(log):
        assert before.gradient is not None
        assert after.place == pytest.approx(np.clip(before.place - sandpit.RATE * before.gradient, 0, SIDE), abs=0.0051)


@pytest.mark.parametrize(("level", "seed"), [(7, 9), (4, 29), (6, 13), (3, 21)])
def test_newton_steps_go_to_the_lowest_place_of_the_model(level: int, seed: int) -> None:
    log, downs = play(level, seed, sandpit.newton_steps, tells="hessian").log, 0
    for before, after in pairwise(log):
        assert before.hessian is not None
        size = np.real(scipy.linalg.sqrtm(before.hessian @ before.hessian))  # |H|, by another way
        if scipy.linalg.eigvalsh(size)[0] < 2 * sandpit.FLAT:
            continue
        step = -scipy.linalg.solve(size, before.gradient)
        step *= min(1, sandpit.TRUST / np.linalg.norm(step))
        assert after.place == pytest.approx(np.clip(before.place + step, 0, SIDE), abs=0.0051)
        downs += 1
    assert downs >= 2


@pytest.mark.parametrize(
    ("strategy", "tells", "cost"),
    [
        (sandpit.gradient_steps, "height", 3),
        (sandpit.gradient_steps, "gradient", 1),
        (sandpit.newton_steps, "height", 6),
        (sandpit.newton_steps, "gradient", 3),
        (sandpit.newton_steps, "hessian", 1),
        (sandpit.random_steps, "height", 1),
    ],
)
def test_a_step_costs_what_must_be_measured_for_it(strategy: Any, tells: str, cost: int) -> None:
    """The first step from what was measured leads near to where the truth leads, after that many probes."""
    game, told = play(7, 3, strategy, tells=tells), play(7, 3, strategy, tells="hessian")
    assert math.dist(game.path[cost], told.path[1]) < 0.35
    assert all(math.dist(place, game.path[0]) < 0.21 for place in game.path[1:cost])


def test_the_hybrid_scans_first_and_then_starts_from_the_lowest() -> None:
    game = play(6, 9, sandpit.hybrid, tells="hessian")
    scan, first = game.log[1:17], game.log[17]
    assert sorted(map(tuple, game.path[1:17])) == [
        (x, y) for x in (1.25, 3.75, 6.25, 8.75) for y in (1.25, 3.75, 6.25, 8.75)
    ]
    lowest = min(scan, key=lambda r: r.height)
    assert math.dist(first.place, lowest.place) <= sandpit.TRUST + 0.01
    assert math.dist(first.place, game.pit.treasure) < math.dist(lowest.place, game.pit.treasure)


def test_random_steps_stay_near_the_lowest_place_and_repeat_themselves() -> None:
    games = [play(4, 2, sandpit.random_steps, tells="height") for _ in range(2)]
    assert np.array_equal(games[0].path, games[1].path)
    assert games[0].probes == 30
    late = games[0].log[-4:]
    lowest = min(games[0].log[:-4], key=lambda r: r.height)
    assert np.mean([math.dist(r.place, lowest.place) for r in late]) < 2


def test_a_strategy_may_give_up_and_none_may_leave_the_pit() -> None:
    def idle(probe: Callable[[float, float], Reading], reading: Reading) -> None:
        probe(5, 5)

    def lost(probe: Callable[[float, float], Reading], reading: Reading) -> None:
        probe(11, 5)

    game = play(1, 17, idle)
    assert (game.outcome, game.probes) == ("open", 1)
    with pytest.raises(ValueError, match="x must be from 0 to 10 metres, got 11"):
        play(1, 17, lost)


def test_a_strategys_own_error_is_its_own() -> None:
    def broken(probe: Callable[[float, float], Reading], reading: Reading) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        play(1, 17, broken)


@pytest.mark.parametrize("level", NUMBERS)
def test_newton_gives_up_only_where_the_floor_is_level_or_at_the_rim(level: int) -> None:
    for seed in range(1, 21):
        game = play(level, seed, sandpit.newton_steps, tells="hessian")
        if game.outcome == "open":
            last = game.log[-1]
            assert last.gradient is not None
            assert np.linalg.norm(last.gradient) < 0.1 or np.any((last.place == 0) | (last.place == SIDE))


# ---- what is shipped and drawn


@pytest.mark.parametrize(("level", "seed"), FEW)
def test_whole_numbers_give_the_pit_back(level: int, seed: int) -> None:
    coefficients, start, minima, par = sandpit.shipped(level)[seed - 1]
    one = pit(level, seed)
    places = [v / 10000 for v in minima]
    back = (
        tuple(v / 1000 for v in coefficients),
        tuple(v / 10 for v in start),
        tuple(zip(places[::2], places[1::2], strict=True)),
        par,
    )
    assert back == (one.coefficients, one.start, one.minima, one.par)


@pytest.mark.parametrize("level", NUMBERS)
def test_a_levels_script_is_data_and_a_function_that_can_stand_on_a_page(level: int) -> None:
    text = script(level)
    assert "<" not in text
    assert text.startswith(f'(self.mvcalc ??= {{}})["sandpit-{level}"] = {{"look": (v0, v1, ')
    assert json.loads(text[text.index('"pits": ') + 8 : -2]) == sandpit.shipped(level)


def test_trails_draw_the_paths() -> None:
    games = {"gradient": play(4, 29, sandpit.gradient_steps), "Newton": play(4, 29, sandpit.newton_steps)}
    picture = figures.trails(games, {"hybrid": play(6, 9, sandpit.hybrid)}, alt=ALT)
    assert len(picture.axes) == 2
    drawn = [line.get_xydata() for line in picture.axes[0].lines]
    for name, game in games.items():
        assert np.array_equal(picture.data["paths"][0, name], game.path)
        assert any(np.shape(line) == game.path.shape and np.allclose(line, game.path) for line in drawn)


@pytest.mark.parametrize("panels", [(), ({},), ({"a": 1},) * 4])
def test_panels_without_games_are_refused(panels: Any) -> None:
    with pytest.raises(ValueError, match="expected one or two panels with games"):
        figures.trails(*panels, alt=ALT)


def test_a_panel_of_two_pits_is_refused() -> None:
    games = {str(seed): play(1, seed, sandpit.newton_steps) for seed in (1, 2)}
    with pytest.raises(ValueError, match="a panel shows games of one pit, not of 2: 1, 2"):
        figures.trails(games, alt=ALT)


def test_the_board_has_a_still_drawing_and_says_what_is_missed() -> None:
    text = explore.sandpit(3, 17, alt=ALT)._repr_html_()
    assert text.startswith('<div class="mv-explore" data-kind="sandpit"><svg')
    assert "<noscript><p" in text
    told = re.search(r'<script type="application/json">(.*?)</script>', text)
    assert told is not None
    assert json.loads(told[1]) == {"level": 3, "seed": 17, **sandpit.rules()}
    with pytest.raises(ValueError, match="seed must be a whole number"):
        explore.sandpit(3, 1700, alt=ALT)
    with pytest.raises(ValueError, match="alt must say in words"):
        explore.sandpit(3, 17, alt="a pit")
