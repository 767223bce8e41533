"""Corpus -> a new generation, re-using what has not changed.

A build scans the corpus and compares it with the served generation; where nothing changed it stops there. Otherwise
it writes a whole generation aside, copying unchanged articles and the vectors of unchanged passages from the served
one, verifies it, asks it the golden questions and publishes it. Until then, and after any failure, the last good
generation is served.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.errors import CorpusError, GoldenError, IndexMissingError, QuotedeskError
from index.ingest.corpus import count_documents, scan
from index.ingest.golden import ask_golden, read_golden, summarise_failures
from index.ingest.parallel import RECIPE, prepare_all, split_all
from index.ingest.report import BuildReport, make_report
from index.ingest.skipped import Complaints
from index.reading.boilerplate.repetition import (
    as_read,
    find_repeated,
    keys_of,
    repeated_blocks,
    site_of,
    without_blocks,
)
from index.reading.document import Document, Skipped
from index.settings import IndexSettings
from index.storage import Generation, GenerationWriter, Shelf
from index.storage.generation import Known
from index.storage.integrity import verify_generation
from index.storage.token_vectors import PassageTokens, quantise

logger = logging.getLogger(__name__)

Stage = Literal["comparing", "reading", "encoding", "writing", "verifying"]
Progress = Callable[[Stage, int, int | None], None]
_Step = Callable[[int], None]

_ENCODE_AT_ONCE = 128


def _silent(_stage: Stage, _done: int, _total: int | None) -> None:
    pass


def build(
    settings: IndexSettings,
    corpora: Sequence[Path] = (),
    *,
    full: bool = False,
    strict: bool = False,
    progress: Progress = _silent,
) -> BuildReport:
    """Bring the index up to date with the corpus; publish a new generation if anything changed.

    `full` re-reads and re-encodes everything. With `strict`, nothing is published when a golden question fails.
    `progress` is called with a stage and how much of it is done.

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
    shelf = Shelf(settings.index_dir)
    encoder = Encoder(settings.embedding_model)
    with shelf.building(), ExitStack() as opened:
        # Said only by a build that succeeds: one that fails has one sentence, and the next build will say it again.
        complaints: list[str] = []
        previous = _open_previous(shelf, complaints)
        if previous:
            opened.callback(previous.close)
        reused = None if full else previous
        skipped = opened.enter_context(Complaints(settings.index_dir))
        total = count_documents(corpora)
        items = _known_or_new(scan(corpora, max_file_mb=settings.max_file_mb), reused, skipped)

        def report_read(stage: Stage, done: int) -> None:
            seen = done + skipped.count
            progress(stage, seen, max(seen, total))

        unchanged, changed = _take_unchanged(items, partial(report_read, "comparing"))
        if reused and not changed and _is_complete(unchanged, reused) and reused.manifest.model == encoder.identity:
            if shelf.served_number() != reused.number or shelf.rolled_back():
                shelf.point_to(reused.number)
            _tell(complaints)
            _prune(shelf, settings.keep_generations)
            _complain_again(unchanged, skipped)
            return make_report(reused, reused, skipped, encoded=0, golden=None, seconds=_since(started))
        number = shelf.next_number()
        try:
            writer = GenerationWriter(shelf.staging_folder(number), reused)
            opened.callback(writer.close)
            items = chain(unchanged, changed, items)
            unreadable = _write_articles(writer, items, partial(report_read, "reading"))
            for document in unreadable:
                skipped.add(document)
            _leave_out_repeated(writer)
            if not writer.passages:
                raise CorpusError(_nothing_to_read(corpora, skipped))
            encoded = _write_vectors(writer, encoder, lambda done: progress("encoding", done, writer.passages))
            progress("writing", 0, None)
            writer.seal(generation=number, model=encoder.identity, recipe=RECIPE)
            progress("verifying", 0, None)
            with closing(Generation(writer.folder)) as new:
                verify_generation(new)
                comparable = previous if previous and previous.manifest.model == encoder.identity else None
                asked = ask_golden(golden, new, comparable, shelf=shelf, encoder=encoder, settings=settings)
                if strict and asked and asked.failed:
                    raise GoldenError(f"Nothing was published: {summarise_failures(asked)}")
                report = make_report(new, previous, skipped, encoded=encoded, golden=asked, seconds=_since(started))
            shelf.publish(number)
        except BaseException:
            shelf.discard(number)
            raise
        opened.close()
        _tell(complaints)
        _prune(shelf, settings.keep_generations)
        return replace(report, seconds=_since(started))


def _open_previous(shelf: Shelf, complaints: list[str]) -> Generation | None:
    try:
        return shelf.open(complain=complaints.append)
    except IndexMissingError:
        return None
    except QuotedeskError as error:
        complaints.append(f"{error} Everything was built anew.")
        return None


def _tell(complaints: Sequence[str]) -> None:
    for complaint in complaints:
        logger.warning("%s", complaint)


