"""Writes a new generation into a folder of its own: articles first, then vectors, then the manifest that seals it.

What changed since the generation before stands in a new segment; its other segments are kept as they are, their files
linked into the new folder. From those that are not kept, what is still served is copied: articles row by row, vectors
in runs.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.storage import schema
from index.storage.catalogue_writer import CatalogueWriter
from index.storage.cut_off import CutOff, folders_of
from index.storage.engine import Generation
from index.storage.files import disk_errors, sync, write_flushed
from index.storage.generation import LocalGeneration
from index.storage.passage_vectors import PassageVectorsWriter
from index.storage.token_vectors import PassageTokens

# Passages copied at a time: with the tokens of 120 words each, some 15 MB of memory.
_RUN = 512
# Of fewer passages a whole generation is written in half a second, and searched faster than several segments.
_FEWEST_IN_SEGMENTS = 1000
# Of segments of changes, each is so many times larger than the next: they stay few, and each passage is copied rarely.
_SMALLER = 2
# When so much of the first segment was changed, removed or added to, all is written as one again.
_MOST_CHANGED = 0.1


def segments_to_keep(generation: Generation) -> int:
    """How many segments of a generation, from the first on, the next one keeps; the others become part of its new one.

    0 where all is to be written as one.
    """
    base, *changes = (segment.passages for segment in generation.manifest.segments)
    gone = base + sum(changes) - generation.passage_count
    if base < _FEWEST_IN_SEGMENTS or sum(changes) + gone > _MOST_CHANGED * base:
        return 0
    merged = 0
    while len(changes) > 1 and changes[-2] < _SMALLER * (merged + changes[-1]):
        merged += changes.pop()
    return 1 + len(changes) - (merged > 0)


class GenerationWriter:
    """Fills an empty folder: first articles (`catalogue`), then the vectors of each passage of the new segment in
    order, then `seal`.

    `previous` is the generation that articles and vectors can be copied from, of which `kept` segments are kept.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, number: int, previous: LocalGeneration | None = None, kept: int = 0) -> None:
        self.folder = folder
        self.number = number
        self.previous = previous
        self._kept_segments = previous.segments[:kept] if previous else ()
        self._kept = tuple(segment.record for segment in self._kept_segments)
        self._own = folder / f"{number:06}"
        self._own.mkdir(parents=True)
        self.catalogue = CatalogueWriter(folder, self._own.name, previous, kept)
        self._noted: ModelIdentity | None = None
        self._full = previous is None
        # Their dimensions are known with the first passage.
        self._vectors: PassageVectorsWriter | None = None

    def add_vectors(self, vector: NDArray[np.float32], tokens: PassageTokens, key: bytes | None = None) -> None:
        """Store the vector [d] and the tokens of the next passage; with the `key` of its encoding, the next build finds
        them should this one be cut off."""
        self._begin(len(vector), tokens.dimension).add(vector[None, :], tokens, [len(tokens)], [key])

    def resume(self, model: ModelIdentity, *, full: bool | None = None) -> CutOff:
        """Take up where builds that were cut off had stopped: what they had encoded with a model is returned, and what
        this one adds with a key is noted for the next. Call it before vectors are added.

        full: whether no generation is copied from, and only of builds like that anything is taken over; by default,
        where there is no previous one.
        """
        self._noted, self._full = model, self.previous is None if full is None else full
        return CutOff(folders_of(self.folder.parent), model, full_only=self._full)

    def flush(self) -> None:
        """Hand all vectors so far to the system, which keeps them if this process is killed."""
        if self._vectors:
            self._vectors.flush()

    def copy_vectors(self, first: int, last: int) -> None:
        """Store the vectors and tokens in the previous generation's rows from `first` up to but without `last`."""
        if self.previous is None:
            raise ValueError("There is no previous generation to copy from.")
        for segment in self.previous.segments:
            begin, stop = max(first, segment.first) - segment.first, min(last, segment.rows_held.stop) - segment.first
            for start in range(begin, stop, _RUN):
                end = min(start + _RUN, stop)
                lengths = np.diff(segment.tokens.bounds[start : end + 1]).tolist()
                nobody: list[bytes | None] = [None] * len(lengths)
                vectors, tokens = segment.vectors.run(start, end), segment.tokens.run(start, end)
                self._begin(vectors.shape[1], tokens.dimension).add(vectors, tokens, lengths, nobody)

    def seal(self, *, model: ModelIdentity, recipe: str) -> list[str]:
        """Finish all files, flush them to disk and write the manifest; nothing can be added afterwards.

        At least one passage must have been stored, or a segment kept. Returns the names of the files that were written
        or copied, rather than linked.
        """
        if self._kept and self.previous:
            self._begin(self.previous.manifest.dimension, self.previous.manifest.token_dimension)
        if self._vectors is None:
            raise ValueError("A generation holds at least one passage.")
        self._vectors.flush()
        order = self.catalogue.finish()
        nearest = self._vectors.finish()
        files, stamps, records = {}, {}, self._vectors.records
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            sync(path)
            name = path.relative_to(self.folder).as_posix()
            files[name] = records.get(path.name) or schema.hash_file(path)
            stamps[name] = schema.stamp_of(path)
        written = list(files)
        sync(self._own)
        for name, record in self._link_kept().items():
            files[name], stamps[name] = record, schema.stamp_of(self.folder / name)
            if stamps[name] != schema.stamp_of(self.previous.folder / name if self.previous else self.folder):
                written.append(name)
        manifest = schema.Manifest(
            generation=self.number,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=model,
            dimension=self._vectors.dimension,
            token_dimension=self._vectors.token_dimension,
            recipe=recipe,
            articles=self.catalogue.articles,
            passages=len(order.rows),
            tokens=self._vectors.tokens + sum(segment.tokens_served(order) for segment in self._kept_segments),
            segments=(*self._kept, replace(self.catalogue.record, nearest=nearest)),
            files=files,
            stamps=stamps,
        )
        write_flushed(self.folder / schema.MANIFEST, manifest.dump().encode())
        sync(self.folder)
        return written

    def close(self) -> None:
        """Close the files; what was written stays where it is."""
        self.catalogue.close()
        if self._vectors:
            self._vectors.close()

    def _link_kept(self) -> dict[str, schema.FileRecord]:
        """Give the folder the files of the kept segments, which are as large and have the checksums that they had."""
        if not self.previous:
            return {}
        records = {}
        for segment in self._kept:
            (self.folder / segment.name).mkdir()
            for name, record in self.previous.manifest.files.items():
                if name.startswith(f"{segment.name}/"):
                    _link(self.previous.folder / name, self.folder / name)
                    records[name] = record
            sync(self.folder / segment.name)
        return records

    def _begin(self, dimension: int, token_dimension: int) -> PassageVectorsWriter:
        if self._vectors is None:
            self._vectors = PassageVectorsWriter(self._own, dimension, token_dimension)
            if self._noted:
                self._vectors.note_encodings(self._noted, full=self._full)
        return self._vectors


def _link(source: Path, target: Path) -> None:
    """Give a finished file another name, or, on disks that can't, copy it with its time of modification."""
    with suppress(OSError):
        os.link(source, target)
        return
    with disk_errors(target):
        shutil.copy2(source, target)
    sync(target)
