"""The build lock: one builder at a time, and who that is."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from index import IndexSettings
from index.errors import BuildInProgressError
from index.ingest.build import build
from index.storage.locks import build_lock, who_builds
from tests.index.stories import FERRY, WriteArticle


def test_a_second_builder_is_told_who_builds(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    settings.index_dir.mkdir()
    with build_lock(settings.index_dir / "build.lock"), pytest.raises(BuildInProgressError, match=str(os.getpid())):
        build(settings)


def test_whoever_asks_who_builds_does_not_stop_a_builder(tmp_path: Path) -> None:
    lock, done = tmp_path / "build.lock", threading.Event()

    def ask() -> None:
        while not done.is_set():
            who_builds(lock)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(200):
            with build_lock(lock):
                time.sleep(0.0005)
    finally:
        done.set()
        asking.join()
