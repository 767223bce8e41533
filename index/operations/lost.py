"""A passage id that the served generation does not have -> since when it is gone, and what comes closest to it now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from difflib import SequenceMatcher

from index.answering.quoting import readings_of
from index.errors import QuotedeskError
from index.models import LostPassage, Quote
from index.storage import Engine, Generation
from index.text.wording import Wording

# The passage meant shares most words with the one that has gone, or nearly.
_COMPARED_IN_ORDER = 8


def lost_passage(passage_id: str, engine: Engine, served: Generation) -> LostPassage | None:
    """The passage as the newest generation before the served one has it; None where it is served, or none has it."""
    if served.passage_number(passage_id) is not None:
        return None
    lacking = served.manifest
    for number in (one for one in engine.history() if one < served.number):
        try:
            with closing(engine.open_number(number, check="none")) as generation:
                if readings := readings_of(passage_id, generation):
                    return LostPassage(readings, lacking.generation, lacking.built_at)
                lacking = generation.manifest
        except QuotedeskError:
            # It was removed meanwhile, or is damaged: an older one may know the passage.
            continue
    return None


def nearest_to(quote: Quote, found: Sequence[str], generation: Generation) -> Quote | None:
    """Of the passages of the quote's article and those `found`, the one worded most like it; None where there is none.

    It highlights the sentence that is worded most like the quote's.
    """
    own = [passage.passage_id for passage in generation.passages_of(quote.source.source_id)]
    passages = [readings for one in dict.fromkeys((*own, *found)) if (readings := readings_of(one, generation))]
    # Which words two texts share is soon counted; in which order takes longer.
    words = set(Wording.of(quote.text).forms)
    passages.sort(key=lambda readings: -len(words & set(Wording.of(readings[0].text).forms)))
    likely = passages[:_COMPARED_IN_ORDER]
    if not likely:
        return None
    closest = max(likely, key=lambda readings: _likeness(quote.text, readings[0].text))
    return max(closest, key=lambda reading: _likeness(quote.highlight.text, reading.highlight.text))


def _likeness(one: str, other: str) -> float:
    """How much of two texts is the same words in the same order, from 0 to 1."""
    return SequenceMatcher(None, Wording.of(one).forms, Wording.of(other).forms, autojunk=False).ratio()
