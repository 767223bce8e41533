"""A generation -> its figures, as `status` shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.answering.calibration import load_calibration, load_calibration_with_reader
from index.answering.reader import Reader
from index.encoding.exported import backend_of
from index.encoding.model_files import ModelIdentity
from index.settings import IndexSettings
from index.storage import Engine, Generation


@dataclass(frozen=True, slots=True)
class Status:
    """The served generation in figures; `backend` is what runs the model for questions (`onnx` or `torch`), `built_at`
    is ISO 8601 in UTC, `builder` who is building now.

    `rolled_back` is the generation that a rollback left, until another one is published. `calibration` says what the
    confidence was fitted for, with the reader and without it, and whether that is another model than the index's.
    `vector_search` is how the passages nearest to a question are found: by comparing all, or by an index of which kind.
    """

    generation: int
    articles: int
    passages: int
    model: str
    backend: str
    built_at: str
    dimension: int
    tokens: int
    duplicates: int
    bytes: int
    index_dir: str
    builder: str | None
    reranker: str | None
    rolled_back: int | None
    calibration: str
    vector_search: str


def describe(generation: Generation, engine: Engine, settings: IndexSettings) -> Status:
    """A generation in figures, without loading the model or the vectors."""
    manifest = generation.manifest
    return Status(
        generation=manifest.generation,
        articles=manifest.articles,
        passages=manifest.passages,
        model=manifest.model.name,
        backend=backend_of(manifest.model, settings.embedding_model, settings.embedding_backend),
        built_at=manifest.built_at,
        dimension=manifest.dimension,
        tokens=manifest.tokens,
        duplicates=len(generation.copies()),
        bytes=sum(record.bytes for record in manifest.files.values()),
        index_dir=engine.place,
        builder=engine.builder(),
        reranker=settings.reranker_model or None,
        rolled_back=engine.rolled_back(),
        vector_search=generation.vector_search,
        calibration=_calibration(manifest.model, engine.index_dir, settings),
    )


def _calibration(model: ModelIdentity, index_dir: Path, settings: IndexSettings) -> str:
    unread = load_calibration(model, index_dir)
    read = load_calibration_with_reader(model, Reader(1).identity, index_dir) if settings.reader else None
    without = unread.mismatch(model) or f"fitted for {unread.model.name} on {unread.provenance.date}"
    if read is None:
        return f"{without}, without the reader"
    return f"with the reader, fitted for {read.model.name} on {read.provenance.date}; in searches without it, {without}"
