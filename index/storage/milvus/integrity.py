"""Checks of what a server has of a generation: of a new one before it is published, of any one for the doctor."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.errors import IndexDamagedError
from index.storage.milvus.generation import MilvusGeneration
from index.storage.milvus.segment import MilvusSegment
from index.text.passages import passage_id

# Of a new segment so many passages are looked at closely: enough to notice collections that do not belong together.
_SAMPLE = 50
# For the doctor, which compares every row of a small archive, and of a large one these, in a minute or so.
_COMPARED = 5_000
_READ_AT_ONCE = 500
# Vectors are stored in half precision, which has about three decimals.
_ROUNDING = 1e-3
# An article repeats a passage word for word that often at most.
_MOST_OCCURRENCES = 1000


def verify_new(generation: MilvusGeneration) -> None:
    """Check the counts of a generation that was just written, and a sample of its new segment.

    Raises:
        IndexDamagedError: something does not agree; the message says what.
    """
    generation.order.check(Path(generation.collection))
    counts = (len(generation.order.places), len(generation.order.rows), generation.figures.served(1))
    manifest = generation.manifest
    if counts != (manifest.articles, manifest.passages, manifest.tokens):
        raise IndexDamagedError(f"{generation.collection} does not hold what was put into it: build again.")
    segment = generation.segments[-1]
    numbers = _spread(segment.record.passages, _SAMPLE)
    if not numbers:
        return
    passages = segment.passages(numbers, strong=True)
    tokens = segment.tokens_of(numbers, manifest.token_dimension)
    for number in numbers:
        stored = passages[number]
        article = segment.article(segment.stored_articles([stored.article])[0])
        text = article.text[stored.passage.start : stored.passage.end]
        ids = (passage_id(stored.passage.source_id, text, occurrence) for occurrence in range(_MOST_OCCURRENCES))
        vector = segment.vectors(number, number + 1).reshape(-1)
        nearest = segment.nearest(vector, 1, "")
        finds_itself = bool(nearest) and nearest[0][1] >= float(vector @ vector) - _ROUNDING
        if stored.passage.passage_id not in ids or len(tokens[number]) != stored.tokens or not finds_itself:
            raise IndexDamagedError(f"Passage {number} of {generation.collection} is not what it was: build again.")


def compare_rows(generation: MilvusGeneration) -> None:
    """Compare the rows of all segments with their checksums, of a large segment those of some articles and passages.

    Raises:
        IndexDamagedError: one is missing or was altered.
    """
    for segment in generation.segments:
        _compare(segment, generation.manifest.token_dimension)


def _compare(segment: MilvusSegment, token_dimension: int) -> None:
    articles = _spread(segment.record.articles, _COMPARED)
    passages = _spread(segment.record.passages, _COMPARED)
    for start in range(0, len(articles), _READ_AT_ONCE):
        some = articles[start : start + _READ_AT_ONCE]
        for stored in segment.stored_articles(some):
            segment.article(stored)
    for start in range(0, len(passages), _READ_AT_ONCE):
        some = passages[start : start + _READ_AT_ONCE]
        segment.passages(some)
        segment.tokens_of(some, token_dimension)
        for number in some:
            segment.vectors(number, number + 1)


def _spread(count: int, most: int) -> list[int]:
    """At most so many of the numbers from 0 up to but without `count`, evenly spread."""
    numbers: list[int] = np.unique(np.linspace(0, count - 1, min(count, most)).astype(int)).tolist() if count else []
    return numbers
