"""/verify, and forwarded quotations: does the archive hold them word for word?"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery, Message, Update
from telegram.ext import filters

from bot.context import Context
from bot.handlers.addressing import is_forwarded_quotation, quotations_of
from bot.handlers.questions import over_quota
from bot.handlers.replies import reply, typing
from bot.views.articles import MATCHES_A_PAGE, verification_view
from bot.views.view import View
from index.models import Quote


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
        view = await _page(texts, context, 0)
    if sent := await reply(message, view):
        context.services.verified.keep(sent.chat.id, sent.message_id, texts)


async def turned(query: CallbackQuery, offset: int, context: Context) -> View | str:
    """The places from number `offset` on where the texts stand that a message has verified."""
    message = query.message
    if not isinstance(message, Message):
        return context.texts.question_gone
    asked = message.reply_to_message
    texts = context.services.verified.of(message.chat.id, message.message_id)
    texts = texts or tuple(quotations_of(asked, context.bot.bot) if asked else ())
    return await _page(texts, context, offset) if texts else context.texts.question_gone


async def _page(texts: Sequence[str], context: Context, offset: int) -> View:
    found = await context.desk.verify(*texts)
    offset = offset if offset < len(found.matches) else 0
    composed = verification_view(found, offset, context.texts)
    page = [await _touched(match, context) for match in found.matches[offset : offset + MATCHES_A_PAGE]]
    if len(found.matches) > 1:
        quotes = [quote for quote in page if quote]
        keyboard = context.buttons.for_verified(quotes, offset=offset, a_page=MATCHES_A_PAGE, total=len(found.matches))
        return View(composed, keyboard)
    shown = page[0] if page else await _touched(found.nearest, context) if found.nearest else None
    return View(composed, context.buttons.for_quote(await context.desk.with_carriers(shown)) if shown else None)


async def _touched(match: Quote, context: Context) -> Quote | None:
    """The first sentence that a match touches, which is half a sentence or several: what its buttons are about."""
    readings = await context.desk.readings(match.passage_id)
    return next((reading for reading in readings if reading.highlight.end > match.highlight.start), None)
