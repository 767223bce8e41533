"""The evidence for a candidate -> the probability that it answers."""

from __future__ import annotations

import math

from index.retrieval import Ranked

INTERCEPT = -9.0
PER_SCORE = 8.0
PER_COSINE = 2.0


def confidence(candidate: Ranked) -> float:
    """A calibrated probability, 0 to 1."""
    return 1 / (1 + math.exp(-(INTERCEPT + PER_SCORE * candidate.score + PER_COSINE * candidate.cosine)))
