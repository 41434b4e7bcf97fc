"""Multivariate calculus on plain NumPy functions."""

__version__ = "0.1.0"
