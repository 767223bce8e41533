"""A finished segment in a folder of this machine -> its collections in Milvus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from index.models import Furniture
from index.storage.generation import LocalGeneration
from index.storage.milvus.connection import Milvus, Row
from index.storage.milvus.parts import BYTES_OF_A_PART, NOTHING, dump, dump_bytes, in_messages
from index.storage.milvus.segment import SPELT, TERM, MilvusSegment, pack, row_checksum, vector_checksum
from index.storage.milvus.terms import Terms, passage_weights
from index.storage.schema import FileRecord
from index.storage.token_vectors import PassageTokens
from index.text.normalise import spelt_words

_SOURCE = "source_id, path, title, publisher, authors, published, url"
_AT_ONCE = 256
_MANY_ROWS = 10_000
# Words of more letters are no words; the local engine keeps them, but nobody looks for them.
_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to each collection: its size and a checksum of its rows' checksums, and how many rows; and how many
    terms and token vectors the passages have together."""

    records: Mapping[str, FileRecord]
    rows: Mapping[str, int]
    counts: tuple[int, int]


class Upload:
    """Sends one segment; `segment` names its collections."""

    def __init__(self, milvus: Milvus, segment: MilvusSegment) -> None:
        self._milvus = milvus
        self._segment = segment
        self._records: dict[str, FileRecord] = {}
        self._rows: dict[str, int] = {}
        self._terms = self._tokens = 0
        self._holding: Counter[str] = Counter()

    def send(self, waiting: LocalGeneration | None, less: Mapping[str, int], dimension: int) -> Sent:
        """Send the only segment of a local generation, if there is one; `less` is how much less often words are counted
        since other segments' articles have gone."""
        self._segment.create(dimension)
        articles = list(_articles(waiting)) if waiting else []
        self._put("articles", (row for one in articles for row in self._article_rows(one)))
        self._put("texts", (row for one in articles for row in self._text_rows(one)))
        self._put("passages", self._passage_rows(waiting) if waiting else ())
        self._put("tokens", self._token_rows(waiting) if waiting else ())
        self._put("words", self._word_rows(waiting, less))
        return Sent(self._records, self._rows, (self._terms, self._tokens))

    def _put(self, kind: str, rows: Iterable[Row]) -> None:
        name = self._segment.collection(kind)
        digest, size, count = sha256(), 0, 0
        for some in in_messages(rows):
            self._milvus.insert(name, some)
            for row in some:
                digest.update(str(row.get("checksum") or f"{row.get('word')} {row.get('times')}").encode())
                size += _bytes_of(row)
            count += len(some)
        # What is written is safe before; only of many rows it pays to wait until they are stored for searching.
        if count >= _MANY_ROWS:
            self._milvus.finish(name)
        self._records[name] = FileRecord(size, digest.hexdigest())
        self._rows[name] = count

    def _article_rows(self, one: Mapping[str, Any]) -> list[Row]:
        source = [*(one[name] for name in ("source_id", "path", "title", "publisher"))]
        source += [json.loads(one["authors"]), one["published"], one["url"]]
        stated = [one["fingerprint"], one["text_hash"].hex(), dump_bytes(one["line_keys"]), json.loads(one["repeated"])]
        text = dump([source, *stated, one["first"], one["count"]])
        found_by = {"source_id": one["source_id"], "text_hash": one["text_hash"].hex()}
        return self._segment.articles.rows(one["number"], text, found_by)

    def _text_rows(self, one: Mapping[str, Any]) -> list[Row]:
        furniture = [[piece.start, piece.end, piece.why] for piece in (Furniture(*row) for row in one["furniture"])]
        return self._segment.texts.rows(one["number"], dump([one["text"], one["blocks"], furniture]))

    def _passage_rows(self, waiting: LocalGeneration) -> Iterator[Row]:
        (local,) = waiting.segments
        average = local.average_words
        terms = Terms()
        for start in range(0, local.record.passages, _AT_ONCE):
            end = min(start + _AT_ONCE, local.record.passages)
            stored = list(
                local.rows(
                    "SELECT passages.number, source, passage_id, source_id, start, end, sentences, encoding_key,"
                    " substr(text, start + 1, end - start) FROM passages JOIN sources ON source = sources.number"
                    " WHERE passages.number >= ? AND passages.number < ? ORDER BY passages.number",
                    *(start, end),
                )
            )
            vectors = local.vectors.run(start, end)
            stems = terms.of([row[-1] for row in stored])
            counts = np.diff(local.tokens.bounds[start : end + 1]).tolist()
            for (number, article, *own, sentences, key, text), vector, words, tokens in zip(
                stored, vectors, stems, counts, strict=True
            ):
                self._terms += len(words)
                self._tokens += tokens
                self._holding.update(set(words))
                row = {
                    "number": number,
                    "article": article,
                    "passage_id": own[0],
                    "encoding_key": key.hex(),
                    "stored": dump([*own, json.loads(sentences), tokens, vector_checksum(vector)]),
                    # Of a longer one the article has it.
                    "text": text if len(text.encode()) <= BYTES_OF_A_PART else "",
                    "words": _joined(words),
                    "vector": vector,
                    "weights": passage_weights(words, average),
                }
                yield row | {"checksum": row_checksum(row)}

    def _token_rows(self, waiting: LocalGeneration) -> Iterator[Row]:
        (local,) = waiting.segments
        for number in range(local.record.passages):
            yield from self._segment.tokens.rows(number, dump_bytes(pack(_whole(local.tokens.of(number)))))

    def _word_rows(self, waiting: LocalGeneration | None, less: Mapping[str, int]) -> Iterator[Row]:
        counted = Counter({TERM + term: times for term, times in self._holding.items()})
        if waiting:
            for word, times in waiting.segments[0].rows("SELECT word, times FROM vocabulary"):
                counted[SPELT + word[:_LONGEST_WORD]] += times
        counted.subtract(less)
        for word, times in sorted(counted.items()):
            if times:
                yield {"word": word, "letters": len(word) - len(SPELT), "times": times, "nothing": NOTHING}


