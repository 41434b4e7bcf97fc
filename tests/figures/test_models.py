"""What the figures of local models draw, against SymPy, NumPy's eigenvalues and walks taken by hand."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from mvcalc.figures import gap, multipliers, walks

ALT = "What the figure shows, in words."


def test_gap_is_what_the_tangent_leaves_out() -> None:
    x = sp.Symbol("x")
    f = sp.sqrt(x) * sp.exp(-x)
    exact = f.subs(x, 2.1) - (f + f.diff(x) * sp.Rational(8, 10)).subs(x, 1.3)
    picture = gap(sp.lambdify(x, f), 1.3, 0.8, (0.5, 3), alt=ALT)
    assert picture.data["gap"] == pytest.approx(float(exact), rel=1e-7)
    assert picture.data["true"] - picture.data["predicted"] == pytest.approx(picture.data["gap"])
    with pytest.raises(ValueError, match="step must not be 0"):
        gap(np.sin, 1, 0, (0, 2), alt=ALT)


def test_walks_are_drawn_where_they_went() -> None:
    H = np.array([[3.0, 1.0], [1.0, 2.0]])
    path = [np.array([1.0, -1.5])]
    for _ in range(4):
        path.append(path[-1] - 0.2 * H @ path[-1])

    def f(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 1.5 * x**2 + x * y + y**2

    picture = walks(f, {"down": path}, ((-2, 2), (-2, 2)), levels=[1, 2], alt=ALT)
    drawn = picture.axes[0].lines[-1].get_xydata()
    assert drawn == pytest.approx(np.array(path))
    assert picture.data["heights"]["down"] == pytest.approx([p @ H @ p / 2 for p in path])
    with pytest.raises(ValueError, match=r"down: a path must have the shape \(k, 2\), not \(3,\)"):
        walks(f, {"down": [1, 2, 3]}, ((-2, 2), (-2, 2)), levels=[1], alt=ALT)


def test_multipliers_are_the_spectral_radius_of_a_step() -> None:
    bends = [0.7, 2.0, 5.0]
    picture = multipliers(bends, alt=ALT)
    for step, worst in zip(picture.data["step"][::20], picture.data["worst"][::20], strict=True):
        assert worst == pytest.approx(np.abs(np.linalg.eigvals(np.eye(3) - step * np.diag(bends))).max())
    best = picture.data["step"][picture.data["worst"].argmin()]
    assert best == pytest.approx(2 / (0.7 + 5.0), abs=0.003)
    assert picture.data["limit"] == pytest.approx(0.4)
    with pytest.raises(ValueError, match="positive curvatures"):
        multipliers([1, -2], alt=ALT)


def test_what_a_figure_says_keeps_its_digits() -> None:
    text = walks(
        lambda x, y: x + y, {"γ = 0.195": [[1, 1], [0, 0]]}, ((-2, 2), (-2, 2)), levels=[1], alt=ALT
    )._repr_html_()
    assert "γ = 0.195<" in text
