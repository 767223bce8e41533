"""What the collection of a generation holds: its documents by number, and how they are written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.storage.corpus_order import CorpusOrder
from index.storage.milvus.parts import dump, dump_bytes, load_bytes
from index.storage.schema import SegmentRecord

# The documents in the collection of a generation; the last one is there when a rollback has left it.
MANIFEST, FIGURES, ORDER, DOCUMENTS, LEFT = range(5)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a generation says of itself besides its manifest.

    rows: of each collection how many it has. counts: of each segment how many terms and how many token vectors all its
    passages have together. removed: for each segment the articles of others that its words were taken from: their
    segment and number, and as many terms and token vectors. history: the generations that were served before it, newest
    first.
    """

    rows: Mapping[str, int]
    counts: Mapping[str, tuple[int, int]]
    removed: Mapping[str, Sequence[tuple[str, int, int, int]]]
    history: tuple[int, ...]

    def served(self, which: int) -> int:
        """How many terms (0) or token vectors (1) all served passages have together."""
        gone = sum(row[2:][which] for rows in self.removed.values() for row in rows)
        return sum(counts[which] for counts in self.counts.values()) - gone

    def dump(self) -> str:
        return dump([dict(self.rows), dict(self.counts), dict(self.removed), self.history])

    @classmethod
    def load(cls, text: str) -> Figures:
        rows, counts, removed, history = json.loads(text)
        pairs = {name: (terms, tokens) for name, (terms, tokens) in counts.items()}
        said = {name: [(one, *numbers) for one, *numbers in own] for name, own in removed.items()}
        return cls(rows, pairs, said, tuple(history))


def dump_order(order: CorpusOrder) -> str:
    return dump_bytes(zlib.compress(order.places.astype("<i8").tobytes()))


def load_order(text: str, segments: Sequence[SegmentRecord]) -> CorpusOrder:
    places = np.frombuffer(zlib.decompress(load_bytes(text)), dtype="<i8").reshape(-1, 3)
    return CorpusOrder(places, segments)


def dump_documents(documents: Mapping[str, Sequence[Sequence[object]]]) -> str:
    return dump_bytes(zlib.compress(dump(documents).encode()))


def load_documents(text: str) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = json.loads(zlib.decompress(load_bytes(text)))
    return found
