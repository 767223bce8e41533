"""Checks of the installation, the corpus and the index, each paired with its remedy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

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

    One that is good and has a remedy all the same is a warning: it stops nothing. Whoever says it in another language
    goes by its `kind`, a key of `CHECKS`, and by what fills the gaps there; other findings have none.
    """

    subject: str
    good: bool
    state: str
    remedy: str = ""
    kind: str = ""
    gaps: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.good and bool(self.remedy)


class IndexCheck(NamedTuple):
    """What is looked at, how it is, and what to do; the gaps of all are filled alike."""

    subject: str
    state: str
    remedy: str = ""


_GENERATION = "Generation {number}"
_SERVED = "Generation {number}, served"
CHECKS: Mapping[str, IndexCheck] = {
    "sqlite": IndexCheck("SQLite", "{version} with FTS5"),
    "sqlite without search": IndexCheck(
        "SQLite", "has no FTS5", "Use a Python whose sqlite3 module has the FTS5 extension."
    ),
    "model": IndexCheck("Embedding model", "{name} in {folder}"),
    "no model": IndexCheck("Embedding model", "is missing", "{reason}"),
    "reranker": IndexCheck("Reranker", "{name} in {folder}"),
    "no reranker": IndexCheck("Reranker", "is missing", "{reason}"),
    "calibration": IndexCheck("Calibration", "fitted for {name} on {date}"),
    "bad calibration": IndexCheck("Calibration", "can't be used", "{reason}"),
    "calibration of another": IndexCheck(
        "Calibration",
        "{reason}",
        "Fit one with `python -m index calibrate DATASET`, or look at ANSWER_THRESHOLD: confidences mean less.",
    ),
    "corpus": IndexCheck("Corpus {folder}", "{count} documents"),
    "no corpus": IndexCheck("Corpus {folder}", "can't be read", "{reason}"),
    "empty corpus": IndexCheck("Corpus {folder}", "holds no article", "Put .txt, .md, .html or .jsonl files there."),
    "partly read corpus": IndexCheck(
        "Corpus {folder}",
        "{count} documents, {skipped} can't be read",
        "Repair or remove them; the first: {first} {reason}.",
    ),
    "folder": IndexCheck("Index folder {folder}", "{free} GB free on its disk"),
    "locked folder": IndexCheck(
        "Index folder {folder}", "can't be written", "Give write access to {existing}, or set INDEX_DIR."
    ),
    "full disk": IndexCheck(
        "Index folder {folder}",
        "{free} GB free on its disk",
        "Make room, or set INDEX_DIR to a folder on a larger disk.",
    ),
    "milvus": IndexCheck("Milvus", "{version} at {place}"),
    "bad milvus": IndexCheck("Milvus", "can't be used", "{reason}"),
    "bad index": IndexCheck("Index", "can't be used", "{reason}"),
    "no index": IndexCheck("Index", "has not been built", "Run `python -m index build`."),
    "bad pointer": IndexCheck("Pointer", "is missing or damaged", "Run `python -m index build`: it writes a new one."),
    "generation": IndexCheck(_GENERATION, "{articles} articles, {passages} passages, {built_at}"),
    "served generation": IndexCheck(_SERVED, "{articles} articles, {passages} passages, {built_at}"),
    "bad generation": IndexCheck(_GENERATION, "can't be used", "{reason}"),
    "bad served generation": IndexCheck(_SERVED, "can't be used", "{reason}"),
}


def _found(kind: str, *, good: bool = False, **gaps: object) -> Finding:
    subject, state, remedy = (text.format(**gaps) for text in CHECKS[kind])
    return Finding(subject, good, state, remedy, kind, gaps)


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
        _look_at_model("model", settings.embedding_model, "EMBEDDING_MODEL"),
        *([_look_at_model("reranker", settings.reranker_model, SETTING)] if settings.reranker_model else []),
        *_look_at_calibration(settings),
        _look_at_corpus(settings),
        _look_at_folder(settings.index_dir),
        *_look_at_engine(settings),
    ]


def _look_at_sqlite() -> Finding:
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5(body)")
    except sqlite3.Error:
        return _found("sqlite without search")
    return _found("sqlite", good=True, version=sqlite3.sqlite_version)


def _look_at_model(kind: str, name: str, setting: str) -> Finding:
    try:
        folder = find_model(name, setting)
    except QuotedeskError as error:
        return _found(f"no {kind}", reason=error)
    return _found(kind, good=True, name=name, folder=folder)


def _look_at_calibration(settings: IndexSettings) -> Iterator[Finding]:
    try:
        model = Encoder(settings.embedding_model).identity
    except QuotedeskError:
        # The model itself is reported already.
        return
    try:
        calibration = load_calibration(model, settings.index_dir)
    except QuotedeskError as error:
        yield _found("bad calibration", reason=error)
        return
    if mismatch := calibration.mismatch(model):
        yield _found("calibration of another", reason=mismatch)
    else:
        yield _found("calibration", good=True, name=model.name, date=calibration.provenance.date)


def _look_at_corpus(settings: IndexSettings) -> Finding:
    folder, readable = settings.corpus_dir, 0
    skipped: list[Skipped] = []
    try:
        for document in scan((settings.corpus_dir,), max_file_mb=settings.max_file_mb):
            if isinstance(document, Skipped):
                skipped.append(document)
            else:
                readable += 1
    except QuotedeskError as error:
        return _found("no corpus", folder=folder, reason=error)
    if not readable:
        return _found("empty corpus", folder=folder)
    files = [one for one in skipped if not one.is_line]
    if skipped:
        first = (files or skipped)[0]
        gaps = {"count": readable, "skipped": len(skipped), "first": first.path, "reason": first.reason}
        # Of an archive of millions some lines may be broken: a build names them, and reads the others.
        return _found("partly read corpus", good=not files, folder=folder, **gaps)
    return _found("corpus", good=True, folder=folder, count=readable)


def _look_at_folder(folder: Path) -> Finding:
    existing = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return _found("locked folder", folder=folder, existing=existing)
    free = shutil.disk_usage(existing).free
    kind = "full disk" if free < _LEAST_FREE_BYTES else "folder"
    return _found(kind, good=kind == "folder", folder=folder, free=f"{free / 1e9:.1f}")


def _look_at_engine(settings: IndexSettings) -> Iterator[Finding]:
    """Whether what keeps the index can be reached, and the generations there."""
    try:
        engine = open_engine(settings)
        if settings.index_engine == "milvus":
            yield _found("milvus", good=True, version=engine.version(), place=engine.place)
        yield from _look_at_generations(engine)
    except QuotedeskError as error:
        yield _found("bad index" if settings.index_engine == "local" else "bad milvus", reason=error)


def _look_at_generations(engine: Engine) -> Iterator[Finding]:
    if not engine.numbers():
        yield _found("no index")
        return
    served = engine.served_number()
    if served not in engine.numbers():
        yield _found("bad pointer")
    for number in engine.numbers():
        kind = "served generation" if number == served else "generation"
        try:
            generation = engine.open_checked(number)
        except QuotedeskError as error:
            yield _found(f"bad {kind}", number=number, reason=error)
            continue
        manifest = generation.manifest
        figures = {"articles": manifest.articles, "passages": manifest.passages, "built_at": manifest.built_at}
        yield _found(kind, good=True, number=number, **figures)
        generation.close()
