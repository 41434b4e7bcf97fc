"""Surfaces seen from the side, with what touches them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from mvcalc.explore.parts import Array, Exploration, Variable, inside, names, numpy, plane, scalar, title
from mvcalc.figures.house import COLOURS, Picture, blank, dot, headline, worded
from mvcalc.web import javascript, with_derivatives

__all__ = ["quadric", "surface"]

Side = tuple[float, float]

TILT = np.deg2rad(32)  # of the eye above the ground
CELLS = 18  # the still surface has as many squares along each side
VIEW = (-1.5, 1.5), (-1.06, 1.16)


class _Scene:
    """A surface in a box of sides 2, 2 and about 1, projected at right angles to the line of sight.

    The browser's copy has the same numbers: centre and half size of the box, and the turn.
    """

    def __init__(self, f: Any, sides: tuple[Side, Side], turn: float) -> None:
        self.f, self.sides, self.turn = f, sides, np.deg2rad(turn)
        x, y = np.meshgrid(*(np.linspace(*side, 61) for side in sides))
        z = np.broadcast_to(f(x, y), x.shape)
        self.low, self.high = float(z.min()), float(z.max())
        if not self.high > self.low:
            raise ValueError(f"the surface must not be level; it is {self.low:g} everywhere")
        (self.axes,) = blank(height=4.0)
        self.axes.set(xlim=VIEW[0], ylim=VIEW[1], aspect="equal")
        self.axes.axis("off")
        self.height = 1.1 / (self.high - self.low)
        self.floor = (self.low + self.high) / 2

    def project(self, x: Any, y: Any, z: Any) -> tuple[Any, Any, Any]:
        """Place on the page, across and up, and how far away."""
        (x0, x1), (y0, y1) = self.sides
        a, b = (2 * x - x0 - x1) / (x1 - x0), (2 * y - y0 - y1) / (y1 - y0)
        h = (z - self.floor) * self.height
        c, s = np.cos(self.turn), np.sin(self.turn)
        away = a * s + b * c
        return a * c - b * s, away * np.sin(TILT) * 0.72 + h * np.cos(TILT), away

    def draw(self) -> None:
        """Draw the surface from the far squares to the near, each hiding what is behind it."""
        x, y = np.meshgrid(*(np.linspace(*side, CELLS + 1) for side in self.sides))
        z = np.broadcast_to(self.f(x, y), x.shape)
        across, up, away = self.project(x, y, z)

        def corners(a: Array) -> Array:
            return np.stack([a[:-1, :-1], a[:-1, 1:], a[1:, 1:], a[1:, :-1]], axis=-1).reshape(-1, 4)

        order = np.argsort(-corners(away).mean(axis=1), kind="stable")
        squares = np.stack([corners(across), corners(up)], axis=-1)[order]
        share = ((corners(z).mean(axis=1) - self.low) / (self.high - self.low))[order]
        doubled = np.repeat(squares, 2, axis=0)
        colours = [c for k in share for c in ((COLOURS["paper"], 1.0), (COLOURS["function"], round(0.08 + 0.5 * k, 2)))]
        edges = [e for _ in share for e in ("none", (COLOURS["function"], 0.45))]
        self.axes.add_collection(PolyCollection(list(doubled), facecolors=colours, edgecolors=edges, linewidths=0.5))

    def line(self, x: Any, y: Any, z: Any, colour: str, **options: Any) -> None:
        """Draw a line in space, in front of the surface."""
        across, up, _ = self.project(*np.broadcast_arrays(x, y, z))
        self.axes.plot(across, up, color=COLOURS[colour], zorder=4, **options)

    def label(self, letters: Sequence[str]) -> None:
        """Name the two ground axes, each beside an edge along which it runs."""
        (x0, x1), (y0, y1) = self.sides
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for place, text in (
            ((x, y0 - 0.12 * (y1 - y0), float(self.f(x, y0))), letters[0]),
            ((x1 + 0.12 * (x1 - x0), y, float(self.f(x1, y))), letters[1]),
        ):
            across, up, _ = self.project(*place)
            self.axes.text(across, up, text, color=COLOURS["ink"], style="italic", ha="center", va="center")

    def data(self) -> dict[str, Any]:
        """What the browser needs to draw the same."""
        return {"domain": [list(s) for s in self.sides], "low": self.low, "high": self.high, "tilt": float(TILT)}


def _patch(axes: Axes, scene: _Scene, x: float, y: float, half: tuple[float, float], z: Any, colour: str) -> None:
    """Draw a small piece of a surface as a net of 8 by 8, its outline filled."""
    s = np.linspace(-1, 1, 9)
    outline_x = np.concatenate([s, np.ones(9), s[::-1], -np.ones(9)]) * half[0]
    outline_y = np.concatenate([-np.ones(9), s, np.ones(9), s[::-1]]) * half[1]
    across, up, _ = scene.project(x + outline_x, y + outline_y, z(outline_x, outline_y))
    axes.fill(across, up, facecolor=COLOURS[colour], alpha=0.16, zorder=3)
    for k in s[::2]:
        for dx, dy in ((s * half[0], np.full(9, k * half[1])), (np.full(9, k * half[0]), s * half[1])):
            scene.line(x + dx, y + dy, z(dx, dy), colour, linewidth=0.9)


def _settings(
    f: Any, point: Sequence[float], turn: float, sides: tuple[Side, Side]
) -> tuple[Variable, Variable, Variable]:
    labels = names(f)
    x, y = (Variable(n, lab, *s, inside(lab, v, s)) for n, lab, s, v in zip("xy", labels, sides, point, strict=True))
    return x, y, Variable("turn", "turn (degrees)", -180, 180, inside("turn", turn, (-180, 180)), colour="muted")


def surface(
    f: Any, point: Sequence[float], domain: Sequence[Sequence[float]], *, alt: str, turn: float = 30
) -> Exploration:
    """A surface with its two slices through a point and the tangent plane there.

    Parameters
    ----------
    f : formula or Lambda
        Of two variables.
    point : two numbers
        Where the plane touches at the start.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    turn : float
        About the vertical, in degrees.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the point is outside the domain, f is constant, or not of two variables.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y")
    >>> f, domain = sp.Lambda((x, y), x * y), ((-2, 2), (-1, 1))
    >>> figure = surface(f, (1, 0.5), domain, alt="A saddle and a plane that touches it.")
    >>> [float(v) for v in figure.picture.data["readings"].values()]
    [0.5, 0.5, 1.0]
    """
    alt, sides = worded(alt), plane(domain)
    scalar(f, 2)
    outputs, variables = with_derivatives(f)
    settings = _settings(f, point, turn, sides)
    value, both = numpy(outputs[0], variables), numpy(outputs[:2], variables)
    scene = _Scene(value, sides, settings[2].start)
    scene.draw()
    scene.label(names(f))
    x, y = settings[0].start, settings[1].start
    z, (gx, gy) = both(x, y)
    half = tuple(0.17 * (side[1] - side[0]) for side in sides)
    _patch(scene.axes, scene, x, y, (half[0], half[1]), lambda a, b: z + gx * a + gy * b, "derivative")
    for grid_x, grid_y in ((np.linspace(*sides[0], 81), np.full(81, y)), (np.full(81, x), np.linspace(*sides[1], 81))):
        scene.line(grid_x, grid_y, value(grid_x, grid_y), "function", linewidth=2.4)
    across, up, _ = scene.project(x, y, z)
    dot(scene.axes, across, up)
    headline(scene.axes, f"{title(f)}({', '.join(names(f))})", "function")
    a, b = names(f)
    readings = {"height": z, f"∂{title(f)}/∂{a}": gx, f"∂{title(f)}/∂{b}": gy}
    return Exploration(
        "surface",
        Picture((scene.axes,), alt, {"readings": readings}),
        settings,
        {"f": javascript(outputs[0], variables), "jet": javascript(outputs[:2], variables)},
        "you can move the point over the surface and turn it.",
        {**scene.data(), "names": [a, b], "title": title(f), "half": list(half)},
    )


def quadric(
    f: Any,
    point: Sequence[float],
    domain: Sequence[Sequence[float]],
    *,
    alt: str,
    order: int = 2,
    size: float | None = None,
    turn: float = 30,
) -> Exploration:
    """A surface with the plane, or the quadric, that touches it at a point: Taylor's first and second order.

    Parameters
    ----------
    f : formula or Lambda
        Of two variables.
    point : two numbers
        Where they touch at the start.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.
    order : int
        1 for the plane, 2 for the quadric, at the start.
    size : float, optional
        Half the side of the piece that is drawn, at the start.
    turn : float
        About the vertical, in degrees.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If a setting is outside its range, f is constant, or not of two variables.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y")
    >>> f, domain = sp.Lambda((x, y), x**2 - y**2), ((-1, 1), (-1, 1))
    >>> figure = quadric(f, (0.4, 0.2), domain, alt="A saddle, which is its own quadric.")
    >>> round(float(figure.picture.data["readings"]["largest gap"]), 12)
    0.0
    """
    alt, sides = worded(alt), plane(domain)
    scalar(f, 2)
    outputs, variables = with_derivatives(f)
    x_, y_, turned = _settings(f, point, turn, sides)
    largest = 0.3 * min(side[1] - side[0] for side in sides)
    chosen = 0.55 * largest if size is None else size
    degree = Variable("order", "order", 1, 2, inside("order", order, (1, 2)), whole=True, colour="second")
    reach = Variable(
        "size", "half the side", largest / 50, largest, inside("size", chosen, (largest / 50, largest)), colour="second"
    )
    value, all_three = numpy(outputs[0], variables), numpy(outputs, variables)
    scene = _Scene(value, sides, turned.start)
    scene.draw()
    scene.label(names(f))
    x, y, r = x_.start, y_.start, reach.start
    z, g, h = all_three(x, y)

    def model(a: Any, b: Any) -> Any:
        bend = (h[0][0] * a * a + 2 * h[0][1] * a * b + h[1][1] * b * b) / 2
        return z + g[0] * a + g[1] * b + (bend if degree.start == 2 else 0.0)

    _patch(scene.axes, scene, x, y, (r, r), model, "second" if degree.start == 2 else "derivative")
    across, up, _ = scene.project(x, y, z)
    dot(scene.axes, across, up)
    headline(scene.axes, f"{title(f)}({', '.join(names(f))})", "function")
    a, b = np.meshgrid(np.linspace(-r, r, 21), np.linspace(-r, r, 21))
    gap = float(np.max(np.abs(value(x + a, y + b) - model(a, b))))
    readings = {"height": z, "determinant of H": h[0][0] * h[1][1] - h[0][1] ** 2, "largest gap": gap}
    return Exploration(
        "quadric",
        Picture((scene.axes,), alt, {"readings": readings}),
        (x_, y_, degree, reach, turned),
        {"f": javascript(outputs[0], variables), "jet": javascript(outputs, variables)},
        "you can move the point, change the order and shrink the piece until no gap is left.",
        {**scene.data(), "names": names(f)},
    )
