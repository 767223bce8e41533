"""What a button carries. Callback data says by itself what it is for, so buttons outlive restarts of the bot.

This is the one codec for all buttons: a reader's (`Press`), whose data begin with a version, and an admin's
(`AdminPress`), whose data begin with an A. A quote is named by its passage, whose id survives a re-index, and by a
hash of the sentence that it highlights.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from index.models import Quote

_VERSION = "1"
# A verb, a subject, a number and where "back" leads. Seven digits hold any offset or generation, and nine the offset or
# the number of what is kept to go back to: the longest data there can be stay within Telegram's 64 bytes.
_PRESS = re.compile(r"1([A-Za-z])([0-9a-f]*)(?:\.(\d{1,7}))?(?:-([a-z])(\d{1,9}))?")
_REFERENCE = re.compile(r"([0-9a-f]{16})_?([0-9a-f]{4})?")
# Enough to tell the sentences of one passage apart.
_SENTENCE_BYTES = 2
# As large as SQLite's numbers can be.
_LONGEST_ID = 15
# What an admin's buttons carry begins so, and nothing else does.
ADMIN_PATTERN = r"^A"
# The longest subject is the key of an order, which has 16 characters; 40 leaves room for longer ids.
_ADMIN_PRESS = re.compile(r"A([a-z])([0-9A-Za-z_-]{1,40})")


@dataclass(frozen=True, slots=True)
class QuoteReference:
    """A passage and, unless it is its first, the sentence to highlight."""

    passage_id: str
    sentence: str = ""

    @classmethod
    def to(cls, quote: Quote) -> QuoteReference:
        return cls(quote.passage_id, short_hash(quote.highlight.text, _SENTENCE_BYTES))

    @classmethod
    def parse(cls, text: str) -> QuoteReference | None:
        match = _REFERENCE.fullmatch(text)
        return cls(match[1], match[2] or "") if match else None

    def refers_to(self, quote: Quote) -> bool:
        """Whether this is the quote meant."""
        return self == QuoteReference.to(quote)

    def among(self, readings: Sequence[Quote]) -> Quote | None:
        """Of the readings of its passage the one meant, or the first; None where there are none."""
        return next((quote for quote in readings if self.refers_to(quote)), next(iter(readings), None))

    def __str__(self) -> str:
        return self.passage_id + self.sentence


def short_hash(text: str, size: int) -> str:
    """`size` bytes of hash, in hexadecimal."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


@unique
class Verb(StrEnum):
    """What a reader's button does."""

    QUOTE = "q"
    CONTEXT = "c"
    CARRIERS = "s"
    CITATION = "e"
    ANSWER = "a"
    LEADS = "n"
    CARD = "k"
    PASSAGES = "p"
    SOURCES = "l"
    TIMELINE = "m"
    TIMELINE_FILE = "f"
    GOOD = "g"
    BAD = "b"
    SAVE = "v"
    CLIPPINGS = "i"
    CLIPPING = "o"
    UNSAVE = "d"
    EXPORT = "x"
    MY_DATA = "j"
    FORGET_ME = "y"
    KEEP_ME = "h"
    AS_TYPED = "t"
    ALERT = "w"
    UNWATCH = "u"
    OTHERWISE = "r"
    EXAMPLE = "E"
    VERIFIED = "V"


@unique
class AdminVerb(StrEnum):
    """What an admin's button does."""

    CONFIRM = "c"
    DROP = "d"
    PICK = "p"
    LIST = "l"


@unique
class OriginKind(StrEnum):
    """What a message showed before somebody pressed a button of it."""

    ANSWER = "a"
    MAYBE = "m"
    REFUSAL = "r"
    CARD = "k"
    SOURCES = "l"
    CLIPPING = "o"
    TIMELINE = "t"
    ALERT = "w"
    VERIFIED = "v"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where "back" leads: to an answer, a list, a timeline or a verification at an offset, to a maybe, to a refusal's
    leads, to an article's card, or to the clipping or alert that has `offset` as its number."""

    kind: OriginKind
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """What a reader's button means. `subject` is a QuoteReference, a source id or the number of something kept, in
    hexadecimal; `number` an offset, or a generation for verdicts, whose `origin` is given where they are on a refusal.
    """

    verb: Verb
    subject: str = ""
    number: int | None = None
    origin: Origin | None = None

    @property
    def reference(self) -> QuoteReference | None:
        return QuoteReference.parse(self.subject)

    @property
    def kept_id(self) -> int:
        """The number of what is kept that the subject names; 0, which nothing has, where it names none."""
        return int(self.subject, 16) if self.subject and len(self.subject) <= _LONGEST_ID else 0

    def encode(self) -> str:
        number = "" if self.number is None else f".{self.number}"
        origin = f"-{self.origin.kind}{self.origin.offset}" if self.origin else ""
        return f"{_VERSION}{self.verb}{self.subject}{number}{origin}"

    @classmethod
    def decode(cls, data: str) -> Press | None:
        """None for data of another version of the bot, or data that somebody made up."""
        match = _PRESS.fullmatch(data)
        if not match:
            return None
        verb, subject, number, kind, offset = match.groups()
        try:
            origin = Origin(OriginKind(kind), int(offset)) if kind else None
            return cls(Verb(verb), subject, int(number) if number else None, origin)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class AdminPress:
    """What an admin's button means. `subject` is the key of an order, a source id, or the offset of a list."""

    verb: AdminVerb
    subject: str

    def encode(self) -> str:
        return f"A{self.verb}{self.subject}"

    @classmethod
    def decode(cls, data: str) -> AdminPress | None:
        """None for what no button of this bot carries."""
        match = _ADMIN_PRESS.fullmatch(data)
        try:
            return cls(AdminVerb(match[1]), match[2]) if match else None
        except ValueError:
            return None
