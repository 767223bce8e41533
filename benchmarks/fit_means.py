"""Fits what a model's vectors have in common (`index/encoding/conventions/*.json`), to be taken away from each.

Of each data set some questions of the tuning half and some passages are encoded, with the prompts that the file names.
The means of their token vectors, and of their vectors, are averaged over data sets, and over questions and passages, so
that no language counts for more because there is more text in it.

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
from numpy.typing import ArrayLike, NDArray

from index.encoding.conventions import Conventions, UsualVectors, read_conventions
from index.encoding.encoder import Encoder, Encoding
from index.evaluation.datasets import CORPUS, load_dataset
from index.ingest.corpus import scan
from index.ingest.parallel import read_and_split
from index.reading.document import Document

Value = TypeVar("Value")

DECIMALS = 4


class UncentredEncoder(Encoder):
    """The model with its prompts, and its vectors as they are."""

    @property
    def conventions(self) -> Conventions | None:
        known = super().conventions
        return known and replace(known, usual=None)


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
    means: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
    texts: dict[str, int] = {}
    for folder in options.datasets:
        questions = sampled(
            [question.text for question in load_dataset(folder).half("tuning").questions], options.texts
        )
        passages, titles = zip(*some_passages(folder / CORPUS, options.texts), strict=True)
        means += [mean(encoder.encode_questions(questions)), mean(list(encoder.encode_passages(passages, titles)))]
        texts |= {
            f"{folder.resolve().name}, questions": len(questions),
            f"{folder.resolve().name}, passages": len(passages),
        }
    tokens, vector = (tuple(np.mean(one, axis=0).round(DECIMALS).tolist()) for one in zip(*means, strict=True))
    names = " ".join(folder.resolve().name for folder in options.datasets)
    command = f"python -m benchmarks.fit_means {options.file.name} {present.name} {names} --texts {options.texts}"
    usual = UsualVectors(tokens, vector, command, datetime.now(UTC).date().isoformat(), texts)
    replace(present, usual=usual).save(options.file)
    for (name, count), (of_tokens, of_vectors) in zip(texts.items(), means, strict=True):
        alike = " and ".join(f"{cosine(one, all_):.3f}" for one, all_ in ((of_tokens, tokens), (of_vectors, vector)))
        print(f"{name}: {count} texts; cosine of their means to the overall ones {alike}")


def some_passages(corpus: Path, most: int) -> Iterator[tuple[str, str]]:
    """One passage each of some articles, with the article's title."""
    documents = [found for found in scan((corpus,), max_file_mb=0) if isinstance(found, Document)]
    for document in sampled(documents, most):
        read = read_and_split(document)
        if read.article:
            passage = random.Random(0).choice(read.passages)  # noqa: S311
            yield read.article.text[passage.start : passage.end], read.article.source.title


def mean(encodings: Sequence[Encoding]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean token vector [e] and the mean vector [d] of some texts."""
    tokens = np.concatenate([encoding.tokens for encoding in encodings])
    return tokens.mean(axis=0), np.mean([encoding.vector for encoding in encodings], axis=0)


def cosine(one: ArrayLike, other: ArrayLike) -> float:
    return float(np.dot(one, other) / (np.linalg.norm(one) * np.linalg.norm(other)))


def sampled(values: Sequence[Value], most: int) -> list[Value]:
    """So many of the values at most, always the same ones."""
    return random.Random(0).sample(values, min(most, len(values)))  # noqa: S311


if __name__ == "__main__":
    main()
