"""A question with mistyped words -> the same with the words that the passages found for it hold instead.

Only a word that the corpus holds nowhere and that is no word of the encoder's vocabulary is taken for a slip, and
only where a passage found by the question's other words has one that differs by a single letter, or by two letters
that changed places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from index.retrieval.term_weights import WeightedQuestion
from index.text.normalise import fold

_SHORTEST = 5


def respell(question: WeightedQuestion, texts: Iterable[str], is_known: Callable[[str], bool]) -> str:
    """The question's text with its slips mended by the commonest word of `texts` for each; else as it is.

    `is_known` tells whether a folded word of the question is spelt as it should be.
    """
    slips = [
        word
        for word in question.words
        if word.end - word.start >= _SHORTEST and word.folded.isalpha() and not is_known(word.folded)
    ]
    if not slips:
        return question.text
    written = Counter(word for text in texts for word in re.findall(rf"[^\W\d_]{{{_SHORTEST - 1},}}", text))
    text = question.text
    for slip in reversed(slips):
        near = {word: count for word, count in written.items() if is_slip(slip.folded, fold(word))}
        if near:
            meant = min(near, key=lambda word: (-near[word], word))
            text = text[: slip.start] + meant + text[slip.end :]
    return text


def is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with one letter too many, too few or wrong, or two neighbours exchanged.

    Never the first letter, by which different names differ.
    """
    if typed == meant or not typed or not meant or typed[0] != meant[0]:
        return False
    at = next((n for n, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if at is None:
        return abs(len(typed) - len(meant)) == 1
    return (
        typed[at + 1 :] in (meant[at:], meant[at + 1 :])
        or typed[at:] == meant[at + 1 :]
        or (typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :])
    )
