"""Documents -> articles with their passages, on all cores, in order, with few documents in memory at a time."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from index import passages, reading
from index.errors import CorpusError, UnreadableError
from index.models import Article, Passage
from index.reading.corpus import Document
from index.storage.generation import Known

# Changes whenever the same document may give another article or other passages.
RECIPE = f"reader {reading.READER_VERSION}, splitter {passages.SPLITTER_VERSION}"

_POOL_FROM = 200
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that was read: its article and passages, or, when it has no article, the reason."""

    source_id: str
    path: str
    fingerprint: str
    article: Article | None
    passages: tuple[Passage, ...] = ()
    text_hash: bytes = b""
    reason: str = ""


def hash_text(article: Article) -> bytes:
    """Equal for two articles whose kept text is the same but for white space."""
    digest = blake2b(digest_size=16)
    for block in article.blocks:
        for word in article.text[block.start : block.end].split():
            digest.update(word.encode("utf-8", "surrogatepass") + b" ")
    return digest.digest()


def prepare(document: Document) -> Prepared:
    """Read and split one document."""
    try:
        article = reading.read(document)
    except UnreadableError as error:
        return Prepared(document.source_id, document.path, document.fingerprint, None, reason=str(error))
    return Prepared(
        document.source_id,
        document.path,
        document.fingerprint,
        article,
        passages.split(article),
        hash_text(article),
    )


def prepare_all(items: Iterable[Document | Known]) -> Iterator[Prepared | Known]:
    """Read and split documents, in order; what is known already passes through.

    When there turn out to be many documents, other processes help.

    Raises:
        CorpusError: one of those processes was ended from outside.
    """
    remaining = iter(items)
    documents = 0
    workers = len(os.sched_getaffinity(0))
    for item in remaining:
        documents += isinstance(item, Document)
        yield prepare(item) if isinstance(item, Document) else item
        if documents == _POOL_FROM and workers > 1:
            break
    else:
        return
    context = multiprocessing.get_context("forkserver")
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
            under_way: deque[tuple[list[Document | Known], Future[list[Prepared]]]] = deque()
            while batch := list(islice(remaining, _BATCH)):
                wanted = [item for item in batch if isinstance(item, Document)]
                under_way.append((batch, pool.submit(_prepare_batch, wanted)))
                if len(under_way) > 2 * workers:
                    yield from _merge(*under_way.popleft())
            while under_way:
                yield from _merge(*under_way.popleft())
    except BrokenProcessPool:
        raise CorpusError(
            "A process that read articles was ended from outside, perhaps for lack of memory: "
            "make room in memory, or lower MAX_FILE_MB, and build again."
        ) from None


def _end_with_parent() -> None:
    """A worker whose builder was killed would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _prepare_batch(documents: list[Document]) -> list[Prepared]:
    return [prepare(document) for document in documents]


def _merge(batch: list[Document | Known], under_way: Future[list[Prepared]]) -> Iterator[Prepared | Known]:
    finished = iter(under_way.result())
    for item in batch:
        yield next(finished) if isinstance(item, Document) else item
