"""Passages -> statements: what several articles state is said once, with every article that carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from index.answering.agreement import EncodedSentence, contradicting, same
from index.answering.assessed import NEARLY, AssessedPassage
from index.answering.entailment import PairReader
from index.retrieval.late_interaction import SentenceScore

# With a smaller cosine of their mean vectors two sentences are not compared word by word, which saves time: of the
# fitted pairs that state the same, 97 in 100 have more.
_WORTH_COMPARING = 0.6

Statement = tuple[AssessedPassage, SentenceScore]


def group(
    passages: Sequence[AssessedPassage],
    may_lead: Callable[[AssessedPassage], bool] = lambda _: True,
    pairs: PairReader | None = None,
) -> Iterator[list[Statement]]:
    """Passages by statement, one group at a time: each is led by the first passage that may and is in no group yet.

    A leader speaks with its best sentence, unless no other article that answers nearly as well as any would answer
    with it, but one would with another of its sentences, nearly as good. Its followers, one an article, speak with the
    sentence that states the same.
    """
    pending = list(passages)
    enough = NEARLY * max((item.best.score for item in passages), default=0.0)
    while pending:
        leader, *others = pending
        if not may_lead(leader):
            pending = others
            continue
        said = _seconded_voice(leader, others, enough)
        followers = carriers(leader, said, others, pairs)
        yield [(leader, said), *followers]
        grouped = {id(item) for item in (leader, *(follower for follower, _ in followers))}
        pending = [item for item in pending if id(item) not in grouped]


def carriers(
    leader: AssessedPassage, said: SentenceScore, others: Iterable[AssessedPassage], pairs: PairReader | None = None
) -> list[Statement]:
    """Passages of other articles that state what a sentence of the leader states, one of each article.

    pairs: reads the likeliest sentences.
    """
    return _related(leader, said, others, lambda one, other: same(one, other, pairs))


def deniers(leader: AssessedPassage, said: SentenceScore, others: Iterable[AssessedPassage]) -> list[Statement]:
    """Passages of other articles that surely contradict a sentence of the leader, one of each article."""
    return _related(leader, said, others, contradicting)


def _related(
    leader: AssessedPassage,
    said: SentenceScore,
    others: Iterable[AssessedPassage],
    is_related: Callable[[EncodedSentence, EncodedSentence], bool],
) -> list[Statement]:
    """Of each other article the likest sentence that is so related to one of the leader's, in the order of others."""
    mean = leader.mean(said)
    near = [
        (likeness, place, other, one)
        for place, other in enumerate(others)
        if other.source_id != leader.source_id
        for one, likeness in zip(other.candidate.sentences, (other.means @ mean).tolist(), strict=True)
        if likeness >= _WORTH_COMPARING
    ]
    found: dict[str, tuple[int, Statement]] = {}
    for _, place, other, one in sorted(near, key=lambda pair: -pair[0]):
        if other.source_id not in found and is_related(leader.said(said), other.said(one)):
            found[other.source_id] = (place, (other, one))
    return [statement for _, statement in sorted(found.values(), key=lambda pair: pair[0])]


def states_the_same(one: Statement, other: Statement) -> bool:
    return _are_near(one, other) and same(_sentence(one), _sentence(other))


def contradict(one: Statement, other: Statement) -> bool:
    """Whether two statements are surely different accounts of one event."""
    return _are_near(one, other) and contradicting(_sentence(one), _sentence(other))


def _are_near(one: Statement, other: Statement) -> bool:
    return float(one[0].mean(one[1]) @ other[0].mean(other[1])) >= _WORTH_COMPARING


def _sentence(statement: Statement) -> EncodedSentence:
    item, said = statement
    return item.said(said)


def _seconded_voice(leader: AssessedPassage, others: Sequence[AssessedPassage], enough: float) -> SentenceScore:
    """The first of the leader's sentences with which another article would itself answer, scoring `enough`."""
    seconds = [other for other in others if other.source_id != leader.source_id and other.best.score >= enough]
    seconded = (
        said
        for said in leader.alternatives
        if any(states_the_same((leader, said), (other, other.best)) for other in seconds)
    )
    return next(seconded, leader.best)
