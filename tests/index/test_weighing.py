"""How much a question says, by the rarity of its words."""

from __future__ import annotations

import pytest

from index.encoder import Encoder
from index.weighing import vocabulary_prior, weigh


def specificity(encoder: Encoder, question: str, passages: int = 100) -> float:
    prior = vocabulary_prior(encoder.vocabulary)
    return weigh(question, encoder.encode_question(question), prior, passages, lambda _: 0).specificity


def test_rare_words_say_more_than_common_ones(encoder: Encoder) -> None:
    assert specificity(encoder, "who was it?") < specificity(encoder, "which minister?")
    assert specificity(encoder, "which minister?") < specificity(encoder, "which Corvalian minister resigned?")


def test_a_word_said_twice_says_no_more(encoder: Encoder) -> None:
    assert specificity(encoder, "Corvale Corvale Corvale") == pytest.approx(specificity(encoder, "Corvale"))
    assert specificity(encoder, "Corvale") == pytest.approx(1.0, abs=0.05)


def test_a_whole_text_says_no_more_than_a_long_question(encoder: Encoder) -> None:
    words = " ".join(f"brevoort{letter} kestwick{letter}" for letter in "abcdefghijklm")
    assert specificity(encoder, words) == 10.0


def test_it_hardly_depends_on_the_size_of_the_corpus(encoder: Encoder) -> None:
    question = "Which Corvalian minister resigned over the Dunmere harbour?"
    assert specificity(encoder, question, 30) == pytest.approx(specificity(encoder, question, 1_000_000), rel=0.25)
