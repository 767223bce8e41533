"""What a message refers to: the answer it replies to or, in private, what was answered last; and /forget."""

from __future__ import annotations

from telegram import Message, Update

from bot.context import Context
from bot.handlers.addressing import is_private
from bot.handlers.replies import reply
from bot.services.conversations import AnsweredTurn, Place
from bot.services.exchanges import Before


def place_of(message: Message) -> Place:
    """The chat and, in a forum, the topic of a message."""
    return message.chat.id, message.message_thread_id if message.is_topic_message else None


def before(message: Message, context: Context) -> Before | None:
    """What a message may refer to; in a group only a reply to an answer refers to anything."""
    if message.guest_query_id:
        return None
    conversations, replied = context.services.conversations, message.reply_to_message
    if replied and not replied.forum_topic_created:
        # In private, also a reply to one's own question.
        asked = context.services.exchanges.find(message.chat.id, replied.message_id) if is_private(message) else None
        answer_id = asked.answer_id if asked and asked.answer_id else replied.message_id
        answered = conversations.answered_by(message.chat.id, answer_id)
        return Before(answered, replies=True) if answered else None
    latest = conversations.latest(place_of(message)) if is_private(message) else None
    return Before(latest, replies=False) if latest else None


def remember(answer: Message, turn: AnsweredTurn | None, context: Context) -> None:
    """A message of the bot answers a question, which what follows may refer to."""
    if turn:
        context.services.conversations.remember(place_of(answer), answer.message_id, turn)


async def forget(update: Update, context: Context) -> None:
    """/forget: what was asked in this chat or topic is referred to no more."""
    if message := update.effective_message:
        chat_id, _ = place = place_of(message)
        async with context.services.conversations.in_turn(place):
            context.services.exchanges.forget(chat_id, context.services.conversations.forget(place))
        await reply(message, context.texts.forgotten)
