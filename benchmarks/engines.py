"""The local engine and Milvus Lite side by side: the same archive, the same questions, in one run.

    python -m benchmarks.engines DATASET [--questions 200] [--documents N] [--reader] [--folder FOLDER]

The archive of a data set in BEIR layout is built on both; Milvus Lite is a server in a process of its own, asked over
gRPC as a cluster is. Prints how many questions get the same answers and search results, medians of search and ask, what
one change takes until it can be served, the requests of a question and what they bring, bytes on disk, and, for sizing
a cluster, the bytes of each collection for each passage. The reader is off unless `--reader` says otherwise. With a
folder, the archive and both indexes stay there.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from benchmarks.bot_crashes import free_port
from benchmarks.throughput import read_questions
from index import IndexSettings, Library
from index.ingest.build import build
from index.storage import open_engine
from index.storage.milvus.connection import Milvus

_WARM_UP = 10
_PATIENCE_SECONDS = 60
_CHANGES = 3
_STORY = "Quotedesk measured engine number {0}\n\nThe harbour office of Arden said that crane number {0} was tested.\n"


class Requests:
    """Counts what is asked of a server, and the bytes of the strings and numbers that it answers with."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.bytes = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        query, search = Milvus.query, Milvus.search

        def counted_query(milvus: Milvus, *given: Any, **named: Any) -> Any:
            return self._note("query", query(milvus, *given, **named))

        def counted_search(milvus: Milvus, *given: Any, **named: Any) -> Any:
            found = search(milvus, *given, **named)
            self._note("search", [row for rows in found for row in rows])
            return found

        with mock.patch.object(Milvus, "query", counted_query), mock.patch.object(Milvus, "search", counted_search):
            yield

    def _note(self, kind: str, rows: Any) -> Any:
        self.count[kind] += 1
        self.bytes += sum(len(json.dumps(dict(row), default=str)) for row in rows)
        return rows


@contextmanager
def lite_server(folder: Path) -> Iterator[str]:
    """A server of Milvus Lite on this machine; gives its address."""
    port = free_port()
    command = [sys.executable, "-c", "from milvus_lite.cmdline import main; main()", "server"]
    command += ["--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                Milvus(f"http://127.0.0.1:{port}").version()
                break
            except Exception:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, help="a folder with corpus.jsonl and queries.jsonl")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--documents", type=int, help="only the first so many")
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = (options.folder or Path(name)).absolute()
        corpus = folder / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        lines = (options.dataset / "corpus.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (corpus / "corpus.jsonl").write_text("".join(lines[: options.documents]), encoding="utf-8")
        questions = read_questions(options.dataset / "queries.jsonl", options.questions + _WARM_UP)
        with lite_server(folder / "lite") as uri:
            local = IndexSettings(index_dir=folder / "local", corpus_dir=corpus, reader=options.reader)
            remote = local.model_copy(
                update={"index_dir": folder / "milvus", "index_engine": "milvus", "milvus_uri": uri}
            )
            engines = {"local": local, "Milvus Lite": remote}
            for name, settings in engines.items():
                report = build(settings)
                print(f"{name}: {report.articles} articles, {report.passages} passages built in {report.seconds:.1f} s")
            print_sizes(engines, folder)
            compare(engines, questions)
            change(engines)


def compare(engines: Mapping[str, IndexSettings], questions: Sequence[str]) -> None:
    """Ask each engine each question in turn."""
    libraries = {name: Library.open(settings.index_dir, settings) for name, settings in engines.items()}
    for library in libraries.values():
        library.warm_up()
    requests = Requests()
    same: Counter[str] = Counter()
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    with requests.counted():
        for number, question in enumerate(questions):
            if number == _WARM_UP:
                requests.count.clear()
                requests.bytes = 0
            for kind in ("search", "ask"):
                said = {}
                for name, library in libraries.items():
                    started = time.perf_counter()
                    said[name] = _outcome(getattr(library, kind)(question))
                    taken[kind, name].append(1000 * (time.perf_counter() - started))
                same[kind] += number >= _WARM_UP and len(set(said.values())) == 1
    asked = len(questions) - _WARM_UP
    for kind in ("search", "ask"):
        medians = {name: median(taken[kind, name][_WARM_UP:]) for name in libraries}
        times = ", ".join(f"{name} {value:.1f} ms" for name, value in medians.items())
        print(f"{kind}: the same for {same[kind]} of {asked} questions; medians: {times}")
    counts = ", ".join(f"{count / asked:.1f} {kind}" for kind, count in sorted(requests.count.items()))
    print(f"a question searched for and asked, in Milvus: {counts}; {requests.bytes / asked / 1000:.0f} kB of rows")
    for library in libraries.values():
        library.close()


def _outcome(found: Any) -> Any:
    """What people see of it: passages and texts in order, and confidences to the third decimal."""
    if isinstance(found, list):
        return tuple((quote.passage_id, quote.text, round(quote.confidence, 3)) for quote in found)
    return found.kind, _outcome([*found.quotes, *found.leads])


def change(engines: Mapping[str, IndexSettings]) -> None:
    """Add an article a time, until each engine has it served."""
    steps: dict[str, list[float]] = defaultdict(list)
    for number in range(_CHANGES):
        path = next(iter(engines.values())).corpus_dir / f"added-{number}.txt"
        path.write_text(_STORY.format(number + os.getpid()), encoding="utf-8")
        for name, settings in engines.items():
            with closing(Library.open(settings.index_dir, settings)) as library:
                started = time.perf_counter()
                build(settings)
                library.refresh()
                steps[name].append(time.perf_counter() - started)
    times = ", ".join(f"{name} {median(values):.2f} s" for name, values in steps.items())
    print(f"one article added, built in this process and served: medians: {times}")
    for number in range(_CHANGES):
        (next(iter(engines.values())).corpus_dir / f"added-{number}.txt").unlink()


def print_sizes(engines: Mapping[str, IndexSettings], folder: Path) -> None:
    """Bytes on disk, and what each collection holds for each passage."""
    for name, settings in engines.items():
        with closing(open_engine(settings).open(check="none")) as generation:
            manifest = generation.manifest
        print(f"{name}: {sum(one.bytes for one in manifest.files.values()) / manifest.passages:.0f} bytes a passage")
        if settings.index_engine == "milvus":
            for file, record in manifest.files.items():
                print(f"  {file.rpartition('_')[2]:10} {record.bytes / manifest.passages:8.0f} bytes a passage")
            print(f"  tokens a passage: {manifest.tokens / manifest.passages:.1f}")
    print(f"on disk: local {_bytes(folder / 'local') / 1e6:.1f} MB, Milvus Lite {_bytes(folder / 'lite') / 1e6:.1f} MB")


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
