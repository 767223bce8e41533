"""What it costs to take one word for a slip of another."""

from __future__ import annotations

import pytest

from index.retrieval.slips import cost_of_slip


@pytest.mark.parametrize("typed", ["nromandy", "normady", "normanddy", "normendy", "normand"])
def test_one_slip_costs_about_one(typed: str) -> None:
    cost = cost_of_slip(typed, "normandy", most=1.2)
    assert cost is not None
    assert 0.4 < cost <= 1.2


@pytest.mark.parametrize(
    ("typed", "meant"), [("normandy", "normandy"), ("gambia", "zambia"), ("", "a"), ("nramondi", "normandy")]
)
def test_another_word_is_no_slip(typed: str, meant: str) -> None:
    assert cost_of_slip(typed, meant, most=1.2) is None


def test_two_slips_cost_more_than_one_and_common_ones_least() -> None:
    two, one = cost_of_slip("comitee", "committee", most=3), cost_of_slip("comittee", "committee", most=3)
    wrong = cost_of_slip("commiktee", "committee", most=3)
    assert one is not None
    assert two is not None
    assert wrong is not None
    assert one < wrong
    assert one < two
