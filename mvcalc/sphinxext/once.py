"""What other extensions find out anew for each page or docstring, found out once."""

from __future__ import annotations

import functools

from jinja2 import BaseLoader
from jinja2.sandbox import SandboxedEnvironment
from myst_nb.core import render
from numpydoc import docscrape_sphinx
from sphinx.application import Sphinx

_TEMPLATES: dict[type, SandboxedEnvironment] = {}


def _templates(loader: BaseLoader) -> SandboxedEnvironment:
    """Keep one set of templates, with what is compiled of them, for each kind of loader."""
    return _TEMPLATES.setdefault(type(loader), SandboxedEnvironment(loader=loader))


def setup(app: Sphinx) -> None:
    """Keep what MyST-NB asks of every installed package, and the template that numpydoc compiles."""
    render.entry_points = functools.cache(render.entry_points)
    docscrape_sphinx.SandboxedEnvironment = _templates
