"""One generation in Milvus, opened for reading: what the local engine's has, asked for over the network.

Rows that were read are kept in memory for a while, and so are the sources of all articles once they are needed. Safe to
share between threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError
from index.models import NOTHING_LEFT_OUT, Article, LeftOut, Passage, Source
from index.storage.catalogue import ArticleFilter, FileState, IndexedDocument
from index.storage.engine import Check, Generation
from index.storage.milvus.connection import Milvus
from index.storage.milvus.figures import DOCUMENTS, FIGURES, MANIFEST, ORDER, Figures, load_documents, load_order
from index.storage.milvus.parts import PartedDocuments
from index.storage.milvus.segment import KINDS, SPELT, MilvusSegment, StoredArticle, StoredPassage
from index.storage.milvus.word_search import MilvusWordSearch
from index.storage.schema import Manifest
from index.storage.searchable import Selection
from index.storage.token_vectors import PassageTokens, unit
from index.text.cache import SharedCache

# What was read is kept as the local engine keeps it: 16 million characters are at most 64 MB, the tokens as many.
_CHARACTERS_KEPT = 1 << 24
_PASSAGES_KEPT = 1 << 14
_TOKEN_BYTES_KEPT = 1 << 26
_VECTORS_KEPT = 1 << 12
_MASKS_KEPT = 1 << 28
_PASSAGES_OF_A_STORY = 32
_READ_AT_ONCE = 500


class MilvusGeneration:
    """The generation in a collection.

    What `before`, another generation, has counted already is not counted again, unless `check` is "all".

    Raises:
        IndexDamagedError: a collection is missing, or does not have the rows that were written.
        IndexMismatchError: it has another schema than this version reads.
    """

    def __init__(
        self, milvus: Milvus, collection: str, *, check: Check = "all", before: Generation | None = None
    ) -> None:
        self._milvus = milvus
        self.collection = collection
        self._own = PartedDocuments(milvus, collection)
        stored = self._own.get([MANIFEST, FIGURES, ORDER], strong=True)
        self.manifest = Manifest.parse(stored[MANIFEST], f"The manifest in {collection}", collection)
        self.figures = Figures.load(stored[FIGURES])
        self.segments = tuple(_segments(milvus, self.manifest))
        self.order = load_order(stored[ORDER], self.manifest.segments)
        self._articles: SharedCache[str, Article] = SharedCache(_CHARACTERS_KEPT, lambda article: len(article.text))
        self._found: SharedCache[str, tuple[int, StoredArticle]] = SharedCache(_PASSAGES_KEPT)
        self._passages: SharedCache[int, StoredPassage] = SharedCache(_PASSAGES_KEPT)
        self._tokens: SharedCache[int, PassageTokens] = SharedCache(_TOKEN_BYTES_KEPT, lambda one: one.packed.nbytes)
        self._article_vectors: SharedCache[str, NDArray[np.float32]] = SharedCache(_VECTORS_KEPT)
        self._selections: SharedCache[ArticleFilter, Selection] = SharedCache(
            _MASKS_KEPT, lambda one: one.passages.nbytes
        )
        if check != "none":
            self._count_rows(before if check == "touched" else None)

    def _count_rows(self, before: Generation | None) -> None:
        if met := self._milvus.damaged.intersection(self.figures.rows):
            raise IndexDamagedError(f"{min(met)} was altered or lost rows: run `python -m index build --full`.")
        counted = {one.record for one in before.segments} if isinstance(before, MilvusGeneration) else set()
        for segment in self.segments:
            for kind in KINDS if segment.record not in counted else ():
                name = segment.collection(kind)
                if self._milvus.count(name) != self.figures.rows[name]:
                    raise IndexDamagedError(f"{name} has not the rows that it had: run `python -m index build --full`.")

    @property
    def number(self) -> int:
        return self.manifest.generation

    @property
    def passage_count(self) -> int:
        return self.manifest.passages

    def check_model(self, wanted: ModelIdentity) -> None:
        self.manifest.check_model(wanted)

    def close(self) -> None:
        """Nothing is held: a builder may drop collections that are still read, and readers turn to the next
        generation."""

    # Articles and passages

    @cached_property
    def stated(self) -> list[StoredArticle]:
        """All articles in corpus order, without their texts and lines."""
        found: list[StoredArticle | None] = [None] * len(self.order.places)
        for segment, places in zip(self.segments, self.order.article_places, strict=True):
            own = places.tolist()
            for article in segment.all_articles() if any(place >= 0 for place in own) else ():
                if own[article.number] >= 0:
                    found[own[article.number]] = replace(article, line_keys=b"")
        return [article for article in found if article]

    def sources(self) -> list[Source]:
        return [article.source for article in self.stated]

    def source(self, source_id: str) -> Source | None:
        found = self._find("source_id", source_id)
        return found[1].source if found else None

    def with_text(self, text_hash: bytes) -> Source | None:
        found = self._find("text_hash", text_hash.hex())
        return found[1].source if found else None

    def fingerprint(self, source_id: str) -> str | None:
        found = self._find("source_id", source_id)
        return found[1].fingerprint if found else None

    def documents(self) -> list[IndexedDocument]:
        articles = (
            IndexedDocument(one.source.source_id, one.source.path, one.fingerprint, "article", one.text_hash, "")
            for one in self.stated
        )
        copies = (
            IndexedDocument(source_id, path, fingerprint, "copy", bytes.fromhex(text_hash), "")
            for source_id, path, fingerprint, text_hash, _ in self._documents["copies"]
        )
        unreadable = (
            IndexedDocument(source_id, path, fingerprint, "unreadable", b"", reason)
            for source_id, path, fingerprint, reason in self._documents["unreadable"]
        )
        return [*articles, *copies, *unreadable]

    def files(self) -> dict[str, FileState]:
        return {row[0]: FileState(*row) for row in self._documents["files"]}

    def copies(self) -> list[tuple[str, str]]:
        return sorted((path, original) for _, path, _, _, original in self._documents["copies"])

    @cached_property
    def _documents(self) -> dict[str, list[list[Any]]]:
        return load_documents(self._own.get([DOCUMENTS])[DOCUMENTS])

    def article(self, source_id: str) -> Article | None:
        if known := self._articles.get(source_id):
            return known
        found = self._find("source_id", source_id)
        return self._articles.put(source_id, self.segments[found[0]].article(found[1])) if found else None

    def _find(self, field: str, value: str) -> tuple[int, StoredArticle] | None:
        """The served article with such a value: the place of its segment, and what is stored of it."""
        if field == "source_id" and (known := self._found.get(value)):
            return known
        for place in range(len(self.segments) - 1, -1, -1):
            for article in self.segments[place].articles_having(field, value):
                if self.order.article_places[place][article.number] >= 0:
                    return self._found.put(article.source.source_id, (place, article))
        return None

    def passage(self, number: int) -> Passage:
        return self._stored(number).passage

    def _stored(self, number: int) -> StoredPassage:
        if known := self._passages.get(number):
            return known
        if not 0 <= number < len(self.order.rows):
            raise IndexDamagedError(f"{self.collection} has no passage {number}: run `python -m index build --full`.")
        self._fetch([number])
        segment, row = self.local(number)
        return self._passages.get(number) or segment.passages([row])[row]

    def _fetch(self, numbers: Sequence[int]) -> None:
        for segment, own in self._by_segment(numbers, self._passages):
            found = segment.passages(list(own))
            for row, number in own.items():
                self._passages.put(number, found[row])
            unknown = {one.article for one in found.values() if self._found.get(one.passage.source_id) is None}
            for article in segment.stored_articles(sorted(unknown)):
                self._found.put(article.source.source_id, (self.segments.index(segment), article))

    def passage_before(self, number: int) -> Passage | None:
        before = self.passage(number - 1) if number else None
        return before if before and before.source_id == self.passage(number).source_id else None

    def passage_text(self, number: int) -> str:
        return self._stored(number).text or self.titled_text(number)[1]

    def titled_text(self, number: int) -> tuple[str, str]:
        passage = self.passage(number)
        article = self.article(passage.source_id)
        return (article.source.title, article.text[passage.start : passage.end]) if article else ("", "")

    def passage_number(self, passage_id: str) -> int | None:
        for segment in reversed(self.segments):
            row = segment.numbers_having("passage_id", [passage_id]).get(passage_id)
            if row is not None and (number := int(self.order.numbers[segment.first + row])) >= 0:
                return number
        return None

    def passages_of(self, source_id: str) -> list[Passage]:
        rows = self.passage_rows(source_id)
        self._fetch(rows)
        return [self.passage(number) for number in rows]

    def passage_rows(self, source_id: str) -> range:
        found = self._find("source_id", source_id)
        if found is None:
            return range(0)
        place = int(self.order.article_places[found[0]][found[1].number])
        return range(*self.order.firsts[place : place + 2].tolist())

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        for start in range(0, len(self.order.rows), _READ_AT_ONCE):
            numbers = range(start, min(start + _READ_AT_ONCE, len(self.order.rows)))
            self._fetch(numbers)
            for number in numbers:
                passage = self.passage(number)
                yield passage.passage_id, passage.source_id, self.passage_text(number)

    # Search

    def expect(self, numbers: Sequence[int] = (), words: Sequence[str] = ()) -> None:
        if words:
            self._words.expect(words)
        self._fetch(numbers)
        for segment, own in self._by_segment(numbers, self._tokens):
            found = segment.tokens_of(list(own), self.manifest.token_dimension)
            for row, number in own.items():
                self._tokens.put(number, found[row])

    def tokens_of(self, number: int) -> PassageTokens:
        if (known := self._tokens.get(number)) is not None:
            return known
        segment, row = self.local(number)
        return self._tokens.put(number, segment.tokens_of([row], self.manifest.token_dimension)[row])

    def _by_segment(
        self, numbers: Sequence[int], known: SharedCache[int, Any]
    ) -> Iterator[tuple[MilvusSegment, dict[int, int]]]:
        """The passages that are not known, by segment: for each row in it the number."""
        rows: dict[MilvusSegment, dict[int, int]] = {}
        for number in numbers:
            if known.get(number) is None:
                segment, row = self.local(number)
                rows.setdefault(segment, {})[row] = number
        yield from rows.items()

    def select(self, wanted: ArticleFilter) -> Selection | None:
        if not wanted:
            return None
        if known := self._selections.get(wanted):
            return known
        articles, left_out = [], NOTHING_LEFT_OUT
        for place, source in enumerate(self.sources()):
            if wanted.fit(source.title, source.publisher, source.published):
                articles.append(place)
            else:
                left_out += wanted.left_out(source.title, source.publisher, source.published)
        return self._selections.put(wanted, self._selection(articles, left_out))

    def select_among(self, source_ids: Collection[str], wanted: ArticleFilter) -> Selection:
        articles = []
        for source_id in source_ids:
            found = self._find("source_id", source_id)
            source = found[1].source if found else None
            if found and source and (not wanted or wanted.fit(source.title, source.publisher, source.published)):
                articles.append(int(self.order.article_places[found[0]][found[1].number]))
        return self._selection(sorted(articles))

    def _selection(self, articles: Sequence[int], left_out: LeftOut = NOTHING_LEFT_OUT) -> Selection:
        return Selection(tuple(articles), np.isin(self.order.article_of_passage, articles), left_out)

    @cached_property
    def published(self) -> tuple[date, ...]:
        days = {article.source.published for article in self.stated if article.source.published is not None}
        return tuple(date.fromisoformat(day) for day in sorted(days))

    def nearest(
        self, vector: NDArray[np.float32], count: int, within: Selection | None = None
    ) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []
        for place, segment in enumerate(self.segments):
            condition = self._condition(place, within)
            if condition is None or count <= 0:
                continue
            numbers = self.order.numbers[segment.first : segment.first + segment.record.passages]
            gone = self._gone[place]
            # Where more of the nearest are gone than that, the deeper search finds as many as there are.
            for depth in (count + min(gone, count), count + gone):
                hits = segment.nearest(vector, depth, condition)
                own = [(int(numbers[row]), score) for row, score in hits if numbers[row] >= 0]
                if len(own) >= count or len(hits) < depth or gone <= count:
                    break
            found += [one for one in own if within is None or within.passages[one[0]]]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:count]

    @cached_property
    def _gone(self) -> list[int]:
        """How many passages of each segment are not served."""
        bounds = self.order.bounds
        return [int((self.order.numbers[bounds[one] : bounds[one + 1]] < 0).sum()) for one in range(len(self.segments))]

    def _condition(self, place: int, within: Selection | None) -> str | None:
        """Which passages of a segment may be found, for the server; None where none may."""
        segment = self.segments[place]
        served = self.order.article_places[place] >= 0
        if not segment.record.passages or not served.any():
            return None
        if within is None:
            return ""
        chosen = np.unique(self.order.article_of_passage[np.flatnonzero(within.passages)])
        own = np.flatnonzero(np.isin(self.order.article_places[place], chosen) & served)
        others = np.flatnonzero(~np.isin(np.arange(segment.record.articles), own))
        if not len(own):
            return None
        return f"article in {own.tolist()}" if len(own) <= len(others) else f"article not in {others.tolist()}"

    def matching(
        self, words: Iterable[str], count: int, within: Selection | None = None, *, prefix: bool = False
    ) -> list[tuple[int, float]]:
        return self._words.best(words, count, within, prefix=prefix)

    @cached_property
    def _words(self) -> MilvusWordSearch:
        return MilvusWordSearch(self.segments, self.order, self.figures.served(0), self._condition)

    def passages_with(self, word: str) -> int:
        return self._words.passages_with(word)

    def is_spelt(self, word: str) -> bool:
        return sum(sum(segment.times([SPELT + word]).values()) for segment in self.segments) > 0

    def spellings(self, beginning: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        counted: dict[str, int] = {}
        for segment in self.segments:
            for word, times in segment.beginning(SPELT + beginning, shortest, longest).items():
                counted[word] = counted.get(word, 0) + times
        return sorted((word.removeprefix(SPELT), times) for word, times in counted.items() if times > 0)

    # Vectors

    @property
    def vector_search(self) -> str:
        kinds = dict.fromkeys("exact" if segment.is_exact else "HNSW of Milvus" for segment in self.segments)
        return "; ".join(kinds)

    def vector(self, number: int) -> NDArray[np.float32]:
        segment, row = self.local(number)
        return segment.vectors(row, row + 1).reshape(-1)

    def article_vector(self, source_id: str) -> NDArray[np.float32]:
        if (known := self._article_vectors.get(source_id)) is not None:
            return known
        rows = self.passage_rows(source_id)[:_PASSAGES_OF_A_STORY]
        segment, row = self.local(rows.start)
        return self._article_vectors.put(source_id, unit(segment.vectors(row, row + len(rows)).sum(axis=0)))

    def local(self, number: int) -> tuple[MilvusSegment, int]:
        """The segment of a passage, and its number there."""
        row = int(self.order.rows[number])
        segment = self.segments[self.order.segment_of(row)]
        return segment, row - segment.first


def _segments(milvus: Milvus, manifest: Manifest) -> Iterator[MilvusSegment]:
    first = 0
    for record in manifest.segments:
        yield MilvusSegment(milvus, record, first)
        first += record.passages
