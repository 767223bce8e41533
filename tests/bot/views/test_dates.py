"""Days in words, as readers of each language write them."""

from __future__ import annotations

import pytest

from bot.texts import LANGUAGES
from bot.views.dates import shown_day, shown_days


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-10-03", "2024-10-03", "Oct 3, 2024"),
        ("2024-02-01", "2024-02-29", "Feb 2024"),
        ("2024-12-01", "2024-12-31", "Dec 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-10-01", "2024-10-11", "Oct 1 – 11, 2024"),
        ("2024-10-01", "2024-11-30", "Oct 1 – Nov 30, 2024"),
    ],
)
def test_days_are_said_as_briefly_as_may_be(first: str, last: str, words: str) -> None:
    assert " ".join(shown_days(first, last, LANGUAGES["en"]).split()) == words


def test_each_language_writes_a_day_its_own_way() -> None:
    written = {code: " ".join(shown_day("2024-10-03", texts).split()) for code, texts in LANGUAGES.items()}
    assert written == {"en": "Oct 3, 2024", "uk": "3 жовт. 2024 р.", "ru": "3 окт. 2024 г."}
