"""Which writing an encoder reads, judged by what its tokenizer makes of a text.

A tokenizer knows the writing of the languages that its model was trained on in pieces of several letters. Any other
it spells out letter by letter, if it has the letters at all, and what the model makes of that means nothing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

# Of the letters that are not Latin, this share at least has to stand in pieces that mean something, and at most
# that share may be unknown to the tokenizer.
_LEAST_KNOWN = 0.5
_MOST_UNKNOWN = 0.2
# Scripts of which one character is a word or a syllable.
_WORDY = ("CJK ", "HIRAGANA", "KATAKANA")


def is_readable(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a text is in a writing that its encoder reads.

    `spans` are the offsets of the pieces that the tokenizer knows; one that it does not know is left out. Texts that
    are at least half in Latin letters count as read: nearly every tokenizer knows these.
    """
    letters = [position for position, character in enumerate(text) if character.isalpha()]
    foreign = [position for position in letters if not unicodedata.name(text[position], "").startswith("LATIN")]
    if 2 * len(foreign) <= len(letters):
        return True
    covered = Counter(position for start, end in spans for position in range(start, end))
    if sum(position not in covered for position in foreign) > _MOST_UNKNOWN * len(foreign):
        return False
    # Several pieces on one character are its bytes or its strokes.
    meant = {
        position
        for start, end in spans
        if all(covered[position] == 1 for position in range(start, end))
        and (end - start > 1 or unicodedata.name(text[start], "").startswith(_WORDY))
        for position in range(start, end)
    }
    return sum(position in meant for position in foreign) >= _LEAST_KNOWN * len(foreign)
