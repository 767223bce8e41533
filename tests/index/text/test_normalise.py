"""Normal forms: what readers take for the same is the same, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.normalise import (
    DASHES,
    QUOTATION_MARKS,
    casefold_compatible,
    fold,
    folded_words,
    keywords,
    phrases,
    plain,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Zürich", "zurich"), ("CAFÉ", "cafe"), ("Її", "іі"), ("Straße", "straße"), ("Ångström", "angstrom")],
)
def test_folding_takes_case_and_accents_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_plain_text_has_one_apostrophe_and_single_spaces() -> None:
    assert plain(" The  mayor’s\n Café ") == "the mayor's cafe"


def test_words_come_folded_and_without_punctuation() -> None:
    assert folded_words("«Réunion» at 5 p.m.") == ["reunion", "at", "5", "p", "m"]


def test_quotation_marks_and_dashes_are_of_one_kind() -> None:
    assert '“a” «b» ‘c’ „d‟ "e"'.translate(QUOTATION_MARKS) == "'a' 'b' 'c' 'd' 'e'"
    assert "1–2 — 3−4 ‑".translate(DASHES) == "1-2 - 3-4 -"


def test_compatible_forms_are_the_same_and_accents_stay() -> None:
    assert casefold_compatible("ﬁne STRASSE ２") == casefold_compatible("fine straße 2") == "fine strasse 2"
    assert casefold_compatible("café") != casefold_compatible("cafe")


@pytest.mark.parametrize(
    ("text", "known_as"),
    [
        ("Kyiv's Mayors", ["kyiv's", "mayors"]),
        ("президентського", ["президе"]),
        ("президентом", ["президе"]),
        ("市長は", ["市", "長", "は"]),
    ],
)
def test_keywords_are_stems_in_cyrillic_and_characters_in_chinese(text: str, known_as: list[str]) -> None:
    assert keywords(text).split() == known_as


def test_a_word_of_several_characters_is_looked_for_by_pairs() -> None:
    assert phrases("市長選") == ["市 長", "長 選"]
    assert phrases("mayor") == ["mayor"]
