"""What every figure that can be touched is made of: its settings, its still drawing, and what the browser is told."""

from __future__ import annotations

import hashlib
import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp
from matplotlib.axes import Axes
from matplotlib.text import Text
from numpy.typing import NDArray
from sympy.printing.pretty.pretty_symbology import pretty_symbol

from mvcalc.figures.house import COLOURS, Picture, interval, power_of_ten
from mvcalc.web import embedded, expressions, register

__all__ = ["Exploration", "Variable"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Variable:
    """One setting of a figure, with a slider of its own.

    Attributes
    ----------
    name : str
        In the address of a view.
    label : str
        What the reader sees.
    low, high : float
        Its range.
    value : float
        Where it starts; kept to the range and to a tenth of a step.
    whole : bool
        Whether it counts.
    texts : sequence of str
        For one that counts from 0, what each of its values means.
    stepper : bool
        Whether buttons go back and on.
    colour : str
        A name in ``figures.COLOURS``.
    """

    name: str
    label: str
    low: float
    high: float
    value: float
    whole: bool = False
    texts: Sequence[str] = ()
    stepper: bool = False
    colour: str = "point"

    @property
    def step(self) -> float:
        """How far an arrow key goes: about a fiftieth of the range, in a round number.

        Examples
        --------
        >>> Variable("x", "x", -2, 2, 0.5).step
        0.1
        """
        if self.whole:
            return 1
        rough = (self.high - self.low) / 50
        size = 10.0 ** math.floor(math.log10(rough))
        return float(f"{next(m for m in (1, 2, 5, 10) if m * size >= rough * 0.999) * size:.12g}")

    @property
    def start(self) -> float:
        """Its value as the figure can take it.

        Examples
        --------
        >>> Variable("x", "x", -2, 2, 1 / 3).start
        0.33
        """
        unit = 1 if self.whole else self.step / 10
        return float(min(self.high, max(self.low, round(round(self.value / unit) * unit, 10))))

    def settings(self) -> dict[str, Any]:
        """As the browser reads it."""
        texts = {"texts": list(self.texts)} if self.texts else {}
        flags = {name: True for name in ("whole", "stepper") if getattr(self, name)}
        span = {"min": float(self.low), "max": float(self.high), "step": self.step, "value": self.start}
        return {"name": self.name, "label": self.label, **span, **flags, **texts, "colour": self.colour}


@dataclass(frozen=True)
class Exploration:
    """A figure that can be touched, and the still drawing that stands for it elsewhere.

    Attributes
    ----------
    kind : str
        Which figure; the browser has one of the same name.
    picture : Picture
        The still drawing. Its data under ``readings`` are what the live figure says before it is touched.
    variables : tuple of Variable
    functions : mapping from str to str
        JavaScript by name.
    missed : str
        What a reader without JavaScript does not have, after "With JavaScript".
    data : mapping
        What else the browser needs to know.
    """

    kind: str
    picture: Picture
    variables: tuple[Variable, ...]
    functions: Mapping[str, str]
    missed: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def specification(self) -> dict[str, Any]:
        """All that the browser is told, but for the functions; the picture must have been drawn."""
        panels = [_panel(axes) for axes in self.picture.axes]
        readings = {name: float(value) for name, value in self.picture.data["readings"].items()}
        variables = [v.settings() for v in self.variables]
        return {"kind": self.kind, "panels": panels, "variables": variables, "readings": readings, **self.data}

    def _repr_html_(self) -> str:
        still = self.picture._repr_html_()
        told = embedded(self.specification())
        key = "mv-" + hashlib.sha256((told + still).encode()).hexdigest()[:8]
        lines, narrow = (_lines(self.picture.data["readings"], width) for width in (80, 42))
        room = f"--rows: {len(self.variables)}; --lines: {lines}; --narrow: {narrow}"
        return (
            f'<div class="mv-explore" id="{key}">{still}'
            f'<noscript><p class="mv-missed">With JavaScript {html.escape(self.missed)}</p></noscript>'
            f'<div class="mv-panel pst-js-only" style="{room}"></div>'
            f'<script type="application/json">{told}</script>'
            f"<script>{register(key, self.functions)}</script></div>"
        )


def _lines(readings: Mapping[str, Any], width: int) -> int:
    """How many lines the readings take, so that room is left for them before they are there.

    Examples
    --------
    >>> _lines({"height": 1, "slope": 2}, 80), _lines({"height": 1, "slope": 2}, 20)
    (1, 2)
    """
    lines, used = 1, 0
    for name in readings:
        length = len(name) + 10  # and its number, and a gap
        lines, used = (lines, used + length) if used + length <= width else (lines + 1, length)
    return lines


def _panel(axes: Axes) -> dict[str, Any]:
    """Where the still drawing has its axes, for a live one in the same place."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches() * 72
    place = axes.get_position()
    box = [place.x0 * width, (1 - place.y1) * height, place.width * width, place.height * height]
    panel: dict[str, Any] = {"box": [round(v, 2) for v in box]}
    for name, axis, limits in (("x", axes.xaxis, axes.get_xlim()), ("y", axes.yaxis, axes.get_ylim())):
        shown = [(t, label.get_text()) for t, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)]
        inside = [[float(t), text] for t, text in shown if limits[0] <= t <= limits[1] and text]
        panel |= {name: [float(v) for v in limits], f"{name}ticks": inside if axes.axison else []}
    title = axes.get_title(loc="left")
    colour = next((name for name, c in COLOURS.items() if c == _left_title(axes).get_color()), "ink")
    return panel | {
        "xlabel": axes.get_xlabel() if axes.axison else "",
        "title": title,
        "colour": colour,
        "grid": _gridded(axes),
    }


def _left_title(axes: Axes) -> Any:
    return next(text for text in axes.findobj(Text) if text.get_text() == axes.get_title(loc="left"))


def _gridded(axes: Axes) -> bool:
    return any(line.get_visible() for line in axes.xaxis.get_gridlines())


def numpy(outputs: Any, variables: Sequence[sp.Symbol]) -> Any:
    """The same expressions for NumPy, whatever they share computed once."""
    return sp.lambdify(variables, outputs, "numpy", cse=True)


def scalar(f: Any, arguments: int) -> tuple[sp.Expr, list[sp.Symbol]]:
    components, variables = expressions(f)
    if len(components) != 1 or len(variables) != arguments:
        found = f"{len(components)} of {len(variables)}"
        raise ValueError(f"expected one function of {arguments} variables, not {found}: {f!r}")
    return components[0], variables


def names(f: Any) -> list[str]:
    """How the variables are written beside a figure: θ for theta."""
    return [pretty_symbol(str(v)) for v in f.variables]


def title(f: Any) -> str:
    """How the function is called beside a figure: a formula by its own name, anything else f."""
    return str(pretty_symbol(getattr(f, "name", "f")))


def inside(name: str, value: float, span: tuple[float, float]) -> float:
    if not span[0] <= value <= span[1]:
        raise ValueError(f"{name} must lie in {span}, not {value!r}")
    return float(value)


def plane(domain: Sequence[Sequence[float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two intervals, one for each variable, or a refusal."""
    if len(domain) != 2 or any(not isinstance(side, Sequence) for side in domain):
        raise ValueError(f"domain must be two intervals, ((x0, x1), (y0, y1)), not {domain!r}")
    return interval(domain[0]), interval(domain[1])


def decades(axes: Axes, which: str, low: float, high: float) -> None:
    """Give an axis of logarithms ticks that are powers of ten, six or fewer."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    ticks = range(first, last + 1, max(1, -(-(last - first) // 6)))
    axes.set(**{f"{which}ticks": list(ticks), f"{which}ticklabels": [power_of_ten(t) for t in ticks]})
