"""The articles of the archive: /sources."""

from __future__ import annotations

from telegram import Update

from bot.context import Context
from bot.rendering import sources_message
from bot.replies import reply


async def sources(update: Update, context: Context) -> None:
    """/sources: what the archive holds."""
    if update.effective_message:
        await reply(update.effective_message, sources_message(await context.desk.sources(), context.texts))
