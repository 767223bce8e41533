"""Question -> its words and how much each counts: rare words much, common ones little, whatever the corpus's size.

The weight of a word is its idf (as in BM25), counted over the corpus's passages and, behind these, `PRIOR_PASSAGES`
imagined ones of ordinary language, so that "who" is no rarity in a corpus of five articles. How common a word is in
ordinary language follows from its rank in the encoder's vocabulary, which is ordered by frequency (Zipf's law).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoding
from index.text.normalise import fold

PRIOR_PASSAGES = 1000
# The chance that a passage of ordinary language holds a given word that is no single piece of the vocabulary.
RARE = 1e-4
_PASSAGE_WORDS = 100
# A question that says more than this is a text, and no surer to be answered; one that says less is but a short one.
_LEAST_SPECIFIC, _MOST_SPECIFIC = 4.0, 10.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: its offsets, its folded form, and its weight (an idf, 0 to about 10)."""

    start: int
    end: int
    folded: str
    weight: float


@dataclass(frozen=True, slots=True)
class WeightedQuestion:
    """A question's m words, and weights float32 [n] of its n word pieces, which add up to 1.

    word_of_token: int64 [n], the number of the word that a piece is of; m where it is of none.
    nowhere: what a word weighs that is found nowhere. specificity: how much the question says, 4 to 10: the weight of
    its words together, in words that are found nowhere.
    """

    text: str
    words: tuple[Word, ...]
    token_weights: NDArray[np.float32]
    word_of_token: NDArray[np.int64]
    nowhere: float
    specificity: float


def weigh(
    text: str,
    encoding: Encoding,
    prior: NDArray[np.float32],
    passages: int,
    passages_with: Callable[[str], int],
) -> WeightedQuestion:
    """Weigh an encoded question; `passages_with` counts the corpus's passages that hold a word.

    The pieces of a word share its weight; punctuation weighs nothing.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    word_of_token = _word_of_token(encoding.offsets, spans)
    words, shares = [], np.zeros(len(spans) + 1, dtype=np.float32)
    for number, (start, end) in enumerate(spans):
        own = encoding.pieces[word_of_token == number]
        usual = float(prior[own[0]]) if len(own) == 1 else RARE
        folded = fold(text[start:end])
        seen = passages_with(folded) + PRIOR_PASSAGES * usual
        unseen = max(passages + PRIOR_PASSAGES - seen, 0)
        weight = math.log1p((unseen + 0.5) / (seen + 0.5))
        words.append(Word(start, end, folded, weight))
        shares[number] = weight / max(len(own), 1)
    weights = shares[word_of_token]
    if not weights.any():
        weights = np.ones(len(encoding.pieces), dtype=np.float32)
    together = sum({word.folded: word.weight for word in words}.values())
    nowhere = math.log1p((passages + PRIOR_PASSAGES + 0.5) / 0.5)
    return WeightedQuestion(
        text,
        tuple(words),
        (weights / max(float(weights.sum()), 1e-9)).astype(np.float32),
        word_of_token,
        nowhere,
        min(max(together / nowhere, _LEAST_SPECIFIC), _MOST_SPECIFIC),
    )


def vocabulary_prior(vocabulary: Sequence[str]) -> NDArray[np.float32]:
    """The chance, for each piece of a vocabulary ordered by frequency, that a passage of ordinary language holds it."""
    prior = np.full(len(vocabulary), RARE, dtype=np.float32)
    # A word and its capitalised twin share a rank; each script has its own languages, and so ranks of its own.
    ranks: dict[str, dict[str, int]] = {}
    for number, piece in enumerate(vocabulary):
        word = fold(piece)
        if not word.isalnum():
            continue
        if len(word) == 1:
            prior[number] = 0.02 if word.isdigit() else 0.4
        else:
            script = unicodedata.name(word[0], "").partition(" ")[0] if word[0].isalpha() else "LATIN"
            known = ranks.setdefault(script, {})
            rank = known.setdefault(word, len(known) + 1)
            # Zipf-Mandelbrot: the r-th word makes up about .07 / (r + 2.7) of a text.
            prior[number] = 1 - math.exp(-_PASSAGE_WORDS * 0.07 / (rank + 2.7))
    return prior


def _word_of_token(offsets: NDArray[np.int32], spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """For each piece the number of the word that it begins in; the number past the last where it is in none."""
    none = len(spans)
    starts = np.array([start for start, _ in spans] or [0])
    ends = np.array([end for _, end in spans] or [0])
    candidates = np.searchsorted(starts, offsets[:, 0], side="right") - 1
    inside = (candidates >= 0) & (offsets[:, 0] < ends[np.maximum(candidates, 0)])
    found: NDArray[np.int64] = np.where(inside, candidates, none).astype(np.int64)
    return found
