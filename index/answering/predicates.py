"""Which words of the news say the same, and which the opposite: approve and allow, approve and ban, beat and lose to.

The words are data beside this module, written by hand. A concept has words that affirm it and words that say its
opposite; of a `converse` one these say the same with the parties exchanged, and the opposite of a `negating` one denies
what else the sentence says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.text.normalise import fold

_WORDS = Path(__file__).with_name("predicates.json")
_SYNONYMS = Path(__file__).with_name("synonyms.json")
# Between the verb and the particle of "hand the spy over" stand so many words at most.
_WIDEST_GAP = 6
# Word endings and what they are put in place of, to come from stopped, tries, making to what the data list.
_ENDINGS = (
    ("'s", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("d", ""),
    ("ed", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)
_SHORTEST_STEM = 2
# Beginnings are looked up by so many letters; none is shorter.
_INDEXED = 3


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word may say: a concept by its number, and whether the opposite of it."""

    concept: int
    opposite: bool


@dataclass(frozen=True, slots=True)
class Predicates:
    """The words by folded form, those that are only beginnings by their first letters, and phrases by their first word.

    names: of the concepts, by number. converse, negating, acts: the concepts of that kind.
    """

    names: tuple[str, ...]
    words: dict[str, frozenset[Sense]]
    beginnings: dict[str, tuple[tuple[str, Sense], ...]]
    phrases: dict[str, tuple[tuple[str, Sense], ...]]
    converse: frozenset[int]
    negating: frozenset[int]
    acts: frozenset[int]

    def is_act(self, word: str, senses: frozenset[Sense]) -> bool:
        """Whether a folded word with these senses says what is done, rather than who, what or that it is said."""
        return any(sense.concept in self.acts for sense in senses) or (not senses and word.endswith("ed"))

    def senses(self, word: str) -> frozenset[Sense]:
        """What a folded word may say; nothing for most."""
        for form in _forms(word):
            if form in self.words:
                return self.words[form]
        known = self.beginnings.get(word[:_INDEXED], ())
        return frozenset(sense for beginning, sense in known if word.startswith(beginning))

    def phrase(self, words: Sequence[str], at: int) -> tuple[int, frozenset[Sense]] | None:
        """The place of the particle that makes a phrase with the word at a place, and what the phrase says."""
        known = [one for form in _forms(words[at]) for one in self.phrases.get(form, ())]
        particles = {particle for particle, _ in known}
        for place in range(at + 1, min(at + 1 + _WIDEST_GAP, len(words))):
            if words[place] in particles:
                return place, frozenset(sense for particle, sense in known if particle == words[place])
        return None


@lru_cache(maxsize=1)
def shipped_predicates() -> Predicates:
    """The words beside this module."""
    words: defaultdict[str, set[Sense]] = defaultdict(set)
    phrases: defaultdict[str, list[tuple[str, Sense]]] = defaultdict(list)
    beginnings: defaultdict[str, list[tuple[str, Sense]]] = defaultdict(list)
    concepts = json.loads(_WORDS.read_text(encoding="utf-8"))["concepts"]
    for number, concept in enumerate(concepts):
        for side in ("plus", "minus"):
            sense = Sense(number, side == "minus")
            for word in fold(concept.get(side, "")).split():
                first, *rest = word.split("_")
                if rest:
                    phrases[first].append((rest[-1], sense))
                elif word.endswith("*"):
                    beginnings[word[:_INDEXED]].append((word[:-1], sense))
                else:
                    words[word].add(sense)
    kinds = {kind: frozenset(n for n, one in enumerate(concepts) if one.get("kind") == kind) for kind in _KINDS}
    return Predicates(
        tuple(concept["concept"] for concept in concepts),
        {word: frozenset(senses) for word, senses in words.items()},
        {start: tuple(known) for start, known in beginnings.items()},
        {word: tuple(particles) for word, particles in phrases.items()},
        kinds["converse"],
        kinds["negating"],
        frozenset(range(len(concepts))) - kinds["thing"] - kinds["reporting"],
    )


_KINDS = ("converse", "negating", "thing", "reporting")


@lru_cache(maxsize=1)
def _synsets() -> dict[str, frozenset[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, synset in enumerate(json.loads(_SYNONYMS.read_text(encoding="utf-8"))["synsets"]):
        for word in synset.split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=65536)
def synsets(word: str) -> frozenset[int]:
    """The sets of synonyms that a folded English word is in."""
    known = _synsets()
    return frozenset().union(*(known.get(form, frozenset()) for form in _forms(word)))


def _forms(word: str) -> list[str]:
    """A folded word, and what it may be a form of."""
    found = [word]
    for ending, put in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            found.append(stem + put)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found
