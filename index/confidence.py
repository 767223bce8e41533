"""The evidence that a sentence answers a question -> the probability that it does.

A logistic model of five figures that mean the same in a corpus of five articles and of a million. Its coefficients
were fitted to questions with known answers, to the same questions asked of corpora without their article, and to
questions with one name exchanged; there, words that the corpus writes with a capital counted as names too.
`python -m benchmarks.calibration DATASET...` fits them anew and says how far they can be believed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

INTERCEPT = -9.1270
PER_SCORE = 4.4389
PER_COSINE = 0.3156
PER_MARGIN = 9.1796
PER_SPECIFICITY = 0.3502
IF_A_NAME_IS_MISSING = -1.1061


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    score and cosine: those of its `Reading`. margin: by how much it outscores the passages of other stories that say
    something else. specificity: how much the question says. lacks_a_name: a name or number of the question is not
    in the passage.
    """

    score: float
    cosine: float
    margin: float
    specificity: float
    lacks_a_name: bool


def confidence(evidence: Evidence) -> float:
    """The probability, 0 to 1."""
    logit = (
        INTERCEPT
        + PER_SCORE * evidence.score
        + PER_COSINE * evidence.cosine
        + PER_MARGIN * evidence.margin
        + PER_SPECIFICITY * evidence.specificity
        + IF_A_NAME_IS_MISSING * evidence.lacks_a_name
    )
    return 1 / (1 + math.exp(-logit))
