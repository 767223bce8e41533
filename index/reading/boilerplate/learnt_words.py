"""What words say of a line: which ones pages use in their own voice and which in articles, learnt from labelled pages.

A word, or two in a row, is worth the logarithm of how much more often publishers have it outside of an article than in
one. The worths are part of the model's weights; `benchmarks/boilerplate_words.py` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Worths = Mapping[str, float]

NAMES = (
    "worth of words",
    "worth of pairs",
    "worth of the page's words",
    "worth of the article's words",
    "worth of all words",
)
# The words that say most of a line, on either side; and the bounds that keep a long line's sum from drowning others.
_MOST = 3
_BOUND = 20.0


def terms(words: Sequence[str]) -> Iterator[str]:
    """The words, then each two in a row."""
    yield from words
    yield from map(" ".join, pairwise(words))


def worth_of(words: Sequence[str], worths: Worths) -> tuple[float, ...]:
    """The features of NAMES for a line of these words; all values are about -1 to 2."""
    if not words:
        return (0.0,) * len(NAMES)
    values = [worths.get(term, 0.0) for term in terms(words)]
    count = len(words)
    ranked = sorted(values)
    total = sum(values)
    return (
        sum(values[:count]) / count,
        sum(values[count:]) / max(count - 1, 1),
        sum(ranked[-_MOST:]) / _MOST / 2,
        sum(ranked[:_MOST]) / _MOST / 2,
        max(-_BOUND, min(total, _BOUND)) / (_BOUND / 2),
    )


def worths_of(lines: Sequence[Sequence[str]], worths: Worths) -> NDArray[np.float32]:
    """`worth_of` for the words of each line, a row a line."""
    return np.array([worth_of(words, worths) for words in lines], dtype=np.float32).reshape(len(lines), len(NAMES))
