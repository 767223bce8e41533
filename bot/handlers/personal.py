"""What only the person concerned may see: commands that work in private, and files sent there; /mydata."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, Update
from telegram.helpers import create_deep_linked_url

from bot.callback_data import Press, Verb
from bot.context import Context
from bot.handlers.addressing import is_private
from bot.handlers.replies import reply, show_instead
from bot.handlers.votes import voter_of
from bot.records import Place
from bot.views.clippings import KeptVote, MyData, my_data_file, my_data_text
from bot.views.composer import Composed
from bot.views.deep_links import HELP
from bot.views.view import View

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
Personal = Callable[[Message, int, Context], Coroutine[Any, Any, None]]


def in_private(personal: Personal) -> Handler:
    """The handler of a command that shows what is somebody's own: in a group it only says where that is."""

    @functools.wraps(personal)
    async def handler(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        if context.person_id is None or not is_private(message):
            address = create_deep_linked_url(context.bot.username, HELP)
            button = InlineKeyboardButton(context.texts.button_private, url=address)
            await reply(message, View(Composed(context.texts.only_private), InlineKeyboardMarkup([[button]])))
            return
        await personal(message, context.person_id, context)

    return handler


async def send_file(message: Message, name: str, data: bytes) -> None:
    """Send a file into the chat of a message."""
    await message.reply_document(InputFile(data, filename=name), do_quote=False)


@in_private
async def my_data(message: Message, person: int, context: Context) -> None:
    """/mydata: all that is kept of who asks."""
    kept = await _kept_of(person, context)
    keyboard = context.buttons.for_my_data() if kept else None
    await reply(message, View(Composed(my_data_text(kept, context.texts)), keyboard))


@in_private
async def delete_my_data(message: Message, person: int, context: Context) -> None:
    """/deletemydata: delete all that is kept of who asks, once they have said so."""
    kept = await _kept_of(person, context)
    keyboard = context.buttons.for_forgetting() if kept else None
    said = context.texts.forget_me if kept else context.texts.my_data_none
    await reply(message, View(Composed(said), keyboard))


async def _kept_of(person: int, context: Context) -> MyData:
    services = context.services
    clippings = await asyncio.to_thread(services.clippings.all, person)
    votes = await asyncio.to_thread(services.votes.votes_by, voter_of(person, context))
    # The id of a private chat is that of the person.
    place = Place(person)
    watches = await asyncio.to_thread(services.watches.at, place)
    digest = await asyncio.to_thread(services.watches.digest, place)
    alerts = await asyncio.to_thread(services.watches.alerts_of, person)
    kept_votes = [KeptVote(vote.question, vote.verdict, vote.at) for vote in votes]
    return MyData(person, clippings, kept_votes, watches, digest, alerts)


async def _send_all(query: CallbackQuery, _: Press, context: Context) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        kept = await _kept_of(query.from_user.id, context)
        await send_file(query.message, "mydata.json", my_data_file(kept))


async def _forget(query: CallbackQuery, _: Press, context: Context) -> None:
    services, person = context.services, query.from_user.id
    await asyncio.to_thread(services.clippings.delete_all, person)
    await asyncio.to_thread(services.watches.end_all, person)
    await asyncio.to_thread(services.votes.forget, voter_of(person, context))
    await asyncio.to_thread(services.people.wipe)
    await show_instead(query, context.texts.my_data_deleted)
    await query.answer()


async def _keep(query: CallbackQuery, _: Press, context: Context) -> None:
    await show_instead(query, context.texts.order_dropped)
    await query.answer()


# What a press of a button does, each of which answers it.
PRESSES: dict[Verb, Callable[[CallbackQuery, Press, Context], Awaitable[None]]] = {
    Verb.MY_DATA: _send_all,
    Verb.FORGET_ME: _forget,
    Verb.KEEP_ME: _keep,
}
