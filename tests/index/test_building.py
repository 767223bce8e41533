"""Building: what is read, re-used, skipped and published, and what a failure leaves behind."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from index import IndexSettings, Library, preparing
from index.building import build
from index.encoder import Encoder, find_model
from index.errors import BuildInProgressError, CorpusError, SettingsError
from index.models import Article, Passage
from index.printing import format_report
from index.settings import BUNDLED_MODEL
from index.storage import Shelf
from index.storage.locks import build_lock, who_builds

pytestmark = pytest.mark.usefixtures("one_model")

FERRY = "The night ferry to the northern islands was cancelled on Monday after waves of six metres closed the harbour."
MAYOR = "Mayor Ilse Brandt told the council that the new bridge would open in June, two years later than planned."
MARKET = "Traders at the fish market said that prices had doubled since the spring because of the cost of diesel."

WriteArticle = Callable[..., Path]


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


def test_only_what_changed_is_encoded_again(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    write_article("mayor.txt", MAYOR)
    old = write_article("old.txt", MARKET)
    build(settings)
    before = {quote.passage_id for quote in Library.open(settings.index_dir, settings).search("ferry", 10)}
    write_article("mayor.txt", MAYOR.replace("June", "July"))
    write_article("new.txt", MARKET + " Customers shrugged.")
    old.unlink()
    report = build(settings)
    assert (report.added, report.changed, report.removed) == (("new.txt",), ("mayor.txt",), ("old.txt",))
    assert (report.unchanged, report.reused, report.encoded) == (1, 1, 2)
    after = {quote.passage_id for quote in Library.open(settings.index_dir, settings).search("ferry", 10)}
    assert len(before & after) == 1


def test_an_incremental_build_answers_as_a_full_one(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY, MARKET)
    build(settings)
    write_article("mayor.txt", MAYOR)
    build(settings)
    incremental = Library.open(settings.index_dir, settings).search("Who spoke about the bridge?", 5)
    build(settings, full=True)
    full = Library.open(settings.index_dir, settings).search("Who spoke about the bridge?", 5)
    assert [quote.passage_id for quote in incremental] == [quote.passage_id for quote in full]
    for one, other in zip(incremental, full, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=1e-3)


def test_the_same_text_in_another_file_is_indexed_once(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("a.txt", FERRY)
    write_article("b.txt", FERRY)
    report = build(settings)
    assert report.articles == 1
    assert report.duplicates == (("b.txt", "a.txt"),)
    assert not build(settings).published


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


def test_copies_are_found_in_every_format_and_rewrites_are_none(settings: IndexSettings, corpus: Path) -> None:
    text = f"{FERRY}\n\n{MARKET}\n"
    page = (
        "<html><head><title>Ferry</title></head><body><nav>{}</nav>"
        "<article><h1>The ferry and the market</h1>{}</article></body></html>"
    )
    paragraphs = "".join(f"<p>{line}</p>" for line in (FERRY, MARKET, MAYOR))
    (corpus / "a.txt").write_text(text)
    (corpus / "b.md").write_text(f"---\nurl: https://other.example/ferry\n---\n{text}")
    (corpus / "c.html").write_text(page.format("Home", paragraphs))
    (corpus / "d.html").write_text(page.format("Start | Search | Log in", paragraphs))
    (corpus / "e.txt").write_text(text.replace("six metres", "seven metres"))
    records = [
        {"id": "1", "text": text, "url": "https://one.example/ferry"},
        {"id": "2", "text": text.replace("\n\n", "\r\n\r\n"), "url": "https://two.example/ferry"},
        {"id": "3", "text": text + "It was the third time this year."},
    ]
    (corpus / "f.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = build(settings)
    assert sorted(report.duplicates) == [
        ("b.md", "a.txt"),
        ("d.html", "c.html"),
        ("f.jsonl#1", "a.txt"),
        ("f.jsonl#2", "a.txt"),
    ]
    assert set(report.added) == {"a.txt", "c.html", "e.txt", "f.jsonl#3"}


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


def test_a_second_builder_is_told_who_builds(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    settings.index_dir.mkdir()
    with build_lock(settings.index_dir / "build.lock"), pytest.raises(BuildInProgressError, match=str(os.getpid())):
        build(settings)


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


def test_whoever_asks_who_builds_does_not_stop_a_builder(tmp_path: Path) -> None:
    lock, done = tmp_path / "build.lock", threading.Event()

    def ask() -> None:
        while not done.is_set():
            who_builds(lock)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(200):
            with build_lock(lock):
                time.sleep(0.0005)
    finally:
        done.set()
        asking.join()


def test_an_index_folder_that_is_a_file_is_refused_in_words(
    settings: IndexSettings, write_article: WriteArticle
) -> None:
    write_article("ferry.txt", FERRY)
    settings.index_dir.write_text("not a folder")
    with pytest.raises(SettingsError, match="INDEX_DIR"):
        build(settings)


def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, the model may not be used, nor loaded."""
    monkeypatch.setattr(Encoder, "_model", property(lambda _: pytest.fail("the model was used")))


