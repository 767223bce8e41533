"""By how much a passage found outscores the others: an answer stands out, a lucky match stands in a crowd.

The others are those of another story that say something else: that several articles state the same makes an answer no
less likely, nor does it that its own article says more of the matter.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.retrieval import Candidate, Found
from index.statements import agreement
from index.storage.tokens import PassageTokens

# A greater margin says no more.
MOST = 0.3
_COMPARED = 15
# Up to the first agreement a passage's score counts in full; from the second on it says the same, and does not count.
_SAYS_OTHERWISE, _SAYS_THE_SAME = 0.6, 0.8


def margins(found: Found, story_of: Callable[[int], str]) -> list[float]:
    """For each passage its score less the greatest of the others, 0 to MOST.

    `story_of` tells what story the passage in a row is of; where all are of one, they are compared as if of several.
    Only the passage of the best score has a margin, and those of its story or that say what it says.
    """
    if not found.candidates:
        return []
    scores = np.array([candidate.best.score for candidate in found.candidates])
    compared = np.argsort(-scores, kind="stable")[:_COMPARED]
    best, others = compared[0], compared[1:]
    rival, counted = 0.0, np.zeros(len(others))
    if len(others):
        candidates = [found.candidates[place] for place in compared]
        sentences = [_answering(candidate) for candidate in candidates]
        agreements = agreement(sentences[0], sentences[1:])
        story, *stories = (story_of(candidate.best.number) for candidate in candidates)
        elsewhere = np.array([other != story for other in stories])
        if not elsewhere.any():
            elsewhere[:] = True
        counted = elsewhere * np.clip((_SAYS_THE_SAME - agreements) / (_SAYS_THE_SAME - _SAYS_OTHERWISE), 0, 1)
        rival = float(np.max(counted * scores[others], initial=0))
    margins = np.zeros(len(scores))
    margins[best] = scores[best] - rival
    margins[others] = scores[others] - np.maximum(rival, counted * scores[best])
    return [float(margin) for margin in np.clip(margins, 0, MOST)]


def _answering(candidate: Candidate) -> NDArray[np.float32]:
    """The token vectors [n, d] of a passage's best sentence."""
    own = candidate.tokens.sentences == candidate.best.sentence
    return PassageTokens(candidate.tokens.packed[own], candidate.tokens.sentences[own]).vectors()
