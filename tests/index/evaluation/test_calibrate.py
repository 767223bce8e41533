"""The fit of the confidence: what it learns from examples, and the whole command on a small data set."""

from __future__ import annotations

import math
import random
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import index.answering.calibration as shipped
from benchmarks.calibration import COEFFICIENTS, Example, fit, main, reliability
from index.answering.calibration import Evidence, confidence
from index.encoding.encoder import Encoder
from tests.index.conftest import DatasetWriter

_PLACES = "Arden Belmont Corvale Dunmere Eastholm Farrow".split()
_COSTS = "four five seven nine eleven twelve".split()


def example(score: float, *, right: bool, kind: str = "whole", lacks_a_name: bool = False) -> Example:
    evidence = Evidence(
        score=score,
        margin=0.1,
        crowd=0.9,
        specificity=4.0,
        missed=0.2,
        lacks_a_name=lacks_a_name,
        lacks_a_figure=False,
    )
    return Example("harbour", kind, right, evidence)


def test_a_higher_score_makes_an_answer_likelier_and_a_missing_name_less_likely() -> None:
    random_ = random.Random(1)  # noqa: S311
    examples = [
        example(score + random_.uniform(-0.2, 0.2), right=right, lacks_a_name=not right and number % 2 == 0)
        for number in range(100)
        for score, right in ((1.2, True), (1.0, False))
    ]
    coefficients = dict(zip(COEFFICIENTS, fit(examples).coef_[0], strict=True))
    assert coefficients["PER_SCORE"] > 0 > coefficients["IF_A_NAME_IS_MISSING"]


def test_what_no_right_answer_has_counts_much_but_within_bounds() -> None:
    wrong = example(1.0, right=False)
    lacking = replace(wrong, evidence=replace(wrong.evidence, lacks_a_figure=True))
    examples = [
        *(example(1.0, right=True) for _ in range(50)),
        *(wrong for _ in range(40)),
        *(lacking for _ in range(9)),
    ]
    coefficients = dict(zip(COEFFICIENTS, fit(examples).coef_[0], strict=True))
    assert -10 < coefficients["IF_A_FIGURE_IS_MISSING"] < -0.5


def test_the_coefficients_are_those_of_the_evidence_in_its_order() -> None:
    assert len(COEFFICIENTS) == len(fields(Evidence))
    for number, name in enumerate(COEFFICIENTS):
        values = [0.0] * len(COEFFICIENTS)
        values[number] = 1.0
        with_one = confidence(Evidence(*values))  # type: ignore[arg-type]
        expected = 1 / (1 + math.exp(-(shipped.INTERCEPT + getattr(shipped, name))))
        assert with_one == pytest.approx(expected)


def test_what_is_only_measured_does_not_change_the_fit() -> None:
    examples = [example(score / 10, right=score > 9 + score % 3) for score in range(20)]
    with_slips = [*examples, *(example(0.1, right=True, kind="a slip") for _ in range(50))]
    assert fit(examples).coef_ == pytest.approx(fit(with_slips).coef_)


def test_the_calibration_error_is_how_far_confidence_is_from_the_share_right() -> None:
    examples = [example(1.0, right=number % 2 == 0, kind="a slip") for number in range(100)]
    error, rows = reliability(examples, np.full(100, 0.55))
    assert error == pytest.approx(0.05)
    assert [(start, n) for start, n, _, _ in rows] == [(0.5, 100)]
    assert reliability(examples, np.full(100, 0.95))[0] == pytest.approx(0.45)


def test_coefficients_and_reliability_are_printed(
    write_dataset: DatasetWriter,
    one_model: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(
        "index.evaluation.evaluate._Remembering", lambda name: one_model if name == one_model.name else None
    )
    rows = list(zip(_PLACES, _COSTS, strict=True))
    folder = write_dataset(
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
    monkeypatch.setattr(sys, "argv", ["calibration", str(folder), "--index-dir", str(tmp_path / "eval")])
    main()
    printed = capsys.readouterr().out
    for name in ("INTERCEPT", *COEFFICIENTS, "as shipped", "calibration error"):
        assert name in printed
