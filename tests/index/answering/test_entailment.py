"""Reading one sentence beside another: whether it states the same."""

from __future__ import annotations

import pytest

from index.answering.agreement import read_sentences, same
from index.answering.entailment import PairReader, StatementReader
from index.encoding.encoder import Encoder

LOAN = "Ostland lent Tarsa 2 billion crowns for a new railway."


@pytest.fixture(scope="module")
def reader() -> StatementReader:
    return StatementReader()


def test_other_words_are_likelier_than_the_opposite(reader: StatementReader) -> None:
    same_loan = reader.states(LOAN, "For its new railway Tarsa borrowed 2 billion crowns from Ostland.")
    assert same_loan > reader.states(LOAN, "For its new railway Ostland borrowed 2 billion crowns from Tarsa.")
    assert same_loan > reader.states(LOAN, "Ostland may lend Tarsa 2 billion crowns for a new railway.")
    assert same_loan > reader.states(LOAN, "The railway in Tarsa was built ninety years ago.")


def test_a_reader_of_pairs_stops_when_its_readings_are_used_up(reader: StatementReader) -> None:
    pairs = PairReader(reader, most=3)
    assert pairs.can_read(LOAN, LOAN)
    pairs.likely(LOAN, LOAN)
    assert pairs.can_read(LOAN, LOAN)
    pairs.likely(LOAN, LOAN)
    assert not pairs.can_read(LOAN, LOAN)


@pytest.mark.parametrize("foreign", ["Міністерка Ада Брікс призначила нового директора.", "Die Mühle in Marle ist zu."])
def test_only_english_is_read(reader: StatementReader, foreign: str) -> None:
    assert not PairReader(reader, most=8).can_read(LOAN, foreign)


def test_what_no_reading_can_make_the_same_is_not_read(reader: StatementReader) -> None:
    one, other = read_sentences(Encoder(), ("Twelve sailors were hurt.", "Thirty sailors were hurt."))
    pairs = PairReader(reader, most=2)
    assert not same(one, other, pairs)
    assert pairs.can_read(LOAN, LOAN)


@pytest.mark.parametrize(
    "edited",
    [
        "At least 12 miners were hurt when a lift at Corran fell.",
        "When the lift at Corran fell, at least 12 miners were hurt.",
    ],
)
def test_copies_that_somebody_edited_state_the_same(edited: str, reader: StatementReader) -> None:
    one, other = read_sentences(Encoder(), ("At least 12 miners were hurt when the lift at Corran fell.", edited))
    assert same(one, other, PairReader(reader, most=2))
