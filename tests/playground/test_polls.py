"""How updates are handed out to a bot that asks for them."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from playground import StandIn
from playground.world import Chat, User


async def updates(bot: Bot, offset: int | None = None, wait: int = 0) -> tuple[Update, ...]:
    return await bot.get_updates(offset, timeout=wait, allowed_updates=Update.ALL_TYPES)


async def test_an_update_is_delivered_until_it_is_confirmed(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    await standin.send_text(ada, chat, "twice", times=2)
    first = await updates(bot)
    assert [update.message.text for update in first if update.message] == ["/start", "twice", "twice"]
    assert first[1].update_id == first[2].update_id
    assert await updates(bot) == first
    assert await updates(bot, first[1].update_id) == first[1:]
    assert await updates(bot, first[1].update_id + 1) == ()


async def test_a_poll_waits_for_an_update(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    last = (await updates(bot))[-1].update_id
    poll = asyncio.create_task(updates(bot, last + 1, wait=5))
    await asyncio.sleep(0.05)
    await standin.send_text(ada, chat, "now")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "now"


async def test_a_second_poll_ends_the_first(standin: StandIn, bot: Bot, url: str) -> None:
    first = asyncio.create_task(updates(bot, wait=5))
    await asyncio.sleep(0.05)
    async with Bot(standin.token, base_url=f"{url}/bot") as second:
        await updates(second)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    with pytest.raises(AssertionError, match="terminated by other"):
        standin.check()


async def test_a_poll_that_hangs_up_is_no_conflict(standin: StandIn, bot: Bot) -> None:
    first = asyncio.create_task(updates(bot, wait=5))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.sleep(0.05)
    await updates(bot)
    standin.check()


async def test_only_allowed_updates_are_queued(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    await bot.get_updates(-1, allowed_updates=["inline_query"])
    await standin.send_text(ada, chat, "unheard")
    standin.ask_inline(ada, "heard")
    (_, heard) = await bot.get_updates()
    assert heard.inline_query is not None
