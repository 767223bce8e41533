"""Languages: told from the first characters, and not guessed from a few letters."""

from __future__ import annotations

import pytest

from index.text.language import detect_language, sure_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge would be closed for the winter.", "en"),
        ("Мер повідомив, що міст буде зачинено на зиму через ремонт.", "uk"),
        ("Der Bürgermeister sagte, die Brücke werde im Winter gesperrt.", "de"),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_a_few_letters_are_not() -> None:
    assert detect_language("12.10.2024: Мер", default="pl") == "pl"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How long will the bridge be closed?", "en"),
        ("Чому міст зачинили на зиму?", "uk"),
        ("Почему мост закрыли на зиму?", "ru"),
        ("Wie lange bleibt die Brücke gesperrt?", "de"),
        ("Hafengasse", None),
        ("Мер", None),
        ("12.10.2024", None),
        ("", None),
    ],
)
def test_a_question_is_in_a_language_for_sure_or_in_none(question: str, language: str | None) -> None:
    assert sure_language(question) == language
