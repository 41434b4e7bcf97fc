"""Multivariate calculus on plain NumPy functions: exact derivatives, Taylor polynomials, optimisation, a network.

>>> import numpy as np
>>> from mvcalc import derivative, gradient, hessian, newton, taylor
>>> derivative(lambda t: np.sin(t) * np.exp(-t), 0.0)
1.0
>>> def f(x, y):
...     return (1 - x) ** 2 + 100 * (y - x**2) ** 2
>>> print(gradient(f, [-1.0, 2.0]), hessian(f, [-1.0, 2.0])[0])
[396. 200.] [402. 400.]
>>> print(taylor(np.cos, 0.0, 4).latex())
1 - \\frac{x^{2}}{2} + \\frac{x^{4}}{24}
>>> newton(f, [-1.0, 2.0])
Path(converged after ... steps, value ... at [1. 1.])
"""

from mvcalc.claims import formula, same
from mvcalc.derivatives import (
    derivative,
    directional,
    gradient,
    hessian,
    hessian_vector,
    jacobian,
    taylor_coefficients,
    total_derivative,
    value_and_gradient,
)
from mvcalc.network import Network, initialise, train
from mvcalc.optimise import Path, gradient_descent, newton, newton_raphson
from mvcalc.regression import Line, chi_squared, straight_line
from mvcalc.rules import SUPPORTED, KinkWarning
from mvcalc.tape import record
from mvcalc.taylor import (
    QuadraticModel,
    TaylorPolynomial,
    derivative_bound,
    lagrange_bound,
    quadratic_model,
    remainder_bound,
    taylor,
)

__version__ = "0.1.0"

__all__ = [
    "SUPPORTED",
    "KinkWarning",
    "Line",
    "Network",
    "Path",
    "QuadraticModel",
    "TaylorPolynomial",
    "chi_squared",
    "derivative",
    "derivative_bound",
    "directional",
    "formula",
    "gradient",
    "gradient_descent",
    "hessian",
    "hessian_vector",
    "initialise",
    "jacobian",
    "lagrange_bound",
    "newton",
    "newton_raphson",
    "quadratic_model",
    "record",
    "remainder_bound",
    "same",
    "straight_line",
    "taylor",
    "taylor_coefficients",
    "total_derivative",
    "train",
    "value_and_gradient",
]
