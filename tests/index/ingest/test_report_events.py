"""What a build prints as lines of JSON is read back as it was."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from index.cli.json_output import dump
from index.ingest import BuildProgress, BuildReport, read_event
from index.ingest.golden import Failure, FirstQuoteChange, GoldenReport
from index.reading.document import Skipped

REPORT = BuildReport(
    published=True,
    generation=2,
    added=("new.txt", "not-utf8-\udcff.txt"),
    changed=(),
    removed=("old.txt",),
    unchanged=4,
    skipped=(Skipped("broken.txt", "is not text"),),
    skipped_count=1,
    skipped_log=None,
    duplicates=(("copy.txt", "new.txt"),),
    articles=6,
    passages=26,
    reused=20,
    encoded=6,
    golden=GoldenReport(2, (Failure("Who won?", "is refused"),), (FirstQuoteChange("Who lost?", None, "They lost."),)),
    seconds=1.25,
)


@pytest.mark.parametrize(
    "event",
    [REPORT, BuildProgress(stage="reading", done=3, total=None), BuildProgress(stage="encoding", done=3, total=9)],
)
def test_an_event_survives_its_line(event: BuildProgress | BuildReport) -> None:
    assert read_event(dump(asdict(event))) == event


def test_the_lines_are_those_that_programs_know() -> None:
    progress = {"event": "progress", "stage": "reading", "done": 3, "total": None}
    assert dump(asdict(BuildProgress(stage="reading", done=3, total=None))) == json.dumps(progress)
    assert list(json.loads(dump(asdict(REPORT))))[:4] == ["event", "published", "generation", "added"]


@pytest.mark.parametrize("line", ["", "{", "[]", '{"event": "other"}', '{"event": "progress"}'])
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|validation error"):
        read_event(line)
