"""What is kept of people and chats: clippings, watches, and the alerts that come of them.

Frozen, and without knowledge of where it is kept: that is `bot.services`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.callback_data import QuoteReference
from index.models import Quote, WatchReason


@dataclass(frozen=True, slots=True)
class Place:
    """Where watches are: a chat, or a topic of one (0: none), and the code of the language to speak there."""

    chat: int
    topic: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest a day: at so many minutes after midnight, in a zone of the IANA's or the server's own; `sent_on` is the
    local day of the last one (ISO 8601)."""

    minute: int
    zone: str | None = None
    sent_on: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Words that new articles are watched for; `made_at` is the time in UTC (ISO 8601), to the second."""

    watch_id: int
    words: str
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A quote of a new article, by what names it, and why it is one for the watch."""

    reference: QuoteReference
    why: WatchReason


@dataclass(frozen=True, slots=True)
class Alert:
    """What new articles have for one watch. `in_doubt` where the bot stopped while it sent this."""

    alert_id: int
    watch: Watch
    hits: tuple[Hit, ...]
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Clipping:
    """A quote as somebody has saved it; `saved_at` is the time in UTC (ISO 8601), to the second.

    It stays as it was when its article changes or goes.
    """

    clipping_id: int
    quote: Quote
    saved_at: str
    note: str = ""

    @property
    def reference(self) -> QuoteReference:
        """What buttons name the quote by."""
        return QuoteReference.to(self.quote)
