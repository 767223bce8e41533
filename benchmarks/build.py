"""How much of the encoder's own rate a full build reaches.

    python -m benchmarks.build [--archives 2] [--rounds 3] [--corpus PATH]

Builds an index of some of the invented archives (`benchmarks.archives`), or of another corpus, and has the encoder
alone encode the same passages with the same titles, in batches as large as a build's: that is the limit, since all else
that a build does comes on top. Both take turns, each with all cores, and each build loads the model anew, as it does in
a process of its own. Prints passages a second of wall time and of processor time as medians, and their ratios.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks.archives import NAMES, write_dataset
from index import IndexSettings
from index.encoding.encoder import Encoder
from index.ingest.build import build
from index.ingest.vectors import ENCODE_AT_ONCE
from index.storage import Shelf


def passages_of(index_dir: Path) -> list[tuple[str, str]]:
    """The title and the text of every passage of an index."""
    with closing(Shelf(index_dir).open()) as generation:
        return [generation.titled_text(number) for number in range(generation.passage_count)]


def encode(encoder: Encoder, passages: list[tuple[str, str]]) -> None:
    """Encode passages as a build does, and do nothing with what comes of it."""
    for first in range(0, len(passages), ENCODE_AT_ONCE):
        batch = passages[first : first + ENCODE_AT_ONCE]
        for _ in encoder.encode_passages([text for _, text in batch], [title for title, _ in batch]):
            pass


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall and of processor time, that of the processes which read files among it."""
    started, worked = time.perf_counter(), _processor_seconds()
    call()
    return time.perf_counter() - started, _processor_seconds() - worked


def _processor_seconds() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archives", type=int, default=2, help="of the invented archives, so many")
    parser.add_argument("--corpus", type=Path, help="another corpus")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus = options.corpus or Path(name, "corpus")
        if not options.corpus:
            corpus.mkdir()
            for archive in NAMES[: options.archives]:
                (write_dataset(archive, Path(name, archive)) / "corpus.jsonl").rename(corpus / f"{archive}.jsonl")
        settings = IndexSettings(index_dir=Path(name, "index"), corpus_dir=corpus)
        # Exports the model, if that has not been done, and loads all that a build needs.
        build(settings)
        passages = passages_of(settings.index_dir)
        encoder = Encoder(settings.embedding_model, backend=settings.embedding_backend)
        encoder.warm_up()
        encoding, building = [], []
        for _ in range(options.rounds):
            encoding.append(timed(lambda: encode(encoder, passages)))
            building.append(timed(lambda: build(settings, full=True)))
    print(f"{len(passages)} passages, {options.rounds} rounds; medians of passages a second")
    for place, kind in enumerate(("wall", "processor")):
        alone, whole = (len(passages) / median(row[place] for row in rows) for rows in (encoding, building))
        print(f"{kind:10} encoder alone {alone:8.1f}   build {whole:8.1f}   {whole / alone:.2f} of it")


if __name__ == "__main__":
    main()
