"""Fonts, KaTeX's style sheet and icons: taken from ``node_modules`` at build, never committed.

The theme ships a script of half a megabyte that turns about sixteen ``<i class="fa-…">`` into pictures. Here each
of them becomes one CSS rule with the icon as its mask, which needs no script at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import fontTools
import pydata_sphinx_theme
import sphinx_book_theme
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

#: The faces of the book: package, family, and the file names' scripts, weights and styles.
FACES = (
    (
        "source-serif-4",
        "Source Serif 4",
        ("latin", "latin-ext", "greek"),
        ((400, "normal"), (400, "italic"), (600, "normal")),
    ),
    ("source-sans-3", "Source Sans 3", ("latin", "latin-ext", "greek"), ((400, "normal"), (600, "normal"))),
)
#: Faces that almost every page needs: inside the style sheet, so that they are there at once and no line moves later;
#: from ``file://`` too, where a browser refuses to preload them.
AT_ONCE = {
    "source-serif-4-latin-400-normal",
    "source-serif-4-latin-400-italic",
    "source-serif-4-latin-600-normal",
    "source-sans-3-latin-400-normal",
    "source-sans-3-latin-600-normal",
    "KaTeX_Main-Bold",
    "KaTeX_Main-Regular",
    "KaTeX_Math-Italic",
}
#: The theme's icons by the class that names them, and the file of each.
ICONS = {
    "fa-angle-left": "angle-left",
    "fa-angle-right": "angle-right",
    "fa-arrow-up": "arrow-up",
    "fa-bars": "bars",
    "fa-chevron-down": "chevron-down",
    "fa-chevron-right": "chevron-right",
    "fa-circle-half-stroke": "circle-half-stroke",
    "fa-download": "download",
    "fa-expand": "expand",
    "fa-file": "file",
    "fa-file-pdf": "file-pdf",
    "fa-list": "list",
    "fa-magnifying-glass": "magnifying-glass",
    "fa-moon": "moon",
    "fa-outdent": "outdent",
    "fa-sun": "sun",
}


def _fontsource_range(package: Path, script: str) -> str:
    """Read a script's ``unicode-range`` out of Fontsource's own style sheet."""
    sheet = (package / "400.css").read_text(encoding="utf-8")
    face = re.search(rf"-{script}-400-normal\.woff2.*?unicode-range:\s*([^;]+);", sheet, re.DOTALL)
    if face is None:
        raise ExtensionError(f"{package.name} has no unicode-range for the script {script!r}")
    return face[1]


#: The characters of English text with figures and signs, and of names from the rest of Latin and Greek.
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x384, 0x3D0),
    *range(0x2010, 0x2028),
    0x2030,
    0x2032,
    0x2033,
]
CHARACTERS += [
    0x20AC,
    *range(0x2190, 0x2194),
    0x2202,
    0x2206,
    0x2207,
    0x2212,
    0x221A,
    0x221E,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
]


GREEK = [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA), 0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5]
#: The characters that English text with figures cannot do without; the others of a face come when a page has one.
CORE = [*range(0x20, 0x7F), 0xA0, 0xB0, 0xB1, 0xB2, 0xB7, 0xBD, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D]
CORE += [0xA9, 0xE2, 0xE9, 0xB3, 0xB9, 0xBC, 0x2022, 0x2026, 0x2032, 0x20AC, 0x2192, 0x2202, 0x2212, 0x221A, 0x221E]
CORE += [0x2207, 0x2248, 0x2260, 0x2264, 0x2265]
REST = [code for code in CHARACTERS if code not in CORE and (code < 0x100 or code >= 0x2000)]
#: Of the other scripts, letters alone: a sign that a face does not have is not asked of it.
SCRIPTS = {"greek": [0x393, 0x394, 0x3A0, 0x3A3, 0x3A9, *range(0x3B1, 0x3CA)], "latin-ext": [*range(0x100, 0x180)]}


def _range(characters: Sequence[int]) -> str:
    """Write characters as a style sheet does."""
    return ",".join(["U+20-7E"] * (0x20 in characters) + [f"U+{code:X}" for code in characters if code > 0x7E])


FEATURES = ["kern", "liga"]
LETTERS = [*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B)]
#: What the book shows of KaTeX's larger faces; a test holds every page against it.
SIGNS = {
    "KaTeX_Main-Regular": [
        *range(0x20, 0x7F), 0xA0, 0xAC, 0xB0, 0xB1, 0xB4, 0xB7, 0xD7, 0xF7, 0x131, 0x237, 0x2C6, 0x2C7, 0x2C9,
        0x2D8, 0x2D9, 0x2DA, 0x2DC,
        *GREEK, 0x200B, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x20D7, 0x2113, 0x2190,
        0x2191, 0x2192, 0x2193, 0x2194, 0x21A6, 0x21D0, 0x21D2, 0x21D4, 0x2200, 0x2202, 0x2203, 0x2205, 0x2207, 0x2208,
        0x2209, 0x220B, 0x2211, 0x2212, 0x2213, 0x2215, 0x2217, 0x2218, 0x221A, 0x221E, 0x2220, 0x2223, 0x2225, 0x2227,
        0x2228, 0x2229, 0x222A, 0x222B, 0x223C, 0x2243, 0x2248, 0x2260, 0x2261, 0x2264, 0x2265, 0x226A, 0x226B, 0x2282,
        0x2286, 0x2295, 0x2297, 0x2299, 0x22A2, 0x22A4, 0x22A5, 0x22C5, 0x22EE, 0x22EF, 0x22F1, 0x2308, 0x2309,
        0x230A, 0x230B,
        0x25A1, 0x27E8, 0x27E9, 0x338, 0xE020,
    ],
    "KaTeX_Main-Bold": LETTERS,
    "KaTeX_Math-Italic": [*LETTERS, *GREEK, 0x20, 0xA0, 0x131, 0x237],
    "KaTeX_AMS-Regular": [*map(ord, "CNPQRZ"), 0x20, 0xA0, 0x210F, 0x2216, 0x2234, 0x25A0, 0x25A1, 0x2A7D, 0x2A7E],
}  # fmt: skip


def subset(source: Path, target: Path, characters: Sequence[int] = CHARACTERS) -> None:
    """Keep of a face what the book can show of it, with kerning and ligatures; once for each face installed."""
    wanted = repr((fontTools.version, sorted(characters), FEATURES)).encode()
    key = hashlib.sha256(source.read_bytes() + wanted).hexdigest()
    installed = next(parent for parent in source.parents if parent.name == "node_modules")
    kept = installed / ".cache" / "mvcalc" / f"{key}.woff2"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            made = Path(file.name)
        _cut(source, made, characters)
        made.replace(kept)  # whole, whoever else is at it
    shutil.copyfile(kept, target)


def _cut(source: Path, target: Path, characters: Sequence[int]) -> None:
    from fontTools.subset import Options, Subsetter, load_font, save_font  # most builds have no face to cut

    options = Options(flavor="woff2", layout_features=FEATURES, hinting=False)
    font = load_font(str(source), options)
    cutter = Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    save_font(font, str(target), options)


def fonts(modules: Path, out: Path) -> str:
    """Copy the book's faces and return the style sheet that names them."""
    rules = []
    for name, family, scripts, styles in FACES:
        package = modules / "@fontsource" / name
        shutil.copy(package / "LICENSE", out / f"{name}-LICENSE.txt")
        for script in scripts:
            letters = SCRIPTS.get(script, CHARACTERS)
            span = _range(letters) if script in SCRIPTS else _fontsource_range(package, script)
            for weight, style in styles:
                stem = f"{name}-{script}-{weight}-{style}"
                face = (
                    f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weight};font-display:optional;'
                )
                cuts = [(stem, letters, span)]
                if stem in AT_ONCE:  # of two faces for one letter a browser takes the later
                    cuts = [(f"{stem}-rest", REST, _range(REST)), (stem, CORE, _range(CORE))]
                for cut, characters, shown in cuts:
                    subset(package / "files" / f"{stem}.woff2", out / f"{cut}.woff2", characters)
                    rules.append(f'{face}src:url({cut}.woff2) format("woff2");unicode-range:{shown}}}')
    return _at_once("\n".join(rules) + "\n", out)


