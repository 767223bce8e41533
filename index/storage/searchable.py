"""What retrieval and answering need of an index: passages and articles by number, and three ways to search them.

A `Generation` on disk is one; so is any part of it that is looked at as if it were the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.models import NOTHING_LEFT_OUT, Article, LeftOut, Passage, Source
from index.storage.token_vectors import PassageTokens


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that fit some filters: their numbers, and bool [passages], which passages are theirs.

    `left_out` are those that may fit, but do not state what the filters ask for.
    """

    articles: tuple[int, ...]
    passages: NDArray[np.bool_]
    left_out: LeftOut = NOTHING_LEFT_OUT


class Searchable(Protocol):
    """Passages are known by their number: their row in corpus order, from 0."""

    @property
    def passage_count(self) -> int: ...

    def sources(self) -> Sequence[Source]:
        """All sources, in corpus order."""
        ...

    def article(self, source_id: str) -> Article | None: ...

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        """The unit mean [d] of the vectors of an article's first passages."""
        ...

    def passages_of(self, source_id: str) -> Sequence[Passage]:
        """The passages of an article, in order."""
        ...

    def passage(self, number: int) -> Passage: ...

    def passage_before(self, number: int) -> Passage | None:
        """The passage of the same article before this one."""
        ...

    def passage_text(self, number: int) -> str: ...

    def titled_text(self, number: int) -> tuple[str, str]:
        """The title of its article and the text of a passage."""
        ...

    def passages_with(self, word: str) -> int:
        """The number of passages that hold a word or a form of it."""
        ...

    def is_spelt(self, word: str) -> bool:
        """Whether the corpus holds a folded word in just this form."""
        ...

    def spellings(self, beginning: str, shortest: int, longest: int) -> Sequence[tuple[str, int]]:
        """The folded words of such lengths that begin so, each with how often the corpus holds it."""
        ...

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        """The passages with the greatest cosine to a unit vector [d]: (number, cosine), best first."""
        ...

    def matching(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        """The best passages by BM25 for any of some words: (number, score), best first."""
        ...

    def tokens_of(self, number: int) -> PassageTokens:
        """The token vectors of a passage."""
        ...

    def expect(self, numbers: Sequence[int] = (), words: Sequence[str] = ()) -> None:
        """The tokens of these passages, or how rare these words are, will be asked for next: who keeps them far away
        fetches all at once."""
