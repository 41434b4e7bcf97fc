"""The house style: empty axes, colours, labels, and the :class:`Picture` that every figure returns.

A picture keeps the numbers it drew, so that a test can hold them against an oracle: a figure is checked too. It
shows itself as SVG inside the page, with the text as text and every colour a CSS variable, so that one drawing
serves light and dark, screen and print. One object has one colour everywhere (:data:`COLOURS`).
"""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mvcalc.figures._paths import relative

__all__ = ["COLOURS", "Picture", "blank", "line_through"]

Function = Callable[[Any], Any]

#: The colour of each kind of object, as it is in light mode; the style sheet has one variable for each.
COLOURS: Mapping[str, str] = {
    "function": "#1d5fa6",
    "derivative": "#b3530a",
    "second": "#1c7a50",
    "point": "#7b3fa6",
    "ink": "#25282d",
    "muted": "#616770",
    "grid": "#e3e4e0",
    "paper": "#fdfdfb",
}

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mvcalc",
    "font.family": "sans-serif",
    "font.size": 11.0,
    "axes.edgecolor": COLOURS["muted"],
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelcolor": COLOURS["ink"],
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11.0,
    "axes.titlecolor": COLOURS["ink"],
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "grid.color": COLOURS["grid"],
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["muted"],
    "ytick.color": COLOURS["muted"],
    "xtick.labelsize": 10.0,
    "ytick.labelsize": 10.0,
}
_WIDTH = 6.4  # inches; the page scales the picture to its measure


def power_of_ten(exponent: int) -> str:
    """Write 10 to a whole power without markup; raised digits are as large on a telephone as the others.

    Examples
    --------
    >>> power_of_ten(-12)
    '10⁻¹²'
    """
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def scientific(value: float) -> str:
    """Write a number as a person does, by two digits and a power of ten.

    Examples
    --------
    >>> scientific(7.66e-6)
    '7.7 × 10⁻⁶'
    """
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits} × {power_of_ten(int(exponent))}"


def _power(value: float, place: float | None = None) -> str:
    exponent = np.log10(value)
    return power_of_ten(round(exponent)) if abs(exponent - round(exponent)) < 1e-6 else f"{value:g}"


def _rounded(number: re.Match[str]) -> str:
    """Round a coordinate to a tenth of a point, a small one to a hundredth, which no eye can see."""
    value = float(number[0])
    short = f"{value:.{1 if abs(value) >= 10 else 2}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def printed(figure: Figure) -> str:
    """Print a figure as matplotlib does."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_scale() == "log":
                axis.set_major_formatter(_power)
    stream = io.StringIO()
    with mpl.rc_context(_STYLE):
        # savefig would draw the figure twice, once for the layout alone
        canvas: Any = FigureCanvasSVG(figure)  # not typed
        canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def styled(text: str, alt: str) -> str:
    """Turn what matplotlib prints into SVG that takes its colours and fonts from the page it stands on."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r"<[^>]+>", lambda tag: re.sub(r"-?\d+\.\d{2,}", _rounded, tag[0]), text)  # not what is written
    text = re.sub(r' d="([^"]*)"', lambda path: f' d="{relative(path[1])}"', text)
    key = hashlib.sha256((alt + text).encode()).hexdigest()[:8]
    text = re.sub(r'\bid="', f'id="m{key}-', text)
    text = re.sub(r'(url\(|href=")#', rf"\1#m{key}-", text)
    for name, colour in COLOURS.items():
        text = text.replace(colour, f"var(--mv-{name}, {colour})")
    text = re.sub(r"font-family: [^;]*;", "font-family: var(--mv-figure-font, sans-serif);", text)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert size is not None
    head = f'<svg class="mv-figure" role="img" aria-label="{html.escape(alt, quote=True)}" '
    head += f'viewBox="{size[0][9:-1]}" width="{float(size[1]):.0f}" height="{float(size[2]):.0f}" '
    return (
        head + 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">' + text.split(">", 1)[1]
    )


@dataclass(frozen=True)
class Picture:
    """A drawn figure: what it shows, in words, in numbers and on its axes.

    Attributes
    ----------
    axes : tuple of matplotlib Axes
        The panels, to be added to before the picture is shown.
    alt : str
        What the picture shows, for those who cannot see it.
    data : mapping
        The numbers drawn, by name.
    """

    axes: tuple[Axes, ...]
    alt: str
    data: Mapping[str, Any]

    def _repr_html_(self) -> str:
        figure = self.axes[0].get_figure(root=True)
        assert figure is not None
        return styled(printed(figure), self.alt)


def blank(rows: int = 1, columns: int = 1, *, height: float = 3.4, **options: Any) -> tuple[Axes, ...]:
    """Empty axes in the house style, a column's width across.

    Parameters
    ----------
    rows, columns : int
        How many panels, drawn row by row.
    height : float
        Of the whole, in inches; the width is always 6.4.
    **options
        Passed to matplotlib's ``Figure.subplots`` (``sharex``, ``height_ratios``, …).

    Returns
    -------
    tuple of matplotlib Axes

    Examples
    --------
    >>> left, right = blank(1, 2)
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, height))
        FigureCanvasSVG(figure)
        grid = figure.subplots(rows, columns, squeeze=False, **options)
    return tuple(grid.flat)


def worded(alt: str) -> str:
    """Refuse a figure that would say nothing to a reader who cannot see it."""
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(f"alt must say in words what the figure shows, not {alt!r}")
    return " ".join(alt.split())


def interval(domain: Sequence[float], name: str = "domain") -> tuple[float, float]:
    low, high = (float(end) for end in domain)
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"{name} must be two increasing finite numbers, not {tuple(domain)!r}")
    return low, high


def annotate(axes: Axes, text: str, at: tuple[float, float], colour: str, **options: Any) -> None:
    """Write a direct label beside what it names."""
    options = {"xytext": (6, 0), "va": "center", "ha": "left", **options}
    axes.annotate(text, at, textcoords="offset points", color=COLOURS[colour], style="italic", **options)


def headline(axes: Axes, text: str, colour: str) -> None:
    axes.set_title(text, loc="left", color=COLOURS[colour], style="italic")


def draw(axes: Axes, f: Function, domain: tuple[float, float], colour: str) -> tuple[Any, Any]:
    x = np.linspace(*domain, 241)
    y = np.broadcast_to(np.asarray(f(x), dtype=float), x.shape)
    axes.plot(x, y, color=COLOURS[colour])
    return x, y


def dot(axes: Axes, x: ArrayLike, y: ArrayLike, colour: str = "point") -> None:
    axes.plot(x, y, "o", color=COLOURS[colour], markersize=6, zorder=5, clip_on=False, linestyle="none")


def line_through(axes: Axes, x: float, y: float, slope: float, colour: str = "derivative", **options: Any) -> None:
    """Draw the straight line of a slope through a point, from edge to edge of the axes.

    Parameters
    ----------
    axes : matplotlib Axes
    x, y : float
        The point.
    slope : float
    colour : str
        A name in :data:`COLOURS`.
    **options
        Passed to matplotlib's ``axline``.

    Examples
    --------
    >>> (axes,) = blank()
    >>> line_through(axes, 0, 1, slope=2)
    """
    axes.axline((x, y), slope=slope, color=COLOURS[colour], **{"linewidth": 1.8, **options})
