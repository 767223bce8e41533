"""BM25 over the segments of a generation in Milvus, with the figures of all that is served.

The server finds candidates by the inner product of sparse vectors, which is BM25 but for the average length, that of a
segment. They are scored again here, by the formula of SQLite's FTS5 (https://sqlite.org/fts5.html#the_bm25_function)
as the local engine has it: how often a passage holds a word or phrase is counted in its terms. How many passages hold a
single word is known; of a phrase, or the beginning of a word, it is counted where the server finds them all, and else
taken to be that of its rarest word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.storage.corpus_order import CorpusOrder
from index.storage.milvus.connection import MOST_ROWS
from index.storage.milvus.segment import TERM, MilvusSegment
from index.storage.milvus.terms import Terms, dimension
from index.storage.searchable import Selection
from index.storage.word_search import BM25_K1, inverse_frequency, length_terms
from index.text.cache import SharedCache
from index.text.normalise import phrases

_WORDS_KEPT = 1 << 16
# So many passages at most are looked through to count those with a phrase.
_COUNTED = 1000
# Half-typed words: the commonest terms that begin so.
_MOST_ENDINGS = 100
# More candidates than asked for, since the server ranks by the lengths of a segment.
_MORE = 60


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that have to stand in a row; of a `prefix` the last one is the beginning of a term."""

    terms: tuple[str, ...]
    prefix: bool = False

    def times_in(self, words: Sequence[str]) -> int:
        """How often it stands among the terms of a passage."""
        count, *before = len(self.terms), *self.terms[:-1]
        last = self.terms[-1]
        return sum(
            words[place : place + count - 1] == before
            and (words[place + count - 1].startswith(last) if self.prefix else words[place + count - 1] == last)
            for place in range(len(words) - count + 1)
        )


