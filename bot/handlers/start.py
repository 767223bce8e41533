"""/start: what the bot is, or what a deep link leads to."""

from __future__ import annotations

from telegram import Message, Update

from bot.context import Context
from bot.handlers import questions, quotes, sources
from bot.handlers.replies import reply
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
    welcome = context.texts.welcome.format(articles=status.articles, example=await context.example())
    await reply(message, welcome)
