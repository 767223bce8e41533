"""/verify, and forwarded quotations: does the archive hold them word for word?"""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import filters

from bot.context import Context
from bot.handlers.addressing import is_forwarded_quotation, quotations_of
from bot.handlers.questions import over_quota
from bot.handlers.replies import reply, typing
from bot.views.articles import verification_view
from bot.views.view import View


class _ForwardedQuotation(filters.MessageFilter):
    """Messages with a blockquote that somebody forwards."""

    def filter(self, message: Message) -> bool:
        return is_forwarded_quotation(message)


FORWARDED_QUOTATION = _ForwardedQuotation()


async def verify(update: Update, context: Context) -> None:
    """/verify QUOTATION, or as a reply to the message that holds it; or a forwarded quotation."""
    message = update.effective_message
    if message is None:
        return
    texts = quotations_of(message, context.bot.bot)
    if not texts:
        await reply(message, context.texts.verify_how)
        return
    if await over_quota(message, context):
        return
    async with typing(message):
        found = await context.desk.verify(*texts)
    shown = found.matches[0] if found.matches else found.nearest
    readings = await context.desk.readings(shown.passage_id) if shown else ()
    # A match is what was given, half a sentence or several: the buttons are those of the first that it touches.
    touched = next((reading for reading in readings if shown and reading.highlight.end > shown.highlight.start), None)
    keyboard = context.buttons.for_quote(await context.desk.with_carriers(touched)) if touched else None
    await reply(message, View(verification_view(found, context.texts), keyboard))
