"""What the chapters hold, gathered on one page: their key results as a formula sheet, and their figures as a list.

Both are copies of what stands in the chapters, made at build: nothing on these pages is typed again, so nothing on them
can differ from what was checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from mvcalc.sphinxext.claims import Verdict
from mvcalc.sphinxext.perpage import PerPageDomain

KEY = "key-result"
PAGES = "gathering"
"""The metadata of a page that gathers, so that it is written again whenever another page is."""


class Key(NamedTuple):
    """A key result: where it stands, its title, and what is in its box."""

    place: str
    title: str
    body: list[nodes.Node]


class Shown(NamedTuple):
    """A figure: where it stands, its caption, and whether it answers the hand."""

    place: str
    caption: nodes.caption
    live: bool


class Sheet(nodes.General, nodes.Element):
    """Where the formula sheet goes."""


class Gallery(nodes.General, nodes.Element):
    """Where the list of figures goes."""


class GatheredDomain(PerPageDomain):
    """The key results and figures of every page; merged from parallel readers."""

    name = "gathered"
    label = "Gathered results and figures"
    initial_data: ClassVar[dict[str, Any]] = {"keys": {}, "figures": {}}
    parts = ("keys", "figures")

    @property
    def keys(self) -> dict[str, list[Key]]:
        """The key results of each page."""
        return cast("dict[str, list[Key]]", self.data["keys"])

    @property
    def figures(self) -> dict[str, list[Shown]]:
        """The figures of each page."""
        return cast("dict[str, list[Shown]]", self.data["figures"])


def _domain(env: BuildEnvironment) -> GatheredDomain:
    return cast("GatheredDomain", env.get_domain("gathered"))


def _copied(node: nodes.Node) -> nodes.Node:
    """A copy that has no places and no verdicts of its own, and no way back to its page, which it would keep whole."""
    copy = node.deepcopy()
    for part in copy.findall():
        part.document = None  # type: ignore[assignment]
    if isinstance(copy, nodes.Element):
        for verdict in list(copy.findall(Verdict)):
            verdict.parent.remove(verdict)
        for element in copy.findall(nodes.Element):
            element["ids"], element["names"] = [], []
            if isinstance(element, nodes.math_block):
                element["number"], element["label"] = None, None
        for target in list(copy.findall(nodes.target)):
            target.parent.remove(target)
    return copy


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Note the key results and figures of a page that is in a chapter."""
    docname = app.env.docname
    if "/" not in docname or docname.startswith("reference/"):
        return
    keys, figures = [], []
    for box in doctree.findall(nodes.admonition):
        if KEY in box["classes"]:
            title, *body = box.children
            keys.append(Key(box["ids"][0], title.astext(), [_copied(node) for node in body]))
    for figure in doctree.findall(nodes.figure):
        for caption in figure.findall(nodes.caption):
            live = any('class="mv-explore"' in raw.astext() for raw in figure.findall(nodes.raw))
            copy = _copied(caption)
            assert isinstance(copy, nodes.caption)
            figures.append(Shown(figure["ids"][0], copy, live))
    if keys:
        _domain(app.env).keys[docname] = keys
    if figures:
        _domain(app.env).figures[docname] = figures


class _Gathering(SphinxDirective):
    """A directive without content, in whose place something from other pages comes."""

    node: ClassVar[type[nodes.Element]]

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname][PAGES] = "yes"
        return [self.node("")]


class FormulaSheet(_Gathering):
    """``{formula-sheet}``: every key result of the book."""

    node = Sheet


class FigureList(_Gathering):
    """``{figure-list}``: every figure of the book, those that answer the hand marked."""

    node = Gallery


def _in_order(env: BuildEnvironment, kept: Iterable[str]) -> dict[str, list[str]]:
    """The pages that hold something, in reading order, by chapter."""
    reading: list[str] = []

    def walk(page: str) -> None:
        if page not in reading:
            reading.append(page)
            for child in env.toctree_includes.get(page, []):
                walk(child)

    walk(env.config.root_doc)
    chapters: dict[str, list[str]] = {}
    for page in (page for page in reading if page in set(kept)):
        chapters.setdefault(page.partition("/")[0], []).append(page)
    return chapters


def _title(env: BuildEnvironment, page: str) -> str:
    return env.titles[page].astext() if page in env.titles else page


def _link(app: Sphinx, here: str, page: str, place: str, text: str) -> nodes.reference:
    address = app.builder.get_relative_uri(here, page) + (f"#{place}" if place else "")
    return nodes.reference("", text, internal=True, refuri=address)


def _chapters(app: Sphinx, here: str, held: Iterable[str]) -> Iterable[tuple[nodes.section, list[str]]]:
    """A section for each chapter, and its pages."""
    for chapter, pages in _in_order(app.env, held).items():
        title = _title(app.env, f"{chapter}/index")
        section = nodes.section("", nodes.title("", title), ids=[f"from-{chapter}"])
        yield section, pages


def _sheet(app: Sphinx, here: str) -> list[nodes.Node]:
    domain, sections = _domain(app.env), []
    for section, pages in _chapters(app, here, domain.keys):
        for page in pages:
            for key in domain.keys[page]:
                head = nodes.paragraph("", "", _link(app, here, page, key.place, key.title), classes=["mv-key-title"])
                body = [node.deepcopy() for node in key.body if isinstance(node, nodes.Element)]
                section += nodes.container("", head, *body, classes=["mv-key"])
        sections.append(section)
    return [nodes.container("", *sections, classes=["mv-sheet"])]


def _gallery(app: Sphinx, here: str) -> list[nodes.Node]:
    domain, sections = _domain(app.env), list[nodes.Node]()
    for section, pages in _chapters(app, here, domain.figures):
        for page in pages:
            items = nodes.bullet_list("", classes=["mv-figures"])
            for figure in domain.figures[page]:
                words = nodes.paragraph("", "", *figure.caption.deepcopy().children)
                mark = nodes.inline("", "answers the hand", classes=["mv-live-mark"]) if figure.live else nodes.Text("")
                link = _link(app, here, page, figure.place, "Show\u00a0it")
                words += [nodes.Text(" "), link, nodes.Text(" "), mark]
                items += nodes.list_item("", words)
            page_title = nodes.paragraph("", "", _link(app, here, page, "", _title(app.env, page)))
            page_title["classes"] = ["mv-key-title"]
            section += [page_title, items]
        sections.append(section)
    return sections


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put what was gathered in its place, and resolve its references from here."""
    for kind, make in ((Sheet, _sheet), (Gallery, _gallery)):
        for place in list(doctree.findall(kind)):
            made = make(app, docname)
            holder = nodes.document(doctree.settings, doctree.reporter)
            holder += made
            _settle(app, holder, docname)
            place.parent.replace(place, holder.children)


def _settle(app: Sphinx, holder: nodes.document, docname: str) -> None:
    for reference in holder.findall(addnodes.pending_xref):
        reference["refdoc"] = docname
    app.env.resolve_references(holder, docname, app.builder)


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that gather, to be written again."""
    return sorted(page for page in env.found_docs if PAGES in env.metadata[page])


def setup(app: Sphinx) -> None:
    """Register the directives, the domain that holds what was found, and when it is put in."""
    app.add_domain(GatheredDomain)
    app.add_directive("formula-sheet", FormulaSheet)
    app.add_directive("figure-list", FigureList)
    app.add_node(Sheet)
    app.add_node(Gallery)
    app.connect("doctree-read", _note)
    app.connect("doctree-resolved", _fill, priority=300)
    app.connect("env-updated", _stale)
