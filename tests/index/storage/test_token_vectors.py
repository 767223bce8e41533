"""Token vectors: their directions and sentences survive four bits and the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoder import Encoding
from index.errors import IndexDamagedError
from index.models import Passage, Span
from index.storage import schema
from index.storage.passage_sums import Sums
from index.storage.token_vectors import PassageTokens, TokenStore, TokenWriter, quantise, unit

DIMENSION = 64
PASSAGE = Passage("id", "source", 100, 130, (Span(100, 110), Span(111, 130)))


def encoding_of(seed: int, tokens: int) -> Encoding:
    """A passage of words of three letters each."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(tokens, DIMENSION)).astype(np.float32)
    starts = np.arange(tokens) * 4
    offsets = np.stack([starts, starts + 3], axis=1).astype(np.int32)
    return Encoding(unit(vectors.sum(axis=0)), vectors, np.zeros(tokens, dtype=np.int32), offsets)


def test_four_bits_keep_the_direction_and_the_sentence() -> None:
    encoding = encoding_of(0, 7)
    tokens = quantise(encoding, PASSAGE)
    assert tokens.sentences.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert tokens.packed.shape == (7, DIMENSION // 2)
    cosines = (tokens.vectors() * unit(encoding.tokens)).sum(axis=1)
    assert cosines.min() > 0.98
    assert np.allclose(np.linalg.norm(tokens.vectors(), axis=1), 1, atol=1e-5)


def test_a_zero_vector_stays_zero() -> None:
    assert not unit(np.zeros((2, 3), dtype=np.float32)).any()
    empty = Encoding(np.zeros(4, np.float32), np.zeros((1, 4), np.float32), np.zeros(1, np.int32), np.array([[0, 3]]))
    assert not quantise(empty, PASSAGE).vectors().any()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = [quantise(encoding_of(seed, tokens), PASSAGE) for seed, tokens in enumerate((5, 0, 3))]
    writer = TokenWriter(tmp_path, DIMENSION)
    sums = [writer.add(tokens, [len(tokens)]) for tokens in written]
    writer.finish()
    assert writer.count == 8
    for name, record in writer.records.items():
        assert schema.hash_file(tmp_path / name) == record
    store = TokenStore(tmp_path, DIMENSION, as_stored(sums))
    for number, tokens in enumerate(written):
        assert_same(store.of(number), tokens)
    assert len(store.run(0, 3)) == 8


def test_a_damaged_file_is_one_clear_sentence(tmp_path: Path) -> None:
    writer = TokenWriter(tmp_path, DIMENSION)
    tokens = quantise(encoding_of(0, 5), PASSAGE)
    store = TokenStore(tmp_path, DIMENSION, as_stored([writer.add(tokens, [len(tokens)])]), np.array([0, 5]))
    writer.finish()
    assert_same(store.of(0), tokens)
    with (tmp_path / schema.TOKEN_VECTORS).open("r+b") as file:
        file.write(b"?")
    with pytest.raises(IndexDamagedError, match="altered"):
        store.of(0)
    with (tmp_path / schema.TOKEN_VECTORS).open("r+b") as file:
        file.truncate(10)
    with pytest.raises(IndexDamagedError, match="cut short"):
        store.of(0)


def as_stored(sums: list[list[int]]) -> Sums:
    return np.array([[own, 0] for (own,) in sums], dtype=np.uint32)


def assert_same(one: PassageTokens, other: PassageTokens) -> None:
    assert np.array_equal(one.packed, other.packed)
    assert np.array_equal(one.sentences, other.sentences)
