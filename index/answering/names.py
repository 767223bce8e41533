"""Which words of a question are names or numbers, and whether a passage holds them.

A question about Paris is not answered by a passage about Moscow, however alike the two are otherwise; so names and
numbers have to stand in the passage or its article's title, in some form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.retrieval.term_weights import WeightedQuestion
from index.text import months
from index.text.normalise import fold

_CAPITALISED_RUN = re.compile(r"\b[^\W\d_]\w*(?:[ -](?:of |the |and |for )*[^\W\d_]\w*)*")
# Passages found for one question are found for the next; each takes some 10 KB.
_TEXTS_KEPT = 2048
# The same words are looked for in all passages that are found.
_WORDS_KEPT = 1024
# A word that weighs less (an idf) is a common one, however often it begins a heading or a title.
_RARE_WEIGHT = 2.0
# So many times as often with a capital as without: "may" is no name because of the month.
_NAMES_TO_ONE = 4
# A word is of a name's stem if it begins with the name less this ending; a shorter stem would be that of other names.
_LEAST_STEM = 4
_ENDING, _ENDING_OF_A_LONG_NAME, _LONG_NAME = 2, 3, 8
# Longer acronyms stand in the text themselves.
_LONGEST_ACRONYM = 6
# Short words have no capital in titles either ("of", "and").
_SHORT_WORD = 3
# No word holds it.
_MARK = "\n"


@dataclass(frozen=True, slots=True)
class Name:
    """A name or number of a question, folded; an acronym may be spelt out elsewhere."""

    folded: str
    may_be_acronym: bool


def names_of(question: WeightedQuestion, written_small: Collection[str] = ()) -> tuple[Name, ...]:
    """The names and numbers of a question.

    `written_small` are folded words of the question that are names although it gives them no capital.
    """
    return tuple(
        Name(word.folded, question.text[word.start : word.end].isupper() or word.folded in written_small)
        for word in question.words
        if word.folded in written_small or is_name(question.text, word.start, word.end)
    )


def lacks_a_name(names: Collection[Name], text: str) -> bool:
    """Whether one of the names is missing from a text."""
    if not names:
        return False
    held = held_words(text)
    return not all(
        holds(held, name.folded)
        or _is_in_another_script(held.words, name.folded)
        or (name.may_be_acronym and name.folded in _initials(text))
        for name in names
    )


def names_written_small(question: WeightedQuestion, texts: Iterable[str]) -> frozenset[str]:
    """The question's folded words without a capital that these texts write with one: questions are typed in haste.

    A word has to be capitalised inside sentences much oftener than not, as it is a common word otherwise.
    """
    small = {
        question.text[word.start : word.end]: word.folded
        for word in question.words
        if question.text[word.start].islower() and word.weight >= _RARE_WEIGHT and word.end - word.start > 1
    }
    if not small:
        return frozenset()
    # Most texts hold none of them, which is quickly seen.
    holding = [text for text in texts if any(folded in _folded(text) for folded in small.values())]
    small = {word: folded for word, folded in small.items() if any(folded in _capitalised(text) for text in holding)}
    if not small:
        return frozenset()
    written = re.compile(rf"\b(?:{'|'.join(map(re.escape, small))})\b", re.IGNORECASE)
    seen: Counter[tuple[str, bool]] = Counter()
    for text in holding:
        for match in written.finditer(text):
            is_capitalised = match[0][0].isupper()
            if not (is_capitalised and _opens_a_sentence(text, match.start())):
                seen[fold(match[0]), is_capitalised] += 1
    return frozenset(word for word in small.values() if seen[word, True] > _NAMES_TO_ONE * seen[word, False])


@lru_cache(maxsize=_TEXTS_KEPT)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _capitalised(text: str) -> frozenset[str]:
    """The words of a text that begin with a capital, folded."""
    return frozenset(fold(word) for word in re.findall(r"\w+", text) if word[0].isupper())


@dataclass(frozen=True, slots=True)
class HeldWords:
    """The different words of a text, folded, and all of them in one string, a mark before each."""

    words: frozenset[str]
    marked: str


@lru_cache(maxsize=_TEXTS_KEPT)
def held_words(text: str) -> HeldWords:
    words = frozenset(re.findall(r"\w+", fold(text)))
    return HeldWords(words, _MARK + _MARK.join(words))


def _is_in_another_script(words: Collection[str], name: str) -> bool:
    """Whether no word is in the script of a name, which then can't be looked for by its letters."""
    return name[:1].isalpha() and all(_script(word) != _script(name) for word in words)


def _script(word: str) -> str:
    """The script of a word's first letter."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a word of a text has a digit, or is capitalised where a common word would not be."""
    word = text[start:end]
    if any(character.isdigit() for character in word):
        return True
    if len(word) < 2 or not word[0].isupper() or _capitals_say_nothing(text):
        return False
    return not _opens_a_sentence(text, start)


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(' "“”‘(«')
    return not before or before[-1] in ".?!:"


def _capitals_say_nothing(text: str) -> bool:
    """Whether a text is written in capitals, or Every Word Has One."""
    words = [match for match in re.finditer(r"[^\W\d_]\w*", text) if not _opens_a_sentence(text, match.start())]
    long = [match[0][0].isupper() for match in words if len(match[0]) > _SHORT_WORD]
    return text.isupper() or (len(long) > 1 and all(long) and len(words) > 2)


def holds(held: HeldWords, wanted: str) -> bool:
    """Whether a folded word is among others: itself, its abbreviation, or a word of its stem (Ukraine, Ukrainian)."""
    forms = _forms(wanted)
    if not forms.whole.isdisjoint(held.words):
        return True
    if forms.bare_number:
        return any(word[:1].isdigit() and word.rstrip("sthndr") == forms.bare_number for word in held.words)
    return bool(forms.marked_stem) and forms.marked_stem in held.marked


@dataclass(frozen=True, slots=True)
class _Forms:
    """What stands for a word: any of these words whole; a word that begins so, with a mark before it; or a number that
    is this one without its ending."""

    whole: frozenset[str]
    marked_stem: str = ""
    bare_number: str = ""


@lru_cache(maxsize=_WORDS_KEPT)
def _forms(wanted: str) -> _Forms:
    whole = {wanted, *filter(None, [months.ENGLISH.get(wanted)])}
    if any(character.isdigit() for character in wanted):
        return _Forms(frozenset(whole), bare_number=wanted.rstrip("sthndr"))
    if len(wanted) < _LEAST_STEM:
        return _Forms(frozenset(whole))
    ending = _ENDING if len(wanted) < _LONG_NAME else _ENDING_OF_A_LONG_NAME
    stem = wanted[: max(_LEAST_STEM, len(wanted) - ending)]
    shortest = max(_LEAST_STEM, len(wanted) - _ENDING_OF_A_LONG_NAME)
    whole.update(wanted[:length] for length in range(shortest, len(wanted)))
    return _Forms(frozenset(whole), marked_stem=_MARK + stem)


def _initials(text: str) -> set[str]:
    """The acronyms that runs of capitalised words stand for (United Nations: un)."""
    found: set[str] = set()
    for run in _CAPITALISED_RUN.findall(text):
        letters = "".join(word[0] for word in re.findall(r"\w+", run) if word[0].isupper()).lower()
        for first in range(len(letters)):
            longest = min(first + _LONGEST_ACRONYM, len(letters))
            found.update(letters[first:last] for last in range(first + 2, longest + 1))
    return found
