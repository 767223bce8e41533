"""What somebody calls articles by: numbers, files, words of titles, publishers and authors."""

from __future__ import annotations

import pytest

from index.models import Source
from index.query.articles import meant, newest_first, stating

FERRY = Source("aaaaaaaaaaaa", "north/ferry.txt", "Night ferry cancelled", "Harbour Gazette", ("Ada Ek",), "2024-10-13")
BRIDGE = Source("bbbbbbbbbbbb", "bridge.md", "The bridge opens in June", "Harbour Gazette", ("Ivo Berg",), "2024-11-02")
LATE = Source("cccccccccccc", "late.html", "Night ferry is late again", "Kyiv Independent", ("Ada Ek", "Ivo Berg"))
RECORD = Source("000000000012", "old.jsonl#2019-7", "Паром до островів скасовано", "Українська правда")
BY_THE_SEA = Source("dddddddddddd", "sea.txt", "By the sea", published="2023-01-01")
ALL = newest_first([FERRY, LATE, RECORD, BY_THE_SEA, BRIDGE])


def test_the_newest_come_first_and_those_without_a_date_last_by_title() -> None:
    assert ALL == [BRIDGE, FERRY, BY_THE_SEA, LATE, RECORD]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("aaaaaaaaaaaa", [FERRY]),
        ("2", [FERRY]),
        (" #2. ", [FERRY]),
        ("[5]", [RECORD]),
        ("000000000012", [RECORD]),  # an id, although it looks like a number
        ("north/ferry.txt", [FERRY]),
        ("FERRY.TXT", [FERRY]),
        ("ferry", [FERRY]),  # a file's name goes before words of titles
        ("night ferry", [FERRY, LATE]),
        ("ferry again", [LATE]),
        ("bridge opens", [BRIDGE]),
        ("open june", [BRIDGE]),
        ("the bridge opens in june", [BRIDGE]),
        ("2019-7", [RECORD]),
        ("old.jsonl", [RECORD]),
        ("паром островів", [RECORD]),
        ("ge.m", [BRIDGE]),
        ("copy.txt", [LATE]),
        ("6", []),
        ("0", []),
        ("²", []),
        ("snow", []),
        ("?", []),
        ("  ", []),
    ],
)
def test_a_name_means_what_it_fits_first(name: str, found: list[Source]) -> None:
    assert meant(name, ALL, [("attic/copy.txt", "late.html")]) == found


def test_a_number_counts_in_the_list_that_was_shown() -> None:
    assert meant("2", ALL, listed=[LATE.source_id, RECORD.source_id]) == [RECORD]
    assert meant("3", ALL, listed=[LATE.source_id, RECORD.source_id]) == []
    assert meant("1", ALL, listed=["eeeeeeeeeeee"]) == []  # it has gone since


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ALL),
        ("harbour gazette", [BRIDGE, FERRY]),
        ("Kyiv Independent", [LATE]),
        ("by Ada Ek", [FERRY, LATE]),
        ("автор Ek", [FERRY, LATE]),
        ("by: ek", [FERRY, LATE]),
        ("Kyiv by Ivo", [LATE]),
        ("by the sea", [BY_THE_SEA]),
        ("by Ada Berg", []),  # words of two names are nobody's
        ("erry", []),
        ("українська", [RECORD]),
    ],
)
def test_articles_state_words_in_title_publisher_or_authors(words: str, found: list[Source]) -> None:
    assert stating(words, ALL) == found
