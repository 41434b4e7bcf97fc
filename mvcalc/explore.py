"""Figures that answer the hand: one function of this module, as a cell's last line, puts one on the page.

Each takes what it shows as a ``formula`` (or a SymPy ``Lambda``), and from that one expression come the still drawing
(what paper, an e-book and a browser without JavaScript show) and the functions that the browser computes with
(:mod:`mvcalc.web`). Axes, ticks and contour levels are the still drawing's own, handed on as numbers, so that the
figure does not jump when it becomes live; its settings start where the still drawing stands.

The functions are called after what they show. All need ``alt``, what the figure shows in words; the caption is the
page's, as for every figure.
"""

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
from numpy.typing import NDArray

from mvcalc.figures import COLOURS, Picture, _dot, _draw, _interval, _title, _worded, blank, line_through
from mvcalc.web import embedded, expressions, javascript, register

__all__ = ["Exploration", "Variable", "secant"]

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
        rows = len(self.variables)
        return (
            f'<div class="mv-explore" id="{key}">{still}'
            f'<noscript><p class="mv-missed">With JavaScript {html.escape(self.missed)}</p></noscript>'
            f'<div class="mv-panel pst-js-only" style="--rows: {rows}"></div>'
            f'<script type="application/json">{told}</script>'
            f"<script>{register(key, self.functions)}</script></div>"
        )


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
    colour = next((name for name, c in COLOURS.items() if c == getattr(axes, "_left_title").get_color()), "ink")
    return panel | {"xlabel": axes.get_xlabel() if axes.axison else "", "title": title, "colour": colour}


def _numpy(outputs: Any, variables: Sequence[sp.Symbol]) -> Any:
    """The same expressions for NumPy, whatever they share computed once."""
    return sp.lambdify(variables, outputs, "numpy", cse=True)


def _scalar(f: Any, arguments: int) -> tuple[sp.Expr, list[sp.Symbol]]:
    components, variables = expressions(f)
    if len(components) != 1 or len(variables) != arguments:
        found = f"{len(components)} of {len(variables)}"
        raise ValueError(f"expected one function of {arguments} variables, not {found}: {f!r}")
    return components[0], variables


def _names(f: Any) -> list[str]:
    return [str(v) for v in f.variables]


def _inside(name: str, value: float, span: tuple[float, float]) -> float:
    if not span[0] <= value <= span[1]:
        raise ValueError(f"{name} must lie in {span}, not {value!r}")
    return float(value)


def secant(
    f: Any, a: float, b: float, domain: Sequence[float], *, alt: str, labels: tuple[str, str] | None = None
) -> Exploration:
    """Two points on a curve, to be dragged together: the secant becomes the tangent.

    Parameters
    ----------
    f : formula or Lambda
        Of one variable.
    a, b : float
        Where the points start.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    labels : two strings, optional
        Of the horizontal and of the vertical axis.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the points are equal or outside the domain, or f is not of one variable.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> figure = secant(sp.Lambda(x, x**2), 1, 3, (0, 4), alt="A parabola and a secant from 1 to 3.")
    >>> figure.picture.data["readings"]["secant slope"]
    4.0
    """
    alt, span = _worded(alt), _interval(domain)
    expression, variables = _scalar(f, 1)
    if a == b:
        raise ValueError(f"a and b must differ, not both {a!r}")
    first, second = (Variable(n, f"point {n}", *span, _inside(n, v, span)) for n, v in (("a", a), ("b", b)))
    slope = expression.diff(variables[0])
    value, rate = _numpy(expression, variables), _numpy(slope, variables)
    (axes,) = blank(height=3.6)
    x, y = _draw(axes, value, span, "function")
    room = 0.08 * np.ptp(y)
    xlabel, title = labels or (_names(f)[0], f"f({_names(f)[0]})")
    axes.set(xlim=span, ylim=(y.min() - room, y.max() + room), xlabel=xlabel)
    _title(axes, title, "function")
    a, b = first.start, second.start
    ya, yb = float(value(a)), float(value(b))
    line_through(axes, a, ya, float(rate(a)), alpha=0.4)
    line_through(axes, a, ya, (yb - ya) / (b - a))
    axes.plot([a, b, b], [ya, ya, yb], color=COLOURS["point"], linestyle=(0, (4, 3)), linewidth=1.3)
    _dot(axes, [a, b], [ya, yb])
    readings = {"run": b - a, "rise": yb - ya, "secant slope": (yb - ya) / (b - a), "tangent slope at a": rate(a)}
    return Exploration(
        "secant",
        Picture((axes,), alt, {"x": x, "f": y, "readings": readings}),
        (first, second),
        {"f": javascript(expression, variables), "df": javascript(slope, variables)},
        "you can drag the two points together and see the secant become the tangent.",
    )
