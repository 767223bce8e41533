"""What admins may do, and nobody else."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from pathlib import Path

import pytest

from bot.context import services_of
from bot.settings import ACTIONS_LOGGER
from bot.texts.english import ENGLISH
from bot.transport.lifecycle import AnyApplication
from bot.transport.logs import keep_actions
from index import IndexSettings, Library
from index.ingest.build import build
from index.storage import Shelf
from playground.api.commands import commands_for
from playground.world import User
from tests.bot.helpers import ADMIN_ID, ARTICLE, BotOf, Served, StartBot, last_edit, pressed, until

COMMANDS = {"reindex", "add", "remove", "status", "rollback", "cancel", "doctor", "gaps"}


@pytest.mark.usefixtures("admin_bot")
async def test_a_reindex_reports_and_its_generation_is_served_without_a_restart(
    standin: Served, admin: User, own_corpus: Path, own_library: Library
) -> None:
    chat, ada = standin.private_chat(admin), standin.add_user("Ada")
    (own_corpus / "gulls.txt").write_text(ARTICLE)
    (own_corpus / "broken.txt").write_bytes(b"\0\1\2" * 100)
    await standin.send_text(admin, chat, "/reindex")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.reindex_started
    await standin.send_text(admin, chat, "/reindex")
    await standin.send_text(ada, standin.private_chat(ada), "Who dismissed the reports as fake news?")
    assert "Peskov" in (await standin.next_reply(standin.private_chat(ada)))["text"]
    report = await last_edit(standin, chat, "Done in", "failed")
    assert "6 articles" in report
    assert "Added: 1\n– gulls.txt" in report
    assert "Not read: 1\n– broken.txt: " in report
    shown = [message["text"] for message in standin.messages(chat) if message["from"]["id"] == standin.bot.id]
    assert report in shown
    assert sum("already under way" in text for text in shown) == 1
    assert own_library.generation == 2  # served before that was said
    assert "Articles unchanged: 5. Passages re-used: " in report
    await standin.send_text(ada, standin.private_chat(ada), "How many gulls did the harbour master count?")
    assert "four hundred and twelve" in (await standin.next_reply(standin.private_chat(ada)))["text"]


async def test_another_reindex_may_begin_before_the_first_is_reported(
    standin: Served, admin: User, admin_bot: AnyApplication, own_corpus: Path, own_library: Library
) -> None:
    """The first one's report waits for some seconds: Telegram takes only so many edits."""
    chat = standin.private_chat(admin)
    (own_corpus / "gulls.txt").write_text(ARTICLE)
    await standin.send_text(admin, chat, "/reindex")
    await until(lambda: own_library.generation == 2 and not services_of(admin_bot).rebuilder.since)
    (own_corpus / "gulls.txt").unlink()
    await standin.send_text(admin, chat, "/reindex")
    assert "Removed: 1\n– gulls.txt" in await last_edit(standin, chat, "Removed", "failed", "under way")


@pytest.mark.usefixtures("admin_bot")
async def test_a_reindex_that_changes_nothing_or_fails_says_so(standin: Served, admin: User, own_corpus: Path) -> None:
    chat = standin.private_chat(admin)
    await standin.send_text(admin, chat, "/reindex")
    assert "Nothing has changed: 5 articles" in await last_edit(standin, chat, "Nothing", "Done", "failed")
    shutil.rmtree(own_corpus)
    await standin.send_text(admin, chat, "/reindex full")
    report = await last_edit(standin, chat, "Nothing", "Done", "failed")
    assert str(own_corpus) in report
    edits = [request for request in standin.requests if request.method == "editMessageText"]
    assert 2 <= len(edits) <= 6


async def test_a_build_outside_the_bot_is_told_of_and_one_of_the_bot_s_can_be_cancelled(
    standin: Served, admin: User, admin_bot: AnyApplication, own_library: Library, own_index: Path
) -> None:
    chat = standin.private_chat(admin)
    await standin.send_text(admin, chat, "/cancel")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.cancel_nothing
    with Shelf(own_index).building():
        for command in ("/reindex", "/cancel", "/status", "/rollback"):
            await standin.send_text(admin, chat, command)
            said = (await standin.next_reply(chat))["text"]
            assert f"Process {os.getpid()} (since " in said, command
    await standin.send_text(admin, chat, "/reindex full")
    await until(lambda: services_of(admin_bot).rebuilder.since)
    await standin.send_text(admin, chat, "/cancel")
    report = await last_edit(standin, chat, "was cancelled", "Done", "failed")
    assert report == ENGLISH.reindex_cancelled
    assert own_library.generation == 1
    assert {path.name for path in own_index.iterdir()} <= {"current", "generations", "build.lock"}


