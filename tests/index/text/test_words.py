"""Words: their number in any script, and how many of them are function words."""

from __future__ import annotations

import pytest

from index.text.words import content_of, function_share, length_in_words, main_language, words_of


def test_words_keep_their_apostrophes_and_hyphens() -> None:
    assert words_of("L'armée’s well-known _plan_") == ["l'armée’s", "well-known", "plan"]


def test_two_characters_are_a_word_where_no_spaces_are_written() -> None:
    for text, length in (("The mayor spoke", 3), ("市長が語った", 1 + 3), ("ประชุมวันนี้", 1 + 6)):
        assert length_in_words(text, ["…"] if not text.isascii() else words_of(text)) == length


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The mayor of the town said that he would not be at the meeting.", "en"),
        ("Мер міста сказав, що його не буде на зустрічі, бо він у від'їзді.", "uk"),
        ("Der Bürgermeister sagte, dass er nicht zu dem Treffen kommen wird.", "de"),
        ("Harbour Mayor Opens Market Bridge", None),
        ("", None),
    ],
)
def test_a_sentence_shows_its_language_and_a_headline_none(sentence: str, language: str | None) -> None:
    assert main_language(words_of(sentence)) == language


def test_function_words_are_a_share_of_all_words() -> None:
    assert function_share(["the", "mayor", "of", "odesa"], "en") == 0.5
    assert function_share(["l'armée", "avance"], "fr") == 0.5
    assert function_share(["the"], None) is None


def test_content_is_neither_short_nor_a_function_word() -> None:
    assert content_of(["the", "mayor", "which", "sea", "harbour"]) == {"mayor", "harbour"}
