"""Languages: told from the first characters, and not guessed from a few letters."""

from __future__ import annotations

import pytest

from index.text.language import detect_language


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
