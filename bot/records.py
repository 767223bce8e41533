"""What is kept of people: clippings.

Frozen, and without knowledge of where it is kept: that is `bot.services`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.callback_data import QuoteReference
from index.models import Quote


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
