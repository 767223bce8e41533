"""One generation, opened for reading: articles, passages, vector search, keyword search and token vectors.

Everything is read-only and safe to share between threads. While it is open, no builder removes it.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.models import Article, Block, Furniture, Passage, Source, Span
from index.query.filters import Filters
from index.storage import schema
from index.storage.files import damage
from index.storage.locks import try_lock
from index.storage.token_vectors import PassageTokens, TokenStore, unit
from index.text.cache import SharedCache
from index.text.normalise import keywords, phrases

SOURCE_COLUMNS = "source_id, path, title, publisher, authors, published, url"
_PASSAGE_COLUMNS = "passage_id, source_id, start, end, sentences"
# Results of filters, kept for the pages that follow.
_SELECTIONS_KEPT = 64
# People who type find the same passages letter after letter.
_CHARACTERS_KEPT = 1 << 24
_PASSAGES_KEPT = 1 << 14
_VECTORS_KEPT = 1 << 12
# An article says by then what it is about.
_PASSAGES_OF_A_STORY = 32
_PASSAGES_WITH_SOURCES = "passages JOIN sources ON source = sources.number"


@dataclass(frozen=True, slots=True)
class Known:
    """What a generation made of a document: an article, a copy of one, or nothing, for a reason.

    `text_hash` is that of the article or copy, and empty where nothing could be read.
    """

    source_id: str
    path: str
    fingerprint: str
    kind: Literal["article", "copy", "unreadable"]
    text_hash: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that fit some filters: their numbers, and bool [passages], which passages are theirs."""

    articles: tuple[int, ...]
    passages: NDArray[np.bool_]


