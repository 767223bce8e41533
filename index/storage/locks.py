"""Locks that the operating system lets go when their holder dies: one for the builder, shared ones for readers."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.errors import BuildInProgressError


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the one build lock of an index folder.

    Raises:
        BuildInProgressError: another process holds it; the message says which and since when.
    """
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgressError(
                f"{_describe_holder(file)} is building this index: wait until it has finished, then try again."
            ) from None
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
    except FileNotFoundError:
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
