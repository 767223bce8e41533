"""How long a question takes beside its bare encoding, in the same run.

    python -m benchmarks.latency INDEX... --questions QUERIES.jsonl [--count 200] [--reader]

Each question is encoded, searched for and asked in turn, so that a busy machine troubles all alike; each has an encoder
of its own, which has not met the question. Prints medians in milliseconds, and how they compare with the encoding. The
reader is off unless `--reader` says otherwise. `python -m benchmarks.peers` times other libraries beside Quotedesk.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.throughput import read_questions
from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.resources import QUESTION_THREADS

_WARM_UP = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("indexes", type=Path, nargs="+", metavar="INDEX")
    parser.add_argument("--questions", type=Path, required=True, help="a question a line, as in a BEIR data set")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--reader", action="store_true")
    options = parser.parse_args()
    questions = read_questions(options.questions, options.count + _WARM_UP)
    print(f"{len(questions) - _WARM_UP} questions; medians in ms of wall time (of processor time), in encodings")
    for index_dir in options.indexes:
        settings = IndexSettings(index_dir=index_dir, reader=options.reader)
        searched, asked = (Library.open(index_dir, settings) for _ in range(2))
        calls: dict[str, Callable[[str], object]] = {
            "encode": Encoder(threads=QUESTION_THREADS).encode_question,
            "library.search": searched.search,
            "library.ask": asked.ask,
        }
        asked.warm_up()
        print(f"{index_dir}: {asked.status().passages} passages, {asked.status().backend}")
        for name, wall, cpu, share in _measure(calls, questions):
            print(f"  {name:18}{wall:9.2f} ({cpu:.2f})  x {share:.2f}")
        searched.close()
        asked.close()


def _measure(
    calls: Mapping[str, Callable[[str], object]], questions: Sequence[str]
) -> list[tuple[str, float, float, float]]:
    """Of each kind of call its name, its median wall and processor time in ms, and the wall time in encodings."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for number, question in enumerate(questions):
        for name, call in calls.items():
            started, worked = time.perf_counter(), time.process_time()
            call(question)
            if number >= _WARM_UP:
                taken[name].append((time.perf_counter() - started, time.process_time() - worked))
    walls = {name: 1000 * median(wall for wall, _ in values) for name, values in taken.items()}
    cpus = {name: 1000 * median(cpu for _, cpu in values) for name, values in taken.items()}
    return [(name, walls[name], cpus[name], walls[name] / walls["encode"]) for name in calls]


if __name__ == "__main__":
    main()
