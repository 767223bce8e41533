"""Writes what is stored of each passage of a new segment besides its text: its vector and its tokens, in passage order.

All goes to disk as it comes, so that a build of any size takes as little memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.storage import schema
from index.storage.approximate import EXACT_UP_TO, write_approximate
from index.storage.cut_off import EncodedLog
from index.storage.files import disk_errors
from index.storage.token_vectors import PassageTokens, TokenWriter
from index.storage.vector_file import VectorFile, VectorWriter


class PassageVectorsWriter:
    """Appends to the files of vectors and tokens in a segment's folder; both have a dimension of their own.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, dimension: int, token_dimension: int) -> None:
        self._folder = folder
        self.dimension, self.token_dimension = dimension, token_dimension
        self._vectors = VectorWriter(folder / schema.VECTORS, self.dimension)
        self._tokens = TokenWriter(folder, self.token_dimension)
        self._sums = array("I")
        self._log: EncodedLog | None = None

    def note_encodings(self, model: ModelIdentity, *, full: bool) -> None:
        """From the first passage on, note what a model encoded, for the next build if this one is cut off."""
        self._log = EncodedLog(self._folder, model, (self.dimension, self.token_dimension), full=full)

    def add(
        self,
        vectors: NDArray[np.float32],
        tokens: PassageTokens,
        lengths: Sequence[int],
        keys: Sequence[bytes | None],
    ) -> None:
        """Store the next n passages: their vectors [n, d], and their tokens, of which each has one of the `lengths`."""
        of_vectors = self._vectors.add(vectors)
        with disk_errors(self._folder):
            of_tokens = self._tokens.add(tokens, lengths)
        sums = list(zip(of_tokens, of_vectors, strict=True))
        self._sums.extend(chain.from_iterable(sums))
        if self._log:
            self._log.add(keys, lengths, sums)

    def flush(self) -> None:
        """Hand what was added to the system: if this process is killed, the next build finds it."""
        self._vectors.flush()
        with disk_errors(self._folder):
            self._tokens.flush()
        if self._log:
            self._log.flush()

    @property
    def tokens(self) -> int:
        """How many tokens were written."""
        return self._tokens.count

    def finish(self) -> str:
        """Complete the files; returns how vectors are searched, in words. Nothing can be added afterwards."""
        self._vectors.close()
        with disk_errors(self._folder):
            self._tokens.finish()
        sums = np.array(self._sums, dtype=np.uint32).reshape(-1, 2)
        with disk_errors(self._folder):
            sums.tofile(self._folder / schema.PASSAGE_SUMS)
        nearest = schema.EXACT
        if len(sums) > EXACT_UP_TO:
            vectors = VectorFile(self._folder / schema.VECTORS, self.dimension, sums)
            nearest = write_approximate(vectors, self._folder / schema.APPROXIMATE)
        if self._log:
            self._log.remove()
        return nearest

    @property
    def records(self) -> dict[str, schema.FileRecord]:
        """By name, size and checksum of what the large files should hold, whatever the disk made of it."""
        return {**self._tokens.records, schema.VECTORS: self._vectors.record}

    def close(self) -> None:
        """Close the files, finished or not."""
        self._tokens.close()
        self._vectors.abandon()
        if self._log:
            self._log.close()
