"""Directives and roles for checked equations, and the report on all of them.

A page is scanned and judged once, as its source is read, by the same code as ``python -m mvcalc check``; directives
and roles only take their verdict from that ledger. So a page cannot be read here otherwise than by the command.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.directives.patches import MathDirective
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.writers.html5 import HTML5Translator

from mvcalc.claims.check import NOT_JUDGED, Ledger, LinkRecord, Record, check_page, message
from mvcalc.sphinxext.perpage import PerPageDomain

logger = logging.getLogger(__name__)

#: What the statuses are called in a sentence.
WORDS = {
    "proved": "proved",
    "numeric": "checked by numbers",
    "instance": "checked for the stated sizes",
    "false": "false",
    "unreadable": "not read",
    "undecided": "not decided",
    NOT_JUDGED: "not a claim",
}
#: What the report counts each kind as.
SHARES = {
    "derive": "judged",
    "claim": "judged",
    "define": "definition",
    "condition": "condition",
    "notation": "notation",
    "unclassified": "unclassified",
}
UNCLASSIFIED = (
    "this maths is neither checked nor declared: write a display as {derive}, {define}, {condition} or {notation}, "
    "an inline result as {claim}`…` or {notation}`…`"
)


class Verdict(nodes.General, nodes.Element):
    """The mark beside a checked equation, and what opens from it."""


class Report(nodes.General, nodes.Element):
    """Where the verification report goes."""


class ClaimDomain(PerPageDomain):
    """Every page's records with their places, and which pages refer to which equation; merged from parallel readers."""

    name = "claims"
    label = "Checked equations"
    initial_data: ClassVar[dict[str, Any]] = {"records": {}, "uses": {}, "shown": {}}
    parts = ("records", "uses")

    @property
    def records(self) -> dict[str, list[tuple[Record, str]]]:
        """The records of each page, each with the id of its place there."""
        return cast("dict[str, list[tuple[Record, str]]]", self.data["records"])

    @property
    def uses(self) -> dict[str, set[str]]:
        """The labels that each page refers to."""
        return cast("dict[str, set[str]]", self.data["uses"])

    def used_on(self, label: str) -> list[str]:
        """The pages that refer to an equation."""
        return sorted(page for page, labels in self.uses.items() if label in labels)


def _domain(env: BuildEnvironment) -> ClaimDomain:
    return cast("ClaimDomain", env.get_domain("claims"))


def _judge(app: Sphinx, docname: str, source: list[str]) -> None:
    """Judge a page as its source is read, and report what does not hold at its own line."""
    path = os.path.relpath(app.env.doc2path(docname))
    if not path.endswith(".md"):
        return
    records = check_page(source[0], path)
    app.env.temp_data["claims_ledger"] = Ledger(records)
    app.env.temp_data["claims_ids"] = iter(range(1, len(records) + 1))
    for record in records:
        if record.kind == "unclassified":
            where = f"{path}:{record.line}"
            logger.warning("%s\n    %s", UNCLASSIFIED, record.latex, location=where, type="mvcalc", subtype="claim")
        elif not record.holds:
            for block in re.split(rf"^{re.escape(path)}:", message(record), flags=re.MULTILINE)[1:]:
                line, _, text = block.partition(": ERROR: ")
                logger.error(text.rstrip(), location=f"{path}:{line}", type="mvcalc", subtype="claim")


def _take(env: BuildEnvironment, kind: str, latex: str, place: str = "") -> tuple[Record, str]:
    """Take a directive's or role's record from the page's ledger, and note where it stands.

    ``place`` is the id of its element, or the beginning of one that is still to be numbered: ``claim-``, ``inline-``.
    """
    try:
        record = env.temp_data["claims_ledger"].take(kind, latex)
    except (KeyError, LookupError):
        # Text that the scanner does not see, in an included file say, is not silently taken for judged.
        record = Record(env.docname, 0, "", kind, latex, "undecided", detail="the scanner of pages did not find this")
        logger.error("%s is not found by the scanner of pages: %s", kind, latex, location=env.docname)
    if place.endswith("-"):
        place += str(next(env.temp_data["claims_ids"], 0))
    _domain(env).records.setdefault(env.docname, []).append((record, place))
    return record, place


TALL = re.compile(r"\\[dt]?frac\b|\\sum\b|\\int\b|\\lim\b|\\begin\b")
"""What makes a row of a display so deep that it would nearly touch the next."""


