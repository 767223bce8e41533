"""Token vectors on disk: one byte a dimension, memory-mapped, in passage order.

Each token keeps its last hidden state as int8 with a scale of its own, its word-piece id and the number of its
sentence within the passage. `PASSAGE_TOKENS` holds, for passage p, the rows [p] to [p + 1] that are its tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoding
from index.models import Passage
from index.storage import schema


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The n tokens of one or several passages.

    vectors: int8 [n, d]; scales: float32 [n], so that `vectors * scales[:, None]` is the hidden state.
    pieces: int32 [n], word-piece ids. sentences: uint16 [n], the sentence of its passage that a token stands in.
    """

    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]
    pieces: NDArray[np.int32]
    sentences: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.pieces)


def quantise(encoding: Encoding, passage: Passage) -> PassageTokens:
    """The token vectors of a passage as they are stored; each token belongs to the sentence that it begins in."""
    scales = (np.abs(encoding.tokens).max(axis=1, initial=0) / 127).astype(np.float32)
    scales[scales == 0] = 1
    starts = [sentence.start - passage.start for sentence in passage.sentences]
    sentences = np.searchsorted(starts, encoding.offsets[:, 0], side="right") - 1
    return PassageTokens(
        vectors=np.rint(encoding.tokens / scales[:, None]).astype(np.int8),
        scales=scales,
        pieces=encoding.pieces,
        sentences=np.maximum(sentences, 0).astype(np.uint16),
    )


class TokenWriter:
    """Appends passages' tokens to the files of a generation under way."""

    def __init__(self, folder: Path) -> None:
        self._files: list[IO[bytes]] = [
            (folder / name).open("wb")
            for name in (schema.TOKEN_VECTORS, schema.TOKEN_SCALES, schema.TOKEN_PIECES, schema.TOKEN_SENTENCES)
        ]
        self._bounds_path = folder / schema.PASSAGE_TOKENS
        self._bounds = [0]

    def add(self, tokens: PassageTokens) -> None:
        """Write the tokens of the next passage."""
        arrays: tuple[NDArray[Any], ...] = (tokens.vectors, tokens.scales, tokens.pieces, tokens.sentences)
        for file, array in zip(self._files, arrays, strict=True):
            file.write(np.ascontiguousarray(array).tobytes())
        self._bounds.append(self._bounds[-1] + len(tokens))

    def close(self) -> None:
        """Let go of the files, finished or not."""
        for file in self._files:
            file.close()

    def finish(self) -> int:
        """Complete the files; returns how many tokens they hold."""
        self.close()
        np.array(self._bounds, dtype=np.int64).tofile(self._bounds_path)
        return self._bounds[-1]


class TokenStore:
    """The token files of a generation, memory-mapped; safe to share between threads."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self.bounds = np.fromfile(folder / schema.PASSAGE_TOKENS, dtype=np.int64)
        self._vectors = _map(folder / schema.TOKEN_VECTORS, np.int8).reshape(-1, dimension)
        self._scales = _map(folder / schema.TOKEN_SCALES, np.float32)
        self.pieces = _map(folder / schema.TOKEN_PIECES, np.int32)
        self._sentences = _map(folder / schema.TOKEN_SENTENCES, np.uint16)

    def of(self, number: int) -> PassageTokens:
        """The tokens of one passage."""
        rows = slice(int(self.bounds[number]), int(self.bounds[number + 1]))
        return PassageTokens(self._vectors[rows], self._scales[rows], self.pieces[rows], self._sentences[rows])

    def of_many(self, numbers: Sequence[int]) -> tuple[PassageTokens, NDArray[np.int64]]:
        """The tokens of several passages in one run, and bounds [len(numbers) + 1] of each within it."""
        parts = [self.of(number) for number in numbers]
        bounds = np.cumsum([0, *(len(part) for part in parts)])
        return (
            PassageTokens(
                np.concatenate([part.vectors for part in parts]),
                np.concatenate([part.scales for part in parts]),
                np.concatenate([part.pieces for part in parts]),
                np.concatenate([part.sentences for part in parts]),
            ),
            bounds,
        )


def _map(path: Path, dtype: Any) -> NDArray[Any]:
    if path.stat().st_size == 0:
        return np.zeros(0, dtype=dtype)
    return np.memmap(path, dtype=dtype, mode="r")
