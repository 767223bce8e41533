"""The confidence as data: which file counts for which model, and what a wrong one says."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from pathlib import Path

import pytest

from index.answering.calibration import Calibration, Features, Thresholds, load_calibration, read_calibration
from index.encoding.encoder import Encoder
from index.encoding.model_files import ModelIdentity
from index.errors import CalibrationError

NONE = Features(0, 0, 0, 0, 0, lacks_a_name=False, lacks_a_figure=False)


@pytest.fixture
def shipped(encoder: Encoder, tmp_path: Path) -> Calibration:
    return load_calibration(encoder.identity, tmp_path)


def test_the_bundled_model_has_one_that_says_where_it_comes_from(encoder: Encoder, shipped: Calibration) -> None:
    assert shipped.mismatch(encoder.identity) is None
    assert shipped.provenance.command.startswith("python -m index calibrate ")
    assert all(dataset.examples > dataset.questions > 0 for dataset in shipped.provenance.datasets)


@pytest.mark.parametrize("name", [field.name for field in fields(Features)])
def test_each_feature_counts_with_its_own_coefficient(name: str, shipped: Calibration) -> None:
    with_one = shipped.confidence(replace(NONE, **{name: True}))
    assert with_one == pytest.approx(1 / (1 + math.exp(-(shipped.intercept + shipped.coefficients[name]))))


def test_the_users_own_goes_before_those_of_the_package(encoder: Encoder, shipped: Calibration, tmp_path: Path) -> None:
    own = replace(shipped, intercept=-1.0)
    own.save(tmp_path / "calibration.json")
    assert load_calibration(encoder.identity, tmp_path) == own


def test_the_users_own_for_another_model_does_not(encoder: Encoder, shipped: Calibration, tmp_path: Path) -> None:
    replace(shipped, model=ModelIdentity("another", "00")).save(tmp_path / "calibration.json")
    assert load_calibration(encoder.identity, tmp_path) == shipped
    assert load_calibration(ModelIdentity("another", "00"), tmp_path).model.name == "another"


def test_a_model_without_one_gets_that_of_the_bundled_model_and_is_told(shipped: Calibration, tmp_path: Path) -> None:
    other = ModelIdentity("a-model-of-mine", "00")
    assert load_calibration(other, tmp_path) == shipped
    assert shipped.mismatch(other) == "fitted for all-MiniLM-L6-v2, not for a-model-of-mine"
    assert shipped.mismatch(replace(shipped.model, sha256="00")) == "fitted for another version of all-MiniLM-L6-v2"


def test_one_counts_for_the_same_files_under_any_name_with_the_same_conventions(shipped: Calibration) -> None:
    folder = replace(shipped.model, name="/home/ada/model")
    assert shipped.mismatch(folder) is None
    assert shipped.mismatch(replace(folder, conventions="another")) == (
        "fitted for all-MiniLM-L6-v2, not for /home/ada/model"
    )


def test_one_may_count_for_every_version_of_its_model(shipped: Calibration) -> None:
    of_all = replace(shipped, any_version=True)
    assert of_all.mismatch(replace(shipped.model, sha256="00")) is None
    assert of_all.mismatch(replace(shipped.model, sha256="00", conventions="another"))
    assert of_all.mismatch(replace(shipped.model, sha256="00", name="another"))


@pytest.mark.parametrize("text", ["", "{}", "[1, 2]", '{"model": 1}', "\ud800".encode("utf-8", "replace").decode()])
def test_a_file_that_is_no_calibration_is_refused_in_words(text: str, encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text(text, encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"calibration\.json is no readable calibration: run"):
        load_calibration(encoder.identity, tmp_path)


def test_one_for_other_features_is_refused_in_words(shipped: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    replace(shipped, coefficients={"score": 1.0}).save(path)
    with pytest.raises(CalibrationError, match="another version of Quotedesk"):
        read_calibration(path)


def test_one_from_before_there_were_thresholds_is_refused_in_words(shipped: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    shipped.save(path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    del stored["thresholds"]
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"another version of Quotedesk: run `python -m index calibrate`"):
        read_calibration(path)


def test_the_thresholds_go_down_from_an_answer_to_what_comes_near(shipped: Calibration) -> None:
    thresholds = shipped.thresholds
    assert 0 < thresholds.near < thresholds.maybe < thresholds.answer < 1


def test_another_least_confidence_of_an_answer_takes_those_above_it_along() -> None:
    thresholds = Thresholds(answer=0.4, maybe=0.25, near=0.1)
    assert thresholds.answering_from(0.7) == Thresholds(0.7, 0.25, 0.1)
    assert thresholds.answering_from(0.2) == Thresholds(0.2, 0.2, 0.1)
    assert thresholds.answering_from(0) == Thresholds(0, 0, 0)


def test_thresholds_in_the_wrong_order_are_refused_in_words(shipped: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    replace(shipped, thresholds=Thresholds(answer=0.4, maybe=0.1, near=0.25)).save(path)
    with pytest.raises(CalibrationError, match="wrong order: run"):
        read_calibration(path)
