"""`python -m index eval`: figures that a reader of the data set can check by hand, and an index of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from index.cli.main import main
from index.settings import IndexSettings
from tests.index.conftest import DatasetWriter

pytestmark = pytest.mark.usefixtures("one_model")

CORPUS: list[dict[str, Any]] = [
    {
        "_id": "quay",
        "title": "The new quay",
        "text": "The quay of Arden was opened on 3 May by Cleo Park. The quay cost four million crowns.",
    },
    {
        "_id": "ferry",
        "title": "Ferries to Lund",
        "text": "The ferry to Lund runs twice a day. A ticket for a bicycle costs nine crowns.",
    },
    {
        "_id": "library",
        "title": "A library for Farrow",
        "text": "Many came on Monday. Gus Marlow, who designed the new library in Farrow, called it a house of light.",
    },
    {
        "_id": "copy",
        "title": "The quay",
        "text": "The quay of Arden was opened on 3 May by Cleo Park. The quay cost four million crowns.",
    },
]
QUERIES: list[dict[str, Any]] = [
    {"_id": "q1", "text": "How much did the quay of Arden cost?", "metadata": {"answers": ["four million crowns"]}},
    {"_id": "q2", "text": "How often does the ferry to Lund run?", "metadata": {"answers": ["twice a day"]}},
    {
        "_id": "q3",
        "text": "Who designed the new library in Farrow?",
        "metadata": {
            "answers": ["Gus Marlow"],
            "evidence": ["Gus Marlow, who designed the new library in Farrow, called it a house of light."],
        },
    },
    {"_id": "q4", "text": "Why do whales sing in winter?", "metadata": {"answerable": False}},
    {"_id": "q5", "text": "What is the capital of Mongolia?", "metadata": {"answerable": False}},
]
# The judged document of q1 is a copy: its text stands in the index as the quay's.
QRELS = [("q1", "copy", 1), ("q2", "ferry", 1), ("q3", "library", 1)]


@pytest.fixture
def dataset(write_dataset: DatasetWriter) -> Path:
    return write_dataset(CORPUS, QUERIES, QRELS)


def scores_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    status = main(["eval", *arguments, "--json"])
    written = capsys.readouterr()
    assert status == 0, written.err
    found: dict[str, Any] = json.loads(written.out)
    return found


def test_answers_to_a_small_data_set_are_scored(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = scores_of(capsys, str(dataset))
    assert (scores["questions"], scores["judged"], scores["with_answers"]) == (5, 3, 3)
    assert scores["ranking"] == dict.fromkeys(["recall@1", "recall@3", "recall@10", "MRR@10", "nDCG@10"], 1.0)
    assert scores["quotes"] == {"answer in quote@1": 1.0, "answer in quote@3": 1.0, "right sentence@1": 1.0}
    assert scores["unanswerable"]["auroc"] == scores["article_absent"]["auroc"] == 1.0
    assert (scores["unanswerable"]["n"], scores["article_absent"]["n"]) == (2, 3)
    assert scores["unanswerable"]["recall"] == scores["article_absent"]["recall"] == 1.0
    assert scores["answers"] == {"n": 3, "right": 1.0}
    assert scores["maybes"] == {"n": 0, "right": None}
    assert 0 < scores["latency_ms"]["p50"] <= scores["latency_ms"]["p95"]


def test_maybes_are_counted_apart_from_answers(
    dataset: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWER_THRESHOLD", "1")
    scores = scores_of(capsys, str(dataset))
    assert (scores["answered"]["answered"], scores["answered"]["met with a maybe"]) == (0, 1)
    assert (scores["answers"]["n"], scores["maybes"]) == (0, {"n": 3, "right": 1.0})
    assert scores["quotes"]["right sentence@1"] == 1
    assert main(["eval", str(dataset)]) == 0
    assert "maybes that hold the answer" in capsys.readouterr().out


def test_wrong_labels_lower_the_figures(
    dataset: Path, write_dataset: DatasetWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = [QUERIES[0] | {"metadata": {"answers": ["nine crowns"]}}, *QUERIES[1:]]
    write_dataset(CORPUS, queries, [("q1", "ferry", 1), *QRELS[1:]])
    scores = scores_of(capsys, str(dataset))
    assert scores["ranking"]["recall@1"] == pytest.approx(2 / 3)
    assert scores["quotes"]["right sentence@1"] == pytest.approx(2 / 3)
    assert scores["quotes"]["answer in quote@1"] == pytest.approx(2 / 3)


def test_a_half_and_a_sample_ask_fewer_questions(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    halves = [scores_of(capsys, str(dataset), "--half", half)["questions"] for half in ("tuning", "report")]
    assert sorted(halves) == [2, 3]
    assert scores_of(capsys, str(dataset), "--limit", "1")["questions"] == 1


def test_the_index_is_kept_aside_and_a_table_names_each_figure(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = IndexSettings.load().index_dir
    pointer = served.parent / "eval" / dataset.name / "current"
    for _ in range(2):
        assert main(["eval", str(dataset)]) == 0
        assert pointer.read_text(encoding="utf-8").split() == ["1"]
    assert not served.exists()
    written = capsys.readouterr().out
    for name in ("recall@1", "nDCG@10", "right sentence@1", "AUROC, article absent", "refusal precision", "latency"):
        assert name in written
    assert "n = 3" in written


def test_another_index_is_never_touched(
    dataset: Path, seeds_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (seeds_index / "current").read_text(encoding="utf-8")
    assert main(["eval", str(dataset), "--index-dir", str(seeds_index)]) == 2
    assert "other articles" in capsys.readouterr().err
    monkeypatch.setenv("INDEX_DIR", str(dataset.parent / "served"))
    assert main(["eval", str(dataset), "--index-dir", str(dataset.parent / "served")]) == 2
    assert "is served" in capsys.readouterr().err
    assert (seeds_index / "current").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nowhere"], "is missing"), (["harbour", "--limit", "0"], "less than 1")],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(
    dataset: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", str(dataset.parent / arguments[0]), *arguments[1:]]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_missing_package_is_named(
    dataset: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    assert main(["eval", str(dataset)]) == 2
    assert ".[eval]" in capsys.readouterr().err