@pytest.mark.usefixtures("admin_bot")
async def test_status_doctor_and_a_rollback_that_stays(
    standin: Served, admin: User, own_corpus: Path, own_library: Library, own_index: Path
) -> None:
    chat = standin.private_chat(admin)
    await standin.send_text(admin, chat, "/status")
    status = (await standin.next_reply(chat))["text"]
    assert "Generation 1, built 2" in status
    assert "Articles: 5" in status
    await standin.send_text(admin, chat, "/doctor")
    assert (await standin.next_reply(chat))["text"].startswith(ENGLISH.doctor_good)
    await standin.send_text(admin, chat, "/rollback")
    assert "no good generation before 1" in (await standin.next_reply(chat))["text"]
    next(own_corpus.glob("004*")).unlink()
    await asyncio.to_thread(build, IndexSettings(index_dir=own_index, corpus_dir=own_corpus))
    await until(lambda: own_library.generation == 2)
    await standin.send_text(admin, chat, "/rollback")
    said = (await standin.next_reply(chat))["text"]
    assert "Generation 1 is served again: 5 articles" in said
    assert "the next /reindex reads them" in said
    assert own_library.generation == 1
    await asyncio.sleep(2.5)  # the bot has looked for a newer generation meanwhile
    assert own_library.generation == 1
    await standin.send_text(admin, chat, "/status")
    assert "Generation 2 was rolled back" in (await standin.next_reply(chat))["text"]
    (own_corpus / "broken.txt").write_bytes(b"\0\1\2" * 100)
    await standin.send_text(admin, chat, "/reindex")
    assert "4 articles" in await last_edit(standin, chat, "Done", "Nothing", "failed")
    assert own_library.generation == 3


@pytest.mark.usefixtures("bot")
async def test_nobody_else_may(standin: Served) -> None:
    ada, admin = standin.add_user("Ada"), standin.add_user("Grace", user_id=ADMIN_ID)
    chat, group = standin.private_chat(ada), standin.add_group("Desk", members=[ada, admin])
    for command in ("reindex", "add", "remove", "rollback", "cancel", "status", "doctor", "gaps"):
        await standin.send_text(ada, chat, f"/{command}")
        assert (await standin.next_reply(chat))["text"] == ENGLISH.admins_only
    await standin.send_text(ada, group, "/reindex@quotedesk_bot")
    assert (await standin.next_reply(group))["text"] == ENGLISH.admins_only
    await standin.send_document(ada, chat, "gulls.txt", ARTICLE.encode(), caption="/add")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.admins_only
    await standin.send_document(ada, chat, "gulls.txt", ARTICLE.encode())
    assert (await standin.next_reply(chat))["text"] == ENGLISH.only_text
    await standin.send_text(ada, chat, "/help")
    assert "/reindex" not in (await standin.next_reply(chat))["text"]


@pytest.mark.parametrize("sender", ["anonymous admin", "channel"])
async def test_who_hides_behind_a_chat_is_nobody(standin: Served, start_bot: StartBot, sender: str) -> None:
    anonymous = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
    channel = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
    # Even where somebody has taken the ids of these for those of people.
    await start_bot(admin_user_ids=f"{ADMIN_ID},{anonymous.id},{channel.id}")
    group = standin.add_group("Desk", members=[standin.add_user("Grace", user_id=ADMIN_ID)])
    user = anonymous if sender == "anonymous admin" else channel
    chat = group.as_json() if user is anonymous else {"id": -1001234567890, "type": "channel", "title": "News"}
    command = {"text": "/reindex", "entities": [{"type": "bot_command", "offset": 0, "length": 8}]}
    standin._post(user, group, command | {"sender_chat": chat}, None, None)
    assert (await standin.next_reply(group))["text"] == ENGLISH.admins_only


