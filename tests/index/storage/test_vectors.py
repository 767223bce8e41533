"""Passage vectors: the nearest first, of those that are allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.storage.vectors import VectorIndex, VectorWriter

VECTORS = np.array([[1, 0, 0, 0], [0.8, 0.6, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    writer = VectorWriter(4)
    writer.add(VECTORS[:1])
    writer.add(VECTORS[1:])
    writer.write(tmp_path / "vectors.faiss")
    return VectorIndex(tmp_path / "vectors.faiss")


def test_vectors_come_back_in_half_precision(index: VectorIndex) -> None:
    assert index.count == 4
    assert np.allclose(index.run(1, 3), VECTORS[1:3], atol=1e-3)


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    numbers, scores = zip(*index.nearest(VECTORS[0], 2), strict=True)
    assert numbers == (0, 1)
    assert scores == pytest.approx((1.0, 0.8), abs=1e-3)
    assert len(index.nearest(VECTORS[0], 99)) == 4
    assert index.nearest(VECTORS[0], 0) == []


def test_only_allowed_passages_are_found(index: VectorIndex) -> None:
    allowed = np.array([False, False, True, True])
    assert [number for number, _ in index.nearest(VECTORS[1], 4, allowed)] == [2, 3]
    assert index.nearest(VECTORS[1], 4, np.zeros(4, dtype=bool)) == []


def test_a_damaged_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(b"junk")
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss .* run `python -m index build"):
        VectorIndex(tmp_path / "vectors.faiss")
