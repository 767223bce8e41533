"""Numbers as they are written -> their values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answering.claim_words import SCALES

# Shorter names of a scale, such as "mn", are not the beginnings of others.
_LONG_NAME = 4


def number_of(text: str) -> float:
    """A number as written in English or on the continent: 1,200 and 1.200 are thousands, 4.5 and 4,5 are not."""
    groups = re.split(r"[.,]", text)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        return float("".join(groups))
    return float(f"{''.join(groups[:-1])}.{groups[-1]}") if len(groups) > 1 else float(text)


def scale_at(words: Sequence[str], place: int) -> float | None:
    """What the word at a place multiplies the number before it by; None where it is no such word."""
    if place >= len(words):
        return None
    word = words[place]
    beginning = (scale for name, scale in SCALES.items() if len(name) > _LONG_NAME and word.startswith(name))
    return SCALES.get(word) or next(beginning, None)
