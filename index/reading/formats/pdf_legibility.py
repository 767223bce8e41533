"""Pages of a PDF -> nothing, or word that a part of the file can't be read: better no article than half of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from index.errors import UnreadableError
from index.reading.formats.pdf_layout import Row
from index.text.language import detect_language
from index.text.words import function_share, function_words, words_of

# A picture that covers so much of a page is a scan of it, unless the page has text of its own.
_SCAN = 0.5
_FEWEST_WORDS = 12
# So many outlines on a page without text are its letters, drawn.
_MOST_OUTLINES = 300
# A table or a list of names that is shorter may look like anything.
_ENOUGH_WORDS = 20
# Of Latin and Cyrillic letters: languages have from 33 % (Czech) to 50 % (Finnish) vowels.
_VOWELS = frozenset("aeiouyæœøıаеёиоуыэюяіїєў")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzæœøıабвгґдеёжзийклмнопрстуфхцчшщъыьэюяіїєў")
_FEWEST_VOWELS, _MOST_VOWELS = 0.28, 0.6
# A quarter of running text are function words; of a page of tables and code there are still more than this.
_FEWEST_FUNCTION_WORDS = 0.05
# Characters that no font of the file gives a letter to, as a share of all: a few signs and logos are borne.
_UNMAPPED = 1 / 50
_NOT_MAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")


class PageLike(Protocol):
    """What is asked of a page."""

    @property
    def rows(self) -> tuple[Row, ...]: ...
    @property
    def picture(self) -> float: ...
    @property
    def outlines(self) -> int: ...


def check_legible(pages: Sequence[PageLike], margins: Sequence[AbstractSet[Row]]) -> None:
    """Refuse a file of which a page is a picture, or of which letters are not to be told from their fonts.

    Raises:
        UnreadableError: with the page, and what helps.
    """
    lengths = [
        sum(len(row.text.split()) for row in page.rows if row not in margin)
        for page, margin in zip(pages, margins, strict=True)
    ]
    for number, (page, length) in enumerate(zip(pages, lengths, strict=True), 1):
        is_scan = page.picture >= _SCAN and length < _FEWEST_WORDS
        is_drawn = page.outlines >= _MOST_OUTLINES and length == 0
        if is_scan or is_drawn:
            where = "" if len(pages) == 1 or not any(lengths) else f" on page {number}"
            raise UnreadableError(f"has no text layer{where}: run text recognition (OCR) on it first")
    if not any(lengths):
        raise UnreadableError("has no text layer: it holds pictures of pages")
    texts = [" ".join(row.text for row in page.rows) for page in pages]
    if any(_has_unmapped(text) for text in texts) or looks_scrambled(" ".join(texts)):
        raise UnreadableError(
            "has fonts that don't say which letters they show: run text recognition (OCR) on it, or save it anew as PDF"
        )


def _has_unmapped(text: str) -> bool:
    return len(_NOT_MAPPED.findall(text)) > 1 + _UNMAPPED * len(text)


def looks_scrambled(text: str) -> bool:
    """Whether letters are others than those on paper, as a font whose map is broken gives them.

    Told by vowels, which are two letters in five in any language, and by function words: a text that looks like
    English but holds next to none of them is not English.
    """
    words = words_of(text)
    if len(words) < _ENOUGH_WORDS:
        return False
    letters = [letter for letter in unicodedata.normalize("NFD", text.lower()) if letter in _LETTERS]
    if len(letters) >= _ENOUGH_WORDS * 3:
        share = sum(letter in _VOWELS for letter in letters) / len(letters)
        if not _FEWEST_VOWELS <= share <= _MOST_VOWELS:
            return True
    language = detect_language(text)
    joining = function_share(words, language) if function_words(language) else None
    return joining is not None and joining < _FEWEST_FUNCTION_WORDS
