"""Clippings: quotes that a person saves, writes notes on, and takes along as a file. They are shown in private only.

A note is a reply to a message that shows a clipping: the message's own buttons say which one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import filters

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers.personal import in_private, send_file
from bot.handlers.replies import reply, show_instead
from bot.views.clipping_files import FILE_KINDS
from bot.views.clippings import CLIPPINGS_A_PAGE, MOST_NOTE_CHARACTERS, clipping_message, clippings_text, note_of
from bot.views.composer import Composed
from bot.views.pressed import presses
from bot.views.view import View


class _OnAClipping(filters.MessageFilter):
    """Replies to a message of the bot's that shows a clipping."""

    def filter(self, message: Message) -> bool:
        return clipping_shown(message.reply_to_message) is not None


ON_A_CLIPPING = _OnAClipping()


def clipping_shown(message: Message | None) -> int | None:
    """The number of the clipping that a message shows; None where it shows none."""
    if message is None or message.reply_markup is None:
        return None
    return next((press.kept_id for press in presses(message.reply_markup) if press.verb is Verb.UNSAVE), None)


@in_private
async def clippings(message: Message, person: int, context: Context) -> None:
    """/clippings [csv|md|ris|bib]: the list, or all of them as a file."""
    wanted = (context.args or [""])[0].lower()
    kind = next((kind for kind in FILE_KINDS if wanted in (kind.suffix, kind.label.lower())), None)
    if kind is None:
        await reply(message, await list_view(person, 0, context))
    elif kept := await asyncio.to_thread(context.services.clippings.all, person):
        await send_file(message, f"clippings.{kind.suffix}", kind.file_of(kept[::-1]))
    else:
        await reply(message, context.texts.clippings_none)


@in_private
async def delete(message: Message, person: int, context: Context) -> None:
    """/delete all, or /delete in reply to a clipping."""
    store, texts = context.services.clippings, context.texts
    shown = clipping_shown(message.reply_to_message)
    if (context.args or [""])[0].lower() == "all":
        count = await asyncio.to_thread(store.delete_all, person)
        await reply(message, texts.clippings_deleted.format(count=count) if count else texts.clippings_none)
    elif shown is not None:
        gone = await asyncio.to_thread(store.delete, person, shown)
        await reply(message, texts.clipping_deleted if gone else texts.clipping_gone)
    else:
        await reply(message, texts.delete_how)


async def note(update: Update, context: Context) -> None:
    """A reply to a clipping, or a change of it, is the note on it from now on."""
    message, person = update.effective_message, context.person_id
    shown = message.reply_to_message if message else None
    clipping_id = clipping_shown(shown)
    if message is None or shown is None or clipping_id is None or person is None:
        return
    texts, written = context.texts, note_of(message.text or message.caption or "")
    if len(written) > MOST_NOTE_CHARACTERS:
        await reply(message, texts.note_too_long.format(most=MOST_NOTE_CHARACTERS))
        return
    store = context.services.clippings
    if not await asyncio.to_thread(store.note, person, clipping_id, written):
        await reply(message, texts.clipping_gone)
        return
    if noted := await asyncio.to_thread(store.find, person, clipping_id):
        composed = clipping_message(noted, texts)
        # The message that shows the clipping may have been deleted or turned to something else.
        with contextlib.suppress(BadRequest):
            await shown.edit_text(composed.text, entities=composed.entities, reply_markup=shown.reply_markup)
    if not message.edit_date:
        await reply(message, texts.note_kept)


async def list_view(person: int, offset: int, context: Context) -> View:
    """A page of a person's clippings, the latest first."""
    kept = await asyncio.to_thread(context.services.clippings.all, person)
    if not kept:
        return View(Composed(context.texts.clippings_none))
    offset = offset if offset < len(kept) else max(0, offset - CLIPPINGS_A_PAGE)
    page = kept[offset : offset + CLIPPINGS_A_PAGE]
    ids = [clipping.clipping_id for clipping in page]
    keyboard = context.buttons.for_clippings(ids, offset=offset, a_page=CLIPPINGS_A_PAGE, total=len(kept))
    return View(clippings_text(page, offset, len(kept), context.texts), keyboard)


# Buttons


async def _save(query: CallbackQuery, pressed: Press, context: Context) -> None:
    """Keep a quote for whoever has pressed, wherever it stands."""
    quote = await context.desk.reading(pressed.reference) if pressed.reference else None
    if quote is None:
        await query.answer(context.texts.passage_gone, show_alert=True)
        return
    saved = await asyncio.to_thread(context.services.clippings.save, query.from_user.id, quote)
    texts = context.texts
    said = {True: texts.clipping_saved, False: texts.clipping_saved_before, None: texts.clippings_full}[saved]
    await query.answer(said, show_alert=saved is None)


async def _list(query: CallbackQuery, pressed: Press, context: Context) -> None:
    await _show(query, await list_view(query.from_user.id, pressed.number or 0, context), context)


async def _open(query: CallbackQuery, pressed: Press, context: Context) -> None:
    kept = await asyncio.to_thread(context.services.clippings.find, query.from_user.id, pressed.kept_id)
    if kept is None:
        await query.answer(context.texts.clipping_gone, show_alert=True)
        return
    keyboard = context.buttons.for_clipping(kept, offset=pressed.number or 0)
    await _show(query, View(clipping_message(kept, context.texts), keyboard), context)


async def _delete(query: CallbackQuery, pressed: Press, context: Context) -> None:
    gone = await asyncio.to_thread(context.services.clippings.delete, query.from_user.id, pressed.kept_id)
    said = context.texts.clipping_deleted if gone else context.texts.clipping_gone
    await _show(query, await list_view(query.from_user.id, pressed.number or 0, context), context, said)


async def _export(query: CallbackQuery, pressed: Press, context: Context) -> None:
    kept = await asyncio.to_thread(context.services.clippings.all, query.from_user.id)
    number = pressed.number or 0
    if not kept or number >= len(FILE_KINDS) or not isinstance(query.message, Message):
        await query.answer(context.texts.clippings_none, show_alert=True)
        return
    kind = FILE_KINDS[number]
    await query.answer()
    await send_file(query.message, f"clippings.{kind.suffix}", kind.file_of(kept[::-1]))


# What a press of a button does, each of which answers it.
PRESSES: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[None]]] = {
    Verb.SAVE: _save,
    Verb.CLIPPINGS: _list,
    Verb.CLIPPING: _open,
    Verb.UNSAVE: _delete,
    Verb.EXPORT: _export,
}


async def _show(query: CallbackQuery, view: View, context: Context, said: str | None = None) -> None:
    shown = await show_instead(query, view)
    await query.answer(said if shown else context.texts.message_gone, show_alert=not shown)