def words_of(segment: MilvusSegment, number: int) -> tuple[Counter[str], tuple[int, int]]:
    """What an article counts for in its segment's words, and how many terms and token vectors its passages have."""
    counted: Counter[str] = Counter()
    (stored,) = segment.stored_articles([number])
    rows = segment.passages(range(stored.first, stored.first + stored.count), strong=True)
    terms = tokens = 0
    for row in rows.values():
        words = row.words.split()
        terms += len(words)
        tokens += row.tokens
        counted.update(TERM + word for word in set(words))
        counted.update(SPELT + word[:_LONGEST_WORD] for word in spelt_words(row.text))
    source = stored.source
    for text in (f"{source.title} {source.publisher or ''}", " ".join(source.authors)):
        counted.update(SPELT + word[:_LONGEST_WORD] for word in spelt_words(text))
    return counted, (terms, tokens)


def _articles(waiting: LocalGeneration) -> Iterator[Mapping[str, Any]]:
    """The articles of the only segment, each with its first passage and how many it has."""
    (local,) = waiting.segments
    places = {number: (first, count) for first, count, number in waiting.order.places.tolist()}
    columns = f"number, {_SOURCE}, fingerprint, text_hash, line_keys, repeated, text, blocks, furniture"
    for row in local.rows(f"SELECT {columns} FROM sources ORDER BY number"):
        one = dict(zip(columns.split(", "), row, strict=True))
        one["blocks"], one["furniture"] = json.loads(one["blocks"]), json.loads(one["furniture"])
        one["first"], one["count"] = places[one["number"]]
        yield one


def _whole(tokens: PassageTokens) -> PassageTokens:
    return PassageTokens(np.ascontiguousarray(tokens.packed), tokens.sentences)


def _joined(words: Sequence[str]) -> str:
    """The terms of a passage as they are stored: of a passage that is no text, the first ones."""
    text = " ".join(words)
    while len(text.encode()) > BYTES_OF_A_PART:
        words = words[: len(words) // 2]
        text = " ".join(words)
    return text


def _bytes_of(row: Row) -> int:
    """How much a row holds: strings in UTF-8, eight bytes a number, four a dimension, eight a weight."""
    size = 0
    for value in row.values():
        if isinstance(value, str):
            size += len(value.encode())
        elif isinstance(value, int):
            size += 8
        elif isinstance(value, dict):
            size += 8 * len(value)
        else:
            size += 4 * len(value)
    return size