def _at_once(sheet: str, folder: Path) -> str:
    """Put the faces that no page can do without into the style sheet itself."""

    def embedded(url: re.Match[str]) -> str:
        path = folder / url[1]
        if path.stem not in AT_ONCE:
            return url[0]
        return f"url(data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()})"

    return re.sub(r"url\(([\w./-]+\.woff2)\)", embedded, sheet)


def katex(modules: Path, out: Path) -> str:
    """Copy KaTeX's fonts and return its style sheet, with the one format that every browser reads."""
    package = modules / "katex"
    shutil.copytree(package / "dist" / "fonts", out / "fonts", ignore=shutil.ignore_patterns("*.ttf", "*.woff"))
    for face, characters in SIGNS.items():
        subset(package / "dist" / "fonts" / f"{face}.woff2", out / "fonts" / f"{face}.woff2", characters)
    shutil.copy(package / "LICENSE", out / "LICENSE.txt")
    sheet = (package / "dist" / "katex.min.css").read_text(encoding="utf-8")
    sheet = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", sheet)
    return _at_once(sheet, out)


def icons(modules: Path) -> str:
    """Return a style sheet that draws the theme's icons as masks in the colour of the text."""
    package = modules / "@fortawesome" / "fontawesome-free"
    rules = [
        '[class*="fa-"]::before{content:"";display:inline-block;width:1em;height:1em;vertical-align:-.125em;'
        "font-family:inherit;background:currentColor;mask:var(--icon) center/contain no-repeat}"
    ]
    for name, file in ICONS.items():
        drawing = (package / "svgs" / "solid" / f"{file}.svg").read_text(encoding="utf-8")
        drawing = re.sub(r"<!--.*?-->", "", drawing)
        rules.append(f'.{name}{{--icon:url("data:image/svg+xml,{quote(drawing, safe=" =:/")}")}}')
    licence = "/* Icons: Font Awesome Free, CC BY 4.0; see fontawesome-LICENSE.txt */\n"
    return licence + "\n".join(rules) + "\n"


