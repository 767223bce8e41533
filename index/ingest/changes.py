"""Corpus and the generation before -> which documents are as they were. Compared by the bytes, without reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from index.ingest.skipped import SkippedLog
from index.reading.document import Document, Skipped
from index.storage import Generation, IndexedDocument


def known_or_new(
    found: Iterable[Document | Skipped], previous: Generation | None, skipped: SkippedLog, recipe: str
) -> Iterator[Document | IndexedDocument]:
    """Each document, or, where the previous generation read the same bytes, what it made of them.

    `recipe` is how documents are read today: a generation of another recipe may have made something else of them.
    A copy counts as known only where its original comes before it. Otherwise its text, which is not stored with the
    copy, has to be read.
    """
    known = {}
    if previous and previous.manifest.recipe == recipe:
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


def take_unchanged(
    items: Iterator[Document | IndexedDocument], report: Callable[[int], None]
) -> tuple[list[IndexedDocument], list[Document]]:
    """What is known up to the first new document, and that document if there is one; `report` gets the count."""
    unchanged: list[IndexedDocument] = []
    for item in items:
        if isinstance(item, Document):
            return unchanged, [item]
        unchanged.append(item)
        report(len(unchanged))
    return unchanged, []
