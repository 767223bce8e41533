"""Writes a new generation into a folder of its own: articles first, then vectors, then the manifest that seals it.

What the generation before has already is copied from it: articles row by row, vectors in runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.storage import schema
from index.storage.catalogue_writer import CatalogueWriter
from index.storage.files import disk_errors, sync, write_flushed
from index.storage.generation import Generation
from index.storage.token_vectors import PassageTokens, TokenWriter
from index.storage.vectors import VectorWriter

# Passages copied at a time: with the tokens of 120 words each, some 15 MB of memory.
_RUN = 512


class GenerationWriter:
    """Fills an empty folder: first articles (`catalogue`), then the vectors of each passage in order, then `seal`.

    `previous` is the generation that articles and vectors can be copied from.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, previous: Generation | None = None) -> None:
        folder.mkdir()
        self.folder = folder
        self.previous = previous
        self.catalogue = CatalogueWriter(folder / schema.CATALOGUE, previous.folder if previous else None)
        # Their dimensions are known with the first passage.
        self._vectors: VectorWriter | None = None
        self._tokens: TokenWriter | None = None

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
        if self._tokens is None or self._vectors is None:
            raise ValueError("A generation holds at least one passage.")
        self.catalogue.finish()
        with disk_errors(self.folder):
            self._tokens.finish()
        self._vectors.write(self.folder / schema.VECTORS)
        files = {}
        for path in sorted(self.folder.iterdir()):
            sync(path)
            files[path.name] = self._tokens.records.get(path.name) or schema.hash_file(path)
        manifest = schema.Manifest(
            generation=generation,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=model,
            dimension=self._vectors.dimension,
            token_dimension=self._tokens.dimension,
            recipe=recipe,
            articles=self.catalogue.articles,
            passages=self.catalogue.passages,
            tokens=self._tokens.count,
            files=files,
        )
        write_flushed(self.folder / schema.MANIFEST, manifest.dump().encode())
        sync(self.folder)

    def close(self) -> None:
        """Close the files; what was written stays where it is."""
        self.catalogue.close()
        if self._tokens:
            self._tokens.close()

    def _append(self, vectors: NDArray[np.float32], tokens: PassageTokens, lengths: Sequence[int]) -> None:
        if self._tokens is None or self._vectors is None:
            self._tokens = TokenWriter(self.folder, tokens.dimension)
            self._vectors = VectorWriter(vectors.shape[1])
        self._vectors.add(vectors)
        with disk_errors(self.folder):
            self._tokens.add(tokens, lengths)
