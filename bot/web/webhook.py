"""The webhook: updates that are proved to come from Telegram go to the receiver, and 200 says that one was handled."""

from __future__ import annotations

import json
import logging
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update

from bot.settings import WEBHOOK_PATH, Networks
from bot.transport.webhook import WebhookReceiver

_LOG = logging.getLogger(__name__)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# An update holds a message of at most some ten thousand characters, and the one that it replies to.
_MOST_BYTES = 1 << 20
# A bot that is stopping is back in some seconds, or another one takes the update.
_SECONDS_TO_COME_AGAIN = "1"


def webhook_routes(receiver: WebhookReceiver, networks: Networks) -> list[Route]:
    """The route at which updates are taken that carry the secret and, if there are `networks`, come from one."""

    async def take(request: Request) -> Response:
        if not receiver.is_secret(request.headers.get(_SECRET_HEADER, "")) or not _is_from(request, networks):
            return PlainTextResponse("", 403)
        body = await request.body() if int(request.headers.get("Content-Length", 0)) <= _MOST_BYTES else b""
        try:
            update = Update.de_json(json.loads(body), receiver.bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            # It would come again for ever, and keep the chat's other updates from coming.
            _LOG.exception("An update that Telegram has sent can't be read, and is passed over.")
            return PlainTextResponse("")
        if await receiver.receive(update):
            return PlainTextResponse("")
        return PlainTextResponse("", 503, {"Retry-After": _SECONDS_TO_COME_AGAIN})

    return [Route(WEBHOOK_PATH, take, methods=["POST"])]


def _is_from(request: Request, networks: Networks) -> bool:
    if not networks:
        return True
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
