"""JSON Lines archives: a file -> its records, streamed; one record -> its fields.

A line that can't be used is reported with its number and never stops the archive. An id that stands twice is told
apart by its line, so that no article takes another's place.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import UnreadableError
from index.reading.formats.fields import names, plain_line, plain_text

_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Where exporters put the text and the date of publication, the likeliest first.
_TEXTS = ("text", "content", "body", "articleBody")
_DATES = ("published", "date", "publishedAt", "published_at", "datePublished", "date_published", "pub_date")


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its number from 1, its key and bytes, or what is wrong with it."""

    line: int
    key: str = ""
    data: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record states; empty where it does not."""

    text: str
    title: str = ""
    url: str = ""
    published: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()


def scan_archive(path: Path, limit: int) -> Iterator[Record]:
    """The records of an archive in file order; a line of more than `limit` bytes is a problem, not a memory risk.

    Raises:
        OSError: the file can't be opened or read.
    """
    with path.open("rb") as file:
        yield from records_in(file, limit)


def records_in(file: BufferedReader, limit: int) -> Iterator[Record]:
    """The same of an archive that is open."""
    seen: set[int] = set()
    if file.peek(4)[:4].startswith(_WIDE_MARKS):
        yield Record(1, problem="is not UTF-8: save the archive as UTF-8")
        return
    for number, line in _lines(file, limit):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        if len(line) > limit:
            yield Record(number, problem=f"is a line of more than {limit / 1_000_000:g} MB")
            continue
        try:
            record = load(line)
            _text_value(record)
        except UnreadableError as error:
            yield Record(number, problem=str(error))
            continue
        key = plain_line(_first(record, "_id", "id")) or f"line-{number}"
        if _digest(key) in seen:
            key = f"{key}@{number}"
        seen.add(_digest(key))
        yield Record(number, key, line.strip())


def count_lines(path: Path) -> int:
    """The lines of a regular file, at the speed of the disk.

    Raises:
        OSError: the file can't be opened or read.
    """
    if not path.is_file():
        return 1
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def load(line: bytes) -> Mapping[str, Any]:
    """The JSON object of one line.

    Raises:
        UnreadableError: it is no JSON object in UTF-8.
    """
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise UnreadableError("is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is not valid JSON ({error.msg.lower()} at character {error.pos + 1})") from None
    except (ValueError, RecursionError):
        raise UnreadableError("is not valid JSON") from None
    if not isinstance(record, dict):
        raise UnreadableError("is not a JSON object")
    return record


def fields_of(record: Mapping[str, Any]) -> Fields:
    """The fields of a record, each from its own key or from the one under `metadata`.

    Raises:
        UnreadableError: the record has no text.
    """
    return Fields(
        text=plain_text(_text_value(record)),
        title=plain_line(_first(record, "title", "headline")),
        url=plain_line(_first(record, "url", "link")),
        published=plain_line(_first(record, *_DATES)),
        publisher=plain_line(_first(record, "publisher", "source")),
        authors=names(_first(record, "authors", "author", "byline", "creator")),
    )


def _text_value(record: Mapping[str, Any]) -> Any:
    """The text of a record as it stands there: a string, paragraphs, or objects that hold them."""
    value = next((record[key] for key in _TEXTS if _holds_text(record.get(key))), None)
    if value is None:
        raise UnreadableError('has no "text"')
    return value


def _holds_text(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value) and isinstance(value, list | dict) and bool(plain_text(value).strip())


def _lines(file: BinaryIO, limit: int) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of one that is too long only the beginning is kept in memory."""
    number = 0
    while line := file.readline(limit + 2):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := file.readline(limit + 2)) and not rest.endswith(b"\n"):
                pass
        yield number, line


def _digest(key: str) -> int:
    """A key in eight bytes, so that millions of them can be remembered."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _first(record: Mapping[str, Any], *keys: str) -> Any:
    metadata = record.get("metadata")
    for holder in (record, metadata if isinstance(metadata, dict) else {}):
        for key in keys:
            if holder.get(key) not in (None, "", []):
                return holder[key]
    return ""
