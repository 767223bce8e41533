"""Text -> the form in which it is compared: what readers take for the same words, however it is written."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse, pairwise

from index.text.scripts import UNSPACED

# For str.translate: every quotation mark and apostrophe as ', every dash as -.
QUOTATION_MARKS = str.maketrans(dict.fromkeys('“”„‟«»‹›‘’‚‛ʼ`´′″＂＇「」『』"', "'"))
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

# SQLite's stemmer knows nothing of Cyrillic words, which change their endings. Seven letters are mostly enough to know
# a word by.
_CYRILLIC_STEM = re.compile(r"([\u0400-\u052f]{7})[\u0400-\u052f]+")
_SPELT_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")


def fold(text: str) -> str:
    """Lower case without accents, as uncased tokenizers see a text."""
    if text.isascii():
        return text.lower()
    bare = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", text.lower())))
    return unicodedata.normalize("NFC", bare)


def plain(text: str) -> str:
    """A folded text with one kind of apostrophe, and single spaces for all white space."""
    return " ".join(fold(text).replace("’", "'").split())


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"\w+", fold(text))


def spelt_words(text: str) -> list[str]:
    """The words of a text that are made of letters alone, folded."""
    return _SPELT_WORD.findall(fold(text))


def casefold_compatible(text: str) -> str:
    """A text without case and without compatibility forms (NFKC): ﬁ is fi, ß is ss; accents stay."""
    return unicodedata.normalize("NFKC", text).casefold()


def keywords(text: str) -> str:
    """A text as keyword search knows it: folded, Cyrillic words by their first seven letters, Chinese and Japanese
    by single characters.

    Words in Latin letters get their English stem from SQLite (Porter).
    """
    return _UNSPACED_CHARACTER.sub(r" \g<0> ", _CYRILLIC_STEM.sub(r"\1", fold(text)))


def phrases(word: str) -> list[str]:
    """What to look for in keyword search to find a word: itself, or, of several characters that are words, pairs."""
    parts = keywords(word).split()
    return [" ".join(pair) for pair in pairwise(parts)] if len(parts) > 1 else parts


_COUNTERS_AND_SIGNS = re.compile(r"\(\s*\d*\s*\)|\[\s*\d*\s*\]|[^\w\s'&+/?-]")


def as_label(text: str) -> str:
    """Lower case, without counters, arrows and punctuation around: `» Comments (12)` becomes `comments`."""
    text = text.lower().replace("’", "'").replace("ʼ", "'")
    return " ".join(_COUNTERS_AND_SIGNS.sub(" ", text).split()).strip("-'/+&? ")
