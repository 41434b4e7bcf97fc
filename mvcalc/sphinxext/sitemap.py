"""The sitemap in one order: that in which parallel writers hand in their pages differs from build to build."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx


def in_order(sitemap: str) -> str:
    """Sort the addresses of a sitemap.

    Examples
    --------
    >>> in_order("<urlset><url><loc>b</loc></url><url><loc>a</loc></url></urlset>")
    '<urlset><url><loc>a</loc></url><url><loc>b</loc></url></urlset>'
    """
    places = re.findall(r"<url>.*?</url>", sitemap, flags=re.DOTALL)
    start, end = (sitemap.index(places[0]), sitemap.rindex(places[-1]) + len(places[-1])) if places else (0, 0)
    return sitemap[:start] + "".join(sorted(places)) + sitemap[end:]


def _sort(app: Sphinx, exception: Exception | None) -> None:
    path = Path(app.outdir) / "sitemap.xml"
    if exception is None and path.exists():
        path.write_text(in_order(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Sort after the sitemap is written."""
    app.connect("build-finished", _sort, priority=900)
