"""Questions that are edited after they were answered."""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from playground.world import Chat, User
from tests.bot.helpers import (
    BROAD,
    QUESTION,
    UNANSWERABLE,
    Served,
    answered,
    sentence_of,
    turned,
)


@pytest.mark.usefixtures("bot")
class TestEdits:
    async def test_an_edited_question_changes_its_answer_in_place(self, standin: Served, ada: User, chat: Chat) -> None:
        asked = await standin.send_text(ada, chat, UNANSWERABLE)
        refusal = await standin.next_reply(chat)
        await standin.edit_text(ada, asked, BROAD)
        changed = await standin.next_reply(chat)
        assert changed["message_id"] == refusal["message_id"]
        assert sentence_of(changed)
        again = await turned(standin, ada, chat, await turned(standin, ada, chat, changed, "[2]"), "Back")
        assert again["text"] == changed["text"]

    async def test_what_was_never_answered_stays_so_and_a_deleted_answer_is_no_failure(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        standin.allowed = ("message to edit not found",)
        group = standin.add_group("Desk", members=[ada])
        standin.world.privacy = False
        chatter = await standin.send_text(ada, group, "hello all")
        await standin.edit_text(ada, chatter, f"{QUESTION} indeed")
        asked = await standin.send_text(ada, chat, "thanks")
        await standin.delete(await standin.next_reply(chat))
        await standin.edit_text(ada, asked, QUESTION)
        await standin.settle()
        assert len(standin.calls("sendMessage")) == 1
        assert (await answered(standin, ada, chat, "thanks"))["text"] == ENGLISH.smalltalk
