"""A reader's buttons: a press changes the message in place, or a sentence says why it doesn't.

What each button does stands in one table, `_VIEWS`; the verdicts under an answer change nothing but themselves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit, ChatType

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers import questions, quotes, sources, timeline, votes
from bot.handlers.addressing import question_in
from bot.handlers.replies import show_instead
from bot.views.deep_links import passage_link
from bot.views.keyboards import VERDICTS
from bot.views.view import View
from index.models import Quote


async def press(update: Update, context: Context) -> None:
    """A reader's button was pressed."""
    query = update.callback_query
    if query is None:
        return
    pressed = Press.decode(query.data or "")
    if pressed is None:
        await query.answer(context.texts.button_unknown, show_alert=True)
    elif refusal := context.services.presses.take(query.from_user.id):
        await query.answer(context.texts.slow_down.format(seconds=refusal.seconds))
    elif pressed.verb in VERDICTS:
        await votes.vote(query, pressed, _question_behind(query, context), context)
    elif notice := await _not_theirs(query, pressed, context):
        await query.answer(**notice)
    elif pressed.verb is Verb.TIMELINE_FILE:
        await timeline.export(query, pressed, _words_behind(query, context), context)
    else:
        await _turn(query, pressed, context)


async def _turn(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """Show what the button promises in place of what the message shows."""
    view = await _VIEWS[pressed.verb](query, pressed, context)
    if isinstance(view, str):
        await query.answer(view, show_alert=True)
    elif await show_instead(query, view):
        await query.answer()
    else:
        await query.answer(context.texts.message_gone, show_alert=True)


async def _answer(query: CallbackQuery, pressed: Press, context: Context) -> View | str:
    question = _question_behind(query, context)
    if not question or query.message is None:
        return context.texts.question_gone
    view = await questions.answer_view(question, context, pressed.number or 0)
    return await votes.counted(view, (query.message.chat.id, query.message.message_id), question, context)


async def _leads(query: CallbackQuery, _: Press, context: Context) -> View | str:
    question = _question_behind(query, context)
    return await questions.leads_view(question, context) if question else context.texts.question_gone


async def _sources(query: CallbackQuery, pressed: Press, context: Context) -> View:
    chat_id = query.message.chat.id if query.message else query.from_user.id
    return await sources.list_view(_words_behind(query, context), chat_id, context, pressed.number or 0)


async def _timeline(query: CallbackQuery, pressed: Press, context: Context) -> View | str:
    words = _words_behind(query, context)
    return await timeline.page(words, context, pressed.number or 0) if words else context.texts.question_gone


async def _card(_: CallbackQuery, pressed: Press, context: Context) -> View:
    return await sources.card(pressed.subject, context, pressed.origin)


async def _passages(_: CallbackQuery, pressed: Press, context: Context) -> View:
    return await sources.passages(pressed.subject, context, pressed.number or 0, pressed.origin)


async def _quote(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    return await quotes.alone(quote, context, pressed.origin) if quote else context.texts.passage_gone


async def _in_context(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    if quote is None:
        return context.texts.passage_gone
    return await quotes.in_article(quote, context, pressed.number, pressed.origin)


async def _carriers(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    if quote is None:
        return context.texts.passage_gone
    return await quotes.carriers(quote, context, pressed.number or 0, pressed.origin)


async def _citation(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    return quotes.cited(quote, context, pressed.origin) if quote else context.texts.passage_gone


# What a press shows; a sentence where there is nothing to show.
_VIEWS: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[View | str]]] = {
    Verb.ANSWER: _answer,
    Verb.LEADS: _leads,
    Verb.SOURCES: _sources,
    Verb.TIMELINE: _timeline,
    Verb.CARD: _card,
    Verb.PASSAGES: _passages,
    Verb.QUOTE: _quote,
    Verb.CONTEXT: _in_context,
    Verb.CARRIERS: _carriers,
    Verb.CITATION: _citation,
}


async def _quote_meant(pressed: Press, context: Context) -> Quote | None:
    return await context.desk.reading(pressed.reference) if pressed.reference else None


async def _not_theirs(query: CallbackQuery, pressed: Press, context: Context) -> dict[str, Any]:
    """In a group only who asked turns the pages of an answer; to others a quote opens in private.

    Returns what to answer the press with; nothing where the press may go on.
    """
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if message is None or message.chat.type == ChatType.PRIVATE or asked is None:
        return {}
    if asked.sender_chat or asked.from_user is None or asked.from_user.id == query.from_user.id:
        return {}
    if quote := await _quote_meant(pressed, context):
        return {"url": passage_link(context.bot.username, quote)}
    notice = context.texts.not_your_answer.format(name=asked.from_user.first_name)
    return {"text": notice[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH]}


def _question_behind(query: CallbackQuery, context: Context) -> str | None:
    """The question that the message with the button answers."""
    message = query.message
    if not isinstance(message, Message):
        return None
    if remembered := context.services.exchanges.question_behind(message.chat.id, message.message_id):
        return remembered
    words = _words_behind(query, context)
    return context.services.question_links.question(words) or words


def _words_behind(query: CallbackQuery, context: Context) -> str:
    """What the message says to which the one with the button replies."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    return question_in(asked, context.bot.bot) if asked else ""
