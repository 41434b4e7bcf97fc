"""Pictures to choose among: each shows its own curve in the one frame, and a frame holds what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from mvcalc import figures
from mvcalc.exercises import Choice, families
from mvcalc.figures.options import frame

FUNCTIONS = [np.sin, np.exp, lambda x: 1 / x]
ALTS = ["A wave that never ends.", "A curve that climbs and climbs.", "Two branches around a gap."]


def drawn(picture: figures.Picture) -> list[str]:
    """The paths of a picture that are as long as a curve."""
    return [path for path in re.findall(r' d="([^"]*)"', picture._repr_html_()) if len(path) > 300]


def test_each_option_shows_its_curve_and_no_other() -> None:
    options = figures.options(FUNCTIONS, (-3, 3), (-2, 2), alts=ALTS)
    alone = [figures.options([f], (-3, 3), (-2, 2), alts=[alt]) for f, alt in zip(FUNCTIONS, ALTS, strict=True)]
    paths = [drawn(option) for option in options]
    assert paths == [drawn(option) for (option,) in alone]
    assert len({path for (path,) in paths}) == 3
    for option, alt, f in zip(options, ALTS, FUNCTIONS, strict=True):
        assert f'aria-label="{alt}"' in option._repr_html_()
        shown = np.isfinite(option.data["y"])
        assert shown.sum() > 60
        assert option.data["y"][shown] == pytest.approx(f(option.data["x"][shown]))


def test_no_two_options_share_an_id() -> None:
    texts = [option._repr_html_() for option in figures.options(FUNCTIONS, (-3, 3), (-2, 2), alts=ALTS)]
    ids = [set(re.findall(r'\bid="([^"]*)"', text)) for text in texts]
    assert all(ids)
    assert len(set.union(*ids)) == sum(map(len, ids))
    assert all(set(re.findall(r'(?:url\(|href=")#([^")]*)', text)) <= own for text, own in zip(texts, ids, strict=True))


def test_options_are_as_large_as_they_are_told() -> None:
    (option,) = figures.options([np.sin], (-3, 3), (-2, 2), alts=ALTS[:1], size=(3.5, 2.25))
    assert 'width="252" height="162"' in option._repr_html_()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"functions": []}, "alts must be one for each of the functions, not 3 for 0"),
        ({"alts": ALTS[:2]}, "alts must be one for each of the functions, not 2 for 3"),
        ({"alts": ["", *ALTS[1:]]}, "alt must say in words"),
        ({"domain": (3, -3)}, "domain must be two increasing"),
        ({"heights": (2, 2)}, "heights must be two increasing"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, object], message: str) -> None:
    asked: dict[str, object] = {"functions": FUNCTIONS, "domain": (-3, 3), "heights": (-2, 2), "alts": ALTS, **change}
    with pytest.raises(ValueError, match=message):
        figures.options(asked["functions"], asked["domain"], asked["heights"], alts=asked["alts"])  # type: ignore[arg-type]


def test_a_frame_is_for_one_panel() -> None:
    with pytest.raises(ValueError, match="one panel, not 2"):
        frame(figures.blank(1, 2))


def overhang(picture: figures.Picture) -> float:
    """By how many inches something of a picture stands outside its figure; negative if all is inside."""
    frame(picture.axes)
    figure = picture.axes[0].get_figure(root=True)
    assert figure is not None
    occupied = picture.axes[0].get_tightbbox()
    assert occupied is not None
    width, height = figure.bbox.size
    return float(max(-occupied.x0, -occupied.y0, occupied.x1 - width, occupied.y1 - height) / figure.dpi)


def pictures() -> Iterator[tuple[str, figures.Picture]]:
    """Every picture of the exercises that a page may show at first."""
    for one in families():
        for seed in range(min(one.size, 10)):
            exercise = one.variant(seed)
            options = exercise.answer.options if isinstance(exercise.answer, Choice) else ()
            for picture in (exercise.picture, *(option.shown for option in options)):
                if isinstance(picture, figures.Picture):
                    yield f"{one.name}:{seed}", picture


def test_a_frame_holds_all_that_an_exercise_draws() -> None:
    found = [(name, round(overhang(picture), 3)) for name, picture in pictures()]
    assert len({name.split(":")[0] for name, _ in found}) >= 8
    assert [each for each in found if each[1] > 0] == []


def test_what_stands_outside_is_found() -> None:
    (option,) = figures.options([np.sin], (-3, 3), (-2, 2), alts=ALTS[:1])
    assert overhang(option) <= 0
    option.axes[0].annotate("far off", (3, 0), xytext=(9, 0), textcoords="offset points")
    assert overhang(option) > 0.3
