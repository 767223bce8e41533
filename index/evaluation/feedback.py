"""What readers thought of answers: questions, the passages shown and a verdict go in, a BEIR-layout data set comes out.

Nothing here says who asked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.errors import QuotedeskError

if TYPE_CHECKING:
    from index.library import Library

Verdict = Literal["good", "bad", "refused"]
FILE_NAME = "feedback.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    question TEXT NOT NULL,
    passages TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad', 'refused')),
    generation INTEGER NOT NULL,
    at TEXT NOT NULL
)
"""


class FeedbackStore:
    """Verdicts in one SQLite file, from any thread or process. Raises QuotedeskError when the file can't be used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, question: str, passage_ids: Sequence[str], verdict: Verdict, generation: int) -> None:
        """Keep a verdict on the passages that were shown (for a refusal: its leads)."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = (" ".join(question.split()), json.dumps(list(passage_ids)), verdict, generation, at)
        with closing(self._open()) as connection, connection:
            connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?)", row)

    def gaps(self, limit: int) -> list[tuple[str, int]]:
        """Refused questions and how often each was asked, the most frequent and latest first."""
        if not self._path.exists():
            return []
        with closing(self._open()) as connection:
            return connection.execute(
                "SELECT min(question), count(*) FROM feedback WHERE verdict = 'refused' "
                "GROUP BY lower(question) ORDER BY count(*) DESC, max(at) DESC LIMIT ?",
                (limit,),
            ).fetchall()

    def export(self, folder: Path, library: Library) -> int:
        """Write `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; gives the number of questions.

        The corpus is every passage of the library. A passage judged good is relevant (1), one judged bad is not (0); a
        question that was only ever refused counts as not answerable. Passages that have gone are left out.
        """
        judged = self._judged()
        quotes = [quote for source in library.sources() for quote in library.passages(source.source_id)]
        known = {quote.passage_id for quote in quotes}
        corpus = [{"_id": quote.passage_id, "title": quote.source.title, "text": quote.text} for quote in quotes]
        queries: list[dict[str, object]] = []
        relevances = ["query-id\tcorpus-id\tscore"]
        for number, (question, scores) in enumerate(judged.items(), start=1):
            kept = {passage_id: score for passage_id, score in scores.items() if passage_id in known}
            answerable = 1 in kept.values()
            queries.append({"_id": f"q{number}", "text": question, "metadata": {"answerable": answerable}})
            relevances += [f"q{number}\t{passage_id}\t{score}" for passage_id, score in kept.items()]
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        _write(folder / "corpus.jsonl", (json.dumps(line, ensure_ascii=False) for line in corpus))
        _write(folder / "queries.jsonl", (json.dumps(line, ensure_ascii=False) for line in queries))
        _write(folder / "qrels" / "test.tsv", relevances)
        return len(queries)

    def _judged(self) -> dict[str, dict[str, int]]:
        """For each question the passages that were judged, 1 for good; the latest verdict counts."""
        if not self._path.exists():
            return {}
        judged: dict[str, dict[str, int]] = {}
        with closing(self._open()) as connection:
            for question, passages, verdict in connection.execute(
                "SELECT question, passages, verdict FROM feedback ORDER BY rowid"
            ):
                scores = judged.setdefault(question, {})
                if verdict != "refused":
                    scores.update(dict.fromkeys(json.loads(passages), int(verdict == "good")))
        return judged

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10)
            connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise QuotedeskError(
                f"The feedback in {self._path} can't be opened ({error}): move the file away."
            ) from None
        return connection


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
