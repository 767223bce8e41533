"""Generations on disk: damage is found and said, and the newest good one is served."""

from __future__ import annotations

import gc
import json
import logging
import shutil
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import IndexSettings, Library
from index.errors import CorpusError, IndexDamagedError, IndexMismatchError, IndexMissingError, QuotedeskError
from index.ingest.build import build
from index.models import Passage, Span
from index.storage import Generation, Shelf, schema
from index.storage.catalogue_writer import encoding_key
from index.storage.pointer import Pointer

pytestmark = pytest.mark.usefixtures("one_model")

FIRST = "The night ferry to the northern islands was cancelled on Monday after waves closed the harbour."
SECOND = "Mayor Ilse Brandt told the council that the new bridge would open in June of next year."


@pytest.fixture
def shelf(settings: IndexSettings, write_article: Callable[..., Path]) -> Shelf:
    """A library of two generations."""
    write_article("ferry.txt", FIRST)
    build(settings)
    write_article("mayor.txt", SECOND)
    build(settings)
    return Shelf(settings.index_dir)


def test_an_index_folder_without_an_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build"):
        Shelf(tmp_path).open()


def test_every_file_of_a_generation_is_guarded(shelf: Shelf) -> None:
    folder = shelf.index_dir / "generations" / "000002"
    for path in sorted(folder.iterdir()):
        good = path.read_bytes()
        for bad in (good[:-2], good[: len(good) // 2] + b"\x00\xff" + good[len(good) // 2 + 2 :], b""):
            path.write_bytes(bad)
            with pytest.raises(IndexDamagedError, match="index build"):
                Generation(folder)
        path.unlink()
        with pytest.raises(IndexDamagedError, match="index build"):
            Generation(folder)
        path.write_bytes(good)
    Generation(folder).close()


def test_a_damaged_newest_generation_gives_way_to_the_one_before(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    (shelf.index_dir / "generations" / "000002" / "passages.faiss").write_bytes(b"junk")
    with caplog.at_level(logging.WARNING):
        generation = shelf.open()
    assert generation.number == 1
    assert "passages.faiss was altered" in caplog.text
    assert "Serving generation 1" in caplog.text


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"99\n", b"two\n", None])
def test_a_damaged_pointer_gives_way_to_the_newest_good_generation(
    shelf: Shelf, pointer: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = shelf.index_dir / "current"
    path.unlink() if pointer is None else path.write_bytes(pointer)
    with caplog.at_level(logging.WARNING):
        assert shelf.open().number == 2
    assert "pointer" in caplog.text


def test_a_build_mends_a_damaged_pointer(shelf: Shelf, settings: IndexSettings) -> None:
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
    (shelf.index_dir / "generations" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    report = build(settings)
    assert (report.generation, report.added, report.unchanged) == (3, ("mayor.txt",), 1)
    assert shelf.open().number == 3


@pytest.mark.parametrize("name", [schema.TOKEN_VECTORS, schema.CATALOGUE])
def test_damage_while_serving_gives_way_to_the_newest_good_generation(
    shelf: Shelf, settings: IndexSettings, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library.open(shelf.index_dir, settings)
    assert library.search("ferry", 1)

    def damage(number: int) -> None:
        with (shelf.index_dir / "generations" / f"{number:06}" / name).open("r+b") as file:
            file.truncate(10)

    def ask() -> int:
        # Another thread has no pages of the catalogue in its cache.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(library.ask, "Why was the night ferry cancelled?").result().generation

    damage(2)
    assert ask() == 1
    assert f"{name} " in caplog.text
    assert "Serving generation 1 meanwhile" in caplog.text
    damage(1)
    with pytest.raises(IndexDamagedError, match=rf"{name}.* run `python -m index build"):
        ask()


@pytest.mark.parametrize(
    "look_up",
    [
        lambda library, _: library.verify(FIRST),
        lambda library, source_id: library.article(source_id),
        lambda library, source_id: library.passages(source_id),
        lambda library, _: library.sources(),
        lambda library, _: library.status(),
    ],
)
def test_whatever_is_looked_up_survives_damage(
    shelf: Shelf, settings: IndexSettings, look_up: Callable[[Library, str], object]
) -> None:
    library = Library.open(shelf.index_dir, settings)
    source_id = next(source.source_id for source in library.sources() if source.path == "ferry.txt")
    with (shelf.index_dir / "generations" / "000002" / schema.CATALOGUE).open("r+b") as file:
        file.truncate(10)
    # Other threads have no pages of the catalogue in their caches; several meet the damage at once.
    with ThreadPoolExecutor(4) as threads:
        assert all(list(threads.map(lambda _: look_up(library, source_id), range(8))))
    assert library.generation == 1


def test_a_build_that_fails_on_a_damaged_index_says_one_thing(
    shelf: Shelf, settings: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    (shelf.index_dir / "generations" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
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


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ("3 2 1\n", Pointer((3, 2, 1))),
        ("1", Pointer((1,))),
        ("1\nrolled back from 2\n", Pointer((1,), 2)),
        ("1\nrolled back", Pointer()),
        ("-1\n", Pointer()),
    ],
)
def test_a_pointer_is_read_whole_or_not_at_all(tmp_path: Path, content: str, pointer: Pointer) -> None:
    path = tmp_path / "current"
    path.write_text(content)
    assert Pointer.load(path) == pointer
    pointer.save(path)
    assert Pointer.load(path) == pointer


def test_nothing_changed_after_a_roll_back_clears_the_other_generation_away(
    shelf: Shelf, settings: IndexSettings
) -> None:
    shelf.roll_back()
    (settings.corpus_dir / "mayor.txt").unlink()
    assert not build(settings).published
    assert shelf.numbers() == [1]
    assert shelf.rolled_back() is None


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="looks into Linux's /proc")
def test_the_memory_and_files_of_an_old_generation_are_let_go(
    shelf: Shelf, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    library = Library.open(shelf.index_dir, settings)
    library.ask("Why was the night ferry cancelled?")
    library.verify(FIRST)
    old = library._served
    gone: list[weakref.ref[Any]] = [weakref.ref(old), weakref.ref(old.tokens), weakref.ref(old._vectors)]
    folder = str(old.folder)
    assert folder in _open_files()
    del old
    write_article("day.txt", SECOND.replace("June", "July"))
    build(settings)
    assert library.refresh()
    gc.collect()
    assert [reference() for reference in gone] == [None] * 3
    assert folder not in _open_files()
    assert library.ask("Why was the night ferry cancelled?").generation == 3


def test_a_damaged_newer_generation_is_looked_at_once(
    shelf: Shelf, settings: IndexSettings, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.point_to(1)
    library = Library.open(shelf.index_dir, settings)
    (shelf.index_dir / "generations" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    shelf.point_to(2)
    for _ in range(3):
        assert not library.refresh()
    assert caplog.text.count("was altered") == 1
    assert library.ask("Why was the night ferry cancelled?").generation == 1


def test_a_generation_of_another_schema_says_what_to_run(shelf: Shelf) -> None:
    path = shelf.index_dir / "generations" / "000002" / "manifest.json"
    manifest = schema.Manifest.load(path)
    path.write_text(replace(manifest, schema_version=99).dump())
    with pytest.raises(IndexMismatchError, match=r"schema 99.*python -m index build"):
        shelf.open_number(2)
    assert json.loads(path.read_text())["schema_version"] == 99


def test_a_copied_vector_is_the_same_however_often_it_is_copied(
    settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    ferry = write_article("ferry.txt", FIRST)
    build(settings)
    first = Shelf(settings.index_dir).open().vector(0)
    for name in ("mayor", "other"):
        write_article(f"{name}.txt", f"{SECOND} So said {name}.")
        build(settings)
    newest = Shelf(settings.index_dir).open()
    ids = {source.path: source.source_id for source in newest.sources()}
    number = newest.passage_number(newest.passages_of(ids[ferry.name])[0].passage_id)
    assert newest.number == 3
    assert number is not None
    assert newest.vector(number).tobytes() == first.tobytes()
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-3)


def test_vectors_are_known_again_only_with_the_same_sentences() -> None:
    text = "One. Two."
    whole = Passage("id", "source", 100, 109, (Span(100, 109),))
    halves = replace(whole, sentences=(Span(100, 104), Span(105, 109)))
    moved = Passage("other", "source", 7, 16, (Span(7, 11), Span(12, 16)))
    assert encoding_key("Title", text, halves) == encoding_key("Title", text, moved)
    assert encoding_key("Title", text, halves) != encoding_key("Title", text, whole)
    assert encoding_key("Title", text, whole) != encoding_key("Another", text, whole)


def _open_files() -> str:
    """What this process has open or mapped into its memory."""
    descriptors = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return "\n".join([*descriptors, Path("/proc/self/maps").read_text()])


def _renumber(folder: Path, number: int) -> None:
    path = folder / "manifest.json"
    path.write_text(replace(schema.Manifest.load(path), generation=number).dump())
