"""The one SQLite file in which all that is kept of people stands: clippings, watches, and votes (`index` keeps those).

It is made when there is something to keep, and stands beside the index. What is written is on the disk when the call
returns, and what is deleted is overwritten. The rows are those of one bot: ids of the playground's people are nobody's
elsewhere. All calls wait for the disk: an event loop makes them in threads.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import KeptDataError

# Another program may hold the file for as long as an export of votes takes.
_SECONDS_TO_WAIT = 10
# One script for each version of the schema, which makes it from the one before; never changed once they are out.
_VERSIONS = (
    """
    CREATE TABLE clippings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        bot INTEGER NOT NULL,
        person INTEGER NOT NULL,
        reference TEXT NOT NULL,
        quote TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        saved_at TEXT NOT NULL,
        UNIQUE (bot, person, reference)
    );
    """,
    """
    CREATE TABLE places (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        bot INTEGER NOT NULL,
        chat INTEGER NOT NULL,
        topic INTEGER NOT NULL,
        language TEXT,
        digest_minute INTEGER,
        zone TEXT,
        digested_on TEXT NOT NULL DEFAULT '',
        UNIQUE (bot, chat, topic)
    );
    CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        place INTEGER NOT NULL REFERENCES places ON DELETE CASCADE,
        words TEXT NOT NULL,
        made_at TEXT NOT NULL,
        UNIQUE (place, words)
    );
    CREATE TABLE alerts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        watch INTEGER NOT NULL REFERENCES watches ON DELETE CASCADE,
        hits TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent')),
        made_at TEXT NOT NULL
    );
    CREATE INDEX alerts_by_watch ON alerts (watch);
    CREATE TABLE considered (
        bot INTEGER NOT NULL,
        source_id TEXT NOT NULL,
        PRIMARY KEY (bot, source_id)
    ) WITHOUT ROWID;
    """,
)


class PeopleFile:
    """The file, for one bot; safe to share between threads.

    Raises KeptDataError when the file can't be used.
    """

    def __init__(self, path: Path, bot_id: int) -> None:
        self.bot_id = bot_id
        self._path = path
        self._lock = threading.RLock()
        self._opened: sqlite3.Connection | None = None

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds; nothing where nothing was ever kept."""
        with self._lock:
            if self._opened is None and not self._path.exists():
                return []
            with self._said_plainly():
                return self._connection().execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that the block writes is kept, or, if it fails, nothing."""
        with self._lock, self._said_plainly():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                # Of some failures, as of a full disk, SQLite itself takes everything back.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def wipe(self) -> None:
        """Take what was deleted out of the log of the latest changes too."""
        with self._lock:
            if self._path.exists():
                with self._said_plainly():
                    self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        with self._lock:
            if self._opened:
                self._opened.close()
            self._opened = None

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise KeptDataError.of(self._path, error) from error

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Transactions are begun and ended by hand; threads take turns.
            connection = sqlite3.connect(
                self._path, timeout=_SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._opened = connection
        return self._opened


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = WAL", "secure_delete = ON", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_VERSIONS):
        raise sqlite3.DatabaseError(f"a newer version of Quotedesk has written it: schema {version}")
    for script in _VERSIONS[version:]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(_VERSIONS)}")
    connection.execute("COMMIT")
