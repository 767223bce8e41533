"""Text as Telegram keeps it: cleaned of control characters, trimmed, and with entities at UTF-16 offsets.

Text and entities go in, the text as stored and its entities (given and recognised, in order) come out.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from telegram.constants import MessageEntityType as Kind

from playground.world.state import Json

QUOTATIONS = frozenset({Kind.BLOCKQUOTE.value, Kind.EXPANDABLE_BLOCKQUOTE.value})
MONOSPACE = frozenset({Kind.PRE.value, Kind.CODE.value})
STYLES = frozenset(kind.value for kind in (Kind.BOLD, Kind.ITALIC, Kind.UNDERLINE, Kind.STRIKETHROUGH, Kind.SPOILER))

_DOMAINS = "com|org|net|info|gov|edu|io|me|ua|ru|eu|uk"
_PATTERNS = (
    (Kind.URL, re.compile(r"(?<![\w@./])(?:https?://|tg://|www\.)[^\s<>\"«»“”]+", re.IGNORECASE)),
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b", re.IGNORECASE)),
    (Kind.URL, re.compile(rf"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_DOMAINS})\b(?:/[^\s<>\"]*)?", re.IGNORECASE)),
    (Kind.BOT_COMMAND, re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@<>])")),
    (Kind.MENTION, re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    (Kind.HASHTAG, re.compile(r"(?<![\w#/])#(?=\w*[^\W\d])\w{1,256}")),
)
_CLOSING = ".,:;!?'\"…»”’"


def utf16_length(text: str) -> int:
    """Length in the units in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


class Offsets:
    """Character positions of a text and the UTF-16 positions of the same places."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *accumulate(1 + (character > "\uffff") for character in text)]

    @property
    def end(self) -> int:
        return self._starts[-1]

    def to_utf16(self, position: int) -> int:
        return self._starts[position]

    def to_character(self, offset: int) -> int | None:
        """None inside a surrogate pair or past the end."""
        position = bisect_left(self._starts, offset)
        return position if position < len(self._starts) and self._starts[position] == offset else None


def slice_of(text: str, entity: Json) -> str:
    """The text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "replace")


def stored(text: str, entities: Sequence[Json] = ()) -> tuple[str, list[Json]]:
    """The text without what Telegram strips, and the entities moved with it; those left empty are dropped."""
    offsets = Offsets(text)
    kept = [(position, cleaned) for position, character in enumerate(text) if (cleaned := _cleaned(character))]
    while kept and kept[0][1].isspace():
        kept.pop(0)
    while kept and kept[-1][1].isspace():
        kept.pop()
    clean = "".join(character for _, character in kept)
    clean_offsets = Offsets(clean)
    origins = [offsets.to_utf16(position) for position, _ in kept]

    def moved(offset: int) -> int:
        return clean_offsets.to_utf16(bisect_left(origins, offset))

    result = []
    for entity in entities:
        start, end = moved(entity["offset"]), moved(entity["offset"] + entity["length"])
        if end > start:
            result.append(entity | {"offset": start, "length": end - start})
    return clean, _in_order(result)


def _cleaned(character: str) -> str:
    """Control characters become spaces; carriage returns, line separators and direction overrides vanish."""
    if character == "\r" or "\u2028" <= character <= "\u202e":
        return ""
    return " " if character < " " and character != "\n" else character


def _in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def recognise(text: str, given: Sequence[Json] = ()) -> list[Json]:
    """The entities given, and those that Telegram finds itself outside of them: links, mentions, commands, hashtags."""
    offsets = Offsets(text)
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in given
        if entity["type"] not in STYLES | QUOTATIONS
    ]
    found = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            covered = match[0].rstrip(_CLOSING)
            if covered.endswith(")") and covered.count(")") > covered.count("("):
                covered = covered[:-1]
            start = offsets.to_utf16(match.start())
            end = offsets.to_utf16(match.start() + len(covered))
            if covered and all(end <= left or right <= start for left, right in taken):
                taken.append((start, end))
                found.append({"type": kind.value, "offset": start, "length": end - start})
    return _in_order([*given, *found])


def is_blank(text: str) -> bool:
    """True when nothing of the text can be seen."""
    return all(character.isspace() or unicodedata.category(character) in {"Cf", "Cc"} for character in text)
