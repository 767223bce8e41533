"""The settings -> the engine that keeps the generations."""

from __future__ import annotations

from pathlib import Path

from index.settings import IndexSettings
from index.storage.engine import Engine
from index.storage.shelf import Shelf


def open_engine(settings: IndexSettings, index_dir: Path | None = None) -> Engine:
    """The engine that is set; `index_dir` is another folder than the one set."""
    return Shelf(index_dir or settings.index_dir)
