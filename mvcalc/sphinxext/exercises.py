"""``{exercise}``: a family of exercises, or one written in place, judged at build and answered in the page.

The first variant is part of the page, with its hints and its solution folded, so that it reads without JavaScript, on
paper and in an e-book. All variants together are one script a family, which the page asks for when a reader wants
another. What a family's variants look like costs seconds to find out, and is kept beside the doctrees for as long as
the package stays the same.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from mvcalc.claims.check import Ledger, Record
from mvcalc.exercises import Answer, Choice, Exercise, Expression, Family, Matrix, Number, Points, Vector, faults, find
from mvcalc.exercises.family import DIFFICULTIES
from mvcalc.exercises.judged import misleading, records, source
from mvcalc.exercises.written import OPTIONS, written
from mvcalc.figures import Picture
from mvcalc.figures.options import frame
from mvcalc.sphinxext.claims import ClaimDomain, aligned
from mvcalc.sphinxext.kept import kept
from mvcalc.sphinxext.maths import prepare
from mvcalc.sphinxext.perpage import PerPageDomain
from mvcalc.sphinxext.texts import Texts

logger = logging.getLogger(__name__)

MOST = 20
"""Variants of a family that a page may ask for."""
USUAL = 6
"""Variants that it has otherwise: they come all together, when a reader asks for the second."""


@dataclass(frozen=True)
class Rendered:
    """A family, or an exercise written in place, as the page takes it.

    Attributes
    ----------
    first : dict
        The first variant: ``question``, ``help``, ``ask``, ``unit``, ``answer``, ``slips``, and for a choice
        ``options`` and ``why``; all texts are HTML.
    count : int
        How many variants there are.
    script : str
        All of them, as JSON that may stand in a script.
    placed : list of (Record, str)
        The claims of the first variant, each with the id of its place.
    claims : int
        How many claims were judged, over all variants; all of them hold.
    """

    first: dict[str, Any]
    count: int
    script: str
    placed: list[tuple[Record, str]]
    claims: int


class ExerciseNode(nodes.General, nodes.Element):
    """An exercise, ready to be written."""


class ReportNode(nodes.General, nodes.Element):
    """Where the count of exercises goes."""


class ExerciseDomain(PerPageDomain):
    """Which page has which families, with how many variants; merged from parallel readers."""

    name = "exercises"
    label = "Exercises"
    initial_data: ClassVar[dict[str, Any]] = {"used": {}}
    parts = ("used",)

    @property
    def used(self) -> dict[str, dict[str, tuple[int, int]]]:
        """For each page and each exercise on it, the numbers of variants and of claims."""
        return cast("dict[str, dict[str, tuple[int, int]]]", self.data["used"])


# ---- An exercise as pieces of HTML


def ask(answer: Answer) -> str:
    """Say what is to be typed, in a sentence.

    Examples
    --------
    >>> ask(Number(0.18, figures=2, unit="m/h"))
    'A number to 2 significant figures, in m/h.'
    >>> ask(Vector((1, 2, 4)))
    'A vector of 3 entries, such as (1, 2, 3).'
    """
    match answer:
        case Expression():
            form = f", {answer.form}" if answer.form else ""
            return f"A formula in {' and '.join(f'<i>{name}</i>' for name in answer.domain)}{form}."
        case Number(figures=None):
            unit = f", in {html.escape(answer.unit)}" if answer.unit else ""
            return f"An exact number{unit}: a whole number, a fraction, a decimal or a root."
        case Number():
            unit = f", in {html.escape(answer.unit)}" if answer.unit else ""
            return f"A number to {answer.figures} significant figure{'s' * (answer.figures != 1)}{unit}."
        case Vector():
            entries = range(1, len(answer.values) + 1)
            return f"A vector of {len(entries)} entries, such as ({', '.join(map(str, entries))})."
        case Matrix():
            return "A matrix row by row, such as [1, 2, 3; 4, 5, 6]."
        case Points():
            plural = isinstance(answer.values[0], (tuple, list))
            return "All points, such as (1, 2), (3, 4)." if plural else "All numbers, with commas between them: 1, 2."
    return ""


def _drawn(picture: Picture) -> str:
    if not picture.alt.strip():
        raise ValueError("a picture has no alt text: say what it shows (`alt=…`)")
    if len(picture.axes) == 1:
        frame(picture.axes)
    return str(picture._repr_html_())


def pieces(exercise: Exercise, texts: Texts) -> dict[str, Any]:
    """Render an exercise.

    Parameters
    ----------
    exercise : Exercise
    texts : Texts
        With the verdicts on its claims.

    Returns
    -------
    dict
        As `Rendered.first` is.
    """
    answer = exercise.answer
    question = texts.block(exercise.question)
    if exercise.faulty:
        question += texts.numbered(exercise.faulty.latex)
    if exercise.picture:
        question += f'<div class="mv-drawn">{_drawn(exercise.picture)}</div>'
    made: dict[str, Any] = {"question": question, "ask": ask(answer), "answer": answer.as_json()}
    if isinstance(answer, Choice):
        made["options"] = [
            texts.line(each.shown) if isinstance(each.shown, str) else _drawn(each.shown) for each in answer.options
        ]
    hints = "".join(
        f'<details class="mv-hint"><summary>Hint {number}</summary>{texts.block(hint)}</details>'
        for number, hint in enumerate(exercise.hints, start=1)
    )
    solution = texts.block(exercise.solution)
    made["help"] = f'{hints}<details class="mv-worked"><summary>Solution</summary>{solution}</details>'
    # What follows is not in the page until it is said, so its claims have no places there.
    aside = Texts(texts.katex, texts.ledger)
    made["slips"] = [[slip.answer.as_json(), aside.line(slip.sentence)] for slip in exercise.slips]
    if isinstance(answer, Choice):
        made["why"] = [aside.line(option.why) if option.why else "" for option in answer.options]
    return made


def _formulas(exercise: Exercise, verdicts: Sequence[Record]) -> Iterator[tuple[str, bool]]:
    """The formulas of an exercise, each with whether it stands on its own; those that are found without parsing."""
    for record in verdicts:
        alone = record.kind == "derive"
        yield aligned(record.latex) if alone else record.latex, alone
    for latex in re.findall(r"(?<![\\`$])\$([^$`]+)\$", source(exercise)):
        yield latex, False


def render(family: Family, count: int, katex: Path) -> Rendered:
    """Judge and render the first variants of a family.

    Raises
    ------
    ValueError
        If anything is wrong with one of them; the message says all that is wrong with the first such.
    """
    variants, placed, claims = [], [], 0
    for seed in range(count):
        exercise, name = family.variant(seed), f"{family.name}:{seed}"
        verdicts = records(exercise, name)
        wrong = list(faults(exercise, name, verdicts))
        if wrong:
            raise ValueError("\n".join(wrong))
        prepare(_formulas(exercise, verdicts), katex)
        texts = Texts(katex, Ledger(verdicts), "" if seed else family.name)
        try:
            variants.append(pieces(exercise, texts))
        except (ValueError, LookupError) as error:
            raise ValueError(f"{name}: {error}") from error
        placed += [] if seed else texts.placed
        claims += sum(bool(record.links) for record in verdicts)
    return _together(variants, placed, claims)


def _together(variants: list[dict[str, Any]], placed: list[tuple[Record, str]], claims: int) -> Rendered:
    script = json.dumps(variants, ensure_ascii=False, sort_keys=True)
    return Rendered(variants[0], len(variants), re.sub("[\u2028\u2029]", " ", script), placed, claims)


def _rendered(app: Sphinx, family: Family, count: int) -> Rendered:
    """What `render` returns, from the last build if the package has not changed since."""
    return kept(app, f"{family.name}-{count}", lambda: render(family, count, Path(app.config.katex_package)))


# ---- An exercise on a page


def _count(argument: str) -> int:
    count = directives.positive_int(argument)
    if count > MOST:
        raise ValueError(f"a page has at most {MOST} variants of a family")
    return count


def _difficulty(argument: str) -> str:
    return str(directives.choice(argument, DIFFICULTIES))


class ExerciseDirective(SphinxDirective):
    """``{exercise} family-name``; or, without a name, an exercise written in place."""

    optional_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "variants": _count,
        "difficulty": _difficulty,
        **dict.fromkeys(OPTIONS, directives.unchanged_required),
    }

    def run(self) -> list[nodes.Node]:
        used = cast("ExerciseDomain", self.env.get_domain("exercises")).used.setdefault(self.env.docname, {})
        try:
            name, difficulty, rendered = self._family() if self.arguments else self._written(len(used) + 1)
            if name in used:
                raise ValueError(f"the family {name} stands on this page already; expected each one once")
        except (ValueError, LookupError) as error:
            logger.error("exercise: %s", error, location=self.get_location(), type="mvcalc", subtype="exercise")
            return []
        used[name] = (rendered.count, rendered.claims)
        path, line = os.path.relpath(self.env.doc2path(self.env.docname)), self.lineno
        placed = [(replace(record, page=path, line=line, label=""), place) for record, place in rendered.placed]
        claims = cast("ClaimDomain", self.env.get_domain("claims"))
        claims.records.setdefault(self.env.docname, []).extend(placed)
        node = ExerciseNode("", name=name, number=len(used), difficulty=difficulty)
        node["first"], node["variants"] = rendered.first, rendered.count
        node["version"] = hashlib.sha256(rendered.script.encode()).hexdigest()[:8]
        self.set_source_info(node)
        return [node]

    def _family(self) -> tuple[str, str, Rendered]:
        if self.content or self.options.keys() - {"variants"}:
            raise ValueError("a family has its own words and answers; expected a name and perhaps :variants: alone")
        family = find(self.arguments[0])
        count = self.options.get("variants", min(USUAL, family.size))
        if count > family.size:
            raise ValueError(f"{family.name} has {family.size} variants, not {count}")
        return family.name, family.difficulty, _rendered(self.env.app, family, count)

    def _written(self, number: int) -> tuple[str, str, Rendered]:
        """Build an exercise from the page; its claims were judged with the page's own."""
        if "difficulty" not in self.options or "variants" in self.options:
            raise ValueError("an exercise written in place has a :difficulty: and is the only one of its kind")
        exercise = written("\n".join(self.content), {key: str(value) for key, value in self.options.items()})
        name = f"{nodes.make_id(self.env.docname)}-{number}"
        texts = Texts(Path(self.config.katex_package), self.env.temp_data["claims_ledger"], name)
        variant = pieces(exercise, texts)
        wrong = list(misleading(exercise, name))
        if wrong:
            raise ValueError("\n".join(wrong))
        claims = sum(bool(record.links) for record, _ in texts.placed)
        return name, self.options["difficulty"], _together([variant], texts.placed, claims)


