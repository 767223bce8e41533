"""Numbers as they are written -> their values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answering.claim_words import NUMBERS, PHRASES, SCALES
from index.text.normalise import folded_words

# Shorter names of a scale, such as "mn", are not the beginnings of others.
_LONG_NAME = 4
_LONG_NAMES = tuple(name for name in SCALES if len(name) > _LONG_NAME)
# Words without which nothing is a figure in words; "a" and "one" need one of the others.
_IN_WORDS = frozenset(
    part
    for name in (*NUMBERS, *SCALES, *(word for phrase in PHRASES for word in phrase))
    for part in re.findall(r"\w{2,}", name)
) - {"of"}
_DIGIT = re.compile(r"\d")


def may_give_figures(text: str) -> bool:
    """Whether a text may give a figure, by a quick look: False only where it surely gives none."""
    if _DIGIT.search(text):
        return True
    return any(word in _IN_WORDS or word.startswith(_LONG_NAMES) for word in folded_words(text))


def number_of(text: str) -> float:
    """A number as written in English or on the continent: 1,200 and 1.200 are thousands, 4.5 and 4,5 are not."""
    groups = re.split(r"[.,]", text)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        return float("".join(groups))
    return float(f"{''.join(groups[:-1])}.{groups[-1]}") if len(groups) > 1 else float(text)


def is_day(word: str) -> bool:
    """Whether a word is the number of a day of the month."""
    return word.isdecimal() and 1 <= int(word) <= 31


def scale_at(words: Sequence[str], place: int) -> float | None:
    """What the word at a place multiplies the number before it by; None where it is no such word."""
    if place >= len(words):
        return None
    word = words[place]
    beginning = (scale for name, scale in SCALES.items() if len(name) > _LONG_NAME and word.startswith(name))
    return SCALES.get(word) or next(beginning, None)
