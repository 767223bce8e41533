"""Answering a message where it was written: in its chat and topic, as a reply, or as a guest; and editing answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import uuid4

from telegram import CallbackQuery, InlineQueryResultArticle, InputFile, InputTextMessageContent, Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.views.composer import clip
from bot.views.view import View

# Most answers take less, and an indicator that only flickers is a nuisance.
_TYPING_AFTER_SECONDS = 0.5
# Telegram clears the indicator after five seconds.
_TYPING_LASTS_SECONDS = 4.5
# Nobody sees the title of a guest's answer, but the Bot API asks for one.
_TITLE_UNITS = 60


async def reply(message: Message, what: View | str, *, quoting: str | None = None) -> Message | None:
    """Answer a message, or the part of it that is quoted. Returns what was sent; None for an answer given as a guest,
    which the bot can't see."""
    view = View.of(what)
    composed, keyboard = view.composed, view.keyboard
    if message.guest_query_id:
        content = InputTextMessageContent(composed.text, entities=composed.entities)
        title = clip(composed.text, _TITLE_UNITS)
        await message.answer_guest_query(
            InlineQueryResultArticle(uuid4().hex, title, input_message_content=content, reply_markup=keyboard)
        )
        return None
    quoted = message.build_reply_arguments(quote=quoting) if quoting else True
    return await message.reply_text(composed.text, entities=composed.entities, reply_markup=keyboard, do_quote=quoted)


async def send_file(message: Message, name: str, data: bytes) -> None:
    """Answer a message with a file."""
    await message.reply_document(InputFile(data, filename=name), do_quote=True)


async def show_instead(query: CallbackQuery, what: View | str) -> bool:
    """Show something in place of what the message with the pressed button shows; whether that could be done."""
    view = View.of(what)
    try:
        await query.edit_message_text(view.composed.text, entities=view.composed.entities, reply_markup=view.keyboard)
    except BadRequest:
        return False
    return True


async def tell(update: Update, sentence: str) -> None:
    """Say one sentence wherever the update can be answered; an inline query can't."""
    if update.callback_query:
        await update.callback_query.answer(sentence, show_alert=True)
    elif isinstance(message := update.effective_message, Message) and not update.inline_query:
        await reply(message, sentence)


@contextlib.asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show that the bot is at work for as long as the block runs, if that is over half a second."""
    task = asyncio.create_task(_show_typing(message))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, TelegramError):
            await task


async def _show_typing(message: Message) -> None:
    if message.guest_query_id:
        return
    await asyncio.sleep(_TYPING_AFTER_SECONDS)
    thread = message.message_thread_id if message.is_topic_message else None
    while True:
        await message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
        await asyncio.sleep(_TYPING_LASTS_SECONDS)
