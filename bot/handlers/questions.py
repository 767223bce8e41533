"""Questions and their answers: any text in a private chat, /ask, and messages to the bot in groups or as a guest."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from telegram import Message, Update, User
from telegram.error import BadRequest
from telegram.ext import filters

from bot.context import Context
from bot.handlers import conversation, sources, votes
from bot.handlers.addressing import is_private, question_in, question_of, speaks_to
from bot.handlers.replies import reply, typing
from bot.services.conversations import AnsweredTurn
from bot.services.exchanges import Asked, Before
from bot.views.answers import answer_message, help_message, leads_message, refusal_message
from bot.views.composer import Composed
from bot.views.view import View
from index import FollowUp, Turn, asks_for_help, follow_up, is_small_talk
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


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message gets: how it was asked, the message that answers, and what a follow-up may refer to."""

    asked: Asked
    view: View
    turn: AnsweredTurn | None = None


async def hear(update: Update, context: Context) -> None:
    """A message without a command; in a group, one that mentions the bot or replies to it."""
    message = update.effective_message
    if message and await _wants_an_answer(message, context):
        await ask(update, context)


async def ask(update: Update, context: Context) -> None:
    """/ask QUESTION, and every other message that is a question to the bot."""
    if message := update.effective_message:
        await answer(message, question_of(message, context.bot.bot), context)


async def answer(message: Message, question: str, context: Context, *, asker: User | None = None) -> None:
    """Answer a question in the place where the message stands; `asker` chose it there among others, which the answer
    shows by quoting it."""
    if await over_quota(message, context, asker):
        return
    exchange = context.services.exchanges.begin(message.chat.id, message.message_id)
    async with context.services.conversations.in_turn(conversation.place_of(message)), exchange.lock:
        exchange.before = conversation.before(message, context)
        async with typing(message):
            replied = await _reply_to(question, message, context, exchange.before)
        if sent := await reply(message, replied.view, quoting=question if asker else None):
            context.services.exchanges.settle(exchange, question, replied.asked, sent.chat.id, sent.message_id)
            conversation.remember(sent, replied.turn, context)


async def ask_again(update: Update, context: Context) -> None:
    """A question was edited: its answer is changed in place, as long as the bot remembers it."""
    message = update.effective_message
    exchange = context.services.exchanges.find(message.chat.id, message.message_id) if message else None
    if message is None or exchange is None:
        return
    question = question_of(message, context.bot.bot)
    async with exchange.lock:
        if exchange.answer_id is None or question == exchange.typed or await over_quota(message, context):
            return
        replied = await _reply_to(question, message, context, exchange.before)
        view = await votes.counted(replied.view, (message.chat.id, exchange.answer_id), replied.asked.question, context)
        # The answer may have been deleted meanwhile.
        with contextlib.suppress(BadRequest):
            changed = await context.bot.edit_message_text(
                view.composed.text,
                chat_id=message.chat.id,
                message_id=exchange.answer_id,
                entities=view.composed.entities,
                reply_markup=view.keyboard,
            )
            if isinstance(changed, Message):
                conversation.remember(changed, replied.turn, context)
        context.services.exchanges.settle(exchange, question, replied.asked, message.chat.id, exchange.answer_id)


async def _wants_an_answer(message: Message, context: Context) -> bool:
    """Whether a message is to be answered: one of an album, and in groups none that asks nothing."""
    words = question_in(message, context.bot.bot)
    if not await context.services.albums.claim(message.media_group_id, has_words=bool(words)):
        return False
    if is_private(message):
        return True
    # A sticker, a picture, "lol": a group has heard enough of the bot.
    return bool(message.text or message.caption) and not (words and (is_small_talk(words) or asks_for_help(words)))


async def _reply_to(question: str, message: Message, context: Context, before: Before | None) -> Reply:
    asked = Asked(question)
    if not question:
        return Reply(asked, View(Composed(context.texts.ask_how.format(example=await context.example()))))
    context.reply_in_language_of(question)
    if asks_for_help(question):
        return Reply(asked, help_view(context))
    if listed := await sources.listed_view(question, message.chat.id, context):
        return Reply(asked, listed)
    if before and (following := follow_up(question, before.answered.turn, replies=before.replies)):
        return await _reply_to_follow_up(question, following, before.answered, context)
    found = await context.desk.ask(question, context.settings.max_quotes + 1)
    await _note(found, context)
    return await _reply(asked, found, context, in_place=not message.guest_query_id)


async def _reply_to_follow_up(typed: str, following: FollowUp, before: AnsweredTurn, context: Context) -> Reply:
    if following.further and following.readings == (before.turn.question,):
        return await _further(before, context)
    most = context.settings.max_quotes + 1
    found = await context.desk.ask_likeliest(following.readings, most, before.turn.sentence)
    await _note(found, context)
    return await _reply(Asked(found.question, typed), found, context)


