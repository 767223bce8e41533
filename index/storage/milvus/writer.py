"""Writes a new generation to Milvus: its new segment first, then the small collection that makes it a generation.

What is new is written into a folder of this machine as the local engine writes it, checked there, and sent; the folder
is removed when the generation is published. What is kept of the generation before stays where it is.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.storage.corpus_order import CorpusOrder
from index.storage.cut_off import CutOff
from index.storage.generation import LocalGeneration
from index.storage.integrity import verify_generation
from index.storage.milvus.catalogue import MilvusCatalogue
from index.storage.milvus.connection import Milvus
from index.storage.milvus.figures import (
    DOCUMENTS,
    FIGURES,
    MANIFEST,
    ORDER,
    Figures,
    dump_documents,
    dump_order,
)
from index.storage.milvus.generation import MilvusGeneration
from index.storage.milvus.parts import PartedDocuments, in_messages
from index.storage.milvus.segment import KINDS, MilvusSegment
from index.storage.milvus.upload import Upload, words_of
from index.storage.schema import FileRecord, Manifest, SegmentRecord
from index.storage.token_vectors import PassageTokens
from index.storage.writer import GenerationWriter

# Passages copied at a time: with the tokens of 120 words each, some 15 MB of memory.
_RUN = 256


class MilvusWriter:
    """Fills `collection` and those of a new segment; `folder` is for what waits to be sent.

    `previous` is the generation to copy from, of which `kept` segments are kept; `history` the generations served
    before this one.
    """

    def __init__(
        self,
        milvus: Milvus,
        collection: str,
        folder: Path,
        number: int,
        previous: MilvusGeneration | None,
        kept: int,
        history: tuple[int, ...],
    ) -> None:
        self._milvus = milvus
        self._collection = collection
        self._folder = folder
        self._number = number
        self.previous = previous
        self._kept = previous.segments[:kept] if previous else ()
        self._history = history
        self._waiting = GenerationWriter(folder, number)
        self.catalogue = MilvusCatalogue(self._waiting.catalogue, previous, kept)
        self._records: dict[str, FileRecord] = {}

    def resume(self, model: ModelIdentity) -> CutOff:
        return self._waiting.resume(model, full=self.previous is None)

    def add_vectors(self, vector: NDArray[np.float32], tokens: PassageTokens, key: bytes | None = None) -> None:
        self._waiting.add_vectors(vector, tokens, key)

    def flush(self) -> None:
        self._waiting.flush()

    def copy_vectors(self, first: int, last: int) -> None:
        if self.previous is None:
            raise ValueError("There is no previous generation to copy from.")
        dimension = self.previous.manifest.token_dimension
        for segment in self.previous.segments:
            begin = max(first, segment.first) - segment.first
            stop = min(last, segment.first + segment.record.passages) - segment.first
            for start in range(begin, stop, _RUN):
                end = min(start + _RUN, stop)
                tokens = segment.tokens_of(range(start, end), dimension)
                for number, vector in zip(range(start, end), segment.vectors(start, end), strict=True):
                    self.add_vectors(vector, tokens[number])

    def seal(self, *, model: ModelIdentity, recipe: str) -> list[str]:
        record = SegmentRecord(f"{self._number:06}", 0, 0)
        if not self._waiting.catalogue.passages:
            sent = self._send(None, record, self._dimensions(None)[0])
            return self._describe(model, recipe, None, record, sent)
        verified = self._waiting.seal(model=model, recipe=recipe)
        with closing(LocalGeneration(self._folder, check="none")) as waiting:
            verify_generation(waiting, verified)
            record = waiting.segments[0].record
            sent = self._send(waiting, record, waiting.manifest.dimension)
            return self._describe(model, recipe, waiting, record, sent)

    def close(self) -> None:
        self._waiting.close()

    def _send(self, waiting: LocalGeneration | None, record: SegmentRecord, dimension: int) -> Figures:
        segment = MilvusSegment(self._milvus, record, 0)
        kept_names = {one.record.name for one in self._kept}
        before = self.previous.figures if self.previous else Figures({}, {}, {}, ())
        said = {name: rows for name, rows in before.removed.items() if name in kept_names}
        known = {(name, number) for rows in said.values() for name, number, *_ in rows}
        less: Counter[str] = Counter()
        removed = []
        for one, number in self.catalogue.gone():
            if (one.record.name, number) not in known:
                words, (terms, tokens) = words_of(one, number)
                less.update(words)
                removed.append((one.record.name, number, terms, tokens))
        sent = Upload(self._milvus, segment).send(waiting, less, dimension)
        self._records.update(sent.records)
        kept_collections = {one.collection(kind) for one in self._kept for kind in KINDS}
        return Figures(
            {**{name: rows for name, rows in before.rows.items() if name in kept_collections}, **sent.rows},
            {
                **{name: counts for name, counts in before.counts.items() if name in kept_names},
                record.name: sent.counts,
            },
            {**said, record.name: removed},
            self._history,
        )

    def _describe(
        self,
        model: ModelIdentity,
        recipe: str,
        waiting: LocalGeneration | None,
        record: SegmentRecord,
        figures: Figures,
    ) -> list[str]:
        """Write the collection of the generation, its manifest last."""
        segments = (*(one.record for one in self._kept), record)
        own = waiting.order.places if waiting else np.zeros((0, 3), np.int64)
        order = CorpusOrder(self.catalogue.places(own[np.argsort(own[:, 2])]), segments)
        dimension, token_dimension = self._dimensions(waiting)
        known = self.previous.manifest.files if self.previous else {}
        files = {name: one for name, one in known.items() if name in figures.rows} | self._records
        manifest = Manifest(
            generation=self._number,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=model,
            dimension=dimension,
            token_dimension=token_dimension,
            recipe=recipe,
            articles=self.catalogue.articles,
            passages=len(order.rows),
            tokens=figures.served(1),
            segments=segments,
            files=files,
            stamps={},
        )
        parts = PartedDocuments(self._milvus, self._collection)
        parts.create()
        for number, text in (
            (ORDER, dump_order(order)),
            (DOCUMENTS, dump_documents(self.catalogue.copied)),
            (FIGURES, figures.dump()),
            (MANIFEST, manifest.dump()),
        ):
            for rows in in_messages(parts.rows(number, text)):
                self._milvus.insert(self._collection, rows)
        return [self._collection, *self._records]

    def _dimensions(self, waiting: LocalGeneration | None) -> tuple[int, int]:
        described = waiting or self.previous
        if described is None:
            raise ValueError("A generation holds at least one passage.")
        return described.manifest.dimension, described.manifest.token_dimension
