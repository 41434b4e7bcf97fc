"""Figures that answer the hand: one function of this module, as a cell's last line, puts one on the page.

=====================================  ===========================================================================
:func:`secant`, :func:`tracer`         two points on a curve; a function above its derivative, drawn as you move
:func:`limit`                          the game of ε and δ
:func:`chain`, :func:`neuron`          two functions as three linked axes; weight and bias of one neuron
:func:`taylor`                         order and point of a Taylor polynomial, remainder, radius of convergence
:func:`contour`, :func:`hessian`       gradient and directional derivative; eigen-directions of the Hessian
:func:`map`                            a grid, its image, and the Jacobian's parallelogram
:func:`surface`, :func:`quadric`       slices and tangent plane; the quadric that touches a surface
:func:`graph`                          a recorded computation, values forwards and adjoints backwards
:func:`training`, :func:`errors`       a training run; errors against step sizes
:func:`fit`                            a line through readings, and its point on the bowl of χ²
:func:`sandpit`                        the game of :mod:`mvcalc.sandpit`
=====================================  ===========================================================================

Each takes what it shows as a ``formula`` (or a SymPy ``Lambda``), and from that one expression come the still drawing
(what paper, an e-book and a browser without JavaScript show) and the functions that the browser computes with
(:mod:`mvcalc.web`). Axes, ticks and contour levels are the still drawing's own, handed on as numbers, so that the
figure does not jump when it becomes live; its settings start where the still drawing stands.

All need ``alt``, what the figure shows in words; the caption is the page's, as for every figure.
"""

from mvcalc.explore.fits import fit
from mvcalc.explore.limit import limit
from mvcalc.explore.line import chain, neuron, secant, singularities, taylor, tracer
from mvcalc.explore.parts import Exploration, Variable
from mvcalc.explore.pits import sandpit
from mvcalc.explore.plane import contour, hessian, map
from mvcalc.explore.records import errors, graph, training
from mvcalc.explore.space import quadric, surface

__all__ = ["Exploration", "Variable", "chain", "contour", "errors", "fit", "graph", "hessian", "limit", "map"]
__all__ += ["neuron", "quadric", "sandpit", "secant", "singularities", "surface", "taylor", "tracer", "training"]
