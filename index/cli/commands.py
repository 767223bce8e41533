"""What each command of `python -m index` does: takes its options and the settings, prints, returns the exit status."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from index.answering.calibration import FILE_NAME as CALIBRATION
from index.answering.calibration import FILE_NAME_WITH_READER as CALIBRATION_WITH_READER
from index.cli.answers import (
    format_answer,
    format_article,
    format_quotes,
    format_sources,
    format_verification,
    with_left_out,
)
from index.cli.json_output import (
    answer_to_dict,
    article_to_dict,
    dump,
    quote_to_dict,
    source_to_dict,
    verification_to_dict,
)
from index.cli.progress import Bars, JsonProgress, progress_bar
from index.cli.reports import format_ablation, format_feature_ablation, format_report, format_scores, format_status
from index.errors import DatasetError, QueryError
from index.evaluation.ablate import ablate as ablate_pipeline
from index.evaluation.ablate import ablate_features
from index.evaluation.bench import index_folder, open_bench
from index.evaluation.calibrate import calibrate as fit_calibration
from index.evaluation.datasets import Dataset, load_dataset
from index.evaluation.evaluate import evaluate
from index.evaluation.feedback import FILE_NAME, FeedbackStore
from index.ingest.build import build as build_index
from index.ingest.watch import watch
from index.library import Library
from index.models import Answer
from index.operations.doctor import examine
from index.operations.status import describe
from index.reading.decoding import without_broken_characters
from index.settings import IndexSettings
from index.storage import Shelf

DONE, FAILED, REFUSED = 0, 2, 3


def build(options: Namespace, settings: IndexSettings) -> int:
    corpora = tuple(options.corpus or (settings.corpus_dir,))
    if options.watch:
        return watch(corpora, settings.index_dir, [f"--{name}" for name in ("strict", "json") if vars(options)[name]])
    if options.json:
        report = build_index(settings, corpora, full=options.full, strict=options.strict, progress=JsonProgress())
        print(dump(asdict(report)), flush=True)
    else:
        with Bars() as bars:
            report = build_index(settings, corpora, full=options.full, strict=options.strict, progress=bars)
        print(format_report(report))
    return DONE


def ask(options: Namespace, settings: IndexSettings) -> int:
    if (options.question is None) == (options.batch is None):
        raise QueryError('Give either a question, as in `ask "who denied it?"`, or --batch FILE.')
    limit = settings.max_quotes if options.limit is None else options.limit
    questions = [options.question] if options.batch is None else _read_batch(options.batch)
    library = Library.open(settings.index_dir, settings)
    library.warm_up()
    done = True
    for question in questions:
        try:
            answer = library.ask(question, limit)
            obstacle = library.obstacle(question) if answer.kind == "refusal" and not options.json else None
        except QueryError as error:
            if options.batch is None or limit < 1:
                raise
            # The other lines of a batch are answered all the same.
            answer, obstacle = Answer(question, "refusal", 0.0, library.generation, 0.0), None
            print(error, file=sys.stderr)
        print(dump(answer_to_dict(answer)) if options.json else format_answer(answer, obstacle), flush=True)
        done = answer.kind in ("answer", "smalltalk")
    return DONE if done or options.batch is not None else REFUSED


def search(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    quotes = library.search(options.words, options.limit, options.offset)
    if options.json:
        print(dump([quote_to_dict(quote) for quote in quotes]))
    else:
        found = format_quotes(quotes, library.obstacle(options.words))
        print(with_left_out(found, library.left_out(options.words)))
    return DONE


def verify(options: Namespace, settings: IndexSettings) -> int:
    finding = Library.open(settings.index_dir, settings).verify(options.text)
    if options.json:
        print(dump(verification_to_dict(finding)))
    else:
        print(format_verification(finding))
    return REFUSED if finding.verdict == "not_found" else DONE


def show(options: Namespace, settings: IndexSettings) -> int:
    if (options.source_id is None) != options.all:
        raise QueryError("Give either a source id, as `python -m index sources` lists them, or --all.")
    library = Library.open(settings.index_dir, settings)
    wanted = [source.source_id for source in library.sources()] if options.all else [options.source_id]
    for number, source_id in enumerate(wanted):
        article = library.article(source_id)
        if options.json:
            print(dump(article_to_dict(article)))
        else:
            print("\n" * (number > 0) + format_article(article, furniture=options.furniture))
    return DONE


def sources(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    found = library.sources(options.words)
    if options.json:
        print(dump([source_to_dict(source) for source in found]))
    else:
        print(format_sources(found, library.copies()) if found else f"No article fits {options.words}.")
    return DONE


def status(options: Namespace, settings: IndexSettings) -> int:
    shelf = Shelf(settings.index_dir)
    found = describe(shelf.open(check=False), shelf, settings)
    print(dump(asdict(found)) if options.json else format_status(found))
    return DONE


def doctor(options: Namespace, settings: IndexSettings) -> int:
    findings = examine(settings)
    if options.json:
        print(dump([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.good else 'BAD '} {finding.subject}: {finding.state}")
            if finding.remedy:
                print(f"     -> {finding.remedy}")
    return DONE if all(finding.good for finding in findings) else FAILED


def rollback(_options: Namespace, settings: IndexSettings) -> int:
    print(f"Generation {Shelf(settings.index_dir).roll_back()} is served again.")
    return DONE


def feedback(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    questions = FeedbackStore(settings.index_dir / FILE_NAME).export(options.folder, library)
    print(f"{questions} questions written to {options.folder}.")
    return DONE


def evaluation(options: Namespace, settings: IndexSettings) -> int:
    dataset = load_dataset(options.dataset)
    if options.half:
        dataset = dataset.half(options.half)
    if options.limit is not None:
        dataset = dataset.sample(_at_least_one(options.limit))
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
            _at_least_one(options.questions),
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
    questions = dataset.half(options.half).sample(_at_least_one(options.limit)).questions
    with Bars() as bars:
        bench = open_bench(dataset, _measuring(settings, options.index_dir, dataset), bars)
    changes = 1 + len(options.skip) + len(options.set)
    with closing(bench):
        if options.skip or options.set or not options.without:
            with progress_bar("Asking", changes * len(questions)) as step:
                for row in ablate_pipeline(bench, questions, skip=options.skip, set_to=options.set, step=step):
                    print(format_ablation(row), flush=True)
        if options.without:
            for feature in ablate_features(bench, options.without, _at_least_one(options.limit)):
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


def _at_least_one(count: int) -> int:
    if count < 1:
        raise QueryError("The number of questions can't be less than 1.")
    return count


def _read_batch(path: Path) -> Iterator[str]:
    """The questions of a file: one a line, or the "text" of each line of a BEIR queries.jsonl; blank lines are none."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                if line.strip():
                    yield _question_in(line.strip())
    except UnicodeDecodeError:
        raise QueryError(f"{path} is not UTF-8 text: save it as such.") from None
    except FileNotFoundError:
        raise QueryError(f"There is no file {path}: give a file with one question a line.") from None


def _question_in(line: str) -> str:
    if line.startswith("{"):
        try:
            return without_broken_characters(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError):
            return line
    return line
