"""Temporary folders: gone with the block, and removed for who was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.temporary import temporary_folder


def test_a_folder_lasts_as_long_as_the_block(tmp_path: Path) -> None:
    with temporary_folder("mine-", tmp_path) as folder:
        (folder / "part").write_text("one")
        assert list(tmp_path.iterdir()) == [folder]
        assert folder.name.startswith("mine-")
    assert list(tmp_path.iterdir()) == []


def test_one_that_was_renamed_is_kept(tmp_path: Path) -> None:
    with temporary_folder("mine-", tmp_path) as folder:
        (folder / "part").write_text("one")
        folder.rename(tmp_path / "whole")
    assert (tmp_path / "whole" / "part").read_text() == "one"


def test_what_nobody_holds_goes_and_what_is_held_or_of_another_kind_stays(tmp_path: Path) -> None:
    left, elsewhere = tmp_path / "mine-left", tmp_path / "elsewhere"
    for folder in (left, elsewhere):
        folder.mkdir()
        (folder / "part").write_text("one")
    (tmp_path / "mine-file").write_text("kept")
    (tmp_path / "mine-link").symlink_to(elsewhere)
    with temporary_folder("mine-", tmp_path) as first, temporary_folder("mine-", tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
        assert not left.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", "mine-file", "mine-link"}
    assert (elsewhere / "part").exists()


def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), temporary_folder("mine-", tmp_path / "missing"):
        pass
