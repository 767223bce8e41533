"""Which words are English, whether an archive holds them or not: the words of WordNet, and their regular forms.

The list is data beside this module; `python -m benchmarks.word_list` writes it, and says what it is made of.
"""

from __future__ import annotations

import lzma
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).with_name("english_words.txt.xz")
COMMENT = "#"
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
# The last letter of such words is doubled: stop, stopped.
_SHORT_VOWEL = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def is_english(word: str) -> bool:
    """Whether a lower-case word is in the list, or a regular form of one that is."""
    return any(_is_listed(one.encode()) for one in (word, *_bases(word)))


def _is_listed(word: bytes) -> bool:
    lines = _lines()

    def line_at(place: int) -> bytes:
        return lines[lines.rfind(b"\n", 0, place) + 1 : lines.find(b"\n", place)]

    place = bisect_left(range(len(lines)), word, key=line_at)
    return place < len(lines) and line_at(place) == word


@lru_cache(maxsize=1)
def _lines() -> bytes:
    """The list, in order; comments, which stand before it, come before all words too. A set would take eight times the
    memory."""
    return lzma.decompress(WORDS.read_bytes())


def _bases(word: str) -> Iterator[str]:
    """What a word is a regular form of, if its spelling follows the rules."""
    if word.endswith("s"):
        base = word[:-1]
        if not _CONSONANT_Y.search(base) and not _SIBILANT.search(base):
            yield base
        if word.endswith("es") and _SIBILANT.search(word[:-2]):
            yield word[:-2]
        if word.endswith("ies"):
            yield f"{word[:-3]}y"
    for ending in ("ed", "er", "est", "ing"):
        if word.endswith(ending):
            yield from _bases_before_a_vowel(word.removesuffix(ending), keeps_y=ending == "ing")
    if word.endswith("ly"):
        yield word[:-2]


def _bases_before_a_vowel(stem: str, *, keeps_y: bool) -> Iterator[str]:
    yield f"{stem}e"
    if stem[-2:-1] == stem[-1:] and _SHORT_VOWEL.fullmatch(stem[:-1]):
        yield stem[:-1]
    elif not stem.endswith("e") and not _SHORT_VOWEL.fullmatch(stem) and (keeps_y or not _CONSONANT_Y.search(stem)):
        yield stem
    if stem.endswith("i") and not keeps_y:
        yield f"{stem[:-1]}y"
