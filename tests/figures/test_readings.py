"""What the figures of fitted lines draw, against NumPy's own fit and plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc.figures import lines, residuals, squares
from mvcalc.regression import straight_line

ALT = "What the figure shows, in words."
X, Y = np.array([2.0, 3.0, 5.0, 6.0]), np.array([11.0, 14.0, 18.0, 21.0])


def test_squares_are_as_large_as_the_misses_and_look_square() -> None:
    picture = squares(X, Y, {"by eye": (2.0, 9.0), "best": (2.4, 6.4)}, alt=ALT)
    assert picture.data["area"] == pytest.approx({"by eye": 4 + 1 + 1 + 0, "best": 0.4})
    assert picture.data["area"]["best"] == pytest.approx(np.polyfit(X, Y, 1, full=True)[1][0])
    picture._repr_html_()  # lays the axes out
    axes = picture.axes[0]
    (corners, *_) = (path.vertices for path in axes.collections[0].get_paths())
    on_page = axes.transData.transform(corners)
    sides = np.hypot(*np.diff(on_page, axis=0).T)
    assert sides[:4] == pytest.approx(np.full(4, sides[0]), rel=1e-6)


def test_residuals_of_the_best_line_sum_to_nothing() -> None:
    picture = residuals(X, Y, straight_line(X, Y), alt=ALT)
    assert picture.data["residuals"] == pytest.approx([-0.2, 0.4, -0.4, 0.2])
    assert picture.data["residuals"] == pytest.approx(Y - np.polyval(np.polyfit(X, Y, 1), X))
    drawn = picture.axes[1].lines[-1].get_ydata()
    assert drawn == pytest.approx(picture.data["residuals"])


def test_lines_end_where_their_formula_says() -> None:
    picture = lines(X, Y, {"a": (2.0, 9.0), "b": (-1.0, 3.0)}, alt=ALT, domain=(0, 8))
    assert picture.data["ends"]["a"] == pytest.approx([9, 25])
    assert picture.data["ends"]["b"] == pytest.approx([3, -5])


def test_bad_readings_and_missing_words_are_refused() -> None:
    for draw in (
        lambda x, y, alt: squares(x, y, {"a": (1.0, 0.0)}, alt=alt),
        lambda x, y, alt: residuals(x, y, lambda v: v, alt=alt),
        lambda x, y, alt: lines(x, y, {"a": (1.0, 0.0)}, alt=alt),
    ):
        with pytest.raises(ValueError, match="two lists of one length"):
            draw([1, 2], [1, 2, 3], ALT)
        with pytest.raises(ValueError, match="alt must say in words"):
            draw([1, 2], [1, 2], "a figure")
    with pytest.raises(ValueError, match="one to three lines, not 4"):
        lines(X, Y, dict.fromkeys("abcd", (1.0, 0.0)), alt=ALT)
