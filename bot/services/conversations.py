"""What was asked and answered last in each chat and topic, and by which message: what a follow-up refers to.

Kept in memory alone, within bounds, for an hour at most; `forget` drops a chat's or a topic's at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from cachetools import TTLCache

from index import Turn

_SECONDS_KEPT = 3600.0
# Somebody who asks later than that has something else in mind; a reply says what it refers to.
_SECONDS_IN_MIND = 600.0
# An hour's questions of a busy bot; a turn takes some kilobytes.
_MOST_KEPT = 1000

Place = tuple[int, int | None]
"""A chat and a topic of it; None for no topic."""


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    """A turn of a conversation, and how many quotes of its answer have been shown."""

    turn: Turn
    shown: int


class Conversations:
    """The answered turns by the message that answers, and the latest of each place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: TTLCache[tuple[int, int], tuple[Place, AnsweredTurn]] = TTLCache(
            _MOST_KEPT, _SECONDS_KEPT, timer=clock
        )
        self._latest: TTLCache[Place, int] = TTLCache(_MOST_KEPT, _SECONDS_IN_MIND, timer=clock)
        self._under_way: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    def in_turn(self, place: Place) -> asyncio.Lock:
        """Held while a message of a place is answered: one that is sent meanwhile may refer to it, and waits."""
        return self._under_way.setdefault(place, asyncio.Lock())

    def remember(self, place: Place, answer_id: int, turn: AnsweredTurn) -> None:
        """A message in a place answers, or now answers otherwise."""
        self._turns[place[0], answer_id] = (place, turn)
        self._latest[place] = answer_id

    def answered_by(self, chat_id: int, answer_id: int) -> AnsweredTurn | None:
        """The turn that a message answered within the last hour."""
        kept = self._turns.get((chat_id, answer_id))
        return kept[1] if kept else None

    def latest(self, place: Place) -> AnsweredTurn | None:
        """What was answered in a place within the last minutes."""
        answer_id = self._latest.get(place)
        return None if answer_id is None else self.answered_by(place[0], answer_id)

    def forget(self, place: Place) -> list[int]:
        """Drop all turns of a place; returns the messages that answered them."""
        self._latest.pop(place, None)
        dropped = [key for key, (where, _) in self._turns.items() if where == place]
        for key in dropped:
            self._turns.pop(key, None)
        return [answer_id for _, answer_id in dropped]
