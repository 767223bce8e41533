"""Two claims -> whether somebody gives in one who gets in the other, wins in one who loses in the other, or does in one
what is done to him in the other.

Nothing here parses a sentence either. A word's side is told by the word that governs it: a preposition ("from Ostland",
"to Tarsa", "by the court"), or the verb before which or behind which it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from index.answering.claim_reader import read_claim
from index.answering.claim_words import BY, BY_WITHIN, POSSESSIVE, SAID, TOKEN
from index.answering.claims import Claim, ClaimWord
from index.answering.names_compared import same_word
from index.answering.predicates import shipped_predicates
from index.text.normalise import fold

Side = Literal["source", "target", "thing", "winner", "loser"]

# What a concept makes of who does it, and of whom or what it is done to: said so, and said the other way.
_DOER: Mapping[str, tuple[Side, Side]] = {
    "trade": ("target", "source"),
    "loan": ("source", "target"),
    "give": ("source", "target"),
    "win": ("winner", "loser"),
}
_DONE_TO: Mapping[str, tuple[Side | None, Side | None]] = {
    "trade": ("thing", "thing"),
    "loan": ("target", None),
    "give": ("target", None),
    "win": ("loser", None),
}
_AGAINST: Mapping[Side, frozenset[Side]] = {
    "source": frozenset(("target",)),
    "target": frozenset(("source", "thing")),
    "thing": frozenset(("target",)),
    "winner": frozenset(("loser",)),
    "loser": frozenset(("winner",)),
}
_PREPOSITIONS = frozenset(
    "from to by of with against for in at on near off into over under between after before since until during through"
    " about as than because despite without within among outside inside around behind towards toward upon via following"
    " amid".split()
)
# Behind one of these another clause begins.
_CLAUSES = SAID | set("that which who whose when while where if whether but and as because although though".split())
_BEFORE_SUBJECTS = SAID | {"that", "which", "who"}
_PAUSES = frozenset(",;:—()")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a word stands: on which sides of an exchange or a contest, what it does, and what is done to it."""

    sides: set[Side] = field(default_factory=set)
    does: list[ClaimWord] = field(default_factory=list)
    suffers: list[ClaimWord] = field(default_factory=list)


def turned(one: Claim, other: Claim) -> bool:
    """Whether a word that both claims have stands on opposite sides, or one thing is done by somebody else of both."""
    mine, theirs = _standings(one.text), _standings(other.text)
    shared = [(word, known) for word in one.words if _is_party(word) and (known := _of_party(word, other)) is not None]
    standing = [
        (word.name or known.name, mine[word.place], theirs[known.place])
        for word, known in shared
        if word.place in mine and known.place in theirs
    ]
    if any(_is_turned(own, known) for _, own, known in standing):
        return True
    return _is_done_by_another([(own, known) for is_name, own, known in standing if is_name])


def _is_turned(own: Standing, known: Standing) -> bool:
    if not own.sides & known.sides and any(_AGAINST[side] & known.sides for side in own.sides):
        return True
    return _is_one(own.does, known.suffers) or _is_one(own.suffers, known.does)


def _is_done_by_another(named: Sequence[tuple[Standing, Standing]]) -> bool:
    """Whether an act of both is done by somebody named in both, but not by the same."""
    pairs = [(verb, act) for own, _ in named for verb in own.does for _, known in named for act in known.does]
    acts = [(verb, act) for verb, act in pairs if _is_same_act(verb, act)]
    return any(not any(verb in own.does and act in known.does for own, known in named) for verb, act in acts)


def _is_one(verbs: Sequence[ClaimWord], others: Sequence[ClaimWord]) -> bool:
    return any(_is_same_act(verb, other) for verb in verbs for other in others)


def _is_same_act(verb: ClaimWord, other: ClaimWord) -> bool:
    return same_word(verb.folded, other.folded) or not verb.senses.isdisjoint(other.senses)


def _is_act(word: ClaimWord) -> bool:
    return word.act and not word.name


def _is_party(word: ClaimWord) -> bool:
    return not _is_act(word) and not word.light


def _of_party(word: ClaimWord, other: Claim) -> ClaimWord | None:
    return next((one for one in other.words if not _is_act(one) and same_word(word.folded, one.folded)), None)


