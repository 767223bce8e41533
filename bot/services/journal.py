"""The messages that tell of a re-index which has not ended, kept in a file from its beginning to its end.

What stands there when the bot starts was cut off by its stop, and is to be taken up. A file that can't be written
costs that, never a re-index.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """A message of the bot's, what it says above the progress, and what is needed to begin its re-index again.

    `language` is the code of the admin's language, `again` whether that re-index was taken up once already.
    """

    chat_id: int
    message_id: int
    language: str | None
    heading: str
    full: bool = False
    again: bool = False


class Unfinished:
    """The messages of re-indexes that have not ended, in the file too if there is one. For one process only."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._works = True
        self._told = self._read()

    def all(self) -> list[Told]:
        """In the order in which they began."""
        return list(self._told.values())

    def begin(self, told: Told) -> None:
        """Keep a message, or what is new about it."""
        self._told[told.chat_id, told.message_id] = told
        self._write()

    def end(self, told: Told) -> None:
        """Forget a message; nothing more will be said there."""
        if self._told.pop((told.chat_id, told.message_id), None):
            self._write()

    def _read(self) -> dict[tuple[int, int], Told]:
        if self._path is None:
            return {}
        try:
            entries = [Told(**entry) for entry in json.loads(self._path.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            _LOG.warning("%s can't be read (%s): a re-index that was cut off is not begun again.", self._path, error)
            return {}
        return {(told.chat_id, told.message_id): told for told in entries}

    def _write(self) -> None:
        if self._path is None:
            return
        aside = self._path.with_name(f"{self._path.name}.new")
        try:
            if self._told:
                aside.write_text(json.dumps([asdict(told) for told in self.all()]), encoding="utf-8")
                aside.replace(self._path)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            if self._works:
                _LOG.warning("%s can't be written (%s): a re-index that is cut off stays so.", self._path, error)
            self._works = False
