"""A quote's buttons, and the deep links that open a passage, an article or a question."""

from __future__ import annotations

import contextlib
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.callback_data import OriginKind, Pointer, Press, Verb
from bot.context import Context
from bot.handlers import questions, sources
from bot.handlers.addressing import question_in
from bot.handlers.replies import View, reply
from bot.views.answers import quote_message
from bot.views.articles import carriers_view, context_view
from bot.views.deep_links import HELP, PASSAGE, SOURCE, passage_link
from index.evaluation.feedback import Verdict
from index.models import Quote

_VERDICTS: dict[Verb, Verdict] = {Verb.GOOD: "good", Verb.BAD: "bad"}


async def press(update: Update, context: Context) -> None:
    """A button was pressed: the message changes in place, or a word says why it doesn't."""
    query = update.callback_query
    if query is None:
        return
    pressed = Press.decode(query.data or "")
    if pressed is None:
        await query.answer(context.texts.button_unknown, show_alert=True)
    elif refusal := context.services.presses.take(query.from_user.id):
        await query.answer(context.texts.slow_down.format(seconds=refusal.seconds))
    elif pressed.verb in _VERDICTS:
        await _judge(query, pressed, context)
    elif notice := await _not_theirs(query, pressed, context):
        await query.answer(**notice)
    else:
        await _turn(query, pressed, context)


async def _turn(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """Show what the button promises in place of what the message shows."""
    view = await _view(query, pressed, context)
    if isinstance(view, str):
        await query.answer(view, show_alert=True)
        return
    try:
        await query.edit_message_text(view.composed.text, entities=view.composed.entities, reply_markup=view.keyboard)
    except BadRequest:
        await query.answer(context.texts.message_gone, show_alert=True)
    else:
        await query.answer()


async def _view(query: CallbackQuery, pressed: Press, context: Context) -> View | str:
    """What a press leads to; a sentence where that is nowhere."""
    if pressed.verb is Verb.ANSWER:
        question = _question_behind(query, context)
        if not question:
            return context.texts.question_gone
        return await questions.answer_view(question, context, pressed.number or 0)
    if pressed.verb is Verb.SOURCES:
        return await sources.list_view(_words_behind(query, context), context, pressed.number or 0)
    if pressed.verb is Verb.CARD:
        return await sources.card(pressed.subject, context, pressed.origin)
    if pressed.verb is Verb.PASSAGES:
        return await sources.passages(pressed.subject, context, pressed.number or 0, pressed.origin)
    quote = await context.desk.reading(pressed.pointer) if pressed.pointer else None
    if quote is None:
        return context.texts.passage_gone
    if pressed.verb is Verb.CONTEXT:
        return await _in_context(quote, pressed, context)
    quote = await context.desk.with_carriers(quote)
    if pressed.verb is Verb.CARRIERS:
        carriers = [quote, *quote.also_in]
        return View(
            carriers_view(carriers, context.texts),
            context.buttons.for_carriers(quote, carriers, origin=pressed.origin),
        )
    is_lead = pressed.origin is not None and pressed.origin.kind is OriginKind.REFUSAL
    composed = quote_message(quote, context.texts, heading=context.texts.lead if is_lead else None)
    return View(composed, context.buttons.for_quote(quote, origin=pressed.origin))


async def _in_context(quote: Quote, pressed: Press, context: Context) -> View:
    article = await context.desk.article(quote.source.source_id)
    shown = context_view(article, quote, pressed.number, context.texts)
    keyboard = context.buttons.for_context(quote, earlier=shown.earlier, later=shown.later, origin=pressed.origin)
    return View(shown.message, keyboard)


async def _not_theirs(query: CallbackQuery, pressed: Press, context: Context) -> dict[str, Any]:
    """In a group only who asked turns the pages of an answer; to others a quote opens in private.

    Gives what to answer the press with; nothing where the press may go on.
    """
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if message is None or message.chat.type == ChatType.PRIVATE or asked is None:
        return {}
    if asked.sender_chat or asked.from_user is None or asked.from_user.id == query.from_user.id:
        return {}
    quote = await context.desk.reading(pressed.pointer) if pressed.pointer else None
    if quote:
        return {"url": passage_link(context.bot.username, quote)}
    return {"text": context.texts.not_your_answer.format(name=asked.from_user.first_name)[:200]}


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


async def _judge(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """👍 or 👎: kept with the question and what was shown, not with who judged."""
    question = _question_behind(query, context)
    message = query.message
    if question and isinstance(message, Message) and message.reply_markup:
        rows = message.reply_markup.inline_keyboard
        presses = [[Press.decode(str(button.callback_data or "")) for button in row] for row in rows]
        shown = dict.fromkeys(one.pointer.passage_id for row in presses for one in row if one and one.pointer)
        await context.keep_verdict(question, list(shown), _VERDICTS[pressed.verb], pressed.number or 0)
        unjudged = [
            row
            for row, meant in zip(rows, presses, strict=True)
            if not any(one and one.verb in _VERDICTS for one in meant)
        ]
        # The message may have been deleted meanwhile.
        with contextlib.suppress(BadRequest):
            await query.edit_message_reply_markup(InlineKeyboardMarkup(unjudged))
    await query.answer(context.texts.thanks_for_verdict)


async def start(update: Update, context: Context) -> None:
    """/start: what this is; /start PARAMETER: what a deep link leads to."""
    message = update.effective_message
    if message is None:
        return
    parameter = (context.args or [""])[0]
    if question := context.services.question_links.question(parameter):
        await questions.answer(message, question, context)
    elif parameter.startswith(PASSAGE):
        pointer = Pointer.parse(parameter.removeprefix(PASSAGE))
        quote = await context.desk.reading(pointer) if pointer else None
        if quote:
            await reply(message, await _in_context(quote, Press(Verb.CONTEXT), context))
        else:
            await reply(message, context.texts.passage_gone)
    elif parameter.startswith(SOURCE):
        await reply(message, await sources.card(parameter.removeprefix(SOURCE), context))
    elif parameter and parameter != HELP:
        await reply(message, context.texts.link_unusable)
    else:
        status = await context.desk.status()
        welcome = context.texts.welcome.format(articles=status.articles, example=await context.example())
        await reply(message, welcome)
