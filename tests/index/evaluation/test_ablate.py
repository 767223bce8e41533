"""`python -m index ablate`: one thing is changed at a time, and everything is as before afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cli.main import main
from index.retrieval import candidates, late_interaction
from tests.index.conftest import DatasetWriter
from tests.index.evaluation.test_evaluate import CORPUS, QRELS, QUERIES

pytestmark = pytest.mark.usefixtures("one_model")


@pytest.fixture
def dataset(write_dataset: DatasetWriter) -> Path:
    return write_dataset(CORPUS, QUERIES, QRELS)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    status = main(["ablate", *arguments])
    written = capsys.readouterr()
    assert status == 0, written.err
    return written.out


def test_each_change_has_scores_of_its_own(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(
        capsys,
        str(dataset),
        *("--skip", "answer type", "--skip", "spelling"),
        *("--set", "retrieval.late_interaction.SENTENCE_COSINE=9.0", "--set", "retrieval.candidates.CANDIDATES=1"),
    )
    heads = [line.partition("  (n")[0] for line in printed.splitlines() if "(n = " in line]
    assert heads == [
        "as it is",
        "without answer type",
        "without spelling",
        "retrieval.late_interaction.SENTENCE_COSINE=9.0",
        "retrieval.candidates.CANDIDATES=1",
    ]
    blocks = printed.split("(n = ")[1:]
    assert blocks[0] != blocks[3]
    assert (late_interaction.SENTENCE_COSINE, candidates.CANDIDATES) == (0.4, 40)


def test_a_feature_is_left_out_of_a_fit(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, str(dataset), "--without", "score", "--without", "missed").splitlines()
    assert [line.split("AUROC")[0].split() for line in lines] == [
        ["without", "nothing"],
        ["without", "score"],
        ["without", "missed"],
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--skip", "thinking"), "no stage thinking: known are courtesies"),
        (("--set", "retrieval.nothing.X=1"), "names no constant"),
        (("--set", "retrieval.candidates.CANDIDATES"), "names no constant"),
        (("--without", "luck"), "no feature luck: known are score"),
    ],
)
def test_what_there_is_not_is_said_in_a_line(
    arguments: tuple[str, ...], words: str, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ablate", str(dataset), *arguments]) == 2
    assert words in capsys.readouterr().err
