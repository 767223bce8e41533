"""Some passages of a generation, looked at as if they were a whole corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.models import Article, Passage, Source
from index.storage import Generation
from index.storage.searchable import Searchable, Selection
from index.storage.token_vectors import PassageTokens


class PassagesWith:
    """Which passages of a generation hold a word or a form of it, remembered by word."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._passages: dict[str, frozenset[int]] = {}

    def __call__(self, word: str) -> frozenset[int]:
        if word not in self._passages:
            found = self._generation.matching([word], self._generation.passage_count)
            self._passages[word] = frozenset(number for number, _ in found)
        return self._passages[word]


class Excerpt(Searchable):
    """A `Searchable` of these passages alone: words are as rare as they are among them; articles stay whole."""

    def __init__(self, generation: Generation, numbers: Iterable[int], passages_with: PassagesWith) -> None:
        self._generation = generation
        self._numbers = frozenset(numbers)
        self._passages_with = passages_with
        own = np.zeros(generation.passage_count, dtype=bool)
        own[list(self._numbers)] = True
        self._own = Selection((), own)

    @property
    def passage_count(self) -> int:
        return len(self._numbers)

    def passages_with(self, word: str) -> int:
        return len(self._passages_with(word) & self._numbers)

    def is_spelt(self, word: str) -> bool:
        return self._generation.is_spelt(word)

    def spellings(self, beginning: str, shortest: int, longest: int) -> Sequence[tuple[str, int]]:
        return self._generation.spellings(beginning, shortest, longest)

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        _refuse(within)
        return self._generation.nearest(vector, count, self._own)

    def matching(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        _refuse(within)
        found = self._generation.matching(words, self._generation.passage_count, prefix=prefix)
        return [(number, score) for number, score in found if number in self._numbers][:count]

    def expect(self, numbers: Sequence[int] = (), words: Sequence[str] = ()) -> None:
        self._generation.expect(numbers, words)

    def sources(self) -> Sequence[Source]:
        ids = {self._generation.passage(number).source_id for number in self._numbers}
        return [source for source in self._generation.sources() if source.source_id in ids]

    def article(self, source_id: str) -> Article | None:
        return self._generation.article(source_id)

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        return self._generation.article_vector(source_id)

    def passages_of(self, source_id: str) -> Sequence[Passage]:
        return self._generation.passages_of(source_id)

    def passage(self, number: int) -> Passage:
        return self._generation.passage(number)

    def passage_before(self, number: int) -> Passage | None:
        return self._generation.passage_before(number)

    def passage_text(self, number: int) -> str:
        return self._generation.passage_text(number)

    def titled_text(self, number: int) -> tuple[str, str]:
        return self._generation.titled_text(number)

    def tokens_of(self, number: int) -> PassageTokens:
        return self._generation.tokens_of(number)


def _refuse(within: Selection | None) -> None:
    if within is not None:
        raise ValueError("An excerpt is a selection already: it can't be searched within another.")
