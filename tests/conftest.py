"""Fixtures that many tests share: the real model, and an index built once from the five articles.

Tests may run in several processes: each has a model, an index and temporary folders of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.answering.calibration import Thresholds
from index.encoding.encoder import Encoder
from index.encoding.exported import export_folder
from index.ingest.build import build
from index.settings import Backend
from index.temporary import temporary_folder

SEEDS = Path(__file__).parent.parent / "seeds"
DATA = Path(__file__).parent / "data"
_SETTINGS_VARIABLES = [name.upper() for name in IndexSettings.model_fields]


def pytest_configure(config: pytest.Config) -> None:
    """Before PyTorch is loaded: processes that share the cores take one thread each, and so do those they start.

    All share a folder for exported models, which begins with the developer's export of the bundled model.
    """
    if hasattr(config, "workerinput"):
        os.environ["OMP_NUM_THREADS"] = "1"
        return
    made = export_folder(Encoder().identity.sha256)
    kept = ExitStack()
    config.add_cleanup(kept.close)
    cache = kept.enter_context(temporary_folder("cache-of-quotedesk-", Path(tempfile.gettempdir())))
    os.environ["XDG_CACHE_HOME"] = str(cache)
    if made.exists():
        own = export_folder(Encoder().identity.sha256)
        own.parent.mkdir(parents=True)
        own.symlink_to(made)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left alone with it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's reaches a test: neither from the environment nor from a `.env`."""
    for name in _SETTINGS_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def one_model(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    """The real model, loaded once for all builds and libraries of a test run that use the bundled one."""

    def loaded(name: str, threads: int | None = None, backend: Backend = "auto") -> Encoder:
        return encoder if name == encoder.name else Encoder(name, threads, backend)

    for module in ("ingest.build", "library", "evaluation.bench"):
        monkeypatch.setattr(f"index.{module}.Encoder", loaded)
    return encoder


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an index built from `seeds/`; tests only read it, in whatever order they run."""
    index_dir = tmp_path_factory.mktemp("seeds-index")
    build(IndexSettings(index_dir=index_dir, corpus_dir=SEEDS))
    built = set(index_dir.rglob("*"))
    yield index_dir
    assert set(index_dir.rglob("*")) == built


@pytest.fixture
def own_index(seeds_index: Path, tmp_path: Path) -> Path:
    """The same index, in a folder that a test may change."""
    return Path(shutil.copytree(seeds_index, tmp_path / "own-index"))


@pytest.fixture(scope="session")
def library(seeds_index: Path) -> Iterator[Library]:
    """The library over the five articles."""
    library = Library.open(seeds_index, IndexSettings())
    yield library
    library.close()


@pytest.fixture
def judging_by(library: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has the library over the five articles judge by other thresholds: `judging_by(answer=1, maybe=0, near=0)`."""

    def judge(**thresholds: float) -> None:
        rules = replace(library.pipeline.rules, thresholds=Thresholds(**thresholds))
        monkeypatch.setattr(library.pipeline, "rules", rules)

    return judge


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty corpus folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(tmp_path: Path, corpus: Path) -> IndexSettings:
    """Settings for a small index of a test's own."""
    return IndexSettings(index_dir=tmp_path / "index", corpus_dir=corpus)


@pytest.fixture
def write_article(corpus: Path) -> Callable[..., Path]:
    """Writes a .txt article into the corpus: a headline and paragraphs."""

    def write(name: str, *paragraphs: str, title: str = "A day in the harbour town") -> Path:
        path = corpus / name
        path.write_text("\n\n".join((title, *paragraphs)) + "\n", encoding="utf-8")
        return path

    return write
