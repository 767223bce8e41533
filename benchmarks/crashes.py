"""Whether an index survives its builder: killed at random instants, killed at file operations, and failing at them.

    python -m benchmarks.crashes [--kills 100] [--every 1] [--first 1] [--last N] [--seed 1]

Every build runs in a process of its own, forked from one that has loaded the model. After each, the served index must
answer rightly with all checksums intact, nothing may look like a rollback, a failure must have been told in one line
with exit status 2, and the next build must publish the latest articles and leave nothing lying about. Stops at the
first that does not hold.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing import forkserver
from pathlib import Path
from typing import Any
from unittest import mock

from index import IndexSettings, Library
from index.cli.main import main as run_command
from index.encoding.encoder import Encoder
from index.ingest.build import build
from index.storage import Shelf

_STEADY = (
    "The night ferry to the northern islands was cancelled on Monday after waves of six metres closed the harbour."
)
_DAILY = "Trader number {0} said at the fish market that the price of herring had risen to {0} crowns since the spring."
_PASSING = "Reader {} writes that the museum of clocks should stay open in the evening, when people have time for it."
_FOLDER = {"build.lock", "current", "generations"}
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
# Sizes in bytes beyond which no file can grow: each stops another file of a small index, or another part of it.
_FILE_SIZES = (0, 100, 1_000, 3_000, 10_000, 20_000, 30_000, 45_000, 60_000)

Arm = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended: its exit status, negative for a signal, and what it said on stderr."""

    status: int
    complaint: str


class Desk:
    """A small corpus that changes before every build, and its index."""

    def __init__(self, folder: Path) -> None:
        self.settings = IndexSettings(index_dir=folder / "index", corpus_dir=folder / "corpus")
        self._today = 0
        self.settings.corpus_dir.mkdir()
        (self.settings.corpus_dir / "ferry.txt").write_text(_STEADY)

    def build(self, arm: Arm | None = None, kill_after: float | None = None) -> Outcome:
        """Change the corpus, then build in a child process; `arm` runs in it first."""
        self._today += 1
        (self.settings.corpus_dir / "market.txt").write_text(_DAILY.format(self._today))
        (self.settings.corpus_dir / f"letter-{self._today % 2}.txt").write_text(_PASSING.format(self._today))
        (self.settings.corpus_dir / f"letter-{1 - self._today % 2}.txt").unlink(missing_ok=True)
        (self.settings.corpus_dir / "sailing.txt").write_text(_STEADY if self._today % 3 else _PASSING.format("no"))
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            self._run_in_child(writer, arm)
        os.close(writer)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            complaint = pipe.read()
        return Outcome(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), complaint)

    def check(self, outcome: Outcome, what: str) -> None:
        """After whatever happened: served rightly, said in one line, mended by the next build."""
        said = [line for line in outcome.complaint.splitlines() if line.strip()]
        _require(outcome.status in (0, 2, -signal.SIGKILL), what, f"exit status {outcome.status}: {said}")
        _require(outcome.status != 2 or len(said) == 1, what, f"said {said}")
        _require(not any("Traceback" in line for line in said), what, f"said {said}")
        self._ask("Why was the ferry cancelled?", "ferry.txt", "cancelled on Monday", what)
        _require(Shelf(self.settings.index_dir).rolled_back() is None, what, "it is taken for a rollback")
        again = self.build()
        _require(again.status == 0 and not again.complaint, what, f"the next build: {again}")
        self._ask("What is the price of herring?", "market.txt", f"risen to {self._today} crowns", what)
        found = {path.name for path in self.settings.index_dir.iterdir()}
        generations = len(list((self.settings.index_dir / "generations").iterdir()))
        _require(found == _FOLDER, what, f"left {sorted(found - _FOLDER)}")
        _require(generations <= self.settings.keep_generations, what, f"{generations} generations are kept")

    def _ask(self, question: str, path: str, words: str, what: str) -> None:
        library = Library.open(self.settings.index_dir, self.settings)
        quotes = library.search(question, 1)
        library.close()
        right = bool(quotes) and quotes[0].source.path == path and words in quotes[0].text
        _require(right, what, f"{question} was answered with {quotes}")

    def _run_in_child(self, stderr: int, arm: Arm | None) -> None:
        """Never returns: ends the process with the exit status of the command."""
        status = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(stderr, 2)
            settings = self.settings
            command = ["build", "--index-dir", str(settings.index_dir), "--corpus", str(settings.corpus_dir)]
            if arm:
                arm()
            status = run_command(command)
        finally:
            sys.stderr.flush()
            os._exit(status)


