"""Names and numbers of a question, and whether a passage holds them."""

from __future__ import annotations

import pytest

from index.answering.names import is_name, lacks_a_name, names_of, names_written_small
from tests.index.asked import weighed


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Who denied it in Paris?", "Moscow denied it"),
        ("What fell on March 5?", "A missile fell on March 6"),
        ("What did Macron say?", "The president spoke"),
    ],
)
def test_a_name_or_number_that_is_not_there_is_missed(question: str, passage: str) -> None:
    assert lacks_a_name(names_of(weighed(question)), passage)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Who denied it in Moscow?", "Moscow denied it"),
        ("What did the Ukrainian president say?", "The president of Ukraine spoke"),
        ("What happened on October 10?", "On Oct. 10 it rained"),
        ("What happened on the 10th?", "On the 10 it rained"),
        ("Who was Frédéric?", "frederic played"),
        ("What did the UN say?", "United Nations monitors spoke"),
        ("who denied it?", "nobody"),
        ("Who denied it?", "nobody"),
        ("WHO DENIED IT IN PARIS?", "nobody"),
    ],
)
def test_names_are_found_in_other_forms_and_common_words_are_none(question: str, passage: str) -> None:
    assert not lacks_a_name(names_of(weighed(question)), passage)


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    text = "Ask him. Where is Oslo?"
    assert not is_name(text, 0, 3)
    assert not is_name(text, 9, 14)
    assert is_name(text, 18, 22)


TEXTS = ["The minister flew to Paris. Paris was calm, he said, and a spring rain fell.", "Rain stopped play in Kyiv."]


def test_a_name_that_a_question_writes_small_is_known_by_how_texts_write_it() -> None:
    asked = weighed("who denied the rain in paris?")
    small = names_written_small(asked, TEXTS)
    assert small == {"paris"}
    assert not lacks_a_name(names_of(asked), "Moscow denied it")
    assert lacks_a_name(names_of(asked, small), "Moscow denied it")
    assert not lacks_a_name(names_of(asked, small), "The Paris office denied it")


def test_a_common_word_is_no_name_for_opening_a_sentence_or_a_few_capitals() -> None:
    assert names_written_small(weighed("how long did the rain last?"), TEXTS) == frozenset()
    assert names_written_small(weighed("who will play?"), ["We play. You play.", "The Play was on."]) == frozenset()
    assert names_written_small(weighed("Who?"), TEXTS) == frozenset()
