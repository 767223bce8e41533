"""An opened generation: damage is found and said, and what is let go is gone."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import IndexSettings, Library
from index.errors import IndexDamagedError, IndexMismatchError
from index.ingest.build import build
from index.storage import LocalGeneration, Shelf, schema
from tests.index.storage.conftest import FIRST, SECOND

pytestmark = pytest.mark.usefixtures("one_model")


def test_every_file_of_a_generation_is_guarded(shelf: Shelf) -> None:
    folder = shelf.index_dir / "generations" / "000002"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        good = path.read_bytes()
        for bad in (good[:-2], good[: len(good) // 2] + b"\x00\xff" + good[len(good) // 2 + 2 :], b""):
            path.write_bytes(bad)
            with pytest.raises(IndexDamagedError, match="index build"):
                LocalGeneration(folder)
        path.unlink()
        with pytest.raises(IndexDamagedError, match="index build"):
            LocalGeneration(folder)
        path.write_bytes(good)
    LocalGeneration(folder).close()


@pytest.mark.parametrize("name", [schema.TOKEN_VECTORS, schema.CATALOGUE])
def test_damage_while_serving_gives_way_to_the_newest_good_generation(
    shelf: Shelf, settings: IndexSettings, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # As with more passages than are kept in memory.
    monkeypatch.setattr("index.storage.generation._TOKEN_BYTES_KEPT", 0)
    library = Library.open(shelf.index_dir, settings)
    assert library.search("ferry", 1)

    def damage(number: int) -> None:
        with (shelf.index_dir / "generations" / f"{number:06}" / f"{number:06}" / name).open("r+b") as file:
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


@pytest.mark.parametrize("name", [schema.VECTORS, schema.TOKEN_VECTORS, schema.TOKEN_SENTENCES])
def test_damage_to_large_files_is_found_before_anything_is_quoted(
    shelf: Shelf, settings: IndexSettings, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # As with many passages: what is compared as it is read is not at opening, and vectors are searched in part.
    monkeypatch.setattr("index.storage.generation._LARGE", 0)
    monkeypatch.setattr("index.storage.passage_vectors.EXACT_UP_TO", 1)
    build(settings, full=True)
    path = shelf.index_dir / "generations" / "000003" / "000003" / name
    good = path.read_bytes()
    path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    with pytest.raises(IndexDamagedError, match=f"{name} was altered"):
        shelf.open_number(3)
    library = Library.open(shelf.index_dir, settings)
    assert library.generation == 3
    assert library.status().vector_search == "IVF1 SQ8, 1 lists looked through, recall@40 1.000"
    assert library.ask("Why was the night ferry cancelled?").generation == 2
    assert f"{name} was altered" in caplog.text


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
    for name in (f"000002/{schema.CATALOGUE}", schema.DOCUMENTS):
        with (shelf.index_dir / "generations" / "000002" / name).open("r+b") as file:
            file.truncate(10)
    # Other threads have no pages of the catalogue in their caches; several meet the damage at once.
    with ThreadPoolExecutor(4) as threads:
        assert all(list(threads.map(lambda _: look_up(library, source_id), range(8))))
    assert library.generation == 1


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="looks into Linux's /proc")
def test_the_memory_and_files_of_an_old_generation_are_let_go(
    shelf: Shelf, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    library = Library.open(shelf.index_dir, settings)
    library.ask("Why was the night ferry cancelled?")
    library.verify(FIRST)
    old = library._served
    assert isinstance(old, LocalGeneration)
    gone: list[weakref.ref[Any]] = [
        weakref.ref(old),
        weakref.ref(old.segments[0].tokens),
        weakref.ref(old.segments[0].vectors),
    ]
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


def _open_files() -> str:
    """What this process has open or mapped into its memory."""
    descriptors = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return "\n".join([*descriptors, Path("/proc/self/maps").read_text()])