def watch_files(folder: Path, reached: Callable[[int], None]) -> None:
    """From now on in this process: call `reached` with 1, 2, ... before every operation on files of a folder."""
    numbers, prefix = count(1), str(folder)

    def is_ours(argument: Any) -> bool:
        return isinstance(argument, str | os.PathLike) and prefix in str(argument)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # Within a folder that is being removed, names are relative to its descriptor, the last argument.
        within = event in {"os.remove", "os.rmdir"} and arguments[-1] != -1
        if event.startswith(("open", "os.", "shutil.", "sqlite3.connect")) and (within or any(map(is_ours, arguments))):
            reached(next(numbers))

    flush = os.fsync

    def fsync(descriptor: Any) -> None:
        reached(next(numbers))
        flush(descriptor)

    sys.addaudithook(hook)
    mock.patch("os.fsync", fsync).start()


def kill_at_random(desk: Desk, kills: int, random_: random.Random) -> str:
    """Kill builders at instants spread evenly over the time that a build takes."""
    started = time.perf_counter()
    for _ in range(3):
        desk.build()
    typical = (time.perf_counter() - started) / 3
    ends: Counter[str] = Counter()
    for _ in range(kills):
        delay = random_.uniform(0, typical)
        outcome = desk.build(kill_after=delay)
        ends["killed" if outcome.status < 0 else "finished before"] += 1
        desk.check(outcome, f"killed after {delay:.3f} s")
    return f"builders killed at random instants within {typical:.2f} s: {dict(ends)}"


def strike_at_files(desk: Desk, every: int, first: int, last: int | None) -> str:
    """Kill a builder at every nth file operation, or let it fail there, once or from there on."""

    def strike(at: int, error: int | None, *, lasting: bool, number: int) -> None:
        if number == at or (lasting and number > at):
            if error is None:
                os.kill(os.getpid(), signal.SIGKILL)
            else:
                raise OSError(error, os.strerror(error), "struck")

    operations = _count_operations(desk)
    strikes = [(None, False), *((error, lasting) for error in _ERRORS for lasting in (False, True))]
    ends: Counter[str] = Counter()
    struck = range(first, min(last or operations, operations) + 1, every)
    for turn, at in enumerate(struck):
        # Sparse runs take turns; a full run does all at every operation.
        for error, lasting in strikes if every == 1 else [strikes[turn % len(strikes)]]:
            reached = partial(_numbered, partial(strike, at, error, lasting=lasting))
            outcome = desk.build(partial(watch_files, desk.settings.index_dir, reached))
            ends[{0: "published all the same", 2: "failed"}.get(outcome.status, "killed")] += 1
            name = errno.errorcode[error] if error else "killed"
            desk.check(outcome, f"{name} at file operation {at}{' and after' if lasting else ''}")
    return f"file operations of a build: {operations}; struck at {len(struck)} of them: {dict(ends)}"


def _numbered(strike: Callable[..., None], number: int) -> None:
    strike(number=number)


def limit_file_sizes(desk: Desk) -> str:
    """Let every file stop growing at some size, as on a full disk, wherever it is written from."""

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    ends: Counter[int] = Counter()
    for size in _FILE_SIZES:
        outcome = desk.build(partial(limit, size))
        ends[outcome.status] += 1
        desk.check(outcome, f"no file above {size} bytes")
    return f"builders that could not write beyond a size: {dict(ends)} by exit status"


def _count_operations(desk: Desk) -> int:
    reader, writer = os.pipe()
    desk.build(partial(watch_files, desk.settings.index_dir, lambda number: _tell(writer, number)))
    os.close(writer)
    with os.fdopen(reader) as pipe:
        return int(pipe.read().split()[-1])


def _tell(descriptor: int, number: int) -> None:
    os.write(descriptor, f"{number} ".encode())


def _require(holds: bool, what: str, finding: str) -> None:
    if not holds:
        raise SystemExit(f"{what}: {finding}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="builders to kill at random instants")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="strike at every Nth file operation only")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="the first file operation to strike at")
    parser.add_argument("--last", type=int, metavar="N", help="the last one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import faiss
    import torch

    # Forked processes must not wait for threads that they do not have.
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    encoder = Encoder()
    encoder.warm_up()
    shared = [mock.patch(f"index.{module}.Encoder", return_value=encoder) for module in ("ingest.build", "library")]
    with tempfile.TemporaryDirectory() as folder, shared[0], shared[1]:
        desk = Desk(Path(folder).resolve())
        # What is loaded at its first use is inherited by the builders; of the process that starts workers, each has its
        # own, as a process that was forked can't use its parent's.
        build(desk.settings)
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way
        first = desk.build()
        _require(first.status == 0, "the first build", first.complaint)
        random_ = random.Random(options.seed)  # noqa: S311
        print(kill_at_random(desk, options.kills, random_), flush=True)
        print(limit_file_sizes(desk), flush=True)
        print(strike_at_files(desk, options.every, options.first, options.last), flush=True)


if __name__ == "__main__":
    main()
