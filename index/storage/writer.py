"""Writes a new generation into a folder of its own: articles first, then vectors, then the manifest that seals it.

What the generation before has already is copied from it: articles row by row, vectors in runs.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.models import Article, Passage, Source
from index.storage import schema
from index.storage.files import disk_errors, sync
from index.storage.generation import SOURCE_COLUMNS, Generation, make_article, make_passage
from index.storage.token_vectors import PassageTokens, TokenWriter
from index.text.normalise import keywords

# Passages copied at a time; bounds the memory of a copy.
_RUN = 512


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
    """Equal for two passages exactly when their vectors are: same title and text, cut into the same sentences."""
    sentences = ",".join(f"{sentence.start - passage.start}" for sentence in passage.sentences)
    return blake2b(f"{title}\0{text}\0{sentences}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class GenerationWriter:
    """Fills an empty folder: first articles, then the vectors of each passage in order, then `seal`.

    `previous` is the generation that articles and vectors can be copied from.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, previous: Generation | None = None) -> None:
        folder.mkdir()
        self.folder = folder
        self.articles = 0
        self.passages = 0
        # Runs ahead of the count of passages where some were replaced.
        self._next = 0
        self.previous = previous
        self._tokens: TokenWriter | None = None
        self._index: Any = None
        path = folder / schema.CATALOGUE
        with disk_errors(path):
            self._catalogue = sqlite3.connect(f"{path.absolute().as_uri()}", uri=True)
            # A build that is cut off is thrown away whole, and what is kept is flushed to disk as a file.
            self._catalogue.execute("PRAGMA journal_mode = OFF")
            self._catalogue.execute("PRAGMA synchronous = OFF")
            self._catalogue.executescript(schema.TABLES)
            self._catalogue.create_function("keywords", 1, keywords, deterministic=True)
            if previous:
                self._catalogue.execute("ATTACH ? AS previous", (schema.catalogue_uri(previous.folder),))

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
        """Store other blocks, furniture and passages of an article; `number_passages` is to be called after all."""
        self._execute(
            "UPDATE main.sources SET repeated = ?, blocks = ?, furniture = ? WHERE number = ?",
            *(json.dumps(repeated), *_parts(article), number),
        )
        removed = self._execute("DELETE FROM main.passages WHERE source = ?", number).rowcount
        self._add_passages(number, article, passages)
        self.passages -= removed

    def number_passages(self) -> None:
        """Number the passages anew, in corpus order."""
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
        if self.previous is None:
            return [None] * self.passages
        rows = self._execute(
            "SELECT (SELECT min(number) FROM previous.passages AS old WHERE old.encoding_key = new.encoding_key)"
            " FROM main.passages AS new ORDER BY new.number"
        )
        return [row[0] for row in rows]

    def input(self, number: int) -> PassageInput:
        """What is to be encoded for a passage."""
        title, text, *stored = self._execute(
            "SELECT title, substr(text, start + 1, end - start), passage_id, source_id, start, end, sentences"
            " FROM main.passages AS passages JOIN main.sources AS sources ON source = sources.number"
            " WHERE passages.number = ?",
            number,
        ).fetchone()
        return PassageInput(make_passage(*stored), title, text)

    def add_vectors(self, vector: NDArray[np.float32], tokens: PassageTokens) -> None:
        """Store the vector [d] and the tokens of the next passage."""
        self._append(vector[None, :], tokens, [len(tokens)])

    def copy_vectors(self, first: int, last: int) -> None:
        """Store the vectors and tokens of the previous generation's passages from `first` up to but without `last`."""
        if self.previous is None:
            raise ValueError("There is no previous generation to copy from.")
        store = self.previous.tokens
        for start in range(first, last, _RUN):
            end = min(start + _RUN, last)
            lengths = np.diff(store.bounds[start : end + 1]).tolist()
            self._append(self.previous.vectors(start, end), store.run(start, end), lengths)

    def seal(self, *, generation: int, model: ModelIdentity, recipe: str) -> None:
        """Finish all files, flush them to disk and write the manifest; nothing can be added afterwards.

        At least one passage must have been stored.
        """
        import faiss

        if self._tokens is None:
            raise ValueError("A generation holds at least one passage.")
        self._finish_catalogue()
        with disk_errors(self.folder):
            self._tokens.finish()
            faiss.write_index(self._index, str(self.folder / schema.VECTORS))
        files = {}
        for path in sorted(self.folder.iterdir()):
            sync(path)
            files[path.name] = self._tokens.records.get(path.name) or schema.hash_file(path)
        manifest = schema.Manifest(
            generation=generation,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=model,
            dimension=self._index.d,
            token_dimension=self._tokens.dimension,
            recipe=recipe,
            articles=self.articles,
            passages=self.passages,
            tokens=self._tokens.count,
            files=files,
        )
        path = self.folder / schema.MANIFEST
        with disk_errors(path), path.open("w", encoding="utf-8") as file:
            file.write(manifest.dump())
            file.flush()
            os.fsync(file.fileno())
        sync(self.folder)

    def close(self) -> None:
        """Let go of the files; what was written stays where it is."""
        self._catalogue.close()
        if self._tokens:
            self._tokens.close()

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

    def _append(self, vectors: NDArray[np.float32], tokens: PassageTokens, lengths: Sequence[int]) -> None:
        if self._tokens is None:
            import faiss

            self._tokens = TokenWriter(self.folder, tokens.dimension)
            # Half precision finds the same passages in half the time and memory, and copies stay the same.
            half = faiss.ScalarQuantizer.QT_fp16
            self._index = faiss.IndexScalarQuantizer(vectors.shape[1], half, faiss.METRIC_INNER_PRODUCT)
        self._index.add(np.ascontiguousarray(vectors))
        with disk_errors(self.folder):
            self._tokens.add(tokens, lengths)

    def _finish_catalogue(self) -> None:
        self._execute(
            "INSERT INTO passage_words (rowid, body)"
            " SELECT passages.number + 1, keywords(substr(text, start + 1, end - start))"
            " FROM main.passages AS passages JOIN main.sources AS sources ON source = sources.number"
            " ORDER BY passages.number"
        )
        self._execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        with disk_errors(self.folder / schema.CATALOGUE):
            self._catalogue.commit()
        if self.previous:
            self._execute("DETACH previous")
        self._execute("ANALYZE")
        with disk_errors(self.folder / schema.CATALOGUE):
            self._catalogue.commit()
            self._catalogue.close()

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with disk_errors(self.folder / schema.CATALOGUE):
            return self._catalogue.execute(statement, values)


def _parts(article: Article) -> tuple[str, str]:
    """The columns `blocks` and `furniture`."""
    blocks = [[block.start, block.end, block.kind] for block in article.blocks]
    furniture = [[piece.start, piece.end, piece.why] for piece in article.furniture]
    return json.dumps(blocks), json.dumps(furniture, ensure_ascii=False)
