"""Which updates have been handled, kept in a file: what Telegram brings again after a crash is not answered again.

Telegram keeps an update for a day at most, and may number updates anew after a quiet week; so an entry counts for two
days. A file that can't be written costs this protection, never an answer.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

_LOG = logging.getLogger(__name__)

# Some hours of a busy bot; Telegram brings again at most what came since the oldest update that is still open.
REMEMBERED = 5000
# Two days, for the reason above.
_SECONDS = 2 * 24 * 3600


class HandledUpdates:
    """The ids of the latest updates that were handled, a line each: id, seconds since 1970. For one process only."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._latest: deque[tuple[int, int]] = deque(self._read(), maxlen=REMEMBERED)
        self._lines = 0
        self._works = True
        self._write_anew()

    @property
    def ids(self) -> list[int]:
        """Oldest first."""
        return [update_id for update_id, _ in self._latest]

    def add(self, update_id: int) -> None:
        """Keep an update that has been handled."""
        entry = (update_id, int(self._clock()))
        self._latest.append(entry)
        if self._lines >= 2 * REMEMBERED:
            self._write_anew()
            return
        try:
            with self._path.open("a", encoding="ascii") as file:
                file.write("{} {}\n".format(*entry))
        except OSError as error:
            self._complain(error)
        self._lines += 1

    def _read(self) -> list[tuple[int, int]]:
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return []
        entries = [line.split() for line in lines]
        # The last line may be half of one.
        whole = [(int(entry[0]), int(entry[1])) for entry in entries if len(entry) == 2 and "".join(entry).isdigit()]
        return [entry for entry in whole if entry[1] > self._clock() - _SECONDS]

    def _write_anew(self) -> None:
        """Drop what no longer counts."""
        aside = self._path.with_name(f"{self._path.name}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text("".join("{} {}\n".format(*entry) for entry in self._latest), encoding="ascii")
            aside.replace(self._path)
        except OSError as error:
            self._complain(error)
            with contextlib.suppress(OSError):
                aside.unlink()
        self._lines = len(self._latest)

    def _complain(self, error: OSError) -> None:
        if self._works:
            _LOG.warning("%s can't be written (%s): after a crash, questions may be answered twice.", self._path, error)
        self._works = False
