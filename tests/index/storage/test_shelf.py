"""The shelf of generations: the newest good one is served, and a rollback goes to the one before."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.errors import CorpusError, IndexDamagedError, IndexMissingError, QuotedeskError
from index.ingest.build import build
from index.storage import Shelf, schema
from tests.index.storage.conftest import FIRST, SECOND

pytestmark = pytest.mark.usefixtures("one_model")


def test_an_index_folder_without_an_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build"):
        Shelf(tmp_path).open()


def test_a_damaged_newest_generation_gives_way_to_the_one_before(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    (shelf.index_dir / "generations" / "000002" / "000002" / "passages.f2").write_bytes(b"junk")
    with caplog.at_level(logging.WARNING):
        generation = shelf.open()
    assert generation.number == 1
    assert "passages.f2 was altered" in caplog.text
    assert "Serving generation 1" in caplog.text


def test_an_exchanged_file_of_faiss_is_not_given_to_faiss(
    settings: IndexSettings, write_article: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.passage_vectors.EXACT_UP_TO", 0)
    write_article("ferry.txt", FIRST)
    build(settings)
    (path,) = settings.index_dir.rglob(schema.APPROXIMATE)
    with closing(Library.open(settings.index_dir, settings)) as library:
        assert "IVF" in library.status().vector_search
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    monkeypatch.setattr("faiss.read_index", lambda _: pytest.fail("FAISS was given an exchanged file"))
    with pytest.raises(IndexDamagedError, match=f"{schema.APPROXIMATE} was altered"):
        Shelf(settings.index_dir).open()


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"99\n", b"two\n", None])
def test_a_damaged_pointer_gives_way_to_the_newest_good_generation(
    shelf: Shelf, pointer: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = shelf.index_dir / "current"
    path.unlink() if pointer is None else path.write_bytes(pointer)
    with caplog.at_level(logging.WARNING):
        assert shelf.open().number == 2
    assert "pointer" in caplog.text


def test_a_build_repairs_a_damaged_pointer(shelf: Shelf, settings: IndexSettings) -> None:
    (shelf.index_dir / "current").write_bytes(b"?")
    assert not build(settings).published
    assert shelf.served_number() == 2


def test_garbage_in_the_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "generations" / "000007"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (tmp_path / "current").write_text("7\n")
    with pytest.raises(QuotedeskError, match=r"manifest\.json .* run `python -m index build"):
        Shelf(tmp_path).open()


def test_roll_back_serves_the_generation_before_and_a_reader_follows(shelf: Shelf, settings: IndexSettings) -> None:
    library = Library.open(shelf.index_dir, settings)
    assert library.generation == 2
    assert shelf.roll_back() == 1
    assert library.refresh()
    assert library.generation == 1
    assert not library.refresh()
    with pytest.raises(IndexMissingError, match="go back"):
        shelf.roll_back()


def test_a_generation_that_was_not_published_is_neither_served_nor_gone_back_to(
    shelf: Shelf, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    generations = shelf.index_dir / "generations"
    _renumber(shutil.copytree(generations / "000002", generations / "000003"), 3)
    assert shelf.open().number == 2
    assert shelf.rolled_back() is None
    write_article("day.txt", SECOND.replace("June", "July"))
    assert build(settings).generation == 4
    assert shelf.numbers() == [1, 2, 4]
    assert shelf.roll_back() == 2


def test_after_damage_a_build_starts_from_the_newest_good_generation(shelf: Shelf, settings: IndexSettings) -> None:
    (shelf.index_dir / "generations" / "000002" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    report = build(settings)
    assert (report.generation, report.added, report.unchanged) == (3, ("mayor.txt",), 1)
    assert shelf.open().number == 3


def test_a_build_that_fails_on_a_damaged_index_says_one_thing(
    shelf: Shelf, settings: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    (shelf.index_dir / "generations" / "000002" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    shutil.rmtree(settings.corpus_dir)
    with caplog.at_level(logging.WARNING), pytest.raises(CorpusError):
        build(settings)
    assert not caplog.text
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "ferry.txt").write_text(FIRST)
    build(settings)
    assert "catalogue.sqlite was altered" in caplog.text


def test_a_library_rolls_back_to_what_it_can_serve_at_once(shelf: Shelf, settings: IndexSettings) -> None:
    library = Library.open(shelf.index_dir, settings)
    assert library.status().rolled_back is None
    assert library.roll_back() == 1
    assert (library.generation, library.status().rolled_back) == (1, 2)
    assert not library.refresh()
    # The corpus is as it was: a build brings back what was rolled back, under a number of its own.
    assert build(settings).generation == 3
    assert library.refresh()
    assert library.status().rolled_back is None
    path = shelf.index_dir / "generations" / "000001" / "manifest.json"
    manifest = schema.Manifest.load(path)
    path.write_text(replace(manifest, model=replace(manifest.model, name="another")).dump())
    with pytest.raises(IndexMissingError, match="go back"):
        library.roll_back()
    assert (library.generation, shelf.served_number()) == (3, 3)


def test_what_was_rolled_back_is_on_record_until_something_is_published(
    shelf: Shelf, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    write_article("day.txt", SECOND.replace("June", "July"))
    build(settings)
    shelf.roll_back()
    assert (shelf.roll_back(), shelf.rolled_back()) == (1, 3)
    with pytest.raises(IndexMissingError):
        shelf.roll_back()
    # It is what was done, not what lies in the folder.
    shutil.rmtree(shelf.index_dir / "generations" / "000003")
    assert (Shelf(shelf.index_dir).served_number(), shelf.rolled_back()) == (1, 3)
    build(settings)
    assert shelf.rolled_back() is None


def test_nothing_changed_after_a_roll_back_clears_the_other_generation_away(
    shelf: Shelf, settings: IndexSettings
) -> None:
    shelf.roll_back()
    (settings.corpus_dir / "mayor.txt").unlink()
    assert not build(settings).published
    assert shelf.numbers() == [1]
    assert shelf.rolled_back() is None


def test_a_damaged_newer_generation_is_looked_at_once(
    shelf: Shelf, settings: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.point_to(1)
    library = Library.open(shelf.index_dir, settings)
    (shelf.index_dir / "generations" / "000002" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    shelf.point_to(2)
    for _ in range(3):
        assert not library.refresh()
    assert caplog.text.count("was altered") == 1
    assert library.ask("Why was the night ferry cancelled?").generation == 1


def _renumber(folder: Path, number: int) -> None:
    path = folder / "manifest.json"
    path.write_text(replace(schema.Manifest.load(path), generation=number).dump())
