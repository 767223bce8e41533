"""An admin's buttons, which carry out what waits for a word of theirs, and /cancel, which drops it."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.context import Context
from bot.handlers.admin import add, remove
from bot.handlers.admin.gate import admins_only, note
from bot.handlers.admin.reindex import follow_up
from bot.handlers.replies import View, reply
from bot.services.pending import Addition, AdminPress, Verb


@admins_only
async def press(update: Update, context: Context) -> None:
    """A button of an admin's was pressed; what is forged or no longer waits does nothing."""
    query = update.callback_query
    pressed = AdminPress.decode(query.data or "") if query else None
    if query is None:
        return
    message = query.message
    if pressed is None or not isinstance(message, Message):
        await query.answer()
    elif pressed.verb is Verb.LIST and pressed.subject.isdecimal():
        await _show(query, await remove.choose(int(pressed.subject), context), context)
    elif pressed.verb is Verb.PICK:
        await _show(query, await remove.ask(pressed.subject, message.chat.id, context), context)
    else:
        await _decide(query, pressed, message, context)


@admins_only
async def cancel(update: Update, context: Context) -> None:
    """/cancel: stops a re-index of this bot's, and drops what waits for a word in this chat."""
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


async def _decide(query: CallbackQuery, pressed: AdminPress, message: Message, context: Context) -> None:
    """Carry out or drop an order, once."""
    order = context.services.orders.take(pressed.subject, message.chat.id)
    if order is None:
        await query.answer(context.texts.order_stale)
        return
    if pressed.verb is not Verb.CONFIRM:
        await _show(query, context.texts.order_dropped, context)
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
    if not await _edit(query, said):
        await reply(message, said)


async def _show(query: CallbackQuery, what: View | str, context: Context) -> None:
    """Show something in place of what the message shows."""
    shown = await _edit(query, what)
    await query.answer(None if shown else context.texts.message_gone)


async def _edit(query: CallbackQuery, what: View | str) -> bool:
    try:
        if isinstance(what, str):
            await query.edit_message_text(what)
        else:
            await query.edit_message_text(
                what.composed.text, entities=what.composed.entities, reply_markup=what.keyboard
            )
    except BadRequest:
        return False
    return True
