"""The benchmark of large indexes, on a small one with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.scale import measure, write


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into Linux's /proc")
def test_an_index_is_filled_up_searched_in_part_and_measured(
    seeds_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.passage_vectors.EXACT_UP_TO", 100)
    monkeypatch.setattr("benchmarks.scale.limit_threads", lambda _count: None)
    written = write(seeds_index, 150, tmp_path)
    assert written["made vectors agree"] > 0.8
    monkeypatch.setattr("benchmarks.scale._WARM_UP", 1)
    figures = measure(tmp_path, ["Why was the bridge closed?", "Who spoke?"])
    # One article of ten passages more, in a segment of its own.
    assert figures["passages"] == 160
    assert figures["vector search"].startswith("IVF3 SQ8, ")
    assert figures["vector search"].endswith("; exact")
    assert figures["recall@40"] > 0.9
    assert figures["whole ms p95"] > 0
    assert figures["bytes a passage, passages.f2"] == 768
