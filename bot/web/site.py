"""All that the bot has on the web, put together as the settings want it and served."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.routing import BaseRoute

from bot.settings import WEB_PORT, BotSettings
from bot.transport.webhook import WebhookReceiver
from bot.web.application import web_application
from bot.web.health import health_routes
from bot.web.server import web_server
from bot.web.webhook import webhook_routes


@contextlib.asynccontextmanager
async def serving_web(
    settings: BotSettings, receiver: WebhookReceiver | None, pages: Sequence[BaseRoute] = ()
) -> AsyncIterator[str]:
    """Serves for as long as the block runs; gives the address on this machine. `pages` come last: they take every path
    that is left.

    Raises:
        StartError: the address can't be had.
    """
    parts: list[Sequence[BaseRoute]] = [health_routes()]
    if receiver:
        parts.append(webhook_routes(receiver, settings.telegram_addresses))
    parts.append(pages)
    port = WEB_PORT if settings.web_port is None else settings.web_port
    async with web_server(web_application(*parts), settings.web_host, port, settings.web_proxies) as url:
        yield url
