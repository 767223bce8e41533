"""Which sentences state the same, so that one statement is shown once with every article that carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Evidence
from index.answering.contradiction import differ
from index.models import Article, Passage, Span
from index.retrieval.retriever import Candidate, Reading
from index.storage.token_vectors import unit

# Two sentences state the same when the words of one find themselves in the other at least this well (mean MaxSim).
SAME_STATEMENT = 0.72
# At least this well, for an article to second it.
_SECONDED = 0.8
# The least cosine of two sentences' mean vectors with which it is worth looking closer.
_WORTH_COMPARING = 0.7
# "Nearly as good": what scores at least this share of the best.
_NEARLY = 0.8


@dataclass(frozen=True)
class Told:
    """What a passage tells, with the evidence and the probability that it answers.

    reading: the sentence that speaks for it. preceding: the sentences before the passage, where it can't be understood
    without them.
    """

    candidate: Candidate
    reading: Reading
    passage: Passage
    article: Article
    evidence: Evidence
    confidence: float
    preceding: tuple[Span, ...] = ()

    def text_of(self, reading: Reading) -> str:
        """The sentence that a reading is about."""
        span = self.passage.sentences[reading.sentence]
        return self.article.text[span.start : span.end]

    @cached_property
    def alternatives(self) -> list[Reading]:
        """The best sentence, and those that answer nearly as well."""
        enough = _NEARLY * self.candidate.best.score
        return [reading for reading in self.candidate.readings if reading.score >= enough]

    @cached_property
    def tokens(self) -> dict[int, NDArray[np.float32]]:
        """The unit token vectors [n, d] of each alternative, by sentence."""
        vectors, sentences = self.candidate.tokens.vectors(), self.candidate.tokens.sentences
        return {reading.sentence: vectors[sentences == reading.sentence] for reading in self.alternatives}

    @cached_property
    def means(self) -> dict[int, NDArray[np.float32]]:
        """The unit mean [d] of each alternative's token vectors, by sentence."""
        return {sentence: unit(tokens.sum(axis=0)) for sentence, tokens in self.tokens.items()}


def group(told: Sequence[Told]) -> Iterator[list[tuple[Told, Reading]]]:
    """Passages by statement, one group at a time: each is led by the first in `told` that is in no group yet.

    A leader speaks with its best sentence, unless no other article that answers nearly as well as any would answer
    with it, but one would with another of its sentences, nearly as good. Its followers, one an article, speak with the
    sentence that states the same.
    """
    pending = list(told)
    enough = _NEARLY * max((item.candidate.best.score for item in told), default=0.0)
    while pending:
        leader, *others = pending
        voices = [(reading, carriers(leader, reading, others)) for reading in leader.alternatives]
        reading, followers = max(voices, key=lambda voice: _is_seconded(leader, voice[0], voice[1], enough))
        yield [(leader, reading), *followers]
        grouped = {id(item) for item in (leader, *(follower for follower, _ in followers))}
        pending = [item for item in pending if id(item) not in grouped]


def _is_seconded(leader: Told, said: Reading, followers: Sequence[tuple[Told, Reading]], enough: float) -> bool:
    """Whether one of them would itself answer with what is said, and scores `enough`."""
    seconds = [
        other.tokens[reading.sentence]
        for other, reading in followers
        if reading is other.candidate.best and reading.score >= enough
    ]
    return bool(seconds) and float(agreement(leader.tokens[said.sentence], seconds).max()) >= _SECONDED


def agreement(one: NDArray[np.float32], others: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """How far a sentence says what each of k others does, as float32 [k]: mean MaxSim.

    Sentences are unit token vectors [n, d] with n >= 1. The better of the two directions counts: a short sentence may
    be wholly contained in a long one.
    """
    starts = np.cumsum([0, *(len(other) for other in others)])
    similarity = one @ np.concatenate(others).T
    forth = np.maximum.reduceat(similarity, starts[:-1], axis=1).mean(axis=0)
    back = np.add.reduceat(similarity.max(axis=0), starts[:-1]) / np.diff(starts)
    better: NDArray[np.float32] = np.maximum(forth, back)
    return better


def carriers(leader: Told, reading: Reading, others: Sequence[Told]) -> list[tuple[Told, Reading]]:
    """Passages of other articles that state what `reading` of the leader states, the first of each article."""
    mean = leader.means[reading.sentence]
    compared = [
        (other, alternative)
        for other in others
        if other.article.source.source_id != leader.article.source.source_id
        for alternative in other.alternatives
        if mean @ other.means[alternative.sentence] >= _WORTH_COMPARING
    ]
    if not compared:
        return []
    tokens = [other.tokens[alternative.sentence] for other, alternative in compared]
    agreements = agreement(leader.tokens[reading.sentence], tokens)
    closest: dict[int, tuple[float, Told, Reading]] = {}
    for (other, alternative), agreed in zip(compared, agreements, strict=True):
        if agreed < SAME_STATEMENT or differ(leader.text_of(reading), other.text_of(alternative)):
            continue
        if id(other) not in closest or agreed > closest[id(other)][0]:
            closest[id(other)] = (float(agreed), other, alternative)
    found: dict[str, tuple[Told, Reading]] = {}
    for _, other, alternative in closest.values():
        found.setdefault(other.article.source.source_id, (other, alternative))
    return list(found.values())
