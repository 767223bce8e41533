"""How much a question says, by the rarity of its words."""

from __future__ import annotations

import pytest

from index.encoding.encoder import Encoder
from index.retrieval.term_weights import vocabulary_prior, weigh


def specificity(encoder: Encoder, question: str, passages: int = 100) -> float:
    prior = vocabulary_prior(encoder.vocabulary)
    return weigh(question, encoder.encode_question(question), prior, passages, lambda _: 0).specificity


def test_rare_words_say_more_than_common_ones(encoder: Encoder) -> None:
    common = specificity(encoder, "which minister was it who said so to the other at the time of the meeting?")
    rare = specificity(encoder, "which Corvalian of Dunmere said so to Belmont at the Eastholm meeting?")
    assert common < rare


def test_a_word_said_twice_says_no_more(encoder: Encoder) -> None:
    said = "Corvale Dunmere Eastholm Farrow Belmont Arden"
    assert specificity(encoder, f"{said} {said}") == pytest.approx(specificity(encoder, said))
    assert specificity(encoder, said) == pytest.approx(6.0, abs=0.5)


def test_a_short_question_says_no_less_than_others(encoder: Encoder) -> None:
    assert specificity(encoder, "who was it?") == specificity(encoder, "which minister?") == 4.0


def test_a_whole_text_says_no_more_than_a_long_question(encoder: Encoder) -> None:
    words = " ".join(f"brevoort{letter} kestwick{letter}" for letter in "abcdefghijklm")
    assert specificity(encoder, words) == 10.0


def test_it_hardly_depends_on_the_size_of_the_corpus(encoder: Encoder) -> None:
    question = "Which Corvalian minister resigned over the Dunmere harbour?"
    assert specificity(encoder, question, 30) == pytest.approx(specificity(encoder, question, 1_000_000), rel=0.25)
