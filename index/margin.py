"""By how much a passage found outscores the others: an answer stands out, a lucky match stands in a crowd.

The others are those that say something else: that several articles state the same makes an answer no less likely.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.retrieval import Candidate, Found
from index.statements import agreement

# A greater margin says no more.
MOST = 0.3
_COMPARED = 15
_LEAST_SCORE = 0.1
# Up to the first agreement a passage's score counts in full; from the second on it says the same, and does not count.
_SAYS_OTHERWISE, _SAYS_THE_SAME = 0.6, 0.8


def margins(found: Found) -> list[float]:
    """For each passage the share of its score by which it exceeds the greatest of the others', 0 to MOST.

    Only the passage of the best score has a margin, and those that say what it says.
    """
    if not found.candidates:
        return []
    scores = np.array([candidate.best.score for candidate in found.candidates])
    compared = np.argsort(-scores, kind="stable")[:_COMPARED]
    best, others = compared[0], compared[1:]
    margins = np.zeros(len(scores))
    margins[best] = scores[best]
    if len(others):
        sentences = [_answering(found.candidates[place]) for place in compared]
        agreements = agreement(sentences[0], sentences[1:])
        otherwise = np.clip((_SAYS_THE_SAME - agreements) / (_SAYS_THE_SAME - _SAYS_OTHERWISE), 0, 1)
        rival = np.max(otherwise * scores[others])
        margins[best] -= rival
        margins[others] = scores[others] - np.maximum(rival, otherwise * scores[best])
    return [float(margin) for margin in np.clip(margins / np.maximum(scores, _LEAST_SCORE), 0, MOST)]


def _answering(candidate: Candidate) -> NDArray[np.float32]:
    """The token vectors [n, d] of a passage's best sentence."""
    vectors: NDArray[np.float32] = candidate.tokens.vectors[candidate.tokens.sentences == candidate.best.sentence]
    return vectors
