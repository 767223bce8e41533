"""/start: what the bot is, or what a deep link leads to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Message, Update

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers import questions, quotes, sources
from bot.handlers.replies import reply
from bot.views.answers import welcome_message
from bot.views.deep_links import HELP, PASSAGE, SOURCE, passage_in
from bot.views.view import View


async def start(update: Update, context: Context) -> None:
    """/start alone, or with the parameter of a deep link."""
    message = update.effective_message
    if message is None:
        return
    parameter = (context.args or [""])[0]
    if question := context.services.question_links.question(parameter):
        await questions.answer(message, question, context)
    elif parameter.startswith(PASSAGE):
        await reply(message, await _passage(parameter, context))
    elif parameter.startswith(SOURCE):
        await reply(message, await sources.card(parameter.removeprefix(SOURCE), context))
    elif parameter and parameter != HELP:
        await reply(message, context.texts.link_unusable)
    else:
        await _welcome(message, context)


async def _passage(parameter: str, context: Context) -> View | str:
    reference = passage_in(parameter)
    quote = await context.desk.reading(reference) if reference else None
    return await quotes.in_article(quote, context) if quote else context.texts.passage_gone


async def _welcome(message: Message, context: Context) -> None:
    status = await context.desk.status()
    examples = context.services.example_questions.current
    composed = welcome_message(status.articles, examples, context.texts)
    await reply(message, View(composed, context.buttons.for_examples(examples)))


async def _try(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """Ask the question that the pressed button bears; it stands in the message too, and the answer quotes it there."""
    message = query.message
    question = _borne(message, pressed) if isinstance(message, Message) else ""
    if not isinstance(message, Message) or question not in (message.text or ""):
        await query.answer(context.texts.question_gone, show_alert=True)
        return
    await query.answer()
    await questions.answer(message, question, context, asker=query.from_user)


def _borne(message: Message, pressed: Press) -> str:
    """The label of the button that was pressed."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((one.text for row in rows for one in row if one.callback_data == pressed.encode()), "")


# What a press does, and answers itself.
PRESSES: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[None]]] = {Verb.EXAMPLE: _try}
