"""Conversations with a real bot over HTTP."""

from __future__ import annotations

import pytest

from playground import StandIn

pytestmark = pytest.mark.usefixtures("echo")


async def test_a_message_is_answered_edited_and_pressed(standin: StandIn) -> None:
    ada = standin.add_user("Ada", language_code="en")
    chat = standin.private_chat(ada)
    await standin.send_text(ada, chat, "who denied it? 🙂")
    reply = await standin.next_reply(chat)
    assert reply["text"] == "You said:\nwho denied it? 🙂"
    assert reply["entities"] == [{"type": "blockquote", "offset": 10, "length": 17}]
    answer = await standin.press(ada, reply, "Louder")
    assert answer["text"] == "Done"
    edited = await standin.next_reply(chat)
    assert (edited["message_id"], edited["text"]) == (reply["message_id"], "LOUDER")
    assert "reply_markup" not in edited
    standin.check()


async def test_an_inline_result_is_chosen(standin: StandIn) -> None:
    ada = standin.add_user("Ada")
    answer = await standin.inline_query(ada, "peskov fake")
    message = await standin.choose(ada, answer, answer["results"][0]["id"])
    assert message["text"] == "Quoting peskov fake"
    assert message["via_bot"]["username"] == standin.bot.username
    standin.check()
