"""The days, months and years that a text names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.periods import Period, month, periods_named, year

YEARS = (2021, 2022)


def periods(text: str) -> list[str]:
    return [str(period) for named in periods_named(text, YEARS) for period in named.meanings]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What did bread cost in December 2022?", ["2022-12"]),
        ("Who was mayor in 2019?", ["2019"]),
        ("the vote of 13 October 2022", ["2022-10-13"]),
        ("What was said on October 13th, 2022?", ["2022-10-13"]),
        ("on 13 October", ["2022-10-13", "2021-10-13"]),
        ("as of May", ["2022-05", "2021-05"]),
        ("in early March 2022", ["2022-03-01 – 2022-03-11"]),
        ("at the end of 2022", ["2022-08-31 – 2022-12-31"]),
        ("between June 2021 and 4 July 2021", ["2021-06", "2021-07-04"]),
        ("2022-10 and 2022-10-13 and 13.10.2022", ["2022-10", "2022-10-13", "2022-10-13"]),
        ("Хто був мером у жовтні 2022 року?", ["2022-10"]),
        ("13 листопада", ["2022-11-13", "2021-11-13"]),
        ("Кто был мэром в мае 2021 года?", ["2021-05"]),
        ("29 February 2021", []),
        ("29 February", []),
    ],
)
def test_a_text_names_days_months_and_years(text: str, meant: list[str]) -> None:
    assert periods(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "May I ask who may march through the town?",
        "It cost 2,014 crowns, 2022.50 or 2022%.",
        "Route 20225 and room 1850b",
        "Марина сама липа, трава і серпантин",
        "The marching band decided to juncture",
    ],
)
def test_other_words_and_figures_name_no_time(text: str) -> None:
    assert periods(text) == []


def test_where_a_period_is_named_its_preposition_and_part_are_with_it() -> None:
    text = "Who led the party in late October 2022, and why?"
    (named,) = periods_named(text, YEARS)
    assert text[: named.start] + text[named.end :] == "Who led the party , and why?"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    for written in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert [one.meanings for one in periods_named(f"on {written}?", ())] == [(Period(day, day),)]


def test_a_period_holds_its_days() -> None:
    assert month(2022, 2).last == date(2022, 2, 28)
    assert year(2022).holds(date(2022, 12, 31))
    assert not month(2022, 2).holds(date(2022, 3, 1))
