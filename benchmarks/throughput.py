"""How many questions a second 32 who ask at once get answered, beside what the encoder alone could do in batches.

    python -m benchmarks.throughput INDEX --questions QUERIES.jsonl [--askers 32] [--count 640]

The limit is the encoder's rate with the same questions in batches as large as there are askers; nothing is remembered
of a question. The reader is off.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.resources import QUESTION_THREADS


def read_questions(path: Path, count: int) -> list[str]:
    """So many questions, spread over a file that has one a line."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return texts[:: max(len(texts) // count, 1)][:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index_dir", type=Path, metavar="INDEX")
    parser.add_argument("--questions", type=Path, required=True, help="a question a line, as in a BEIR data set")
    parser.add_argument("--askers", type=int, default=32)
    parser.add_argument("--count", type=int, default=640)
    options = parser.parse_args()
    questions = read_questions(options.questions, options.count)
    encoder = Encoder(threads=QUESTION_THREADS)
    encoder.warm_up()
    started = time.perf_counter()
    for first in range(0, len(questions), options.askers):
        encoder.encode_questions(questions[first : first + options.askers])
    limit = len(questions) / (time.perf_counter() - started)
    print(f"{len(questions)} questions, {options.askers} askers; encoder in batches: {limit:.1f} a second")
    settings = IndexSettings(index_dir=options.index_dir, reader=False)
    for name in ("search", "ask"):
        # Each opens the index for itself, so that no encoder has met the questions.
        with closing(Library.open(options.index_dir, settings)) as library:
            library.warm_up()
            with ThreadPoolExecutor(options.askers) as askers:
                started = time.perf_counter()
                list(askers.map(getattr(library, name), questions))
                rate = len(questions) / (time.perf_counter() - started)
        print(f"{name}: {rate:.1f} a second, {rate / limit:.2f} of that")


if __name__ == "__main__":
    main()
