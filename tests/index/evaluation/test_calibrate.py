"""The fit of the confidence: what it learns from examples, and the whole command on a small data set."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, Library
from index.answering.calibration import Features, read_calibration
from index.cli.main import main
from index.evaluation.calibrate import WEIGHTS, fit, reliability
from index.evaluation.examples import Example
from tests.index.conftest import DatasetWriter

pytestmark = pytest.mark.usefixtures("one_model")

PLACES = "Arden Belmont Corvale Dunmere Eastholm Farrow".split()
COSTS = "four five seven nine eleven twelve".split()


def example(score: float, *, right: bool, kind: str = "whole", lacks_a_name: bool = False) -> Example:
    features = Features(
        score=score,
        margin=0.1,
        crowd=0.9,
        specificity=4.0,
        missed=0.2,
        lacks_a_name=lacks_a_name,
        lacks_a_figure=False,
    )
    return Example("harbour", kind, right, features)


def test_a_higher_score_makes_an_answer_likelier_and_a_missing_name_less_likely() -> None:
    random_ = random.Random(1)  # noqa: S311
    examples = [
        example(score + random_.uniform(-0.2, 0.2), right=right, lacks_a_name=not right and number % 2 == 0)
        for number in range(100)
        for score, right in ((1.2, True), (1.0, False))
    ]
    _, coefficients = fit(examples)
    assert coefficients["score"] > 0 > coefficients["lacks_a_name"]
    _, without = fit(examples, without={"lacks_a_name"})
    assert without["lacks_a_name"] == 0


def test_what_no_right_answer_has_counts_much_but_within_bounds() -> None:
    wrong = example(1.0, right=False)
    lacking = replace(wrong, features=replace(wrong.features, lacks_a_figure=True))
    examples = [
        *(example(1.0, right=True) for _ in range(50)),
        *(wrong for _ in range(40)),
        *(lacking for _ in range(9)),
    ]
    assert -10 < fit(examples)[1]["lacks_a_figure"] < -0.5


def test_the_calibration_error_is_how_far_confidence_is_from_the_share_right() -> None:
    examples = [example(1.0, right=number % 2 == 0, kind="a slip") for number in range(100)]
    error, rows = reliability(examples, np.full(100, 0.55))
    assert error == pytest.approx(0.05)
    assert [(start, n) for start, n, _, _ in rows] == [(0.5, 100)]
    assert reliability(examples, np.full(100, 0.95))[0] == pytest.approx(0.45)


@pytest.fixture
def bridges(write_dataset: DatasetWriter) -> Path:
    """Six articles that each answer one question."""
    rows = list(zip(PLACES, COSTS, strict=True))
    return write_dataset(
        [
            {"_id": place, "title": f"Works in {place}", "text": f"The bridge of {place} cost {cost} million crowns."}
            for place, cost in rows
        ],
        [
            {
                "_id": place,
                "text": f"What did the bridge of {place} cost?",
                "metadata": {"answers": [f"{cost} million"]},
            }
            for place, cost in rows
        ],
        [(place, place, 1) for place, _ in rows],
    )


def test_a_calibration_is_written_where_the_library_looks_for_it(
    bridges: Path, own_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INDEX_DIR", str(own_index))
    assert main(["calibrate", str(bridges)]) == 0
    printed = capsys.readouterr().out
    for words in (
        "intercept",
        "lacks_a_name",
        "report half, in use now",
        "calibration error",
        "on average",
        "maybe from",
    ):
        assert words in printed
    written = read_calibration(own_index / "calibration-reader.json")
    assert written.provenance.command == "python -m index calibrate harbour --questions 400"
    (fitted_on,) = written.provenance.datasets
    assert (fitted_on.dataset, fitted_on.questions) == ("harbour", 3)
    assert fitted_on.examples > 3
    assert 0 <= written.thresholds.near <= written.thresholds.maybe <= written.thresholds.answer <= 1
    library = Library.open(own_index, IndexSettings.load())
    assert library.pipeline.rules.calibration == written
    assert "fitted for all-MiniLM-L6-v2" in library.status().calibration
    library.close()


def test_a_second_run_gives_the_same(bridges: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    for path in (one, other):
        assert main(["calibrate", str(bridges), "--index-dir", str(tmp_path / "eval"), "--output", str(path)]) == 0
    assert read_calibration(one) == read_calibration(other)
    assert (tmp_path / "eval" / "harbour").is_dir()


def test_too_little_to_fit_is_said(
    write_dataset: DatasetWriter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(
        [{"_id": "a", "text": "The bridge of Arden cost four million crowns."}],
        [{"_id": "q", "text": "Who wrote the opera?", "metadata": {"answerable": False}}],
    )
    output = tmp_path / "none.json"
    assert main(["calibrate", str(folder), "--output", str(output)]) == 2
    assert "give larger ones" in capsys.readouterr().err
    assert not output.exists()


def test_only_kinds_with_a_weight_are_fitted_to() -> None:
    assert {"a slip", "a word before"}.isdisjoint(WEIGHTS)
