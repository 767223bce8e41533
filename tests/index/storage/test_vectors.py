"""Passage vectors: the nearest first, of those that are allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.storage.approximate import write_approximate
from index.storage.passage_sums import Sums
from index.storage.schema import hash_file
from index.storage.vector_file import VectorFile, VectorWriter
from index.storage.vectors import VectorIndex

VECTORS = np.array([[1, 0, 0, 0], [0.8, 0.6, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    return VectorIndex(VectorFile(tmp_path / "vectors", 4, written(tmp_path / "vectors", VECTORS)))


def written(path: Path, vectors: NDArray[np.float32]) -> Sums:
    """Write vectors, and return their checksums."""
    writer = VectorWriter(path, vectors.shape[1])
    sums = writer.add(vectors[:1]) + writer.add(vectors[1:])
    writer.close()
    assert hash_file(path) == writer.record
    return np.array([[0, one] for one in sums], dtype=np.uint32)


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
    path = tmp_path / "vectors"
    sums = written(path, VECTORS)
    file = VectorFile(path, 4, sums)
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + b"x" + whole[9:])
    with pytest.raises(IndexDamagedError, match="vectors was altered"):
        file.run(1, 2)
    assert np.allclose(file.run(2, 4), VECTORS[2:], atol=1e-3)
    path.write_bytes(b"junk")
    with pytest.raises(IndexDamagedError, match=r"vectors was cut short: run `python -m index build"):
        VectorFile(path, 4, sums)


def test_many_vectors_are_searched_in_part_and_found_all_the_same(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    topics = random.normal(size=(40, 32))
    many = (topics[random.integers(40, size=4000)] + random.normal(size=(4000, 32)) / 2).astype(np.float32)
    many /= np.linalg.norm(many, axis=1, keepdims=True)
    file = VectorFile(tmp_path / "vectors", 32, written(tmp_path / "vectors", many))
    assert write_approximate(file, tmp_path / "ivf").startswith("IVF102 SQ8, ")
    exact, part = VectorIndex(file), VectorIndex(file, tmp_path / "ivf")
    asked = many[:100] + many[100:200]
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    assert recall(exact, part, asked) > 0.97
    # Fewer passages are allowed: more lists are looked through.
    assert recall(exact, part, asked, random.random(4000) < 0.02) > 0.97
    assert np.array_equal(part.run(5, 9), exact.run(5, 9))
    (tmp_path / "ivf").write_bytes(b"junk")
    with pytest.raises(IndexDamagedError, match="ivf is missing, damaged"):
        VectorIndex(file, tmp_path / "ivf")


def recall(
    exact: VectorIndex, part: VectorIndex, asked: NDArray[np.float32], allowed: NDArray[np.bool_] | None = None
) -> float:
    shares = []
    for vector in asked:
        wanted = {number for number, _ in exact.nearest(vector, 40, allowed)}
        found = part.nearest(vector, 40, allowed)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        shares.append(len(wanted & {number for number, _ in found}) / len(wanted))
    return float(np.mean(shares))
