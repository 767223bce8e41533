"""Who a message speaks to, and what it asks: pure functions of a message and the bot's name."""

from __future__ import annotations

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType, MessageEntityType

from bot.views.composer import one_line


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def speaks_to(message: Message, bot: User) -> bool:
    """Whether a message in a group mentions the bot or replies to it."""
    if message.is_automatic_forward or (message.from_user and message.from_user.is_bot and not message.sender_chat):
        return False
    return _replies_to(message, bot) or any(_names(entity, text, bot) for entity, text in _entities(message).items())


def question_in(message: Message, bot: User) -> str:
    """What a message asks: its words without a leading command and without mentions of the bot."""
    # The library reads what entities cover, but does not take it out: their offsets count UTF-16 code units.
    encoded = (message.text or message.caption or "").encode("utf-16-le")
    for entity, text in reversed(_entities(message).items()):
        is_command = entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0
        if is_command or _names(entity, text, bot):
            encoded = encoded[: 2 * entity.offset] + encoded[2 * (entity.offset + entity.length) :]
    return encoded.decode("utf-16-le", "replace").strip().strip(",:").strip()


def question_of(message: Message, bot: User) -> str:
    """The question that a message to the bot stands for.

    A message without words of its own asks about what it quotes of the message it replies to, or about that message.
    """
    question = question_in(message, bot)
    replied = message.reply_to_message
    if question or not replied or replied.forum_topic_created or _is_by(replied, bot):
        return question
    quoted = one_line(message.quote.text) if message.quote else ""
    return quoted or question_in(replied, bot)


def quotations_of(message: Message, bot: User) -> list[str]:
    """What a message gives to be verified: its own words, or else the part of another message that it replies to.

    Of a message with blockquotes only these; of one that is replied to, the part selected comes before them.
    """
    if own := _blockquotes(message) or question_in(message, bot):
        return [own] if isinstance(own, str) else own
    if message.quote:
        return [message.quote.text]
    replied = message.reply_to_message
    if not replied or replied.forum_topic_created:
        return []
    return _blockquotes(replied) or list(filter(None, (question_in(replied, bot),)))


def _blockquotes(message: Message) -> list[str]:
    kinds = (MessageEntityType.BLOCKQUOTE, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    return [text for entity, text in _entities(message).items() if entity.type in kinds]


def is_forwarded_quotation(message: Message) -> bool:
    """Whether a message was written elsewhere and holds a blockquote: that is no question."""
    return bool(message.forward_origin and _blockquotes(message))


def _entities(message: Message) -> dict[MessageEntity, str]:
    """The entities of a message's text or caption in order, each with what it covers."""
    return message.parse_entities() or message.parse_caption_entities()


def _replies_to(message: Message, bot: User) -> bool:
    replied = message.reply_to_message
    return bool(replied and not replied.forum_topic_created and _is_by(replied, bot))


def _is_by(message: Message, bot: User) -> bool:
    return bool(message.from_user and message.from_user.id == bot.id)


def _names(entity: MessageEntity, text: str, bot: User) -> bool:
    """Whether an entity, which covers this text, is a mention of the bot."""
    if entity.type == MessageEntityType.TEXT_MENTION:
        return bool(entity.user and entity.user.id == bot.id)
    return entity.type == MessageEntityType.MENTION and text.lower() == f"@{bot.username}".lower()
