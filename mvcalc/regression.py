r"""The straight line that fits best, and how well it is known.

A line is compared with n readings :math:`(x_i, y_i)` by

.. math:: \chi^2(m, c) = \sum_{i=1}^{n} \frac{(y_i - m x_i - c)^2}{s_i^2},

the squares of the vertical misses, each divided by the *square* of that reading's uncertainty
:math:`s_i`. The best line is the one with the least :math:`\chi^2`. Its slope and intercept come in
closed form, best computed about the centre of the readings,

.. math:: m = \frac{\sum w_i (x_i - \bar x)\, y_i}{\sum w_i (x_i - \bar x)^2}, \qquad
   c = \bar y - m \bar x,

with weights :math:`w_i = 1/s_i^2`, and a bar for the mean with these weights; the sums of
products of the raw readings cancel badly when they are far from zero.

.. rubric:: References

Philip R. Bevington, D. Keith Robinson, *Data Reduction and Error Analysis for the Physical
Sciences*, 3rd edition, McGraw-Hill 2003, chapter 6.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mvcalc.rules import Array, require

__all__ = ["Line", "chi_squared", "straight_line"]


@dataclass(frozen=True, eq=False)
class Line:
    """A fitted line y = slope · x + intercept; call it to evaluate it.

    Attributes
    ----------
    slope, intercept : float
    covariance : array, shape (2, 2)
        Of slope and intercept, in this order; its diagonal holds the squared uncertainties.
    residuals : array, shape (n,)
        y − (slope · x + intercept), in the units of y.
    chi_squared : float
        Where no uncertainties were given, the plain sum of squared residuals.
    r_squared : float
        The share of the readings' squared distance from their mean that the line takes away; NaN if
        all y are equal.

    Examples
    --------
    >>> line = straight_line([1.0, 2.0, 4.0], [2.9, 5.1, 9.0], [0.1, 0.1, 0.2])
    >>> round(line.slope, 3), round(line.slope_uncertainty, 3), round(float(line(3.0)), 2)
    (2.053, 0.073, 7.06)
    >>> line.degrees_of_freedom, round(line.chi_squared, 3)
    (1, 1.471)
    """

    slope: float
    intercept: float
    covariance: Array
    residuals: Array
    chi_squared: float
    r_squared: float

    def __call__(self, x: ArrayLike) -> Any:
        """The height of the line at x, of any shape."""
        return self.slope * np.asarray(x, dtype=float) + self.intercept

    @property
    def slope_uncertainty(self) -> float:
        """One standard deviation of the slope."""
        return float(np.sqrt(self.covariance[0, 0]))

    @property
    def intercept_uncertainty(self) -> float:
        """One standard deviation of the intercept."""
        return float(np.sqrt(self.covariance[1, 1]))

    @property
    def degrees_of_freedom(self) -> int:
        """Readings less the two numbers that were fitted: about what χ² should be."""
        return len(self.residuals) - 2

    @property
    def scatter(self) -> float:
        """√(χ²/(n − 2)): near 1 where the uncertainties are right; without any, their estimate in units of y."""
        return float(np.sqrt(self.chi_squared / self.degrees_of_freedom)) if self.degrees_of_freedom else np.nan

    def __repr__(self) -> str:
        slope = f"slope {self.slope:.6g} ± {self.slope_uncertainty:.2g}"
        return f"Line({slope}, intercept {self.intercept:.6g} ± {self.intercept_uncertainty:.2g})"


def chi_squared(x: Any, y: Any, slope: ArrayLike, intercept: ArrayLike, s: Any = None) -> Any:
    """Sum the squared misses of a line, each divided by its squared uncertainty.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The readings.
    slope, intercept : array_like
        Of the line, or of many lines at once, of shapes that broadcast together.
    s : array_like, shape (n,), or float, optional
        The uncertainties of y, above 0; 1 if left out.

    Returns
    -------
    float, or array of the shape of the slopes and intercepts together

    Raises
    ------
    ValueError
        If x, y and s are not finite and of one length, or an s is not above 0.

    Examples
    --------
    >>> chi_squared([1, 2, 4], [3, 5, 8], 2.0, 1.0)
    1.0
    >>> chi_squared([1, 2, 4], [3, 5, 8], [2.0, 1.5], 1.0, [1, 1, 0.5]).tolist()
    [4.0, 5.25]
    """
    x, y, s = _readings(x, y, s, least=1)
    m, c = (np.asarray(v, dtype=float)[..., np.newaxis] for v in (slope, intercept))
    total = np.sum(((y - m * x - c) / s) ** 2, axis=-1)
    return total if total.ndim else float(total)


def straight_line(x: Any, y: Any, s: Any = None) -> Line:
    """Fit a straight line by least squares.

    Parameters
    ----------
    x : array_like, shape (n,)
        Known exactly, and not all equal.
    y : array_like, shape (n,)
    s : array_like, shape (n,), or float, optional
        The uncertainty of each y, one standard deviation, above 0. Left out, all y are taken to be
        equally uncertain, and by how much is estimated from the scatter about the line.

    Returns
    -------
    Line

    Raises
    ------
    ValueError
        For fewer than two readings (three without s, as two leave no scatter to estimate from); for
        shapes that differ, for what is not finite, for x all equal, and for an s that is not above 0.

    Notes
    -----
    Given uncertainties are taken at their word: the line's own uncertainties do not grow if χ² turns
    out larger than n − 2. An error that all readings share does not show in any of them.

    Examples
    --------
    >>> straight_line([0, 1, 2, 3], [1.1, 2.9, 5.2, 6.8])
    Line(slope 1.94 ± 0.091, intercept 1.09 ± 0.17)
    >>> straight_line([2, 2, 2], [1, 3, 4])
    Traceback (most recent call last):
    ...
    ValueError: x must not be all equal, as no one line fits best through readings above one another, got only 2.0
    """
    estimated = s is None
    x, y, s = _readings(x, y, s, least=3 if estimated else 2)
    require(
        np.ptp(x) > 0,
        f"x must not be all equal, as no one line fits best through readings above one another, got only {x[0]}",
    )
    unit = s.min()  # weights relative to the best reading cannot overflow
    w = (unit / s) ** 2
    total, centre, height = w.sum(), w @ x / w.sum(), w @ y / w.sum()
    across, up = x - centre, y - height
    spread = w @ across**2
    slope = w @ (across * up) / spread
    residuals = up - slope * across
    misses = w @ residuals**2
    covariance = np.array([[1.0, -centre], [-centre, centre**2 + spread / total]]) / spread
    scale = misses / (len(x) - 2) if estimated else unit**2
    drop = w @ up**2
    return Line(
        slope=float(slope),
        intercept=float(height - slope * centre),
        covariance=covariance * scale,
        residuals=residuals,
        chi_squared=float(misses / unit**2),
        r_squared=float(1 - misses / drop) if drop else np.nan,
    )


def _readings(x: Any, y: Any, s: Any, least: int) -> tuple[Array, Array, Array]:
    """Check the readings; return them as arrays of floats, with the uncertainties written out."""
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    alike = across.ndim == 1 and across.shape == up.shape
    require(alike, f"x and y must be two lists of one length, got shapes {across.shape} and {up.shape}")
    require(len(across) >= least, f"at least {least} readings are needed, got {len(across)}")
    error = np.ones_like(up) if s is None else np.asarray(s, dtype=float)
    fits = error.shape in ((), up.shape)
    require(fits, f"s must be one number or have the shape of y, {up.shape}, got {error.shape}")
    for name, values in (("x", across), ("y", up), ("s", error)):
        require(np.isfinite(values).all(), f"{name} must be finite, got {values[~np.isfinite(values)]}")
    require((error > 0).all(), f"s must be above 0, got {error[error <= 0]}")
    return across, up, np.broadcast_to(error, up.shape)
