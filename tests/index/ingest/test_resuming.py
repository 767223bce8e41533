"""A build that was killed: the next one takes over what it had encoded, and nothing that is not whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings
from index.encoding.encoder import Encoder
from index.ingest.build import Stage, build
from index.storage import Shelf, schema

PROJECT = Path(__file__).parents[3]
_ARTICLES, _BATCH = 20, 8
_KILLED = """
import os, signal, sys
from pathlib import Path
from index import IndexSettings
from index.ingest import vectors
from index.ingest.build import build

vectors.ENCODE_AT_ONCE = {batch}

def progress(stage, done, total):
    if stage == "encoding" and done > {most}:
        os.kill(os.getpid(), signal.SIGKILL)

build(IndexSettings(index_dir=Path({index!r}), corpus_dir=Path({corpus!r})), full={full}, progress=progress)
"""


@pytest.fixture
def corpus(corpus: Path) -> Path:
    for number in range(_ARTICLES):
        text = f"Trader number {number} said at the fish market that the price of herring had risen to {number} crowns."
        (corpus / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return corpus


def kill_a_build(settings: IndexSettings, *, batches: int = 1, full: bool = False) -> None:
    """Start a build in a process that is killed with SIGKILL once it has batches of vectors and a little more."""
    where = {"index": str(settings.index_dir), "corpus": str(settings.corpus_dir)}
    code = _KILLED.format(batch=_BATCH, most=batches * _BATCH + 1, full=full, **where)
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=False, timeout=120)
    assert run.returncode == -signal.SIGKILL, run.stderr


def log_of(settings: IndexSettings) -> Path:
    return next(settings.index_dir.glob("staging-*/*/encoded.log"))


@pytest.mark.usefixtures("one_model")
def test_what_a_killed_build_had_encoded_is_not_encoded_again(settings: IndexSettings, tmp_path: Path) -> None:
    kill_a_build(settings)
    assert log_of(settings).stat().st_size
    report = build(settings)
    assert (report.passages, report.encoded) == (_ARTICLES, _ARTICLES - _BATCH)
    fresh = settings.model_copy(update={"index_dir": tmp_path / "fresh"})
    assert build(fresh).encoded == _ARTICLES
    with closing(Shelf(settings.index_dir).open()) as ours, closing(Shelf(fresh.index_dir).open()) as theirs:
        for number in range(_ARTICLES):
            # Other texts beside them in a batch change the last bits of vectors.
            assert np.allclose(ours.vector(number), theirs.vector(number), atol=1e-3)
            assert len(ours.tokens_of(number)) == len(theirs.tokens_of(number))
    assert {path.name for path in settings.index_dir.iterdir()} == {"build.lock", "current", "generations"}


@pytest.mark.usefixtures("one_model")
def test_it_is_kept_over_several_kills_but_a_full_build_takes_only_what_is_new(settings: IndexSettings) -> None:
    build(settings)
    first = settings.corpus_dir / "00.txt"
    first.write_text(f"{first.read_text(encoding='utf-8')} More is expected tomorrow.", encoding="utf-8")
    kill_a_build(settings, full=True)
    kill_a_build(settings, batches=2, full=True)
    assert len(list(settings.index_dir.glob("cut-off-*"))) == 1
    report = build(settings, full=True)
    assert report.encoded == _ARTICLES - 2 * _BATCH
    assert not list(settings.index_dir.glob("cut-off-*"))


@pytest.mark.usefixtures("one_model")
@pytest.mark.parametrize("damage", ["vectors", "log", "model"])
def test_what_is_not_whole_or_of_another_model_is_encoded_again(
    settings: IndexSettings, encoder: Encoder, damage: str
) -> None:
    kill_a_build(settings)
    log = log_of(settings)
    if damage == "vectors":
        with log.with_name(schema.VECTORS).open("r+b") as file:
            file.write(b"junk")
    elif damage == "log":
        log.write_bytes(log.read_bytes()[:-3])
    else:
        header = log.with_name("encoded.json")
        header.write_text(header.read_text(encoding="utf-8").replace(encoder.identity.sha256[:8], "0" * 8))
    encoded = {"vectors": _ARTICLES - _BATCH + 1, "log": _ARTICLES - _BATCH + 1, "model": _ARTICLES}[damage]
    report = build(settings)
    assert report.encoded == encoded


@pytest.mark.usefixtures("one_model")
def test_an_interrupted_build_is_taken_over_and_a_failed_one_is_not(
    settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(error: BaseException) -> Callable[[Stage, int, int | None], None]:
        def progress(stage: Stage, done: int, _total: int | None) -> None:
            if stage == "encoding" and done == _ARTICLES:
                raise error

        return progress

    monkeypatch.setattr("index.ingest.vectors.ENCODE_AT_ONCE", _BATCH)
    with pytest.raises(KeyboardInterrupt):
        build(settings, progress=stopping(KeyboardInterrupt()))
    assert log_of(settings).exists()
    with pytest.raises(OSError, match="the disk is full"):
        build(settings, progress=stopping(OSError("the disk is full")))
    assert not list(settings.index_dir.glob("staging-*"))
    # Interrupted, it still had the time to hand on all that it had.
    assert build(settings).encoded == 0
