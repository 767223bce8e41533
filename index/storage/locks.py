"""Locks that the operating system frees when their holder dies: one for the builder, shared ones for readers."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.errors import BuildInProgressError
from index.storage.files import disk_errors

# A builder writes its name into the lock that it holds. A named holder builds for long: it is given the moment that it
# may need to end. A holder without a name either only asks who builds, or has just begun to build: both are over or
# named within milliseconds, so that ten seconds suffice on the busiest machine.
_SECONDS_FOR_A_NAMED_HOLDER = 0.2
_SECONDS_FOR_AN_UNNAMED_HOLDER = 10.0
_SECONDS_BETWEEN_TRIES = 0.005
_SOMEBODY = "Another process"


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the one build lock of an index folder.

    Raises:
        BuildInProgressError: another process holds it; the message says which and since when.
    """
    with path.open("a+", encoding="utf-8") as file:
        _wait_for_lock(file)
        with disk_errors(path):
            file.truncate(0)
            holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
            # Past the file's buffer: what it held would fail on a full disk once more, at the end.
            os.write(file.fileno(), json.dumps(holder).encode())
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def who_builds(path: Path) -> str | None:
    """The process that is building and since when, in words; None when nobody is."""
    try:
        with path.open("r", encoding="utf-8") as file:
            if try_lock(file, exclusive=False):
                return None
            return _holder(file) or _SOMEBODY
    except OSError:
        return None


def _wait_for_lock(file: IO[str]) -> None:
    began = time.monotonic()
    while not try_lock(file, exclusive=True):
        holder = _holder(file)
        patience = _SECONDS_FOR_A_NAMED_HOLDER if holder else _SECONDS_FOR_AN_UNNAMED_HOLDER
        if time.monotonic() - began > patience:
            raise BuildInProgressError(
                f"{holder or _SOMEBODY} is building this index: wait until it has finished, then try again."
            )
        time.sleep(_SECONDS_BETWEEN_TRIES)


def try_lock(file: IO[str], *, exclusive: bool) -> bool:
    """Lock an open file until it is closed, if that is possible at once."""
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: IO[str]) -> str | None:
    """What the holder wrote of itself, in words; None when it wrote nothing."""
    file.seek(0)
    try:
        holder = json.load(file)
        return f"Process {int(holder['pid'])} (since {holder['since']})"
    except (ValueError, KeyError, TypeError):
        return None