def test_what_is_removed_or_renamed_needs_no_model(
    settings: IndexSettings, write_article: WriteArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article("ferry.txt", FERRY)
    mayor = write_article("mayor.txt", MAYOR)
    write_article("market.txt", MARKET).rename(settings.corpus_dir / "prices.txt")
    build(settings)
    no_model(monkeypatch)
    mayor.unlink()
    (settings.corpus_dir / "prices.txt").rename(settings.corpus_dir / "a-market.txt")
    report = build(settings)
    assert (report.added, report.changed, report.removed) == (("a-market.txt",), (), ("mayor.txt", "prices.txt"))
    assert (report.unchanged, report.articles, report.reused, report.encoded) == (1, 2, 2, 0)


def test_a_sidecar_changes_its_article(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    write_article("mayor.txt", MAYOR)
    build(settings)
    (settings.corpus_dir / "ferry.txt.meta.toml").write_text('publisher = "The Harbour Post"\n')
    report = build(settings)
    assert (report.added, report.changed, report.removed, report.unchanged) == ((), ("ferry.txt",), (), 1)
    assert report.encoded == 0
    quote = Library.open(settings.index_dir, settings).search("ferry", 1)[0]
    assert quote.source.publisher == "The Harbour Post"


def test_a_copy_takes_the_place_of_the_article_that_went(settings: IndexSettings, write_article: WriteArticle) -> None:
    first = write_article("a.txt", FERRY)
    write_article("b.txt", FERRY)
    write_article("mayor.txt", MAYOR)
    build(settings)
    first.unlink()
    report = build(settings)
    assert (report.added, report.removed, report.unchanged) == (("b.txt",), ("a.txt",), 1)
    assert (report.duplicates, report.encoded) == ((), 0)
    write_article("c.txt", FERRY)
    report = build(settings)
    assert (report.added, report.removed, report.unchanged) == ((), (), 2)
    assert report.duplicates == (("c.txt", "b.txt"),)


def test_a_document_that_becomes_unreadable_is_removed_and_one_that_is_mended_added(
    settings: IndexSettings, corpus: Path, write_article: WriteArticle
) -> None:
    write_article("mayor.txt", MAYOR)
    (corpus / "ferry.txt").write_bytes(bytes(range(256)) * 40)
    report = build(settings)
    assert [document.path for document in report.skipped] == ["ferry.txt"]
    write_article("ferry.txt", FERRY)
    report = build(settings)
    assert (report.added, report.changed, report.removed, report.skipped) == (("ferry.txt",), (), (), ())
    (corpus / "ferry.txt").write_bytes(bytes(range(256)) * 40)
    report = build(settings)
    assert (report.added, report.changed, report.removed) == ((), (), ("ferry.txt",))
    report = build(settings)
    assert not report.published
    assert [document.path for document in report.skipped] == ["ferry.txt"]


def test_another_way_of_reading_reads_all_anew_but_keeps_the_vectors(
    settings: IndexSettings, write_article: WriteArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    monkeypatch.setattr("index.building.RECIPE", "another reader")
    no_model(monkeypatch)
    report = build(settings)
    assert report.published
    assert (report.unchanged, report.reused, report.encoded) == (1, 1, 0)
    assert not build(settings).published


def test_another_model_or_full_encodes_all_anew(
    settings: IndexSettings, write_article: WriteArticle, tmp_path: Path
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    report = build(settings, full=True)
    assert (report.published, report.unchanged, report.reused, report.encoded) == (True, 1, 0, 1)
    other = tmp_path / "model"
    other.symlink_to(find_model(BUNDLED_MODEL))
    report = build(IndexSettings(**settings.model_dump() | {"embedding_model": str(other)}))
    assert (report.published, report.unchanged, report.reused, report.encoded) == (True, 1, 0, 1)


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


def test_a_build_after_a_roll_back_compares_with_what_is_served(
    settings: IndexSettings, write_article: WriteArticle
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    write_article("mayor.txt", MAYOR)
    build(settings)
    shelf = Shelf(settings.index_dir)
    assert shelf.roll_back() == 1
    report = build(settings)
    assert (report.generation, report.added) == (3, ("mayor.txt",))
    assert shelf.numbers() == [1, 3]
    # Not to generation 2, which was found wanting.
    assert shelf.roll_back() == 1


SLOGAN = "Our reporters walk so that you can read."


def shown(settings: IndexSettings) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Of each article: its kept blocks, its furniture with reasons, and its passages with their ids."""
    library = Library.open(settings.index_dir, settings)
    generation = Shelf(settings.index_dir).open()
    try:
        return {
            source.path: (
                [f"{block.kind} {article.text[block.start : block.end]}" for block in article.blocks],
                [f"{part.why}: {article.text[part.start : part.end]}" for part in article.furniture],
                [
                    f"{passage.passage_id} {article.text[passage.start : passage.end]}"
                    for passage in generation.passages_of(source.source_id)
                ],
            )
            for source in library.sources()
            if (article := library.article(source.source_id))
        }
    finally:
        generation.close()
        library.close()


def test_a_line_becomes_furniture_once_enough_articles_repeat_it_and_the_article_s_own_when_they_go(
    settings: IndexSettings, write_article: WriteArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = "Monday Tuesday Wednesday Thursday".split()
    written = [
        write_article(f"{day}.txt", f"The ferry of {day} sailed.", f"{day} was calm, the pilot said.", SLOGAN)
        for day in days[:3]
    ]
    write_article("mayor.txt", MAYOR, title="The mayor and the bridge")
    build(settings)
    assert all(f"paragraph {SLOGAN}" in shown(settings)[path.name][0] for path in written)

    write_article("Thursday.txt", "The ferry of Thursday sailed.", "Thursday was calm, the pilot said.", SLOGAN)
    split_again = watch_splitting(monkeypatch)
    report = build(settings)
    assert (report.added, report.changed, report.unchanged) == (("Thursday.txt",), (), 4)
    assert sorted(split_again) == sorted(f"{day}.txt" for day in days)
    incremental = shown(settings)
    for day in days:
        kept, furniture, passages = incremental[f"{day}.txt"]
        assert f"repeated across the corpus: {SLOGAN}" in furniture
        assert SLOGAN not in " ".join(kept + passages)
    build(settings, full=True)
    assert shown(settings) == incremental

    split_again.clear()
    write_article("other.txt", MARKET, title="Prices at the market")
    build(settings)
    assert split_again == []

    written[0].unlink()
    build(settings)
    without = shown(settings)
    assert all(f"paragraph {SLOGAN}" in without[f"{day}.txt"][0] for day in days[1:])
    build(settings, full=True)
    assert shown(settings) == without


def watch_splitting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the stored articles that are split again from here on."""
    split_again: list[str] = []

    def split_all(articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Passage, ...]]]:
        for article, passages in preparing.split_all(articles):
            split_again.append(article.source.path)
            yield article, passages

    monkeypatch.setattr("index.building.split_all", split_all)
    return split_again


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
    assert events["comparing"][-1] == (7, 8)
    assert events["reading"][-1] == (8, 8)
