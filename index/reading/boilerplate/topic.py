"""Which lines of a page speak of what its article speaks of: how many of their words stand in its densest text.

The article is taken to be where running text is densest, and once more where the best headline stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index.text.scripts import UNSPACED, UNSPACED_LETTERS
from index.text.words import content_of, with_pairs

Column = NDArray[np.floating]

NAMES = ("words of the densest text", "words of the headline's text")
# So many lines hold most articles, with what stands between their paragraphs.
_LINES = 30
# Most endings come later.
_STEM = 6
# Japanese writes its function words and endings in these.
_PAIR = re.compile(f"[{UNSPACED_LETTERS}{UNSPACED}]{{2}}")
_KANA = re.compile("[\u3040-\u309f]*")


def stems_of(words: Sequence[str]) -> set[str]:
    """What the words of a line speak of: the beginnings of those that say something, whatever their endings."""
    pieces = with_pairs(words)
    found = {word[:_STEM] for word in content_of(pieces)}
    if pieces is not words:
        found.update(piece for piece in pieces if _PAIR.fullmatch(piece) and not _KANA.fullmatch(piece))
    return found


def topics(content: Sequence[Collection[str]], weight: Column, headline: Column) -> tuple[list[Column], list[Column]]:
    """For each of NAMES the share of a line's words that the text has besides this line, and which lines are the text.

    `content` are the words of each line that say something, `weight` how much running text each line is, `headline` how
    much it looks like the article's headline.
    """
    total = np.concatenate(([0.0], np.cumsum(weight)))
    index = np.arange(len(weight))
    density = total[np.minimum(index + _LINES, len(weight))] - total[index]
    shares, spans = [], []
    for start in (int(density.argmax()), int(headline.argmax())):
        span = (index >= start) & (index < start + _LINES)
        own = (span & (weight > 0)).tolist()
        told = Counter(word for words, is_own in zip(content, own, strict=True) if is_own for word in words)
        shares.append(np.array([_share(words, told, 1 + is_own) for words, is_own in zip(content, own, strict=True)]))
        spans.append(span.astype(np.float32))
    return shares, spans


def _share(words: Collection[str], told: Counter[str], least: int) -> float:
    return sum(told[word] >= least for word in words) / len(words) if words else 0.0
