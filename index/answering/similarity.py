"""How far one sentence says what others do, by their token vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def sentence_similarity(one: NDArray[np.float32], others: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """How similar a sentence is to each of k others, as float32 [k]: mean MaxSim, at most 1.

    Sentences are unit token vectors [n, d] with n >= 1. The better of the two directions counts: a short sentence may
    be wholly contained in a long one. As BERTScore's precision and recall without its F (Zhang et al., 2020,
    https://arxiv.org/abs/1904.09675).
    """
    starts = np.cumsum([0, *(len(other) for other in others)])
    similarity = one @ np.concatenate(others).T
    forth = np.maximum.reduceat(similarity, starts[:-1], axis=1).mean(axis=0)
    back = np.add.reduceat(similarity.max(axis=0), starts[:-1]) / np.diff(starts)
    better: NDArray[np.float32] = np.maximum(forth, back)
    return better
