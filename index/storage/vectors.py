"""Passage vectors in FAISS: written row by row, searched by cosine over all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.resources import search_in_one_thread
from index.storage.files import damage, disk_errors


class VectorIndex:
    """The vectors [n, d] of a generation's passages, in memory.

    Raises:
        IndexDamagedError: the file can't be read.
    """

    def __init__(self, path: Path) -> None:
        import faiss

        with damage(path):
            self._index: Any = faiss.read_index(str(path))

    @property
    def count(self) -> int:
        return int(self._index.ntotal)

    def run(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages from `first` up to but without `last`."""
        vectors: NDArray[np.float32] = self._index.reconstruct_n(first, last - first)
        return vectors

    def nearest(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The `count` passages with the greatest cosine to a unit vector [d]: (number, cosine), best first.

        `allowed` is bool [n], which passages may be found; None for all.
        """
        import faiss

        count = min(count, self.count if allowed is None else int(allowed.sum()))
        if count <= 0:
            return []
        search_in_one_thread(faiss)
        if allowed is None:
            scores, numbers = self._index.search(vector[None, :], count)
        else:
            # FAISS's own signatures are those of C++.
            selector: Any = faiss.IDSelectorBitmap
            parameters: Any = faiss.SearchParameters
            chosen = selector(np.packbits(allowed, bitorder="little"))
            scores, numbers = self._index.search(vector[None, :], count, params=parameters(sel=chosen))
        return [(int(number), float(score)) for number, score in zip(numbers[0], scores[0], strict=True) if number >= 0]


class VectorWriter:
    """Gathers the vectors of a generation under way; `dimension` is d."""

    def __init__(self, dimension: int) -> None:
        import faiss

        self.dimension = dimension
        # Half precision finds the same passages in half the time and memory, and copies stay the same.
        half = faiss.ScalarQuantizer.QT_fp16
        self._index: Any = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Add the vectors [n, d] of the next passages."""
        self._index.add(np.ascontiguousarray(vectors))

    def write(self, path: Path) -> None:
        """Write the file.

        Raises:
            OSError: the disk failed.
        """
        import faiss

        with disk_errors(path):
            faiss.write_index(self._index, str(path))
