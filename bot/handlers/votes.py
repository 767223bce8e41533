"""Votes on answers, 👍 or 👎: one a person and answer, which can be changed or taken back; the buttons show how many.

They are kept with the question and what was shown, not with who voted or where: the store knows people and answers by
hashes whose key, the bot's token, it does not hold. So only the bot can find a person's votes, for that person.
"""

from __future__ import annotations

import contextlib
import hmac
from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.callback_data import OriginKind, Press, Verb
from bot.context import Context
from bot.views.pressed import presses, with_votes
from bot.views.view import View
from index import FeedbackVerdict

_VERDICTS: dict[Verb, FeedbackVerdict] = {Verb.GOOD: "good", Verb.BAD: "bad"}
_ALIAS_BYTES = 16


async def vote(query: CallbackQuery, pressed: Press, question: str | None, context: Context) -> None:
    """A verdict was pressed: it replaces the person's earlier one, or takes it back if it is the same."""
    message = query.message
    if not question or not isinstance(message, Message) or not message.reply_markup:
        await query.answer(context.texts.question_gone, show_alert=True)
        return
    place = (message.chat.id, message.message_id)
    generation = pressed.number or 0
    answer = _alias(context, *place, generation, question)
    voter = voter_of(query.from_user.id, context)
    refused = pressed.origin is not None and pressed.origin.kind is OriginKind.REFUSAL
    references = [press.reference for press in presses(message.reply_markup) if press.reference and not refused]
    shown = list(dict.fromkeys(reference.passage_id for reference in references))
    stands = await context.keep(
        lambda store: store.vote(answer, voter, question, shown, _VERDICTS[pressed.verb], generation)
    )
    if stands is None:
        await query.answer(context.texts.vote_not_kept, show_alert=True)
        return
    # The message may have been deleted meanwhile.
    with contextlib.suppress(BadRequest):
        await query.edit_message_reply_markup(await _counted(message.reply_markup, place, question, context))
    await query.answer(context.texts.thanks_for_verdict if stands else context.texts.vote_taken_back)


def voter_of(person: int, context: Context) -> bytes:
    """What the store knows a person by."""
    return _alias(context, person)


async def counted(view: View, place: tuple[int, int], question: str, context: Context) -> View:
    """A view of the answer to a question, with the votes that this answer has in its place, a chat and a message."""
    return replace(view, keyboard=await _counted(view.keyboard, place, question, context)) if view.keyboard else view


async def _counted(
    keyboard: InlineKeyboardMarkup, place: tuple[int, int], question: str, context: Context
) -> InlineKeyboardMarkup:
    generation = next((press.number or 0 for press in presses(keyboard) if press.verb in _VERDICTS), None)
    if generation is None:
        return keyboard
    answer = _alias(context, *place, generation, question)
    votes = await context.keep(lambda store: store.votes(answer)) or {}
    return with_votes(keyboard, {verb: votes.get(verdict, 0) for verb, verdict in _VERDICTS.items()})


def _alias(context: Context, *parts: object) -> bytes:
    key = context.bot.token.encode()
    return hmac.digest(key, "\n".join(map(str, parts)).encode("utf-8", "replace"), "sha256")[:_ALIAS_BYTES]
