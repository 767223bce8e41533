"""One segment of a generation in Milvus: its five collections, read by number within it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.models import Article, Block, Furniture, Passage, Source, Span
from index.storage.milvus.connection import MOST_ROWS, Milvus, Row
from index.storage.milvus.parts import NO_VECTOR, NO_VECTOR_INDEX, PartedDocuments, checksum, load_bytes
from index.storage.schema import SegmentRecord
from index.storage.token_vectors import PassageTokens

KINDS = ("articles", "texts", "passages", "tokens", "words")
# Of fewer passages all vectors are compared, as the local engine does.
_EXACT_UP_TO = 100_000
_NEIGHBOURS, _BUILD_EFFORT = 32, 200
_READ_AT_ONCE = 500
_STORED = ("number", "article", "stored", "text", "words", "checksum")
# What the names of spelt words and of stemmed terms begin with in the collection that counts them.
SPELT, TERM = "s:", "t:"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What is stored of an article besides its text. number: its number in the segment; count: of its passages."""

    number: int
    source: Source
    fingerprint: str
    text_hash: bytes
    line_keys: bytes
    repeated: tuple[int, ...]
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its text, its stemmed terms, and how many token vectors it has."""

    article: int
    passage: Passage
    text: str
    words: str
    tokens: int


class MilvusSegment:
    """The segment that a record names; its first passage has the row `first` in the generation."""

    def __init__(self, milvus: Milvus, record: SegmentRecord, first: int) -> None:
        self._milvus = milvus
        self.record = record
        self.first = first
        self.articles = PartedDocuments(milvus, self.collection("articles"), ("source_id", "text_hash"))
        self.texts = PartedDocuments(milvus, self.collection("texts"))
        self.tokens = PartedDocuments(milvus, self.collection("tokens"))

    def collection(self, kind: str) -> str:
        return f"{self._milvus.prefix}_s{self.record.name}_{kind}"

    @property
    def is_exact(self) -> bool:
        """Whether vectors are found by comparing all of them."""
        return self.record.passages <= _EXACT_UP_TO

    def create(self, dimension: int) -> None:
        """Make the collections, for passage vectors of this dimension."""
        for parts in (self.articles, self.texts, self.tokens):
            parts.create()
        text = {"max_length": 65_535}
        passages: list[tuple[str, str, dict[str, Any]]] = [
            ("number", "INT64", {}),
            ("article", "INT64", {}),
            ("passage_id", "VARCHAR", {"max_length": 64}),
            ("encoding_key", "VARCHAR", {"max_length": 64}),
            ("stored", "VARCHAR", text),
            ("text", "VARCHAR", text),
            ("words", "VARCHAR", text),
            ("checksum", "VARCHAR", {"max_length": 64}),
            ("vector", "FLOAT_VECTOR", {"dim": dimension}),
            ("weights", "SPARSE_FLOAT_VECTOR", {}),
        ]
        dense: Row = (
            {"field_name": "vector", "index_type": "FLAT", "metric_type": "IP"}
            if self.is_exact
            else {
                "field_name": "vector",
                "index_type": "HNSW",
                "metric_type": "IP",
                "params": {"M": _NEIGHBOURS, "efConstruction": _BUILD_EFFORT},
            }
        )
        indexes = [
            dense,
            {"field_name": "weights", "index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"},
            *({"field_name": name, "index_type": "INVERTED"} for name in ("article", "passage_id", "encoding_key")),
        ]
        self._milvus.create(self.collection("passages"), passages, indexes)
        words = [("word", "VARCHAR", {"max_length": 1024}), ("letters", "INT64", {}), ("times", "INT64", {}), NO_VECTOR]
        self._milvus.create(self.collection("words"), words, [NO_VECTOR_INDEX])

    # Articles

    def stored_articles(self, numbers: Sequence[int]) -> list[StoredArticle]:
        found = self.articles.get(numbers)
        return [read_article(number, found[number]) for number in numbers]

    def all_articles(self) -> Iterator[StoredArticle]:
        for number, text in self.articles.scan(self.record.articles):
            yield read_article(number, text)

    def articles_having(self, field: str, value: str) -> list[StoredArticle]:
        return [read_article(number, text) for number, text in self.articles.having(field, value).items()]

    def article(self, stored: StoredArticle) -> Article:
        text, blocks, furniture = json.loads(self.texts.get([stored.number])[stored.number])
        return Article(
            stored.source,
            text,
            tuple(Block(*block) for block in blocks),
            tuple(Furniture(*piece) for piece in furniture),
        )

    # Passages

    def passages(self, numbers: Sequence[int], *, strong: bool = False) -> dict[int, StoredPassage]:
        """These passages by number; raises IndexDamagedError where one is missing or not what it was."""
        found: dict[int, StoredPassage] = {}
        for start in range(0, len(numbers), _READ_AT_ONCE):
            some = list(numbers[start : start + _READ_AT_ONCE])
            rows = self._milvus.query(self.collection("passages"), f"number in {some}", _STORED, strong=strong)
            found |= {int(row["number"]): self.read_passage(row) for row in rows}
        for number in numbers:
            if number not in found:
                raise self.damaged(number)
        return found

    def read_passage(self, row: Row) -> StoredPassage:
        if row_checksum(row) != row["checksum"]:
            raise self.damaged(int(row["number"]))
        passage_id, source_id, start, end, sentences, tokens, _ = json.loads(row["stored"])
        passage = Passage(passage_id, source_id, start, end, tuple(Span(*one) for one in sentences))
        return StoredPassage(int(row["article"]), passage, row["text"], row["words"], int(tokens))

    def numbers_having(self, field: str, values: Sequence[str]) -> dict[str, int]:
        """For each value that a passage has in a field the number of the first that has it."""
        found: dict[str, int] = {}
        for start in range(0, len(values), _READ_AT_ONCE):
            some = json.dumps(list(values[start : start + _READ_AT_ONCE]))
            for row in self._milvus.query(self.collection("passages"), f"{field} in {some}", ["number", field]):
                number = int(row["number"])
                found[row[field]] = min(number, found.get(row[field], number))
        return found

    def vectors(self, first: int, last: int) -> NDArray[np.float32]:
        """The vectors [last - first, d] of the passages from `first` up to but without `last`."""
        found: list[NDArray[np.float32]] = []
        for start in range(first, last, _READ_AT_ONCE):
            end = min(start + _READ_AT_ONCE, last)
            rows = self._milvus.query(
                self.collection("passages"), f"number >= {start} and number < {end}", ["number", "stored", "vector"]
            )
            by_number = {int(row["number"]): row for row in rows}
            for number in range(start, end):
                row = by_number.get(number)
                vector = np.asarray(row["vector"], dtype=np.float32) if row else None
                if row is None or vector is None or vector_checksum(vector) != json.loads(row["stored"])[-1]:
                    raise self.damaged(number)
                found.append(vector)
        return np.stack(found)

    def tokens_of(self, numbers: Sequence[int], dimension: int) -> dict[int, PassageTokens]:
        found = self.tokens.get(numbers)
        return {number: unpack(load_bytes(text), dimension) for number, text in found.items()}

    def nearest(self, vector: NDArray[np.float32], count: int, condition: str) -> list[tuple[int, float]]:
        """The `count` passages with the greatest inner product: (number, score), best first."""
        effort = {} if self.record.passages <= _EXACT_UP_TO else {"ef": max(2 * count, 128)}
        (hits,) = self._milvus.search(
            self.collection("passages"), "vector", [vector.tolist()], count, ["number"], condition, effort
        )
        return [(int(hit["number"]), float(hit["distance"])) for hit in hits]

    def by_words(
        self, weights: Sequence[Mapping[int, float]], count: int, condition: str
    ) -> list[list[tuple[int, str]]]:
        """For each of some sparse vectors the best `count` passages: (number, their stemmed terms)."""
        found = self._milvus.search(
            self.collection("passages"), "weights", weights, count, ["number", "words"], condition
        )
        return [[(int(hit["number"]), str(hit["entity"]["words"])) for hit in hits] for hits in found]

    # Words

    def times(self, words: Sequence[str]) -> dict[str, int]:
        """How often words, which begin with SPELT or TERM, are counted here; less than 0 for what others are less."""
        found: dict[str, int] = {}
        for start in range(0, len(words), _READ_AT_ONCE):
            some = json.dumps(list(words[start : start + _READ_AT_ONCE]), ensure_ascii=False)
            rows = self._milvus.query(self.collection("words"), f"word in {some}", ["word", "times"])
            found |= {str(row["word"]): int(row["times"]) for row in rows}
        return found

    def beginning(self, beginning: str, shortest: int = 0, longest: int = MOST_ROWS) -> dict[str, int]:
        """Words that begin so, of these lengths in letters, with how often they are counted here."""
        pattern = json.dumps(f"{beginning}%", ensure_ascii=False)
        lengths = f"letters >= {shortest} and letters <= {longest}"
        rows = self._milvus.query(self.collection("words"), f"word like {pattern} and {lengths}", ["word", "times"])
        return {str(row["word"]): int(row["times"]) for row in rows}

    def damaged(self, number: int) -> IndexDamagedError:
        """What is to be raised where a passage is missing or not what it was."""
        self._milvus.damaged.add(self.collection("passages"))
        return IndexDamagedError(
            f"Passage {number} of {self.collection('passages')} is missing or was altered: "
            "run `python -m index build --full`."
        )


def read_article(number: int, text: str) -> StoredArticle:
    source, fingerprint, text_hash, line_keys, repeated, first, count = json.loads(text)
    source_id, path, title, publisher, authors, published, url = source
    return StoredArticle(
        number,
        Source(source_id, path, title, publisher, tuple(authors), published, url),
        fingerprint,
        bytes.fromhex(text_hash),
        load_bytes(line_keys),
        tuple(repeated),
        first,
        count,
    )


def row_checksum(row: Row) -> str:
    """Of what is quoted and searched of a passage's row."""
    return checksum(int(row["number"]), "\0".join((str(row["article"]), row["stored"], row["text"], row["words"])))


def vector_checksum(vector: NDArray[np.float32]) -> str:
    return checksum(0, vector.tobytes().hex())


def pack(tokens: PassageTokens) -> bytes:
    return tokens.packed.tobytes() + tokens.sentences.astype("<u2").tobytes()


def unpack(data: bytes, dimension: int) -> PassageTokens:
    """What `pack` made of tokens of this dimension."""
    count = len(data) // (dimension // 2 + 2)
    packed = np.frombuffer(data, np.uint8, count * (dimension // 2)).reshape(count, dimension // 2)
    return PassageTokens(packed, np.frombuffer(data, "<u2", count, packed.size))
