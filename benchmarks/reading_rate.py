"""How fast a made archive of JSON Lines is read and split, and how much memory that takes.

Writes ARTICLES articles (default 100,000) of made-up sentences to a temporary file, then scans, reads and splits them
twice: in one process, and on all cores as a build does. Prints articles a second and the peak of the memory used after
the first and the last tenth: the difference is what the size of the archive costs.

    python benchmarks/reading_rate.py [ARTICLES]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from index.passages import split
from index.reading import Document, read, scan

_CHUNK = 256
_SUBJECTS = (
    "The council|A fisherman|The harbour office|Two engineers|The mayor|A teacher|The union|Our neighbours".split("|")
)
_VERBS = "rejected|built|promised|sold|forgot|repaired|measured|described".split("|")
_OBJECTS = "the old bridge|a second ferry|nine new lamps|the yearly report|a field of rye|the tower clock".split("|")
_ENDS = "after a long debate|before the winter came|without saying why|on the first of May|for the third time".split(
    "|"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        _write(archive, count)
        print(f"{count} articles, {archive.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
        _measure("one process", archive, count, workers=0)
        _measure("all cores", archive, count, workers=os.cpu_count() or 1)
    return 0


def _write(archive: Path, count: int) -> None:
    chance = random.Random(5)  # noqa: S311
    with archive.open("w", encoding="utf-8") as file:
        for number in range(count):
            paragraphs = [" ".join(_sentence(chance) for _ in range(chance.randint(2, 5))) for _ in range(8)]
            record = {"_id": str(number), "title": _sentence(chance)[:-1], "text": "\n\n".join(paragraphs)}
            file.write(json.dumps(record) + "\n")


def _sentence(chance: random.Random) -> str:
    parts = (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)
    return " ".join(chance.choice(part) for part in parts) + f", {chance.randint(2, 99)} people said."


def _measure(label: str, archive: Path, count: int, *, workers: int) -> None:
    documents = (entry for entry in scan([archive], max_file_mb=10) if isinstance(entry, Document))
    began = time.perf_counter()
    done = passages = 0
    peaks: list[float] = []
    for found, read_now in _in_processes(documents, workers) if workers else map(_read_chunk, _chunks(documents)):
        done += read_now
        passages += found
        if len(peaks) < 10 * done // count:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    seconds = time.perf_counter() - began
    print(
        f"{label:12} {done} articles, {passages} passages in {seconds:.0f} s: {done / seconds:.0f} articles a second;"
        f" peak memory {peaks[0]:.0f} MB after a tenth, {peaks[-1]:.0f} MB at the end"
    )


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while chunk := list(islice(documents, _CHUNK)):
        yield chunk


def _in_processes(documents: Iterator[Document], workers: int) -> Iterator[tuple[int, int]]:
    """The results in order, with a few chunks a worker on the way and no more."""
    chunks = _chunks(documents)
    with ProcessPoolExecutor(workers) as pool:
        running = [pool.submit(_read_chunk, chunk) for chunk in islice(chunks, 2 * workers)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(_read_chunk, chunk) for chunk in islice(chunks, 1)]


def _read_chunk(documents: list[Document]) -> tuple[int, int]:
    return sum(len(split(read(document))) for document in documents), len(documents)


if __name__ == "__main__":
    sys.exit(main())
