"""The file of an article: its hash, only while it is what was indexed, and the encoding in which offsets hold in it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from index import IndexedFile, IndexSettings, Library
from index.errors import SourceNotFoundError
from index.ingest.build import build
from tests.index.stories import FERRY, MAYOR

UKRAINIAN = "Вночі на узбережжі лютував шторм. Пором до північних островів скасували, бо хвилі сягали шести метрів."


def file_of(library: Library, name: str) -> IndexedFile | None:
    (source,) = library.find(name)
    return library.file_of(source.source_id)


@pytest.mark.usefixtures("one_model")
def test_a_file_is_known_while_it_is_what_was_indexed(settings: IndexSettings, corpus: Path) -> None:
    written = {
        "ferry.txt": f"The ferry\r\n\r\n{FERRY}\r\n".encode(),
        "mark.txt": f"\ufeffThe mayor\n\n{MAYOR}\n".encode(),
        "storm.txt": f"Шторм на узбережжі\n\n{UKRAINIAN}\n".encode("cp1251"),
        "page.html": f"<html><body><article><h1>Bridge</h1><p>{MAYOR} It will be blue.</p></article></html>".encode(),
        "folder/long.jsonl": f'{{"id": "a", "text": "{FERRY} So it was."}}\n'.encode(),
    }
    for name, data in written.items():
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_bytes(data)
    build(settings)
    library = Library.open(settings.index_dir, settings)
    encodings = {"ferry.txt": "utf-8", "mark.txt": "utf-8-sig", "storm.txt": "cp1251", "page.html": None}
    for name, encoding in encodings.items():
        assert file_of(library, name) == IndexedFile(sha256(written[name]).hexdigest(), encoding), name
    assert file_of(library, "folder/long.jsonl#a") is None
    (corpus / "ferry.txt").write_bytes(written["ferry.txt"] + b" ")
    (corpus / "mark.txt").unlink()
    (corpus / "storm.txt.meta.toml").write_text('title = "A storm"\n')
    assert [file_of(library, name) for name in ("ferry.txt", "mark.txt", "storm.txt")] == [None, None, None]
    with pytest.raises(SourceNotFoundError):
        library.file_of("000000000000")
    library.close()
