"""Locks that the operating system lets go when their holder dies: one for the builder, shared ones for readers."""

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

_TRIES = 3
_SECONDS_BETWEEN_TRIES = 0.05


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the one build lock of an index folder.

    Raises:
        BuildInProgressError: another process holds it; the message says which and since when.
    """
    with path.open("a+", encoding="utf-8") as file:
        # Whoever asks who builds holds the lock for an instant: that is no reason to give up.
        for _ in range(_TRIES):
            if try_lock(file, exclusive=True):
                break
            time.sleep(_SECONDS_BETWEEN_TRIES)
        else:
            raise BuildInProgressError(
                f"{_describe_holder(file)} is building this index: wait until it has finished, then try again."
            )
        with disk_errors(path):
            file.seek(0)
            file.truncate()
            json.dump({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}, file)
            file.flush()
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
            return _describe_holder(file)
    except OSError:
        return None


def try_lock(file: IO[str], *, exclusive: bool) -> bool:
    """Lock an open file until it is closed, if that is possible at once."""
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _describe_holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        return f"Process {int(holder['pid'])} (since {holder['since']})"
    except (ValueError, KeyError, TypeError):
        return "Another process"
