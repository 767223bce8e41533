"""Documents of any length in a collection, whose strings hold 65,535 bytes: cut into parts, put together again when
they are read, and compared with their checksum.

A document is known by its number. The key of a part is the number of the document, shifted, and that of the part.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from index.errors import IndexDamagedError
from index.storage.milvus.connection import MOST_ROWS, Milvus, Row

# Less than 65,535, since Milvus counts bytes, and one more character may be needed to end with a whole one.
BYTES_OF_A_PART = 60_000
_PART_BITS = 16
# Rows of so many bytes together travel in one message; a server takes 64 MB.
BYTES_OF_A_MESSAGE = 4_000_000
_READ_AT_ONCE = 500
_FIELDS = ("key", "parts", "checksum", "data")
# Milvus wants a vector in every collection.
NO_VECTOR: tuple[str, str, dict[str, Any]] = ("nothing", "FLOAT_VECTOR", {"dim": 2})
NO_VECTOR_INDEX: Row = {"field_name": "nothing", "index_type": "FLAT", "metric_type": "IP"}
NOTHING = [0.0, 0.0]


class PartedDocuments:
    """The documents in one collection; `extra` are short strings that they can be found by besides their number."""

    def __init__(self, milvus: Milvus, name: str, extra: Sequence[str] = ()) -> None:
        self._milvus = milvus
        self.name = name
        self._extra = extra

    def create(self) -> None:
        fields: list[tuple[str, str, dict[str, Any]]] = [
            ("key", "INT64", {}),
            ("parts", "INT64", {}),
            ("checksum", "VARCHAR", {"max_length": 64}),
            ("data", "VARCHAR", {"max_length": 65_535}),
            *((one, "VARCHAR", {"max_length": 128}) for one in self._extra),
            NO_VECTOR,
        ]
        inverted = ({"field_name": one, "index_type": "INVERTED"} for one in self._extra)
        self._milvus.create(self.name, fields, [NO_VECTOR_INDEX, *inverted])

    def rows(self, number: int, text: str, extra: Mapping[str, str] | None = None) -> list[Row]:
        """A document as rows to insert."""
        pieces = list(_cut(text))
        own = {"parts": len(pieces), "checksum": checksum(number, text), "nothing": NOTHING, **(extra or {})}
        return [{"key": number << _PART_BITS | part, "data": piece, **own} for part, piece in enumerate(pieces)]

    def get(self, numbers: Iterable[int], *, strong: bool = False) -> dict[int, str]:
        """These documents by number.

        Raises:
            IndexDamagedError: one is not there, or not what it was.
        """
        wanted = list(dict.fromkeys(numbers))
        rows = list(self._rows_of([number << _PART_BITS for number in wanted], strong))
        later = [row["key"] + part for row in rows for part in range(1, row["parts"])]
        return self._joined(wanted, [*rows, *self._rows_of(later, strong)])

    def has(self, number: int) -> bool:
        return bool(self._milvus.query(self.name, f"key in [{number << _PART_BITS}]", ["key"], strong=True))

    def remove(self, number: int) -> None:
        """Remove a document of one part."""
        self._milvus.delete(self.name, f"key in [{number << _PART_BITS}]")

    def having(self, field: str, value: str) -> dict[int, str]:
        """The documents found by one of the extra strings; the first parts suffice to find them."""
        rows = self._milvus.query(self.name, f"{field} == {json.dumps(value)}", ["key"])
        return self.get({int(row["key"]) >> _PART_BITS for row in rows})

    def scan(self, count: int) -> Iterator[tuple[int, str]]:
        """All of `count` documents, numbered from 0, in order."""
        for start in range(0, count, _READ_AT_ONCE):
            numbers = range(start, min(start + _READ_AT_ONCE, count))
            yield from self.get(numbers, strong=True).items()

    def _rows_of(self, keys: Sequence[int], strong: bool) -> Iterator[Row]:
        for start in range(0, len(keys), _READ_AT_ONCE):
            some = keys[start : start + _READ_AT_ONCE]
            yield from self._milvus.query(self.name, f"key in {some}", _FIELDS, strong=strong)

    def _joined(self, wanted: Sequence[int], rows: Iterable[Row]) -> dict[int, str]:
        pieces: dict[int, list[Row]] = {number: [] for number in wanted}
        for row in rows:
            pieces[row["key"] >> _PART_BITS].append(row)
        found = {}
        for number, own in pieces.items():
            text = "".join(row["data"] for row in sorted(own, key=lambda row: int(row["key"])))
            if not own or len(own) != own[0]["parts"] or checksum(number, text) != own[0]["checksum"]:
                self._milvus.damaged.add(self.name)
                raise IndexDamagedError(
                    f"Row {number} of {self.name} is missing or was altered: run `python -m index build --full`."
                )
            found[number] = text
        return found


def checksum(number: int, text: str) -> str:
    """Of a row or document with a number, so that two that were exchanged are noticed as well."""
    return blake2b(f"{number}\0{text}".encode(), digest_size=16).hexdigest()


def dump(value: Any) -> str:
    """JSON for a row, which has to be UTF-8: half of a surrogate pair, which is not, stands there as JSON's escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()


def dump_bytes(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def load_bytes(text: str) -> bytes:
    return b64decode(text)


def in_messages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists that a server takes at once."""
    gathered: list[Row] = []
    size = 0
    for row in rows:
        own = sum(len(value) * 4 if isinstance(value, str) else 1_000 for value in row.values())
        if gathered and (size + own > BYTES_OF_A_MESSAGE or len(gathered) >= MOST_ROWS):
            yield gathered
            gathered, size = [], 0
        gathered.append(row)
        size += own
    if gathered:
        yield gathered


def _cut(text: str) -> Iterator[str]:
    """A text in pieces of whole characters; one empty piece for an empty one."""
    data = text.encode()
    start = 0
    while True:
        end = start + BYTES_OF_A_PART
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end].decode()
        start = end
        if start >= len(data):
            return
