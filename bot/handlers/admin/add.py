"""/add: a file that an admin sends becomes an article, once they have seen how it is read and said so."""

from __future__ import annotations

import asyncio

from telegram import Document, Message, Update
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest
from telegram.ext import filters

from bot.context import Context
from bot.handlers.admin.gate import admins_only, note
from bot.handlers.replies import reply, typing
from bot.services.pending import Addition, Order
from bot.views.admin import addition_view
from bot.views.composer import clip
from bot.views.view import View
from index.ingest import ARCHIVE_SUFFIXES, FORMATS, Preview, has_file, place, preview_file, safe_name, trash_of

# Two lines of a phone.
_NAME_UNITS = 100
_MEGABYTE = 1_000_000


class _UnderAFile(filters.MessageFilter):
    """Files whose caption begins with /add, and not with that of another bot."""

    def filter(self, message: Message) -> bool:
        command = (message.caption or " ").split()[:1]
        names = ("/add", f"/add@{message.get_bot().username}".lower())
        return message.document is not None and bool(command) and command[0].lower() in names


UNDER_A_FILE = _UnderAFile()


@admins_only
async def add(update: Update, context: Context) -> None:
    """A file with /add under it, /add in reply to a file, and, in private, a file alone: shows what would be added."""
    message = update.effective_message
    if message is None:
        return
    holder = message if message.document else message.reply_to_message
    document = holder.document if holder else None
    if document is None:
        sizes = {"megabytes": f"{_largest(context, '.txt') / _MEGABYTE:g}"}
        await reply(message, context.texts.add_how.format(types=" ".join(FORMATS), **sizes))
        return
    async with typing(message):
        await reply(message, await _offer(document, message, context))


async def _offer(document: Document, message: Message, context: Context) -> View | str:
    """The file as it is read, with the buttons; a sentence where it can't be added."""
    texts, corpus = context.texts, context.settings.corpus_dir
    given = clip(document.file_name or "", _NAME_UNITS) or "?"
    if not corpus.is_dir():
        return texts.add_refused.format(name=given, reason=texts.add_nowhere.format(corpus=corpus))
    name = safe_name(document.file_name or "")
    if name is None:
        return texts.add_refused.format(name=given, reason=texts.add_type.format(types=" ".join(FORMATS)))
    largest = _largest(context, name)
    too_large = texts.add_refused.format(name=given, reason=texts.add_size.format(megabytes=f"{largest / _MEGABYTE:g}"))
    if (document.file_size or 0) > largest:
        return too_large
    data = await fetch(document.file_id, context)
    if len(data) > largest:
        return too_large
    found = await asyncio.to_thread(preview_file, name, data, max_file_mb=context.settings.max_file_mb)
    if found.opening is None:
        return texts.add_refused.format(name=given, reason=_why_not(found, context))
    wanted = Addition(document.file_id, name, replace=has_file(corpus, name))
    key = context.services.orders.wait_for(Order(message.chat.id, wanted))
    same = await context.desk.with_text(found.text_hash) if found.text_hash else None
    return addition_view(
        name, key, found, trash_of(corpus).name, texts, replace=wanted.replace, same=same.path if same else None
    )


async def carry_out(wanted: Addition, context: Context) -> tuple[str, bool]:
    """Put the file into the corpus folder; returns what to say, and whether that was done.

    Raises:
        TelegramError: Telegram does not give the file any more.
    """
    try:
        data = await fetch(wanted.file_id, context)
        await asyncio.to_thread(place, context.settings.corpus_dir, wanted.name, data, replace=wanted.replace)
    except FileExistsError:
        return context.texts.add_taken.format(name=wanted.name), False
    except BadRequest as error:
        return context.texts.add_refused.format(name=wanted.name, reason=error.message), False
    except OSError as error:
        return context.texts.file_failed.format(path=wanted.name, reason=error.strerror or error), False
    note(context, f"{'replaced' if wanted.replace else 'added'} {wanted.name}")
    return context.texts.add_done.format(name=wanted.name), True


async def fetch(file_id: str, context: Context) -> bytes:
    """The bytes of a file that Telegram keeps."""
    file = await context.bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())


def _largest(context: Context, name: str) -> int:
    """The most bytes that a file may have: what Telegram lets bots fetch, and what a build reads."""
    telegram = int(FileSizeLimit.FILESIZE_DOWNLOAD)
    if name.lower().endswith(ARCHIVE_SUFFIXES):
        return telegram
    return min(telegram, int(context.settings.max_file_mb * _MEGABYTE))


def _why_not(found: Preview, context: Context) -> str:
    return found.problems[0] if found.problems else context.texts.add_empty
