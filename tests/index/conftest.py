"""Fixtures for tests that build many small indexes, and for data sets to measure with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class DatasetWriter:
    """Writes a data set in BEIR layout into a folder; each part may be replaced by lines of the test's own."""

    folder: Path

    def __call__(
        self,
        corpus: Sequence[dict[str, Any]],
        queries: Sequence[dict[str, Any]],
        qrels: Sequence[tuple[str, str, int]] = (),
    ) -> Path:
        (self.folder / "qrels").mkdir(parents=True, exist_ok=True)
        for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
            (self.folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        judged = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in qrels)]
        (self.folder / "qrels" / "test.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8")
        return self.folder


@pytest.fixture
def write_dataset(tmp_path: Path) -> DatasetWriter:
    return DatasetWriter(tmp_path / "harbour")
