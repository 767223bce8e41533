"""Questions as the tests weigh them: every word is one piece, and weighs as much as the others."""

from __future__ import annotations

import re

import numpy as np

from index.retrieval.term_weights import WeightedQuestion, Word
from index.text.normalise import fold

NOWHERE = 8.0


def weighed(text: str, weight: float = 3.0) -> WeightedQuestion:
    """A question whose every word weighs the same, by default as one that is no rarity does."""
    words = tuple(Word(match.start(), match.end(), fold(match[0]), weight) for match in re.finditer(r"\w+", text))
    return WeightedQuestion(
        text,
        words,
        token_weights=np.full(len(words), 1 / max(len(words), 1), dtype=np.float32),
        word_of_token=np.arange(len(words)),
        nowhere=NOWHERE,
        specificity=4.0,
    )
