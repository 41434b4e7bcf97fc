"""The house style, and every still figure of the book: data in, a :class:`Picture` out.

===================  ======================================================================
:mod:`.house`        empty axes, colours, labels, and what a figure returns
:mod:`.curves`       functions of one variable, and records of readings
:mod:`.plane`        level lines, slices, ways into a point, surfaces, maps of the plane
:mod:`.shapes`       chains: routes, matrices as boxes, networks, costs
:mod:`.series`       Taylor polynomials, their errors and bounds, series and where they converge
:mod:`.models`       models near a point, and walks down a quadratic
:mod:`.readings`     lines through readings, and what they miss
:mod:`.pits`         pits of the sandpit, with the paths of games
:mod:`.options`      the same frame with another curve in each, to choose among
:mod:`.functions`    input and output, families of graphs, breaks, limits, the unit circle
:mod:`.rules`        what a step does to sums, products and chains, and what it costs a machine
:mod:`.training`     models beside data, costs step by step, what a network draws
===================  ======================================================================
"""

from mvcalc.figures.curves import curve, points, record_and_rates, secants, slopes, stack, tangent, triangle, zoom
from mvcalc.figures.functions import broken, circling, crossings, gallery, mirror, pairs, reading, sector
from mvcalc.figures.house import COLOURS, Picture, blank, line_through
from mvcalc.figures.models import gap, multipliers, walks
from mvcalc.figures.options import options
from mvcalc.figures.pits import trails
from mvcalc.figures.plane import (
    approaches,
    clouds,
    compass,
    contours,
    legs,
    linkage,
    magnified,
    slices,
    surfaces,
    unrolled,
)
from mvcalc.figures.readings import lines, residuals, squares
from mvcalc.figures.rules import activations, fading, rectangle, rises, rivals, rounding, shares, sides, tradeoff, tree
from mvcalc.figures.series import bounded, coefficients, discs, polynomials, rolle, sums, trust
from mvcalc.figures.shapes import along, bracketings, costs, decision, layers, product, routes
from mvcalc.figures.training import fits, learning, snapshots

__all__ = ["COLOURS", "Picture", "blank", "line_through"]
__all__ += ["curve", "points", "record_and_rates", "secants", "slopes", "stack", "tangent", "triangle", "zoom"]
__all__ += ["broken", "circling", "crossings", "gallery", "mirror", "pairs", "reading", "sector"]
__all__ += ["gap", "multipliers", "walks"]
__all__ += ["options"]
__all__ += ["trails"]
__all__ += ["approaches", "clouds", "compass", "contours", "legs", "linkage", "magnified", "slices", "surfaces"]
__all__ += ["unrolled"]
__all__ += ["lines", "residuals", "squares"]
__all__ += ["activations", "fading", "rectangle", "rises", "rivals", "rounding", "shares", "sides", "tradeoff"]
__all__ += ["tree"]
__all__ += ["bounded", "coefficients", "discs", "polynomials", "rolle", "sums", "trust"]
__all__ += ["along", "bracketings", "costs", "decision", "layers", "product", "routes"]
__all__ += ["fits", "learning", "snapshots"]
