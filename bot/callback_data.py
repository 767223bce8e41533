"""What a button carries: callback data that says all by itself what it is for, so that it outlives restarts.

A quote is named by its passage, whose id survives a re-index, and by a hash of the sentence that it highlights.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from index.models import Quote

_VERSION = "1"
_PRESS = re.compile(r"1([a-z])([0-9a-f]*)(?:\.(\d{1,7}))?(?:-([a-z])(\d{1,5}))?")
_POINTER = re.compile(r"([0-9a-f]{16})_?([0-9a-f]{4})?")
_SENTENCE_BYTES = 2


@dataclass(frozen=True, slots=True)
class Pointer:
    """A passage and, unless it is its first, the sentence to highlight."""

    passage_id: str
    sentence: str = ""

    @classmethod
    def to(cls, quote: Quote) -> Pointer:
        return cls(quote.passage_id, short_hash(quote.highlight.text, _SENTENCE_BYTES))

    @classmethod
    def parse(cls, text: str) -> Pointer | None:
        match = _POINTER.fullmatch(text)
        return cls(match[1], match[2] or "") if match else None

    def points_at(self, quote: Quote) -> bool:
        """Whether this is the quote meant."""
        return self == Pointer.to(quote)

    def __str__(self) -> str:
        return self.passage_id + self.sentence


def short_hash(text: str, size: int) -> str:
    """`size` bytes of hash, in hexadecimal."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


class Verb(StrEnum):
    """What a button does."""

    QUOTE = "q"
    CONTEXT = "c"
    CARRIERS = "s"
    ANSWER = "a"
    CARD = "k"
    PASSAGES = "p"
    SOURCES = "l"
    GOOD = "g"
    BAD = "b"


class OriginKind(StrEnum):
    """What a message showed before somebody pressed a button of it."""

    ANSWER = "a"
    REFUSAL = "r"
    CARD = "k"
    SOURCES = "l"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where "back" leads: to an answer or a list at an offset, to a refusal, or to an article's card."""

    kind: OriginKind
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """One button's meaning. `subject` is a Pointer or a source id; `number` an offset, or a generation for verdicts."""

    verb: Verb
    subject: str = ""
    number: int | None = None
    origin: Origin | None = None

    @property
    def pointer(self) -> Pointer | None:
        return Pointer.parse(self.subject)

    def encode(self) -> str:
        number = "" if self.number is None else f".{self.number}"
        origin = f"-{self.origin.kind}{self.origin.offset}" if self.origin else ""
        return f"{_VERSION}{self.verb}{self.subject}{number}{origin}"

    @classmethod
    def decode(cls, data: str) -> Press | None:
        """None for data of another version of the bot, or of somebody's making."""
        match = _PRESS.fullmatch(data)
        if not match:
            return None
        verb, subject, number, kind, offset = match.groups()
        try:
            origin = Origin(OriginKind(kind), int(offset)) if kind else None
            return cls(Verb(verb), subject, int(number) if number else None, origin)
        except ValueError:
            return None
