"""The word of a question that a passage misses most: what is asked of the sister is not answered by the brother.

A word is missed as much as it weighs, less what comes near it in meaning where it stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.answering.names import folded_words, holds
from index.retrieval.term_weights import WeightedQuestion


def most_missed(question: WeightedQuestion, nearest: NDArray[np.float32], text: str) -> float:
    """0, where a text holds every word of a question in some form, to 1, for one that is found nowhere, nor its like.

    `nearest` is, for each of the question's n tokens, the greatest cosine to one of the text's.
    """
    if not question.words:
        return 0.0
    # One bin more, for tokens that are of no word.
    bins = len(question.words) + 1
    counts = np.bincount(question.word_of_token, minlength=bins)[:-1]
    near = np.bincount(question.word_of_token, nearest, bins)[:-1] / np.maximum(counts, 1)
    weights = np.array([word.weight for word in question.words])
    missed = np.where(counts > 0, weights / question.nowhere * np.clip(1 - near, 0, 1), 0)
    words = folded_words(text)
    for place in np.argsort(-missed, kind="stable"):
        if not holds(words, question.words[place].folded):
            return float(missed[place])
    return 0.0
