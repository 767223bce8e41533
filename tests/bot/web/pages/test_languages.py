"""Pages speak the language that the address or the browser asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LANGUAGES
from bot.texts.pages import PAGE_LANGUAGES
from bot.web.pages.languages import language_of


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        (None, "de-DE,de;q=0.9,en;q=0.5,ru;q=0.7", "ru"),
        (None, "en;q=0.1, ru; q=0.2", "ru"),
        (None, "uk;q=0, en", "en"),
        (None, "uk;q=none, ru;q=0.1", "ru"),
        ("ru", "uk", "ru"),
        ("xx", "uk", "uk"),
    ],
)
def test_the_language_of_a_page(chosen: str | None, accepted: str, language: str) -> None:
    assert language_of(chosen, accepted) == language


@given(st.none() | st.text(), st.text())
def test_whatever_is_asked_for_there_is_a_language(chosen: str | None, accepted: str) -> None:
    assert language_of(chosen, accepted) in LANGUAGES.keys() & PAGE_LANGUAGES.keys()
