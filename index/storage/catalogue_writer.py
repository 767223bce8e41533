"""Writes the catalogue of a new generation: articles and passages, new ones and copies from the generation before."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from index.models import Article, Passage, Source
from index.storage import schema
from index.storage.catalogue import SOURCE_COLUMNS, make_article, make_passage
from index.storage.files import disk_errors
from index.text.normalise import keywords, spelt_words


@dataclass(frozen=True, slots=True)
class PassageInput:
    """What the encoder gets for one passage."""

    passage: Passage
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """What is stored of an article to tell which of its lines the corpus repeats: `line_keys` of its blocks as read,
    and `repeated`, the numbers of those that are furniture at present."""

    number: int
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
    """Fills a catalogue: first articles, then `finish`. `previous` is the folder of the generation to copy from.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, path: Path, previous: Path | None = None) -> None:
        self.articles = 0
        self.passages = 0
        # Runs ahead of the count of passages where some were replaced.
        self._next = 0
        self._path = path
        self._has_previous = previous is not None
        with disk_errors(path):
            self._connection = sqlite3.connect(path.absolute().as_uri(), uri=True)
            # A build that is cut off is thrown away whole, and what is kept is flushed to disk as a file.
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.executescript(schema.TABLES)
            self._connection.create_function("keywords", 1, keywords, deterministic=True)
            if previous:
                self._connection.execute("ATTACH ? AS previous", (schema.catalogue_uri(previous),))

    def add_article(
        self, article: Article, passages: Sequence[Passage], *, fingerprint: str, text_hash: bytes, line_keys: bytes
    ) -> None:
        """Store an article under its source and its passages under the next numbers."""
        source, number = article.source, self.articles
        row = (
            number,
            source.source_id,
            source.path,
            source.title,
            source.publisher,
            json.dumps(source.authors, ensure_ascii=False),
            source.published,
            source.url,
            fingerprint,
            text_hash,
            line_keys,
            "[]",
            article.text,
            *_parts(article),
        )
        self._execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
        self.articles += 1
        self._add_passages(number, article, passages)

    def copy_article(self, source_id: str) -> None:
        """Store an article and its passages as the previous generation has them."""
        self._execute(
            "INSERT INTO sources SELECT ?, source_id, path, title, publisher, authors, published, url, fingerprint,"
            " text_hash, line_keys, repeated, text, blocks, furniture FROM previous.sources WHERE source_id = ?",
            *(self.articles, source_id),
        )
        copied = self._execute(
            "INSERT INTO passages SELECT ? + row_number() OVER (ORDER BY old.number) - 1, passage_id, ?, start, end,"
            " sentences, encoding_key FROM previous.passages AS old JOIN previous.sources ON source = sources.number"
            " WHERE source_id = ?",
            *(self._next, self.articles, source_id),
        ).rowcount
        self._next += copied
        self.passages += copied
        self.articles += 1

    def lines(self) -> Iterator[ArticleLines]:
        """The lines of every article stored so far, in order."""
        rows = self._execute(
            "SELECT number, source_id, path, title, publisher, url, line_keys, repeated FROM main.sources"
            " ORDER BY number"
        )
        for number, source_id, path, title, publisher, url, line_keys, repeated in rows:
            source = Source(source_id, path, title, publisher, url=url)
            yield ArticleLines(number, source, line_keys, tuple(json.loads(repeated)))

    def article(self, number: int) -> Article:
        """An article stored before."""
        statement = f"SELECT {SOURCE_COLUMNS}, text, blocks, furniture FROM main.sources WHERE number = ?"
        return make_article(self._execute(statement, number).fetchone())

    def replace_article(
        self, number: int, article: Article, passages: Sequence[Passage], *, repeated: Sequence[int]
    ) -> None:
        """Store other blocks, furniture and passages of an article; call `number_passages` after the last one."""
        self._execute(
            "UPDATE main.sources SET repeated = ?, blocks = ?, furniture = ? WHERE number = ?",
            *(json.dumps(repeated), *_parts(article), number),
        )
        removed = self._execute("DELETE FROM main.passages WHERE source = ?", number).rowcount
        self._add_passages(number, article, passages)
        self.passages -= removed

    def number_passages(self) -> None:
        """Number the passages again, in corpus order."""
        columns = "passage_id, source, start, end, sentences, encoding_key"
        self._execute(
            f"CREATE TEMP TABLE ordered AS SELECT row_number() OVER (ORDER BY source, start) - 1, {columns}"
            " FROM main.passages"
        )
        self._execute("DELETE FROM main.passages")
        self._execute("INSERT INTO main.passages SELECT * FROM ordered")
        self._execute("DROP TABLE ordered")

    def add_copy(self, source_id: str, path: str, fingerprint: str, text_hash: bytes, original_id: str) -> None:
        """Note another document with the same text as an article that is stored already."""
        self._execute(
            "INSERT INTO copies SELECT ?, ?, ?, ?, number FROM main.sources WHERE source_id = ?",
            *(source_id, path, fingerprint, text_hash, original_id),
        )

    def add_unreadable(self, source_id: str, path: str, fingerprint: str, reason: str) -> None:
        """Note a document that held no article, so that it is not read again until it changes."""
        self._execute("INSERT INTO unreadable VALUES (?, ?, ?, ?)", source_id, path, fingerprint, reason)

    def known_vectors(self) -> list[int | None]:
        """For each passage in order: the number of one in the previous generation with the same vectors, if any."""
        if not self._has_previous:
            return [None] * self.passages
        rows = self._execute(
            "SELECT (SELECT min(number) FROM previous.passages AS old WHERE old.encoding_key = new.encoding_key)"
            " FROM main.passages AS new ORDER BY new.number"
        )
        return [row[0] for row in rows]

    def input(self, number: int) -> PassageInput:
        """What the encoder gets for a passage."""
        title, text, *stored = self._execute(
            "SELECT title, substr(text, start + 1, end - start), passage_id, source_id, start, end, sentences"
            " FROM main.passages AS passages JOIN main.sources AS sources ON source = sources.number"
            " WHERE passages.number = ?",
            number,
        ).fetchone()
        return PassageInput(make_passage(*stored), title, text)

    def finish(self) -> None:
        """Fill the keyword index and complete the file; nothing can be added afterwards."""
        self._execute(
            "INSERT INTO passage_words (rowid, body)"
            " SELECT passages.number + 1, keywords(substr(text, start + 1, end - start))"
            " FROM main.passages AS passages JOIN main.sources AS sources ON source = sources.number"
            " ORDER BY passages.number"
        )
        self._execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self._fill_vocabulary()
        with disk_errors(self._path):
            self._connection.commit()
        if self._has_previous:
            self._execute("DETACH previous")
        self._execute("ANALYZE")
        with disk_errors(self._path):
            self._connection.commit()
            self._connection.close()

    def _fill_vocabulary(self) -> None:
        """Count the words of the passages, and of what is stated of their articles."""
        counted: Counter[str] = Counter()
        texts = self._execute(
            "SELECT substr(text, start + 1, end - start)"
            " FROM main.passages AS passages JOIN main.sources AS sources ON source = sources.number"
            " UNION ALL SELECT title || ' ' || coalesce(publisher, '') FROM main.sources"
        )
        for (text,) in texts:
            counted.update(spelt_words(text))
        # As they were given: in JSON an accented letter may be an escape.
        for (authors,) in self._execute("SELECT authors FROM main.sources"):
            counted.update(spelt_words(" ".join(json.loads(authors))))
        with disk_errors(self._path):
            self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(counted.items()))

    def close(self) -> None:
        """Close the file; what was written stays where it is."""
        self._connection.close()

    def _add_passages(self, source: int, article: Article, passages: Sequence[Passage]) -> None:
        for passage in passages:
            sentences = json.dumps([[sentence.start, sentence.end] for sentence in passage.sentences])
            key = encoding_key(article.source.title, article.text[passage.start : passage.end], passage)
            self._execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(self._next, passage.passage_id, source, passage.start, passage.end, sentences, key),
            )
            self._next += 1
        self.passages += len(passages)

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with disk_errors(self._path):
            return self._connection.execute(statement, values)


def _parts(article: Article) -> tuple[str, str]:
    """The columns `blocks` and `furniture`."""
    blocks = [[block.start, block.end, block.kind] for block in article.blocks]
    furniture = [[piece.start, piece.end, piece.why] for piece in article.furniture]
    return json.dumps(blocks), json.dumps(furniture, ensure_ascii=False)
