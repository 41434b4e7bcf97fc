"""The house style, and every still figure of the book: data in, a :class:`Picture` out.

================  ===========================================================================
:mod:`.house`     empty axes, colours, labels, and what a figure returns
:mod:`.curves`    functions of one variable, and records of readings
:mod:`.series`    Taylor polynomials, their errors and bounds, series and where they converge
================  ===========================================================================
"""

from mvcalc.figures.curves import curve, points, record_and_rates, secants, slopes, stack, tangent, triangle, zoom
from mvcalc.figures.house import COLOURS, Picture, blank, line_through
from mvcalc.figures.series import bounded, coefficients, discs, polynomials, rolle, sums, trust

__all__ = ["COLOURS", "Picture", "blank", "line_through"]
__all__ += ["curve", "points", "record_and_rates", "secants", "slopes", "stack", "tangent", "triangle", "zoom"]
__all__ += ["bounded", "coefficients", "discs", "polynomials", "rolle", "sums", "trust"]
