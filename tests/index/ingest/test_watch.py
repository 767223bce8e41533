"""Watching a corpus: every change is built, errors do not end it, an interrupt does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings
from index.ingest.watch import snapshot
from index.storage import Shelf
from tests.index.stories import FERRY, MAYOR, WriteArticle

PROJECT = Path(__file__).parents[3]


def test_a_snapshot_tells_every_change_but_those_of_the_index(corpus: Path, write_article: WriteArticle) -> None:
    index_dir = corpus / "index"
    index_dir.mkdir()
    seen = {snapshot([corpus], index_dir)}

    def is_new() -> bool:
        now = snapshot([corpus], index_dir)
        is_new = now not in seen
        seen.add(now)
        return is_new

    article = write_article("ferry.txt", FERRY)
    assert is_new()
    article.write_text(MAYOR)
    assert is_new()
    article.rename(corpus / "mayor.txt")
    assert is_new()
    (corpus.parent / "golden.jsonl").write_text('{"question": "Who?"}\n')
    assert is_new()
    (corpus / "deeper").mkdir()
    (corpus / "deeper" / "page.html").write_text(FERRY)
    assert is_new()
    (corpus / "loop").symlink_to(corpus)
    (index_dir / "current").write_text("1\n")
    (corpus / ".ferry.txt.swp").write_text("what an editor keeps")
    assert not is_new()


@pytest.mark.slow
def test_watching_builds_each_change_and_survives_errors(
    settings: IndexSettings, corpus: Path, write_article: WriteArticle, tmp_path: Path
) -> None:
    golden = corpus / "golden.jsonl"
    golden.write_text("no JSON\n")
    write_article("ferry.txt", FERRY)
    mayor = write_article("mayor.txt", MAYOR)
    command = [sys.executable, "-m", "index", "build", "--watch"]
    command += ["--index-dir", str(settings.index_dir), "--corpus", str(corpus)]
    complaints = tmp_path / "complaints"
    with complaints.open("w") as stderr:
        watcher = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=subprocess.DEVNULL, stderr=stderr
        )
        try:
            _wait_for(lambda: "line 1, is not JSON" in complaints.read_text())
            golden.unlink()
            _wait_for(lambda: Shelf(settings.index_dir).served_number() == 1)
            mayor.unlink()
            _wait_for(lambda: Shelf(settings.index_dir).served_number() == 2)
            watcher.send_signal(signal.SIGTERM)
            watcher.wait(120)
        finally:
            watcher.kill()
            watcher.wait()
    assert watcher.returncode in (0, 130)
    lines = complaints.read_text().splitlines()
    assert lines[0].startswith("Watching")
    assert lines[-1] == "Stopped." or watcher.returncode == 0
    assert len(lines) <= 3


def _wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
