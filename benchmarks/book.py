"""How long the book takes to build, against its cells alone, and how heavy its pages are."""

from __future__ import annotations

import ast
import gzip
import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?:---\n.*?^---\n)?(.*?)^```$", re.DOTALL | re.MULTILINE)


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run_cells(page: Path) -> None:
    """Execute the cells of a page in this process, showing the value of each one's last line as a notebook would."""
    names: dict[str, object] = {}
    for source in CELL.findall(page.read_text(encoding="utf-8")):
        lines = ast.parse(source)
        last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
        with redirect_stdout(StringIO()):
            exec(compile(lines, str(page), "exec"), names)
            if last is not None:
                shown = eval(compile(ast.Expression(last.value), str(page), "eval"), names)
                getattr(shown, "_repr_html_", shown.__repr__)()


def preload() -> None:
    """Import what the pages import, so that the floor has no start-up in it."""
    importlib.import_module("mvcalc.figures")


def floor() -> float:
    """Seconds for the cells of all pages, in one preloaded process a core."""
    pages = [page for page in (ROOT / "book").rglob("*.md") if "```{code-cell}" in page.read_text(encoding="utf-8")]
    with ProcessPoolExecutor(os.cpu_count(), initializer=preload) as pool:
        list(pool.map(len, [[]] * 8))
        return timed(lambda: list(pool.map(run_cells, pages)))


def build(source: Path, out: Path) -> None:
    """Build the book as ``make book`` does."""
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "-j", "auto", "-q", "-c", str(ROOT)]
    subprocess.run([*command, "-d", str(out / "doctrees"), str(source), str(out / "html")], check=True)


def weights(html: Path) -> list[tuple[str, float]]:
    """Kilobytes of each page itself, compressed."""
    pages = [p for p in html.rglob("*.html") if "_static" not in p.parts]
    return [(p.relative_to(html).as_posix(), len(gzip.compress(p.read_bytes())) / 1024) for p in sorted(pages)]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "book", Path(folder) / "out"
        shutil.copytree(ROOT / "book", source)
        cells = floor()
        cold = timed(lambda: build(source, out))
        page = source / "1-what-is-calculus" / "02-rise-over-run.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
        edit = timed(lambda: build(source, out))
        same = timed(lambda: build(source, out))
        sizes = weights(out / "html")
        shared = sum(len(gzip.compress(p.read_bytes())) for p in (out / "html" / "_static").rglob("*.css")) / 1024
    print(f"{'cells alone, preloaded, a process a core':44} {cells:6.1f} s")
    print(f"{'cold build':44} {cold:6.1f} s   {cold / cells:5.1f} × the cells   (target 3)")
    print(f"{'build after an edit of one page':44} {edit:6.1f} s   (target 8 s)")
    print(f"{'build with nothing changed':44} {same:6.1f} s")
    print(f"{'style sheets, once for all pages':44} {shared:6.1f} KB gz")
    print(f"{'median page':44} {statistics.median(size for _, size in sizes):6.1f} KB gz")
    for name, size in sorted(sizes, key=lambda pair: -pair[1])[:5]:
        print(f"  {name:42} {size:6.1f} KB gz")


if __name__ == "__main__":
    main()
