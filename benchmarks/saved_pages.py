"""Saved news pages with what a good reading keeps of them: loading, flattening to text, and counting of kept words.

A folder holds `html/ID.html.gz` and `pages.jsonl`, a line a page with id, publisher, domain, title, titles (what the
page itself calls the article), authors, published (a time), paragraphs, and other (headings that may be kept). The
publisher's host decides which part a page belongs to, so that a part never holds a publisher of another.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Part = Literal["fitting", "choosing", "report"]

RUN = 4
"""A word counts as there where it stands there together with its neighbours: in runs of so many words."""

# A character of a script without spaces is a word.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol option p pre section select summary table
    tbody td textarea tfoot th thead tr ul
    """.split()
)
_UNSEEN = frozenset("script style noscript template svg head iframe object canvas audio video".split())


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was saved, and what its publisher says is the article."""

    id: str
    publisher: str
    host: str
    country: str
    html: bytes
    title: str
    titles: tuple[str, ...]
    authors: tuple[str, ...]
    published: str
    paragraphs: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def part(self) -> Part:
        """Half of the publishers for fitting, a quarter each for choosing between models and for the report."""
        parts: tuple[Part, ...] = ("fitting", "fitting", "choosing", "report")
        return parts[fold_of(self.host, len(parts))]


def load_pages(folder: Path) -> list[SavedPage]:
    """The pages of a folder, in the order of `pages.jsonl`."""
    pages = []
    with (folder / "pages.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            html = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
            host = (urlsplit(row["domain"]).hostname or row["domain"]).removeprefix("www.")
            pages.append(
                SavedPage(
                    row["id"],
                    row["publisher"],
                    host,
                    row["country"],
                    html,
                    row["title"] or "",
                    tuple(row.get("titles", ())),
                    tuple(row["authors"]),
                    row["published"] or "",
                    tuple(row["paragraphs"]),
                    tuple(row.get("other", ())),
                )
            )
    return pages


def fold_of(host: str, folds: int) -> int:
    """Which of so many folds a publisher belongs to: the same in every run and on every machine."""
    return int.from_bytes(sha256(host.encode()).digest()[:4]) % folds


def flatten(html: str) -> str:
    """The text that a scraper saves of a page: all that is visible, furniture too, each block element a line."""
    parser = _Flattener()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def recall_and_precision(page: SavedPage, kept: Sequence[str]) -> tuple[float, float]:
    """Which share of the article's words was kept, and which share of the kept words is the article's.

    What the page calls the article and its headings may be kept.
    """
    return coverage(page.paragraphs, kept), coverage(kept, [*page.paragraphs, *page.other, *page.titles, page.title])


def coverage(texts: Iterable[str], others: Iterable[str]) -> float:
    """Which share of the words of `texts` stands in `others`; 1 where there are no words."""
    there, total = covered(texts, runs_of(others))
    return there / total if total else 1.0


def covered(texts: Iterable[str], known: frozenset[tuple[str, ...]]) -> tuple[int, int]:
    """How many words of the texts stand in known runs, and how many words there are."""
    there = total = 0
    for text in texts:
        words = _words_of(text)
        size, marked = min(RUN, len(words)), set[int]()
        for start in range(len(words) - size + 1):
            if size and tuple(words[start : start + size]) in known:
                marked.update(range(start, start + size))
        there, total = there + len(marked), total + len(words)
    return there, total


def runs_of(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every run of up to RUN words in the texts."""
    return frozenset(_runs(texts))


def _runs(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        words = _words_of(text)
        for size in range(1, RUN + 1):
            yield from (tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def folded(text: str) -> str:
    """A text as its words alone."""
    return " ".join(_words_of(text))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_INVISIBLE.sub("", text).lower())


class _Flattener(HTMLParser):
    """Collects what a page shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "body":
            self._unseen.clear()  # a <head> that was never closed
        elif tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))
