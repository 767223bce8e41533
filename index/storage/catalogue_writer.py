"""Writes the catalogue of a new generation: the articles and passages of its newest segment, and what is served of the
segments that it keeps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from index.models import Article, Passage, Source
from index.storage import schema
from index.storage.catalogue import SOURCE_COLUMNS, Catalogue, FileState, make_article, make_passage
from index.storage.corpus_order import CorpusOrder
from index.storage.files import disk_errors
from index.storage.segment import Segment
from index.storage.words_writer import write_words
from index.text.normalise import keywords


@dataclass(frozen=True, slots=True)
class PassageInput:
    """What the encoder gets for one passage."""

    passage: Passage
    title: str
    text: str
    key: bytes


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """What is stored of an article to tell which of its lines the corpus repeats: `line_keys` of its blocks as read,
    and `repeated`, the numbers of those that are furniture at present."""

    place: int
    source: Source
    line_keys: bytes
    repeated: tuple[int, ...]


def encoding_key(title: str, text: str, passage: Passage) -> bytes:
    """Equal for two passages exactly when their vectors are: same title and text, cut into the same sentences.

    128 bits, so that no two others share one.
    """
    sentences = ",".join(f"{sentence.start - passage.start}" for sentence in passage.sentences)
    return blake2b(f"{title}\0{text}\0{sentences}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class CatalogueWriter:
    """Fills the catalogue of a new segment in a folder: first articles, in corpus order, then `finish`.

    `previous` is the catalogue to copy from. Its first `kept` segments belong to the new generation too: their
    articles need not be copied.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, segment: str, previous: Catalogue | None = None, kept: int = 0) -> None:
        self._folder = folder
        self._path = folder / segment / schema.CATALOGUE
        self._segment = segment
        self._previous = previous
        self._kept: tuple[Segment, ...] = previous.segments[:kept] if previous else ()
        # Each article in corpus order: its number in the new segment, or its place in the previous generation.
        self._articles: list[tuple[int | None, int]] = []
        self._sources = 0
        self.passages = 0
        # Runs ahead of the count of passages where some were replaced.
        self._next = 0
        self._connection = _connect(self._path, schema.SEGMENT_TABLES)
        self._documents = _connect(folder / schema.DOCUMENTS, schema.DOCUMENT_TABLES)
        self._connection.create_function("keywords", 1, keywords, deterministic=True)

    @property
    def articles(self) -> int:
        """How many articles there are, those that are kept among them."""
        return len(self._articles)

    @property
    def record(self) -> schema.SegmentRecord:
        return schema.SegmentRecord(self._segment, self._sources, self.passages)

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        *,
        fingerprint: str,
        text_hash: bytes,
        line_keys: bytes,
        repeated: Sequence[int] = (),
    ) -> None:
        """Store an article under its source and its passages under the next numbers."""
        stated = (fingerprint, text_hash, line_keys, json.dumps(list(repeated)))
        self._articles.append((self._add(article, passages, stated), -1))

    def copy_article(self, source_id: str) -> None:
        """Serve an article and its passages as the previous generation has them."""
        then = self._places_before[source_id]
        if self._is_kept[then]:
            self._articles.append((None, then))
            return
        segment, number = self._before(then)
        (_, *row) = segment.row("SELECT * FROM sources WHERE number = ?", number) or ()
        self._execute(f"INSERT INTO sources VALUES ({_marks(len(row) + 1)})", self._sources, *row)
        passages = segment.rows(
            "SELECT passage_id, start, end, sentences, encoding_key FROM passages WHERE source = ? ORDER BY number",
            number,
        )
        for passage_id, *stored in passages:
            self._add_passage(passage_id, self._sources, stored)
        self._articles.append((self._sources, -1))
        self._sources += 1

    def lines(self) -> Iterator[ArticleLines]:
        """The lines of every article so far, in any order."""
        columns = "number, source_id, path, title, publisher, url, line_keys, repeated"
        if self._kept and self._previous:
            now = {then: place for place, (own, then) in enumerate(self._articles) if own is None}
            for segment, places in zip(self._kept, self._previous.order.article_places, strict=False):
                for number, *row in segment.rows(f"SELECT {columns} FROM sources"):
                    if (place := now.get(int(places[number]))) is not None:
                        yield _lines(place, *row)
        own_places = {own: place for place, (own, _) in enumerate(self._articles) if own is not None}
        for number, *row in self._execute(f"SELECT {columns} FROM sources"):
            yield _lines(own_places[number], *row)

    def article(self, place: int) -> Article:
        """An article so far, by its place."""
        number, then = self._articles[place]
        columns = f"{SOURCE_COLUMNS}, text, blocks, furniture"
        if number is None:
            return make_article(self._kept_row(then, columns))
        return make_article(self._execute(f"SELECT {columns} FROM sources WHERE number = ?", number).fetchone())

    def replace_article(
        self, place: int, article: Article, passages: Sequence[Passage], *, repeated: Sequence[int]
    ) -> None:
        """Store other blocks, furniture and passages of an article; call `number_passages` after the last one."""
        number, then = self._articles[place]
        if number is None:
            stated = self._kept_row(then, "fingerprint, text_hash, line_keys")
            self._articles[place] = (self._add(article, passages, (*stated, json.dumps(repeated))), -1)
            return
        self._execute(
            "UPDATE sources SET repeated = ?, blocks = ?, furniture = ? WHERE number = ?",
            *(json.dumps(repeated), *_parts(article), number),
        )
        self.passages -= self._execute("DELETE FROM passages WHERE source = ?", number).rowcount
        self._add_passages(number, article, passages)

    def number_passages(self) -> None:
        """Number the new segment's passages again, article by article."""
        columns = "passage_id, source, start, end, sentences, encoding_key"
        self._execute(
            f"CREATE TEMP TABLE ordered AS SELECT row_number() OVER (ORDER BY source, start) - 1, {columns}"
            " FROM main.passages"
        )
        self._execute("DELETE FROM main.passages")
        self._execute("INSERT INTO main.passages SELECT * FROM ordered")
        self._execute("DROP TABLE ordered")

    def add_copy(self, source_id: str, path: str, fingerprint: str, text_hash: bytes, original: str) -> None:
        """Note another document with the same text as an article that is stored already, by its path."""
        row = (source_id, path, fingerprint, text_hash, original)
        self._note("INSERT INTO copies VALUES (?, ?, ?, ?, ?)", [row])

    def add_unreadable(self, source_id: str, path: str, fingerprint: str, reason: str) -> None:
        """Note a document that held no article, so that it is not read again until it changes."""
        self._note("INSERT INTO unreadable VALUES (?, ?, ?, ?)", [(source_id, path, fingerprint, reason)])

    def add_files(self, files: Iterable[FileState]) -> None:
        """Note how files of the corpus looked that need not be read again until they look otherwise."""
        rows = ((file.path, file.stamp, file.documents) for file in files)
        self._note("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)

    def known_vectors(self) -> list[int | None]:
        """For each passage of the new segment in order: the row of one in the previous generation with the same
        vectors, if any."""
        if self._previous is None:
            return [None] * self.passages
        found: list[int | None] = []
        for key in self.encoding_keys():
            known = None
            for segment in self._previous.segments:
                row = segment.row("SELECT min(number) FROM passages WHERE encoding_key = ?", key)
                if row and row[0] is not None:
                    known = segment.first + row[0]
                    break
            found.append(known)
        return found

    def encoding_keys(self) -> list[bytes]:
        """The `encoding_key` of each passage of the new segment, in order."""
        return [key for (key,) in self._execute("SELECT encoding_key FROM passages ORDER BY number")]

    def input(self, number: int) -> PassageInput:
        """What the encoder gets for a passage of the new segment."""
        title, text, key, *stored = self._execute(
            "SELECT title, substr(text, start + 1, end - start), encoding_key, passage_id, source_id, start, end,"
            " sentences FROM passages JOIN sources ON source = sources.number WHERE passages.number = ?",
            number,
        ).fetchone()
        return PassageInput(make_passage(*stored), title, text, key)

    def finish(self) -> CorpusOrder:
        """Fill the keyword index and complete the files; nothing can be added afterwards. Returns what is served."""
        places = self._places()
        removed = self._removed(places)
        with disk_errors(self._path):
            for segment, numbers in removed:
                rows = ((segment.record.name, number) for number in numbers)
                self._connection.executemany("INSERT INTO removed VALUES (?, ?)", rows)
            write_words(self._connection, self._path.with_name(schema.PASSAGE_WORDS), removed)
            for connection in (self._connection, self._documents):
                connection.commit()
                connection.execute("ANALYZE")
                connection.commit()
                connection.close()
        order = CorpusOrder(places, [*(segment.record for segment in self._kept), self.record])
        order.save(self._folder / schema.ORDER)
        return order

    def close(self) -> None:
        """Close the files; what was written stays where it is."""
        self._connection.close()
        self._documents.close()

    def _places(self) -> Any:
        """int64 [articles, 3], as `CorpusOrder` has them."""
        first = sum(segment.record.passages for segment in self._kept)
        own = {
            source: (first + number, count, source)
            for source, number, count in self._execute("SELECT source, min(number), count(*) FROM passages GROUP BY 1")
        }
        before = self._previous.order.places.tolist() if self._kept and self._previous else []
        rows = [before[then] if number is None else own[number] for number, then in self._articles]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def _removed(self, places: Any) -> list[tuple[Segment, list[int]]]:
        """For each kept segment the articles that are no longer served, and of which no kept segment says so."""
        said = {row for segment in self._kept for row in segment.rows("SELECT segment, number FROM removed")}
        order = CorpusOrder(places, [*(segment.record for segment in self._kept), self.record])
        found = []
        for segment, own in zip(self._kept, order.article_places, strict=False):
            gone = np.flatnonzero(own < 0).tolist()
            found.append((segment, [number for number in gone if (segment.record.name, number) not in said]))
        return found

    @cached_property
    def _places_before(self) -> dict[str, int]:
        """The place of each article in the previous generation."""
        documents = self._previous.documents() if self._previous else ()
        articles = (document.source_id for document in documents if document.kind == "article")
        return {source_id: place for place, source_id in enumerate(articles)}

    @cached_property
    def _is_kept(self) -> list[bool]:
        """Whether each article of the previous generation stands in a segment that is kept."""
        if self._previous is None:
            return []
        end = int(self._previous.order.bounds[len(self._kept)])
        return [row < end for row in self._previous.order.places[:, 0].tolist()]

    def _before(self, then: int) -> tuple[Segment, int]:
        """The segment of an article of the previous generation, by its place there, and its number in it."""
        if self._previous is None:
            raise ValueError("There is no previous generation.")
        row, _, number = self._previous.order.places[then].tolist()
        return self._previous.segments[self._previous.order.segment_of(row)], number

    def _kept_row(self, then: int, columns: str) -> tuple[Any, ...]:
        """Columns of a kept article, by its place in the previous generation."""
        segment, number = self._before(then)
        return segment.row(f"SELECT {columns} FROM sources WHERE number = ?", number) or ()

    def _add(self, article: Article, passages: Sequence[Passage], stated: tuple[Any, ...]) -> int:
        source, number = article.source, self._sources
        row = (
            number,
            source.source_id,
            source.path,
            source.title,
            source.publisher,
            json.dumps(source.authors, ensure_ascii=False),
            source.published,
            source.url,
            *stated,
            article.text,
            *_parts(article),
        )
        self._execute(f"INSERT INTO sources VALUES ({_marks(len(row))})", *row)
        self._sources += 1
        self._add_passages(number, article, passages)
        return number

    def _add_passages(self, source: int, article: Article, passages: Sequence[Passage]) -> None:
        for passage in passages:
            sentences = json.dumps([[sentence.start, sentence.end] for sentence in passage.sentences])
            key = encoding_key(article.source.title, article.text[passage.start : passage.end], passage)
            self._add_passage(passage.passage_id, source, (passage.start, passage.end, sentences, key))

    def _add_passage(self, passage_id: str, source: int, stored: Sequence[Any]) -> None:
        self._execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", self._next, passage_id, source, *stored)
        self._next += 1
        self.passages += 1

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with disk_errors(self._path):
            return self._connection.execute(statement, values)

    def _note(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with disk_errors(self._folder / schema.DOCUMENTS):
            self._documents.executemany(statement, rows)


def _connect(path: Path, tables: str) -> sqlite3.Connection:
    with disk_errors(path):
        connection = sqlite3.connect(path.absolute().as_uri(), uri=True)
        # A build that is cut off is thrown away whole, and what is kept is flushed to disk as a file.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(tables)
    return connection


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _lines(
    place: int,
    source_id: str,
    path: str,
    title: str,
    publisher: str | None,
    url: str | None,
    keys: bytes,
    repeated: str,
) -> ArticleLines:
    return ArticleLines(
        place,
        Source(source_id, path, title, publisher, url=url),
        keys,
        tuple(json.loads(repeated)) if repeated != "[]" else (),
    )


def _parts(article: Article) -> tuple[str, str]:
    """The columns `blocks` and `furniture`."""
    blocks = [[block.start, block.end, block.kind] for block in article.blocks]
    furniture = [[piece.start, piece.end, piece.why] for piece in article.furniture]
    return json.dumps(blocks), json.dumps(furniture, ensure_ascii=False)
