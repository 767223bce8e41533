"""How an index of 10 thousand, 100 thousand and a million passages opens and answers on one machine.

    python -m benchmarks.scale [--passages 10000 100000 1000000] [--questions 200] [--folder FOLDER] [--json FILE]

Only the passages of the invented archives (`benchmarks.archives`) are encoded. THE OTHERS ARE RECOMBINED: their texts
are sentences of those passages in other company, their vectors those of these sentences put together, and not what the
encoder would give for them (`benchmarks.recombined`). All else is real: the writer, its FAISS index, the library that
opens it, and the questions, which are those of the archives. Encoding is left out of all times, and the reader is off.

Prints for each size how long writing took and what it needed of memory, how long it takes to open with files that the
system has forgotten and with those it remembers, how long one more article takes, the stages of a question, how many of
the 40 nearest vectors are found, the memory of the process that serves, and the bytes of each kind of file. A million
passages need some 35 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.archives import NAMES, write_dataset
from benchmarks.recombined import Pool, add_one, write_large
from benchmarks.throughput import read_questions
from index import IndexSettings, Library
from index.ingest.build import build
from index.resources import limit_threads
from index.retrieval.candidates import CANDIDATES
from index.storage import LocalGeneration, Shelf
from index.storage.approximate import find_exactly

_WARM_UP = 20


def write_base(folder: Path) -> None:
    """Build an index of the invented archives, and write their questions beside it."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as questions, tempfile.TemporaryDirectory() as name:
        for archive in NAMES:
            dataset = write_dataset(archive, Path(name, archive))
            (dataset / "corpus.jsonl").rename(corpus / f"{archive}.jsonl")
            questions.write((dataset / "queries.jsonl").read_text(encoding="utf-8"))
    report = build(IndexSettings(index_dir=folder / "index", corpus_dir=corpus))
    print(f"base: {report.passages} passages encoded in {report.seconds:.0f} s", flush=True)


def write(base: Path, passages: int, index_dir: Path) -> dict[str, float]:
    """Write an index of so many passages; how long that took, and the most memory that the process had."""
    limit_threads(1)
    with closing(Shelf(base).open()) as small:
        pool = Pool()
        pool.add(small)
        started, worked = time.perf_counter(), time.process_time()
        write_large(small, pool, passages, Shelf(index_dir))
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    with closing(Shelf(index_dir).open(check="none")) as large:
        one_more = add_one(large, pool, Shelf(index_dir))
    return {
        "written s": seconds,
        "processor s": processor,
        "writer's memory MB": _status("VmHWM"),
        "one article more s": one_more,
        "made vectors agree": pool.agreement,
    }


def measure(index_dir: Path, questions: list[str]) -> dict[str, Any]:
    """Open an index and ask it; figures by name."""
    figures: dict[str, Any] = {}
    settings = IndexSettings(index_dir=index_dir, reader=False)
    _forget_files(index_dir)
    for name in ("opens s, files forgotten", "opens s, files remembered"):
        started = time.perf_counter()
        library = Library.open(index_dir, settings)
        figures[name] = time.perf_counter() - started
        if name.endswith("forgotten"):
            library.close()
    library.warm_up()
    figures["memory MB before a question"] = _status("VmRSS")
    started = time.perf_counter()
    library.ask(questions[0])
    figures["first question ms"] = 1000 * (time.perf_counter() - started)
    generation = Shelf(index_dir).open(check="none", before=library._served)  # noqa: SLF001
    encode = library._encoder.encode_question  # noqa: SLF001
    vectors = np.stack([encode(question).vector for question in questions])
    taken: dict[str, list[float]] = {}
    for number, question in enumerate(questions):
        started, worked = time.perf_counter(), time.process_time()
        answer = library.ask(question)
        whole, processor = time.perf_counter() - started, time.process_time() - worked
        started = time.perf_counter()
        generation.nearest(vectors[number], CANDIDATES)
        nearest = time.perf_counter() - started
        stages = dict(answer.stages) | {
            "whole": 1000 * whole,
            "whole, processor": 1000 * processor,
            "nearest vectors": 1000 * nearest,
        }
        if number >= _WARM_UP:
            for name, milliseconds in stages.items():
                taken.setdefault(name, []).append(milliseconds)
    for name, values in taken.items():
        figures[f"{name} ms p50"], figures[f"{name} ms p95"] = np.percentile(values, (50, 95)).tolist()
    figures |= {"memory MB": _status("VmRSS"), "most memory MB": _status("VmHWM")}
    figures["recall@40"] = _recall(generation, vectors)
    figures["vector search"] = generation.vector_search
    figures |= _disk(generation)
    generation.close()
    library.close()
    return figures


def _recall(generation: LocalGeneration, vectors: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    """Of the nearest passages to each vector, how many are found."""
    scored: list[list[tuple[float, int]]] = [[] for _ in vectors]
    for segment in generation.segments:
        numbers = generation.order.numbers[segment.rows_held.start : segment.rows_held.stop]
        scores, rows = find_exactly(segment.vector_file, vectors, CANDIDATES)
        for own, of_row, row in zip(scored, scores.tolist(), rows.tolist(), strict=True):
            own += [(score, int(numbers[place])) for score, place in zip(of_row, row, strict=True) if place >= 0]
    shares = []
    for vector, own in zip(vectors, scored, strict=True):
        wanted = {number for _, number in sorted(own, reverse=True)[:CANDIDATES]}
        found = {number for number, _ in generation.nearest(vector, CANDIDATES)}
        shares.append(len(wanted & found) / len(wanted))
    return float(np.mean(shares))


def _disk(generation: LocalGeneration) -> Iterator[tuple[str, Any]]:
    sizes: Counter[str] = Counter()
    for name, record in generation.manifest.files.items():
        sizes[name.rpartition("/")[2]] += record.bytes
    yield "passages", generation.passage_count
    yield "articles", generation.manifest.articles
    yield "disk MB", sum(sizes.values()) / 1e6
    for name, size in sizes.most_common():
        yield f"bytes a passage, {name}", size / generation.passage_count


def _forget_files(folder: Path) -> None:
    """Have the system read the files of a folder from the disk again."""
    os.sync()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def _status(field: str) -> float:
    """Megabytes, of a line in /proc/self/status."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1e3


def _in_a_process(*arguments: str) -> dict[str, Any]:
    """Figures of this module from a process of its own, whose memory is not that of others."""
    command = [sys.executable, "-m", "benchmarks.scale", *arguments]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="where all indexes stay for the next run (default: removed)")
    parser.add_argument("--json", type=Path, help="write the figures to a file as well")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, *rest = options.step
        if step == "write":
            print(json.dumps(write(Path(rest[0]), int(rest[1]), Path(rest[2]))))
        else:
            questions = read_questions(Path(rest[1]), options.questions + _WARM_UP)
            print(json.dumps(measure(Path(rest[0]), questions)))
        return
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        base = folder / "base"
        if not (base / "index").exists():
            write_base(base)
        for passages in options.passages:
            index_dir = folder / f"{passages}"
            figures: dict[str, Any] = {}
            if not Shelf(index_dir).numbers():
                figures = _in_a_process("--step", "write", str(base / "index"), str(passages), str(index_dir))
            asked = ("--questions", str(options.questions))
            figures |= _in_a_process(*asked, "--step", "measure", str(index_dir), str(base / "questions.jsonl"))
            results.append(figures)
            for figure, value in figures.items():
                print(
                    f"{figure:44}{value:>14.3f}" if isinstance(value, float) else f"{figure:44}{value:>14}", flush=True
                )
            print(flush=True)
            if options.json:
                options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
