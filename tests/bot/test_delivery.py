"""A bad day: lost connections, floods, server errors, updates that come twice. Every question gets one answer."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest

from bot.logs import RedactingFormatter
from bot.texts.english import ENGLISH
from tests.bot.conftest import BotOf, Served, until

QUESTION = "Who dismissed the reports as fake news?"


@pytest.mark.usefixtures("bot")
class TestOneAnswer:
    @pytest.mark.parametrize(
        "fault",
        [
            {"status": 500},
            {"status": 502, "times": 3},
            {"status": 429, "retry_after": 1},
            {"drop": "before", "times": 2},
        ],
    )
    async def test_after_a_fault_of_sending(self, standin: Served, fault: dict[str, Any]) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        standin.fail_next("sendMessage", **fault)
        await standin.send_text(ada, chat, QUESTION)
        assert "Peskov" in (await standin.next_reply(chat))["text"]
        await standin.settle()
        assert len(standin.messages(chat)) == 2

    async def test_a_flood_wait_of_one_chat_does_not_hold_another(self, standin: Served) -> None:
        ada, bob = standin.add_user("Ada"), standin.add_user("Bob")
        standin.fail_next("sendMessage", status=429, retry_after=3)
        started = time.monotonic()
        await standin.send_text(ada, standin.private_chat(ada), "thanks")
        await until(lambda: standin.calls("sendMessage"))
        await standin.send_text(bob, standin.private_chat(bob), "thanks")
        await standin.next_reply(standin.private_chat(bob))
        assert time.monotonic() - started < 2.5
        await standin.next_reply(standin.private_chat(ada))
        assert time.monotonic() - started > 3

    async def test_after_an_outage_of_polling(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        standin.fail_next("getUpdates", status=502, times=2)
        standin.fail_next("getUpdates", drop="before")
        standin.fail_next("getUpdates", drop="after")
        await standin.send_text(ada, chat, "thanks")
        assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
        await standin.send_text(ada, chat, "thank you")
        assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
        await standin.settle()
        assert len(standin.messages(chat)) == 4

    async def test_to_an_update_that_comes_twice(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, QUESTION, times=3)
        await standin.settle()
        assert len(standin.messages(chat)) == 2

    async def test_where_the_group_became_a_supergroup_meanwhile(self, standin: Served) -> None:
        standin.allowed = ("upgraded to a supergroup",)
        ada = standin.add_user("Ada")
        group = standin.add_group("Desk", members=[ada], kind="group")
        standin.fail_next("sendMessage", status=500)
        await standin.send_text(ada, group, "/ask thanks")
        upgraded = await standin.upgrade(group)
        assert (await standin.next_reply(upgraded))["text"] == ENGLISH.smalltalk

    async def test_none_to_somebody_who_has_blocked_the_bot(self, standin: Served) -> None:
        standin.allowed = ("blocked by the user",)
        ada, bob = standin.add_user("Ada"), standin.add_user("Bob")
        standin.fail_next("sendMessage", status=500)
        await standin.send_text(ada, standin.private_chat(ada), "thanks")
        await standin.block(ada)
        await standin.send_text(bob, standin.private_chat(bob), "thanks")
        assert (await standin.next_reply(standin.private_chat(bob)))["text"] == ENGLISH.smalltalk
        await standin.settle()


async def test_what_was_taken_is_answered_before_stopping_and_nothing_else_is_confirmed(
    standin: Served, bot_of: BotOf
) -> None:
    people = [standin.add_user(name) for name in ("Ada", "Bob")]
    chats = [standin.private_chat(person) for person in people]
    async with bot_of():
        standin.fail_next("sendMessage", status=500, times=2)
        await standin.send_text(people[0], chats[0], "thanks")
        await until(lambda: standin.calls("sendMessage"))
    assert (await standin.next_reply(chats[0], 1))["text"] == ENGLISH.smalltalk
    assert standin.updates.pending == 0
    await standin.send_text(people[1], chats[1], "thanks")
    assert standin.updates.pending == 1


def test_the_token_is_kept_out_of_logs() -> None:
    token = "123456:AAsecret-secret_secret"
    formatter = RedactingFormatter(token)
    for message in (f"https://api/bot{token}/getMe", "bot123456%3AAAsecret-secret_secret/x", "AAsecret-secret_secret"):
        record = logging.LogRecord("x", logging.INFO, "", 1, message, (), None)
        assert "secret" not in formatter.format(record)
    try:
        raise RuntimeError(f"no {token}")
    except RuntimeError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), (RuntimeError, error, error.__traceback__))
    assert "secret" not in formatter.format(record)
    assert "Traceback" in formatter.format(record)
