"""Choose the confidence's numbers with the reader: `python -m benchmarks.choose_confidence [--work FOLDER]`.

The reader reads the tuning half of the invented archive `borough` and the questions about `seeds/`. Of a grid over the
coefficients of score, specificity, a missing name, a missing figure and the reading, those are shown with which the
most right first sentences are answered, answers right, and answerable questions about the seeds answered, where so many
near misses are not answered as is wanted; with the intercept that puts this at the threshold of an answer. Which of
them is shipped, in `index/answering/calibrations`, is chosen by hand.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from itertools import islice, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.archives import write_dataset
from benchmarks.seed_questions import SEEDS
from index import IndexSettings, Library
from index.answering.calibration import Features
from index.answering.reader import READING_THREADS, Reader
from index.evaluation.bench import open_bench
from index.evaluation.datasets import holds_answer, load_dataset
from index.ingest.build import build, silent
from index.query.query import read_question
from index.storage import Shelf

QUESTIONS = Path(__file__).parents[1] / "tests" / "data"
NAMES = [field.name for field in fields(Features)]
GRID = {
    "score": (1.0, 1.5, 2.0, 2.5, 3.0, 4.0),
    "specificity": (0.0, 0.2),
    "lacks_a_name": (0.0, -0.5, -1.0, -1.5, -2.0),
    "lacks_a_figure": (0.0, -1.0),
    "reading": (0.3, 0.4, 0.5, 0.6, 0.7),
}
# The share of near misses that are not to be answered, and the threshold of an answer.
NOT_ANSWERED, THRESHOLD = 0.9, 0.58
# As many passages as an answer considers; so many choices are shown.
_CONSIDERED, _SHOWN = 10, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's kind ("seeds" for those about the seeds), the features [n, f] of the passages found, and whether the
    best sentence of each answers."""

    kind: str
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """Coefficients by name, the intercept, and what they bring: shares, and how many of the seeds' questions."""

    coefficients: dict[str, float]
    intercept: float
    kept: float
    right: float
    seeds: int
    mistaken: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.choose_confidence", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("var/confidence"), metavar="FOLDER")
    work: Path = parser.parse_args().work
    reader = Reader(READING_THREADS)
    asked = [*of_archive(work, reader), *of_seeds(work, reader)]
    choices = [choice_of(dict(zip(GRID, values, strict=True)), asked) for values in product(*GRID.values())]
    choices.sort(key=lambda one: -(100 * one.kept + 100 * one.right + one.seeds))
    print(f"{len(choices)} choices; where {NOT_ANSWERED} of the near misses are not answered:")
    for one in choices[:_SHOWN]:
        numbers = ", ".join(f"{name} {value:g}" for name, value in one.coefficients.items())
        print(
            f"{numbers}, intercept {one.intercept:.3f}: right first sentences answered {one.kept:.3f}, answers right "
            f"{one.right:.3f}, seeds {one.seeds} of the answerable, {one.mistaken} of the others"
        )


def of_archive(work: Path, reader: Reader) -> Iterator[Asked]:
    dataset = load_dataset(write_dataset("borough", work / "borough")).half("tuning")
    with closing(open_bench(dataset, IndexSettings(index_dir=work / "index" / "borough"), silent)) as bench:
        pipeline = bench.pipeline.reading_with(reader)
        for question in dataset.questions:
            ranking = pipeline.retrieve(read_question(question.text).words, bench.generation)
            found = list(islice(pipeline.assess(ranking, bench.generation), _CONSIDERED))
            right = [
                question.answerable
                and bench.is_right(bench.document_of_source(one.source_id), one.text_of(one.best), question)
                for one in found
            ]
            yield _asked(question.kind, question.answerable, [one.features for one in found], right)


def of_seeds(work: Path, reader: Reader) -> Iterator[Asked]:
    settings = IndexSettings(index_dir=work / "index" / "seeds", corpus_dir=SEEDS)
    build(settings)
    with closing(Library.open(settings.index_dir, settings)) as library:
        pipeline, generation = library.pipeline.reading_with(reader), Shelf(settings.index_dir).open()
        for path in sorted(QUESTIONS.glob("seed_questions*.jsonl")):
            if "cyrillic" in path.name:
                continue
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                ranking = pipeline.retrieve(read_question(row["text"]).words, generation)
                found = list(islice(pipeline.assess(ranking, generation), _CONSIDERED))
                right = [row["answerable"] and holds_answer(one.text_of(one.best), row["answers"]) for one in found]
                yield _asked("seeds", row["answerable"], [one.features for one in found], right)


def choice_of(coefficients: dict[str, float], asked: Sequence[Asked]) -> Choice:
    """What coefficients bring, each question's likeliest passage being what is answered with."""
    weights = np.array([coefficients.get(name, 0.0) for name in NAMES])
    first = [(one, one.features @ weights) for one in asked if len(one.right)]
    best = [(one, float(odds.max()), bool(one.right[odds.argmax()])) for one, odds in first]
    least = float(np.quantile([odds for one, odds, _ in best if one.kind == "near"], NOT_ANSWERED)) + 1e-6
    archive = [(odds >= least, right) for one, odds, right in best if one.kind != "seeds"]
    seeds = [(one.answerable, odds >= least) for one, odds, _ in best if one.kind == "seeds"]
    return Choice(
        coefficients,
        math.log(THRESHOLD / (1 - THRESHOLD)) - least,
        kept=float(np.mean([answered for answered, right in archive if right])),
        right=float(np.mean([right for answered, right in archive if answered])),
        seeds=sum(answered for answerable, answered in seeds if answerable),
        mistaken=sum(answered for answerable, answered in seeds if not answerable),
    )


def _asked(kind: str, answerable: bool, features: Sequence[Features], right: Sequence[bool]) -> Asked:
    rows = np.array([list(map(float, astuple(one))) for one in features]).reshape(-1, len(NAMES))
    return Asked(kind, answerable, rows, np.array(right, dtype=bool))


if __name__ == "__main__":
    main()
