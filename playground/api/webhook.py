"""Updates sent to the bot's webhook, as Telegram sends them.

Updates of one chat or topic, or of one person's queries or presses, go one after the other, those of others at the same
time. One that is not answered with 2xx comes again: after as many seconds as `Retry-After` says, else after 1, 2, 4 ...
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

import httpx
from telegram.constants import WebhookLimit

from playground.errors import CONFLICT, ApiError
from playground.world.state import Json, World
from playground.world.updates import UpdateQueue

# What Telegram does where nothing else is asked for.
_CONNECTIONS = 40
_SECONDS_FOR_AN_ANSWER = 60
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """Where updates go, and how."""

    url: str
    secret: str
    connections: int

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}


class Webhook:
    """The webhook of one bot; `run` sends while there is one."""

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        self._world = world
        self._updates = updates
        self._target: WebhookTarget | None = None
        self._sending: dict[Hashable, asyncio.Task[None]] = {}
        self._last_error: Json = {}

    async def run(self) -> None:
        """Send what waits, until cancelled."""
        async with httpx.AsyncClient(trust_env=False, timeout=_SECONDS_FOR_AN_ANSWER) as client:
            try:
                while True:
                    if self._target:
                        self._send_what_waits(client, self._target)
                    await self._world.journal.wait()
            finally:
                self._stop()

    # Methods of the Bot API

    def perform(self, method: str, params: Json) -> Json | bool:
        """setWebhook, deleteWebhook or getWebhookInfo."""
        if method == "getWebhookInfo":
            return self._info()
        if params.get("drop_pending_updates"):
            self._updates.drop()
        target = _target_of(params) if params.get("url") else None
        if target:
            self._updates.allow(params.get("allowed_updates"))
            self._updates.end_poll("terminated by setWebhook request")
        if target != self._target:
            self._stop()
            self._target, self._last_error = target, {}
        self._world.journal.wake()
        return True

    def refuse_polls(self) -> None:
        """Raises ApiError while there is a webhook."""
        if self._target:
            raise ApiError(_ACTIVE, CONFLICT)

    def _info(self) -> Json:
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": self._updates.pending}
        if self._target:
            info |= {"url": self._target.url, "max_connections": self._target.connections, **self._last_error}
        return info

    # Sending

    def _send_what_waits(self, client: httpx.AsyncClient, target: WebhookTarget) -> None:
        for update in self._updates.unconfirmed:
            queue = _queue_of(update)
            if queue not in self._sending and len(self._sending) < target.connections:
                self._sending[queue] = asyncio.create_task(self._send(update, queue, _posting(client, target)))

    async def _send(self, update: Json, queue: Hashable, post: Callable[[Json], Awaitable[httpx.Response]]) -> None:
        """Until it is taken."""
        pause = _FIRST_PAUSE
        while True:
            wait = 0
            try:
                response = await post(update)
            except httpx.HTTPError as error:
                self._note(f"Connection failed: {type(error).__name__}")
            else:
                if response.is_success:
                    break
                self._note(f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}")
                wait = int(response.headers.get("Retry-After", 0))
            await asyncio.sleep(wait or pause)
            pause = pause if wait else min(2 * pause, _LONGEST_PAUSE)
        self._updates.confirm_one(update)
        del self._sending[queue]
        self._world.journal.wake()

    def _note(self, error: str) -> None:
        self._last_error = {"last_error_date": self._world.now(), "last_error_message": error}

    def _stop(self) -> None:
        for task in self._sending.values():
            task.cancel()
        self._sending.clear()


def _posting(client: httpx.AsyncClient, target: WebhookTarget) -> Callable[[Json], Awaitable[httpx.Response]]:
    return lambda update: client.post(target.url, json=update, headers=target.headers)


def _target_of(params: Json) -> WebhookTarget:
    most = min(params.get("max_connections", _CONNECTIONS), int(WebhookLimit.MAX_CONNECTIONS_LIMIT))
    return WebhookTarget(params["url"], params.get("secret_token", ""), max(most, 1))


def _queue_of(update: Json) -> Hashable:
    """What an update waits behind: its chat's or topic's messages, its person's queries of that kind."""
    kind, payload = next((kind, payload) for kind, payload in update.items() if kind != "update_id")
    with contextlib.suppress(KeyError):
        return payload["chat"]["id"], payload.get("message_thread_id") if payload.get("is_topic_message") else None
    return kind, payload["from"]["id"]
