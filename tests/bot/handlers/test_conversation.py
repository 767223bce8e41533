"""Conversations: follow-ups in private, groups and topics, what asks nothing, lists, albums and captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from bot.views.dates import shown_day
from index import FEEDBACK_FILE, FeedbackStore, Library
from playground.world import Chat, User
from tests.bot.helpers import (
    BROAD,
    QUESTION,
    UNANSWERABLE,
    Served,
    StartBot,
    answered,
    both_ways,
    labels,
    sentence_of,
    turned,
)

pytestmark = both_ways

WHEN = ENGLISH.read_as.format(question="When Dmitry Peskov dismissed the reports as fake news?")


@pytest.mark.usefixtures("bot")
class TestFollowUps:
    async def test_a_question_that_cannot_stand_alone_is_read_with_the_one_before(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        await answered(standin, ada, chat)
        followed = await answered(standin, ada, chat, "when?")
        assert followed["text"].splitlines()[0] == WHEN
        assert "Oct. 10" in sentence_of(followed)
        assert ENGLISH.button_as_typed in labels(followed)
        back = await turned(standin, ada, chat, await turned(standin, ada, chat, followed, "In context"), "Back")
        assert back["text"] == followed["text"]
        as_typed = await turned(standin, ada, chat, followed, ENGLISH.button_as_typed)
        assert WHEN not in as_typed["text"]
        assert ENGLISH.button_as_typed not in labels(as_typed)

    async def test_a_question_sent_before_the_first_is_answered_is_read_with_it(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        for text in (QUESTION, "when?", "/forget", "when?"):
            await standin.send_text(ada, chat, text)
        _, followed, forgotten, unread = [await standin.next_reply(chat) for _ in range(4)]
        assert followed["text"].splitlines()[0] == WHEN
        assert forgotten["text"] == ENGLISH.forgotten
        assert "Read as" not in unread["text"]

    async def test_a_conversation_goes_on(self, standin: Served, ada: User, chat: Chat) -> None:
        await answered(standin, ada, chat, "Who postponed his trip to Germany?")
        why = await answered(standin, ada, chat, "ok, and why?")
        assert "Hurricane Milton" in sentence_of(why)
        assert (await answered(standin, ada, chat, "thanks!"))["text"] == ENGLISH.smalltalk
        other = await answered(standin, ada, chat, "Where will the EU foreign ministers meet?")
        assert ENGLISH.button_as_typed not in labels(other)
        assert "Luxembourg" in sentence_of(other)
        when = await answered(standin, ada, chat, "коли?")
        assert "Read as: When will the EU foreign ministers meet?" in when["text"]
        earlier = await standin.send_text(ada, chat, "when is he expected to travel now?", reply_to=why)
        replied = await standin.next_reply(chat)
        assert replied["reply_to_message"]["message_id"] == earlier["message_id"]
        assert "this week" in sentence_of(replied)

    async def test_a_refused_follow_up_says_how_it_was_read(self, standin: Served, ada: User, chat: Chat) -> None:
        await answered(standin, ada, chat)
        refused = await answered(standin, ada, chat, "what did he say about penguins in Chile?")
        assert refused["text"].splitlines()[0] in (ENGLISH.no_answer, ENGLISH.maybe)
        assert "Read as: What did Dmitry Peskov say about penguins in Chile?" in refused["text"]
        assert ENGLISH.button_as_typed in labels(refused)

    async def test_more_turns_the_page(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        first = await answered(standin, ada, chat, BROAD)
        more = await answered(standin, ada, chat, "more")
        fourth = library.ask(BROAD, 4).quotes[3]
        assert more["text"].startswith(ENGLISH.more_quotes.format(question=BROAD))
        assert fourth.highlight.text[:40] in more["text"]
        assert fourth.highlight.text[:40] not in first["text"]
        for _ in range(8):
            more = await answered(standin, ada, chat, "more")
            if more["text"] == ENGLISH.nothing_more:
                break
        assert more["text"] == ENGLISH.nothing_more

    async def test_forget_forgets_at_once(self, standin: Served, ada: User, chat: Chat) -> None:
        first = await answered(standin, ada, chat)
        assert (await answered(standin, ada, chat, "/forget"))["text"] == ENGLISH.forgotten
        assert "Read as" not in (await answered(standin, ada, chat, "when?"))["text"]
        await standin.send_text(ada, chat, "when?", reply_to=first)
        assert "Read as" not in (await standin.next_reply(chat))["text"]

    async def test_an_edited_follow_up_still_refers_to_what_stood_before_it(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        await answered(standin, ada, chat)
        asked = await standin.send_text(ada, chat, "Where is Atlantis?")
        await standin.next_reply(chat)
        await standin.edit_text(ada, asked, "when?")
        assert WHEN in (await standin.next_reply(chat))["text"]

    async def test_in_a_group_only_a_reply_refers_to_the_answer(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Desk", members=[ada])
        first = await answered(standin, ada, group, f"/ask {QUESTION}")
        assert "Read as" not in (await answered(standin, ada, group, "@quotedesk_bot when?"))["text"]
        await standin.send_text(ada, group, "when?", reply_to=first)
        assert WHEN in (await standin.next_reply(group))["text"]

    async def test_each_topic_has_a_conversation_of_its_own(self, standin: Served, ada: User) -> None:
        forum = standin.add_group("Desk", members=[ada], forum=True)
        news, other = standin.add_topic(forum, "News"), standin.add_topic(forum, "Other")
        await standin.send_text(ada, forum, f"/ask {QUESTION}", thread=news)
        first = await standin.next_reply(forum)
        await standin.send_text(ada, forum, "/forget", thread=other)
        assert (await standin.next_reply(forum))["message_thread_id"] == other
        await standin.send_text(ada, forum, "when?", reply_to=first)
        followed = await standin.next_reply(forum)
        assert WHEN in followed["text"]
        assert followed["message_thread_id"] == news
        await standin.send_text(ada, forum, "/forget", thread=news)
        await standin.next_reply(forum)
        await standin.send_text(ada, forum, "when?", reply_to=first)
        assert "Read as" not in (await standin.next_reply(forum))["text"]


class TestSmallTalk:
    async def test_what_asks_nothing_is_no_refusal_and_no_gap(
        self, standin: Served, start_bot: StartBot, own_index: Path, own_library: Library
    ) -> None:
        await start_bot(library=own_library, index_dir=own_index, bot_keep_feedback=True)
        ada = standin.add_user("Ada")
        chat = standin.private_chat(ada)
        for text in ("thanks so much, great bot", "👍", "ok", "lol", "hello"):
            assert (await answered(standin, ada, chat, text))["text"] == ENGLISH.smalltalk
        for text in ("help", "what can you do?"):
            assert (await answered(standin, ada, chat, text))["text"] == ENGLISH.help
        for text in ("what is new", "list sources"):
            assert (await answered(standin, ada, chat, text))["text"].partition("\n")[0].endswith(": 5, newest first")
        assert (await answered(standin, ada, chat, "by Ada Ek"))["text"] == ENGLISH.sources_no_match.format(
            words="by Ada Ek"
        )
        assert (await answered(standin, ada, chat, "https://example.org/none"))["text"].startswith("No article fits")
        store = FeedbackStore(own_index / FEEDBACK_FILE)
        assert not store.gaps(10)

    @pytest.mark.usefixtures("bot")
    async def test_a_group_hears_nothing_of_it(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Desk", members=[ada])
        first = await answered(standin, ada, group, f"/ask {QUESTION}")
        for text in ("lol", "👍", "ok", "thank you so much, great bot", "hello", "help"):
            await standin.send_text(ada, group, text, reply_to=first)
        await standin.send_album(ada, group, ["", ""], reply_to=first)
        await standin.no_reply(group, within=1.5)
        assert (await answered(standin, ada, group, "/ask thanks"))["text"] == ENGLISH.smalltalk


@pytest.mark.usefixtures("bot")
class TestLists:
    async def test_the_newest_articles_come_first_and_pages_turn(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        new = await answered(standin, ada, chat, "what's new?")
        newest = shown_day(max(source.published or "" for source in library.sources()), ENGLISH)
        assert newest in next(line for line in new["text"].splitlines() if line.startswith("1. "))
        card = await turned(standin, ada, chat, new, "1")
        assert newest in card["text"]
        assert (await turned(standin, ada, chat, card, "Back"))["text"] == new["text"]

    async def test_articles_by_an_author(self, standin: Served, ada: User, chat: Chat) -> None:
        listed = await answered(standin, ada, chat, "by Abbey Fenbert")
        assert listed["text"].partition("\n")[0].endswith(": 1, newest first")
        assert "Abbey Fenbert" in listed["text"]

    async def test_a_link_beside_a_question_does_no_harm(self, standin: Served, ada: User, chat: Chat) -> None:
        text = f"{QUESTION} https://example.org/2024/10/some-story-4711"
        assert "Peskov" in sentence_of(await answered(standin, ada, chat, text))


@pytest.mark.usefixtures("bot")
class TestAlbums:
    async def test_an_album_gets_one_answer_to_its_caption(self, standin: Served, ada: User, chat: Chat) -> None:
        await standin.send_album(ada, chat, [QUESTION, "", "", ""])
        assert "Peskov" in sentence_of(await standin.next_reply(chat))
        await standin.no_reply(chat, within=1.5)

    async def test_the_caption_is_answered_wherever_it_stands(self, standin: Served, ada: User, chat: Chat) -> None:
        sent = await standin.send_album(ada, chat, ["", "", QUESTION])
        reply = await standin.next_reply(chat)
        assert reply["reply_to_message"]["message_id"] == sent[2]["message_id"]
        await standin.no_reply(chat, within=1.5)

    async def test_one_without_a_caption_gets_one_line(self, standin: Served, ada: User, chat: Chat) -> None:
        await standin.send_album(ada, chat, ["", "", ""])
        assert (await standin.next_reply(chat))["text"] == ENGLISH.only_text
        await standin.no_reply(chat, within=1.5)

    async def test_an_edited_caption_changes_the_answer(self, standin: Served, ada: User, chat: Chat) -> None:
        (photo,) = await standin.send_album(ada, chat, [UNANSWERABLE])
        refusal = await standin.next_reply(chat)
        await standin.edit_caption(ada, photo, QUESTION)
        changed = await standin.next_reply(chat)
        assert changed["message_id"] == refusal["message_id"]
        assert "Peskov" in sentence_of(changed)
