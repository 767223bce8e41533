"""What a sentence claims, as far as can be read off its words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from index.answering.predicates import Sense


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """A word that says something: its offsets in the sentence, its folded form without 's, what it may say.

    name: it is written as names are. senses: empty for words that are no predicate known; concepts: of its senses.
    act: it says what is done. light: it says little. synonyms: sets of synonyms that it is in. beginning: its first
    letters, which all forms of a word share.
    """

    start: int
    end: int
    folded: str
    place: int
    name: bool
    senses: frozenset[Sense]
    act: bool
    light: bool
    synonyms: frozenset[int]
    concepts: frozenset[int]
    beginning: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of one or several words; first is the place of its first word in the sentence.

    placing: it follows a word like "in". agent: it follows "by". possessive: it ends in 's. head: the word
    whose name it is or that it belongs to: as "envoy" in "the envoy of Velmark" and "Velmark's envoy".
    """

    words: tuple[str, ...]
    first: int
    placing: bool
    agent: bool
    possessive: bool
    head: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is read off a sentence.

    figures: each so often as it is given. negations: how often it denies. days: days of the week, 0 to 6. months:
    (month, day), day 0 where none is given. passives: places of words that a form of "be" precedes. placed: places of
    words that say where something is. agents: folded words behind "by".
    """

    text: str
    words: tuple[ClaimWord, ...]
    mentions: tuple[Mention, ...]
    figures: Counter[float]
    days: frozenset[int]
    months: frozenset[tuple[int, int]]
    years: frozenset[int]
    ordinals: frozenset[int]
    negations: int
    moods: frozenset[str]
    passives: frozenset[int]
    placed: frozenset[int]
    agents: frozenset[str]
    initial: Mention | None
    joined: frozenset[frozenset[int]]
