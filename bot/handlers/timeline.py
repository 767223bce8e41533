"""/timeline: what the archive says about some words, in the order of the days."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message, Update

from bot.callback_data import Press
from bot.context import Context
from bot.handlers.addressing import question_in
from bot.handlers.questions import over_quota
from bot.handlers.replies import reply, send_file, typing
from bot.views.answers import obstacle_sentence
from bot.views.composer import Composed
from bot.views.timeline import QUOTES_A_PAGE, quotes_of, timeline_csv, timeline_markdown, timeline_view
from bot.views.view import View

# What a button's number asks for.
MARKDOWN, CSV = 0, 1
_NAME_CHARACTERS = 40


async def timeline(update: Update, context: Context) -> None:
    """/timeline WORDS."""
    message = update.effective_message
    if message is None:
        return
    words = question_in(message, context.bot.bot)
    if not words:
        await reply(message, context.texts.timeline_how.format(example=await context.example()))
    elif not await over_quota(message, context):
        async with typing(message):
            view = await page(words, context, 0)
        await reply(message, view)


async def page(words: str, context: Context, offset: int) -> View:
    """The quotes of the timeline of some words from number `offset` on."""
    found = await context.desk.timeline(words)
    if not found:
        obstacle = await context.desk.obstacle(words)
        none = context.texts.timeline_none
        return View(Composed(obstacle_sentence(obstacle, context.texts) if obstacle else none))
    offset = offset if offset < len(found) else 0
    quotes = quotes_of(found)[offset : offset + QUOTES_A_PAGE]
    keyboard = context.buttons.for_timeline(
        quotes, offset=offset, a_page=QUOTES_A_PAGE, total=len(found), files=(MARKDOWN, CSV)
    )
    return View(timeline_view(found, offset, context.texts), keyboard)


async def export(query: CallbackQuery, pressed: Press, words: str, context: Context) -> None:
    """Send the timeline of some words as a file."""
    message = query.message
    if not words or not isinstance(message, Message):
        await query.answer(context.texts.question_gone, show_alert=True)
        return
    found = await context.desk.timeline(words)
    if not found:
        await query.answer(context.texts.timeline_none, show_alert=True)
        return
    await query.answer()
    name = re.sub(r"\W+", "-", words).strip("-")[:_NAME_CHARACTERS] or "timeline"
    if pressed.number == CSV:
        # Spreadsheets take a table for UTF-8 by its mark.
        await send_file(message, f"{name}.csv", timeline_csv(found).encode("utf-8-sig", "replace"))
    else:
        await send_file(message, f"{name}.md", timeline_markdown(found, context.texts).encode("utf-8", "replace"))
