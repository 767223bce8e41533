"""Corpus -> a new generation, re-using what has not changed.

A build scans the corpus and compares it with the served generation; where nothing changed it stops there, once it
has asked the golden questions if it is strict. Otherwise it writes a whole generation aside, copying unchanged articles
and the vectors of unchanged passages from the served one, verifies it, asks it the golden questions and publishes it.
Until then, and after any failure, the last good generation is served.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from index.encoding.encoder import Encoder
from index.errors import CorpusError, GoldenError, IndexMissingError, ModelError, QuotedeskError
from index.ingest.articles import leave_out_repeated, write_articles
from index.ingest.changes import Changes, take_unchanged
from index.ingest.corpus import Corpora
from index.ingest.golden import GoldenQuestion, GoldenReport, ask_golden, read_golden, summarise_failures
from index.ingest.parallel import RECIPE
from index.ingest.report import BuildReport, make_report
from index.ingest.skipped import SkippedLog
from index.ingest.suspicion import Suspicion
from index.ingest.vectors import write_vectors
from index.reading.document import Document, Skipped
from index.settings import IndexSettings
from index.storage import Engine, Generation, IndexedDocument, NewGeneration, open_engine, segments_to_keep

logger = logging.getLogger(__name__)

Stage = Literal["listing", "comparing", "reading", "encoding", "writing", "verifying", "publishing"]
Progress = Callable[[Stage, int, int | None], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What a build was asked to do, and what it works with. `reused` is the generation to copy from."""

    settings: IndexSettings
    corpora: tuple[Path, ...]
    golden: Sequence[GoldenQuestion]
    strict: bool
    progress: Progress
    engine: Engine
    encoder: Encoder
    previous: Generation | None
    reused: Generation | None
    skipped: SkippedLog
    warn: Callable[[str], None]
    suspicions: list[Suspicion] = field(default_factory=list)


