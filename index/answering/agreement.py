"""Which sentences state the same, so that one statement is shown once with every article that carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.answering.assessed import NEARLY, AssessedPassage
from index.answering.contradiction import differ
from index.answering.similarity import sentence_similarity
from index.retrieval.late_interaction import SentenceScore

# Two sentences state the same when they are at least this similar. Chosen by hand, for want of labelled pairs.
SAME_STATEMENT = 0.72
# At least this similar, for an article to second a sentence that is not its passage's best: here a wrong choice shows a
# reader the wrong sentence, so that the bound is higher.
_SECONDED = 0.8
# With a smaller cosine of their mean vectors two sentences are not compared token by token, which saves time.
_WORTH_COMPARING = 0.7

Statement = tuple[AssessedPassage, SentenceScore]


def group(passages: Sequence[AssessedPassage]) -> Iterator[list[Statement]]:
    """Passages by statement, one group at a time: each is led by the first passage that is in no group yet.

    A leader speaks with its best sentence, unless no other article that answers nearly as well as any would answer
    with it, but one would with another of its sentences, nearly as good. Its followers, one an article, speak with the
    sentence that states the same.
    """
    pending = list(passages)
    enough = NEARLY * max((item.best.score for item in passages), default=0.0)
    while pending:
        leader, *others = pending
        voices = [(sentence, carriers(leader, sentence, others)) for sentence in leader.alternatives]
        said, followers = max(voices, key=lambda voice: _is_seconded(leader, voice[0], voice[1], enough))
        yield [(leader, said), *followers]
        grouped = {id(item) for item in (leader, *(follower for follower, _ in followers))}
        pending = [item for item in pending if id(item) not in grouped]


def carriers(leader: AssessedPassage, said: SentenceScore, others: Sequence[AssessedPassage]) -> list[Statement]:
    """Passages of other articles that state what a sentence of the leader states, the first of each article."""
    mean = leader.means[said.sentence]
    compared = [
        (other, alternative)
        for other in others
        if other.source_id != leader.source_id
        for alternative in other.alternatives
        if mean @ other.means[alternative.sentence] >= _WORTH_COMPARING
    ]
    if not compared:
        return []
    tokens = [other.tokens[alternative.sentence] for other, alternative in compared]
    similarities = sentence_similarity(leader.tokens[said.sentence], tokens)
    closest: dict[int, tuple[float, AssessedPassage, SentenceScore]] = {}
    for (other, alternative), similar in zip(compared, similarities, strict=True):
        if similar < SAME_STATEMENT or differ(leader.text_of(said), other.text_of(alternative)):
            continue
        if id(other) not in closest or similar > closest[id(other)][0]:
            closest[id(other)] = (float(similar), other, alternative)
    found: dict[str, Statement] = {}
    for _, other, alternative in closest.values():
        found.setdefault(other.source_id, (other, alternative))
    return list(found.values())


def _is_seconded(leader: AssessedPassage, said: SentenceScore, followers: Sequence[Statement], enough: float) -> bool:
    """Whether one of them would itself answer with what is said, and scores `enough`."""
    seconds: list[NDArray[np.float32]] = [
        other.tokens[sentence.sentence]
        for other, sentence in followers
        if sentence is other.best and sentence.score >= enough
    ]
    if not seconds:
        return False
    return float(sentence_similarity(leader.tokens[said.sentence], seconds).max()) >= _SECONDED
