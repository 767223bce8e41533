"""Documents longer than a string of Milvus, and the terms that words are counted by."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest

from index.errors import IndexDamagedError
from index.storage.milvus.connection import Milvus
from index.storage.milvus.parts import BYTES_OF_A_PART, PartedDocuments, dump, in_messages
from index.storage.milvus.terms import Terms
from index.storage.milvus.word_search import Phrase


class Rows:
    """Rows kept in memory as a server keeps them."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.damaged: set[str] = set()

    def query(self, _name: str, condition: str, _fields: Any, **_: Any) -> list[dict[str, Any]]:
        wanted = {int(one) for one in condition.partition("[")[2].rstrip("]").split(",")}
        return [row for row in self.rows if row["key"] in wanted]


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def parts(rows: Rows) -> PartedDocuments:
    return PartedDocuments(cast("Milvus", rows), "documents")


@pytest.mark.parametrize("alphabet", ["a", "äß", "京", "😀", "a京😀é\x00\n"])
def test_long_documents_are_cut_between_characters(rows: Rows, parts: PartedDocuments, alphabet: str) -> None:
    chance = random.Random(1)  # noqa: S311
    texts = {number: "".join(chance.choices(alphabet, k=length)) for number, length in enumerate((0, 1, 70_000, 9))}
    for number, text in texts.items():
        rows.rows += [dict(row) for row in parts.rows(number, text)]
    assert max(len(row["data"].encode()) for row in rows.rows) <= BYTES_OF_A_PART
    assert parts.get(texts) == texts


def test_a_part_that_is_missing_exchanged_or_altered_is_noticed(rows: Rows, parts: PartedDocuments) -> None:
    good = [dict(row) for number, text in enumerate(("b" * 70_000, "c")) for row in parts.rows(number, text)]
    exchanged = [{**row, "key": 1 << 16 if row["key"] == 0 else row["key"]} for row in good if row["key"] != 1 << 16]
    altered = [{**row, "data": row["data"].replace("c", "d")} for row in good]
    for damaged in (good[1:], [good[0], good[2]], good[:2], exchanged, altered):
        rows.rows = damaged
        with pytest.raises(IndexDamagedError, match="missing or was altered"):
            parts.get([0, 1])
    rows.rows = good
    assert parts.get([1]) == {1: "c"}


def test_half_a_surrogate_pair_survives_as_an_escape() -> None:
    import json

    text = 'a\ud800"\\ 京'
    dumped = dump([text])
    assert dumped.encode()
    assert json.loads(dumped) == [text]


def test_messages_stay_small() -> None:
    sizes = [len(some) for some in in_messages({"data": "x" * 60_000} for _ in range(100))]
    assert sum(sizes) == 100
    assert max(sizes) < 20


def test_terms_are_those_of_the_keyword_index_in_order() -> None:
    terms = Terms()
    texts = ["The ferries’ running, O'Brien's naïve café 北京", "", "re-elected"]
    assert terms.of(texts) == [
        ["the", "ferri", "run", "o", "brien", "s", "naiv", "cafe", "北", "京"],
        [],
        ["re", "elect"],
    ]
    assert terms.of(["Ferry"]) == [["ferri"]]


def test_phrases_are_counted_in_a_row() -> None:
    words = "the old ferri of the old ferriage".split()
    assert Phrase(("old", "ferri")).times_in(words) == 1
    assert Phrase(("old", "ferri"), prefix=True).times_in(words) == 2
    assert Phrase(("the",)).times_in(words) == 2
    assert Phrase(("of", "old")).times_in(words) == 0
