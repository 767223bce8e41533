"""Groups that the bot is added to, and those where it answers as a guest."""

from __future__ import annotations

import pytest

from bot.texts.ukrainian import UKRAINIAN
from playground.world import User
from tests.bot.helpers import (
    QUESTION,
    Served,
    sentence_of,
)


@pytest.mark.usefixtures("bot")
class TestGroupsAndGuests:
    async def test_being_added_gets_one_introduction(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Desk", members=[standin.add_user("Olha", language_code="uk")], with_bot=False)
        olha = standin.world.users[next(iter(group.members))]
        await standin.add_bot(olha, group)
        assert (await standin.next_reply(group))["text"] == UKRAINIAN.introduction.format(bot="quotedesk_bot")
        await standin.add_bot(olha, group, admin=True)
        await standin.remove_bot(olha, group)
        await standin.block(ada)
        await standin.settle()
        assert len(standin.calls("sendMessage")) == 1

    async def test_a_guest_answers_where_it_is_mentioned(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Elsewhere", members=[ada], with_bot=False)
        await standin.guest_text(ada, group, f"@quotedesk_bot {QUESTION}")
        reply = await standin.next_reply(group)
        assert "Peskov" in sentence_of(reply)
        await standin.press(ada, reply, "In context")
        assert "Paragraphs" in group.messages[reply["message_id"]]["text"]
