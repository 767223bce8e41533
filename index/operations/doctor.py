"""Checks of the installation, the corpus and the index, each paired with its remedy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.answering.calibration import load_calibration
from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.errors import QuotedeskError
from index.ingest.corpus import scan
from index.reading.document import Skipped
from index.retrieval.reranker import SETTING
from index.settings import IndexSettings
from index.storage import Engine, open_engine

# Room for another generation of some 20,000 passages, beside the one that is served.
_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do about it, unless nothing is to be done.

    One that is good and has a remedy all the same is a warning: it stops nothing.
    """

    subject: str
    good: bool
    state: str
    remedy: str = ""

    @property
    def is_warning(self) -> bool:
        return self.good and bool(self.remedy)


def format_findings(findings: Iterable[Finding]) -> str:
    """Findings for a terminal, each with its remedy on a line below it."""
    lines = []
    for finding in findings:
        mark = "BAD " if not finding.good else "warn" if finding.is_warning else "ok  "
        lines.append(f"{mark} {finding.subject}: {finding.state}")
        if finding.remedy:
            lines.append(f"     -> {finding.remedy}")
    return "\n".join(lines)


def examine(settings: IndexSettings) -> list[Finding]:
    """Look at everything that a build and an answer need, changing nothing."""
    return [
        _look_at_sqlite(),
        _look_at_model("Embedding model", settings.embedding_model, "EMBEDDING_MODEL"),
        *([_look_at_model("Reranker", settings.reranker_model, SETTING)] if settings.reranker_model else []),
        *_look_at_calibration(settings),
        _look_at_corpus(settings),
        _look_at_folder(settings.index_dir),
        *_look_at_engine(settings),
    ]


def _look_at_sqlite() -> Finding:
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5(body)")
    except sqlite3.Error:
        return Finding("SQLite", False, "has no FTS5", "Use a Python whose sqlite3 module has the FTS5 extension.")
    return Finding("SQLite", True, f"{sqlite3.sqlite_version} with FTS5")


def _look_at_model(subject: str, name: str, setting: str) -> Finding:
    try:
        folder = find_model(name, setting)
    except QuotedeskError as error:
        return Finding(subject, False, "is missing", str(error))
    return Finding(subject, True, f"{name} in {folder}")


def _look_at_calibration(settings: IndexSettings) -> Iterator[Finding]:
    subject = "Calibration"
    try:
        model = Encoder(settings.embedding_model).identity
    except QuotedeskError:
        # The model itself is reported already.
        return
    try:
        calibration = load_calibration(model, settings.index_dir)
    except QuotedeskError as error:
        yield Finding(subject, False, "can't be used", str(error))
        return
    if mismatch := calibration.mismatch(model):
        yield Finding(
            subject,
            False,
            mismatch,
            "Fit one with `python -m index calibrate DATASET`, or look at ANSWER_THRESHOLD: confidences mean less.",
        )
    else:
        yield Finding(subject, True, f"fitted for {model.name} on {calibration.provenance.date}")


def _look_at_corpus(settings: IndexSettings) -> Finding:
    subject, readable = f"Corpus {settings.corpus_dir}", 0
    skipped: list[Skipped] = []
    try:
        for document in scan((settings.corpus_dir,), max_file_mb=settings.max_file_mb):
            if isinstance(document, Skipped):
                skipped.append(document)
            else:
                readable += 1
    except QuotedeskError as error:
        return Finding(subject, False, "can't be read", str(error))
    if not readable:
        return Finding(subject, False, "holds no article", "Put .txt, .md, .html or .jsonl files there.")
    files = [one for one in skipped if not one.is_line]
    if skipped:
        first = (files or skipped)[0]
        return Finding(
            subject,
            # Of an archive of millions some lines may be broken: a build names them, and reads the others.
            not files,
            f"{readable} documents, {len(skipped)} can't be read",
            f"Repair or remove them; the first: {first.path} {first.reason}.",
        )
    return Finding(subject, True, f"{readable} documents")


def _look_at_folder(folder: Path) -> Finding:
    subject = f"Index folder {folder}"
    existing = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding(subject, False, "can't be written", f"Give write access to {existing}, or set INDEX_DIR.")
    free = shutil.disk_usage(existing).free
    state = f"{free / 1e9:.1f} GB free on its disk"
    if free < _LEAST_FREE_BYTES:
        return Finding(subject, False, state, "Make room, or set INDEX_DIR to a folder on a larger disk.")
    return Finding(subject, True, state)


def _look_at_engine(settings: IndexSettings) -> Iterator[Finding]:
    """Whether what keeps the index can be reached, and the generations there."""
    try:
        engine = open_engine(settings)
        if settings.index_engine == "milvus":
            yield Finding("Milvus", True, f"{engine.version()} at {engine.place}")
        yield from _look_at_generations(engine)
    except QuotedeskError as error:
        yield Finding("Index" if settings.index_engine == "local" else "Milvus", False, "can't be used", str(error))


def _look_at_generations(engine: Engine) -> Iterator[Finding]:
    if not engine.numbers():
        yield Finding("Index", False, "has not been built", "Run `python -m index build`.")
        return
    served = engine.served_number()
    if served not in engine.numbers():
        yield Finding("Pointer", False, "is missing or damaged", "Run `python -m index build`: it writes a new one.")
    for number in engine.numbers():
        subject = f"Generation {number}" + (", served" if number == served else "")
        try:
            generation = engine.open_checked(number)
        except QuotedeskError as error:
            yield Finding(subject, False, "can't be used", str(error))
            continue
        manifest = generation.manifest
        yield Finding(subject, True, f"{manifest.articles} articles, {manifest.passages} passages, {manifest.built_at}")
        generation.close()