#: Components that the theme's style sheet can draw and the book does not have, by the beginning of their classes.
UNUSED = re.compile(
    r"\.(?:"
    r"ablog|accordion|alert|badge|breadcrumb|bs-popover|bs-tooltip|btn-|btn-group|btn-close|card|carousel|"
    r"col-form|dropdown|dropend|dropstart|dropup|fa-|form-check|form-control-|form-control\.|form-floating|"
    r"form-range|form-select|form-switch|form-text|input-group|invalid-|is-invalid|is-valid|"
    r"justify-content|list-group|list-inline|modal|nav-pills|nav-tabs|nav-underline|navbar-dark|"
    r"navbar-expand|offcanvas|page-item|page-link|pagination|placeholder|popover|progress|pst-navbar|row-|"
    r"row-cols|sd-|spinner|table-bordered|table-primary|table-secondary|table-success|table-info|"
    r"table-warning|table-danger|table-light|table-dark|toast|tooltip|valid-|version-switcher|"
    r"link-underline|text-bg-|bg-opacity|border-opacity|border-primary|border-secondary|align-content|"
    r"order-|offset-|g-|gx-|gy-"
    r")"
)


#: Classes that do one thing each (a margin, a colour, a width), of which the theme brings hundreds.
UTILITY = re.compile(
    r"(?:align|bg|border|col|column|d|dataframe|display|ethical|flex|float|focus|form|fs|fw|gap|h|jupyter|lh|link|m|mb|me|"
    r"ms|mt|mx|my|navbar|object|rendered|toggle|versionmodified|"
    r"opacity|order|overflow|p|pb|pe|ps|pt|px|py|rounded|shadow|small|start|sticky|text|top|vr|vstack|w|was)(?:-[\w-]+)?"
)
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def theme(package: Path, templates: Sequence[Path]) -> str:
    """Return the theme's style sheet without its icons, and without components and utilities that are not used.

    It is served from the theme's own address, where files of the book go before files of the theme. A utility is used
    if its name occurs in a template, or in what else makes or changes HTML.
    """
    sheet = (package / "static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    sheet = re.sub(r"@font-face\{[^}]*Font ?Awesome[^}]*\}", "", sheet)
    words = {word for path in templates for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}

    def idle(selector: str) -> bool:
        names = [name.replace("\\", "") for name in CLASS.findall(selector)]
        return bool(UNUSED.search(selector)) or any(UTILITY.fullmatch(n) and n not in words for n in names)

    def kept(rule: re.Match[str]) -> str:
        selectors = [one for one in rule[1].split(",") if not idle(one)]
        return ",".join(selectors) + rule[2] if selectors else ""

    sheet = re.sub(r"([^{}@]+)(\{[^{}]*\})", kept, sheet)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet)