async def _further(before: AnsweredTurn, context: Context) -> Reply:
    """What was not shown yet: more quotes of an answer, or the leads of a refusal."""
    asked = Asked(before.turn.question)
    found = await context.desk.ask(asked.question, before.shown + context.settings.max_quotes + 1)
    if found.answered and before.shown < len(found.quotes):
        return await _reply(asked, found, context, before.shown)
    if found.kind == "refusal" and found.leads:
        return Reply(asked, await leads_view(asked, context), before)
    return Reply(asked, View(Composed(context.texts.nothing_more)), before)


async def _note(found: Answer, context: Context) -> None:
    """Count what a question got, and keep it if it was no answer."""
    context.desk.metrics.questions.labels(found.kind).inc()
    if found.kind in ("maybe", "refusal") and not await _obstacle(found, context):
        shown = [lead.passage_id for lead in found.leads]
        await context.keep(lambda store: store.refuse(found.question, shown, found.generation))


async def _reply(asked: Asked, found: Answer, context: Context, offset: int = 0, *, in_place: bool = True) -> Reply:
    if asked.typed:
        found = replace(found, read_as=found.read_as or asked.question)
    obstacle = await _obstacle(found, context)
    view = _view(found, context, obstacle, offset, in_place=in_place, read_as=asked.question if asked.typed else "")
    if asked.typed and in_place:
        view = replace(view, keyboard=context.buttons.as_typed(view.keyboard))
    return Reply(asked, view, _turn(found, offset, context))


def _turn(found: Answer, offset: int, context: Context) -> AnsweredTurn | None:
    """What may be referred to once this is shown; a refusal's leads are not."""
    if found.kind == "smalltalk":
        return None
    shown = found.quotes[offset : offset + context.settings.max_quotes] or found.quotes or ()
    best = next(iter([*shown, *(found.leads if found.kind == "maybe" else ())]), None)
    if best is None:
        return AnsweredTurn(Turn(found.question), 0)
    turn = Turn(found.question, best.highlight.text, best.text, best.source.title)
    return AnsweredTurn(turn, offset + context.settings.max_quotes if shown else 0)


async def answer_reply(asked: Asked, context: Context, offset: int) -> Reply:
    """The quotes of a question's answer from `offset` on, or its maybe or refusal."""
    context.reply_in_language_of(asked.typed or asked.question)
    found = await context.desk.ask(asked.question, offset + context.settings.max_quotes + 1)
    return await _reply(asked, found, context, offset)


async def leads_view(asked: Asked, context: Context) -> View:
    """The leads of a question's refusal; what else it gets, if it is not refused any more."""
    context.reply_in_language_of(asked.typed or asked.question)
    found = await context.desk.ask(asked.question, context.settings.max_quotes + 1)
    if found.kind != "refusal" or not found.leads:
        return (await _reply(asked, found, context)).view
    obstacle = await _obstacle(found, context)
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
    found: Answer,
    context: Context,
    obstacle: Obstacle | None,
    offset: int = 0,
    *,
    in_place: bool = True,
    read_as: str = "",
) -> View:
    """A reply as a message. Not `in_place`, where presses can't see the question, More looks it up inline.

    read_as: what a follow-up was taken to ask.
    """
    match found.kind:
        case "smalltalk":
            return View(Composed(context.texts.smalltalk))
        case "answer":
            return _quotes_view(found, context, offset, in_place=in_place)
        case "maybe":
            composed = leads_message(found.leads, context.texts.maybe, context.texts, found.left_out, read_as=read_as)
            if not in_place:
                first, *others = found.leads
                return View(composed, context.buttons.for_quote(first, more_about=found.question, several=bool(others)))
            return View(composed, context.buttons.for_maybe(found.leads, generation=found.generation))
        case "refusal":
            label = context.texts.button_newest if _is_browsing(obstacle) else context.texts.button_leads
            label = label if found.leads else ""
            keyboard = context.buttons.for_refusal(label, generation=found.generation) if in_place else None
            return View(refusal_message(context.texts, obstacle, found.left_out, read_as=read_as), keyboard)


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
        await reply(update.effective_message, help_view(context))


def help_view(context: Context) -> View:
    return View(help_message(context.texts, is_admin=context.is_admin))


async def unknown_command(update: Update, context: Context) -> None:
    """A command that nobody here knows, in a private chat."""
    if update.effective_message:
        await reply(update.effective_message, context.texts.unknown_command)


async def not_text(update: Update, context: Context) -> None:
    """A picture, a sticker, a voice message in a private chat."""
    message = update.effective_message
    if message and await context.services.albums.claim(message.media_group_id, has_words=False):
        await reply(message, context.texts.only_text)


async def over_quota(message: Message, context: Context, asker: User | None = None) -> bool:
    """Whether the person (who wrote the message, unless another asks) or the group has had enough for this minute; they
    are told so once a minute."""
    person = asker or message.sender_chat or message.from_user
    refusal = context.services.questions.take(person.id) if person else None
    sentence = context.texts.slow_down
    if not refusal and not is_private(message):
        refusal = context.services.group_answers.take(message.chat.id)
        sentence = context.texts.group_slow_down
    if refusal and refusal.untold:
        await reply(message, sentence.format(seconds=refusal.seconds))
    return refusal is not None
