"""Message text with entities, measured as Telegram measures it: in UTF-16 code units.

A `Composer` takes pieces of text in order and returns a `Composed` whose entities begin and end on characters that are
not white space. `units`, `cut_end` and `cut_start` measure and shorten without parting a word, a grapheme or a
surrogate pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import regex
from telegram import MessageEntity
from telegram.constants import MessageEntityType

CUT = "[…]"
_WHITE_SPACE = re.compile(r"[\s\u2028\u2029]+")
_UNEVEN = re.compile(r"^\s|\s$|\s\s|[^\S \n]|[\u2028\u2029]")
# A cut at the end of a sentence is worth two fifths of what would fit.
_LEAST_KEPT = 0.6
# Compiled here, since regex looks a pattern up for longer than it takes to search with it.
_GRAPHEME = regex.compile(r"\X")
_LAST_WORD_END = regex.compile(r"(?r)\S(?=\s)")
_LAST_SENTENCE_END = regex.compile(r"(?r)[.!?…。！？]['\"”’»)\]]*(?=\s)")


@dataclass(frozen=True, slots=True)
class Composed:
    """A message's text and its entities, offsets in UTF-16 code units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


class _Stretch(NamedTuple):
    kind: str
    start: int
    end: int
    url: str | None


class Composer:
    """Text under construction. Offsets are kept in characters and turned into UTF-16 code units at the end."""

    def __init__(self) -> None:
        self._text = ""
        self._stretches: list[_Stretch] = []

    def add(self, text: str, kind: MessageEntityType | None = None, *, url: str | None = None) -> Composer:
        """Append `text`, all of it inside an entity if a kind or a link is given."""
        start = len(self._text)
        self._text += _encodable(text)
        if url:
            self._mark(MessageEntityType.TEXT_LINK, start, url)
        elif kind:
            self._mark(kind, start)
        return self

    def add_marked(
        self, text: str, marks: Iterable[tuple[MessageEntityType, int, int]], inside: MessageEntityType | None = None
    ) -> Composer:
        """Append `text` with entities over spans of it, and all of it inside one more if `inside` is given."""
        start = len(self._text)
        self._text += _encodable(text)
        for kind, first, last in marks:
            self._mark(kind, start + first, end=start + last)
        if inside:
            self._mark(inside, start)
        return self

    @contextmanager
    def inside(self, kind: MessageEntityType | None) -> Iterator[None]:
        """What is added within the `with` block goes inside one entity of this kind (none: inside no entity)."""
        start = len(self._text)
        yield
        if kind:
            self._mark(kind, start)

    def line_break(self, count: int = 1) -> Composer:
        """End the line, unless nothing stands above."""
        if self._text:
            self._text = self._text.rstrip("\n") + "\n" * count
        return self

    def extend(self, other: Composer) -> Composer:
        """Append what `other` holds, entities and all."""
        shift = len(self._text)
        self._text += other._text
        self._stretches += [
            _Stretch(kind, start + shift, end + shift, url) for kind, start, end, url in other._stretches
        ]
        return self

    @property
    def text(self) -> str:
        return self._text

    @property
    def units(self) -> int:
        return units(self._text)

    def compose(self) -> Composed:
        text = self._text.rstrip()
        stretches = sorted(self._stretches, key=lambda stretch: (stretch.start, -stretch.end))
        entities = []
        for kind, start, end, url in stretches:
            end = min(end, len(text))
            offset = units(text[:start])
            entities.append(MessageEntity(kind, offset, units(text[start:end]), url=url))
        return Composed(text, tuple(entities))

    def _mark(self, kind: MessageEntityType, start: int, url: str | None = None, end: int | None = None) -> None:
        inner = self._text[start:end]
        start += len(inner) - len(inner.lstrip())
        end = start + len(inner.strip())
        if end > start:
            self._stretches.append(_Stretch(kind, start, end, url))


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """`text` with each run of white space as one space."""
    return _WHITE_SPACE.sub(" ", _encodable(text)).strip()


class Shown(NamedTuple):
    """A text as it is shown, and where each of its original characters (and its end) went."""

    text: str
    positions: Sequence[int]


def shown(text: str) -> Shown:
    """`text` with each run of white space as one line break, if it holds one, or one space; none at the ends."""
    if not _UNEVEN.search(text):
        return Shown(_encodable(text), range(len(text) + 1))
    pieces: list[str] = []
    positions: list[int] = []
    length = 0
    for match in re.finditer(r"([\s\u2028\u2029]+)|[^\s\u2028\u2029]+", text):
        piece = match[0]
        if match[1]:
            at_an_end = match.start() == 0 or match.end() == len(text)
            shown_piece = "" if at_an_end else "\n" if re.search(r"[\n\r\u2028\u2029]", piece) else " "
            positions += [length] * len(piece)
        else:
            shown_piece = _encodable(piece)
            positions += range(length, length + len(piece))
        pieces.append(shown_piece)
        length += len(shown_piece)
    return Shown("".join(pieces), [*positions, length])


def clip(text: str, limit: int) -> str:
    """`text` on one line within `limit` code units, cut between words and ending in … where it is longer."""
    line = one_line(text)
    if units(line) <= limit:
        return line
    kept = line[: cut_end(line, limit - 2)].rstrip()
    return f"{kept} …" if kept.endswith((".", "!", "?", "…")) else f"{kept}…"


def cut_end(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` code units, whole words; graphemes where the first is longer."""
    if words := words_end(text, limit):
        return words
    fitting = _fitting(text, limit)
    return max((cluster.end() for cluster in _GRAPHEME.finditer(text) if cluster.end() <= fitting), default=0)


def words_end(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` code units as whole words, 0 if not one does.

    Ends at a sentence if one ends in the last two fifths of what fits.
    """
    fitting = _fitting(text, limit)
    if fitting == len(text):
        return fitting
    head = text[: fitting + 1]
    if (sentence := _LAST_SENTENCE_END.search(head)) and sentence.end() >= _LEAST_KEPT * fitting:
        return int(sentence.end())
    word = _LAST_WORD_END.search(head)
    return int(word.end()) if word else 0


def words_start(text: str, limit: int) -> int:
    """The character at which the longest tail of `text` begins that fits into `limit` code units as whole words."""
    earliest = len(text) - _fitting(text[::-1], limit)
    if earliest == 0:
        return 0
    word = re.compile(r"(?<=\s)\S").search(text, earliest)
    return word.start() if word else len(text)


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` code units."""
    if len(text) * 2 <= limit:
        return len(text)
    used = 0
    for count, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return count
    return len(text)


def _encodable(text: str) -> str:
    """A lone surrogate can't be sent: it is shown as the replacement character."""
    if text.isascii():
        return text
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text)
