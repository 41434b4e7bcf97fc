"""The sitemap: the address of every page, also of those that were not written anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx


def sitemap(addresses: Iterable[str]) -> str:
    """List addresses in one order, as search engines read them.

    Examples
    --------
    >>> print(sitemap(["http://a.b/c.html", "http://a.b/"]))  # doctest: +NORMALIZE_WHITESPACE
    <?xml version='1.0' encoding='utf-8'?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.b/</loc></url><url><loc>http://a.b/c.html</loc></url></urlset>
    """
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for address in sorted(addresses):
        ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = address
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text.decode()


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html" and app.config.html_baseurl:
        home = app.config.html_baseurl.rstrip("/") + "/"
        pages = (home + app.builder.get_target_uri(page) for page in app.env.found_docs)
        (Path(app.outdir) / "sitemap.xml").write_text(sitemap(pages), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Write the sitemap when all pages are written."""
    app.connect("build-finished", _write)
