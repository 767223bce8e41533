"""What an admin's buttons carry, and what waits for an admin's word: files to add, articles to remove.

A waiting order is known by a key that nobody can guess; it is carried out once, or dropped, or forgotten after an hour
or a restart. Whatever its button is pressed for then does nothing.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

PATTERN = r"^A"
_DATA = re.compile(r"A([a-z])([0-9A-Za-z_-]{1,40})")
_SECONDS_KEPT = 3600.0
_MOST_KEPT = 100


class Verb(StrEnum):
    """What an admin's button does."""

    CONFIRM = "c"
    DROP = "d"
    PICK = "p"
    LIST = "l"


@dataclass(frozen=True, slots=True)
class AdminPress:
    """One button's meaning. `subject` is the key of an order, a source id, or the offset of a list."""

    verb: Verb
    subject: str

    def encode(self) -> str:
        return f"A{self.verb}{self.subject}"

    @classmethod
    def decode(cls, data: str) -> AdminPress | None:
        """None for what no button of this bot carries."""
        match = _DATA.fullmatch(data)
        try:
            return cls(Verb(match[1]), match[2]) if match else None
        except ValueError:
            return None


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
        self._clock = clock
        self._waiting: OrderedDict[str, tuple[float, Order]] = OrderedDict()

    def wait_for(self, order: Order) -> str:
        """Keep an order; gives its key."""
        key = secrets.token_urlsafe(12)
        self._waiting[key] = (self._clock(), order)
        if len(self._waiting) > _MOST_KEPT:
            self._waiting.popitem(last=False)
        return key

    def take(self, key: str, chat_id: int) -> Order | None:
        """The order of this key, which is gone with that; None where there is none in this chat, or none any more."""
        since, order = self._waiting.get(key, (0.0, None))
        if order is None or order.chat_id != chat_id:
            return None
        del self._waiting[key]
        return order if self._clock() - since <= _SECONDS_KEPT else None

    def drop_all(self, chat_id: int) -> int:
        """Forget the orders of a chat; gives how many there were."""
        keys = [key for key, (_, order) in self._waiting.items() if order.chat_id == chat_id]
        return sum(self.take(key, chat_id) is not None for key in keys)
