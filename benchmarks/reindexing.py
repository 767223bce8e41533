"""Whether questions are answered rightly, from one generation each and in time, while the index is built anew.

    python -m benchmarks.reindexing [--builds 10] [--articles 300] [--seconds 20]

Questions are asked without a pause while builds, each as the bot runs it (a process of low priority that encodes on
half of the cores), publish one generation after the other with articles added, changed and removed. Prints the latency
with and without builds, in one run. Stops at the first answer that fails, is wrong or mixes two generations.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.rebuild import write_article
from bot.services.rebuilder import Rebuilder
from bot.settings import BotSettings
from index import IndexSettings, Library
from index.ingest import BuildReport
from index.ingest.build import build

_STEADY = (
    "The night ferry to the northern islands was cancelled on Monday after waves of six metres closed the harbour."
)
_PRICE = "Edition {0} of the {1} says that the price of smoked herring at the fish market has risen to {0} crowns."
_PAPERS = ("morning paper", "evening paper")
_SECONDS_BETWEEN_LOOKS = 2


class Newsroom:
    """A corpus whose every edition changes two articles together, adds one and removes one."""

    def __init__(self, settings: IndexSettings, articles: int) -> None:
        self._corpus = settings.corpus_dir
        self._random = random.Random(1)  # noqa: S311
        self._corpus.mkdir()
        (self._corpus / "ferry.txt").write_text(_STEADY)
        self._passing = [write_article(self._corpus, number, self._random) for number in range(articles)]

    def print_edition(self, number: int) -> None:
        for paper in _PAPERS:
            (self._corpus / f"{paper}.txt").write_text(_PRICE.format(number, paper))
        self._passing.append(write_article(self._corpus, 100_000 + number, self._random))
        self._passing.pop(0).unlink()


class Reader:
    """Asks without a pause, and finds fault."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.generations: set[int] = set()

    def ask_until(self, done: Callable[[], bool]) -> list[float]:
        """Returns the seconds that each question took; ends the program at an answer that is not right."""
        seconds = []
        while not done():
            started = time.perf_counter()
            answer = self._library.ask("Why was the night ferry to the northern islands cancelled?")
            seconds.append(time.perf_counter() - started)
            self.generations.add(answer.generation)
            if not answer.answered or answer.quotes[0].source.path != "ferry.txt":
                raise SystemExit(f"A wrong answer: {answer}")
            found = self._library.search("What is the price of smoked herring at the fish market?", 2)
            editions = {edition for quote in found for edition in re.findall(r"Edition (\d+)", quote.text)}
            if len(found) != 2 or len(editions) != 1:
                raise SystemExit(f"A mixed answer: {found}")
        return seconds


async def build_as_the_bot_does(settings: BotSettings) -> None:
    """One build in a process of its own; ends the program when it publishes nothing."""
    async with contextlib.aclosing(Rebuilder(settings).build()) as events:
        async for event in events:
            if isinstance(event, BuildReport) and not event.published:
                raise SystemExit("A build published nothing.")


def publish(newsroom: Newsroom, editions: int, rebuild: Callable[[], None], finished: threading.Event) -> None:
    """One edition after the other, each built at once; then time for readers to see the last."""
    try:
        for number in range(1, editions + 1):
            newsroom.print_edition(number)
            rebuild()
        time.sleep(2 * _SECONDS_BETWEEN_LOOKS)
    finally:
        finished.set()


def follow(library: Library, finished: threading.Event) -> None:
    """Look for a new generation now and then, as the bot does."""
    while not finished.wait(_SECONDS_BETWEEN_LOOKS):
        library.refresh()


def through_builds(
    library: Library, newsroom: Newsroom, reader: Reader, editions: int, rebuild: Callable[[], None]
) -> list[float]:
    """Ask while editions are printed and built; returns the seconds of each question."""
    finished, last = threading.Event(), library.generation + editions
    threads = [
        threading.Thread(target=publish, args=(newsroom, editions, rebuild, finished), daemon=True),
        threading.Thread(target=follow, args=(library, finished), daemon=True),
    ]
    for thread in threads:
        thread.start()
    seconds = reader.ask_until(finished.is_set)
    for thread in threads:
        thread.join()
    if library.generation != last:
        raise SystemExit(f"Generation {library.generation} is served, and not {last}: a build failed.")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--builds", type=int, default=10)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20, help="for which to ask without builds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = BotSettings(index_dir=Path(folder, "index"), corpus_dir=Path(folder, "corpus"))
        newsroom = Newsroom(settings, options.articles)
        newsroom.print_edition(0)
        build(settings)
        library = Library.open(settings.index_dir, settings)
        library.warm_up()
        reader = Reader(library)
        until = time.monotonic() + options.seconds
        alone = reader.ask_until(lambda: time.monotonic() > until)
        during = through_builds(
            library, newsroom, reader, options.builds, lambda: asyncio.run(build_as_the_bot_does(settings))
        )
        print(f"{options.articles} articles, {os.cpu_count()} cores; {options.builds} builds")
        for what, seconds in (("without builds", alone), ("during builds", during)):
            median, late = np.percentile(seconds, [50, 95]) * 1000
            longest = max(seconds) * 1000
            print(
                f"{what:15} {len(seconds):6} questions   median {median:6.1f} ms   p95 {late:6.1f} ms   "
                f"longest {longest:6.1f} ms"
            )
        print(f"p95 during builds: {np.percentile(during, 95) / np.percentile(alone, 95):.2f} times that without")
        print(f"generations that answered: {len(reader.generations)}; wrong, failed or mixed answers: 0")
        library.close()


if __name__ == "__main__":
    main()
