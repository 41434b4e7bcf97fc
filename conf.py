"""Settings of the book; what they act on is in book/ and mvcalc/sphinxext/."""

import gc
import os

gc.disable()  # what Sphinx and its extensions load stays; mvcalc.sphinxext.balance looks for garbage again

project = "Multivariate Calculus for Machine Learning"
author = "the mvcalc authors"
copyright = "the mvcalc authors; text CC BY 4.0, code BSD-3-Clause"
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "numpydoc",
    "sphinxcontrib.bibtex",
    "sphinx_copybutton",
    "mvcalc.sphinxext",
]
exclude_patterns = ["LICENSE", "_*"]
nitpicky = True
numfig = True
numfig_secnum_depth = 1
numfig_format = {"figure": "Fig.\u00a0%s", "table": "Table\u00a0%s"}
math_numfig = True
math_numsep = "."
toc_object_entries = False

myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "smartquotes",
]
myst_heading_anchors = 3
bibtex_bibfiles = ["book/references.bib"]
bibtex_default_style = "plain"
numpydoc_show_class_members = False
autodoc_typehints = "none"  # the docstrings say it in words
autodoc_use_type_comments = False

# Every page is executed anew, in a kernel of its own; a cell that fails or complains is a warning, so an error here.
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_in_temp = True
nb_merge_streams = True
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"

html_math_renderer = "katex"

# The published address, known where the site is published; locally the address of `make serve`.
html_baseurl = os.environ.get("BOOK_URL", "http://127.0.0.1:8000/")

html_theme = "sphinx_book_theme"
html_title = project
html_search_scorer = os.path.join(os.path.dirname(__file__), "book", "_templates", "scorer.js")
html_favicon = "book/_static/favicon.svg"
html_static_path = ["book/_static"]
html_css_files = ["book.css"]
html_additional_pages = {"404": "404.html"}
templates_path = ["book/_templates"]
html_copy_source = True
html_domain_indices = False
html_sourcelink_suffix = ""
html_permalinks_icon = "#"
html_context = {"default_mode": "auto", "home": html_baseurl}
html_theme_options = {
    "article_header_end": ["book-buttons.html"],
    "home_page_in_toc": False,
    "navbar_persistent": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "show_navbar_depth": 2,
    "toc_title": "On this page",
    "disable_search": True,
    "primary_sidebar_end": [],
    "use_fullscreen_button": False,
}
html_sidebars = {"**": ["book-logo.html", "book-search.html", "book-contents.html"]}
