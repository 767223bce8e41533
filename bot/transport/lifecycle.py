"""Running the bot: from the first word with Telegram to the last update handled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.errors import StartError
from bot.transport.delivery import PatientRateLimiter
from bot.transport.polling import Poller

_LOG = logging.getLogger(__name__)
# A process manager kills what has not ended some thirty seconds after it was told to; this is spent twice at most.
_SECONDS_TO_FINISH = 10
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@contextlib.asynccontextmanager
async def running(
    application: AnyApplication,
    allowed_updates: Sequence[str],
    *,
    warm_up: Callable[[], Awaitable[None]],
    alongside: Callable[[], AbstractAsyncContextManager[None]],
) -> AsyncIterator[None]:
    """The application takes and handles updates of these types for as long as the block runs; at its end what was taken
    is handled first, within bounds.

    `warm_up` is awaited once Telegram is known to answer, before the first update is taken; `alongside` is entered
    before that too, and left after the last update was handled.

    Raises:
        StartError: Telegram can't be reached or does not know the token.
    """
    await _meet_telegram(application)
    await warm_up()
    poller = Poller(application, allowed_updates)
    await application.start()
    try:
        async with alongside():
            polling = asyncio.create_task(poller.run())
            try:
                yield
            finally:
                await _finish(application, poller, polling)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_FINISH):
                await application.stop()
        await application.shutdown()


async def _finish(application: AnyApplication, poller: Poller, polling: asyncio.Task[None]) -> None:
    """Take nothing more, and wait within bounds until what was taken is handled."""
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    if not await poller.finish(_SECONDS_TO_FINISH):
        _LOG.warning("Stopped before every question was answered: Telegram will bring them again.")
        _limiter(application).give_up()


def _limiter(application: AnyApplication) -> PatientRateLimiter:
    limiter = application.bot.rate_limiter
    if not isinstance(limiter, PatientRateLimiter):
        raise TypeError("The application's rate limiter must be a PatientRateLimiter.")
    return limiter


async def _meet_telegram(application: AnyApplication) -> None:
    try:
        await application.initialize()
        await application.bot.delete_webhook()
    except InvalidToken:
        await application.shutdown()
        # The original error holds the token.
        raise StartError(
            "Telegram does not accept the token: copy it again from BotFather into TELEGRAM_BOT_TOKEN."
        ) from None
    except TelegramError as error:
        await application.shutdown()
        reason = error.message.removeprefix("httpx.").partition(":")[0]
        raise StartError(
            f"Telegram can't be reached at {application.bot.base_url.rpartition('/bot')[0]} ({reason}): "
            "check the network and TELEGRAM_API_URL."
        ) from None
