"""Words -> their stems, as SQLite's FTS5 makes them."""

from __future__ import annotations

import sqlite3
import threading

from index.storage import schema
from index.text.cache import SharedCache

_KEPT = 1 << 16


class Stems:
    """The stems of words; safe to share between threads."""

    def __init__(self) -> None:
        self._known: SharedCache[str, tuple[str, ...]] = SharedCache(_KEPT)
        self._turn = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(body, {schema.TOKENIZER})")
        self._connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, instance)")

    def of(self, word: str) -> str | None:
        """The stem of a word; None where FTS5 takes it for several words, or for none."""
        if (known := self._known.get(word)) is None:
            with self._turn:
                self._connection.execute("INSERT INTO words (body) VALUES (?)", (word,))
                rows = self._connection.execute("SELECT term FROM stems").fetchall()
                self._connection.execute("DELETE FROM words")
            known = self._known.put(word, tuple(stem for (stem,) in rows))
        return known[0] if len(known) == 1 else None
