"""The names of two claims: which are the same, and whether they do the same in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations, takewhile

from index.answering.claim_words import TITLES
from index.answering.claims import Claim, ClaimWord, Mention
from index.answering.predicates import Sense

Pair = tuple[ClaimWord, ClaimWord, Sense, bool]
"""A predicate of one claim, one of the other, the first one's sense, and whether the second says the same."""

_SHORTEST_STEM = 4
_SUFFIXES = frozenset(
    "s es ed d ing ial e er ers or ors ion ions al als ly y ies ied ier n an ian ans ians ish ment ments ance ence ity"
    " us en ens em es n in r ern te ten t".split()
) | {""}
_CYRILLIC_ENDING = 3


class Names:
    """The names that two claims share, as pairs, and how many each has for itself.

    subject_is_strange: the first name that may be who does it is not in the other claim. initials_clash: both begin
    with a capital word, maybe a name, that the other does not have.
    """

    def __init__(self, one: Claim, other: Claim) -> None:
        self.one, self.other = one, other
        own, others = _with_initial(one, other), _with_initial(other, one)
        self.pairs: list[tuple[Mention, Mention]] = []
        for first in own:
            found = next((second for second in others if _is_same(first, second)), None)
            if found:
                self.pairs.append((first, found))
        self.missing = sum(_is_strange(mention, other) for mention in own)
        self.extra = sum(_is_strange(mention, one) for mention in others)
        self.subject_is_strange = _subject_is_strange(one, other) or _subject_is_strange(other, one)
        self.initials_clash = bool(
            one.initial and other.initial and _is_strange(one.initial, other) and _is_strange(other.initial, one)
        )

    def swapped(self, predicates: Sequence[Pair]) -> bool:
        """Whether two names, or who does it and whom it is done to, have changed places, with no passive to explain
        it."""
        agents = [_known(self.one.agents, self.other), _known(self.other.agents, self.one)]
        if agents[0] and agents[1] and not any(same_word(a, b) for a in agents[0] for b in agents[1]):
            return True
        for agent, claim, active in ((agents[0], self.one, self.other), (agents[1], self.other, self.one)):
            if agent and not active.agents and _is_patient(agent, claim, active, predicates):
                return True
        return any(
            self._are_turned(first, second)
            for first, second in combinations(self.pairs, 2)
            if not self._are_equals(first, second)
        )

    def reordered(self) -> bool:
        """Whether two names stand in another order, or in another case, with no act between them to tell by."""
        return any(
            self._are_reordered(first, second)
            for first, second in combinations(self.pairs, 2)
            if not self._are_equals(first, second)
        )

    def _are_reordered(self, first: tuple[Mention, Mention], second: tuple[Mention, Mention]) -> bool:
        if not all(word.isascii() for word in first[0].words + second[0].words):
            return any(not set(own.words) & set(known.words) for own, known in (first, second))
        has_agent = any(mention.agent for mention in (*first, *second))
        return _is_inverted(first, second) and not has_agent and not self._between(first, second)

    def _are_turned(self, first: tuple[Mention, Mention], second: tuple[Mention, Mention]) -> bool:
        """Whether two names stand around an act of both claims, the other way round in one of them."""
        inverted, between = _is_inverted(first, second), self._between(first, second)
        if (first[0].agent or second[0].agent) != (first[1].agent or second[1].agent):
            return not inverted
        passive = any(
            (word.place in self.one.passives) != (known.place in self.other.passives) for word, known in between
        )
        return bool(between) and inverted and not passive

    def _between(
        self, first: tuple[Mention, Mention], second: tuple[Mention, Mention]
    ) -> list[tuple[ClaimWord, ClaimWord]]:
        return [
            (word, known)
            for word, known in self._pivots
            if _is_between(word, first[0], second[0]) and _is_between(known, first[1], second[1])
        ]

    @cached_property
    def _pivots(self) -> list[tuple[ClaimWord, ClaimWord]]:
        """Acts of both that are one word, or say one thing or its opposite."""
        return [
            (word, known)
            for word in self.one.words
            for known in self.other.words
            if (word.act or known.act) and (same_word(word.folded, known.folded) or word.concepts & known.concepts)
        ]

    def heads_clash(self) -> bool:
        """Whether what belongs to a name in one claim belongs to another in the other: the ambassador of whom."""
        return any(
            same_word(own.head, other.head)
            and not _is_same(own, other)
            and not any(_is_same(known, other) and same_word(known.head, own.head) for known in _named(self.one))
            and not any(_is_same(known, own) and same_word(known.head, own.head) for known in _named(self.other))
            for own in _named(self.one)
            for other in _named(self.other)
            if own.head and other.head
        )

    def _are_equals(self, first: tuple[Mention, Mention], second: tuple[Mention, Mention]) -> bool:
        """Whether two names are joined by "and" in one of the claims, or are where it is, not who."""
        if any(mention.placing for mention in (*first, *second)):
            return True
        if first[0].words == second[0].words or first[1].words == second[1].words:
            return True
        if any(pair[0].head and same_word(pair[0].head, pair[1].head) for pair in (first, second)):
            return True
        return any(
            frozenset((first[at].first, second[at].first)) in claim.joined
            for at, claim in enumerate((self.one, self.other))
        )


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word, as far as their letters tell."""
    return one == other or (one[:3] == other[:3] and _same_stem(one, other))


@lru_cache(maxsize=4096)
def _same_stem(one: str, other: str) -> bool:
    length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if not (one.isascii() and other.isascii()):
        return length >= _SHORTEST_STEM and max(len(one), len(other)) - length <= _CYRILLIC_ENDING
    return any(
        all(_without_double(word[stem:], word[stem - 1]) in _SUFFIXES for word in (one, other))
        for stem in (length, length - 1)
        if stem >= _SHORTEST_STEM or ((stem == len(one) or stem == len(other)) and stem > 2)
    )


def _without_double(ending: str, last: str) -> str:
    return ending[1:] if ending[:1] == last else ending


def _with_initial(claim: Claim, other: Claim) -> list[Mention]:
    """The names of a claim, with its first word where that is one in the other claim."""
    known = [*other.mentions, *([other.initial] if other.initial else [])]
    is_name = claim.initial and any(_is_same(claim.initial, mention) for mention in known)
    return [*([claim.initial] if claim.initial and is_name else []), *claim.mentions]


def _named(claim: Claim) -> Iterator[Mention]:
    if claim.initial:
        yield claim.initial
    yield from claim.mentions


def _is_strange(mention: Mention, other: Claim) -> bool:
    """Whether a claim does not have a name, as a name or as words."""
    words = [word.folded for word in other.words]
    return (
        not any(_is_same(mention, known) for known in _named(other))
        and not all(any(same_word(word, own) for own in words) for word in mention.words)
        and not _is_short_for(mention, other)
    )


def _subject_is_strange(claim: Claim, other: Claim) -> bool:
    """Whether the first name that may be who does it is not in the other claim."""
    subject = next((mention for mention in claim.mentions if not mention.placing and not mention.head), None)
    return subject is not None and _is_strange(subject, other)


def _is_same(one: Mention, other: Mention) -> bool:
    """Whether two names may be of one bearer: one within the other, or one surname."""
    short, long = sorted((_bare(one.words), _bare(other.words)), key=len)
    if all(any(same_word(word, known) for known in long) for word in short):
        return True
    return same_word(short[-1], long[-1]) and len(short) < 2


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the titles before it."""
    first = 0
    while first < len(words) - 1 and words[first] in TITLES:
        first += 1
    return words[first:]


