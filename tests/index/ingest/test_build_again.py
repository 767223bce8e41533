"""Building once more: what changed is told and encoded, all else is taken from the generation before."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.ingest.build import build
from index.settings import BUNDLED_MODEL
from index.storage import Shelf
from tests.index.stories import FERRY, MARKET, MAYOR, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")


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
    monkeypatch.setattr("index.ingest.build.RECIPE", "another reader")
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
