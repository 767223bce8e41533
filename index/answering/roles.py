"""Two claims -> whether who does something and whom it is done to may have changed places.

Before a verb stands who does it, behind it whom it is done to; of a passive it is the other way round, and "by" says
who did it. Names and other words are looked at alike: coaches strike referees.
"""

from __future__ import annotations

from index.answering.claims import Claim, ClaimWord
from index.answering.names_compared import same_word

# So many words around a verb are asked who they are: what stands further off may belong to another verb.
_REACH = 4

Parties = tuple[frozenset[int], frozenset[int]]
"""Those that do it and those whom it is done to: numbers of words that both claims have."""


def exchanged(one: Claim, other: Claim) -> bool:
    """Whether around a word of both claims somebody stands on another side in each, and somebody else the other way.

    Places where something is done are left out. Some sentences that say the same are merely built otherwise.
    """
    shared = _shared(one, other)
    numbers = [{pair[side].place: number for number, pair in enumerate(shared)} for side in (0, 1)]
    return any(
        bool(mine[0] & theirs[1] and mine[1] & theirs[0])
        for verb, known in shared
        # What is a verb is not known of most words; names are none.
        if not (verb.name or known.name)
        for mine, theirs in [(_parties(one, verb, numbers[0]), _parties(other, known, numbers[1]))]
    )


def _shared(one: Claim, other: Claim) -> list[tuple[ClaimWord, ClaimWord]]:
    """Words of both claims, each with where it stands first in the other."""
    found: dict[int, tuple[ClaimWord, ClaimWord]] = {}
    for word in one.words:
        known = next((known for known in other.words if is_alike(word, known)), None)
        if known is not None and known.place not in found:
            found[known.place] = (word, known)
    return list(found.values())


def is_alike(word: ClaimWord, known: ClaimWord) -> bool:
    """Whether two words are forms of one."""
    return known.beginning == word.beginning and same_word(word.folded, known.folded)


def _parties(claim: Claim, verb: ClaimWord, numbers: dict[int, int]) -> Parties:
    words = [
        word
        for word in claim.words
        if word.place in numbers and word.place not in claim.placed and word is not verb and not word.act
    ]
    before = [word for word in words if word.place < verb.place][-_REACH:]
    behind = [word for word in words if word.place > verb.place][:_REACH]
    if verb.place not in claim.passives:
        return _numbers(before, numbers), _numbers(behind, numbers)
    agents = [word for word in behind if word.folded in claim.agents]
    return _numbers(agents, numbers), _numbers(before, numbers)


def _numbers(words: list[ClaimWord], numbers: dict[int, int]) -> frozenset[int]:
    return frozenset(numbers[word.place] for word in words)
