"""How often somebody may ask: a sliding window for each person or group.

Not the `limits` package: its moving window reads the wall clock, and that a refusal is the first one would still have
to be kept beside it.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cachetools import TTLCache

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Refusal:
    """In how many seconds to ask again, and whether it is the first refusal since something was allowed."""

    seconds: int
    first: bool


@dataclass(slots=True)
class _Window:
    """When something was allowed within the last period, and whether something was refused after that."""

    times: deque[float] = field(default_factory=deque)
    refused: bool = False


class Quota(Generic[Key]):
    """At most `limit` in any `period` seconds for each key."""

    def __init__(self, limit: int, period: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._period = period
        self._clock = clock
        # A window is forgotten a period after it was last added to: nothing in it counts any more.
        self._windows: TTLCache[Key, _Window] = TTLCache(math.inf, period, timer=clock)

    def take(self, key: Key) -> Refusal | None:
        """None when it is allowed, which is then counted."""
        now = self._clock()
        window = self._windows.get(key) or _Window()
        while window.times and window.times[0] <= now - self._period:
            window.times.popleft()
        if len(window.times) < self._limit:
            window.times.append(now)
            window.refused = False
            self._windows[key] = window
            return None
        first, window.refused = not window.refused, True
        return Refusal(int(window.times[0] + self._period - now) + 1, first)
