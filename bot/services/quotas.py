"""How often somebody may ask: a sliding window for each person or group."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
_MANY = 4096


@dataclass(frozen=True, slots=True)
class Refusal:
    """In how many seconds to ask again, and whether it is the first refusal since something was allowed."""

    seconds: int
    first: bool


class Quota(Generic[Key]):
    """At most `limit` in any `period` seconds for each key."""

    def __init__(self, limit: int, period: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._period = period
        self._clock = clock
        self._times: dict[Key, deque[float]] = {}
        self._told: set[Key] = set()

    def take(self, key: Key) -> Refusal | None:
        """None when it is allowed, which is then counted."""
        now = self._clock()
        self._forget(now)
        times = self._times.setdefault(key, deque())
        while times and times[0] <= now - self._period:
            times.popleft()
        if len(times) < self._limit:
            times.append(now)
            self._told.discard(key)
            return None
        first = key not in self._told
        self._told.add(key)
        return Refusal(int(times[0] + self._period - now) + 1, first)

    def _forget(self, now: float) -> None:
        """Drop whoever has been quiet for a period, when there are many."""
        if len(self._times) < _MANY:
            return
        for key in [key for key, times in self._times.items() if not times or times[-1] <= now - self._period]:
            del self._times[key]
            self._told.discard(key)
