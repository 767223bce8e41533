"""Writing that survives a power cut (flush to disk, then rename), and what a failing disk or a damaged file raises."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamagedError


def sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Create a folder and those above it, so that they survive a power cut."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file and flush it to disk.

    Raises:
        OSError: the disk failed; the error names the file.
    """
    with disk_errors(path), path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_atomically(path: Path, text: str) -> None:
    """Replace a small file in one step: readers see the old text or the new one, never a part.

    Raises:
        OSError: the disk failed; the file is as it was.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        write_flushed(temporary, text.encode())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def read_ahead(descriptor: int, start: int, size: int) -> None:
    """Tell the system that these bytes of a file are about to be read; not all systems can be told."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, start, size, os.POSIX_FADV_WILLNEED)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Whatever is raised where the disk fails, raise an OSError that names the file or folder.

    SQLite and FAISS have errors of their own for that, and a write to an open file does not say to which.
    """
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    except (sqlite3.DatabaseError, RuntimeError) as error:
        raise OSError(errno.EIO, f"It could not be written: {error}", str(path)) from error


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """Whatever a library says about a file of a generation that can't be read, raise IndexDamagedError."""
    try:
        yield
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, sqlite3.DatabaseError) as error:
        raise IndexDamagedError(
            f"{path} is missing, damaged or can't be read ({error}): run `python -m index build --full`."
        ) from error
