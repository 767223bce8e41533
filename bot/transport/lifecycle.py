"""Running the bot: from the first word with Telegram to the last update handled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.application import UPDATE_TYPES
from bot.context import services_of
from bot.errors import StartError
from bot.handlers.admin.reindex import take_up
from bot.handlers.menu import publish_menu
from bot.services.schedule import follow_schedule
from bot.transport.delivery import PatientRateLimiter
from bot.transport.polling import Poller

_LOG = logging.getLogger(__name__)
_SECONDS_TO_FINISH = 10
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@contextlib.asynccontextmanager
async def running(application: AnyApplication) -> AsyncIterator[None]:
    """The bot answers for as long as the block runs; at its end what was taken is answered first, within bounds.

    Raises:
        StartError: Telegram can't be reached or does not know the token.
    """
    services = services_of(application)
    await _meet_telegram(application)
    await services.desk.warm_up()
    poller = Poller(application, UPDATE_TYPES)
    await application.start()
    services.start(services.desk.keep_fresh())
    services.start(publish_menu(application.bot))
    services.start(take_up(application))
    services.start(follow_schedule(services))
    polling = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
        if not await poller.finish(_SECONDS_TO_FINISH):
            _LOG.warning("Stopped before every question was answered: Telegram will bring them again.")
            _limiter(application).give_up()
        await services.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_FINISH):
                await application.stop()
        await application.shutdown()


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
