"""The readings of a follow-up, each as it is answered -> the one that was meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.models import Answer
from index.query.answer_type import expected, gives

# A first reading that is answered so surely is taken: each of the others costs as much as a question.
_SURE = 0.8
# Readings are ordered: a later one has to be surer by so much for each place.
_LATER = 0.1
# Nobody asks for the sentence that has just been quoted, unless it holds the figure or the time that they ask for.
_SHOWN_BEFORE = 0.3


def likeliest(readings: Sequence[str], ask: Callable[[str], Answer], shown: str = "") -> Answer:
    """The answer to the likeliest of some readings, at least one, of which any that is answered goes before others.

    shown: the sentence that answered the question before.
    """
    best, most = ask(readings[0]), 0.0
    for place, reading in enumerate(readings):
        found = ask(reading) if place else best
        sureness = found.confidence - _LATER * place - _SHOWN_BEFORE * _repeats(found, shown)
        if found.answered and place == 0 and sureness >= _SURE:
            return found
        sureness += found.answered
        if place == 0 or sureness > most:
            best, most = found, sureness
    return best


def _repeats(found: Answer, shown: str) -> bool:
    quote = next(iter(found.quotes), None)
    if quote is None or quote.highlight.text != shown:
        return False
    kind = expected(found.question)
    return kind is None or not gives(kind, shown)
