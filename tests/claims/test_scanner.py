"""The scanner against hand-written pages, and its Markdown against markdown-it-py as MyST sets it up."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from mvcalc.claims.markdown import blocks, page_lines, spans
from mvcalc.claims.scanner import is_result, scan

MYST = create_md_parser(
    MdParserConfig(enable_extensions={"dollarmath", "amsmath", "colon_fence", "deflist"}), RendererHTML
)

PAGE = r"""---
title: A page
math: $front = matter$
---
# Heading with $y = x^2$

% a comment with $a = b$
<!-- $$c = d$$ -->

```{given}
function f, g       # unspecified
# only a comment

real x > 0
```

::::{note}
:class: wide
A note with {claim}`f'(3) = 6` inside.

- a list
  1. nested
     ```{derive}
     :label: eq-one
     (x+1)^2
       &= (x+1)(x+1) \\
       &= x^2+2x+1 && \text{algebra}
     ```

  > quoted $p = q$
::::

```{admonition} The title says $u = v + 1$
---
class: tip
---
$$
E = m c^2
$$ (eq-energy)
```

```{condition}
:label: eq-root
:solution: x = 3
x^2 = 9
```

```{code-cell} python
:tags: [hide-input]
%matplotlib inline
text = "$not = math$"
f = formula(r"f(x, y) = x^2 y + 3x")
g = mvcalc.formula(
    r"g(x) = x^3"
)
formula(f"h = {text}")
```

```python
formula(r"listing(x) = x")  # $a = b$
```

| $|$ | value |
|-----|-------|
| a   | $z = w + 1$ |

\begin{align}
a &= b \\
c &= d
\end{align}

