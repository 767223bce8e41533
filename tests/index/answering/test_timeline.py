"""Quotes by the days that they tell of, or else that their articles were published on."""

from __future__ import annotations

import pytest

from index.answering.timeline import date_of, timeline
from index.models import Highlight, Quote, Source


def quote(sentence: str, published: str | None = "2024-10-13", path: str = "a.txt") -> Quote:
    source = Source("0123456789ab", path, "A title", published=published)
    return Quote(
        "0123456789abcdef", sentence, 7, 7 + len(sentence), Highlight(sentence, 7, 7 + len(sentence)), 1, source
    )


@pytest.mark.parametrize(
    ("sentence", "published", "days"),
    [
        ("The bridge opened on 3 June 2021.", "2024-10-13", ("2021-06-03", "2021-06-03", True)),
        ("The bridge opened on 3 June 2021.", None, ("2021-06-03", "2021-06-03", True)),
        ("Peskov said on Oct. 10 that it was fake.", "2024-10-13", ("2024-10-10", "2024-10-10", True)),
        # A day without its year is of the year that brings it nearest to the publication.
        ("He arrived on December 30.", "2025-01-03", ("2024-12-30", "2024-12-30", True)),
        ("The vote is on January 5.", "2024-12-28", ("2025-01-05", "2025-01-05", True)),
        ("He arrived on December 30.", None, None),
        ("Work began in May 2020.", "2024-10-13", ("2020-05-01", "2020-05-31", True)),
        ("Work began in 2020.", "2024-10-13", ("2020-01-01", "2020-12-31", True)),
        # What is named most precisely tells most.
        (
            "By the end of 2025 all will be done, she said on 9 October 2024.",
            "2024-10-13",
            ("2024-10-09",) * 2 + (True,),
        ),
        ("Міст відкрили 3 червня 2021 року.", "2024-10-13", ("2021-06-03", "2021-06-03", True)),
        ("The bridge opened on Tuesday.", "2024-10-13", ("2024-10-13", "2024-10-13", False)),
        ("The bridge opened.", None, None),
    ],
)
def test_a_quote_stands_on_the_days_that_it_names_or_on_that_of_its_publication(
    sentence: str, published: str | None, days: tuple[str, str, bool] | None
) -> None:
    dated = date_of(quote(sentence, published))
    assert (dated and (dated.first, dated.last, dated.told)) == days


def test_quotes_go_by_their_days_and_what_has_none_stands_apart() -> None:
    year, day = quote("In 2024 it rained."), quote("On 1 January 2024 it rained.")
    month, late = quote("In January 2024 it rained."), quote("It rained.", "2024-10-14")
    undated = quote("It rained.", None)
    found = timeline("rain", [late, undated, day, month, year])
    assert [dated.quote for dated in found.dated] == [year, month, day, late]
    assert list(found.undated) == [undated]
    assert len(found) == 5