def aligned(latex: str) -> str:
    r"""Give KaTeX the environment that rows and alignment marks need, unless the author did, and tall rows some air.

    Examples
    --------
    >>> print(aligned(r"a &= b \\ &= c"))
    \begin{aligned}a &= b \\ &= c\end{aligned}
    >>> print(aligned(r"a &= \frac{b}{c} \\ &= d"))
    \begin{aligned}a &= \frac{b}{c} \\[0.8em] &= d\end{aligned}
    """
    bare = re.sub(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", "", latex, flags=re.DOTALL)
    if "&" not in bare and r"\\" not in bare:
        return latex
    depth = start = 0

    def spaced(mark: re.Match[str]) -> str:
        nonlocal depth, start
        depth += mark[0].startswith(r"\begin") - mark[0].startswith(r"\end")
        if mark[0] != r"\\" or depth:
            return mark[0]
        row, start = latex[start : mark.start()], mark.end()
        return r"\\[0.8em]" if TALL.search(row) else mark[0]

    latex = re.sub(r"\\begin\b|\\end\b|\\\\(?!\[)", spaced, latex)
    return rf"\begin{{aligned}}{latex}\end{{aligned}}"


class Equation(MathDirective):
    """``{define}``, ``{derive}``, ``{condition}``, ``{notation}``: a displayed equation, with its verdict."""

    option_spec: ClassVar[dict[str, Any]] = {**(MathDirective.option_spec or {}), "solution": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        if self.name == "define":
            self.options.setdefault("label", "")  # an empty label is a number without a name
        shown = super().run()
        block = cast("nodes.math_block", shown[-1])
        latex = block.astext()
        place = cast("nodes.Element", shown[0])["ids"][0] if len(shown) > 1 else "claim-"
        record, place = _take(self.env, self.name, latex, place)
        block["classes"].append(f"mv-{self.name}")
        block.children = [nodes.Text(aligned(latex))]
        frame = nodes.container("", *shown, classes=["mv-equation"])
        if len(shown) == 1:
            frame["ids"].append(place)  # Sphinx counts each block that has an id, so this one would use up a number
        if record.links:
            frame += Verdict("", record=record, label=block["label"])
        if record.kind == "condition" and self.options.get("solution"):
            frame += nodes.paragraph(
                "",
                "",
                nodes.Text("Solved by "),
                _math(self.options["solution"]),
                nodes.Text("."),
                classes=["mv-solution"],
            )
        return [frame]


def _math(latex: str) -> nodes.math:
    return nodes.math(latex, latex)


def _compared(text: str) -> str:
    return text.replace(">=", r"\ge").replace("<=", r"\le").replace("!=", r"\neq")


def _sized(text: str) -> str:
    name, _, space = text.partition(" in R")
    return rf"{name} \in \mathbb{{R}}" + space.replace(" x ", r" \times ")


def _vector(text: str) -> str:
    name, _, space = text.partition(" in ")
    return _sized(f"{name} in {space}" if "\\" in name else rf"\mathbf{{{name}}} in {space}")


def _indexed(text: str) -> str:
    names, _, span = text.partition(" for ")
    return f"${names}$ for $" + span.replace("..", r", \dots, ") + "$"


#: How a declaration is shown, by its first word: words, with maths between dollar signs.
GIVEN: dict[str, Callable[[str], str]] = {
    "function": lambda rest: f"${rest}$ smooth",
    "depends": lambda rest: f"${rest}$",
    "vector": lambda rest: f"${_vector(rest)}$",
    "matrix": lambda rest: f"${_sized(rest)}$",
    "identity": lambda rest: f"${_sized(rest)}$ the identity",
    "data": lambda rest: f"data {_indexed(rest)}",
    "integer": lambda rest: f"${_compared(rest)}$ whole",
    "real": lambda rest: f"${_compared(rest)}$" + ("" if re.search("[<>=]", rest) else " real"),
}


def given_words(line: str) -> str:
    r"""Say a declaration as a reader sees it, with maths between dollar signs.

    Examples
    --------
    >>> print(given_words("vector x in R^3"))
    $\mathbf{x} \in \mathbb{R}^3$
    >>> print(given_words("data x_i, y_i for i = 1..n"))
    data $x_i, y_i$ for $i = 1, \dots, n$
    >>> print(given_words("f(x, y) = x^2 y"))
    $f(x, y) = x^2 y$
    """
    word, _, rest = line.partition(" ")
    if word in GIVEN and rest.strip():
        return GIVEN[word](rest.strip())
    if line.endswith(" holds"):
        return f"${line.removesuffix(' holds')}$"
    if " solves " in line:
        name, _, equation = line.partition(" solves ")
        return f"${name}$ solving ${equation}$"
    return _indexed(line) if " for " in line else f"${line}$"


class Given(SphinxDirective):
    """``{given}``: declarations, shown as one quiet line."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        lines = [re.sub(r"(^|\s)#.*", "", line).strip() for line in self.content]
        paragraph = nodes.paragraph("", "", nodes.Text("Given "), classes=["mv-given"])
        declared = [given_words(line).split("$") for line in lines if line]
        for count, pieces in enumerate(declared, start=1):
            *shown, last = [
                _math(piece) if index % 2 else nodes.Text(piece) for index, piece in enumerate(pieces) if piece
            ]
            paragraph += shown
            if count == len(declared):
                paragraph += last
            else:  # a line may end after the semicolon, and not before it
                paragraph += [nodes.inline("", "", last, nodes.Text(";"), classes=["mv-keep"]), nodes.Text(" ")]
        self.set_source_info(paragraph)
        return [paragraph] if any(lines) else []


class Inline(SphinxRole):
    """``{claim}`` and ``{notation}``: maths in a line of text that is judged, or is said not to be a claim."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        latex = self.text
        _, place = _take(self.env, self.name.rpartition(":")[2], latex, "inline-")
        node = nodes.math(self.rawtext, latex, ids=[place], classes=[f"mv-inline-{self.name}"])
        self.set_source_info(node)
        return [node], []


def _note_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Note which equations a page refers to, in its text and in the notes of its rows."""
    labels = {str(node["reftarget"]) for node in doctree.findall(addnodes.pending_xref) if node["reftype"] == "eq"}
    for block in doctree.findall(nodes.math_block):
        labels.update(re.findall(r"\{eq\}`([^`]+)`", block.astext()))
    if labels:
        _domain(app.env).uses[app.env.docname] = labels


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pages to be written again: the report, and those whose equations are used elsewhere than before."""
    domain = _domain(env)
    homes = {record.label: page for page, records in domain.records.items() for record, _ in records if record.label}
    before, domain.data["shown"] = domain.data["shown"], {label: domain.used_on(label) for label in homes}
    changed = {page for label, page in homes.items() if domain.data["shown"][label] != before.get(label, [])}
    reports = {page for page in env.found_docs if "verification-report" in env.metadata[page]}
    return sorted(changed | reports)


def _link_words(link: LinkRecord) -> str:
    """Say of one row how it was decided, by what rule, and how it was read."""
    parts = [f"<b>{WORDS[link.status]}</b>"]
    if link.rule:
        parts.append(f"by the rule <i>{html.escape(link.rule)}</i>")
    reading = f"read as <code>{html.escape(link.reading)}</code>" if link.reading else ""
    detail = html.escape(link.detail)
    return ", ".join(parts) + "".join(f"; {part}" for part in (detail, reading) if part)


def _page_link(self: HTML5Translator, page: str, place: str = "", text: str = "") -> str:
    """Link from the page being written to a place on another."""
    address = self.builder.get_relative_uri(self.builder.current_docname, page) + (f"#{place}" if place else "")
    return f'<a href="{html.escape(address)}">{html.escape(text or self.builder.env.titles[page].astext())}</a>'


def mark(record: Record, used: str = "") -> str:
    """Give the mark beside an equation, and what opens from it: each row's verdict and reading, and more HTML."""
    rows = "".join(f"<li>{_link_words(link)}</li>" for link in record.links)
    word = WORDS[record.status]
    return (
        f'<details class="mv-verdict"><summary aria-label="Checked: {word}" title="Checked: {word}">'
        f'<span aria-hidden="true">✓</span></summary><div><ol>{rows}</ol>{used}</div></details>'
    )


def visit_verdict(self: HTML5Translator, node: Verdict) -> None:
    """Write the mark, with the pages on which the equation is used."""
    links = ", ".join(_page_link(self, page) for page in _domain(self.builder.env).used_on(node["label"] or ""))
    self.body.append(mark(node["record"], f"<p>Used on: {links}</p>" if links else ""))
    raise nodes.SkipNode


class VerificationReport(SphinxDirective):
    """``{verification-report}``: every claim of the book, by page, with totals."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["verification-report"] = "yes"
        return [Report("")]


#: The verdicts that an equation of the book may have.
HOLDING = ("proved", "numeric", "instance")
#: What the shares are called.
NOUNS = {
    "judged": "judged claims",
    "definition": "definitions",
    "condition": "conditions to be solved",
    "notation": "notation",
}


def _counts(records: Iterable[Record]) -> list[str]:
    totals = Counter(record.status for record in records)
    return [str(totals[status]) for status in HOLDING]


def _share(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.0f}\u00a0%)" if total else "0"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    frame = '<div class="pst-scrollable-table-container" tabindex="0" role="group" aria-label="Table">'
    return f'{frame}<table class="table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _in_order(env: BuildEnvironment) -> list[str]:
    """The pages in reading order."""
    reading: list[str] = []

    def walk(page: str) -> None:
        if page not in reading:
            reading.append(page)
            for child in env.toctree_includes.get(page, []):
                walk(child)

    walk(env.config.root_doc)
    return [page for page in reading if _domain(env).records.get(page)]


def visit_report(self: HTML5Translator, node: Report) -> None:
    """Write the totals by chapter, the shares by kind, and each claim with its verdict."""
    env = self.builder.env
    domain, pages = _domain(env), _in_order(env)
    everything = [(record, place) for page in pages for record, place in domain.records[page]]
    rows = []
    for chapter in dict.fromkeys(page.partition("/")[0] if "/" in page else "" for page in pages):
        within = [page for page in pages if (page.partition("/")[0] if "/" in page else "") == chapter]
        opening = f"{chapter}/index"
        title = (
            _page_link(self, opening) if opening in env.titles else (chapter or "Before the first chapter").capitalize()
        )
        counts = _counts(record for page in within for record, _ in domain.records[page])
        if set(counts) != {"0"}:
            rows.append([title, *counts])
    rows.append(["All", *_counts(record for record, _ in everything)])
    self.body.append(_table(["Chapter", *(WORDS[status].capitalize() for status in HOLDING)], rows))

    displays = [record for record, place in everything if not place.startswith("inline-")]
    shares = Counter(SHARES[record.kind] for record in displays)
    inline = Counter(SHARES[record.kind] for record, place in everything if place.startswith("inline-"))
    parts = ", ".join(f"{_share(shares[kind], len(displays))} {word}" for kind, word in NOUNS.items())
    self.body.append(
        f"<p>Displayed equations: {len(displays)}, of which {parts}. In the running text stand "
        f"{inline['judged']} judged results and {inline['notation']} pieces of notation.</p>"
    )

    for page in pages:
        self.body.append(f"<h3>{_page_link(self, page)}</h3>")
        lines = []
        for record, place in domain.records[page]:
            mark = _page_link(self, page, place, record.label or f"line {record.line}")
            rules = ", ".join(dict.fromkeys(link.rule for link in record.links if link.rule))
            shown = f"<code>{html.escape(' '.join(record.latex.split()))}</code>"
            lines.append([mark, shown, SHARES[record.kind] if not record.links else WORDS[record.status], rules or "–"])
        table = _table(["Place", "Equation", "Verdict", "Rules"], lines)
        noun = "entry" if len(lines) == 1 else "entries"
        self.body.append(f'<details class="mv-claims"><summary>{len(lines)} {noun}</summary>{table}</details>')
    raise nodes.SkipNode


def _save(app: Sphinx, exception: Exception | None) -> None:
    """Write every record, without times, for programs to read."""
    if exception is not None or app.builder.format != "html":
        return
    domain = _domain(app.env)
    records = []
    for page in sorted(domain.records):
        for record, place in domain.records[page]:
            kept = {key: value for key, value in record.as_json().items() if key != "seconds"}
            records.append(kept | {"page": page, "place": place})
    target = Path(app.outdir) / "claims.json"
    target.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register directives, roles, the domain that holds the records, and what happens at which moment."""
    app.add_domain(ClaimDomain)
    for name in ("define", "derive", "condition", "notation"):
        app.add_directive(name, Equation)
    app.add_directive("given", Given)
    app.add_directive("verification-report", VerificationReport)
    for name in ("claim", "notation"):
        app.add_role(name, Inline())
    app.add_node(Verdict, html=(visit_verdict, None))
    app.add_node(Report, html=(visit_report, None))
    app.connect("source-read", _judge)
    app.connect("doctree-read", _note_uses)
    app.connect("env-updated", _stale)
    app.connect("build-finished", _save)
