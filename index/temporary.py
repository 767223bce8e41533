"""Temporary folders that a killed process does not leave for good.

Each is held by a lock on itself, which the system frees when its process ends in whatever way; whoever makes the next
one beside it removes those that nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# So one is called for the moment before it is held.
_UNHELD = ".unheld-"
_AS_A_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def temporary_folder(prefix: str, beside: Path) -> Iterator[Path]:
    """A folder in `beside` for as long as the block runs; its name begins with `prefix`, which is of nothing else's.

    It may be renamed in the block, and is kept then.

    Raises:
        OSError: it can't be made.
    """
    for left in beside.glob(f"{prefix}*"):
        _remove_unless_held(left)
    made = Path(tempfile.mkdtemp(prefix=_UNHELD, dir=beside))
    folder = made.with_name(prefix + made.name.removeprefix(_UNHELD))
    descriptor = os.open(made, _AS_A_FOLDER)
    try:
        # Where folders can't be locked, those of killed processes are left to be removed by hand.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        made.rename(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_unless_held(folder: Path) -> None:
    """Remove a folder of this user's that no living process holds."""
    with suppress(OSError):
        descriptor = os.open(folder, _AS_A_FOLDER)
        try:
            if os.fstat(descriptor).st_uid == os.geteuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)
