"""What is read off a sentence."""

from __future__ import annotations

import pytest

from index.answering.claim_reader import read_claim


@pytest.mark.parametrize("text", ["Denys Horak left.", "No. 10 is quiet.", "Norway and Nolan agree."])
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert not read_claim(text).negations


@pytest.mark.parametrize(
    "text", ["It will not open.", "Nobody came.", "They don't agree.", "Він не йде.", "Er kam nie."]
)
def test_negations_are_seen(text: str) -> None:
    assert read_claim(text).negations


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("A dozen of 1,200 men", {12, 1200}),
        ("2.3 million crowns and 5bn more", {2.3e6, 5e9}),
        ("twenty-four pupils, 4,5 percent", {24, 4.5}),
        ("On 4 May 2024 they met", set()),
        ("four hundred and fifty men, forty-one women", {450, 41}),
        ("nine hundred thousand crowns, half a dozen notes", {9e5, 6}),
        ("In 24 months six decades seemed over", {2, 60}),
        ("Two hundredths of a second, or a third", {0.02, 1 / 3}),
    ],
)
def test_figures_are_numbers_however_written(text: str, figures: set[float]) -> None:
    assert set(read_claim(text).figures) == figures


def test_days_of_months_are_read_both_ways_round() -> None:
    assert read_claim("It rained on 4 May.").months == read_claim("On May 4 it rained.").months == {(5, 4)}
    assert read_claim("It may rain.").months == set()


def test_what_is_planned_is_told_from_what_is_done() -> None:
    assert read_claim("They plan to leave.").moods == {"intended"}
    assert read_claim("They will leave.").moods == read_claim("They are to leave.").moods == {"future"}
    assert read_claim("They left.").moods == set()


def test_names_know_what_is_theirs() -> None:
    (of,), (whose,) = (read_claim(text).mentions for text in ("They saw the envoy of Velm.", "They saw Velm's envoy."))
    assert of.head == whose.head == "envoy"
