"""Figures of Taylor polynomials and power series: how closely they follow, how far, and why no further."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from mvcalc.derivatives import derivative
from mvcalc.figures.house import COLOURS, Function, Picture, annotate, blank, dot, draw, headline, interval, worded
from mvcalc.taylor import derivative_bound, taylor

__all__ = ["bounded", "coefficients", "discs", "polynomials", "rolle", "sums", "trust"]

_DASHED = (0, (4, 3))


def _orders(orders: Sequence[int]) -> list[int]:
    if not orders or any(n < 0 for n in orders) or list(orders) != sorted(set(orders)):
        raise ValueError(f"orders must be different whole numbers from 0, in increasing order, not {orders!r}")
    return list(orders)


def _shades(count: int) -> list[float]:
    """Opacities from pale to full, one for each of several curves of one colour."""
    return [1.0] if count == 1 else np.linspace(0.45, 1, count).tolist()


def _name_where_it_leaves(axes: Axes, text: str, p: float, x: Any, y: Any) -> None:
    """Label a curve at the end of what is seen of it to the right of p, above the frame if it leaves at the top."""
    low, high = axes.get_ylim()
    gone = np.flatnonzero(((y < low) | (y > high)) & (x > p))
    last = int(gone[0]) - 1 if gone.size else len(x) - 1
    if last == len(x) - 1:
        annotate(axes, text, (x[last], y[last]), "derivative")
    elif y[last] > (low + high) / 2:
        annotate(axes, text, (x[last], high), "derivative", xytext=(0, 7), ha="center")
    else:
        annotate(axes, text, (x[last], low), "derivative", xytext=(5, 8))


def polynomials(
    f: Function,
    p: float,
    orders: Sequence[int],
    domain: Sequence[float],
    *,
    alt: str,
    heights: Sequence[float],
    labels: tuple[str, str] = ("x", "y"),
    guides: Sequence[float] = (),
    height: float = 3.6,
) -> Picture:
    """A function and its Taylor polynomials of several orders about one point, each labelled by its order.

    Parameters
    ----------
    f : callable
        Of one number, in plain NumPy.
    p : float
        Where the polynomials touch it.
    orders : integers
        Increasing, from 0.
    domain : two numbers
        Where to draw.
    alt : str
        What the figure shows, in words.
    heights : two numbers
        What of the vertical axis is shown, since polynomials leave it.
    labels : two strings
        Of the axes.
    guides : numbers, optional
        Where to draw dashed vertical lines: the ends of the interval of convergence.
    height : float
        In inches.

    Returns
    -------
    Picture
        Its data are ``x``, ``f`` and one array for each polynomial, by order.

    Raises
    ------
    ValueError
        If the orders do not increase from 0 or above, the domain or the heights are not two increasing numbers, or
        ``alt`` says nothing.

    Examples
    --------
    >>> picture = polynomials(np.exp, 0, [0, 1], (-1, 1), heights=(0, 3), alt="Two polynomials of the exponential.")
    >>> float(picture.data[1][-1])
    2.0
    """
    alt, span, tall = worded(alt), interval(domain), interval(heights, "heights")
    wanted = _orders(orders)
    (axes,) = blank(height=height)
    axes.set(xlim=span, ylim=tall, xlabel=labels[0], ylabel=labels[1])
    for guide in guides:
        axes.axvline(guide, color=COLOURS["second"], linestyle=_DASHED, linewidth=1.3)
    data: dict[Any, Any] = {}
    data["x"], data["f"] = draw(axes, f, span, "function")
    axes.lines[-1].set_linewidth(3.2)
    for n, shade in zip(wanted, _shades(len(wanted)), strict=True):
        data[n] = np.asarray(taylor(f, p, n)(data["x"]))
        axes.plot(data["x"], np.clip(data[n], 4 * tall[0] - 3 * tall[1], 4 * tall[1] - 3 * tall[0]),
                  color=COLOURS["derivative"], alpha=shade, linewidth=1.7)  # fmt: skip
        _name_where_it_leaves(axes, f"{n}", p, data["x"], data[n])
    dot(axes, p, f(p))
    return Picture((axes,), alt, data)


def trust(
    f: Function,
    p: float,
    orders: Sequence[int],
    domain: Sequence[float],
    tolerance: float,
    *,
    alt: str,
    labels: tuple[str, str] = ("x", "error"),
) -> Picture:
    """The errors of a function's Taylor polynomials, and where each stays within a tolerance.

    Parameters
    ----------
    f : callable
        Of one number, in plain NumPy.
    p : float
        Where the polynomials touch it; inside the domain.
    orders : integers
        Increasing, from 0.
    domain : two numbers
        Where to look.
    tolerance : float
        The largest error that is good enough, positive.
    alt : str
        What the figure shows, in words.
    labels : two strings
        Of the axes.

    Returns
    -------
    Picture
        Its data are ``x``, one array of errors (polynomial minus function) for each order, and ``within``: for each
        order, the ends of the stretch around p where the error is within the tolerance.

    Raises
    ------
    ValueError
        If the tolerance is not positive, p is outside the domain, the orders do not increase from 0 or above, the
        domain is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = trust(np.exp, 0, [1], (-1, 1), 0.02, alt="Where the tangent of the exponential is good enough.")
    >>> print([round(float(end), 2) for end in picture.data["within"][1]])
    [-0.21, 0.19]
    """
    alt, span = worded(alt), interval(domain)
    wanted = _orders(orders)
    if not (np.isfinite(tolerance) and tolerance > 0):
        raise ValueError(f"tolerance must be positive and finite, not {tolerance!r}")
    if not span[0] < p < span[1]:
        raise ValueError(f"p must lie inside the domain {span}, not at {p!r}")
    upper, lower = blank(2, 1, height=4.4, sharex=True, height_ratios=(3, 1))
    x = np.linspace(*span, 241)
    fine = np.linspace(*span, 20_001)
    data: dict[Any, Any] = {"x": x, "within": {}}
    upper.axhspan(-tolerance, tolerance, color=COLOURS["point"], alpha=0.14, linewidth=0)
    upper.set(xlim=span, ylim=(-3.2 * tolerance, 3.2 * tolerance), ylabel=labels[1])
    for row, (n, shade) in enumerate(zip(wanted, _shades(len(wanted)), strict=True)):
        polynomial = taylor(f, p, n)
        data[n] = np.asarray(polynomial(x) - f(x))
        upper.plot(x, np.clip(data[n], -9 * tolerance, 9 * tolerance), color=COLOURS["derivative"], alpha=shade)
        _name_where_it_leaves(upper, f"{n}", p, x, data[n])
        bad = fine[np.abs(polynomial(fine) - f(fine)) > tolerance]
        ends = max(bad[bad < p], default=span[0]), min(bad[bad > p], default=span[1])
        data["within"][n] = ends
        lower.plot(ends, [-row, -row], color=COLOURS["derivative"], alpha=shade, linewidth=5, solid_capstyle="butt")
        annotate(lower, f"order {n}", (ends[1], -row), "derivative")
    lower.set(ylim=(0.7 - len(wanted), 0.6), yticks=[], xlabel=labels[0])
    lower.axvline(p, color=COLOURS["point"], linewidth=1, linestyle=(0, (2, 3)))
    upper.axvline(p, color=COLOURS["point"], linewidth=1, linestyle=(0, (2, 3)))
    return Picture((upper, lower), alt, data)


def bounded(
    f: Function,
    p: float,
    orders: Sequence[int],
    domain: Sequence[float],
    *,
    alt: str,
    label: str = "x",
    floor: float = 1e-12,
) -> Picture:
    """The true errors of Taylor polynomials, each below the bound that Lagrange's remainder promises.

    Parameters
    ----------
    f : callable
        Of one number, in plain NumPy, smooth on the domain.
    p : float
        Where the polynomials touch it.
    orders : integers
        Increasing, from 0.
    domain : two numbers
        Where to look.
    alt : str
        What the figure shows, in words.
    label : str
        Of the horizontal axis.
    floor : float
        The smallest error that is drawn; below it, rounding.

    Returns
    -------
    Picture
        Its data are ``x``, ``errors`` and ``bounds``, the last two by order; each bound is from p to that x.

    Raises
    ------
    ValueError
        If p is outside the domain, the orders do not increase from 0 or above, f has no bound on the domain, the domain
        is not two increasing numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = bounded(np.sqrt, 16, [1], (9, 25), alt="The error of a tangent below its bound.")
    >>> bool(np.all(picture.data["errors"][1] <= picture.data["bounds"][1]))
    True
    """
    alt, span = worded(alt), interval(domain)
    wanted = _orders(orders)
    if not span[0] < p < span[1]:
        raise ValueError(f"p must lie inside the domain {span}, not at {p!r}")
    sides = [np.linspace(p, end, 19) for end in span]
    x = np.concatenate([sides[0][:0:-1], sides[1][1:]])
    data: dict[str, Any] = {"x": x, "errors": {}, "bounds": {}}
    (axes,) = blank(height=3.8)
    axes.set(xlim=span, yscale="log", xlabel=label, ylabel="error")
    for n, shade in zip(wanted, _shades(len(wanted)), strict=True):
        left, right = (_lagrange(f, p, n, side) for side in sides)
        bound = np.concatenate([left[::-1], right])
        error = np.abs(taylor(f, p, n)(x) - f(x))
        data["errors"][n], data["bounds"][n] = error, bound
        for part in (slice(0, len(left)), slice(len(left), None)):
            for values, colour, style in ((bound, "second", _DASHED), (error, "derivative", "-")):
                axes.plot(x[part], np.maximum(values[part], floor), color=COLOURS[colour], alpha=shade, linestyle=style)
        annotate(axes, f"order {n}", (x[-1], error[-1]), "derivative")
    axes.axvline(p, color=COLOURS["point"], linewidth=1, linestyle=(0, (2, 3)))
    return Picture((axes,), alt, data)


def _lagrange(f: Function, p: float, order: int, side: NDArray[Any]) -> NDArray[Any]:
    """Bound the error at each place of a walk away from p, with the largest derivative met so far."""
    met = [derivative_bound(f, order + 1, (min(step), max(step))) for step in pairwise(side)]
    distance = np.abs(side[1:] - p)
    return np.asarray(np.maximum.accumulate(met) * distance ** (order + 1) / math.factorial(order + 1))


def rolle(f: Function, p: float, x: float, order: int, *, alt: str) -> Picture:
    r"""The proof of Taylor's theorem as a picture: a zero between two zeros, over and over.

    The first panel shows :math:`F(t) = f(t) - T_n(t) - K(t-p)^{n+1}`, with K such that F is zero at x; those below it
    show its derivatives, each with a zero between p and the zero above.

    Parameters
    ----------
    f : callable
        Of one number, in plain NumPy.
    p, x : float
        The point of expansion, and another one to its right.
    order : int
        The degree n of the polynomial, from 1.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are ``t``, ``F`` (one array for F and each of its n + 1 derivatives), ``K``, and ``zeros``: x, and
        the zero found in each panel below.

    Raises
    ------
    ValueError
        If x is not to the right of p, the order is not from 1 to 4, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = rolle(np.exp, 0, 1, 1, alt="Three panels, each with a zero further left.")
    >>> print([round(zero, 3) for zero in picture.data["zeros"]])
    [1.0, 0.686, 0.362]
    """
    alt, span = worded(alt), interval((p, x))
    if order not in range(1, 5):
        raise ValueError(f"order must be 1 to 4, not {order!r}")
    T = taylor(f, p, order)
    K = float((f(x) - T(x)) / (x - p) ** (order + 1))

    def difference(t: Any) -> Any:
        return f(t) - T(t) - K * (t - p) ** (order + 1)

    def rate(t: Any, k: int) -> Any:
        return derivative(difference, t, order=k) if k else difference(t)

    t = np.linspace(*span, 121)
    data: dict[str, Any] = {"t": t, "F": [rate(t, k) for k in range(order + 2)], "K": K, "zeros": [span[1]]}
    for k in range(1, order + 2):
        data["zeros"].append(_last_zero(partial(rate, k=k), span[0], data["zeros"][-1]))
    panels = blank(order + 2, 1, height=1 + 1.15 * (order + 2), sharex=True)
    colours = ("function", "derivative", "second", "ink", "ink", "ink")
    for k, axes in enumerate(panels):
        axes.axhline(0, color=COLOURS["muted"], linewidth=0.8)
        axes.plot(t, data["F"][k], color=COLOURS[colours[k]])
        headline(axes, "F" + "′" * k + "(t)", colours[k])
        axes.set(yticks=[0], xlim=(span[0] - 0.03 * (x - p), span[1] + 0.08 * (x - p)))
        found = data["zeros"][k]
        dot(axes, [*([p] if k <= order else []), found], [0] * (2 if k <= order else 1))
        name = "x" if k == 0 else "ξ" + "₀₁₂₃₄₅"[k] if k <= order else "ξ"
        annotate(axes, name, (found, 0), "point", xytext=(4, 9))
        if k <= order:
            below = data["zeros"][k + 1]
            axes.axvline(below, color=COLOURS["point"], linewidth=1, linestyle=(0, (2, 3)))
    panels[-1].set(xlabel="t", xticks=[p, x], xticklabels=["p", "x"])
    return Picture(panels, alt, data)


def _last_zero(g: Function, low: float, high: float) -> float:
    """Find the last change of sign between two places, by looking at 400 steps and then halving."""
    grid = np.linspace(low, high, 401)[1:-1]
    signs = np.sign(g(grid))
    changes = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    if not changes.size:
        raise ValueError(f"no zero was found between {low:g} and {high:g}; expected f smooth and no polynomial there")
    a, b = (float(end) for end in grid[changes[-1] : changes[-1] + 2])
    for _ in range(60):
        middle = 0.5 * (a + b)
        a, b = (middle, b) if g(middle) * g(a) > 0 else (a, middle)
    return 0.5 * (a + b)


def sums(terms: ArrayLike, *, alt: str, limit: float | None = None, start: int = 0) -> Picture:
    """The terms of a series above its partial sums.

    Parameters
    ----------
    terms : array of shape (n,)
        From the first on.
    alt : str
        What the figure shows, in words.
    limit : float, optional
        Drawn as a line through the sums: the value that they should come to.
    start : int
        The number k of the first term.

    Returns
    -------
    Picture
        Its data are ``terms`` and ``sums``.

    Raises
    ------
    ValueError
        If the terms are not a list of finite numbers, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = sums([1, 1/2, 1/4], limit=2, alt="Three terms, halved each time, and their sums.")
    >>> print(picture.data["sums"])
    [1.   1.5  1.75]
    """
    alt = worded(alt)
    each = np.asarray(terms, dtype=float)
    if each.ndim != 1 or not each.size or not np.isfinite(each).all():
        raise ValueError(f"terms must be a list of finite numbers, not {terms!r}")
    count, running = start + np.arange(each.size), np.cumsum(each)
    upper, lower = blank(2, 1, height=4.4, sharex=True)
    upper.axhline(0, color=COLOURS["muted"], linewidth=0.8)
    upper.vlines(count, 0, each, color=COLOURS["second"], linewidth=2)
    dot(upper, count, each, "second")
    headline(upper, "terms", "second")
    if limit is not None:
        lower.axhline(limit, color=COLOURS["function"], linewidth=1.6)
        beside = {"xycoords": lower.get_yaxis_transform(), "xytext": (4, 0)}
        annotate(lower, f"{limit:.4g}".replace("-", "−"), (1, limit), "function", **beside)
    lower.plot(count, running, "o-", color=COLOURS["derivative"], markersize=5, linewidth=1)
    headline(lower, "their sums so far", "derivative")
    lower.set_xlabel("k")
    lower.xaxis.set_major_locator(MaxNLocator(integer=True))
    return Picture((upper, lower), alt, {"terms": each, "sums": running})


def coefficients(series: Mapping[str, ArrayLike], radii: Sequence[float], *, alt: str) -> Picture:
    """The sizes of Taylor coefficients on a logarithmic scale, beside lines that fall as powers of the radius do.

    Parameters
    ----------
    series : mapping from a label to an array of shape (n,)
        Coefficients c₀, c₁, …; at most three series.
    radii : numbers
        For each series, the radius of convergence that its line is drawn for.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    Picture
        Its data are, by label, the arrays ``k`` and sizes of the coefficients that are not zero.

    Raises
    ------
    ValueError
        If there is not one positive radius for each series, or ``alt`` says nothing.

    Examples
    --------
    >>> picture = coefficients({"halves": [1, 0, 1/4]}, [2], alt="Coefficients that fall by half each time.")
    >>> print(picture.data["halves"][1])
    [1.   0.25]
    """
    alt = worded(alt)
    if len(radii) != len(series) or not all(np.isfinite(r) and r > 0 for r in radii):
        raise ValueError(f"expected a positive radius for each of {len(series)} series, not {radii!r}")
    (axes,) = blank(height=3.5)
    axes.set(yscale="log", xlabel="k", ylabel="|cₖ|")
    data: dict[str, Any] = {}
    for colour, (name, values), radius in zip(
        ("function", "derivative", "second"), series.items(), radii, strict=False
    ):
        size = np.abs(np.asarray(values, dtype=float))
        k = np.flatnonzero(size)
        data[name] = k, size[k]
        end = len(size) - 1
        axes.plot([0, end], [1, radius**-end], color=COLOURS[colour], linewidth=1.2, alpha=0.7)
        axes.plot(k, size[k], "o", color=COLOURS[colour], markersize=4.5)
        annotate(axes, name, (end, radius**-end), colour)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return Picture((axes,), alt, data)


def discs(
    f: Function,
    singular: Sequence[complex],
    points: Sequence[float],
    window: Sequence[Sequence[float]],
    *,
    alt: str,
    levels: Sequence[float] = (),
) -> Picture:
    """The complex plane around a real function: where it breaks down, and the discs of its Taylor series.

    Parameters
    ----------
    f : callable
        Of a complex number, in plain NumPy.
    singular : complex numbers
        Where f breaks down.
    points : numbers
        Real points of expansion, one disc each.
    window : two pairs of numbers
        What is shown along the real and the imaginary axis.
    alt : str
        What the figure shows, in words.
    levels : numbers, optional
        Level lines of ``abs(f)`` to draw.

    Returns
    -------
    Picture
        Its data are ``radii``, one for each point: the distance to the nearest singular point.

    Raises
    ------
    ValueError
        If nothing is singular or there is no point, the window is not two pairs of increasing numbers, or ``alt``
        says nothing.

    Examples
    --------
    >>> picture = discs(lambda z: 1 / (4 + z**2), [2j, -2j], [0, 1.5], ((-3, 4), (-3, 3)),
    ...                 alt="Two discs that reach up to the same two poles.")
    >>> print(picture.data["radii"])
    [2.  2.5]
    """
    alt, across, up = worded(alt), interval(window[0]), interval(window[1])
    if not len(singular) or not len(points):
        raise ValueError(f"expected a singular point and a point of expansion, not {singular!r} and {points!r}")
    radii: NDArray[Any] = np.array([min(abs(z - p) for z in singular) for p in points])
    (axes,) = blank(height=6.0 * (up[1] - up[0]) / (across[1] - across[0]))
    axes.set(
        xlim=across, ylim=up, aspect="equal", xlabel="real part: the line we draw graphs on", ylabel="imaginary part"
    )
    if len(levels):
        re, im = np.meshgrid(np.linspace(*across, 60), np.linspace(*up, 60))
        axes.contour(re, im, np.abs(f(re + 1j * im)), levels=list(levels), colors=COLOURS["function"], linewidths=0.7,
                     alpha=0.7)  # fmt: skip
    axes.axhline(0, color=COLOURS["muted"], linewidth=1)
    turn = np.linspace(0, 2 * math.pi, 97)
    for p, radius in zip(points, radii, strict=True):
        axes.plot(p + radius * np.cos(turn), radius * np.sin(turn), color=COLOURS["second"], linewidth=1.8)
        axes.plot([p, p + radius], [0, 0], color=COLOURS["second"], linewidth=1.8, linestyle=_DASHED)
        dot(axes, p, 0)
        under = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1}
        annotate(axes, f"about {p:g}", (p, 0), "point", xytext=(6, -12), bbox=under)
    for z in singular:
        axes.plot(z.real, z.imag, "X", color=COLOURS["derivative"], markersize=9, zorder=5)
    return Picture((axes,), alt, {"radii": radii})
