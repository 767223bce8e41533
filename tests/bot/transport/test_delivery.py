"""A bad day: lost connections, floods, server errors, updates that come twice. Every question gets one answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from bot.texts.english import ENGLISH
from bot.transport import lifecycle as running
from bot.transport.update_log import HandledUpdates
from tests.bot.helpers import BotOf, Served, both_ways, until

QUESTION = "Who dismissed the reports as fake news?"


@both_ways
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

    async def test_a_lost_confirmation_of_an_answer_costs_at_most_a_second_one(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        standin.fail_next("sendMessage", drop="after")
        asked = await standin.send_text(ada, chat, QUESTION)
        assert "Peskov" in (await standin.next_reply(chat))["text"]
        await standin.settle()
        answers = [message for message in standin.messages(chat) if message["from"]["id"] == standin.bot.id]
        assert 1 <= len(answers) <= 2
        assert len({answer["text"] for answer in answers}) == 1
        await standin.edit_text(ada, asked, "thanks")
        assert (await standin.next_reply(chat))["message_id"] in {answer["message_id"] for answer in answers}
        await standin.send_text(ada, chat, "thanks")
        assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk


FAULTS: list[dict[str, Any]] = [
    {"status": 500, "times": 2},
    {"status": 429, "retry_after": 1},
    {"drop": "before"},
    {"drop": "after"},
]


@pytest.mark.usefixtures("bot")
class TestPressesAndLookUps:
    @pytest.mark.parametrize("fault", FAULTS)
    async def test_a_press_turns_the_page_once_and_is_answered(self, standin: Served, fault: dict[str, Any]) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, QUESTION)
        answer = await standin.next_reply(chat)
        standin.allowed = ("message is not modified",)  # where the server had taken the first already
        standin.fail_next("editMessageText", **fault)
        assert not (await standin.press(ada, answer, "In context", timeout=60)).get("text")
        await standin.settle()
        assert "Paragraphs" in chat.messages[answer["message_id"]]["text"]
        edits = [entry for entry in standin.world.journal.entries if entry["kind"] == "edit"]
        assert len(edits) == 1

    @pytest.mark.parametrize("fault", FAULTS[:3])
    async def test_a_press_is_answered_after_a_fault_of_answering(self, standin: Served, fault: dict[str, Any]) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, QUESTION)
        answer = await standin.next_reply(chat)
        standin.fail_next("answerCallbackQuery", **fault)
        await standin.press(ada, answer, "In context", timeout=60)

    @pytest.mark.parametrize("fault", FAULTS[:3])
    async def test_a_look_up_is_answered_after_a_fault(self, standin: Served, fault: dict[str, Any]) -> None:
        standin.fail_next("answerInlineQuery", **fault)
        assert (await standin.inline_query(standin.add_user("Ada"), "peskov fake", timeout=60))["results"]

    async def test_a_query_that_comes_twice_is_answered_once(self, standin: Served) -> None:
        standin.allowed = ("query is too old",)
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, QUESTION)
        answer = await standin.next_reply(chat)
        data = next(b["callback_data"] for row in answer["reply_markup"]["inline_keyboard"] for b in row)
        queries = [standin.ask_callback(ada, answer, data), standin.ask_inline(ada, "peskov fake")]
        standin.updates._waiting *= 2
        for query in queries:
            await standin.answered(query, 60)
        await standin.settle()
        assert len(standin.calls("editMessageText")) == len(standin.calls("answerCallbackQuery")) == 1
        assert len(standin.calls("answerInlineQuery")) == 1


@both_ways
async def test_what_comes_again_after_a_restart_is_answered_if_it_was_not(
    standin: Served, bot_of: BotOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    """Ada's answer is held up when the bot stops; polling can't confirm Bob's later question before hers."""
    monkeypatch.setattr(running, "_SECONDS_TO_FINISH", 0.3)
    ada, bob = standin.add_user("Ada"), standin.add_user("Bob")
    chats = [standin.private_chat(person) for person in (ada, bob)]
    path = tmp_path / "handled.log"
    async with bot_of(handled=HandledUpdates(path)):
        standin.fail_next("sendMessage", status=429, retry_after=200)
        await standin.send_text(ada, chats[0], "thanks")
        await until(lambda: standin.calls("sendMessage"))
        await standin.send_text(bob, chats[1], "thanks")
        assert (await standin.next_reply(chats[1]))["text"] == ENGLISH.smalltalk
    assert standin.updates.pending == {"polling": 2, "webhook": 1}[transport]
    async with bot_of(handled=HandledUpdates(path)):
        assert (await standin.next_reply(chats[0]))["text"] == ENGLISH.smalltalk
        await standin.settle()
    assert [len(standin.messages(chat)) for chat in chats] == [2, 2]
    assert standin.updates.pending == 0


@both_ways
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
