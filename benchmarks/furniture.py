"""Reading of saved pages, against phrases that a good reading keeps (`with`) and drops (`without`).

Takes a folder with `html/` and `segments.json` (a JSON object: file name -> {"with": [...], "without": [...]}, as in
trafilatura's public evaluation data) and prints precision, recall, F1 and accuracy of reading the HTML and of reading
the same pages flattened to text as scrapers save them, next to trafilatura itself, to keeping everything, and to
keeping the lines of 14 words and more that end a sentence. The rules were tuned on one half of the pages (by hash of
the file name); the other half is reported apart.

    python -m benchmarks.furniture FOLDER
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import trafilatura
from lxml.etree import _Element, iterwalk  # type: ignore[import-untyped]
from tqdm import tqdm

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read

_TARGET = 0.75
_SENTENCE = re.compile(r"[.!?…][\"”“»)]*$")
_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas", "math"))
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary table tbody td
    textarea tfoot th thead tr ul
    """.split()
)


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page with its phrases to keep and to drop."""

    name: str
    data: bytes
    flat: str
    keep: tuple[str, ...]
    drop: tuple[str, ...]

    @property
    def is_held_out(self) -> bool:
        return sha256(self.name.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Score:
    """How many phrases were rightly and wrongly kept and dropped."""

    kept: int
    lost: int
    intruding: int
    dropped: int

    @property
    def accuracy(self) -> float:
        return (self.kept + self.dropped) / max(1, self.kept + self.lost + self.intruding + self.dropped)

    def row(self) -> str:
        precision = self.kept / max(1, self.kept + self.intruding)
        recall = self.kept / max(1, self.kept + self.lost)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{precision:.3f}  {recall:.3f}  {f1:.3f}  {self.accuracy:.4f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with html/ and segments.json")
    folder = parser.parse_args().folder
    if not (folder / "segments.json").is_file():
        parser.error(f"{folder} has no segments.json")
    pages = _load(folder)
    methods: dict[str, Callable[[Page], str]] = {
        "keep everything, flattened": lambda page: page.flat,
        "14-word rule, flattened": lambda page: "\n".join(filter(_is_long_sentence, page.flat.splitlines())),
        "quotedesk, flattened": lambda page: _kept("text", page.name, page.flat.encode()),
        "trafilatura, HTML": lambda page: trafilatura.extract(page.data, include_comments=False) or "",
        "quotedesk, HTML": lambda page: _kept("html", page.name, page.data),
    }
    accuracy: dict[tuple[str, str], float] = {}
    for part, chosen in _parts(pages).items():
        print(f"\n{part}: {len(chosen)} pages")
        print(f"{'':28}  prec.  recall F1     accuracy  ms/page")
        for name, method in methods.items():
            began = time.perf_counter()
            outputs = [method(page) for page in tqdm(chosen, desc=name, leave=False, disable=None)]
            elapsed = 1000 * (time.perf_counter() - began) / max(1, len(chosen))
            score = _score(chosen, outputs)
            accuracy[part, name] = score.accuracy
            print(f"{name:28}  {score.row()}  {elapsed:8.1f}")
        floor = accuracy[part, "keep everything, flattened"]
        way = accuracy[part, "trafilatura, HTML"] - floor
        reached = (accuracy[part, "quotedesk, flattened"] - floor) / way if way else 1.0
        print(
            f"flattened text goes {reached:.0%} of the way from keep everything to trafilatura (target {_TARGET:.0%})"
        )
    return 0


def _load(folder: Path) -> list[Page]:
    segments = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    pages = []
    for name, phrases in sorted(segments.items()):
        data = (folder / "html" / name).read_bytes()
        tree = trafilatura.load_html(data)
        flat = flatten(tree) if tree is not None else ""
        pages.append(Page(name, data, flat, tuple(phrases["with"]), tuple(phrases["without"])))
    return pages


def flatten(tree: _Element) -> str:
    """The text that a scraper saves: all that is visible, block elements as lines."""
    rows = [""]
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and element.tag in _HIDDEN:
            walker.skip_subtree()
            continue
        if event in ("start", "end") and element.tag in _BLOCKS:
            rows.append("")
        text = element.text if event == "start" else element.tail
        rows[-1] += re.sub(r"\s+", " ", text or "")
    return "\n".join(row.strip() for row in rows if row.strip())


def _parts(pages: list[Page]) -> dict[str, list[Page]]:
    return {
        "tuned on": [page for page in pages if not page.is_held_out],
        "held out": [page for page in pages if page.is_held_out],
        "all": pages,
    }


def _is_long_sentence(line: str) -> bool:
    return len(line.split()) >= 14 and _SENTENCE.search(line) is not None


def _kept(kind: str, name: str, data: bytes) -> str:
    try:
        article: Article = read(Document(name, "0" * 12, kind, data))
    except UnreadableError:
        return ""
    return "\n".join(article.text[block.start : block.end] for block in article.blocks)


def _score(pages: Iterable[Page], outputs: Iterable[str]) -> Score:
    kept = lost = intruding = dropped = 0
    for page, output in zip(pages, outputs, strict=True):
        folded = " ".join(output.split())
        found = sum(" ".join(phrase.split()) in folded for phrase in page.keep)
        wrong = sum(" ".join(phrase.split()) in folded for phrase in page.drop)
        kept, lost = kept + found, lost + len(page.keep) - found
        intruding, dropped = intruding + wrong, dropped + len(page.drop) - wrong
    return Score(kept, lost, intruding, dropped)


if __name__ == "__main__":
    sys.exit(main())
