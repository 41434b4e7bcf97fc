"""The sandpit as a game on the page."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mvcalc import sandpit as game
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
        told: Mapping[str, Any] = {"level": self.level, "seed": self.seed, **game.rules()}
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
    >>> board.picture.data["paths"][0, "Newton"][0].tolist() == list(game.pit(1, 17).start)
    True
    """
    strategies = {"gradient": game.gradient_steps, "Newton": game.newton_steps}
    games = {name: game.play(level, seed, strategy, tells="hessian") for name, strategy in strategies.items()}
    return Board(trails(games, alt=alt), level, seed)


def script(level: int) -> str:
    """The pits of a level and the function of its surface, as a script that registers them for the game.

    Parameters
    ----------
    level : int
        From 1 to 7.

    Returns
    -------
    str

    Examples
    --------
    >>> script(1).startswith('(self.mvcalc ??= {})["sandpit-1"] = {"look": (v0, v1, ')
    True
    """
    surface = game.SURFACES[game.LEVELS[level - 1].surface]
    look = javascript(surface.outputs, surface.variables)
    return register(f"sandpit-{level}", {"look": look, "pits": embedded(game.shipped(level))})
