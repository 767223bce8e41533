"""How fast a made archive of JSON Lines is read and split, and how much memory that takes.

Writes ARTICLES articles (default 100,000) of made-up sentences to a temporary file, then scans, reads and splits them
twice: in one process, and on all cores as a build does. Prints articles a second, and the peak of the memory used
after the first tenth and at the end: the difference is what the size of the archive costs.

    python -m benchmarks.reading_rate [ARTICLES]
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
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.ingest.corpus import scan
from index.ingest.parallel import ReadDocument, read_and_split, read_and_split_all
from index.reading import Document

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
        _measure("one process", map(read_and_split, _documents(archive)), count)
        _measure("all cores", read_and_split_all(_documents(archive)), count)
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


def _documents(archive: Path) -> Iterator[Document]:
    return (entry for entry in scan([archive], max_file_mb=10) if isinstance(entry, Document))


def _measure(label: str, prepared: Iterable[object], count: int) -> None:
    began = time.perf_counter()
    done = passages = 0
    early = 0.0
    for one in prepared:
        done += 1
        passages += len(one.passages) if isinstance(one, ReadDocument) else 0
        if done == count // 10:
            early = _peak_memory()
    seconds = time.perf_counter() - began
    print(
        f"{label:12} {done} articles, {passages} passages in {seconds:.0f} s: {done / seconds:.0f} articles a second;"
        f" peak memory {early:.0f} MB after a tenth, {_peak_memory():.0f} MB at the end"
    )


def _peak_memory() -> float:
    """Of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
