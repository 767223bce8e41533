"""Albums reach the bot as one message for each picture: which of them is answered, and that only one is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from cachetools import TTLCache

# The pictures of an album come within a second or so of each other.
_SECONDS_TOGETHER = 60.0
_SECONDS_TO_GATHER = 1.0
_MOST_KEPT = 1000


class Albums:
    """The albums of the last minute, each with whether it is being answered."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, gathered_after: float = _SECONDS_TO_GATHER
    ) -> None:
        self._answered: TTLCache[str, bool] = TTLCache(_MOST_KEPT, _SECONDS_TOGETHER, timer=clock)
        self._gathered_after = gathered_after

    async def claim(self, album: str | None, *, has_words: bool) -> bool:
        """Whether to answer a message of an album: its first with a caption or, if none has one, its first.

        A message without words waits for what others say. What belongs to no album is always answered.
        """
        if album is None:
            return True
        if not has_words:
            await asyncio.sleep(self._gathered_after)
        if album in self._answered:
            return False
        self._answered[album] = True
        return True
