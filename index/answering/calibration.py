"""The evidence that a sentence answers a question -> the probability that it does.

A logistic model of a few figures that mean the same in a corpus of five articles and of a million. Its coefficients
were fitted to questions with known answers, to the same questions asked of corpora without their article or only
without the passage that answers, and to questions with one name exchanged.
`python -m benchmarks.calibration DATASET...` fits them anew and says how far they can be believed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

INTERCEPT = -6.5328
PER_SCORE = 3.6527
PER_MARGIN = 7.1760
PER_CROWD = -1.4303
PER_SPECIFICITY = 0.4231
PER_MISSED = -0.8148
IF_A_NAME_IS_MISSING = -1.3524
IF_A_FIGURE_IS_MISSING = -4.1907


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    score: that of its `Reading`. margin: by how much it outscores the passages of other stories that say something
    else. crowd: how far there are any. specificity: how much the question says. missed: how much the passage misses of
    the question's most telling word. lacks_a_name: a name or number of the question is not in the passage.
    lacks_a_figure: the question asks for a figure, and the sentence has none.
    """

    score: float
    margin: float
    crowd: float
    specificity: float
    missed: float
    lacks_a_name: bool
    lacks_a_figure: bool


def confidence(evidence: Evidence) -> float:
    """The probability, 0 to 1."""
    logit = (
        INTERCEPT
        + PER_SCORE * evidence.score
        + PER_MARGIN * evidence.margin
        + PER_CROWD * evidence.crowd
        + PER_SPECIFICITY * evidence.specificity
        + PER_MISSED * evidence.missed
        + IF_A_NAME_IS_MISSING * evidence.lacks_a_name
        + IF_A_FIGURE_IS_MISSING * evidence.lacks_a_figure
    )
    return 1 / (1 + math.exp(-logit))
