"""Passage -> quote: the sentence that answers, with what it needs to be understood, cut out of the stored article."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from index.models import Article, Highlight, Passage, Quote, Span
from index.storage import Generation
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
    """Quote sentence number `sentence` of a passage, with its neighbours as needed to understand it.

    At most one on either side, while they fit into `most_characters`; the one before the passage's first is the last of
    `preceding`. The passage's text is cut from the article again and checked against the passage's id, which was made
    from it; None, and an error in the log, where they do not agree.
    """
    sentences = (*preceding, *passage.sentences)
    shown = _window(sentences, len(preceding) + sentence, most_characters, article.text)
    return _cut(article, passage, sentence, confidence, shown)


def whole_passage(article: Article, passage: Passage, sentence: int) -> Quote | None:
    """A passage as a quote of all its sentences, number `sentence` highlighted; None where they do not agree."""
    return _cut(article, passage, sentence, 1.0, Span(passage.start, passage.end))


def readings_of(passage_id: str, corpus: Generation) -> tuple[Quote, ...]:
    """A whole passage once for each of its sentences, which it highlights; () where the corpus does not have it."""
    number = corpus.passage_number(passage_id)
    if number is None:
        return ()
    passage = corpus.passage(number)
    article = corpus.article(passage.source_id)
    if article is None:
        return ()
    quotes = (whole_passage(article, passage, sentence) for sentence in range(len(passage.sentences)))
    return tuple(quote for quote in quotes if quote is not None)


def _cut(article: Article, passage: Passage, sentence: int, confidence: float, shown: Span) -> Quote | None:
    if not is_as_indexed(article, passage):
        return None
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


def leads_on(sentence: str) -> bool:
    """Whether a sentence announces the next one: it ends with a colon, or inside a quotation."""
    # In German, “ ends what „ begins.
    english = sentence.count("“") - sentence.count("„") > sentence.count("”")
    others = any(sentence.count(mark) > sentence.count(end) for mark, end in ("«»", "„“"))
    return sentence.endswith(":") or english or others or sentence.count('"') % 2 == 1


def _window(sentences: Sequence[Span], sentence: int, most_characters: int, text: str) -> Span:
    """A sentence, with the one before it and the one after where it can't be understood without, if they fit."""
    first = last = sentence

    def fits(start: int, end: int) -> bool:
        return start >= 0 and end < len(sentences) and sentences[end].end - sentences[start].start <= most_characters

    said = text[sentences[sentence].start : sentences[sentence].end]
    if leans_back(said) and fits(first - 1, last):
        first -= 1
    if leads_on(said) and fits(first, last + 1):
        last += 1
    return Span(sentences[first].start, sentences[last].end)
