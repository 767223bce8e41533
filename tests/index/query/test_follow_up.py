"""What refers to the exchange before, and what it is read as; what stands alone is left as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.archives import NAMES, read_archive
from benchmarks.follow_ups import exchanges
from index.query.antecedents import Turn
from index.query.follow_up import follow_up, leans
from tests.conftest import DATA

DENIED = Turn(
    "Who denied that the harbour is closed?",
    sentence="Harbour spokeswoman Greta Pohl on Tuesday denied that the harbour is closed.",
    passage="Rumours spread on Monday. Harbour spokeswoman Greta Pohl on Tuesday denied that the harbour is closed.",
    title="Rumours of a closed harbour in Elwood",
)
SAID = Turn(
    "What did Mayor Ruiz say about the new bridge?",
    sentence="Mayor Ruiz called the new bridge a gift.",
    passage="Mayor Ruiz called the new bridge a gift.",
)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "before", "reading"),
    [
        ("when?", DENIED, "When Greta Pohl denied that the harbour is closed?"),
        ("ok thanks, and when was that?", DENIED, "When Greta Pohl denied that the harbour is closed?"),
        ("коли?", DENIED, "When Greta Pohl denied that the harbour is closed?"),
        ("why?", SAID, "Why did Mayor Ruiz say about the new bridge?"),
        ("What did she say about the ferry?", DENIED, "What did Greta Pohl say about the ferry?"),
        ("and Governor Okafor?", SAID, "What did Governor Okafor say about the new bridge?"),
        ("what about the old tunnel?", SAID, "What did Mayor Ruiz say about the old tunnel?"),
        ("When was it built?", SAID, "When was the new bridge built?"),
        ("who paid for it?", SAID, "Who paid for the new bridge?"),
        ("How did Okafor respond to it?", SAID, "How did Okafor respond to the new bridge?"),
        ("what were his words?", SAID, "What were Mayor Ruiz’s words?"),
        ("who said that?", SAID, "Who said Mayor Ruiz called the new bridge a gift?"),
        ("in 2019?", SAID, "What did Mayor Ruiz say about the new bridge in 2019?"),
        ("how many people?", Turn("Who signed the petition?"), "How many people signed the petition?"),
        ("чому?", Turn("Коли закрили порт?"), "Чому закрили порт?"),
        ("Що вона сказала про пором?", DENIED, "Що Greta Pohl сказала про пором?"),
    ],
)
def test_a_follow_up_is_read_with_what_it_refers_to(text: str, before: Turn, reading: str) -> None:
    following = follow_up(text, before)
    assert following
    assert reading in following.readings


@pytest.mark.parametrize("text", ["more", "More!", "who else?", "anything else?", "ok, more please", "ще", "ещё"])
def test_more_asks_for_what_was_not_shown_yet(text: str) -> None:
    following = follow_up(text, DENIED)
    assert following
    assert following.readings == (DENIED.question,)
    assert following.further


def test_a_name_alone_refers_to_the_answer_that_it_replies_to() -> None:
    assert follow_up("Okafor?", SAID) is None
    following = follow_up("Okafor?", SAID, replies=True)
    assert following
    assert following.readings[0] == "What did Okafor say about the new bridge?"


@pytest.mark.parametrize("row", exchanges("stand_alone"), ids=lambda row: row["then"])
def test_what_stands_alone_is_left_as_it_is(row: dict[str, Any]) -> None:
    assert follow_up(row["then"], Turn(row["asked"])) is None
    assert not leans(row["then"])


@pytest.mark.parametrize(
    "file", ["seed_questions.jsonl", "seed_questions_later.jsonl", "seed_questions_cyrillic.jsonl"]
)
def test_questions_about_the_seeds_stand_alone(file: str) -> None:
    assert [row["text"] for row in _rows(file) if leans(row["text"])] == []


def test_hardly_a_question_of_the_invented_archives_is_taken_for_a_follow_up() -> None:
    questions = [question.text for name in NAMES for story in read_archive(name) for question in story.questions]
    # "Had he stolen from his employer?" does refer to something, and its like are most of these.
    assert sum(map(leans, questions)) / len(questions) < 0.01


def test_nothing_is_put_in_that_was_not_said() -> None:
    for row in exchanges("follow_ups"):
        following = follow_up(row["then"], Turn(row["asked"]))
        assert following, row
        said = f"{row['asked']} {row['then']}".lower()
        for reading in following.readings:
            words = [word.strip("?().,’s'") for word in reading.lower().split()]
            assert all(word in said or word in ("in", "the", "why", "when") for word in words), reading
