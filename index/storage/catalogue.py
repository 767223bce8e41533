"""The catalogue of a generation, opened for reading: its articles and passages, and the search for words in them.

It stands in the segments of the generation, none of which ever changes, and reads as if it were one. Safe to share
between threads.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.models import NOTHING_LEFT_OUT, Article, Block, Furniture, LeftOut, Passage, Source, Span
from index.storage import schema
from index.storage.corpus_order import CorpusOrder
from index.storage.searchable import Selection
from index.storage.segment import Database, Segment
from index.storage.word_search import WordSearch
from index.text.cache import SharedCache

SOURCE_COLUMNS = "source_id, path, title, publisher, authors, published, url"
_PASSAGE_COLUMNS = "passage_id, source_id, start, end, sentences"
_PASSAGES_WITH_SOURCES = "passages JOIN sources ON source = sources.number"

# People who type find the same passages letter after letter, and turn pages of the same search. What is kept for them
# takes less memory than the model does: 16 million characters are at most 64 MB, the rest some MB each.
_CHARACTERS_KEPT = 1 << 24
_PASSAGES_KEPT = 1 << 14
_WORDS_KEPT = 1 << 16
_SELECTIONS_KEPT = 64


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of the corpus from which nothing was skipped: its path, how it looked, how many documents it held."""

    path: str
    stamp: str
    documents: int


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What a generation made of a document: an article, a copy of one, or nothing, for a reason.

    `text_hash` is that of the article or copy, and empty where nothing could be read.
    """

    source_id: str
    path: str
    fingerprint: str
    kind: Literal["article", "copy", "unreadable"]
    text_hash: bytes
    reason: str


class ArticleFilter(Protocol):
    """Which articles are searched. False as a bool where all are; equal filters choose the same articles."""

    def __bool__(self) -> bool: ...

    def __hash__(self) -> int: ...

    @property
    def reads_titles(self) -> bool:
        """Whether it depends on titles which articles it lets through."""

    def fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        """Whether an article that states these is searched."""

    def left_out(self, title: str, publisher: str | None, published: str | None) -> LeftOut:
        """The article, if nothing but what it does not state keeps it from being searched."""


class Catalogue:
    """An opened catalogue. Every method raises IndexDamagedError where a file can't be read."""

    def __init__(self, folder: Path, segments: tuple[Segment, ...]) -> None:
        self.folder = folder
        self.segments = segments
        self._database = Database(folder / schema.DOCUMENTS)
        self._articles: SharedCache[str, Article] = SharedCache(_CHARACTERS_KEPT, lambda article: len(article.text))
        self._passages: SharedCache[int, Passage] = SharedCache(_PASSAGES_KEPT)
        self._passages_with: SharedCache[str, int] = SharedCache(_WORDS_KEPT)
        self._selections: SharedCache[ArticleFilter, Selection] = SharedCache(_SELECTIONS_KEPT)

    def close(self) -> None:
        """Close the files; this also happens when nobody refers to the catalogue any more."""
        self._database.close()
        for segment in self.segments:
            segment.close()

    @cached_property
    def order(self) -> CorpusOrder:
        return CorpusOrder.load(self.folder / schema.ORDER, [segment.record for segment in self.segments])

    # Articles and passages

    def sources(self) -> list[Source]:
        """All sources, in corpus order."""
        return [_source(*row) for row in self._of_articles(SOURCE_COLUMNS)]

    def source(self, source_id: str) -> Source | None:
        found = self._find("source_id", source_id, SOURCE_COLUMNS)
        return _source(*found[2]) if found else None

    def with_text(self, text_hash: bytes) -> Source | None:
        """The source of the article whose text has this hash."""
        found = self._find("text_hash", text_hash, SOURCE_COLUMNS)
        return _source(*found[2]) if found else None

    def fingerprint(self, source_id: str) -> str | None:
        """What the file of an article was known by when it was read."""
        found = self._find("source_id", source_id, "fingerprint")
        return str(found[2][0]) if found else None

    def documents(self) -> list[IndexedDocument]:
        """All documents that this generation was built from; of each kind in corpus order."""
        return self._documents

    @cached_property
    def _documents(self) -> list[IndexedDocument]:
        rows = self._database.rows(
            "SELECT source_id, path, fingerprint, 'copy', text_hash, '' FROM copies UNION ALL "
            "SELECT source_id, path, fingerprint, 'unreadable', x'', reason FROM unreadable"
        )
        articles = self._of_articles("source_id, path, fingerprint, 'article', text_hash, ''")
        return [IndexedDocument(*row) for row in (*articles, *rows)]

    def files(self) -> dict[str, FileState]:
        """The files of the corpus from which nothing was skipped, by path."""
        return {row[0]: FileState(*row) for row in self._database.rows("SELECT path, stamp, documents FROM files")}

    def copies(self) -> list[tuple[str, str]]:
        """Documents left out because their text was indexed already: (path, path of the one indexed)."""
        return list(self._database.rows("SELECT path, original FROM copies ORDER BY path"))

    def article(self, source_id: str) -> Article | None:
        """The whole article of a source."""
        if known := self._articles.get(source_id):
            return known
        found = self._find("source_id", source_id, f"{SOURCE_COLUMNS}, text, blocks, furniture")
        return self._articles.put(source_id, make_article(found[2])) if found else None

    def passage(self, number: int) -> Passage:
        """The passage with this number."""
        if known := self._passages.get(number):
            return known
        row = None
        if 0 <= number < len(self.order.rows):
            segment, local = self._local(number)
            row = segment.row(
                f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGES_WITH_SOURCES} WHERE passages.number = ?", local
            )
        if row is None:
            raise IndexDamagedError(f"{self.folder} has no passage {number}: run `python -m index build --full`.")
        return self._passages.put(number, make_passage(*row))

    def passage_before(self, number: int) -> Passage | None:
        """The passage of the same article before the one with this number."""
        before = self.passage(number - 1) if number else None
        return before if before and before.source_id == self.passage(number).source_id else None

    def passage_text(self, number: int) -> str:
        """The text of the passage with this number."""
        return self.titled_text(number)[1]

    def titled_text(self, number: int) -> tuple[str, str]:
        """The title of its article and the text of the passage with this number."""
        passage = self.passage(number)
        article = self.article(passage.source_id)
        return (article.source.title, article.text[passage.start : passage.end]) if article else ("", "")

    def passage_number(self, passage_id: str) -> int | None:
        for segment in reversed(self.segments):
            row = segment.row("SELECT number FROM passages WHERE passage_id = ?", passage_id)
            if row and (number := int(self.order.numbers[segment.first + row[0]])) >= 0:
                return number
        return None

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of an article, in order."""
        return [self.passage(number) for number in self.passage_rows(source_id)]

    def passage_rows(self, source_id: str) -> range:
        """The numbers of an article's passages."""
        found = self._find("source_id", source_id, "1")
        return range(*self.order.firsts[found[1] : found[1] + 2].tolist()) if found else range(0)

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """The id, the source id and the text of every passage, in order."""
        for number in range(len(self.order.rows)):
            passage = self.passage(number)
            yield passage.passage_id, passage.source_id, self.passage_text(number)

    # Search

    def expect(self, numbers: Sequence[int] = (), words: Sequence[str] = ()) -> None:
        """Nothing is far away."""

    def select(self, wanted: ArticleFilter) -> Selection | None:
        """The articles that fit a filter; None, for all, where it lets all through."""
        if not wanted:
            return None
        if known := self._selections.get(wanted):
            return known
        fits, left_out = self._judged_alike(wanted) or self._judged_one_by_one(wanted)
        return self._selections.put(wanted, self._selection(np.flatnonzero(fits).tolist(), left_out))

    def _judged_alike(self, wanted: ArticleFilter) -> tuple[NDArray[np.bool_], LeftOut] | None:
        """bool [articles], which fit a filter, and what it leaves out; None where it wants to know their titles."""
        if wanted.reads_titles:
            return None
        kinds, of_articles = self._kinds
        left_out = NOTHING_LEFT_OUT
        for (publisher, published), count in zip(kinds, np.bincount(of_articles).tolist(), strict=True):
            if not publisher or not published:
                one = wanted.left_out("", publisher, published)
                left_out += LeftOut(one.undated * count, one.without_publisher * count)
        return np.array([wanted.fit("", *kind) for kind in kinds], dtype=bool)[of_articles], left_out

    def _judged_one_by_one(self, wanted: ArticleFilter) -> tuple[NDArray[np.bool_], LeftOut]:
        stated = self._of_articles("title, publisher, published")
        fits = np.array([wanted.fit(*one) for one in stated], dtype=bool)
        left_out = (wanted.left_out(*one) for one, fitting in zip(stated, fits.tolist(), strict=True) if not fitting)
        return fits, sum(left_out, NOTHING_LEFT_OUT)

    @cached_property
    def _kinds(self) -> tuple[list[tuple[str | None, str | None]], NDArray[np.int64]]:
        """The different pairs of publisher and day of publication, and for each article which of them it has."""
        kinds: dict[tuple[str | None, str | None], int] = {}
        of_articles = [
            kinds.setdefault((row[0], row[1]), len(kinds)) for row in self._of_articles("publisher, published")
        ]
        return list(kinds), np.array(of_articles, dtype=np.int64)

    def select_among(self, source_ids: Collection[str], wanted: ArticleFilter) -> Selection:
        """Of the articles with these ids, those that fit a filter."""
        articles = []
        for source_id in source_ids:
            found = self._find("source_id", source_id, "title, publisher, published")
            if found and (not wanted or wanted.fit(*found[2])):
                articles.append(found[1])
        return self._selection(sorted(articles))

    def _selection(self, articles: Sequence[int], left_out: LeftOut = NOTHING_LEFT_OUT) -> Selection:
        chosen = np.zeros(len(self.order.places), dtype=bool)
        chosen[list(articles)] = True
        return Selection(tuple(articles), chosen[self.order.article_of_passage], left_out)

    @cached_property
    def published(self) -> tuple[date, ...]:
        """The different days on which articles were published, in order."""
        if all(served is None for served in self.order.served):
            rows = (row for one in self.segments for row in one.rows("SELECT DISTINCT published FROM sources"))
        else:
            rows = ((day,) for _, day in self._kinds[0])
        days = {day for (day,) in rows if day is not None}
        return tuple(date.fromisoformat(day) for day in sorted(days))

    def matching(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        """The `count` best passages by BM25 for any of `words`: (number, score), best first, greater is better.

        With `prefix`, words that begin like one of `words` match too.
        """
        if count <= 0:
            return []
        return self._word_search.best(words, count, None if within is None else within.passages, prefix=prefix)

    @cached_property
    def _word_search(self) -> WordSearch:
        return WordSearch(self.segments, self.order)

    def passages_with(self, word: str) -> int:
        """The number of passages that hold a word or a form of it."""
        if (known := self._passages_with.get(word)) is not None:
            return known
        return self._passages_with.put(word, self._word_search.passages_with(word))

    def is_spelt(self, word: str) -> bool:
        """Whether the corpus holds a folded word in just this form."""
        rows = (segment.row("SELECT times FROM vocabulary WHERE word = ?", word) for segment in self.segments)
        return sum(int(row[0]) for row in rows if row) > 0

    def spellings(self, beginning: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """The folded words of such lengths that begin so, each with how often the corpus holds it."""
        counted: Counter[str] = Counter()
        for segment in self.segments:
            rows = segment.rows(
                "SELECT word, times FROM vocabulary WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
                *(beginning, beginning + schema.BEHIND_ALL_LETTERS, shortest, longest),
            )
            for word, times in rows:
                counted[word] += times
        return sorted((word, times) for word, times in counted.items() if times > 0)

    def _of_articles(self, columns: str) -> list[tuple[Any, ...]]:
        """These columns of all articles, in corpus order."""
        found: list[tuple[Any, ...]] = [()] * len(self.order.places)
        for segment, places in zip(self.segments, self.order.article_places, strict=True):
            own = places.tolist()
            for number, *row in segment.rows(f"SELECT number, {columns} FROM sources"):
                if own[number] >= 0:
                    found[own[number]] = tuple(row)
        return found

    def _find(self, column: str, value: object, columns: str) -> tuple[Segment, int, tuple[Any, ...]] | None:
        """The article with such a value: its segment, its place in corpus order, and these columns of it."""
        for segment, places in zip(self.segments, self.order.article_places, strict=True):
            for number, *row in segment.rows(f"SELECT number, {columns} FROM sources WHERE {column} = ?", value):
                if places[number] >= 0:
                    return segment, int(places[number]), tuple(row)
        return None

    def _local(self, number: int) -> tuple[Segment, int]:
        """The segment of the passage with this number, and its row there."""
        row = int(self.order.rows[number])
        segment = self.segments[self.order.segment_of(row)]
        return segment, row - segment.first


def make_passage(passage_id: str, source_id: str, start: int, end: int, sentences: str) -> Passage:
    """A passage from its stored columns."""
    return Passage(passage_id, source_id, start, end, tuple(Span(*sentence) for sentence in json.loads(sentences)))


def make_article(row: Sequence[Any]) -> Article:
    """An article from SOURCE_COLUMNS, text, blocks and furniture."""
    *source, text, blocks, furniture = row
    return Article(
        source=_source(*source),
        text=text,
        blocks=tuple(Block(*block) for block in json.loads(blocks)),
        furniture=tuple(Furniture(*piece) for piece in json.loads(furniture)),
    )


def _source(
    source_id: str, path: str, title: str, publisher: str | None, authors: str, published: str | None, url: str | None
) -> Source:
    return Source(source_id, path, title, publisher, tuple(json.loads(authors)), published, url)
