"""The contents of the book for the sidebar, put together once; Sphinx would resolve them anew for every page."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Entry:
    """A page, and those under it."""

    page: str
    title: str
    under: tuple[Entry, ...]

    @cached_property
    def pages(self) -> frozenset[str]:
        """This page and all under it."""
        return frozenset({self.page}).union(*(entry.pages for entry in self.under))


@dataclass(frozen=True)
class Group:
    """What one ``toctree`` lists, with its heading."""

    caption: str
    entries: tuple[Entry, ...]

    @cached_property
    def pages(self) -> frozenset[str]:
        """All pages listed here."""
        return frozenset[str]().union(*(entry.pages for entry in self.entries))


def contents(env: BuildEnvironment, page: str, above: tuple[str, ...] = ()) -> Iterator[Group]:
    """What the ``toctree`` directives of a page list, one after the other, with numbers and all that is under it.

    Only pages are listed, and none under itself.
    """
    above = (*above, page)
    for tree in env.tocs[page].findall(addnodes.toctree):
        listed = ((words, name) for words, name in tree["entries"] if name in env.titles and name not in above)
        yield Group(tree["caption"] or "", tuple(_entry(env, name, words, above) for words, name in listed))


def _entry(env: BuildEnvironment, page: str, words: str | None, above: tuple[str, ...]) -> Entry:
    number = env.toc_secnumbers.get(page, {}).get("", ())
    title = html.escape(words or env.titles[page].astext(), quote=False)
    under = tuple(entry for group in contents(env, page, above) for entry in group.entries)
    return Entry(page, f"{'.'.join(map(str, number))}. {title}" if number else title, under)


def setup(app: Sphinx) -> None:
    """Hand the contents to the templates; the first page is written before the writers part."""
    known: list[list[Group]] = []

    def show(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
        if not known:
            known.append(list(contents(app.env, app.config.root_doc)))
        context["contents"] = known[0]

    app.connect("html-page-context", show, priority=100)
