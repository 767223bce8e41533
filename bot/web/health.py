"""What process managers and Prometheus ask.

`/healthz` is answered as long as the bot's event loop turns, `/readyz` says whether the bot can answer questions now,
`/metrics` has its figures.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.errors import SharedStoreError
from bot.services.desk import Desk
from bot.transport.claims import Claims
from bot.transport.lifecycle import AnyApplication
from index.errors import QuotedeskError

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_NOT_KEPT = {"Cache-Control": "no-store"}
# Telegram is asked no more often than this, however often somebody asks whether the bot is ready.
_SECONDS_BELIEVED = 15.0


def health_routes(application: AnyApplication, desk: Desk, claims: Claims | None) -> list[Route]:
    telegram = TelegramReach(application)

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NOT_KEPT)

    async def ready(_: Request) -> Response:
        found = await _index_problem(desk), await telegram.problem(), await _store_problem(claims)
        problems = list(filter(None, found))
        return PlainTextResponse("\n".join(problems or ["ready"]) + "\n", 503 if problems else 200, _NOT_KEPT)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def metrics_routes(desk: Desk) -> list[Route]:
    async def figures(_: Request) -> Response:
        metrics = desk.metrics
        built_at = datetime.fromisoformat(desk.built_at)
        metrics.generation.set(desk.generation)
        metrics.built.set(built_at.timestamp())
        metrics.age.set((datetime.now(UTC) - built_at).total_seconds())
        return Response(metrics.text(), headers=_NOT_KEPT, media_type=_TYPE)

    return [Route("/metrics", figures)]


async def _index_problem(desk: Desk) -> str:
    try:
        await desk.look()
    except (QuotedeskError, OSError):
        return "The index can't be read."
    return ""


async def _store_problem(claims: Claims | None) -> str:
    try:
        if claims:
            await claims.look()
    except SharedStoreError:
        return "The shared store can't be reached."
    return ""


class TelegramReach:
    """Whether Telegram can be reached: what it was a moment ago, or else what it says now."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application
        self._asked_at = float("-inf")
        self._problem = ""

    async def problem(self) -> str:
        """What keeps the bot from talking to Telegram; empty if nothing does."""
        if not self._application.running:
            return "The bot is starting or stopping."
        if time.monotonic() - self._asked_at > _SECONDS_BELIEVED:
            try:
                await self._application.bot.get_me()
                self._problem = ""
            except TelegramError:
                self._problem = "Telegram can't be reached."
            self._asked_at = time.monotonic()
        return self._problem
