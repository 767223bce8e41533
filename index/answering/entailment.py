"""How likely one sentence states what another does, for a few pairs an answer, as each takes its time.

What reads them is a network like the reader, trained on sentences beside others that state the same, the opposite or
something related (`python -m benchmarks.fit_pairs`), which has the word pieces and the lowest layers of the reader.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from index.answering.networks import PAIRS, checked, load_network
from index.answering.reader_input import ReaderPassage, as_stated, batch, load_tokenizer, pack
from index.text.words import main_language, words_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, OrtValue
    from tokenizers import Tokenizer

MOST_LIKELY = 6.5
"""The log odds above which a reading is seldom: what is higher counts as much."""
# Who turns the pages of an answer or asks for its company has the same pairs read again.
_REMEMBERED = 4096


class StatementReader:
    """The network, loaded at the first use; safe to share between threads.

    tokenizer: gives the reader's. shared: gives the tensors that it shares with the reader (`load_word_pieces`).
    """

    def __init__(
        self,
        tokenizer: Callable[[], Tokenizer] = load_tokenizer,
        shared: Callable[[], Mapping[str, OrtValue]] = dict,
    ) -> None:
        self._load_tokenizer = tokenizer
        self._load_shared = shared
        self._loading = threading.Lock()
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def check(self) -> None:
        """Raise a ModelError where its file is no longer what came with Quotedesk."""
        checked(PAIRS)

    def warm_up(self) -> None:
        """Load the network now, so that the first question does not wait for it."""
        self.states("Ready.", "We are ready.")

    def states(self, stated: str, sentence: str) -> float:
        """The log odds that a sentence states what another does, at most `MOST_LIKELY`."""
        with self._loading:
            _ = self._session, self._tokenizer
        return self._remembered(as_stated(stated), sentence)

    def _read(self, stated: str, sentence: str) -> float:
        packed = pack(self._tokenizer, stated, ReaderPassage("", None, "", (sentence,)))
        return min(float(self._session.run(None, batch([packed]))[0][0, 0]), MOST_LIKELY)

    @cached_property
    def _session(self) -> InferenceSession:
        return load_network(PAIRS, self._shared)

    @cached_property
    def _shared(self) -> Mapping[str, OrtValue]:
        return self._load_shared()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return self._load_tokenizer()


class PairReader:
    """Reads sentences beside others for one answer, `most` times in all."""

    def __init__(self, reader: StatementReader, most: int) -> None:
        self._reader = reader
        self._left = most

    def can_read(self, *sentences: str) -> bool:
        """Whether there are readings left for both directions, and the sentences seem to be in English."""
        return self._left > 1 and all(map(_may_be_english, sentences))

    def likely(self, stated: str, sentence: str) -> float:
        """The log odds that a sentence states what another does."""
        self._left -= 1
        return self._reader.states(stated, sentence)


def _may_be_english(sentence: str) -> bool:
    language = main_language(words_of(sentence))
    return language == "en" or (language is None and sentence.isascii())
