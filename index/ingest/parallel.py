"""Documents -> articles with their passages, on all cores, in order, with few documents in memory at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar, cast

from index import reading
from index.errors import CorpusError, UnreadableError
from index.ingest.suspicion import Suspicion, suspect
from index.ingest.workers import DEFAULT_LIMITS, Limits, Workers
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

# Large enough that sending costs little, small enough that the last process is not left alone for long.
_BATCH = 50
# So a batch takes little of the memory that one document may take.
_BYTES_OF_A_BATCH = 10_000_000


NO_PASSAGE = "holds no passage that could be quoted"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: its article and passages, or, when it has none, the reason."""

    source_id: str
    path: str
    fingerprint: str
    article: Article | None
    passages: tuple[Passage, ...] = ()
    text_hash: bytes = b""
    line_keys: bytes = b""
    reason: str = ""
    suspicion: Suspicion | None = None


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
    found = passages.split(article)
    if not found:
        return ReadDocument(document.source_id, document.path, document.fingerprint, None, reason=NO_PASSAGE)
    return ReadDocument(
        document.source_id,
        document.path,
        document.fingerprint,
        article,
        found,
        hash_text(article),
        repetition.line_keys(article).tobytes(),
        suspicion=suspect(article),
    )


def read_and_split_all(
    items: Iterable[Document | IndexedDocument], limits: Limits = DEFAULT_LIMITS
) -> Iterator[ReadDocument | IndexedDocument]:
    """Read and split documents, in order, in other processes; what is known already passes through.

    A document that takes more than the limits, or ends its process, is one that can't be read.
    """
    return _on_all_cores(read_and_split, _refuse, items, Document, limits)


def split_all(articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Passage, ...]]]:
    """Split articles that could be read, in order; as `read_and_split_all` does.

    Raises:
        CorpusError: a process that split them was ended.
    """
    return _on_all_cores(_split, _give_up, articles, Article, DEFAULT_LIMITS)


def _split(article: Article) -> tuple[Article, tuple[Passage, ...]]:
    return article, passages.split(article)


def _refuse(document: Document, reason: str) -> ReadDocument:
    return ReadDocument(document.source_id, document.path, document.fingerprint, None, reason=reason)


def _give_up(article: Article, reason: str) -> tuple[Article, tuple[Passage, ...]]:
    raise CorpusError(f"{article.source.path} {reason}: make room in memory, or take it away, and build again.")


def _batch(remaining: Iterator[_Item]) -> list[_Item]:
    """The next items, so many that their documents are not too large together."""
    batch: list[_Item] = []
    size = 0
    for item in remaining:
        batch.append(item)
        size += len(item.data) if isinstance(item, Document) else 0
        if len(batch) == _BATCH or size > _BYTES_OF_A_BATCH:
            break
    return batch


def _on_all_cores(
    work: Callable[[_Item], _Result],
    refused: Callable[[_Item, str], _Result],
    items: Iterable[_Item | _Other],
    kind: type[_Item],
    limits: Limits,
) -> Iterator[_Result | _Other]:
    """The results for all items of a kind, in order, and the other items as they are."""
    remaining = iter(items)
    count = len(os.sched_getaffinity(0))
    with Workers(work, refused, count, limits) as workers:
        under_way: deque[tuple[list[_Item | _Other], Future[list[_Result]] | None]] = deque()

        def merged() -> Iterator[_Result | _Other]:
            batch, running = under_way.popleft()
            finished = iter(running.result() if running else ())
            for item in batch:
                yield next(finished) if isinstance(item, kind) else cast("_Other", item)

        while batch := _batch(remaining):
            wanted = [item for item in batch if isinstance(item, kind)]
            under_way.append((batch, workers.submit(wanted) if wanted else None))
            # One batch is read and another waits, for each process.
            if len(under_way) > 2 * count:
                yield from merged()
        while under_way:
            yield from merged()
