"""Fits what a model's vectors have in common (`index/encoding/conventions/*.json`), to be taken away from each.

Of each data set some questions of the tuning half and some passages are encoded, with the prompts that the file names.
The means of their token vectors, and of their vectors, are averaged over the data sets, of questions and of passages
apart, so that no language counts for more because there is more text in it.

    python -m benchmarks.fit_means FILE MODEL DATASET... [--texts N]

FILE is the model's file of conventions, MODEL its name or folder.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.encoding.conventions import Conventions, Fit, Kind, read_conventions
from index.encoding.encoder import Encoder, Encoding
from index.evaluation.datasets import CORPUS, load_dataset
from index.ingest.corpus import scan
from index.ingest.parallel import read_and_split
from index.reading.document import Document
from index.settings import IndexSettings

Means = tuple[NDArray[np.float32], NDArray[np.float32]]
Value = TypeVar("Value")

DECIMALS = 4
# Token vectors lose all that they have in common. Of vectors three quarters are taken away: then the cosines of
# articles lie where those of the bundled model do, for which the margin was made (index/answering/margin.py): reports
# of one event from .8, other stories below .65.
SHARE_OF_VECTORS = 0.75


class UncentredEncoder(Encoder):
    """The model with its prompts, and its vectors as they are."""

    @property
    def conventions(self) -> Conventions | None:
        known = super().conventions
        return known and replace(
            known, questions=Kind(known.questions.prompt), passages=Kind(known.passages.prompt), fit=None
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit_means", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the model's file of conventions")
    parser.add_argument("model", metavar="MODEL", help="its name or folder")
    parser.add_argument("datasets", type=Path, nargs="+", metavar="DATASET", help="in BEIR layout")
    parser.add_argument("--texts", type=int, default=150, metavar="N", help="of each kind and data set (default 150)")
    options = parser.parse_args()
    encoder, present = UncentredEncoder(options.model), read_conventions(options.file)
    asked: list[Means] = []
    written: list[Means] = []
    texts: dict[str, int] = {}
    for folder in options.datasets:
        name = folder.resolve().name
        questions = sampled(
            [question.text for question in load_dataset(folder).half("tuning").questions], options.texts
        )
        passages, titles = zip(*some_passages(folder / CORPUS, options.texts), strict=True)
        asked.append(means(encoder.encode_questions(questions)))
        written.append(means(list(encoder.encode_passages(passages, titles))))
        texts |= {f"{name}, questions": len(questions), f"{name}, passages": len(passages)}
    names = " ".join(folder.resolve().name for folder in options.datasets)
    command = f"python -m benchmarks.fit_means {options.file.name} {present.name} {names} --texts {options.texts}"
    fitted = replace(
        present,
        questions=Kind(present.questions.prompt, *averaged(asked)),
        passages=Kind(present.passages.prompt, *averaged(written)),
        fit=Fit(command, datetime.now(UTC).date().isoformat(), texts),
    )
    fitted.save(options.file)
    print(", ".join(f"{count} of {name}" for name, count in texts.items()))


def some_passages(corpus: Path, most: int) -> Iterator[tuple[str, str]]:
    """One passage each of some articles, with the article's title."""
    found = scan((corpus,), max_file_mb=IndexSettings().max_file_mb)
    for document in sampled([one for one in found if isinstance(one, Document)], most):
        read = read_and_split(document)
        if read.article:
            passage = random.Random(0).choice(read.passages)  # noqa: S311
            yield read.article.text[passage.start : passage.end], read.article.source.title


def means(encodings: Sequence[Encoding]) -> Means:
    """The mean token vector [e] and the mean vector [d] of some texts."""
    tokens = np.concatenate([encoding.tokens for encoding in encodings])
    return tokens.mean(axis=0), np.mean([encoding.vector for encoding in encodings], axis=0)


def averaged(of_datasets: Sequence[Means]) -> Iterator[tuple[float, ...]]:
    """What is taken away from token vectors and from vectors; each data set counts alike."""
    for share, each in zip((1.0, SHARE_OF_VECTORS), zip(*of_datasets, strict=True), strict=True):
        yield tuple((share * np.mean(each, axis=0, dtype=float)).round(DECIMALS).tolist())


def sampled(values: Sequence[Value], most: int) -> list[Value]:
    """So many of the values at most, always the same ones."""
    return random.Random(0).sample(values, min(most, len(values)))  # noqa: S311


if __name__ == "__main__":
    main()
