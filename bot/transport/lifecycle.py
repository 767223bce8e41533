"""Running the bot: from the first word with Telegram to the last update handled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.errors import StartError
from bot.transport.delivery import PatientRateLimiter

_LOG = logging.getLogger(__name__)
# A process manager kills what has not ended some thirty seconds after it was told to; this is spent twice at most.
_SECONDS_TO_FINISH = 10
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class UpdateSource(Protocol):
    """Where updates come from: a `Poller` or a `WebhookReceiver`."""

    async def begin(self) -> None:
        """Take updates from now on."""

    async def finish(self, within: float) -> bool:
        """Take nothing more; whether what was taken has been handled within so many seconds."""


@contextlib.asynccontextmanager
async def running(
    application: AnyApplication,
    source: UpdateSource,
    *,
    warm_up: Callable[[], Awaitable[None]],
    alongside: Callable[[], AbstractAsyncContextManager[None]],
) -> AsyncIterator[None]:
    """The application takes and handles updates for as long as the block runs; at its end what was taken is handled
    first, within bounds.

    `warm_up` is awaited once Telegram is known to answer, before the first update is taken; `alongside` is entered
    before that too, and left after the last update was handled.

    Raises:
        StartError: Telegram can't be reached or does not know the token.
    """
    try:
        with _said_plainly(application):
            await application.initialize()
    except StartError:
        await application.shutdown()
        raise
    await warm_up()
    await application.start()
    try:
        async with alongside():
            try:
                with _said_plainly(application):
                    await source.begin()
                yield
            finally:
                await _finish(application, source)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_FINISH):
                await application.stop()
        await application.shutdown()


async def _finish(application: AnyApplication, source: UpdateSource) -> None:
    """Take nothing more, and wait within bounds until what was taken is handled."""
    if not await source.finish(_SECONDS_TO_FINISH):
        _LOG.warning("Stopped before every question was answered: Telegram will bring them again.")
        _limiter(application).give_up()


def _limiter(application: AnyApplication) -> PatientRateLimiter:
    limiter = application.bot.rate_limiter
    if not isinstance(limiter, PatientRateLimiter):
        raise TypeError("The application's rate limiter must be a PatientRateLimiter.")
    return limiter


@contextlib.contextmanager
def _said_plainly(application: AnyApplication) -> Iterator[None]:
    try:
        yield
    except InvalidToken:
        # The original error holds the token.
        raise StartError(
            "Telegram does not accept the token: copy it again from BotFather into TELEGRAM_BOT_TOKEN."
        ) from None
    except TelegramError as error:
        reason = error.message.removeprefix("httpx.").partition(":")[0]
        raise StartError(
            f"Telegram can't be reached at {application.bot.base_url.rpartition('/bot')[0]} ({reason}): "
            "check the network and TELEGRAM_API_URL."
        ) from None
