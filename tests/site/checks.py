"""What must be true of the built site, each as a function from files to a list of faults."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from mvcalc.sphinxext.assets import SIGNS

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Parse every page of a site, by its path."""
    found = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    return {p.relative_to(site).as_posix(): _parsed(p.read_text(encoding="utf-8")) for p in found}


@cache
def _parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def _addresses(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    for tag in soup.find_all(True):
        for attribute in ("href", "src", "action"):
            value = tag.get(attribute)
            if isinstance(value, str) and value:
                yield value, tag


def broken_links(site: Path) -> list[str]:
    """Find internal addresses without a file, and fragments without an element."""
    parsed = pages(site)
    ids = {name: {str(tag["id"]) for tag in soup.find_all(id=True)} for name, soup in parsed.items()}
    faults = []
    for name, soup in parsed.items():
        for address, tag in _addresses(soup):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or tag.get("rel") == ["canonical"]:
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                faults.append(f"{name}: {address} leads nowhere")
                continue
            page = target.resolve().relative_to(site.resolve()).as_posix()
            if parts.fragment and page in ids and unquote(parts.fragment) not in ids[page]:
                faults.append(f"{name}: {address} names no element")
    return faults


def foreign_resources(site: Path) -> list[str]:
    """Find what a browser would fetch from elsewhere: anything but a link to be followed."""
    faults = []
    for name, soup in pages(site).items():
        for address, tag in _addresses(soup):
            followed = tag.name == "a" or tag.get("rel") == ["canonical"]
            if urlsplit(address).netloc and not followed:
                faults.append(f"{name}: <{tag.name}> fetches {address}")
    for sheet in site.rglob("*.css"):
        if "url(http" in sheet.read_text(encoding="utf-8") or "url(//" in sheet.read_text(encoding="utf-8"):
            faults.append(f"{sheet.relative_to(site)}: fetches from elsewhere")
    return faults


def wordless_figures(site: Path) -> list[str]:
    """Find pictures without a text for those who cannot see them, and figures without a caption."""
    faults = []
    for name, soup in pages(site).items():
        for image in soup.find_all("img"):
            if not str(image.get("alt", "")).strip():
                faults.append(f"{name}: {image.get('src')} has no alt text")
        for svg in soup.find_all("svg"):
            if svg.get("aria-hidden") == "true" or svg.find_parent(attrs={"aria-hidden": "true"}):
                continue
            if len(str(svg.get("aria-label", "")).split()) < 4:
                faults.append(f"{name}: a drawing has no alt text")
            if svg.find_parent(class_="mv-exercise") is not None:
                continue  # the question says what to look for
            frame = svg.find_parent("figure")
            caption = frame.find("figcaption") if isinstance(frame, Tag) else None
            if caption is None or not caption.get_text(strip=True):
                faults.append(f"{name}: a drawing has no caption")
    return faults


def poor_heads(site: Path) -> list[str]:
    """Find pages of the book whose head does not say what they are."""
    faults = []
    for name, soup in pages(site).items():
        if name in {"404.html", "search.html", "genindex.html"}:
            continue
        wanted = {
            "title": soup.find("title"),
            "description": soup.find("meta", attrs={"name": "description"}),
            "og:title": soup.find("meta", attrs={"property": "og:title"}),
            "og:description": soup.find("meta", attrs={"property": "og:description"}),
            "og:url": soup.find("meta", attrs={"property": "og:url"}),
            "canonical": soup.find("link", rel="canonical"),
            "icon": soup.find("link", rel="icon"),
            "language": soup.find("html", lang=True),
        }
        faults += [f"{name}: no {what}" for what, tag in wanted.items() if tag is None]
    return faults


def repeated_ids(site: Path) -> list[str]:
    """Find identifiers that a page gives to two elements."""
    faults = []
    for name, soup in pages(site).items():
        ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
        faults += [f"{name}: id {one!r} stands twice" for one in sorted({i for i in ids if ids.count(i) > 1})]
    return faults


def unlisted_pages(site: Path) -> list[str]:
    """Find pages of the book that the sitemap does not have."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    apart = {"404.html", "search.html", "genindex.html"}
    return [
        f"sitemap.xml lacks {name}" for name in pages(site) if name not in apart and f"/{name}</loc>" not in sitemap
    ]


def machine_traces(site: Path) -> list[str]:
    """Find paths of the machine that built the site, and numbers shown as only a program writes them."""
    faults = []
    for name, soup in pages(site).items():
        text = soup.get_text()
        for trace in (str(ROOT), "/tmp/", "np.float64(", "np.int64(", " object at 0x"):
            if trace in text:
                faults.append(f"{name}: shows {trace!r}")
    return faults


def missing_signs(site: Path) -> list[str]:
    """Find signs of formulas that the faces are cut too small for."""
    kept = {chr(code) for codes in SIGNS.values() for code in codes} | set("\u2061\u00a0 ")
    faults = []
    for name, soup in pages(site).items():
        shown = {sign for span in soup.select(".katex-html") for sign in span.get_text()}
        faults += [f"{name}: no face of formulas holds {sign!r}" for sign in sorted(shown - kept)]
    return faults
