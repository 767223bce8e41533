"""Documents -> articles with their passages, on all cores, in order, with few documents in memory at a time."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TypeVar, cast

from index import reading
from index.errors import CorpusError, UnreadableError
from index.models import Article, Passage
from index.reading.boilerplate import repetition
from index.reading.document import Document
from index.storage import IndexedDocument
from index.text import passages

# Changes whenever the same document may give another article or other passages.
RECIPE = f"reader {reading.READER_VERSION}, splitter {passages.SPLITTER_VERSION}"

_Item = TypeVar("_Item")
_Other = TypeVar("_Other")
_Result = TypeVar("_Result")

# For fewer documents, starting other processes takes longer than they save.
_POOL_FROM = 200
# Large enough that sending costs little, small enough that the last process is not left alone for long.
_BATCH = 50


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: its article and passages, or, when it has no article, the reason."""

    source_id: str
    path: str
    fingerprint: str
    article: Article | None
    passages: tuple[Passage, ...] = ()
    text_hash: bytes = b""
    line_keys: bytes = b""
    reason: str = ""


def hash_text(article: Article) -> bytes:
    """Equal for two articles whose kept text is the same but for white space."""
    # 128 bits: that two texts share them will not happen.
    digest = blake2b(digest_size=16)
    for block in article.blocks:
        words = " ".join(article.text[block.start : block.end].split())
        digest.update(f"{words} ".encode("utf-8", "surrogatepass"))
    return digest.digest()


def read_and_split(document: Document) -> ReadDocument:
    """Read and split one document."""
    try:
        article = reading.read(document)
    except UnreadableError as error:
        return ReadDocument(document.source_id, document.path, document.fingerprint, None, reason=str(error))
    return ReadDocument(
        document.source_id,
        document.path,
        document.fingerprint,
        article,
        passages.split(article),
        hash_text(article),
        repetition.line_keys(article).tobytes(),
    )


def read_and_split_all(items: Iterable[Document | IndexedDocument]) -> Iterator[ReadDocument | IndexedDocument]:
    """Read and split documents, in order; what is known already passes through.

    Where there are many documents, other processes help.

    Raises:
        CorpusError: one of those processes was ended from outside.
    """
    return _on_all_cores(read_and_split, items, Document)


def split_all(articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Passage, ...]]]:
    """Split articles, in order; as `read_and_split_all` does."""
    return _on_all_cores(_split, articles, Article)


def _split(article: Article) -> tuple[Article, tuple[Passage, ...]]:
    return article, passages.split(article)


def _on_all_cores(
    work: Callable[[_Item], _Result], items: Iterable[_Item | _Other], kind: type[_Item]
) -> Iterator[_Result | _Other]:
    """The results for all items of a kind, in order, and the other items as they are."""
    remaining = iter(items)
    done = 0
    workers = len(os.sched_getaffinity(0))
    for item in remaining:
        done += isinstance(item, kind)
        yield work(item) if isinstance(item, kind) else cast("_Other", item)
        if done == _POOL_FROM and workers > 1:
            break
    else:
        return
    context = multiprocessing.get_context("forkserver")
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
            under_way: deque[tuple[list[_Item | _Other], Future[list[_Result]]]] = deque()

            def merged() -> Iterator[_Result | _Other]:
                batch, running = under_way.popleft()
                finished = iter(running.result())
                for item in batch:
                    yield next(finished) if isinstance(item, kind) else cast("_Other", item)

            while batch := list(islice(remaining, _BATCH)):
                wanted = [item for item in batch if isinstance(item, kind)]
                under_way.append((batch, pool.submit(_work_on_batch, work, wanted)))
                # One batch is read and another waits, for each process.
                if len(under_way) > 2 * workers:
                    yield from merged()
            while under_way:
                yield from merged()
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


def _work_on_batch(work: Callable[[_Item], _Result], items: list[_Item]) -> list[_Result]:
    return [work(item) for item in items]
