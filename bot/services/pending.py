"""What waits for an admin's confirmation: files to add, articles to remove.

A waiting order is known by a key that nobody can guess. It is carried out once, or dropped, or forgotten after an hour
or a restart; whatever its button is pressed for after that does nothing.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

# Long enough to look at a preview and ask a colleague.
_SECONDS_KEPT = 3600.0
# More than any admin has open, and little memory.
_MOST_KEPT = 100
# 2^96 possibilities: nobody guesses one within the hour.
_KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that Telegram keeps, and the name it is to have in the corpus."""

    file_id: str
    name: str
    replace: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """An article's file, relative to the corpus."""

    path: str


@dataclass(frozen=True, slots=True)
class Order:
    """What waits, and in which chat its buttons are."""

    chat_id: int
    wanted: Addition | Removal


class Orders:
    """The orders that wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._waiting: TTLCache[str, Order] = TTLCache(_MOST_KEPT, _SECONDS_KEPT, timer=clock)

    def wait_for(self, order: Order) -> str:
        """Keep an order; returns its key."""
        key = secrets.token_urlsafe(_KEY_BYTES)
        self._waiting[key] = order
        return key

    def take(self, key: str, chat_id: int) -> Order | None:
        """Take out the order of this key; None where there is none in this chat, or none any more."""
        order = self._waiting.get(key)
        if order is None or order.chat_id != chat_id:
            return None
        return self._waiting.pop(key)

    def drop_all(self, chat_id: int) -> int:
        """Forget the orders of a chat; returns how many there were."""
        return sum(self.take(key, chat_id) is not None for key in list(self._waiting))
