"""The messages that show a re-index which has not ended, kept in a file from its beginning to its end.

What the file holds when the bot starts was cut off when it stopped, and has to be taken up. Where the file can't be
written, that is lost, but never a re-index.
"""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReindexRecord:
    """A message of the bot, what it says above the progress, and what is needed to begin its re-index again.

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
        self._records = self._read()

    def all(self) -> list[ReindexRecord]:
        """In the order in which they began."""
        return list(self._records.values())

    def begin(self, record: ReindexRecord) -> None:
        """Keep a message, or what is new about it."""
        self._records[record.chat_id, record.message_id] = record
        self._write()

    def end(self, record: ReindexRecord) -> None:
        """Forget a message; nothing more will be said there."""
        if self._records.pop((record.chat_id, record.message_id), None):
            self._write()

    def _read(self) -> dict[tuple[int, int], ReindexRecord]:
        if self._path is None:
            return {}
        try:
            entries = [ReindexRecord(**entry) for entry in json.loads(self._path.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            _LOG.warning("%s can't be read (%s): a re-index that was cut off is not begun again.", self._path, error)
            return {}
        return {(record.chat_id, record.message_id): record for record in entries}

    def _write(self) -> None:
        # By json rather than pydantic, which can't write the lone surrogates of file names that are not UTF-8.
        if self._path is None:
            return
        aside = self._path.with_name(f"{self._path.name}.new")
        try:
            if self._records:
                aside.write_text(json.dumps([asdict(record) for record in self.all()]), encoding="utf-8")
                aside.replace(self._path)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            if self._works:
                _LOG.warning("%s can't be written (%s): a re-index that is cut off stays so.", self._path, error)
            self._works = False
            with contextlib.suppress(OSError):
                aside.unlink()
