"""Token vectors on disk: four bits a dimension, in passage order, read in slices.

Each token keeps the direction of its last hidden state and the number of its sentence within the passage; the length
is dropped, since only cosines are taken. `PASSAGE_TOKENS` holds, for passage p, the rows [p] to [p + 1] that are its
tokens.
"""

from __future__ import annotations

import os
import weakref
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.models import Passage
from index.storage import schema
from index.storage.files import damage, disk_errors, read_ahead
from index.storage.passage_sums import TOKENS, Sums, check_sums, sum_of

if TYPE_CHECKING:
    from index.encoding.encoder import Encoding

# The code of the number 0: of the 16 codes of 4 bits, those from 1 to 15 lie evenly around it.
_ZERO = 8
# So few passages at a time that the processor's caches hold their vectors.
_MULTIPLIED_TOGETHER = 8
_COLUMNS_AT_ONCE = 4
# Keeps a division by the length of a zero vector from failing; real vectors are many orders of magnitude longer.
_LEAST_LENGTH = 1e-9
# The files, in the order of the fields of PassageTokens.
_COLUMNS: tuple[tuple[str, Any], ...] = ((schema.TOKEN_VECTORS, np.uint8), (schema.TOKEN_SENTENCES, np.uint16))


@dataclass(frozen=True)
class PassageTokens:
    """The n tokens of one or several passages.

    packed: uint8 [n, d / 2], two dimensions a byte. sentences: uint16 [n], the sentence of its passage that a token
    stands in. known_runs: its `SentenceRuns`, once they are known; empty before.
    """

    packed: NDArray[np.uint8]
    sentences: NDArray[np.uint16]
    known_runs: list[SentenceRuns] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.sentences)

    @property
    def dimension(self) -> int:
        """d, the length of a token's vector; some models give passages vectors of another length."""
        return 2 * int(self.packed.shape[1])

    def vectors(self) -> NDArray[np.float32]:
        """The token vectors [n, d], scaled to length 1."""
        vectors = self.unscaled()
        vectors /= lengths(vectors)[..., None]
        return vectors

    def unscaled(self) -> NDArray[np.float32]:
        """The token vectors [n, d] as they are stored, of any length."""
        codes = self.packed.astype("<u2")
        codes = (codes & 15) << 8 | codes >> 4
        return (codes.view(np.int8) - _ZERO).astype(np.float32)

    @cached_property
    def means(self) -> NDArray[np.float32]:
        """The direction of the mean of the unit vectors of each of one passage's runs, float32 [runs, d]."""
        (runs,) = runs_of([self])
        return _sums_of_runs(runs.starts, runs.shares, self.unscaled()) / runs.lengths[:, None]


@dataclass(frozen=True, slots=True)
class SentenceRuns:
    """The sentences of a passage with n tokens, as runs of tokens.

    starts: the first token of each run. sentences: the number of its sentence. shares: float32 [n], what a token's
    unscaled vector is multiplied with to have the length 1. lengths: float32 [runs], of the sum of each run's unit
    vectors.
    """

    starts: list[int]
    sentences: list[int]
    shares: NDArray[np.float32]
    lengths: NDArray[np.float32]


def runs_of(parts: Sequence[PassageTokens]) -> list[SentenceRuns]:
    """The runs of each of some passages that have tokens; computed once for each."""
    new = [part for part in parts if not part.known_runs]
    for part in new:
        vectors = part.unscaled()
        shares = np.reciprocal(lengths(vectors))
        starts = [0, *(np.flatnonzero(part.sentences[1:] != part.sentences[:-1]) + 1).tolist()]
        together = lengths(_sums_of_runs(starts, shares, vectors))
        part.known_runs.append(SentenceRuns(starts, part.sentences[starts].tolist(), shares, together))
    return [part.known_runs[0] for part in parts]


