"""What the commands that measure answers and fit the confidence do."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from index.answering.calibration import FILE_NAME as CALIBRATION
from index.answering.calibration import FILE_NAME_WITH_READER as CALIBRATION_WITH_READER
from index.cli.json_output import dump
from index.cli.progress import Bars, progress_bar
from index.cli.reports import format_ablation, format_feature_ablation, format_scores
from index.errors import DatasetError
from index.evaluation.ablate import ablate as ablate_pipeline
from index.evaluation.ablate import ablate_features
from index.evaluation.bench import index_folder, open_bench
from index.evaluation.calibrate import calibrate as fit_calibration
from index.evaluation.datasets import Dataset, load_dataset
from index.evaluation.evaluate import evaluate
from index.settings import IndexSettings

DONE = 0


def evaluation(options: Namespace, settings: IndexSettings) -> int:
    dataset = load_dataset(options.dataset)
    if options.half:
        dataset = dataset.half(options.half)
    if options.limit is not None:
        dataset = dataset.sample(options.limit)
    with Bars() as bars:
        bench = open_bench(dataset, _measuring(settings, options.index_dir, dataset), bars)
    with closing(bench), progress_bar("Asking", len(dataset.questions)) as step:
        scores = evaluate(bench, dataset.questions, step)
    print(dump(asdict(scores)) if options.json else format_scores(scores))
    return DONE


def calibrate(options: Namespace, settings: IndexSettings) -> int:
    datasets = [load_dataset(folder) for folder in options.datasets]
    with Bars() as bars:
        fitted, report = fit_calibration(
            datasets,
            settings,
            lambda dataset: _folder(options.index_dir, dataset, several=True),
            options.questions,
            building=bars,
            asking=progress_bar,
        )
    print(report)
    name = CALIBRATION_WITH_READER if fitted.reader else CALIBRATION
    output = options.output or IndexSettings.load().index_dir / name
    fitted.save(output)
    print(f"Written to {output}.")
    return DONE


def ablate(options: Namespace, settings: IndexSettings) -> int:
    dataset = load_dataset(options.dataset)
    questions = dataset.half(options.half).sample(options.limit).questions
    with Bars() as bars:
        bench = open_bench(dataset, _measuring(settings, options.index_dir, dataset), bars)
    changes = 1 + len(options.skip) + len(options.set)
    with closing(bench):
        if options.skip or options.set or not options.without:
            with progress_bar("Asking", changes * len(questions)) as step:
                for row in ablate_pipeline(bench, questions, skip=options.skip, set_to=options.set, step=step):
                    print(format_ablation(row), flush=True)
        if options.without:
            for feature in ablate_features(bench, options.without, options.limit):
                print(format_feature_ablation(feature), flush=True)
    return DONE


def _measuring(settings: IndexSettings, index_dir: Path | None, dataset: Dataset) -> IndexSettings:
    return settings.model_copy(update={"index_dir": _folder(index_dir, dataset)})


def _folder(index_dir: Path | None, dataset: Dataset, *, several: bool = False) -> Path:
    """Where the index of a data set goes; `index_dir` is it, or holds those of `several`."""
    served = IndexSettings.load().index_dir
    folder = index_folder(dataset, served) if index_dir is None else index_dir / dataset.name if several else index_dir
    if folder.resolve() == served.resolve():
        raise DatasetError(f"{folder} is the index that is served: give another folder as --index-dir.")
    return folder
