"""What admins can look at: /status, /doctor and /gaps."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pydantic import SecretStr
from telegram import Update

from bot.context import Context
from bot.handlers.admin.gate import admins_only
from bot.handlers.replies import reply, typing
from bot.services.doctor import examine_index, examine_telegram
from bot.texts.checks import CHECK_LANGUAGES
from bot.views.admin import findings_text, status_text
from bot.views.composer import clip

# A screenful, two lines each.
_GAPS_SHOWN = 20
_GAP_UNITS = 100


@admins_only
async def status(update: Update, context: Context) -> None:
    """/status: the served generation in figures, who builds, and when the next build is due."""
    if message := update.effective_message:
        due = context.settings.next_build()
        await reply(message, status_text(await context.desk.status(), due, context.texts))


@admins_only
async def doctor(update: Update, context: Context) -> None:
    """/doctor: checks of the bot, the installation, the corpus and the index, with remedies."""
    if message := update.effective_message:
        bot, texts = context.bot, CHECK_LANGUAGES[context.texts.locale]
        # In the playground, its own.
        in_use = {
            "telegram_bot_token": SecretStr(bot.token),
            "telegram_api_url": bot.base_url.removesuffix(f"/bot{bot.token}"),
        }
        settings = context.settings.model_copy(update=in_use)
        async with typing(message):
            findings = [
                *await asyncio.to_thread(examine_telegram, settings, texts),
                *await asyncio.to_thread(examine_index, settings, context.texts.locale),
            ]
        await reply(message, findings_text(findings, Path.cwd(), context.texts))


@admins_only
async def gaps(update: Update, context: Context) -> None:
    """/gaps: what people asked that the archive could not answer."""
    message = update.effective_message
    if message is None:
        return
    texts = context.texts
    if not (store := context.services.feedback):
        await reply(message, texts.gaps_off)
        return
    found = await asyncio.to_thread(store.gaps, _GAPS_SHOWN)
    lines = [f"– {clip(question, _GAP_UNITS)} ({count})" for question, count in found]
    await reply(message, "\n".join([texts.gaps_heading, *lines]) if lines else texts.gaps_none)
