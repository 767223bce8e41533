"""What the tests of the bot share: the stand-in's address, waiting, and reading and pressing what the bot shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot.callback_data import Press, QuoteReference
from bot.transport.lifecycle import AnyApplication
from playground.standin import StandIn
from playground.world import Chat, Json, User
from tests.bot.reading import parts

ADMIN_ID = 4711
ARTICLE = """The harbour master counts his gulls

The harbour master of Port Elwood counted four hundred and twelve gulls on the breakwater on Tuesday morning.

He said the number had doubled since the fish market opened a second hall in the spring of last year.
"""
QUESTION = "Who dismissed the reports as fake news?"
BROAD = "What did Zelensky say about Russia and North Korea?"
UNANSWERABLE = "What is the capital of France?"

both_ways = pytest.mark.parametrize("transport", ["polling", "webhook"])

BotOf = Callable[..., AbstractAsyncContextManager[AnyApplication]]
StartBot = Callable[..., Awaitable[AnyApplication]]


class Served(StandIn):
    """The stand-in, its address, and the refusals that a test provokes on purpose."""

    url = ""
    allowed: tuple[str, ...] = ()

    def _button(self, message: Json, wanted: str) -> Json:
        """What is pressed may be named without the number of the quote that it acts on."""
        return super()._button(message, next((one for one in labels(message) if bare(one) == wanted), wanted))


async def until(condition: Callable[[], object]) -> None:
    """Waits until the condition holds; raises TimeoutError."""
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.01)


async def answered(standin: Served, user: User, chat: Chat, text: str = QUESTION) -> Json:
    """What the bot replies to a text."""
    await standin.send_text(user, chat, text)
    return await standin.next_reply(chat)


async def last_edit(standin: Served, chat: Chat, *words: str) -> str:
    """What a message of the bot says in the end, once it holds one of these words."""
    while True:
        text = str((await standin.next_reply(chat, 240))["text"])
        if any(word in text for word in words):
            return text


async def pressed(standin: Served, user: User, message: Json, label: str) -> Json:
    """The message as it stands after a button of it was pressed."""
    await standin.press(user, message, label)
    return next(one for one in standin.messages(standin.world.chats[message["chat"]["id"]]) if _same(one, message))


async def turned(standin: Served, user: User, chat: Chat, message: Json, label: str) -> Json:
    """What the message becomes, without a notice, when a button of it is pressed."""
    notice = await standin.press(user, message, label)
    assert not notice.get("text"), notice
    changed = await standin.next_reply(chat)
    assert _same(changed, message)
    return changed


def labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def button(message: Json, label: str) -> Json:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(dict(button) for row in rows for button in row if bare(button["text"]) == label)


def bare(label: str) -> str:
    """A label without the number of the quote that it acts on."""
    return re.sub(r"^\[\d+\] (?=.)", "", label)


def sentence_of(answer: Json) -> str:
    """The sentence that the first quote of an answer highlights."""
    return parts(answer, "bold")[0]


def reference_of(answer: Json) -> QuoteReference:
    """The quote that an answer shows first."""
    press = Press.decode(button(answer, "In context")["callback_data"])
    assert press
    assert press.reference
    return press.reference


def _same(one: Json, other: Json) -> bool:
    return bool(one["message_id"] == other["message_id"])
