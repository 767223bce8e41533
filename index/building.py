"""Corpus -> a new generation, re-using what has not changed.

A build scans the corpus and compares it with the served generation; where nothing changed it stops there. Otherwise
it writes a whole generation aside, taking unchanged articles and the vectors of unchanged passages from the served
one, verifies it and publishes it. Until then, and after any failure, the last good generation is served.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from index.encoder import Encoder
from index.errors import CorpusError, IndexMissingError, QuotedeskError
from index.preparing import RECIPE, Prepared, hash_text, prepare_all
from index.reading.corpus import Document, Skipped, scan
from index.settings import IndexSettings
from index.storage import Generation, GenerationWriter, Shelf
from index.storage.tokens import quantise
from index.storage.verifying import verify_generation

logger = logging.getLogger(__name__)

Stage = Literal["comparing", "reading", "encoding", "writing", "verifying"]
Progress = Callable[[Stage, int, int | None], None]
_Step = Callable[[int], None]

_ENCODE_AT_ONCE = 128


def _silent(_stage: Stage, _done: int, _total: int | None) -> None:
    pass


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build changed. Documents are named by path; `seconds` is wall time.

    `duplicates` pairs each document whose text was indexed already with the one that was. `reused` and `encoded`
    count passages.
    """

    published: bool
    generation: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    duplicates: tuple[tuple[str, str], ...]
    articles: int
    passages: int
    reused: int
    encoded: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Changes:
    """The documents of the corpus, by path, against those of the generation before."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]


def build(
    settings: IndexSettings,
    corpora: Sequence[Path] = (),
    *,
    full: bool = False,
    progress: Progress = _silent,
) -> BuildReport:
    """Bring the index up to date with the corpus; publish a new generation if anything changed.

    `full` re-reads and re-encodes everything. `progress` is called with a stage and how much of it is done.

    Raises:
        CorpusError: the corpus is missing or holds no article.
        BuildInProgressError: another process is building.
        IndexDamagedError: what was written does not verify.
        OSError: the disk failed. After each of these the last good generation is still served.
    """
    started = time.perf_counter()
    corpora = tuple(corpora) or (settings.corpus_dir,)
    shelf = Shelf(settings.index_dir)
    encoder = Encoder(settings.embedding_model)
    with shelf.building():
        previous = _open_previous(shelf)
        try:
            changes = _compare(scan(corpora, max_file_mb=settings.max_file_mb), previous, progress)
            reusable = None if full else previous
            same_recipe = reusable is not None and reusable.manifest.recipe == RECIPE
            same_model = reusable is not None and reusable.manifest.model == encoder.identity
            nothing_new = not (changes.added or changes.changed or changes.removed)
            if previous and same_recipe and same_model and nothing_new:
                _repair_pointer(shelf, previous)
                return _report(previous, changes, published=False, encoded=0, started=started)
            number = shelf.next_number()
            writer = GenerationWriter(shelf.staging_folder(number))
            try:
                documents = scan(corpora, max_file_mb=settings.max_file_mb)
                total = len(changes.added) + len(changes.changed) + changes.unchanged
                _write_articles(
                    writer,
                    documents,
                    reusable if same_recipe else None,
                    lambda done: progress("reading", done, total),
                )
                if not writer.articles:
                    raise CorpusError(_nothing_to_read(corpora, changes.skipped))
                encoded = _write_vectors(
                    writer,
                    encoder,
                    reusable if same_model else None,
                    lambda done: progress("encoding", done, writer.passages),
                )
                progress("writing", 0, None)
                writer.seal(generation=number, model=encoder.identity, dimension=encoder.dimension, recipe=RECIPE)
                progress("verifying", 0, None)
                verify_generation(writer.folder)
                shelf.publish(writer.folder, number)
            finally:
                writer.close()
                shutil.rmtree(writer.folder, ignore_errors=True)
        finally:
            if previous:
                previous.close()
        _prune(shelf, settings.keep_generations)
        served = shelf.open(check=False)
        try:
            return _report(served, changes, published=True, encoded=encoded, started=started)
        finally:
            served.close()


def _open_previous(shelf: Shelf) -> Generation | None:
    try:
        return shelf.open()
    except IndexMissingError:
        return None
    except QuotedeskError as error:
        logger.warning("%s Everything is built anew.", error)
        return None


def _compare(found: Iterable[Document | Skipped], previous: Generation | None, progress: Progress) -> _Changes:
    known = previous.documents() if previous else {}
    added, changed, skipped, seen = [], [], [], set()
    for count, document in enumerate(found, start=1):
        progress("comparing", count, None)
        if isinstance(document, Skipped):
            skipped.append(document)
            continue
        seen.add(document.source_id)
        if document.source_id not in known:
            added.append(document.path)
        elif known[document.source_id][1] != document.fingerprint:
            changed.append(document.path)
    removed = sorted(path for source_id, (path, _) in known.items() if source_id not in seen)
    unchanged = len(seen) - len(added) - len(changed)
    return _Changes(tuple(added), tuple(changed), tuple(removed), unchanged, tuple(skipped))


def _write_articles(
    writer: GenerationWriter, found: Iterable[Document | Skipped], previous: Generation | None, report: _Step
) -> None:
    """Store every article once, in corpus order; documents with the text of an earlier one become its copies."""
    originals: dict[bytes, str] = {}
    documents = (document for document in found if isinstance(document, Document))
    for count, prepared in enumerate(prepare_all(_known_or_new(documents, previous)), start=1):
        report(count)
        document = (prepared.source_id, prepared.path, prepared.fingerprint)
        if prepared.article is None:
            writer.add_unreadable(*document, prepared.reason)
            continue
        original = originals.setdefault(hash_text(prepared.article), prepared.source_id)
        if original == prepared.source_id:
            writer.add_article(prepared.article, prepared.passages, prepared.fingerprint)
        else:
            writer.add_copy(*document, original)


def _known_or_new(documents: Iterable[Document], previous: Generation | None) -> Iterator[Document | Prepared]:
    """Each document, or, where the previous generation read the same bytes, what it made of them."""
    known = previous.documents() if previous else {}
    unreadable = previous.unreadable() if previous else {}
    for document in documents:
        source_id, path, fingerprint = document.source_id, document.path, document.fingerprint
        if previous is None or known.get(source_id, ("", ""))[1] != fingerprint:
            yield document
        elif source_id in unreadable:
            yield Prepared(source_id, path, fingerprint, None, reason=unreadable[source_id][1])
        elif article := previous.article(source_id):
            yield Prepared(source_id, path, fingerprint, article, tuple(previous.passages_of(source_id)))
        else:
            yield document


def _write_vectors(writer: GenerationWriter, encoder: Encoder, previous: Generation | None, report: _Step) -> int:
    """Store the vectors of all passages, from the previous generation where it has them; returns how many are new."""
    inputs = writer.inputs()
    done = encoded = 0
    while chunk := list(islice(inputs, _ENCODE_AT_ONCE)):
        known = [previous.encoded_as(item.encoding_key) if previous else None for item in chunk]
        new = [item for item, number in zip(chunk, known, strict=True) if number is None]
        encodings = encoder.encode_passages([item.text for item in new], [item.title for item in new])
        for item, number in zip(chunk, known, strict=True):
            if previous and number is not None:
                writer.add_vectors(previous.vector(number), previous.tokens_of(number))
            else:
                encoding = next(encodings)
                writer.add_vectors(encoding.vector, quantise(encoding, item.passage))
            done += 1
            report(done)
        encoded += len(new)
    return encoded


def _repair_pointer(shelf: Shelf, served: Generation) -> None:
    if shelf.served_number() != served.number:
        shelf.point_to(served.number)


def _prune(shelf: Shelf, keep: int) -> None:
    try:
        shelf.prune(keep)
    except OSError as error:
        logger.warning("Old generations could not be removed (%s): remove them by hand if the disk fills up.", error)


def _nothing_to_read(corpora: Sequence[Path], skipped: Sequence[Skipped]) -> str:
    where = ", ".join(str(corpus) for corpus in corpora)
    first = f" ({skipped[0].path} {skipped[0].reason})" if skipped else ""
    return f"The corpus {where} holds no article that can be read{first}: put .txt, .md, .html or .jsonl files there."


def _report(served: Generation, changes: _Changes, *, published: bool, encoded: int, started: float) -> BuildReport:
    copies = served.copies()
    unreadable = [Skipped(path, reason) for path, reason in served.unreadable().values()]
    not_articles = {path for path, _ in copies} | {document.path for document in unreadable}
    return BuildReport(
        published=published,
        generation=served.number,
        added=tuple(path for path in changes.added if path not in not_articles),
        changed=tuple(path for path in changes.changed if path not in not_articles),
        removed=changes.removed,
        unchanged=changes.unchanged,
        skipped=(*changes.skipped, *unreadable),
        duplicates=tuple(copies),
        articles=served.manifest.articles,
        passages=served.manifest.passages,
        reused=served.manifest.passages - encoded,
        encoded=encoded,
        seconds=round(time.perf_counter() - started, 3),
    )
