"""Asking: in private, by command and in groups."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.texts import Texts
from bot.texts.english import ENGLISH
from bot.texts.russian import RUSSIAN
from bot.texts.ukrainian import UKRAINIAN
from index import Answer, Library
from tests.bot.helpers import Served, StartBot, answered, labels, turned, until
from tests.bot.reading import parts

QUESTION = "Who dismissed the reports as fake news?"
UNANSWERABLE = "What is the capital of France?"


@pytest.mark.usefixtures("bot")
class TestInPrivate:
    async def test_a_question_is_answered_with_cited_quotes(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        asked = await standin.send_text(ada, chat, QUESTION)
        reply = await standin.next_reply(chat)
        assert reply["reply_to_message"]["message_id"] == asked["message_id"]
        assert reply["link_preview_options"] == {"is_disabled": True}
        assert "Peskov" in parts(reply, "bold")[0]
        assert parts(reply, "bold")[0] in parts(reply, "blockquote")[0]
        await standin.no_reply(chat)

    async def test_what_the_archive_does_not_answer_is_refused(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, UNANSWERABLE)
        reply = await standin.next_reply(chat)
        assert reply["text"] == ENGLISH.no_answer
        assert not labels(reply)

    async def test_what_may_be_answered_is_met_with_a_maybe(
        self, standin: Served, judging_by: Callable[..., None]
    ) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        judging_by(answer=1, maybe=0, near=0)
        reply = await answered(standin, ada, chat, QUESTION)
        assert reply["text"].splitlines()[0] == ENGLISH.maybe
        assert "Peskov" in parts(reply, "blockquote")[0]
        assert parts(reply, "blockquote") == parts(reply, "bold")
        assert len(parts(reply, "bold")) == 2

    @pytest.mark.parametrize(
        ("client", "question", "texts"),
        [
            ("en", "Хто спростував ці повідомлення?", UKRAINIAN),
            ("en", "Кто опроверг сообщения о войсках?", RUSSIAN),
            ("uk", "Кто опроверг сообщения о войсках?", RUSSIAN),
            ("uk", "Where will the ministers meet tomorrow?", ENGLISH),
            ("uk", "Wer hat die Berichte dementiert?", UKRAINIAN),
            ("uk", "Hwasong-11", UKRAINIAN),
            ("ru", "Песков", RUSSIAN),
            ("de", "Песков", ENGLISH),
        ],
    )
    async def test_a_reply_is_in_the_language_of_the_question_if_that_is_sure_else_in_the_persons(
        self, standin: Served, judging_by: Callable[..., None], client: str, question: str, texts: Texts
    ) -> None:
        asker = standin.add_user("Olha", language_code=client)
        judging_by(answer=1, maybe=1, near=1)
        reply = await answered(standin, asker, standin.private_chat(asker), question)
        assert reply["text"] in {texts.no_answer, texts.reads_english}

    async def test_buttons_keep_the_language_of_the_question(
        self, standin: Served, judging_by: Callable[..., None]
    ) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        chat = standin.private_chat(olha)
        judging_by(answer=1, maybe=1, near=0)
        reply = await answered(standin, olha, chat, QUESTION)
        nearest = await turned(standin, olha, chat, reply, ENGLISH.button_leads)
        assert nearest["text"].splitlines()[0] == ENGLISH.leads_heading

    async def test_thanks_get_a_friendly_word_in_the_persons_language(self, standin: Served) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        chat = standin.private_chat(olha)
        await standin.send_text(olha, chat, "thanks!")
        assert (await standin.next_reply(chat))["text"] == UKRAINIAN.smalltalk

    async def test_the_commands_say_what_they_are_for(self, standin: Served, library: Library) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        titles = [source.title for source in library.sources()]

        async def said_to(text: str) -> str:
            await standin.send_text(ada, chat, text)
            return str((await standin.next_reply(chat))["text"])

        welcome = await said_to("/start")
        assert f"{len(titles)} articles" in welcome
        assert welcome.endswith(ENGLISH.just_ask)
        assert await said_to("/help") == ENGLISH.help
        how = await said_to("/ask")
        assert any(title[:40] in how for title in titles)
        assert "Peskov" in await said_to(f"/ask {QUESTION}")
        assert "Peskov" in await said_to(f"/ASK\n{QUESTION}")
        listed = await said_to("/sources")
        assert all(title[:40] in listed for title in titles)
        assert await said_to("/frobnicate") == ENGLISH.unknown_command

    async def test_what_is_not_text_is_answered_in_one_line(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_document(ada, chat, "notes.pdf", b"%PDF")
        assert (await standin.next_reply(chat))["text"] == ENGLISH.only_text
        await standin.send_document(ada, chat, "notes.pdf", b"%PDF", caption=QUESTION)
        assert "Peskov" in (await standin.next_reply(chat))["text"]

    async def test_a_question_that_is_too_long_is_said_to_be(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        await standin.send_text(ada, chat, "why " * 1020)
        assert "4000" in (await standin.next_reply(chat))["text"]


@pytest.mark.usefixtures("bot")
class TestInGroups:
    @pytest.mark.parametrize(
        "text",
        [
            f"/ask {QUESTION}",
            f"/ask@Quotedesk_Bot {QUESTION}",
            f"@quotedesk_bot, {QUESTION}",
            f"{QUESTION} @QUOTEDESK_BOT",
        ],
    )
    async def test_commands_and_mentions_are_answered_as_replies(self, standin: Served, text: str) -> None:
        ada = standin.add_user("Ada")
        group = standin.add_group("Desk", members=[ada])
        asked = await standin.send_text(ada, group, text)
        reply = await standin.next_reply(group)
        assert reply["reply_to_message"]["message_id"] == asked["message_id"]
        assert "Peskov" in parts(reply, "bold")[0]

    async def test_a_reply_to_the_bot_is_a_question(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        group = standin.add_group("Desk", members=[ada])
        await standin.send_text(ada, group, "/help")
        help_ = await standin.next_reply(group)
        await standin.send_text(ada, group, QUESTION, reply_to=help_)
        assert "Peskov" in (await standin.next_reply(group))["text"]

    @pytest.mark.parametrize("text", ["/ask", "@quotedesk_bot"])
    async def test_a_bare_command_or_mention_asks_about_the_message_replied_to(
        self, standin: Served, text: str
    ) -> None:
        ada, bob = standin.add_user("Ada"), standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        said = await standin.send_text(bob, group, QUESTION)
        asked = await standin.send_text(ada, group, text, reply_to=said)
        reply = await standin.next_reply(group)
        assert reply["reply_to_message"]["message_id"] == asked["message_id"]
        assert "Peskov" in reply["text"]

    async def test_a_forum_topic_is_answered_in_the_topic(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        forum = standin.add_group("Desk", members=[ada], forum=True)
        topic = standin.add_topic(forum, "News")
        await standin.send_text(ada, forum, f"/ask {QUESTION}", thread=topic)
        assert (await standin.next_reply(forum))["message_thread_id"] == topic

    async def test_nothing_else_is_answered(self, standin: Served) -> None:
        ada = standin.add_user("Ada")
        standin.world.privacy = False
        group = standin.add_group("Desk", members=[ada])
        forum = standin.add_group("Forum", members=[ada], forum=True)
        topic = standin.add_topic(forum, "News")
        said = await standin.send_text(ada, group, QUESTION)
        for text in (
            "/ask@another_bot who?",
            "/frobnicate",
            "/frobnicate@quotedesk_bot",
            "@another_bot who?",
            "thanks",
        ):
            await standin.send_text(ada, group, text, reply_to=said)
        await standin.send_text(ada, forum, QUESTION, thread=topic)
        await standin.settle()
        assert not standin.calls("sendMessage")


@pytest.mark.usefixtures("bot")
async def test_typing_is_shown_in_the_topic_while_an_answer_takes_long(
    standin: Served, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    ask = library.ask

    def slowly(*args: Any, **named: Any) -> Answer:
        assert released.wait(300)
        return ask(*args, **named)

    monkeypatch.setattr(library, "ask", slowly)
    ada = standin.add_user("Ada")
    forum = standin.add_group("Desk", members=[ada], forum=True)
    topic = standin.add_topic(forum, "News")
    try:
        await standin.send_text(ada, forum, f"/ask {QUESTION}", thread=topic)
        await until(lambda: standin.calls("sendChatAction"))
    finally:
        released.set()
    assert "Peskov" in (await standin.next_reply(forum))["text"]
    (action, *_) = standin.calls("sendChatAction")
    assert (action["action"], action["message_thread_id"]) == ("typing", topic)


async def test_quotas_say_so_once(standin: Served, start_bot: StartBot) -> None:
    await start_bot(bot_questions_per_minute=2, bot_group_answers_per_minute=3)
    ada, bob, eve = (standin.add_user(name) for name in ("Ada", "Bob", "Eve"))
    chat, group = standin.private_chat(ada), standin.add_group("Desk", members=[ada, bob, eve])
    for _ in range(5):
        await standin.send_text(ada, chat, "thanks")
    said = sorted([(await standin.next_reply(chat))["text"] for _ in range(3)])
    assert said[:2] == [ENGLISH.smalltalk] * 2
    assert said[2].startswith("That is a lot in one minute")
    for _ in range(2):
        for person in (bob, eve):
            await standin.send_text(person, group, "/ask thanks")
    said = sorted([(await standin.next_reply(group))["text"] for _ in range(4)])
    assert said[:3] == [ENGLISH.smalltalk] * 3
    assert said[3].startswith("This group has had all its answers")
    await standin.settle()
    assert len(standin.calls("sendMessage")) == 7


async def test_one_slow_question_does_not_hold_others_and_too_many_are_told_so(
    standin: Served, start_bot: StartBot, library: Library
) -> None:
    application = await start_bot(bot_workers=1, bot_queue=1)
    people = [standin.add_user(f"Person {number}") for number in range(12)]
    chats = [standin.private_chat(person) for person in people]
    for person, chat in zip(people, chats, strict=True):
        await standin.send_text(person, chat, QUESTION)
    texts = await asyncio.gather(*((standin.next_reply(chat)) for chat in chats))
    answered = sum("Peskov" in reply["text"] for reply in texts)
    busy = sum(reply["text"] == ENGLISH.busy for reply in texts)
    assert answered + busy == len(people)
    assert answered >= 2
    assert busy
    assert application.running
    assert library.generation
