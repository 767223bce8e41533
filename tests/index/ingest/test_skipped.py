"""What was skipped: a few of it in the report, all of it in a file where there is much."""

from __future__ import annotations

from pathlib import Path

from index.ingest.skipped import LOG, SCREENFUL, SkippedLog
from index.reading.document import Skipped


def test_a_screenful_needs_no_file(tmp_path: Path) -> None:
    (tmp_path / LOG).write_text("of the build before\n")
    with SkippedLog(tmp_path) as skipped:
        for number in range(SCREENFUL):
            skipped.add(Skipped(f"a.jsonl:{number}", "is not JSON"))
    assert (skipped.count, skipped.log) == (SCREENFUL, None)
    assert not (tmp_path / LOG).exists()


def test_more_than_a_screenful_is_named_in_a_file(tmp_path: Path) -> None:
    with SkippedLog(tmp_path) as skipped:
        for number in range(1, 1200):
            skipped.add(Skipped(f"a.jsonl:{number}", "is not JSON"))
    lines = (tmp_path / LOG).read_text().splitlines()
    assert lines == [f"a.jsonl:{number} is not JSON" for number in range(1, 1200)]
    assert (skipped.count, skipped.log) == (1199, str(tmp_path / LOG))
    assert len(skipped.listed()) == 1000


def test_lines_are_listed_by_their_numbers(tmp_path: Path) -> None:
    with SkippedLog(tmp_path) as skipped:
        for path in ("b.txt", "a.jsonl:10", "a.jsonl:9"):
            skipped.add(Skipped(path, "is empty"))
    assert [one.path for one in skipped.listed()] == ["a.jsonl:9", "a.jsonl:10", "b.txt"]