def _mark_last(app: Sphinx, doctree: nodes.document) -> None:
    """The last exercise of a page carries the button that forgets all answers."""
    for node in list(doctree.findall(ExerciseNode))[-1:]:
        node["last"] = True


def _field(name: str, answer: dict[str, Any], ask: str) -> str:
    """The field for a typed answer; its room is there before the script is."""
    unit = f'<span class="mv-unit">{html.escape(answer["unit"])}</span>' if "unit" in answer else ""
    return (
        f'<div class="mv-field"><label for="{name}-answer">Your answer</label>'
        f'<input id="{name}-answer" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" '
        f'aria-describedby="{name}-ask">{unit}<button type="submit">Check</button></div>'
        f'<div class="mv-below"><p class="mv-ask" id="{name}-ask">{ask}</p>'
        '<p class="mv-echo" aria-live="polite"></p></div>'
    )


def _options(name: str, options: Sequence[str]) -> str:
    """The options of a choice: a list that is read without the script, and chosen from with it."""
    items = "".join(
        f'<li><label><input type="radio" name="{name}" value="{index}"><span>'
        f'<span class="mv-unseen">{"ABCDEFGH"[index]}: </span>{option}</span></label></li>'
        for index, option in enumerate(options)
    )
    return (
        f'<fieldset><legend>Choose one</legend><ol class="mv-options" type="A">{items}</ol></fieldset>'
        '<div class="mv-field"><button type="submit">Check</button></div>'
    )


