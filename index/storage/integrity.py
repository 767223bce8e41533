"""Checks of a freshly written generation, before it may be published."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from index.errors import IndexDamagedError
from index.storage.generation import Generation
from index.text.passages import passage_id

# A search in all vectors and one in all words each: enough to notice files that do not belong together.
_SAMPLE = 50
# So many words in a row are rare enough to be looked up fast.
_WORDS = 3
# Vectors are stored in half precision, which has about three decimals.
_ROUNDING = 1e-3


def verify_generation(generation: Generation) -> None:
    """Check the counts, that every passage is the slice its id was made from, and that a sample finds itself.

    The files' checksums were checked when the generation was opened.

    Raises:
        IndexDamagedError: something does not agree; the message says what.
    """
    manifest = generation.manifest
    sampled = set(np.linspace(0, manifest.passages - 1, _SAMPLE).astype(int).tolist())
    passages = 0
    occurrences: Counter[str] = Counter()
    article = ""
    for stored_id, source_id, text in generation.passage_texts():
        if source_id != article:
            article = source_id
            occurrences.clear()
        if passage_id(source_id, text, occurrences[text]) != stored_id:
            raise IndexDamagedError(f"Passage {stored_id} of the new index is not the text it was: build again.")
        if passages in sampled:
            _find(passages, text, generation)
        occurrences[text] += 1
        passages += 1
    counts = (len(generation.sources()), passages, generation.vector_count, len(generation.tokens.bounds) - 1)
    if counts != (manifest.articles, *[manifest.passages] * 3) or generation.tokens.bounds[-1] != manifest.tokens:
        raise IndexDamagedError(
            f"The new index in {generation.folder} does not hold what was put into it: build again."
        )


def _find(number: int, text: str, generation: Generation) -> None:
    """A passage must be found by its own vector and by words of its own."""
    vector = generation.vector(number)
    nearest = generation.nearest(vector, 1)
    if not nearest or nearest[0][1] < float(vector @ vector) - _ROUNDING:
        raise IndexDamagedError(f"Passage {number} of the new index does not find itself by its vector: build again.")
    phrase = " ".join(text.split()[:_WORDS])
    if re.search("[a-zA-Z0-9]", phrase) and not generation.holds_phrase(number, phrase):
        raise IndexDamagedError(f"Passage {number} of the new index does not find itself by its words: build again.")
