"""The sitemap: every page, also those that were not written anew, in one order, whichever writer ended first."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx


def in_order(sitemap: str) -> str:
    """Sort the addresses of a sitemap, each once.

    Examples
    --------
    >>> in_order("<urlset><url><loc>b</loc></url><url><loc>a</loc></url><url><loc>b</loc></url></urlset>")
    '<urlset><url><loc>a</loc></url><url><loc>b</loc></url></urlset>'
    """
    places = re.findall(r"<url>.*?</url>", sitemap, flags=re.DOTALL)
    start, end = (sitemap.index(places[0]), sitemap.rindex(places[-1]) + len(places[-1])) if places else (0, 0)
    return sitemap[:start] + "".join(sorted(set(places))) + sitemap[end:]


def _complete(app: Sphinx, exception: Exception | None) -> None:
    """Hand in the pages that stand as the last build wrote them; sphinx-sitemap knows those it saw written."""
    for page in () if exception else app.env.found_docs:
        app.sitemap_links.put((f"{page}.html", None))  # type: ignore[attr-defined]


def _sort(app: Sphinx, exception: Exception | None) -> None:
    path = Path(app.outdir) / "sitemap.xml"
    if exception is None and path.exists():
        path.write_text(in_order(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Complete the list before the sitemap is written, and sort after."""
    app.connect("build-finished", _complete, priority=100)
    app.connect("build-finished", _sort, priority=900)
