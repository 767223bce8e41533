"""The word of a question that a passage misses most: what is asked of the sister is not answered by the brother.

A word is missed as much as it weighs, less what comes near it in meaning where it stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.answering.names import folded_words, holds
from index.retrieval.term_weights import Weighed


def most_missed(asked: Weighed, met: NDArray[np.float32], text: str) -> float:
    """0, where a text holds every word of a question in some form, to 1, for one that is found nowhere, nor its like.

    `met` is, for each of the question's n word pieces, the greatest cosine to one of the text's.
    """
    if not asked.words:
        return 0.0
    counts = np.bincount(asked.word_of_piece, minlength=len(asked.words) + 1)[: len(asked.words)]
    near = np.bincount(asked.word_of_piece, met, len(asked.words) + 1)[: len(asked.words)] / np.maximum(counts, 1)
    weights = np.array([word.weight for word in asked.words])
    missed = np.where(counts > 0, weights / asked.nowhere * np.clip(1 - near, 0, 1), 0)
    words = folded_words(text)
    for place in np.argsort(-missed, kind="stable"):
        if not holds(words, asked.words[place].folded):
            return float(missed[place])
    return 0.0
