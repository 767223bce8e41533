"""BM25 over the segments of a generation, as if all served passages stood in one table.

SQLite's FTS5 scores a passage by the figures of its own table: how many passages there are, how many hold a term, how
long they are. From such a score, how often the passage holds the term is found again (a whole number, so that nothing
is lost by rounding), and scored once more by the figures of all that is served. The formula is that of FTS5
(https://sqlite.org/fts5.html#the_bm25_function).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.storage.corpus_order import CorpusOrder
from index.storage.segment import Segment

BM25_K1, BM25_B = 1.2, 0.75
# What FTS5 takes where more than half of the passages hold a term.
_LEAST_IDF = 1e-6


class WordSearch:
    """Searches the keyword indexes of several segments."""

    def __init__(self, segments: tuple[Segment, ...], order: CorpusOrder) -> None:
        self._segments = segments
        self._numbers = order.numbers
        words = np.concatenate([segment.words for segment in segments])[order.rows].astype(np.float64)
        # What a passage's length adds to the frequency that a term would need for half of the highest score.
        self._lengths = _length_terms(words, float(words.mean()) if len(words) else 0.0)
        self._passages = len(words)

    def best(
        self, terms: Iterable[str], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The `count` best passages for any of some FTS5 terms: (number, score), best first, equal ones in order.

        `allowed` is bool [passages], which may be found; None for all.
        """
        scores = np.zeros(self._passages)
        for term in terms:
            numbers, frequencies = self._frequencies(term)
            idf = inverse_frequency(self._passages, len(numbers))
            scores[numbers] += idf * frequencies * (BM25_K1 + 1) / (frequencies + self._lengths[numbers])
        if allowed is not None:
            scores[~allowed] = 0
        found = np.flatnonzero(scores)
        order = found[np.lexsort((found, -scores[found]))][:count]
        return [(int(number), float(scores[number])) for number in order]

    def _frequencies(self, term: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The numbers of the passages that hold a term, and how often each does."""
        all_numbers, all_frequencies = [np.zeros(0, np.int64)], [np.zeros(0)]
        for segment in self._segments:
            statement = "SELECT rowid - 1, -rank FROM passage_words WHERE passage_words MATCH ?"
            rows = list(segment.rows(statement, term))
            if not rows:
                continue
            local = np.array([row[0] for row in rows], dtype=np.int64)
            share = np.array([row[1] for row in rows]) / inverse_frequency(segment.record.passages, len(rows))
            lengths = _length_terms(segment.words[local].astype(np.float64), segment.average_words)
            numbers = self._numbers[local + segment.first]
            served = numbers >= 0
            all_numbers.append(numbers[served])
            all_frequencies.append(np.rint(share * lengths / (BM25_K1 + 1 - share))[served])
        return np.concatenate(all_numbers), np.concatenate(all_frequencies)


def inverse_frequency(passages: int, holding: int) -> float:
    idf = math.log((passages - holding + 0.5) / (holding + 0.5))
    return idf if idf > 0 else _LEAST_IDF


def _length_terms(words: NDArray[np.float64], average: float) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = BM25_K1 * (1 - BM25_B + BM25_B * words / average) if average else words
    return lengths
