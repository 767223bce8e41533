"""One file, before it joins the corpus -> what a build would make of it. Nothing is stored."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from index.models import Quote
from index.preparing import prepare
from index.quoting import make_quote
from index.reading.corpus import Document, scan


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: so many articles, and the first passage of the first of them; and what is not read and why.

    `opening` is None where nothing of the file could ever be quoted.
    """

    articles: int
    opening: Quote | None
    problems: tuple[str, ...]


def preview(name: str, data: bytes, *, max_file_mb: float) -> Preview:
    """Read a file as a build would that finds it under this name."""
    articles, opening = 0, None
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        for document in scan((path,), max_file_mb=max_file_mb):
            if not isinstance(document, Document):
                problems.append(document.reason if document.path == name else f"{document.path} {document.reason}")
                continue
            # Of a large archive one article tells enough.
            if opening is not None:
                articles += 1
                continue
            prepared = prepare(document)
            if prepared.article is None:
                problems.append(prepared.reason)
            elif not prepared.passages:
                problems.append("holds no passage that could be quoted")
            else:
                articles += 1
                first = prepared.passages[0]
                opening = make_quote(prepared.article, first, 0, 1.0, first.end - first.start)
    return Preview(articles, opening, tuple(problems))
