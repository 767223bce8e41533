"""A reader's buttons: a press changes the message in place, or a sentence says why it doesn't.

What each button does stands in one table, `_VIEWS`, and for what is kept of people in `_ACTS`; the verdicts under an
answer change nothing but themselves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit, ChatType

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers import (
    clippings,
    conversation,
    personal,
    questions,
    quotes,
    sources,
    start,
    timeline,
    verify,
    votes,
    watches,
)
from bot.handlers.addressing import question_in
from bot.handlers.replies import show_instead
from bot.services.exchanges import Asked
from bot.views.deep_links import passage_link
from bot.views.pressed import VERDICTS
from bot.views.view import View
from index import leans
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
        asked = _question_behind(query, context)
        await votes.vote(query, pressed, asked.question if asked else None, context)
    elif act := _ACTS.get(pressed.verb):
        if pressed.verb in _IN_GROUPS_TOO or _is_in_private(query):
            await act(query, pressed, context)
        else:
            await query.answer(context.texts.only_private, show_alert=True)
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
    asked = _question_behind(query, context)
    return await _answered(query, asked, context, pressed.number or 0) if asked else context.texts.question_gone


async def _as_typed(query: CallbackQuery, _: Press, context: Context) -> View | str:
    """A follow-up, asked without what it was taken to refer to."""
    asked = _question_behind(query, context)
    typed = asked.typed if asked and asked.typed else _words_behind(query, context)
    if not typed or query.message is None:
        return context.texts.question_gone
    context.services.exchanges.ask_instead(Asked(typed), query.message.chat.id, query.message.message_id)
    return await _answered(query, Asked(typed), context, 0)


async def _answered(query: CallbackQuery, asked: Asked, context: Context, offset: int) -> View | str:
    message = query.message
    if not isinstance(message, Message):
        return context.texts.question_gone
    replied = await questions.answer_reply(asked, context, offset)
    conversation.remember(message, replied.turn, context)
    return await votes.counted(replied.view, (message.chat.id, message.message_id), asked.question, context)


async def _leads(query: CallbackQuery, _: Press, context: Context) -> View | str:
    asked = _question_behind(query, context)
    return await questions.leads_view(asked, context) if asked else context.texts.question_gone


async def _sources(query: CallbackQuery, pressed: Press, context: Context) -> View:
    chat_id = query.message.chat.id if query.message else query.from_user.id
    return await sources.list_view(_words_behind(query, context), chat_id, context, pressed.number or 0)


async def _timeline(query: CallbackQuery, pressed: Press, context: Context) -> View | str:
    words = _words_behind(query, context)
    return await timeline.page(words, context, pressed.number or 0) if words else context.texts.question_gone


async def _verified(query: CallbackQuery, pressed: Press, context: Context) -> View | str:
    return await verify.turned(query, pressed.number or 0, context)


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


async def _otherwise(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    if quote is None:
        return context.texts.passage_gone
    return await quotes.otherwise(quote, context, pressed.number or 0, pressed.origin)


async def _citation(_: CallbackQuery, pressed: Press, context: Context) -> View | str:
    quote = await _quote_meant(pressed, context)
    return quotes.cited(quote, context, pressed.origin) if quote else context.texts.passage_gone


# What a press shows; a sentence where there is nothing to show.
_VIEWS: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[View | str]]] = {
    Verb.ANSWER: _answer,
    Verb.LEADS: _leads,
    Verb.SOURCES: _sources,
    Verb.TIMELINE: _timeline,
    Verb.VERIFIED: _verified,
    Verb.CARD: _card,
    Verb.PASSAGES: _passages,
    Verb.QUOTE: _quote,
    Verb.CONTEXT: _in_context,
    Verb.CARRIERS: _carriers,
    Verb.OTHERWISE: _otherwise,
    Verb.AS_TYPED: _as_typed,
    Verb.CITATION: _citation,
}


# What is done about what is kept of whoever presses: each of these answers the press itself.
_ACTS = clippings.PRESSES | personal.PRESSES | watches.PRESSES | start.PRESSES
# What these do shows nobody what is another's own.
_IN_GROUPS_TOO = {Verb.SAVE, *watches.PRESSES, *start.PRESSES}


def _is_in_private(query: CallbackQuery) -> bool:
    return query.message is not None and query.message.chat.type == ChatType.PRIVATE


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
    # In a topic a message that is no reply counts as one to the message that opened it.
    if (
        asked.forum_topic_created
        or _is_ours(asked, context)
        or asked.sender_chat
        or asked.from_user is None
        or asked.from_user.id == query.from_user.id
    ):
        return {}
    if quote := await _quote_meant(pressed, context):
        return {"url": passage_link(context.bot.username, quote)}
    notice = context.texts.not_your_answer.format(name=asked.from_user.first_name)
    return {"text": notice[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH]}


def _question_behind(query: CallbackQuery, context: Context) -> Asked | None:
    """The question that the message with the button answers; None where it is not known any more."""
    message = query.message
    if not isinstance(message, Message):
        return None
    if remembered := context.services.exchanges.question_behind(message.chat.id, message.message_id):
        return remembered
    words = _words_behind(query, context)
    question = context.services.question_links.question(words) or words
    # What a follow-up referred to has been forgotten.
    return Asked(question) if question and not leans(question) else None


def _words_behind(query: CallbackQuery, context: Context) -> str:
    """What the message says to which the one with the button replies; of the bot's own, what is quoted of it."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if isinstance(message, Message) and message.quote and _is_ours(asked, context):
        return message.quote.text
    return question_in(asked, context.bot.bot) if asked else ""


def _is_ours(message: Message | None, context: Context) -> bool:
    return bool(message and message.from_user and message.from_user.id == context.bot.id)
