"""A small real bot: it tries the stand-in with python-telegram-bot's own client over HTTP."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from playground.world.entities import utf16_length

RunningEcho = Callable[[str, str], contextlib.AbstractAsyncContextManager[Application[Any, Any, Any, Any, Any, Any]]]
App = Application[Any, Any, Any, Any, Any, Any]


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    text = message.text or ""
    await message.reply_text(
        f"You said:\n{text}",
        entities=[MessageEntity(MessageEntity.BLOCKQUOTE, 10, utf16_length(text))],
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Louder", callback_data="louder")]]),
    )


async def _louder(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Done")
    await query.edit_message_text("LOUDER")


async def _inline(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.inline_query
    assert query is not None
    content = InputTextMessageContent(f"Quoting {query.query}")
    await query.answer([InlineQueryResultArticle("one", "First", content)])


def patient_client() -> HTTPXRequest:
    """For a busy machine: by default an answer that takes five seconds is an error."""
    return HTTPXRequest(read_timeout=60, write_timeout=60, connect_timeout=60, pool_timeout=60)


@contextlib.asynccontextmanager
async def running_echo_bot(url: str, token: str) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    app = builder.request(patient_client()).get_updates_request(patient_client()).build()
    app.add_handler(MessageHandler(filters.TEXT & ~filters.UpdateType.EDITED_MESSAGE, _echo))
    app.add_handler(CallbackQueryHandler(_louder))
    app.add_handler(InlineQueryHandler(_inline))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()
