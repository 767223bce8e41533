"""How often somebody may ask: a sliding window for each person or group.

Not the `limits` package: its moving window reads the wall clock, and whether a refusal was told would still have to be
kept beside it.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import TTLCache

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Refusal:
    """In how many seconds to ask again, and whether that has still to be said: it was not within the last period."""

    seconds: int
    untold: bool


class Quota(Generic[Key]):
    """At most `limit` in any `period` seconds for each key."""

    def __init__(self, limit: int, period: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._period = period
        self._clock = clock
        # A window is forgotten a period after it was last added to: nothing in it counts any more.
        self._windows: TTLCache[Key, deque[float]] = TTLCache(math.inf, period, timer=clock)
        self._told: TTLCache[Key, bool] = TTLCache(math.inf, period, timer=clock)

    def take(self, key: Key) -> Refusal | None:
        """None when it is allowed, which is then counted."""
        now = self._clock()
        window = self._windows.get(key) or deque()
        while window and window[0] <= now - self._period:
            window.popleft()
        if len(window) < self._limit:
            window.append(now)
            self._windows[key] = window
            return None
        untold = key not in self._told
        if untold:
            self._told[key] = True
        return Refusal(int(window[0] + self._period - now) + 1, untold)
