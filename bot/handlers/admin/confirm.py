"""An admin's buttons, which carry out what waits for confirmation, and /cancel, which drops it.

What each button does stands in one table, `_ACTIONS`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Message, Update

from bot.callback_data import AdminPress, AdminVerb
from bot.context import Context
from bot.handlers.admin import add, remove
from bot.handlers.admin.gate import admins_only, note
from bot.handlers.admin.reindex import follow_up
from bot.handlers.replies import reply, show_instead
from bot.services.pending import Addition, Order
from bot.views.view import View


@admins_only
async def press(update: Update, context: Context) -> None:
    """An admin's button was pressed; what is forged or no longer waits does nothing."""
    query = update.callback_query
    if query is None:
        return
    pressed = AdminPress.decode(query.data or "")
    message = query.message
    if pressed is None or not isinstance(message, Message):
        await query.answer()
    else:
        await _ACTIONS[pressed.verb](query, pressed.subject, message, context)


@admins_only
async def cancel(update: Update, context: Context) -> None:
    """/cancel: stops a re-index that this bot runs, and drops what waits for confirmation in this chat."""
    message = update.effective_message
    if message is None:
        return
    texts = context.texts
    said = []
    if dropped := context.services.orders.drop_all(message.chat.id):
        said.append(texts.cancelled_orders.format(count=dropped))
    if context.services.rebuilder.cancel():
        said.append(texts.cancelled_build)
    elif builder := (await context.desk.status()).builder:
        said.append(texts.cancel_elsewhere.format(builder=builder))
    await reply(message, "\n".join(said) or texts.cancel_nothing)


async def _list(query: CallbackQuery, subject: str, message: Message, context: Context) -> None:
    """Turn to a page of the articles to pick from."""
    if subject.isdecimal():
        await _show(query, await remove.choose(int(subject), message.chat.id, context), context)
    else:
        await query.answer(context.texts.order_stale)


async def _pick(query: CallbackQuery, subject: str, message: Message, context: Context) -> None:
    """Ask whether to take an article out."""
    await _show(query, await remove.ask(subject, message.chat.id, context), context)


async def _drop(query: CallbackQuery, subject: str, message: Message, context: Context) -> None:
    """Forget an order."""
    if await _take(query, subject, message, context):
        await _show(query, context.texts.order_dropped, context)


async def _confirm(query: CallbackQuery, subject: str, message: Message, context: Context) -> None:
    """Carry out an order, once."""
    order = await _take(query, subject, message, context)
    if order is None:
        return
    await query.answer()
    if isinstance(order.wanted, Addition):
        said, done = await add.carry_out(order.wanted, context)
    else:
        said, done = await remove.carry_out(order.wanted, context)
    if done:
        follow_up(message, context, said)
        return
    note(context, said)
    if not await show_instead(query, said):
        await reply(message, said)


_ACTIONS: dict[AdminVerb, Callable[[CallbackQuery, str, Message, Context], Awaitable[None]]] = {
    AdminVerb.LIST: _list,
    AdminVerb.PICK: _pick,
    AdminVerb.DROP: _drop,
    AdminVerb.CONFIRM: _confirm,
}


async def _take(query: CallbackQuery, key: str, message: Message, context: Context) -> Order | None:
    """The order with this key, which no longer waits then; where there is none, a notice says so."""
    order = context.services.orders.take(key, message.chat.id)
    if order is None:
        await query.answer(context.texts.order_stale)
    return order


async def _show(query: CallbackQuery, what: View | str, context: Context) -> None:
    """Show something in place of what the message shows."""
    shown = await show_instead(query, what)
    await query.answer(None if shown else context.texts.message_gone)
