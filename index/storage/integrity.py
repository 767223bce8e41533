"""Checks of a freshly written generation, before it may be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from index.errors import IndexDamagedError
from index.storage import schema
from index.storage.generation import LocalGeneration
from index.storage.segment import Segment
from index.text.passages import passage_id

# A search in all vectors and one in all words each: enough to notice files that do not belong together.
_SAMPLE = 50
# So many words in a row are rare enough to be looked up fast.
_WORDS = 3
# Vectors are stored in half precision, which has about three decimals.
_ROUNDING = 1e-3


def verify_generation(generation: LocalGeneration, written: Iterable[str]) -> None:
    """Check the files that were `written`, the counts, that every passage of the new segment is the slice its id was
    made from, and that a sample finds itself.

    What else the generation serves was checked when it was written.

    Raises:
        IndexDamagedError: something does not agree; the message says what.
    """
    generation.check_files(written)
    generation.order.check(generation.folder / schema.ORDER)
    manifest = generation.manifest
    tokens = sum(segment.tokens_served(generation.order) for segment in generation.segments)
    counts = (len(generation.order.places), len(generation.order.rows), tokens)
    if counts != (manifest.articles, manifest.passages, manifest.tokens):
        raise _not_what_was_put(generation)
    _verify_segment(generation.segments[-1], generation)


def _verify_segment(segment: Segment, generation: LocalGeneration) -> None:
    record = segment.record
    sampled = set(np.linspace(0, record.passages - 1, _SAMPLE).astype(int).tolist())
    passages = 0
    occurrences: Counter[str] = Counter()
    article = ""
    for stored_id, source_id, text in segment.passage_texts():
        if source_id != article:
            article = source_id
            occurrences.clear()
        if passage_id(source_id, text, occurrences[text]) != stored_id:
            raise IndexDamagedError(f"Passage {stored_id} of the new index is not the text it was: build again.")
        if passages in sampled:
            _find(passages, text, segment)
        occurrences[text] += 1
        passages += 1
    counts = (passages, segment.vectors.count, len(segment.tokens.bounds) - 1, len(segment.words))
    if set(counts) != {record.passages}:
        raise _not_what_was_put(generation)


def _find(number: int, text: str, segment: Segment) -> None:
    """A passage must be found by its own vector and by words of its own."""
    vector = segment.vectors.run(number, number + 1).reshape(-1)
    nearest = segment.vectors.nearest(vector, 1)
    if not nearest or nearest[0][1] < float(vector @ vector) - _ROUNDING:
        raise IndexDamagedError(f"Passage {number} of the new index does not find itself by its vector: build again.")
    phrase = " ".join(text.split()[:_WORDS])
    if re.search("[a-zA-Z0-9]", phrase) and not segment.holds_phrase(number, phrase):
        raise IndexDamagedError(f"Passage {number} of the new index does not find itself by its words: build again.")


def _not_what_was_put(generation: LocalGeneration) -> IndexDamagedError:
    return IndexDamagedError(f"The new index in {generation.folder} does not hold what was put into it: build again.")
