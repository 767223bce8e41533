"""What asks for a list of articles, and of which."""

from __future__ import annotations

from datetime import date

import pytest

from index.models import Source
from index.query.listing import read_listing

TODAY = date(2024, 5, 15)
SOURCES = [
    Source("1", "1", "Boats", "Elwood Echo", ("Ada Ek",), "2024-05-14"),
    Source("2", "2", "Anchors", "Elwood Echo", ("Bo Lund", "Ada Ek"), "2024-05-07"),
    Source("3", "3", "Cargo", "The Coast", ("Bo Lund",), "2023-01-02"),
    Source("4", "4", "Docks"),
]
PUBLISHED = sorted(date.fromisoformat(source.published) for source in SOURCES if source.published)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("what is new?", "1234"),
        ("latest news", "1234"),
        ("any news", "1234"),
        ("що нового?", "1234"),
        ("list sources", "2134"),
        ("show me all articles", "2134"),
        ("by Ada Ek", "12"),
        ("articles by ada ek", "12"),
        ("what did Bo Lund write?", "23"),
        ("articles by Ada Ek last week", "2"),
        ("last week", "2"),
        ("news from last week?", "2"),
        ("yesterday", "1"),
        ("January 2023", "3"),
        ("stories from the Coast", "3"),
        ("by Nobody Known", ""),
    ],
)
def test_a_list_is_asked_for(text: str, ids: str) -> None:
    listing = read_listing(text, PUBLISHED, TODAY)
    assert listing
    assert "".join(source.source_id for source in listing.of(SOURCES)) == ids


@pytest.mark.parametrize(
    "text",
    [
        "news about the strike", "what happened to the boats last week?", "who is new on the board?", "by how much?",
        "by whom", "what did Bo Lund write about boats?", "in 2023?", "from what?", "latest figures for the port",
        "Ada Ek",
        "what is it?",
        "which boats sailed yesterday?", "the new ferry",
    ],
)  # fmt: skip
def test_something_else_is_asked(text: str) -> None:
    assert read_listing(text, PUBLISHED, TODAY) is None
