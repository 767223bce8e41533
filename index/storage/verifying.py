"""Checks of a freshly written generation, before it may be published."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.errors import IndexDamagedError
from index.passages import passage_id
from index.storage.generation import Generation

_SAMPLE = 50


def verify_generation(folder: Path) -> None:
    """Check sums and counts, that every passage is the slice its id was made from, and that a sample finds itself.

    Raises:
        IndexDamagedError: something does not agree; the message says what.
    """
    generation = Generation(folder)
    try:
        manifest = generation.manifest
        articles = passages = 0
        for source in generation.sources():
            articles += 1
            article = generation.article(source.source_id)
            seen: dict[str, int] = {}
            for passage in generation.passages_of(source.source_id):
                passages += 1
                text = article.text[passage.start : passage.end] if article else ""
                if passage_id(source.source_id, text, seen.get(text, 0)) != passage.passage_id:
                    raise IndexDamagedError(f"Passage {passage.passage_id} of {source.path} is not the text it was.")
                seen[text] = seen.get(text, 0) + 1
        found = (articles, passages, generation.vector_count, len(generation.tokens.bounds) - 1)
        wanted = (manifest.articles, manifest.passages, manifest.passages, manifest.passages)
        if found != wanted or int(generation.tokens.bounds[-1]) != manifest.tokens:
            raise IndexDamagedError(f"The new index in {folder} does not hold what was put into it.")
        for number in np.linspace(0, passages - 1, min(passages, _SAMPLE)).astype(int):
            vector = generation.vector(int(number))
            if abs(generation.nearest(vector, 1)[0][1] - float(vector @ vector)) > 1e-3:
                raise IndexDamagedError(f"Passage {number} of the new index in {folder} does not find itself.")
    finally:
        generation.close()
