"""Passage vectors on disk, in half precision and passage order; searched by cosine, all of them or, where they are
many, those in the likeliest parts of an index of FAISS's.

Half precision finds the same passages as full does in half the time and memory.
"""

from __future__ import annotations

import os
import weakref
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.resources import search_in_one_thread
from index.storage.approximate import Approximate
from index.storage.files import damage, disk_errors
from index.storage.passage_sums import VECTOR, Sums, check_sums, sum_of
from index.storage.schema import FileRecord

_HALF = np.dtype("<f2")


class VectorFile:
    """Vectors [n, d] in half precision on disk, read row by row; safe to share between threads.

    sums: uint32 [n, 2], the checksums of `index.storage.passage_sums`. complete: whether all of them are on disk.

    Raises:
        IndexDamagedError: the file can't be opened, or is not as long as it should be.
    """

    def __init__(self, path: Path, dimension: int, sums: Sums, *, complete: bool = True) -> None:
        self._path = path
        self.dimension = dimension
        self._sums = sums
        with damage(path):
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        if complete and os.fstat(self._descriptor).st_size < self.count * self._row:
            raise IndexDamagedError(f"{path} was cut short: run `python -m index build --full`.")

    @property
    def count(self) -> int:
        """n, how many vectors there are."""
        return len(self._sums)

    @property
    def _row(self) -> int:
        return self.dimension * _HALF.itemsize

    def run(self, first: int, last: int) -> NDArray[np.float16]:
        """The vectors [last - first, d] from `first` up to but without `last`, compared with their checksums."""
        with damage(self._path):
            data = os.pread(self._descriptor, (last - first) * self._row, first * self._row)
        rows = memoryview(data)
        found = (sum_of(rows[start : start + self._row]) for start in range(0, len(data), self._row))
        check_sums(self._path, found, self._sums[first:last, VECTOR].tolist())
        return np.frombuffer(data, dtype=_HALF).reshape(-1, self.dimension)

    def whole(self) -> NDArray[np.float16]:
        """All vectors [n, d], without a look at their checksums."""
        with damage(self._path):
            return np.fromfile(self._path, dtype=_HALF, count=self.count * self.dimension).reshape(-1, self.dimension)


class VectorIndex:
    """The vectors [n, d] of a segment's passages, to search in.

    They are in memory, or, where there is a file of an `approximate` index, that is, and they are on disk.

    Raises:
        IndexDamagedError: a file can't be read.
    """

    def __init__(self, vectors: VectorFile, approximate: Path | None = None) -> None:
        self._file = vectors
        self._approximate = Approximate(approximate) if approximate else None
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


class VectorWriter:
    """Appends the vectors of passages, of d numbers each, to a file.

    record: size and checksum of what the file should hold, whatever the disk made of it.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self.dimension = dimension
        self._file = path.open("wb")
        self._digest = sha256()
        self._bytes = 0

    def add(self, vectors: NDArray[np.float32]) -> list[int]:
        """Add the vectors [n, d] of the next passages; returns their checksums."""
        rows = [memoryview(row.tobytes()) for row in vectors.astype(_HALF)]
        with disk_errors(self._path):
            for row in rows:
                self._file.write(row)
                self._digest.update(row)
                self._bytes += len(row)
        return [sum_of(row) for row in rows]

    @property
    def record(self) -> FileRecord:
        return FileRecord(self._bytes, self._digest.hexdigest())

    def flush(self) -> None:
        """Hand what was added to the system, which keeps it if this process is killed."""
        with disk_errors(self._path):
            self._file.flush()

    def close(self) -> None:
        """Complete the file; nothing can be added afterwards."""
        with disk_errors(self._path):
            self._file.close()

    def abandon(self) -> None:
        """Close the file, finished or not; errors no longer matter, since a build that failed is thrown away."""
        with suppress(OSError):
            self._file.close()


def _exact(vectors: VectorFile) -> Any:
    """All vectors in a FAISS index that compares each with what is searched for."""
    import faiss

    half = faiss.ScalarQuantizer.QT_fp16
    index: Any = faiss.IndexScalarQuantizer(vectors.dimension, half, faiss.METRIC_INNER_PRODUCT)
    codes = vectors.whole().view(np.uint8).reshape(vectors.count, -1)
    if len(codes):
        index.add_sa_codes(codes)
    return index
