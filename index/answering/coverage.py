"""The word of a question that a passage misses most: what is asked of the sister is not answered by the brother.

A word is missed as much as it weighs, less what comes near it in meaning where it stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.answering.names import held_words, holds
from index.retrieval.term_weights import WeightedQuestion


def missed_words(question: WeightedQuestion, nearest: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much each of p passages would miss each of the question's m words if it held it in no form, [p, m].

    `nearest` [p, n] is, for each of the question's n tokens, the greatest cosine to one of the passage's.
    """
    own = np.equal.outer(question.word_of_token, np.arange(len(question.words))).astype(np.float64)
    counts = own.sum(axis=0)
    near = nearest @ own / np.maximum(counts, 1)
    weights = np.array([word.weight for word in question.words])
    missed: NDArray[np.float64] = (counts > 0) * weights / question.nowhere * np.clip(1 - near, 0, 1)
    return missed


def most_missed(question: WeightedQuestion, missed: NDArray[np.float64], text: str) -> float:
    """0, where a text holds every word of a question in some form, to 1, for one that is found nowhere, nor its like.

    `missed` [m] is how much it would miss each word.
    """
    held = held_words(text)
    for place in np.argsort(-missed, kind="stable").tolist():
        if not holds(held, question.words[place].folded):
            return float(missed[place])
    return 0.0
