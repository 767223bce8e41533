"""Small archives for tests that run on both engines, and all that an index says, to compare."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index import IndexSettings, Library
from index.storage import open_engine

PLACES = "Arden Belmont Corvale Dunmere Eastholm Farrow Glenn Harbury Ister Jarrow".split()
BODIES = "council harbour court hospital school railway museum theatre".split()
DEEDS = (
    "approved a plan to rebuild the old bridge",
    "closed for repairs after a storm in the night",
    "lost a case over unpaid wages",
    "opened a new hall for visitors from abroad",
)
QUESTIONS = (
    "What did the council of Arden approve?",
    "Who lost a case over unpaid wages?",
    "What was closed for repairs after the storm?",
    "When will the new hall be opened again?",
)
WORDS = ("the", "bridge", "storm", "council", "herring", "wages", "reopened", "re-opened", "unpaid wages")


def story(number: int, deed: str = "") -> str:
    chance = random.Random(number)  # noqa: S311
    body, place = chance.choice(BODIES), chance.choice(PLACES)
    return (
        f"The {body} of {place}, report {number}\n\nThe {body} of {place} {deed or chance.choice(DEEDS)} on day "
        f"{number % 28 + 1} of the month, its speaker said. It will cost {number + 10} crowns, and the case is to be "
        f"heard again in {chance.choice(PLACES)}.\n"
    )


def write(settings: IndexSettings, number: int, deed: str = "") -> Path:
    path = settings.corpus_dir / f"{number:03}.txt"
    path.write_text(story(number, deed), encoding="utf-8")
    return path


def segments(settings: IndexSettings) -> list[str]:
    with closing(open_engine(settings).open(check="none")) as generation:
        return [segment.name for segment in generation.manifest.segments]


def seen(settings: IndexSettings) -> dict[str, Any]:
    """What an index says, to the third decimal of confidence."""
    library = Library.open(settings.index_dir, settings)
    generation = open_engine(settings).open()

    def quotes(found: Any) -> list[Any]:
        return [(quote.passage_id, quote.text, round(quote.confidence, 3)) for quote in found]

    try:
        return {
            "sources": library.sources(),
            "copies": sorted(library.copies()),
            "documents": generation.documents(),
            "articles": [library.article(source.source_id) for source in library.sources()],
            "passages": list(generation.passage_texts()),
            "days": generation.published,
            "counts": [(generation.passages_with(word), generation.is_spelt(word)) for word in WORDS],
            "spellings": [dict(generation.spellings(letter, 3, 9)) for letter in "bcrs"],
            "matching": [
                [(number, round(score, 6)) for number, score in generation.matching([word, "storm"], 9, prefix=prefix)]
                for word in WORDS
                for prefix in (False, True)
            ],
            "answers": [
                (answer.kind, quotes(answer.quotes), quotes(answer.leads))
                for answer in map(library.ask, (*QUESTIONS, "Who reopened the ferry? after:2024"))
            ],
            "searches": [quotes(library.search(f"{question} in:report", 20)) for question in QUESTIONS],
            "verified": [
                (found.verdict, quotes(found.matches))
                for found in map(library.verify, ("It will cost 20 crowns", "lost a case over unpaid wages", "No such"))
            ],
            "vectors": np.stack([generation.vector(number) for number in range(generation.passage_count)]),
            "tokens": [generation.tokens_of(n).packed.tobytes() for n in range(generation.passage_count)],
            "counted": (generation.manifest.articles, generation.manifest.passages, generation.manifest.tokens),
        }
    finally:
        generation.close()
        library.close()


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Vectors but for their last bit of sixteen: some processors add up otherwise where more texts come at once."""
    for name, value in one.items():
        if name != "vectors":
            assert other[name] == value, name
    np.testing.assert_allclose(one["vectors"], other["vectors"], rtol=1e-3, atol=1e-6)


def assert_as_built_anew(settings: IndexSettings) -> None:
    """What is served is what the local engine makes of the same corpus at once."""
    from index.ingest.build import build

    anew = settings.model_copy(update={"index_dir": settings.index_dir.with_name("anew"), "index_engine": "local"})
    build(anew, full=True)
    assert_same(seen(anew), seen(settings))
