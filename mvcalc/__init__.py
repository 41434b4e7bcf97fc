"""Multivariate calculus on plain NumPy functions."""

from mvcalc.claims.formula import formula, same
from mvcalc.derivatives import (
    derivative,
    directional,
    gradient,
    hessian,
    hessian_vector,
    jacobian,
    total_derivative,
    value_and_gradient,
)

__version__ = "0.1.0"

__all__ = [
    "derivative",
    "directional",
    "formula",
    "gradient",
    "hessian",
    "hessian_vector",
    "jacobian",
    "same",
    "total_derivative",
    "value_and_gradient",
]
