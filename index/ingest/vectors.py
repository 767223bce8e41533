"""Passages of a new generation -> their vectors: copied from the generation before where it has them, or taken from
what a build that was cut off had encoded, else encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.errors import IndexDamagedError
from index.storage import NewGeneration
from index.storage.token_vectors import PassageTokens, quantise

# Four batches of the encoder, which sorts them by length to waste less on padding; some 25 MB of token vectors.
ENCODE_AT_ONCE = 128


def write_vectors(writer: NewGeneration, encoder: Encoder, report: Callable[[int, int], None]) -> int:
    """Store the vectors of the new segment's passages, copied from the previous generation or taken from a build that
    was cut off where those have them; returns how many were encoded."""
    previous = writer.previous
    same_model = previous is not None and previous.manifest.model == encoder.identity
    known = writer.catalogue.known_vectors() if same_model else [None] * writer.catalogue.passages
    unknown = [number for number, old in enumerate(known) if old is None]
    cut_off = writer.resume(encoder.identity)
    keys = writer.catalogue.encoding_keys() if cut_off else []
    taken = {number for number in unknown if cut_off.find(keys[number])} if cut_off else set()
    encodings = _encode(writer, encoder, [number for number in unknown if number not in taken])
    done = 0
    while done < len(known):
        first = known[done]
        if done in taken:
            if (found := cut_off.find(keys[done])) is None:
                raise IndexDamagedError("What a build that was cut off had encoded was altered just now: build again.")
            writer.add_vectors(*found, keys[done])
            done += 1
        elif first is None:
            writer.add_vectors(*next(encodings))
            done += 1
        else:
            length = 1
            while done + length < len(known) and known[done + length] == first + length:
                length += 1
            writer.copy_vectors(first, first + length)
            done += length
        report(done, len(known))
    return len(unknown) - len(taken)


def _encode(
    writer: NewGeneration, encoder: Encoder, numbers: Sequence[int]
) -> Iterator[tuple[NDArray[np.float32], PassageTokens, bytes]]:
    """The vector, the tokens and the key of each of these passages, in order."""
    for first in range(0, len(numbers), ENCODE_AT_ONCE):
        inputs = [writer.catalogue.input(number) for number in numbers[first : first + ENCODE_AT_ONCE]]
        encodings = encoder.encode_passages([item.text for item in inputs], [item.title for item in inputs])
        for item, encoding in zip(inputs, encodings, strict=True):
            yield encoding.vector, quantise(encoding, item.passage), item.key
        writer.flush()
