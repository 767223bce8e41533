"""Verdicts under answers, and what comes of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from index import FeedbackStore, Library
from playground.world import Chat, User
from tests.bot.helpers import (
    ADMIN_ID,
    QUESTION,
    UNANSWERABLE,
    BotOf,
    Served,
    answered,
    labels,
)


async def test_feedback_is_kept_without_who_gave_it_when_the_admin_wants_it(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, tmp_path: Path, own_index: Path
) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, chat)
        assert (await standin.press(ada, answer, "👍"))["text"] == ENGLISH.thanks_for_verdict
        judged = await standin.next_reply(chat)
        assert "👍" not in labels(judged)
        assert "In context" in labels(judged)
        for _ in range(2):
            await answered(standin, ada, chat, UNANSWERABLE)
        gaps = await answered(standin, admin, standin.private_chat(admin), "/gaps")
        assert f"– {UNANSWERABLE} (2)" in gaps["text"]
    library = Library.open(own_index)
    try:
        folder = tmp_path / "exported"
        store = FeedbackStore(own_index / "feedback.sqlite")
        assert await asyncio.to_thread(store.export, folder, library) == 2
    finally:
        library.close()
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    assert [(query["text"], query["metadata"]["answerable"]) for query in queries] == [
        (QUESTION, True),
        (UNANSWERABLE, False),
    ]
    corpus = {json.loads(line)["_id"] for line in (folder / "corpus.jsonl").read_text().splitlines()}
    rows = [line.split("\t") for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]]
    assert rows
    assert all(query == "q1" and passage in corpus and score == "1" for query, passage, score in rows)
    assert str(ada.id) not in (own_index / "feedback.sqlite").read_bytes().decode("latin-1")


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


@pytest.mark.usefixtures("bot")
async def test_feedback_is_off_unless_the_admin_wants_it(standin: Served, ada: User, chat: Chat) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    assert "👍" not in labels(await answered(standin, ada, chat, QUESTION))
    assert (await answered(standin, admin, standin.private_chat(admin), "/gaps"))["text"] == ENGLISH.gaps_off
