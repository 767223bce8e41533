"""Generations on disk: damage is found and said, and the newest good one is served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.building import build
from index.errors import IndexDamagedError, IndexMissingError, QuotedeskError
from index.storage import Generation, Shelf

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


def test_a_reader_keeps_serving_when_the_newer_generation_is_damaged(shelf: Shelf, settings: IndexSettings) -> None:
    shelf.point_to(1)
    library = Library.open(shelf.index_dir, settings)
    (shelf.index_dir / "generations" / "000002" / "catalogue.sqlite").write_bytes(b"junk")
    shelf.point_to(2)
    assert not library.refresh()
    assert library.generation == 1
    assert library.search("ferry", 1)
