"""Answering a message where it was written: in its chat and topic, as a reply, or as a guest."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.views.composer import Composed, clip

_TYPING_AFTER = 0.5
_TYPING_LASTS = 4.5
_TITLE_UNITS = 60


@dataclass(frozen=True, slots=True)
class View:
    """What a message shows: its text, and the buttons under it."""

    composed: Composed
    keyboard: InlineKeyboardMarkup | None = None


async def reply(message: Message, what: View | str) -> Message | None:
    """Answer a message. Gives what was sent; None for an answer given as a guest, which the bot can't see."""
    view = View(Composed(what)) if isinstance(what, str) else what
    composed, keyboard = view.composed, view.keyboard
    if message.guest_query_id:
        content = InputTextMessageContent(composed.text, entities=composed.entities)
        title = clip(composed.text, _TITLE_UNITS)
        await message.answer_guest_query(
            InlineQueryResultArticle(uuid4().hex, title, input_message_content=content, reply_markup=keyboard)
        )
        return None
    return await message.reply_text(composed.text, entities=composed.entities, reply_markup=keyboard, do_quote=True)


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
    await asyncio.sleep(_TYPING_AFTER)
    thread = message.message_thread_id if message.is_topic_message else None
    while True:
        await message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
        await asyncio.sleep(_TYPING_LASTS)
