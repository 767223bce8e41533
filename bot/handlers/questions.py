"""Questions and their answers: any text in a private chat, /ask, and messages to the bot in groups or as a guest."""

from __future__ import annotations

import contextlib

from telegram import Message, Update
from telegram.error import BadRequest
from telegram.ext import filters

from bot.context import Context
from bot.handlers import votes
from bot.handlers.addressing import is_private, question_of, speaks_to
from bot.handlers.replies import reply, typing
from bot.views.answers import answer_message, leads_message, refusal_message
from bot.views.composer import Composed
from bot.views.view import View
from index.models import Answer, Obstacle


class _SpokenTo(filters.MessageFilter):
    """Messages in groups that mention the bot or reply to it."""

    def filter(self, message: Message) -> bool:
        return speaks_to(message, message.get_bot().bot)


class _SentThroughBot(filters.MessageFilter):
    """Inline results of this bot's own, which people send to it or to groups where it reads along."""

    def filter(self, message: Message) -> bool:
        return bool(message.via_bot and message.via_bot.id == message.get_bot().id)


SPOKEN_TO = _SpokenTo()
SENT_THROUGH_BOT = _SentThroughBot()


async def ask(update: Update, context: Context) -> None:
    """/ask QUESTION, and every other message that is a question to the bot."""
    if message := update.effective_message:
        await answer(message, question_of(message, context.bot.bot), context)


async def answer(message: Message, question: str, context: Context) -> None:
    """Answer a question in the place where the message stands."""
    if await over_quota(message, context):
        return
    exchange = context.services.exchanges.begin(message.chat.id, message.message_id)
    async with exchange.lock:
        async with typing(message):
            view = await _answer_to(question, context, as_guest=bool(message.guest_query_id))
        if sent := await reply(message, view):
            context.services.exchanges.settle(exchange, question, sent.chat.id, sent.message_id)


async def ask_again(update: Update, context: Context) -> None:
    """A question was edited: its answer is changed in place, as long as the bot remembers it."""
    message = update.effective_message
    exchange = context.services.exchanges.find(message.chat.id, message.message_id) if message else None
    if message is None or exchange is None:
        return
    question = question_of(message, context.bot.bot)
    async with exchange.lock:
        if exchange.answer_id is None or question == exchange.question or await over_quota(message, context):
            return
        view = await _answer_to(question, context)
        view = await votes.counted(view, (message.chat.id, exchange.answer_id), question, context)
        # The answer may have been deleted meanwhile.
        with contextlib.suppress(BadRequest):
            await context.bot.edit_message_text(
                view.composed.text,
                chat_id=message.chat.id,
                message_id=exchange.answer_id,
                entities=view.composed.entities,
                reply_markup=view.keyboard,
            )
        context.services.exchanges.settle(exchange, question, message.chat.id, exchange.answer_id)


async def _answer_to(question: str, context: Context, *, as_guest: bool = False) -> View:
    if not question:
        return View(Composed(context.texts.ask_how.format(example=await context.example())))
    context.reply_in_language_of(question)
    found = await context.desk.ask(question, context.settings.max_quotes + 1)
    obstacle = await _obstacle(found, context)
    if found.kind in ("maybe", "refusal") and not obstacle:
        shown = [lead.passage_id for lead in found.leads]
        await context.keep(lambda store: store.refuse(question, shown, found.generation))
    return _view(found, context, obstacle, in_place=not as_guest)


async def answer_view(question: str, context: Context, offset: int) -> View:
    """The quotes of a question's answer from `offset` on, or its maybe or refusal."""
    context.reply_in_language_of(question)
    found = await context.desk.ask(question, offset + context.settings.max_quotes + 1)
    return _view(found, context, await _obstacle(found, context), offset)


async def leads_view(question: str, context: Context) -> View:
    """The leads of a question's refusal; what else it gets, if it is not refused any more."""
    context.reply_in_language_of(question)
    found = await context.desk.ask(question, context.settings.max_quotes + 1)
    obstacle = await _obstacle(found, context)
    if found.kind != "refusal" or not found.leads:
        return _view(found, context, obstacle)
    heading = context.texts.newest_fitting if _is_browsing(obstacle) else context.texts.leads_heading
    return View(
        leads_message(found.leads, heading, context.texts, found.left_out), context.buttons.for_leads(found.leads)
    )


async def _obstacle(found: Answer, context: Context) -> Obstacle | None:
    return await context.desk.obstacle(found.question) if found.kind == "refusal" else None


def _is_browsing(obstacle: Obstacle | None) -> bool:
    """Whether the question is nothing but filters, and its leads the newest articles that fit them."""
    return obstacle is not None and obstacle.kind == "only_filters"


def _view(
    found: Answer, context: Context, obstacle: Obstacle | None, offset: int = 0, *, in_place: bool = True
) -> View:
    """A reply as a message. Not `in_place`, where presses can't see the question, More looks it up inline."""
    match found.kind:
        case "smalltalk":
            return View(Composed(context.texts.smalltalk))
        case "answer":
            return _quotes_view(found, context, offset, in_place=in_place)
        case "maybe":
            composed = leads_message(found.leads, context.texts.maybe, context.texts, found.left_out)
            if not in_place:
                first, *others = found.leads
                return View(composed, context.buttons.for_quote(first, more_about=found.question, several=bool(others)))
            return View(composed, context.buttons.for_maybe(found.leads, generation=found.generation))
        case "refusal":
            label = context.texts.button_newest if _is_browsing(obstacle) else context.texts.button_leads
            label = label if found.leads else ""
            keyboard = context.buttons.for_refusal(label, generation=found.generation) if in_place else None
            return View(refusal_message(context.texts, obstacle, found.left_out), keyboard)


def _quotes_view(found: Answer, context: Context, offset: int, *, in_place: bool) -> View:
    most = context.settings.max_quotes
    offset = offset if offset < len(found.quotes) else 0
    quotes = found.quotes[offset : offset + most]
    composed = answer_message(found, quotes, context.texts, first=offset + 1)
    if not in_place:
        several = len(quotes) > 1
        return View(composed, context.buttons.for_quote(quotes[0], more_about=found.question, several=several))
    more = offset + most < len(found.quotes)
    keyboard = context.buttons.for_answer(quotes, generation=found.generation, offset=offset, more=more)
    return View(composed, keyboard)


async def help_(update: Update, context: Context) -> None:
    """/help: the commands; an admin sees more of them."""
    if update.effective_message:
        parts = [context.texts.help, context.texts.help_admin if context.is_admin else ""]
        await reply(update.effective_message, "\n\n".join(filter(None, parts)))


async def unknown_command(update: Update, context: Context) -> None:
    """A command that nobody here knows, in a private chat."""
    if update.effective_message:
        await reply(update.effective_message, context.texts.unknown_command)


async def not_text(update: Update, context: Context) -> None:
    """A picture, a sticker, a voice message in a private chat."""
    if update.effective_message:
        await reply(update.effective_message, context.texts.only_text)


async def over_quota(message: Message, context: Context) -> bool:
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
