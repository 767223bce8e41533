"""Text -> the form in which words are compared: by readers' eyes the same word, however it is written."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Cyrillic words bend at their ends, for which SQLite's stemmer knows nothing; most say who they are by then.
_CYRILLIC_STEM = re.compile(r"([\u0400-\u052f]{7})[\u0400-\u052f]+")


def fold(text: str) -> str:
    """Lower case without accents, as uncased tokenizers see a text."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)


# Written without spaces: every character is a word of its own.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def keywords(text: str) -> str:
    """A text as keyword search knows it: folded, Cyrillic words by their first seven letters, Chinese and Japanese
    by single characters.

    Words in Latin letters get their English stem from SQLite (Porter).
    """
    return _UNSPACED.sub(r" \g<0> ", _CYRILLIC_STEM.sub(r"\1", fold(text)))


def phrases(word: str) -> list[str]:
    """What to look for in keyword search to find a word: itself, or, of several characters that are words, pairs."""
    parts = keywords(word).split()
    return [" ".join(pair) for pair in pairwise(parts)] if len(parts) > 1 else parts
