"""One paragraph -> its sentences, as offsets."""

from __future__ import annotations

from itertools import pairwise

from index.models import Span
from index.text.language import detect_language
from index.text.sentence_repair import repair


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of one paragraph, without the white space around them; all other characters are in one of them.

    `language` is an ISO 639-1 code; without one it is detected.
    """
    import sentencex

    language = language or detect_language(text)
    ends = [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, text)]
    bounds = [0, *repair(text, ends[:-1], language), len(text)]
    spans = [trim(text, start, end) for start, end in pairwise(bounds)]
    return [span for span in spans if span.start < span.end]


def trim(text: str, start: int, end: int) -> Span:
    """A stretch of a text without the white space at its ends."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))
