"""Two texts word by word: which words of each are not in the other's place, punctuation around them apart. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.text.normalise import QUOTATION_MARKS, casefold_compatible

_LEAST_ALIKE = 0.4
_WORD = re.compile(r"\S+")
_AROUND = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Differences:
    """Spans of the words that differ, in the given text and in the passage."""

    given: tuple[tuple[int, int], ...]
    passage: tuple[tuple[int, int], ...]


def differences(given: str, passage: str) -> Differences | None:
    """How `given` and the part of `passage` that it resembles differ; None when it resembles no part of it."""
    given_words, passage_words = list(_WORD.finditer(given)), list(_WORD.finditer(passage))
    matcher = SequenceMatcher(
        None, [_plain(word[0]) for word in given_words], [_plain(word[0]) for word in passage_words], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in blocks)
    if not blocks or alike < _LEAST_ALIKE * len(given_words):
        return None
    first, last = blocks[0], blocks[-1]
    # The passage's own words before and after what was given are no difference, but as many as are given there.
    start = max(0, first.b - first.a)
    end = min(len(passage_words), last.b + last.size + len(given_words) - last.a - last.size)
    same_given = {block.a + step for block in blocks for step in range(block.size)}
    same_passage = {block.b + step for block in blocks for step in range(block.size)}
    return Differences(
        tuple(word.span() for number, word in enumerate(given_words) if number not in same_given),
        tuple(passage_words[number].span() for number in range(start, end) if number not in same_passage),
    )


def _plain(word: str) -> str:
    plain = casefold_compatible(word.translate(QUOTATION_MARKS))
    return _AROUND.sub("", plain) or plain
