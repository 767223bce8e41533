"""Getting requests through to Telegram: within its rate limits, and again after an outage.

Every request of the bot but getUpdates passes here, so this is the one place that retries.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

Reply = bool | dict[str, Any] | list[dict[str, Any]]

# For how many seconds a request is worth repeating; a query that is answered later than this is answered for nobody.
_PATIENCE = {"getMe": 4, "sendChatAction": 0, "answerInlineQuery": 1, "answerCallbackQuery": 15}
# Five minutes: an outage that lasts longer is not over soon, and the question comes again from Telegram.
_PATIENCE_OF_OTHERS = 300
# Each pause is twice the one before: a lost connection is back at once, a server that restarts in some seconds.
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 5.0
# Telegram rounds the seconds of a flood wait down.
_MARGIN_OF_A_FLOOD_WAIT = 0.1


class PatientRateLimiter(AIORateLimiter):
    """AIORateLimiter whose requests outlast failures of the network and the server, and floods (429).

    A request that Telegram refuses for its content is not repeated, with two exceptions: where a group has become a
    supergroup, the request goes there; an edit that changes nothing counts as done.
    """

    def __init__(self) -> None:
        super().__init__()
        self._giving_up = asyncio.Event()

    def give_up(self) -> None:
        """From now on nothing is repeated: the bot is stopping."""
        self._giving_up.set()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Reply]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Reply:
        """Send a request in its turn; raises TelegramError when it is refused or patience has run out."""

        async def patiently(*args: Any, **kwargs: Any) -> Reply:
            deadline = time.monotonic() + _PATIENCE.get(endpoint, _PATIENCE_OF_OTHERS)
            pause = _FIRST_PAUSE
            while True:
                try:
                    return await callback(*args, **kwargs)
                except BadRequest as error:
                    if "message is not modified" in error.message.lower():
                        return True
                    raise
                except ChatMigrated as error:
                    data["chat_id"] = error.new_chat_id
                    continue
                except RetryAfter as error:
                    wait = _seconds(error)
                    if not await self._may_wait(wait, deadline):
                        raise
                except NetworkError:
                    if not await self._may_wait(pause, deadline):
                        raise
                    pause = min(2 * pause, _LONGEST_PAUSE)

        return await super().process_request(patiently, args, kwargs, endpoint, data, rate_limit_args)

    async def _may_wait(self, seconds: float, deadline: float) -> bool:
        """Waits, unless that would be past the deadline or the bot is stopping."""
        if self._giving_up.is_set() or time.monotonic() + seconds > deadline:
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._giving_up.wait()
        return not self._giving_up.is_set()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return (after if isinstance(after, int) else after.total_seconds()) + _MARGIN_OF_A_FLOOD_WAIT
