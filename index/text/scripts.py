"""Scripts: those that are written without spaces, and whether an encoder reads the script of a text.

An encoder is judged by its tokenizer. That knows the scripts of the languages that the model was trained on in pieces
of several letters. Any other script it spells letter by letter, if it has the letters at all, and what the model makes
of that means nothing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

# Kana and Chinese characters, as a range for regular expressions: words are not parted by spaces.
UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Thai, Lao and Khmer, which are written without spaces too, but in letters.
UNSPACED_LETTERS = r"\u0e00-\u0eff\u1780-\u17ff"

# Of the letters that are not Latin, at least half have to stand in pieces that mean something. One in five may be
# unknown: names in a script that is read hold letters that its own language does not have.
_LEAST_MEANT = 0.5
_MOST_UNKNOWN = 0.2
# Scripts of which one character is a word or a syllable, by the beginnings of their characters' Unicode names.
_WORDY = ("CJK ", "HIRAGANA", "KATAKANA")


def is_readable(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a text is in a script that its encoder reads.

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
    return sum(position in meant for position in foreign) >= _LEAST_MEANT * len(foreign)
