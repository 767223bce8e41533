"""The evidence that a sentence answers a question -> the probability that it does.

A logistic model of three figures that mean the same in a corpus of five articles and of a million. Its coefficients
were fitted to questions with known answers, to questions asked of corpora without their article, and to questions
with one name exchanged.
"""

from __future__ import annotations

import math

from index.retrieval import Reading

INTERCEPT = -5.764
PER_SCORE = 3.302
PER_COSINE = 3.597
PER_MISSING_NAME = -0.274


def confidence(reading: Reading, missing_name: float) -> float:
    """The probability, 0 to 1; `missing_name` is the weight of the question's heaviest name that is not there."""
    evidence = INTERCEPT + PER_SCORE * reading.score + PER_COSINE * reading.cosine + PER_MISSING_NAME * missing_name
    return 1 / (1 + math.exp(-evidence))
