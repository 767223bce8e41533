"""Watches and what new articles bring for them: conversations with the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.context import services_of
from bot.records import Digest, Place
from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from bot.transport.lifecycle import AnyApplication
from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from playground.api.faults import Fault
from playground.world import Chat, Json, User
from tests.bot.helpers import ADMIN_ID, ARTICLE, BotOf, Served, answered, labels, turned, until
from tests.bot.reading import parts

COUNT = "How many gulls did the harbour master of Port Elwood count?"
WORDS = "harbour master Port Elwood"
# A new generation is looked for, opened and searched first, which takes a busy machine a while.
PATIENCE = 240.0
Publish = Callable[..., Any]


@pytest.fixture
def publish(one_model: Encoder, own_index: Path, own_corpus: Path) -> Publish:
    """Adds articles to the archive: `await publish("gulls.txt", ...)` writes the one about gulls under each name."""
    assert one_model

    async def published(*names: str, text: str = ARTICLE) -> None:
        # No two alike: a copy is no new article.
        for name in names:
            own = text.replace("four hundred", f"{sum(name.encode())} hundred")
            own = own.replace("a second hall", f"hall {sum(name.encode())}")
            await asyncio.to_thread((own_corpus / name).write_text, own)
        await asyncio.to_thread(build, IndexSettings(index_dir=own_index, corpus_dir=own_corpus))

    return published


@pytest.fixture
def watching(bot_of: BotOf, own_library: Library, own_index: Path, own_corpus: Path) -> BotOf:
    """`async with watching()`: the bot over an archive that grows runs within the block."""
    return lambda: bot_of(library=own_library, index_dir=own_index, corpus_dir=own_corpus)


@pytest.fixture
async def own_bot(watching: BotOf) -> AsyncIterator[AnyApplication]:
    async with watching() as application:
        yield application


def texts(chat: Chat, beginning: str) -> list[str]:
    return [message["text"] for message in chat.messages.values() if message.get("text", "").startswith(beginning)]


async def considered(application: AnyApplication, library: Library, path: str) -> None:
    """Until the bot has looked through the articles with the one of this path among them."""
    watches = services_of(application).watches

    def done() -> bool:
        ids = {source.path: source.source_id for source in library.sources()}
        return path in ids and not watches.new_among(ids.values())

    await until(done)


class TestAlerts:
    async def test_a_new_article_is_told_of_once_with_the_reason(
        self, standin: Served, own_bot: AnyApplication, own_library: Library, ada: User, chat: Chat, publish: Publish
    ) -> None:
        begun = await answered(standin, ada, chat, f"/watch {COUNT}")
        assert begun["text"].startswith(ENGLISH.watch_begun.format(words=COUNT))
        assert ENGLISH.digest_off in begun["text"]
        await publish("gulls.txt")
        alert = await standin.next_reply(chat, PATIENCE)
        assert alert["text"].startswith(ENGLISH.alert_heading.format(words=COUNT))
        assert ENGLISH.why_answers in alert["text"]
        assert "twelve gulls" in parts(alert, "bold")[0]
        assert (await standin.press(ada, alert, "Save"))["text"] == ENGLISH.clipping_saved
        context = await turned(standin, ada, chat, alert, "In context")
        assert "Paragraphs" in context["text"]
        await publish("weather.txt", text="Rain is expected over the hills on Thursday, and snow above 900 metres.\n")
        await considered(own_bot, own_library, "weather.txt")
        await standin.settle(1.5)
        # The alert itself shows the context now.
        assert texts(chat, ENGLISH.alert_heading.partition("{")[0]) == []
        assert len(standin.calls("sendMessage")) == 2

    async def test_more_than_five_quotes_are_a_summary_with_a_button(
        self, standin: Served, own_bot: AnyApplication, ada: User, chat: Chat, publish: Publish
    ) -> None:
        assert own_bot
        await answered(standin, ada, chat, f"/watch {WORDS}")
        await publish(*(f"gulls-{'x' * number}.txt" for number in range(7)))
        summary = await standin.next_reply(chat, PATIENCE)
        assert summary["text"] == ENGLISH.alert_summary.format(words=WORDS, count=7)
        first = await turned(standin, ada, chat, summary, ENGLISH.button_alert.format(words=WORDS, count=7))
        assert labels(first)[:6] == ["[1]", "[2]", "[3]", "[4]", "[5]", "▶"]
        assert len(parts(first, "blockquote")) == 5
        assert len(first["text"]) < 2500
        second = await turned(standin, ada, chat, first, "▶")
        assert labels(second)[:3] == ["[6]", "[7]", "◀"]
        quote = await turned(standin, ada, chat, second, "[6]")
        assert len(set(parts(quote, "bold"))) == 1
        assert labels(await turned(standin, ada, chat, quote, "Back"))[0] == "[1]"
        assert (await standin.press(ada, second, ENGLISH.button_unwatch))["text"] == ENGLISH.watch_stopped
        assert (await standin.press(ada, second, ENGLISH.button_unwatch))["text"] == ENGLISH.watch_unknown
        assert (await standin.press(ada, second, "▶"))["text"] == ENGLISH.alert_gone

    async def test_in_a_group_admins_watch_in_a_topic_and_everybody_reads(
        self, standin: Served, own_bot: AnyApplication, ada: User, publish: Publish
    ) -> None:
        assert own_bot
        olha = standin.add_user("Olha", language_code="uk")
        group = standin.add_group("Desk", members=[olha, ada], forum=True)
        topic = standin.add_topic(group, "Harbour")
        await standin.send_text(ada, group, f"/watch {WORDS}", thread=topic)
        assert (await standin.next_reply(group))["text"] == ENGLISH.watch_admins_only
        await standin.send_text(olha, group, f"/watch {WORDS}", thread=topic)
        assert WORDS in (await standin.next_reply(group))["text"]
        await publish("gulls.txt", "terns.txt")
        alert = await standin.next_reply(group, PATIENCE)
        assert alert["message_thread_id"] == topic
        assert alert["text"].startswith(UKRAINIAN.alert_heading.format(words=WORDS))
        assert UKRAINIAN.why_words in alert["text"] or UKRAINIAN.why_answers in alert["text"]
        assert (await standin.press(ada, alert, UKRAINIAN.button_unwatch))["text"] == ENGLISH.watch_admins_only
        await standin.send_text(ada, group, "/watches")
        assert ENGLISH.watches_none in (await standin.next_reply(group))["text"]
        await standin.send_text(ada, group, "/watches", thread=topic)
        listed = await standin.next_reply(group)
        assert f"1. {WORDS}" in listed["text"]
        assert (await standin.press(ada, listed, "✕ 1"))["text"] == ENGLISH.watch_admins_only
        assert (await standin.press(olha, listed, "✕ 1"))["text"] == UKRAINIAN.watch_stopped
        assert (await standin.next_reply(group))["text"].startswith(UKRAINIAN.watches_none)

    async def test_a_blocked_bot_watches_no_longer(
        self, standin: Served, own_bot: AnyApplication, ada: User, chat: Chat, publish: Publish
    ) -> None:
        watches = services_of(own_bot).watches
        ben = standin.add_user("Ben")
        for user in (ada, ben):
            await answered(standin, user, standin.private_chat(user), f"/watch {COUNT}")
        await standin.block(ben)
        await until(lambda: not watches.at(Place(ben.id)))
        assert watches.at(Place(ada.id))
        standin.api.faults.order(Fault("sendMessage", 403, 0, None, 1))
        await publish("gulls.txt")
        await until(lambda: not watches.any())
        assert (await answered(standin, ada, chat, "/watches"))["text"].startswith(ENGLISH.watches_none)

    async def test_what_is_kept_is_sent_after_a_restart_and_a_digest_once(
        self, standin: Served, watching: BotOf, ada: User, chat: Chat, publish: Publish
    ) -> None:
        async with watching() as application:
            await answered(standin, ada, chat, f"/watch {COUNT}")
            await answered(standin, ada, chat, f"/watch {WORDS}")
        await publish("gulls.txt")
        async with watching() as application:
            assert (await standin.next_reply(chat, PATIENCE))["text"].startswith(
                ENGLISH.alert_heading.format(words=COUNT)
            )
            # The passage was told of already, for the other watch.
            await standin.settle(1.5)
            assert texts(chat, ENGLISH.alert_heading.format(words=WORDS)) == []
            services_of(application).watches.set_digest(Place(ada.id), Digest(0, "Europe/Kyiv"))
            await publish("terns.txt")
            digest = await standin.next_reply(chat, PATIENCE)
            assert digest["text"].startswith(ENGLISH.digest_heading.partition("{")[0])
            assert "gulls" in parts(digest, "bold")[0]
            opened = await turned(standin, ada, chat, digest, labels(digest)[0])
            assert opened["text"].startswith(ENGLISH.alert_heading.partition("{")[0])
            await publish("plovers.txt")
            await standin.settle(3)
            assert len(texts(chat, ENGLISH.digest_heading.partition("{")[0])) == 0
            whole = await answered(standin, ada, chat, "/mydata")
            assert ENGLISH.my_data_watches.format(count=2, alerts=3) in whole["text"]
            asked = await answered(standin, ada, chat, "/deletemydata")
            await turned(standin, ada, chat, asked, ENGLISH.button_delete)
            assert not services_of(application).watches.any()

    async def test_a_flood_wait_or_an_outage_delays_an_alert(
        self, standin: Served, own_bot: AnyApplication, ada: User, chat: Chat, publish: Publish
    ) -> None:
        assert own_bot
        await answered(standin, ada, chat, f"/watch {COUNT}")
        for fault in (Fault("sendMessage", 429, 1, None, 1), Fault("sendMessage", 500, 0, None, 2)):
            standin.api.faults.order(fault)
        await publish("gulls.txt")
        assert (await standin.next_reply(chat, PATIENCE))["text"].startswith(ENGLISH.alert_heading.partition("{")[0])
        await standin.settle(1.5)
        assert len(texts(chat, ENGLISH.alert_heading.partition("{")[0])) == 1


@pytest.mark.usefixtures("own_bot")
class TestCommands:
    async def test_watches_are_begun_listed_and_ended(self, standin: Served, ada: User, chat: Chat) -> None:
        async def said(text: str) -> str:
            return str((await answered(standin, ada, chat, text))["text"])

        assert (await said("/watch")).startswith(ENGLISH.watch_how.partition("{")[0])
        assert await said("/watch " + "x" * 201) == ENGLISH.watch_too_long.format(most=200)
        assert "2024-10-12" in await said("/watch troops after:soon")
        assert await said("/watch що сказав Пєсков?") == ENGLISH.reads_english
        for words in ("troops", "from:bbc", "ammunition"):
            assert words in await said(f"/watch {words}")
        listed = await answered(standin, ada, chat, "/watches")
        assert "1. troops\n2. from:bbc\n3. ammunition" in listed["text"]
        assert labels(listed) == ["✕ 1", "✕ 2", "✕ 3"]
        assert "1. troops\n2. ammunition" in (await turned_with(standin, ada, chat, listed, "✕ 2"))["text"]
        assert await said("/unwatch 7") == ENGLISH.watch_unknown
        assert await said("/unwatch Troops") == ENGLISH.watch_ended.format(words="“troops”")
        assert "1. ammunition" in await said("/unwatch")
        assert await said("/unwatch all") == ENGLISH.watch_ended.format(words="“ammunition”")
        assert (await said("/watches")).startswith(ENGLISH.watches_none)

    async def test_a_digest_is_asked_for_in_words_of_time(self, standin: Served, ada: User, chat: Chat) -> None:
        async def said(text: str) -> str:
            return str((await answered(standin, ada, chat, text))["text"])

        assert (await said("/digest")).startswith(ENGLISH.digest_off)
        assert await said("/digest 8:05") == ENGLISH.digest_at.format(time="08:05")
        assert await said("/digest 20 europe/kyiv") == ENGLISH.digest_at.format(time="20:00 Europe/Kyiv")
        for wrong in ("24:00", "8:60", "8:00 Nowhere/Town", "soon"):
            assert (await said(f"/digest {wrong}")).startswith(ENGLISH.digest_at.format(time="20:00 Europe/Kyiv"))
        assert ENGLISH.digest_at.format(time="20:00 Europe/Kyiv") in await said("/watch troops")
        assert await said("/digest off") == ENGLISH.digest_off

    async def test_the_bot_s_admin_may_watch_in_any_group(self, standin: Served, ada: User) -> None:
        admin = standin.add_user("Grace", user_id=ADMIN_ID)
        group = standin.add_group("Desk", members=[ada, admin])
        assert "troops" in (await answered(standin, admin, group, "/watch troops"))["text"]

    async def test_watches_follow_a_group_that_becomes_a_supergroup(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Desk", members=[ada], kind="group")
        assert "troops" in (await answered(standin, ada, group, "/watch troops"))["text"]
        newer = await standin.upgrade(group)
        await standin.settle()
        assert "1. troops" in (await answered(standin, ada, newer, "/watches"))["text"]


async def turned_with(standin: Served, user: User, chat: Chat, message: Json, label: str) -> Json:
    """What the message becomes when a button of it is pressed that also says something."""
    assert (await standin.press(user, message, label)).get("text")
    return await standin.next_reply(chat)
