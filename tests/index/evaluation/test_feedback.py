"""Refusals and votes: how they are counted, and what a data set made of them claims."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import FEEDBACK_FILE, FeedbackStore, Library
from index.evaluation.datasets import load_dataset

QUESTION = "Who denied it?"
GONE = "0" * 16
Export = Callable[[], tuple[dict[str, bool | None], dict[str, int]]]


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "kept" / "feedback.sqlite")


@pytest.fixture
def export(store: FeedbackStore, library: Library, tmp_path: Path) -> Export:
    """Exports; gives the questions with `answerable`, and the relevance of each judged passage."""

    def exported() -> tuple[dict[str, bool | None], dict[str, int]]:
        lines: list[dict[str, Any]] = []
        count = store.export(tmp_path, library)
        lines += map(json.loads, (tmp_path / "queries.jsonl").read_text(encoding="utf-8").splitlines())
        rows = [row.split("\t") for row in (tmp_path / "qrels" / "test.tsv").read_text().splitlines()[1:]]
        assert count == len(lines)
        assert len({(query, passage) for query, passage, _ in rows}) == len(rows)
        answerable = {line["text"]: line["metadata"]["answerable"] for line in lines}
        return answerable, {passage: int(score) for _, passage, score in rows}

    return exported


@pytest.fixture
def passages(library: Library) -> list[str]:
    return [quote.passage_id for quote in library.search("ballistic missiles", 2)]


def test_a_refusal_that_nobody_voted_on_is_not_labelled_and_not_measured(
    store: FeedbackStore, export: Export, passages: list[str], tmp_path: Path
) -> None:
    store.refuse("What is the price of tea?", passages, 1)
    assert export() == ({"What is the price of tea?": None}, {})
    store.vote(b"answer", b"ada", QUESTION, passages[:1], "good", 1)
    assert export() == ({QUESTION: True, "What is the price of tea?": None}, {passages[0]: 1})
    assert [question.text for question in load_dataset(tmp_path).questions] == [QUESTION]


@pytest.mark.parametrize(("verdict", "answerable"), [("good", False), ("bad", True)])
def test_a_vote_on_a_refusal_labels_the_question(
    store: FeedbackStore, export: Export, verdict: Any, *, answerable: bool
) -> None:
    store.refuse(QUESTION, [GONE], 1)
    store.vote(b"answer", b"ada", QUESTION, [], verdict, 1)
    assert export() == ({QUESTION: answerable}, {})


def test_of_one_person_s_votes_on_an_answer_the_last_counts(
    store: FeedbackStore, export: Export, passages: list[str]
) -> None:
    assert store.vote(b"answer", b"ada", QUESTION, passages, "good", 1)
    assert store.vote(b"answer", b"ada", QUESTION, passages[:1], "bad", 1)
    assert store.votes(b"answer") == {"bad": 1}
    assert export() == ({QUESTION: None}, {passages[0]: 0})
    assert not store.vote(b"answer", b"ada", QUESTION, passages[:1], "bad", 1)
    assert store.votes(b"answer") == {}
    assert export() == ({}, {})


def test_of_several_people_s_votes_most_count_and_a_tie_says_nothing(
    store: FeedbackStore, export: Export, passages: list[str]
) -> None:
    store.vote(b"answer", b"ada", QUESTION, passages[:1], "good", 1)
    store.vote(b"answer", b"ben", QUESTION, passages[:1], "bad", 1)
    assert store.votes(b"answer") == {"good": 1, "bad": 1}
    assert export() == ({QUESTION: None}, {})
    store.vote(b"another", b"cy", QUESTION, passages, "good", 1)
    assert store.votes(b"another") == {"good": 1}
    assert export() == ({QUESTION: True}, dict.fromkeys(passages, 1))


def test_votes_for_passages_that_have_gone_say_nothing_about_the_archive(store: FeedbackStore, export: Export) -> None:
    store.vote(b"answer", b"ada", QUESTION, [GONE], "good", 1)
    assert export() == ({QUESTION: None}, {})


def test_who_voted_sees_and_deletes_their_votes_and_nobody_else_s(store: FeedbackStore, export: Export) -> None:
    assert store.votes_by(b"ada") == []
    assert store.forget(b"ada") == 0
    store.vote(b"answer", b"ada", QUESTION, [GONE], "good", 1)
    store.vote(b"another", b"ada", "Who said it?", [], "bad", 1)
    store.vote(b"answer", b"ben", QUESTION, [GONE], "bad", 1)
    assert [(vote.question, vote.verdict) for vote in store.votes_by(b"ada")] == [
        (QUESTION, "good"),
        ("Who said it?", "bad"),
    ]
    assert store.forget(b"ada") == 2
    assert store.votes_by(b"ada") == []
    assert store.votes(b"answer") == {"bad": 1}
    assert export() == ({QUESTION: None}, {})


def test_a_file_of_an_earlier_version_is_taken_over_once(tmp_path: Path) -> None:
    former, path = tmp_path / "feedback.sqlite", tmp_path / FEEDBACK_FILE
    FeedbackStore(former).vote(b"answer", b"ada", QUESTION, [GONE], "good", 1)
    assert FeedbackStore(path).votes(b"answer") == {"good": 1}
    assert not former.exists()
    FeedbackStore(former).vote(b"answer", b"ben", QUESTION, [GONE], "good", 1)
    assert FeedbackStore(path).votes(b"answer") == {"good": 1}
    path.unlink()
    former.write_text("no database")
    FeedbackStore(path)
    assert former.exists()
