"""The house style, and every still figure of the book: data in, a :class:`Picture` out.

===================  ======================================================================
:mod:`.house`        empty axes, colours, labels, and what a figure returns
:mod:`.curves`       functions of one variable, and records of readings
:mod:`.plane`        functions of several variables, and maps of the plane
:mod:`.shapes`       chains: routes, matrices as boxes, networks, costs
:mod:`.series`       Taylor polynomials, their errors and bounds, series and where they converge
:mod:`.functions`    input and output, families of graphs, breaks, limits, the unit circle
:mod:`.rules`        what a step does to sums, products and chains, and what it costs a machine
===================  ======================================================================
"""

from mvcalc.figures.curves import curve, points, record_and_rates, secants, slopes, stack, tangent, triangle, zoom
from mvcalc.figures.functions import broken, circling, crossings, gallery, pairs, reading, sector
from mvcalc.figures.house import COLOURS, Picture, blank, line_through
from mvcalc.figures.plane import approaches, compass, contours, growth, legs, magnified, slices, surfaces, unrolled
from mvcalc.figures.rules import activations, fading, rectangle, rises, rivals, rounding, shares, sides, tradeoff, tree
from mvcalc.figures.series import bounded, coefficients, discs, polynomials, rolle, sums, trust
from mvcalc.figures.shapes import along, bracketings, costs, decision, layers, product, routes

__all__ = ["COLOURS", "Picture", "blank", "line_through"]
__all__ += ["curve", "points", "record_and_rates", "secants", "slopes", "stack", "tangent", "triangle", "zoom"]
__all__ += ["broken", "circling", "crossings", "gallery", "pairs", "reading", "sector"]
__all__ += ["approaches", "compass", "contours", "growth", "legs", "magnified", "slices", "surfaces", "unrolled"]
__all__ += ["bounded", "coefficients", "discs", "polynomials", "rolle", "sums", "trust"]
__all__ += ["along", "bracketings", "costs", "decision", "layers", "product", "routes"]
__all__ += ["activations", "fading", "rectangle", "rises", "rivals", "rounding", "shares", "sides", "tradeoff", "tree"]
