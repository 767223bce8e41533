"""Which sentences state the same, so that one statement is shown once with every article that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.models import Article, Passage
from index.retrieval import Candidate, Reading
from index.storage import Generation
from index.storage.tokens import unit

# Two sentences state the same when the words of one find themselves in the other at least this well (mean MaxSim).
SAME_STATEMENT = 0.72
# The least cosine of two sentences' mean vectors with which it is worth looking closer.
_WORTH_COMPARING = 0.7
# A sentence that scores at least this share of its passage's best may speak for the passage instead.
_NEARLY = 0.8


@dataclass(frozen=True)
class Told:
    """What a passage tells, with the probability that it answers; `reading` is the sentence that speaks for it."""

    candidate: Candidate
    reading: Reading
    passage: Passage
    article: Article
    confidence: float
    generation: Generation

    @cached_property
    def alternatives(self) -> list[Reading]:
        """The best sentence, and those that answer nearly as well."""
        enough = _NEARLY * self.candidate.best.score
        return [reading for reading in self.candidate.readings if reading.score >= enough]

    @cached_property
    def tokens(self) -> dict[int, NDArray[np.float32]]:
        """The unit token vectors [n, d] of each alternative, by sentence."""
        stored = self.generation.tokens_of(self.passage_number)
        vectors = stored.vectors()
        return {reading.sentence: vectors[stored.sentences == reading.sentence] for reading in self.alternatives}

    @cached_property
    def means(self) -> dict[int, NDArray[np.float32]]:
        """The unit mean [d] of each alternative's token vectors, by sentence."""
        return {sentence: unit(tokens.sum(axis=0)) for sentence, tokens in self.tokens.items()}

    @property
    def passage_number(self) -> int:
        return self.candidate.best.number


def group(told: Sequence[Told]) -> list[list[tuple[Told, Reading]]]:
    """Passages by statement: each group is led by the first in `told` that is in no group yet.

    A leader speaks with its best sentence unless another, nearly as good, is carried by more articles. Its followers,
    one an article, speak with the sentence that states the same.
    """
    pending = list(told)
    groups = []
    while pending:
        leader, *others = pending
        voices = [(reading, _carriers(leader, reading, others)) for reading in leader.alternatives]
        reading, followers = max(voices, key=lambda voice: (len(voice[1]), voice[0].score))
        groups.append([(leader, reading), *followers])
        grouped = {id(item) for item, _ in groups[-1]}
        pending = [item for item in pending if id(item) not in grouped]
    return groups


def agreement(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """How far one of two sentences, of unit token vectors [n, d] and [m, d], says what the other does: mean MaxSim.

    The better of the two directions counts: a short sentence may be wholly contained in a long one.
    """
    if not len(one) or not len(other):
        return 0.0
    similarity = one @ other.T
    return float(max(similarity.max(axis=1).mean(), similarity.max(axis=0).mean()))


def _carriers(leader: Told, reading: Reading, others: Sequence[Told]) -> list[tuple[Told, Reading]]:
    """Passages of other articles that state what `reading` of the leader states, the first of each article."""
    heard = {leader.article.source.source_id}
    carriers = []
    for other in others:
        if other.article.source.source_id in heard:
            continue
        same = {
            alternative: agreement(leader.tokens[reading.sentence], other.tokens[alternative.sentence])
            for alternative in other.alternatives
            if leader.means[reading.sentence] @ other.means[alternative.sentence] >= _WORTH_COMPARING
        }
        closest = max(same, key=lambda alternative: same[alternative], default=None)
        if closest is not None and same[closest] >= SAME_STATEMENT:
            heard.add(other.article.source.source_id)
            carriers.append((other, closest))
    return carriers
