"""Question -> ranked passages: candidates from vector and keyword search, ranked by late interaction.

Late interaction (MaxSim) compares every word piece of the question with every one of a passage, both taken from the
encoder's last hidden states and centred on the mean of the corpus; each of the question's pieces counts with its
idf. A passage scores its best sentence plus the whole of it; the best sentence is what answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Encoding
from index.storage import Generation

CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate passage with the evidence for it, all comparable between questions.

    number: its row. sentence: the index of its best sentence. sentence_score, passage_score: idf-weighted MaxSim of
    that sentence and of the whole passage, at most 1. cosine: of the two whole-text vectors.
    """

    number: int
    sentence: int
    sentence_score: float
    passage_score: float
    cosine: float

    @property
    def score(self) -> float:
        return self.sentence_score + self.passage_score


def retrieve(question: str, encoder: Encoder, generation: Generation, *, candidates: int = CANDIDATES) -> list[Ranked]:
    """The passages nearest to a question, best first; equal scores in corpus order.

    Ranked are the first `candidates` by passage vector and as many by BM25, united.
    """
    encoding = encoder.encode_question(question)
    if not len(encoding.pieces):
        return []
    words = re.findall(r"\w+", question.lower())
    numbers = {number for number, _ in generation.nearest(encoding.vector, candidates)}
    numbers |= {number for number, _ in generation.matching(words, candidates)}
    return rank(encoding, sorted(numbers), generation)


def rank(question: Encoding, numbers: Sequence[int], generation: Generation) -> list[Ranked]:
    """Score passages against an encoded question; best first."""
    if not numbers:
        return []
    weights = idf(question.pieces, generation)
    tokens, bounds = generation.tokens.of_many(numbers)
    similarity = _similarity(question.tokens, tokens.vectors, tokens.scales, generation.token_mean)
    ranked = []
    for number, first, last in zip(numbers, bounds, bounds[1:], strict=False):
        if first == last:
            continue
        block = similarity[:, first:last]
        sentences = tokens.sentences[first:last]
        starts = np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1]])
        best_in_sentence = np.maximum.reduceat(block, starts, axis=1)
        sentence_scores = weights @ best_in_sentence
        best = int(np.argmax(sentence_scores))
        ranked.append(
            Ranked(
                number=number,
                sentence=int(sentences[starts[best]]),
                sentence_score=float(sentence_scores[best]),
                passage_score=float(weights @ best_in_sentence.max(axis=1)),
                cosine=float(question.vector @ generation.vector(number)),
            )
        )
    return sorted(ranked, key=lambda candidate: (-round(candidate.score, 6), candidate.number))


def idf(pieces: NDArray[np.int32], generation: Generation) -> NDArray[np.float32]:
    """The weight [n] of each word piece of the question; they add up to 1."""
    counts = generation.passages_with_piece
    seen = np.array([counts[piece] if piece < len(counts) else 0 for piece in pieces], dtype=np.float64)
    weights = np.log1p((generation.manifest.passages - seen + 0.5) / (seen + 0.5))
    normalised: NDArray[np.float32] = (weights / weights.sum()).astype(np.float32)
    return normalised


def _similarity(
    question: NDArray[np.float32], vectors: NDArray[np.int8], scales: NDArray[np.float32], mean: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Cosine [n, m] of n centred question tokens with m centred stored tokens."""
    stored = vectors.astype(np.float32) * scales[:, None] - mean
    stored /= np.maximum(np.linalg.norm(stored, axis=1, keepdims=True), 1e-9)
    asked = question - mean
    asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), 1e-9)
    similarity: NDArray[np.float32] = asked @ stored.T
    return similarity


def agreement(one: tuple[int, int], other: tuple[int, int], generation: Generation) -> float:
    """How far two sentences, given as (passage, sentence), say the same: MaxSim both ways, the mean, at most 1."""
    sides = []
    for number, sentence in (one, other):
        tokens = generation.tokens_of(number)
        rows = tokens.sentences == sentence
        sides.append((tokens.vectors[rows], tokens.scales[rows], idf(tokens.pieces[rows], generation)))
    (left, left_scales, left_weights), (right, right_scales, right_weights) = sides
    if not len(left) or not len(right):
        return 0.0
    similarity = _similarity(left.astype(np.float32) * left_scales[:, None], right, right_scales, generation.token_mean)
    return float(left_weights @ similarity.max(axis=1) + right_weights @ similarity.max(axis=0)) / 2
