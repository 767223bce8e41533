"""Building: what is read, skipped and published, and what a failure leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.cli.reports import format_report
from index.encoding.encoder import Encoder
from index.errors import CorpusError, SettingsError
from index.ingest.build import build
from index.storage import Shelf
from tests.index.stories import FERRY, MARKET, MAYOR, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")


def test_a_first_build_publishes_what_the_corpus_holds(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    write_article("mayor.txt", MAYOR)
    report = build(settings)
    assert report.published
    assert (report.generation, report.articles, report.encoded) == (1, 2, 2)
    assert report.added == ("ferry.txt", "mayor.txt")
    answer = Library.open(settings.index_dir, settings).ask("When will the new bridge open?")
    assert answer.quotes[0].source.path == "mayor.txt"


def test_nothing_changed_publishes_nothing_and_loads_no_model(
    settings: IndexSettings, write_article: WriteArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    monkeypatch.setattr(Encoder, "encode_passages", lambda *_: pytest.fail("the model was used"))
    report = build(settings)
    assert not report.published
    assert (report.generation, report.unchanged) == (1, 1)
    assert Shelf(settings.index_dir).numbers() == [1]


def test_a_build_goes_on_past_bad_files_and_names_each(
    settings: IndexSettings, corpus: Path, write_article: WriteArticle
) -> None:
    write_article("good.txt", FERRY)
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "huge.txt").write_text(FERRY * 20_000)
    report = build(IndexSettings(**settings.model_dump() | {"max_file_mb": 1}))
    assert report.articles == 1
    assert {document.path for document in report.skipped} == {"binary.txt", "empty.txt", "huge.txt"}
    assert all(document.reason for document in report.skipped)


@pytest.mark.parametrize("ruin", ["empty", "missing"])
def test_an_empty_or_missing_corpus_leaves_the_served_generation(
    settings: IndexSettings, write_article: WriteArticle, ruin: str
) -> None:
    article = write_article("ferry.txt", FERRY)
    build(settings)
    article.unlink()
    if ruin == "missing":
        article.parent.rmdir()
    with pytest.raises(CorpusError, match="corpus"):
        build(settings)
    library = Library.open(settings.index_dir, settings)
    assert library.status().articles == 1
    assert not list(settings.index_dir.glob("staging-*"))


def test_old_generations_are_pruned_but_not_one_that_is_read(
    settings: IndexSettings, write_article: WriteArticle
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    reader = Library.open(settings.index_dir, settings)
    for day in range(4):
        write_article("day.txt", MAYOR, f"That was on day {day} of the session.")
        build(settings)
    assert Shelf(settings.index_dir).numbers() == [1, 3, 4, 5]
    assert reader.search("ferry", 1)[0].source.path == "ferry.txt"
    reader.close()
    write_article("day.txt", MARKET)
    build(settings)
    assert Shelf(settings.index_dir).numbers() == [4, 5, 6]


def test_an_index_folder_that_is_a_file_is_refused_in_words(
    settings: IndexSettings, write_article: WriteArticle
) -> None:
    write_article("ferry.txt", FERRY)
    settings.index_dir.write_text("not a folder")
    with pytest.raises(SettingsError, match="INDEX_DIR"):
        build(settings)


def test_two_corpora_with_the_same_names_are_kept_apart(
    settings: IndexSettings, write_article: WriteArticle, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_article("day.txt", FERRY).rename(other / "day.txt")
    write_article("day.txt", MAYOR)
    both = (settings.corpus_dir, other)
    assert build(settings, both).added == ("day.txt", "day.txt")
    assert not build(settings, both).published
    (other / "day.txt").write_text(MARKET)
    report = build(settings, both)
    assert (report.changed, report.unchanged, report.encoded) == (("day.txt",), 1, 1)
    assert build(settings, (other,)).articles == 1


def test_thousands_of_bad_lines_are_shown_by_a_screenful_and_logged_whole(
    settings: IndexSettings, corpus: Path
) -> None:
    rows = [json.dumps({"id": "good", "text": FERRY}), *("{broken" for _ in range(2_999)), '{"title": "no text"}']
    (corpus / "archive.jsonl").write_text("\n".join(rows))
    (corpus / "noise.txt").write_bytes(bytes(range(256)) * 40)
    report = build(settings)
    assert (report.articles, report.skipped_count, len(report.skipped)) == (1, 3_001, 1_000)
    assert [one.path for one in report.skipped[:3]] == ["archive.jsonl:2", "archive.jsonl:3", "archive.jsonl:4"]

    shown = format_report(report).splitlines()
    assert len(shown) < 30
    assert shown[2].startswith("Added")
    assert shown[3].startswith("Skipped: archive.jsonl:2 is not valid JSON (")
    assert report.skipped_log is not None
    assert shown[-1] == f"... and 2981 more were skipped: {report.skipped_log} names each."
    logged = Path(report.skipped_log).read_text().splitlines()
    assert len(logged) == 3_001
    assert 'archive.jsonl:3001 has no "text"' in logged
    assert "noise.txt is not text" in logged

    again = build(settings)
    assert not again.published
    assert (again.skipped_count, again.skipped_log) == (3_001, report.skipped_log)

    (corpus / "archive.jsonl").write_text(rows[0])
    few = build(settings)
    assert (few.skipped_count, few.skipped_log) == (1, None)
    assert not Path(report.skipped_log).exists()


def test_progress_tells_how_much_there_is_to_read(
    settings: IndexSettings, corpus: Path, write_article: WriteArticle
) -> None:
    rows = [json.dumps({"id": day, "text": f"{FERRY} It was day {day}."}) for day in range(5)]
    (corpus / "archive.jsonl").write_text("\n".join([*rows, "broken"]) + "\n")
    write_article("mayor.txt", MAYOR)
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    events: dict[str, list[tuple[int, int | None]]] = {}

    def note(stage: str, done: int, total: int | None) -> None:
        events.setdefault(stage, []).append((done, total))

    build(settings, progress=note)
    done, totals = zip(*events["reading"], strict=True)
    assert set(totals) == {7}
    assert list(done) == sorted(done)
    assert done[-1] == 7
    write_article("new.txt", MARKET)
    events.clear()
    build(settings, progress=note)
    # A file whose times can be trusted by now is not looked into again.
    (compared, total), read = events["comparing"][-1], events["reading"][-1]
    assert (compared, total) in ((7, 8), (6, 7))
    assert read == (total, total)
