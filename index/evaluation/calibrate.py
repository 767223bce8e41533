"""Fits the confidence of an answer, for any embedding model, and says how far it can be believed.

In go data sets in BEIR layout. Examples of right and wrong answers are gathered from the questions of their tuning
halves, a logistic model of the features is fitted to them, and thresholds are chosen for each kind of reply. Out
comes a `Calibration`, and a report: for the report halves, how well right answers are told from wrong ones, how often
an answer of each confidence is right, and how often each kind of reply holds the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Calibration, Features, FittedOn, Provenance
from index.answering.reader import READING_THREADS, Reader
from index.errors import CalibrationError
from index.evaluation.bench import Steps, open_bench, unseen
from index.evaluation.datasets import Dataset, Half
from index.evaluation.evaluate import check_packages
from index.evaluation.examples import Example, ExampleGatherer
from index.evaluation.thresholds import Replies
from index.ingest.build import Progress, silent
from index.settings import IndexSettings

# How much the right and the wrong answers to each kind of question weigh in the fit, all of a kind and data set
# together, times the share of the data set's answers that are stated. Where there are right ones they weigh as much as
# the wrong ones, half of which are near misses. Questions made to fool readers of one paragraph say little about those
# of an archive's readers.
WEIGHTS = {
    "whole": (1.0, 0.5),
    "whole, passage absent": (0.0, 0.5),
    "one article": (1.0, 0.5),
    "one article, passage absent": (0.0, 0.5),
    "one article, exchanged": (0.0, 0.25),
    "five articles": (1.0, 0.5),
    "five articles, passage absent": (0.0, 0.5),
    "five articles, exchanged": (0.0, 0.25),
    "exchanged": (0.5, 0.5),
    "unanswerable": (0.0, 0.15),
    "near miss": (0.0, 0.5),
}
# A second run of the same command gives confidences that differ by no more than this: other processors round otherwise.
TOLERANCE = 0.02
# Quizzes and encyclopedias say less of an archive's readers than a data set of running stories with near misses: one
# such weighs as much as so many others. Chosen on the tuning half of the invented archive `district`.
_AN_ARCHIVE_WEIGHS = 3.0
# With a reader the confidence looks at nothing but question and passage, so that it is the same in any company. What a
# passage misses of the question the reader sees by itself.
_NOT_WITH_READER = frozenset({"margin", "crowd", "missed"})
# scikit-learn's C: the smaller, the stronger. The reader's few features need less.
_REGULARISATION, _REGULARISATION_WITH_READER = 0.03, 0.3
_MOST_ITERATIONS = 5000
# A feature that differs less between examples is the same in all, but for rounding.
_LEAST_SPREAD = 1e-9
_DECIMALS = 4
_BINS = 10


def calibrate(
    datasets: Sequence[Dataset],
    settings: IndexSettings,
    folder_of: Callable[[Dataset], Path],
    questions: int,
    *,
    building: Progress = silent,
    asking: Steps = unseen,
) -> tuple[Calibration, str]:
    """Fit the confidence for the model set, with the reader unless that is off, and say how well it tells right from
    wrong.

    Each data set's index lies, or is built, in the folder that `folder_of` names; `questions` is how many answerable
    questions of each half are asked. Progress is told to `building` and `asking`. Returns the calibration, and a report
    for people.

    Raises:
        CalibrationError: the data sets hold too little to fit anything to.
        QuotedeskError: an index can't be built or opened, or the packages that fit are not installed.
    """
    check_packages()
    reader = Reader(READING_THREADS) if settings.reader else None
    halves: dict[Half, list[Example]] = {"tuning": [], "report": []}
    asked: Counter[str] = Counter()
    for dataset in datasets:
        own = settings.model_copy(update={"index_dir": folder_of(dataset)})
        with closing(open_bench(dataset, own, building)) as bench:
            if reader:
                bench.pipeline = bench.pipeline.reading_with(reader)
            present, model = bench.pipeline.rules.calibration, bench.encoder.identity
            for half, examples in halves.items():
                gatherer = ExampleGatherer(bench, half, questions)
                with asking(f"{dataset.name}, {half}", gatherer.steps) as step:
                    examples += gatherer.examples(step)
                if half == "tuning":
                    asked[dataset.name] = gatherer.asked
    used = [example for example in halves["tuning"] if example.kind in WEIGHTS]
    if len({example.right for example in used}) < 2:
        raise CalibrationError("The data sets give no right answers, or no wrong ones: give larger ones.")
    intercept, coefficients = fit(used, without=_NOT_WITH_READER if reader else (), read=reader is not None)
    of_each = Counter(example.dataset for example in used)
    provenance = Provenance(
        command=f"python -m index calibrate {' '.join(dataset.name for dataset in datasets)} --questions {questions}",
        date=datetime.now(UTC).date().isoformat(),
        datasets=tuple(FittedOn(one.name, asked[one.name], of_each[one.name]) for one in datasets),
        tolerance=TOLERANCE,
    )
    fitted = Calibration(
        model, intercept, coefficients, present.thresholds, provenance, reader.identity if reader else ""
    )
    fitted = replace(fitted, thresholds=Replies(used, fitted.confidence, _weights(used)).thresholds())
    return fitted, "\n".join(_report(halves["report"], fitted, present))


def fit(
    examples: Sequence[Example], without: Collection[str] = (), *, read: bool = False
) -> tuple[float, dict[str, float]]:
    """The intercept and coefficients of a logistic model of the features, by their names; those of `without` are 0.

    Each kind of question of each data set weighs as `WEIGHTS` says. The model is regularised, on features of unit
    spread: else one that no right answer has would count without bound.
    """
    from sklearn.linear_model import LogisticRegression

    weights = _weights(examples)
    names = [field.name for field in fields(Features)]
    values = np.array([example.values for example in examples]) * [name not in without for name in names]
    spread = values.std(axis=0)
    spread[spread < _LEAST_SPREAD] = 1
    model = LogisticRegression(C=_REGULARISATION_WITH_READER if read else _REGULARISATION, max_iter=_MOST_ITERATIONS)
    model.fit(values / spread, [example.right for example in examples], sample_weight=weights / weights.mean())
    named = zip(names, model.coef_[0] / spread, strict=True)
    coefficients = {name: round(float(coefficient), _DECIMALS) for name, coefficient in named}
    return round(float(model.intercept_[0]), _DECIMALS), coefficients


def _weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """What each example weighs: the right ones of a data set's kind together, and the wrong ones, as `WEIGHTS` says."""
    groups = Counter((example.dataset, example.kind, example.right) for example in examples)
    of_group = [groups[example.dataset, example.kind, example.right] for example in examples]
    archives = {example.dataset for example in examples if example.kind == "near miss"}
    of_kind = [
        example.stated
        * WEIGHTS.get(example.kind, (1.0, 1.0))[not example.right]
        * (_AN_ARCHIVE_WEIGHS if example.dataset in archives else 1)
        for example in examples
    ]
    weights: NDArray[np.float64] = 1000 * np.array(of_kind) / np.array(of_group)
    return weights