class MilvusWordSearch:
    """Searches several segments; safe to share between threads.

    terms_together: how many terms all served passages have. condition: which passages of a segment may be found, None
    where none may.
    """

    def __init__(
        self,
        segments: tuple[MilvusSegment, ...],
        order: CorpusOrder,
        terms_together: int,
        condition: Callable[[int, Selection | None], str | None],
    ) -> None:
        self._segments = segments
        self._order = order
        self._passages = len(order.rows)
        self._average = terms_together / max(self._passages, 1)
        self._condition = condition
        served = _served(order)
        self._gone = [segment.record.passages - count for segment, count in zip(segments, served, strict=True)]
        self._terms = Terms()
        self._holding: SharedCache[Phrase, int] = SharedCache(_WORDS_KEPT)
        self._endings: SharedCache[Phrase, Mapping[str, int]] = SharedCache(1 << 10)

    def best(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        """The `count` best passages for any of some words: (number, score), best first, equal ones in order."""
        wanted = dict.fromkeys(phrase for word in words for phrase in phrases(word))
        texts = [text for text in wanted if re.search(r"\w", text) and '"' not in text]
        asked = [Phrase(tuple(terms), prefix) for terms in self._terms.of(texts) if terms]
        if not asked or count <= 0:
            return []
        self.count(asked)
        frequencies = [inverse_frequency(self._passages, self._holding.get(phrase) or 0) for phrase in asked]
        weights: dict[int, float] = {}
        for phrase, idf in zip(asked, frequencies, strict=True):
            for place in self._dimensions(phrase):
                weights[place] = weights.get(place, 0.0) + idf / len(phrase.terms)
        (candidates,) = self._candidates([weights], count + _MORE, within)
        # With the local engine's precision, so that what is equal there is equal here.
        lengths = length_terms(np.array([len(terms) for _, terms in candidates], dtype=np.float32), self._average)
        scored = []
        for (number, terms), length in zip(candidates, lengths.tolist(), strict=True):
            score = 0.0
            for phrase, idf in zip(asked, frequencies, strict=True):
                if times := phrase.times_in(terms):
                    score += idf * times * (BM25_K1 + 1) / (times + length)
            if score:
                scored.append((number, score))
        return sorted(scored, key=lambda one: (-one[1], one[0]))[:count]

    def passages_with(self, word: str) -> int:
        """The number of passages that hold a word or a form of it."""
        (terms,) = self._terms.of([word])
        if not terms:
            return 0
        phrase = Phrase(tuple(terms))
        self.count([phrase])
        return self._holding.get(phrase) or 0

    def expect(self, words: Sequence[str]) -> None:
        """Learn in how many passages these words stand, all at once."""
        self.count([Phrase(tuple(terms)) for terms in self._terms.of(words) if terms])

    def count(self, asked: Sequence[Phrase]) -> None:
        """Learn in how many passages these phrases stand."""
        unknown = [phrase for phrase in dict.fromkeys(asked) if self._holding.get(phrase) is None]
        if not unknown:
            return
        alone = {phrase.terms[0] for phrase in unknown if len(phrase.terms) == 1 and not phrase.prefix}
        single = self._single([*alone, *(term for one in unknown if len(one.terms) > 1 for term in one.terms)])
        several = []
        for phrase in unknown:
            if len(phrase.terms) == 1 and not phrase.prefix:
                self._holding.put(phrase, single.get(phrase.terms[0], 0))
            else:
                several.append((phrase, self._at_most(phrase, single)))
        looked_up = [(phrase, most) for phrase, most in several if 0 < most <= _COUNTED]
        for phrase, most in several:
            self._holding.put(phrase, min(most, self._passages))
        vectors = [dict.fromkeys(self._dimensions(phrase), 1.0) for phrase, _ in looked_up]
        if vectors:
            for (phrase, _), found in zip(looked_up, self._candidates(vectors, _COUNTED, None), strict=True):
                self._holding.put(phrase, sum(phrase.times_in(terms) > 0 for _, terms in found))

    def _at_most(self, phrase: Phrase, single: Mapping[str, int]) -> int:
        """In how many passages a phrase stands at most: as many as its rarest term."""
        whole = phrase.terms[:-1] if phrase.prefix else phrase.terms
        bounds = [single.get(term, 0) for term in whole]
        if phrase.prefix:
            bounds.append(sum(self._terms_beginning(phrase).values()))
        return min(bounds)

    def _dimensions(self, phrase: Phrase) -> list[int]:
        whole = phrase.terms[:-1] if phrase.prefix else phrase.terms
        endings = self._terms_beginning(phrase) if phrase.prefix else ()
        return [dimension(term) for term in (*whole, *endings)]

    def _terms_beginning(self, phrase: Phrase) -> Mapping[str, int]:
        """The commonest terms that begin like the last one of a phrase, and in how many passages each stands."""
        key = Phrase(phrase.terms[-1:], prefix=True)
        if (known := self._endings.get(key)) is not None:
            return known
        found: dict[str, int] = {}
        for segment in self._segments:
            for word, times in segment.beginning(TERM + key.terms[0]).items():
                found[word] = found.get(word, 0) + times
        common = sorted((word for word in found if found[word] > 0), key=lambda word: (-found[word], word))
        return self._endings.put(key, {word.removeprefix(TERM): found[word] for word in common[:_MOST_ENDINGS]})

    def _single(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each of some terms stands."""
        wanted = [TERM + term for term in dict.fromkeys(terms)]
        found = dict.fromkeys(wanted, 0)
        for segment in self._segments if wanted else ():
            for word, times in segment.times(wanted).items():
                found[word] += times
        return {word.removeprefix(TERM): times for word, times in found.items()}

    def _candidates(
        self, vectors: Sequence[Mapping[int, float]], count: int, within: Selection | None
    ) -> list[list[tuple[int, list[str]]]]:
        """For each sparse vector at least the `count` best served passages of each segment: (number, terms)."""
        found: list[list[tuple[int, list[str]]]] = [[] for _ in vectors]
        for place, segment in enumerate(self._segments):
            condition = self._condition(place, within)
            if condition is None:
                continue
            numbers = self._order.numbers[segment.first : segment.first + segment.record.passages]
            more = count + min(self._gone[place], count)
            for hits, own in zip(segment.by_words(vectors, min(more, MOST_ROWS), condition), found, strict=True):
                for row, words in hits:
                    number = int(numbers[row])
                    if number >= 0 and (within is None or within.passages[number]):
                        own.append((number, words.split()))
        return found


def _served(order: CorpusOrder) -> list[int]:
    """How many passages of each segment are served."""
    bounds = order.bounds.tolist()
    return [int((order.numbers[start:end] >= 0).sum()) for start, end in pairwise(bounds)]
