"""Passage vectors, searched by cosine: all of them, or, where they are many, the likeliest parts of a FAISS index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.resources import search_in_one_thread
from index.storage.approximate import Approximate
from index.storage.vector_file import VectorFile


class VectorIndex:
    """The vectors [n, d] of a segment's passages, to search in.

    They are in memory, or, where there is a file of an `approximate` index, that is, and they are on disk.

    Raises:
        IndexDamagedError: a file can't be read.
    """

    def __init__(self, vectors: VectorFile, approximate: Path | None = None) -> None:
        self._file = vectors
        self._approximate = Approximate(approximate, vectors) if approximate else None
        self._exact: Any = None if approximate else _exact(vectors)

    @property
    def count(self) -> int:
        return self._file.count

    def run(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages from `first` up to but without `last`."""
        if self._exact is None:
            return self._file.run(first, last).astype(np.float32)
        vectors: NDArray[np.float32] = self._exact.reconstruct_n(first, last - first)
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
        if self._approximate:
            return self._approximate.nearest(vector, count, allowed)
        if allowed is None:
            scores, numbers = self._exact.search(vector[None, :], count)
        else:
            # FAISS's own signatures are those of C++.
            selector: Any = faiss.IDSelectorBitmap
            parameters: Any = faiss.SearchParameters
            chosen = selector(np.packbits(allowed, bitorder="little"))
            scores, numbers = self._exact.search(vector[None, :], count, params=parameters(sel=chosen))
        return [(int(number), float(score)) for number, score in zip(numbers[0], scores[0], strict=True) if number >= 0]


def _exact(vectors: VectorFile) -> Any:
    """All vectors in a FAISS index that compares each with what is searched for."""
    import faiss

    half = faiss.ScalarQuantizer.QT_fp16
    index: Any = faiss.IndexScalarQuantizer(vectors.dimension, half, faiss.METRIC_INNER_PRODUCT)
    codes = vectors.whole().view(np.uint8).reshape(vectors.count, index.sa_code_size())
    if len(codes):
        index.add_sa_codes(codes)
    return index