def written_out(node: ExerciseNode) -> str:
    """Give the HTML of an exercise."""
    first, name = node["first"], f"exercise-{node['name']}"
    chosen = "options" in first
    form = _options(name, first["options"]) if chosen else _field(name, first["answer"], first["ask"])
    more = '<button type="button" class="mv-another">Another one</button>' if node["variants"] > 1 else ""
    data = {key: first[key] for key in ("answer", "slips", "why") if key in first}
    settings = {"name": node["name"], "variants": node["variants"], "version": node["version"], "first": data}
    # No end tag can stand inside, and an e-book's parser has nothing to complain of.
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    erase = (
        '<p class="mv-erase"><button type="button">Forget my answers to all exercises</button> '
        '<span role="status"></span></p>\n'
    )
    return (
        f'<div class="mv-exercise" id="{name}" role="group" aria-labelledby="{name}-head">'
        f'<p class="mv-head" id="{name}-head"><b>Exercise {node["number"]}</b> '
        f'<span class="mv-difficulty">{node["difficulty"]}</span> <span class="mv-solved" hidden>✓ solved</span></p>'
        f'<div class="mv-question" tabindex="-1">{first["question"]}</div>'
        f'<form class="mv-form{" mv-choice" if chosen else ""}">{form}<p class="mv-said" role="status"></p></form>'
        f'<div class="mv-help">{first["help"]}</div>'
        f'<p class="mv-more">{more}</p>'
        f'<script type="application/json">{text}</script></div>\n' + (erase if node.get("last") else "")
    )


