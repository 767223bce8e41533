"""Two bots in front of one Redis: each update is answered by one of them, whichever it is sent to."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.texts.english import ENGLISH
from playground.world import Chat, User
from tests.bot.helpers import BotOf, Served, answered
from tests.bot.transport.stores import served

PROOF = {"X-Telegram-Bot-Api-Secret-Token": "open-sesame-open-sesame"}


@pytest.fixture
def transport() -> str:
    return "webhook"


async def test_an_update_that_is_sent_to_both_is_answered_once_and_not_again_later(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat
) -> None:
    async with served("redis") as store, bot_of(shared_store=store), bot_of(shared_store=store):
        hooks = [str(call["url"]) for call in standin.calls("setWebhook")]
        assert len(set(hooks)) == 2
        assert (await answered(standin, ada, chat, "thanks"))["text"] == ENGLISH.smalltalk
        await standin.settle()
        update = {"update_id": 7, "message": {**standin.messages(chat)[0], "message_id": 1, "text": "thank you"}}
        async with httpx.AsyncClient(trust_env=False, timeout=60, headers=PROOF) as client:
            for _ in range(2):
                posted = await asyncio.gather(*(client.post(hook, json=update) for hook in hooks * 2))
                assert [response.status_code for response in posted] == [200] * 4
            await standin.settle()
            assert len(standin.calls("sendMessage")) == 2
            ready = [await client.get(hook.replace("/telegram", "/readyz")) for hook in hooks]
            assert [response.text for response in ready] == ["ready\n"] * 2


async def test_without_the_store_updates_wait_at_telegram(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat
) -> None:
    async with served("redis") as store:
        bot = bot_of(shared_store=store)
        await bot.__aenter__()
    (call,) = standin.calls("setWebhook")
    async with httpx.AsyncClient(trust_env=False, timeout=60, headers=PROOF) as client:
        update = {"update_id": 7, "message": await standin.send_text(ada, chat, "thanks")}
        assert (await client.post(call["url"], json=update)).status_code == 503
        ready = await client.get(call["url"].replace("/telegram", "/readyz"))
        assert (ready.status_code, ready.text) == (503, "The shared store can't be reached.\n")
    await standin.no_reply(chat)
    assert standin.updates.pending == 1
    await bot.__aexit__(None, None, None)
