"""A short form of benchmarks/reindexing.py: questions without a pause while generations are published."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks import reindexing
from index import IndexSettings, Library
from index.ingest.build import build


@pytest.mark.usefixtures("one_model")
def test_no_answer_fails_or_mixes_generations_while_others_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "_SECONDS_BETWEEN_LOOKS", 0.05)
    settings = IndexSettings(index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")
    newsroom = reindexing.Newsroom(settings, 10)
    newsroom.print_edition(0)
    build(settings)
    library = Library.open(settings.index_dir, settings)
    reader = reindexing.Reader(library)

    def rebuild() -> None:
        published = build(settings).generation
        deadline = time.monotonic() + 120
        while published not in reader.generations and time.monotonic() < deadline:
            time.sleep(0.02)

    reindexing.through_builds(library, newsroom, reader, 4, rebuild)
    assert library.generation == 5
    assert reader.generations >= {2, 3, 4, 5}
    assert {path.name for path in settings.index_dir.iterdir()} == {"build.lock", "current", "generations"}
    library.close()