def _is_short_for(mention: Mention, other: Claim) -> bool:
    """Whether a name is the initials of one of the other claim's, or the other way round."""
    return any(
        _initials(first.words) == "".join(second.words)
        for known in other.mentions
        for first, second in ((known, mention), (mention, known))
        if len(first.words) > 1
    )


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


def _known(agents: frozenset[str], other: Claim) -> list[str]:
    return [agent for agent in agents if any(same_word(agent, word.folded) for word in other.words)]


def _is_patient(agents: Sequence[str], claim: Claim, active: Claim, predicates: Sequence[Pair]) -> bool:
    """Whether those by whom it is done in one claim stand right behind the predicate of another, which is active."""
    for first, second, _, same in predicates:
        predicate = second if first in claim.words else first
        passive = first if first in claim.words else second
        if not same or predicate.place in active.passives or passive.place not in claim.passives:
            continue
        following = next((word for word in active.words if word.place > predicate.place), None)
        if following and any(same_word(agent, following.folded) for agent in agents):
            return True
    return False


def _is_inverted(first: tuple[Mention, Mention], second: tuple[Mention, Mention]) -> bool:
    return (first[0].first < second[0].first) != (first[1].first < second[1].first)


def _is_between(word: ClaimWord, one: Mention, other: Mention) -> bool:
    return min(one.first, other.first) < word.place < max(one.first, other.first)
