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
        await reply(message, await list_view(question_in(message, context.bot.bot), message.chat.id, context))


async def source(update: Update, context: Context) -> None:
    """/source NAME: the card of the article meant; where that may be several, their list."""
    message = update.effective_message
    if message is None:
        return
    name = question_in(message, context.bot.bot)
    if not name:
        await reply(message, context.texts.source_how)
        return
    found = await meant(name, message.chat.id, context)
    if len(found) == 1:
        await reply(message, await card(found[0].source_id, context))
    else:
        await reply(message, _choice(name, found, context))


async def meant(name: str, chat_id: int, context: Context) -> list[Source]:
    """The articles that somebody means by a name; a number is that of the chat's last list, which several become."""
    found = await context.desk.find(name, context.services.last_lists.of(chat_id))
    if len(found) > 1:
        context.services.last_lists.keep(chat_id, found)
    return found


def no_match(words: str, context: Context) -> str:
    """The sentence for words that no article fits."""
    return context.texts.sources_no_match.format(words=clip(words, _WORDS_UNITS))


def _choice(name: str, found: Sequence[Source], context: Context) -> View:
    """The articles that a name fits equally well, to choose from."""
    if not found:
        return View(Composed(no_match(name, context)))
    shown = found[:SOURCES_A_PAGE]
    heading = context.texts.source_several.format(words=clip(name, _WORDS_UNITS), count=len(found))
    return View(sources_view(shown, 0, heading, len(found), context.texts), context.buttons.for_choice(shown))


async def list_view(words: str, chat_id: int, context: Context, offset: int = 0) -> View:
    """A page of the articles that fit the words, or that these ask for ("last week"), newest first."""
    if listed := await listed_view(words, chat_id, context, offset):
        return listed
    return _page(words, await context.desk.sources(words), chat_id, context, offset)


async def listed_view(text: str, chat_id: int, context: Context, offset: int = 0) -> View | None:
    """A list for a text that asks for one of articles, a card for an article's address; None for another text."""
    if is_link(text) and (source := await context.desk.source_at(text)):
        return await card(source.source_id, context)
    found = [] if is_link(text) else await context.desk.listing(text)
    return None if found is None else _page(text, found, chat_id, context, offset)


def _page(words: str, found: Sequence[Source], chat_id: int, context: Context, offset: int) -> View:
    if words and not found:
        return View(Composed(no_match(words, context)))
    context.services.last_lists.keep(chat_id, found if words else ())
    offset = offset if offset < len(found) else 0
    page = found[offset : offset + SOURCES_A_PAGE]
    texts = context.texts
    named = texts.sources_fitting.format(words=clip(words, _WORDS_UNITS), count=len(found)) if words else ""
    heading = named or texts.sources_heading.format(count=len(found))
    return View(
        sources_view(page, offset, heading, offset + len(page), texts),
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
