"""What is kept of each page between builds, and handed on by the processes that read pages side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain


class PerPageDomain(Domain):
    """A domain whose data is, in each of its :attr:`parts`, something for each page; nothing is referred to in it."""

    parts: ClassVar[tuple[str, ...]]
    """The keys of ``data`` under which a page has something."""

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is about to be read again."""
        for part in self.parts:
            self.data[part].pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        for part in self.parts:
            self.data[part].update({name: otherdata[part][name] for name in docnames if name in otherdata[part]})

    def resolve_any_xref(self, *arguments: Any) -> list[tuple[str, nodes.reference]]:
        """Find nothing, whatever is asked for."""
        return []
