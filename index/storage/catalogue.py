"""The catalogue of a generation, opened for reading: its articles and passages, and the search for words in them.

All of it stands in one SQLite file that never changes. Safe to share between threads: each has a connection of its own.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
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
from index.storage.searchable import Selection
from index.text.cache import SharedCache
from index.text.normalise import keywords, phrases

SOURCE_COLUMNS = "source_id, path, title, publisher, authors, published, url"
_PASSAGE_COLUMNS = "passage_id, source_id, start, end, sentences"
_PASSAGES_WITH_SOURCES = "passages JOIN sources ON source = sources.number"

# People who type find the same passages letter after letter, and turn pages of the same search. What is kept for them
# takes less memory than the model does: 16 million characters are at most 64 MB, the rest some MB each.
_CHARACTERS_KEPT = 1 << 24
_PASSAGES_KEPT = 1 << 14
_WORDS_KEPT = 1 << 16
_SELECTIONS_KEPT = 64
_BEHIND_ALL_LETTERS = "\U0010ffff"


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

    def fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        """Whether an article that states these is searched."""

    def left_out(self, title: str, publisher: str | None, published: str | None) -> LeftOut:
        """The article, if nothing but what it does not state keeps it from being searched."""


class Catalogue:
    """An opened catalogue. Every method raises IndexDamagedError where the file can't be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._disconnecting = weakref.finalize(self, _disconnect, self._connections)
        self._articles: SharedCache[str, Article] = SharedCache(_CHARACTERS_KEPT, lambda article: len(article.text))
        self._passages: SharedCache[int, Passage] = SharedCache(_PASSAGES_KEPT)
        self._passages_with: SharedCache[str, int] = SharedCache(_WORDS_KEPT)
        self._selections: SharedCache[ArticleFilter, Selection] = SharedCache(_SELECTIONS_KEPT)

    def close(self) -> None:
        """Close the file; this also happens when nobody refers to the catalogue any more."""
        self._disconnecting()

    # Articles and passages

    def sources(self) -> list[Source]:
        """All sources, in corpus order."""
        return [_source(*row) for row in self._rows(f"SELECT {SOURCE_COLUMNS} FROM sources ORDER BY number")]

    def source(self, source_id: str) -> Source | None:
        row = self._row(f"SELECT {SOURCE_COLUMNS} FROM sources WHERE source_id = ?", source_id)
        return _source(*row) if row else None

    def with_text(self, text_hash: bytes) -> Source | None:
        """The source of the article whose text has this hash."""
        row = self._row(f"SELECT {SOURCE_COLUMNS} FROM sources WHERE text_hash = ?", text_hash)
        return _source(*row) if row else None

    def fingerprint(self, source_id: str) -> str | None:
        """What the file of an article was known by when it was read."""
        row = self._row("SELECT fingerprint FROM sources WHERE source_id = ?", source_id)
        return str(row[0]) if row else None

    def documents(self) -> list[IndexedDocument]:
        """All documents that this generation was built from; of each kind in corpus order."""
        rows = self._rows(
            "SELECT source_id, path, fingerprint, 'article', text_hash, '' FROM sources UNION ALL "
            "SELECT source_id, path, fingerprint, 'copy', text_hash, '' FROM copies UNION ALL "
            "SELECT source_id, path, fingerprint, 'unreadable', x'', reason FROM unreadable"
        )
        return [IndexedDocument(*row) for row in rows]

    def copies(self) -> list[tuple[str, str]]:
        """Documents left out because their text was indexed already: (path, path of the one indexed)."""
        return list(
            self._rows(
                "SELECT copies.path, sources.path FROM copies JOIN sources ON original = number ORDER BY copies.path"
            )
        )

    def article(self, source_id: str) -> Article | None:
        """The whole article of a source."""
        if known := self._articles.get(source_id):
            return known
        row = self._row(f"SELECT {SOURCE_COLUMNS}, text, blocks, furniture FROM sources WHERE source_id = ?", source_id)
        return self._articles.put(source_id, make_article(row)) if row else None

    def passage(self, number: int) -> Passage:
        """The passage in row `number` of the vector files."""
        if known := self._passages.get(number):
            return known
        row = self._row(
            f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGES_WITH_SOURCES} WHERE passages.number = ?",
            number,
        )
        if row is None:
            raise IndexDamagedError(f"{self.folder} has no passage {number}: run `python -m index build --full`.")
        return self._passages.put(number, make_passage(*row))

    def passage_before(self, number: int) -> Passage | None:
        """The passage of the same article before the one in row `number`."""
        before = self.passage(number - 1) if number else None
        return before if before and before.source_id == self.passage(number).source_id else None

    def passage_text(self, number: int) -> str:
        """The text of the passage in row `number`."""
        return self.titled_text(number)[1]

    def titled_text(self, number: int) -> tuple[str, str]:
        """The title of its article and the text of the passage in row `number`."""
        passage = self.passage(number)
        article = self.article(passage.source_id)
        return (article.source.title, article.text[passage.start : passage.end]) if article else ("", "")

    def passage_number(self, passage_id: str) -> int | None:
        row = self._row("SELECT number FROM passages WHERE passage_id = ?", passage_id)
        return int(row[0]) if row else None

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of an article, in order."""
        rows = self._rows(
            f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGES_WITH_SOURCES} WHERE source_id = ? ORDER BY passages.number",
            source_id,
        )
        return [make_passage(*row) for row in rows]

    def passage_rows(self, source_id: str) -> range:
        """The rows of an article's passages in the vector files."""
        row = self._row(
            f"SELECT min(passages.number), count(*) FROM {_PASSAGES_WITH_SOURCES} WHERE source_id = ?", source_id
        )
        first, count = row if row and row[1] else (0, 0)
        return range(first, first + count)

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """The id, the source id and the text of every passage, in order."""
        yield from self._rows(
            f"SELECT passage_id, source_id, substr(text, start + 1, end - start) FROM {_PASSAGES_WITH_SOURCES}"
            " ORDER BY passages.number"
        )

    # Search

    def select(self, wanted: ArticleFilter) -> Selection | None:
        """The articles that fit a filter; None, for all, where it lets all through."""
        if not wanted:
            return None
        if known := self._selections.get(wanted):
            return known
        rows = self._rows("SELECT number, title, publisher, published FROM sources ORDER BY number")
        articles, left_out = [], NOTHING_LEFT_OUT
        for number, *stated in rows:
            if wanted.fit(*stated):
                articles.append(number)
            else:
                left_out += wanted.left_out(*stated)
        passages = np.isin(self._article_of_passage, articles)
        return self._selections.put(wanted, Selection(tuple(articles), passages, left_out))

    def select_among(self, source_ids: Collection[str], wanted: ArticleFilter) -> Selection:
        """Of the articles with these ids, those that fit a filter."""
        rows = self._rows(
            "SELECT number, title, publisher, published FROM sources"
            " WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY number",
            json.dumps(list(source_ids)),
        )
        articles = [number for number, *stated in rows if not wanted or wanted.fit(*stated)]
        return Selection(tuple(articles), np.isin(self._article_of_passage, articles))

    @cached_property
    def published(self) -> tuple[date, ...]:
        """The different days on which articles were published, in order."""
        rows = self._rows("SELECT DISTINCT published FROM sources WHERE published IS NOT NULL ORDER BY published")
        return tuple(date.fromisoformat(day) for (day,) in rows)

    @cached_property
    def _article_of_passage(self) -> NDArray[np.int64]:
        """int64 [passages], the number of each passage's article."""
        return np.array([row[0] for row in self._rows("SELECT source FROM passages ORDER BY number")], dtype=np.int64)

    def matching(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        """The `count` best passages by BM25 for any of `words`: (number, score), best first, greater is better.

        With `prefix`, words that begin like one of `words` match too.
        """
        star = "*" if prefix else ""
        wanted = dict.fromkeys(phrase for word in words for phrase in phrases(word))
        terms = [f'"{word}"{star}' for word in wanted if re.search(r"\w", word) and '"' not in word]
        if not terms or count <= 0:
            return []
        query = " OR ".join(terms)
        if within is None:
            rows = self._rows(
                "SELECT rowid - 1, -rank FROM passage_words WHERE passage_words MATCH ? ORDER BY rank, rowid LIMIT ?",
                *(query, count),
            )
        else:
            # The plus sign keeps SQLite from matching again for each passage that may be found.
            rows = self._rows(
                "SELECT rowid - 1, -rank FROM passage_words WHERE passage_words MATCH ? AND +rowid IN ("
                "SELECT number + 1 FROM passages WHERE source IN (SELECT value FROM json_each(?)))"
                " ORDER BY rank, rowid LIMIT ?",
                *(query, json.dumps(within.articles), count),
            )
        return [(int(number), float(score)) for number, score in rows]

    def holds_phrase(self, number: int, phrase: str) -> bool:
        """Whether the keyword index knows a passage by some words of it in a row."""
        quoted = keywords(phrase).replace('"', '""')
        statement = "SELECT 1 FROM passage_words WHERE passage_words MATCH ? AND rowid = ?"
        return self._row(statement, f'"{quoted}"', number + 1) is not None

    def passages_with(self, word: str) -> int:
        """The number of passages that hold a word or a form of it."""
        if (known := self._passages_with.get(word)) is not None:
            return known
        row = self._row("SELECT count(*) FROM passage_words WHERE passage_words MATCH ?", f'"{keywords(word)}"')
        return self._passages_with.put(word, int(row[0]) if row else 0)

    def is_spelt(self, word: str) -> bool:
        """Whether the corpus holds a folded word in just this form."""
        return self._row("SELECT 1 FROM vocabulary WHERE word = ?", word) is not None

    def spellings(self, beginning: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """The folded words of such lengths that begin so, each with how often the corpus holds it."""
        return list(
            self._rows(
                "SELECT word, times FROM vocabulary WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
                *(beginning, beginning + _BEHIND_ALL_LETTERS, shortest, longest),
            )
        )

    def _rows(self, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection().execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(
                f"{self.folder / schema.CATALOGUE} can't be read ({error}): run `python -m index build --full`."
            ) from error

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        return next(self._rows(statement, *values), None)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(schema.catalogue_uri(self.folder), uri=True, check_same_thread=False)
            self._local.connection = connection
            self._connections.append(connection)
        return connection


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


def _disconnect(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        with suppress(sqlite3.Error):
            connection.close()
    connections.clear()
