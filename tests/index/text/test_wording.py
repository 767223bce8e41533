"""The wording of a text, and its form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.wording import Wording, compare_form


def joined(text: str) -> str:
    return Wording.of(text).joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co\u00adoperate", "COOPERATE"),
        ("Cafe\u0301", "café"),
        ("ofﬁce", "office"),
        ("H₂O", "H2O"),
        ("2½", "2 ½"),
        ("3\u202f000", "3 000"),
        ("5–6 May", "5 - 6 May"),
        ("−5 °C", "-5°C"),
        ("об’єкт", "обʼєкт"),
        ("“regrettable.”", "«regrettable».,"),
        ("30 %", "30%"),
    ],
)
def test_form_is_no_part_of_the_wording(one: str, other: str) -> None:
    assert joined(one) == joined(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14.50", "1450"),
        ("5 6", "56"),
        ("5-6", "5 6"),
        ("-5", "5"),
        ("10²", "102"),
        ("we're", "were"),
        ("naïve", "naive"),
        ("30%", "30"),
        ("They won?", "They won."),
    ],
)
def test_what_says_something_is(one: str, other: str) -> None:
    assert joined(one) != joined(other)


def test_a_wording_is_found_in_whole_words() -> None:
    wording = Wording.of("The non-members can't pay 14.50 in 5–6 days, l'armée said.")
    for whole in ("can't pay", "armée said", "The non-members", "5–6 days"):
        assert list(wording.find(Wording.of(whole))), whole
    for cut in ("members can't", "can", "4.50", "6 days", "non", "he non-members"):
        assert not list(wording.find(Wording.of(cut))), cut


@settings(deadline=None)
@given(st.text(), st.text(max_size=10))
def test_every_token_is_found_where_it_stands(text: str, around: str) -> None:
    wording = Wording.of(text)
    if not wording.tokens:
        return
    stretch = Wording.of(text)
    (first, last), *_ = wording.find(stretch)
    form = compare_form(stretch, wording, first, last)
    assert form.differs_in == ()
    assert text[form.start : form.end].strip() == text[form.start : form.end]
    assert 0 <= form.start < form.end <= len(text)
    assert len(Wording.of(around + text).tokens) > 0


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_offsets_hold_in_decomposed_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    wording = Wording.of(decomposed)
    for token in wording.tokens:
        alone = Wording.of(decomposed[token.start : token.end]).joined
        # An apostrophe may be within a word, and is a quotation mark at its end.
        assert alone.replace("-", "") == token.form.rstrip("'").replace("-", "")
