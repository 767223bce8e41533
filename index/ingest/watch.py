"""Builds again whenever files of a corpus change, for those who drop articles into a folder.

The corpus is looked at every second by names, sizes and times, which works on any disk. A build starts once nothing has
changed for a moment, so that no file is read while it is being copied.

Why not watchfiles (1.3, tried): its polling, which network disks need, misses a change that keeps the time of
modification; without polling it misses what lies behind a link; and it reports a copy again and again before its end.
A look of ours at 10,000 files takes .14 s of a core.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.ingest.golden import golden_files

SECONDS_BETWEEN_LOOKS = 1.0
# A full disk or a half-written file may be in order a minute later, and one try a minute disturbs nobody.
SECONDS_BEFORE_TRYING_AGAIN = 60.0
# A build notices an interrupt after the batch that it encodes, in a second or so.
_SECONDS_TO_STOP = 10

# Of each file: its path, inode, size and time of last change.
Snapshot = frozenset[tuple[str, int, int, int]]


def watch(corpora: Sequence[Path], index_dir: Path, options: Sequence[str] = ()) -> int:
    """Build at once and after every change, until interrupted; a build that fails says why and is tried again later.

    `options` are further ones for the builds, each a process of its own: between them, no model is held in memory.
    Returns the exit status of the last build when interrupted during one.

    Raises:
        KeyboardInterrupt: between two builds.
    """
    command = [sys.executable, "-m", "index", "build", "--index-dir", str(index_dir), *options]
    command += [argument for corpus in corpora for argument in ("--corpus", str(corpus))]
    print(f"Watching {', '.join(map(str, corpora))}: stop with Ctrl-C.", file=sys.stderr, flush=True)
    while True:
        built = _wait_until_still(corpora, index_dir)
        builder = subprocess.Popen(command)  # noqa: S603
        try:
            status = builder.wait()
        except KeyboardInterrupt:
            return _stop(builder)
        if status < 0:
            print(f"The build was ended by signal {-status}: it is tried again soon.", file=sys.stderr, flush=True)
        again_at = time.monotonic() + SECONDS_BEFORE_TRYING_AGAIN if status else float("inf")
        while snapshot(corpora, index_dir) == built and time.monotonic() < again_at:
            time.sleep(SECONDS_BETWEEN_LOOKS)


def snapshot(corpora: Sequence[Path], index_dir: Path) -> Snapshot:
    """What tells that a corpus, or its golden questions, changed; the index itself may lie within the corpus."""
    found = set()
    for path in (*golden_files(corpora), *(path for corpus in corpora for path in _files(corpus, index_dir))):
        try:
            status = path.stat()
        except OSError:
            continue
        # Programs that copy can keep the time of modification, but not that of change.
        found.add((str(path), status.st_ino, status.st_size, status.st_ctime_ns))
    return frozenset(found)


def _wait_until_still(corpora: Sequence[Path], index_dir: Path) -> Snapshot:
    before = snapshot(corpora, index_dir)
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        now = snapshot(corpora, index_dir)
        if now == before:
            return now
        before = now


def _files(corpus: Path, index_dir: Path) -> Iterator[Path]:
    if not corpus.is_dir():
        yield corpus
        return
    visited = {os.path.realpath(index_dir)}
    for folder, folders, names in os.walk(corpus, followlinks=True):
        real = os.path.realpath(folder)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _stop(builder: subprocess.Popen[bytes]) -> int:
    """Ctrl-C has interrupted the builder too; where only we were told to stop, we end it."""
    try:
        return builder.wait(_SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        builder.terminate()
        return builder.wait()
