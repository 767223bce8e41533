"""Two claims -> where they clash, and how much of one is in the other.

A clash is a reason not to take two sentences for the same statement, whatever else they share. What is left is weighed
by a fitted model (`index.answering.agreement`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from index.answering.claims import Claim, ClaimWord
from index.answering.directions import turned
from index.answering.names_compared import Names, Pair, same_word
from index.answering.predicates import Sense, shipped_predicates
from index.answering.roles import exchanged, is_alike

Clash = Literal[
    "names",
    "subject",
    "heads",
    "order",
    "figures",
    "dates",
    "moods",
    "polarity",
    "roles",
    "lacking",
    "denials",
    "sides",
    "directions",
]
CLASHES: tuple[Clash, ...] = get_args(Clash)
# Clashes that may be of two events, those first that are soonest seen; and those that make two accounts of one event
# contradict each other. The rest only keep two claims from being taken for the same: the second has a figure or a year
# less; one denies or has a word of the opposite, though maybe both come to the same; somebody stands on another side of
# what is done, or seems to.
_OF_OTHER_EVENTS: tuple[Clash, ...] = ("moods", "dates", "subject", "names", "heads", "order")
_OPPOSING: tuple[Clash, ...] = ("figures", "polarity", "roles")

# How alike two words are that a concept, or a set of synonyms, has in common; and two that say the opposite.
_SAME_CONCEPT, _SYNONYMS, _OPPOSITE = 0.95, 0.9, 0.3
# Vectors of words tell less than letters: what they say counts so much.
_BY_VECTORS = 0.9
# From here on a word is taken for found in the other sentence; below these it is far or farther from all words there.
_FOUND = 0.85
_FAR, _FARTHER = 0.6, 0.45


@dataclass(frozen=True, slots=True)
class Shared:
    """How much two claims share; "lone" is what a word lacks of its nearest in the other claim, 0 to 1.

    aligned: the mean over the words of the claim that is found less. loneliest, lone: the greatest and the sum, of the
    claim that has less of it; lone_most: the sum of the other. paired: how near the words that each has for itself come
    to one another. acts: predicates that both have, up to 2. acts_apart: both have one for itself. The rest is counted,
    up to 2: names, figures, dates that only the first has (missing), or only the second (extra).

    Of the words of one claim that are no names (own), and of the other's (their): least, second: how near the two that
    are found least come; unfound: the sum of what they lack; far, farther: how many are far from all. cosine: of the
    sentences' mean vectors. matched: the share of words that both have, of the claim with fewer words. inverted,
    inversions: which share and how many pairs of these stand the other way round. figures_shared: up to 3. voices: one
    has a passive, the other none.
    """

    aligned: float
    loneliest: float
    lone: float
    lone_most: float
    paired: float
    acts: float
    acts_apart: float
    names_missing: float
    names_extra: float
    figures_missing: float
    figures_extra: float
    dates_missing: float
    dates_extra: float
    own_least: float
    own_second: float
    own_unfound: float
    own_far: float
    own_farther: float
    their_least: float
    their_second: float
    their_unfound: float
    their_far: float
    their_farther: float
    cosine: float
    matched: float
    inverted: float
    inversions: float
    figures_shared: float
    voices: float


# The greatest value of a figure of `Shared`; the others have none.
MOST: Mapping[str, float] = {
    **dict.fromkeys(("aligned", "loneliest", "paired", "acts_apart", "dates_missing", "dates_extra", "matched"), 1.0),
    **dict.fromkeys(("own_least", "own_second", "their_least", "their_second", "inverted", "voices", "cosine"), 1.0),
    **dict.fromkeys(("acts", "names_missing", "names_extra", "figures_missing", "figures_extra"), 2.0),
    "figures_shared": 3.0,
}


@dataclass(frozen=True)
class Comparison:
    """What speaks against two claims' stating the same, and what they share; each is worked out once it is asked for.

    cosine: of the mean vectors of all they say. cosines: gives those of their words' vectors, [words of one, words of
    the other].
    """

    one: Claim
    other: Claim
    cosine: float
    cosines: Callable[[], NDArray[np.float32]]

    @cached_property
    def clashes(self) -> frozenset[Clash]:
        return frozenset(kind for kind in CLASHES if self.clash_in(kind))

    def clash_in(self, kind: Clash) -> bool:
        """Whether they clash in one way, without a look at the others."""
        return _IS_CLASH[kind](self)

    @cached_property
    def polarity_and_roles(self) -> Mapping[Clash, bool]:
        return _polarity_and_roles(self.one, self.other, self.names)

    @cached_property
    def shared(self) -> Shared:
        table = _table(self.one.words, self.other.words, self.cosines())
        return _shared(self.one, self.other, self.names, table, self.cosine)

    @cached_property
    def names(self) -> Names:
        return Names(self.one, self.other)


def _shared(one: Claim, other: Claim, names: Names, table: NDArray[np.float64], cosine: float) -> Shared:
    forth, back = table.max(axis=1, initial=0.0), table.max(axis=0, initial=0.0)
    dates = _dates(one, other)
    return Shared(
        **_words_shared(one, other, forth, back, table),
        names_missing=_few(names.missing),
        names_extra=_few(names.extra),
        figures_missing=_few(len(_lone_figures(one, other))),
        figures_extra=_few(len(_lone_figures(other, one))),
        dates_missing=float(dates[0]),
        dates_extra=float(dates[1]),
        **_unfound("own", one, forth),
        **_unfound("their", other, back),
        cosine=cosine,
        **_matched(one, other),
        figures_shared=figures_shared(one.figures, other.figures),
        voices=float(bool(one.passives) != bool(other.passives)),
    )


_IS_CLASH: Mapping[Clash, Callable[[Comparison], bool]] = {
    "names": lambda both: both.names.initials_clash or bool(both.names.missing and both.names.extra),
    "subject": lambda both: both.names.subject_is_strange,
    "heads": lambda both: both.names.heads_clash(),
    "order": lambda both: both.names.reordered(),
    "figures": lambda both: bool(_lone_figures(both.one, both.other) and _lone_figures(both.other, both.one)),
    "dates": lambda both: _dates(both.one, both.other)[2],
    "moods": lambda both: both.one.moods != both.other.moods,
    "polarity": lambda both: both.polarity_and_roles["polarity"],
    "roles": lambda both: both.polarity_and_roles["roles"],
    "lacking": lambda both: _lacks(both.one, both.other),
    "denials": lambda both: both.polarity_and_roles["denials"],
    "sides": lambda both: exchanged(both.one, both.other),
    "directions": lambda both: turned(both.one, both.other),
}


def is_opposing(both: Comparison) -> bool:
    """Whether what clashes, and nothing else does, makes two accounts of one event contradict each other."""
    return not any(map(both.clash_in, _OF_OTHER_EVENTS)) and any(map(both.clash_in, _OPPOSING))


def may_agree(one: Claim, other: Claim) -> bool:
    """Whether the second claim has all figures and dates of the first, and both are meant alike: what is, what may be
    and what is wanted are no one statement. That is better counted than read."""
    is_counted = not (_lone_figures(one, other) or _lacks(one, other) or _dates(one, other)[2])
    return is_counted and one.moods == other.moods


def _lone_figures(one: Claim, other: Claim) -> Counter[float]:
    """The figures that only the first has, or has more often; round nine is the ninth."""
    return one.figures - other.figures - Counter(map(float, other.ordinals))


def _lacks(one: Claim, other: Claim) -> bool:
    """Whether the second has a figure or the year less."""
    lone = _lone_figures(one, other)
    return bool(lone and not _lone_figures(other, one)) or bool(one.years and not other.years)


def figures_shared(one: Counter[float], other: Counter[float]) -> float:
    """How many figures two claims have in common, up to 3."""
    return float(min(len(one & other), 3))


def _few(count: int) -> float:
    return float(min(count, 2))


# Words


def _table(one: Sequence[ClaimWord], other: Sequence[ClaimWord], cosines: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far each word of one is each of the other, [words, words]."""
    # Of a script that the model may not read, vectors say nothing.
    read = np.outer([word.folded.isascii() for word in one], [word.folded.isascii() for word in other])
    table: NDArray[np.float64] = _BY_VECTORS * np.maximum(cosines, 0.0) * read
    # Where one has no words at all, NumPy can't know that these are truth values.
    names = np.not_equal.outer(*(np.array([word.name for word in words], dtype=bool) for words in (one, other)))
    within = np.outer(*(np.array([word.place > 0 for word in words], dtype=bool) for words in (one, other)))
    table[names & within] /= 2
    for row, first in enumerate(one):
        for column, second in enumerate(other):
            likeness = None if names[row, column] and within[row, column] else _by_meaning(first, second)
            if likeness is not None:
                table[row, column] = min(table[row, column], likeness) if likeness == _OPPOSITE else likeness
            if first.beginning == second.beginning and same_word(first.folded, second.folded):
                table[row, column] = 1.0
    return table


