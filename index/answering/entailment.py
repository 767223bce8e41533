"""How likely one sentence states what another does, as the reader reads it: for a few pairs an answer, as each takes
its time."""

from __future__ import annotations

from index.answering.reader import Reader
from index.text.words import main_language, words_of

MOST_LIKELY = 4.0
"""The log odds above which the reader is seldom: what is higher counts as much."""


class PairReader:
    """Reads sentences beside others for one answer, `most` times in all."""

    def __init__(self, reader: Reader, most: int) -> None:
        self._reader = reader
        self._left = most

    def can_read(self, *sentences: str) -> bool:
        """Whether there are readings left, and the sentences seem to be in English."""
        return self._left > 0 and all(map(_may_be_english, sentences))

    def likely(self, stated: str, sentence: str) -> float:
        """The log odds that a sentence states what another does, at most `MOST_LIKELY`."""
        self._left -= 1
        return min(self._reader.states(stated, sentence), MOST_LIKELY)


def _may_be_english(sentence: str) -> bool:
    language = main_language(words_of(sentence))
    return language == "en" or (language is None and sentence.isascii())
