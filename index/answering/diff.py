"""Two texts word by word: which words of each are not in the other's place; how they are written is no difference.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.text.scripts import UNSPACED, UNSPACED_LETTERS
from index.text.wording import Wording

# With fewer words in common, a comparison word by word shows nothing but differences.
_LEAST_ALIKE = 0.4
_WORD = re.compile(rf"[{UNSPACED}{UNSPACED_LETTERS}]|[^\s{UNSPACED}{UNSPACED_LETTERS}]+")


@dataclass(frozen=True, slots=True)
class Differences:
    """Spans of the words that differ, in the given text and in the passage."""

    given: tuple[tuple[int, int], ...]
    passage: tuple[tuple[int, int], ...]


def differences(given: str, passage: str) -> Differences | None:
    """How `given` and the part of `passage` that it resembles differ; None when it resembles no part of it."""
    given_wording, passage_wording = Wording.of(given), Wording.of(passage)
    matcher = SequenceMatcher(None, given_wording.forms, passage_wording.forms, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in blocks)
    if not blocks or alike < _LEAST_ALIKE * len(given_wording.tokens):
        return None
    first, last = blocks[0], blocks[-1]
    # The passage's own words before and after what was given are no difference, but as many as are given there.
    start = max(0, first.b - first.a)
    end = min(len(passage_wording.tokens), last.b + last.size + len(given_wording.tokens) - last.a - last.size)
    same_given = {block.a + step for block in blocks for step in range(block.size)}
    same_passage = {block.b + step for block in blocks for step in range(block.size)}
    return Differences(
        tuple(_words(given_wording, [n for n in range(len(given_wording.tokens)) if n not in same_given])),
        tuple(_words(passage_wording, [n for n in range(start, end) if n not in same_passage])),
    )


def _words(wording: Wording, numbers: list[int]) -> Iterator[tuple[int, int]]:
    """The words, as white space parts them, that these tokens stand in."""
    differing = [wording.tokens[number] for number in numbers]
    for word in _WORD.finditer(wording.text) if differing else ():
        here = [token.end for token in differing if word.start() <= token.start < word.end()]
        if here:
            yield word.start(), max(word.end(), *here)
