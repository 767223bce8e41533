"""Late interaction on made token vectors, beside the formula written out for one sentence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.encoding.encoder import Encoding
from index.models import Passage, Span
from index.retrieval.late_interaction import SENTENCE_COSINE, Candidate, score_passages
from index.storage.token_vectors import PassageTokens, quantise, unit
from tests.index.asked import weighed

DIMENSION = 8


def encoding(random: np.random.Generator, tokens: int) -> Encoding:
    vectors = random.normal(size=(tokens, DIMENSION)).astype(np.float32)
    offsets = np.stack([np.arange(tokens), np.arange(tokens) + 1], axis=1).astype(np.int32)
    return Encoding(unit(vectors.sum(axis=0)), vectors, np.arange(tokens, dtype=np.int32), offsets)


def stored(random: np.random.Generator, lengths: Sequence[int]) -> PassageTokens:
    """A passage whose sentences have so many tokens each, as it is stored."""
    bounds = np.cumsum([0, *lengths])
    spans = tuple(Span(int(start), int(end)) for start, end in pairwise(bounds))
    return quantise(encoding(random, int(bounds[-1])), Passage("", "", 0, int(bounds[-1]), spans))


def score_by_hand(question: Encoding, weights: NDArray[np.float32], passage: PassageTokens, sentence: int) -> float:
    tokens = passage.vectors()
    own = tokens[passage.sentences == sentence]
    asked = unit(question.tokens)

    def max_sim(part: NDArray[np.float32]) -> float:
        return sum(
            float(weight) * max(float(one @ other) for other in part)
            for weight, one in zip(weights, asked, strict=True)
        )

    cosine = float(unit(own.sum(axis=0)) @ unit(asked.mean(axis=0)))
    return max_sim(own) + SENTENCE_COSINE * cosine + max_sim(tokens)


@given(
    st.integers(0, 1000),
    st.integers(1, 5),
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=40),
)
def test_every_sentence_scores_what_the_formula_says(seed: int, words: int, passages: list[list[int]]) -> None:
    random = np.random.default_rng(seed)
    question = weighed(" ".join("abcde"[:words]))
    asked = encoding(random, words)
    corpus = [stored(random, lengths) for lengths in passages]
    candidates = score_passages(question, asked, range(len(passages)), corpus.__getitem__)
    assert sorted(candidate.passage for candidate in candidates) == list(range(len(passages)))
    for candidate in candidates:
        assert len(candidate.sentences) == len(passages[candidate.passage])
        for scored in candidate.sentences:
            tokens = corpus[candidate.passage]
            by_hand = score_by_hand(asked, question.token_weights, tokens, scored.sentence)
            assert scored.score == pytest.approx(by_hand, abs=1e-4)
    assert_best_first(candidates)


def assert_best_first(candidates: Sequence[Candidate]) -> None:
    scores = [candidate.best.score for candidate in candidates]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-5)
    for candidate in candidates:
        assert candidate.best.score == max(scored.score for scored in candidate.sentences)


def test_equal_passages_keep_the_order_of_the_corpus() -> None:
    random = np.random.default_rng(7)
    passage = stored(random, [3, 2])
    candidates = score_passages(weighed("a b"), encoding(random, 2), range(20), lambda _: passage)
    assert [candidate.passage for candidate in candidates] == list(range(20))


def test_a_passage_without_tokens_is_no_candidate() -> None:
    random = np.random.default_rng(7)
    empty = PassageTokens(np.zeros((0, DIMENSION // 2), np.uint8), np.zeros(0, np.uint16))
    candidates = score_passages(weighed("a"), encoding(random, 1), [0, 1], [empty, stored(random, [2])].__getitem__)
    assert [candidate.passage for candidate in candidates] == [1]
    assert score_passages(weighed("a"), encoding(random, 1), [0], lambda _: empty) == ()
