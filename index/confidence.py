"""The evidence that a sentence answers a question -> the probability that it does.

A logistic model of three figures that mean the same in a corpus of five articles and of a million. Its coefficients
were fitted to questions with known answers, to the same questions asked of corpora without their article, and to
questions with one name exchanged; there, words that the corpus writes with a capital counted as names too.
`python -m benchmarks.calibration DATASET...` fits them anew and says how far they can be believed.
"""

from __future__ import annotations

import math

from index.retrieval import Reading

INTERCEPT = -6.4802
PER_SCORE = 4.2090
PER_COSINE = 2.4510
IF_A_NAME_IS_MISSING = -1.4925


def confidence(reading: Reading, *, lacks_a_name: bool) -> float:
    """The probability, 0 to 1; `lacks_a_name` says that a name or number of the question is not in the passage."""
    evidence = INTERCEPT + PER_SCORE * reading.score + PER_COSINE * reading.cosine + IF_A_NAME_IS_MISSING * lacks_a_name
    return 1 / (1 + math.exp(-evidence))