def reliability(
    examples: Sequence[Example], likely: NDArray[np.float64]
) -> tuple[float, list[tuple[float, int, float, float]]]:
    """The expected calibration error, and for each tenth: where it begins, n, the mean confidence, the share right."""
    right = np.array([example.right for example in examples])
    weights = _weights(examples)
    bins = np.minimum((likely * _BINS).astype(int), _BINS - 1)
    error, rows = 0.0, []
    for number in range(_BINS):
        here = bins == number
        if here.any():
            said, was = (float(np.average(values[here], weights=weights[here])) for values in (likely, right))
            error += float(weights[here].sum() / weights.sum()) * abs(said - was)
            rows.append((number / _BINS, int(here.sum()), said, was))
    return error, rows


def describe(examples: Sequence[Example], likely: NDArray[np.float64], threshold: float) -> Iterator[str]:
    """How well right answers are told from wrong ones, by kind, and how far the confidence can be believed."""
    from sklearn.metrics import roc_auc_score

    right = np.array([example.right for example in examples])
    for kind in dict.fromkeys(example.kind for example in examples):
        here = np.array([example.kind == kind for example in examples])
        good, bad = here & right, here & ~right
        if good.any() and bad.any():
            auroc = roc_auc_score(right[here], likely[here])
            kept, refused = float((likely[good] >= threshold).mean()), float((likely[bad] < threshold).mean())
            figures = f"AUROC {auroc:.4f}, right kept {kept:.3f}, wrong refused {refused:.3f}"
        else:
            figures = f"refused {float((likely[here] < threshold).mean()):.3f}"
        yield f"  {kind:15}{figures}   n = {int(good.sum())} right, {int(bad.sum())} wrong"
    fitted = [number for number, example in enumerate(examples) if example.kind in WEIGHTS]
    error, rows = reliability([examples[number] for number in fitted], likely[fitted])
    yield f"  calibration error {error:.3f}"
    yield from (f"    {start:.1f}-  said {said:.3f}, right {was:.3f}   n = {n}" for start, n, said, was in rows)


def _report(examples: Sequence[Example], fitted: Calibration, present: Calibration) -> Iterator[str]:
    yield f"intercept {fitted.intercept:g}"
    yield from (f"{name} {coefficient:g}" for name, coefficient in fitted.coefficients.items())
    calibrations = {"fitted": fitted, "in use now": present}
    said = {
        name: np.array([calibration.confidence(example.features) for example in examples])
        for name, calibration in calibrations.items()
    }
    for dataset in dict.fromkeys(example.dataset for example in examples):
        own = np.array([example.dataset == dataset for example in examples])
        for name, calibration in calibrations.items():
            yield f"{dataset}, report half, {name}, threshold {calibration.thresholds.answer:g}"
            of_it = [one for one in examples if one.dataset == dataset]
            yield from describe(of_it, said[name][own], calibration.thresholds.answer)
            of_it = [one for one in of_it if one.kind in WEIGHTS]
            yield from Replies(of_it, calibration.confidence, _weights(of_it)).describe(calibration.thresholds)
    apart = np.abs(said["fitted"] - said["in use now"])
    yield f"fitted and in use now differ by {apart.mean():.4f} on average, {apart.max():.4f} at most"
