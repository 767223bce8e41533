"""What a document states about itself -> its Source: title, publisher, authors, date of publication, address.

Statements are taken from the most deliberate place that makes them: an admin's sidecar, fields of the format, then
the page's own bylines. What nothing states stays empty; only the title falls back to the text's first words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from index.errors import UnreadableError
from index.models import Source
from index.reading.metadata.dates import parse_date

TITLE_LENGTH = 80
_KEYS = ("title", "publisher", "authors", "author", "published", "date", "url")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of an article; empty where it says nothing."""

    title: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str = ""


def combine(source_id: str, path: str, statements: Sequence[Statement], text: str) -> Source:
    """The source that the statements make together; of two that speak to a field the earlier is believed."""
    title = next((one.title for one in statements if one.title), "")
    return Source(
        source_id=source_id,
        path=path,
        title=title or first_words(text) or path,
        publisher=next((one.publisher for one in statements if one.publisher), None),
        authors=next((one.authors for one in statements if one.authors), ()),
        published=next((one.published for one in statements if one.published), None),
        url=next((one.url for one in statements if one.url), None),
    )


def first_words(text: str) -> str:
    """The first sentence of a text as a title, cut after a word where it is long."""
    start = " ".join(text[:600].split())
    sentence = re.match(r".{15,}?[.!?…。！？](?=\s+[^\W\d_a-zа-яіїєґ]|\s*$)", start)
    title = sentence.group().rstrip(".。") if sentence else start
    if len(title) <= TITLE_LENGTH:
        return title
    cut = title[:TITLE_LENGTH]
    return (cut[: cut.rfind(" ")] if " " in cut[20:] else cut).rstrip(" ,;:–—-") + "…"


def from_sidecar(data: bytes, name: str) -> Statement:
    """What an admin wrote in NAME.meta.toml.

    Raises:
        UnreadableError: it is no TOML, or has a key or a value that can't be meant.
    """
    try:
        fields = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableError(f"has a sidecar that is not valid TOML ({error}): correct {name}") from None
    return from_fields(fields, name)


def from_fields(fields: dict[str, Any], name: str) -> Statement:
    """A statement from keys and values that an admin wrote by hand.

    Raises:
        UnreadableError: an unknown key, or a date that is none.
    """
    unknown = sorted(key for key in fields if key not in _KEYS)
    if unknown:
        raise UnreadableError(f"has metadata with the unknown key {unknown[0]!r}: {name} may hold {', '.join(_KEYS)}")
    published = fields.get("published", fields.get("date"))
    if isinstance(published, datetime):
        day: str | None = published.date().isoformat()
    elif isinstance(published, date):
        day = published.isoformat()
    else:
        day = parse_date(str(published)) if published else None
        if published and day is None:
            raise UnreadableError(f"has metadata with a date that can't be read: write it as YYYY-MM-DD in {name}")
    authors = fields.get("authors", fields.get("author", ()))
    names = [authors] if isinstance(authors, str) else list(authors) if isinstance(authors, list | tuple) else []
    return Statement(
        title=flat(fields.get("title", "")),
        publisher=flat(fields.get("publisher", "")),
        authors=tuple(flat(one) for one in names if flat(one)),
        published=day,
        url=web_address(fields.get("url", "")),
    )


def web_address(value: object) -> str:
    """An address that a reader can open, or nothing."""
    address = flat(value)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else ""


def flat(value: object) -> str:
    """A value as one line of text; nothing for None."""
    return " ".join(str(value).split()) if value is not None else ""
