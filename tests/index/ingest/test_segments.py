"""Builds that write only what changed, on files: more than what `tests/index/storage/test_engines.py` holds every
engine to."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from index import IndexSettings
from index.ingest.build import build
from index.storage import LocalGeneration, writer
from tests.index.engines import assert_as_built_anew, segments, story, write


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndexSettings:
    """An index of 24 articles, in a corpus that is not too small for segments."""
    monkeypatch.setattr(writer, "_FEWEST_IN_SEGMENTS", 1)
    monkeypatch.setattr(writer, "_MOST_CHANGED", 2.0)
    made = IndexSettings(index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")
    made.corpus_dir.mkdir()
    for number in range(0, 48, 2):
        write(made, number)
    build(made)
    return made


def test_files_of_kept_segments_are_the_same_files(settings: IndexSettings) -> None:
    write(settings, 7)
    build(settings)
    first, second = (settings.index_dir / "generations" / number / "000001" for number in ("000001", "000002"))
    assert len(list(first.iterdir())) == 7
    assert all(path.samefile(second / path.name) for path in first.iterdir())


def test_many_changes_or_a_full_build_make_one_segment_of_all(
    settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, 7)
    build(settings)
    assert len(segments(settings)) == 2
    build(settings, full=True)
    assert segments(settings) == ["000003"]
    for number in (9, 11, 13):
        write(settings, number)
    build(settings)
    monkeypatch.setattr(writer, "_MOST_CHANGED", 0.1)
    (settings.corpus_dir / "009.txt").unlink()
    build(settings)
    assert segments(settings) == ["000005"]
    assert_as_built_anew(settings)


def test_a_copy_takes_the_place_of_its_original(settings: IndexSettings) -> None:
    (settings.corpus_dir / "100.txt").write_text(story(10), encoding="utf-8")
    assert build(settings).duplicates == (("100.txt", "010.txt"),)
    (settings.corpus_dir / "010.txt").unlink()
    report = build(settings)
    assert (report.added, report.removed, report.encoded) == (("100.txt",), ("010.txt",), 0)
    assert_as_built_anew(settings)


def test_lines_of_an_archive_change_alone(settings: IndexSettings) -> None:
    archive = settings.corpus_dir / "archive.jsonl"
    lines = [json.dumps({"id": f"a{number}", "text": story(number)}) for number in range(61, 75)]
    archive.write_text("\n".join(lines), encoding="utf-8")
    build(settings)
    lines[3:5] = [json.dumps({"id": "new", "text": story(90)})]
    archive.write_text("\n".join(lines), encoding="utf-8")
    report = build(settings)
    assert (report.added, report.encoded, len(report.removed)) == (("archive.jsonl#new",), 1, 2)
    assert_as_built_anew(settings)


def test_damage_in_any_segment_is_met(settings: IndexSettings) -> None:
    write(settings, 7)
    build(settings)
    folder = settings.index_dir / "generations" / "000002"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        good = path.read_bytes()
        path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
        with pytest.raises(Exception, match="index build"):
            LocalGeneration(folder)
        with pytest.raises(Exception, match="index build"):
            LocalGeneration(folder, check="touched")
        path.write_bytes(good)
    LocalGeneration(folder).close()


def test_a_damaged_segment_is_no_part_of_the_next_generation(settings: IndexSettings) -> None:
    write(settings, 7)
    build(settings)
    path = settings.index_dir / "generations" / "000002" / "000001" / "passages.f2"
    path.write_bytes(b"junk")
    write(settings, 9)
    assert build(settings).reused == 0
    assert segments(settings) == ["000003"]
    assert_as_built_anew(settings)


def grow_old_enough() -> None:
    """Let the times of all files tell whether they change from now on."""
    time.sleep(0.15)


def test_unchanged_files_are_not_read_again(settings: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        if path.parent == settings.corpus_dir:
            read.append(path.name)
        return read_bytes(path)

    grow_old_enough()
    build(settings, full=True)
    monkeypatch.setattr(Path, "read_bytes", noted)
    write(settings, 20, "reopened the old bridge")
    assert build(settings).changed == ("020.txt",)
    assert read == ["020.txt"]


def test_progress_counts_what_changed(settings: IndexSettings) -> None:
    grow_old_enough()
    build(settings, full=True)
    write(settings, 9)
    stages: list[tuple[str, int, int | None]] = []
    build(settings, progress=lambda stage, done, total: stages.append((stage, done, total)))
    assert [stage for stage in stages if stage[0] in ("comparing", "reading")] == [("reading", 1, 1)]
    assert stages[0][0] == "listing"
    assert stages[-1][0] == "publishing"
