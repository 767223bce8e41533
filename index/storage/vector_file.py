"""Passage vectors on disk, in half precision and passage order: written as they come, read row by row.

Half precision finds the same passages as full does in half the time and memory.
"""

from __future__ import annotations

import os
import weakref
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.storage.files import damage, disk_errors, read_ahead
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

    def rows(self, numbers: NDArray[np.int64]) -> NDArray[np.float16]:
        """The vectors [m, d] with these numbers, compared with their checksums."""
        for number in numbers.tolist():
            read_ahead(self._descriptor, number * self._row, self._row)
        rows = [self.run(number, number + 1) for number in numbers.tolist()]
        return np.concatenate(rows) if rows else np.zeros((0, self.dimension), dtype=_HALF)

    def whole(self) -> NDArray[np.float16]:
        """All vectors [n, d], without a look at their checksums."""
        with damage(self._path):
            return np.fromfile(self._path, dtype=_HALF, count=self.count * self.dimension).reshape(-1, self.dimension)


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
