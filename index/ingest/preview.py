"""One file, before it joins the corpus -> what a build would make of it. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import PurePosixPath

from index.answering.quoting import whole_passage
from index.ingest.parallel import ReadDocument, read_and_split_all
from index.models import Quote
from index.reading.document import FORMATS, Document, Skipped, source_id
from index.reading.formats.jsonl import records_in


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: so many articles, and the first passage of the first of them; and what is not read and why.

    `opening` is None where nothing of the file could ever be quoted. `text_hash` is that of its text where it holds one
    article, and empty otherwise.
    """

    articles: int
    opening: Quote | None
    problems: tuple[str, ...]
    text_hash: bytes = b""


def preview_file(name: str, data: bytes, *, max_file_mb: float) -> Preview:
    """Read a file as a build would that finds it under this name, whose suffix is one of `FORMATS`."""
    articles, opening, text_hash = 0, None, b""
    problems: list[str] = []
    for document in _documents(name, data, int(max_file_mb * 1_000_000)):
        if isinstance(document, Skipped):
            problems.append(document.reason)
            continue
        # Of a large archive one article tells enough.
        if opening is not None:
            articles += 1
            continue
        # In another process: what nobody has looked at yet may take all the memory, or never end.
        (read,) = read_and_split_all([document])
        if not isinstance(read, ReadDocument) or read.article is None:
            problems.append(read.reason)
        else:
            articles += 1
            first = read.passages[0]
            opening, text_hash = whole_passage(read.article, first, 0), read.text_hash
    return Preview(articles, opening, tuple(problems), text_hash if articles == 1 else b"")


def _documents(name: str, data: bytes, longest_line: int) -> Iterator[Document | Skipped]:
    kind = FORMATS[PurePosixPath(name).suffix.lower()]
    if not data.strip():
        yield Skipped(name, "is empty")
    elif kind != "jsonl":
        yield Document(name, source_id(name), kind, data)
    else:
        for record in records_in(BufferedReader(BytesIO(data)), longest_line):
            path = f"{name}#{record.key}"
            if record.problem:
                yield Skipped(name, f"line {record.line} {record.problem}")
            else:
                yield Document(path, source_id(path), kind, record.data)
