"""Courtesies are taken off a question, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.courtesies import without_courtesies

ASKED = "who denied the troop reports"


@pytest.mark.parametrize(
    "said",
    [
        "Hello! Could you please tell me, {}?",
        "Hi, sorry to bother you, one question about something I half remember: {}?",
        "hey bot, {}?",
        "hi {}?",
        "Good morning everyone! I’d like to know {}?",
        "Excuse me, do you know {}?",
        "Sorry, but does anyone know {}?",
        "I was wondering {}?",
        "Please tell me {}?",
        "Just a quick question: {}?",
        "Підкажіть, будь ласка, {}?",
        "Здравствуйте, подскажите пожалуйста: {}?",
    ],
)
def test_what_is_said_before_a_question_is_no_part_of_it(said: str) -> None:
    assert without_courtesies(said.format(ASKED)) == f"{ASKED}?"


@pytest.mark.parametrize("said", ["{}, please?", "{}? Thanks!", "{}? Thank you very much in advance.", "{}? Дякую!"])
def test_nor_is_what_is_said_after_it(said: str) -> None:
    assert without_courtesies(said.format(ASKED)).rstrip("?") == ASKED


@pytest.mark.parametrize(
    "text",
    [
        "Who denied the reports?",
        "Hello Kitty sales figures",
        "Can you recommend a restaurant?",
        "Do you know Kim?",
        "What does sorry mean?",
        "A question of trust for the minister",
        "Who said please?",
        "Hi-tech exports",
        "tell me more",
        "Please",
        "Thanks!",
        "Could you tell me",
        "",
    ],
)
def test_a_question_that_only_has_such_words_stays(text: str) -> None:
    assert without_courtesies(text) in (text, text.removeprefix("tell me "))


@given(st.text(max_size=60))
def test_what_is_left_is_a_part_of_what_was_written(text: str) -> None:
    assert without_courtesies(text) in text
