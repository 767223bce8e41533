"""Corpus and the generation before -> which documents are as they were: by how files look, or else by their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from index.ingest.corpus import Unread
from index.ingest.skipped import SkippedLog
from index.reading.document import Document, Skipped
from index.storage import FileState, Generation, IndexedDocument

# The file in the path of an archive's document, which is FILE#ID.
_ARCHIVE = re.compile(r"(.+?\.(?:jsonl|ndjson))#", re.IGNORECASE | re.DOTALL)


class Changes:
    """What of a corpus the previous generation knows.

    `recipe` is how documents are read today: a generation of another recipe may have made something else of them.
    unread: how many documents were taken over without reading their files, whose states are `states`.
    """

    def __init__(self, previous: Generation | None, recipe: str) -> None:
        self._previous = previous if previous and previous.manifest.recipe == recipe else None
        self._texts: set[bytes] = set()
        self.unread = 0
        self.states: list[FileState] = []

    @cached_property
    def files(self) -> dict[str, FileState]:
        """The files that the previous generation knows, by path."""
        return self._previous.files() if self._previous else {}

    def known_or_new(
        self, found: Iterable[Document | Skipped | Unread], skipped: SkippedLog
    ) -> Iterator[Document | IndexedDocument]:
        """Each document, or, where the previous generation read the same, what it made of it.

        A copy counts as known only where its original comes before it. Otherwise its text, which is not stored with the
        copy, has to be read.
        """
        for entry in found:
            if isinstance(entry, Skipped):
                skipped.add(entry)
            elif isinstance(entry, Document):
                yield self._compare(entry)
            elif same := self._taken_over(entry):
                self.unread += len(same)
                self.states.append(entry.state)
                yield from same
            else:
                yield from self.known_or_new(entry.read(), skipped)

    def _compare(self, document: Document) -> Document | IndexedDocument:
        same = self._known.get(document.source_id)
        if same is None or same.fingerprint != document.fingerprint:
            return document
        if same.kind == "article":
            self._texts.add(same.text_hash)
        return document if same.kind == "copy" and same.text_hash not in self._texts else same

    def _taken_over(self, file: Unread) -> Sequence[IndexedDocument]:
        """The documents of a file that looks as before; none where it has to be read all the same."""
        if file.is_archive:
            same: Sequence[IndexedDocument] = self._by_archive.get(file.path, ())
        else:
            same = [self._known[file.source_id]] if file.source_id in self._known else ()
        if len(same) != file.state.documents:
            return ()
        texts = {document.text_hash for document in same if document.kind == "article"}
        if any(one.kind == "copy" and one.text_hash not in self._texts | texts for one in same):
            return ()
        self._texts |= texts
        return same

    @cached_property
    def _known(self) -> dict[str, IndexedDocument]:
        documents = self._previous.documents() if self._previous else ()
        return {document.source_id: document for document in documents}

    @cached_property
    def _by_archive(self) -> dict[str, list[IndexedDocument]]:
        """The documents of each archive; of each kind in its order."""
        archives: dict[str, list[IndexedDocument]] = {}
        for document in self._known.values():
            if found := _ARCHIVE.match(document.path):
                archives.setdefault(found[1], []).append(document)
        return archives


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
