"""Quotes that people save, and all that is kept of them: conversations with the bot."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from bot.services.clippings import Clippings
from bot.services.people_file import PeopleFile
from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from index import FEEDBACK_FILE, Library
from playground.world import Chat, Json, User
from tests.bot.helpers import (
    ADMIN_ID,
    BROAD,
    QUESTION,
    BotOf,
    Served,
    StartBot,
    answered,
    button,
    labels,
    sentence_of,
    turned,
)
from tests.bot.reading import parts


@pytest.fixture
async def own_bot(start_bot: StartBot, own_index: Path) -> None:
    """The bot over an index in whose folder something may be kept."""
    await start_bot(index_dir=own_index, bot_keep_feedback=True)


async def said(standin: Served, user: User, text: str, reply_to: Json | None = None) -> Json:
    """What the bot replies in private."""
    chat = standin.private_chat(user)
    await standin.send_text(user, chat, text, reply_to=reply_to)
    while True:
        reply = await standin.next_reply(chat)
        if "edit_date" not in reply:
            return reply


async def file_of(standin: Served, user: User, message: Json, label: str) -> str:
    """What stands in the file that a button sends."""
    chat = standin.private_chat(user)
    assert not (await standin.press(user, message, label)).get("text")
    return standin.file_of(await standin.next_reply(chat)).decode()


@pytest.mark.usefixtures("own_bot")
class TestClippings:
    async def test_a_quote_is_saved_noted_and_deleted(self, standin: Served, ada: User, chat: Chat) -> None:
        assert (await said(standin, ada, "/clippings"))["text"] == ENGLISH.clippings_none
        answer = await answered(standin, ada, chat)
        assert (await standin.press(ada, answer, "Save"))["text"] == ENGLISH.clipping_saved
        assert (await standin.press(ada, answer, "Save"))["text"] == ENGLISH.clipping_saved_before
        listed = await said(standin, ada, "/clippings")
        assert listed["text"].startswith(ENGLISH.clippings_heading.format(count=1))
        opened = await turned(standin, ada, chat, listed, "1")
        assert parts(opened, "bold") == [sentence_of(answer)]
        assert (await said(standin, ada, "For the Monday piece", reply_to=opened))["text"] == ENGLISH.note_kept
        shown = chat.messages[opened["message_id"]]
        assert "✎ For the Monday piece" in shown["text"]
        assert labels(shown) == labels(opened)
        assert (await said(standin, ada, "For Tuesday", reply_to=shown))["text"] == ENGLISH.note_kept
        assert "✎ For Tuesday" in chat.messages[opened["message_id"]]["text"]
        assert "Monday" not in chat.messages[opened["message_id"]]["text"]
        assert (await said(standin, ada, "x" * 1001, reply_to=shown))["text"] == ENGLISH.note_too_long.format(most=1000)
        context = await turned(standin, ada, chat, shown, "In context")
        assert "✎ For Tuesday" in (await turned(standin, ada, chat, context, "Back"))["text"]
        assert "✎ For Tuesday" in (await said(standin, ada, "/clippings"))["text"]
        assert (await standin.press(ada, shown, "Delete"))["text"] == ENGLISH.clipping_deleted
        assert (await standin.next_reply(chat))["text"] == ENGLISH.clippings_none

    async def test_a_note_is_changed_by_editing_it(self, standin: Served, ada: User, chat: Chat) -> None:
        await standin.press(ada, await answered(standin, ada, chat), "Save")
        opened = await turned(standin, ada, chat, await said(standin, ada, "/clippings"), "1")
        sent = await standin.send_text(ada, chat, "First thuoght", reply_to=opened)
        await standin.settle()
        await standin.edit_text(ada, sent, "First thought")
        await standin.settle()
        assert "✎ First thought" in chat.messages[opened["message_id"]]["text"]

    async def test_a_long_list_has_pages_and_delete_all_empties_it(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        for source in library.sources()[:3]:
            card = await said(standin, ada, f"/source {source.source_id}")
            passages = await turned(standin, ada, chat, card, labels(card)[0])
            for label in [label for label in labels(passages) if label.isdigit()][:3]:
                context = await turned(standin, ada, chat, passages, label)
                quote = await turned(standin, ada, chat, context, "To the quote")
                assert (await standin.press(ada, quote, "Save"))["text"] == ENGLISH.clipping_saved
                passages = await turned(
                    standin, ada, chat, await turned(standin, ada, chat, quote, "Back"), labels(card)[0]
                )
        listed = await said(standin, ada, "/clippings")
        assert labels(listed)[:6] == ["1", "2", "3", "4", "5", "▶"]
        assert len(listed["text"]) < 1800
        second = await turned(standin, ada, chat, listed, "▶")
        last = await turned(standin, ada, chat, second, [label for label in labels(second) if label.isdigit()][-1])
        assert (await said(standin, ada, "/delete", reply_to=last))["text"] == ENGLISH.clipping_deleted
        assert (await said(standin, ada, "/delete"))["text"] == ENGLISH.delete_how
        count = int(listed["text"].split()[2])
        stale = await said(standin, ada, "/clippings")
        assert (await said(standin, ada, "/delete all"))["text"] == ENGLISH.clippings_deleted.format(count=count - 1)
        assert (await said(standin, ada, "/clippings"))["text"] == ENGLISH.clippings_none
        assert (await standin.press(ada, stale, "CSV"))["text"] == ENGLISH.clippings_none

    async def test_files_hold_the_words_with_offsets_and_hashes(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        await standin.press(ada, await answered(standin, ada, chat), "Save")
        await standin.press(ada, await answered(standin, ada, chat, BROAD), "Save")
        listed = await said(standin, ada, "/clippings")
        rows = list(csv.DictReader(io.StringIO((await file_of(standin, ada, listed, "CSV")).removeprefix("\ufeff"))))
        assert len(rows) == 2
        for row in rows:
            article = library.article(row["source_id"])
            assert article.text[int(row["start"]) : int(row["end"])] == row["quote"]
            assert article.text[int(row["passage_start"]) : int(row["passage_end"])] == row["passage"]
            assert hashlib.sha256(row["quote"].encode()).hexdigest() == row["sha256"]
        for label, opening in (("Markdown", "## 1. "), ("RIS", "TY  - NEWS"), ("BibTeX", "@misc{q")):
            text = await file_of(standin, ada, listed, label)
            assert text.startswith(opening)
            assert all(row["sha256"] in text and f"{row['start']}–{row['end']}" in text for row in rows)
        assert standin.file_of(await said(standin, ada, "/clippings ris")).startswith(b"TY")

    async def test_anybody_saves_for_themselves_in_a_group_and_sees_it_in_private(
        self, standin: Served, ada: User
    ) -> None:
        ben = standin.add_user("Ben", language_code="uk")
        group = standin.add_group("Desk", members=[ada, ben])
        answer = await answered(standin, ada, group, f"/ask {QUESTION}")
        assert (await standin.press(ben, answer, "Save"))["text"] == UKRAINIAN.clipping_saved
        assert (await answered(standin, ben, group, "/clippings"))["text"] == UKRAINIAN.only_private
        assert "1. " in (await said(standin, ben, "/clippings"))["text"]
        assert (await said(standin, ada, "/clippings"))["text"] == ENGLISH.clippings_none

    async def test_a_quote_from_an_inline_look_up_is_saved(self, standin: Served, ada: User) -> None:
        found = await standin.inline_query(ada, "dismissed fake news")
        message = await standin.choose(ada, found, found["results"][0]["id"])
        assert (await standin.press(ada, message, "Save"))["text"] == ENGLISH.clipping_saved
        assert "1. " in (await said(standin, ada, "/clippings"))["text"]

    async def test_a_clipping_is_shown_and_changed_only_for_whose_it_is(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        await standin.press(ada, await answered(standin, ada, chat), "Save")
        opened = await turned(standin, ada, chat, await said(standin, ada, "/clippings"), "1")
        ben = standin.add_user("Ben")
        theirs = await said(standin, ben, "/clippings")
        theirs["reply_markup"] = standin.private_chat(ben).messages[theirs["message_id"]]["reply_markup"] = opened[
            "reply_markup"
        ]
        assert (await said(standin, ben, "Mine?", reply_to=theirs))["text"] == ENGLISH.clipping_gone
        assert (await standin.press(ben, theirs, "Delete"))["text"] == ENGLISH.clipping_gone
        assert "1. " in (await said(standin, ada, "/clippings"))["text"]

    async def test_what_is_kept_of_a_person_is_shown_and_deleted(
        self, standin: Served, ada: User, chat: Chat, own_index: Path
    ) -> None:
        assert (await said(standin, ada, "/mydata"))["text"] == ENGLISH.my_data_none
        assert (await said(standin, ada, "/deletemydata"))["text"] == ENGLISH.my_data_none
        answer = await answered(standin, ada, chat)
        await standin.press(ada, answer, "Save")
        await standin.press(ada, answer, "👍")
        await standin.settle()
        opened = await turned(standin, ada, chat, await said(standin, ada, "/clippings"), "1")
        await said(standin, ada, "A peculiar remark", reply_to=opened)
        kept = await said(standin, ada, "/mydata")
        assert ENGLISH.my_data_clippings.format(count=1, notes=1) in kept["text"]
        assert ENGLISH.my_data_votes.format(count=1) in kept["text"]
        whole = json.loads(await file_of(standin, ada, kept, ENGLISH.button_file))
        assert whole["clippings"][0]["note"] == "A peculiar remark"
        assert [(vote["question"], vote["verdict"]) for vote in whole["votes"]] == [(QUESTION, "good")]
        asked = await said(standin, ada, "/deletemydata")
        kept_anyway = await turned(standin, ada, chat, asked, ENGLISH.button_drop)
        assert kept_anyway["text"] == ENGLISH.order_dropped
        asked = await said(standin, ada, "/deletemydata")
        assert (await turned(standin, ada, chat, asked, ENGLISH.button_delete))["text"] == ENGLISH.my_data_deleted
        assert (await said(standin, ada, "/mydata"))["text"] == ENGLISH.my_data_none
        for path in own_index.glob(f"{FEEDBACK_FILE}*"):
            assert b"A peculiar remark" not in path.read_bytes()
            assert QUESTION.encode() not in path.read_bytes()


async def test_clippings_outlive_the_bot_and_their_articles(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path
) -> None:
    async with bot_of(index_dir=own_index):
        await standin.press(ada, await answered(standin, ada, chat), "Save")
    async with bot_of(index_dir=own_index):
        listed = await said(standin, ada, "/clippings")
        opened = await turned(standin, ada, chat, listed, "1")
        stored = chat.messages[opened["message_id"]]
        gone = dict(button(stored, "In context"))
        gone["callback_data"] = gone["callback_data"].replace(gone["callback_data"][2:18], "0" * 16)
        stored["reply_markup"]["inline_keyboard"][0][0] = gone
        assert (await standin.press(ada, stored, "In context"))["text"] == ENGLISH.passage_gone
        assert parts(opened, "blockquote")


async def test_a_folder_of_clippings_can_be_full(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.clippings.MOST_CLIPPINGS", 1)
    async with bot_of(index_dir=own_index):
        await standin.press(ada, await answered(standin, ada, chat), "Save")
        other = await answered(standin, ada, chat, BROAD)
        assert (await standin.press(ada, other, "Save"))["text"] == ENGLISH.clippings_full


async def test_without_anything_to_keep_there_is_no_file(
    standin: Served, bot_of: BotOf, ada: User, own_index: Path
) -> None:
    async with bot_of(index_dir=own_index):
        assert (await said(standin, ada, "/mydata"))["text"] == ENGLISH.my_data_none
    assert not (own_index / FEEDBACK_FILE).exists()


async def test_a_broken_file_costs_what_is_kept_and_no_answer(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path
) -> None:
    (own_index / FEEDBACK_FILE).write_text("no database " * 100)
    async with bot_of(index_dir=own_index):
        answer = await answered(standin, ada, chat)
        assert sentence_of(answer)
        assert (await standin.press(ada, answer, "Save"))["text"] == ENGLISH.not_kept


def test_clippings_of_the_playground_s_people_are_nobody_s_elsewhere(tmp_path: Path, library: Library) -> None:
    path = tmp_path / FEEDBACK_FILE
    one, other = Clippings(PeopleFile(path, 1)), Clippings(PeopleFile(path, 2))
    (quote,) = library.search("missiles", 1)
    assert one.save(ADMIN_ID, quote)
    assert (one.count(ADMIN_ID), other.count(ADMIN_ID)) == (1, 0)
