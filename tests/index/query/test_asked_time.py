"""What a question says of time."""

from __future__ import annotations

from datetime import date

import pytest

from index.query.asked_time import PublishedThen, asked_time
from index.query.filters import Filters
from index.text.periods import month

PUBLISHED = (date(2021, 3, 1), date(2022, 6, 15))
TODAY = date(2022, 6, 16)


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("What is the key rate now?", "newest"),
        ("Who is the current head of the ferry line?", "newest"),
        ("What is the most recent count?", "newest"),
        ("Is the bridge still closed?", "newest"),
        ("What was the final cost of the bridge?", "newest"),
        ("Хто зараз мер?", "newest"),
        ("Какая последняя оценка ущерба?", "newest"),
        ("When was the bridge originally to open?", "oldest"),
        ("Скільки спочатку коштував міст?", "oldest"),
        ("How many were first reported missing?", "oldest"),
        ("Who won the first match?", None),
        ("Who won the final of the cup?", None),
        ("Who knows the way to Stillwater?", None),
        ("Who is the mayor?", None),
    ],
)
def test_a_question_wants_the_newest_or_what_came_first(question: str, order: str | None) -> None:
    asked = asked_time(question, PUBLISHED, TODAY)
    assert (asked.order, asked.periods, asked.read_as) == (order, (), None)
    assert bool(asked) is (order is not None)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("yesterday", "2022-06-15"),
        ("last week", "2022-06-06 – 2022-06-12"),
        ("last month", "2022-05"),
        ("this year", "2022"),
        ("two weeks ago", "2022-05-30 – 2022-06-05"),
        ("минулого тижня", "2022-06-06 – 2022-06-12"),
        ("вчера", "2022-06-15"),
    ],
)
def test_relative_times_are_counted_from_today(words: str, days: str) -> None:
    asked = asked_time(f"Who spoke {words}?", PUBLISHED, TODAY)
    assert asked.read_as == f"Who spoke {words} ({days})?"
    assert [str(period) for period in asked.periods] == [days]
    assert asked.bare == "Who spoke ?"


def test_in_an_archive_of_old_news_they_are_counted_from_its_newest_article() -> None:
    asked = asked_time("Who spoke yesterday?", PUBLISHED, date(2030, 1, 1))
    assert asked.read_as == "Who spoke yesterday (2022-06-14)?"


def test_a_month_without_its_year_is_that_of_every_year_of_the_archive() -> None:
    asked = asked_time("What did bread cost in October?", PUBLISHED, TODAY)
    assert asked.periods == (month(2022, 10), month(2021, 10))
    assert asked.read_as == "What did bread cost in October (2022-10, 2021-10)?"


def test_a_year_says_no_more_in_figures() -> None:
    asked = asked_time("What did bread cost in 2022?", PUBLISHED, TODAY)
    assert (asked.bare, asked.read_as) == ("What did bread cost ?", None)


def test_without_dated_articles_no_day_is_asked_about() -> None:
    assert not asked_time("What did bread cost in 2022?", (), TODAY)


def test_articles_published_then_fit_if_they_fit_the_filters() -> None:
    then = PublishedThen(Filters(publishers=("courier",), written="from:courier"), (month(2022, 10),))
    assert then.fit("Bread", "The Courier", "2022-10-31")
    assert not then.fit("Bread", "The Courier", "2022-11-01")
    assert not then.fit("Bread", "The Courier", None)
    assert not then.fit("Bread", "The Times", "2022-10-31")
