"""Figures: the numbers of a text without its dates."""

from __future__ import annotations

import pytest

from index.text.numbers import figures


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("some 10,000 soldiers and twelve officers", {"10000", "12"}),
        ("on october 12 they lost 3.5 million", {"3.5"}),
        ("on 5th of sept 2024, 40 came", {"40"}),
        ("in the 1990s one of two stayed", {"2"}),
        ("nobody came in may", set()),
    ],
)
def test_dates_and_years_are_no_figures(folded: str, expected: set[str]) -> None:
    assert figures(folded) == expected


@pytest.mark.parametrize("month", ["january", "may", "sept", "september", "dec."])
def test_every_way_to_write_a_month_makes_a_date(month: str) -> None:
    assert figures(f"{month} 12") == set()