class Generation:
    """An opened generation.

    Raises:
        IndexDamagedError: a file is missing or differs from its checksum.
        IndexMismatchError: it has another schema than this version reads.
    """

    def __init__(self, folder: Path, *, check: bool = True) -> None:
        self.folder = folder
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._passages_with: dict[str, int] = {}
        self._selections: dict[Filters, Selection] = {}
        self._articles: SharedCache[str, Article] = SharedCache(_CHARACTERS_KEPT, lambda article: len(article.text))
        self._passages: SharedCache[int, Passage] = SharedCache(_PASSAGES_KEPT)
        self._article_vectors: SharedCache[str, NDArray[np.float32]] = SharedCache(_VECTORS_KEPT)
        # Closed by hand, or when the last reader lets go of a generation that is no longer served.
        self._closing = weakref.finalize(self, _close, self._hold_folder(), self._connections)
        try:
            self.manifest = schema.Manifest.load(folder / schema.MANIFEST)
            if check:
                self._check_files()
        except BaseException:
            self.close()
            raise

    @property
    def number(self) -> int:
        return self.manifest.generation

    def close(self) -> None:
        """Let go of the folder; a builder may remove it from then on."""
        self._closing()

    # Articles and passages

    def sources(self) -> list[Source]:
        """All sources, in corpus order."""
        return [_source(row) for row in self._rows(f"SELECT {SOURCE_COLUMNS} FROM sources ORDER BY number")]

    def source(self, source_id: str) -> Source | None:
        row = self._row(f"SELECT {SOURCE_COLUMNS} FROM sources WHERE source_id = ?", source_id)
        return _source(row) if row else None

    def documents(self) -> list[Known]:
        """All documents that this generation was built from; of each kind in corpus order."""
        rows = self._rows(
            "SELECT source_id, path, fingerprint, 'article', text_hash, '' FROM sources UNION ALL "
            "SELECT source_id, path, fingerprint, 'copy', text_hash, '' FROM copies UNION ALL "
            "SELECT source_id, path, fingerprint, 'unreadable', x'', reason FROM unreadable"
        )
        return [Known(*row) for row in rows]

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

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        """The unit mean [d] of the vectors of an article's first passages."""
        if (known := self._article_vectors.get(source_id)) is not None:
            return known
        row = self._row(
            f"SELECT min(passages.number), count(*) FROM {_PASSAGES_WITH_SOURCES} WHERE source_id = ?", source_id
        )
        first, count = row if row and row[1] else (0, 0)
        mean = unit(self.vectors(first, first + min(count, _PASSAGES_OF_A_STORY)).sum(axis=0))
        return self._article_vectors.put(source_id, mean)

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """The id, the source id and the text of every passage, in order."""
        yield from self._rows(
            f"SELECT passage_id, source_id, substr(text, start + 1, end - start) FROM {_PASSAGES_WITH_SOURCES}"
            " ORDER BY passages.number"
        )

    # Search

    def select(self, filters: Filters) -> Selection | None:
        """The articles that fit some filters; None, for all, where there are no filters."""
        if not filters:
            return None
        selection = self._selections.get(filters)
        if selection is None:
            rows = self._rows("SELECT number, title, publisher, published FROM sources ORDER BY number")
            articles = tuple(number for number, *stated in rows if filters.fit(*stated))
            selection = Selection(articles, np.isin(self._article_of_passage, articles))
            if len(self._selections) >= _SELECTIONS_KEPT:
                self._selections.clear()
            self._selections[filters] = selection
        return selection

    @cached_property
    def _article_of_passage(self) -> NDArray[np.int64]:
        rows = self._rows("SELECT source FROM passages ORDER BY number")
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=self.manifest.passages)

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        """The `count` passages with the greatest cosine to a unit vector [d]: (number, cosine), best first."""
        count = min(count, self.manifest.passages if within is None else int(within.passages.sum()))
        if count <= 0:
            return []
        if within is None:
            scores, numbers = self._vectors.search(vector[None, :], count)
        else:
            import faiss

            # FAISS's own signatures are those of C++.
            selector: Any = faiss.IDSelectorBitmap
            parameters: Any = faiss.SearchParameters
            chosen = selector(np.packbits(within.passages, bitorder="little"))
            scores, numbers = self._vectors.search(vector[None, :], count, params=parameters(sel=chosen))
        return [(int(number), float(score)) for number, score in zip(numbers[0], scores[0], strict=True) if number >= 0]

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
            # The plus sign keeps SQLite from matching anew for each passage that may be found.
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
        count = self._passages_with.get(word)
        if count is None:
            row = self._row("SELECT count(*) FROM passage_words WHERE passage_words MATCH ?", f'"{keywords(word)}"')
            count = self._passages_with[word] = int(row[0]) if row else 0
        return count

    @property
    def vector_count(self) -> int:
        return int(self._vectors.ntotal)

    def vector(self, number: int) -> NDArray[np.float32]:
        """The vector [d] of a passage."""
        vector: NDArray[np.float32] = self._vectors.reconstruct(number)
        return vector

    def vectors(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages from `first` up to but without `last`."""
        vectors: NDArray[np.float32] = self._vectors.reconstruct_n(first, last - first)
        return vectors

    @cached_property
    def tokens(self) -> TokenStore:
        return TokenStore(self.folder, self.manifest.token_dimension)

    def tokens_of(self, number: int) -> PassageTokens:
        return self.tokens.of(number)

    @cached_property
    def _vectors(self) -> Any:
        import faiss

        path = self.folder / schema.VECTORS
        with damage(path):
            return faiss.read_index(str(path))

    # Reading and checking

    def _hold_folder(self) -> IO[str]:
        path = self.folder / schema.MANIFEST
        try:
            file = path.open("r", encoding="utf-8")
        except OSError:
            raise IndexDamagedError(f"{path} is missing or can't be read: run `python -m index build`.") from None
        if not try_lock(file, exclusive=False) or not path.exists():
            file.close()
            raise IndexDamagedError(f"{self.folder} is being removed: open the newest generation instead.")
        return file

    def _check_files(self) -> None:
        for name, record in self.manifest.files.items():
            path = self.folder / name
            try:
                intact = path.stat().st_size == record.bytes and schema.hash_file(path) == record
            except OSError:
                raise IndexDamagedError(f"{path} is missing or can't be read: run `python -m index build`.") from None
            if not intact:
                raise IndexDamagedError(f"{path} was altered or cut short: run `python -m index build`.")

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
    return Article(
        source=_source(row),
        text=row[7],
        blocks=tuple(Block(*block) for block in json.loads(row[8])),
        furniture=tuple(Furniture(*piece) for piece in json.loads(row[9])),
    )


def _source(row: Sequence[Any]) -> Source:
    source_id, path, title, publisher, authors, published, url = row[:7]
    return Source(source_id, path, title, publisher, tuple(json.loads(authors)), published, url)


def _close(hold: IO[str], connections: list[sqlite3.Connection]) -> None:
    hold.close()
    for connection in connections:
        with suppress(sqlite3.Error):
            connection.close()
    connections.clear()