def _by_meaning(one: ClaimWord, other: ClaimWord) -> float | None:
    """How alike two words are by what is known of them; None where nothing is."""
    if one.senses and other.senses and not one.senses.isdisjoint(other.senses):
        return _SAME_CONCEPT
    if one.synonyms and other.synonyms and not one.synonyms.isdisjoint(other.synonyms):
        return _SYNONYMS
    return _OPPOSITE if one.concepts and not one.concepts.isdisjoint(other.concepts) else None


def _words_shared(
    one: Claim, other: Claim, forth: NDArray[np.float64], back: NDArray[np.float64], table: NDArray[np.float64]
) -> dict[str, float]:
    sides = ((one.words, forth), (other.words, back))
    lone = [
        np.array([1 - best for word, best in zip(words, scores, strict=True) if not word.light])
        for words, scores in sides
    ]
    acts = [
        [best >= _FOUND for word, best in zip(words, scores, strict=True) if word.act and not word.light]
        for words, scores in sides
    ]
    sums = [float(values.sum()) for values in lone]
    return {
        "aligned": min(float(scores.mean()) if len(scores) else 0.0 for _, scores in sides),
        "loneliest": min(float(values.max(initial=0.0)) for values in lone),
        "lone": min(sums),
        "lone_most": max(sums),
        "paired": _paired(sides, table),
        "acts": _few(min(sum(found) for found in acts)),
        "acts_apart": float(all(not all(found) for found in acts)),
    }


