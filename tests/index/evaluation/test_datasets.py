"""Data sets in BEIR layout: what is read from them, how they are halved, and how a bad one is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.errors import DatasetError
from index.evaluation.datasets import document_of, holds_answer, load_dataset
from tests.index.conftest import DatasetWriter

CORPUS: list[dict[str, Any]] = [
    {"_id": "quay-1", "title": "The new quay", "text": "The quay of Arden opened in May."},
    {"_id": "quay-2", "title": "The new quay", "text": "It cost four million crowns."},
    {"_id": "ferry", "title": "", "text": "The ferry to Lund runs twice a day."},
]
QUERIES: list[dict[str, Any]] = [
    {"_id": "q1", "text": "What did the quay cost?", "metadata": {"answers": ["four million crowns"]}},
    {"_id": "q2", "text": "Who paid for the quay?", "metadata": {"answerable": False, "context_id": "quay-2"}},
    {
        "_id": "q3",
        "text": "How often does the ferry run?",
        "metadata": {"answers": "twice a day", "date": "2024-05-01"},
    },
    {"_id": "q4", "text": "Where is the airport?"},
]
QRELS = [("q1", "quay-2", 1), ("q1", "quay-1", 0), ("q3", "ferry", 2)]


def test_a_question_knows_what_is_right_and_what_it_is_about(write_dataset: DatasetWriter) -> None:
    dataset = load_dataset(write_dataset(CORPUS, QUERIES, QRELS))
    cost, payer, ferry, airport = dataset.questions
    assert (cost.answerable, cost.answers, cost.gold) == (True, ("four million crowns",), {"quay-2": 1})
    assert (payer.answerable, payer.gold) == (False, {})
    assert (ferry.answers, ferry.gold) == (("twice a day",), {"ferry": 2})
    assert (airport.answerable, airport.about) == (False, frozenset())
    assert cost.about == payer.about == {dataset.articles["quay-1"]}
    assert dataset.articles["ferry"] != dataset.articles["quay-1"]


def test_a_question_of_which_nobody_knows_whether_it_can_be_answered_is_left_out(write_dataset: DatasetWriter) -> None:
    unlabelled = {"_id": "q5", "text": "Who owns the quay?", "metadata": {"answerable": None}}
    asked = load_dataset(write_dataset(CORPUS, [*QUERIES, unlabelled], [*QRELS, ("q5", "quay-1", 0)])).questions
    assert [question.id for question in asked] == ["q1", "q2", "q3", "q4"]
    with pytest.raises(DatasetError, match="no question that is labelled"):
        load_dataset(write_dataset(CORPUS, [unlabelled]))


def test_halves_are_disjoint_complete_and_never_share_an_article(write_dataset: DatasetWriter) -> None:
    corpus = [{"_id": f"d{n}", "title": f"Report {n // 2}", "text": f"Number {n} was drawn."} for n in range(20)]
    queries = [{"_id": f"q{n}", "text": f"Which number is {n}?"} for n in range(20)]
    dataset = load_dataset(write_dataset(corpus, queries, [(f"q{n}", f"d{n}", 1) for n in range(20)]))
    tuning, report = dataset.half("tuning"), dataset.half("report")
    assert len(tuning.questions) == len(report.questions) == 10
    assert {question.id for half in (tuning, report) for question in half.questions} == {f"q{n}" for n in range(20)}
    assert not {q.about for q in tuning.questions} & {q.about for q in report.questions}


def test_a_sample_is_the_same_every_time(write_dataset: DatasetWriter) -> None:
    queries = [{"_id": f"q{n}", "text": f"Which number is {n}?"} for n in range(50)]
    dataset = load_dataset(write_dataset(CORPUS, queries))
    assert dataset.sample(50) == dataset
    assert len(dataset.sample(7).questions) == 7
    assert dataset.sample(7) == dataset.sample(7)


@pytest.mark.parametrize(
    ("text", "answers", "holds"),
    [
        ("It opened in 1954.", ["5"], False),
        ("It opened on 5 May.", ["5"], True),
        ("A   café\nin Lund", ["Cafe in Lund"], True),
        ("Arden’s quay", ["arden's"], True),
        ("It cost $5.5 million.", ["$5.5 million"], True),
        ("It cost $5.5 million.", [], False),
    ],
)
def test_an_answer_is_held_as_whole_words(text: str, answers: list[str], holds: bool) -> None:
    assert holds_answer(text, answers) == holds


def test_a_document_is_named_by_the_path_of_its_source() -> None:
    assert document_of("corpus.jsonl#a#1") == "a#1"


def test_a_bad_data_set_is_refused_with_the_place(write_dataset: DatasetWriter, tmp_path: Path) -> None:
    def refused(name: str, line: str) -> str:
        folder = write_dataset(CORPUS, QUERIES, QRELS)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        with pytest.raises(DatasetError) as caught:
            load_dataset(folder)
        return str(caught.value)

    assert "Line 4" in refused("corpus.jsonl", '{"_id": "x"')
    assert '"_id"' in refused("corpus.jsonl", '{"text": "x"}')
    assert '"text"' in refused("queries.jsonl", '{"_id": "x"}')
    assert '"answers"' in refused("queries.jsonl", '{"_id": "x", "text": "x", "metadata": {"answers": [1]}}')
    assert "tabs" in refused("qrels/test.tsv", "q1 ferry 1")
    assert "nowhere" in refused("qrels/test.tsv", "q1\tnowhere\t1")
    assert "q9" in refused("qrels/test.tsv", "q9\tferry\t1")
    with pytest.raises(DatasetError, match="missing"):
        load_dataset(tmp_path / "none")
    with pytest.raises(DatasetError, match="no question"):
        load_dataset(write_dataset(CORPUS, []))
    (write_dataset(CORPUS, QUERIES) / "corpus.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DatasetError, match="UTF-8"):
        load_dataset(tmp_path / "harbour")
