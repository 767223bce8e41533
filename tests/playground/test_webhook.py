"""The stand-in's webhook: what is sent, in which order, and when it comes again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from starlette.requests import Request
from starlette.responses import Response
from telegram import Bot
from telegram.error import Conflict

from playground import StandIn
from playground.api.serving import serving
from playground.world import Json


@dataclass
class Hook:
    """What was posted to a webhook; `answers` are the statuses to give, then 200."""

    url: str = ""
    updates: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()

    async def take(request: Request) -> Response:
        hook.updates.append(await request.json())
        hook.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await hook.free.wait()
        return Response(status_code=hook.answers.pop(0) if hook.answers else 200, headers={"Retry-After": "0"})

    async with serving(lambda scope, receive, send: _app(take, scope, receive, send), 0) as hook.url:
        yield hook


async def _app(take, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    await (await take(Request(scope, receive)))(scope, receive, send)


async def test_updates_go_to_the_webhook_with_its_secret_one_chat_after_the_other(
    standin: StandIn, bot: Bot, hook: Hook
) -> None:
    ada, bob = standin.add_user("Ada"), standin.add_user("Bob")
    await standin.send_text(ada, standin.private_chat(ada), "before")
    assert await bot.set_webhook(hook.url, secret_token="open-sesame", max_connections=7)
    await hook.until(lambda: hook.texts == ["before"])
    await standin.send_text(ada, standin.private_chat(ada), "after it")
    await standin.send_text(bob, standin.private_chat(bob), "beside it")
    await hook.until(lambda: hook.texts == ["before", "beside it"])
    assert (await bot.get_webhook_info()).pending_update_count == 3
    hook.free.set()
    await hook.until(lambda: standin.updates.pending == 0)
    assert hook.texts == ["before", "beside it", "after it"]
    assert set(hook.secrets) == {"open-sesame"}
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (hook.url, 7, 0)


async def test_what_is_not_taken_comes_again(standin: StandIn, bot: Bot, hook: Hook) -> None:
    hook.free.set()
    hook.answers = [503, 500]
    ada = standin.add_user("Ada")
    await bot.set_webhook(hook.url)
    await standin.send_text(ada, standin.private_chat(ada), "again")
    await hook.until(lambda: standin.updates.pending == 0)
    assert hook.texts == ["again"] * 3
    assert "500" in str((await bot.get_webhook_info()).last_error_message)
    assert hook.secrets == [None] * 3


async def test_a_bot_polls_or_has_a_webhook(standin: StandIn, bot: Bot, hook: Hook) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    while not standin.calls("getUpdates"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await polling
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    ada = standin.add_user("Ada")
    await standin.send_text(ada, standin.private_chat(ada), "kept")
    await hook.until(lambda: hook.texts == ["kept"])
    await bot.delete_webhook()
    assert not (await bot.get_webhook_info()).url
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "kept"


async def test_a_webhook_that_nobody_serves_is_tried_again(standin: StandIn, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    ada = standin.add_user("Ada")
    await standin.send_text(ada, standin.private_chat(ada), "anybody?")
    async with asyncio.timeout(60):
        while not (await bot.get_webhook_info()).last_error_message:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert "Connection failed" in str((await bot.get_webhook_info()).last_error_message)
    assert standin.updates.pending == 1
