"""The status: a generation in figures, without a model."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index import IndexSettings
from index.operations.status import describe
from index.settings import BUNDLED_MODEL
from index.storage import Shelf
from index.storage.locks import build_lock


def test_a_generation_is_described_in_figures(seeds_index: Path) -> None:
    shelf = Shelf(seeds_index)
    with closing(shelf.open()) as generation:
        status = describe(generation, shelf, IndexSettings(index_dir=seeds_index))
        assert (status.generation, status.articles, status.passages) == (1, 5, generation.passage_count)
    assert (status.model, status.backend, status.dimension) == (BUNDLED_MODEL, "onnx", 384)
    files = [path for path in (seeds_index / "generations" / "000001").rglob("*") if path.is_file()]
    assert status.bytes == sum(path.stat().st_size for path in files if path.name != "manifest.json")
    assert (status.builder, status.reranker, status.rolled_back) == (None, None, None)


def test_it_says_who_builds_and_what_was_rolled_back(own_index: Path) -> None:
    shelf = Shelf(own_index)
    shelf.point_to(1, rolled_back=7)
    with closing(shelf.open()) as generation, build_lock(own_index / "build.lock"):
        status = describe(generation, shelf, IndexSettings(index_dir=own_index, reranker_model="a/model"))
    assert status.builder is not None
    assert status.builder.startswith("Process ")
    assert (status.reranker, status.rolled_back) == ("a/model", 7)


def test_it_names_the_calibrations_in_use_in_one_line(seeds_index: Path) -> None:
    def said(*, reader: bool) -> str:
        shelf = Shelf(seeds_index)
        with closing(shelf.open()) as generation:
            return describe(generation, shelf, IndexSettings(index_dir=seeds_index, reader=reader)).calibration

    with_reader = said(reader=True)
    assert with_reader.startswith(f"with the reader, fitted for {BUNDLED_MODEL} on 20")
    assert f"in searches without it, fitted for {BUNDLED_MODEL} on 20" in with_reader
    assert "\n" not in with_reader
    without = said(reader=False)
    assert without.startswith(f"fitted for {BUNDLED_MODEL} on 20")
    assert without.endswith(", without the reader")
