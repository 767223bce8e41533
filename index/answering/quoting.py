"""Passage -> quote: the sentence that answers with whole sentences around it, cut out of the stored article."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from index.models import Article, Highlight, Passage, Quote, Span
from index.text.passages import passage_id

logger = logging.getLogger(__name__)

# The same text may stand in an article several times; its passages' ids tell the places apart. More often than this
# only what is no article repeats itself.
_MOST_OCCURRENCES = 8
# Sentences that begin so speak of somebody or something named before.
_REFERENCE = re.compile(
    r"""["“”«„'‘(]*(?:(?:according to|but|and|so|then|yet|in|on|at|for|to|with|as|after|when|while|але|но|та|і|и) )?"""
    r"(?:he|she|they|him|her|his|them|their|it|its|this|these|those|"
    r"він|вона|воно|вони|його|її|їх|цей|ця|це|ці|он|она|оно|они|его|её|ее|их|это|этот|эта|эти)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”?|«[^»]*»?|„[^“]*“?|\"[^\"]*\"?|\A[^“\"«„]*”")
# Outside the quotation marks: "he said".
_FEWEST_WORDS_OF_A_SPEAKER = 2


def make_quote(
    article: Article,
    passage: Passage,
    sentence: int,
    confidence: float,
    most_characters: int,
    preceding: Sequence[Span] = (),
) -> Quote | None:
    """Quote a passage with sentence number `sentence` highlighted, shortened at sentence ends to `most_characters`.

    Where it would begin with what can't be understood alone, as many of the sentences `preceding` the passage as are
    needed, and fit, come first. The passage's text is cut from the article again and checked against the passage's
    id, which was made from it; None, and an error in the log, where they do not agree.
    """
    if not is_as_indexed(article, passage):
        return None
    sentences = (*preceding, *passage.sentences)
    shown = _window(sentences, len(preceding) + sentence, most_characters, len(preceding), article.text)
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


def is_as_indexed(article: Article, passage: Passage) -> bool:
    """Whether the article has at the passage's place the text that the passage's id was made from."""
    text = article.text[passage.start : passage.end]
    ids = (passage_id(passage.source_id, text, occurrence) for occurrence in range(_MOST_OCCURRENCES))
    if passage.passage_id in ids:
        return True
    logger.error("Passage %s of %s is not the text it was: not quoted.", passage.passage_id, article.source.path)
    return False


def leans_back(sentence: str) -> bool:
    """Whether a sentence can't be understood without the one before: it leaves open who "he" is, or whose words it
    quotes."""
    if _REFERENCE.match(sentence):
        return True
    outside = _QUOTED.sub(" ", sentence)
    return outside != sentence and len(re.findall(r"\w+", outside)) < _FEWEST_WORDS_OF_A_SPEAKER


def _window(sentences: Sequence[Span], sentence: int, most_characters: int, own: int, text: str) -> Span:
    """The run of sentences around one that fits: what stands before it explains it, so that comes first.

    Those before number `own` are taken only where they are needed.
    """

    def reach_back(first: int, last: int) -> int:
        while (
            first > 0
            and leans_back(text[sentences[first].start : sentences[first].end])
            and sentences[last].end - sentences[first - 1].start <= most_characters
        ):
            first -= 1
        return first

    last = sentence
    first = reach_back(sentence, last)
    growing = True
    while growing:
        growing = False
        if first > own and sentences[last].end - sentences[first - 1].start <= most_characters:
            first -= 1
            growing = True
        if last + 1 < len(sentences) and sentences[last + 1].end - sentences[first].start <= most_characters:
            last += 1
            growing = True
    first = reach_back(first, last)
    return Span(sentences[first].start, sentences[last].end)
