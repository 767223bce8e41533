"""The articles and passages of a new generation in Milvus: what is new waits in files of this machine until it is sent.

New, changed and merged articles are written by the local engine's own writer into a folder for the time of the build;
of those that stay in a segment that is kept, nothing is read but their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from index.models import Article, Passage
from index.storage.catalogue import FileState
from index.storage.catalogue_writer import ArticleLines, CatalogueWriter, PassageInput
from index.storage.milvus.generation import MilvusGeneration
from index.storage.milvus.segment import MilvusSegment, StoredArticle


class MilvusCatalogue:
    """Articles of a generation under way, in corpus order: `waiting` gets those that are sent.

    `previous` is the generation to copy from; its first `kept` segments belong to the new one too.
    """

    def __init__(self, waiting: CatalogueWriter, previous: MilvusGeneration | None, kept: int) -> None:
        self._waiting = waiting
        self._previous = previous
        self._kept: tuple[MilvusSegment, ...] = previous.segments[:kept] if previous else ()
        # Each article: its place among those that wait, or its place in the previous generation.
        self._articles: list[tuple[int | None, int]] = []
        self.copied: dict[str, list[list[Any]]] = {"copies": [], "unreadable": [], "files": []}

    @property
    def articles(self) -> int:
        return len(self._articles)

    @property
    def passages(self) -> int:
        return self._waiting.passages

    def add_article(
        self, article: Article, passages: Sequence[Passage], *, fingerprint: str, text_hash: bytes, line_keys: bytes
    ) -> None:
        self._add(article, passages, (fingerprint, text_hash, line_keys), ())

    def copy_article(self, source_id: str) -> None:
        then = self._places_before[source_id]
        if self._is_kept(then):
            self._articles.append((None, then))
            return
        segment, stored = self._before(then)
        rows = segment.passages(range(stored.first, stored.first + stored.count), strong=True)
        passages = [rows[number].passage for number in sorted(rows)]
        self._add(segment.article(stored), passages, _stated(stored), stored.repeated)

    def lines(self) -> Iterator[ArticleLines]:
        if self._previous:
            now = {then: place for place, (own, then) in enumerate(self._articles) if own is None}
            for segment, places in zip(self._kept, self._previous.order.article_places, strict=False):
                for stored in segment.all_articles():
                    if (place := now.get(int(places[stored.number]))) is not None:
                        yield ArticleLines(place, stored.source, stored.line_keys, stored.repeated)
        own_places = {own: place for place, (own, _) in enumerate(self._articles) if own is not None}
        for lines in self._waiting.lines():
            yield replace(lines, place=own_places[lines.place])

    def article(self, place: int) -> Article:
        own, then = self._articles[place]
        if own is not None:
            return self._waiting.article(own)
        segment, stored = self._before(then)
        return segment.article(stored)

    def replace_article(
        self, place: int, article: Article, passages: Sequence[Passage], *, repeated: Sequence[int]
    ) -> None:
        own, then = self._articles[place]
        if own is None:
            _, stored = self._before(then)
            self._articles[place] = (self._waiting.articles, -1)
            self._wait(article, passages, _stated(stored), repeated)
        else:
            self._waiting.replace_article(own, article, passages, repeated=repeated)

    def number_passages(self) -> None:
        self._waiting.number_passages()

    def add_copy(self, source_id: str, path: str, fingerprint: str, text_hash: bytes, original: str) -> None:
        self.copied["copies"].append([source_id, path, fingerprint, text_hash.hex(), original])

    def add_unreadable(self, source_id: str, path: str, fingerprint: str, reason: str) -> None:
        self.copied["unreadable"].append([source_id, path, fingerprint, reason])

    def add_files(self, files: Iterable[FileState]) -> None:
        rows = {file.path: [file.path, file.stamp, file.documents] for file in files}
        known = {row[0]: row for row in self.copied["files"]}
        self.copied["files"] = list((known | rows).values())

    def known_vectors(self) -> list[int | None]:
        if self._previous is None:
            return [None] * self.passages
        keys = [key.hex() for key in self._waiting.encoding_keys()]
        rows: dict[str, int] = {}
        for segment in reversed(self._previous.segments):
            found = segment.numbers_having("encoding_key", list(dict.fromkeys(keys)))
            rows |= {key: segment.first + number for key, number in found.items()}
        return [rows.get(key) for key in keys]

    def encoding_keys(self) -> list[bytes]:
        return self._waiting.encoding_keys()

    def input(self, number: int) -> PassageInput:
        return self._waiting.input(number)

    def gone(self) -> list[tuple[MilvusSegment, int]]:
        """The articles of kept segments that are no longer served: the segment, and the number in it."""
        if self._previous is None:
            return []
        served = np.zeros(len(self._previous.order.places), dtype=bool)
        served[[then for own, then in self._articles if own is None]] = True
        found: list[tuple[MilvusSegment, int]] = []
        for segment, places in zip(self._kept, self._previous.order.article_places, strict=False):
            numbers = np.flatnonzero((places < 0) | ~served[places])
            found += [(segment, int(number)) for number in numbers]
        return found

    def places(self, own: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
        """int64 [articles, 3], as `CorpusOrder` has them; `own` are the places of those that wait, in their segment."""
        first = sum(segment.record.passages for segment in self._kept)
        before = self._previous.order.places.tolist() if self._previous else []
        rows = [
            before[then] if number is None else [first + int(own[number, 0]), int(own[number, 1]), number]
            for number, then in self._articles
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def _add(
        self, article: Article, passages: Sequence[Passage], stated: tuple[str, bytes, bytes], repeated: Sequence[int]
    ) -> None:
        self._articles.append((self._waiting.articles, -1))
        self._wait(article, passages, stated, repeated)

    def _wait(
        self, article: Article, passages: Sequence[Passage], stated: tuple[str, bytes, bytes], repeated: Sequence[int]
    ) -> None:
        fingerprint, text_hash, line_keys = stated
        self._waiting.add_article(
            article,
            passages,
            fingerprint=fingerprint,
            text_hash=text_hash,
            line_keys=line_keys,
            repeated=repeated,
        )

    @cached_property
    def _places_before(self) -> dict[str, int]:
        stated = self._previous.stated if self._previous else ()
        return {article.source.source_id: place for place, article in enumerate(stated)}

    def _is_kept(self, then: int) -> bool:
        if self._previous is None:
            return False
        return int(self._previous.order.places[then, 0]) < int(self._previous.order.bounds[len(self._kept)])

    def _before(self, then: int) -> tuple[MilvusSegment, StoredArticle]:
        """The segment of an article of the previous generation, by its place there, and what is stored of it."""
        if self._previous is None:
            raise ValueError("There is no previous generation.")
        row, _, number = self._previous.order.places[then].tolist()
        segment = self._previous.segments[self._previous.order.segment_of(row)]
        return segment, segment.stored_articles([number])[0]


def _stated(stored: StoredArticle) -> tuple[str, bytes, bytes]:
    return stored.fingerprint, stored.text_hash, stored.line_keys