def _unfound(side: str, claim: Claim, scores: NDArray[np.float64]) -> dict[str, float]:
    found = sorted(float(best) for word, best in zip(claim.words, scores, strict=True) if not (word.light or word.name))
    return {
        f"{side}_least": found[0] if found else 1.0,
        f"{side}_second": found[1] if len(found) > 1 else 1.0,
        f"{side}_unfound": sum(1 - best for best in found),
        f"{side}_far": float(sum(best < _FAR for best in found)),
        f"{side}_farther": float(sum(best < _FARTHER for best in found)),
    }


def _matched(one: Claim, other: Claim) -> dict[str, float]:
    """Words that stand once in both claims, and how many pairs of them stand the other way round."""
    places = [
        found[0]
        for word in one.words
        if not word.light
        and len(found := [place for place, known in enumerate(other.words) if is_alike(word, known)]) == 1
    ]
    pairs = len(places) * (len(places) - 1) // 2
    inversions = sum(first > second for first, second in combinations(places, 2))
    fewest = min(sum(not word.light for word in claim.words) for claim in (one, other))
    return {
        "matched": len(places) / max(fewest, 1),
        "inverted": inversions / max(pairs, 1),
        "inversions": float(min(inversions, 6)),
    }


def _paired(sides: Sequence[tuple[Sequence[ClaimWord], NDArray[np.float64]]], table: NDArray[np.float64]) -> float:
    rows, columns = (
        [at for at, (word, best) in enumerate(zip(words, scores, strict=True)) if best < _FOUND and not word.light]
        for words, scores in sides
    )
    if not rows or not columns:
        return 1.0
    part = table[np.ix_(rows, columns)]
    return float(part.max(axis=int(len(rows) <= len(columns))).min())


# Dates


def _dates(one: Claim, other: Claim) -> tuple[bool, bool, bool]:
    """Whether one has a date where the other has none, the other has, and both have and they differ."""
    missing = extra = clash = False
    for own, others in ((one.days, other.days), (one.years, other.years), (one.months, other.months)):
        missing |= bool(own and not others)
        extra |= bool(others and not own)
    for own, others in ((one.days, other.days), (one.years, other.years), (one.ordinals, other.ordinals)):
        clash |= bool(own and others and not own & others)
    if one.months and other.months:
        clash |= not any(_is_same_day(own, known) for own in one.months for known in other.months)
    return missing, extra, clash


def _is_same_day(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


# What is said, and of whom


def _polarity_and_roles(one: Claim, other: Claim, names: Names) -> dict[Clash, bool]:
    """That a loses to b says that b beats a; to deny the opposite is to confirm."""
    pairs = _predicates(one, other)
    opposed = _is_contrary(one, other) or _is_contrary(other, one)
    turned = any(sense.concept in shipped_predicates().converse for _, _, sense, same in pairs if not same)
    swapped = names.swapped(pairs)
    negations = _negations(one, other) + _negations(other, one)
    polarity = (negations + opposed + (swapped and turned)) % 2 == 1
    denials = bool(negations or (opposed and not (swapped and turned)))
    return {"polarity": polarity, "roles": swapped and not turned, "denials": denials}


def _predicates(one: Claim, other: Claim) -> list[Pair]:
    """Words of both that say one concept: with the sense of the first, and whether both say the same."""
    found: list[Pair] = []
    for first in one.words:
        for sense in first.senses:
            same = next((second for second in other.words if sense in second.senses), None)
            contrary = Sense(sense.concept, not sense.opposite)
            opposite = next((second for second in other.words if contrary in second.senses), None)
            if same is not None:
                found.append((first, same, sense, True))
            elif opposite is not None and not any(first.senses & second.senses for second in other.words):
                found.append((first, opposite, sense, False))
    return found


def _is_contrary(one: Claim, other: Claim) -> bool:
    """Whether a word of one says the opposite of a word of the other, which has no word that says the same."""
    senses = {sense for word in other.words for sense in word.senses}
    return any(
        Sense(sense.concept, not sense.opposite) in senses and not word.senses & senses
        for word in one.words
        for sense in word.senses
    )


def _negations(claim: Claim, other: Claim) -> int:
    """How often a claim negates: by words, and by what denies where the other has no word on the matter."""
    negating = shipped_predicates().negating
    known = {sense.concept for word in other.words for sense in word.senses}
    return claim.negations + any(
        sense.opposite and sense.concept in negating and not any(mine.concept in known for mine in word.senses)
        for word in claim.words
        for sense in word.senses
    )