def _known_or_new(
    found: Iterable[Document | Skipped], previous: Generation | None, skipped: Complaints
) -> Iterator[Document | Known]:
    """Each document, or, where the previous generation read the same bytes, what it made of them.

    A copy is known only after its original: else the text, which is not stored with the copy, is to be read.
    """
    known = {}
    if previous and previous.manifest.recipe == RECIPE:
        known = {document.source_id: document for document in previous.documents()}
    texts = set()
    for document in found:
        if isinstance(document, Skipped):
            skipped.add(document)
            continue
        same = known.get(document.source_id)
        if same is None or same.fingerprint != document.fingerprint:
            yield document
            continue
        if same.kind == "article":
            texts.add(same.text_hash)
        yield document if same.kind == "copy" and same.text_hash not in texts else same


def _take_unchanged(items: Iterator[Document | Known], report: _Step) -> tuple[list[Known], list[Document]]:
    """What is known up to the first document that is not, and that document, if there is one."""
    unchanged: list[Known] = []
    for item in items:
        if isinstance(item, Document):
            return unchanged, [item]
        unchanged.append(item)
        report(len(unchanged))
    return unchanged, []


def _complain_again(known: Iterable[Known], skipped: Complaints) -> None:
    for document in known:
        if document.kind == "unreadable":
            skipped.add(Skipped(document.path, document.reason))


def _is_complete(unchanged: Sequence[Known], previous: Generation) -> bool:
    return len(unchanged) == len(previous.documents())


def _write_articles(writer: GenerationWriter, items: Iterable[Document | Known], report: _Step) -> list[Skipped]:
    """Store every article once, in corpus order; documents with the text of an earlier one become its copies.

    Returns those that hold no article.
    """
    originals: dict[bytes, str] = {}
    unreadable = []
    for count, item in enumerate(prepare_all(items), start=1):
        report(count)
        document = (item.source_id, item.path, item.fingerprint)
        if not item.text_hash:
            writer.add_unreadable(*document, item.reason)
            unreadable.append(Skipped(item.path, item.reason))
            continue
        original = originals.setdefault(item.text_hash, item.source_id)
        if original != item.source_id:
            writer.add_copy(*document, item.text_hash, original)
        elif isinstance(item, Known):
            writer.copy_article(item.source_id)
        elif item.article:
            writer.add_article(
                item.article,
                item.passages,
                fingerprint=item.fingerprint,
                text_hash=item.text_hash,
                line_keys=item.line_keys,
            )
    return unreadable


def _leave_out_repeated(writer: GenerationWriter) -> None:
    """Call furniture what the corpus repeats, and what it repeats no longer the article's; split those anew.

    What repeats is asked of all articles, but only those are read again whose lines come or go.
    """
    repeated = find_repeated((site_of(lines.source), keys_of(lines.line_keys)) for lines in writer.lines())
    wanted = {}
    for lines in writer.lines():
        found = repeated.get(site_of(lines.source))
        numbers = repeated_blocks(keys_of(lines.line_keys), found) if found else ()
        if numbers != lines.repeated:
            wanted[lines.number] = (numbers, lines.line_keys)
    articles = (
        without_blocks(as_read(writer.article(number), keys_of(keys)), numbers)
        for number, (numbers, keys) in wanted.items()
    )
    for number, (article, passages) in zip(wanted, split_all(articles), strict=True):
        writer.replace_article(number, article, passages, repeated=wanted[number][0])
    if wanted:
        writer.number_passages()


def _write_vectors(writer: GenerationWriter, encoder: Encoder, report: _Step) -> int:
    """Store the vectors of all passages, copied from the previous generation where it has them; returns how many are
    new."""
    previous = writer.previous
    same_model = previous is not None and previous.manifest.model == encoder.identity
    known = writer.known_vectors() if same_model else [None] * writer.passages
    encodings = _encode(writer, encoder, [number for number, old in enumerate(known) if old is None])
    done = 0
    while done < len(known):
        first = known[done]
        if first is None:
            writer.add_vectors(*next(encodings))
            done += 1
        else:
            length = 1
            while done + length < len(known) and known[done + length] == first + length:
                length += 1
            writer.copy_vectors(first, first + length)
            done += length
        report(done)
    return known.count(None)


def _encode(
    writer: GenerationWriter, encoder: Encoder, numbers: Sequence[int]
) -> Iterator[tuple[NDArray[np.float32], PassageTokens]]:
    """The vector and tokens of each of these passages, in order."""
    for first in range(0, len(numbers), _ENCODE_AT_ONCE):
        inputs = [writer.input(number) for number in numbers[first : first + _ENCODE_AT_ONCE]]
        encodings = encoder.encode_passages([item.text for item in inputs], [item.title for item in inputs])
        for item, encoding in zip(inputs, encodings, strict=True):
            yield encoding.vector, quantise(encoding, item.passage)


def _prune(shelf: Shelf, keep: int) -> None:
    try:
        shelf.prune(keep)
    except OSError as error:
        logger.warning("Old generations could not be removed (%s): remove them by hand if the disk fills up.", error)


def _nothing_to_read(corpora: Sequence[Path], skipped: Complaints) -> str:
    where = ", ".join(str(corpus) for corpus in corpora)
    first = "".join(f" ({one.path} {one.reason})" for one in skipped.listed()[:1])
    return f"The corpus {where} holds no article that can be read{first}: put .txt, .md, .html or .jsonl files there."


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
