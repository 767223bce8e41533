"""What a message shows."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.views.composer import Composed


@dataclass(frozen=True, slots=True)
class View:
    """A message's text, and the buttons under it."""

    composed: Composed
    keyboard: InlineKeyboardMarkup | None = None

    @classmethod
    def of(cls, what: View | str) -> View:
        """A view of what may be a sentence alone."""
        return cls(Composed(what)) if isinstance(what, str) else what
