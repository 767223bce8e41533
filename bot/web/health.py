"""What a process manager asks: `/healthz` is answered as long as the bot's event loop turns."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def health_routes() -> list[Route]:
    return [Route("/healthz", _alive)]


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})
