"""Slips of typing, mended with the passages found, the archive's words and the encoder's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from index.retrieval.spelling import Spelling
from index.storage.searchable import Searchable
from tests.index.asked import weighed

TEXTS = ["The council of Normandy met in Rouen. Normandy was calm.", "The envoys denied it twice."]
ARCHIVE = {
    "the": 9,
    "council": 5,
    "normandy": 3,
    "rouen": 2,
    "denied": 4,
    "envoys": 1,
    "larsen": 2,
    "deny": 1,
    "turnout": 3,
}
VOCABULARY = ["who", "met", "in", "where", "the", "is", "paris", "length", "##ed", "what", "was", "of", "стол"]


class Words:
    """The words of an archive, as a `Searchable` tells them."""

    def is_spelt(self, word: str) -> bool:
        return word in ARCHIVE

    def spellings(self, beginning: str, shortest: int, longest: int) -> Sequence[tuple[str, int]]:
        return [(w, n) for w, n in ARCHIVE.items() if w.startswith(beginning) and shortest <= len(w) <= longest]


def respelt(question: str) -> str:
    return Spelling(VOCABULARY).respell(weighed(question), TEXTS, cast("Searchable", Words()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who met in nromandy?", "who met in normandy?"),
        ("who met in Rouenn or Normady?", "who met in Rouen or Normandy?"),
        ("who denyed the council?", "who denied the council?"),
        ("what was the trunnout?", "what was the turnout?"),
        ("what was the lenght of the council?", "what was the length of the council?"),
        ("WHERE IS THE COUNSIL?", "WHERE IS THE council?"),
    ],
)
def test_a_slip_becomes_what_is_meant(typed: str, meant: str) -> None:
    assert respelt(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "who met in paris?",
        "who met in Ulaanbaatar?",
        "where is the council?",
        "where is the counsel?",
        "who is Larsen?",
        "who is Lerson?",
        "сколько стоил council?",
        "where do the Larsens live?",
        "who met the larsens' council?",
    ],
)
def test_right_words_and_other_names_stay(question: str) -> None:
    assert respelt(question) == question
