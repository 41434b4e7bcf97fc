"""What a MyST page declares and claims, in document order and with exact line numbers.

`scan` is the only reading of a page's Markdown: the directives and the command both start from it, so they
cannot disagree. It finds

- the directives ``{given}``, ``{define}``, ``{derive}``, ``{condition}`` and ``{notation}``, fenced with
  backticks, tildes or colons, nested in other directives, quotes or lists at any depth, with their options;
- the roles ``{claim}`` and ``{notation}`` in running text, headings, table cells and titles;
- ``formula(r"…")`` in code cells, found by `ast`: nothing is run;
- every other display (``$$``, ``{math}``, ``amsmath`` environments) and every inline *result*, as
  ``unclassified``.

Limits: reStructuredText inside ``{eval-rst}``, raw HTML and the outputs of cells are not read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mvcalc.claims.markdown import Block, Line, blocks, page_lines, spans

__all__ = ["Item", "is_result", "scan"]

DIRECTIVES = ("given", "define", "derive", "condition", "notation")
ROLES = ("claim", "notation")

_VERBATIM = re.compile(
    "code|code-block|code-cell|raw-cell|sourcecode|raw|literalinclude|include|parsed-literal|eval-rst|toctree|image|"
    "mermaid|graphviz|highlight|doctest|testcode|testsetup|testcleanup|testoutput|prompt|productionlist|bibliography"
)
"""Directives whose content is not Markdown."""


@dataclass(frozen=True)
class Item:
    """One declaration, claim or display of a page.

    Attributes
    ----------
    kind : str
        ``given``, ``define``, ``derive``, ``condition``, ``notation``, ``claim``, ``formula`` or
        ``unclassified``.
    line : int
        The line, from 1, on which the directive, role, call or display opens.
    latex : str
        What it says, without options, comments and surrounding blank lines.
    lines : tuple of int
        The line in the page of each line of `latex`.
    label, solution : str
        Its ``:label:`` and ``:solution:``, or empty.
    """

    kind: str
    line: int
    latex: str
    lines: tuple[int, ...]
    label: str = ""
    solution: str = ""


def scan(text: str) -> list[Item]:
    r"""Everything on a page that declares, claims or displays mathematics.

    Parameters
    ----------
    text : str
        The source of a MyST page. Any text is a page: nothing is refused.

    Returns
    -------
    list of Item
        In document order.

    Examples
    --------
    >>> page = "Let $x = 2$.\n\n```{derive}\n:label: eq-square\n\\frac{d}{dx} x^2\n  &= 2x\n```\n"
    >>> for item in scan(page):
    ...     print(item.kind, item.line, item.lines, item.label)
    derive 3 (5, 6) eq-square
    """
    return list(_items(page_lines(text)))


def _items(lines: list[Line]) -> Iterator[Item]:
    for block in blocks(lines):
        if block.kind == "text":
            yield from _inline(block.lines)
        elif block.kind == "display":
            yield _item("unclassified", block.number, block.lines, {"label": block.info})
        else:
            yield from _directive(block)


def _directive(block: Block) -> Iterator[Item]:
    match = re.match(r"\{([^\s}]+)\}\s*(.*)$", block.info)
    if match is None:  # a listing
        return
    name, argument = match[1], Line(block.number, match[2])
    options, body = _options(list(block.lines))
    if name == "code-cell":
        yield from _formulas(body)
    elif name in DIRECTIVES or name == "math":
        kind = "unclassified" if name == "math" else name
        yield _item(kind, block.number, [argument, *body], options)
    elif _VERBATIM.fullmatch(name) is None:
        yield from _inline((argument,))
        yield from _items(body)


def _options(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """A directive's options, ``:key: value`` or between ``---``, and the lines after them."""
    if lines and lines[0].text.startswith("---"):
        end = next((i for i, line in enumerate(lines[1:], start=1) if line.text.startswith("---")), len(lines))
        given, body = [line.text.strip() for line in lines[1:end]], lines[end + 1 :]
    else:
        end = next((i for i, (_, text) in enumerate(lines) if not re.match(r"\s*:(?!::)", text)), len(lines))
        given, body = [line.text.strip()[1:] for line in lines[:end]], lines[end:]
    pairs = [option.partition(":") for option in given]
    return {key.strip(): _value(value) for key, _, value in pairs}, body


def _value(text: str) -> str:
    text = re.sub(r"(^|\s)#.*$", "", text).strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _item(kind: str, number: int, lines: list[Line] | tuple[Line, ...], options: dict[str, str]) -> Item:
    if kind == "given":
        lines = [Line(n, re.sub(r"(?<!\\)#.*$", "", text)) for n, text in lines]
        lines = [line for line in lines if line.text.strip()]
    kept = [(n, text.strip()) for n, text in lines]
    while kept and not kept[0][1]:
        kept.pop(0)
    while kept and not kept[-1][1]:
        kept.pop()
    latex = "\n".join(text for _, text in kept)
    return Item(kind, number, latex, tuple(n for n, _ in kept), options.get("label", ""), options.get("solution", ""))


