"""Building: what is read, re-used, skipped and published, and what a failure leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.building import build
from index.encoder import Encoder
from index.errors import BuildInProgressError, CorpusError
from index.storage import Shelf
from index.storage.locks import build_lock

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


def test_a_killed_build_leaves_the_last_good_generation(
    settings: IndexSettings, corpus: Path, write_article: WriteArticle
) -> None:
    write_article("ferry.txt", FERRY)
    build(settings)
    write_article("mayor.txt", MAYOR)
    command = [sys.executable, "-m", "index", "build", "--index-dir", str(settings.index_dir), "--corpus", str(corpus)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for delay in (0.2, 0.8, 1.6, 3.2):
        builder = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(delay)
        builder.send_signal(signal.SIGKILL)
        builder.wait()
        assert Library.open(settings.index_dir, settings).ask("Why was the ferry cancelled?").generation >= 1
    build(settings)
    library = Library.open(settings.index_dir, settings)
    assert library.status().articles == 2
    assert not list(settings.index_dir.glob("staging-*"))
