"""BM25 over the segments of a generation, as if all served passages stood in one table.

Which passages hold a term, and how often, is listed for terms that many hold. For the others, and for words in a row,
SQLite's FTS5 gives a score by the figures of its own table: how many passages there are, how many hold the term, how
long they are. From that it is found again how often a passage holds the term (a whole number, so that nothing is lost
by rounding). All is scored by the figures of all that is served. The formula is that of FTS5
(https://sqlite.org/fts5.html#the_bm25_function).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.storage.corpus_order import CorpusOrder
from index.storage.schema import BEHIND_ALL_LETTERS
from index.storage.segment import Segment
from index.storage.stems import Stems
from index.text.normalise import keywords, phrases

BM25_K1, BM25_B = 1.2, 0.75
# Words beyond the rarest that so many passages hold add little to the best scores, and take the longer.
_MOST_MATCHES = 200_000
# Of the terms that begin alike, few are common.
_BEGINNINGS = 8
# What FTS5 takes where more than half of the passages hold a term.
_LEAST_IDF = 1e-6


class WordSearch:
    """Searches the keyword indexes of several segments; safe to share between threads."""

    def __init__(self, segments: tuple[Segment, ...], order: CorpusOrder) -> None:
        self._segments = segments
        self._numbers = order.numbers
        self._stems = Stems()
        words = np.concatenate([segment.words for segment in segments])[order.rows].astype(np.float32)
        # What a passage's length adds to the frequency that a term would need for half of the highest score.
        self._lengths = length_terms(words, float(words.mean(dtype=np.float64)) if len(words) else 0.0)
        self._passages = len(words)

    def best(
        self, words: Iterable[str], count: int, allowed: NDArray[np.bool_] | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        """The `count` best passages for any of some words: (number, score), best first, equal ones in order.

        `allowed` is bool [passages], which may be found; None for all. With `prefix`, words that begin so match too.
        """
        every = dict.fromkeys(phrase for word in words for phrase in phrases(word))
        terms = [term for term in every if re.search(r"\w", term) and '"' not in term]
        terms.sort(key=self._listed_for)
        found, scores, matches = [np.zeros(0, np.int64)], [np.zeros(0)], 0
        for term in terms:
            if matches and matches + self._listed_for(term) > _MOST_MATCHES:
                break
            numbers, frequencies = self._frequencies(term, prefix=prefix)
            matches += len(numbers)
            idf = inverse_frequency(self._passages, len(numbers))
            found.append(numbers)
            scores.append(idf * frequencies * (BM25_K1 + 1) / (frequencies + self._lengths[numbers]))
        numbers, places = np.unique(np.concatenate(found), return_inverse=True)
        together = np.zeros(len(numbers))
        np.add.at(together, places, np.concatenate(scores))
        if allowed is not None:
            together[~allowed[numbers]] = 0
        chosen = _greatest(together, count)
        order = chosen[np.lexsort((numbers[chosen], -together[chosen]))][:count]
        return [(int(numbers[place]), float(together[place])) for place in order if together[place] > 0]

    def passages_with(self, word: str) -> int:
        """The number of passages that hold a word or a form of it."""
        term, stem = keywords(word), self._stems.of(keywords(word))
        return sum(_held(segment, term, stem) for segment in self._segments)

    def _listed_for(self, term: str) -> int:
        """How many passages are listed for a term; 0 where few hold it."""
        stem = self._stems.of(term)
        rows = (segment.row("SELECT passages FROM postings WHERE term = ?", stem) for segment in self._segments)
        return sum(int(row[0]) for row in rows if row)

    def _frequencies(self, term: str, *, prefix: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The numbers of the passages that hold a term, and how often each does."""
        stem = None if prefix else self._stems.of(term)
        all_numbers, all_frequencies = [np.zeros(0, np.int64)], [np.zeros(0)]
        for segment in self._segments:
            found = _listed_beginnings(segment, term) if prefix else _listed(segment, stem)
            local, frequencies = found or _looked_up(segment, f'"{term}"{"*" if prefix else ""}')
            numbers = self._numbers[local + segment.first]
            served = numbers >= 0
            all_numbers.append(numbers[served])
            all_frequencies.append(frequencies[served])
        return np.concatenate(all_numbers), np.concatenate(all_frequencies)


def _held(segment: Segment, term: str, stem: str | None) -> int:
    """How many served passages of a segment hold a term; those are subtracted that it says are gone from others."""
    row = segment.row("SELECT passages FROM postings WHERE term = ?", stem) if stem else None
    count = "SELECT count(*) FROM {0} WHERE {0} MATCH ?"
    held = row or segment.row(count.format("passage_words"), f'"{term}"')
    gone = segment.row(count.format("removed_words"), f'"{term}"') if segment.removes_words else None
    return int(held[0] if held else 0) - int(gone[0] if gone else 0)


def _listed(segment: Segment, stem: str | None) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """The numbers of the passages of a segment that hold a term, and how often each does; None where it has no list."""
    row = segment.row("SELECT numbers, times FROM postings WHERE term = ?", stem) if stem else None
    if row is None:
        return None
    return np.frombuffer(row[0], "<u4").astype(np.int64), np.frombuffer(row[1], np.uint8).astype(np.float64)


def _listed_beginnings(segment: Segment, term: str) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """The same of the commonest terms that begin so, where very many passages hold one of those."""
    beginning = "WHERE term >= ? AND term < ?"
    (held,) = segment.row(f"SELECT sum(passages) FROM postings {beginning}", term, term + BEHIND_ALL_LETTERS) or (None,)
    if (held or 0) <= _MOST_MATCHES:
        return None
    rows = segment.rows(
        f"SELECT numbers, times FROM postings {beginning} ORDER BY passages DESC LIMIT ?",
        *(term, term + BEHIND_ALL_LETTERS, _BEGINNINGS),
    )
    counts = np.zeros(segment.record.passages)
    for numbers, times in rows:
        counts[np.frombuffer(numbers, "<u4")] += np.frombuffer(times, np.uint8)
    local = np.flatnonzero(counts)
    return local, counts[local]


def _greatest(scores: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """The places of the `count` greatest scores and of all that are equal to the least of them, in order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    return np.flatnonzero(scores >= least)


def _looked_up(segment: Segment, term: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The same from the keyword index."""
    rows = list(segment.rows("SELECT rowid - 1, -rank FROM passage_words WHERE passage_words MATCH ?", term))
    local = np.array([row[0] for row in rows], dtype=np.int64)
    share = np.array([row[1] for row in rows]) / inverse_frequency(segment.record.passages, len(rows))
    lengths = length_terms(segment.words[local].astype(np.float64), segment.average_words)
    return local, np.rint(share * lengths / (BM25_K1 + 1 - share))


def inverse_frequency(passages: int, holding: int) -> float:
    idf = math.log((passages - holding + 0.5) / (holding + 0.5))
    return idf if idf > 0 else _LEAST_IDF


def length_terms(words: NDArray[Any], average: float) -> NDArray[Any]:
    lengths: NDArray[Any] = BM25_K1 * (1 - BM25_B + BM25_B * words / average) if average else words
    return lengths
