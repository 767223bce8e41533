"""What depends on the state of the world: edits, blocked chats, topics, expired queries, polls, faults and files."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from playground import StandIn
from playground.api import schema
from playground.api.answers import LIFETIMES
from playground.api.commands import commands_for
from playground.errors import PlaygroundError
from playground.world import Chat, User


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def standin(clock: Clock) -> StandIn:
    return StandIn(clock=clock)


@pytest.fixture
async def sent(bot: Bot, chat: Chat) -> Message:
    return await bot.send_message(chat.id, "First")


async def updates(bot: Bot, offset: int | None = None, wait: int = 0) -> tuple[Update, ...]:
    return await bot.get_updates(offset, timeout=wait, allowed_updates=Update.ALL_TYPES)


# Messages


async def test_an_edit_must_change_something(sent: Message) -> None:
    with pytest.raises(BadRequest, match="is not modified"):
        await sent.edit_text("First ")
    edited = await sent.edit_text("Second")
    assert isinstance(edited, Message)
    assert edited.text == "Second"
    with pytest.raises(BadRequest, match="is not modified"):
        await sent.edit_reply_markup(None)


async def test_only_what_is_there_and_ones_own_is_edited_or_deleted(bot: Bot, sent: Message, chat: Chat) -> None:
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("Words", chat.id, 1)
    await sent.delete()
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await sent.edit_text("Second")
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await sent.delete()


async def test_text_is_stored_as_telegram_stores_it(bot: Bot, chat: Chat) -> None:
    message = await bot.send_message(chat.id, "  see\thttps://example.org/a). @quotedesk_bot /ask\n")
    assert message.text == "see https://example.org/a). @quotedesk_bot /ask"
    assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == [
        ("url", "https://example.org/a"),
        ("mention", "@quotedesk_bot"),
        ("bot_command", "/ask"),
    ]


async def test_people_reply_to_a_part_of_a_message_and_forward_it(standin: StandIn) -> None:
    ada, eve = standin.add_user("Ada"), standin.add_user("Eve")
    group = standin.add_group("Newsroom", [ada, eve])
    said = await standin.send_text(eve, group, "The bridge 🌉 opens in June")
    reply = await standin.send_text(ada, group, "/verify", reply_to=said, quote="opens")
    assert reply["quote"] == {"text": "opens", "position": 14, "is_manual": True}
    private = standin.private_chat(ada)
    elsewhere = await standin.send_text(ada, private, "/verify", reply_to=said, quote="June")
    assert "reply_to_message" not in elsewhere
    assert elsewhere["external_reply"]["origin"]["sender_user"]["id"] == eve.id
    assert elsewhere["external_reply"]["message_id"] == said["message_id"]
    forwarded = await standin.forward(ada, await standin.forward(ada, said, private), group)
    assert (forwarded["text"], forwarded["from"]["id"]) == (said["text"], ada.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == eve.id
    with pytest.raises(PlaygroundError, match="does not hold"):
        await standin.send_text(ada, group, "/verify", reply_to=said, quote="tunnel")


async def test_a_quote_keeps_styles_and_nothing_else(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    entities = [MessageEntity("blockquote", 0, 12), MessageEntity("bold", 0, 7), MessageEntity("italic", 4, 2)]
    sent = await bot.send_message(chat.id, "The 🌉 is shut", entities=entities)
    group = standin.add_group("Newsroom", [ada])
    reply = await standin.send_text(ada, group, "/verify", reply_to=sent.to_dict(), quote="🌉 is")
    kept = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 0, "length": 2}]
    assert reply["quote"] == {"text": "🌉 is", "position": 4, "is_manual": True, "entities": kept}
    await bot.send_document(chat.id, b"a,b", filename="gaps.csv")
    whole = await standin.send_text(ada, group, "what?", reply_to=standin.messages(chat)[-1])
    assert whole["external_reply"]["document"]["mime_type"] == "text/csv"


async def test_what_is_protected_or_nobodys_is_not_forwarded(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    await bot.send_message(chat.id, "For your eyes only", protect_content=True)
    group = standin.add_group("Desk", [ada], with_bot=False)
    await standin.add_bot(ada, group)
    for message in (standin.messages(chat)[-1], standin.messages(group)[-1]):
        with pytest.raises(PlaygroundError, match="can't be forwarded"):
            await standin.forward(ada, message, group)


async def test_a_reply_quotes_its_message(bot: Bot, chat: Chat) -> None:
    reply = await bot.send_message(chat.id, "Hi", reply_parameters=ReplyParameters(1, quote="start"))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "/start"
    assert reply.quote is not None
    assert (reply.quote.text, reply.quote.position) == ("start", 1)


async def test_files_go_both_ways(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    sent = await bot.send_document(chat.id, b"a,b\n", filename="gaps.csv", caption="Gaps")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("gaps.csv", 4, "Gaps")
    received = await standin.send_document(ada, chat, "story.txt", b"Once", caption="a story")
    file = await bot.get_file(received["document"]["file_id"])
    assert await file.download_as_bytearray() == b"Once"
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(chat.id, b"", filename="empty.txt")


# Chats


async def test_a_stranger_a_silent_user_and_one_who_blocks(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    eve = standin.add_user("Eve")
    standin.private_chat(eve)
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(eve.id, "Hello")
    await standin.block(ada)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat.id, "Hello")
    with pytest.raises(PlaygroundError, match="blocked"):
        await standin.send_text(ada, chat, "Hello")
    await standin.unblock(ada)
    await bot.send_message(chat.id, "Hello again")
    statuses = [update.my_chat_member.new_chat_member.status for update in await updates(bot) if update.my_chat_member]
    assert statuses == [ChatMemberStatus.BANNED, ChatMemberStatus.MEMBER]
    standin.check(allowing=["chat not found", "blocked"])


async def test_a_group_that_becomes_a_supergroup(standin: StandIn, bot: Bot, ada: User) -> None:
    group = standin.add_group("Desk", [ada], kind="group")
    upgraded = await standin.upgrade(group)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.id, "Hello")
    assert migrated.value.new_chat_id == upgraded.id
    await bot.send_message(upgraded.id, "Hello")


async def test_a_bot_is_added_and_removed(standin: StandIn, bot: Bot, ada: User) -> None:
    group = standin.add_group("Desk", [ada], with_bot=False)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "Hello")
    await standin.add_bot(ada, group)
    await bot.send_message(group.id, "Hello")
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [ada.id]
    assert (await bot.get_chat_member(group.id, ada.id)).status == ChatMemberStatus.OWNER
    assert (await bot.get_chat(group.id)).title == "Desk"
    await standin.remove_bot(ada, group)
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(group.id, "Hello")


async def test_topics(standin: StandIn, bot: Bot, ada: User) -> None:
    forum = standin.add_group("Desk", [ada], forum=True)
    politics = standin.add_topic(forum, "Politics")
    asked = await standin.send_text(ada, forum, "/ask who?", thread=politics)
    assert asked["reply_to_message"]["forum_topic_created"]["name"] == "Politics"
    answer = await bot.send_message(forum.id, "He", reply_parameters=ReplyParameters(asked["message_id"]))
    assert (answer.message_thread_id, answer.is_topic_message) == (politics, True)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "He", message_thread_id=1)


async def test_privacy_mode(standin: StandIn, bot: Bot, ada: User) -> None:
    group = standin.add_group("Desk", [ada])
    own = await bot.send_message(group.id, "I am here")
    for text in (
        "nothing for you",
        "/ask@other_bot who?",
        "/ask who?",
        "/ask@quotedesk_bot who?",
        "@Quotedesk_bot who?",
    ):
        await standin.send_text(ada, group, text)
    await standin.send_text(ada, group, "and who?", reply_to=own.to_dict())
    heard = [update.message.text for update in await updates(bot) if update.message]
    assert heard == ["/ask who?", "/ask@quotedesk_bot who?", "@Quotedesk_bot who?", "and who?"]
    standin.world.privacy = False
    await standin.send_text(ada, group, "nothing for you")
    assert (await updates(bot))[-1].message.text == "nothing for you"  # type: ignore[union-attr]


async def test_commands_by_scope(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    await bot.set_my_commands([BotCommand("ask", "Ask")])
    await bot.set_my_commands([BotCommand("reindex", "Index")], scope=BotCommandScopeChat(chat.id))
    assert [command["command"] for command in commands_for(standin.world, chat, ada)] == ["reindex"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(chat.id))
    assert [command["command"] for command in commands_for(standin.world, chat, ada)] == ["ask"]
    await bot.set_my_description("What it does")
    assert (await bot.get_my_description()).description == "What it does"
    await bot.set_my_short_description("Quotes", "uk")
    await bot.set_my_short_description("", "uk")
    assert (await bot.get_my_short_description("uk")).short_description == ""
    assert (await bot.get_my_name()).name == "Quotedesk"


# Queries


async def test_a_press_is_answered_once_and_in_time(standin: StandIn, bot: Bot, clock: Clock, sent: Message) -> None:
    ada = standin.world.users[sent.chat_id]
    query = standin.ask_callback(ada, sent.to_dict(), "more")
    await bot.answer_callback_query(query.id, "Here")
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(query.id)
    late = standin.ask_callback(ada, sent.to_dict(), "more")
    clock.now += LIFETIMES["callback"] + 1
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(late.id)


async def test_an_inline_message_is_edited_by_its_id(standin: StandIn, bot: Bot, ada: User, chat: Chat) -> None:
    query = standin.ask_inline(ada, "troop reports")
    markup = {"inline_keyboard": [[{"text": "In context", "callback_data": "c"}]]}
    result = InlineQueryResultArticle(
        "r", "Title", InputTextMessageContent("Quote"), api_kwargs={"reply_markup": markup}
    )
    await bot.answer_inline_query(query.id, [result])
    message = await standin.choose(ada, query.answer or {}, "r")
    assert message["from"]["id"] == ada.id
    pressed = asyncio.create_task(standin.press(ada, message, "In context"))
    await asyncio.sleep(0)
    chosen, press = (await updates(bot))[-2:]
    assert chosen.chosen_inline_result is not None
    assert press.callback_query is not None
    assert press.callback_query.message is None
    assert press.callback_query.inline_message_id == chosen.chosen_inline_result.inline_message_id
    await press.callback_query.answer("There")
    assert (await pressed)["text"] == "There"
    assert await press.callback_query.edit_message_text("Context") is True
    assert standin.messages(chat)[-1]["text"] == "Context"


async def test_a_guest_mention_is_answered(standin: StandIn, bot: Bot, ada: User) -> None:
    group = standin.add_group("Elsewhere", [ada], with_bot=False)
    await standin.guest_text(ada, group, "@quotedesk_bot who denied it?")
    (update,) = await updates(bot)
    assert update.guest_message is not None
    assert update.guest_message.guest_query_id is not None
    result = InlineQueryResultArticle("r", "Title", InputTextMessageContent("Peskov did"))
    await bot.answer_guest_query(update.guest_message.guest_query_id, result)
    answer = await standin.next_reply(group)
    assert answer["text"] == "Peskov did"
    assert answer["guest_bot_caller_user"]["id"] == ada.id
    standin.check()


# Updates


async def test_every_update_is_as_the_documentation_says(standin: StandIn, bot: Bot, ada: User, sent: Message) -> None:
    chat = standin.private_chat(ada)
    own = await standin.send_text(ada, chat, "https://a.org", reply_to=sent.to_dict())
    await standin.edit_text(ada, own, "https://b.org")
    await standin.send_document(ada, chat, "a.txt", b"a", caption="#tag")
    await standin.send_files(ada, chat, [("a.png", b"a"), ("b.png", b"b"), ("c.csv", b"c")], caption="Three")
    elsewhere = standin.add_group("Desk", [ada])
    said = await standin.send_text(ada, elsewhere, "said here")
    await standin.forward(ada, await standin.send_text(ada, chat, "why?", reply_to=said, quote="here"), chat)
    standin.ask_callback(ada, sent.to_dict(), "data")
    inline = standin.ask_inline(ada, "words")
    await bot.answer_inline_query(inline.id, [InlineQueryResultArticle("r", "T", InputTextMessageContent("Q"))])
    await standin.choose(ada, inline.answer or {}, "r")
    group = standin.add_group("Elsewhere", [ada], with_bot=False, forum=True)
    standin.add_topic(group, "Topic")
    await standin.guest_text(ada, group, "@quotedesk_bot hello")
    await standin.add_bot(ada, group, admin=True)
    await standin.block(ada)
    waiting = await standin.updates.get()
    kinds = {name for update in waiting for name in update} - {"update_id"}
    assert kinds == {
        *("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result"),
        *("guest_message", "my_chat_member"),
    }
    for update in waiting:
        schema.check_value(update, ["Update"], "update")


# Faults


@pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")
async def test_errors_on_order(standin: StandIn, bot: Bot, chat: Chat) -> None:
    standin.fail_next("sendMessage", status=429, retry_after=7)
    standin.fail_next("sendMessage", status=500, times=2)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(chat.id, "a")
    assert flood.value.retry_after in {7, timedelta(seconds=7)}
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(chat.id, "a")
    await bot.send_message(chat.id, "a")
    assert len(standin.messages(chat)) == 2
    standin.check()


@pytest.mark.parametrize(("drop", "arrived"), [("before", 0), ("after", 1)])
async def test_a_connection_breaks(standin: StandIn, bot: Bot, chat: Chat, drop: str, arrived: int) -> None:
    standin.fail_next("sendMessage", drop=drop)  # type: ignore[arg-type]
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "a")
    assert len(standin.messages(chat)) == 1 + arrived
    assert standin.api.faults.outstanding == 0
    standin.check()


async def test_an_outage_loses_nothing(standin: StandIn, ada: User, chat: Chat) -> None:
    async with standin.serve() as url:
        port = int(url.rpartition(":")[2])
        async with Bot(standin.token, base_url=f"{url}/bot") as bot:
            first = await updates(bot)
    await standin.send_text(ada, chat, "during the outage")
    async with standin.serve(port) as url, Bot(standin.token, base_url=f"{url}/bot") as bot:
        second = await updates(bot)
    assert second[: len(first)] == first
    assert second[-1].message.text == "during the outage"  # type: ignore[union-attr]


async def test_a_port_in_use_is_one_clear_sentence(standin: StandIn) -> None:
    async with standin.serve() as url:
        with pytest.raises(PlaygroundError, match="PLAYGROUND_PORT"):
            async with StandIn().serve(int(url.rpartition(":")[2])):
                pass


async def test_a_wrong_token_is_told(url: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("4242424242:wrong", base_url=f"{url}/bot"):
            pass
