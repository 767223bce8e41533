"""The pointer file: read whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.storage.pointer import Pointer


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
