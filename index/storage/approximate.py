"""A FAISS index that looks at a part of the vectors of a segment, for one that has too many to compare them all.

It is an inverted file (IVF): k-means parts the space into lists, and a search looks through the lists whose centres
are nearest. Within them each vector has eight bits a dimension; of those found, the vectors themselves are compared.
How many lists are looked through is chosen when the index is written, so that a search finds what comparing all
vectors would.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.storage.files import damage, disk_errors
from index.storage.vector_file import VectorFile

# Up to so many, comparing all takes some 10 ms of one core, and loading them little memory.
EXACT_UP_TO = 200_000
# Of n vectors, so many times the root of n lists: comparing the centres then takes about as long as the lists.
_LISTS = 2
# k-means wants 39 or more a list; FAISS takes no more than 256.
_FEWEST_IN_LIST, _TRAINED_ON = 39, 50
_ADDED_AT_ONCE = 1 << 15
# What the lists looked through must find of the nearest, of which retrieval takes so many.
RECALL_AT = 40
_LEAST_RECALL = 0.985
_TRIED = 200
# Each number of lists tried is so many times the one before: two would look through half as many again as need be.
_STEP = 1.25
# A question is no nearer to its passages than the middle of so many passages is to each of them: of 300 questions to
# 100,000 passages, .986 were found where of such middles .984 were (two vectors: .998).
_BETWEEN = 4
# Eight bits put some of the nearest behind others: so many times as many are found, and the best of them kept.
_FOUND = 2
_SEED = 1


class Approximate:
    """An opened index of the vectors in a file.

    Raises:
        IndexDamagedError: the file of the index can't be read.
    """

    def __init__(self, path: Path, vectors: VectorFile) -> None:
        import faiss

        self._vectors = vectors
        with damage(path):
            self._index: Any = faiss.read_index(str(path))

    def nearest(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None
    ) -> list[tuple[int, float]]:
        """About the `count` vectors with the greatest cosine to a unit vector [d]: (number, cosine), best first."""
        import faiss

        parameters: Any = faiss.SearchParametersIVF
        if allowed is None:
            _, found = self._index.search(vector[None, :], _FOUND * count)
        else:
            selector: Any = faiss.IDSelectorBitmap
            chosen = selector(np.packbits(allowed, bitorder="little"))
            # The fewer are allowed, the more lists it takes to meet as many.
            probed = math.ceil(self._index.nprobe * len(allowed) / max(int(allowed.sum()), 1))
            wanted = parameters(sel=chosen, nprobe=min(probed, self._index.nlist))
            _, found = self._index.search(vector[None, :], _FOUND * count, params=wanted)
        numbers = np.sort(found[0][found[0] >= 0])
        scores = self._vectors.rows(numbers).astype(np.float32) @ vector
        best = np.lexsort((numbers, -scores))[:count]
        return [(int(numbers[place]), float(scores[place])) for place in best]


def write_approximate(vectors: VectorFile, path: Path) -> str:
    """Write an index of all vectors of a file; returns what it is, in words for `status`.

    Raises:
        OSError: the disk failed.
        IndexDamagedError: a vector is not what was written.
    """
    import faiss

    lists = max(min(round(_LISTS * math.sqrt(vectors.count)), vectors.count // _FEWEST_IN_LIST), 1)
    random = np.random.default_rng(_SEED)
    centres: Any = faiss.IndexFlatIP(vectors.dimension)
    eight = faiss.ScalarQuantizer.QT_8bit
    index: Any = faiss.IndexIVFScalarQuantizer(
        centres, vectors.dimension, lists, eight, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.seed = _SEED
    index.train(_sample(vectors, _TRAINED_ON * lists, random))
    for _, run in _runs(vectors):
        index.add(run)
    recall = _choose_probes(index, vectors, random)
    with disk_errors(path):
        faiss.write_index(index, str(path))
    return f"IVF{lists} SQ8, {index.nprobe} lists looked through, recall@{RECALL_AT} {recall:.3f}"


def _choose_probes(index: Any, vectors: VectorFile, random: np.random.Generator) -> float:
    """Let a search look through as many lists as it has to; returns the recall that it then has."""
    asked = _between(_sample(vectors, _BETWEEN * _TRIED, random))
    count = min(RECALL_AT, vectors.count)
    _, nearest = find_exactly(vectors, asked, count)
    recall = 0.0
    probes = 1.0
    while probes <= index.nlist:
        index.nprobe = round(probes)
        _, found = index.search(asked, _FOUND * count)
        recall = _share_found(found, nearest)
        if recall >= _LEAST_RECALL:
            break
        probes = max(probes * _STEP, probes + 1)
    return recall


def _between(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What might be asked: unit vectors [n, d] between several passages each."""
    whole = len(vectors) - len(vectors) % _BETWEEN
    middles = vectors[:whole].reshape(-1, _BETWEEN, vectors.shape[1]).sum(axis=1)
    scaled: NDArray[np.float32] = middles / np.linalg.norm(middles, axis=1, keepdims=True)
    return scaled


def find_exactly(
    vectors: VectorFile, asked: NDArray[np.float32], count: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """For each of some vectors [m, d] the cosines and numbers [m, count] of the nearest in a file, by comparing all."""
    import faiss

    scores = np.full((len(asked), count), -np.inf, dtype=np.float32)
    numbers = np.full((len(asked), count), -1, dtype=np.int64)
    for first, run in _runs(vectors):
        found = faiss.knn(asked, run, min(count, len(run)), metric=faiss.METRIC_INNER_PRODUCT)
        scores, numbers = np.hstack([scores, found[0]]), np.hstack([numbers, found[1] + first])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        scores, numbers = np.take_along_axis(scores, best, axis=1), np.take_along_axis(numbers, best, axis=1)
    return scores, numbers


def _share_found(found: NDArray[np.int64], nearest: NDArray[np.int64]) -> float:
    together = sum(len(set(one) & set(other)) for one, other in zip(found.tolist(), nearest.tolist(), strict=True))
    return together / nearest.size


def _sample(vectors: VectorFile, count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """So many of the vectors, in a random order; some more than once where there are too few."""
    numbers = random.choice(vectors.count, count, replace=count > vectors.count)
    return vectors.rows(numbers).astype(np.float32)


def _runs(vectors: VectorFile) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """All vectors, some at a time, each time with the number of the first."""
    for first in range(0, vectors.count, _ADDED_AT_ONCE):
        run = vectors.run(first, min(first + _ADDED_AT_ONCE, vectors.count))
        yield first, run.astype(np.float32)