def silent(_stage: Stage, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def build(
    settings: IndexSettings,
    corpora: Sequence[Path] = (),
    *,
    full: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> BuildReport:
    """Bring the index up to date with the corpus; publish a new generation if anything changed.

    `full` re-reads and re-encodes everything. With `strict`, the golden questions are asked even if nothing changed,
    and nothing is published when one fails. `progress` is called with a stage and how much of it is done.

    Raises:
        CorpusError: the corpus is missing or holds no article.
        BuildInProgressError: another process is building.
        GoldenError: golden.jsonl can't be used, or, in a strict build, a question of it fails.
        IndexDamagedError: what was written does not verify.
        OSError: the disk failed. After each of these the last good generation is still served.
    """
    started = time.perf_counter()
    corpora = tuple(corpora) or (settings.corpus_dir,)
    golden = read_golden(corpora)
    engine = open_engine(settings)
    encoder = Encoder(settings.embedding_model, backend=settings.embedding_backend)
    # Said only by a build that succeeds: one that fails has one sentence, and the next build will say it again.
    warnings: list[str] = []
    with engine.building():
        with ExitStack() as opened:
            previous = _open_previous(engine, warnings.append)
            if previous:
                opened.callback(previous.close)
            reused = None if full else previous
            skipped = opened.enter_context(SkippedLog(settings.index_dir))
            report = _update(
                _Job(
                    settings,
                    corpora,
                    golden,
                    strict,
                    progress,
                    engine,
                    encoder,
                    previous,
                    reused,
                    skipped,
                    warnings.append,
                )
            )
        for warning in warnings:
            logger.warning("%s", warning)
        _prune(engine, settings.keep_generations)
    return replace(report, seconds=round(time.perf_counter() - started, 3))


def _open_previous(engine: Engine, warn: Callable[[str], None]) -> Generation | None:
    try:
        return engine.open(check="touched", warn=warn)
    except IndexMissingError:
        return None
    except QuotedeskError as error:
        warn(f"{error} Everything was built anew.")
        return None


def _update(job: _Job) -> BuildReport:
    """Compare the corpus with the generation before, and publish another one if anything changed."""
    job.progress("listing", 0, None)
    changes = Changes(job.reused, RECIPE)
    corpora = Corpora(job.corpora, max_file_mb=job.settings.max_file_mb, known=changes.files)
    total = corpora.count_unknown()
    reported: tuple[Stage, int] = ("listing", 0)

    def report_read(stage: Stage, done: int) -> None:
        # Only of documents that had to be looked at: the others take no time.
        nonlocal reported
        seen = max(done + job.skipped.count - changes.unread, 0)
        if seen and reported != (stage, seen):
            reported = (stage, seen)
            job.progress(stage, seen, max(seen, total))

    items = changes.known_or_new(corpora.scan(), job.skipped)
    unchanged, changed = take_unchanged(items, partial(report_read, "comparing"))
    if job.reused and not changed and _is_whole(job.reused, unchanged, job.encoder):
        asked = _ask_golden(job, job.reused, None) if job.strict else None
        _serve_again(job.engine, job.reused)
        for document in unchanged:
            if document.kind == "unreadable":
                job.skipped.add(Skipped(document.path, document.reason))
        return make_report(job.reused, job.reused, job.skipped, encoded=0, golden=asked)
    number = job.engine.next_number()
    try:
        with closing(job.engine.begin(number, job.reused, _segments_to_keep(job))) as writer:
            encoded = _write(job, writer, chain(unchanged, changed, items), partial(report_read, "reading"))
            writer.catalogue.add_files((*changes.states, *corpora.read))
            job.progress("writing", 0, None)
            written = writer.seal(model=job.encoder.identity, recipe=RECIPE)
        report = _verify(job, number, written, encoded)
        job.progress("publishing", 0, None)
        job.engine.publish(number)
    except Exception:
        # Of one that was interrupted, the next build takes over what it had encoded.
        job.engine.discard(number)
        raise
    return report


def _segments_to_keep(job: _Job) -> int:
    """How many segments of the generation before are kept: none whose vectors or texts were made otherwise."""
    if job.reused is None or (job.reused.manifest.model, job.reused.manifest.recipe) != (job.encoder.identity, RECIPE):
        return 0
    return segments_to_keep(job.reused)


def _is_whole(generation: Generation, unchanged: Sequence[IndexedDocument], encoder: Encoder) -> bool:
    """Whether a generation holds these documents and no others, with the vectors of this model."""
    return len(unchanged) == len(generation.documents()) and generation.manifest.model == encoder.identity


def _serve_again(engine: Engine, generation: Generation) -> None:
    """Let the pointer name a generation that is up to date, after damage to it or a rollback."""
    if engine.served_number() != generation.number or engine.rolled_back():
        engine.point_to(generation.number)


def _write(
    job: _Job,
    writer: NewGeneration,
    items: Iterable[Document | IndexedDocument],
    report_read: Callable[[int], None],
) -> int:
    """Write everything but the manifest; returns how many passages were encoded."""
    unreadable, suspicions = write_articles(writer.catalogue, items, report_read)
    for document in unreadable:
        job.skipped.add(document)
    job.suspicions.extend(suspicions)
    leave_out_repeated(writer.catalogue)
    if not writer.catalogue.articles:
        raise CorpusError(_nothing_to_read(job.corpora, job.skipped))
    if writer.catalogue.passages:
        _export(job)
    return write_vectors(writer, job.encoder, partial(job.progress, "encoding"))


def _export(job: _Job) -> None:
    """Have the model at hand for onnxruntime, for this build and the questions after it; else torch will do."""
    try:
        job.encoder.export()
    except ModelError as error:
        if job.settings.embedding_backend == "onnx":
            raise
        job.warn(f"{error} Here torch runs it, more slowly.")


def _verify(job: _Job, number: int, written: Sequence[str], encoded: int) -> BuildReport:
    """Check what was written and ask it the golden questions, before it is published."""
    job.progress("verifying", 0, None)
    previous = job.previous
    with closing(job.engine.verify(number, written, previous)) as new:
        comparable = previous if previous and previous.manifest.model == job.encoder.identity else None
        asked = _ask_golden(job, new, comparable)
        return make_report(new, previous, job.skipped, encoded=encoded, golden=asked, suspicious=job.suspicions)


def _ask_golden(job: _Job, generation: Generation, served: Generation | None) -> GoldenReport | None:
    """How a generation answers the golden questions, if there are any; in a strict build, none may fail."""
    if not job.golden:
        return None
    from index.answering.pipeline import Pipeline

    pipeline = Pipeline.of(job.encoder, job.settings, job.engine.index_dir)
    asked = ask_golden(job.golden, generation, served, pipeline, job.settings.max_quotes)
    if job.strict and asked.failed:
        raise GoldenError(f"Nothing was published: {summarise_failures(asked)}")
    return asked


def _prune(engine: Engine, keep: int) -> None:
    try:
        engine.prune(keep)
    except OSError as error:
        logger.warning("Old generations could not be removed (%s): remove them by hand if the disk fills up.", error)


def _nothing_to_read(corpora: Sequence[Path], skipped: SkippedLog) -> str:
    where = ", ".join(str(corpus) for corpus in corpora)
    first = "".join(f" ({one.path} {one.reason})" for one in skipped.listed()[:1])
    return f"The corpus {where} holds no article that can be read{first}: put .txt, .md, .html or .jsonl files there."
