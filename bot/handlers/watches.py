"""Watches of a chat or topic: /watch, /watches, /unwatch and /digest. In a group only its admins change them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import available_timezones

from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers.addressing import question_in, question_of
from bot.handlers.alerts import page_view
from bot.handlers.questions import over_quota
from bot.handlers.replies import reply, show_instead
from bot.records import Digest, Place
from bot.services.watches import MOST_WATCHES, local_time
from bot.views.alerts import digest_text, watches_view
from bot.views.answers import obstacle_sentence
from bot.views.composer import clip, one_line
from bot.views.view import View

# A question of three lines; what is longer was pasted by mistake.
_MOST_CHARACTERS = 200
_WORDS_UNITS = 80
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:\s+(\S+))?")
_OFF = ("off", "0", "none")


async def watch(update: Update, context: Context) -> None:
    """/watch WORDS: tell this chat or topic what new articles have for them."""
    message = update.effective_message
    if message is None:
        return
    words, texts = one_line(question_of(message, context.bot.bot)), context.texts
    if not words:
        await reply(message, texts.watch_how.format(example=await context.example()))
    elif len(words) > _MOST_CHARACTERS:
        await reply(message, texts.watch_too_long.format(most=_MOST_CHARACTERS))
    elif not await may_change(message.chat, message, context):
        await reply(message, texts.watch_admins_only)
    elif not await over_quota(message, context):
        await reply(message, await _begin(words, message, context))


async def _begin(words: str, message: Message, context: Context) -> str:
    texts, store, place = context.texts, context.services.watches, place_of(message, context)
    obstacle = await context.desk.obstacle(words)
    if obstacle and obstacle.kind == "other_writing":
        return obstacle_sentence(obstacle, texts)
    source_ids = [source.source_id for source in await context.desk.sources()]
    begun = await asyncio.to_thread(store.begin, place, words, source_ids)
    if begun is None:
        return texts.watches_full.format(most=MOST_WATCHES)
    digest = await asyncio.to_thread(store.digest, place)
    return f"{texts.watch_begun.format(words=clip(words, _WORDS_UNITS))}\n{digest_text(digest, texts)}"


async def watches(update: Update, context: Context) -> None:
    """/watches: what is watched for here."""
    if message := update.effective_message:
        await reply(message, await _list(place_of(message, context), context))


async def unwatch(update: Update, context: Context) -> None:
    """/unwatch NUMBER, WORDS or all; alone it shows the list, whose buttons do the same."""
    message = update.effective_message
    if message is None:
        return
    place, texts, store = place_of(message, context), context.texts, context.services.watches
    wanted = one_line(question_in(message, context.bot.bot))
    known = await asyncio.to_thread(store.at, place)
    if not wanted or not known:
        await reply(message, await _list(place, context))
        return
    if not await may_change(message.chat, message, context):
        await reply(message, texts.watch_admins_only)
        return
    named = [
        one
        for number, one in enumerate(known, start=1)
        if wanted.casefold() in ("all", str(number), one.words.casefold())
    ]
    for one in named:
        await asyncio.to_thread(store.end, place, one.watch_id)
    ended = ", ".join(f"“{clip(one.words, _WORDS_UNITS)}”" for one in named)
    await reply(message, texts.watch_ended.format(words=ended) if named else texts.watch_unknown)


async def digest(update: Update, context: Context) -> None:
    """/digest TIME [ZONE], or /digest off: when this chat or topic is told."""
    message = update.effective_message
    if message is None:
        return
    place, texts, store = place_of(message, context), context.texts, context.services.watches
    given = one_line(question_in(message, context.bot.bot))
    wanted = _digest_in(given)
    if given.casefold() not in _OFF and wanted is None:
        told = digest_text(await asyncio.to_thread(store.digest, place), texts)
        now = datetime.now().astimezone()
        await reply(message, f"{told}\n{texts.digest_how.format(now=f'{now:%H:%M}')}")
    elif not await may_change(message.chat, message, context):
        await reply(message, texts.watch_admins_only)
    else:
        await asyncio.to_thread(store.set_digest, place, wanted)
        await reply(message, digest_text(wanted, texts))


def _digest_in(given: str) -> Digest | None:
    """The digest asked for; the first is sent when this time comes next. None for what names no time."""
    match = _TIME.fullmatch(given)
    if not match:
        return None
    minute = 60 * int(match[1]) + int(match[2] or 0)
    zones = {zone.casefold(): zone for zone in available_timezones()} if match[3] else {}
    zone = zones.get(match[3].casefold()) if match[3] else None
    if minute >= 24 * 60 or int(match[2] or 0) >= 60 or (match[3] and not zone):
        return None
    local = local_time(datetime.now(UTC), zone)
    is_past = 60 * local.hour + local.minute >= minute
    return Digest(minute, zone, local.date().isoformat() if is_past else "")


def place_of(message: Message, context: Context) -> Place:
    """The chat of a message, or its topic; what is told there is told in the language of who sets it up."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, topic or 0, context.language)


async def may_change(chat: Chat, written: Message | None, context: Context) -> bool:
    """Whether who writes or presses may change what is watched for in a chat."""
    if chat.type == ChatType.PRIVATE or context.is_admin:
        return True
    if written and written.sender_chat:
        # An admin of the group who writes in its name.
        return written.sender_chat.id == chat.id
    if context.person_id is None:
        return False
    member = await chat.get_member(context.person_id)
    return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def _list(place: Place, context: Context) -> View:
    store = context.services.watches
    known = await asyncio.to_thread(store.at, place)
    digest = await asyncio.to_thread(store.digest, place)
    return watches_view(known, digest, MOST_WATCHES, context.buttons)


# Buttons


async def _open(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """Show a page of an alert's quotes."""
    message = query.message
    chat = message.chat.id if message else 0
    alert = await asyncio.to_thread(context.services.watches.alert, pressed.kept_id, chat)
    view = await page_view(alert, pressed.number or 0, context.services, context.buttons) if alert else None
    if view is None:
        await query.answer(context.texts.alert_gone if alert is None else context.texts.passage_gone, show_alert=True)
        return
    shown = await show_instead(query, view)
    await query.answer(None if shown else context.texts.message_gone)


async def _end(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """End a watch; under a list of them, show what is left."""
    message = query.message
    if not isinstance(message, Message):
        await query.answer(context.texts.message_gone, show_alert=True)
        return
    if not await may_change(message.chat, None, context):
        await query.answer(context.texts.watch_admins_only, show_alert=True)
        return
    place = place_of(message, context)
    gone = await asyncio.to_thread(context.services.watches.end, place, pressed.kept_id)
    if pressed.number:
        await show_instead(query, await _list(place, context))
    await query.answer(context.texts.watch_stopped if gone else context.texts.watch_unknown)


# What a press of a button does, each of which answers it.
PRESSES: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[None]]] = {
    Verb.ALERT: _open,
    Verb.UNWATCH: _end,
}
