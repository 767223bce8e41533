"""How long one change takes until it is served: one article added, changed or removed beside many others.

    python -m benchmarks.change [--articles 10000] [--rounds 3] [--kinds files jsonl] [--folder FOLDER]

The archive is made up of short articles, once as a file each and once as one JSON Lines file. For every change prints
the time from the moment at which the file was written until the bot serves it, as the bot goes about it (a builder in a
process of its own at a low priority, then a look at the new generation), and the processor time of that builder, both
as medians, beside a full build. With a folder, archive and index stay there for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rebuild import write_article
from bot.services.rebuilder import Rebuilder, build_environment
from bot.settings import BotSettings
from index import IndexSettings, Library
from index.ingest import BuildReport

_QUESTION = "Which case is to be heard again in Arden?"


class Files:
    """An archive of one file an article."""

    def __init__(self, folder: Path, articles: int) -> None:
        self._folder, self._random = folder, random.Random(1)  # noqa: S311
        self._last = articles
        if not folder.exists():
            folder.mkdir(parents=True)
            for number in range(articles):
                write_article(folder, number, self._random)
        self._paths = sorted(folder.rglob("*.txt"))

    def add(self) -> None:
        self._last += self._random.randrange(1, 1_000)
        write_article(self._folder, self._last, self._random)

    def change(self) -> None:
        path = self._random.choice(self._paths)
        path.write_text(path.read_text(encoding="utf-8") + "\nMore is expected tomorrow.\n", encoding="utf-8")

    def remove(self) -> None:
        self._paths.pop(self._random.randrange(len(self._paths))).unlink()


class Lines:
    """The same archive as one file in JSON Lines."""

    def __init__(self, folder: Path, articles: int) -> None:
        self._random = random.Random(2)  # noqa: S311
        self._path = folder / "archive.jsonl"
        if not folder.exists():
            folder.mkdir(parents=True)
            with tempfile.TemporaryDirectory() as name:
                self._write([self._line(number, Path(name)) for number in range(articles)])
        self._count = articles

    def add(self) -> None:
        self._count += self._random.randrange(1, 1_000)
        with tempfile.TemporaryDirectory() as name:
            self._write([*self._read(), self._line(self._count, Path(name))])

    def change(self) -> None:
        lines = self._read()
        place = self._random.randrange(len(lines))
        record = json.loads(lines[place])
        record["text"] += " More is expected tomorrow."
        lines[place] = json.dumps(record)
        self._write(lines)

    def remove(self) -> None:
        lines = self._read()
        lines.pop(self._random.randrange(len(lines)))
        self._write(lines)

    def _line(self, number: int, folder: Path) -> str:
        title, text = write_article(folder, number, self._random).read_text(encoding="utf-8").split("\n\n", 1)
        return json.dumps({"id": f"{number:06}", "title": title, "text": text.strip()})

    def _read(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").splitlines()

    def _write(self, lines: list[str]) -> None:
        self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


async def until_served(settings: BotSettings, library: Library) -> BuildReport:
    """Build as the bot does, and serve what came of it."""
    async with contextlib.aclosing(Rebuilder(settings).build()) as events:
        async for event in events:
            if isinstance(event, BuildReport):
                if not event.published or not library.refresh():
                    raise SystemExit("A build published nothing.")
                return event
    raise SystemExit("A build ended without a report.")


def timed(alter: Callable[[], None], settings: BotSettings, library: Library) -> tuple[float, float]:
    """The seconds from a change until it is served, and the processor time of the builder."""
    alter()
    used, started = _processor_seconds(), time.perf_counter()
    report = asyncio.run(until_served(settings, library))
    seconds, processor = time.perf_counter() - started, _processor_seconds() - used
    if len(report.added) + len(report.changed) + len(report.removed) != 1:
        raise SystemExit(f"Not one change: {report}")
    library.ask(_QUESTION)
    return seconds, processor


def measure(kind: str, folder: Path, articles: int, rounds: int) -> None:
    archive = (Files if kind == "files" else Lines)(folder / kind, articles)
    settings = BotSettings(corpus_dir=folder / kind, index_dir=folder / f"index-{kind}")
    used, started = _processor_seconds(), time.perf_counter()
    if not settings.index_dir.exists():
        command = [sys.executable, "-m", "index", "build", "--full"]
        subprocess.run(command, env=build_environment(settings), check=True, stdout=subprocess.DEVNULL)
        seconds, processor = time.perf_counter() - started, _processor_seconds() - used
        print(f"{kind:6} full build       {seconds:8.2f} s {processor:8.2f} s of processor", flush=True)
    library = Library.open(
        settings.index_dir, IndexSettings(**settings.model_dump(include=set(IndexSettings.model_fields)))
    )
    library.ask(_QUESTION)
    for what, alter in (("added", archive.add), ("changed", archive.change), ("removed", archive.remove)):
        found = [timed(alter, settings, library) for _ in range(rounds)]
        seconds, processor = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{kind:6} one {what:12} {seconds:8.2f} s {processor:8.2f} s of processor", flush=True)
    library.close()


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3, help="changes of each kind; their median is shown")
    parser.add_argument("--kinds", nargs="+", choices=("files", "jsonl"), default=("files", "jsonl"))
    parser.add_argument("--folder", type=Path, help="where archive and index stay (default: they are removed)")
    options = parser.parse_args()
    print(
        f"{options.articles} articles; {os.cpu_count()} cores, {platform.processor() or platform.machine()}", flush=True
    )
    with tempfile.TemporaryDirectory() as name:
        for kind in options.kinds:
            measure(kind, options.folder or Path(name), options.articles, options.rounds)


if __name__ == "__main__":
    main()