def _sums_of_runs(
    starts: Sequence[int], shares: NDArray[np.float32], unscaled: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The sum of the unit vectors of each run of tokens, [runs, d]."""
    sums = np.empty((len(starts), unscaled.shape[1]), dtype=np.float32)
    # Much quicker than np.add.reduceat, which also keeps all other threads waiting.
    for run, (start, end) in enumerate(pairwise([*starts, len(unscaled)])):
        np.dot(shares[start:end], unscaled[start:end], out=sums[run])
    return sums


def products(parts: Sequence[PassageTokens], directions: NDArray[np.float32]) -> NDArray[np.float32]:
    """The dot products [n, k] of the n unscaled token vectors of some passages with k directions [k, d].

    Of both, the first dimensions of all bytes stand before the second ones, which spares putting them side by side.
    """
    half = directions.shape[1] // 2
    # BLAS works on so many columns at a time, and takes longer for the rest one by one.
    columns = -(-len(directions) // _COLUMNS_AT_ONCE) * _COLUMNS_AT_ONCE
    weights = np.zeros((columns, 2 * half), dtype=np.float32)
    weights[: len(directions)] = np.concatenate((directions[:, 0::2], directions[:, 1::2]), axis=1)
    found = np.empty((sum(map(len, parts)), columns), dtype=np.float32)
    batches = [parts[first : first + _MULTIPLIED_TOGETHER] for first in range(0, len(parts), _MULTIPLIED_TOGETHER)]
    # Room taken once: the system is slow to give much memory again and again.
    room = max((sum(map(len, batch)) for batch in batches), default=0)
    codes, vectors = np.empty((room, half), dtype=np.uint8), np.empty((room, 2 * half), dtype=np.float32)
    done = 0
    for batch in batches:
        packed = np.concatenate([part.packed for part in batch])
        own, unpacked = codes[: len(packed)], vectors[: len(packed)]
        np.right_shift(packed, 4, out=own)
        unpacked[:, :half] = np.subtract(own, _ZERO, out=own).view(np.int8)
        np.bitwise_and(packed, 15, out=own)
        unpacked[:, half:] = np.subtract(own, _ZERO, out=own).view(np.int8)
        np.matmul(unpacked, weights.T, out=found[done : done + len(packed)])
        done += len(packed)
    return found[:, : len(directions)]


def quantise(encoding: Encoding, passage: Passage) -> PassageTokens:
    """The token vectors of a passage as they are stored; each token belongs to the sentence that it begins in."""
    largest = np.maximum(np.abs(encoding.tokens).max(axis=1, keepdims=True, initial=0), _LEAST_LENGTH)
    codes = (np.rint(encoding.tokens / largest * (_ZERO - 1)) + _ZERO).astype(np.uint8)
    starts = [sentence.start - passage.start for sentence in passage.sentences]
    sentences = np.searchsorted(starts, encoding.offsets[:, 0], side="right") - 1
    return PassageTokens(
        packed=codes[:, 0::2] << 4 | codes[:, 1::2],
        sentences=np.maximum(sentences, 0).astype(np.uint16),
    )


class TokenWriter:
    """Appends passages' tokens to the files of a generation under way, and computes their checksums.

    records: size and checksum of what each file should hold, whatever the disk made of it.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        self._files = [(folder / name).open("wb") for name, _ in _COLUMNS]
        self._digests = [sha256() for _ in _COLUMNS]
        self.dimension = dimension
        self._widths = _widths(dimension)
        self._bounds_path = folder / schema.PASSAGE_TOKENS
        self._bounds = array("q", [0])
        self.records: dict[str, schema.FileRecord] = {}

    def add(self, tokens: PassageTokens, lengths: Sequence[int]) -> list[int]:
        """Write the tokens of the next passages, which have `lengths` tokens each; returns their checksums."""
        for file, digest, data in zip(self._files, self._digests, _bytes(tokens), strict=True):
            file.write(data)
            digest.update(data)
        for length in lengths:
            self._bounds.append(self._bounds[-1] + length)
        return _sums(tokens, np.cumsum([0, *lengths]).tolist())

    @property
    def count(self) -> int:
        """How many tokens were written."""
        return self._bounds[-1]

    def flush(self) -> None:
        """Hand what was added to the system, which keeps it if this process is killed."""
        for file in self._files:
            file.flush()

    def close(self) -> None:
        """Close the files, finished or not; errors no longer matter, since a build that failed is thrown away."""
        for file in self._files:
            with suppress(OSError):
                file.close()

    def finish(self) -> None:
        """Complete the files; nothing can be added afterwards."""
        for file in self._files:
            file.close()
        for (name, dtype), width, digest in zip(_COLUMNS, self._widths, self._digests, strict=True):
            size = self.count * width * np.dtype(dtype).itemsize
            self.records[name] = schema.FileRecord(size, digest.hexdigest())
        with disk_errors(self._bounds_path), self._bounds_path.open("wb") as file:
            self._bounds.tofile(file)


class TokenStore:
    """The token files of a segment; safe to share between threads.

    sums: uint32 [passages, 2], the checksums that what is read is compared with. bounds: those of the file, or others
    where it was not written.

    They are read piece by piece rather than mapped into memory: where the disk fails, a reader of a mapped file is
    killed without a word.
    """

    def __init__(self, folder: Path, dimension: int, sums: Sums, bounds: NDArray[np.int64] | None = None) -> None:
        self._widths = _widths(dimension)
        self._sums = sums
        self.bounds = _load_bounds(folder) if bounds is None else bounds
        self._paths = [folder / name for name, _ in _COLUMNS]
        self._descriptors: list[int] = []
        weakref.finalize(self, _close_all, self._descriptors)
        for path in self._paths:
            with damage(path):
                self._descriptors.append(os.open(path, os.O_RDONLY | os.O_CLOEXEC))

    def of(self, number: int, runs: list[SentenceRuns] | None = None) -> PassageTokens:
        """The tokens of one passage. runs: what is known of them already, or the place to keep it."""
        tokens = self.run(number, number + 1)
        return tokens if runs is None else replace(tokens, known_runs=runs)

    def run(self, first: int, last: int) -> PassageTokens:
        """The tokens of the passages from `first` up to but without `last`."""
        start, end = int(self.bounds[first]), int(self.bounds[last])
        tokens = PassageTokens(self._read(0, start, end), self._read(1, start, end))
        found = _sums(tokens, (self.bounds[first : last + 1] - start).tolist())
        check_sums(self._paths[0], found, self._sums[first:last, TOKENS].tolist())
        return tokens

    def expect(self, number: int) -> None:
        """Have the system read the tokens of a passage, which are about to be asked for, while others are read."""
        start, end = int(self.bounds[number]), int(self.bounds[number + 1])
        for (_, dtype), width, descriptor in zip(_COLUMNS, self._widths, self._descriptors, strict=True):
            size = width * np.dtype(dtype).itemsize
            read_ahead(descriptor, start * size, (end - start) * size)

    def _read(self, column: int, start: int, end: int) -> NDArray[Any]:
        name, dtype = _COLUMNS[column]
        width = self._widths[column]
        size = width * np.dtype(dtype).itemsize
        with damage(self._paths[column]):
            data = os.pread(self._descriptors[column], (end - start) * size, start * size)
        if len(data) != (end - start) * size:
            raise IndexDamagedError(f"{self._paths[column]} was cut short: run `python -m index build --full`.")
        array = np.frombuffer(data, dtype=dtype)
        return array.reshape(-1, width) if name == schema.TOKEN_VECTORS else array


def _bytes(tokens: PassageTokens) -> tuple[memoryview | bytes, ...]:
    """What stands in each file."""
    arrays = (tokens.packed, tokens.sentences)
    return tuple(np.ascontiguousarray(one).data.cast("B") if one.size else b"" for one in arrays)


def _sums(tokens: PassageTokens, bounds: Sequence[int]) -> list[int]:
    """The checksum of each passage, whose tokens are those from one bound to the next."""
    vectors, sentences = (memoryview(data) for data in _bytes(tokens))
    width, two = tokens.packed.shape[1], tokens.sentences.itemsize
    return [
        sum_of(vectors[start * width : end * width], sentences[start * two : end * two])
        for start, end in pairwise(bounds)
    ]


def _load_bounds(folder: Path) -> NDArray[np.int64]:
    with damage(folder / schema.PASSAGE_TOKENS):
        return np.fromfile(folder / schema.PASSAGE_TOKENS, dtype=np.int64)


def _widths(dimension: int) -> tuple[int, ...]:
    """How many numbers a token takes in each file."""
    return (dimension // 2, 1)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors [..., d] scaled to length 1; a zero vector stays zero."""
    scaled: NDArray[np.float32] = vectors / lengths(vectors)[..., None]
    return scaled


def lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The lengths [...] of vectors [..., d], all long enough to divide by."""
    found: NDArray[np.float32] = np.sqrt(np.einsum("...d,...d->...", vectors, vectors))
    return np.maximum(found, _LEAST_LENGTH)


def _close_all(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
