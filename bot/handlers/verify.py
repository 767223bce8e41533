"""/verify: does the archive hold a quotation word for word?"""

from __future__ import annotations

from telegram import Update

from bot.context import Context
from bot.handlers.addressing import question_of
from bot.handlers.questions import over_quota
from bot.handlers.replies import reply, typing
from bot.views.articles import verification_view
from bot.views.view import View


async def verify(update: Update, context: Context) -> None:
    """/verify QUOTATION, or as a reply to the message that holds it."""
    message = update.effective_message
    if message is None:
        return
    text = question_of(message, context.bot.bot)
    if not text:
        await reply(message, context.texts.verify_how)
        return
    if await over_quota(message, context):
        return
    async with typing(message):
        found = await context.desk.verify(text)
    shown = found.matches[0] if found.matches else found.nearest
    readings = await context.desk.readings(shown.passage_id) if shown else ()
    # A match is what was given, half a sentence or several: the buttons are those of the first that it touches.
    touched = next((reading for reading in readings if shown and reading.highlight.end > shown.highlight.start), None)
    keyboard = context.buttons.for_quote(await context.desk.with_carriers(touched)) if touched else None
    await reply(message, View(verification_view(found, context.texts), keyboard))
