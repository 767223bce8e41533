"""One generation, opened for reading: articles, passages, keyword search, vector search and token vectors.

Everything is read-only and safe to share between threads. While it is open, no builder removes it.
"""

from __future__ import annotations

import weakref
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError, IndexMismatchError
from index.storage import schema
from index.storage.catalogue import Catalogue
from index.storage.locks import try_lock
from index.storage.searchable import Selection
from index.storage.token_vectors import PassageTokens, TokenStore, unit
from index.storage.vectors import VectorIndex
from index.text.cache import SharedCache

# Of 384 numbers each in the bundled model, 6 MB in all.
_ARTICLE_VECTORS_KEPT = 1 << 12
# After so many passages, about 3,000 words, an article has said what it is about.
_PASSAGES_OF_A_STORY = 32


class Generation(Catalogue):
    """An opened generation: its catalogue, with the vectors of its passages.

    Raises:
        IndexDamagedError: a file is missing or differs from its checksum.
        IndexMismatchError: it has another schema than this version reads.
    """

    def __init__(self, folder: Path, *, check: bool = True) -> None:
        super().__init__(folder)
        self._article_vectors: SharedCache[str, NDArray[np.float32]] = SharedCache(_ARTICLE_VECTORS_KEPT)
        # Closed by hand, or when nobody refers to a generation that is no longer served.
        self._letting_go = weakref.finalize(self, self._hold_folder().close)
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

    @property
    def passage_count(self) -> int:
        return self.manifest.passages

    def check_model(self, wanted: ModelIdentity) -> None:
        """Make sure that this model's vectors can be compared with those here.

        Raises:
            IndexMismatchError: another model made them.
        """
        built = self.manifest.model
        if built != wanted:
            what = (
                f"the model {built.name}" if built.name != wanted.name else f"another version of the model {built.name}"
            )
            raise IndexMismatchError(
                f"Generation {self.number} was built with {what}, but EMBEDDING_MODEL is {wanted.name}: "
                "run `python -m index build`."
            )

    def close(self) -> None:
        """Close all files; from then on a builder may remove the folder."""
        super().close()
        self._letting_go()

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        """The `count` passages with the greatest cosine to a unit vector [d]: (number, cosine), best first."""
        return self._vectors.nearest(vector, count, None if within is None else within.passages)

    @property
    def vector_count(self) -> int:
        return self._vectors.count

    def vector(self, number: int) -> NDArray[np.float32]:
        """The vector [d] of a passage."""
        return self._vectors.run(number, number + 1).reshape(-1)

    def vectors(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages from `first` up to but without `last`."""
        return self._vectors.run(first, last)

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        """The unit mean [d] of the vectors of an article's first passages."""
        if (known := self._article_vectors.get(source_id)) is not None:
            return known
        rows = self.passage_rows(source_id)[:_PASSAGES_OF_A_STORY]
        return self._article_vectors.put(source_id, unit(self.vectors(rows.start, rows.stop).sum(axis=0)))

    @cached_property
    def tokens(self) -> TokenStore:
        return TokenStore(self.folder, self.manifest.token_dimension)

    def tokens_of(self, number: int) -> PassageTokens:
        return self.tokens.of(number)

    @cached_property
    def _vectors(self) -> VectorIndex:
        return VectorIndex(self.folder / schema.VECTORS)

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