@lru_cache(maxsize=1)
def _concepts() -> Mapping[int, str]:
    return {number: name for number, name in enumerate(shipped_predicates().names) if name in _DOER}


def _exchanges(verb: ClaimWord) -> Iterator[tuple[str, bool]]:
    """The concepts of a verb that make sides, and whether it says the opposite of each."""
    known = _concepts()
    return ((known[sense.concept], sense.opposite) for sense in verb.senses if sense.concept in known)


@lru_cache(maxsize=4096)
def _standings(text: str) -> Mapping[int, Standing]:
    """How the words of a sentence stand, by their places."""
    return _Governed(read_claim(text)).standings()


class _Governed:
    """The tokens of a claim's sentence, and which word governs each."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._tokens = list(TOKEN.finditer(claim.text))
        self._folded = [POSSESSIVE.sub("", fold(token[0])) for token in self._tokens]
        self._at = {word.place: word for word in claim.words}
        self._acts = [word for word in claim.words if _is_act(word)]
        self._prepositions = {
            word.place: place
            for word in claim.words
            if not _is_act(word) and (place := self._before(word.place)) is not None
        }
        self._found: defaultdict[int, Standing] = defaultdict(Standing)

    def standings(self) -> Mapping[int, Standing]:
        for place, preposition in self._prepositions.items():
            self._governed(self._found[place], preposition)
        for verb in self._acts:
            self._around(verb)
        return self._found

    def _before(self, place: int) -> int | None:
        """The place of the preposition that a word stands behind, with nothing but its own phrase between."""
        for before in range(place - 1, -1, -1):
            if self._is_pause(before + 1) or self._folded[before] in _CLAUSES or self._is_act_at(before):
                return None
            if self._folded[before] in _PREPOSITIONS:
                return before
        return None

    def _governed(self, standing: Standing, preposition: int) -> None:
        word = self._folded[preposition]
        verb = next((act for act in reversed(self._acts) if act.place < preposition), None)
        wins = {opposite for name, opposite in _exchanges(verb) if name == "win"} if verb else set()
        if word == "from":
            standing.sides.add("source")
        elif word == "to" and True in wins:
            standing.sides.add("winner")
        elif word == "to" and self._folded[preposition - 1] != "according":
            standing.sides.add("target")
        elif word in ("over", "against") and False in wins:
            standing.sides.add("loser")
        elif word in BY and verb and preposition - verb.place <= BY_WITHIN:
            self._does(standing, verb)

    def _around(self, verb: ClaimWord) -> None:
        subject = [self._found[place] for place in self._subject(verb.place)]
        if verb.place in self._claim.passives:
            for standing in subject:
                self._suffers(standing, verb)
            return
        for standing in subject:
            self._does(standing, verb)
        for place in self._object(verb.place):
            self._suffers(self._found[place], verb)

    def _subject(self, verb: int) -> Iterator[int]:
        """The places of words before a verb that no preposition governs."""
        for place in range(verb - 1, -1, -1):
            if self._folded[place] in _BEFORE_SUBJECTS or self._is_act_at(place):
                return
            if place in self._at and place not in self._prepositions:
                yield place

    def _object(self, verb: int) -> Iterator[int]:
        """The places of words right behind a verb."""
        for place in range(verb + 1, len(self._folded)):
            word = self._folded[place]
            if self._is_pause(place) or word in _PREPOSITIONS or word in _CLAUSES or self._is_act_at(place):
                return
            if place in self._at:
                yield place

    def _does(self, standing: Standing, verb: ClaimWord) -> None:
        standing.does.append(verb)
        standing.sides.update(_DOER[name][opposite] for name, opposite in _exchanges(verb))

    def _suffers(self, standing: Standing, verb: ClaimWord) -> None:
        standing.suffers.append(verb)
        sides = (_DONE_TO[name][opposite] for name, opposite in _exchanges(verb))
        standing.sides.update(side for side in sides if side)

    def _is_act_at(self, place: int) -> bool:
        return place in self._at and _is_act(self._at[place])

    def _is_pause(self, place: int) -> bool:
        """Whether a comma or the like stands before a token."""
        between = self._claim.text[self._tokens[place - 1].end() : self._tokens[place].start()]
        return not _PAUSES.isdisjoint(between)
