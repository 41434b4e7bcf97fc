"""Exercises inside Sphinx: what stops the build, what a reader sees without a script, what is kept between builds."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from mvcalc.claims.check import Ledger, check_page
from mvcalc.exercises import Exercise, Number, find
from mvcalc.sphinxext import exercises
from mvcalc.sphinxext.texts import Texts

from .conftest import ROOT, SmallBook

KATEX = ROOT / "node_modules" / "katex"
WRITTEN = """````{exercise}
:difficulty: hard
:answer: 2x
:variables: x in [-2, 2]

What is {notation}`f'(x)`?

```{hint}
By the **power rule**.
```

```{slip} x
The exponent comes down in front.
```

```{solution}
:::{derive}
f'(x) = 2x
:::
```
````
"""
GIVEN = "```{given}\nf(x) = x^2\n```\n\n"
RIGHT = f"""# Right

{GIVEN}```{{exercise}} slope-of-a-power
:variants: 3
```

```{{exercise}} wrong-step-from-the-definition
:variants: 2
```

{WRITTEN}"""
FAMILY = "```{exercise} slope-of-a-power\n```\n"
POWER = "power\n:variants: 4"
PAGES = {
    "unknown": ("# T\n\n```{exercise} slope-of-a-powder\n```\n", "```{exercise}", "slope-of-a-power"),
    "twice": (
        f"# T\n\n{FAMILY}\n{FAMILY.replace('power', POWER)}",
        "```{exercise} slope-of-a-power\n:variants: 4",
        "on this page already",
    ),
    "many": ("# T\n\n```{exercise} slope-of-a-power\n:variants: 21\n```\n", ":variants: 21", "at most 20 variants"),
    "words": ("# T\n\n```{exercise} slope-of-a-power\nBut why?\n```\n", "```{exercise}", "has its own words"),
    "hard": ("# T\n\n" + WRITTEN.replace(":difficulty: hard\n", ""), "````{exercise}", "has a :difficulty:"),
    "row": (f"# T\n\n{GIVEN}" + WRITTEN.replace("f'(x) = 2x", "f'(x) = 3x"), "f'(x) = 3x", "derived equation is false"),
    "slip": (f"# T\n\n{GIVEN}" + WRITTEN.replace("{slip} x", "{slip} x + x"), "````{exercise}", "is a right answer"),
    "answer": (f"# T\n\n{GIVEN}" + WRITTEN.replace(":answer: 2x", ":answer: 2y"), "````{exercise}", "y"),
    "unclaimed": (
        "# T\n\n" + WRITTEN.replace(":::{derive}\nf'(x) = 2x\n:::", "It doubles.").replace("{notation}`f'(x)`", "it"),
        "````{exercise}",
        "claims nothing",
    ),
    "role": (
        f"# T\n\n{GIVEN}" + WRITTEN.replace("**power rule**", "{term}`power rule`"),
        "````{exercise}",
        "the role {term} has no meaning here",
    ),
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    book = SmallBook(tmp_path_factory.mktemp("wrong"))
    for name, (text, _, _) in PAGES.items():
        book.write(name, text)
    result = book.build()
    return result.returncode, result.stderr


@pytest.mark.parametrize("name", PAGES)
def test_wrong_exercise_stops_the_build_at_its_line(
    name: str, errors: tuple[int, str], line_of: Callable[[str, str], int]
) -> None:
    text, piece, reason = PAGES[name]
    line = line_of(text, piece)
    assert errors[0] != 0
    block = re.search(rf"\S*{name}\.md:{line}:.*?(?=\n\S|\Z)", errors[1], re.DOTALL)
    assert block is not None, errors[1]
    assert reason in block[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("right"))
    book.write("right", RIGHT)
    for count in range(6):
        book.write(
            f"other{count}", f"# Other {count}\n\n```{{exercise}} slope-of-a-power\n:variants: {count + 1}\n```\n"
        )
    book.write("report", "# Report\n\n```{verification-report}\n```\n\n```{exercise-report}\n```\n")
    result = book.build("-j", "4")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return book


def page(book: SmallBook, name: str) -> BeautifulSoup:
    return BeautifulSoup((book.html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def variants(book: SmallBook, name: str) -> list[dict[str, object]]:
    text = (book.html / "_static" / "exercises" / f"{name}.js").read_text(encoding="utf-8")
    head, _, rest = text.partition(" = ")
    assert head == f'(self.mvExercises ??= {{}})["{name}"]'
    found = json.loads(rest.removesuffix(";\n"))
    assert isinstance(found, list)
    return found


def test_the_first_variant_is_in_the_page_with_its_help_folded(built: SmallBook) -> None:
    number, choice, own = page(built, "right").select("div.mv-exercise")
    assert [e.select_one(".mv-head b").get_text() for e in (number, choice, own)] == [
        f"Exercise {n}" for n in (1, 2, 3)
    ]
    assert [e.select_one(".mv-difficulty").get_text() for e in (number, choice, own)] == ["easy", "middling", "hard"]
    assert [s.get_text() for s in number.select("details > summary")][:3] == ["Hint 1", "Hint 2", "Solution"]
    assert not number.select("details[open]")
    assert len(choice.select("ol.mv-options[type=A] > li")) == 4
    assert [text for text in choice.select_one(".mv-question").stripped_strings if text in "1234"][:4]
    assert "power rule" in own.select_one("details.mv-hint").get_text()
    assert number.select_one("label")["for"] == number.select_one("input")["id"]


def test_the_page_knows_the_first_answer_and_the_script_every_variant(built: SmallBook) -> None:
    number, _, own = page(built, "right").select("div.mv-exercise")
    data = json.loads(number.select_one("script[type='application/json']").string or "")
    exercise = find("slope-of-a-power").variant(0)
    assert data["first"]["answer"] == exercise.answer.as_json()
    assert [slip[0]["answer"] for slip in data["first"]["slips"]] == [
        s.answer.as_json()["answer"] for s in exercise.slips
    ]
    assert data["variants"] == 3
    shown = variants(built, "slope-of-a-power")
    assert len(shown) == 6, "as many as the page that asks for most"
    assert [v["answer"] for v in shown] == [find("slope-of-a-power").variant(n).answer.as_json() for n in range(6)]
    assert own.select_one("button.mv-another") is None


def test_only_pages_with_exercises_load_their_script(built: SmallBook) -> None:
    assert "exercises.js" in str(page(built, "right").head)
    assert "exercises.css" in str(page(built, "right").head)
    assert "exercises." not in str(page(built, "report").head)
    assert not page(built, "right").select("script[src*='_static/exercises/']")


def test_the_button_that_forgets_stands_once_a_page(built: SmallBook) -> None:
    assert len(page(built, "right").select(".mv-erase button")) == 1


def test_claims_of_exercises_are_in_the_report_with_their_places(built: SmallBook) -> None:
    records = json.loads((built.html / "claims.json").read_text(encoding="utf-8"))
    mine = [record for record in records if record["page"] == "right"]
    assert {record["status"] for record in mine if record["links"]} <= {"proved", "numeric", "instance"}
    assert sum(record["kind"] == "derive" for record in mine) == 3
    soup = page(built, "right")
    places = [record["place"] for record in mine]
    assert len(set(places)) == len(places)
    assert all(soup.find(id=place) is not None for place in places)
    marks = soup.select(".mv-worked details.mv-verdict")
    assert len(marks) == 3
    said = page(built, "report").get_text(" ", strip=True)
    assert f"Exercises: 9, with {3 + 2 + 1 + sum(range(1, 7))} variants in all." in said


def test_a_second_clean_build_gives_the_same_bytes_and_a_page_read_again_needs_no_judging(built: SmallBook) -> None:
    def all_files() -> dict[str, bytes]:
        scripts = sorted((built.html / "_static" / "exercises").iterdir())
        return {path.name: path.read_bytes() for path in [built.html / "right.html", *scripts]}

    before = all_files()
    shelf = built.folder / "doctrees" / "kept"
    kept = {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()}
    assert kept
    shutil.rmtree(built.html)
    assert built.build("-E").returncode == 0
    assert all_files() == before
    assert {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()} == kept
    for path in shelf.iterdir():
        path.unlink()
    shutil.rmtree(built.html)
    assert built.build("-E").returncode == 0
    assert all_files() == before


def test_a_family_with_a_false_row_is_refused_in_whichever_variant_it_is() -> None:
    family = find("slope-of-a-power")

    def broken(**setting: int) -> Exercise:
        sound = family.make(**setting)
        if setting != family.settings[2]:
            return sound
        return Exercise(sound.question, sound.answer, sound.solution.replace("= <an>x", "= -<an>x"), facts=sound.facts)

    wrong = type(family)(family.name, family.page, family.difficulty, broken, family.ranges, family.where)
    assert len(json.loads(exercises.render(wrong, 2, KATEX).script)) == 2
    with pytest.raises(ValueError, match=r"slope-of-a-power:2:.*false"):
        exercises.render(wrong, 3, KATEX)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("See {eq}`eq-x`.", "the role {eq} has no meaning here"),
        (":::{note}\nx\n:::", "the directive {note} has no meaning here"),
        ("$$\nx\n$$", "a display must be {derive}"),
        ("$\\oops$", "maths cannot be set"),
    ],
)
def test_texts_refuse_what_they_cannot_show(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Texts(KATEX, Ledger([])).block(text)


def test_texts_show_no_claim_that_was_not_judged() -> None:
    with pytest.raises(LookupError, match="no claim '2 = 2' left"):
        Texts(KATEX, Ledger(check_page("{claim}`1 = 1`"))).block("{claim}`2 = 2`")


def test_texts_escape_markup_and_number_the_rows_of_a_derivation() -> None:
    texts = Texts(KATEX, Ledger([]))
    assert "<script>" not in texts.block("<script>alert(1)</script>")
    assert texts.line("a *b*") == "a <em>b</em>"
    latex = r"A &= \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \\ &= B \\ &= C"
    rows = BeautifulSoup(texts.numbered(latex), "html.parser").select("annotation")[0].get_text()
    assert re.findall(r"\\text\{(\d)\} && (A|&= B|&= C)", rows) == [("1", "A"), ("2", "&= B"), ("3", "&= C")]


def test_a_picture_needs_words(tmp_path: Path) -> None:
    from mvcalc.figures import Picture

    silent = Exercise("Which?", Number(1), "x", picture=Picture((), " ", {}))
    with pytest.raises(ValueError, match="no alt text"):
        exercises.pieces(silent, Texts(KATEX, Ledger([])))
