"""/remove: an article's file goes to the trash beside the corpus, once an admin has confirmed it."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.context import Context
from bot.handlers.addressing import question_in
from bot.handlers.admin.gate import admins_only, note
from bot.handlers.replies import reply
from bot.handlers.sources import meant, no_match
from bot.services.pending import Order, Removal
from bot.views.admin import pick_view, removal_view, removals_view
from bot.views.view import View
from index.errors import SourceNotFoundError
from index.ingest import archive_of, discard, has_file, trash_of


@admins_only
async def remove(update: Update, context: Context) -> None:
    """/remove NAME asks whether to take that article out; /remove lists all to pick from, or those that the name may
    mean."""
    message = update.effective_message
    if message is None:
        return
    name = question_in(message, context.bot.bot)
    if not name:
        await reply(message, await choose(0, message.chat.id, context))
        return
    found = await meant(name, message.chat.id, context)
    if len(found) == 1:
        await reply(message, await ask(found[0].source_id, message.chat.id, context))
    else:
        await reply(message, pick_view(found, context.texts) if found else no_match(name, context))


async def choose(offset: int, chat_id: int, context: Context) -> View:
    """A page of all articles to pick from."""
    context.services.last_lists.keep(chat_id, ())
    return removals_view(await context.desk.sources(), offset, context.texts)


async def ask(source_id: str, chat_id: int, context: Context) -> View | str:
    """Whether to take this article out; a sentence where that can't be done from here."""
    texts, corpus = context.texts, context.settings.corpus_dir
    try:
        source = (await context.desk.article(source_id)).source
    except SourceNotFoundError:
        return texts.article_gone
    if archive := archive_of(corpus, source.path):
        return texts.remove_record.format(archive=archive, path=source.path)
    if not has_file(corpus, source.path):
        return texts.remove_missing.format(path=source.path, corpus=corpus)
    key = context.services.orders.wait_for(Order(chat_id, Removal(source.path)))
    return removal_view(source, key, trash_of(corpus).name, texts)


async def carry_out(wanted: Removal, context: Context) -> tuple[str, bool]:
    """Move the file to the trash; returns what to say, and whether that was done."""
    corpus = context.settings.corpus_dir
    try:
        moved = await asyncio.to_thread(discard, corpus, wanted.path)
    except FileNotFoundError:
        return context.texts.remove_missing.format(path=wanted.path, corpus=corpus), False
    except OSError as error:
        return context.texts.file_failed.format(path=wanted.path, reason=error.strerror or error), False
    note(context, f"removed {wanted.path}, now {moved}")
    return context.texts.remove_done.format(path=wanted.path, trash=moved.relative_to(trash_of(corpus).parent)), True
