"""The file of what is kept of people, where it can't be written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.services.people_file import PeopleFile
from index import FEEDBACK_FILE, FeedbackStore
from index.errors import KeptDataError

_INSERT = "INSERT INTO considered (bot, source_id) VALUES (1, ?)"


def write(file: PeopleFile, text: str) -> None:
    with file.writing() as connection:
        connection.execute(_INSERT, (text,))


def test_after_a_full_disk_nothing_of_the_failed_change_is_kept_and_writing_goes_on(tmp_path: Path) -> None:
    file = PeopleFile(tmp_path / "people.sqlite", 1)
    write(file, "before")
    with file.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    # SQLite's own limit fails as a disk does that has no room for more pages.
    file._connection().execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(KeptDataError, match=r"people\.sqlite can't be used \(database or disk is full\)"):
        write(file, "x" * 100_000)
    file._connection().execute("PRAGMA max_page_count = 100000")
    write(file, "after")
    assert file.rows("SELECT source_id FROM considered ORDER BY source_id") == [("after",), ("before",)]
    file.close()


def test_a_change_that_the_caller_breaks_off_is_taken_back(tmp_path: Path) -> None:
    file = PeopleFile(tmp_path / "people.sqlite", 1)

    def break_off() -> None:
        with file.writing() as connection:
            connection.execute(_INSERT, ("half",))
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    write(file, "whole")
    assert file.rows("SELECT source_id FROM considered") == [("whole",)]
    file.close()


def test_votes_that_can_not_be_kept_or_read_are_told_of_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / FEEDBACK_FILE
    store = FeedbackStore(path)
    store.vote(b"answer", b"ada", "Who said so?", [], "good", 1)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE votes")
        connection.execute("CREATE VIEW votes AS SELECT 1 AS answer")
    connection.close()
    for call in (lambda: store.vote(b"answer", b"ada", "Who?", [], "bad", 1), lambda: store.votes_by(b"ada")):
        with pytest.raises(KeptDataError, match="look at the file, its folder and its disk"):
            call()
