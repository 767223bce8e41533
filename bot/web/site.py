"""All that the bot has on the web, put together as the settings want it and served."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.routing import BaseRoute

from bot.services.desk import Desk
from bot.settings import BotSettings
from bot.transport.claims import Claims
from bot.transport.lifecycle import AnyApplication
from bot.transport.webhook import WebhookReceiver
from bot.web.application import web_application
from bot.web.health import health_routes, metrics_routes
from bot.web.server import web_server
from bot.web.webhook import webhook_routes


@contextlib.asynccontextmanager
async def serving_web(
    application: AnyApplication,
    settings: BotSettings,
    desk: Desk,
    receiver: WebhookReceiver | None = None,
    claims: Claims | None = None,
    pages: Sequence[BaseRoute] = (),
) -> AsyncIterator[str]:
    """Serves for as long as the block runs; gives the address on this machine.

    `pages` come last: they take every path that is left.

    Raises:
        StartError: the address can't be had.
    """
    parts: list[Sequence[BaseRoute]] = [health_routes(application, desk, claims)]
    if settings.metrics:
        parts.append(metrics_routes(desk))
    if receiver:
        parts.append(webhook_routes(receiver, settings.telegram_addresses))
    parts.append(pages)
    async with web_server(web_application(*parts), settings.web_host, settings.port, settings.web_proxies) as url:
        yield url