def _makers(root: Path) -> list[Path]:
    """The files that make or change HTML: templates and modules of both themes, and the book's own."""
    homes = [Path(pydata_sphinx_theme.__file__).parent, Path(sphinx_book_theme.__file__).parent, root / "book"]
    homes += [Path(__file__).parent]
    found = [path for home in homes for kind in ("html", "py") for path in home.rglob(f"*.{kind}")]
    scripts = [path for home in homes for path in home.rglob("*theme.js")]
    return [*found, *scripts]


def plain_cells(sheet: str) -> str:
    """Return the style sheet of cells without the colours of terminals, which no output of the book has."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r"[^{}]*\.-Color[^{}]*\{[^{}]*\}", "", sheet)


def _write(app: Sphinx) -> None:
    modules = Path(app.confdir) / "node_modules"
    if not (modules / "katex").is_dir():
        raise ExtensionError("node_modules lacks katex: run `npm ci` in the project's root, or `make book`")
    root = Path(app.outdir).parent / "assets"
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("fonts", "katex", "styles"):
        (root / folder).mkdir(parents=True)
    (root / "fonts" / "fonts.css").write_text(fonts(modules, root / "fonts"), encoding="utf-8")
    (root / "katex" / "katex.css").write_text(katex(modules, root / "katex"), encoding="utf-8")
    package = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"
    sheet = theme(package, _makers(Path(app.confdir)))
    (root / "styles" / "pydata-sphinx-theme.css").write_text(sheet, encoding="utf-8")
    (root / "cells.css").write_text(plain_cells(files("myst_nb.static").joinpath("mystnb.css").read_text()), "utf-8")
    (root / "icons.css").write_text(icons(modules), encoding="utf-8")
    licence = modules / "@fortawesome" / "fontawesome-free" / "LICENSE.txt"
    shutil.copy(licence, root / "fontawesome-LICENSE.txt")
    app.config.html_static_path.append(str(root))
    for sheet in ("fonts/fonts.css", "icons.css"):
        app.add_css_file(sheet, priority=300)


def _style_maths(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load KaTeX's style sheet on the pages that show maths, and the plain sheet of cells where there are any."""
    whole = [sheet for sheet in context.get("css_files", ()) if "mystnb." in str(getattr(sheet, "filename", sheet))]
    for sheet in whole:
        context["css_files"].remove(sheet)
    if 'class="cell' in context.get("body", ""):
        app.add_css_file("cells.css")
    if 'class="katex' in context.get("body", ""):
        app.add_css_file("katex/katex.css", priority=300)


def setup(app: Sphinx) -> None:
    """Prepare the assets before the builder copies static files."""
    app.connect("builder-inited", _write)
    app.connect("html-page-context", _style_maths)
