"""The manifest: written and read without loss, and guarded by its checksum."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError
from index.storage.schema import FileRecord, Manifest, SegmentRecord

MANIFEST = Manifest(
    generation=3,
    built_at="2024-10-12T06:00:00+00:00",
    model=ModelIdentity("зразок", "0" * 64),
    dimension=384,
    token_dimension=384,
    recipe="reader 6, splitter 3",
    articles=2,
    passages=5,
    tokens=400,
    segments=(SegmentRecord("000001", 2, 5),),
    files={"000001/catalogue.sqlite": FileRecord(4096, "1" * 64)},
    stamps={"000001/catalogue.sqlite": (12, 1_700_000_000_000_000_001)},
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(MANIFEST.dump(), encoding="utf-8")
    assert Manifest.load(path) == MANIFEST
    assert Manifest.load(path).dump() == MANIFEST.dump()


@pytest.mark.parametrize(
    ("content", "needle"),
    [
        (MANIFEST.dump().replace('"articles": 2', '"articles": 3'), "was altered"),
        ("{}", "not a readable manifest"),
        ("[1]", "not a readable manifest"),
        (MANIFEST.dump()[:-20], "not a readable manifest"),
        (None, "is missing"),
    ],
)
def test_what_is_no_manifest_is_one_clear_sentence(tmp_path: Path, content: str | None, needle: str) -> None:
    path = tmp_path / "manifest.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=rf"manifest\.json .*{needle}|{needle}.*python -m index build"):
        Manifest.load(path)
