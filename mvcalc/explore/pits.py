"""The sandpit as a game on the page."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mvcalc import sandpit as rules
from mvcalc.figures.house import Picture
from mvcalc.figures.pits import trails
from mvcalc.web import embedded, javascript, register

__all__ = ["Board", "sandpit", "script"]


@dataclass(frozen=True)
class Board:
    """A game of the sandpit, and the still drawing that stands for it elsewhere.

    Attributes
    ----------
    picture : Picture
    level, seed : int
        The pit that is played first.
    """

    picture: Picture
    level: int
    seed: int

    def _repr_html_(self) -> str:
        told: Mapping[str, Any] = {"kind": "sandpit", "level": self.level, "seed": self.seed}
        missed = "With JavaScript you can play: probe the floor of 700 pits, and look for the lowest place of each."
        return (
            f'<div class="mv-explore" data-kind="sandpit">{self.picture._repr_html_()}'
            f'<noscript><p class="mv-missed">{html.escape(missed)}</p></noscript>'
            '<div class="mv-panel pst-js-only"></div>'
            f'<script type="application/json">{embedded(told)}</script></div>'
        )


def sandpit(level: int, seed: int, *, alt: str) -> Board:
    """The game of :mod:`mvcalc.sandpit`, at first with one of its pits.

    The still drawing shows that pit laid open, with the ways that gradient descent and Newton's method take in it.

    Parameters
    ----------
    level : int
        From 1 to 7.
    seed : int
        From 1 to 100.
    alt : str
        What the still drawing shows, in words.

    Returns
    -------
    Board

    Raises
    ------
    ValueError
        If there is no such pit.

    Examples
    --------
    >>> board = sandpit(1, 17, alt="Level lines of a bowl, and two paths to its lowest place.")
    >>> board.picture.data["paths"][0, "Newton"][0].tolist() == list(rules.pit(1, 17).start)
    True
    """
    strategies = {"gradient": rules.gradient_steps, "Newton": rules.newton_steps}
    games = {name: rules.play(level, seed, strategy, tells="hessian") for name, strategy in strategies.items()}
    return Board(trails(games, alt=alt), level, seed)


def script() -> str:
    """All pits, and the functions of their surfaces, as a script that registers them for the game.

    Returns
    -------
    str

    Examples
    --------
    >>> script().startswith('(self.mvcalc ??= {})["sandpit"] = {"bowl": (v0, v1, ')
    True
    """
    surfaces = {name: javascript(surface.outputs, surface.variables) for name, surface in rules.SURFACES.items()}
    return register("sandpit", {**surfaces, "data": embedded(rules.shipped())})
