"""Questions and their answers: any text in a private chat, /ask, and messages to the bot in groups."""

from __future__ import annotations

import logging

from telegram import Message, Update
from telegram.ext import filters

from bot.addressing import is_private, question_of, speaks_to
from bot.context import Context
from bot.markup import Composed, clip
from bot.rendering import answer_message, refusal_message
from bot.replies import reply, typing
from bot.texts import Texts
from index.models import Answer

_LOG = logging.getLogger(__name__)
_EXAMPLE_UNITS = 80


class _SpokenTo(filters.MessageFilter):
    """Messages in groups that mention the bot or reply to it."""

    def filter(self, message: Message) -> bool:
        return speaks_to(message, message.get_bot().bot)


SPOKEN_TO = _SpokenTo()


async def ask(update: Update, context: Context) -> None:
    """/ask QUESTION, and every other message that is a question to the bot."""
    message = update.effective_message
    if message is None:
        return
    if question := question_of(message, context.bot.bot):
        await answer(message, question, context)
    else:
        await reply(message, context.texts.ask_how.format(example=await example(context)))


async def answer(message: Message, question: str, context: Context) -> None:
    """Answer a question in the place where the message stands."""
    if await _over_quota(message, context):
        return
    async with typing(message):
        found = await context.desk.ask(question, context.settings.max_quotes)
    await reply(message, render(found, context.texts))


def render(answer: Answer, texts: Texts) -> Composed:
    """The message for an answer of any kind."""
    if answer.kind == "smalltalk":
        return Composed(texts.smalltalk)
    if answer.answered:
        return answer_message(answer, answer.quotes, texts)
    return refusal_message(answer.leads, texts)


async def start(update: Update, context: Context) -> None:
    """/start: what this is, with the size of this archive and an example from it."""
    if update.effective_message:
        status = await context.desk.status()
        welcome = context.texts.welcome.format(articles=status.articles, example=await example(context))
        await reply(update.effective_message, welcome)


async def help_(update: Update, context: Context) -> None:
    """/help: the commands; an admin sees more of them."""
    if update.effective_message:
        parts = [context.texts.help]
        if context.is_admin:
            parts.append(context.texts.help_admin)
        await reply(update.effective_message, "\n\n".join(parts))


async def unknown_command(update: Update, context: Context) -> None:
    """A command that nobody here knows, in a private chat."""
    if update.effective_message:
        await reply(update.effective_message, context.texts.unknown_command)


async def not_text(update: Update, context: Context) -> None:
    """A picture, a sticker, a voice message in a private chat."""
    if update.effective_message:
        await reply(update.effective_message, context.texts.only_text)


async def example(context: Context) -> str:
    """A headline of the archive, as something to ask about: the newest one."""
    sources = await context.desk.sources()
    newest = max(sources, key=lambda source: source.published or "", default=None)
    return clip(newest.title, _EXAMPLE_UNITS) if newest else "…"


async def _over_quota(message: Message, context: Context) -> bool:
    """Whether the person or the group has had enough for this minute; they are told so once."""
    person = message.sender_chat or message.from_user
    refusal = context.services.questions.take(person.id) if person else None
    sentence = context.texts.slow_down
    if not refusal and not is_private(message):
        refusal = context.services.group_answers.take(message.chat.id)
        sentence = context.texts.group_slow_down
    if refusal and refusal.first:
        await reply(message, sentence.format(seconds=refusal.seconds))
    return refusal is not None
