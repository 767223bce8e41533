"""The features of a passage -> the probability that it answers, and how probable each kind of reply has to be.

A logistic model of a few figures that mean the same in a corpus of five articles and of a million. Its numbers are
data: a JSON file for each embedding model, written by `python -m index calibrate DATASET...`, which says what they were
fitted to. One in the index folder, made by the user, goes before those that come with the package.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import TypeAdapter, ValidationError

from index.encoding.model_files import ModelIdentity
from index.errors import CalibrationError

FILE_NAME = "calibration.json"
FILE_NAME_WITH_READER = "calibration-reader.json"
_SHIPPED = Path(__file__).with_name("calibrations")
_FALLBACK = _SHIPPED / "all-MiniLM-L6-v2.json"

# Of sums in another order.
_ROUNDING = 1e-9
# The reading of a passage that was not read: that of one that does not answer.
UNREAD = -6.0


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for an answer, and what against it.

    score: the late interaction score of the best sentence. margin: by how much it outscores the passages of other
    stories that say something else. crowd: how far there are any. specificity: how much the question says. missed: how
    much the passage misses of the question's most telling word. lacks_a_name: a name or number of the question is not
    in the passage. lacks_a_figure: the question asks for a figure, and the sentence has none. reading: the reader's
    logit of the sentence.
    """

    score: float
    margin: float
    crowd: float
    specificity: float
    missed: float
    lacks_a_name: bool
    lacks_a_figure: bool
    reading: float = UNREAD


@dataclass(frozen=True, slots=True)
class FittedOn:
    """A data set that a calibration was fitted to: its name, how many of its questions were asked, and how many
    examples came of them."""

    dataset: str
    questions: int
    examples: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a calibration came about. A second run of the command gives confidences within `tolerance` of these.

    note: what else there is to say of it.
    """

    command: str
    date: str
    datasets: tuple[FittedOn, ...]
    tolerance: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least confidence of an answer, of a maybe, and of a lead that comes near a question; none above the one
    before."""

    answer: float
    maybe: float
    near: float

    def answering_from(self, answer: float) -> Thresholds:
        """The same with another least confidence of an answer; the others are lowered to it where they are above."""
        return Thresholds(answer, min(answer, self.maybe), min(answer, self.near))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model: an intercept, and a coefficient for each of the `Features` by name; and what its confidence
    has to be for each kind of reply.

    reader: the SHA-256 of the reader's weights that it was fitted with; empty where it was fitted without a reader.
    any_version: it counts for every version of the model of this name, as one that was fitted to a smaller copy.
    """

    model: ModelIdentity
    intercept: float
    coefficients: Mapping[str, float]
    thresholds: Thresholds
    provenance: Provenance
    reader: str = ""
    any_version: bool = False

    def confidence(self, features: Features) -> float:
        """The probability that a passage with these features answers, 0 to 1."""
        terms = (coefficient * getattr(features, name) for name, coefficient in self.coefficients.items())
        logit = sum(terms, self.intercept)
        return 1 / (1 + math.exp(-logit))

    def most_confidence(self, least: Mapping[str, ArrayLike], most: Mapping[str, ArrayLike]) -> NDArray[np.float64]:
        """No less than what any features have of which each, by its name, lies between the least and the most."""
        terms = (value * np.asarray((most if value > 0 else least)[name]) for name, value in self.coefficients.items())
        found: NDArray[np.float64] = 1 / (1 + np.exp(-sum(terms, self.intercept))) + _ROUNDING
        return found

    def mismatch(self, model: ModelIdentity) -> str | None:
        """Why this is not the calibration for a model, in words; None where it is."""
        if self.model.is_same_model(model):
            return None
        if self.model.name != model.name:
            return f"fitted for {self.model.name}, not for {model.name}"
        if self.any_version and self.model.conventions == model.conventions:
            return None
        return f"fitted for another version of {model.name}"

    def save(self, path: Path) -> None:
        """Write the file that `load_calibration` reads."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_ADAPTER.dump_json(self, indent=1) + b"\n")


_ADAPTER: TypeAdapter[Calibration] = TypeAdapter(Calibration)


def load_calibration(model: ModelIdentity, index_dir: Path) -> Calibration:
    """The calibration for a model without a reader: the user's own, else the package's, else the bundled model's.

    `Calibration.mismatch` tells whether it was fitted for this very model.

    Raises:
        CalibrationError: the user's file can't be used.
    """
    every = [one for one in _calibrations(index_dir) if not one.reader]
    fitting = (one for one in every if one.mismatch(model) is None)
    of_the_name = (one for one in every if one.model.name == model.name)
    return next(fitting, None) or next(of_the_name, None) or read_calibration(_FALLBACK)


def load_calibration_with_reader(model: ModelIdentity, reader: str, index_dir: Path) -> Calibration | None:
    """The calibration for a model and a reader, by the SHA-256 of its weights; None where none was fitted.

    Raises:
        CalibrationError: the user's file can't be used.
    """
    every = _calibrations(index_dir)
    return next((one for one in every if one.reader == reader and one.mismatch(model) is None), None)


def read_calibration(path: Path) -> Calibration:
    """Read and check one file.

    Raises:
        CalibrationError: it can't be read, or was made for other features, or before there were thresholds.
    """
    remedy = "run `python -m index calibrate` again, or remove it."
    of_another_version = CalibrationError(f"{path} was made by another version of Quotedesk: {remedy}")
    try:
        calibration = _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        if isinstance(error, ValidationError) and all(found["loc"] == ("thresholds",) for found in error.errors()):
            raise of_another_version from None
        raise CalibrationError(f"{path} is no readable calibration: {remedy}") from None
    if not calibration.thresholds.near <= calibration.thresholds.maybe <= calibration.thresholds.answer:
        raise CalibrationError(f"{path} has thresholds in the wrong order: {remedy}")
    if set(calibration.coefficients) != {field.name for field in fields(Features)}:
        raise of_another_version
    return calibration


def _calibrations(index_dir: Path) -> Iterator[Calibration]:
    for name in (FILE_NAME, FILE_NAME_WITH_READER):
        own = index_dir / name
        if own.exists():
            yield read_calibration(own)
    for path in sorted(_SHIPPED.glob("*.json")):
        yield read_calibration(path)
