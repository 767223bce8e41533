"""Passage -> quote: the sentence that answers with whole sentences around it, cut out of the stored article."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from index.models import Article, Highlight, Passage, Quote, Span
from index.passages import passage_id

logger = logging.getLogger(__name__)

# The same text may stand in an article several times; its passages' ids tell the places apart.
_MOST_OCCURRENCES = 8


def make_quote(
    article: Article, passage: Passage, sentence: int, confidence: float, most_characters: int
) -> Quote | None:
    """Quote a passage with sentence number `sentence` highlighted, shortened at sentence ends to `most_characters`.

    The passage's text is taken anew from the article and checked against the passage's id, which was made from it;
    None, and an error in the log, where they do not agree.
    """
    text = article.text[passage.start : passage.end]
    ids = (passage_id(passage.source_id, text, occurrence) for occurrence in range(_MOST_OCCURRENCES))
    if passage.passage_id not in ids:
        logger.error("Passage %s of %s is not the text it was: not quoted.", passage.passage_id, article.source.path)
        return None
    shown = _window(passage.sentences, sentence, most_characters)
    answering = passage.sentences[sentence]
    return Quote(
        passage_id=passage.passage_id,
        text=article.text[shown.start : shown.end],
        start=shown.start,
        end=shown.end,
        highlight=Highlight(article.text[answering.start : answering.end], answering.start, answering.end),
        confidence=confidence,
        source=article.source,
    )


def _window(sentences: Sequence[Span], sentence: int, most_characters: int) -> Span:
    """The run of sentences around one that fits: what stands before it explains it, so that comes first."""
    first = last = sentence
    growing = True
    while growing:
        growing = False
        if first > 0 and sentences[last].end - sentences[first - 1].start <= most_characters:
            first -= 1
            growing = True
        if last + 1 < len(sentences) and sentences[last + 1].end - sentences[first].start <= most_characters:
            last += 1
            growing = True
    return Span(sentences[first].start, sentences[last].end)
