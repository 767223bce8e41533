"""The word of a question that a text misses most."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.answering.coverage import missed_words, most_missed
from index.retrieval.term_weights import WeightedQuestion
from tests.index.asked import NOWHERE, weighed

QUESTION = "Who is the sister of Kim?"
PIECES = len(weighed(QUESTION).words)


def misses(asked: WeightedQuestion, met: NDArray[np.float32], text: str) -> float:
    return most_missed(asked, missed_words(asked, met[None, :])[0], text)


def missed(text: str, met: float = 0.5, weight: float = 3.0) -> float:
    return misses(weighed(QUESTION, weight), np.full(PIECES, met, dtype=np.float32), text)


def test_a_text_that_holds_every_word_in_some_form_misses_none() -> None:
    assert missed("Who is it, the sister of Kim, or the sisters?") == 0


def test_a_word_is_missed_as_much_as_it_weighs_and_nothing_comes_near_it() -> None:
    text = "Who is the brother of Kim?"
    assert missed(text) == pytest.approx(3.0 / NOWHERE * 0.5)
    assert missed(text, met=0.9) == pytest.approx(3.0 / NOWHERE * 0.1, abs=1e-6)
    assert missed(text, weight=6.0) == pytest.approx(2 * missed(text))
    assert missed(text, met=-0.2, weight=NOWHERE) == 1


def test_the_word_missed_most_counts() -> None:
    asked = weighed(QUESTION)
    met = np.full(PIECES, 0.9, dtype=np.float32)
    met[3] = 0.1
    assert misses(asked, met, "Who is the brother of Park?") == pytest.approx(3.0 / NOWHERE * 0.9)
    assert misses(asked, met, "Who is the sister of Park?") == pytest.approx(3.0 / NOWHERE * 0.1, abs=1e-6)


def test_a_question_without_words_misses_nothing() -> None:
    assert misses(weighed("?"), np.zeros(0, dtype=np.float32), "Kim") == 0
