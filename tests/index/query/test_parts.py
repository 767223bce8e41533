"""Several questions in one: what is taken apart, what is not, and what a later one takes over from the first."""

from __future__ import annotations

import pytest

from index.query.parts import questions_in


@pytest.mark.parametrize(
    ("asked", "questions"),
    [
        ("Who won the race and what was the prize?", ["Who won the race?", "What was the prize (the race)?"]),
        ("When did the mill open? Who paid?", ["When did the mill open?", "Who paid (the mill)?"]),
        ("Was the mill closed and is it open now?", ["Was the mill closed?", "Is it open now (the mill)?"]),
        ("which team won and how old is it", ["Which team won?", "How old is it (which team won)?"]),
        ("How old is Lund, and where does she live?", ["How old is Lund?", "Where does she live (Lund)?"]),
        ("Did Lund resign and did Marsh follow her?", ["Did Lund resign?", "Did Marsh follow her (Lund)?"]),
        ("who paid\nwhen was the mill sold", ["Who paid?", "When was the mill sold?"]),
    ],
)  # fmt: skip
def test_two_questions_are_asked_apart(asked: str, questions: list[str]) -> None:
    assert list(questions_in(asked)) == questions


@pytest.mark.parametrize(
    "asked",
    [
        "When and where was the treaty signed?",
        "Who resigned and why?",
        "How many people died and were injured?",
        "What did the mayor say about who paid and what it cost?",
        'Who said "we will win and who will stop us"?',
        "When the tower fell, who was hurt?",
        "Which club, which has three cups, signed Lund?",
        "I read about the bridge. Who paid for it?",
        "Who runs Asker and Sons?",
        "cost of the bridge and the tunnel",
        "In which year and by whom was the mill built?",
    ],
)
def test_one_question_is_left_whole(asked: str) -> None:
    assert questions_in(asked) == (asked,)
