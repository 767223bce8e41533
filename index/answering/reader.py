"""The reader: a small cross-encoder that reads question and passage together and says which sentence states the answer.

Late interaction prefers the sentence that repeats the question; the reader reads each sentence among its neighbours.
Its weights come with the package (`python -m benchmarks.fit_reader` makes them), in 8 bits; it reads English.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.networks import READER, identity_of, load_network
from index.answering.reader_input import Packed, ReaderPassage, as_asked, batch, load_tokenizer, pack

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, OrtValue
    from tokenizers import Tokenizer

# So many passages are read at a time, each on a core of its own: two halve the wait, and more cores are seldom idle.
READING_THREADS = 2
# A button that turns a page of an answer asks its question again. Each is a kilobyte or two.
_REMEMBERED = 1024


class Reader:
    """The network, loaded at the first use; safe to share between threads.

    threads: how many passages are read at a time. tokenizer: gives its tokenizer. shared: gives tensors of its own that
    other networks have as well (`load_word_pieces`).
    """

    def __init__(
        self,
        threads: int,
        model: Path = READER,
        tokenizer: Callable[[], Tokenizer] = load_tokenizer,
        shared: Callable[[], Mapping[str, OrtValue]] = dict,
    ) -> None:
        self._load_tokenizer = tokenizer
        self._load_shared = shared
        self._reading = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._model = model
        self._loading = threading.Lock()
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    @cached_property
    def identity(self) -> str:
        """The SHA-256 of the weights, in hexadecimal."""
        return identity_of(self._model)

    def warm_up(self) -> None:
        """Load the network now, so that the first question does not wait for it."""
        self.read("ready?", [ReaderPassage("", None, "", ("Ready.",))])

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[NDArray[np.float32]]:
        """For each passage the logits [s] of its sentences: how likely each states what is asked."""
        if not passages:
            return []
        with self._loading:
            _ = self._session, self._tokenizer
        # One by one: activations in eight bits have the scale of a whole batch, and a passage is to be read alike in
        # any company.
        asked = as_asked(question)
        return list(self._reading.map(lambda passage: self._remembered(asked, passage), passages))

    def _read(self, asked: str, passage: ReaderPassage) -> NDArray[np.float32]:
        packed = pack(self._tokenizer, asked, passage)
        logits = _of_sentences(self._session.run(None, batch([packed]))[0][0], packed)
        logits.setflags(write=False)
        return logits

    @cached_property
    def _session(self) -> InferenceSession:
        return load_network(self._model, self._shared)

    @cached_property
    def _shared(self) -> Mapping[str, OrtValue]:
        return self._load_shared()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return self._load_tokenizer()


def _of_sentences(row: NDArray[np.float32], packed: Packed) -> NDArray[np.float32]:
    """The logits of a passage's sentences; of one that there was no room for, the least."""
    logits = row[: len(packed.sentences)].copy()
    unread = [number for number, (first, end) in enumerate(packed.sentences) if first == end]
    logits[unread] = logits.min()
    return logits
