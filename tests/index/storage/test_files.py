"""Small files are replaced in one step, and errors name the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import IndexDamagedError
from index.storage.files import damage, disk_errors, make_folder, write_atomically


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "current"
    for text in ("one\n", "zwölf\n"):
        write_atomically(path, text)
        assert path.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_can_not_be_replaced_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        write_atomically(path, "text")
    assert list(tmp_path.iterdir()) == [path]


def test_folders_are_made_with_those_above_them(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_errors_of_other_libraries_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with pytest.raises(OSError, match="disk is full") as raised, disk_errors(path):
        raise sqlite3.OperationalError("disk is full")
    assert raised.value.filename == str(path)
    with pytest.raises(IndexDamagedError, match=r"catalogue\.sqlite .* run `python -m index build"), damage(path):
        path.read_bytes()
