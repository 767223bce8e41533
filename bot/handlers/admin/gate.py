"""The gate before everything that only admins may do. An admin is one of ADMIN_USER_IDS, acting as themselves.

Whatever passes the gate is on record: who, where, what and when.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.context import Context
from bot.handlers.menu import withdraw_admin_menu
from bot.handlers.replies import tell
from bot.settings import PEOPLE_LOGGER
from bot.views.composer import clip

_LOG = logging.getLogger(PEOPLE_LOGGER)
# A line of the log each, whatever somebody calls themselves or sends.
_NAME_UNITS = 60
_UNITS_ON_RECORD = 200
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def admins_only(handler: Handler) -> Handler:
    """The handler for admins; to others it says one plain refusal, and to a press of theirs nothing."""

    @functools.wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        if context.is_admin:
            note(context, _what(update))
            await handler(update, context)
        elif update.callback_query:
            await update.callback_query.answer()
        else:
            await tell(update, context.texts.admins_only)
            await withdraw_admin_menu(update, context)

    return guarded


def note(context: Context, what: str) -> None:
    """Put on record what an admin did, or what came of it."""
    update = context.served
    chat = update.effective_chat if update else None
    name = update.effective_user.full_name if update and update.effective_user else ""
    where = f"chat {chat.id}" if chat else "no chat"
    _LOG.info("%s (%s) in %s: %s", context.person_id, clip(name, _NAME_UNITS), where, clip(what, _UNITS_ON_RECORD))


def _what(update: Update) -> str:
    if update.callback_query:
        return f"button {update.callback_query.data}"
    message = update.effective_message
    if message is None:
        return ""
    file = f" with the file {message.document.file_name}" if message.document else ""
    return (message.text or message.caption or "") + file
