"""Verdicts under answers, and what comes of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from index import FEEDBACK_FILE, FeedbackStore, Library
from playground.world import Chat, Json, User
from tests.bot.helpers import (
    ADMIN_ID,
    BROAD,
    QUESTION,
    UNANSWERABLE,
    BotOf,
    Served,
    answered,
    labels,
    turned,
)

UNREADABLE = "How many goals did Portugal score?"


async def exported(index_dir: Path, folder: Path) -> tuple[list[tuple[str, bool | None]], list[list[str]]]:
    """The questions with whether they can be answered, and the rows of judged passages."""
    library = Library.open(index_dir)
    try:
        await asyncio.to_thread(FeedbackStore(index_dir / FEEDBACK_FILE).export, folder, library)
    finally:
        library.close()
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    rows = [line.split("\t") for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]]
    return [(query["text"], query["metadata"]["answerable"]) for query in queries], rows


def verdicts(message: Json) -> list[str]:
    return [label for label in labels(message) if label[0] in "👍👎"]


async def voted(standin: Served, user: User, message: Json, label: str) -> tuple[str, list[str]]:
    """What a press says, and the verdicts that the message shows then."""
    notice = await standin.press(user, message, label)
    chat = standin.world.chats[message["chat"]["id"]]
    if notice["text"] != ENGLISH.vote_not_kept:
        await standin.next_reply(chat)
    return notice["text"], verdicts(chat.messages[message["message_id"]])


async def test_feedback_is_kept_without_who_gave_it_when_the_admin_wants_it(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, tmp_path: Path, own_index: Path
) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, chat)
        assert await voted(standin, ada, answer, "👍") == (ENGLISH.thanks_for_verdict, ["👍 1", "👎"])
        for _ in range(2):
            await answered(standin, ada, chat, UNANSWERABLE)
        gaps = await answered(standin, admin, standin.private_chat(admin), "/gaps")
        assert f"– {UNANSWERABLE} (2)" in gaps["text"]
    queries, rows = await exported(own_index, tmp_path)
    assert queries == [(QUESTION, True), (UNANSWERABLE, None)]
    assert rows
    assert all(query == "q1" and score == "1" for query, _, score in rows)
    assert str(ada.id) not in (own_index / FEEDBACK_FILE).read_bytes().decode("latin-1")


async def test_a_maybe_can_be_judged_and_is_a_gap(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path, judging_by: Callable[..., None]
) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    judging_by(answer=1, maybe=0, near=0)
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        maybe = await answered(standin, ada, chat)
        assert (await standin.press(ada, maybe, "👍"))["text"] == ENGLISH.thanks_for_verdict
        await standin.next_reply(chat)
        gaps = await answered(standin, admin, standin.private_chat(admin), "/gaps")
        assert f"– {QUESTION} (1)" in gaps["text"]


async def test_a_vote_can_be_changed_and_taken_back_even_after_a_restart(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, tmp_path: Path, own_index: Path
) -> None:
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, chat)
        await voted(standin, ada, answer, "👍")
        assert await voted(standin, ada, answer, "👎") == (ENGLISH.thanks_for_verdict, ["👍", "👎 1"])
    queries, rows = await exported(own_index, tmp_path)
    assert queries == [(QUESTION, None)]
    assert {score for _, _, score in rows} == {"0"}
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        assert await voted(standin, ada, answer, "👎 1") == (ENGLISH.vote_taken_back, ["👍", "👎"])
    assert await exported(own_index, tmp_path) == ([], [])


async def test_a_vote_on_a_refusal_says_whether_it_was_right(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, tmp_path: Path, own_index: Path
) -> None:
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        await voted(standin, ada, await answered(standin, ada, chat, UNANSWERABLE), "👍")
        await voted(standin, ada, await answered(standin, ada, chat, UNREADABLE), "👎")
    assert await exported(own_index, tmp_path) == ([(UNANSWERABLE, False), (UNREADABLE, True)], [])


async def test_each_member_of_a_group_has_one_vote(standin: Served, bot_of: BotOf, ada: User, own_index: Path) -> None:
    ben = standin.add_user("Ben")
    group = standin.add_group("Desk", members=[ada, ben])
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, group, f"/ask {QUESTION}")
        await voted(standin, ada, answer, "👍")
        assert (await voted(standin, ben, answer, "👍 1"))[1] == ["👍 2", "👎"]
        assert (await voted(standin, ben, answer, "👎"))[1] == ["👍 1", "👎 1"]
        assert await voted(standin, ada, answer, "👍 1") == (ENGLISH.vote_taken_back, ["👍", "👎 1"])


async def test_votes_are_shown_again_on_the_way_back_and_belong_to_what_was_asked(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path
) -> None:
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        asked = await standin.send_text(ada, chat, BROAD)
        answer = await standin.next_reply(chat)
        assert (await voted(standin, ada, answer, "👍"))[1] == ["👍 1", "👎"]
        assert verdicts(await turned(standin, ada, chat, answer, "[2]")) == []
        assert verdicts(await turned(standin, ada, chat, answer, "Back")) == ["👍 1", "👎"]
        await standin.edit_text(ada, asked, QUESTION)
        assert verdicts(await standin.next_reply(chat)) == ["👍", "👎"]
        await standin.edit_text(ada, asked, BROAD)
        assert verdicts(await standin.next_reply(chat)) == ["👍 1", "👎"]


async def test_a_vote_that_can_t_be_kept_is_not_shown_as_kept(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, chat)
    async with bot_of(index_dir=own_index):
        assert await voted(standin, ada, answer, "👍") == (ENGLISH.vote_not_kept, ["👍", "👎"])
    (own_index / FEEDBACK_FILE).write_text("no database")
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        assert await voted(standin, ada, answer, "👎") == (ENGLISH.vote_not_kept, ["👍", "👎"])
        # Whatever else is kept of people, too: each time one sentence for them and one line for the log.
        for label in ("Save", "Save"):
            assert (await standin.press(ada, answer, label))["text"] == ENGLISH.not_kept
        for command in ("/clippings", "/watch gulls", "/deletemydata"):
            assert (await answered(standin, ada, chat, command))["text"] == ENGLISH.not_kept
    about_it = [record for record in caplog.records if str(own_index / FEEDBACK_FILE) in record.getMessage()]
    assert len(about_it) >= 6
    assert [record for record in caplog.records if record.exc_info] == []


@pytest.mark.usefixtures("bot")
async def test_feedback_is_off_unless_the_admin_wants_it(standin: Served, ada: User, chat: Chat) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    assert "👍" not in labels(await answered(standin, ada, chat, QUESTION))
    assert (await answered(standin, admin, standin.private_chat(admin), "/gaps"))["text"] == ENGLISH.gaps_off
