"""A library of two generations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings
from index.ingest.build import build
from index.storage import Shelf

FIRST = "The night ferry to the northern islands was cancelled on Monday after waves closed the harbour."
SECOND = "Mayor Ilse Brandt told the council that the new bridge would open in June of next year."


@pytest.fixture
def shelf(settings: IndexSettings, write_article: Callable[..., Path]) -> Shelf:
    """A library of two generations."""
    write_article("ferry.txt", FIRST)
    build(settings)
    write_article("mayor.txt", SECOND)
    build(settings)
    return Shelf(settings.index_dir)
