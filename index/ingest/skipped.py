"""What a build could not read -> a few of them for the report, and all of them in a log file where there are many."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from index.reading.document import Skipped

logger = logging.getLogger(__name__)

LOG = "skipped.log"
# What a terminal of 24 lines shows at a glance.
SCREENFUL = 20
# A report names no more than these, so that an archive of bad lines can't fill the memory.
_MOST_KEPT = 1_000
_NUMBERS = re.compile(r"(\d+)")


class SkippedLog:
    """Collects what is skipped; from a screenful on, a file in `folder` names each with its reason, a line each."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOG
        self._kept: list[Skipped] = []
        self._file: IO[str] | None = None
        self.count = 0

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, skipped: Skipped) -> None:
        self.count += 1
        if self.count == SCREENFUL + 1:
            self._begin_log()
        if self._file:
            self._file.write(_line(skipped))
        if len(self._kept) < _MOST_KEPT:
            self._kept.append(skipped)

    @property
    def log(self) -> str | None:
        """The log file, if there is one."""
        return str(self._path) if self._file else None

    def listed(self) -> tuple[Skipped, ...]:
        """Those that were kept, by path and line."""
        return tuple(sorted(self._kept, key=lambda skipped: _by_number(skipped.path)))

    def _begin_log(self) -> None:
        try:
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as error:
            logger.warning("%s can't be written (%s): free the disk to see all that was skipped.", self._path, error)
            return
        self._file.writelines(_line(skipped) for skipped in self._kept)


def _line(skipped: Skipped) -> str:
    return f"{skipped.path} {skipped.reason}\n"


def _by_number(path: str) -> list[tuple[int, str]]:
    """Sorts line 9 of an archive before its line 10."""
    parts = _NUMBERS.split(path)
    return [(int(part), "") if number % 2 else (0, part) for number, part in enumerate(parts)]
