"""One generation, opened for reading: articles, passages, keyword search, vector search and token vectors.

Everything is read-only and safe to share between threads. While it is open, no builder removes it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError
from index.storage import schema
from index.storage.catalogue import Catalogue
from index.storage.engine import Check
from index.storage.locks import try_lock
from index.storage.searchable import Selection
from index.storage.segment import Segment
from index.storage.token_vectors import PassageTokens, SentenceRuns, unit
from index.text.cache import SharedCache

# Of 384 numbers each in the bundled model, 6 MB in all.
_ARTICLE_VECTORS_KEPT = 1 << 12
# Of the passages found last, which the next question often finds too: some 600 of the bundled model.
_TOKEN_BYTES_KEPT = 12 << 20
# What is computed of a passage's tokens takes less than a kilobyte.
_RUNS_KEPT = 1 << 12
# After so many passages, about 3,000 words, an article has said what it is about.
_PASSAGES_OF_A_STORY = 32


# Smaller files are compared as a whole in some tenths of a second.
_LARGE = 1 << 26
_CHECKERS = 2


class LocalGeneration(Catalogue):
    """An opened generation: its catalogue, with the vectors of its passages.

    Vectors that `before`, another generation, has in memory are not read again. `check` says which files' contents are
    compared with their checksums: those of all, or of those that were touched since the checksum was taken, or of none.

    Raises:
        IndexDamagedError: a file is missing or differs from its checksum.
        IndexMismatchError: it has another schema than this version reads.
    """

    def __init__(self, folder: Path, *, check: Check = "all", before: LocalGeneration | None = None) -> None:
        held = _hold(folder)
        try:
            self.manifest = schema.Manifest.load(folder / schema.MANIFEST)
            super().__init__(folder, tuple(_segments_of(folder, self.manifest, before)))
            self._article_vectors: SharedCache[str, NDArray[np.float32]] = SharedCache(_ARTICLE_VECTORS_KEPT)
            self._tokens: SharedCache[int, PassageTokens] = SharedCache(
                _TOKEN_BYTES_KEPT, lambda one: one.packed.nbytes
            )
            self._runs: SharedCache[int, list[SentenceRuns]] = SharedCache(_RUNS_KEPT)
            if check != "none":
                self.check_files(self._unread() if check == "opening" else None, trust_stamps=check == "touched")
        except BaseException:
            held.close()
            raise
        # Closed by hand, or when nobody refers to a generation that is no longer served.
        self._letting_go = weakref.finalize(self, held.close)

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
        self.manifest.check_model(wanted)

    def close(self) -> None:
        """Close all files; from then on a builder may remove the folder."""
        super().close()
        self._letting_go()

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        """The `count` passages with the greatest cosine to a unit vector [d]: (number, cosine), best first."""
        if self.order.is_plain:
            chosen = None if within is None else within.passages
            return self.segments[0].vectors.nearest(vector, count, chosen)
        found = []
        for segment, served in zip(self.segments, self.order.served, strict=True):
            numbers = self.order.numbers[segment.rows_held.start : segment.rows_held.stop]
            allowed = served
            if within is not None:
                allowed = within.passages[numbers]
                if served is not None:
                    allowed &= served
            found += [(int(numbers[row]), score) for row, score in segment.vectors.nearest(vector, count, allowed)]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:count]

    def expect(self, numbers: Sequence[int] = (), words: Sequence[str] = ()) -> None:
        """Of large segments, whose files the system can't keep in memory, the tokens are read ahead."""
        super().expect(numbers, words)
        for number in numbers:
            segment, row = self._local(number)
            if segment.record.nearest != schema.EXACT:
                segment.tokens.expect(row)

    def vector(self, number: int) -> NDArray[np.float32]:
        """The vector [d] of a passage."""
        segment, row = self._local(number)
        return segment.vectors.run(row, row + 1).reshape(-1)

    def vectors(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages of one article, from `first` up to but without `last`."""
        segment, row = self._local(first)
        return segment.vectors.run(row, row + last - first)

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        """The unit mean [d] of the vectors of an article's first passages."""
        if (known := self._article_vectors.get(source_id)) is not None:
            return known
        rows = self.passage_rows(source_id)[:_PASSAGES_OF_A_STORY]
        return self._article_vectors.put(source_id, unit(self.vectors(rows.start, rows.stop).sum(axis=0)))

    @property
    def vector_search(self) -> str:
        """How vectors are searched, in words."""
        kinds = dict.fromkeys(segment.nearest for segment in self.manifest.segments)
        return "; ".join(kinds)

    def tokens_of(self, number: int) -> PassageTokens:
        if (known := self._tokens.get(number)) is not None:
            return known
        segment, row = self._local(number)
        runs = self._runs.get(number)
        tokens = segment.tokens.of(row, self._runs.put(number, []) if runs is None else runs)
        return self._tokens.put(number, tokens)

    def _unread(self) -> Iterator[str]:
        """The files that are not compared with their checksums when they are read."""
        searched_whole = {one.name for one in self.manifest.segments if one.nearest == schema.EXACT}
        for name, record in self.manifest.files.items():
            segment, _, file = name.rpartition("/")
            in_memory = file == schema.VECTORS and segment in searched_whole
            if record.bytes < _LARGE or file not in schema.CHECKED_WHEN_READ or in_memory:
                yield name

    def check_files(self, names: Iterable[str] | None = None, *, trust_stamps: bool = False) -> None:
        """Compare files, all or those named, with their checksums; with `trust_stamps`, only those that were touched.

        Raises:
            IndexDamagedError: one is missing or differs.
        """
        checked = list(self.manifest.files if names is None else names)
        if sum(self.manifest.files[name].bytes for name in checked) < _LARGE:
            for name in checked:
                self._check_file(name, trust_stamps=trust_stamps)
            return
        # Hashing leaves other threads their turn, and waits for the disk.
        with ThreadPoolExecutor(_CHECKERS) as checkers:
            for _ in checkers.map(lambda name: self._check_file(name, trust_stamps=trust_stamps), checked):
                pass

    def _check_file(self, name: str, *, trust_stamps: bool) -> None:
        record, path = self.manifest.files[name], self.folder / name
        try:
            untouched = trust_stamps and schema.stamp_of(path) == self.manifest.stamps.get(name)
            same_size = path.stat().st_size == record.bytes
            intact = same_size and (untouched or schema.hash_file(path) == record)
        except OSError:
            raise IndexDamagedError(f"{path} is missing or can't be read: run `python -m index build`.") from None
        if not intact:
            raise IndexDamagedError(f"{path} was altered or cut short: run `python -m index build`.")


def _segments_of(folder: Path, manifest: schema.Manifest, before: LocalGeneration | None) -> Iterator[Segment]:
    loaded = {}
    if before:
        files = before.manifest.files
        loaded = {files[f"{one.record.name}/{schema.VECTORS}"]: one.loaded_vectors for one in before.segments}
    first = 0
    for record in manifest.segments:
        vectors = loaded.get(manifest.files[f"{record.name}/{schema.VECTORS}"])
        dimensions = (manifest.dimension, manifest.token_dimension)
        yield Segment(folder / record.name, record, first, dimensions, vectors)
        first += record.passages


def _hold(folder: Path) -> IO[str]:
    """Keep builders from removing a folder until the file is closed."""
    path = folder / schema.MANIFEST
    try:
        file = path.open("r", encoding="utf-8")
    except OSError:
        raise IndexDamagedError(f"{path} is missing or can't be read: run `python -m index build`.") from None
    if not try_lock(file, exclusive=False) or not path.exists():
        file.close()
        raise IndexDamagedError(f"{folder} is being removed: open the newest generation instead.")
    return file
