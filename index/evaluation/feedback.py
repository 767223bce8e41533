"""What readers thought of answers: questions, the passages shown and votes go in, a BEIR-layout data set comes out.

Nothing here says who asked; who voted is a hash. A refusal alone is no evidence that the archive has no answer: only a
vote is.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.errors import KeptDataError

if TYPE_CHECKING:
    from index.library import Library

Verdict = Literal["good", "bad"]
# Votes stand in the one file in which all that is kept of people does: see bot/services/people_file.py.
FILE_NAME = "people.sqlite"
_FORMER_NAME = "feedback.sqlite"

# Votes of earlier versions, which could not be changed, stand in `feedback`.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    question TEXT NOT NULL,
    passages TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad', 'refused')),
    generation INTEGER NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS votes (
    answer BLOB NOT NULL,
    voter BLOB NOT NULL,
    question TEXT NOT NULL,
    passages TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad')),
    generation INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (answer, voter)
);
"""
_BALANCE = {"good": 1, "bad": -1, "refused": 0}
# What a vote on a refusal is about, where others are about a passage.
_NO_PASSAGE = ""


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote as who cast it may see it; `at` is the time in UTC (ISO 8601)."""

    question: str
    verdict: Verdict
    at: str


class FeedbackStore:
    """Refusals and votes in one SQLite file, from any thread or process; a file of an earlier name is taken over.

    Raises KeptDataError when the file can't be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        _take_over(path.with_name(_FORMER_NAME), path)

    def refuse(self, question: str, lead_ids: Sequence[str], generation: int) -> None:
        """Keep a question that was refused, with the leads that were shown."""
        with self._opened() as connection:
            row = (*_content(question, lead_ids), "refused", generation, _now())
            connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?)", row)

    def vote(
        self,
        answer: bytes,
        voter: bytes,
        question: str,
        passage_ids: Sequence[str],
        verdict: Verdict,
        generation: int,
    ) -> bool:
        """Keep a voter's only vote on an answer in place of an earlier one; the same verdict again takes it back.

        `passage_ids` are what the answer showed, none for a refusal. Returns whether the vote stands.
        """
        with self._opened() as connection:
            same = "DELETE FROM votes WHERE answer = ? AND voter = ? AND verdict = ?"
            if connection.execute(same, (answer, voter, verdict)).rowcount:
                return False
            row = (answer, voter, *_content(question, passage_ids), verdict, generation, _now())
            connection.execute("INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            return True

    def votes(self, answer: bytes) -> dict[Verdict, int]:
        """How many votes of each kind an answer has now."""
        with self._opened() as connection:
            counts = "SELECT verdict, count(*) FROM votes WHERE answer = ? GROUP BY verdict"
            return dict(connection.execute(counts, (answer,)).fetchall())

    def votes_by(self, voter: bytes) -> list[CastVote]:
        """What somebody voted, the oldest first."""
        if not self._path.exists():
            return []
        with self._opened() as connection:
            cast = "SELECT question, verdict, at FROM votes WHERE voter = ? ORDER BY at, rowid"
            return [CastVote(*row) for row in connection.execute(cast, (voter,))]

    def forget(self, voter: bytes) -> int:
        """Delete what somebody voted; returns how many votes that were."""
        if not self._path.exists():
            return 0
        with self._opened() as connection:
            return connection.execute("DELETE FROM votes WHERE voter = ?", (voter,)).rowcount

    def gaps(self, limit: int) -> list[tuple[str, int]]:
        """Refused questions and how often each was asked, the most frequent and latest first."""
        if not self._path.exists():
            return []
        with self._opened() as connection:
            return connection.execute(
                "SELECT min(question), count(*) FROM feedback WHERE verdict = 'refused' "
                "GROUP BY lower(question) ORDER BY count(*) DESC, max(at) DESC LIMIT ?",
                (limit,),
            ).fetchall()

    def export(self, folder: Path, library: Library) -> int:
        """Write `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; gives the number of questions.

        The corpus is every passage of the library. A passage with more good votes than bad ones is relevant (1), one
        with more bad votes is not (0); passages that have gone, or are disputed, are left out. `answerable` is true
        where a passage is relevant or readers found fault with a refusal, false where they found it right, and null,
        for not labelled, where nobody voted or only against what was shown.
        """
        judged = self._judged()
        quotes = [quote for source in library.sources() for quote in library.passages(source.source_id)]
        known = {quote.passage_id for quote in quotes}
        corpus = [{"_id": quote.passage_id, "title": quote.source.title, "text": quote.text} for quote in quotes]
        queries: list[dict[str, object]] = []
        relevances = ["query-id\tcorpus-id\tscore"]
        for number, (question, balances) in enumerate(judged.items(), start=1):
            kept = {one: int(balance > 0) for one, balance in balances.items() if balance and one in known}
            refusal = balances[_NO_PASSAGE]
            answerable = True if 1 in kept.values() or refusal < 0 else False if refusal else None
            queries.append({"_id": f"q{number}", "text": question, "metadata": {"answerable": answerable}})
            relevances += [f"q{number}\t{passage_id}\t{score}" for passage_id, score in kept.items()]
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        _write(folder / "corpus.jsonl", (json.dumps(line, ensure_ascii=False) for line in corpus))
        _write(folder / "queries.jsonl", (json.dumps(line, ensure_ascii=False) for line in queries))
        _write(folder / "qrels" / "test.tsv", relevances)
        return len(queries)

    def _judged(self) -> dict[str, Counter[str]]:
        """For each question good votes less bad ones, by passage and for its refusals."""
        if not self._path.exists():
            return {}
        judged: dict[str, Counter[str]] = {}
        with self._opened() as connection:
            columns = "SELECT question, passages, verdict FROM"
            for question, passages, verdict in connection.execute(f"{columns} votes UNION ALL {columns} feedback"):
                balances = judged.setdefault(question, Counter())
                for about in json.loads(passages) or [_NO_PASSAGE]:
                    balances[about] += _BALANCE[verdict]
        return judged

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that the block writes is kept, or, if it fails, nothing."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=10)) as connection:
                # What somebody has deleted is overwritten.
                connection.execute("PRAGMA secure_delete = ON")
                connection.executescript(_SCHEMA)
                with connection:
                    yield connection
        except (OSError, sqlite3.Error) as error:
            raise KeptDataError.of(self._path, error) from None


def _take_over(former: Path, path: Path) -> None:
    """Give the file of an earlier version its new name, unless there is one of that name."""
    if path.exists() or not former.exists():
        return
    with suppress(OSError, sqlite3.Error):
        with closing(sqlite3.connect(former, timeout=10)) as connection:
            # Reading puts right what a crash left half written, which needs the former name.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        former.rename(path)


def _content(question: str, passage_ids: Sequence[str]) -> tuple[str, str]:
    return " ".join(question.split()), json.dumps(list(passage_ids))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
