"""One quote as a message: alone, in its article, and with the other articles that say the same or contradict it."""

from __future__ import annotations

from bot.callback_data import Origin, OriginKind, Verb
from bot.context import Context
from bot.views.answers import passage_message
from bot.views.articles import CARRIERS_A_PAGE, carriers_view, context_view, otherwise_view
from bot.views.citation import full_citation
from bot.views.view import View
from index.models import Quote


async def alone(quote: Quote, context: Context, origin: Origin | None) -> View:
    """The quote alone, its passage folded; a lead is marked as no answer, or as none that is sure."""
    quote = await context.desk.with_carriers(quote)
    headings = {OriginKind.MAYBE: context.texts.maybe, OriginKind.REFUSAL: context.texts.lead}
    composed = passage_message(quote, context.texts, heading=headings.get(origin.kind) if origin else None)
    return View(composed, context.buttons.for_quote(quote, origin=origin))


async def in_article(quote: Quote, context: Context, start: int | None = None, origin: Origin | None = None) -> View:
    """The paragraphs of its article from number `start` on; those around the quote where that is None."""
    article = await context.desk.article(quote.source.source_id)
    page = context_view(article, quote, start, context.texts)
    keyboard = context.buttons.for_context(quote, earlier=page.earlier, later=page.later, origin=origin)
    return View(page.message, keyboard)


async def carriers(quote: Quote, context: Context, offset: int, origin: Origin | None) -> View:
    """A page of the articles that say the same, each in its own words."""
    quote = await context.desk.with_carriers(quote)
    found = [quote, *quote.also_in]
    offset = offset if offset < len(found) else 0
    keyboard = context.buttons.for_carriers(quote, found, offset=offset, a_page=CARRIERS_A_PAGE, origin=origin)
    return View(carriers_view(found, offset, context.texts), keyboard)


async def otherwise(quote: Quote, context: Context, offset: int, origin: Origin | None) -> View | str:
    """A page of the accounts that contradict the quote's sentence, the quote first; a sentence where there are none."""
    against = (await context.desk.company(quote)).contradicting
    if not against:
        return context.texts.otherwise_none
    found = [quote, *against]
    offset = offset if offset < len(found) else 0
    keyboard = context.buttons.for_carriers(
        quote, found, offset=offset, a_page=CARRIERS_A_PAGE, origin=origin, verb=Verb.OTHERWISE
    )
    return View(otherwise_view(found, offset, context.texts), keyboard)


def cited(quote: Quote, context: Context, origin: Origin | None) -> View:
    """The full citation of the quote, to copy."""
    composed = full_citation(quote, context.texts, context.buttons.page_of(quote))
    return View(composed, context.buttons.for_citation(quote, origin=origin))
