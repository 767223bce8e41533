"""Slips of typing, mended by the words of the passages that the rest of the question finds."""

from __future__ import annotations

import pytest

from index.retrieval.spelling import is_slip, respell
from tests.index.asked import weighed

TEXTS = ["The council of Normandy met in Rouen. Normandy was calm.", "A Norman council."]


def known(word: str) -> bool:
    return word in {"who", "met", "in", "where", "the", "council", "is", "paris"}


@pytest.mark.parametrize("typed", ["nromandy", "normady", "normanddy", "normendy", "normand"])
def test_one_slip_is_a_slip(typed: str) -> None:
    assert is_slip(typed, "normandy")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("normandy", "normandy"), ("gambia", "zambia"), ("austria", "australia"), ("", "a"), ("nramondy", "normandy")],
)
def test_another_word_is_none(typed: str, meant: str) -> None:
    assert not is_slip(typed, meant)


def test_a_mistyped_word_becomes_the_one_that_is_written() -> None:
    assert respell(weighed("who met in nromandy?"), TEXTS, known) == "who met in Normandy?"
    assert respell(weighed("who met in Rouenn or Normady?"), TEXTS, known) == "who met in Rouen or Normandy?"


def test_a_word_that_is_known_or_like_nothing_stays() -> None:
    for text in ("who met in paris?", "who met in Ulaanbaatar?", "where is the council?"):
        assert respell(weighed(text), TEXTS, known) == text
