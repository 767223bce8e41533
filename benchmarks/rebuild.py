"""How much less an incremental build costs than a full one: made-up articles, one of them changed.

    python -m benchmarks.rebuild [--articles 10000] [--rounds 3]

Prints, from one run on one machine: the time of the full build, of builds after one article was changed, added and
removed, and of a build where nothing changed, with what fraction of the full build each takes.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index import IndexSettings
from index.ingest.build import build
from index.ingest.report import BuildReport

PLACES = "Arden Belmont Corvale Dunmere Eastholm Farrow Glenn Harbury Ister Jarrow Kelmore Lund Marsh Norwick".split()
BODIES = "council harbour court hospital school railway museum theatre brewery library airport shipyard".split()
PEOPLE = "Ada Moss, Bram Holt, Cleo Park, Dina Frost, Egon Wild, Fay Stone, Gus Marlow, Hetty Brook".split(", ")
DEEDS = (
    "approved a plan to rebuild the old bridge",
    "closed for repairs after a storm in the night",
    "lost a case over unpaid wages",
    "opened a new hall for visitors from abroad",
    "asked for more money to pay its staff",
    "postponed its yearly meeting",
)


def write_article(folder: Path, number: int, random_: random.Random) -> Path:
    """A short news article, as different from the others as a few words allow."""
    place, body, person = random_.choice(PLACES), random_.choice(BODIES), random_.choice(PEOPLE)
    path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
    path.parent.mkdir(exist_ok=True)
    amount, day = random_.randrange(10, 10_000), random_.randrange(1, 29)
    path.write_text(
        f"The {body} of {place}, report {number}\n\n"
        f"The {body} of {place} {random_.choice(DEEDS)} on day {day} of the month, {person} said. "
        f"It will cost {amount} crowns, and case number {number} is to be heard again in {random_.choice(PLACES)}.\n",
        encoding="utf-8",
    )
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3, help="incremental builds of each kind; their median is shown")
    options = parser.parse_args()
    random_ = random.Random(1)  # noqa: S311
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "corpus")
        corpus.mkdir()
        paths = [write_article(corpus, number, random_) for number in range(options.articles)]
        settings = IndexSettings(index_dir=Path(name, "index"), corpus_dir=corpus)
        print(f"{options.articles} articles; {os.cpu_count()} cores, {platform.processor() or platform.machine()}")
        full, full_report = _timed(settings)
        print(f"full build                 {full:8.2f} s   ({full_report.encoded} passages encoded)")

        def change() -> None:
            path = random_.choice(paths)
            path.write_text(path.read_text(encoding="utf-8") + "\nMore is expected tomorrow.\n", encoding="utf-8")

        def add() -> None:
            write_article(corpus, len(paths) + random_.randrange(1_000_000), random_)

        def remove() -> None:
            paths.pop(random_.randrange(len(paths))).unlink()

        for what, alter in (("changed", change), ("added", add), ("removed", remove), ("nothing changed", None)):
            seconds, report = _median(settings, alter, options.rounds)
            label = f"one article {what}" if alter else what
            print(f"{label:27}{seconds:8.2f} s   ({report.encoded} encoded)  {seconds / full:8.2%} of the full build")
        print(f"most memory held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _median(settings: IndexSettings, alter: Callable[[], None] | None, rounds: int) -> tuple[float, BuildReport]:
    results = []
    for _ in range(rounds):
        if alter:
            alter()
        results.append(_timed(settings))
    return statistics.median(seconds for seconds, _ in results), results[-1][1]


def _timed(settings: IndexSettings) -> tuple[float, BuildReport]:
    started = time.perf_counter()
    report = build(settings)
    return time.perf_counter() - started, report


if __name__ == "__main__":
    main()
