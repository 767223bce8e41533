"""Coming and going: groups that the bot is added to, people who block it."""

from __future__ import annotations

import asyncio
import logging

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.context import Context

_LOG = logging.getLogger(__name__)
_ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def membership(update: Update, context: Context) -> None:
    """The bot was added, removed, blocked or given other rights: a group that it joins gets one introduction."""
    change = update.my_chat_member
    if change is None:
        return
    was, now = change.old_chat_member.status, change.new_chat_member.status
    _LOG.info("In a %s chat the bot is now %s.", change.chat.type, now)
    if now == ChatMemberStatus.BANNED:
        # Blocked, or thrown out: nothing is wanted here any more.
        await asyncio.to_thread(context.services.watches.end_all, change.chat.id)
    joined = was in _ABSENT and now not in _ABSENT
    if joined and change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        await change.chat.send_message(context.texts.introduction.format(bot=context.bot.username))


async def upgraded(update: Update, context: Context) -> None:
    """A group has become a supergroup, which has another id: its watches go there."""
    message = update.effective_message
    if message and message.migrate_to_chat_id:
        await asyncio.to_thread(context.services.watches.move, message.chat.id, message.migrate_to_chat_id)
