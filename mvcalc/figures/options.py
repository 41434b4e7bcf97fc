"""Pictures to choose among: the same frame in each, and another curve.

They are drawn once, all curves in one frame, and printed without the other curves: a frame takes longer to draw than
what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine

from mvcalc.figures.functions import sampled, small
from mvcalc.figures.house import COLOURS, Function, Picture, blank, headline, interval, printed, styled, worded

__all__ = ["Alternative", "frame", "options"]

_printed = lru_cache(1)(printed)  # the pictures of one figure are shown one after the other


@dataclass(frozen=True)
class Alternative(Picture):
    """One of several pictures that share their axes.

    Attributes
    ----------
    others : sequence of str
        The ids of the curves that it does not show.
    """

    others: Sequence[str] = field(default=())

    def _repr_html_(self) -> str:
        text = _printed(self.axes[0].get_figure(root=True))
        for other in self.others:
            text = re.sub(rf'<g id="{other}">.*?</g>\s*', "", text, flags=re.DOTALL)
        return styled(text, self.alt)


def options(
    functions: Sequence[Function],
    domain: Sequence[float],
    heights: Sequence[float],
    *,
    alts: Sequence[str],
    size: tuple[float, float] = (3.6, 2.4),
) -> list[Alternative]:
    """Graphs of functions, each alone in the same frame.

    Parameters
    ----------
    functions : sequence of callables
        What is not a number is not drawn.
    domain, heights : two numbers
        The frame.
    alts : sequence of str
        What each picture shows, in words.
    size : two numbers
        Width and height of each, in inches.

    Returns
    -------
    list of Alternative
        The data of each are ``x`` and ``y``, ``nan`` where it is far outside the frame.

    Raises
    ------
    ValueError
        If there are not as many words as functions, a pair is not two increasing numbers, or words say nothing.

    Examples
    --------
    >>> import numpy as np
    >>> bowl, hill = options(
    ...     [np.square, lambda x: -(x**2)], (-2, 2), (-4, 4), alts=["A bowl, lowest at 0.", "A hill, highest at 0."]
    ... )
    >>> print(bowl.axes == hill.axes, bowl.data["y"].max(), hill.data["y"].min())
    True 4.0 -4.0
    """
    span, room = interval(domain), interval(heights, "heights")
    if not functions or len(functions) != len(alts):
        raise ValueError(f"alts must be one for each of the functions, not {len(alts)} for {len(functions)}")
    words = [worded(alt) for alt in alts]
    (axes,) = blank(height=size[1])
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_size_inches(*size)
    drawn = [small(axes, functions[0], span, room, "function", 9)]
    for f in functions[1:]:
        x, y = sampled(f, span, room)
        axes.plot(x, y, color=COLOURS["function"])
        drawn.append((x, y))
    headline(axes, "y", "function")
    frame([axes])
    names = [f"curve-{index}" for index in range(len(functions))]
    for name, line in zip(names, axes.get_lines()[-len(functions) :], strict=True):
        line.set_gid(name)
    return [
        Alternative((axes,), alt, {"x": x, "y": y}, [other for other in names if other != name])
        for name, alt, (x, y) in zip(names, words, drawn, strict=True)
    ]


def frame(panels: Sequence[Axes]) -> None:
    """Give the only panel of a figure its place without solving for it, which takes longer than to draw.

    Its edges depend on which labels there are; the left one, on how wide the numbers are. So pictures of one kind
    line up. A panel that has its place already keeps it.

    Parameters
    ----------
    panels : sequence of matplotlib Axes
        Of one figure, as `blank` returns them.

    Raises
    ------
    ValueError
        If there is more than one.

    Examples
    --------
    >>> (axes,) = blank(height=2)
    >>> frame([axes])
    >>> box = axes.get_position()
    >>> print(round(2 * box.y0, 2), 0.05 < box.x0 < 0.1, 0.95 < box.x1 < 1)
    0.28 True True
    """
    if len(panels) != 1:
        raise ValueError(f"a frame is for one panel, not {len(panels)}")
    (axes,) = panels
    figure = axes.get_figure(root=True)
    if figure is None or not isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine):
        return
    width, height = figure.get_size_inches()
    below = (0.47 if axes.get_xlabel() else 0.28) / height
    above = (0.27 if axes.get_title(loc="left") else 0.08) / height
    figure.set_layout_engine("none")
    axes.set_position((0, below, 1, 1 - below - above))
    numbers = axes.yaxis.get_tightbbox()
    left = ((0 if numbers is None else -numbers.x0 / figure.dpi) + 0.05) / width
    axes.set_position((left, below, 1 - left - 0.12 / width, 1 - below - above))
