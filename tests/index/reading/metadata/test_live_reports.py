"""The date of a live report of several days is not that of its last change."""

from __future__ import annotations

import pytest

from index.reading import Document, read

_HEAD = ("Strike at the port: what we know so far", "Jane Miller {date}")
_NEWEST_FIRST = (
    "11.04: The crane drivers return to the quay after the vote, and the first container leaves at noon.",
    "06.20: The union counts the votes of the night shift and says that most of them are for the offer.",
    "21.15: The owners of the port lay a new offer on the table, which is two per cent above the last one.",
    "15.32: Both sides meet in the town hall for the third time, and the mayor pours the coffee himself.",
    "09.10: The strike begins with a march along the river in which four hundred people take part.",
)


def _published(date: str, entries: tuple[str, ...]) -> str | None:
    text = "\n".join((*(line.format(date=date) for line in _HEAD), *entries))
    return read(Document("live.txt", "0" * 12, "text", text.encode())).source.published


def test_the_date_of_days_of_entries_is_not_taken_for_the_first() -> None:
    assert _published("18 July 2024", _NEWEST_FIRST) is None


@pytest.mark.parametrize(
    ("date", "entries"),
    [
        ("Published: 18 July 2024", _NEWEST_FIRST),
        ("18 July 2024", tuple(sorted(_NEWEST_FIRST, reverse=True))),
        ("18 July 2024", _NEWEST_FIRST[::-1]),
        ("18 July 2024", _NEWEST_FIRST[:2]),
    ],
    ids=["labelled", "one day", "oldest first", "two entries"],
)
def test_the_date_of_other_reports_stays(date: str, entries: tuple[str, ...]) -> None:
    assert _published(date, entries) == "2024-07-18"
