"""Whether quality and speed hold in a corpus of 100,000 passages, without encoding that many.

    python -m benchmarks.large DATASET --index-dir FOLDER [--more FOLDER ...] [--passages 100000] [--questions 300]

The questions of the data set's report half are asked of its index in FOLDER, and of a second one that holds the same
passages and so many made ones. A made passage is two to five sentences drawn from some passage and its fifteen nearest
neighbours, out of the indexes named by --more and of those articles of the data set that no question of the report half
is about (`benchmarks.recombined`). Times leave out the encoding of the question.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.peers.ours import Remembering
from benchmarks.recombined import Pool, write_large
from index import IndexSettings, Library
from index.answering.calibration import load_calibration
from index.answering.compose import AnswerRules
from index.answering.pipeline import Pipeline
from index.evaluation.datasets import Dataset, document_of, holds_answer, load_dataset
from index.resources import QUESTION_THREADS
from index.retrieval.candidates import CANDIDATES
from index.retrieval.retriever import Retriever
from index.storage import Shelf

# A passage and so many others about the same.
_NEIGHBOURS = (15,)


def measure(index_dir: Path, dataset: Dataset, encoder: Remembering) -> dict[str, float]:
    """Ask a data set's questions, which the encoder knows already, of an index; figures by name."""
    figures: dict[str, float] = {}
    settings = IndexSettings(index_dir=index_dir)
    started = time.perf_counter()
    Library.open(index_dir, settings).close()
    figures["open s"] = time.perf_counter() - started
    before = _memory()
    generation = Shelf(index_dir).open(check="none")
    calibration = load_calibration(encoder.identity, index_dir)
    pipeline = Pipeline(Retriever(encoder), AnswerRules.of(settings, calibration))
    documents = {source.source_id: document_of(source.path) for source in generation.sources()}
    right, sentences, answered, refused = [], [], [], []
    milliseconds: dict[str, list[float]] = {"whole": [], "faiss": [], "find": [], "compose": []}
    for question in [*dataset.questions[:5], *dataset.questions]:
        clock = [time.perf_counter()]
        generation.nearest(encoder.encode_question(question.text).vector, CANDIDATES)
        clock.append(time.perf_counter())
        ranking = pipeline.retrieve(question.text, generation)
        clock.append(time.perf_counter())
        draft = pipeline.compose(ranking, generation, 3)
        clock.append(time.perf_counter())
        for name, seconds in zip(("faiss", "find", "compose"), np.diff(clock), strict=True):
            milliseconds[name].append(1000 * float(seconds))
        milliseconds["whole"].append(1000 * (clock[3] - clock[1]))
        best = generation.passage(ranking.candidates[0].passage)
        if question.answerable and question.gold:
            shown = (draft.quotes or pipeline.nearest(ranking, generation))[0]
            gold = documents[best.source_id] in question.gold
            right.append(gold)
            answered.append(draft.kind == "answer")
            highlighted = documents[shown.source.source_id] in question.gold
            sentences.append(highlighted and holds_answer(shown.highlight.text, question.answers))
        else:
            refused.append(draft.kind != "answer")
    figures |= {"passage@1": fmean(right), "sentence@1": fmean(sentences), "answered": fmean(answered)}
    figures["unanswerable not answered"] = fmean(refused or [0])
    for name, values in milliseconds.items():
        p50, p95 = np.percentile(values[5:], (50, 95))
        figures |= {f"{name} p50 ms": float(p50), f"{name} p95 ms": float(p95)}
    figures["memory MB"] = _memory() - before
    figures["passages"] = generation.manifest.passages
    figures["disk MB"] = sum(record.bytes for record in generation.manifest.files.values()) / 1e6
    return figures


def _memory() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--index-dir", type=Path, required=True, help="the data set's index (python -m index eval)")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="other indexes to take sentences from")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--large-dir", type=Path, help="keep the large index here, or use the one that is there")
    parser.add_argument("--json", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    whole = load_dataset(options.dataset)
    dataset = whole.half("report").sample(options.questions)
    with tempfile.TemporaryDirectory() as name:
        large_dir = options.large_dir or Path(name)
        if not Shelf(large_dir).numbers():
            small = Shelf(options.index_dir).open()
            about = {article for question in whole.half("report").questions for article in question.about}
            pool = Pool(_NEIGHBOURS)
            pool.add(small, lambda document: whole.articles[document] not in about)
            for folder in options.more:
                pool.add(Shelf(folder).open())
            started = time.perf_counter()
            write_large(small, pool, options.passages, Shelf(large_dir))
            print(
                f"written in {time.perf_counter() - started:.1f} s; made vectors agree {pool.agreement:.3f} with real"
            )
        # As a library does, which limits FAISS and numpy as well: threads that wait for each other are slower than one.
        encoder = Remembering(QUESTION_THREADS)
        for question in dataset.questions:
            encoder.encode_question(question.text)
        results = [measure(folder, dataset, encoder) for folder in (options.index_dir, large_dir)]
    print(f"{whole.name}, report half, {len(dataset.questions)} questions; {os.cpu_count()} cores")
    for figure, value in results[0].items():
        print(f"{figure:24}{value:12.3f}{results[1][figure]:12.3f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
