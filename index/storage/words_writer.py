"""Fills the keyword index and the vocabulary of a new segment: with its passages, and with what it takes away."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.storage.segment import Segment
from index.text.normalise import keywords, spelt_words

# A term that fewer passages hold is looked up in the keyword index as quickly.
FEWEST_LISTED = 64
# What fits into a byte; no passage of whole sentences holds a word so often.
_MOST_TIMES = 255

_TEXTS = "SELECT substr(text, start + 1, end - start) FROM passages JOIN sources ON source = sources.number"
_STATED = "SELECT title || ' ' || coalesce(publisher, ''), authors FROM sources"


def write_words(
    connection: sqlite3.Connection, lengths: Path, removed: Sequence[tuple[Segment, Sequence[int]]]
) -> None:
    """Complete a segment's tables; `removed` are the articles of other segments that it takes away.

    `lengths` gets how many words the keyword index counts in each passage.

    Raises:
        sqlite3.DatabaseError, OSError: the disk failed.
    """
    connection.execute(
        "INSERT INTO passage_words (rowid, body)"
        " SELECT passages.number + 1, keywords(substr(text, start + 1, end - start))"
        " FROM passages JOIN sources ON source = sources.number ORDER BY passages.number"
    )
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
    _write_postings(connection)
    sizes = (_number(row[0]) for row in connection.execute("SELECT sz FROM passage_words_docsize ORDER BY id"))
    np.fromiter(sizes, dtype=np.uint32).tofile(lengths)
    counted: Counter[str] = Counter()
    for text in _texts(connection):
        counted.update(spelt_words(text))
    for segment, numbers in removed:
        for number in numbers:
            passages = [text for (text,) in segment.rows(f"{_TEXTS} WHERE source = ?", number)]
            rows = ((keywords(text),) for text in passages)
            connection.executemany("INSERT INTO removed_words (body) VALUES (?)", rows)
            for text in (*passages, *_stated(segment.rows(f"{_STATED} WHERE number = ?", number))):
                counted.subtract(spelt_words(text))
    changed = sorted((word, times) for word, times in counted.items() if times)
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", changed)


def _write_postings(connection: sqlite3.Connection) -> None:
    """Note which passages hold the terms that many hold, and how often."""
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, passage_words, row)")
    connection.execute("CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, passage_words, instance)")
    terms = [term for (term,) in connection.execute("SELECT term FROM terms WHERE doc >= ?", (FEWEST_LISTED,))]
    for term in terms:
        rows = connection.execute("SELECT doc FROM places WHERE term = ?", (term,))
        numbers, times = np.unique(np.fromiter((row[0] for row in rows), dtype=np.int64) - 1, return_counts=True)
        listed = (numbers.astype("<u4").tobytes(), np.minimum(times, _MOST_TIMES).astype(np.uint8).tobytes())
        connection.execute("INSERT INTO postings VALUES (?, ?, ?, ?)", (term, len(numbers), *listed))
    connection.execute("DROP TABLE temp.places")
    connection.execute("DROP TABLE temp.terms")


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    """The passages, and what is stated of their articles."""
    for (text,) in connection.execute(_TEXTS):
        yield text
    yield from _stated(connection.execute(_STATED))


def _stated(rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    for text, authors in rows:
        yield text
        # As they were given: in JSON an accented letter may be an escape.
        yield " ".join(json.loads(authors))


def _number(stored: bytes) -> int:
    """A number as FTS5 stores it: seven bits a byte, the highest first."""
    number = 0
    for byte in stored:
        number = number << 7 | byte & 127
    return number
