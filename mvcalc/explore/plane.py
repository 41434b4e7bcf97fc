"""Figures of functions of two variables, seen from above, and of maps of the plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from mvcalc.explore.parts import Array, Exploration, Variable, inside, names, numpy, plane, scalar, title
from mvcalc.figures.house import COLOURS, Picture, blank, dot, headline, worded
from mvcalc.web import expressions, javascript, with_derivatives

__all__ = ["contour", "hessian", "map"]

Side = tuple[float, float]


def _point(f: Any, point: Sequence[float], sides: tuple[Side, Side]) -> tuple[Variable, Variable]:
    """A slider for each coordinate of a point."""
    labels = names(f)
    x, y = (Variable(n, lab, *s, inside(lab, v, s)) for n, lab, s, v in zip("xy", labels, sides, point, strict=True))
    return x, y


def _arrow(axes: Axes, start: tuple[Any, Any], end: tuple[Any, Any], colour: str) -> None:
    style = {"arrowstyle": "-|>,head_width=0.28,head_length=0.6", "color": COLOURS[colour], "linewidth": 2,
             "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    axes.annotate("", end, start, arrowprops=style)


def _contours(
    f: Any, sides: tuple[Side, Side], labels: Sequence[str]
) -> tuple[Axes, Array, tuple[Array, Array, Array]]:
    """Draw the level lines of f(x, y) in axes with equal units, and return the levels too."""
    wide, tall = (side[1] - side[0] for side in sides)
    (axes,) = blank(height=min(5.6, 0.55 + 5.6 * tall / wide))
    x, y = np.meshgrid(np.linspace(*sides[0], 121), np.linspace(*sides[1], 121))
    z = np.broadcast_to(f(x, y), x.shape)
    levels = np.asarray(MaxNLocator(14).tick_values(z.min(), z.max()))
    axes.contour(x, y, z, levels=levels, colors=COLOURS["function"], linewidths=0.9, alpha=0.55, linestyles="solid")
    axes.set(xlim=sides[0], ylim=sides[1], aspect="equal", xlabel=labels[0])
    headline(axes, labels[1], "ink")
    return axes, levels, (x, y, z)


def contour(
    f: Any, point: Sequence[float], angle: float, domain: Sequence[Sequence[float]], *, alt: str
) -> Exploration:
    """Level lines of a function, with the gradient and a directional derivative at a point that can be dragged.

    Parameters
    ----------
    f : formula or Lambda
        Of two variables.
    point : two numbers
        Where the point starts.
    angle : float
        Of the direction, in degrees from the first axis.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the point is outside the domain, or f is not of two variables.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y")
    >>> f, domain = sp.Lambda((x, y), x**2 + y), ((-2, 2), (-1, 1))
    >>> figure = contour(f, (1, 0.5), 90, domain, alt="Level lines that are parabolas.")
    >>> round(float(figure.picture.data["readings"]["directional derivative"]), 12)
    1.0
    """
    alt, sides = worded(alt), plane(domain)
    scalar(f, 2)
    outputs, variables = with_derivatives(f)
    first, second = _point(f, point, sides)
    turn = Variable("angle", "direction (degrees)", -180, 180, inside("angle", angle, (-180, 180)), colour="point")
    value, both = numpy(outputs[0], variables), numpy(outputs[:2], variables)
    axes, levels, grid = _contours(value, sides, names(f))
    xs, ys = np.meshgrid(np.linspace(*sides[0], 41), np.linspace(*sides[1], 41))
    steep = np.hypot(*(np.broadcast_to(g, xs.shape) for g in both(xs, ys)[1]))
    reach = 0.2 * min(side[1] - side[0] for side in sides)
    scale = float(2 * reach / np.quantile(steep, 0.95))
    x, y = first.start, second.start
    height, (gx, gy) = both(x, y)
    radians = np.deg2rad(turn.start)
    r = np.array([np.cos(radians), np.sin(radians)])
    axes.contour(*grid, levels=[float(height)], colors=COLOURS["function"], linewidths=2.2)
    _arrow(axes, (x, y), (x + scale * gx, y + scale * gy), "derivative")
    _arrow(axes, (x, y), (x + reach * r[0], y + reach * r[1]), "point")
    dot(axes, x, y)
    readings = {
        "height": height, f"∂{title(f)}/∂{names(f)[0]}": gx, f"∂{title(f)}/∂{names(f)[1]}": gy,
        "length of the gradient": np.hypot(gx, gy), "directional derivative": gx * r[0] + gy * r[1],
    }  # fmt: skip
    return Exploration(
        "contour",
        Picture((axes,), alt, {"levels": levels, "readings": readings}),
        (first, second, turn),
        {"f": javascript(outputs[0], variables), "jet": javascript(outputs[:2], variables)},
        "you can drag the point and turn the direction, and read the slope that way.",
        {"levels": levels.tolist(), "scale": scale, "reach": reach, "names": names(f), "title": title(f)},
    )


def hessian(f: Any, point: Sequence[float], domain: Sequence[Sequence[float]], *, alt: str) -> Exploration:
    """Level lines of a function, with the Hessian's eigen-directions at a point: bowl, dome, saddle or trough.

    Parameters
    ----------
    f : formula or Lambda
        Of two variables.
    point : two numbers
        Where the point starts.
    domain : two intervals
        Where to draw.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the point is outside the domain, or f is not of two variables.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y")
    >>> f, domain = sp.Lambda((x, y), x**2 - 3 * y**2), ((-2, 2), (-1, 1))
    >>> figure = hessian(f, (0.5, 0.4), domain, alt="Level lines of a saddle.")
    >>> [figure.picture.data["readings"][name] for name in ("larger eigenvalue", "smaller eigenvalue")]
    [2.0, -6.0]
    """
    alt, sides = worded(alt), plane(domain)
    scalar(f, 2)
    outputs, variables = with_derivatives(f)
    first, second = _point(f, point, sides)
    axes, levels, grid = _contours(numpy(outputs[0], variables), sides, names(f))
    x, y = first.start, second.start
    height, (gx, gy), h = numpy(outputs, variables)(x, y)
    axes.contour(*grid, levels=[float(height)], colors=COLOURS["function"], linewidths=2.2)
    matrix = np.array(h, dtype=float)
    values, vectors = np.linalg.eigh(matrix)
    reach = 0.2 * min(side[1] - side[0] for side in sides)
    for value, vector in zip(values, vectors.T, strict=True):
        ends = np.outer([-reach, reach], vector) + np.array([x, y])
        style = "-" if value > 0 else (0, (3, 2))
        axes.plot(*ends.T, color=COLOURS["second"], linewidth=2.4, linestyle=style)
    dot(axes, x, y)
    a, b, k = *names(f), title(f)
    readings = {
        f"∂²{k}/∂{a}²": matrix[0, 0], f"∂²{k}/∂{a}∂{b}": matrix[0, 1], f"∂²{k}/∂{b}²": matrix[1, 1],
        "determinant": matrix[0, 0] * matrix[1, 1] - matrix[0, 1] ** 2, "larger eigenvalue": float(values[1]),
        "smaller eigenvalue": float(values[0]), "length of the gradient": np.hypot(gx, gy),
    }  # fmt: skip
    return Exploration(
        "hessian",
        Picture((axes,), alt, {"levels": levels, "readings": readings}),
        (first, second),
        {"f": javascript(outputs[0], variables), "jet": javascript(outputs, variables)},
        "you can drag the point from bowl to saddle to dome and watch the eigenvalues change sign.",
        {"levels": levels.tolist(), "reach": reach, "names": [a, b], "title": k},
    )


def _square(x: float, y: float, size: float) -> Array:
    """The outline of a square with its lower left corner at (x, y), 20 steps a side, closed."""
    side = np.linspace(0, size, 21)
    zero, full = np.zeros(21), np.full(21, size)
    across = np.concatenate([side, full, side[::-1], zero])
    up = np.concatenate([zero, side, full, side[::-1]])
    return np.array([x + across, y + up])


def _area(outline: Array) -> float:
    x, y = outline
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def map(F: Any, point: Sequence[float], size: float, domain: Sequence[Sequence[float]], *, alt: str) -> Exploration:
    """A grid and its image under a map, with a small square, its image, and the Jacobian's parallelogram.

    Parameters
    ----------
    F : formula or Lambda
        Of two variables, with two components.
    point : two numbers
        The corner of the square.
    size : float
        Of the square.
    domain : two intervals
        The part of the plane that is mapped.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Exploration

    Raises
    ------
    ValueError
        If the square is too large or outside the domain, or F is not from the plane to the plane.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y")
    >>> F, domain = sp.Lambda((x, y), sp.Tuple(2 * x, x + y)), ((0, 2), (0, 2))
    >>> figure = map(F, (0.2, 0.4), 0.5, domain, alt="A grid and its sheared image.")
    >>> [round(float(figure.picture.data["readings"][name]), 9) for name in ("determinant", "area factor")]
    [2.0, 2.0]
    """
    alt, sides = worded(alt), plane(domain)
    components, variables = expressions(F)
    if len(components) != 2 or len(variables) != 2:
        raise ValueError(f"expected a map of the plane, not {len(components)} components of {len(variables)} variables")
    first, second = _point(F, point, sides)
    largest = 0.3 * min(side[1] - side[0] for side in sides)
    wide = Variable("size", "side of the square", largest / 50, largest, inside("size", size, (largest / 50, largest)))
    jacobian = [[c.diff(v) for v in variables] for c in components]
    image, both = numpy(components, variables), numpy([components, jacobian], variables)
    lines = [(np.full(37, c), np.linspace(*sides[1], 37)) for c in np.linspace(*sides[0], 9)]
    lines += [(np.linspace(*sides[0], 37), np.full(37, c)) for c in np.linspace(*sides[1], 9)]
    images = [np.array([np.broadcast_to(c, 37) for c in image(*line)]) for line in lines]
    extent = np.hstack(images)
    room = 0.06 * float(np.ptp(extent, axis=1).max())
    margins = [0.03 * (side[1] - side[0]) for side in sides]
    frames = [
        [(side[0] - margin, side[1] + margin) for side, margin in zip(sides, margins, strict=True)],
        [(float(values.min()) - room, float(values.max()) + room) for values in extent],
    ]
    tallest = max(float(np.ptp(upwards) / np.ptp(across)) for across, upwards in frames)
    left, right = blank(1, 2, height=min(3.5, 0.75 + 2.75 * tallest))
    for axes, drawn, (across, upwards) in ((left, lines, frames[0]), (right, images, frames[1])):
        axes.grid(False)
        for line in drawn:
            axes.plot(*line, color=COLOURS["function"], linewidth=0.9, alpha=0.6)
        axes.locator_params(nbins=5)
        axes.set(xlim=across, ylim=upwards)
        axes.set_aspect("equal", anchor="N")
    headline(left, f"({', '.join(names(F))})", "function")
    headline(right, "its image", "function")
    x, y, side = first.start, second.start, wide.start
    corner, slopes = both(x, y)
    J = np.array(slopes, dtype=float)
    square = _square(x, y, side)
    bent = np.array([np.broadcast_to(c, square[0].shape) for c in image(*square)])
    frame = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])
    left.fill(*square, facecolor=COLOURS["point"], alpha=0.25)
    left.plot(*square, color=COLOURS["point"], linewidth=1.3)
    right.fill(*bent, facecolor=COLOURS["point"], alpha=0.25)
    right.plot(*bent, color=COLOURS["point"], linewidth=1.3)
    right.plot(*(np.array(corner, dtype=float)[:, None] + side * J @ frame), color=COLOURS["derivative"], linewidth=1.8)
    dot(left, x, y)
    dot(right, *corner)
    readings = {"J₁₁": J[0, 0], "J₁₂": J[0, 1], "J₂₁": J[1, 0], "J₂₂": J[1, 1],
                "determinant": J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0], "area factor": _area(bent) / side**2}  # fmt: skip
    return Exploration(
        "map",
        Picture((left, right), alt, {"readings": readings}),
        (first, second, wide),
        {"f": javascript(components, variables), "jet": javascript([components, jacobian], variables)},
        "you can drag the square and shrink it until its image cannot be told from the parallelogram.",
        {"domain": [list(s) for s in sides]},
    )