def visit_exercise(self: HTML5Translator, node: ExerciseNode) -> None:
    """Write an exercise."""
    self.body.append(written_out(node))
    raise nodes.SkipNode


def skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Leave out what a format cannot show."""
    raise nodes.SkipNode


class ExerciseReport(SphinxDirective):
    """``{exercise-report}``: how many exercises there are, and how much of them was judged."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["exercise-report"] = "yes"
        return [ReportNode("")]


def visit_report(self: HTML5Translator, node: ReportNode) -> None:
    """Write the count in a sentence."""
    used = cast("ExerciseDomain", self.builder.env.get_domain("exercises")).used
    counts = [count for page in used.values() for count in page.values()]
    variants, claims = (sum(count[which] for count in counts) for which in (0, 1))
    self.body.append(
        f"<p>Exercises: {len(counts)}, with {variants} variants in all. Each variant was judged, and {claims} claims "
        "in their words hold. Those of each exercise's first variant are in the lists above.</p>"
    )
    raise nodes.SkipNode


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    return sorted(page for page in env.found_docs if "exercise-report" in env.metadata[page])


# ---- What the pages load


def _load(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document) -> None:
    if 'class="mv-exercise"' in context.get("body", ""):
        app.add_css_file("exercises.css")
        app.add_js_file("exercises.js", loading_method="defer")


def scripts(used: Iterable[dict[str, tuple[int, int]]]) -> Iterator[tuple[str, int]]:
    """The families that a page may ask more variants of, each with how many it needs at most.

    Examples
    --------
    >>> list(scripts([{"b": (10, 40)}, {"a": (4, 9), "b": (12, 48), "written-1": (1, 3)}]))
    [('a', 4), ('b', 12)]
    """
    most: dict[str, int] = {}
    for page in used:
        for name, (count, _) in page.items():
            most[name] = max(count, most.get(name, 0))
    yield from sorted((name, count) for name, count in most.items() if count > 1)


def _write(app: Sphinx, exception: Exception | None) -> None:
    """Write each family's variants as a script, which also a page opened from a file can load."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    used = cast("ExerciseDomain", app.env.get_domain("exercises")).used
    written: set[str] = set()
    for name, count in scripts(used.values()):
        text = f"(self.mvExercises ??= {{}})[{json.dumps(name)}] = {_rendered(app, find(name), count).script};\n"
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
        written.add(f"{name}.js")
    for old in folder.iterdir():
        if old.name not in written:
            old.unlink()


def setup(app: Sphinx) -> None:
    """Register the directives, the domain, and what happens at which moment."""
    app.add_domain(ExerciseDomain)
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("exercise-report", ExerciseReport)
    for kind, visit in ((ExerciseNode, visit_exercise), (ReportNode, visit_report)):
        app.add_node(kind, html=(visit, None), latex=(skip, None), text=(skip, None))
    app.connect("doctree-read", _mark_last)
    app.connect("env-updated", _stale)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write)
