"""One segment of a generation, opened for reading: its tables, its vectors and its tokens, by number within it.

Its files never change; several generations may share them. Safe to share between threads: each has a connection of its
own.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.storage import schema
from index.storage.corpus_order import CorpusOrder
from index.storage.files import damage
from index.storage.passage_sums import Sums, load_sums
from index.storage.token_vectors import TokenStore
from index.storage.vector_file import VectorFile
from index.storage.vectors import VectorIndex
from index.text.normalise import keywords


class Database:
    """A finished SQLite file. Raises IndexDamagedError where it can't be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._disconnecting = weakref.finalize(self, _disconnect, self._connections)

    def close(self) -> None:
        """Close the file; this also happens when nobody refers to it any more."""
        self._disconnecting()

    def rows(self, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection().execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(
                f"{self._path} can't be read ({error}): run `python -m index build --full`."
            ) from error

    def row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        return next(self.rows(statement, *values), None)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(schema.immutable_uri(self._path), uri=True, check_same_thread=False)
            self._local.connection = connection
            self._connections.append(connection)
        return connection


class Segment(Database):
    """The segment in a folder; its first passage has the row `first` in the generation.

    dimensions: of a passage's vector and of a token's. vectors: those of the same segment in another generation, where
    they are in memory already.
    """

    def __init__(
        self,
        folder: Path,
        record: schema.SegmentRecord,
        first: int,
        dimensions: tuple[int, int],
        vectors: VectorIndex | None,
    ) -> None:
        super().__init__(folder / schema.CATALOGUE)
        self.folder = folder
        self.record = record
        self.first = first
        self._dimensions = dimensions
        self._loading = threading.Lock()
        self.loaded_vectors = vectors

    @property
    def rows_held(self) -> range:
        """The rows of its passages in the generation, served or not."""
        return range(self.first, self.first + self.record.passages)

    @property
    def vectors(self) -> VectorIndex:
        with self._loading:
            if self.loaded_vectors is None:
                approximate = None if self.record.nearest == schema.EXACT else self.folder / schema.APPROXIMATE
                self.loaded_vectors = VectorIndex(self.vector_file, approximate)
            return self.loaded_vectors

    @property
    def vector_file(self) -> VectorFile:
        """Its vectors on disk."""
        return VectorFile(self.folder / schema.VECTORS, self._dimensions[0], self.sums)

    @cached_property
    def sums(self) -> Sums:
        return load_sums(self.folder)

    @cached_property
    def tokens(self) -> TokenStore:
        return TokenStore(self.folder, self._dimensions[1], self.sums)

    def tokens_served(self, order: CorpusOrder) -> int:
        """How many tokens its served passages have."""
        served = order.numbers[self.first : self.rows_held.stop] >= 0
        return int(np.diff(self.tokens.bounds)[served].sum())

    @cached_property
    def words(self) -> NDArray[np.uint32]:
        """uint32 [passages], how many words the keyword index counts in each passage."""
        path = self.folder / schema.PASSAGE_WORDS
        with damage(path):
            return np.fromfile(path, dtype=np.uint32)

    @cached_property
    def removes_words(self) -> bool:
        """Whether it says of any passage of another segment that it is gone."""
        return self.row("SELECT 1 FROM removed_words LIMIT 1") is not None

    @cached_property
    def average_words(self) -> float:
        return float(self.words.mean()) if len(self.words) else 0.0

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """The id, the source id and the text of every passage, by number."""
        yield from self.rows(
            "SELECT passage_id, source_id, substr(text, start + 1, end - start)"
            " FROM passages JOIN sources ON source = sources.number ORDER BY passages.number"
        )

    def holds_phrase(self, number: int, phrase: str) -> bool:
        """Whether the keyword index knows a passage by some words of it in a row."""
        quoted = keywords(phrase).replace('"', '""')
        statement = "SELECT 1 FROM passage_words WHERE passage_words MATCH ? AND rowid = ?"
        return self.row(statement, f'"{quoted}"', number + 1) is not None


def _disconnect(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        with suppress(sqlite3.Error):
            connection.close()
    connections.clear()