def _inline(lines: tuple[Line, ...]) -> Iterator[Item]:
    text = "\n".join(line.text for line in lines)
    for span in spans(text):
        first = text.count("\n", 0, span.start)
        inside = [Line(lines[first + k].number, part) for k, part in enumerate(span.content.split("\n"))]
        if span.kind in ROLES:
            yield _item(span.kind, inside[0].number, inside, {})
        elif span.kind in ("$", "math") and is_result(span.content):
            yield _item("unclassified", inside[0].number, inside, {})


def _formulas(body: list[Line]) -> Iterator[Item]:
    """The ``formula("…")`` calls of a cell, in order; lines that IPython handles itself are blanked."""
    source = "\n".join("" if re.match(r"\s*[%!]", line.text) else line.text for line in body)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_formula(node.func)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        match call.args:
            case [ast.Constant(value=str(latex)) as literal, *_]:
                first, last = literal.lineno - 1, (literal.end_lineno or literal.lineno) - 1
                rows = latex.split("\n")
                where = [body[min(first + k, last)].number for k in range(len(rows))]
                inside = [Line(n, row) for n, row in zip(where, rows, strict=True)]
                yield _item("formula", body[call.lineno - 1].number, inside, {})


def _is_formula(called: ast.expr) -> bool:
    match called:
        case ast.Name(id="formula") | ast.Attribute(attr="formula"):
            return True
    return False


_RELATION = r"(?:=|<|>|≤|≥|≈|\\(?:le|leq|leqslant|ge|geq|geqslant|approx|lt|gt)(?![A-Za-z]))"
_SPACE = re.compile(r"\\[,;:! ]|~|\\(?:quad|qquad|left|right)(?![A-Za-z])|\{,\}|\s+")
_SCRIPT = re.compile(r"(?<!\\)[_^]\s*(?:\\[A-Za-z]+|[^{\s])")
_ANGLE = re.compile(r"\\(?:left|big|Big|bigg|Bigg)l?\s*<|\\(?:right|big|Big|bigg|Bigg)r?\s*>")

_GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|rho|sigma|tau|"
    "upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Sigma|Phi|Psi|Omega|ell"
)
_LETTER = rf"(?:[A-Za-z]|\\(?:{_GREEK})(?![A-Za-z]))"
_ACCENT = r"\\(?:mathbf|boldsymbol|bm|vec|hat|bar|tilde|mathrm|overline)"
_NAME = rf"(?:{_LETTER}|{_ACCENT}(?:\{{(?:{_ACCENT}\{{)?{_LETTER}\}}?\}}|{_LETTER}))"
_VARIABLE = rf"(?:\\Delta|d|\\delta)?{_NAME}(?:_(?:\{{[^{{}}]*\}}|\\[A-Za-z]+|[A-Za-z0-9]))?"
_ATOM = r"(?:\d+(?:\.\d*)?|\.\d+|\\pi|e|\\infty)"
_TERM = (
    rf"(?:{_ATOM}|\\sqrt(?:\{{\d+\}}|\d)|\\[td]?frac(?:\{{-?{_ATOM}{{1,2}}\}}|\d)(?:\{{{_ATOM}{{1,2}}\}}|\d))"
    r"(?:\^(?:\{-?\d+\}|\d|\{?\\circ\}?))?"
)
_UNIT = (
    r"(?:\\%|(?:\\(?:mathrm|text|mathit)\{(?:[^{}=<>]|\{[^{}=<>]*\})*\}"
    r"(?:\^(?:\{-?\d\}|\d))?(?:/|\\cdot)?)+)"
)
_NUMBER = rf"(?:[-+]|\\pm)?{_TERM}(?:(?:\\cdot|\\times|/)?{_TERM})*{_UNIT}?"
_SETTING = re.compile(
    rf"(?:{_NUMBER}={_VARIABLE}(?:={_NUMBER})?|{_VARIABLE}={_NUMBER})[.,;]?"  # any relation, written as =
)


def is_result(latex: str) -> bool:
    r"""Whether inline mathematics says more than a setting *variable, relation, number*.

    Relations inside sub- and superscripts do not count. A number may be a fraction, a root, a power,
    a multiple of π or e, infinite, or carry a unit.

    Examples
    --------
    >>> [is_result(tex) for tex in ("x = 2", r"0 < x < \frac{\pi}{2}", r"h \to 0", r"\sum_{i=1}^n x_i")]
    [False, False, False, False]
    >>> [is_result(tex) for tex in ("f'(3) = 6", "y = 2x", r"|x| \le 1")]
    [True, True, True]
    """
    if not re.search(_RELATION, _without_scripts(latex)):
        return False
    return _SETTING.fullmatch(_SPACE.sub("", re.sub(_RELATION, "=", latex))) is None


def _without_scripts(latex: str) -> str:
    """The LaTeX without what stands in sub- and superscripts, and without angle brackets."""
    latex = _SCRIPT.sub("", _ANGLE.sub("", latex))
    kept, depth, i = [], 0, 0
    while i < len(latex):
        step = 2 if latex[i] == "\\" else 1
        script = re.compile(r"[_^]\s*\{").match(latex, i) if not depth else None
        if script:
            depth, i = 1, script.end()
            continue
        if depth:
            depth += (latex[i] == "{") - (latex[i] == "}")
        else:
            kept.append(latex[i : i + step])
        i += step
    return "".join(kept)
