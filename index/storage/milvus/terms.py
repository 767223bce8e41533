"""Texts -> the terms that keyword search counts, and the weights by which a server ranks passages by them.

The terms are SQLite's own: those of the local engine's keyword index, stemmed by Porter, so that both engines find the
same. A passage is stored with a sparse vector, whose inner product with that of a question is BM25 with the average
length of its segment; the few best are scored again with the figures of all that is served (`word_search`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from index.storage.word_search import BM25_B, BM25_K1
from index.text.normalise import keywords

# Longer ones are no words, and would not fit a row.
_LONGEST_TERM = 200
# Dimensions of a sparse vector in Milvus go from 0 to 2**32 - 2.
_DIMENSIONS = 2**32 - 1


class Terms:
    """SQLite's tokenizer; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(
            "CREATE VIRTUAL TABLE texts USING fts5(body, content='',"
            " tokenize='porter unicode61 remove_diacritics 2');"
            "CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance);"
        )

    def of(self, texts: Sequence[str]) -> list[list[str]]:
        """The terms of each text in order, with repetitions."""
        with self._lock:
            rows = ((number, keywords(text)) for number, text in enumerate(texts, start=1))
            self._database.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", rows)
            found: list[list[str]] = [[] for _ in texts]
            for document, term in self._database.execute("SELECT doc, term FROM terms ORDER BY doc, offset"):
                found[document - 1].append(term[:_LONGEST_TERM])
            self._database.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
            self._database.rollback()
        return found


def dimension(term: str) -> int:
    """The dimension of a term: a hash, so that no list of terms is needed; collisions only add noise to candidates."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest()) % _DIMENSIONS


def passage_weights(terms: Sequence[str], average: float) -> dict[int, float]:
    """The sparse vector of a passage in a segment with this average number of terms; Milvus wants at least one."""
    rest = BM25_K1 * (1 - BM25_B + BM25_B * len(terms) / average) if average else 1.0
    weights: dict[int, float] = {}
    for term, times in Counter(terms).items():
        place = dimension(term)
        weights[place] = weights.get(place, 0.0) + times * (BM25_K1 + 1) / (times + rest)
    return weights or {dimension(""): 1e-6}
