"""The articles of the archive: lists, cards and passages."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.callback_data import Origin
from bot.context import Context
from bot.handlers.addressing import question_in
from bot.handlers.replies import reply
from bot.views.articles import PASSAGES_A_PAGE, SOURCES_A_PAGE, card_view, passages_view, sources_view
from bot.views.composer import Composed, clip
from bot.views.view import View
from index import is_link
from index.models import Source

# What somebody typed is shown again within two lines.
_WORDS_UNITS = 100


async def sources(update: Update, context: Context) -> None:
    """/sources [WORDS]: the articles, or those whose title, publisher or authors hold the words."""
    if message := update.effective_message:
        await reply(message, await list_view(question_in(message, context.bot.bot), context))


async def source(update: Update, context: Context) -> None:
    """/source ID: an article's card."""
    if message := update.effective_message:
        source_id = question_in(message, context.bot.bot)
        await reply(message, await card(source_id, context) if source_id else context.texts.source_how)


async def list_view(words: str, context: Context, offset: int = 0) -> View:
    """A page of the articles that fit the words, or that these ask for ("last week")."""
    if listed := await listed_view(words, context, offset):
        return listed
    return _page(words, await context.desk.sources(words), context, offset)


async def listed_view(text: str, context: Context, offset: int = 0) -> View | None:
    """A list for a text that asks for one of articles, a card for an article's address; None for another text."""
    if is_link(text) and (source := await context.desk.source_at(text)):
        return await card(source.source_id, context)
    found = [] if is_link(text) else await context.desk.listing(text)
    return None if found is None else _page(text, found, context, offset)


def _page(words: str, found: Sequence[Source], context: Context, offset: int) -> View:
    if words and not found:
        return View(Composed(context.texts.sources_no_match.format(words=clip(words, _WORDS_UNITS))))
    offset = offset if offset < len(found) else 0
    page = found[offset : offset + SOURCES_A_PAGE]
    return View(
        sources_view(page, offset, len(found), context.texts),
        context.buttons.for_sources(page, offset=offset, a_page=SOURCES_A_PAGE, total=len(found)),
    )


async def card(source_id: str, context: Context, origin: Origin | None = None) -> View:
    """An article's card; raises SourceNotFoundError."""
    article = await context.desk.article(source_id)
    found = await context.desk.passages(source_id)
    return View(
        card_view(article.source, found[0] if found else None, len(found), context.texts),
        context.buttons.for_card(article.source, len(found), origin=origin),
    )


async def passages(source_id: str, context: Context, offset: int, origin: Origin | None) -> View:
    """A page of an article's passages; raises SourceNotFoundError."""
    article = await context.desk.article(source_id)
    found = await context.desk.passages(source_id)
    page = found[offset : offset + PASSAGES_A_PAGE]
    return View(
        passages_view(article.source, page, offset, len(found), context.texts),
        context.buttons.for_passages(
            article.source, page, offset=offset, a_page=PASSAGES_A_PAGE, total=len(found), origin=origin
        ),
    )
