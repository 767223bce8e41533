"""Right words, and slips that look like regular forms of right words."""

from __future__ import annotations

import pytest

from index.retrieval.english_words import is_english


@pytest.mark.parametrize("word", ["poacher", "poachers", "denied", "denies", "refuting", "stopped", "wider", "boxes"])
def test_words_and_their_forms_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["denyed", "familys", "droped", "trainning", "recuont", "churchs"])
def test_forms_that_break_the_rules_are_not(word: str) -> None:
    assert not is_english(word)
