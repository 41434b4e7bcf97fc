"""How many claims a second are judged, on one core: over the two collections of the tests, and over the book."""

from __future__ import annotations

import json
import time
from pathlib import Path

from mvcalc.claims.check import check_page

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "claims"
TARGET = 40


def as_page(claim: dict[str, str | list[str]]) -> str:
    """One claim of a collection as a page with its declarations."""
    given = "\n".join(["```{given}", *claim["given"], "```", ""]) if claim["given"] else ""
    options = f":solution: {claim['solution']}\n" if "solution" in claim else ""
    kind = claim.get("kind", "derive")
    if kind == "claim":
        return f"{given}\n{{claim}}`{claim['tex']}`\n"
    return f"{given}\n```{{{kind}}}\n{options}{claim['tex']}\n```\n"


def collection(name: str) -> list[str]:
    """The true claims of a collection, a page each."""
    claims = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [as_page(claim) for claim in claims if claim["expect"] == "true"]


def book() -> list[str]:
    """The pages of the book."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").rglob("*.md"))]


def rate(pages: list[str]) -> tuple[int, float]:
    """Claims judged on some pages, and the seconds that this takes."""
    start = time.perf_counter()
    records = [record for page in pages for record in check_page(page)]
    seconds = time.perf_counter() - start
    return sum(record.status != "not judged" for record in records), seconds


def main() -> None:
    """Print the table."""
    rate(collection("corpus")[:10])  # SymPy's first use of anything takes long
    for name, pages in (("corpus", collection("corpus")), ("own", collection("own")), ("the book", book())):
        count, seconds = rate(pages)
        print(f"{name:10} {count:4} claims {count / seconds:6.1f} a second   (target {TARGET})")


if __name__ == "__main__":
    main()
