"""Quotes that people have saved, and their notes on them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from bot.callback_data import QuoteReference
from bot.records import Clipping
from bot.services.people_file import PeopleFile
from index.models import Highlight, Quote, Source

# A thick folder; some two megabytes.
MOST_CLIPPINGS = 1000
_COLUMNS = "id, quote, saved_at, note"


class Clippings:
    """The clippings of everybody who uses one bot, each person's apart."""

    def __init__(self, file: PeopleFile) -> None:
        self._file = file
        self._bot = file.bot_id

    def save(self, person: int, quote: Quote) -> bool | None:
        """Keep a quote; True if it is new among the person's clippings, None where they have as many as may be."""
        kept = json.dumps(asdict(replace(quote, also_in=(), confidence=0.0)))
        with self._file.writing() as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM clippings WHERE bot = ? AND person = ?", (self._bot, person)
            ).fetchone()
            reference = str(QuoteReference.to(quote))
            known = connection.execute(
                "SELECT 1 FROM clippings WHERE bot = ? AND person = ? AND reference = ?", (self._bot, person, reference)
            ).fetchone()
            if known or count >= MOST_CLIPPINGS:
                return False if known else None
            connection.execute(
                "INSERT INTO clippings (bot, person, reference, quote, saved_at) VALUES (?, ?, ?, ?, ?)",
                (self._bot, person, reference, kept, datetime.now(UTC).isoformat(timespec="seconds")),
            )
            return True

    def count(self, person: int) -> int:
        rows = self._file.rows("SELECT count(*) FROM clippings WHERE bot = ? AND person = ?", self._bot, person)
        return int(rows[0][0]) if rows else 0

    def all(self, person: int) -> list[Clipping]:
        """A person's clippings, the latest first."""
        rows = self._file.rows(
            f"SELECT {_COLUMNS} FROM clippings WHERE bot = ? AND person = ? ORDER BY id DESC",  # noqa: S608
            *(self._bot, person),
        )
        return [_clipping(*row) for row in rows]

    def find(self, person: int, clipping_id: int) -> Clipping | None:
        """A clipping of this person's; None for one that has gone or is somebody else's."""
        rows = self._file.rows(
            f"SELECT {_COLUMNS} FROM clippings WHERE bot = ? AND person = ? AND id = ?",  # noqa: S608
            *(self._bot, person, clipping_id),
        )
        return _clipping(*rows[0]) if rows else None

    def note(self, person: int, clipping_id: int, note: str) -> bool:
        """Write a note on a clipping in place of an earlier one; whether there is such a clipping."""
        with self._file.writing() as connection:
            changed = connection.execute(
                "UPDATE clippings SET note = ? WHERE bot = ? AND person = ? AND id = ?",
                (note, self._bot, person, clipping_id),
            )
            return changed.rowcount > 0

    def delete(self, person: int, clipping_id: int) -> bool:
        """Whether there was such a clipping."""
        with self._file.writing() as connection:
            gone = connection.execute(
                "DELETE FROM clippings WHERE bot = ? AND person = ? AND id = ?", (self._bot, person, clipping_id)
            )
            return gone.rowcount > 0

    def delete_all(self, person: int) -> int:
        """How many clippings that were."""
        if not self.count(person):
            return 0
        with self._file.writing() as connection:
            gone = connection.execute("DELETE FROM clippings WHERE bot = ? AND person = ?", (self._bot, person))
        self._file.wipe()
        return gone.rowcount


def _clipping(clipping_id: int, kept: str, saved_at: str, note: str) -> Clipping:
    return Clipping(clipping_id, _quote(json.loads(kept)), saved_at, note)


def _quote(kept: dict[str, Any]) -> Quote:
    source = kept["source"]
    return Quote(
        **kept
        | {
            "highlight": Highlight(**kept["highlight"]),
            "source": Source(**source | {"authors": tuple(source["authors"])}),
            "also_in": (),
        }
    )
