"""Which words of a question are names or numbers, and whether a passage holds them.

A question about Paris is not answered by a passage about Moscow, however alike the two are otherwise; so names and
numbers have to stand in the passage or its article's title, in some form.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection

from index.weighing import Weighed, fold

_OPENING_MARKS = ".?!:\"“”'‘«(-–—"
_MONTHS = {
    name.lower(): short.lower() for name, short in zip(calendar.month_name, calendar.month_abbr, strict=True) if name
}
_LEAST_STEM = 4
_LONG_NAME = 8


def folded_words(text: str) -> frozenset[str]:
    """The words of a text, lower case and without accents."""
    return frozenset(re.findall(r"\w+", fold(text)))


def missing_name(asked: Weighed, words: Collection[str]) -> float:
    """The weight of the heaviest name or number of the question that is not among `words`; 0 when none is missing."""
    missing = (
        word.weight
        for word in asked.words
        if is_name(asked.text, word.start, word.end) and not _holds(words, word.folded)
    )
    return max(missing, default=0.0)


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a word of a text has a digit, or is capitalised where a common word would not be."""
    word = text[start:end]
    if any(character.isdigit() for character in word):
        return True
    if len(word) < 2 or not word[0].isupper() or _is_shouted(text):
        return False
    before = text[:start].rstrip()
    return bool(before) and before[-1] not in _OPENING_MARKS


def _is_shouted(text: str) -> bool:
    words = re.findall(r"\w+", text)
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _holds(words: Collection[str], name: str) -> bool:
    """Whether `name` is among folded words: itself, its abbreviation, or a word of its stem (Ukraine, Ukrainian)."""
    if name in words or _MONTHS.get(name) in words:
        return True
    if any(character.isdigit() for character in name):
        bare = name.rstrip("sthndr")
        return any(word[:1].isdigit() and word.rstrip("sthndr") == bare for word in words)
    if len(name) < _LEAST_STEM:
        return False
    ending = 2 if len(name) < _LONG_NAME else 3
    stem = name[: max(_LEAST_STEM, len(name) - ending)]
    return any(
        word.startswith(stem) or (len(word) >= _LEAST_STEM and name.startswith(word) and len(name) - len(word) <= 3)
        for word in words
    )