The price is \$5 = \$5, code `$m = n$`, [a link](https://example.org/$q=1$), <https://example.org/$r=1$>,
and {notation}`\nabla f = J_f^T`, {math}`s = t`,
{claim}`2
= 2` over two lines; settings $x = 2$ and $\sum_{i=1}^n x_i$.

    indented $code = code$
"""

EXPECTED = [
    ("unclassified", 5, "y = x^2", ""),
    ("given", 10, "function f, g\nreal x > 0", ""),
    ("claim", 19, "f'(3) = 6", ""),
    ("derive", 23, "(x+1)^2\n&= (x+1)(x+1) \\\\\n&= x^2+2x+1 && \\text{algebra}", "eq-one"),
    ("unclassified", 30, "p = q", ""),
    ("unclassified", 33, "u = v + 1", ""),
    ("unclassified", 37, "E = m c^2", "eq-energy"),
    ("condition", 42, "x^2 = 9", "eq-root"),
    ("formula", 52, "f(x, y) = x^2 y + 3x", ""),
    ("formula", 53, "g(x) = x^3", ""),
    ("unclassified", 65, "z = w + 1", ""),
    ("unclassified", 67, "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", ""),
    ("notation", 73, "\\nabla f = J_f^T", ""),
    ("unclassified", 73, "s = t", ""),
    ("claim", 74, "2\n= 2", ""),
]


def test_a_page_of_everything():
    found = [(item.kind, item.line, item.latex, item.label) for item in scan(PAGE)]
    assert found == EXPECTED


def test_every_line_of_latex_has_the_line_it_stands_on():
    lines = PAGE.split("\n")
    for item in scan(PAGE):
        parts = item.latex.split("\n")
        assert len(parts) == len(item.lines)
        assert all(
            part.split()[:1] == [] or part.split()[0] in lines[n - 1] for part, n in zip(parts, item.lines, strict=True)
        )
    assert next(item for item in scan(PAGE) if item.kind == "given").lines == (11, 14)
    assert next(item for item in scan(PAGE) if item.latex == "g(x) = x^3").lines == (54,)
    assert next(item for item in scan(PAGE) if item.kind == "condition").solution == "x = 3"


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        ("`````{grid}\n````{card} T\n:::{tip}\n```{derive}\nx = x\n```\n:::\n````\n`````", ["derive"]),
        (":::{derive}\nx = x\n:::", ["derive"]),
        ("~~~{claim}\nx = x\n~~~", []),
        ("```{math}\n:label: eq\nx = y\n```", ["unclassified"]),
        ("```{math} x = y\n```", ["unclassified"]),
        ("````markdown\n```{derive}\nx = x\n```\n````", []),
        ("```{code-block} md\n$$x = y$$\n```", []),
        ("```{derive}\nx = x", ["derive"]),
        ("Term\n: a definition\n\n  $$x = y$$", ["unclassified"]),
        ("[^a]: a note\n\n    $$x = y$$", ["unclassified"]),
        ("<div>\n$$x = y$$\n</div>", []),
        ("<div>\n\n$$x = y$$\n\n</div>", ["unclassified"]),
        ("Text <!-- $x = y$ --> and $x = y$", ["unclassified"]),
        ("![a picture of $x = y$](p.svg)", []),
        ("[the curve $x = y$](p.html)", ["unclassified"]),
        (r"\$x = y\$ and \{claim}`x = y`", []),
        (r"$a\$ = b$", ["unclassified"]),
        ("`` a ` $x = y$ ``", []),
        ("[ref]: https://example.org/$x=y$", []),
        ("text\n$$\nx = y\n$$", ["unclassified"]),
        ("- item\n\n      $$x = y$$", []),
        ("> a\n> ```{derive}\n> x = x\n> ```", ["derive"]),
        ("```{code-cell}\nfor this is not python\nformula('x = 1')\n```", []),
        ("```{code-cell}\n!pip list\nformula('x = 1')\n```", ["formula"]),
        ("{eq}`x = y` {cite}`a=b` {code}`x = y`", []),
        ("\ufeff# $x = y$\r\n\r\n$$a = b$$\r\n", ["unclassified"] * 2),
        ('+++ {"a": "$x = y$"}\n(label)=\n***\n', []),
    ],
)
def test_what_counts_as_mathematics(page, kinds):
    assert [item.kind for item in scan(page)] == kinds


@pytest.mark.parametrize(
    "latex",
    r"""
x = 2
n \ge 1
0 < x < 1
h \to 0
x
f(x)
x = -2.5
x_0 = \frac{1}{2}
\theta = \pi/4
\gamma = 10^{-3}
x=3\,\mathrm{cm}
v = 13.9\,\mathrm{m\,s^{-1}}
g = 9.81\,\mathrm{m}/\mathrm{s}^2
-1 \le x \leq 1
\hat{x} \approx 1.41
\sum_{i=1}^{n} x_i
x \in \{1, 2\}
\lim_{x \to 0}
\mathbf{x} = 0
p = 50\%
n > 0
\left<x\right>
\kappa = 2\times 10^3
x^{a=b}
A \ne B
f \colon x \mapsto x^2
\Delta x = 0.1
\left(\tfrac14\right)^L
""".strip().splitlines(),
)
def test_settings_and_names_are_free(latex):
    assert not is_result(latex)


@pytest.mark.parametrize(
    "latex",
    r"""
y = 2x
f'(3) = 6
f(x) = x^2
x = y
|x| < 1
x = y = 2
2 = 1 + 1
a \approx b
x \leq y
\det J = r
x_{i+1} = x_i
x = 2a
x^2 = 4
x = 2, y = x
a \geqslant b
a ≤ b
(x, y) = (1, 2)
\frac{dy}{dx} = 2
\{x : x > 0\}
x = \sqrt{y}
x = \frac{a}{2}
i = 1, \dots, n
\text{cost} = 3y
""".strip().splitlines(),
)
def test_results_are_flagged(latex):
    assert is_result(latex)


def _words(text):
    return " ".join(text.split())


def _expected(text):
    """Fences, displays, inline maths and roles as markdown-it-py finds them; line 0 for inline ones."""
    found = []
    for token in MYST.parse(text):
        if token.type in ("fence", "colon_fence"):
            found.append((token.map[0] + 1, _words(token.info), _words(token.content)))
        elif token.type in ("math_block", "math_block_label", "amsmath"):
            found.append((token.map[0] + 1, "", _words(token.content)))
        for child in token.children or []:
            if child.type in ("math_inline", "myst_role"):
                found.append((0, child.meta.get("name", "$"), _words(child.content)))
    return found


def _found(text):
    found = []
    for block in blocks(page_lines(text)):
        body = "\n".join(line.text for line in block.lines)
        if block.kind == "text":
            found += [(0, span.kind, _words(span.content)) for span in spans(body)]
        else:
            found.append((block.number, _words(block.info) if block.kind == "fence" else "", _words(body)))
    return found


PIECES = [
    "$x=1$",
    "text",
    "$$",
    "$$a=b$$",
    "$$a=b$$ (lab)",
    "```{derive}",
    "```",
    "````{note}",
    "````",
    ":::{note} T $x=2$",
    ":::",
    "> ",
    "- ",
    "1. ",
    "2) ",
    "    ",
    "  ",
    "# ",
    "| a | b |",
    "|---|---|",
    "\\$",
    "`code $y=1$`",
    "`",
    "{claim}`f=1`",
    "{notation}``a`b``",
    "<!-- ",
    "-->",
    "<div>",
    "</div>",
    "% comment $z=1$",
    "\\begin{align}",
    "\\end{align}",
    "[link](http://x/$q=1$)",
    "<http://a.b/$c=1$>",
    "[",
    "](",
    "\n",
    "\n",
    "\n\n",
    "***",
    "---",
    "===",
    "+++",
    "(lab)=",
    "\\\\z",
    "\n\n[^1]: z ",
    "~~~",
    '<b a="$x=1$">',
    "![alt $m=1$](p)",
    "{",
    "}",
    "a | $p=1$",
    "\t",
]


@pytest.mark.parametrize("text", [PAGE, *PIECES])
def test_the_same_pieces_as_markdown_it(text):
    expected = _expected(text)
    if "(eq-energy)" in text:  # a directive's content is parsed only when the directive runs
        expected = [piece for piece in expected if piece[1] != ""]
        assert [piece for piece in _found(text) if piece[1] != ""] == expected
    else:
        assert _found(text) == expected


def _runs_on(text):
    """Whether markdown-it lets a display run on past the end of the item or quote in which it opens.

    Or whether it takes the first line of a list item or a quote for front matter, which belongs to a page.
    """
    lines = text.expandtabs(4).split("\n")
    for token in MYST.parse(text):
        if token.type == "front_matter" and token.level:
            return True
        if token.type in ("math_block", "math_block_label", "amsmath") and token.level:
            # The plugin for environments gives an end that is one line early.
            first, *rest = lines[token.map[0] : max(token.map[1], token.map[0] + 1 + token.content.count("\n"))]
            column = max(first.find("$$"), first.find("\\begin"))
            for line in filter(str.strip, rest):
                prefix = re.match("[ >]*", line)[0]
                if len(prefix) < column or prefix.count(">") != first[:column].count(">"):
                    return True
    return False


@pytest.mark.parametrize("heading", ["> # a\n", "> # \n", "- # a\n", "> - # #\n", "> a\n> ---\n", "- a\n  ===\n"])
def test_a_heading_in_a_quote_or_an_item_is_no_paragraph_that_goes_on(heading):
    text = f"{heading}$x=1$"
    assert _found(text) == _expected(text) != []


@pytest.mark.parametrize("item", ["2) ", "7. ", "- ", "1. ", "-\n  "])
def test_a_list_after_a_quote_is_no_part_of_it(item):
    text = f"> $x=1$\n{item}$$a=b$$"
    assert _found(text) == _expected(text) != []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_same_pieces_as_markdown_it_on_any_page(text):
    assume(not _runs_on(text))
    assert _found(text) == _expected(text)


@pytest.mark.thorough
@settings(max_examples=20_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_same_pieces_as_markdown_it_on_many_pages(text):
    assume(not _runs_on(text))
    assert _found(text) == _expected(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="$`\\{}<>!()[]|-:>#%~ \n\tax=1", max_size=80))
def test_any_text_is_a_page(text):
    for item in scan(text):
        assert 1 <= item.line <= text.count("\n") + 1


HOSTILE = {
    "quotes": "> " * 3000,
    "lists": "- " * 3000,
    "dollars": "$" * 100_000,
    "ticks": "`a" * 50_000,
    "brackets": "[" * 100_000,
    "comments": "<!-- " * 20_000,
    "many items": "- a\n" * 3000,
    "deep items": ("- " * 20 + "> $x=y$ `a\n") * 300,
    "lazy quotes": ("> " * 10 + "a\nb\n") * 60,
    "unclosed displays": "\\begin{align}\n\n" * 500,
    "tables": "| a | b |\n|---|---|\n" * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_in_bounded_depth_and_time(text):
    assert all(item.kind == "unclassified" for item in scan(text + "x = y"))
