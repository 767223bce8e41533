"""Greetings, thanks, laughs and nods, and what is none of them."""

from __future__ import annotations

import pytest

from index.query.small_talk import asks_for_help, is_small_talk, without_reaction


@pytest.mark.parametrize(
    "text",
    [
        "Hello!", "thank you so much, great bot", "lol", "LOOOL", "hahaha", "👍", "🎉🎉🎉", "...", "ok", "Okkkk",
        "cool, thanks man", "very interesting!", "дуже дякую", "ахахах", "спасибо большое", "got it, thanks",
        "nice one!", "no problem",
    ],
)  # fmt: skip
def test_it_asks_nothing(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["thanks to whom?", "good news", "ok corral", "hi-tech exports", "great floods", "42", "when?"]
)
def test_it_asks_something(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["help", "Help me please!", "what can you do?", "how does this work?", "допомога", "что ты умеешь?"]
)
def test_help_is_asked_for(text: str) -> None:
    assert asks_for_help(text)


@pytest.mark.parametrize("text", ["who helped the miners?", "help for flood victims", "what can you do about floods?"])
def test_help_is_asked_about(text: str) -> None:
    assert not asks_for_help(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ok, when?", "when?"),
        ("Thanks! And why?", "And why?"),
        ("lol and when?", "and when?"),
        ("when? thanks!", "when?"),
        ("thanks", "thanks"),
        ("Who won?", "Who won?"),
    ],
)
def test_a_reaction_around_a_question_is_left_out(text: str, asked: str) -> None:
    assert without_reaction(text) == asked
