"""What a question asks for, and whether a sentence gives it."""

from __future__ import annotations

import pytest

from index.query.answer_type import AnswerType, expected, gives


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many soldiers came?", "figure"),
        ("how tall is the tower", "figure"),
        ("What percentage voted?", "figure"),
        ("How long did it last?", "duration"),
        ("When was the pact signed?", "time"),
        ("In which year did it open?", "time"),
        ("Who came?", None),
        ("How did it end?", None),
        ("What did he say when he came home?", None),
    ],
)
def test_a_question_says_what_it_asks_for(question: str, kind: AnswerType | None) -> None:
    assert expected(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("figure", "About 1,200 came."),
        ("figure", "Twelve came."),
        ("figure", "Thousands came."),
        ("figure", "Half of them came."),
        ("duration", "It has stood there since 1990."),
        ("duration", "He came twice a year."),
        ("duration", "It lasts until spring."),
        ("time", "It opened in June."),
        ("time", "It opens in May."),
        ("time", "It opened on May 3."),
        ("time", "It opened on Monday."),
        ("time", "It opened in 1990."),
    ],
)
def test_a_sentence_gives_it(kind: AnswerType, sentence: str) -> None:
    assert gives(kind, sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("figure", "They came in October 2024."),
        ("figure", "They came on Sunday, the 13th of October."),
        ("figure", "They came on Oct. 10."),
        ("figure", "Nobody knows whether they came."),
        ("duration", "It will not last."),
        ("time", "It opened late."),
        ("time", "It may open."),
    ],
)
def test_a_sentence_without_it_does_not(kind: AnswerType, sentence: str) -> None:
    assert not gives(kind, sentence)
