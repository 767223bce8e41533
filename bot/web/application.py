"""The bot's web application: routes of its parts in, one ASGI application out.

Every request has an id, which stands in the log and in the response, and every response headers that keep browsers from
doing more than they are meant to.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.transport.logs import request

_LOG = logging.getLogger(__name__)
REQUEST_ID_HEADER = "X-Request-Id"
# Tells the requests of some days apart, and a request from an update of Telegram, whose id is a number.
_ID_BYTES = 5
# A page may load its own style sheet and pictures; nothing else, and nothing of anybody else's.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def web_application(*parts: Sequence[BaseRoute]) -> ASGIApp:
    """The application that answers the routes of all parts; of several that fit a request, the first."""
    # Around all of Starlette, whose own middleware would stand inside of what answers after an error.
    return Requests(Starlette(routes=[route for part in parts for route in part]))


class Requests:
    """Gives each request its id, which no one else chooses, and each response its headers; one that the application
    has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = f"web-{secrets.token_hex(_ID_BYTES)}"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (_HEADERS | {REQUEST_ID_HEADER: request_id}).items():
                    headers.setdefault(name, value)
            await send(message)

        with request(request_id):
            try:
                await self._app(scope, receive, send_with_headers)
            except Exception:
                # Starlette has answered with status 500. What the server would log has no id.
                _LOG.exception("A request could not be answered.")
