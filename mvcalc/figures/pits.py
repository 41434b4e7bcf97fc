"""Pits of the sandpit laid open, with the paths of those who played there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mvcalc.figures.house import COLOURS, Picture, blank, worded
from mvcalc.sandpit import SIDE, Game

__all__ = ["trails"]

#: The colour of a path, by the name of its strategy: that of what it goes by.
_BY = {"gradient": "derivative", "Newton": "second"}
HEIGHTS = (4.2, 3.3)  # inches, for one panel and two


def trails(*panels: Mapping[str, Game], alt: str) -> Picture:
    """Level lines of pits, with the paths that games took there.

    A square is the stake and a cross the treasure; a ring is a local minimum without treasure.

    Parameters
    ----------
    *panels : mapping from str to Game
        One or two panels; the games of one, by name, are of one pit.
    alt : str
        What the picture shows, in words.

    Returns
    -------
    Picture
        Its data are the paths, each with its panel's place and its name.

    Raises
    ------
    ValueError
        If there are no panels or more than two, or one has games of different pits.

    Examples
    --------
    >>> from mvcalc.sandpit import newton_steps, play
    >>> game = play(1, 17, newton_steps)
    >>> picture = trails({"Newton": game}, alt="A path of few steps to the middle of a bowl.")
    >>> bool((picture.data["paths"][0, "Newton"] == game.path).all())
    True
    """
    alt = worded(alt)
    if not 1 <= len(panels) <= 2 or not all(panels):
        raise ValueError(f"expected one or two panels with games, not {[list(games) for games in panels]}")
    side = np.linspace(0, SIDE, 31)
    grid = np.meshgrid(side, side)
    paths = {}
    drawn = blank(1, len(panels), height=HEIGHTS[len(panels) - 1])
    for i, (axes, games) in enumerate(zip(drawn, panels, strict=True)):
        pit, *others = {game.pit for game in games.values()}
        if others:
            raise ValueError(f"a panel shows games of one pit, not of {1 + len(others)}: {', '.join(games)}")
        z = pit.height(*grid)
        rings = [pit.height(*place) + 0.08 for place in pit.minima]  # one small ring around each
        levels = np.unique([*np.quantile(z, [0.1, 0.3, 0.5, 0.7, 0.9]), *rings])
        axes.contour(*grid, z, levels=levels, colors=COLOURS["function"], linewidths=0.8, alpha=0.5, linestyles="solid")
        axes.grid(visible=False)
        axes.set(xlim=(0, SIDE), ylim=(0, SIDE), aspect="equal", xticks=[0, 5, 10], yticks=[0, 5, 10])
        axes.set_title(", ".join(games), loc="left", color=COLOURS["ink"], style="italic")
        for k, (name, game) in enumerate(games.items()):  # the later ones thinner, that the earlier show under them
            look: dict[str, Any] = {
                "color": COLOURS[_BY.get(name, "point")],
                "markersize": 4.4 - 0.8 * k,
                "linewidth": 2.1 - 0.8 * k,
            }
            axes.plot(*game.path.T, "o-", clip_on=False, **look)
            paths[i, name] = game.path
        axes.plot(*pit.start, "s", color=COLOURS["ink"], markersize=5.5, zorder=5)
        axes.plot(*pit.treasure, "x", color=COLOURS["ink"], markersize=9, markeredgewidth=2.2, zorder=5)
        rest = np.array(pit.minima[1:]).reshape(-1, 2)
        axes.plot(*rest.T, "o", color=COLOURS["ink"], markersize=8, fillstyle="none", linestyle="none", zorder=5)
    return Picture(drawn, alt, {"paths": paths})