@pytest.mark.usefixtures("admin_bot")
async def test_forged_and_stale_presses_of_admins_buttons_do_nothing(
    standin: Served, admin: User, own_corpus: Path
) -> None:
    ada, group = standin.add_user("Ada"), standin.add_group("Desk", members=[admin])
    await standin.send_text(admin, group, "/remove@quotedesk_bot")
    listed = await standin.next_reply(group)
    source_press = listed["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for data in (source_press, "Al0", "Acforged-key_00000000", "Adforged", "Azz", "A", "Al-1", "Ap../../etc"):
        answer = await standin.answered(standin.ask_callback(ada, listed, data))
        assert answer.keys() == {"callback_query_id"}
    assert standin.messages(group)[-1] == listed
    confirming = await pressed(standin, admin, listed, "1")
    # Neither another person, nor another chat, nor a second press.
    confirm = confirming["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert (await standin.answered(standin.ask_callback(ada, confirming, confirm))).keys() == {"callback_query_id"}
    private = standin.private_chat(admin)
    await standin.send_text(admin, private, "/status")
    elsewhere = await standin.next_reply(private)
    answer = await standin.answered(standin.ask_callback(admin, elsewhere, confirm))
    assert answer["text"] == ENGLISH.order_stale
    assert (await pressed(standin, admin, confirming, ENGLISH.button_drop))["text"] == ENGLISH.order_dropped
    answer = await standin.answered(standin.ask_callback(admin, confirming, confirm))
    assert answer["text"] == ENGLISH.order_stale
    assert "show_alert" not in answer
    assert len(list(own_corpus.iterdir())) == 5


@pytest.mark.usefixtures("bot")
async def test_what_admins_do_is_on_record(
    standin: Served, admin: User, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger(ACTIONS_LOGGER)
    keep_actions(tmp_path, standin.token)
    try:
        with caplog.at_level(logging.INFO, ACTIONS_LOGGER):
            await standin.send_text(admin, standin.private_chat(admin), f"/status\nof {standin.token}")
            await standin.next_reply(standin.private_chat(admin))
    finally:
        logger.removeHandler(handler := logger.handlers[-1])
        handler.close()
    (line,) = (tmp_path / "admin.log").read_text().splitlines()
    assert f"{ADMIN_ID} (Grace) in chat {ADMIN_ID}: /status of [secret]" in line
    assert line[:2] == "20"


@pytest.mark.usefixtures("bot")
async def test_the_admin_menu_is_for_admins(standin: Served) -> None:
    ada, admin = standin.add_user("Ada"), standin.add_user("Grace", user_id=ADMIN_ID)
    for person in (ada, admin):
        await standin.send_text(person, standin.private_chat(person), "/help")
    assert "/reindex" in (await standin.next_reply(standin.private_chat(admin)))["text"]
    await standin.settle()
    menus = [(call.get("scope", {}).get("chat_id"), call["commands"]) for call in standin.calls("setMyCommands")]
    assert {chat_id for chat_id, commands in menus if any(c["command"] == "reindex" for c in commands)} == {ADMIN_ID}
    assert sum(chat_id is None for chat_id, _ in menus) == 3
    assert len(COMMANDS & {c["command"] for c in menus[-1][1]}) in (0, len(COMMANDS))


@pytest.mark.usefixtures("bot")
async def test_in_a_group_the_admin_menu_is_the_admin_s_alone(standin: Served, admin: User) -> None:
    ada = standin.add_user("Ada")
    group = standin.add_group("Desk", members=[ada, admin])
    await standin.send_text(admin, group, "/status@quotedesk_bot")
    await standin.next_reply(group)
    await standin.settle()
    names = [{c["command"] for c in commands_for(standin.world, group, user)} for user in (admin, ada)]
    assert names[0] >= COMMANDS
    assert not COMMANDS & names[1]


async def test_who_is_no_admin_any_more_loses_the_menu(standin: Served, bot_of: BotOf, admin: User) -> None:
    chat = standin.private_chat(admin)
    for admins in (str(ADMIN_ID), ""):
        async with bot_of(admin_user_ids=admins):
            await standin.send_text(admin, chat, "/status")
            await standin.next_reply(chat)
            await standin.settle()
        offered = {command["command"] for command in commands_for(standin.world, chat, admin)}
        assert ("reindex" in offered) == bool(admins)
        assert "ask" in offered
